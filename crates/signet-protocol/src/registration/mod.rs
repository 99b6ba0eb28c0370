//! Client metadata: RFC 7591 §2, OIDC Registration §2, RFC 8252, RFC 9700.
//!
//! 1. [`read`] takes JSON and answers typed metadata; members of a wrong type are problems,
//!    members that are not understood are named and left out (RFC 7591 §2).
//! 2. [`check`] holds typed metadata against the rules, and answers every problem at once.
//! 3. [`check_secret`] and [`check_id`] judge what an operator gives besides.
//!
//! Not supported, and refused where asked for because leaving it out would weaken the client:
//! JARM, PAR, DPoP and certificate-bound tokens.

mod crypto;
pub mod dynamic;
mod keys;
mod logout;
mod members;
pub mod operator;
mod redirects;
pub mod schemes;
mod uris;

pub use crypto::check_unsigned;
use members::LOCALIZED;
pub use members::{KNOWN, Read, read};
pub use uris::is_resource;

use super::{
    client::{AuthMethod, ClientMetadata, GrantType},
    jose::alg::SigAlg,
    require_pkce::RequirePkce,
    scope::Scopes,
    subject,
};
use crate::base::text::{is_line, is_name, name_rule};

/// Fewest characters of a secret that is given by an operator.
pub const SECRET_MIN: usize = 16;
/// Most characters of a secret, name or other single value.
pub const SECRET_MAX: usize = 512;
/// Most characters of a name that people see.
const NAME_MAX: usize = 200;
/// Most languages of one member.
const LANGUAGES_MAX: usize = 50;
/// Most values in one list.
const LIST_MAX: usize = 100;

/// RFC 7591 §3.2.2: which of its error codes a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataErrorCode {
    /// A value of `redirect_uris`.
    RedirectUri,
    /// Any other member.
    Metadata,
}

impl MetadataErrorCode {
    /// The registered code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RedirectUri => "invalid_redirect_uri",
            Self::Metadata => "invalid_client_metadata",
        }
    }
}

/// A member that must be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError {
    /// The member.
    pub member: &'static str,
    /// The code for the wire.
    pub code: MetadataErrorCode,
    /// What is wrong and by which rule; never the value.
    pub text: String,
}

impl MetadataError {
    fn new(member: &'static str, text: impl Into<String>) -> Self {
        Self { member, code: MetadataErrorCode::Metadata, text: text.into() }
    }
}

/// Every rule that the metadata breaks.
pub fn check(metadata: &ClientMetadata) -> Vec<MetadataError> {
    let mut problems = Vec::new();
    grants(metadata, &mut problems);
    redirects::check(metadata, &mut problems);
    uris::check(metadata, &mut problems);
    logout::check(metadata, &mut problems);
    problems.extend(subject::check(metadata).err().map(|why| MetadataError::new("subject_type", why)));
    keys::check(metadata, &mut problems);
    crypto::check(metadata, &mut problems);
    values(metadata, &mut problems);
    problems
}

/// RFC 7591 §2.1: grant types and response types belong together.
fn grants(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    let mut add = |member, text: &str| problems.push(MetadataError::new(member, text));
    let has = |grant| metadata.grant_types.contains(&grant);
    let public = metadata.token_endpoint_auth_method == AuthMethod::None;
    let code = metadata.response_types.iter().any(|one| one.has_code());
    let front = metadata.response_types.iter().any(|one| one.is_front_channel());
    if has(GrantType::AuthorizationCode) && !code {
        add("response_types", "grant type authorization_code goes with response type code (RFC 7591 section 2.1)");
    }
    if code && !has(GrantType::AuthorizationCode) {
        add("grant_types", "response type code goes with grant type authorization_code (RFC 7591 section 2.1)");
    }
    if has(GrantType::Implicit) && !front {
        add(
            "response_types",
            "grant type implicit goes with a response type that holds id_token or token (OIDC Registration section 2)",
        );
    }
    if front && !has(GrantType::Implicit) {
        add(
            "grant_types",
            "response types that hold id_token or token go with grant type implicit (OIDC Registration section 2)",
        );
    }
    if metadata.grant_types.is_empty() {
        add("grant_types", "it must name at least one grant type (RFC 7591 section 2)");
    }
    if has(GrantType::RefreshToken) && !has(GrantType::AuthorizationCode) {
        add("grant_types", "refresh_token needs a grant that issues one: authorization_code (RFC 6749 section 6)");
    }
    if has(GrantType::ClientCredentials) && public {
        // RFC 6749 §4.4: MUST only be used by confidential clients.
        add("grant_types", "client_credentials is for clients that authenticate (RFC 6749 section 4.4)");
    }
    if has(GrantType::TokenExchange) && public {
        // RFC 8693 §5: whoever holds the token of a client that does not authenticate could exchange it.
        add("grant_types", "token exchange is for clients that authenticate (RFC 8693 section 5)");
    }
    if public && !metadata.rotate_refresh_tokens {
        // RFC 9700 §2.2.2: MUST be sender-constrained or use rotation; and we bind none to a key.
        add("rotate_refresh_tokens", "refresh tokens of public clients always rotate (RFC 9700 section 2.2.2)");
    }
    if public && metadata.require_pkce != RequirePkce::Always {
        // RFC 9700 §2.1.1: public clients MUST use PKCE.
        add("require_pkce", "PKCE is always required of public clients (RFC 9700 section 2.1.1)");
    }
}

