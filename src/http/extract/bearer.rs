//! The access token of a request (RFC 6750 §2): in the header or in a form body, never in the
//! query, and never in two places.

use axum::http::{HeaderMap, header};

use crate::protocol::{error::Refusal, params::Params};

/// Reads the token; `None` when none was sent at all.
///
/// # Errors
/// `invalid_request` for two methods at once or a broken header (RFC 6750 §3.1).
pub fn token(headers: &HeaderMap, form: Option<&Params>) -> Result<Option<String>, Refusal> {
    let mut fields = headers.get_all(header::AUTHORIZATION).iter();
    let field = fields.next().map(|value| value.to_str().unwrap_or_default());
    if fields.next().is_some() {
        return Err(Refusal::invalid_request("the Authorization header was sent more than once (RFC 6750 section 2)"));
    }
    let in_header = match field.map(|field| field.split_once(' ').unwrap_or((field, ""))) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim()),
        _ => None,
    };
    let in_body = form.and_then(|form| form.get("access_token"));
    match (in_header, in_body) {
        // RFC 6750 §2: clients MUST NOT use more than one method in each request.
        (Some(_), Some(_)) => {
            Err(Refusal::invalid_request("the access token was sent by two methods (RFC 6750 section 2)"))
        }
        (Some(""), None) => {
            Err(Refusal::invalid_request("the Authorization header has no token (RFC 6750 section 2.1)"))
        }
        (Some(token), None) | (None, Some(token)) => Ok(Some(token.to_owned())),
        (None, None) => Ok(None),
    }
}
