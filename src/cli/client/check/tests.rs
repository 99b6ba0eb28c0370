//! What a client will and will not be able to do, for each kind of client.

use serde_json::json;

use super::*;
use crate::{
    base::id::IssuerId,
    protocol::{
        client::{ClientId, ClientMetadata, ClientSource},
        registration,
    },
};

const NOW: Timestamp = Timestamp(1_700_000_000);

fn client(source: ClientSource, members: Value) -> Client {
    let Value::Object(members) = members else { panic!("not an object") };
    let metadata: ClientMetadata = registration::read(&members).expect("metadata").metadata;
    Client::new(ClientId::new("cli_1"), IssuerId::from_stored("iss_1"), metadata, source, NOW)
}

fn reaches(uri: &str) -> bool {
    !uri.contains("//127.0.0.1")
}

/// `verdict text` of every finding of a topic.
fn found(client: &Client, open: bool, topic: &str) -> Vec<String> {
    let api = ResourceServer {
        open_scopes: open.then(|| vec!["read".to_owned()]),
        ..ResourceServer::sample("https://api.example", &["read", "admin"])
    };
    let own = ResourceServer {
        builtin_at: Some(NOW),
        attribute_scopes: std::sync::Arc::from(["hr".to_owned()]),
        ..ResourceServer::sample("https://op.example", &[])
    };
    let servers = [own, api];
    let config = Config::for_tests("sqlite::memory:");
    let facts = Facts { client, servers: &servers, config: &config, reaches: &reaches, now: NOW };
    let (_, of) = TOPICS.iter().find(|(name, _)| *name == topic).expect("a topic");
    of(&facts).into_iter().map(|one| format!("{} {}", one.verdict.as_str(), one.text)).collect()
}

#[test]
fn a_web_app_is_told_its_rule_its_scopes_and_where_its_answers_go() {
    let web = client(
        ClientSource::Operator,
        json!({"redirect_uris": ["https://a.example/cb"], "scope": "openid email read"}),
    );
    assert!(found(&web, false, "PKCE")[0].starts_with("yes pkce_or_nonce: "));
    assert_eq!(
        found(&web, false, "scopes"),
        [
            "yes it may ask for openid email",
            "no left out of its requests: profile address phone offline_access organizations groups roles hr",
        ]
    );
    assert_eq!(
        found(&web, false, "APIs, with a person"),
        ["yes https://api.example: read; left out: admin; without scope in the request: read"]
    );
    assert_eq!(found(&web, false, "APIs, for itself"), Vec::<String>::new());
    assert_eq!(found(&web, false, "redirect addresses"), ["yes https://a.example/cb: compared exactly"]);
    assert_eq!(found(&web, false, "browser"), ["yes pages of https://a.example may call the token endpoint (CORS)"]);
}

#[test]
fn a_native_app_learns_whether_its_port_is_free() {
    let native = client(
        ClientSource::Operator,
        json!({
            "redirect_uris": ["http://127.0.0.1/cb", "com.example.app:/cb"], "application_type": "native",
            "token_endpoint_auth_method": "none"
        }),
    );
    assert_eq!(
        found(&native, false, "redirect addresses"),
        [
            "yes http://127.0.0.1/cb: with any port (RFC 8252 section 7.3)",
            "yes com.example.app:/cb: a scheme of its own, compared exactly (RFC 8252 section 7.1)",
        ]
    );
    assert!(found(&native, false, "PKCE")[0].starts_with("yes always: "));
}

// RFC 8252 §8.1
#[test]
fn a_native_app_with_a_secret_learns_where_a_nonce_does_not_do() {
    let native = |uris: &[&str]| {
        client(
            ClientSource::Operator,
            json!({"redirect_uris": uris, "application_type": "native", "require_pkce": "pkce_or_nonce"}),
        )
    };
    let strict = "yes always for com.example.app:/cb: a private-use scheme is answered only where code_challenge (S256) was sent (RFC 8252 section 8.1)";
    assert_eq!(found(&native(&["com.example.app:/cb"]), false, "PKCE"), [strict]);
    let both = found(&native(&["http://127.0.0.1/cb", "com.example.app:/cb"]), false, "PKCE");
    assert!(both[0].starts_with("yes pkce_or_nonce: "), "{both:?}");
    assert_eq!(both[1..], [strict]);
}

#[test]
fn userinfo_tells_what_every_scope_brings() {
    let with = |scope: &str, more: Value| {
        let mut members = json!({"redirect_uris": ["https://a.example/cb"], "scope": scope});
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client(ClientSource::Operator, members)
    };
    assert_eq!(
        found(&with("openid address groups hr offline_access", json!({})), false, "userinfo"),
        [
            "yes as far as a person consents: the claims of address groups hr",
            "yes groups and roles: of somebody who acts for one organization, whichever it is, the plain names of the roles there (admin); \
             of somebody who belongs to several and chose none, acme:admin",
        ]
    );
    assert_eq!(
        found(&with("openid roles", json!({"organization_in_groups": true})), false, "userinfo"),
        [
            "yes as far as a person consents: the claims of roles",
            "yes groups and roles name the organization with each role: acme:admin",
        ]
    );
    assert_eq!(found(&with("openid", json!({})), false, "userinfo"), ["yes as far as a person consents: sub alone"]);
}

