//! Who the client is to us, and how it signs people in.

use super::{Facts, Finding};
use crate::{
    config::units::print_length,
    protocol::{
        client::{AuthMethod, GrantType},
        permission,
        registration::uses_secret,
        require_pkce::RequirePkce,
        response_type::ResponseType,
    },
};

/// Whether it can do anything at all.
pub(super) fn standing(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    let mut found = Vec::new();
    if client.disabled_at.is_some() {
        let remedy = format!("signet client update {} --disabled false", client.id);
        found.push(Finding::problem("it is switched off: nothing below works").with(remedy));
    }
    if client.registered_itself() {
        let word: Vec<&str> = client.operator_set.keys().map(String::as_str).collect();
        let held = if word.is_empty() {
            "it registered itself and may change what it registered".to_owned()
        } else {
            format!("it registered itself; whatever it registers later, this stays as you set it: {}", word.join(", "))
        };
        found.push(Finding::yes(held));
        let unused = facts.config.registration.unused_lifetime;
        if unused.0 > 0 && client.first_party_at.is_none() {
            found.push(Finding::yes(format!("it is deleted when nobody has used it for {}", print_length(unused))));
        }
    }
    found
}

/// How it proves itself.
pub(super) fn authentication(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    let metadata = &client.metadata;
    let method = metadata.token_endpoint_auth_method;
    if method == AuthMethod::None {
        return vec![Finding::yes("none: it is a public client and keeps no secret")];
    }
    let accepted = match method {
        // A secret may come either way.
        AuthMethod::Basic | AuthMethod::Post => "client_secret_basic or client_secret_post".to_owned(),
        other => other.to_string(),
    };
    let mut found = vec![Finding::yes(accepted)];
    if uses_secret(method) && client.secret_hash.is_none() && client.secret_sealed.is_none() {
        let remedy = format!("signet client rotate-secret {}", client.id);
        found.push(Finding::problem("it has no secret").with(remedy));
    }
    if client.secret_expires_at.is_some_and(|end| end <= facts.now) {
        let remedy = format!("signet client rotate-secret {}", client.id);
        found.push(Finding::problem("its secret has expired").with(remedy));
    }
    found
}

/// Which flows it may use.
pub(super) fn flows(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    let types = ResponseType::ALL.iter().filter(|one| client.has_response_type(**one));
    let types: Vec<&str> = types.map(|one| one.as_str()).collect();
    let mut found = Vec::new();
    found.push(if types.is_empty() {
        Finding::no("it signs nobody in: it has no response type")
    } else {
        Finding::yes(format!("response types: {}", types.join(", ")))
    });
    if client.has_grant(GrantType::AuthorizationCode) {
        let rotating = if client.rotates_refresh_tokens() { "that rotate" } else { "that stay the same" };
        found.push(if client.has_grant(GrantType::RefreshToken) {
            Finding::yes(format!("refresh tokens {rotating}"))
        } else {
            let remedy = "add refresh_token to grant_types; offline_access is left out of requests until then";
            Finding::no("no refresh tokens").with(remedy)
        });
    }
    found
}

/// What protects its codes.
pub(super) fn pkce(facts: &Facts<'_>) -> Vec<Finding> {
    let client = facts.client;
    if !client.has_grant(GrantType::AuthorizationCode) {
        return Vec::new();
    }
    let update = format!("signet client update {} --require-pkce", client.id);
    let apps: Vec<&str> = client.where_pkce_is_stricter().collect();
    let stricter = Finding::yes(format!(
        "always for {}: a private-use scheme is answered only where code_challenge (S256) was sent (RFC 8252 section 8.1)",
        apps.join(" ")
    ));
    if client.is_pkce_stricter_everywhere() {
        return vec![stricter];
    }
    let rule = match client.require_pkce() {
        RequirePkce::Always => {
            let rule = Finding::yes("always: a request without code_challenge (S256) is refused with invalid_request");
            if client.is_public() { rule } else { rule.with(format!("{update} pkce_or_nonce")) }
        }
        RequirePkce::PkceOrNonce => Finding::yes(
            "pkce_or_nonce: a request without code_challenge (S256) and without a nonce with scope openid is refused with invalid_request",
        ),
        RequirePkce::Never => Finding::yes(
            "never: nothing but the secret protects a code that was stolen, unless the client sends code_challenge or nonce",
        )
        .with(format!("{update} pkce_or_nonce")),
    };
    let mut found = vec![rule];
    found.extend((!apps.is_empty()).then_some(stricter));
    let openid = facts.servers.iter().any(|one| one.is_builtin() && permission::may_ask(client, one, "openid"));
    if client.require_pkce() == RequirePkce::PkceOrNonce && !openid {
        found.push(Finding::problem("it may not ask for openid, so a nonce does not do: it must send code_challenge"));
    }
    found
}

/// Whether people are asked.
pub(super) fn consent(facts: &Facts<'_>) -> Vec<Finding> {
    if !facts.client.has_grant(GrantType::AuthorizationCode) && !facts.client.has_grant(GrantType::Implicit) {
        return Vec::new();
    }
    let client = facts.client;
    let metadata = &client.metadata;
    let mut found = vec![Finding::yes(match (client.first_party_at, metadata.upstream_tokens.is_empty()) {
        (Some(_), true) => "people are not asked: it is first-party",
        (Some(_), false) => "people are asked for what another provider handed out alone: it is first-party",
        (None, _) => "people are asked, and what they agreed to is remembered",
    })];
    let assured = |uri: &str| metadata.response_types.iter().all(|one| client.is_assured_at(uri, *one));
    let shared: Vec<&str> = metadata.redirect_uris.iter().map(String::as_str).filter(|uri| !assured(uri)).collect();
    if !shared.is_empty() {
        let text = format!(
            "any program on the device can be behind {}: a page is shown each time, and prompt=none is refused (RFC 8252 section 8.6)",
            shared.join(" ")
        );
        found.push(Finding::no(text).with("refresh tokens keep people signed in"));
    }
    found
}
