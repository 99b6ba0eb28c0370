//! Clients that registered themselves reach the APIs that an operator opened for them, as far as a person
//! consents (RFC 7591, RFC 8707): the way of an MCP client.

use serde_json::{Value, json};
use signet::{
    domain::registry::{
        clients::{self, ClientChanges},
        resource_servers::{self, NewResourceServer, Opening, ResourceServerChanges},
    },
    protocol::client::{ClientId, GrantType},
};

use super::registration::{CALLBACK, register, text};
use crate::support::{Answer, Browser, CHALLENGE, Page, TestApp, VERIFIER, claims_of, on_both_engines};

const MCP: &str = "https://mcp.example/mcp";

/// The same, where clients may register themselves.
async fn opened(t: &TestApp) -> TestApp {
    t.another_instance_with(|config| {
        config.registration.mode = signet::config::registration::Mode::Open;
        config.registration.grant_types.0.push(GrantType::ClientCredentials);
    })
    .await
}

fn names(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

async fn api(t: &TestApp, opening: Opening, default: &[&str]) {
    let rest = ResourceServerChanges {
        scopes: Some(names(&["mcp:tools", "mcp:admin"])),
        opening: Some(opening),
        default_scopes: Some(names(default)),
        ..ResourceServerChanges::default()
    };
    let new = NewResourceServer { audience: MCP.to_owned(), rest };
    resource_servers::create(&t.cx(), new).await.expect("an API");
}

async fn set(t: &TestApp, changes: ResourceServerChanges) {
    resource_servers::update(&t.cx(), MCP, changes).await.expect("a change");
}

/// As the SDK of the Model Context Protocol registers.
fn public_client(more: &Value) -> Value {
    let mut members = json!({
        "client_name": "Inspector", "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"]
    });
    members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    members
}

async fn authorize(t: &TestApp, browser: &mut Browser<'_>, id: &str, more: &[(&str, &str)]) -> Page {
    let mut url = url::Url::parse(&t.url("/authorize")).unwrap();
    url.query_pairs_mut()
        .extend_pairs([("response_type", "code"), ("client_id", id), ("redirect_uri", CALLBACK), ("state", "s")])
        .extend_pairs([("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])
        .extend_pairs(more);
    browser.get(url.as_str()).await
}

async fn redeem(t: &TestApp, id: &str, code: &str) -> Answer {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", id),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("resource", MCP),
    ];
    t.post("/token", &form, &[]).await
}

async fn refresh(t: &TestApp, id: &str, tokens: &Value, more: &[(&str, &str)]) -> Answer {
    let token = text(tokens, "refresh_token");
    let form = [&[("grant_type", "refresh_token"), ("client_id", id), ("refresh_token", token)][..], more].concat();
    t.post("/token", &form, &[]).await
}

/// Consents to a request, and fetches the tokens.
async fn tokens(t: &TestApp, id: &str, more: &[(&str, &str)]) -> Value {
    let mut browser = t.browser_of("ada").await;
    let page = authorize(t, &mut browser, id, more).await;
    assert!(page.has("consent-allow"), "a person is always asked");
    let page = browser.press(&page, "consent-allow").await;
    redeem(t, id, &page.code()).await.ok().json()
}

on_both_engines!(a_client_that_registered_itself_reaches_an_open_api_and_refreshes, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    api(&t, Opening::With(names(&["mcp:tools"])), &[]).await;
    let made = register(&t, &public_client(&json!({"scope": "mcp:tools mcp:admin files"}))).await.json();
    assert_eq!(made["scope"], "mcp:tools", "the registration says what it got");
    let id = text(&made, "client_id");
    let asked = [("scope", "mcp:tools mcp:admin files offline_access"), ("resource", MCP)];
    let first = tokens(&t, id, &asked).await;
    assert_eq!(first["scope"], "mcp:tools");
    let claims = claims_of(text(&first, "access_token")).1;
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(MCP), &json!("mcp:tools")));
    let second = refresh(&t, id, &first, &[("resource", MCP)]).await.ok().json();
    assert_eq!(second["scope"], "mcp:tools");
    // RFC 6749 §6: nothing beyond the grant.
    let more = refresh(&t, id, &second, &[("scope", "mcp:tools mcp:admin")]).await;
    assert_eq!(more.refusal(), "invalid_scope");
    // The operator closes the API again.
    set(&t, ResourceServerChanges { opening: Some(Opening::Closed), ..ResourceServerChanges::default() }).await;
    let closed = refresh(&t, id, &second, &[("resource", MCP)]).await;
    assert_eq!(closed.refusal(), "invalid_scope");
    let mut browser = t.browser_of("ada").await;
    assert_eq!(authorize(&t, &mut browser, id, &asked).await.error(), "invalid_target");
});