#[test]
fn a_machine_learns_which_apis_are_its_own() {
    let machine = |more: Value| {
        let mut members = json!({"grant_types": ["client_credentials"], "response_types": []});
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client(ClientSource::Operator, members)
    };
    assert_eq!(
        found(&machine(json!({})), false, "APIs, for itself"),
        ["no https://api.example: resource is refused with invalid_target"]
    );
    let given = machine(json!({"allowed_resources": ["https://api.example/"], "scope": "read"}));
    assert_eq!(found(&given, false, "APIs, for itself"), ["yes https://api.example: read"]);
    assert_eq!(found(&given, false, "scopes"), Vec::<String>::new());
}

// docs/decisions/absent-lists.md
#[test]
fn a_first_party_client_without_a_list_is_told_that_it_gets_every_api() {
    let web = |more: Value| {
        let mut members = json!({"redirect_uris": ["https://a.example/cb"]});
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut web = client(ClientSource::Operator, members);
        web.first_party_at = Some(NOW);
        found(&web, false, "APIs, with a person")
    };
    let every = |scopes: &str| {
        format!(
            "yes first-party without a list of APIs: it gets every API of this issuer but that for accounts, those made later too, with \
             {scopes}, and no person is asked to agree"
        )
    };
    let all = web(json!({}));
    assert_eq!((all.len(), &all[0]), (2, &every("every scope")));
    let some = web(json!({"scope": "openid read"}));
    assert_eq!((some.len(), &some[0]), (2, &every("those of its scopes that they know")));
    for narrowed in [json!({"allowed_resources": ["https://api.example"]}), json!({"allowed_resources": []})] {
        assert_eq!(web(narrowed.clone()).len(), 1, "{narrowed}");
    }
    let asked = client(ClientSource::Operator, json!({"redirect_uris": ["https://a.example/cb"]}));
    assert_eq!(found(&asked, false, "APIs, with a person").len(), 1, "a person decides");
}

#[test]
fn a_client_that_registered_itself_reaches_what_is_open() {
    let members = json!({"redirect_uris": ["https://a.example/cb"], "allowed_resources": []});
    let stranger = client(ClientSource::Registered, members);
    let closed = found(&stranger, false, "APIs, with a person");
    assert_eq!(closed, ["no https://api.example: resource is refused with invalid_target"]);
    assert_eq!(
        found(&stranger, true, "APIs, with a person"),
        ["yes https://api.example: read; left out: admin; without scope in the request: none"]
    );
    assert!(found(&stranger, true, "the client")[0].contains("may change what it registered"));
}

#[test]
fn what_is_registered_and_will_not_work_is_a_problem() {
    let mut odd = client(
        ClientSource::Operator,
        json!({
            "redirect_uris": ["https://a.example/cb"], "scope": "profile files",
            "backchannel_logout_uri": "http://127.0.0.1:9/logout"
        }),
    );
    odd.metadata.frontchannel_logout_session_required = true;
    let problems = |topic| -> Vec<String> {
        found(&odd, false, topic).into_iter().filter(|one| one.starts_with("problem ")).collect()
    };
    assert_eq!(problems("scopes"), ["problem registered, and no API here knows them: files"]);
    assert_eq!(
        problems("logout"),
        [
            "problem back-channel: http://127.0.0.1:9/logout is not reached: it is no public address",
            "problem frontchannel_logout_session_required does nothing without frontchannel_logout_uri",
        ]
    );
    assert_eq!(
        problems("PKCE"),
        ["problem it may not ask for openid, so a nonce does not do: it must send code_challenge"]
    );
    assert_eq!(problems("authentication"), ["problem it has no secret"]);
}

#[test]
fn a_request_is_explained_before_it_is_made() {
    let web =
        client(ClientSource::Operator, json!({"redirect_uris": ["https://a.example/cb"], "scope": "openid read"}));
    let own = ResourceServer { builtin_at: Some(NOW), ..ResourceServer::sample("https://op.example", &[]) };
    let servers = [own, ResourceServer::sample("https://api.example", &["read", "admin"])];
    let config = Config::for_tests("sqlite::memory:");
    let facts = Facts { client: &web, servers: &servers, config: &config, reaches: &reaches, now: NOW };
    let told = |scopes: &str, resources: &[&str]| -> Vec<String> {
        let resources: Vec<String> = resources.iter().map(|one| (*one).to_owned()).collect();
        request::asked(&facts, scopes, &resources).into_iter().map(|one| one.text).collect()
    };
    assert_eq!(
        told("openid read x", &[]),
        [
            "asked of a person: openid",
            "left out: read belongs to https://api.example, which resource did not name",
            "left out: x is not known here",
        ]
    );
    assert_eq!(
        told("openid read admin", &["https://api.example/"]),
        [
            "asked of a person: openid read, for https://api.example",
            "left out: admin is not one that this client may ask for",
        ]
    );
    assert_eq!(told("openid", &["https://nobody.example"]).len(), 1);
}
