//! Clients that register themselves: what they may ask for, and what they are told
//! (RFC 7591 §2, §3.2.1, OIDC Registration §2, §3.2).
//!
//! Members that are ours alone (`require_pkce`, `allowed_resources`, …) would let a stranger give
//! itself more than the operator meant: they are not understood here, so they are left out.

mod grants;

use serde_json::{Map, Value, json};
use url::Url;

use super::{Code, Problem, check, read};
use crate::protocol::{
    client::{ApplicationType, AuthMethod, Client, ClientMetadata, GrantType},
    response_type::ResponseType,
    scope::{self, Scopes},
};

/// Members that only an operator sets.
const OURS: [&str; 7] = [
    "allowed_origins",
    "allowed_resources",
    "allowed_schemes",
    "allowed_http_hosts",
    "claims_in_id_token",
    "rotate_refresh_tokens",
    "require_pkce",
];

/// Members of an answer that are no metadata (RFC 7591 §3.2.1, RFC 7592 §2.2).
pub const ANSWERED: [&str; 4] =
    ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];

/// What the operator leaves to such clients.
#[derive(Debug, Clone, Copy)]
pub struct Permitted<'a> {
    /// Grant types.
    pub grant_types: &'a [GrantType],
    /// Private-use schemes without a dot.
    pub schemes: &'a [&'a str],
    /// Whether confidential clients must use PKCE.
    pub require_pkce: bool,
    /// Our own web origin, where no client lives.
    pub own_origin: &'a str,
    /// What was registered before, where it is replaced.
    pub before: Option<&'a ClientMetadata>,
}

/// What is registered of what a client says of itself.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The metadata.
    pub metadata: ClientMetadata,
    /// Grant types that were asked for and left out.
    pub left_out: Vec<String>,
}

/// Reads and checks what a client says of itself.
///
/// # Errors
/// Every member that must be corrected.
pub fn metadata(members: &Map<String, Value>, permitted: &Permitted<'_>) -> Result<Accepted, Vec<Problem>> {
    let mut members = members.clone();
    for name in OURS {
        members.remove(name);
    }
    fill_in(&mut members);
    let mut left_out = grants::close(&mut members, permitted)?;
    let mut metadata = read(&members)?.metadata;
    left_out.extend(grants::drop_idle(&mut metadata));
    let is_public = |one: &ClientMetadata| one.token_endpoint_auth_method == AuthMethod::None;
    let mut require_pkce = permitted.require_pkce;
    // Nobody agrees on behalf of an API to what a stranger asks of it.
    metadata.allowed_resources = Some(Vec::new());
    // RFC 7592 §2.2: an update replaces what the client registered; what its operator set is not that.
    if let Some(before) = permitted.before {
        metadata.allowed_origins.clone_from(&before.allowed_origins);
        metadata.allowed_resources.clone_from(&before.allowed_resources);
        metadata.claims_in_id_token = before.claims_in_id_token;
        metadata.allowed_schemes.clone_from(&before.allowed_schemes);
        metadata.rotate_refresh_tokens = before.rotate_refresh_tokens;
        if !is_public(before) {
            require_pkce = before.require_pkce;
        }
    }
    allow_schemes(&mut metadata, permitted.schemes);
    metadata.require_pkce = is_public(&metadata) || require_pkce;
    metadata.scope = Some(scopes(metadata.scope.as_deref(), permitted.before));
    let mut problems = check(&metadata);
    own_rules(&metadata, permitted, &mut problems);
    if problems.is_empty() { Ok(Accepted { metadata, left_out }) } else { Err(problems) }
}

/// Writes down which of the open schemes the client uses, so that it keeps them.
fn allow_schemes(metadata: &mut ClientMetadata, open: &[&str]) {
    let used = |scheme: &str| {
        let all = metadata.redirect_uris.iter().chain(&metadata.post_logout_redirect_uris);
        all.filter_map(|uri| uri.split_once(':')).any(|(begin, _)| begin.eq_ignore_ascii_case(scheme))
    };
    let fresh = |scheme: &&str| used(scheme) && !metadata.allowed_schemes.iter().any(|known| known == scheme);
    let fresh: Vec<String> = open.iter().copied().filter(fresh).map(str::to_owned).collect();
    metadata.allowed_schemes.extend(fresh);
}

/// RFC 7591 §2.1: grant types follow from the response types where they were left out.
fn fill_in(members: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = members.get("response_types") else { return };
    if members.get("grant_types").is_some_and(|value| !value.is_null()) {
        return;
    }
    let asked = types.iter().filter_map(Value::as_str).filter_map(ResponseType::parse);
    let mut grants: Vec<&str> = asked.flat_map(ResponseType::needs).map(GrantType::as_str).collect();
    grants.sort_unstable();
    grants.dedup();
    if !grants.is_empty() {
        members.insert("grant_types".to_owned(), json!(grants));
    }
}