// `signet client update CLIENT --resource none`
on_both_engines!(an_operators_empty_list_counts_above_an_open_api, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    api(&t, Opening::With(names(&["mcp:tools"])), &["mcp:tools"]).await;
    let made = register(&t, &public_client(&json!({}))).await.json();
    let id = text(&made, "client_id");
    let asked = [("scope", "openid mcp:tools offline_access"), ("resource", MCP)];
    let had = tokens(&t, id, &asked).await;
    let change = |list: Value| ClientChanges {
        members: [("allowed_resources".to_owned(), list)].into_iter().collect(),
        ..ClientChanges::default()
    };
    clients::update(&t.cx(), &ClientId::new(id), &change(json!([]))).await.expect("a change");
    let answer = refresh(&t, id, &had, &[("resource", MCP)]).await;
    assert_eq!(answer.refusal(), "invalid_target");
    assert_eq!(answer.description(), "this client may not ask for that resource any more (RFC 8707 section 2)");
    let mut browser = t.browser_of("ada").await;
    for more in [&[][..], &[("prompt", "none")]] {
        let page = authorize(&t, &mut browser, id, &[&asked[..], more].concat()).await;
        assert_eq!(page.error(), "invalid_target", "{more:?}");
    }
    // Named by the operator, it is the client's again.
    clients::update(&t.cx(), &ClientId::new(id), &change(json!([MCP]))).await.expect("a change");
    assert!(authorize(&t, &mut browser, id, &[("prompt", "none"), asked[0], asked[1]]).await.sent("code").is_some());
});

// An API is open where a person consents.
on_both_engines!(for_itself_a_client_gets_no_scopes_of_an_open_api, |t| {
    let t = opened(&t).await;
    api(&t, Opening::With(names(&["mcp:tools"])), &["mcp:tools"]).await;
    let members = json!({
        "redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "client_credentials"],
        "scope": "openid mcp:tools", "token_endpoint_auth_method": "client_secret_post"
    });
    let made = register(&t, &members).await.json();
    let ask = async |more: &[(&str, &str)]| {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", text(&made, "client_id")),
            ("client_secret", text(&made, "client_secret")),
        ];
        t.post("/token", &[&form[..], more].concat(), &[]).await
    };
    let told = ask(&[]).await.ok().json();
    let claims = claims_of(text(&told, "access_token")).1;
    assert_eq!((told.get("scope"), claims.get("scope")), (None, None), "{claims}");
    assert_ne!(claims["aud"], MCP);
    let named = ask(&[("scope", "mcp:tools")]).await;
    assert_eq!(named.refusal(), "invalid_scope");
    assert!(named.description().contains("is not registered for: mcp:tools"), "{}", named.description());
    assert_eq!(ask(&[("resource", MCP)]).await.refusal(), "invalid_target");
});

on_both_engines!(without_scope_an_open_api_says_what_is_asked_for, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    api(&t, Opening::With(names(&["mcp:tools"])), &["mcp:tools", "mcp:admin"]).await;
    let made = register(&t, &public_client(&json!({}))).await.json();
    assert_eq!(
        made["scope"], "openid profile email address phone offline_access organizations mcp:tools",
        "what such clients get is told"
    );
    let id = text(&made, "client_id");
    let told = tokens(&t, id, &[("resource", MCP)]).await;
    assert_eq!((&told["scope"], told.get("id_token")), (&json!("mcp:tools"), None));
    // Until an operator writes the list there is none, and then there is no scope.
    set(&t, ResourceServerChanges { default_scopes: Some(Vec::new()), ..ResourceServerChanges::default() }).await;
    let told = tokens(&t, id, &[("resource", MCP), ("prompt", "consent")]).await;
    assert_eq!(told.get("scope"), None);
    assert_eq!(claims_of(text(&told, "access_token")).1["aud"], MCP);
    // A list of its own comes first.
    set(&t, ResourceServerChanges { default_scopes: Some(names(&["mcp:tools"])), ..ResourceServerChanges::default() })
        .await;
    set(&t, ResourceServerChanges { opening: Some(Opening::WithItsScopes), ..ResourceServerChanges::default() }).await;
    let made = register(&t, &public_client(&json!({"scope": "openid mcp:admin"}))).await.json();
    let told = tokens(&t, text(&made, "client_id"), &[("resource", MCP)]).await;
    assert_eq!(told["scope"], "mcp:admin");
    // Neither scope nor resource.
    let mut browser = t.browser_of("ada").await;
    let page = authorize(&t, &mut browser, id, &[]).await;
    assert_eq!(page.error(), "invalid_scope");
});

