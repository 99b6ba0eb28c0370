//! Whose turn it is to use the threads.

use std::time::Duration;

/// The lanes, by what is known of who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueLane {
    /// Somebody who has proven something: in a browser in which this person has signed in before, by a link that was
    /// sent to them, at the command line.
    Known,
    /// Somebody whose address has not failed lately, as long as it does not ask again and again.
    New,
    /// Somebody whose address has failed lately, or asks again and again.
    Failed,
}

impl QueueLane {
    /// Every lane.
    pub const ALL: [Self; 3] = [Self::Known, Self::New, Self::Failed];

    /// The name in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::New => "new",
            Self::Failed => "failed",
        }
    }
}

/// Whose share of the threads is used. It says nothing of whether there is such an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Where they wait.
    pub lane: QueueLane,
    /// From which address they come.
    pub address: String,
    /// In which network it is.
    pub network: String,
    /// For which account, as it was typed.
    pub account: String,
    /// How long they wait at least.
    pub pause: Duration,
}

impl Share {
    /// Of somebody whose network is told by its address alone, without a pause.
    pub fn of(lane: QueueLane, network: impl Into<String>, account: impl Into<String>) -> Self {
        let network = network.into();
        Self { lane, address: network.clone(), network, account: account.into(), pause: Duration::ZERO }
    }
}
