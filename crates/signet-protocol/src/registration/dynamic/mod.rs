//! Clients that register themselves: what they may ask for, and what they are told
//! (RFC 7591 §2, §3.2.1, OIDC Registration §2, §3.2).
//!
//! Members that are ours alone (`require_pkce`, `allowed_resources`, …) would let a stranger give
//! itself more than the operator meant: they are not understood here, so they are left out. What the
//! operator changed about a client counts above what the client sends later ([`super::operator`]).

mod grants;

use serde_json::{Map, Value, json};
use url::Url;

use super::{
    MetadataError, MetadataErrorCode, check,
    operator::{self, Limits, OURS},
    read,
};
use crate::{
    client::{ApplicationType, AuthMethod, Client, ClientMetadata, GrantType},
    require_pkce::RequirePkce,
    response_type::ResponseType,
    scope::{self, Scopes},
};

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
    /// When confidential clients must use PKCE.
    pub require_pkce: RequirePkce,
    /// Our own web origin, where no client lives.
    pub own_origin: &'a str,
    /// Scopes that are open to such clients beside those of OpenID Connect.
    pub open_scopes: &'a [String],
    /// The client as it stands, where it is changed.
    pub before: Option<&'a Client>,
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
pub fn metadata(members: &Map<String, Value>, permitted: &Permitted<'_>) -> Result<Accepted, Vec<MetadataError>> {
    let mut members = members.clone();
    put_ours(&mut members, permitted);
    fill_in(&mut members);
    let word = permitted.before.map(|before| &before.operator_set);
    if let Some(word) = word {
        operator::held_to(word, &mut members);
    }
    let mut left_out = grants::close(&mut members, permitted)?;
    let mut metadata = read(&members)?.metadata;
    let limits = word.map(Limits::of).unwrap_or_default();
    limits.apply(&mut metadata);
    left_out.extend(grants::drop_idle(&mut metadata));
    allow_schemes(&mut metadata, permitted.schemes);
    if metadata.token_endpoint_auth_method == AuthMethod::None {
        // RFC 9700 §2.1.1: public clients MUST use PKCE.
        metadata.require_pkce = RequirePkce::Always;
    }
    metadata.scope = scopes(metadata.scope.as_deref(), &limits, permitted);
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

/// RFC 7592 §2.2: an update replaces what the client registered; what its operator set is not that.
fn put_ours(members: &mut Map<String, Value>, permitted: &Permitted<'_>) {
    for name in OURS {
        members.remove(name);
    }
    // Nobody agrees on behalf of an API to what a stranger asks of it.
    members.insert("allowed_resources".to_owned(), json!([]));
    members.insert("require_pkce".to_owned(), json!(permitted.require_pkce));
    let Some(before) = permitted.before else { return };
    let stands = operator::object(&before.metadata);
    // A public client had no choice, unless its operator made one.
    let chosen = |name: &str| name != "require_pkce" || !before.is_public() || before.operator_set.contains_key(name);
    for name in OURS.into_iter().filter(|name| chosen(name)) {
        match stands.get(name) {
            Some(value) => members.insert(name.to_owned(), value.clone()),
            None => members.remove(name),
        };
    }
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

/// RFC 7591 §2: the server may restrict `scope`. What is not ours to give is left out, unless the operator
/// gave it; where the operator said what the client may ask for, that is all there is. Whoever asks for
/// nothing, or for nothing that there is, gets what such clients get: no list of its own.
fn scopes(asked: Option<&str>, limits: &Limits, permitted: &Permitted<'_>) -> Option<String> {
    let before = permitted.before.and_then(|before| Scopes::parse(before.metadata.scope.as_deref()?).ok());
    let before = before.unwrap_or_default();
    let open = |name: &str| scope::is_open(name) || permitted.open_scopes.iter().any(|one| one == name);
    let may = |name: &str| match &limits.scopes {
        Some(most) => most.has(name),
        None => open(name) || before.has(name),
    };
    match asked.map(Scopes::parse) {
        // Broken text is told by the rules that follow.
        Some(Err(_)) => return Some("\"".to_owned()),
        Some(Ok(asked)) => {
            let kept = asked.filter(may);
            if !kept.is_empty() {
                return Some(kept.to_string());
            }
        }
        None => {}
    }
    let given = before.filter(|name| !open(name));
    match &limits.scopes {
        Some(most) => Some(most.to_string()),
        None if given.is_empty() => None,
        None => Some(Scopes::of(scope::open().chain(given.iter())).to_string()),
    }
}

fn own_rules(metadata: &ClientMetadata, permitted: &Permitted<'_>, problems: &mut Vec<MetadataError>) {
    for (at, uri) in metadata.redirect_uris.iter().enumerate() {
        if Url::parse(uri).is_ok_and(|url| url.origin().ascii_serialization() == permitted.own_origin) {
            let text = format!("number {}: it is an address of this server itself (RFC 9700 section 2.1)", at + 1);
            problems.push(MetadataError { member: "redirect_uris", code: MetadataErrorCode::RedirectUri, text });
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
                problems.push(MetadataError { member: "redirect_uris", code: MetadataErrorCode::RedirectUri, text });
            }
        }
    }
}

/// The metadata of a client as it is told to itself, its identifier and secrets aside, where `open_scopes` are open to such clients.
pub fn described(client: &Client, open_scopes: &[String]) -> Map<String, Value> {
    let Ok(Value::Object(mut members)) = serde_json::to_value(&client.metadata) else { return Map::new() };
    for name in OURS {
        members.remove(name);
    }
    // RFC 7591 §3.2.1: what it got, also where it named none.
    members
        .entry("scope")
        .or_insert_with(|| json!(Scopes::of(scope::open().chain(open_scopes.iter().map(String::as_str))).to_string()));
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::time::Timestamp,
        client::{ClientId, ClientSource},
    };

    const ANY: Permitted<'_> = Permitted {
        grant_types: &[GrantType::AuthorizationCode, GrantType::Implicit, GrantType::RefreshToken],
        schemes: &["cursor"],
        require_pkce: RequirePkce::Never,
        own_origin: "https://op.example",
        open_scopes: &[],
        before: None,
    };

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(members) = value else { panic!("not an object") };
        members
    }

    fn wrong(members: Value) -> Vec<(&'static str, MetadataErrorCode)> {
        let problems = metadata(&object(members), &ANY).unwrap_err();
        problems.into_iter().map(|one| (one.member, one.code)).collect()
    }

    // RFC 7591 §2: a stranger gives itself nothing that the operator keeps.
    #[test]
    fn what_is_ours_to_give_is_not_taken() {
        let asked = object(json!({
            "redirect_uris": ["https://a.example/cb"], "require_pkce": false, "rotate_refresh_tokens": false,
            "claims_in_id_token": true, "organization_in_groups": true, "allowed_origins": ["https://evil.example"], "allowed_resources": ["https://api.example"],
            "allowed_schemes": ["evil"], "allowed_http_hosts": ["192.168.1.20"], "scope": "openid email admin"
        }));
        let read = metadata(&asked, &Permitted { require_pkce: RequirePkce::PkceOrNonce, ..ANY }).unwrap().metadata;
        assert!(read.allowed_schemes.is_empty() && read.allowed_http_hosts.is_empty());
        assert_eq!(read.require_pkce, RequirePkce::PkceOrNonce);
        assert!(read.rotate_refresh_tokens && read.allowed_origins.is_empty() && !read.claims_in_id_token);
        assert!(!read.organization_in_groups);
        assert_eq!((read.allowed_resources, read.scope.as_deref()), (Some(vec![]), Some("openid email")));
        let public = json!({"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "none"});
        assert_eq!(metadata(&object(public), &ANY).unwrap().metadata.require_pkce, RequirePkce::Always);
    }

    fn stored(metadata: ClientMetadata) -> Client {
        let issuer = crate::base::id::IssuerId::from_stored("iss_1");
        Client::new(ClientId::new("cli_1"), issuer, metadata, ClientSource::Registered, Timestamp(0))
    }

    // OIDC Core §5.4: what somebody may do elsewhere is not every stranger's to know.
    #[test]
    fn scopes_beyond_the_standard_ones_are_had_where_the_operator_opened_them() {
        let scopes = |asked: Option<&str>, open: &[&str]| {
            let mut members = json!({"redirect_uris": ["https://a.example/cb"]});
            if let Some(asked) = asked {
                members["scope"] = json!(asked);
            }
            let open: Vec<String> = open.iter().map(|one| (*one).to_owned()).collect();
            let read = metadata(&object(members), &Permitted { open_scopes: &open, ..ANY }).unwrap().metadata;
            described(&stored(read), &open)["scope"].as_str().unwrap().to_owned()
        };
        let standard = "openid profile email address phone offline_access organizations";
        assert_eq!(scopes(None, &[]), standard);
        assert_eq!(scopes(None, &["hr", "groups"]), format!("{standard} hr groups"));
        assert_eq!(scopes(Some("openid groups roles hr admin"), &[]), "openid");
        assert_eq!(scopes(Some("openid groups roles hr admin"), &["groups", "hr"]), "openid groups hr");
    }

    // RFC 7592 §2.2
    #[test]
    fn an_update_keeps_what_the_operator_gave() {
        let asked = |members: Value| object(members);
        let plain = json!({"redirect_uris": ["https://a.example/cb"]});
        let mut before = stored(metadata(&asked(plain.clone()), &ANY).unwrap().metadata);
        before.metadata.allowed_resources = Some(vec!["https://api.example/".into()]);
        before.metadata.allowed_origins = vec!["https://a.example:444".into()];
        before.metadata.scope = Some("openid read".into());
        before.metadata.require_pkce = RequirePkce::PkceOrNonce;
        before.metadata.claims_in_id_token = true;
        let permitted = Permitted { before: Some(&before), ..ANY };
        let after = metadata(&asked(plain.clone()), &permitted).unwrap().metadata;
        assert_eq!(
            (&after.allowed_resources, &after.allowed_origins),
            (&before.metadata.allowed_resources, &before.metadata.allowed_origins)
        );
        assert_eq!(after.require_pkce, RequirePkce::PkceOrNonce);
        assert!(after.scope.as_deref().is_some_and(|scope| scope.ends_with(" read")));
        let asking = json!({"redirect_uris": ["https://a.example/cb"], "scope": "openid read write"});
        assert_eq!(metadata(&asked(asking), &permitted).unwrap().metadata.scope.as_deref(), Some("openid read"));
        // A public client that learned to keep a secret is like any other, unless the operator spoke.
        before.metadata.token_endpoint_auth_method = AuthMethod::None;
        before.metadata.require_pkce = RequirePkce::Always;
        let after = |before: &Client| metadata(&asked(plain.clone()), &Permitted { before: Some(before), ..ANY });
        assert_eq!(after(&before).unwrap().metadata.require_pkce, RequirePkce::Never);
        before.operator_set = object(json!({"require_pkce": "always"}));
        assert_eq!(after(&before).unwrap().metadata.require_pkce, RequirePkce::Always);
    }

    // RFC 7592 §2.2: a server may replace what is asked for; an operator's word is no default to go back from.
    #[test]
    fn an_update_does_not_undo_what_the_operator_took() {
        let plain = json!({"redirect_uris": ["https://a.example/cb"], "client_name": "Bank", "client_name#de": "Bank"});
        let mut before = stored(metadata(&object(plain.clone()), &ANY).unwrap().metadata);
        let change = object(json!({
            "scope": "openid email", "grant_types": ["authorization_code"], "client_name": "Not the bank",
            "subject_type": "pairwise"
        }));
        before.metadata = operator::changed(&before.metadata, &change).unwrap().metadata;
        before.operator_set = operator::noted(&before.operator_set, &change, &[], &before.metadata);
        let permitted = Permitted { before: Some(&before), ..ANY };
        for (scope, expected) in
            [(None, "openid email"), (Some("openid profile email admin"), "openid email"), (Some("openid"), "openid")]
        {
            let mut asked = plain.clone();
            asked["grant_types"] = json!(["authorization_code", "refresh_token"]);
            asked["scope"] = json!(scope);
            let after = metadata(&object(asked), &permitted).unwrap().metadata;
            assert_eq!(after.scope.as_deref(), Some(expected), "{scope:?}");
            assert_eq!(after.grant_types, [GrantType::AuthorizationCode]);
            assert_eq!((after.client_name.as_deref(), after.extra.len()), (Some("Not the bank"), 0));
            assert_eq!(after.subject_type.as_str(), "pairwise");
        }
    }

    // RFC 9700 §2.2.2: what an operator set for a client with a secret does not follow it when it gives it up.
    #[test]
    fn a_client_whose_refresh_tokens_stay_cannot_turn_public() {
        let made = metadata(&object(json!({"redirect_uris": ["https://a.example/cb"]})), &ANY).unwrap().metadata;
        let mut before = stored(made);
        before.metadata.rotate_refresh_tokens = false;
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
        let made = stored(metadata(&asked("cursor://anysphere/cb"), &ANY).unwrap().metadata);
        assert_eq!(made.metadata.allowed_schemes, ["cursor"]);
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
            (json!({}), ("redirect_uris", MetadataErrorCode::RedirectUri)),
            (
                json!({"redirect_uris": ["https://op.example/logout"]}),
                ("redirect_uris", MetadataErrorCode::RedirectUri),
            ),
            (json!({"redirect_uris": ["https://a.example/cb#x"]}), ("redirect_uris", MetadataErrorCode::RedirectUri)),
            (
                json!({"redirect_uris": ["https://localhost/cb"], "response_types": ["id_token"]}),
                ("redirect_uris", MetadataErrorCode::RedirectUri),
            ),
            (
                json!({"redirect_uris": ["https://a.example/cb"], "grant_types": ["client_credentials"]}),
                ("grant_types", MetadataErrorCode::Metadata),
            ),
            (
                json!({"redirect_uris": ["https://a.example/cb"], "scope": "a\"b"}),
                ("scope", MetadataErrorCode::Metadata),
            ),
            (
                json!({"redirect_uris": ["https://a.example/cb"], "initiate_login_uri": "http://a.example/"}),
                ("initiate_login_uri", MetadataErrorCode::Metadata),
            ),
        ] {
            assert_eq!(wrong(members.clone()), [expected], "{members}");
        }
    }
}