/// RFC 7591 §2: the server may restrict `scope`; what is not ours to give is left out, unless the
/// operator gave it before.
fn scopes(asked: Option<&str>, before: Option<&ClientMetadata>) -> String {
    let before = before.and_then(|before| Scopes::parse(before.scope.as_deref()?).ok()).unwrap_or_default();
    match asked.map(Scopes::parse) {
        None => {
            let given = before.iter().filter(|name| !scope::is_standard(name));
            Scopes::of(scope::STANDARD.iter().map(|one| one.name).chain(given)).to_string()
        }
        // Broken text is told by the rules that follow.
        Some(Err(_)) => "\"".to_owned(),
        Some(Ok(asked)) => asked.filter(|name| scope::is_standard(name) || before.has(name)).to_string(),
    }
}

fn own_rules(metadata: &ClientMetadata, permitted: &Permitted<'_>, problems: &mut Vec<Problem>) {
    for (at, uri) in metadata.redirect_uris.iter().enumerate() {
        if Url::parse(uri).is_ok_and(|url| url.origin().ascii_serialization() == permitted.own_origin) {
            let text = format!("number {}: it is an address of this server itself (RFC 9700 section 2.1)", at + 1);
            problems.push(Problem { member: "redirect_uris", code: Code::RedirectUri, text });
        }
    }
    let web = metadata.application_type == ApplicationType::Web;
    if web && metadata.grant_types.contains(&GrantType::Implicit) {
        for (at, uri) in metadata.redirect_uris.iter().enumerate() {
            let fits = Url::parse(uri).is_ok_and(|url| url.scheme() == "https" && url.host_str() != Some("localhost"));
            if !fits {
                // OIDC Registration §2 application_type
                let text = format!(
                    "number {}: a web client with grant type implicit uses https and not localhost (OIDC Registration section 2)",
                    at + 1
                );
                problems.push(Problem { member: "redirect_uris", code: Code::RedirectUri, text });
            }
        }
    }
}

