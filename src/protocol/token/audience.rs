//! For whom is this token? Resource indicators (RFC 8707) and what each resource server wants.

use crate::{
    base::time::Seconds,
    protocol::{
        error::Error,
        params::Params,
        resource::{ResourceServer, TokenFormat},
        scope::{Scopes, is_standard},
    },
};

/// The audiences of a token request: what was granted, or the part of it that the request names.
///
/// # Errors
/// `invalid_target` when the request adds a resource (RFC 8707 §2.2).
pub fn chosen(granted: &[String], params: &Params, builtin: &str) -> Result<Vec<String>, Error> {
    let asked = params.all("resource");
    if asked.is_empty() {
        return Ok(granted.to_vec());
    }
    // RFC 8707 §2.2: narrowing only; a token request may not add a resource.
    if asked.iter().any(|one| *one != builtin && !granted.iter().any(|known| known == one)) {
        return Err(Error::invalid_target("resource was not part of what was granted (RFC 8707 section 2.2)"));
    }
    let mut audiences: Vec<String> = Vec::new();
    for one in asked {
        if !audiences.iter().any(|known| known == one) {
            audiences.push(one.to_owned());
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
    /// Signature algorithm of a JWT.
    pub signing_alg: String,
    /// The shortest lifetime among them.
    pub lifetime: Seconds,
}

/// Settles format, algorithm, lifetime and scopes from the resource servers a token is for.
///
/// # Errors
/// `invalid_target` when two of them cannot share one token.
pub fn shape(servers: &[ResourceServer], scopes: &Scopes) -> Result<Shape, Error> {
    let Some(first) = servers.first() else {
        return Err(Error::invalid_target("no resource server is registered for this audience (RFC 8707 section 2)"));
    };
    if servers.iter().any(|one| one.token_format != first.token_format || one.signing_alg != first.signing_alg) {
        return Err(Error::invalid_target(
            "these resources need tokens of different kinds; ask for one at a time (RFC 8707 section 2)",
        ));
    }
    let known = |name: &str| {
        servers
            .iter()
            .any(|one| if one.builtin_at.is_some() { is_standard(name) } else { one.scopes.iter().any(|s| s == name) })
    };
    Ok(Shape {
        audiences: servers.iter().map(|one| one.audience.clone()).collect(),
        scopes: scopes.filter(known),
        format: first.token_format,
        signing_alg: first.signing_alg.clone(),
        lifetime: servers.iter().map(|one| one.token_lifetime).min().unwrap_or(first.token_lifetime),
    })
}
