//! What has happened in an interaction so far, as it is kept between two pages.

use serde::{Deserialize, Serialize};

use crate::{
    acr::Factor,
    base::{
        id::{OrganizationId, SessionId, UserId},
        time::{Seconds, Timestamp},
    },
};

/// How long what was proven waits for a further factor: long enough to find a phone, and no longer than a
/// sign-in may be interrupted.
const PENDING: Seconds = Seconds::minutes(10);

/// What has been done in this interaction so far: proven, chosen and agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The session that began in this interaction.
    pub authenticated: Option<SessionId>,
    /// When that was, whatever an upstream tells of when its person signed in there.
    pub authenticated_at: Option<Timestamp>,
    /// Whether a further factor was proven then: a wish asks for no other one.
    pub has_further_factor: bool,
    /// The session whose person goes on without the further factor that a wish asks for.
    pub without_factor: Option<SessionId>,
    /// Whether it began without a page of ours: the browser went straight to an upstream and came back.
    pub is_unseen: bool,
    /// What somebody proved who is still asked for a further factor.
    pub pending: Option<PendingAuthentication>,
    /// What an upstream proved of somebody who has something to do before it counts: sealed for their browser.
    pub upstream: Option<String>,
    /// A wallet that no account has, of somebody who may make one of it: sealed for their browser.
    pub wallet: Option<String>,
    /// The session that began here and whose person may set a further factor up now, or say "later".
    pub offered: Option<SessionId>,
    /// Whether this is a sign-in with a password in a browser that can make passkeys, and was not asked about it lately.
    pub may_suggest_passkey: bool,
    /// The session that began here and whose person is asked whether they want a passkey.
    pub suggested: Option<SessionId>,
    /// The session chosen in the account chooser.
    pub selected: Option<SessionId>,
    /// "Use another account" was pressed: sign in before anything else.
    pub another_account: bool,
    /// The person agreed, in this interaction, to everything that is asked for.
    pub consented: Option<UserId>,
    /// The session whose person said, in this interaction, to go on.
    pub confirmed: Option<SessionId>,
    /// The organization chosen beside the consent.
    pub organization: Option<OrganizationId>,
}

/// What somebody proved in an interaction, as long as it is not enough for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingAuthentication {
    /// Who.
    pub user: UserId,
    /// What was proven, and when.
    pub factors: Vec<Factor>,
    /// Whether the session shall outlive the browser.
    pub remember: bool,
    /// Whether they have no further factor yet, and set one up before a session begins.
    #[serde(default)]
    pub enrol: bool,
    /// Whether they are asked for a code that is mailed, and not for a further factor.
    #[serde(default)]
    pub by_mail: bool,
    /// Since when it waits, where what was proven is older: by an upstream that somebody signed in to before.
    #[serde(default)]
    pub since: Option<Timestamp>,
}

impl PendingAuthentication {
    /// Whether it still counts: everything must have been proven lately.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let is_recent = |at: Timestamp| now - at < PENDING;
        let all_are = || self.factors.iter().all(|factor| is_recent(factor.at));
        !self.factors.is_empty() && self.since.map_or_else(all_are, is_recent)
    }
}
