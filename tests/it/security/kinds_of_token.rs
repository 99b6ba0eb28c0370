//! RFC 8725 §3.11, §3.12, RFC 9068 §5: each kind of token in each place that takes one. What is good in one
//! place is worth nothing in another, also where the keys would fit: the client that asserts has
//! registered our own keys beside its own, is called what a person is called, and its statements are
//! believed of our own issuer.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{
        outbound::PrivateTarget,
        registration::{Mode, StatementIssuer},
    },
    domain::registry::{
        initial_access_tokens::{self, NewToken},
        resource_servers::{self, ResourceServerChanges},
    },
    protocol::{
        client::ClientId,
        jose::{alg::SigAlg, jwt},
        logout::backchannel,
        resource::{TokenFormat, TokenTyp},
    },
};

use crate::support::{
    Answer, Browser, ClientKey, Engine, Loopback, SECRET, TestApp, TestClient, Tokens, basic, claims_of, verified,
};

const API: &str = "https://api.example/";
const SPRING: &str = "https://spring.example/";
const FILES: &str = "https://files.example/";
const AFTER: &str = "https://rp.example/bye";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    AccessForUs,
    AccessForApi,
    AccessTypedJwt,
    AccessOpaque,
    IdToken,
    UserInfo,
    Introspection,
    LogoutToken,
    Code,
    Refresh,
    Assertion,
    RequestObject,
    Statement,
    Registration,
    InitialAccess,
}
use Kind::*;

const KINDS: [Kind; 15] = [
    AccessForUs,
    AccessForApi,
    AccessTypedJwt,
    AccessOpaque,
    IdToken,
    UserInfo,
    Introspection,
    LogoutToken,
    Code,
    Refresh,
    Assertion,
    RequestObject,
    Statement,
    Registration,
    InitialAccess,
];

struct World<'t> {
    t: &'t TestApp,
    web: TestClient<'t>,
    rp: TestClient<'t>,
    key: &'t ClientKey,
}

impl World<'_> {
    /// A fresh token of a kind.
    async fn make(&self, kind: Kind, browser: &mut Browser<'_>) -> String {
        let t = self.t;
        let rp = self.rp.id();
        match kind {
            AccessForUs => self.tokens(browser, &[]).await.access().to_owned(),
            AccessForApi => self.tokens(browser, &[("resource", API)]).await.access().to_owned(),
            AccessTypedJwt => self.tokens(browser, &[("resource", SPRING)]).await.access().to_owned(),
            AccessOpaque => self.tokens(browser, &[("resource", FILES)]).await.access().to_owned(),
            IdToken => self.tokens(browser, &[]).await.id().to_owned(),
            Refresh => self.tokens(browser, &[]).await.refresh().to_owned(),
            Code => self.web.code(browser, &[]).await,
            UserInfo => {
                let token = self.tokens(browser, &[]).await;
                let answer = self.web.userinfo(token.access()).await.ok();
                assert_eq!(answer.header("content-type"), Some("application/jwt"));
                answer.body
            }
            Introspection => {
                let token = self.tokens(browser, &[]).await;
                let headers =
                    [("authorization", &*basic("web", SECRET)), ("accept", "application/token-introspection+jwt")];
                t.post("/introspect", &[("token", token.access())], &headers).await.ok().body
            }
            LogoutToken => {
                let id_token = claims_of(self.tokens(browser, &[]).await.id()).1;
                let client = ClientId::new("web");
                let facts = backchannel::NewLogoutToken {
                    issuer: &t.issuer,
                    client: &client,
                    subject: id_token["sub"].as_str(),
                    sid: id_token["sid"].as_str().expect("sid"),
                    jti: "logout-1",
                };
                let signing = t.app.issuer.keys().active(SigAlg::RS256).expect("a key");
                jwt::sign(&signing, backchannel::TYP, &backchannel::claims(&facts, t.clock.now())).expect("a token")
            }
            Assertion => self.key.sign(&json!({
                "iss": rp, "sub": rp, "aud": t.issuer, "exp": t.now() + 60, "iat": t.now(), "jti": "assertion-1"
            })),
            RequestObject => self.key.sign(&json!({
                "iss": rp, "aud": t.issuer, "exp": t.now() + 60, "iat": t.now(), "jti": "object-1", "client_id": rp
            })),
            Statement => self.key.sign(&json!({"iss": t.issuer, "client_name": "Orbit", "software_id": "orbit-1"})),
            Registration => {
                let made = self.register(&self.initial().await, &json!({})).await.json();
                made["registration_access_token"].as_str().expect("a token").to_owned()
            }
            InitialAccess => self.initial().await,
        }
    }

    async fn tokens(&self, browser: &mut Browser<'_>, more: &[(&str, &str)]) -> Tokens {
        let asked = [&[("scope", "openid read")], more].concat();
        Tokens(self.web.redeem(&self.web.code(browser, &asked).await).await.ok().json())
    }

    async fn initial(&self) -> String {
        let cx = &self.t.cx();
        let new = NewToken { label: None, uses: None, lifetime: Seconds(600) };
        let made = initial_access_tokens::create(cx, new).await;
        made.expect("a token").1.expose().clone()
    }

    async fn register(&self, token: &str, more: &Value) -> Answer {
        let mut members = json!({"redirect_uris": ["https://rp.example/cb"]});
        members.as_object_mut().expect("members").extend(more.as_object().expect("members").clone());
        let headers = [("authorization", &*format!("Bearer {token}")), ("content-type", "application/json")];
        self.t.post_raw("/register", &members.to_string(), &headers).await
    }
}

