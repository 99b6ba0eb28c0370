//! What a client may ask for: which APIs (RFC 8707), with which scopes (RFC 6749 §3.3).
//!
//! | who asks | APIs | scopes |
//! |---|---|---|
//! | a client that an operator made, of a person | `allowed_resources`; every one when absent | `scope`; every one when absent |
//! | a client that registered itself, of a person | `allowed_resources`, and, unless its operator set that list, those that are open to such clients | of its `scope`, at an open API those that are open there; without `scope` those of OpenID Connect, and what is open |
//! | any client, for itself (client_credentials) | `allowed_resources`; none when absent | `scope`; none when absent; of a client that registered itself, what its operator set |
//!
//! An API knows the scopes of its own list, and any but those of OpenID Connect when it has no list.
//!
//! The API for one's own account hands over more than any other. Only a client that an operator made reaches it, where
//! `allowed_resources` names it, and only in the name of a person.
//!
//! What an upstream handed out for somebody goes to a client that an operator made and whose `upstream_tokens` name that
//! upstream, by the scope `upstream:NAME`; one scope of it, named as `NAME:SCOPE`, by `upstream:NAME:SCOPE`.

use std::{collections::HashSet, fmt};

use serde_json::Value;

use super::{
    client::Client,
    resource::ResourceServer,
    scope::{self, Scopes, is_standard},
};

/// How many scopes that were left out are explained: anybody can ask for thousands.
const EXPLAINED: usize = 20;

/// Whether a person may be asked to let this client use an API.
pub fn may_use(client: &Client, server: &ResourceServer) -> bool {
    if server.is_account_api {
        return is_entrusted(client, server);
    }
    server.is_builtin() || is_given(client, server) || is_open(client, server)
}

/// Whether a person may be asked for a scope of an API on behalf of this client.
pub fn may_ask(client: &Client, server: &ResourceServer, name: &str) -> bool {
    if !server.knows(name) || server.is_account_api && !is_entrusted(client, server) {
        return false;
    }
    if let Some(named) = scope::upstream::named(name) {
        return server.is_builtin() && may_have(client, named);
    }
    let listed = lists(client, name);
    if server.is_builtin() {
        let open = || !client.registered_itself() || scope::is_open(name) || server.opens(name);
        return listed.unwrap_or_else(open);
    }
    let open = is_open(client, server) && server.opens(name);
    match listed {
        Some(listed) => listed && (is_given(client, server) || open),
        None if client.registered_itself() => open,
        None => is_given(client, server),
    }
}

/// Whether this client may get what an upstream handed out for people who agree, all of it (`NAME`) or one scope of it
/// (`NAME:SCOPE`): only where the operator who made it named that.
pub fn may_have(client: &Client, named: &str) -> bool {
    !client.registered_itself() && client.metadata.upstream_tokens.iter().any(|one| one == named)
}

/// Whether there is anything of an upstream that this client may have.
pub fn may_reach(client: &Client, upstream: &str) -> bool {
    let mut named = client.metadata.upstream_tokens.iter();
    !client.registered_itself() && named.any(|one| scope::upstream::name_of(one) == upstream)
}

/// Whether this client may call an API for itself. Nobody consents, so only what its operator wrote down
/// counts.
pub fn may_act_at(client: &Client, server: &ResourceServer) -> bool {
    // Without a person there is no account.
    if server.is_account_api {
        return false;
    }
    server.is_builtin() || client.metadata.allowed_resources.is_some() && is_given(client, server)
}

/// Whether this client may have a scope for itself. Of what a client registered itself, only the word of its
/// operator counts: open APIs are open where a person consents.
pub fn may_act_with(client: &Client, scope: &str) -> bool {
    lists(client, scope) == Some(true)
        && (!client.registered_itself()
            || client.operator_set.get("scope").and_then(Value::as_str).is_some_and(|list| holds(list, scope)))
}

/// Whether a scope is on the client's list; `None` when it has none.
fn lists(client: &Client, scope: &str) -> Option<bool> {
    client.metadata.scope.as_deref().map(|list| holds(list, scope))
}

fn holds(list: &str, scope: &str) -> bool {
    list.split(' ').any(|one| one == scope)
}

