//! What happens to people.

use super::catalogue::EventKind;

/// What happens to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum UserEvent {
    Created,
    Updated,
    Disabled,
    Enabled,
    Unlocked,
    Deleted,
    SignedOut,
    SessionNamed,
    DataExported,
    DeletionRequested,
    DeletionCancelled,
    EmailChangeRequested,
    EmailChangeStopped,
    EmailChanged,
    EmailTakenBack,
    CredentialsForgotten,
    PasswordSet,
    PasswordLinkCreated,
    PasswordRecoveryRequested,
    FactorRequired,
    VerifyRequired,
    PhoneRequired,
    PasswordRequired,
    ClaimSourceSet,
    ClaimSourceRemoved,
}

impl UserEvent {
    /// Its place in the catalogue.
    pub const fn kind(self) -> EventKind {
        match self {
            Self::Created => EventKind::UserCreated,
            Self::Updated => EventKind::UserUpdated,
            Self::Disabled => EventKind::UserDisabled,
            Self::Enabled => EventKind::UserEnabled,
            Self::Unlocked => EventKind::UserUnlocked,
            Self::Deleted => EventKind::UserDeleted,
            Self::SignedOut => EventKind::UserSignedOut,
            Self::SessionNamed => EventKind::SessionNamed,
            Self::DataExported => EventKind::UserDataExported,
            Self::DeletionRequested => EventKind::UserDeletionRequested,
            Self::DeletionCancelled => EventKind::UserDeletionCancelled,
            Self::EmailChangeRequested => EventKind::UserEmailChangeRequested,
            Self::EmailChangeStopped => EventKind::UserEmailChangeStopped,
            Self::EmailChanged => EventKind::UserEmailChanged,
            Self::EmailTakenBack => EventKind::UserEmailTakenBack,
            Self::CredentialsForgotten => EventKind::UserCredentialsForgotten,
            Self::PasswordSet => EventKind::PasswordSet,
            Self::PasswordLinkCreated => EventKind::PasswordLinkCreated,
            Self::PasswordRecoveryRequested => EventKind::PasswordRecoveryRequested,
            Self::FactorRequired => EventKind::UserFactorRequired,
            Self::VerifyRequired => EventKind::UserVerifyRequired,
            Self::PhoneRequired => EventKind::UserPhoneRequired,
            Self::PasswordRequired => EventKind::UserPasswordRequired,
            Self::ClaimSourceSet => EventKind::UserClaimSourceSet,
            Self::ClaimSourceRemoved => EventKind::UserClaimSourceRemoved,
        }
    }
}
