//! One application, built as `serve` builds it, with a clock and randomness that stand still.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use serde_json::{Map, Value, json};
use signet::{
    app::{App, BuildOptions},
    base::{
        entropy::Entropy,
        id::{OrganizationId, UserId},
        secret::Secret,
        time::{Clock, Timestamp},
    },
    config::Config,
    domain::{
        consumers::call,
        directory::{
            accounts::{self, NewPassword, NewUser},
            organizations,
        },
        installation::maintenance,
        kernel::{Actor, Cx, Error, Origin},
        registry::{
            clients::{self, Registered, Registration},
            keys,
            resource_servers::{self, NewResourceServer, ResourceServerChanges},
        },
    },
    http::router::router,
    outbound::http::install_crypto_provider,
    protocol::{
        client::{ClientId, ClientSource},
        resource::TokenFormat,
    },
    store::users::User,
};
use tower::ServiceExt;

use super::{Answer, Browser, Engine, TestClient, keys as test_keys};

/// The moment at which tests begin: 2027-01-15T08:00:00Z.
pub const NOW: Timestamp = Timestamp(1_800_000_000);
/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";
/// Every client's redirect URI.
pub const REDIRECT_URI: &str = "https://rp.example/cb";

/// What the next further instance draws from: two that draw alike make rows of one identifier.
static SEEDS: AtomicU64 = AtomicU64::new(2);

/// An application of its own. Gone, with its database, when dropped.
pub struct TestApp {
    /// The application.
    pub app: Arc<App>,
    /// Moves the application's time.
    pub clock: Clock,
    /// The issuer identifier.
    pub issuer: String,
    router: Router,
    // Last, so that the database is dropped after everything that uses it.
    engine: Arc<Engine>,
}

impl TestApp {
    /// An application on this engine, with these changes to the configuration for tests.
    pub async fn start(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        // On the heap: an application is large, and every test would carry it.
        Box::pin(Self::started(engine, change)).await
    }

    async fn started(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::for_tests(engine.url());
        config.keys.master_key_file = engine.directory().join("master.key");
        // So that races of PostgreSQL show; what must do with one connection says so itself.
        config.database.max_connections = 4;
        // Most tests count mails about other things.
        config.mail.welcome = false;
        change(&mut config);
        let clock = Clock::manual(NOW);
        let app = build(config, clock.clone(), 1).await;
        test_keys::install(&app, NOW).await;
        Self::of(app, clock, Arc::new(engine)).await
    }

    /// An application on SQLite, for what has nothing to do with the engine.
    pub async fn sqlite() -> Self {
        Self::start(Engine::sqlite(), |_| {}).await
    }

    /// A second instance on the same database, sharing the clock.
    pub async fn another_instance(&self) -> Self {
        self.another_instance_with(|_| {}).await
    }

