//! Refusals that go back to clients: each is counted, and written down so that its developer and the
//! operator see why.
//!
//! Anybody can provoke them by the thousand. So in each minute the first `WRITTEN` of one client and rule
//! are written in full, and the rest in one line with their number. Clients that nobody knows share one
//! account of this; a known client has its own, so that no flood hides its first refusal. What is kept is
//! bounded: `CLIENTS` clients with `RULES` rules each.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{Mutex, PoisonError},
};

use crate::{
    base::{
        secret::sha256,
        time::{Clock, Seconds, Timestamp},
    },
    protocol::{client::ClientId, error::Refusal},
    telemetry,
};

/// Refusals of one client and rule that are written in full within [`PERIOD`].
pub const WRITTEN: u64 = 20;
/// How long refusals are counted together.
pub const PERIOD: Seconds = Seconds::minutes(1);
/// Clients with an account of their own, at a time and in the metrics.
const CLIENTS: usize = 1000;
/// Rules of one client that are told apart: more than there are. A sentence of ours is one; of sentences that hold
/// something received, those with one citation are one, or junk would use up the room of the rest.
const RULES: usize = 400;
/// How citations begin.
const CITED: [&str; 6] = ["RFC ", "OIDC ", "RP-Initiated ", "Back-Channel ", "Front-Channel ", "Multiple "];
/// The name under which unknown clients are counted together.
const UNKNOWN: &str = "unknown";
/// The name under which clients beyond [`CLIENTS`] are counted together.
const OTHER: &str = "other";

/// A refusal and whom it concerns.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    /// The client, where it is one that we know.
    pub client: Option<&'a ClientId>,
    /// What it is told.
    pub refusal: &'a Refusal,
}

/// What becomes of a refusal in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Written,
    Counted,
}

/// The refusals of the present minute.
#[derive(Debug)]
pub struct Refusals {
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By client; none for all that are unknown.
    clients: HashMap<Option<ClientId>, Account>,
    /// Clients that have a label of their own in the metrics.
    labels: HashSet<ClientId>,
    swept_at: Option<Timestamp>,
}

/// The rules that one client broke, by the digest of what it was told.
type Account = HashMap<[u8; 8], Tally>;

#[derive(Debug, Clone)]
struct Tally {
    error: &'static str,
    rule: Box<str>,
    since: Timestamp,
    count: u64,
}

/// Refusals that were counted and not written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rest {
    client: Option<ClientId>,
    error: &'static str,
    rule: Box<str>,
    count: u64,
}

impl Refusals {
    /// None yet.
    pub fn new(clock: Clock) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// Counts a refusal, and writes it down unless too many like it were. The line stands in the span of
    /// the request, which has its id.
    pub fn note(&self, refused: Refused<'_>) {
        let Refused { client, refusal } = refused;
        let (label, fate, rests) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let (fate, rests) = state.count(refused, self.clock.now());
            (state.label(client), fate, rests)
        };
        let (error, rule) = (refusal.code.as_str(), citation(refusal));
        metrics::counter!(telemetry::REFUSALS, "client" => label, "error" => error, "rule" => rule).increment(1);
        write_remaining(&rests);
        if fate == Fate::Written {
            tracing::info!(
                client_id = client.map(ClientId::as_str),
                error.code = refusal.code.as_str(),
                rule = %refusal.description,
                detail = refusal.detail,
                received = refusal.received,
                "refused"
            );
        }
    }

    /// Writes the number of those that were not written in minutes that are over.
    pub fn write_remaining(&self) {
        let now = self.clock.now();
        let rests = self.state.lock().unwrap_or_else(PoisonError::into_inner).sweep(now);
        write_remaining(&rests);
    }
}

fn write_remaining(rests: &[Rest]) {
    for Rest { client, error, rule, count } in rests {
        let client_id = client.as_ref().map_or(UNKNOWN, ClientId::as_str);
        tracing::info!(client_id, error.code = error, %rule, count, "refused as often again within a minute");
    }
}

impl State {
    /// Counts a refusal; answers what becomes of it, and what a minute that is over leaves to be written.
    fn count(&mut self, Refused { client, refusal }: Refused<'_>, now: Timestamp) -> (Fate, Vec<Rest>) {
        let mut rests = Vec::new();
        let client = client.cloned();
        if !self.clients.contains_key(&client) && self.clients.len() >= CLIENTS {
            rests = self.sweep(now);
            if self.clients.len() >= CLIENTS && client.is_some() {
                // A known client is never passed over, and there is no room to count it.
                return (Fate::Written, rests);
            }
        }
        let account = self.clients.entry(client.clone()).or_default();
        let mut key = digest(rule(refusal));
        if !account.contains_key(&key) && account.len() >= RULES {
            // Beyond that they are counted together.
            key = [0; 8];
        }
        let fresh = || Tally {
            error: refusal.code.as_str(),
            rule: refusal.description.chars().take(200).collect::<String>().into(),
            since: now,
            count: 0,
        };
        let tally = match account.entry(key) {
            Entry::Vacant(place) => place.insert(fresh()),
            Entry::Occupied(place) => {
                let tally = place.into_mut();
                if tally.is_over(now) {
                    rests.extend(tally.rest(client));
                    *tally = fresh();
                }
                tally
            }
        };
        tally.count += 1;
        (if tally.count <= WRITTEN { Fate::Written } else { Fate::Counted }, rests)
    }

    /// Forgets minutes that are over, at most once a second.
    fn sweep(&mut self, now: Timestamp) -> Vec<Rest> {
        let mut rests = Vec::new();
        if self.swept_at == Some(now) {
            return rests;
        }
        self.swept_at = Some(now);
        self.clients.retain(|client, account| {
            account.retain(|_, tally| {
                let is_over = tally.is_over(now);
                if is_over {
                    rests.extend(tally.rest(client.clone()));
                }
                !is_over
            });
            !account.is_empty()
        });
        rests
    }

    /// What a client is called in the metrics, which keep every name for ever.
    fn label(&mut self, client: Option<&ClientId>) -> metrics::SharedString {
        let Some(client) = client else { return UNKNOWN.into() };
        if !self.labels.contains(client) {
            if self.labels.len() >= CLIENTS {
                return OTHER.into();
            }
            self.labels.insert(client.clone());
        }
        client.as_str().to_owned().into()
    }
}

impl Tally {
    fn is_over(&self, now: Timestamp) -> bool {
        now - self.since >= PERIOD || now < self.since
    }

    fn rest(&self, client: Option<ClientId>) -> Option<Rest> {
        let count = self.count.saturating_sub(WRITTEN);
        (count > 0).then(|| Rest { client, error: self.error, rule: self.rule.clone(), count })
    }
}

fn digest(text: &str) -> [u8; 8] {
    let hash = sha256(text.as_bytes());
    let mut short = [0; 8];
    short.copy_from_slice(&hash[..8]);
    short
}

/// What a refusal is counted under: one of a bounded set, whatever was received.
fn rule(refusal: &Refusal) -> &str {
    match &refusal.description {
        Cow::Borrowed(fixed) => fixed,
        Cow::Owned(text) => cited(text),
    }
}

/// The rule that a refusal cites, for the metrics: of sentences there are too many.
fn citation(refusal: &Refusal) -> metrics::SharedString {
    cited(&refusal.description).to_owned().into()
}

fn cited(text: &str) -> &str {
    let cited = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, cited)| cited);
    cited.filter(|cited| cited.len() <= 60 && CITED.iter().any(|begin| cited.starts_with(begin))).unwrap_or("none")
}

#[cfg(test)]
mod tests;
