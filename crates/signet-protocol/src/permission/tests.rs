//! RFC 6749 §3.3, RFC 8707 §2: who may ask for what.

use super::*;
use crate::{
    base::{id::IssuerId, time::Timestamp},
    client::{ClientId, ClientMetadata, ClientSource},
};

const API: &str = "https://api.example";

fn server(audience: &str, scopes: &[&str], open: Option<&[&str]>, default: &[&str]) -> ResourceServer {
    let list = |names: &[&str]| names.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    ResourceServer {
        open_scopes: open.map(list),
        default_scopes: list(default),
        builtin_at: (audience == "us").then_some(Timestamp(1)),
        ..ResourceServer::sample(audience, scopes)
    }
}

fn client(source: ClientSource, scope: Option<&str>, resources: Option<&[&str]>) -> Client {
    let metadata = ClientMetadata {
        scope: scope.map(str::to_owned),
        allowed_resources: resources.map(|all| all.iter().map(|one| (*one).to_owned()).collect()),
        ..ClientMetadata::default()
    };
    Client::new(ClientId::new("c"), IssuerId::from_stored("iss_1"), metadata, source, Timestamp(1))
}

#[test]
fn an_absent_list_means_everything_where_a_person_consents_and_nothing_where_nobody_does() {
    let api = server(API, &["read", "write"], None, &[]);
    let plain = client(ClientSource::Operator, None, None);
    assert!(may_use(&plain, &api) && may_ask(&plain, &api, "read"));
    assert!(!may_act_at(&plain, &api) && !may_act_with(&plain, "read"));
    let given = client(ClientSource::Operator, Some("read"), Some(&["https://api.example/"]));
    assert!(may_act_at(&given, &api) && may_act_with(&given, "read") && !may_act_with(&given, "write"));
    assert!(may_ask(&given, &api, "read") && !may_ask(&given, &api, "write"));
    let other = server("https://other.example", &[], None, &[]);
    assert!(!may_use(&given, &other) && !may_ask(&given, &other, "read") && !may_act_at(&given, &other));
}

#[test]
fn an_open_api_is_reached_by_those_who_registered_themselves_and_by_consent_only() {
    let open = server(API, &["read", "write"], Some(&["read"]), &[]);
    let closed = server(API, &["read", "write"], None, &[]);
    let stranger = client(ClientSource::Registered, None, Some(&[]));
    assert!(may_use(&stranger, &open) && may_ask(&stranger, &open, "read") && !may_ask(&stranger, &open, "write"));
    assert!(!may_use(&stranger, &closed) && !may_ask(&stranger, &closed, "read"));
    assert!(!may_act_at(&stranger, &open));
    // Nobody is asked on behalf of a first-party client.
    let adopted = Client { first_party_at: Some(Timestamp(1)), ..client(ClientSource::Registered, None, Some(&[])) };
    assert!(!may_use(&adopted, &open));
    // Its operator's list counts above what is open, an empty one too.
    let told = |resources: &[&str]| Client {
        operator_set: [("allowed_resources".to_owned(), resources.into())].into_iter().collect(),
        ..client(ClientSource::Registered, None, Some(resources))
    };
    assert!(!may_use(&told(&[]), &open) && !may_ask(&told(&[]), &open, "read"));
    assert!(may_use(&told(&[API]), &open) && may_ask(&told(&[API]), &open, "read"));
    // What a client registered of itself is nothing that it has for itself.
    let own = client(ClientSource::Registered, Some("openid read"), Some(&[]));
    assert!(!may_act_with(&own, "read"));
    let given = Client { operator_set: [("scope".to_owned(), "read".into())].into_iter().collect(), ..own };
    assert!(may_act_with(&given, "read"));
    // An operator's client with a list is not a stranger.
    assert!(!may_use(&client(ClientSource::Operator, None, Some(&[])), &open));
    // Its own list limits a client, and so does what is open.
    let modest = client(ClientSource::Registered, Some("openid write"), Some(&[]));
    assert!(may_use(&modest, &open) && !may_ask(&modest, &open, "read") && !may_ask(&modest, &open, "write"));
    // What the operator gave goes beyond what is open.
    let trusted = client(ClientSource::Registered, Some("openid write"), Some(&[API]));
    assert!(may_ask(&trusted, &open, "write") && may_ask(&trusted, &closed, "write"));
}

