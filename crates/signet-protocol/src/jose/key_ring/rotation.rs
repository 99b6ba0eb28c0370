//! When keys are made, promoted, retired and deleted.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{KeyFacts, KeyKind, KeyState};
use crate::base::time::{Seconds, Timestamp};

/// How long each part of a key's life is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationPolicy {
    /// How long a key signs or is encrypted to.
    pub interval: Seconds,
    /// How long a key is published before it signs: at least the max-age of `jwks_uri`.
    pub publish_ahead: Seconds,
    /// How long a retired signing key stays published: the longest lifetime of what it signed. And
    /// how long a retired decryption key still opens: as long as somebody may hold an old key set.
    pub keep_published: Seconds,
    /// How long we verify with a signing key after that: the longest lifetime of a session.
    pub keep_verifiable: Seconds,
}

/// A change to the stored keys. All of one plan belong into one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// Make a key pair and store it as `next`, or as `active` where none could sign otherwise.
    Generate {
        /// What it is for.
        kind: KeyKind,
        /// `Next` or `Active`.
        state: KeyState,
    },
    /// `next` becomes `active`, with `activated_at` = now.
    Promote {
        /// The key.
        kid: String,
    },
    /// `active` becomes `retired`, with `retired_at` = now; the private part of a signing key may be
    /// erased.
    Retire {
        /// The key.
        kid: String,
        /// When a signing key leaves `jwks_uri`, and a decryption key opens nothing more.
        expires_at: Timestamp,
    },
    /// The row goes.
    Delete {
        /// The key.
        kid: String,
    },
}

/// What to change now so that each of `kinds` has an active key and, in time, a successor.
///
/// Running it again after applying its transitions gives nothing; running it while another
/// instance does the same does no harm, because spare keys are weeded out deterministically.
/// Kinds that are no longer wanted keep their keys and get no successors.
pub fn plan(rows: &[KeyFacts], kinds: &[KeyKind], now: Timestamp, policy: &RotationPolicy) -> Vec<Transition> {
    let mut out = Vec::new();
    for kind in in_play(rows, kinds) {
        out.extend(rotate_one(rows, kind, kinds.contains(&kind), now, policy));
    }
    out.extend(
        rows.iter().filter(|row| is_over(row, now, policy)).map(|row| Transition::Delete { kid: row.kid.clone() }),
    );
    out
}

/// What cannot wait, whatever the time is: each of `kinds` without a key that signs gets one. Nothing is retired and
/// nothing deleted by it.
pub fn plan_missing(rows: &[KeyFacts], kinds: &[KeyKind]) -> Vec<Transition> {
    let missing = kinds.iter().filter(|kind| of_state(rows, **kind, KeyState::Active).is_empty());
    let found = missing.map(|kind| match of_state(rows, *kind, KeyState::Next).first() {
        Some(next) => Transition::Promote { kid: next.kid.clone() },
        None => Transition::Generate { kind: *kind, state: KeyState::Active },
    });
    found.collect()
}

/// `keys rotate`: a successor of a kind now instead of when it is due. It is promoted once it
/// was published long enough; with `skip_publication` it signs at once, and clients that keep
/// a cached key set fail until they fetch it again.
pub fn plan_immediate(
    rows: &[KeyFacts],
    kind: KeyKind,
    skip_publication: bool,
    now: Timestamp,
    policy: &RotationPolicy,
) -> Vec<Transition> {
    let waiting = of_state(rows, kind, KeyState::Next);
    if !skip_publication {
        return if waiting.is_empty() {
            vec![Transition::Generate { kind, state: KeyState::Next }]
        } else {
            Vec::new()
        };
    }
    // A key that is already published is the kinder choice.
    let mut out = match waiting.first() {
        Some(next) => vec![Transition::Promote { kid: next.kid.clone() }],
        None => vec![Transition::Generate { kind, state: KeyState::Active }],
    };
    out.extend(of_state(rows, kind, KeyState::Active).iter().map(|row| retire(row, now, policy)));
    out
}

fn rotate_one(
    rows: &[KeyFacts],
    kind: KeyKind,
    wanted: bool,
    now: Timestamp,
    policy: &RotationPolicy,
) -> Vec<Transition> {
    let mut out = Vec::new();
    let mut active = of_state(rows, kind, KeyState::Active);
    let waiting = of_state(rows, kind, KeyState::Next);
    // The one that was published longest is promoted first; further ones never signed and go.
    let next = waiting.first();
    out.extend(waiting.iter().skip(1).map(|row| Transition::Delete { kid: row.kid.clone() }));

    let ripe = |next: &KeyFacts| now >= next.created_at + policy.publish_ahead;
    match (active.first(), next) {
        // Without a key that signs there is nothing to wait for.
        (None, Some(next)) => out.push(Transition::Promote { kid: next.kid.clone() }),
        (None, None) if wanted => out.push(Transition::Generate { kind, state: KeyState::Active }),
        (Some(_), Some(next)) if ripe(next) => {
            out.push(Transition::Promote { kid: next.kid.clone() });
            out.extend(active.drain(..).map(|row| retire(row, now, policy)));
        }
        (Some(signer), None) if wanted => {
            let since = signer.activated_at.unwrap_or(signer.created_at);
            if now >= since + policy.interval - policy.publish_ahead {
                out.push(Transition::Generate { kind, state: KeyState::Next });
            }
        }
        _ => {}
    }
    // Two instances that started together may both have made one: the newest stays.
    out.extend(active.iter().skip(1).map(|row| retire(row, now, policy)));
    out
}

fn retire(row: &KeyFacts, now: Timestamp, policy: &RotationPolicy) -> Transition {
    Transition::Retire { kid: row.kid.clone(), expires_at: now + policy.keep_published }
}

/// Nothing that it signed, or that was encrypted to it, can be shown to us any more.
fn is_over(row: &KeyFacts, now: Timestamp, policy: &RotationPolicy) -> bool {
    if row.is_revoked() {
        // Kept as long as a retired one, so that the operator sees what became of it.
        let since = row.revoked_at.unwrap_or(row.created_at);
        return now >= since + policy.keep_published + policy.keep_verifiable;
    }
    let longer = match row.kind {
        KeyKind::Signing(_) => policy.keep_verifiable,
        KeyKind::Decryption(_) => Seconds(0),
    };
    row.state == KeyState::Retired && row.expires_at.is_some_and(|end| now >= end + longer)
}

fn in_play(rows: &[KeyFacts], wanted: &[KeyKind]) -> BTreeSet<KeyKind> {
    wanted.iter().copied().chain(rows.iter().map(|row| row.kind)).collect()
}

/// The keys of a kind in a state: active ones newest first, the others oldest first.
fn of_state(rows: &[KeyFacts], kind: KeyKind, state: KeyState) -> Vec<&KeyFacts> {
    let mut found: Vec<&KeyFacts> =
        rows.iter().filter(|row| row.kind == kind && row.state == state && !row.is_revoked()).collect();
    found.sort_by(|left, right| newest_first(left, right));
    if state != KeyState::Active {
        found.reverse();
    }
    found
}

/// By the time a key began to sign or was made; ties by name, so that all instances agree.
pub(super) fn newest_first(left: &KeyFacts, right: &KeyFacts) -> Ordering {
    let age = |row: &KeyFacts| (row.activated_at.unwrap_or(row.created_at), row.kid.clone());
    age(right).cmp(&age(left))
}
