//! Puts an [`App`] together: database, migrations, master key, issuer, caches.

use std::sync::Arc;

use super::{
    App,
    audit_queue::AuditQueue,
    caches::Caches,
    countries::Countries,
    database,
    disposable::DisposableDomains,
    issuers::IssuerHandle,
    master_key::{self, MasterKeyError},
    password_hash::{HashCost, PasswordHasher, PoolError, Room},
    refusals::Refusals,
    steady_time::{ClockReading, SteadyTime},
};
use crate::{
    base::{
        entropy::Entropy,
        id::{IssuerId, ResourceServerId},
        seal::Sealer,
        time::Clock,
    },
    config::{Config, branding::WebUrl, sign_up::SignUpMode},
    outbound::{
        address::AllowPrivate,
        breached::BreachedPasswords,
        captcha::CaptchaService,
        chains::ChainNodes,
        documents::Documents,
        http::{Outbound, OutboundError, OutboundOptions},
        images::Images,
        jwks::{JwksOptions, RemoteJwks},
        mail::Mailer,
        providers::Providers,
        sms::Texter,
    },
    protocol::{
        jose::alg::SigAlg,
        policy::Policy,
        resource::{ResourceServer, TokenFormat, TokenTyp},
    },
    store::{self, Db, Tx, cache_versions, issuers, migrate, resource_servers, settings},
};

