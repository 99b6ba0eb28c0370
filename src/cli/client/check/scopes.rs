//! Which scopes and APIs are its own.

use super::{Facts, Finding};
use crate::protocol::{
    client::GrantType,
    permission,
    resource::ResourceServer,
    scope::{self, Scopes, upstream},
};

/// The scopes of OpenID Connect.
pub(super) fn of_openid(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    if !redirects(facts) {
        return Vec::new();
    }
    let Some(own) = facts.servers.iter().find(|one| one.is_builtin()) else { return Vec::new() };
    let parts = client.metadata.upstream_tokens.iter().filter(|named| upstream::scope_of(named).is_some());
    let parts: Vec<String> = parts.map(|named| upstream::of(named)).collect();
    let all = ours(own).chain(parts.iter().map(String::as_str));
    let (may, not): (Vec<&str>, Vec<&str>) = all.partition(|name| permission::may_ask(client, own, name));
    let mut found = vec![Finding::yes(format!("it may ask for {}", list(&may)))];
    if !not.is_empty() {
        found.push(Finding::no(format!("left out of its requests: {}", list(&not))).with(remedy(facts)));
    }
    if !may.contains(&"openid") {
        found.push(Finding::no("without openid it gets no ID token, and userinfo refuses its tokens"));
    }
    let registered = client.metadata.scope.as_deref().unwrap_or_default();
    let known = |name: &str| facts.servers.iter().any(|one| one.knows(name));
    let unknown: Vec<&str> = registered.split(' ').filter(|name| !name.is_empty() && !known(name)).collect();
    if !unknown.is_empty() {
        let text = format!("registered, and no API here knows them: {}", list(&unknown));
        found.push(Finding::problem(text).with("signet resource create AUDIENCE --scope …"));
    }
    found
}

/// The scopes of OpenID Connect, and those of attributes.
fn ours(own: &ResourceServer) -> impl Iterator<Item = &str> {
    scope::STANDARD.iter().map(|one| one.name).chain(own.attribute_scopes.iter().map(String::as_str))
}

/// Each API that a person may let it use.
pub(super) fn with_a_person(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    if !redirects(facts) {
        return Vec::new();
    }
    let listed = apis(facts).map(|server| {
        if !permission::may_use(client, server) {
            let remedy = if client.registered_itself() {
                format!("signet resource update {} --open-to registered", server.audience)
            } else {
                with_api(facts, server)
            };
            return Finding::no(format!("{}: resource is refused with invalid_target", server.audience)).with(remedy);
        }
        let (may, not): (Vec<&str>, Vec<&str>) =
            server.scopes.iter().map(String::as_str).partition(|name| permission::may_ask(client, server, name));
        let any = server.scopes.is_empty() && client.metadata.scope.is_none() && !client.registered_itself();
        let what = if any {
            "any scope".to_owned()
        } else if server.scopes.is_empty() {
            list(&registered_there(facts, server))
        } else {
            list(&may)
        };
        let mut parts = vec![format!("{}: {what}", server.audience)];
        parts.extend((!not.is_empty()).then(|| format!("left out: {}", list(&not))));
        parts.push(format!("without scope in the request: {}", named(&permission::default_scopes(client, &[server]))));
        Finding::yes(parts.join("; "))
    });
    unlisted(facts).into_iter().chain(listed).collect()
}

/// What a first-party client reaches that has no list of APIs: no person decides in its place.
fn unlisted(facts: &Facts<'_>) -> Option<Finding> {
    let client = facts.client;
    (client.first_party_at.is_some() && client.metadata.allowed_resources.is_none()).then(|| {
        let scopes = if client.metadata.scope.is_some() { "those of its scopes that they know" } else { "every scope" };
        let text = format!(
            "first-party without a list of APIs: it gets every API of this issuer but that for accounts, those made later too, with {scopes}, \
             and no person is asked to agree"
        );
        let remedy = format!("signet client update {} --resource AUDIENCE (or --resource none)", client.id);
        Finding::yes(text).with(remedy)
    })
}

/// Each API that it may call without anybody.
pub(super) fn for_itself(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    if !client.has_grant(GrantType::ClientCredentials) {
        return Vec::new();
    }
    let mut found: Vec<Finding> = apis(facts)
        .map(|server| {
            if !permission::may_act_at(client, server) {
                let remedy = with_api(facts, server);
                return Finding::no(format!("{}: resource is refused with invalid_target", server.audience))
                    .with(remedy);
            }
            let registered = client.metadata.scope.as_deref().unwrap_or_default();
            let may: Vec<&str> = registered.split(' ').filter(|name| !name.is_empty() && server.knows(name)).collect();
            let finding = Finding::yes(format!("{}: {}", server.audience, list(&may)));
            if may.is_empty() {
                finding.with(format!("signet client update {} --scope …", client.id))
            } else {
                finding
            }
        })
        .collect();
    if found.is_empty() {
        found.push(Finding::no("there is no API").with("signet resource create AUDIENCE"));
    }
    found
}

fn redirects(facts: &Facts<'_>) -> bool {
    [GrantType::AuthorizationCode, GrantType::Implicit].into_iter().any(|grant| facts.client.has_grant(grant))
}

fn apis<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a ResourceServer> {
    // Ours for accounts is named to few, and missed by none of the others.
    let is_shown = move |server: &&ResourceServer| !server.is_account_api || permission::may_use(facts.client, server);
    facts.servers.iter().filter(|server| !server.is_builtin()).filter(is_shown)
}

/// The scopes on the client's list that it may ask for at an API without a list of its own.
fn registered_there<'a>(facts: &Facts<'a>, server: &ResourceServer) -> Vec<&'a str> {
    let registered = facts.client.metadata.scope.as_deref().unwrap_or_default();
    registered.split(' ').filter(|name| permission::may_ask(facts.client, server, name)).collect()
}

fn remedy(facts: &Facts<'_>) -> String {
    format!("signet client update {} --scope \"…\"", facts.client.id)
}

/// The list replaces the one that is there, so the remedy repeats it.
fn with_api(facts: &Facts<'_>, server: &ResourceServer) -> String {
    let had = facts.client.metadata.allowed_resources.iter().flatten().map(String::as_str);
    let all: Vec<String> = had.chain([server.audience.as_str()]).map(|one| format!("--resource {one}")).collect();
    format!("signet client update {} {}", facts.client.id, all.join(" "))
}

fn named(scopes: &Scopes) -> String {
    if scopes.is_empty() { "none".to_owned() } else { scopes.to_string() }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "no scope".to_owned() } else { names.join(" ") }
}