#[tokio::test]
async fn scopes_that_nobody_knows_are_left_out_and_named_when_none_is_left() {
    let t = opened(&TestApp::sqlite().await).await;
    t.person("ada").await;
    api(&t, Opening::WithItsScopes, &[]).await;
    // Never stored with an empty list where one was asked for.
    let made = register(&t, &public_client(&json!({"scope": "claudeai"}))).await.json();
    assert!(text(&made, "scope").starts_with("openid profile"));
    let id = text(&made, "client_id");
    let mut browser = t.browser_of("ada").await;
    for (asked, told) in [
        (
            &[("scope", "claudeai"), ("resource", MCP)][..],
            "scope holds nothing that this client can have: claudeai is not known here (RFC 6749 section 3.3)",
        ),
        (
            &[("scope", "mcp:tools")],
            "scope holds nothing that this client can have: mcp:tools belongs to https://mcp.example/mcp, which resource did not name (RFC 6749 section 3.3)",
        ),
    ] {
        let page = authorize(&t, &mut browser, id, asked).await;
        assert_eq!((page.error().as_str(), page.sent("error_description").as_deref()), ("invalid_scope", Some(told)));
    }
    let told = tokens(&t, id, &[("scope", "claudeai mcp:tools"), ("resource", MCP)]).await;
    assert_eq!(told["scope"], "mcp:tools");
}

on_both_engines!(an_open_api_is_no_gift_where_nobody_consents, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    api(&t, Opening::WithItsScopes, &["mcp:tools"]).await;
    let both = json!({
        "redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "client_credentials"], "scope": "mcp:tools"
    });
    let made = register(&t, &both).await.json();
    let id = text(&made, "client_id");
    let header = crate::support::basic(id, text(&made, "client_secret"));
    let form = [("grant_type", "client_credentials"), ("resource", MCP)];
    let refused = t.post("/token", &form, &[("authorization", &header)]).await;
    assert_eq!(refused.refusal(), "invalid_target");
    // Nobody is asked on behalf of a first-party client either.
    let adopt = ClientChanges { first_party: Some(true), ..ClientChanges::default() };
    clients::update(&t.cx(), &ClientId::new(id), &adopt).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let page = authorize(&t, &mut browser, id, &[("scope", "mcp:tools"), ("resource", MCP)]).await;
    assert_eq!(page.error(), "invalid_target");
    assert_eq!(
        page.sent("error_description").as_deref(),
        Some("this client may not ask for that resource (RFC 8707 section 2)")
    );
});

// What was granted before does not outlive the operator's word.
on_both_engines!(a_refresh_brings_only_what_the_client_may_still_ask_for, |t| {
    let t = opened(&t).await;
    t.person("ada").await;
    api(&t, Opening::WithItsScopes, &[]).await;
    let made = register(&t, &public_client(&json!({}))).await.json();
    let id = text(&made, "client_id");
    let first = tokens(&t, id, &[("scope", "openid email mcp:tools mcp:admin"), ("resource", MCP)]).await;
    assert_eq!(first["scope"], "openid mcp:tools mcp:admin");
    let narrow = json!({"scope": "openid mcp:tools"});
    let Value::Object(members) = narrow else { panic!("not an object") };
    let narrow = ClientChanges { members, ..ClientChanges::default() };
    clients::update(&t.cx(), &ClientId::new(id), &narrow).await.unwrap();
    let second = refresh(&t, id, &first, &[]).await.ok().json();
    assert_eq!(second["scope"], "openid mcp:tools");
    assert_eq!(claims_of(text(&second, "access_token")).1["scope"], "mcp:tools");
});

on_both_engines!(changes_of_an_api_at_the_same_time_all_stay, |t| {
    api(&t, Opening::WithItsScopes, &["mcp:tools"]).await;
    tokio::join!(
        set(&t, ResourceServerChanges { opening: Some(Opening::Closed), ..ResourceServerChanges::default() }),
        set(&t, ResourceServerChanges { name: Some("Tools".to_owned()), ..ResourceServerChanges::default() }),
        set(&t, ResourceServerChanges { default_scopes: Some(Vec::new()), ..ResourceServerChanges::default() }),
        set(
            &t,
            ResourceServerChanges {
                token_lifetime: Some(signet::base::time::Seconds(60)),
                ..ResourceServerChanges::default()
            }
        ),
    );
    let all = resource_servers::of(&t.cx()).await.unwrap();
    let now = all.iter().find(|one| one.audience == MCP).unwrap();
    assert_eq!((now.open_scopes.as_ref(), now.default_scopes.as_slice()), (None, &[][..]));
    assert_eq!((now.name.as_str(), now.token_lifetime.0), ("Tools", 60));
});

// RFC 8707 §2: libraries add the slash of an empty path.
#[tokio::test]
async fn another_spelling_of_an_api_is_the_same_api() {
    let t = opened(&TestApp::sqlite().await).await;
    let new =
        |audience: &str| NewResourceServer { audience: audience.to_owned(), rest: ResourceServerChanges::default() };
    resource_servers::create(&t.cx(), new("https://api.example")).await.unwrap();
    let twice = resource_servers::create(&t.cx(), new("https://API.example/")).await;
    assert!(matches!(twice, Err(signet::domain::kernel::Error::Conflict("audience"))), "{twice:?}");
}
