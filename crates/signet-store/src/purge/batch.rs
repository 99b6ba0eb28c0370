//! What a batch of the purge did.

use std::ops::AddAssign;

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Batch {
    /// Rows deleted.
    pub deleted: u64,
    /// Rows that were looked at and are kept a while longer.
    pub postponed: u64,
}

impl Batch {
    /// Whether there was anything to do, and may be more.
    pub fn is_empty(self) -> bool {
        self.deleted == 0 && self.postponed == 0
    }

    /// A batch that only deleted.
    pub(super) fn of(deleted: u64) -> Self {
        Self { deleted, postponed: 0 }
    }
}

impl AddAssign for Batch {
    fn add_assign(&mut self, other: Self) {
        self.deleted += other.deleted;
        self.postponed += other.postponed;
    }
}