fn values(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    let mut add = |member, text: String| problems.push(MetadataError::new(member, text));
    let mut names_shown = vec![("client_name", metadata.client_name.as_deref())];
    let localized = metadata.extra.iter().filter(|(name, _)| name.starts_with("client_name#"));
    for base in LOCALIZED {
        let spoken = metadata.extra.keys().filter(|name| name.split_once('#').is_some_and(|(one, _)| one == base));
        if spoken.count() > LANGUAGES_MAX {
            add(base, format!("more than {LANGUAGES_MAX} languages are not taken (RFC 7591 section 2.2)"));
        }
    }
    names_shown.extend(localized.map(|(_, value)| ("client_name", value.as_str())));
    for (member, name) in names_shown.into_iter().filter_map(|(member, name)| Some((member, name?))) {
        if !is_name(name, NAME_MAX) {
            add(member, format!("it must be {}", name_rule(NAME_MAX)));
        }
    }
    if !metadata.contacts.iter().all(|one| is_line(one, SECRET_MAX)) || metadata.contacts.len() > LIST_MAX {
        add("contacts", "each must be a line of text, most often an e-mail address (RFC 7591 section 2)".to_owned());
    }
    if metadata.scope.as_deref().is_some_and(|scope| Scopes::parse(scope).is_err()) {
        add("scope", "it must be at most 200 scope tokens separated by spaces (RFC 6749 section 3.3)".to_owned());
    }
    if metadata.default_max_age.is_some_and(|age| age < 0) {
        add("default_max_age", "it must not be negative (OIDC Registration section 2)".to_owned());
    }
    let acr_fits = |one: &String| is_line(one, SECRET_MAX) && !one.contains(' ');
    if !metadata.default_acr_values.iter().all(acr_fits) || metadata.default_acr_values.len() > LIST_MAX {
        add("default_acr_values", "each must be a value without spaces (OIDC Registration section 2)".to_owned());
    }
}

/// A given client identifier.
///
/// # Errors
/// The problem.
pub fn check_id(id: &str) -> Result<(), MetadataError> {
    // RFC 6749 §A.1: VSCHAR; without the space, which nobody sees.
    let fits = (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    if fits {
        return Ok(());
    }
    Err(MetadataError::new("client_id", "it must be 1 to 255 visible ASCII characters (RFC 6749 appendix A.1)"))
}

/// A given client secret, for a client with this metadata.
///
/// # Errors
/// The problem.
pub fn check_secret(secret: &str, metadata: &ClientMetadata) -> Result<(), MetadataError> {
    let refuse = |text: String| Err(MetadataError::new("client_secret", text));
    let method = metadata.token_endpoint_auth_method;
    if !uses_secret(method) {
        return refuse(format!("a client with token_endpoint_auth_method {method} has no secret"));
    }
    // RFC 6749 §A.2: VSCHAR
    if !secret.bytes().all(|byte| matches!(byte, 0x20..=0x7E)) || secret.len() > SECRET_MAX {
        return refuse(format!("it must be at most {SECRET_MAX} printable ASCII characters (RFC 6749 appendix A.2)"));
    }
    let (least, rule) = match (method, metadata.token_endpoint_auth_signing_alg.as_deref()) {
        // RFC 7518 §3.2: a key of the same size as the hash output or larger MUST be used.
        (AuthMethod::SecretJwt, Some("HS512")) => (64, "RFC 7518 section 3.2 for HS512"),
        (AuthMethod::SecretJwt, Some("HS384")) => (48, "RFC 7518 section 3.2 for HS384"),
        (AuthMethod::SecretJwt, _) => (32, "RFC 7518 section 3.2"),
        _ => (SECRET_MIN, "RFC 6749 section 10.10"),
    };
    if secret.len() < least {
        return refuse(format!("it must have at least {least} characters ({rule})"));
    }
    Ok(())
}

/// Whether a method proves the client by a shared secret.
pub const fn uses_secret(method: AuthMethod) -> bool {
    match method {
        AuthMethod::Basic | AuthMethod::Post | AuthMethod::SecretJwt => true,
        AuthMethod::PrivateKeyJwt | AuthMethod::None => false,
    }
}

fn names(algs: &[SigAlg]) -> String {
    algs.iter().map(|alg| alg.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
