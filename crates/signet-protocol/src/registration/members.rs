//! Members of client metadata as JSON.

use std::hash::Hash;

use serde_json::{Map, Value};

use super::{MetadataError, logout};
use crate::{
    client::{ApplicationType, AuthMethod, ClientMetadata, GrantType, RefreshTokens},
    distinct::distinct,
    require_pkce::RequirePkce,
    response_type::ResponseType,
};

/// Members that are understood, each with what it must be.
pub const KNOWN: &[(&str, &str)] = &[
    ("redirect_uris", STRINGS),
    ("post_logout_redirect_uris", STRINGS),
    ("token_endpoint_auth_method", "one of the supported methods"),
    ("token_endpoint_auth_signing_alg", STRING),
    ("grant_types", "an array of supported grant types"),
    ("response_types", "an array of supported response types"),
    ("application_type", "one of web, native"),
    ("client_name", STRING),
    ("client_uri", STRING),
    ("logo_uri", STRING),
    ("policy_uri", STRING),
    ("tos_uri", STRING),
    ("contacts", STRINGS),
    ("scope", STRING),
    ("jwks", "a JWK Set (RFC 7517 section 5)"),
    ("jwks_uri", STRING),
    ("subject_type", "one of public, pairwise"),
    ("sector_identifier_uri", STRING),
    ("id_token_signed_response_alg", STRING),
    ("id_token_encrypted_response_alg", STRING),
    ("id_token_encrypted_response_enc", STRING),
    ("userinfo_signed_response_alg", STRING),
    ("userinfo_encrypted_response_alg", STRING),
    ("userinfo_encrypted_response_enc", STRING),
    ("introspection_signed_response_alg", STRING),
    ("introspection_encrypted_response_alg", STRING),
    ("introspection_encrypted_response_enc", STRING),
    ("request_object_signing_alg", STRING),
    ("request_object_encryption_alg", STRING),
    ("request_object_encryption_enc", STRING),
    ("request_uris", STRINGS),
    ("require_signed_request_object", BOOLEAN),
    ("initiate_login_uri", STRING),
    ("backchannel_logout_uri", STRING),
    ("backchannel_logout_session_required", BOOLEAN),
    ("frontchannel_logout_uri", STRING),
    ("frontchannel_logout_session_required", BOOLEAN),
    ("software_id", STRING),
    ("software_version", STRING),
    ("software_statement", STRING),
    ("default_max_age", "a whole number of seconds"),
    ("require_auth_time", BOOLEAN),
    ("default_acr_values", STRINGS),
    ("required_acr_values", STRINGS),
    ("allowed_origins", STRINGS),
    ("allowed_resources", STRINGS),
    ("upstream_tokens", STRINGS),
    ("claims_in_id_token", BOOLEAN),
    ("organization_in_groups", BOOLEAN),
    ("allowed_schemes", STRINGS),
    ("allowed_http_hosts", STRINGS),
    ("rotate_refresh_tokens", BOOLEAN),
    ("refresh_tokens", RefreshTokens::EXPECTED),
    ("require_pkce", RequirePkce::EXPECTED),
];

const BOOLEAN: &str = "true or false";
const STRING: &str = "a string";
const STRINGS: &str = "an array of strings";

/// RFC 7591 §2.2: members that may stand once for each language.
pub(super) const LOCALIZED: [&str; 5] = ["client_name", "client_uri", "logo_uri", "policy_uri", "tos_uri"];

/// Members that ask for a protection we do not have, with the one value that asks for none.
const PROTECTIONS: &[(&str, Option<&str>)] = &[
    ("authorization_signed_response_alg", None),
    ("require_pushed_authorization_requests", Some("false")),
    ("dpop_bound_access_tokens", Some("false")),
    ("tls_client_certificate_bound_access_tokens", Some("false")),
];

/// Metadata that was read, and what was not understood.
#[derive(Debug, Clone)]
pub struct Read {
    /// The metadata, defaults filled in; not yet held against the rules.
    pub metadata: ClientMetadata,
    /// Members that were left out.
    pub ignored: Vec<String>,
}

