//! Somebody whom an upstream has proven, on the way to a session: everything that was verified stands here, so that it
//! can wait, sealed, for a further factor or for the proof of an account.

use serde::{Deserialize, Serialize};

use crate::{
    base::{
        id::{IdentityId, UpstreamId, UserId},
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        directory::identities::NewIdentity,
        kernel::{Cx, Error, identity_event::IdentityChange, seals},
        sessions::Browser,
    },
    protocol::{
        acr::Factor,
        upstream::{HandedOut, mapping::MappedPerson},
    },
};

/// Somebody whom an upstream has proven.
#[derive(Clone, Serialize, Deserialize)]
pub struct ByUpstream {
    /// Where.
    pub upstream: UpstreamId,
    /// Who says so.
    pub iss: String,
    /// Who it is there.
    pub sub: String,
    /// The identity; none as long as it is linked to nobody.
    pub identity: Option<IdentityId>,
    /// The address, as it is compared, by which it is linked: only to the account that has proven it.
    pub address: Option<String>,
    /// What it said of them.
    pub person: MappedPerson,
    /// Whether the profile is taken over at each sign-in.
    pub refreshes: bool,
    /// What counts here.
    pub factors: Vec<Factor>,
    /// Whether a further factor is among those, and believed.
    pub has_further: bool,
    /// Whether a fresh sign-in is demanded that the upstream has not proven: a factor of the account does.
    pub owes_own_factor: bool,
    /// Whether the browser went there by itself, and the person has seen no page of ours.
    #[serde(default)]
    pub is_straight: bool,
    /// Its own session.
    pub sid: Option<String>,
    /// The ID token.
    pub id_token: Option<WaitingSecret>,
    /// What it handed out, where that is kept.
    pub tokens: Option<WaitingTokens>,
}

/// A secret that is written only to be sealed.
#[derive(Clone)]
pub struct WaitingSecret(pub Secret<String>);

impl Serialize for WaitingSecret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for WaitingSecret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer).map(Self)
    }
}

/// Tokens that wait with whom they are about.
#[derive(Clone, Serialize, Deserialize)]
pub struct WaitingTokens {
    access_token: WaitingSecret,
    ends_at: Option<Timestamp>,
    refresh_token: Option<WaitingSecret>,
    scope: Option<String>,
}

impl WaitingTokens {
    /// Of tokens that have just been handed out.
    pub fn of(tokens: &HandedOut, now: Timestamp) -> Self {
        Self {
            access_token: WaitingSecret(tokens.access_token.clone()),
            ends_at: tokens.ends_at(now),
            refresh_token: tokens.refresh_token.clone().map(WaitingSecret),
            scope: tokens.scope.clone(),
        }
    }

    /// As they are by now.
    pub fn handed_out(&self, now: Timestamp) -> HandedOut {
        HandedOut {
            access_token: self.access_token.0.clone(),
            expires_in: self.ends_at.map(|end| (end - now).max(Seconds(0))),
            refresh_token: self.refresh_token.as_ref().map(|token| token.0.clone()),
            scope: self.scope.clone(),
        }
    }
}

impl ByUpstream {
    /// The identity that is to be linked.
    pub fn new_identity(&self, change: IdentityChange) -> NewIdentity<'_> {
        NewIdentity {
            upstream: &self.upstream,
            iss: &self.iss,
            sub: &self.sub,
            label: self.person.label.as_deref(),
            change,
        }
    }
}

/// What an upstream proved, as long as something else must be done before it counts.
#[derive(Clone, Serialize, Deserialize)]
pub struct WaitingUpstream {
    /// What it proved.
    pub by: ByUpstream,
    /// What is waited for.
    pub wants: WaitingFor,
    /// What another upstream proved before, which waits for the account of the same person.
    #[serde(default)]
    pub also: Option<Box<ByUpstream>>,
}

/// What must be done first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// The same person proves a further factor, or makes one; the session is the upstream's, too.
    Factor(UserId),
    /// The person of this account signs in to it in another way; then the identity is linked to it.
    Account(UserId),
    /// An account is made.
    NewAccount(NewAccountAddress),
}

/// The address of an account that is to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccountAddress {
    /// What the upstream told.
    #[serde(alias = "told")]
    pub email: Option<String>,
    /// Whether it vouches for it; else a mail proves it, or another one.
    pub is_vouched: bool,
}

impl WaitingUpstream {
    /// What waits for this, and nothing beside it.
    pub fn of(by: ByUpstream, wants: WaitingFor) -> Self {
        Self { by, wants, also: None }
    }

    /// What of it waits for the account of this person to be proven in another way.
    pub fn for_account_of(self, user: &UserId) -> Option<ByUpstream> {
        match &self.wants {
            WaitingFor::Account(wanted) if wanted == user => Some(self.by),
            WaitingFor::Factor(wanted) if wanted == user => self.also.map(|also| *also),
            _ => None,
        }
    }

    /// Sealed for a browser: what stands in its interaction is worth nothing in another one.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn seal(&self, cx: &Cx<'_>, browser: &Browser) -> Result<String, Error> {
        let text = Secret::new(serde_json::to_vec(self).map_err(Error::internal)?);
        Ok(cx.app.sealer.seal(&seals::waiting_upstream(&browser.id), text.expose(), &cx.app.entropy))
    }

    /// What waits in an interaction of this browser; none where it was sealed for another one.
    pub fn open(cx: &Cx<'_>, browser: &Browser, sealed: &str) -> Option<Self> {
        let text = cx.app.sealer.open(&seals::waiting_upstream(&browser.id), sealed).ok()?;
        serde_json::from_slice(text.expose()).ok()
    }
}