/// Whether the operator lets the client use an API.
fn is_given(client: &Client, server: &ResourceServer) -> bool {
    client.metadata.allowed_resources.as_ref().is_none_or(|all| all.iter().any(|one| server.answers_to(one)))
}

/// Whether the operator made the client and wrote down that it may use this API: an absent list is no word here.
fn is_entrusted(client: &Client, server: &ResourceServer) -> bool {
    !client.registered_itself() && client.metadata.allowed_resources.is_some() && is_given(client, server)
}

/// Whether an API is open to the client because it registered itself: where a person is asked, and where its
/// operator did not say which APIs it may use.
fn is_open(client: &Client, server: &ResourceServer) -> bool {
    let open = client.registered_itself() && client.first_party_at.is_none() && server.open_scopes.is_some();
    open && (!client.operator_set.contains_key("allowed_resources") || is_given(client, server))
}

/// What a request for APIs without `scope` asks for: the client's own scopes that they know, otherwise
/// what the APIs say (RFC 6749 §3.3).
pub fn default_scopes(client: &Client, servers: &[&ResourceServer]) -> Scopes {
    let may = |scope: &str| !is_standard(scope) && servers.iter().any(|server| may_ask(client, server, scope));
    let own = client.metadata.scope.as_deref().unwrap_or_default();
    let own = distinct(own.split(' ').filter(|scope| may(scope)));
    if !own.is_empty() {
        return own;
    }
    let theirs = servers.iter().flat_map(|server| server.default_scopes.iter().map(String::as_str));
    distinct(theirs.filter(|scope| may(scope)))
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Scopes {
    let mut seen = HashSet::new();
    Scopes::of(names.filter(|name| seen.insert(*name)))
}

/// What a client that registers itself gets where it names no scopes: those of OpenID Connect, and what
/// is open to it.
pub fn open_scopes(servers: &[ResourceServer]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for scope in servers.iter().filter_map(|server| server.open_scopes.as_ref()).flatten() {
        if !all.contains(scope) {
            all.push(scope.clone());
        }
    }
    all
}

/// Why a scope was left out of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No API that was named knows it.
    Unknown,
    /// The client is not registered for it, or it is not open to the client.
    NotThisClients,
    /// An API knows it that the request did not name.
    OtherApi(String),
    /// `offline_access` where no refresh token can follow (OIDC Core §11).
    NoRefreshToken,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("is not known here"),
            Self::NotThisClients => f.write_str("is not one that this client may ask for"),
            Self::OtherApi(audience) => write!(f, "belongs to {audience}, which resource did not name"),
            Self::NoRefreshToken => f.write_str("needs a response type and a grant type that bring a refresh token"),
        }
    }
}

/// A scope that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name.
    pub scope: String,
    /// The reason.
    pub why: Why,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name may be as long as the request; the beginning of it is enough to find it.
        write!(f, "{:.60} {}", self.scope, self.why)
    }
}

/// What is left of the scopes that a client asks a person for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestedScopes {
    /// What it may have.
    pub kept: Scopes,
    /// What was left out, the first few with the reason.
    pub dropped: Vec<Dropped>,
}

/// OIDC Core §3.1.2.1: scopes that are not understood are left out, and so are those that the client may
/// not ask for. `named` are the APIs of the request, `all` those of the issuer.
pub fn asked(client: &Client, scopes: &Scopes, named: &[&ResourceServer], all: &[ResourceServer]) -> RequestedScopes {
    // OpenID Connect's own are for our endpoints, whatever API is named beside them.
    let own = all.iter().find(|server| server.is_builtin());
    let may = |scope: &str| own.iter().chain(named).any(|server| may_ask(client, server, scope));
    let kept = scopes.filter(may);
    let dropped = scopes.iter().filter(|scope| !may(scope)).take(EXPLAINED).map(|scope| {
        let why = if own.iter().chain(named).any(|server| server.knows(scope)) {
            Why::NotThisClients
        } else {
            let other = all.iter().find(|server| !server.is_builtin() && server.scopes.iter().any(|one| one == scope));
            other.map_or(Why::Unknown, |server| Why::OtherApi(server.audience.clone()))
        };
        Dropped { scope: scope.to_owned(), why }
    });
    let dropped = dropped.collect();
    RequestedScopes { kept, dropped }
}

#[cfg(test)]
mod tests;
