//! `signet serve`: the server itself.

mod bind;
mod descriptors;
mod stop;

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, routing::get};
use clap::Args;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinHandle,
};

use self::stop::StopSignals;
use super::{
    CommandFailure, Global,
    context::{self, Before},
    print,
};
use crate::{
    app::{App, BuildOptions, issuer::for_server},
    base::{entropy::Entropy, time::Clock, url::Issuer},
    config::{Config, Loaded, issuer::default_for, log::LogFormat as Format},
    domain::{
        consumers::call,
        installation::{demo, maintenance, setup},
        kernel::{Actor, Cx, Origin},
        registry::keys,
    },
    http::{
        connections::ConnectionLimits,
        listen::listen,
        router::router,
        tls::{self, Certificates, Handshakes},
    },
    jobs::Jobs,
    outbound::http::install_crypto_provider,
    telemetry::{self, LineFormat, Metrics},
};

/// Flags of `serve`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ServeArgs {
    /// Address and port to serve on (server.listen)
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Issuer, the address under which people and clients reach it (issuer.url); without one, the
    /// database's, or http://localhost at the port of --listen
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
    /// Database, such as sqlite:data/signet.db or postgres://user@host/name (database.url)
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Add a demo organization, a demo person and the playground; only with a loopback issuer
    #[arg(long)]
    demo: bool,
    /// Mail the link that makes the first administrator to this address instead of printing it
    #[arg(long, value_name = "ADDRESS")]
    setup_mail: Option<String>,
}

/// What a start does besides serving.
#[derive(Debug)]
struct Extras {
    demo: bool,
    setup_mail: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  signet serve                              on http://localhost:8080, SQLite under data/
  signet serve --listen 127.0.0.1:9000      a new database gets the issuer http://localhost:9000
  signet serve --demo                       with somebody to sign in as, and a playground
  signet serve --issuer https://id.example.com --database postgres://signet@db/signet

The first start makes the signing keys and the master key (keys/master.key: back it up) and
prints a link that makes the first administrator.";

/// Serves until SIGTERM or SIGINT, then finishes the requests in flight.
///
/// # Errors
/// When it cannot start.
pub fn run(global: &Global, args: ServeArgs) -> Result<(), CommandFailure> {
    let started = Instant::now();
    let flags = [("server.listen", args.listen), ("issuer.url", args.issuer), ("database.url", args.database)];
    let flags = flags.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
    let loaded = global.load_for_server(flags)?;
    let config = &loaded.config;
    let format = match config.log.format {
        Format::Text => LineFormat::Text,
        Format::Json => LineFormat::Json,
    };
    telemetry::init_logs(format, &config.log.level).map_err(CommandFailure::failed)?;
    for (old, new) in loaded.old_names() {
        tracing::warn!("the variable {old} is an old name; set {new} instead");
    }
    if let Some(why) = config.sign_up_waits() {
        tracing::warn!("{why}");
    }
    install_crypto_provider();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CommandFailure::failed)?;
    let extras = Extras { demo: args.demo, setup_mail: args.setup_mail };
    let served = runtime.block_on(serve(loaded, extras, started));
    // A thread that waits for the disk or for a lock keeps nobody waiting: what it was asked for is not promised yet.
    runtime.shutdown_timeout(Duration::ZERO);
    served
}

async fn serve(loaded: Loaded, extras: Extras, started: Instant) -> Result<(), CommandFailure> {
    // From here on neither ends the process by itself, however early it comes.
    let hangup = signal(SignalKind::hangup()).map_err(CommandFailure::failed)?;
    let mut signals = StopSignals::listen().map_err(CommandFailure::failed)?;
    // A database that does not answer keeps no stop waiting, at a start either.
    let Some(began) = signals.unless(Box::pin(begin(loaded, extras, started, hangup))).await else {
        tracing::info!("stopped before it served");
        return Ok(());
    };
    let Running { app, jobs, server, metrics, stop: told } = began?;
    signals.next().await;
    tracing::info!("stopping: requests in flight are finished first");
    let _ = told.send(true);
    stop::stop(&app, server, jobs, app.config.server.shutdown_grace.to_std()).await;
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    Ok(())
}

/// Connections of those who read the metrics, at once.
const METRICS_CONNECTIONS: usize = 32;

/// What runs while it serves.
struct Running {
    app: Arc<App>,
    jobs: Jobs,
    server: JoinHandle<()>,
    metrics: Option<JoinHandle<()>>,
    /// Tells both listeners to stop.
    stop: watch::Sender<bool>,
}