/// Why there is no application.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The database.
    #[error("the database {url} cannot be used: {cause}")]
    Database {
        /// Without password.
        url: String,
        /// What it said.
        cause: store::Error,
    },
    /// Commands make nothing: neither schema nor master key nor issuer.
    #[error("the database {0} is not set up or not up to date; run: signet migrate up (or signet serve)")]
    NotPrepared(String),
    /// The master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The hashing pool.
    #[error(transparent)]
    Passwords(#[from] PoolError),
    /// The outbound client.
    #[error(transparent)]
    Outbound(#[from] OutboundError),
    /// A setting that only shows itself here.
    #[error("{0}")]
    Setting(String),
    /// A query failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What to build for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildOptions {
    /// Whether what is missing is made (migrations, master key, issuer), or refused.
    pub prepare: bool,
    /// Whether `--demo` was given.
    pub demo: bool,
}

impl App {
    /// Builds the application. Signing keys are loaded by `domain::keys` afterwards.
    ///
    /// # Errors
    /// [`BuildError`], each with what to do.
    pub async fn build(
        config: Arc<Config>,
        clock: Clock,
        entropy: Entropy,
        purpose: BuildOptions,
    ) -> Result<Self, BuildError> {
        let db = open(&config, &clock, purpose.prepare).await?;
        let passwords = hasher(&config)?;
        let delivery_client = delivery_client(&config)?;
        let outbound = outbound(&config)?;
        let remote_keys = RemoteJwks::new(&outbound, clock.clone(), jwks_options(&config));
        let providers = Providers::new(&outbound, clock.clone());
        let request_objects = Documents::new(&outbound, clock.clone());
        let chains = chains(&config, &outbound);
        let logos = Images::new(&outbound, clock.clone());
        let captcha = CaptchaService::new(&config.captcha, &outbound);
        let refusals = Refusals::new(clock.clone());
        let (sealer, issuer_id) = if purpose.prepare {
            let mut tx = db.begin().await?;
            let sealer = sealer(&mut tx, &config, &clock, &entropy).await?;
            let issuer = issuer(&mut tx, &config, &clock, &entropy).await?;
            builtin_resource_server(&mut tx, &config, &issuer, &clock, &entropy).await?;
            tx.commit().await?;
            (sealer, issuer)
        } else {
            existing(&db, &config, &entropy).await?
        };
        let mailer =
            Mailer::new(&config, &delivery_client, &clock).map_err(|why| BuildError::Setting(why.to_string()))?;
        let texter = Texter::new(&config, &delivery_client).map_err(|why| BuildError::Setting(why.to_string()))?;
        let attestation = super::attestation::believed(&config.passkeys).map_err(BuildError::Setting)?;
        let breached = breached(&config)?;
        let disposable = disposable(&config)?;
        let countries = countries(&config, purpose.prepare)?;
        let url = config.issuer.url.clone();
        let branding = super::branding::branding(&config)?;
        let letters = super::letters::letters(&config, &branding, purpose.prepare)?;
        let issuer = IssuerHandle::new(issuer_id, url, policy(&config), branding);
        let app = Self {
            issuer,
            db,
            steady_time: SteadyTime::begin(ClockReading::of(&clock)),
            clock,
            entropy,
            sealer,
            passwords,
            attestation: attestation.map(Box::new),
            breached,
            captcha: captcha.map(Box::new),
            disposable,
            countries,
            outbound,
            delivery_client,
            remote_keys,
            providers,
            request_objects,
            chains,
            logos,
            pictures: super::pictures::Pictures::default(),
            caches: Caches::default(),
            refusals,
            taken: super::recent::Recent::default(),
            reached_limits: super::recent::Recent::default(),
            audit: AuditQueue::new(usize::try_from(config.audit.queue).unwrap_or(usize::MAX)),
            deliveries: tokio::sync::Notify::new(),
            mailer: mailer.map(Box::new),
            letters: Box::new(letters),
            mails: tokio::sync::Notify::new(),
            texter: texter.map(Box::new),
            texts: tokio::sync::Notify::new(),
            readiness: super::readiness::Readiness::default(),
            purge_pace: super::purge_pace::PurgePace::default(),
            demo: purpose.demo,
            config,
        };
        let mut conn = app.db.read().await?;
        // The versions first: what is switched from here on is seen as a change.
        app.caches.risen(cache_versions::all(&mut conn).await?);
        app.load_switches(&mut conn).await?;
        drop(conn);
        Ok(app)
    }
}

async fn open(config: &Config, clock: &Clock, prepare: bool) -> Result<Db, BuildError> {
    let failed = |cause| BuildError::Database { url: config.database.url.to_string(), cause };
    let options =
        if prepare { database::options(&config.database) } else { database::options_of_command(&config.database) };
    let db = Db::open(config.database.url.expose(), &options).await.map_err(failed)?;
    if prepare {
        migrate::up(&db, clock.now()).await.map_err(failed)?;
    } else if migrate::status(&db).await.map_err(failed)?.iter().any(|one| one.applied_at.is_none()) {
        return Err(BuildError::NotPrepared(config.database.url.to_string()));
    }
    Ok(db)
}

/// Master key and issuer of a database that was set up; makes nothing and changes nothing.
async fn existing(db: &Db, config: &Config, entropy: &Entropy) -> Result<(Sealer, IssuerId), BuildError> {
    let not_prepared = || BuildError::NotPrepared(config.database.url.to_string());
    let mut conn = db.read().await?;
    let check = settings::get(&mut conn, master_key::CHECK).await?.ok_or_else(not_prepared)?;
    let sealer = master_key::load(&config.keys, Some(&check), entropy)?;
    let id = issuers::find_by_url(&mut conn, config.issuer.url.as_str()).await?.ok_or_else(not_prepared)?;
    Ok((sealer, id))
}

fn breached(config: &Config) -> Result<BreachedPasswords, BuildError> {
    let passwords = &config.passwords;
    let url = passwords.breached_url.as_ref().map(WebUrl::as_str);
    BreachedPasswords::new(passwords.breached_file.as_deref(), url)
        .map_err(|why| BuildError::Setting(format!("passwords.breached_file: {why}")))
}

/// The list of disposable mail domains, where it counts and people choose an address themselves.
fn disposable(config: &Config) -> Result<DisposableDomains, BuildError> {
    let sign_up = &config.sign_up;
    let is_chosen = sign_up.mode == SignUpMode::Open || config.account.change_email;
    if !sign_up.refuse_disposable || !is_chosen {
        return Ok(DisposableDomains::none());
    }
    DisposableDomains::load(sign_up.disposable_file.as_deref())
        .map_err(|why| BuildError::Setting(format!("sign_up.disposable_file: {why}")))
}

/// Where addresses are. A command line signs nobody in, and does without.
fn countries(config: &Config, prepare: bool) -> Result<Option<Arc<Countries>>, BuildError> {
    let Some(path) = config.risk.country_file.as_ref().filter(|_| prepare) else { return Ok(None) };
    let open = Countries::open(path).map_err(|why| BuildError::Setting(format!("risk.country_file: {why}")))?;
    Ok(Some(Arc::new(open)))
}

fn hasher(config: &Config) -> Result<PasswordHasher, PoolError> {
    let login = &config.login;
    let cost = HashCost {
        memory_kib: login.argon2_memory_kib,
        iterations: login.argon2_iterations,
        lanes: login.argon2_parallelism,
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let room = Room {
        workers: Room::workers_for(login.hash_workers, cores),
        places: usize::try_from(login.hash_queue).unwrap_or(usize::MAX),
        // So that whoever waited in vain gets the page that offers another try, not a bare time-out.
        wait: config.server.request_timeout.to_std() * 2 / 3,
    };
    PasswordHasher::new(cost, room)
}

fn outbound(config: &Config) -> Result<Outbound, BuildError> {
    outbound_with(config, &[])
}

/// The nodes that are asked whether a contract signed, where such wallets are accepted.
fn chains(config: &Config, outbound: &Outbound) -> ChainNodes {
    let ethereum = &config.ethereum;
    ChainNodes::new(outbound, if ethereum.contract_wallets { &ethereum.nodes } else { &[] })
}

/// On a developer's machine the apps are where the issuer is; what is told to them says nothing to others.
fn delivery_client(config: &Config) -> Result<Outbound, BuildError> {
    outbound_with(config, if config.issuer.url.is_loopback() { &["127.0.0.0/8", "::1"] } else { &[] })
}

fn outbound_with(config: &Config, more: &[&str]) -> Result<Outbound, BuildError> {
    let settings = &config.outbound;
    let mut entries: Vec<String> = settings.allow_private.iter().map(ToString::to_string).collect();
    entries.extend(more.iter().map(ToString::to_string));
    let options = OutboundOptions {
        allow_private: AllowPrivate::parse(&entries).map_err(BuildError::Setting)?,
        timeout: settings.timeout.to_std(),
        max_body: settings.max_body.0,
        ca_files: settings.extra_ca_files.clone(),
        ..OutboundOptions::default()
    };
    Ok(Outbound::new(options)?)
}

fn jwks_options(config: &Config) -> JwksOptions {
    JwksOptions {
        max_age: config.outbound.jwks_cache,
        min_refetch: config.outbound.jwks_min_refetch,
        ..JwksOptions::default()
    }
}

fn policy(config: &Config) -> Policy {
    let tokens = &config.tokens;
    Policy {
        code_lifetime: tokens.code_lifetime,
        id_token_lifetime: tokens.id_token_lifetime,
        refresh_grace: tokens.refresh_grace,
        refresh_idle: tokens.refresh_idle,
        refresh_lifetime: tokens.refresh_lifetime,
        interaction_lifetime: tokens.interaction_lifetime,
        acr: config.login.acr.0.clone(),
        ..Policy::default()
    }
}

async fn sealer(tx: &mut Tx, config: &Config, clock: &Clock, entropy: &Entropy) -> Result<Sealer, BuildError> {
    let check = settings::get(tx, master_key::CHECK).await?;
    let sealer = master_key::load(&config.keys, check.as_deref(), entropy)?;
    if check.is_none() {
        let value = master_key::check_value(&sealer, entropy);
        if !settings::put_first(tx, master_key::CHECK, &value, clock.now()).await? {
            // Another instance sealed first: its key decides.
            let theirs = settings::get(tx, master_key::CHECK).await?;
            return Ok(master_key::load(&config.keys, theirs.as_deref(), entropy)?);
        }
    }
    Ok(sealer)
}

async fn issuer(tx: &mut Tx, config: &Config, clock: &Clock, entropy: &Entropy) -> Result<IssuerId, BuildError> {
    let url = &config.issuer.url;
    let id = match issuers::find_by_url(tx, url.as_str()).await? {
        Some(id) => id,
        None => {
            let id = IssuerId::fresh(clock, entropy);
            issuers::insert(tx, &id, url.as_str(), clock.now()).await?;
            id
        }
    };
    Ok(id)
}

/// Our own userinfo is a resource server like any other; its row follows the configuration.
async fn builtin_resource_server(
    tx: &mut Tx,
    config: &Config,
    issuer: &IssuerId,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<(), BuildError> {
    let now = clock.now();
    let lifetime = config.tokens.access_token_lifetime;
    match resource_servers::find_builtin(tx, issuer).await? {
        Some(known) if known.token_lifetime == lifetime => return Ok(()),
        Some(known) => {
            let changed = ResourceServer { token_lifetime: lifetime, updated_at: now, ..known };
            resource_servers::update(tx, &changed).await?;
        }
        None => {
            let server = ResourceServer {
                id: ResourceServerId::fresh(clock, entropy),
                issuer_id: issuer.clone(),
                audience: config.issuer.url.as_str().to_owned(),
                name: "Signet".to_owned(),
                scopes: Vec::new(),
                open_scopes: None,
                default_scopes: Vec::new(),
                token_format: TokenFormat::Jwt,
                token_typ: TokenTyp::AtJwt,
                signing_alg: algorithm_of_own_tokens(tx).await?,
                token_lifetime: lifetime,
                client_id: None,
                builtin_at: Some(now),
                created_at: now,
                updated_at: now,
                is_account_api: false,
                attribute_scopes: std::sync::Arc::default(),
            };
            resource_servers::insert(tx, &server).await?;
        }
    }
    cache_versions::bump(tx, "resource_servers").await?;
    Ok(())
}

/// What access tokens for our own endpoints are signed with from the first start on; the operator may change
/// it (`signet resource update`). A second RSA signature would be a quarter of a code flow, and nobody but us
/// verifies these tokens. An issuer that gets a new address keeps the algorithm it had.
async fn algorithm_of_own_tokens(tx: &mut Tx) -> Result<String, BuildError> {
    let all = resource_servers::list_all(tx).await?;
    let before = all.into_iter().rfind(ResourceServer::is_builtin);
    Ok(before.map_or_else(|| SigAlg::ES256.as_str().to_owned(), |server| server.signing_alg))
}
