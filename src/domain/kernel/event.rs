//! What happened, with what its consumers need to know of it: never a secret, and nothing personal that is
//! not in a row anyway.

use serde_json::{Map, Value, json};

pub use super::{
    change_event::{AttributeEvent, FactorEvent, KeyEvent, OrganizationEvent, ResourceServerEvent},
    client_event::ClientEvent,
    upstream_event::{RefusedUpstream, ReleasedUpstreamToken, UpstreamEvent},
    user_event::UserEvent,
};

use super::{
    Feature,
    catalogue::EventKind,
    identity_event::IdentityEvent,
    invitation_event::InvitationEvent,
    messages::{Channel, MessageEvent},
    passkey::PasskeyEvent,
    phone::PhoneEvent,
    risk_event::RiskEvent,
    wallet::WalletEvent,
};
use crate::{
    base::id::{GrantId, InitialAccessTokenId, OrganizationId, ResourceServerId, SessionId, UpstreamId, UserId},
    config::limits::Rule,
    protocol::client::{ClientId, GrantType},
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The operator declared, changed or deleted an attribute.
    Attribute(AttributeEvent, String),
    /// A client was told of a logout, or could not be.
    BackchannelLogout(Delivered),
    /// Something happened to a client.
    Client(ClientEvent, ClientId),
    /// A code came a second time.
    CodeReused {
        /// Who showed it.
        client: ClientId,
        /// What it had brought.
        grant: GrantId,
    },
    /// A person agreed.
    ConsentGiven {
        /// Who.
        user: UserId,
        /// With whom.
        client: ClientId,
        /// To what.
        scopes: Vec<String>,
    },
    /// A person took back what they had agreed to.
    ConsentWithdrawn {
        /// Who.
        user: UserId,
        /// From whom.
        client: ClientId,
    },
    /// Something happened to the further factors of a person.
    Factor(FactorEvent, UserId),
    /// The operator switched a feature.
    FeatureChanged {
        /// Which.
        feature: Feature,
        /// To what.
        on: bool,
    },
    /// An approval was given.
    GrantCreated {
        /// Which.
        grant: GrantId,
        /// By whom.
        user: UserId,
        /// To whom.
        client: ClientId,
        /// In which session.
        session: SessionId,
        /// What was approved.
        scopes: Vec<String>,
    },
    /// Approvals were taken back.
    GrantsRevoked(Vec<GrantId>),
    /// Something happened to an identity of a person at an upstream.
    Identity(IdentityEvent),
    /// An initial access token was made.
    InitialAccessTokenCreated(InitialAccessTokenId),
    /// An initial access token was taken back.
    InitialAccessTokenRevoked(InitialAccessTokenId),
    /// Something happened to an invitation.
    Invitation(InvitationEvent),
    /// What is sealed was sealed anew; how much of each kind.
    MasterKeyRewrapped(Vec<(&'static str, u64)>),
    /// A person belongs to an organization, or has other roles there.
    MembershipSet {
        /// Where.
        organization: OrganizationId,
        /// Who.
        user: UserId,
    },
    /// A person belongs to an organization no more.
    MembershipRemoved {
        /// Where.
        organization: OrganizationId,
        /// Who.
        user: UserId,
    },
    /// A message was sent, or will not be.
    Message(MessageEvent),
    /// Something happened to an organization.
    Organization(OrganizationEvent, OrganizationId),
    /// Pairwise subjects were brought over; how many.
    PairwiseSubjectsImported(usize),
    /// Something happened to a passkey of a person.
    Passkey(PasskeyEvent, UserId),
    /// Something happened to the telephone number of a person.
    Phone(PhoneEvent, UserId),
    /// A limit was reached, for the first time in its window.
    RateLimitExceeded {
        /// Which.
        limit: Rule,
        /// Whose account it is about.
        user: Option<UserId>,
        /// The client that it is about.
        client: Option<ClientId>,
    },
    /// A spent refresh token came back.
    RefreshTokenReused {
        /// Who showed it.
        client: ClientId,
        /// Whose approval it had.
        user: Option<UserId>,
        /// The approval.
        grant: GrantId,
    },
    /// Something happened to an API.
    ResourceServer(ResourceServerEvent, ResourceServerId),
    /// A person signed in: a session began or was renewed.
    SessionStarted {
        /// Which.
        session: SessionId,
        /// Whose.
        user: UserId,
        /// By what (RFC 8176).
        amr: Vec<String>,
    },
    /// A session ended.
    SessionEnded {
        /// Which.
        session: SessionId,
        /// Whose.
        user: UserId,
    },
    /// A session was ended because its person signed in in more browsers than `session.max` lets them.
    SessionLimitReached {
        /// Which.
        session: SessionId,
        /// Whose.
        user: UserId,
    },
    /// A client has no part any more in sessions that go on.
    SessionClientLeft {
        /// Whose sessions.
        user: UserId,
        /// Which client.
        client: ClientId,
        /// The sessions, each with what the client calls it.
        sessions: Vec<(SessionId, String)>,
    },
    /// Somebody did not prove who they are.
    SignInFailed {
        /// The account that was named.
        user: Option<UserId>,
        /// The client that wanted to know.
        client: Option<ClientId>,
    },
    /// A sign-in was unlike those before.
    SignInRisk(RiskEvent),
    /// Something happened to one of our keys, by its `kid`.
    SigningKey(KeyEvent, String),
    /// A person agreed to documents of the operator.
    TermsAgreed {
        /// Who.
        user: UserId,
        /// Which, each with its version.
        documents: Vec<String>,
    },
    /// Tokens were issued.
    TokenIssued {
        /// To whom.
        client: ClientId,
        /// For whom.
        user: Option<UserId>,
        /// By which approval.
        grant: Option<GrantId>,
        /// In which session.
        session: Option<SessionId>,
        /// For what.
        grant_type: GrantType,
    },
    /// A client took a token back.
    TokenRevoked {
        /// Whose.
        client: ClientId,
        /// Of which approval.
        grant: Option<GrantId>,
        /// `access_token` or `refresh_token`
        token: &'static str,
    },
    /// Something happened to an upstream.
    Upstream(UpstreamEvent, UpstreamId),
    /// What an upstream answered was refused.
    UpstreamRefused(RefusedUpstream),
    /// What an upstream handed out for a person was released to an app.
    UpstreamTokenReleased(ReleasedUpstreamToken),
    /// Something happened to a person.
    User(UserEvent, UserId),
    /// What an attribute says of a person was set; never the value.
    UserAttributeSet {
        /// Of whom.
        user: UserId,
        /// The attribute.
        name: String,
    },
    /// What an attribute says of a person was forgotten.
    UserAttributeUnset {
        /// Of whom.
        user: UserId,
        /// The attribute.
        name: String,
    },
    /// The account of a person was merged into another.
    UserMerged {
        /// The one that ended.
        user: UserId,
        /// The one that goes on.
        into: UserId,
    },
    /// Something happened to a wallet of a person.
    Wallet(WalletEvent, UserId),
}

/// How telling a client of a logout ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Whether the client has understood.
    pub delivered: bool,
    /// The client.
    pub client: ClientId,
    /// Who was signed out.
    pub user: Option<UserId>,
    /// Of which session.
    pub session: Option<SessionId>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the client answered in the end.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub reason: String,
}

/// Whom and what an event concerns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Concerns<'a> {
    /// A person.
    pub user: Option<&'a UserId>,
    /// A client.
    pub client: Option<&'a ClientId>,
    /// A session.
    pub session: Option<&'a SessionId>,
    /// An approval.
    pub grant: Option<&'a GrantId>,
    /// An organization.
    pub organization: Option<&'a OrganizationId>,
}

