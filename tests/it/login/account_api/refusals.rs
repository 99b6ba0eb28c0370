//! Who does not get in (RFC 6750 §3.1, RFC 8707 §2, RFC 9068 §4).

use serde_json::json;
use signet::{
    domain::{
        kernel::{Feature, features},
        registry::clients::{self, ClientChanges},
    },
    protocol::resource::TokenFormat,
};

use super::{API, DEAD, EVERYTHING, NO_TOKEN, NOT_THERE, app, call, everything, problem, refused, send, token};
use crate::{
    login::{factors, passkeys},
    support::{TestApp, Tokens, on_both_engines},
};

const FOREIGN: &str = "the access token is meant for another resource server (RFC 9068 section 4)";
const NOT_ITS: &str = "this client may not use the account API: only one that an operator made, with the API among its allowed_resources, may (RFC 6750 section 3.1)";

#[tokio::test]
async fn without_a_token_there_is_no_error_code_and_a_way_to_the_metadata() {
    let t = TestApp::sqlite().await;
    let answer = send(&t, "GET /sessions", &[], None).await;
    let sentence = problem(&answer, 401, "authentication-required");
    assert_eq!(sentence, NO_TOKEN);
    let metadata = "http://localhost:8080/.well-known/oauth-protected-resource/api/v1/account";
    let challenge = format!("Bearer realm=\"signet\", resource_metadata=\"{metadata}\"");
    assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
    // RFC 9728 §3.3: the document is about what led there.
    let told = t.get_absolute(metadata).await.ok().json();
    assert_eq!(told["resource"], t.url(API));
    assert_eq!(told["authorization_servers"], json!([t.issuer]));
    assert_eq!(told["scopes_supported"], json!(["account:read", "account:write", "account:security"]));
    // RFC 6750 §2.3: never in the query.
    let answer = t.get(&format!("{API}?access_token=x")).await;
    assert_eq!(problem(&answer, 401, "authentication-required"), NO_TOKEN);
    for nothing in ["GET /nothing", "POST /sessions/a/b"] {
        let sentence = problem(&send(&t, nothing, &[], None).await, 404, "not-found");
        assert_eq!(sentence, NOT_THERE);
    }
}

// What stops a call before its operation is a problem, too.
#[tokio::test]
async fn a_body_with_a_coding_is_a_problem() {
    let t = TestApp::sqlite().await;
    let answer = send(&t, "PUT /password", &[("content-encoding", "gzip")], Some(&json!({}))).await;
    let sentence = problem(&answer, 415, "unsupported-media-type");
    assert_eq!(sentence, "a request body with a Content-Encoding is not read");
}

