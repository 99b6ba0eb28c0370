//! What an operator changes about a client, and what of that the client cannot undo.
//!
//! 1. [`changed`] puts the operator's members above those that are there.
//! 2. [`noted`] keeps the operator's word beside a client that registered itself.
//! 3. [`held_to`] and [`Limits`] hold a later update by the client to that word (RFC 7592 §2.2: a
//!    server may replace what is asked for, and answers what counts).

use serde_json::{Map, Value};

use super::{KNOWN, MetadataError, Read, read};
use crate::{
    client::{AuthMethod, ClientMetadata, GrantType},
    response_type::ResponseType,
    scope::Scopes,
};

/// Members that only an operator sets: a client neither sends nor sees them.
pub const OURS: [&str; 11] = [
    "allowed_origins",
    "allowed_resources",
    "allowed_schemes",
    "allowed_http_hosts",
    "claims_in_id_token",
    "organization_in_groups",
    "rotate_refresh_tokens",
    "refresh_tokens",
    "required_acr_values",
    "require_pkce",
    "upstream_tokens",
];

/// Addresses, keys and what an app says of itself: they change with the app, so an update by the client
/// counts even where its operator wrote them last.
const THE_APPS: [&str; 18] = [
    "redirect_uris",
    "post_logout_redirect_uris",
    "sector_identifier_uri",
    "jwks",
    "jwks_uri",
    "request_uris",
    "initiate_login_uri",
    "backchannel_logout_uri",
    "backchannel_logout_session_required",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "client_uri",
    "policy_uri",
    "tos_uri",
    "contacts",
    "software_id",
    "software_version",
    "software_statement",
];

/// Members within whose value a client may still ask for less.
const LIMITS: [&str; 3] = ["scope", "grant_types", "response_types"];

/// Whether an operator can have the last word on a member.
pub fn is_operators(member: &str) -> bool {
    let base = member.split_once('#').map_or(member, |(base, _)| base);
    KNOWN.iter().any(|(known, _)| *known == base) && !THE_APPS.contains(&base)
}

/// Metadata with an operator's members above it; null removes one (RFC 7396).
///
/// # Errors
/// Every member of a wrong type or value.
pub fn changed(before: &ClientMetadata, members: &Map<String, Value>) -> Result<Read, Vec<MetadataError>> {
    let mut all = object(before);
    let becomes_public = members.get("token_endpoint_auth_method").is_some_and(|one| one == AuthMethod::None.as_str());
    if becomes_public && !members.contains_key("require_pkce") {
        // The rule of a client that kept a secret does not fit one that has none any more.
        all.remove("require_pkce");
    }
    for (name, value) in members {
        if value.is_null() {
            all.remove(name);
        } else {
            all.insert(name.clone(), value.clone());
        }
    }
    read(&all)
}

/// The operator's word after a change: what it named, as it now stands, above what it said before.
pub fn noted(
    before: &Map<String, Value>,
    changes: &Map<String, Value>,
    released: &[String],
    now: &ClientMetadata,
) -> Map<String, Value> {
    let stands = object(now);
    let mut all = before.clone();
    for name in changes.keys().filter(|name| is_operators(name)) {
        match stands.get(name) {
            Some(value) => all.insert(name.clone(), value.clone()),
            // Without a value there is nothing to ask less of.
            None if LIMITS.contains(&name.as_str()) => all.remove(name),
            None => all.insert(name.clone(), Value::Null),
        };
    }
    all.retain(|name, _| !released.contains(name));
    all
}

/// What a client sends in an update, with the operator's word above it. [`Limits`] are applied to what is
/// read from it.
pub fn held_to(word: &Map<String, Value>, sent: &mut Map<String, Value>) {
    if word.contains_key("client_name") {
        // A name in another language would stand beside the operator's.
        sent.retain(|name, _| !name.starts_with("client_name#"));
    }
    for (name, value) in word.iter().filter(|(name, _)| !LIMITS.contains(&name.as_str())) {
        if value.is_null() {
            sent.remove(name);
        } else {
            sent.insert(name.clone(), value.clone());
        }
    }
}

/// Beyond what a client cannot register, because its operator said so.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Scopes it may ask for.
    pub scopes: Option<Scopes>,
    grant_types: Option<Vec<GrantType>>,
    response_types: Option<Vec<ResponseType>>,
}

impl Limits {
    /// The limits in an operator's word.
    pub fn of(word: &Map<String, Value>) -> Self {
        let list = |name: &str| word.get(name).cloned();
        Self {
            scopes: word.get("scope").and_then(Value::as_str).and_then(|text| Scopes::parse(text).ok()),
            grant_types: list("grant_types").and_then(|value| serde_json::from_value(value).ok()),
            response_types: list("response_types").and_then(|value| serde_json::from_value(value).ok()),
        }
    }

