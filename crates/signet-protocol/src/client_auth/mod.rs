//! Client authentication (RFC 6749 §2.3, OIDC Core §9): exactly one method.
//!
//! [`presented`] reads what was sent; [`check_method`] holds it against the registration. The
//! secret itself is compared by the domain, which loads it.

pub mod jwt_assertion;

use data_encoding::BASE64;

use super::{
    client::{AuthMethod, Client, ClientId},
    error::Refusal,
    jose::jwt::Unverified,
    params::Params,
};
use crate::base::secret::Secret;

/// RFC 7523 §2.2
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client sent to prove itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresentedCredentials {
    /// HTTP Basic. Some clients skip the form encoding that RFC 6749 §2.3.1 demands, so the raw
    /// form is kept too.
    Basic {
        /// `client_id`, decoded.
        id: ClientId,
        /// The secret, decoded.
        secret: Secret<String>,
        /// The secret as it stood in the header.
        raw_secret: Secret<String>,
    },
    /// Form body.
    Post {
        /// `client_id`.
        id: ClientId,
        /// `client_secret`.
        secret: Secret<String>,
    },
    /// A signed assertion; who it is stands in its `sub`.
    Assertion {
        /// `client_id`, if it was sent beside.
        id: Option<ClientId>,
        /// The JWT.
        jwt: String,
    },
    /// Nothing but a `client_id`.
    None {
        /// `client_id`.
        id: ClientId,
    },
}

/// Reads the one method that was used.
///
/// # Errors
/// `invalid_request` for several methods at once, `invalid_client` for none or a broken one.
pub fn presented(authorization: Option<&str>, params: &Params) -> Result<PresentedCredentials, Refusal> {
    let id = params.get("client_id").map(ClientId::new);
    let secret = params.get("client_secret");
    let assertion = params.get("client_assertion");
    let methods = [authorization.is_some(), secret.is_some(), assertion.is_some()].iter().filter(|used| **used).count();
    // RFC 6749 §2.3: the client MUST NOT use more than one authentication method in a request.
    if methods > 1 {
        return Err(Refusal::invalid_request(
            "more than one client authentication method was used (RFC 6749 section 2.3)",
        ));
    }
    if let Some(header) = authorization {
        return basic(header, id);
    }
    if let Some(jwt) = assertion {
        // RFC 7521 §4.2
        if params.get("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(Refusal::invalid_request(format!(
                "client_assertion_type must be {ASSERTION_TYPE} (RFC 7523 section 2.2)"
            )));
        }
        return Ok(PresentedCredentials::Assertion { id, jwt: jwt.to_owned() });
    }
    let id = id.ok_or_else(|| {
        Refusal::invalid_client("no client authentication and no client_id was sent (RFC 6749 section 5.2)")
    })?;
    Ok(match secret {
        Some(secret) => PresentedCredentials::Post { id, secret: Secret::new(secret.to_owned()) },
        None => PresentedCredentials::None { id },
    })
}

/// The client that a request claims to be, as far as that can be read without believing it.
pub fn claimed(authorization: Option<&str>, params: &Params) -> Option<ClientId> {
    match presented(authorization, params) {
        Ok(
            PresentedCredentials::Basic { id, .. }
            | PresentedCredentials::Post { id, .. }
            | PresentedCredentials::None { id }
            | PresentedCredentials::Assertion { id: Some(id), .. },
        ) => Some(id),
        Ok(PresentedCredentials::Assertion { id: None, jwt }) => {
            let jwt = Unverified::parse(&jwt).ok()?;
            Some(ClientId::new(jwt.claims_unverified().get("sub")?.as_str()?))
        }
        Err(_) => params.get("client_id").map(ClientId::new),
    }
}

fn basic(header: &str, beside: Option<ClientId>) -> Result<PresentedCredentials, Refusal> {
    let broken = || {
        Refusal::invalid_client(
            "the Authorization header is not valid HTTP Basic (RFC 6749 section 2.3.1, RFC 7617 section 2)",
        )
    };
    let (scheme, value) = header.split_once(' ').ok_or_else(broken)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(Refusal::invalid_client(
            "the Authorization header must use the Basic scheme here (RFC 6749 section 2.3.1)",
        ));
    }
    let value = value.trim();
    // RFC 4648 §3.2: padding ends the data. The decoder would take more behind it, which others read as something else.
    if value.trim_end_matches('=').contains('=') {
        return Err(broken());
    }
    let bytes = BASE64.decode(value.as_bytes()).map_err(|_| broken())?;
    let text = String::from_utf8(bytes).map_err(|_| broken())?;
    let (id, secret) = text.split_once(':').ok_or_else(broken)?;
    // RFC 6749 §2.3.1: both are encoded with application/x-www-form-urlencoded.
    let id = ClientId::new(form_decode(id).ok_or_else(broken)?);
    if beside.is_some_and(|other| other != id) {
        return Err(Refusal::invalid_request(
            "client_id differs from the one in the Authorization header (RFC 6749 section 2.3.1)",
        ));
    }
    let decoded = form_decode(secret).unwrap_or_else(|| secret.to_owned());
    Ok(PresentedCredentials::Basic { id, secret: Secret::new(decoded), raw_secret: Secret::new(secret.to_owned()) })
}

