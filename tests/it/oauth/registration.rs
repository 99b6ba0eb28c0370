//! Dynamic registration and its management (RFC 7591, RFC 7592, OIDC Registration 1.0).

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{
        outbound::PrivateTarget,
        registration::{GrantTypes, Mode, StatementIssuer},
    },
    domain::registry::{
        clients::{self, ClientChanges, dynamic},
        initial_access_tokens::{self, NewToken},
    },
    protocol::client::{ClientId, GrantType},
};

use crate::support::{Answer, ClientKey, Engine, Loopback, TestApp, on_both_engines, verified};

pub(super) const CALLBACK: &str = "https://rp.example/cb";

async fn open(engine: Engine) -> TestApp {
    TestApp::start(engine, |config| {
        config.registration.mode = Mode::Open;
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
    })
    .await
}

pub(super) async fn call(t: &TestApp, method: Method, url: &str, token: Option<&str>, body: Option<&Value>) -> Answer {
    let mut request = Request::builder().method(method).uri(url);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    t.send(request.body(body).expect("a request")).await
}

pub(super) async fn register(t: &TestApp, members: &Value) -> Answer {
    call(t, Method::POST, &t.url("/register"), None, Some(members)).await
}

pub(super) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

// RFC 7591 §3.2.1, RFC 7592 §2
#[tokio::test]
async fn a_client_registers_itself_and_looks_after_itself() {
    life(open(Engine::sqlite()).await).await;
}

#[tokio::test]
async fn a_client_registers_itself_and_looks_after_itself_on_postgresql() {
    if let Some(engine) = Engine::postgres() {
        life(open(engine).await).await;
    }
}

async fn life(t: TestApp) {
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    assert_eq!(text(&metadata, "registration_endpoint"), t.url("/register"));
    let asked = json!({
        "client_name": "Orbit", "client_name#de": "Umlaufbahn", "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"], "future_member": 1, "contacts": ["a@rp.example"]
    });
    let answer = register(&t, &asked).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (201, Some("no-store")));
    let made = answer.json();
    for name in ["client_id", "client_secret", "registration_access_token", "registration_client_uri"] {
        text(&made, name);
    }
    assert_eq!((&made["client_secret_expires_at"], &made["client_id_issued_at"]), (&json!(0), &json!(t.now())));
    assert_eq!(
        (&made["client_name#de"], &made["token_endpoint_auth_method"]),
        (&json!("Umlaufbahn"), &json!("client_secret_basic"))
    );
    assert_eq!((made.get("future_member"), made.get("require_pkce")), (None, None));
    let (url, token) = (text(&made, "registration_client_uri"), text(&made, "registration_access_token"));

    let read = call(&t, Method::GET, url, Some(token), None).await.ok().json();
    assert_eq!((&read["client_id"], &read["registration_access_token"]), (&made["client_id"], &json!(token)));
    assert_eq!(read.get("client_secret"), None);

    let mut changed = json!({"client_id": made["client_id"], "client_name": "Orbit 2", "redirect_uris": [CALLBACK]});
    changed["client_secret"] = made["client_secret"].clone();
    let updated = call(&t, Method::PUT, url, Some(token), Some(&changed)).await.ok().json();
    assert_eq!((text(&updated, "client_name"), updated.get("client_name#de")), ("Orbit 2", None));
    // RFC 7592 §3: the token rotated, and the old one is over.
    let next = text(&updated, "registration_access_token");
    assert_ne!(next, token);
    for wrong in [Some(token), Some("nonsense"), None] {
        let answer = call(&t, Method::GET, url, wrong, None).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().contains("invalid_token"));
    }
    assert_eq!(call(&t, Method::DELETE, url, Some(next), None).await.status, 204);
    assert_eq!(call(&t, Method::GET, url, Some(next), None).await.status, 401);
    assert_eq!(t.count("SELECT COUNT(*) FROM clients").await, 0);
    assert_eq!(
        t.count(
            "SELECT COUNT(*) FROM audit_events WHERE kind IN ('client.registered', 'client.updated', 'client.deleted')"
        )
        .await,
        3
    );
}

