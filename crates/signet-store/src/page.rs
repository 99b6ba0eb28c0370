//! Keyset pagination: a page starts after the last id of the one before it.

/// Which part of a list is wanted.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// The last id of the page before; the first page when absent.
    pub after: Option<String>,
    /// How many rows at most.
    pub limit: i64,
}

impl PageRequest {
    /// The first `limit` rows.
    pub fn first(limit: i64) -> Self {
        Self { after: None, limit }
    }

    /// The page after the row with this id.
    #[must_use]
    pub fn after(mut self, id: impl Into<String>) -> Self {
        self.after = Some(id.into());
        self
    }

    /// The cursor for ascending lists: every id is greater than the empty text.
    pub(super) fn cursor(&self) -> &str {
        self.after.as_deref().unwrap_or("")
    }

    /// The cursor for descending lists: every id of ours is smaller than this text.
    pub(super) fn cursor_from_end(&self) -> &str {
        self.after.as_deref().unwrap_or("zzzz")
    }
}