fn form_decode(text: &str) -> Option<String> {
    let pair = format!("x={}", text.replace('&', "%26"));
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next()?.1.into_owned();
    (!decoded.contains(['\u{FFFD}', '\0'])).then_some(decoded)
}

/// Holds the method that was used against the one that is registered.
///
/// # Errors
/// `invalid_client`, in the words of [`refused`]: the caller is not authenticated, so the log alone says
/// which method is registered.
pub fn check_method(client: &Client, presented: &PresentedCredentials) -> Result<(), Refusal> {
    let registered = client.metadata.token_endpoint_auth_method;
    let fits = match presented {
        // Deviates: the two ways to send one secret prove the same, stock clients differ in their
        // default, and RFC 6749 §2.3.1 asks servers to support Basic beside whatever else.
        PresentedCredentials::Basic { .. } | PresentedCredentials::Post { .. } => {
            matches!(registered, AuthMethod::Basic | AuthMethod::Post)
        }
        PresentedCredentials::Assertion { .. } => {
            matches!(registered, AuthMethod::PrivateKeyJwt | AuthMethod::SecretJwt)
        }
        PresentedCredentials::None { .. } => registered == AuthMethod::None,
    };
    if fits {
        return Ok(());
    }
    Err(refused().because(format!("the client is registered for token_endpoint_auth_method {registered}")))
}

/// What is said of an unknown client, of a method that is not its own, and of wrong credentials: one
/// text, so that nobody learns which of them it was.
pub fn refused() -> Refusal {
    let supported: Vec<&str> = AuthMethod::ALL.iter().map(|one| one.as_str()).collect();
    Refusal::invalid_client(format!(
        "the client is unknown, or its credentials or its authentication method are not those that are registered \
         (RFC 6749 section 5.2); supported methods: {}",
        supported.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    // RFC 6749 §2.3.1
    #[test]
    fn basic_credentials_are_form_decoded() {
        let header = format!("Basic {}", BASE64.encode(b"a%3Ab:s+%2B%25"));
        let Ok(PresentedCredentials::Basic { id, secret, raw_secret }) = presented(Some(&header), &params("")) else {
            panic!()
        };
        assert_eq!((id.as_str(), secret.expose().as_str(), raw_secret.expose().as_str()), ("a:b", "s +%", "s+%2B%25"));
    }

    // RFC 6749 §2.3
    #[test]
    fn two_methods_at_once_are_refused() {
        let header = format!("Basic {}", BASE64.encode(b"a:b"));
        assert_eq!(presented(Some(&header), &params("client_secret=x")).unwrap_err().code.as_str(), "invalid_request");
        assert_eq!(
            presented(None, &params("client_id=a&client_secret=x&client_assertion=y")).unwrap_err().code.as_str(),
            "invalid_request"
        );
        assert_eq!(presented(Some(&header), &params("client_id=other")).unwrap_err().code.as_str(), "invalid_request");
    }

    // RFC 4648 §3.2
    #[test]
    fn nothing_follows_the_padding() {
        for sent in ["Basic YSU=MGI6eA==", "Basic YTpi====YTpi", "Basic ="] {
            assert_eq!(
                presented(Some(sent), &params("")).unwrap_err().to_string(),
                "invalid_client: the Authorization header is not valid HTTP Basic (RFC 6749 section 2.3.1, RFC 7617 section 2)",
                "{sent}"
            );
        }
    }

    #[test]
    fn nothing_at_all_is_no_client() {
        assert_eq!(presented(None, &params("grant_type=x")).unwrap_err().code.as_str(), "invalid_client");
        assert_eq!(presented(Some("Bearer x"), &params("")).unwrap_err().code.as_str(), "invalid_client");
        assert_eq!(presented(Some("Basic !!!"), &params("")).unwrap_err().code.as_str(), "invalid_client");
    }
}