    /// [`Self::another_instance`] with other settings.
    pub async fn another_instance_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = (*self.app.config).clone();
        change(&mut config);
        Box::pin(async {
            let app = build(config, self.clock.clone(), SEEDS.fetch_add(1, Ordering::Relaxed)).await;
            Self::of(app, self.clock.clone(), Arc::clone(&self.engine)).await
        })
        .await
    }

    async fn of(app: App, clock: Clock, engine: Arc<Engine>) -> Self {
        keys::ensure_and_load(&cx(&app)).await.expect("loading the keys");
        // As in `serve`: the first look only learns the versions.
        maintenance::follow_changes(&cx(&app)).await.expect("learning the versions");
        let app = Arc::new(app);
        let issuer = app.issuer.url.as_str().to_owned();
        Self { router: router(Arc::clone(&app)), app, clock, issuer, engine }
    }

    /// A call by the operator at the command line.
    pub fn cx(&self) -> Cx<'_> {
        cx(&self.app)
    }

    /// The database, past the application.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The routes.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Reads one number from the database.
    pub async fn count(&self, sql: &str) -> i64 {
        self.engine.count(sql).await
    }

    /// Mails that were written, by their kind.
    pub async fn mails_of(&self, kind: &str) -> i64 {
        self.count(&format!("SELECT COUNT(*) FROM outbox WHERE kind = 'mail' AND payload LIKE '%\"{kind}\"%'")).await
    }

    /// An absolute URL below the issuer.
    pub fn url(&self, path: &str) -> String {
        self.app.issuer.url.join(path)
    }

    /// The present second of the application.
    pub fn now(&self) -> i64 {
        self.clock.now().0
    }

    /// Sends a request from an address of the documentation network.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(self.router.clone(), request).await
    }

    /// `GET` of a path below the issuer.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// `GET` with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// A form posted by a program, not a browser.
    pub async fn post(&self, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(encode(form))).expect("a request")).await
    }

    /// A body of any kind, posted by a program.
    pub async fn post_raw(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// `GET` of an absolute URL.
    pub async fn get_absolute(&self, url: &str) -> Answer {
        self.send(Request::get(url).body(Body::empty()).expect("a request")).await
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// A browser in which somebody has signed in to their own account.
    pub async fn browser_of(&self, username: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let page = browser.get(&self.url("/login")).await;
        let page = browser.sign_in(&page, username, PASSWORD).await;
        assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
        browser
    }

    /// A person with every standard claim.
    pub async fn person(&self, username: &str) -> User {
        self.make_person(username, Some(PASSWORD)).await
    }

    /// A person who cannot sign in with a password.
    pub async fn person_without_password(&self, username: &str) -> User {
        self.make_person(username, None).await
    }

    async fn make_person(&self, username: &str, password: Option<&str>) -> User {
        let new = NewUser {
            username: username.to_owned(),
            email: Some(format!("{username}@example.com")),
            email_verified: true,
            phone_number: Some("+442079460123".to_owned()),
            phone_number_verified: true,
            claims: standard_claims(),
            password: password.map(|password| Secret::new(password.to_owned())),
            admin: false,
            ..NewUser::default()
        };
        accounts::create(&self.cx(), new).await.expect("making a person")
    }

    async fn find_person(&self, username: &str) -> UserId {
        let mut conn = self.app.db.read().await.expect("a connection");
        accounts::find(&mut conn, username).await.expect("a person").id
    }

    /// Switches an account off, as the command line does.
    pub async fn disable(&self, username: &str) {
        let id = self.find_person(username).await;
        let changed = accounts::disable(&self.cx(), &id).await;
        assert!(changed.expect("switching an account off"));
    }

    /// Switches an account on again.
    pub async fn enable(&self, username: &str) {
        let id = self.find_person(username).await;
        let changed = accounts::enable(&self.cx(), &id).await;
        assert!(changed.expect("switching an account on"));
    }

    /// Sets a password, as the command line does.
    pub async fn set_password(&self, username: &str, password: &str) {
        let id = self.find_person(username).await;
        let new = NewPassword { password: Secret::new(password.to_owned()), keep_sessions: false };
        let set = accounts::set_password(&self.cx(), &id, new).await;
        set.expect("setting a password");
    }

    /// An organization with one member.
    pub async fn organization(&self, slug: &str, name: &str, member: &User) -> OrganizationId {
        let members = [(member.id.clone(), vec!["owner".to_owned()])];
        let made = organizations::create(&self.cx(), slug, name, &members).await;
        made.expect("an organization")
    }

    /// A client registered by RFC 7591 names on top of sensible defaults: a confidential client
    /// that may use every grant and has one redirect URI.
    pub async fn client(&self, id: &str, metadata: Value) -> TestClient<'_> {
        self.register(id, metadata, false).await
    }

    /// A client that skips consent.
    pub async fn first_party(&self, id: &str, metadata: Value) -> TestClient<'_> {
        self.register(id, metadata, true).await
    }

    async fn register(&self, id: &str, metadata: Value, first_party: bool) -> TestClient<'_> {
        let made = self.try_register(id, metadata, first_party).await;
        TestClient::new(self, made.expect("registering a client").client)
    }

    /// A client whose metadata may be refused.
    pub async fn try_client(&self, id: &str, metadata: Value) -> Result<Registered, Error> {
        self.try_register(id, metadata, false).await
    }

    async fn try_register(&self, id: &str, metadata: Value, first_party: bool) -> Result<Registered, Error> {
        let mut all = json!({
            "client_name": "Example app",
            "redirect_uris": [REDIRECT_URI],
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        });
        if metadata["token_endpoint_auth_method"] == "none" {
            all["grant_types"] = json!(["authorization_code", "refresh_token"]);
        }
        if let (Some(all), Value::Object(given)) = (all.as_object_mut(), metadata) {
            all.extend(given);
        }
        let registration = Registration {
            metadata: serde_json::from_value(all).expect("client metadata"),
            id: Some(ClientId::new(id)),
            secret: None,
            first_party,
            source: ClientSource::Operator,
        };
        let secret = signet::protocol::registration::uses_secret(registration.metadata.token_endpoint_auth_method)
            .then(|| Secret::new(super::SECRET.to_owned()));
        let registration = Registration { secret, ..registration };
        clients::register(&self.cx(), registration).await
    }

    /// A resource server.
    pub async fn resource_server(&self, audience: &str, format: TokenFormat, scopes: &[&str], client: Option<&str>) {
        let rest = ResourceServerChanges {
            scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
            token_format: Some(format),
            client_id: Some(client.map(ClientId::new)),
            ..ResourceServerChanges::default()
        };
        let new = NewResourceServer { audience: audience.to_owned(), rest };
        let made = resource_servers::create(&self.cx(), new).await;
        made.expect("making a resource server");
    }
}

/// Builds an application as `serve` does.
pub async fn build(config: Config, clock: Clock, seed: u64) -> App {
    install_crypto_provider();
    let purpose = BuildOptions { prepare: true, demo: false };
    App::build(Arc::new(config), clock, Entropy::seeded(seed), purpose).await.expect("building the application")
}

/// Sends one request through the routes and reads the answer to its end.
pub async fn send(router: Router, mut request: Request<Body>) -> Answer {
    if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
    }
    // As on the wire: origin-form with Host (RFC 9112 §3.2.1).
    let uri = request.uri().clone();
    if let Some(authority) = uri.authority() {
        let host = authority.as_str().parse().expect("a host");
        request.headers_mut().insert(header::HOST, host);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = path.parse().expect("a path");
    }
    let response = router.oneshot(request).await.expect("the router is infallible");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 4 << 20).await.expect("reading the body");
    let body = String::from_utf8(body.to_vec()).expect("a body in UTF-8");
    Answer { status: parts.status, headers: parts.headers, body }
}

/// `application/x-www-form-urlencoded`
pub fn encode<N: AsRef<str>, V: AsRef<str>>(form: &[(N, V)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

/// A call by the operator at the command line.
pub fn cx(app: &App) -> Cx<'_> {
    call(app, &app.issuer, Actor::CommandLine, Origin::NONE)
}

fn standard_claims() -> Map<String, Value> {
    let claims = json!({
        "name": "Ada Lovelace", "given_name": "Ada", "family_name": "Lovelace", "middle_name": "Augusta",
        "nickname": "Countess", "profile": "https://ada.example/", "picture": "https://ada.example/ada.png",
        "website": "https://ada.example/notes", "gender": "female", "birthdate": "1815-12-10",
        "zoneinfo": "Europe/London", "locale": "en-GB",
        "address": {"formatted": "12 St James's Square, London", "country": "GB"},
    });
    claims.as_object().cloned().expect("an object")
}