/// What a place says to a token.
async fn userinfo(world: &World<'_>, token: &str) -> &'static str {
    let answer = world.web.userinfo(token).await;
    match answer.status.as_u16() {
        200 => "taken",
        401 if answer.header("www-authenticate").is_some_and(|field| field.contains("invalid_token")) => "refused",
        _ => panic!("{answer:?}"),
    }
}

async fn introspect(world: &World<'_>, token: &str) -> &'static str {
    let told = world.web.introspect(token).await;
    if told["active"] == true {
        assert_eq!((told.get("grant_id"), told.get("token_use")), (None, None), "what is ours alone stays here");
        return "taken";
    }
    assert_eq!(told, json!({"active": false}));
    "refused"
}

async fn revoke(world: &World<'_>, token: &str) -> &'static str {
    let before = introspect(world, token).await;
    // RFC 7009 §2.2: nothing is said about tokens that are none.
    world.web.revoke(token).await.ok();
    assert_eq!(introspect(world, token).await, "refused");
    before
}

async fn hint_at_authorize(world: &World<'_>, token: &str, browser: &mut Browser<'_>) -> &'static str {
    let page = world.web.authorize(browser, &[("id_token_hint", token), ("prompt", "none")]).await;
    if page.sent("code").is_some() {
        return "taken";
    }
    let said = page.sent("error_description").expect("a description");
    assert_eq!(
        (page.error().as_str(), said.starts_with("id_token_hint is not an ID token")),
        ("invalid_request", true)
    );
    "refused"
}

async fn hint_at_logout(world: &World<'_>, token: &str, browser: &mut Browser<'_>) -> &'static str {
    let asked = [("id_token_hint", token), ("post_logout_redirect_uri", AFTER)];
    let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    let page = browser.get(&world.t.url(&format!("/logout?{query}"))).await;
    if page.left_for.is_some() {
        assert_eq!(page.left().as_str(), AFTER);
        return "taken";
    }
    page.refused_here();
    assert!(page.text().contains("id_token_hint is not an ID token of this issuer"), "{}", page.text());
    "refused"
}

async fn assertion(world: &World<'_>, token: &str) -> &'static str {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", token),
    ];
    let answer = world.t.post("/token", &form, &[]).await;
    if answer.status.is_success() {
        return "taken";
    }
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"));
    "refused"
}

async fn request_object(world: &World<'_>, token: &str, browser: &mut Browser<'_>) -> &'static str {
    let page = world.rp.authorize(browser, &[("request", token)]).await;
    if page.sent("code").is_some() {
        return "taken";
    }
    assert_eq!(page.error(), "invalid_request_object");
    "refused"
}

