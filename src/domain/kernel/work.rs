//! This unit of work: one transaction, what happens in it, and what follows its commit.

use std::{
    future::Future,
    ops::{Deref, DerefMut},
    pin::Pin,
};

use super::{Cx, Error, Event, limits::Exceeded, messages::Channel};
use crate::{
    app::{App, verified_tokens::TokensOf},
    store::{Conn, Tx, audit, cache_versions},
};

/// What a consumer answers.
pub type Heard<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Somebody who hears of events inside the transaction in which they happen: what is about to be erased is
/// still there, and what a consumer writes stands or falls with the event.
pub trait Consumer: Sync {
    /// Hears of an event.
    fn hear<'a>(&'a self, cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a>;
}

/// What every instance keeps in memory, by the name of its version row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Clients, and what is derived from them.
    Clients,
    /// Resource servers.
    ResourceServers,
    /// Attributes, and what is derived from them.
    Attributes,
    /// Our keys; whoever changes them loads them again.
    SigningKeys,
    /// Whether anybody vouches for claims about people.
    ClaimSources,
    /// Access tokens that were verified: some were revoked.
    Revocations,
    /// Which features are on; whoever changes it loads it again.
    Features,
    /// Upstreams.
    Upstreams,
}

impl Version {
    /// Every version.
    pub const ALL: &'static [Self] = &[
        Self::Clients,
        Self::ResourceServers,
        Self::Attributes,
        Self::SigningKeys,
        Self::ClaimSources,
        Self::Revocations,
        Self::Features,
        Self::Upstreams,
    ];

    /// The name of its row.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::ResourceServers => "resource_servers",
            Self::Attributes => "attributes",
            Self::SigningKeys => "signing_keys",
            Self::ClaimSources => "claim_sources",
            Self::Revocations => "revocations",
            Self::Features => "settings",
            Self::Upstreams => "upstreams",
        }
    }

    /// Drops what this instance keeps.
    pub fn forget(self, app: &App) {
        match self {
            Self::Clients => app.caches.forget_clients(),
            Self::ResourceServers => app.caches.resource_servers.clear(),
            Self::Attributes => {
                app.caches.forget_attributes();
                app.issuers().iter().for_each(|issuer| issuer.caches.discovery.clear());
            }
            // What a key signed that is revoked is believed no more.
            Self::SigningKeys | Self::Revocations => app.caches.tokens.forget_all(),
            Self::ClaimSources => app.caches.claim_sources.clear(),
            Self::Features => {}
            Self::Upstreams => app.issuers().iter().for_each(|issuer| issuer.caches.upstreams.clear()),
        }
    }
}

/// What follows a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Drops what this instance keeps of it.
    Forget(Version),
    /// Believes these access tokens no more without looking.
    ForgetTokens(TokensOf),
    /// Counts the key set at this address as outdated.
    ExpireKeys(String),
    /// Lets the job that tells clients of logouts look at once.
    WakeDeliveries,
    /// Lets the job that sends the messages of a channel look at once.
    WakeMessages(Channel),
    /// Counts mails that a newer one takes the place of.
    CountSuperseded(u64),
}

impl Effect {
    fn follow(self, app: &App) {
        match self {
            Self::Forget(version) => version.forget(app),
            Self::ForgetTokens(whose) => app.caches.tokens.forget(&whose),
            Self::ExpireKeys(url) => app.remote_keys.expire(&url),
            Self::WakeDeliveries => app.deliveries.notify_one(),
            Self::WakeMessages(channel) => channel.bell(app).notify_one(),
            Self::CountSuperseded(mails) => {
                metrics::counter!(crate::telemetry::MAILS, "outcome" => "superseded").increment(mails);
            }
        }
    }
}

/// A unit of work. Store functions take it as the connection that it is. Dropping it undoes what was written.
pub struct Work {
    tx: Tx,
    raised: Vec<Version>,
    revoked: bool,
    audited: Vec<audit::AuditEvent>,
    effects: Vec<Effect>,
    exceeded: Vec<Exceeded>,
    given_up: bool,
}