// The point of it all: whoever registered signs people in.
#[tokio::test]
async fn a_registered_client_signs_somebody_in_with_consent() {
    let t = open(Engine::sqlite()).await;
    t.person("ada").await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let id = text(&made, "client_id");
    let mut browser = t.browser_of("ada").await;
    // No PKCE: the official plans send none, and this client keeps a secret.
    let url =
        t.url(&format!("/authorize?response_type=code&client_id={id}&redirect_uri={CALLBACK}&scope=openid&state=s"));
    let page = browser.get(&url).await;
    let page = browser.press(&page, "consent-allow").await;
    let basic = crate::support::basic(id, text(&made, "client_secret"));
    let form = [("grant_type", "authorization_code"), ("code", &page.code()), ("redirect_uri", CALLBACK)];
    let tokens = t.post("/token", &form, &[("authorization", &basic)]).await.ok().json();
    let claims = verified(text(&tokens, "id_token"), &t.get("/jwks").await.json());
    assert_eq!(text(&claims, "aud"), id);
}

// RFC 7591 §3.2.2
#[tokio::test]
async fn what_must_be_corrected_is_told_all_at_once() {
    let t = open(Engine::sqlite()).await;
    for (members, code) in [
        (json!({"redirect_uris": ["https://rp.example/cb#fragment"]}), "invalid_redirect_uri"),
        (json!({"redirect_uris": ["http://rp.example/cb"]}), "invalid_redirect_uri"),
        (json!({}), "invalid_redirect_uri"),
        (
            json!({"redirect_uris": [CALLBACK], "initiate_login_uri": "http://rp.example/login"}),
            "invalid_client_metadata",
        ),
        (json!({"redirect_uris": [CALLBACK], "jwks_uri": "http://rp.example/jwks"}), "invalid_client_metadata"),
        (json!({"redirect_uris": [CALLBACK], "grant_types": ["client_credentials"]}), "invalid_client_metadata"),
        (json!({"redirect_uris": [CALLBACK], "software_statement": "a.b.c"}), "invalid_software_statement"),
    ] {
        let answer = register(&t, &members).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, code), "{members}");
    }
    let answer = register(&t, &json!({"redirect_uris": [CALLBACK], "scope": "\"", "default_max_age": -1})).await;
    assert!(answer.description().contains("scope:") && answer.description().contains("default_max_age:"));
    let url = t.url("/register");
    let plain = t.post_raw("/register", "{}", &[("content-type", "text/plain")]).await;
    assert_eq!((plain.status.as_u16(), plain.refusal().as_str()), (400, "invalid_client_metadata"));
    assert_eq!(call(&t, Method::POST, &url, None, Some(&json!([]))).await.refusal(), "invalid_client_metadata");
    let twice = r#"{"redirect_uris": ["https://rp.example/cb"], "redirect_uris": ["https://evil.example/cb"]}"#;
    let twice = t.post_raw("/register", twice, &[("content-type", "application/json")]).await;
    assert_eq!((twice.status.as_u16(), twice.refusal().as_str()), (400, "invalid_client_metadata"));
    assert_eq!(t.count("SELECT COUNT(*) FROM clients").await, 0);
}

// RFC 7592 §2.2
#[tokio::test]
async fn an_update_says_who_it_is_about_and_nothing_of_ours() {
    let t = open(Engine::sqlite()).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let (url, token) = (text(&made, "registration_client_uri"), text(&made, "registration_access_token"));
    let mine = json!({"client_id": made["client_id"], "redirect_uris": [CALLBACK]});
    for (name, value) in [
        ("client_id", json!("another")),
        ("client_secret", json!("another secret of my own choice")),
        ("registration_access_token", json!(token)),
        ("client_secret_expires_at", json!(0)),
    ] {
        let mut members = mine.clone();
        members[name] = value;
        assert_eq!(call(&t, Method::PUT, url, Some(token), Some(&members)).await.status, 400, "{name}");
    }
    // Nothing was spent by what was refused; null is the same as leaving a member out.
    let mut members = mine;
    members["client_secret"] = Value::Null;
    call(&t, Method::PUT, url, Some(token), Some(&members)).await.ok();
}

// RFC 7592 §2.2: also where the secret is kept sealed, because it makes keys.
#[tokio::test]
async fn a_sealed_secret_is_recognised_in_an_update() {
    let t = open(Engine::sqlite()).await;
    let members = json!({"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_jwt"});
    let made = register(&t, &members).await.json();
    let (url, token) = (text(&made, "registration_client_uri"), text(&made, "registration_access_token"));
    let mut members = members;
    members["client_id"] = made["client_id"].clone();
    members["client_secret"] = json!("another secret of my own choice");
    assert_eq!(call(&t, Method::PUT, url, Some(token), Some(&members)).await.status, 400);
    members["client_secret"] = made["client_secret"].clone();
    let updated = call(&t, Method::PUT, url, Some(token), Some(&members)).await.ok().json();
    assert_eq!(updated.get("client_secret"), None, "it stays");
}

