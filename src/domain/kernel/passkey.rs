//! What happens to passkeys.

use super::catalogue::EventKind;

/// What happens to passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyEvent {
    /// A person added one.
    Added,
    /// It has another name.
    Renamed,
    /// It was taken away.
    Removed,
    /// It was refused: there may be a copy of it, which has not counted along.
    CounterWentBack,
}

impl PasskeyEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Added => EventKind::PasskeyAdded,
            Self::Renamed => EventKind::PasskeyRenamed,
            Self::Removed => EventKind::PasskeyRemoved,
            Self::CounterWentBack => EventKind::PasskeyCounterWentBack,
        }
    }
}