impl Deref for Work {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.tx
    }
}
impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.tx
    }
}

impl Work {
    pub(super) async fn begin(app: &App) -> Result<Self, Error> {
        Ok(Self::of(app.db.begin().await?))
    }

    pub(super) async fn begin_one(app: &App) -> Result<Self, Error> {
        Ok(Self::of(app.db.begin_one().await?))
    }

    fn of(tx: Tx) -> Self {
        Self {
            tx,
            raised: Vec::new(),
            revoked: false,
            audited: Vec::new(),
            effects: Vec::new(),
            exceeded: Vec::new(),
            given_up: false,
        }
    }

    /// Says what happened: the consumers write what follows from it, in this transaction.
    ///
    /// # Errors
    /// When a consumer fails.
    pub async fn emit(&mut self, cx: &Cx<'_>, event: Event) -> Result<(), Error> {
        for consumer in cx.consumers() {
            consumer.hear(cx, self, &event).await?;
        }
        Ok(())
    }

    /// Tells every instance that what it keeps is outdated. Once in a unit of work; from there on the row is
    /// held, so that whoever raises it too comes one after the other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn raise(&mut self, version: Version) -> Result<(), Error> {
        if self.raised.contains(&version) {
            return Ok(());
        }
        cache_versions::bump(&mut self.tx, version.as_str()).await?;
        self.raised.push(version);
        self.after_commit(Effect::Forget(version));
        Ok(())
    }

    /// Says that access tokens are good no more: here at once, elsewhere within a second. The version is raised
    /// right before the commit, so that nobody waits for its row while others work, and it is held last.
    pub fn revoked(&mut self, whose: TokensOf) {
        self.revoked = true;
        self.effects.push(Effect::ForgetTokens(whose));
    }

    /// Keeps a row of the audit log until the end of the transaction, so that several go in one statement.
    pub(super) fn audit(&mut self, row: audit::AuditEvent) {
        self.audited.push(row);
    }

    /// Writes the rows of the audit log that are kept so far: before what concerns them is erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write_audit(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.audited);
        Ok(audit::insert_few(&mut self.tx, &rows).await?)
    }

    /// Adds what follows the commit; the same twice follows once.
    pub fn after_commit(&mut self, effect: Effect) {
        if !self.effects.contains(&effect) {
            self.effects.push(effect);
        }
    }

    /// Says that a limit was reached of which nobody is told. It is written down after the end of this unit of work,
    /// whatever becomes of that.
    pub fn note(&mut self, exceeded: Exceeded) {
        self.exceeded.push(exceeded);
    }

    /// [`Self::note`] of a limit that is told: what is answered.
    pub fn refuse(&mut self, exceeded: Exceeded) -> Error {
        let error = exceeded.error();
        self.note(exceeded);
        error
    }

    pub(super) fn has_exceeded(&self) -> bool {
        !self.exceeded.is_empty()
    }

    pub(super) fn take_exceeded(&mut self) -> Vec<Exceeded> {
        std::mem::take(&mut self.exceeded)
    }

    /// Undoes everything at the end, whatever the closure answers: there was nothing to do after all.
    pub fn give_up(&mut self) {
        self.given_up = true;
    }

    /// Ends the transaction. The one place that does.
    pub(super) async fn settle<T>(mut self, app: &App, outcome: Result<T, Error>) -> Result<T, Error> {
        if self.given_up || matches!(&outcome, Err(error) if !error.keeps_writes()) {
            // What the outcome says matters more than a failed rollback: dropping undoes it as well.
            let _ = self.tx.rollback().await;
            return outcome;
        }
        self.write_audit().await?;
        if self.revoked {
            cache_versions::bump(&mut self.tx, Version::Revocations.as_str()).await?;
        }
        self.tx.commit().await?;
        self.effects.into_iter().for_each(|effect| effect.follow(app));
        outcome
    }
}
