//! What an operator says about a client that registered itself stays, whatever the client registers later
//! or at the same time (RFC 7592 §2.2).

use std::sync::Arc;

use axum::{Router, http::Method, routing::get};
use serde_json::{Map, Value, json};
use signet::{
    config::{outbound::PrivateTarget, registration::Mode},
    domain::registry::clients::{self, ClientChanges},
    protocol::{
        client::{Client, ClientId},
        resource::TokenFormat,
    },
};
use tokio::sync::Semaphore;

use super::registration::{CALLBACK, call, register, text};
use crate::support::{Answer, TestApp, on_both_engines};

const API: &str = "https://api.example/";

/// The same, where clients may register themselves.
async fn opened(t: &TestApp) -> TestApp {
    t.another_instance_with(|config| {
        config.registration.mode = Mode::Open;
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
    })
    .await
}

fn members(value: Value) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("not an object") };
    members
}

async fn operator(t: &TestApp, made: &Value, changes: ClientChanges) -> Client {
    let id = ClientId::new(text(made, "client_id"));
    clients::update(&t.cx(), &id, &changes).await.expect("an operator's change").client
}

async fn sets(t: &TestApp, made: &Value, value: Value) -> Client {
    operator(t, made, ClientChanges { members: members(value), ..ClientChanges::default() }).await
}

/// An update by the client that says no more than it must.
async fn put(t: &TestApp, made: &Value, token: &str, more: Value) -> Answer {
    let mut body = members(json!({"client_id": made["client_id"], "redirect_uris": [CALLBACK]}));
    body.extend(members(more));
    call(t, Method::PUT, text(made, "registration_client_uri"), Some(token), Some(&Value::Object(body))).await
}

/// A sector document that is answered when the test lets it.
struct Gate {
    url: String,
    asked: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    async fn new() -> Self {
        let (asked, opened) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (tell, wait) = (Arc::clone(&asked), Arc::clone(&opened));
        let routes = Router::new().fallback(get(async move || {
            tell.add_permits(1);
            drop(wait.acquire().await);
            axum::Json(json!([CALLBACK]))
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}/sector", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { url, asked, opened }
    }

    /// Until somebody has asked for the document.
    async fn asked(&self) {
        self.asked.acquire().await.expect("a gate").forget();
    }

    /// Answers whoever waits, and whoever comes.
    fn open(&self) {
        self.opened.add_permits(1);
    }
}

on_both_engines!(a_plain_update_does_not_undo_what_the_operator_took, |t| {
    let t = opened(&t).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let stored = sets(&t, &made, json!({"scope": "openid email", "grant_types": ["authorization_code"]})).await;
    assert_eq!(
        Value::Object(stored.operator_set),
        json!({"scope": "openid email", "grant_types": ["authorization_code"]})
    );
    let token = text(&made, "registration_access_token");
    let first =
        put(&t, &made, token, json!({"grant_types": ["authorization_code", "refresh_token"]})).await.ok().json();
    assert_eq!((&first["scope"], &first["grant_types"]), (&json!("openid email"), &json!(["authorization_code"])));
    // It may ask for less, and for all of that again, and never for more.
    let token = text(&first, "registration_access_token");
    let less = put(&t, &made, token, json!({"scope": "openid"})).await.ok().json();
    assert_eq!(less["scope"], "openid");
    let token = text(&less, "registration_access_token");
    let more = put(&t, &made, token, json!({"scope": "openid profile email phone"})).await.ok().json();
    assert_eq!(more["scope"], "openid email");
    assert_eq!(more.get("operator_set"), None, "what is the operator's is not told");
    // Until the operator gives it back.
    let released =
        ClientChanges { released: vec!["scope".to_owned(), "grant_types".to_owned()], ..ClientChanges::default() };
    assert!(operator(&t, &made, released).await.operator_set.is_empty());
    let token = text(&more, "registration_access_token");
    let free = put(&t, &made, token, json!({"grant_types": ["authorization_code", "refresh_token"]})).await.ok().json();
    assert_eq!(free["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert!(text(&free, "scope").contains("profile"));
});

// The update was read before the operator spoke, and is written after.
on_both_engines!(an_update_under_way_does_not_write_back_what_the_operator_took_meanwhile, |t| {
    let t = opened(&t).await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK], "scope": "openid profile email"})).await.json();
    sets(&t, &made, json!({"scope": "openid email read", "allowed_resources": [API], "require_pkce": "never"})).await;
    let gate = Gate::new().await;
    let asked =
        json!({"sector_identifier_uri": gate.url, "scope": "openid email read", "client_uri": "https://rp.example/"});
    let update = put(&t, &made, text(&made, "registration_access_token"), asked);
    let taken = json!({
        "scope": "openid", "allowed_resources": [], "allowed_origins": [], "require_pkce": "always",
        "rotate_refresh_tokens": true
    });
    let take = async {
        gate.asked().await;
        let stored = sets(&t, &made, taken.clone()).await;
        gate.open();
        stored
    };
    let (updated, _) = tokio::join!(update, take);
    let updated = updated.ok().json();
    // What is the client's own is as it said; what is the operator's is as the operator said.
    assert_eq!((&updated["scope"], &updated["client_uri"]), (&json!("openid"), &json!("https://rp.example/")));
    let id = ClientId::new(text(&made, "client_id"));
    let stored = clients::find(&t.cx(), &id).await.unwrap().unwrap();
    let stored = serde_json::to_value(&stored.client.metadata).unwrap();
    for member in ["scope", "allowed_resources", "require_pkce", "rotate_refresh_tokens"] {
        assert_eq!(stored[member], taken[member], "{member}");
    }
});

