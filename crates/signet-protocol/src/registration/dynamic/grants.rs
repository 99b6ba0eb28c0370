//! Grant types that a stranger asks for and does not get (RFC 7591 §2, §3.2.1).

use serde_json::{Map, Value};

use super::{MetadataError, Permitted};
use crate::client::{ClientMetadata, GrantType};

/// Takes out what is unknown or not open here, and answers what it was.
///
/// # Errors
/// When nothing is left.
pub(super) fn close(
    members: &mut Map<String, Value>,
    permitted: &Permitted<'_>,
) -> Result<Vec<String>, Vec<MetadataError>> {
    let Some(Value::Array(asked)) = members.get_mut("grant_types") else { return Ok(Vec::new()) };
    let had = permitted.before.map_or(&[][..], |before| &before.metadata.grant_types);
    let is_open = |name: &str| {
        GrantType::parse(name).is_some_and(|one| permitted.grant_types.contains(&one) || had.contains(&one))
    };
    let mut left_out = Vec::new();
    asked.retain(|one| match one.as_str() {
        // RFC 7591 §3.2.1: the server may replace what was asked for, and tells what it registered.
        Some(name) if !is_open(name) => {
            left_out.push(name.to_owned());
            false
        }
        // What is no text is told by the rules that follow.
        _ => true,
    });
    if asked.is_empty() && !left_out.is_empty() {
        let open: Vec<&str> = permitted.grant_types.iter().map(|one| one.as_str()).collect();
        let text = format!(
            "none of these is open to clients that register themselves here; open are {} (RFC 7591 section 2)",
            open.join(", ")
        );
        return Err(vec![MetadataError::new("grant_types", text)]);
    }
    Ok(left_out)
}

/// Takes out what no response type of the client needs, and answers what it was.
pub(super) fn drop_idle(metadata: &mut ClientMetadata) -> Vec<String> {
    let types = &metadata.response_types;
    let has = |grant: GrantType| types.iter().any(|one| one.needs().any(|needed| needed == grant));
    let (code, implicit) = (has(GrantType::AuthorizationCode), has(GrantType::Implicit));
    let is_idle = |grant: &GrantType| match grant {
        GrantType::Implicit => !implicit,
        // RFC 6749 §6: nothing but a code brings a refresh token, or what is exchanged here.
        GrantType::AuthorizationCode | GrantType::RefreshToken | GrantType::TokenExchange => !code,
        GrantType::ClientCredentials => false,
    };
    let idle: Vec<GrantType> = metadata.grant_types.iter().copied().filter(is_idle).collect();
    if idle.len() == metadata.grant_types.len() {
        // The rules that follow say what is missing.
        return Vec::new();
    }
    metadata.grant_types.retain(|one| !idle.contains(one));
    idle.into_iter().map(|one| one.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::metadata, *};
    use crate::require_pkce::RequirePkce;

    const PERMITTED: Permitted<'_> = Permitted {
        grant_types: &[GrantType::AuthorizationCode, GrantType::RefreshToken],
        schemes: &[],
        require_pkce: RequirePkce::Never,
        own_origin: "https://op.example",
        open_scopes: &[],
        before: None,
    };

    fn register(grants: &Value, types: &Value) -> Result<(Vec<GrantType>, Vec<String>), Vec<MetadataError>> {
        let asked = json!({"redirect_uris": ["https://a.example/cb"], "grant_types": grants, "response_types": types});
        let Value::Object(asked) = asked else { panic!("not an object") };
        metadata(&asked, &PERMITTED).map(|made| (made.metadata.grant_types, made.left_out))
    }

    #[test]
    fn what_is_unknown_or_closed_is_left_out_and_told() {
        for (grants, left_out) in [
            (json!(["authorization_code", "refresh_token"]), &[][..]),
            (json!(["authorization_code", "implicit", "refresh_token"]), &["implicit"]),
            (
                json!([
                    "authorization_code",
                    "urn:ietf:params:oauth:grant-type:device_code",
                    "password",
                    "refresh_token"
                ]),
                &["urn:ietf:params:oauth:grant-type:device_code", "password"],
            ),
            (json!(["client_credentials", "authorization_code", "refresh_token"]), &["client_credentials"]),
        ] {
            let (kept, told) = register(&grants, &json!(["code"])).unwrap();
            assert_eq!(kept, [GrantType::AuthorizationCode, GrantType::RefreshToken], "{grants}");
            assert_eq!(told, left_out, "{grants}");
        }
    }

    #[test]
    fn it_is_refused_where_nothing_is_left_or_a_response_type_lacks_its_grant() {
        let why = |grants: Value, types: Value| {
            let problems = register(&grants, &types).unwrap_err();
            assert_eq!(problems[0].member, "grant_types");
            problems[0].text.clone()
        };
        let text = why(json!(["client_credentials", "password"]), json!(["code"]));
        assert!(
            text.starts_with("none of these is open") && text.contains("authorization_code, refresh_token"),
            "{text}"
        );
        let text = why(json!(["authorization_code", "implicit"]), json!(["code", "id_token"]));
        assert!(text.contains("go with grant type implicit"), "{text}");
        assert!(why(json!([]), json!(["code"])).contains("go"), "an empty list names no grant");
    }

    #[test]
    fn a_grant_that_no_response_type_needs_is_left_out() {
        let open = Permitted { grant_types: GrantType::ALL, ..PERMITTED };
        let asked = json!({
            "redirect_uris": ["https://a.example/cb"], "response_types": ["id_token"],
            "grant_types": ["implicit", "authorization_code", "refresh_token"],
        });
        let made = metadata(asked.as_object().unwrap(), &open).unwrap();
        assert_eq!(made.metadata.grant_types, [GrantType::Implicit]);
        assert_eq!(made.left_out, ["authorization_code", "refresh_token"]);
    }
}