on_both_engines!(a_token_for_anything_else_opens_nothing_here_and_ours_nothing_elsewhere, |t| {
    t.person("ada").await;
    t.resource_server("https://api.example/", TokenFormat::Jwt, &["read"], None).await;
    let client = app(&t).await;
    let other = t.first_party("other", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let userinfo = other.tokens(&mut browser, "openid profile").await;
    assert_eq!(refused(&call(&t, "GET /", userinfo.access()).await, 401, "invalid_token").0, FOREIGN);
    let code = other.code(&mut browser, &[("scope", "read"), ("resource", "https://api.example/")]).await;
    let foreign = Tokens(other.redeem(&code).await.ok().json());
    assert_eq!(refused(&call(&t, "GET /", foreign.access()).await, 401, "invalid_token").0, FOREIGN);
    for wrong in ["nonsense", "a.b.c", userinfo.id()] {
        assert_eq!(refused(&call(&t, "GET /", wrong).await, 401, "invalid_token").0, DEAD);
    }
    let ours = token(&t, &client, &mut browser, "openid account:read").await;
    call(&t, "GET /", &ours).await.ok();
    let answer = client.userinfo(&ours).await;
    assert_eq!((answer.status.as_u16(), answer.description().as_str()), (401, FOREIGN));
});

on_both_engines!(only_a_client_that_its_operator_named_the_api_to_is_given_it, |t| {
    t.person("ada").await;
    let api = t.url(API);
    let mut browser = t.browser_of("ada").await;
    let asked = [("scope", "account:read"), ("resource", api.as_str())];
    // First-party with every API of others: that is no word about this one.
    let plain = t.first_party("plain", json!({})).await;
    let page = plain.authorize(&mut browser, &asked).await;
    assert_eq!(page.error(), "invalid_target");
    assert_eq!(
        page.sent("error_description").as_deref(),
        Some("this client may not ask for that resource (RFC 8707 section 2)")
    );
    // The scope without the API brings nothing of it.
    let page = plain.authorize(&mut browser, &[("scope", "account:read")]).await;
    assert_eq!(page.error(), "invalid_scope");
    // Nobody acts for themselves there.
    let client = app(&t).await;
    let answer = client.token(&[("grant_type", "client_credentials"), ("resource", &api)]).await;
    assert_eq!(answer.refusal(), "invalid_target");
    assert_eq!(
        answer.description(),
        "this client may not ask for that resource for itself: it is not one of its allowed_resources (RFC 8707 section 2)"
    );
    // What the operator takes back counts for the tokens that are out.
    let ours = token(&t, &client, &mut browser, "account:read").await;
    call(&t, "GET /", &ours).await.ok();
    let members = [("allowed_resources".to_owned(), json!([]))].into_iter().collect();
    let none = ClientChanges { members, ..ClientChanges::default() };
    clients::update(&t.cx(), &client.client.id, &none).await.unwrap();
    assert_eq!(refused(&call(&t, "GET /", &ours).await, 401, "invalid_token").0, NOT_ITS);
});

// RFC 7591: whoever may register may not get at accounts.
on_both_engines!(a_client_that_registered_itself_is_refused_whatever_its_operator_says, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut browser, "account:read").await;
    let word = "'{\"allowed_resources\":[\"http://localhost:8080/api/v1/account\"]}'";
    let sql = format!("UPDATE clients SET source = 'dynamic', operator_set = {word} WHERE id = 'app'");
    t.engine().execute(&sql).await;
    t.app.caches.clients.invalidate_all();
    assert_eq!(refused(&call(&t, "GET /", &ours).await, 401, "invalid_token").0, NOT_ITS);
    let api = t.url(API);
    let page = client.authorize(&mut browser, &[("scope", "account:read"), ("resource", &api)]).await;
    assert_eq!(page.error(), "invalid_target");
});

on_both_engines!(a_token_does_what_its_scope_says_and_no_more, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let reads = token(&t, &client, &mut browser, "account:read").await;
    let writes = token(&t, &client, &mut browser, "account:write").await;
    for (what, token, scope) in [
        ("PATCH /", &reads, "account:write"),
        ("DELETE /sessions?which=all", &reads, "account:security"),
        ("DELETE /sessions/ses_1", &writes, "account:security"),
        ("PUT /password", &writes, "account:security"),
        ("GET /events", &writes, "account:read"),
    ] {
        let (sentence, challenge) = refused(&call(&t, what, token).await, 403, "insufficient_scope");
        assert_eq!(sentence, format!("this needs an access token with scope {scope} (RFC 6750 section 3.1)"));
        assert!(challenge.contains(&format!("scope=\"{scope}\"")), "{challenge}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NOT NULL").await, 0);
});

on_both_engines!(a_token_ends_when_it_is_revoked_and_with_its_person, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let first = token(&t, &client, &mut browser, "account:read").await;
    client.revoke(&first).await.ok();
    assert_eq!(refused(&call(&t, "GET /", &first).await, 401, "invalid_token").0, DEAD);
    let second = token(&t, &client, &mut browser, "account:read").await;
    call(&t, "GET /", &second).await.ok();
    t.disable("ada").await;
    assert_eq!(refused(&call(&t, "GET /", &second).await, 401, "invalid_token").0, DEAD);
    t.enable("ada").await;
    let third = token(&t, &client, &mut t.browser_of("ada").await, "account:read").await;
    t.clock.advance(900);
    assert_eq!(refused(&call(&t, "GET /", &third).await, 401, "invalid_token").0, DEAD);
});

