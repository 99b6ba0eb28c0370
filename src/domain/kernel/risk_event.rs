//! A sign-in was unlike those before: what was seen, what the operator wants then, and what was done.

use serde_json::{Map, Value, json};

use crate::{base::id::UserId, config::risk::Reaction};

/// A sign-in that was unlike those before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskEvent {
    /// Whose.
    pub user: UserId,
    /// What the operator wants.
    pub wanted: Reaction,
    /// What was done.
    pub done: RiskOutcome,
    /// What was seen.
    pub signals: Vec<RaisedSignal>,
}

/// Something that was unlike what was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedSignal {
    /// Its name, which is its key in the configuration.
    pub name: &'static str,
    /// What follows it.
    pub reaction: Reaction,
    /// Its figures, in words.
    pub why: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskOutcome {
    /// The person is told by mail.
    Notified,
    /// They have no address, or no mail can be sent: it stands in the audit log alone.
    Noted,
    /// They are asked for their further factor.
    AskedForFactor,
    /// They are asked for a code that is mailed to them.
    AskedForMail,
    /// More was wanted, and this account has nothing that could be asked for.
    NothingToAsk,
    /// They were stopped, and mailed a link to set another password.
    Stopped,
    /// They were stopped, and could not be mailed.
    StoppedUntold,
}

impl RiskOutcome {
    /// In words, for whoever reads the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "told by mail",
            Self::Noted => "written down; no mail can be sent to them",
            Self::AskedForFactor => "asked for their further factor",
            Self::AskedForMail => "asked for a code that was mailed",
            Self::NothingToAsk => "told by mail; the account has nothing that could be asked for",
            Self::Stopped => "stopped, and mailed a link to set another password",
            Self::StoppedUntold => "stopped; no link was mailed, since none may be sent or there were many",
        }
    }
}

impl RiskEvent {
    /// Its facts, by name.
    pub fn data(&self) -> Map<String, Value> {
        let decided = [("decision", self.wanted.as_str()), ("done", self.done.as_str())];
        let decided = decided.into_iter().map(|(name, value)| (name.to_owned(), json!(value)));
        let seen = self.signals.iter().map(|one| {
            let told = format!("{} ({})", one.why, one.reaction.as_str());
            (one.name.to_owned(), json!(told))
        });
        decided.chain(seen).collect()
    }
}
