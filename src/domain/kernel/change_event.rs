//! Events that say no more than what was changed; of what, says [`Event`](super::Event).

/// What happens to attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum AttributeEvent {
    Created,
    Updated,
    Deleted,
}

/// What happens to further factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum FactorEvent {
    Added,
    Removed,
    Reset,
    RecoveryCodesMade,
    RecoveryCodeUsed,
}

/// What happens to organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum OrganizationEvent {
    Created,
    Updated,
    Deleted,
}

/// What happens to APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ResourceServerEvent {
    Created,
    Updated,
    Deleted,
}

/// What happens to our keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum KeyEvent {
    Created,
    Activated,
    Retired,
    Deleted,
    Revoked,
}
