//! Everything a request may need, built once by `serve`, by the command line and by tests.

mod attestation;
pub mod audit_queue;
mod branding;
mod build;
pub mod caches;
pub mod countries;
pub mod database;
pub mod disposable;
pub mod issuer;
pub mod issuers;
pub mod letters;
pub mod master_key;
pub mod password_hash;
pub mod pictures;
pub mod purge_pace;
pub mod readiness;
pub mod recent;
pub mod refusals;
pub mod steady_time;
pub mod upstreams;
pub mod verified_tokens;
mod weight;

// Files of this crate call the layers below `crate::base` and so on, as those of the server do.
use signet_config::{self as config, telemetry};
use signet_outbound as outbound;
use signet_protocol::{self as protocol, base};
use signet_render as render;
use signet_store as store;

use std::sync::Arc;

pub use build::{BuildError, BuildOptions};
use tokio::sync::Notify;
pub use webauthn_attestation_ca::AttestationCaList;

use self::{
    audit_queue::AuditQueue, caches::Caches, countries::Countries, disposable::DisposableDomains,
    issuers::IssuerHandle, password_hash::PasswordHasher, pictures::Pictures, purge_pace::PurgePace,
    readiness::Readiness, recent::Recent, refusals::Refusals, steady_time::SteadyTime,
};
use crate::{
    base::{entropy::Entropy, seal::Sealer, time::Clock},
    config::Config,
    outbound::{
        breached::BreachedPasswords, captcha::CaptchaService, chains::ChainNodes, documents::Documents, http::Outbound,
        images::Images, jwks::RemoteJwks, mail::Mailer, providers::Providers, sms::Texter,
    },
    render::mail::Letters,
    store::{Conn, Db, settings},
};

/// The application. The only state that axum carries.
pub struct App {
    /// The operator's settings.
    pub config: Arc<Config>,
    /// The issuer of the configuration.
    pub issuer: IssuerHandle,
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// Seals and opens secrets under the master key.
    pub sealer: Sealer,
    /// Argon2id in a bounded pool of threads.
    pub passwords: PasswordHasher,
    /// Makers of authenticators that are believed; none where no passkey has to prove its model.
    pub attestation: Option<Box<AttestationCaList>>,
    /// Where stolen passwords are looked up.
    pub breached: BreachedPasswords,
    /// Where answers to a captcha are looked at; none where none is asked.
    pub captcha: Option<Box<CaptchaService>>,
    /// Mail domains that make no account here.
    pub disposable: DisposableDomains,
    /// Where addresses are; none where the operator has no file that says it.
    pub countries: Option<Arc<Countries>>,
    /// The one client for the world outside.
    pub outbound: Outbound,
    /// The client that tells apps of a logout and hands mails to a service; it reaches this machine where the issuer is
    /// on it.
    pub delivery_client: Outbound,
    /// Key sets of clients, fetched by URL.
    pub remote_keys: RemoteJwks,
    /// What upstreams say of themselves.
    pub providers: Providers,
    /// Request objects, fetched by URL.
    pub request_objects: Documents,
    /// Nodes of chains, which are asked whether a contract signed; none where none are accepted.
    pub chains: ChainNodes,
    /// Logos of clients, fetched by URL.
    pub logos: Images,
    /// What reads the pictures of people.
    pub pictures: Pictures,
    /// What every request reads.
    pub caches: Caches,
    /// Refusals of the present minute.
    pub refusals: Refusals,
    /// What was taken of the limits that this instance counts for itself, in milliseconds.
    pub taken: Recent,
    /// Limits that were reached and written down, until the end of their windows.
    pub reached_limits: Recent,
    /// Token events on their way to the audit log.
    pub audit: AuditQueue,
    /// Rings when a delivery was written that is due at once.
    pub deliveries: Notify,
    /// What sends mail, where something does.
    pub mailer: Option<Box<Mailer>>,
    /// What mails look like.
    pub letters: Box<Letters>,
    /// Rings when a mail was written down.
    pub mails: Notify,
    /// What sends text messages, where something does.
    pub texter: Option<Box<Texter>>,
    /// Rings when a text was written down.
    pub texts: Notify,
    /// What the last look at the database found.
    pub readiness: Readiness,
    /// Whether the clock is to be believed.
    pub steady_time: SteadyTime,
    /// How many rows the purge deletes at once.
    pub purge_pace: PurgePace,
    /// Whether `--demo` was given.
    pub demo: bool,
}

impl App {
    /// Loads what was switched. The metadata of every issuer follows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_switches(&self, conn: &mut Conn) -> Result<(), store::Error> {
        self.caches.switches.put(settings::list_switches(conn).await?);
        self.issuers().iter().for_each(|issuer| issuer.caches.discovery.clear());
        Ok(())
    }
}
