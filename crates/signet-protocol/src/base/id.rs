//! Typed, sortable identifiers: `usr_01J9X4M2T7…`.
//!
//! The 26 characters after the prefix are a ULID (48 bits of milliseconds, 80 bits of
//! randomness, Crockford base32). An identifier reveals when it was made, so it is never
//! used as a bearer secret.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    entropy::Entropy,
    time::{Clock, Timestamp},
};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A kind of entity, naming the prefix of its identifiers.
pub trait Kind: 'static {
    /// Three or four lower-case letters, without the underscore.
    const PREFIX: &'static str;
}

/// An identifier of one kind of entity. Two kinds cannot be mixed up at compile time.
pub struct Id<K: Kind>(String, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    /// A fresh identifier, ordered after those made in earlier milliseconds.
    pub fn fresh(clock: &Clock, entropy: &Entropy) -> Self {
        let millis = u128::from(clock.now_millis().unsigned_abs()) & ((1 << 48) - 1);
        let random = entropy.bytes::<10>();
        let tail = random.iter().fold(0u128, |value, byte| (value << 8) | u128::from(*byte));
        Self::of((millis << 80) | tail)
    }

    /// The smallest of those that are made in this second or later.
    pub fn earliest(at: Timestamp) -> Self {
        let millis = u128::from(at.0.max(0).unsigned_abs().saturating_mul(1000)) & ((1 << 48) - 1);
        Self::of(millis << 80)
    }

    fn of(value: u128) -> Self {
        let mut text = String::with_capacity(K::PREFIX.len() + 27);
        text.push_str(K::PREFIX);
        text.push('_');
        for position in (0..26).rev() {
            let index = (value >> (position * 5)) & 31;
            text.push(char::from(ALPHABET[usize::try_from(index).unwrap_or(0)]));
        }
        Self(text, PhantomData)
    }

    /// Takes over an identifier that our own database holds, without checking its form.
    pub fn from_stored(text: impl Into<String>) -> Self {
        Self(text.into(), PhantomData)
    }

    /// The identifier as it stands in the database and on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is not an identifier of the expected kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected an identifier of the form {expected}_… with 26 characters after the underscore")]
pub struct InvalidId {
    expected: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = InvalidId { expected: K::PREFIX };
        let (prefix, tail) = text.split_once('_').ok_or(InvalidId { expected: K::PREFIX })?;
        let well_formed = prefix == K::PREFIX && tail.len() == 26 && tail.bytes().all(|byte| ALPHABET.contains(&byte));
        if well_formed { Ok(Self::from_stored(text)) } else { Err(invalid) }
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_stored)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $alias:ident, $prefix:literal;)*) => {$(
        $(#[$doc])*
        pub enum $kind {}
        impl Kind for $kind {
            const PREFIX: &'static str = $prefix;
        }
        #[doc = concat!("`", $prefix, "_…`")]
        pub type $alias = Id<$kind>;
    )*};
}

kinds! {
    /// An issuer: one row today, more with custom domains.
    IssuerKind, IssuerId, "iss";
    /// A person.
    UserKind, UserId, "usr";
    /// Something a person proves who they are with.
    CredentialKind, CredentialId, "crd";
    /// A passkey.
    PasskeyKind, PasskeyId, "pky";
    /// A wallet.
    WalletKind, WalletId, "wal";
    /// A provider by which people sign in.
    UpstreamRowKind, UpstreamId, "ups";
    /// Who somebody is at an upstream.
    IdentityKind, IdentityId, "idn";
    /// A browser, known by the hash of its cookie.
    BrowserKind, BrowserId, "brw";
    /// A sign-on session of one account in one browser.
    SessionKind, SessionId, "ses";
    /// A paused authorization request.
    InteractionKind, InteractionId, "int";
    /// One approval: codes, families and opaque tokens hang from it.
    GrantKind, GrantId, "grt";
    /// A chain of refresh tokens, each the successor of the last.
    FamilyKind, FamilyId, "fam";
    /// An organization.
    OrganizationKind, OrganizationId, "org";
    /// A resource server (an API with an audience of its own).
    ResourceServerKind, ResourceServerId, "rsv";
    /// An audit event.
    AuditKind, AuditId, "aud";
    /// An outbox event.
    OutboxKind, OutboxId, "evt";
    /// An invitation to make an account.
    InvitationKind, InvitationId, "inv";
    /// A token that permits a dynamic registration.
    InitialAccessTokenKind, InitialAccessTokenId, "iat";
    /// A consent.
    ConsentKind, ConsentId, "cns";
    /// One HTTP request, in logs and on error pages.
    RequestKind, RequestId, "req";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Timestamp;

    #[test]
    fn identifiers_sort_by_time_and_carry_their_kind() {
        let clock = Clock::manual(Timestamp(1_700_000_000));
        let entropy = Entropy::seeded(7);
        let first = UserId::fresh(&clock, &entropy);
        clock.advance(1);
        let second = UserId::fresh(&clock, &entropy);
        assert!(first < second);
        assert!(first.as_str().starts_with("usr_") && first.as_str().len() == 30);
        assert_eq!(first.as_str().parse::<UserId>(), Ok(first.clone()));
        assert_eq!(first.as_str().parse::<SessionId>(), Err(InvalidId { expected: "ses" }));
    }
}
