//! For whom is this token? Resource indicators (RFC 8707) and what each resource server wants.

use crate::{
    base::time::Seconds,
    error::Refusal,
    params::Params,
    resource::{ResourceServer, TokenFormat, TokenTyp, indicators, is_same},
    scope::Scopes,
};

/// The audiences of a token request: what was granted, or the part of it that the request names.
///
/// # Errors
/// `invalid_target` when the request adds a resource (RFC 8707 §2.2). An approval without resources is
/// for the built-in one, which may be named.
pub fn chosen(granted: &[String], params: &Params, builtin: &str) -> Result<Vec<String>, Refusal> {
    let asked = indicators(params)?;
    if asked.is_empty() {
        return Ok(granted.to_vec());
    }
    let own = [builtin.to_owned()];
    let granted = if granted.is_empty() { &own[..] } else { granted };
    let mut audiences: Vec<String> = Vec::new();
    for one in asked {
        // RFC 8707 §2.2: narrowing only; a token request may not add a resource.
        let Some(known) = granted.iter().find(|known| is_same(known, one)) else {
            return Err(Refusal::invalid_target("resource was not part of what was granted (RFC 8707 section 2.2)"));
        };
        if !audiences.contains(known) {
            audiences.push(known.clone());
        }
    }
    Ok(audiences)
}

/// How one access token is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// `aud`.
    pub audiences: Vec<String>,
    /// The scopes that these resource servers know.
    pub scopes: Scopes,
    /// JWT or opaque.
    pub format: TokenFormat,
    /// What a JWT says that it is.
    pub typ: TokenTyp,
    /// Signature algorithm of a JWT.
    pub signing_alg: String,
    /// The shortest lifetime among them.
    pub lifetime: Seconds,
}

/// Settles format, algorithm, lifetime and scopes from the resource servers a token is for.
///
/// # Errors
/// `invalid_target` when two of them cannot share one token.
pub fn shape(servers: &[ResourceServer], scopes: &Scopes) -> Result<Shape, Refusal> {
    let Some(first) = servers.first() else {
        return Err(Refusal::invalid_target("no resource server is registered for this audience (RFC 8707 section 2)"));
    };
    // Our own endpoints verify what we sign, whatever the algorithm: the others decide.
    let signed_for = servers.iter().find(|one| !one.is_builtin()).unwrap_or(first);
    let alike = |one: &ResourceServer| {
        (one.token_format, one.token_typ) == (first.token_format, first.token_typ)
            && (one.is_builtin() || one.signing_alg == signed_for.signing_alg)
    };
    if !servers.iter().all(alike) {
        return Err(Refusal::invalid_target(
            "these resources need tokens of different kinds; ask for one at a time (RFC 8707 section 2)",
        ));
    }
    let scopes = scopes.filter(|name| servers.iter().any(|one| one.knows(name)));
    // RFC 8707 §3: a token for several resources is as strong at each as the scopes of all: whoever
    // receives it could use it at the others. So they may share one only if they share its scopes.
    if !scopes.iter().all(|name| servers.iter().all(|one| one.knows(name))) {
        return Err(Refusal::invalid_target(
            "these resources do not share the scopes asked for; ask for one at a time (RFC 8707 section 2.2)",
        ));
    }
    Ok(Shape {
        audiences: servers.iter().map(|one| one.audience.clone()).collect(),
        scopes,
        format: first.token_format,
        typ: first.token_typ,
        signing_alg: signed_for.signing_alg.clone(),
        lifetime: servers.iter().map(|one| one.token_lifetime).min().unwrap_or(first.token_lifetime),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Timestamp;

    const ISSUER: &str = "https://op.example";

    fn server(audience: &str, scopes: &[&str]) -> ResourceServer {
        let builtin_at = (audience == ISSUER).then_some(Timestamp(1));
        ResourceServer { builtin_at, ..ResourceServer::sample(audience, scopes) }
    }

    // RFC 8707 §2.2
    #[test]
    fn a_token_request_narrows_and_never_adds_not_even_ourselves() {
        let granted = ["https://api.example".to_owned()];
        let asking = |resource| Params::from_pairs([("resource", resource)]);
        assert_eq!(chosen(&granted, &asking("https://api.example"), ISSUER).unwrap(), granted);
        assert_eq!(chosen(&granted, &Params::default(), ISSUER).unwrap(), granted);
        let refused = "invalid_target: resource was not part of what was granted (RFC 8707 section 2.2)";
        for added in [ISSUER, "https://other.example"] {
            assert_eq!(chosen(&granted, &asking(added), ISSUER).unwrap_err().to_string(), refused);
        }
        assert_eq!(chosen(&granted, &asking("https://api.example/"), ISSUER).unwrap(), granted);
        assert_eq!(chosen(&[], &asking(ISSUER), ISSUER).unwrap(), [ISSUER]);
        assert_eq!(chosen(&[], &asking("https://api.example"), ISSUER).unwrap_err().to_string(), refused);
    }

    #[test]
    fn a_token_holds_only_scopes_that_its_resource_server_knows() {
        let all = Scopes::of(["openid", "read", "admin"]);
        let scopes = |server| shape(&[server], &all).unwrap().scopes.to_string();
        assert_eq!(scopes(server("https://api.example", &["read", "write"])), "read");
        assert_eq!(scopes(server("https://any.example", &[])), "read admin");
        assert_eq!(scopes(server(ISSUER, &[])), "openid");
    }

    // RFC 8707 §3
    #[test]
    fn several_resource_servers_share_a_token_only_with_scopes_that_each_knows() {
        let both = [server("https://one.example", &["read", "admin"]), server("https://two.example", &["read"])];
        assert_eq!(shape(&both, &Scopes::of(["openid", "read"])).unwrap().scopes.to_string(), "read");
        assert_eq!(shape(&both, &Scopes::of(["read", "admin"])).unwrap_err().code.as_str(), "invalid_target");
        let spring = ResourceServer { token_typ: TokenTyp::Jwt, ..server("https://spring.example", &["read"]) };
        let mixed = [server("https://one.example", &["read"]), spring];
        assert_eq!(shape(&mixed, &Scopes::of(["read"])).unwrap_err().code.as_str(), "invalid_target");
        let with_us = [server(ISSUER, &[]), server("https://one.example", &["read"])];
        assert_eq!(
            shape(&with_us, &Scopes::of(["openid"])).unwrap_err().to_string(),
            "invalid_target: these resources do not share the scopes asked for; ask for one at a time (RFC 8707 section 2.2)"
        );
    }

    #[test]
    fn our_own_endpoints_take_the_algorithm_of_the_api_beside_them() {
        let signed = |audience, alg: &str| ResourceServer { signing_alg: alg.to_owned(), ..server(audience, &[]) };
        let api = signed("https://one.example", "EdDSA");
        for both in [[signed(ISSUER, "ES256"), api.clone()], [api.clone(), signed(ISSUER, "ES256")]] {
            assert_eq!(shape(&both, &Scopes::default()).unwrap().signing_alg, "EdDSA");
        }
        let two = [signed(ISSUER, "ES256"), api, signed("https://two.example", "RS256")];
        assert_eq!(
            shape(&two, &Scopes::default()).unwrap_err().description,
            "these resources need tokens of different kinds; ask for one at a time (RFC 8707 section 2)"
        );
    }
}