async fn statement(world: &World<'_>, token: &str) -> &'static str {
    let answer = world.register(&world.initial().await, &json!({"software_statement": token})).await;
    if answer.status == 201 {
        return "taken";
    }
    let refusal = answer.refusal();
    assert!(["invalid_software_statement", "unapproved_software_statement"].contains(&refusal.as_str()), "{refusal}");
    "refused"
}

async fn management(world: &World<'_>, token: &str, own: (&str, &str)) -> &'static str {
    // The token of one registration manages that one; any other token is held against somebody's.
    let (url, of_that) = own;
    let token = if token == "own" { of_that } else { token };
    let request = Request::get(url).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty());
    match world.t.send(request.expect("a request")).await.status.as_u16() {
        200 => "taken",
        401 => "refused",
        other => panic!("{other}"),
    }
}

async fn registration(world: &World<'_>, token: &str) -> &'static str {
    match world.register(token, &json!({})).await.status.as_u16() {
        201 => "taken",
        401 => "refused",
        other => panic!("{other}"),
    }
}

fn grant(answer: &Answer) -> &'static str {
    if answer.status.is_success() {
        return "taken";
    }
    assert_eq!(answer.refusal(), "invalid_grant");
    "refused"
}

async fn world_with<'t>(t: &'t TestApp, key: &'t ClientKey, sub: &str) -> World<'t> {
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    t.resource_server(SPRING, TokenFormat::Jwt, &["read"], None).await;
    t.resource_server(FILES, TokenFormat::Opaque, &["read"], None).await;
    let typed = ResourceServerChanges { token_typ: Some(TokenTyp::Jwt), ..ResourceServerChanges::default() };
    resource_servers::update(&t.cx(), SPRING, typed).await.expect("a resource server");
    let web = json!({"userinfo_signed_response_alg": "RS256", "post_logout_redirect_uris": [AFTER]});
    let web = t.first_party("web", web).await;
    let mut keys = t.get("/jwks").await.json();
    keys["keys"].as_array_mut().expect("keys").push(key.jwk());
    let rp = json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": keys});
    let rp = t.first_party(sub, rp).await;
    World { t, web, rp, key }
}

#[tokio::test]
async fn each_kind_of_token_is_good_in_its_own_place_and_in_no_other() {
    let key = ClientKey::new("one");
    let server = Loopback::serving(json!({"keys": []})).await;
    let jwks_uri = server.url("/jwks");
    let t = TestApp::start(Engine::sqlite(), |config| {
        // Ada signs in in more browsers than a person has.
        config.session.max = 0;
        config.registration.mode = Mode::Token;
        config.limits.trusted = vec!["192.0.2.0/24".parse().expect("a network")];
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
        config.registration.software_statement_issuers =
            vec![StatementIssuer { issuer: config.issuer.url.as_str().to_owned(), jwks_uri }];
    })
    .await;
    let ada = t.person("ada").await;
    let world = world_with(&t, &key, &ada.sub).await;
    server.replace(world.rp.client.metadata.jwks.as_ref().expect("keys"));
    let made = world.register(&world.initial().await, &json!({})).await.json();
    let text = |name: &str| made[name].as_str().expect("text").to_owned();
    let own = (text("registration_client_uri"), text("registration_access_token"));
    let own = (own.0.as_str(), own.1.as_str());

    let mut browser = t.browser_of("ada").await;
    let any_access = [AccessForUs, AccessForApi, AccessTypedJwt, AccessOpaque];
    let introspectable = [&any_access[..], &[Refresh]].concat();
    for kind in KINDS {
        let mut cells: Vec<(&str, &str, Vec<Kind>)> = Vec::new();
        let token = world.make(kind, &mut browser).await;
        cells.push(("userinfo", userinfo(&world, &token).await, vec![AccessForUs]));
        cells.push(("introspection", introspect(&world, &token).await, introspectable.clone()));
        cells.push(("hint at authorize", hint_at_authorize(&world, &token, &mut browser).await, vec![IdToken]));
        let mut another = t.browser_of("ada").await;
        let hint = if kind == IdToken { world.make(kind, &mut another).await } else { token.clone() };
        cells.push(("hint at logout", hint_at_logout(&world, &hint, &mut another).await, vec![IdToken]));
        cells.push(("client assertion", assertion(&world, &token).await, vec![Assertion]));
        cells.push(("request object", request_object(&world, &token, &mut browser).await, vec![RequestObject]));
        cells.push(("software statement", statement(&world, &token).await, vec![Statement]));
        let shown = if kind == Registration { "own" } else { &token };
        cells.push(("management", management(&world, shown, own).await, vec![Registration]));
        cells.push(("registration", registration(&world, &token).await, vec![InitialAccess]));
        cells.push(("code grant", grant(&world.web.redeem(&token).await), vec![Code]));
        let refreshed = grant(&world.web.refresh(&token).await);
        cells.push(("refresh grant", refreshed, vec![Refresh]));
        let token = world.make(kind, &mut browser).await;
        cells.push(("revocation", revoke(&world, &token).await, introspectable.clone()));
        for (place, answer, takes) in cells {
            let expected = if takes.contains(&kind) { "taken" } else { "refused" };
            assert_eq!(answer, expected, "{kind:?} at {place}");
        }
    }
}

// A token that nobody can tell by its header says by a claim of ours what it is.
#[tokio::test]
async fn an_access_token_of_typ_jwt_says_what_it_is_and_one_without_that_claim_is_none() {
    let key = ClientKey::new("one");
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let world = world_with(&t, &key, &ada.sub).await;
    let mut browser = t.browser_of("ada").await;
    let token = world.make(AccessTypedJwt, &mut browser).await;
    let (header, claims) = claims_of(&token);
    assert_eq!(
        (&header["typ"], &claims["token_use"], &claims["aud"]),
        (&json!("JWT"), &json!("access"), &json!(SPRING))
    );
    verified(&token, &t.get("/jwks").await.json());
    let (header, claims) = claims_of(&world.make(AccessForApi, &mut browser).await);
    assert_eq!((&header["typ"], claims.get("token_use")), (&json!("at+jwt"), None));
    // As an ID token would look that happens to have every other claim.
    let signing = t.app.issuer.keys().active(SigAlg::RS256).expect("a key");
    let resigned = |change: fn(&mut Value)| {
        let mut claims = claims_of(&token).1;
        change(&mut claims);
        jwt::sign(&signing, "JWT", &claims).expect("a token")
    };
    assert_eq!(introspect(&world, &resigned(|_| {})).await, "taken");
    for change in [
        |claims: &mut Value| claims["token_use"] = Value::Null,
        |claims: &mut Value| claims["token_use"] = json!("id"),
        |claims: &mut Value| claims["token_use"] = json!(["access"]),
    ] {
        assert_eq!(introspect(&world, &resigned(change)).await, "refused");
    }
}

// RFC 8725 §3.12: in both directions, also for the issuer itself, whose tokens have it as audience.
#[tokio::test]
async fn no_api_has_the_identifier_of_a_client() {
    let t = TestApp::sqlite().await;
    t.client("https://orders.example/", json!({})).await;
    let new = |audience: &str| resource_servers::NewResourceServer {
        audience: audience.to_owned(),
        rest: ResourceServerChanges::default(),
    };
    let refused = resource_servers::create(&t.cx(), new("https://orders.example/")).await;
    let said = refused.expect_err("a refusal").to_string();
    assert!(said.contains("it is the client_id of a client"), "{said}");
    resource_servers::create(&t.cx(), new("https://orders.example")).await.expect("another");
    for taken in ["https://orders.example", t.issuer.as_str()] {
        let said = t.try_client(taken, json!({})).await.expect_err("a refusal").to_string();
        assert!(said.contains("client_id") && said.contains("it is the audience of an API"), "{said}");
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM clients WHERE id = '{taken}'")).await, 0);
    }
}