// The other way round: the operator's change was read before the client spoke.
on_both_engines!(an_operators_change_under_way_leaves_what_the_client_registered_meanwhile, |t| {
    let t = opened(&t).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK], "client_uri": "https://old.example/"})).await.json();
    let gate = Gate::new().await;
    let change = sets(&t, &made, json!({"scope": "openid", "sector_identifier_uri": gate.url}));
    let update = async {
        gate.asked().await;
        let new = json!({"client_uri": "https://new.example/", "jwks_uri": "https://rp.example/new-keys"});
        let updated = put(&t, &made, text(&made, "registration_access_token"), new).await.ok();
        gate.open();
        updated
    };
    let (stored, _) = tokio::join!(change, update);
    assert_eq!(stored.metadata.scope.as_deref(), Some("openid"));
    assert_eq!(stored.metadata.sector_identifier_uri.as_ref(), Some(&gate.url));
    assert_eq!(stored.metadata.client_uri.as_deref(), Some("https://new.example/"));
    assert_eq!(stored.metadata.jwks_uri.as_deref(), Some("https://rp.example/new-keys"));
});

on_both_engines!(changes_at_the_same_time_all_stay, |t| {
    let t = opened(&t).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let (one, two, three, four, _) = tokio::join!(
        sets(&t, &made, json!({"scope": "openid"})),
        sets(&t, &made, json!({"client_name": "Renamed"})),
        sets(&t, &made, json!({"default_max_age": 60})),
        sets(&t, &made, json!({"require_auth_time": true})),
        put(&t, &made, text(&made, "registration_access_token"), json!({"tos_uri": "https://rp.example/tos"})),
    );
    drop((one, two, three, four));
    let id = ClientId::new(text(&made, "client_id"));
    let stored = clients::find(&t.cx(), &id).await.unwrap().unwrap();
    let now = &stored.client.metadata;
    assert_eq!((now.scope.as_deref(), now.client_name.as_deref()), (Some("openid"), Some("Renamed")));
    assert_eq!((now.default_max_age, now.require_auth_time), (Some(60), true));
    assert_eq!(now.tos_uri.as_deref(), Some("https://rp.example/tos"));
    assert_eq!(stored.client.operator_set.len(), 4);
});

// Whoever was switched off while its update was under way changes nothing any more.
on_both_engines!(an_update_of_a_client_that_is_switched_off_meanwhile_is_refused, |t| {
    let t = opened(&t).await;
    let made = register(&t, &json!({"redirect_uris": [CALLBACK]})).await.json();
    let gate = Gate::new().await;
    let asked = json!({"sector_identifier_uri": gate.url, "client_name": "Still here"});
    let update = put(&t, &made, text(&made, "registration_access_token"), asked);
    let id = ClientId::new(text(&made, "client_id"));
    let switch_off = async {
        gate.asked().await;
        clients::set_disabled(&t.cx(), &id, true).await.unwrap();
        gate.open();
    };
    let (answer, ()) = tokio::join!(update, switch_off);
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_token"));
    assert_eq!(t.count("SELECT COUNT(*) FROM clients WHERE metadata LIKE '%Still here%'").await, 0);
});

// People agreed to a name and to where it leads.
on_both_engines!(a_client_that_changes_its_name_or_address_is_agreed_to_anew, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    for (change, asked_again) in [
        (json!({"client_name": "Your bank"}), true),
        (json!({"client_name": "App", "redirect_uris": [CALLBACK, "https://other.example/cb"]}), true),
        (json!({"client_name": "App", "contacts": ["a@example.com"]}), false),
    ] {
        let registered = json!({"redirect_uris": [CALLBACK], "client_name": "App"});
        let made = register(&t, &registered).await.json();
        let mut url = url::Url::parse(&t.url("/authorize")).unwrap();
        let pairs = [("response_type", "code"), ("client_id", text(&made, "client_id")), ("redirect_uri", CALLBACK)];
        url.query_pairs_mut().extend_pairs(pairs).append_pair("scope", "openid").append_pair("nonce", "n");
        let url = url.to_string();
        let page = browser.get(&url).await;
        browser.press(&page, "consent-allow").await.code();
        browser.get(&url).await.code();
        put(&t, &made, text(&made, "registration_access_token"), change.clone()).await.ok();
        let page = browser.get(&url).await;
        assert_eq!(page.has("consent-allow"), asked_again, "{change} {}", page.text());
    }
});