async fn begin(loaded: Loaded, extras: Extras, started: Instant, hangup: Signal) -> Result<Running, CommandFailure> {
    let metrics = Metrics::install().map_err(CommandFailure::failed)?;
    let mut config = loaded.config.clone();
    let limits = connection_limits(&config);
    let listener = bind::public(config.server.listen).await?;
    config.server.listen = listener.local_addr().map_err(CommandFailure::failed)?;
    let metrics_listener = bind::metrics(&loaded).await?;
    let before = context::look(&config).await?;
    config.issuer.url = issuer(&loaded, &before, config.server.listen)?;
    let demo = extras.demo;
    if demo && !demo::is_allowed(&config.issuer.url) {
        return Err(CommandFailure::Usage(format!("--demo {}", super::demo::ONLY_LOOPBACK)));
    }
    let tls = prepare_tls(&config)?;
    let config = Arc::new(config);
    let purpose = BuildOptions { prepare: true, demo };
    let app = App::build(Arc::clone(&config), Clock::System, Entropy::System, purpose)
        .await
        .map_err(CommandFailure::failed)?;
    let app = Arc::new(app);
    keys::ensure_and_load(&cx(&app)).await.map_err(CommandFailure::failed)?;
    // The first look only learns the versions; from then on a raised one counts.
    maintenance::follow_changes(&cx(&app)).await.map_err(CommandFailure::failed)?;
    let made = context::made(&before, &config);
    Box::pin(welcome(&app, &made, extras.setup_mail.as_deref())).await?;
    let jobs = Jobs::start(&app);
    tracing::info!(
        listen = %config.server.listen,
        metrics = metrics_listener.as_ref().and_then(|one| one.local_addr().ok()).map(tracing::field::display),
        tls = tls.is_some(),
        issuer = %app.issuer.url,
        database = app.db.engine_name(),
        connections = limits.all,
        millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "serving"
    );
    let (stop, stopped) = watch::channel(false);
    let metrics_server =
        metrics_listener.map(|listener| tokio::spawn(serve_metrics(listener, metrics, stopped.clone())));
    let handshakes = match tls {
        Some((handshakes, certificates)) => {
            tokio::spawn(tls::follow(certificates, Clock::System, hangup, stopped.clone()));
            Some(handshakes)
        }
        None => {
            tokio::spawn(ignore(hangup));
            None
        }
    };
    let server = tokio::spawn(listen(listener, handshakes, router(Arc::clone(&app)), limits, stopped));
    Ok(Running { app, jobs, server, metrics: metrics_server, stop })
}

/// The program itself at work.
fn cx(app: &App) -> Cx<'_> {
    call(app, &app.issuer, Actor::System, Origin::NONE)
}

fn connection_limits(config: &Config) -> ConnectionLimits {
    let descriptors = descriptors::for_connections(config.database.max_connections);
    ConnectionLimits::within(descriptors, config.server.trusted_proxies.clone())
}

/// A reload is asked for by SIGHUP, whose default is to end the process: without a certificate there
/// is nothing to read anew, and the server stays.
async fn ignore(mut hangup: Signal) {
    while hangup.recv().await.is_some() {
        tracing::info!("SIGHUP: there is no certificate to read again; settings are read at a start");
    }
}

/// TLS, when there is a certificate: the handshakes and the pair in force.
type Tls = (Arc<Handshakes>, Arc<Certificates>);

fn prepare_tls(config: &Config) -> Result<Option<Tls>, CommandFailure> {
    let Some(files) = config.tls.files() else { return Ok(None) };
    let certificates = Certificates::load(files, &config.issuer.url, Clock::System.now()).map_err(|problems| {
        CommandFailure::failed(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })?;
    let certificates = Arc::new(certificates);
    let handshakes = Handshakes::new(config.tls.profile, Arc::clone(&certificates)).map_err(CommandFailure::failed)?;
    Ok(Some((Arc::new(handshakes), certificates)))
}

/// The issuer to serve; tells where a configured one is not where this server listens.
fn issuer(loaded: &Loaded, before: &Before, listen: SocketAddr) -> Result<Issuer, CommandFailure> {
    let tls = loaded.config.tls.certificate_file.is_some();
    let given = loaded.is_set("issuer", "url").then_some(&loaded.config.issuer.url);
    let default = default_for(listen, tls);
    let issuer = for_server(given, &before.issuers, listen, default)
        .map_err(|why| CommandFailure::failed(format!("the database {}: {why}", context::shown(&loaded.config))))?;
    if tls && !issuer.is_https() {
        return Err(CommandFailure::failed(format!(
            "there is a certificate (tls.certificate_file), and the issuer {issuer} of the database says http: browsers \
             and clients would not reach it; name an https issuer in issuer.url, or remove the certificate"
        )));
    }
    if given.is_some() && issuer.is_loopback() && issuer.port() != Some(listen.port()) {
        tracing::warn!(%issuer, %listen, "the issuer is at another port than this server: links lead there, and something must forward it here");
    }
    Ok(issuer)
}

async fn serve_metrics(listener: TcpListener, metrics: Metrics, stopped: watch::Receiver<bool>) {
    let upkeep = metrics.clone();
    let upkeep = tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
            upkeep.upkeep();
        }
    });
    let kind = [(axum::http::header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    let routes = Router::new().route("/metrics", get(move || async move { (kind, metrics.render()) }));
    listen(listener, None, routes, ConnectionLimits::without_shares(METRICS_CONNECTIONS), stopped).await;
    upkeep.abort();
}

/// What the person at the terminal needs to know.
async fn welcome(app: &Arc<App>, made: &[String], setup_mail: Option<&str>) -> Result<(), CommandFailure> {
    let issuer = &app.issuer.url;
    print(&format!("Signet serves {issuer}\n  database {}", context::shown(&app.config)))?;
    for line in made {
        print(&format!("  {line}"))?;
    }
    if let Some(address) = setup_mail {
        if setup::link_by_mail(&cx(app), address).await? {
            print(&format!(
                "\n  There is no administrator yet. {address} gets a link that works once, within 24 hours.\n\n"
            ))?;
        }
    } else if let Some(link) = setup::link(&cx(app)).await.map_err(CommandFailure::failed)? {
        print(&format!("\n  There is no administrator yet. Open this link once, within 24 hours:\n  {link}\n\n"))?;
    }
    if app.demo {
        let demo = Box::pin(demo::prepare(&cx(app))).await?;
        print(&format!(
            "\n  Demo: sign in as {} with this link (once; another one: signet demo link):\n  {}\n  \
             Then try the whole flow: {}\n\n",
            demo.person,
            demo.link,
            issuer.join("/playground")
        ))?;
    }
    Ok(())
}