#[test]
fn each_scope_that_is_left_out_has_its_reason() {
    let all = [
        server("us", &[], None, &[]),
        server(API, &["read", "admin"], Some(&["read"]), &[]),
        server("https://other.example", &["files"], None, &[]),
    ];
    let named = [&all[1]];
    let stranger = client(ClientSource::Registered, None, Some(&[]));
    let asked = asked(&stranger, &Scopes::of(["openid", "read", "admin", "files", "x"]), &named, &all);
    assert_eq!(asked.kept.to_string(), "openid read");
    let told: Vec<String> = asked.dropped.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "admin is not one that this client may ask for",
            "files belongs to https://other.example, which resource did not name",
            "x is not known here",
        ]
    );
    // Anybody can ask for thousands.
    let many = Scopes::of((0..5000).map(|at| format!("s{at}")));
    assert_eq!(super::asked(&stranger, &many, &named, &all).dropped.len(), 20);
}

// RFC 6749 §3.3
#[test]
fn without_scope_a_clients_own_come_first_and_then_the_apis_defaults_as_far_as_it_may() {
    let api = server(API, &["read", "write", "admin"], Some(&["read", "write"]), &["read", "admin"]);
    let scopes = |client: &Client| default_scopes(client, &[&api]).to_string();
    assert_eq!(scopes(&client(ClientSource::Registered, None, Some(&[]))), "read");
    assert_eq!(scopes(&client(ClientSource::Registered, Some("openid write"), Some(&[]))), "write");
    assert_eq!(scopes(&client(ClientSource::Registered, Some("openid"), Some(&[]))), "");
    assert_eq!(scopes(&client(ClientSource::Operator, None, None)), "read admin");
    let silent = server(API, &["read"], Some(&["read"]), &[]);
    assert_eq!(default_scopes(&client(ClientSource::Registered, None, Some(&[])), &[&silent]).to_string(), "");
}

#[test]
fn what_an_upstream_handed_out_is_for_clients_that_an_operator_named_it_to() {
    let scopes = std::sync::Arc::from(["upstream:google".to_owned()]);
    let own = ResourceServer { attribute_scopes: scopes, ..server("us", &[], None, &[]) };
    let mut named = client(ClientSource::Operator, Some("openid"), None);
    assert!(!may_ask(&named, &own, "upstream:google"), "an absent list names none");
    named.metadata.upstream_tokens = vec!["google".to_owned()];
    // It needs no second entry in the list of scopes.
    assert!(may_ask(&named, &own, "upstream:google"));
    assert!(!may_ask(&named, &own, "upstream:acme"), "nothing is kept there");
    assert!(!may_ask(&named, &own, "upstream:google:calendar"), "each is named by itself");
    let api = server(API, &[], None, &[]);
    assert!(!may_ask(&named, &api, "upstream:google"), "no API knows it");
    let mut part = named.clone();
    part.metadata.upstream_tokens = vec!["google:calendar".to_owned(), "acme:files".to_owned()];
    assert!(may_ask(&part, &own, "upstream:google:calendar") && may_reach(&part, "google"));
    assert!(!may_ask(&part, &api, "upstream:google:calendar"), "no API knows it");
    for other in ["upstream:google", "upstream:google:mail", "upstream:acme:files"] {
        assert!(!may_ask(&part, &own, other), "{other}");
    }
    named.source = ClientSource::Registered;
    assert!(!may_ask(&named, &own, "upstream:google"), "a stranger's list is none");
}

#[test]
fn the_account_api_is_for_clients_that_an_operator_named_it_to_and_for_people_alone() {
    fn of_operator(resources: Option<&[&str]>) -> Client {
        client(ClientSource::Operator, None, resources)
    }
    let audience = "https://op.example/api/v1/account";
    let mut api = server(audience, scope::account::ALL, None, &[scope::account::READ]);
    api.is_account_api = true;
    let named = of_operator(Some(&[audience]));
    assert!(may_use(&named, &api) && may_ask(&named, &api, "account:security"));
    assert!(!may_ask(&named, &api, "openid") && !may_ask(&named, &api, "read"));
    assert!(!may_act_at(&named, &api), "without a person there is no account");
    for other in [of_operator(None), of_operator(Some(&[])), of_operator(Some(&["https://op.example"]))] {
        assert!(!may_use(&other, &api) && !may_ask(&other, &api, "account:read"));
    }
    let mut itself = client(ClientSource::Registered, Some("account:read"), Some(&[audience]));
    itself.operator_set.insert("allowed_resources".to_owned(), serde_json::json!([audience]));
    itself.operator_set.insert("scope".to_owned(), serde_json::json!("account:read"));
    assert!(!may_use(&itself, &api) && !may_ask(&itself, &api, "account:read"), "not even by its operator's word");
    // A narrower list of scopes narrows here too.
    let reads = client(ClientSource::Operator, Some("openid account:read"), Some(&[audience]));
    assert!(may_ask(&reads, &api, "account:read") && !may_ask(&reads, &api, "account:write"));
    // The names mean nothing elsewhere: nobody is told that a client may change an account here.
    let any = server(API, &[], None, &[]);
    assert!(!may_ask(&of_operator(None), &any, "account:read") && may_ask(&of_operator(None), &any, "account:else"));
}
