//! Access tokens that were verified a moment ago: neither signature nor row nor approval is looked at again.
//!
//! An entry is believed only while nothing can have ended it unnoticed:
//! - a revocation here voids the tokens of its approval at once, after the commit and before the answer;
//! - one elsewhere raises a version, which voids everything here at the next look (twice a second), and where
//!   nobody has looked for two seconds, nothing is believed;
//! - no entry is older than `AGE`.
//!
//! Left to each request: whether the token has expired, whether its client still exists, whom it is meant for,
//! and whether whoever shows it is the one it is bound to.

use std::{
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use moka::sync::Cache;
use serde_json::{Map, Value};

use super::weight::weight;
use crate::{
    base::{
        id::{GrantId, IssuerId},
        secret::sha256,
        time::{Seconds, Timestamp},
    },
    protocol::client::ClientId,
    store::standing::TokenStanding,
};

/// How long an entry is kept at most.
const AGE: Seconds = Seconds(10);
/// How long ago the versions were read at most: they are read twice a second.
const LOOKED: Seconds = Seconds(1);
/// Bytes that entries take at most: thousands of usual ones.
const BYTES: u64 = 8 * 1024 * 1024;
/// Into how many parts the tokens are divided by their approval: a revocation voids those of one part.
const PARTS: usize = 1024;

/// An access token that is ours, and was not revoked when it was looked at.
#[derive(Debug, Clone)]
pub struct VerifiedToken {
    /// The issuer that made it.
    pub issuer: IssuerId,
    /// The client it was given to.
    pub client: ClientId,
    /// Its claims.
    pub claims: Map<String, Value>,
    /// The approval behind it; none for client credentials.
    pub standing: Option<TokenStanding>,
}

/// Whose tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokensOf {
    /// Those of an approval.
    Grant(GrantId),
    /// Those that a client has without an approval.
    Client(ClientId),
}

impl TokensOf {
    fn of(token: &VerifiedToken) -> Self {
        match &token.standing {
            Some(standing) => Self::Grant(standing.grant_id.clone()),
            None => Self::Client(token.client.clone()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Grant(grant) => grant.as_str(),
            Self::Client(client) => client.as_str(),
        }
    }
}

struct Entry {
    token: Arc<VerifiedToken>,
    since: Timestamp,
    /// What the counters stood at when it was made.
    whole: u64,
    part: u64,
    part_index: usize,
}

/// The cache.
pub struct VerifiedTokens {
    entries: Cache<[u8; 32], Arc<Entry>>,
    /// Rises with every revocation, before the two below.
    revocations: AtomicU64,
    /// Rises when every entry is void.
    whole: AtomicU64,
    /// Rise when the entries of a part are void.
    parts: Box<[AtomicU64]>,
    looked_at: AtomicI64,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Default for VerifiedTokens {
    fn default() -> Self {
        let weight = |_: &[u8; 32], entry: &Arc<Entry>| {
            let token = &entry.token;
            let members: usize = token.claims.iter().map(|(name, value)| 128 + name.len() + weight(value)).sum();
            let asked = token.standing.as_ref().and_then(|standing| standing.claims.as_ref());
            let asked = asked.and_then(|claims| serde_json::to_value(claims).ok()).map_or(0, |claims| weight(&claims));
            u32::try_from(512 + members + asked).unwrap_or(u32::MAX)
        };
        Self {
            entries: Cache::builder()
                .max_capacity(BYTES)
                .weigher(weight)
                .time_to_live(Duration::from_secs(AGE.0.unsigned_abs()))
                .build(),
            revocations: AtomicU64::new(0),
            whole: AtomicU64::new(0),
            parts: (0..PARTS).map(|_| AtomicU64::new(0)).collect(),
            looked_at: AtomicI64::new(i64::MIN),
            hasher: BuildHasherDefault::default(),
        }
    }
}

/// Under which a token is kept.
#[derive(Debug, Clone, Copy)]
pub struct TokenKey([u8; 32]);

impl TokenKey {
    /// That of a token.
    pub fn of(token: &str) -> Self {
        Self(sha256(token.as_bytes()))
    }
}

impl VerifiedTokens {
    /// A token, if it was verified a moment ago.
    pub fn get(&self, key: TokenKey, now: Timestamp) -> Option<Arc<VerifiedToken>> {
        let looked_at = Timestamp(self.looked_at.load(Ordering::SeqCst));
        let recent = |then: Timestamp, most: Seconds| (0..=most.0).contains(&now.0.saturating_sub(then.0));
        if !recent(looked_at, LOOKED) {
            return None;
        }
        let entry = self.entries.get(&key.0)?;
        let stands = entry.whole == self.whole.load(Ordering::SeqCst)
            && entry.part == self.parts[entry.part_index].load(Ordering::SeqCst)
            && recent(entry.since, AGE);
        stands.then(|| Arc::clone(&entry.token))
    }

    /// What to hand to [`VerifiedTokens::keep`]; taken before the token is looked at.
    pub fn revocations(&self) -> u64 {
        self.revocations.load(Ordering::SeqCst)
    }

    /// Keeps a token that was looked at, unless something was revoked since then.
    pub fn keep(&self, revocations: u64, key: TokenKey, token: VerifiedToken, now: Timestamp) -> Arc<VerifiedToken> {
        let token = Arc::new(token);
        let part_index = self.part_of(&TokensOf::of(&token));
        let entry = Entry {
            token: Arc::clone(&token),
            since: now,
            whole: self.whole.load(Ordering::SeqCst),
            part: self.parts[part_index].load(Ordering::SeqCst),
            part_index,
        };
        // A revocation counts here first: what it voids next was either read above as it was before, or is seen
        // here.
        if self.revocations() == revocations {
            self.entries.insert(key.0, Arc::new(entry));
        }
        token
    }

    /// Voids some tokens.
    pub fn forget(&self, whose: &TokensOf) {
        self.revocations.fetch_add(1, Ordering::SeqCst);
        self.parts[self.part_of(whose)].fetch_add(1, Ordering::SeqCst);
    }

    /// Voids every token.
    pub fn forget_all(&self) {
        self.revocations.fetch_add(1, Ordering::SeqCst);
        self.whole.fetch_add(1, Ordering::SeqCst);
    }

    /// Notes that what others changed was looked at, and followed.
    pub fn looked(&self, at: Timestamp) {
        self.looked_at.store(at.0, Ordering::SeqCst);
    }

    fn part_of(&self, whose: &TokensOf) -> usize {
        usize::try_from(self.hasher.hash_one(whose.as_str()) % PARTS as u64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
