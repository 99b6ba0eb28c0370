//! Whether the metadata of an OpenID provider fit what is set of it.

use serde_json::{Map, Value};
use url::Url;

use super::{Upstream, probe::ProbeFinding};
use crate::{
    base::url::is_https_or_loopback,
    protocol::{
        jose::alg::SigAlg,
        upstream::{UpstreamIssuer, UpstreamSettings, settings::UpstreamClientAuth},
    },
};

/// Everything that its metadata say.
pub(super) fn all(upstream: &Upstream, is: UpstreamIssuer<'_>, metadata: &Map<String, Value>) -> Vec<ProbeFinding> {
    let settings = &upstream.settings;
    let mut found = vec![issuer(upstream, is, metadata)];
    for (name, own) in [
        ("authorization_endpoint", &settings.authorization_endpoint),
        ("token_endpoint", &settings.token_endpoint),
        ("jwks_uri", &settings.jwks_uri),
    ] {
        found.push(endpoint(upstream, name, own.as_deref().or_else(|| text(metadata, name))));
    }
    if settings.userinfo && settings.userinfo_endpoint.is_none() && text(metadata, "userinfo_endpoint").is_none() {
        let remedy = format!("signet upstream update {} --setting userinfo=false", upstream.name);
        found.push(ProbeFinding::problem("it has no userinfo endpoint", remedy));
    }
    found.push(client_auth(upstream, metadata));
    found.push(pkce(upstream, metadata));
    found.extend(algorithms(settings, metadata));
    found.extend(scopes(settings, metadata));
    // RFC 9207 §3
    if metadata.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)) {
        found.push(ProbeFinding::good("its answers say who answers: iss (RFC 9207)"));
    }
    found
}

fn text<'a>(metadata: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    metadata.get(name).and_then(Value::as_str)
}

/// The texts of a member that is a list.
pub(super) fn list<'a>(metadata: &'a Map<String, Value>, name: &str) -> Option<Vec<&'a str>> {
    Some(metadata.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
}

/// OIDC Discovery §4.3: the issuer must be exactly the one that was asked for.
fn issuer(upstream: &Upstream, is: UpstreamIssuer<'_>, metadata: &Map<String, Value>) -> ProbeFinding {
    let said = text(metadata, "issuer").unwrap_or_default();
    if is.is_of_metadata(said) {
        return ProbeFinding::good(format!("it says that it is {said}"));
    }
    let wanted = upstream.settings.issuer.as_deref().unwrap_or_default();
    let remedy = format!(
        "signet upstream update {} --issuer {said} --client-secret-file FILE   if you trust that this is it",
        upstream.name
    );
    ProbeFinding::problem(
        format!("it says that it is {said:?}, and {wanted:?} is set (OIDC Discovery section 4.3)"),
        remedy,
    )
}

fn endpoint(upstream: &Upstream, name: &str, address: Option<&str>) -> ProbeFinding {
    let Some(address) = address else {
        let remedy = format!("signet upstream update {} --setting {name}=URL", upstream.name);
        return ProbeFinding::problem(format!("its metadata name no {name}"), remedy);
    };
    match Url::parse(address) {
        Ok(url) if is_https_or_loopback(&url) => ProbeFinding::good(format!("{name} is {address}")),
        _ => ProbeFinding::problem(
            format!("{name} does not use https: {address}"),
            "the provider must offer it by https",
        ),
    }
}

fn client_auth(upstream: &Upstream, metadata: &Map<String, Value>) -> ProbeFinding {
    let wanted = match upstream.settings.client_auth {
        // A secret that is made anew each time is sent as any secret.
        UpstreamClientAuth::SignedSecret => UpstreamClientAuth::ClientSecretPost,
        other => other,
    };
    // OIDC Discovery §3: what is left out means client_secret_basic.
    let offered =
        list(metadata, "token_endpoint_auth_methods_supported").unwrap_or_else(|| vec!["client_secret_basic"]);
    if wanted == UpstreamClientAuth::None || offered.contains(&wanted.as_str()) {
        return ProbeFinding::good(format!("it knows us by {}", upstream.settings.client_auth));
    }
    let known: Vec<&str> =
        UpstreamClientAuth::ALL.iter().map(|method| method.as_str()).filter(|name| offered.contains(name)).collect();
    let remedy = match known.first() {
        Some(first) => format!("signet upstream update {} --setting client_auth={first}", upstream.name),
        None => "it offers nothing that Signet can do".to_owned(),
    };
    ProbeFinding::problem(format!("it does not know {wanted}, but {}", offered.join(", ")), remedy)
}

fn pkce(upstream: &Upstream, metadata: &Map<String, Value>) -> ProbeFinding {
    let offered = list(metadata, "code_challenge_methods_supported");
    match (upstream.settings.pkce, offered) {
        (true, Some(methods)) if methods.contains(&"S256") => ProbeFinding::good("it supports PKCE with S256"),
        (true, None) => {
            let mut said = ProbeFinding::warning("it does not say that it supports PKCE; it is sent all the same");
            said.remedy = Some(format!(
                "if it refuses code_challenge: signet upstream update {} --setting pkce=false",
                upstream.name
            ));
            said
        }
        (true, Some(methods)) => {
            let remedy = format!("signet upstream update {} --setting pkce=false", upstream.name);
            let offered = if methods.is_empty() { "none".to_owned() } else { methods.join(", ") };
            ProbeFinding::problem(format!("it supports PKCE by {offered}, and not by S256"), remedy)
        }
        (false, Some(methods)) if methods.contains(&"S256") => {
            let mut said = ProbeFinding::warning("it supports PKCE, which is switched off");
            said.remedy = Some(format!("signet upstream update {} --setting pkce=true", upstream.name));
            said
        }
        (false, _) => ProbeFinding::good("PKCE is switched off, and it offers none"),
    }
}

fn algorithms(settings: &UpstreamSettings, metadata: &Map<String, Value>) -> Option<ProbeFinding> {
    let offered = list(metadata, "id_token_signing_alg_values_supported")?;
    let taken: Vec<&str> = if settings.id_token_algs.is_empty() {
        SigAlg::ASYMMETRIC.iter().map(|alg| alg.as_str()).collect()
    } else {
        settings.id_token_algs.iter().map(String::as_str).collect()
    };
    let common: Vec<&str> = offered.iter().copied().filter(|name| taken.contains(name)).collect();
    if common.is_empty() {
        let said = format!("it signs ID tokens by {}, and {} is taken", offered.join(", "), taken.join(", "));
        return Some(ProbeFinding::problem(said, "register this client there for RS256 or ES256"));
    }
    Some(ProbeFinding::good(format!("it signs ID tokens by {}", common.join(", "))))
}

fn scopes(settings: &UpstreamSettings, metadata: &Map<String, Value>) -> Option<ProbeFinding> {
    let offered = list(metadata, "scopes_supported")?;
    let unknown: Vec<&str> =
        settings.scopes.iter().map(String::as_str).filter(|scope| !offered.contains(scope)).collect();
    // OIDC Discovery §3: a provider may leave out scopes that it supports.
    (!unknown.is_empty())
        .then(|| ProbeFinding::warning(format!("its metadata do not name the scope {}", unknown.join(" "))))
}
