//! `scope` (RFC 6749 §3.3, OIDC Core §3.1.2.1).

use super::{Asking, Draft};
use crate::{
    client::{Client, GrantType},
    error::Refusal,
    params::Params,
    permission::{self, Dropped, RequestedScopes, Why},
    resource::ResourceServer,
    response_type::ResponseType,
    scope::Scopes,
};

/// How many scopes an error names: it travels in a URL.
const NAMED: usize = 5;

const OFFLINE: &str = "offline_access";

/// Those that it can have, and those that are left out.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    let response_type = draft.request.response_type;
    let asked = scopes(asking.params, asking.client, response_type, &draft.named, asking.servers)?;
    draft.request.scopes = asked.kept;
    draft.dropped = asked.dropped;
    Ok(())
}

/// The scopes of an authorization request, without those that it cannot have.
///
/// # Errors
/// `invalid_scope` when none was asked for and there is no default, and when none is left.
pub fn scopes(
    params: &Params,
    client: &Client,
    response_type: ResponseType,
    named: &[&ResourceServer],
    servers: &[ResourceServer],
) -> Result<RequestedScopes, Refusal> {
    let mut asked = match params.get("scope") {
        Some(text) => permission::asked(client, &Scopes::parse(text)?, named, servers),
        // RFC 6749 §3.3: without scope, and without a default for it, the request fails as an invalid scope.
        None if named.is_empty() => {
            return Err(Refusal::invalid_scope("scope is missing (RFC 6749 section 3.3, OIDC Core section 3.1.2.1)"));
        }
        None => RequestedScopes { kept: permission::default_scopes(client, named), dropped: Vec::new() },
    };
    // OIDC Core §11: offline_access is ignored where no refresh token can be issued, and where the
    // answer brings no code to fetch one with.
    let offline = response_type.has_code() && client.has_grant(GrantType::RefreshToken);
    if !offline && asked.kept.has(OFFLINE) {
        asked.kept = asked.kept.filter(|one| one != OFFLINE);
        asked.dropped.push(Dropped { scope: OFFLINE.to_owned(), why: Why::NoRefreshToken });
    }
    if asked.kept.is_empty() && !asked.dropped.is_empty() {
        // RFC 6749 §3.3: nothing of what was asked for can be given.
        return Err(Refusal::invalid_scope(format!(
            "scope holds nothing that this client can have: {} (RFC 6749 section 3.3)",
            explained(&asked.dropped)
        )));
    }
    if response_type.has_id_token() && !asked.kept.has("openid") {
        return Err(Refusal::invalid_scope(
            "scope must hold openid for a response_type that holds id_token (OIDC Core section 3.2.2.1)",
        ));
    }
    Ok(asked)
}

/// The first few scopes that were left out, each with the reason.
fn explained(dropped: &[Dropped]) -> String {
    let mut all: Vec<String> = dropped.iter().take(NAMED).map(ToString::to_string).collect();
    if dropped.len() > NAMED {
        all.push("and more".to_owned());
    }
    all.join("; ")
}

/// The first few of some scopes, for an error.
pub fn names<'a>(scopes: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<String> = scopes.take(NAMED).map(|one| format!("{one:.60}")).collect();
    all.join(" ")
}