/// Reads a JSON object.
///
/// # Errors
/// Every member of a wrong type or value.
pub fn read(members: &Map<String, Value>) -> Result<Read, Vec<MetadataError>> {
    let (mut kept, mut ignored, mut problems) = (Map::new(), Vec::new(), Vec::new());
    for (name, value) in members {
        // RFC 7592 §2.2: null is the same as leaving it out.
        if value.is_null() {
            continue;
        }
        if let Some((member, expected)) = KNOWN.iter().copied().find(|(known, _)| known == name) {
            if let Some(why) = misfit(member, value, expected) {
                problems.push(MetadataError::new(member, why));
            } else {
                kept.insert(name.clone(), value.clone());
            }
        } else if let Some(member) = localized(name) {
            if value.is_string() {
                kept.insert(name.clone(), value.clone());
            } else {
                problems
                    .push(MetadataError::new(member, "it must be a string in every language (RFC 7591 section 2.2)"));
            }
        } else if let Some((member, harmless)) = PROTECTIONS.iter().copied().find(|(known, _)| known == name) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if Some(text.as_str()) != harmless {
                problems.push(MetadataError::new(
                    member,
                    "it is not supported, and leaving it out would weaken the client",
                ));
            }
        } else {
            // RFC 7591 §2: metadata that is not understood MUST be ignored.
            ignored.push(name.clone());
        }
    }
    fill_in(&mut kept);
    if !problems.is_empty() {
        return Err(problems);
    }
    match serde_json::from_value(Value::Object(kept)) {
        Ok(mut metadata) => {
            logout::tidy(&mut metadata);
            // Named twice, a value is still one.
            metadata.grant_types = without_repeats(&metadata.grant_types);
            metadata.response_types = without_repeats(&metadata.response_types);
            Ok(Read { metadata, ignored })
        }
        Err(_) => Err(vec![MetadataError::new("jwks", "the metadata cannot be read")]),
    }
}

fn without_repeats<T: Copy + Eq + Hash>(list: &[T]) -> Vec<T> {
    // There are no more values than members of the enum, so none is too many.
    distinct(list.iter().copied(), list.len()).unwrap_or_default()
}

/// Defaults that follow from other members. A client without a grant that redirects needs no response
/// type; OIDC Registration §2 would give it one. A confidential client may protect its code by a nonce.
fn fill_in(kept: &mut Map<String, Value>) {
    let redirecting = [GrantType::AuthorizationCode.as_str(), GrantType::Implicit.as_str()];
    let without = kept
        .get("grant_types")
        .and_then(Value::as_array)
        .is_some_and(|grants| grants.iter().all(|grant| !grant.as_str().is_some_and(|one| redirecting.contains(&one))));
    if without && !kept.contains_key("response_types") {
        kept.insert("response_types".to_owned(), Value::Array(Vec::new()));
    }
    if !kept.contains_key("require_pkce") {
        let public = kept.get("token_endpoint_auth_method").is_some_and(|one| one == AuthMethod::None.as_str());
        let rule = if public { RequirePkce::Always } else { RequirePkce::PkceOrNonce };
        kept.insert("require_pkce".to_owned(), Value::from(rule.as_str()));
    }
}

/// Why a value cannot be what its member holds.
fn misfit(member: &str, value: &Value, expected: &str) -> Option<String> {
    let alone = Map::from_iter([(member.to_owned(), value.clone())]);
    let fits = serde_json::from_value::<ClientMetadata>(Value::Object(alone)).is_ok();
    if fits {
        return None;
    }
    Some(match member {
        "token_endpoint_auth_method" => {
            format!("it must be one of {}", list(AuthMethod::ALL.iter().map(|one| one.as_str())))
        }
        "grant_types" => {
            format!("it must be an array with some of {}", list(GrantType::ALL.iter().map(|one| one.as_str())))
        }
        "response_types" => {
            format!("it must be an array with some of {}", list(ResponseType::ALL.iter().map(|one| one.as_str())))
        }
        "application_type" => {
            format!("it must be one of {}", list(ApplicationType::ALL.iter().map(|one| one.as_str())))
        }
        _ => format!("it must be {expected}"),
    })
}

fn list(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn localized(name: &str) -> Option<&'static str> {
    let (base, tag) = name.split_once('#')?;
    let tag_fits = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    LOCALIZED.into_iter().find(|known| *known == base && tag_fits)
}
