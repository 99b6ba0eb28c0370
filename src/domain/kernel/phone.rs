//! What happens to the telephone number of a person.

use super::catalogue::EventKind;

/// What happens to the telephone number of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneEvent {
    /// They have proven that it is theirs.
    Proven,
    /// They have proven another one in its place, and a mail takes that back.
    Replaced,
    /// They took it away.
    Removed,
    /// They took away one that they had proven, and a mail takes that back.
    GivenUp,
    /// The one before was taken back.
    TakenBack,
    /// Somebody else has proven that it is theirs by now.
    Taken,
    /// Codes are texted to it when they sign in.
    FactorOn,
    /// They are not any more.
    FactorOff,
}

impl PhoneEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Proven | Self::Replaced => EventKind::PhoneProven,
            Self::Removed | Self::GivenUp => EventKind::PhoneRemoved,
            Self::TakenBack => EventKind::PhoneTakenBack,
            Self::Taken => EventKind::PhoneTaken,
            Self::FactorOn => EventKind::PhoneFactorOn,
            Self::FactorOff => EventKind::PhoneFactorOff,
        }
    }
}