#[tokio::test]
async fn registration_is_closed_unless_the_operator_opens_it() {
    let t = TestApp::sqlite().await;
    assert_eq!(t.get("/.well-known/openid-configuration").await.json().get("registration_endpoint"), None);
    let answer = register(&t, &json!({"redirect_uris": [CALLBACK]})).await;
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "not_found"));
}

// RFC 7591 §3
on_both_engines!(an_initial_access_token_permits_as_many_clients_as_it_says, |t| {
    let t = t.another_instance_with(|config| config.registration.mode = Mode::Token).await;
    let url = t.url("/register");
    let members = json!({"redirect_uris": [CALLBACK]});
    let answer = register(&t, &members).await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer "));
    let cx = &t.cx();
    let new = NewToken { label: None, uses: Some(2), lifetime: Seconds(600) };
    let (row, token) = initial_access_tokens::create(cx, new).await.unwrap();
    let token = token.expose().as_str();
    // A registration that is refused costs nothing.
    let broken = call(&t, Method::POST, &url, Some(token), Some(&json!({}))).await;
    assert_eq!(broken.status, 400);
    for expected in [201, 201, 401] {
        assert_eq!(call(&t, Method::POST, &url, Some(token), Some(&members)).await.status, expected);
    }
    let new = NewToken { label: None, uses: None, lifetime: Seconds(600) };
    let (other, token) = initial_access_tokens::create(cx, new).await.unwrap();
    let token = token.expose().as_str();
    assert_eq!(call(&t, Method::POST, &url, Some(token), Some(&members)).await.status, 201);
    initial_access_tokens::revoke(cx, &other.id).await.unwrap();
    assert_eq!(call(&t, Method::POST, &url, Some(token), Some(&members)).await.status, 401);
    assert!(initial_access_tokens::revoke(cx, &row.id).await.is_ok());
    t.clock.advance(601);
    assert_eq!(call(&t, Method::POST, &url, Some(token), Some(&members)).await.status, 401);
});

#[tokio::test]
async fn one_address_registers_a_few_clients_an_hour_unless_it_is_trusted() {
    let t = open(Engine::sqlite()).await;
    let members = json!({"redirect_uris": [CALLBACK]});
    for _ in 0..20 {
        assert_eq!(register(&t, &members).await.status, 201);
    }
    let answer = register(&t, &members).await;
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").unwrap().parse::<i64>().unwrap() <= 3600);
    t.clock.advance(3600);
    assert_eq!(register(&t, &members).await.status, 201);

    let trusted = |config: &mut signet::config::Config| {
        config.limits.trusted = vec!["192.0.2.0/24".parse().expect("a network")];
    };
    let t = t.another_instance_with(trusted).await;
    for _ in 0..25 {
        assert_eq!(register(&t, &members).await.status, 201);
    }
}

// OIDC Registration §5
#[tokio::test]
async fn a_sector_document_lists_every_redirect_uri_or_nobody_registers() {
    let t = open(Engine::sqlite()).await;
    let server = Loopback::serving(json!([CALLBACK, "https://other.example/cb"])).await;
    let members = |redirects: &[&str]| json!({"redirect_uris": redirects, "subject_type": "pairwise", "sector_identifier_uri": server.url("/s.json")});
    assert_eq!(register(&t, &members(&[CALLBACK, "https://other.example/cb"])).await.status, 201);
    let answer = register(&t, &members(&["https://third.example/cb"])).await;
    assert_eq!(answer.refusal(), "invalid_client_metadata");
    assert!(answer.description().starts_with("sector_identifier_uri:"));
    server.replace(&json!({"not": "a list"}));
    assert_eq!(register(&t, &members(&[CALLBACK])).await.refusal(), "invalid_client_metadata");
    // OIDC Core §8.1: several hosts and nothing that ties them together.
    let several = json!({"redirect_uris": [CALLBACK, "https://other.example/cb"], "subject_type": "pairwise"});
    assert_eq!(register(&t, &several).await.refusal(), "invalid_client_metadata");
}

// OIDC Registration §5: what it speaks of is looked at again when it changes, and only then.
#[tokio::test]
async fn a_sector_document_that_is_gone_keeps_nobody_from_other_changes() {
    let t = open(Engine::sqlite()).await;
    let server = Loopback::serving(json!([CALLBACK])).await;
    let mut members = json!({"redirect_uris": [CALLBACK], "sector_identifier_uri": server.url("/s.json")});
    let made = register(&t, &members).await.json();
    let url = text(&made, "registration_client_uri");
    server.replace(&json!("gone"));
    members["client_id"] = made["client_id"].clone();
    members["client_name"] = json!("Renamed");
    let token = text(&made, "registration_access_token");
    let updated = call(&t, Method::PUT, url, Some(token), Some(&members)).await.ok().json();
    assert_eq!(server.hits(), 1);
    members["redirect_uris"] = json!([CALLBACK, "https://other.example/cb"]);
    let token = text(&updated, "registration_access_token");
    let answer = call(&t, Method::PUT, url, Some(token), Some(&members)).await;
    assert_eq!(answer.refusal(), "invalid_client_metadata");
    assert_eq!(server.hits(), 2);
}