impl Event {
    /// Its place in the catalogue.
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Attribute(AttributeEvent::Created, _) => EventKind::AttributeCreated,
            Self::Attribute(AttributeEvent::Updated, _) => EventKind::AttributeUpdated,
            Self::Attribute(AttributeEvent::Deleted, _) => EventKind::AttributeDeleted,
            Self::BackchannelLogout(Delivered { delivered: true, .. }) => EventKind::BackchannelLogoutDelivered,
            Self::BackchannelLogout(_) => EventKind::BackchannelLogoutFailed,
            Self::Client(what, _) => what.kind(),
            Self::CodeReused { .. } => EventKind::CodeReused,
            Self::ConsentGiven { .. } => EventKind::ConsentGiven,
            Self::ConsentWithdrawn { .. } => EventKind::ConsentWithdrawn,
            Self::Factor(FactorEvent::Added, _) => EventKind::FactorAdded,
            Self::Factor(FactorEvent::Removed, _) => EventKind::FactorRemoved,
            Self::Factor(FactorEvent::Reset, _) => EventKind::FactorsReset,
            Self::Factor(FactorEvent::RecoveryCodesMade, _) => EventKind::RecoveryCodesMade,
            Self::Factor(FactorEvent::RecoveryCodeUsed, _) => EventKind::RecoveryCodeUsed,
            Self::FeatureChanged { .. } => EventKind::FeatureChanged,
            Self::GrantCreated { .. } => EventKind::GrantCreated,
            Self::GrantsRevoked(_) => EventKind::GrantsRevoked,
            Self::Identity(one) => one.kind(),
            Self::InitialAccessTokenCreated(_) => EventKind::InitialAccessTokenCreated,
            Self::InitialAccessTokenRevoked(_) => EventKind::InitialAccessTokenRevoked,
            Self::Invitation(one) => one.kind(),
            Self::MasterKeyRewrapped(_) => EventKind::MasterKeyRewrapped,
            Self::MembershipSet { .. } => EventKind::MembershipSet,
            Self::MembershipRemoved { .. } => EventKind::MembershipRemoved,
            Self::Message(MessageEvent { channel: Channel::Mail, reason: None, .. }) => EventKind::MailSent,
            Self::Message(MessageEvent { channel: Channel::Mail, .. }) => EventKind::MailFailed,
            Self::Message(MessageEvent { channel: Channel::Sms, reason: None, .. }) => EventKind::SmsSent,
            Self::Message(MessageEvent { channel: Channel::Sms, .. }) => EventKind::SmsFailed,
            Self::Organization(OrganizationEvent::Created, _) => EventKind::OrganizationCreated,
            Self::Organization(OrganizationEvent::Updated, _) => EventKind::OrganizationUpdated,
            Self::Organization(OrganizationEvent::Deleted, _) => EventKind::OrganizationDeleted,
            Self::PairwiseSubjectsImported(_) => EventKind::PairwiseSubjectsImported,
            Self::Passkey(what, _) => what.kind(),
            Self::Phone(what, _) => what.kind(),
            Self::RateLimitExceeded { .. } => EventKind::RateLimitExceeded,
            Self::RefreshTokenReused { .. } => EventKind::RefreshTokenReused,
            Self::ResourceServer(ResourceServerEvent::Created, _) => EventKind::ResourceServerCreated,
            Self::ResourceServer(ResourceServerEvent::Updated, _) => EventKind::ResourceServerUpdated,
            Self::ResourceServer(ResourceServerEvent::Deleted, _) => EventKind::ResourceServerDeleted,
            Self::SessionStarted { .. } => EventKind::SessionStarted,
            Self::SessionEnded { .. } => EventKind::SessionEnded,
            Self::SessionLimitReached { .. } => EventKind::SessionLimitReached,
            Self::SessionClientLeft { .. } => EventKind::SessionClientLeft,
            Self::SignInFailed { .. } => EventKind::SignInFailed,
            Self::SignInRisk(_) => EventKind::SignInRisk,
            Self::SigningKey(KeyEvent::Created, _) => EventKind::SigningKeyCreated,
            Self::SigningKey(KeyEvent::Activated, _) => EventKind::SigningKeyActivated,
            Self::SigningKey(KeyEvent::Retired, _) => EventKind::SigningKeyRetired,
            Self::SigningKey(KeyEvent::Deleted, _) => EventKind::SigningKeyDeleted,
            Self::SigningKey(KeyEvent::Revoked, _) => EventKind::SigningKeyRevoked,
            Self::TermsAgreed { .. } => EventKind::TermsAgreed,
            Self::TokenIssued { .. } => EventKind::TokenIssued,
            Self::TokenRevoked { .. } => EventKind::TokenRevoked,
            Self::Upstream(what, _) => what.kind(),
            Self::UpstreamRefused(_) => EventKind::UpstreamRefused,
            Self::UpstreamTokenReleased(_) => EventKind::UpstreamTokenReleased,
            Self::User(what, _) => what.kind(),
            Self::UserAttributeSet { .. } => EventKind::UserAttributeSet,
            Self::UserAttributeUnset { .. } => EventKind::UserAttributeUnset,
            Self::UserMerged { .. } => EventKind::UserMerged,
            Self::Wallet(what, _) => what.kind(),
        }
    }

    /// Whom and what it concerns.
    pub fn concerns(&self) -> Concerns<'_> {
        let none = Concerns::default();
        match self {
            Self::Client(_, client) => Concerns { client: Some(client), ..none },
            Self::BackchannelLogout(delivery) => Concerns {
                user: delivery.user.as_ref(),
                client: Some(&delivery.client),
                session: delivery.session.as_ref(),
                ..none
            },
            Self::CodeReused { client, grant } => Concerns { client: Some(client), grant: Some(grant), ..none },
            Self::ConsentGiven { user, client, .. }
            | Self::ConsentWithdrawn { user, client }
            | Self::SessionClientLeft { user, client, .. } => {
                Concerns { user: Some(user), client: Some(client), ..none }
            }
            Self::GrantCreated { grant, user, client, session, .. } => {
                Concerns { user: Some(user), client: Some(client), session: Some(session), grant: Some(grant), ..none }
            }
            Self::Identity(one) => Concerns { user: Some(&one.user), ..none },
            Self::Invitation(one) => Concerns { user: one.user.as_ref(), ..none },
            Self::SignInRisk(risk) => Concerns { user: Some(&risk.user), ..none },
            Self::Message(message) => Concerns { user: message.user.as_ref(), ..none },
            Self::MembershipSet { organization, user } | Self::MembershipRemoved { organization, user } => {
                Concerns { user: Some(user), organization: Some(organization), ..none }
            }
            Self::Organization(_, organization) => Concerns { organization: Some(organization), ..none },
            Self::RefreshTokenReused { client, user, grant } => {
                Concerns { user: user.as_ref(), client: Some(client), grant: Some(grant), ..none }
            }
            Self::SessionStarted { session, user, .. }
            | Self::SessionEnded { session, user }
            | Self::SessionLimitReached { session, user } => {
                Concerns { user: Some(user), session: Some(session), ..none }
            }
            Self::RateLimitExceeded { user, client, .. } | Self::SignInFailed { user, client } => {
                Concerns { user: user.as_ref(), client: client.as_ref(), ..none }
            }
            Self::TokenIssued { client, user, grant, session, .. } => Concerns {
                user: user.as_ref(),
                client: Some(client),
                session: session.as_ref(),
                grant: grant.as_ref(),
                ..none
            },
            Self::UpstreamTokenReleased(one) => {
                Concerns { user: Some(&one.user), client: Some(&one.client), grant: Some(&one.grant), ..none }
            }
            Self::TokenRevoked { client, grant, .. } => {
                Concerns { client: Some(client), grant: grant.as_ref(), ..none }
            }
            Self::Factor(_, user)
            | Self::Passkey(_, user)
            | Self::Phone(_, user)
            | Self::TermsAgreed { user, .. }
            | Self::User(_, user)
            | Self::Wallet(_, user)
            | Self::UserAttributeSet { user, .. }
            | Self::UserAttributeUnset { user, .. }
            | Self::UserMerged { user, .. } => Concerns { user: Some(user), ..none },
            Self::Attribute(..)
            | Self::FeatureChanged { .. }
            | Self::GrantsRevoked(_)
            | Self::InitialAccessTokenCreated(_)
            | Self::InitialAccessTokenRevoked(_)
            | Self::MasterKeyRewrapped(_)
            | Self::PairwiseSubjectsImported(_)
            | Self::ResourceServer(..)
            | Self::SigningKey(..)
            | Self::Upstream(..)
            | Self::UpstreamRefused(_) => none,
        }
    }

    /// Further facts, by name.
    pub fn data(&self) -> Map<String, Value> {
        let facts =
            |facts: &[(&str, Value)]| facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        match self {
            Self::Attribute(_, name) | Self::UserAttributeSet { name, .. } | Self::UserAttributeUnset { name, .. } => {
                facts(&[("attribute", json!(name))])
            }
            Self::BackchannelLogout(delivery) => {
                let answer = match delivery.status {
                    Some(status) => ("status", json!(status)),
                    None => ("reason", json!(delivery.reason)),
                };
                facts(&[("attempts", json!(delivery.attempts)), answer])
            }
            Self::ConsentGiven { scopes, .. } | Self::GrantCreated { scopes, .. } => {
                facts(&[("scopes", json!(scopes))])
            }
            Self::FeatureChanged { feature, on } => facts(&[("feature", json!(feature.id())), ("on", json!(on))]),
            Self::Identity(one) => facts(&[("identity", json!(one.identity)), ("upstream", json!(one.upstream))]),
            Self::InitialAccessTokenCreated(id) | Self::InitialAccessTokenRevoked(id) => facts(&[("id", json!(id))]),
            Self::Invitation(one) => facts(&[("invitation", json!(one.id))]),
            Self::Message(message) => {
                let which = (message.channel.as_str(), json!(message.kind));
                let mut told = vec![which, ("attempts", json!(message.attempts))];
                told.extend(message.reason.as_ref().map(|why| ("reason", json!(why))));
                facts(&told)
            }
            Self::MasterKeyRewrapped(counts) => {
                counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect()
            }
            Self::PairwiseSubjectsImported(count) => facts(&[("count", json!(count))]),
            Self::RateLimitExceeded { limit, .. } => facts(&[
                ("rule", json!(limit.rule.as_str())),
                ("max", json!(limit.max)),
                ("window", json!(limit.window)),
            ]),
            Self::ResourceServer(_, id) => facts(&[("resource_server", json!(id))]),
            Self::SessionStarted { amr, .. } => facts(&[("amr", json!(amr))]),
            Self::SignInRisk(risk) => risk.data(),
            Self::SigningKey(_, kid) => facts(&[("kid", json!(kid))]),
            Self::TermsAgreed { documents, .. } => facts(&[("documents", json!(documents))]),
            Self::TokenIssued { grant_type, .. } => facts(&[("grant_type", json!(grant_type.as_str()))]),
            Self::TokenRevoked { token, .. } => facts(&[("token", json!(token))]),
            Self::Upstream(_, id) => facts(&[("upstream", json!(id))]),
            Self::UpstreamRefused(one) => facts(&[("upstream", json!(one.upstream)), ("reason", json!(one.sentence))]),
            Self::UserMerged { into, .. } => facts(&[("into", json!(into))]),
            Self::UpstreamTokenReleased(one) => {
                facts(&[("upstream", json!(one.upstream)), ("scopes", json!(one.scopes))])
            }
            Self::Client(..)
            | Self::CodeReused { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::Factor(..)
            | Self::GrantsRevoked(_)
            | Self::MembershipSet { .. }
            | Self::MembershipRemoved { .. }
            | Self::Organization(..)
            | Self::Passkey(..)
            | Self::Phone(..)
            | Self::RefreshTokenReused { .. }
            | Self::SessionEnded { .. }
            | Self::SessionLimitReached { .. }
            | Self::SessionClientLeft { .. }
            | Self::SignInFailed { .. }
            | Self::User(..)
            | Self::Wallet(..) => Map::new(),
        }
    }
}
