//! What its tokens and answers tell.

use super::{Facts, Finding};
use crate::protocol::{client::GrantType, permission, scope};

/// What stands in its ID tokens.
pub(super) fn id_token(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    let metadata = &client.metadata;
    if !may_ask(facts, "openid") {
        return Vec::new();
    }
    let mut found = vec![Finding::yes(format!("signed with {}", metadata.id_token_signed_response_alg))];
    if let Some(alg) = &metadata.id_token_encrypted_response_alg {
        found.push(keyed(facts, format!("encrypted with {alg}")));
    }
    found.push(if metadata.claims_in_id_token {
        Finding::yes("it holds the claims of the granted scopes")
    } else {
        let remedy =
            format!("signet client update {} --claims-in-id-token, for software that reads nothing else", client.id);
        Finding::no("it holds none of the claims of profile, email, address and phone: userinfo tells them")
            .with(remedy)
    });
    let subject = if crate::protocol::subject::sector(&client.id, metadata).is_some() {
        "sub is another in each sector (pairwise)"
    } else {
        "sub is the same for every client (public)"
    };
    found.push(Finding::yes(subject));
    found
}

/// What userinfo tells it.
pub(super) fn userinfo(facts: &Facts<'_>) -> Vec<Finding> {
    let metadata = &facts.client.metadata;
    if !may_ask(facts, "openid") {
        return Vec::new();
    }
    let own = facts.servers.iter().filter(|one| one.is_builtin());
    let attributes = own.flat_map(|one| one.attribute_scopes.iter().map(String::as_str));
    let attributes = attributes.filter(|name| scope::upstream::named(name).is_none());
    let bringing = scope::STANDARD.iter().filter(|one| one.name != "openid" && !one.claims.is_empty());
    let names: Vec<&str> = bringing.map(|one| one.name).chain(attributes).filter(|name| may_ask(facts, name)).collect();
    let told = if names.is_empty() { "sub alone".to_owned() } else { format!("the claims of {}", names.join(" ")) };
    let mut found = vec![Finding::yes(format!("as far as a person consents: {told}"))];
    if names.iter().any(|name| matches!(*name, "groups" | "roles")) {
        found.push(groups(facts));
    }
    if let Some(alg) = &metadata.userinfo_signed_response_alg {
        found.push(Finding::yes(format!("as a JWT signed with {alg}, not as plain JSON")));
    }
    if let Some(alg) = &metadata.userinfo_encrypted_response_alg {
        found.push(keyed(facts, format!("encrypted with {alg}")));
    }
    found
}

/// How it is told of the roles of people.
fn groups(facts: &Facts<'_>) -> Finding {
    if facts.client.metadata.organization_in_groups {
        return Finding::yes("groups and roles name the organization with each role: acme:admin");
    }
    let remedy = format!("signet client update {} --organization-in-groups", facts.client.id);
    Finding::yes(
        "groups and roles: of somebody who acts for one organization, whichever it is, the plain names of the roles there (admin); \
         of somebody who belongs to several and chose none, acme:admin",
    )
    .with(format!("{remedy}, for an app that must tell the organizations apart"))
}

/// Something for which the client's keys are needed.
fn keyed(facts: &Facts<'_>, text: String) -> Finding {
    let metadata = &facts.client.metadata;
    if metadata.jwks.is_some() || metadata.jwks_uri.is_some() {
        return Finding::yes(text);
    }
    Finding::problem(format!("{text}, and it has registered no keys")).with("jwks or jwks_uri in client metadata")
}

fn may_ask(facts: &Facts<'_>, name: &str) -> bool {
    let redirects = [GrantType::AuthorizationCode, GrantType::Implicit];
    redirects.into_iter().any(|grant| facts.client.has_grant(grant))
        && facts.servers.iter().any(|one| one.is_builtin() && permission::may_ask(facts.client, one, name))
}