// RFC 7591 §2.3
#[tokio::test]
async fn a_software_statement_counts_if_its_issuer_is_trusted() {
    let key = ClientKey::new("vendor");
    let server = Loopback::serving(json!({"keys": [key.jwk()]})).await;
    let jwks_uri = server.url("/jwks");
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = Mode::Open;
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
        config.registration.software_statement_issuers =
            vec![StatementIssuer { issuer: "https://vendor.example".into(), jwks_uri }];
    })
    .await;
    let with = |statement: String| json!({"redirect_uris": [CALLBACK], "client_name": "Anything", "software_statement": statement});
    let good =
        json!({"iss": "https://vendor.example", "client_name": "Orbit", "software_id": "orbit-1", "exp": t.now() + 60});
    let made = register(&t, &with(key.sign(&good))).await.json();
    assert_eq!((text(&made, "client_name"), text(&made, "software_id")), ("Orbit", "orbit-1"));
    text(&made, "software_statement");
    let foreign = json!({"iss": "https://else.example", "client_name": "Orbit"});
    assert_eq!(register(&t, &with(key.sign(&foreign))).await.refusal(), "unapproved_software_statement");
    let other = ClientKey::new("vendor").sign(&good);
    assert_eq!(register(&t, &with(other)).await.refusal(), "invalid_software_statement");
    for (audience, refused) in [
        (json!(t.issuer), false),
        (json!(["https://else.example", t.url("/register")]), false),
        (json!("https://else.example"), true),
        (json!([]), true),
        (json!(7), true),
    ] {
        let meant = json!({"iss": "https://vendor.example", "aud": audience});
        let answer = register(&t, &with(key.sign(&meant))).await;
        if refused {
            assert_eq!(answer.refusal(), "invalid_software_statement", "{audience}");
        } else {
            text(&answer.json(), "client_id");
        }
    }
    // The issuer replaces its key, and says so by nothing but its signature.
    let next = ClientKey::new("vendor");
    server.replace(&json!({"keys": [next.jwk()]}));
    t.clock.advance(10);
    let lasting = json!({"iss": "https://vendor.example", "client_name": "Orbit"});
    text(&register(&t, &with(next.sign(&lasting))).await.json(), "client_id");
    let key = next;
    let expired = json!({"iss": "https://vendor.example", "exp": t.now() - 61});
    assert_eq!(register(&t, &with(key.sign(&expired))).await.refusal(), "invalid_software_statement");
}

#[tokio::test]
async fn a_client_that_nobody_uses_expires_and_a_used_one_stays() {
    let t = open(Engine::sqlite()).await;
    t.person("ada").await;
    let unused = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let used = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    t.client("by-hand", json!({})).await;
    // The operator made it one of its own: it is no stranger's any more.
    let adopted = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    adopt(&t, &adopted).await;
    t.clock.advance(179 * 86_400);
    let id = text(&used, "client_id");
    let mut browser = t.browser_of("ada").await;
    let url = t.url(&format!("/authorize?response_type=code&client_id={id}&redirect_uri={CALLBACK}&scope=openid"));
    let page = browser.get(&url).await;
    browser.press(&page, "consent-allow").await.code();
    t.clock.advance(2 * 86_400);
    assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 1);
    assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 0);
    let (gone, token) = (text(&unused, "registration_client_uri"), text(&unused, "registration_access_token"));
    assert_eq!(call(&t, Method::GET, gone, Some(token), None).await.status, 401);
    let (kept, token) = (text(&used, "registration_client_uri"), text(&used, "registration_access_token"));
    call(&t, Method::GET, kept, Some(token), None).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM clients").await, 3);
}

