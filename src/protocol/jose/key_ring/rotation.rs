//! When keys are made, promoted, retired and deleted.

use std::cmp::Ordering;

use super::{KeyFacts, KeyState};
use crate::{
    base::time::{Seconds, Timestamp},
    protocol::jose::alg::SigAlg,
};

/// How long each part of a key's life is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationPolicy {
    /// How long a key signs.
    pub interval: Seconds,
    /// How long a key is published before it signs: at least the max-age of `jwks_uri`.
    pub publish_ahead: Seconds,
    /// How long a retired key stays published: the longest lifetime of what it signed.
    pub keep_published: Seconds,
    /// How long we verify with it after that: the longest lifetime of a session.
    pub keep_verifiable: Seconds,
}

/// A change to the stored keys. All of one plan belong into one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// Make a key pair and store it as `next`, or as `active` where none could sign otherwise.
    Generate {
        /// Its algorithm.
        alg: SigAlg,
        /// `Next` or `Active`.
        state: KeyState,
    },
    /// `next` becomes `active`, with `activated_at` = now.
    Promote {
        /// The key.
        kid: String,
    },
    /// `active` becomes `retired`, with `retired_at` = now; its private part may be erased.
    Retire {
        /// The key.
        kid: String,
        /// When it leaves `jwks_uri`.
        expires_at: Timestamp,
    },
    /// The row goes.
    Delete {
        /// The key.
        kid: String,
    },
}

/// What to change now so that each of `algs` has a key that signs and, in time, a successor.
///
/// Running it again after applying its transitions gives nothing; running it while another
/// instance does the same does no harm, because spare keys are weeded out deterministically.
/// Algorithms that are no longer wanted keep their keys and get no successors.
pub fn plan(rows: &[KeyFacts], algs: &[SigAlg], now: Timestamp, policy: &RotationPolicy) -> Vec<Transition> {
    let mut out = Vec::new();
    for alg in in_play(rows, algs) {
        rotate_one(rows, alg, algs.contains(&alg), (now, policy), &mut out);
    }
    out.extend(
        rows.iter().filter(|row| is_over(row, now, policy)).map(|row| Transition::Delete { kid: row.kid.clone() }),
    );
    out
}

/// `keys rotate`: a successor for `alg` now instead of when it is due. It is promoted once it
/// was published long enough; with `skip_publication` it signs at once, and clients that keep
/// a cached key set fail until they fetch it again.
pub fn plan_immediate(
    rows: &[KeyFacts],
    alg: SigAlg,
    skip_publication: bool,
    now: Timestamp,
    policy: &RotationPolicy,
) -> Vec<Transition> {
    let waiting = of_state(rows, alg, KeyState::Next);
    if !skip_publication {
        return if waiting.is_empty() { vec![Transition::Generate { alg, state: KeyState::Next }] } else { Vec::new() };
    }
    // A key that is already published is the kinder choice.
    let mut out = match waiting.first() {
        Some(next) => vec![Transition::Promote { kid: next.kid.clone() }],
        None => vec![Transition::Generate { alg, state: KeyState::Active }],
    };
    out.extend(of_state(rows, alg, KeyState::Active).iter().map(|row| retire(row, now, policy)));
    out
}

fn rotate_one(
    rows: &[KeyFacts],
    alg: SigAlg,
    wanted: bool,
    (now, policy): (Timestamp, &RotationPolicy),
    out: &mut Vec<Transition>,
) {
    let mut active = of_state(rows, alg, KeyState::Active);
    let waiting = of_state(rows, alg, KeyState::Next);
    // The one that was published longest is promoted first; further ones never signed and go.
    let next = waiting.first();
    out.extend(waiting.iter().skip(1).map(|row| Transition::Delete { kid: row.kid.clone() }));

    let ripe = |next: &KeyFacts| now >= next.created_at + policy.publish_ahead;
    match (active.first(), next) {
        // Without a key that signs there is nothing to wait for.
        (None, Some(next)) => out.push(Transition::Promote { kid: next.kid.clone() }),
        (None, None) if wanted => out.push(Transition::Generate { alg, state: KeyState::Active }),
        (Some(_), Some(next)) if ripe(next) => {
            out.push(Transition::Promote { kid: next.kid.clone() });
            out.extend(active.drain(..).map(|row| retire(row, now, policy)));
        }
        (Some(signer), None) if wanted => {
            let since = signer.activated_at.unwrap_or(signer.created_at);
            if now >= since + policy.interval - policy.publish_ahead {
                out.push(Transition::Generate { alg, state: KeyState::Next });
            }
        }
        _ => {}
    }
    // Two instances that started together may both have made one: the newest stays.
    out.extend(active.iter().skip(1).map(|row| retire(row, now, policy)));
}

fn retire(row: &KeyFacts, now: Timestamp, policy: &RotationPolicy) -> Transition {
    Transition::Retire { kid: row.kid.clone(), expires_at: now + policy.keep_published }
}

/// Nothing that it signed can be shown to us any more.
fn is_over(row: &KeyFacts, now: Timestamp, policy: &RotationPolicy) -> bool {
    if row.is_revoked() {
        // Kept as long as a retired one, so that the operator sees what became of it.
        let since = row.revoked_at.unwrap_or(row.created_at);
        return now >= since + policy.keep_published + policy.keep_verifiable;
    }
    row.state == KeyState::Retired && row.expires_at.is_some_and(|end| now >= end + policy.keep_verifiable)
}

fn in_play(rows: &[KeyFacts], wanted: &[SigAlg]) -> Vec<SigAlg> {
    SigAlg::ALL.iter().copied().filter(|alg| wanted.contains(alg) || rows.iter().any(|row| row.alg == *alg)).collect()
}

/// The keys of an algorithm in a state: active ones newest first, the others oldest first.
fn of_state(rows: &[KeyFacts], alg: SigAlg, state: KeyState) -> Vec<&KeyFacts> {
    let mut found: Vec<&KeyFacts> =
        rows.iter().filter(|row| row.alg == alg && row.state == state && !row.is_revoked()).collect();
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
