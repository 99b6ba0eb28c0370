//! Software statements (RFC 7591 §2.3): what somebody whom the operator trusts says of a client.

use serde_json::{Map, Value};

use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::client_keys,
    },
    protocol::{
        discovery::path,
        error::Refusal,
        introspection::audiences,
        jose::{
            alg::SigAlg,
            jwt::{Unverified, numeric_date},
        },
        token::access_token,
    },
};

/// Claims of the JWT itself, and members that only an answer has.
const NO_METADATA: &[&str] =
    &["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "client_secret", "software_statement"];

/// What was sent, with the claims of its software statement above it.
///
/// # Errors
/// `invalid_software_statement`, or `unapproved_software_statement` for one by somebody whom the
/// operator does not list (RFC 7591 §3.2.2).
pub async fn applied(cx: &Cx<'_>, members: &Map<String, Value>) -> Result<Map<String, Value>, Error> {
    let statement = match members.get("software_statement") {
        None | Some(Value::Null) => return Ok(members.clone()),
        Some(Value::String(text)) => text,
        Some(_) => return Err(invalid("it must be a JWT").into()),
    };
    let claims = believed(cx, statement).await?;
    let mut all = members.clone();
    // RFC 7591 §2.3: its claims take precedence over what stands beside it.
    all.extend(claims.into_iter().filter(|(name, _)| !NO_METADATA.contains(&name.as_str())));
    Ok(all)
}

async fn believed(cx: &Cx<'_>, statement: &str) -> Result<Map<String, Value>, Refusal> {
    let jwt = Unverified::parse(statement).map_err(|why| invalid(&why.to_string()))?;
    // RFC 8725 §3.11: what its issuer signed for another purpose says nothing of a client. RFC 7591 names no type.
    if (jwt.header().typ.is_some() && !jwt.header().is_typ("JWT")) || access_token::is_one(&jwt) {
        return Err(invalid("its typ is that of another kind of token (RFC 8725 section 3.11)"));
    }
    let claimed = jwt.claims_unverified().get("iss").and_then(Value::as_str).unwrap_or_default();
    let trusted = cx.app.config.registration.software_statement_issuers.iter().find(|one| one.issuer == claimed);
    let Some(trusted) = trusted else {
        return Err(Refusal::unapproved_software_statement(
            "software_statement is of an issuer that is not trusted here (RFC 7591 section 3.2.2)",
        ));
    };
    let claims = client_keys::verify_at(cx, &trusted.jwks_uri, &jwt, SigAlg::ASYMMETRIC).await;
    let claims = claims.map_err(|why| invalid(&why))?;
    // RFC 7519 §4.1.3: one that names its audience, and not us, was written for somebody else.
    let us = [cx.issuer.url.as_str(), &cx.issuer.url.join(path::REGISTER)];
    if claims.contains_key("aud") && !audiences(&claims).iter().any(|one| us.contains(one)) {
        return Err(invalid(
            "aud must hold the issuer or the registration endpoint of this server (RFC 7519 section 4.1.3)",
        ));
    }
    let time = |name: &str| claims.get(name).map(numeric_date);
    let (now, skew) = (cx.now, cx.issuer.policy.clock_skew);
    if time("exp").is_some_and(|exp| exp.is_none_or(|exp| now >= exp + skew)) {
        return Err(invalid("it has expired (RFC 7519 section 4.1.4)"));
    }
    if time("nbf").is_some_and(|nbf| nbf.is_none_or(|nbf| nbf > now + skew)) {
        return Err(invalid("it is not valid yet (RFC 7519 section 4.1.5)"));
    }
    Ok(claims)
}

fn invalid(why: &str) -> Refusal {
    Refusal::invalid_software_statement(format!("software_statement is not usable: {why} (RFC 7591 section 2.3)"))
}