// RFC 6749 §4.4: a client that acts for itself is in use, too, though it leaves no other trace.
#[tokio::test]
async fn a_machine_in_use_does_not_expire() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = Mode::Open;
        config.registration.grant_types = GrantTypes(vec![GrantType::ClientCredentials]);
    })
    .await;
    let made = register(&t, &json!({"grant_types": ["client_credentials"]})).await.json();
    let basic = crate::support::basic(text(&made, "client_id"), text(&made, "client_secret"));
    for _ in 0..3 {
        t.clock.advance(100 * 86_400);
        let form = [("grant_type", "client_credentials")];
        t.post("/token", &form, &[("authorization", &basic)]).await.ok();
        assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 0);
    }
    // Introspection and a look after its own registration are uses, too.
    t.clock.advance(100 * 86_400);
    t.post("/introspect", &[("token", "x")], &[("authorization", &basic)]).await.ok();
    t.clock.advance(100 * 86_400);
    assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 0);
    let (at, token) = (text(&made, "registration_client_uri"), text(&made, "registration_access_token"));
    let same = json!({"client_id": text(&made, "client_id"), "grant_types": ["client_credentials"]});
    call(&t, Method::PUT, at, Some(token), Some(&same)).await.ok();
    t.clock.advance(100 * 86_400);
    assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 0);
    t.clock.advance(81 * 86_400);
    assert_eq!(dynamic::expire_unused(&t.cx(), 10).await.unwrap(), 1);
    assert_eq!(
        t.post("/token", &[("grant_type", "client_credentials")], &[("authorization", &basic)]).await.status,
        401
    );
}

#[tokio::test]
async fn a_page_of_any_origin_may_register_an_app() {
    let t = open(Engine::sqlite()).await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri(t.url("/register"))
        .header("origin", "https://anywhere.example")
        .header("access-control-request-method", "POST")
        .body(Body::empty())
        .unwrap();
    let answer = t.send(preflight).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (204, Some("*")));
    let answer = register(&t, &json!({"redirect_uris": [CALLBACK]})).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

/// The operator makes a client first-party.
async fn adopt(t: &TestApp, made: &Value) {
    let cx = &t.cx();
    let id = ClientId::new(text(made, "client_id"));
    let changes = ClientChanges { first_party: Some(true), ..ClientChanges::default() };
    clients::update(cx, &id, &changes).await.unwrap();
}

// A client that people are not asked about is its operator's, and not of whoever holds an old token.
#[tokio::test]
async fn a_client_that_became_first_party_looks_after_itself_no_more() {
    let t = open(Engine::sqlite()).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let (url, token) = (text(&made, "registration_client_uri"), text(&made, "registration_access_token"));
    adopt(&t, &made).await;
    let evil = json!({"client_id": made["client_id"], "redirect_uris": ["https://evil.example/cb"]});
    assert_eq!(call(&t, Method::PUT, url, Some(token), Some(&evil)).await.status, 401);
    assert_eq!(call(&t, Method::DELETE, url, Some(token), None).await.status, 401);
}

// Whoever changes its registration again and again does not make us ask others again and again.
#[tokio::test]
async fn updates_are_limited_and_leave_the_pauses_of_key_sets_alone() {
    let t = open(Engine::sqlite()).await;
    let key = ClientKey::new("one");
    let server = Loopback::serving(json!({"keys": [key.jwk()]})).await;
    let members = json!({
        "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": server.url("/jwks")
    });
    let made = register(&t, &members).await.json();
    let mut token = text(&made, "registration_access_token").to_owned();
    let mut changed = members.clone();
    changed["client_id"] = made["client_id"].clone();
    let before = server.hits();
    let mut limited = 0;
    for at in 0..25 {
        changed["jwks_uri"] = json!(server.url(if at % 2 == 0 { "/jwks" } else { "/jwks?again" }));
        let answer = call(&t, Method::PUT, text(&made, "registration_client_uri"), Some(&token), Some(&changed)).await;
        if answer.status == 429 {
            limited += 1;
            continue;
        }
        token = text(&answer.ok().json(), "registration_access_token").to_owned();
        let assertion = key.sign(&json!({
            "iss": made["client_id"], "sub": made["client_id"], "aud": t.issuer, "exp": t.now() + 60,
            "jti": format!("{at}")
        }));
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", "x"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
        ];
        t.post("/token", &form, &[]).await;
    }
    assert!(limited >= 5, "{limited}");
    assert_eq!(server.hits() - before, 2);
}

// RFC 1123 §2.1: a host that would end a directive of our policy is no host.
#[tokio::test]
async fn an_address_whose_host_would_speak_in_our_headers_is_refused() {
    let t = open(Engine::sqlite()).await;
    for host in ["0;x", "a,b", "a%3bscript-src", "a'b", "a(b"] {
        let uri = format!("https://{host}/cb");
        let answer = register(&t, &json!({"redirect_uris": [uri], "frontchannel_logout_uri": uri})).await;
        assert_eq!(answer.status, 400, "{host}");
    }
}