on_both_engines!(what_is_somebody_elses_is_not_there, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut browser = t.browser_of("eve").await;
    let mut key = passkeys::authenticator(&t);
    passkeys::add(&t, &mut browser, &mut key).await;
    factors::set_up(&t, &mut browser).await;
    let eves = token(&t, &app(&t).await, &mut browser, EVERYTHING).await;
    let adas = everything(&t, "ada").await;
    let lists = [("/sessions", "sessions"), ("/passkeys", "passkeys"), ("/factors", "authenticator_apps")];
    for (path, member) in lists {
        let all = call(&t, &format!("GET {path}"), &eves).await.ok().json();
        let id = all[member][0]["id"].as_str().unwrap().to_owned();
        let answer = call(&t, &format!("DELETE {path}/{id}"), &adas).await;
        let sentence = problem(&answer, 404, "not-found");
        assert_eq!(sentence, NOT_THERE, "{path}");
        for wrong in ["x", "ses_1", "%FF", "usr_01J9X4M2T7ABCDEFGHJKMNPQRS"] {
            let answer = call(&t, &format!("DELETE {path}/{wrong}"), &adas).await;
            assert_eq!(problem(&answer, 404, "not-found"), NOT_THERE, "{path}/{wrong}");
        }
        let after = call(&t, &format!("GET {path}"), &eves).await.ok().json();
        assert_eq!(after[member].as_array().unwrap().len(), 1, "{path}");
    }
    let eves_events = call(&t, "GET /events", &eves).await.ok().json();
    let last = eves_events["events"][0]["id"].as_str().unwrap().to_owned();
    // Another person's place in the log is only a time.
    let told = call(&t, &format!("GET /events?after={last}"), &adas).await.ok().json();
    assert!(told["events"].as_array().unwrap().iter().all(|event| event["kind"] != "passkey.added"), "{told}");
});

#[tokio::test]
async fn what_is_switched_off_is_nowhere() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let listed = async |member: &str| t.get("/.well-known/openid-configuration").await.ok().json()[member].clone();
    assert_eq!(listed("protected_resources").await, json!([t.url(API)]));
    assert!(listed("scopes_supported").await.as_array().unwrap().contains(&json!("account:security")));
    features::switch(&t.cx(), Feature::AccountApi, false).await.unwrap();
    let bearer = format!("Bearer {ours}");
    let metadata = "/.well-known/oauth-protected-resource/api/v1/account";
    for path in [API, "/api/v1/account/sessions", "/api/v1/account/openapi.json", metadata] {
        let answer = t.get_with(path, &[("authorization", &bearer)]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "not_found"), "{path}");
        assert_eq!(answer.description(), "account_api is switched off at this server, by its operator");
    }
    assert!(listed("protected_resources").await.is_null());
    assert!(!listed("scopes_supported").await.as_array().unwrap().contains(&json!("account:security")));
    let api = t.url(API);
    let client = t.client("late", json!({"allowed_resources": [api]})).await;
    let asked = [("scope", "account:read"), ("resource", api.as_str())];
    let page = client.authorize(&mut t.browser_of("ada").await, &asked).await;
    assert_eq!(page.sent("error_description").as_deref(), Some("resource is not registered here (RFC 8707 section 2)"));
}

#[tokio::test]
async fn its_address_and_its_scopes_are_nobody_elses() {
    use signet::domain::{
        kernel::Error,
        registry::resource_servers::{self, NewResourceServer, ResourceServerChanges},
    };
    let t = TestApp::sqlite().await;
    let make = async |audience: &str, scope: &str| {
        let rest = ResourceServerChanges { scopes: Some(vec![scope.to_owned()]), ..ResourceServerChanges::default() };
        match resource_servers::create(&t.cx(), NewResourceServer { audience: audience.to_owned(), rest }).await {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|one| (one.code, one.message)).collect(),
            other => panic!("{other:?}"),
        }
    };
    let taken: Vec<(&str, String)> = make(&t.url(API), "read").await;
    assert_eq!(taken, [("audience_taken", "it is Signet's own API for accounts".to_owned())]);
    let reserved: Vec<(&str, String)> = make("https://api.example", "account:write").await;
    assert_eq!(reserved, [("scope_reserved", "account:write belongs to Signet's own API for accounts".to_owned())]);
    // An API that stood there before is not the one that answers.
    let sql = "UPDATE resource_servers SET audience = 'http://localhost:8080/api/v1/account' WHERE audience = 'https://old.example'";
    t.resource_server("https://old.example", TokenFormat::Jwt, &[], None).await;
    t.engine().execute(sql).await;
    t.app.caches.resource_servers.clear();
    let page = t.first_party("plain", json!({})).await;
    let api = t.url(API);
    t.person("ada").await;
    let asked = [("scope", "read"), ("resource", api.as_str())];
    let page = page.authorize(&mut t.browser_of("ada").await, &asked).await;
    assert_eq!(page.error(), "invalid_target");
}