    /// Leaves out grant and response types beyond them; where nothing is left, they themselves stand.
    pub fn apply(&self, metadata: &mut ClientMetadata) {
        let fewer_grants = keep(&mut metadata.grant_types, self.grant_types.as_deref());
        let fewer_types = keep(&mut metadata.response_types, self.response_types.as_deref());
        if fewer_grants || fewer_types {
            fit_together(metadata);
        }
    }
}

/// Leaves out of a list what is not allowed, and answers whether that left a shorter one. Where nothing
/// is left, what is allowed stands; whether it fits the rest is for the rules of RFC 7591 §2.1 to say.
fn keep<T: Copy + PartialEq>(list: &mut Vec<T>, allowed: Option<&[T]>) -> bool {
    let Some(allowed) = allowed else { return false };
    let had = list.len();
    list.retain(|one| allowed.contains(one));
    let fewer = list.len() < had && !list.is_empty();
    if list.is_empty() {
        allowed.clone_into(list);
    }
    fewer
}

/// RFC 7591 §2.1: what was left out of one list takes with it what needs it in the other.
fn fit_together(metadata: &mut ClientMetadata) {
    let grants = metadata.grant_types.clone();
    metadata.response_types.retain(|one| one.needs().all(|grant| grants.contains(&grant)));
    let needed: Vec<GrantType> = metadata.response_types.iter().flat_map(|one| one.needs()).collect();
    let redirecting = [GrantType::AuthorizationCode, GrantType::Implicit];
    metadata.grant_types.retain(|one| !redirecting.contains(one) || needed.contains(one));
}

/// Metadata by its registered names.
pub(super) fn object(metadata: &ClientMetadata) -> Map<String, Value> {
    match serde_json::to_value(metadata) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        let Value::Object(members) = value else { panic!("not an object") };
        members
    }

    fn client() -> ClientMetadata {
        read(&map(json!({
            "redirect_uris": ["https://a.example/cb"], "client_name": "A", "default_max_age": 60,
            "grant_types": ["authorization_code", "refresh_token"], "scope": "openid email"
        })))
        .unwrap()
        .metadata
    }

    #[test]
    fn an_operators_word_is_what_it_named_until_it_is_released() {
        let change = map(json!({"scope": "openid", "client_name": "B", "default_max_age": null, "jwks_uri": null}));
        let now = changed(&client(), &change).unwrap().metadata;
        let word = noted(&Map::new(), &change, &[], &now);
        assert_eq!(
            Value::Object(word.clone()),
            json!({"scope": "openid", "client_name": "B", "default_max_age": null})
        );
        // The same again, or a limit that was lifted, or a member given back.
        let lifted = map(json!({"scope": null}));
        let later = changed(&now, &lifted).unwrap().metadata;
        let word = noted(&word, &lifted, &["default_max_age".to_owned()], &later);
        assert_eq!(Value::Object(word), json!({"client_name": "B"}));
    }

    #[test]
    fn what_the_app_says_of_itself_stays_its_own() {
        for (member, expected) in [
            ("scope", true),
            ("client_name", true),
            ("client_name#de", true),
            ("require_pkce", true),
            ("subject_type", true),
            ("redirect_uris", false),
            ("jwks_uri", false),
            ("tos_uri#de", false),
            ("unheard_of", false),
        ] {
            assert_eq!(is_operators(member), expected, "{member}");
        }
        assert!(OURS.iter().all(|one| is_operators(one)));
    }

    #[test]
    fn a_later_update_is_held_to_it() {
        let word = map(json!({"client_name": "B", "default_max_age": null, "scope": "openid"}));
        let mut sent =
            map(json!({"client_name": "Bank", "client_name#de": "Bank", "default_max_age": 0, "scope": "x"}));
        held_to(&word, &mut sent);
        assert_eq!(Value::Object(sent), json!({"client_name": "B", "scope": "x"}));
    }

    // RFC 7591 §2.1
    #[test]
    fn limits_leave_lists_that_fit_together() {
        let limits = Limits::of(&map(json!({"grant_types": ["authorization_code"]})));
        let asked = json!({
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "response_types": ["code", "code id_token", "id_token"]
        });
        let mut metadata = read(&map(asked)).unwrap().metadata;
        limits.apply(&mut metadata);
        assert_eq!(
            (metadata.grant_types, metadata.response_types),
            (vec![GrantType::AuthorizationCode], vec![ResponseType::Code])
        );
        // Nothing that is asked for is allowed: what the operator left stands.
        let mut metadata = read(&map(json!({"grant_types": ["client_credentials"]}))).unwrap().metadata;
        limits.apply(&mut metadata);
        assert_eq!(metadata.grant_types, [GrantType::AuthorizationCode]);
    }

    #[test]
    fn a_client_that_becomes_public_must_use_pkce() {
        let change = map(json!({"token_endpoint_auth_method": "none"}));
        assert_eq!(changed(&client(), &change).unwrap().metadata.require_pkce.as_str(), "always");
        let change = map(json!({"token_endpoint_auth_method": "none", "require_pkce": "never"}));
        assert_eq!(changed(&client(), &change).unwrap().metadata.require_pkce.as_str(), "never");
    }
}