/// The metadata of a client as it is told to itself.
pub fn told(client: &Client) -> Map<String, Value> {
    let Ok(Value::Object(mut members)) = serde_json::to_value(&client.metadata) else { return Map::new() };
    for name in OURS {
        members.remove(name);
    }
    members.insert("client_id".into(), json!(client.id));
    members.insert("client_id_issued_at".into(), json!(client.created_at));
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Permitted<'_> = Permitted {
        grant_types: &[GrantType::AuthorizationCode, GrantType::Implicit, GrantType::RefreshToken],
        schemes: &["cursor"],
        require_pkce: false,
        own_origin: "https://op.example",
        before: None,
    };

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(members) = value else { panic!("not an object") };
        members
    }

    fn wrong(members: Value) -> Vec<(&'static str, Code)> {
        let problems = metadata(&object(members), &ANY).unwrap_err();
        problems.into_iter().map(|one| (one.member, one.code)).collect()
    }

    // RFC 7591 §2: a stranger gives itself nothing that the operator keeps.
    #[test]
    fn what_is_ours_to_give_is_not_taken() {
        let asked = object(json!({
            "redirect_uris": ["https://a.example/cb"], "require_pkce": false, "rotate_refresh_tokens": false,
            "claims_in_id_token": true, "allowed_origins": ["https://evil.example"], "allowed_resources": ["https://api.example"],
            "allowed_schemes": ["evil"], "allowed_http_hosts": ["192.168.1.20"], "scope": "openid email admin"
        }));
        let read = metadata(&asked, &Permitted { require_pkce: true, ..ANY }).unwrap().metadata;
        assert!(read.allowed_schemes.is_empty() && read.allowed_http_hosts.is_empty());
        assert!(read.require_pkce && read.rotate_refresh_tokens && read.allowed_origins.is_empty());
        assert!(!read.claims_in_id_token);
        assert_eq!((read.allowed_resources, read.scope.as_deref()), (Some(vec![]), Some("openid email")));
        let public = json!({"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "none"});
        assert!(metadata(&object(public), &ANY).unwrap().metadata.require_pkce);
    }

    // RFC 7592 §2.2
    #[test]
    fn an_update_keeps_what_the_operator_gave() {
        let asked = |members: Value| object(members);
        let plain = json!({"redirect_uris": ["https://a.example/cb"]});
        let mut before = metadata(&asked(plain.clone()), &ANY).unwrap().metadata;
        before.allowed_resources = Some(vec!["https://api.example/".into()]);
        before.allowed_origins = vec!["https://a.example:444".into()];
        before.scope = Some("openid read".into());
        before.require_pkce = true;
        before.claims_in_id_token = true;
        let permitted = Permitted { before: Some(&before), ..ANY };
        let after = metadata(&asked(plain), &permitted).unwrap().metadata;
        assert_eq!(
            (&after.allowed_resources, &after.allowed_origins),
            (&before.allowed_resources, &before.allowed_origins)
        );
        assert!(after.claims_in_id_token);
        assert!(after.require_pkce && after.scope.as_deref().is_some_and(|scope| scope.ends_with(" read")));
        let asking = json!({"redirect_uris": ["https://a.example/cb"], "scope": "openid read write"});
        assert_eq!(metadata(&asked(asking), &permitted).unwrap().metadata.scope.as_deref(), Some("openid read"));
        // A public client that learned to keep a secret is like any other.
        before.token_endpoint_auth_method = AuthMethod::None;
        let after = metadata(
            &asked(json!({"redirect_uris": ["https://a.example/cb"]})),
            &Permitted { before: Some(&before), ..ANY },
        );
        assert!(!after.unwrap().metadata.require_pkce);
    }

    // RFC 9700 §2.2.2: what an operator set for a client with a secret does not follow it when it gives it up.
    #[test]
    fn a_client_whose_refresh_tokens_stay_cannot_turn_public() {
        let mut before = metadata(&object(json!({"redirect_uris": ["https://a.example/cb"]})), &ANY).unwrap().metadata;
        before.rotate_refresh_tokens = false;
        let permitted = Permitted { before: Some(&before), ..ANY };
        let turned = json!({"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "none"});
        let problems = metadata(&object(turned), &permitted).unwrap_err();
        assert_eq!(problems.iter().map(|one| one.member).collect::<Vec<_>>(), ["rotate_refresh_tokens"]);
        assert!(problems[0].text.contains("RFC 9700 section 2.2.2"), "{}", problems[0].text);
    }

    // RFC 8252 §7.1
    #[test]
    fn the_schemes_that_the_operator_opened_are_kept_by_those_who_use_them() {
        let asked = |uri: &str| object(json!({"redirect_uris": [uri], "token_endpoint_auth_method": "none"}));
        let made = metadata(&asked("cursor://anysphere/cb"), &ANY).unwrap().metadata;
        assert_eq!(made.allowed_schemes, ["cursor"]);
        // Closed since: who has it keeps it, and nobody else gets it.
        let closed = Permitted { schemes: &[], ..ANY };
        let again = metadata(&asked("cursor://anysphere/2"), &Permitted { before: Some(&made), ..closed }).unwrap();
        assert_eq!(again.metadata.allowed_schemes, ["cursor"]);
        let problems = metadata(&asked("cursor://anysphere/cb"), &closed).unwrap_err();
        assert!(problems[0].text.contains("the operator allows by name"), "{}", problems[0].text);
        assert_eq!(metadata(&asked("http://127.0.0.1/cb"), &ANY).unwrap().metadata.allowed_schemes, [""; 0]);
    }

    // RFC 7591 §2.1
    #[test]
    fn grant_types_follow_from_response_types() {
        let grants = |types: Value| {
            let asked = json!({"redirect_uris": ["https://a.example/cb"], "response_types": types});
            metadata(&object(asked), &ANY).unwrap().metadata.grant_types
        };
        assert_eq!(grants(json!(["id_token"])), [GrantType::Implicit]);
        assert_eq!(grants(json!(["code id_token"])), [GrantType::AuthorizationCode, GrantType::Implicit]);
        assert_eq!(grants(json!(["code"])), [GrantType::AuthorizationCode]);
    }

    // OIDC Registration §2, RFC 7591 §3.2.2
    #[test]
    fn each_rule_has_its_code() {
        for (members, expected) in [
            (json!({}), ("redirect_uris", Code::RedirectUri)),
            (json!({"redirect_uris": ["https://op.example/logout"]}), ("redirect_uris", Code::RedirectUri)),
            (json!({"redirect_uris": ["https://a.example/cb#x"]}), ("redirect_uris", Code::RedirectUri)),
            (
                json!({"redirect_uris": ["https://localhost/cb"], "response_types": ["id_token"]}),
                ("redirect_uris", Code::RedirectUri),
            ),
            (
                json!({"redirect_uris": ["https://a.example/cb"], "grant_types": ["client_credentials"]}),
                ("grant_types", Code::Metadata),
            ),
            (json!({"redirect_uris": ["https://a.example/cb"], "scope": "a\"b"}), ("scope", Code::Metadata)),
            (
                json!({"redirect_uris": ["https://a.example/cb"], "initiate_login_uri": "http://a.example/"}),
                ("initiate_login_uri", Code::Metadata),
            ),
        ] {
            assert_eq!(wrong(members.clone()), [expected], "{members}");
        }
    }
}
