//! RFC 7591 §2, OIDC Registration §2, RFC 8252, RFC 9700 §2.1.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::*;
use crate::{client::ApplicationType, response_type::ResponseType};

fn object(value: Value) -> serde_json::Map<String, Value> {
    let Value::Object(members) = value else { panic!("not an object") };
    members
}

/// A web client that breaks no rule, with some members replaced.
fn with(changes: Value) -> Value {
    let mut members = object(json!({"redirect_uris": ["https://app.example.com/callback"]}));
    members.extend(object(changes));
    Value::Object(members)
}

/// Members with problems, from reading or checking.
fn wrong(members: Value) -> Vec<&'static str> {
    let mut found: Vec<&str> = match read(&object(members)) {
        Ok(read) => check(&read.metadata),
        Err(problems) => problems,
    }
    .into_iter()
    .map(|one| one.member)
    .collect();
    found.dedup();
    found
}

fn rsa() -> Value {
    json!({"kty": "RSA", "e": "AQAB", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"})
}

// RFC 7591 §2: authorization_code, code and client_secret_basic unless said otherwise.
#[test]
fn defaults_are_those_of_the_standard() {
    let read = read(&object(with(json!({})))).unwrap();
    assert_eq!(check(&read.metadata), []);
    assert_eq!(read.metadata.token_endpoint_auth_method, AuthMethod::Basic);
    assert_eq!(read.metadata.grant_types, [GrantType::AuthorizationCode]);
    assert_eq!(read.metadata.response_types, [ResponseType::Code]);
    assert_eq!(read.metadata.application_type, ApplicationType::Web);
    assert_eq!(read.metadata.require_pkce.as_str(), "pkce_or_nonce");
    assert_eq!(wrong(json!({"grant_types": ["client_credentials"]})), Vec::<&str>::new());
}

#[test]
fn redirect_uris_are_judged_by_scheme_and_kind_of_client() {
    for (uri, web, native) in [
        ("https://app.example.com/cb", true, true),
        ("https://app.example.com/cb?x=1", true, true),
        ("http://localhost:3000/cb", true, true),
        ("http://127.0.0.1/cb", true, true),
        ("http://[::1]:8080/cb", true, true),
        ("http://127.1/cb", false, false),
        ("http://0x7f.1:3000/cb", false, false),
        ("http://2130706433/cb", false, false),
        ("http://127.0.0.1./cb", false, false),
        ("http://%31%32%37.0.0.1/cb", false, false),
        ("https://%61pp.example.com/cb", false, false),
        ("com.example.app:/callback", false, true),
        ("com.example.app://callback", false, true),
        ("myapp:/callback", false, false),
        ("http://app.example.com/cb", false, false),
        ("http://127.0.0.1.example.com/cb", false, false),
        ("http://localhost@evil.example/cb", false, false),
        ("https://user@app.example.com/cb", false, false),
        ("https://app.example.com/cb#x", false, false),
        ("https://app.example.com/cb#", false, false),
        ("https://*.example.com/cb", false, false),
        ("https://app.example.com/*", false, false),
        ("javascript:alert(1)", false, false),
        ("data:text/html,x", false, false),
        ("file:///etc/passwd", false, false),
        ("urn:ietf:wg:oauth:2.0:oob", false, false),
        ("/callback", false, false),
        ("app.example.com/cb", false, false),
        ("https:/app.example.com/cb", false, false),
        ("https:app.example.com/cb", false, false),
        ("https://", false, false),
        ("https:///cb", false, false),
        ("https:////cb", false, false),
        ("https://:443/cb", false, false),
        ("https://?x=1", false, false),
        ("http:///127.0.0.1/cb", false, false),
        ("https://app.example.com/\tcb", false, false),
        ("https://app.example.com\\@evil.example/", false, false),
        (" https://app.example.com/cb", false, false),
        ("https://äpp.example.com/cb", false, false),
        ("", false, false),
    ] {
        let of = |kind| ClientMetadata { application_type: kind, ..ClientMetadata::default() };
        assert_eq!(redirects::redirect(uri, &of(ApplicationType::Web)).is_ok(), web, "web: {uri}");
        assert_eq!(redirects::redirect(uri, &of(ApplicationType::Native)).is_ok(), native, "native: {uri}");
    }
}

// RFC 3986 §3.2.2
#[test]
fn a_host_in_another_spelling_is_refused_by_a_sentence() {
    let problems = check(&read(&object(json!({"redirect_uris": ["http://127.1/cb"]}))).unwrap().metadata);
    let text = "number 1: its host must be written as it is compared: an IPv4 address as four decimal numbers, a name \
                without percent signs (RFC 3986 section 3.2.2)";
    assert_eq!(
        problems,
        [MetadataError { member: "redirect_uris", code: MetadataErrorCode::RedirectUri, text: text.into() }]
    );
}

/// A modulus of 2048 bits.
fn modulus(last: u8) -> String {
    BASE64URL_NOPAD.encode(&[&[0xff; 255][..], &[last]].concat())
}

// RFC 8017 §3.1: what no library verifies or encrypts with is refused before anybody relies on it.
#[test]
fn a_key_that_cannot_be_used_is_refused_by_a_sentence() {
    let rsa = |n: &str, e: &str| json!({"kty": "RSA", "n": n, "e": e});
    let size = "an RSA key has at least 2048 and at most 8192 bits (RFC 7518 section 3.3)";
    let modulus_odd = "the modulus of an RSA key is odd (RFC 8017 section 3.1)";
    let exponent = "the exponent of an RSA key is odd, at least 3 (RFC 8017 section 3.1) and at most 33 bits long";
    let part = "a part of the key is missing, is not base64url, has not the length of the curve, or does not lie on it";
    let small = "an Ed25519 key is not a point of small order (RFC 8032 section 5.1.7)";
    let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    for (key, why, encrypts) in [
        (rsa(&modulus(0xfe), "AQAB"), modulus_odd, Some("RSA-OAEP-256")),
        (rsa(&modulus(0xff), "AgAAAAE"), exponent, Some("RSA-OAEP-256")),
        (rsa(&modulus(0xff), "AQ"), exponent, Some("RSA-OAEP")),
        (rsa(&modulus(0xff), "AQAA"), exponent, Some("RSA-OAEP")),
        (rsa(&modulus(0xff), ""), exponent, Some("RSA-OAEP")),
        (rsa("_w", "AQAB"), size, Some("RSA-OAEP")),
        (rsa(&BASE64URL_NOPAD.encode(&[0xff; 1025]), "AQAB"), size, Some("RSA-OAEP")),
        (rsa(&modulus(0xff), "AQAB="), part, Some("RSA-OAEP")),
        (json!({"kty": "EC", "crv": "P-256", "x": x, "y": x}), part, Some("ECDH-ES")),
        (json!({"kty": "EC", "crv": "P-256", "x": x}), part, Some("ECDH-ES")),
        (json!({"kty": "OKP", "crv": "Ed25519", "x": "AQ"}), part, None),
        (json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}), small, None),
    ] {
        let of = |changes: Value| {
            let mut members = with(changes);
            members["jwks"] = json!({"keys": [key]});
            let problems = check(&read(&object(members)).unwrap().metadata);
            problems.into_iter().map(|one| (one.member, one.code.as_str(), one.text)).collect::<Vec<_>>()
        };
        let proves = of(json!({"token_endpoint_auth_method": "private_key_jwt"}));
        let text = format!("it holds no key that could verify a signature of the client: key 1 of 1: {why}");
        assert_eq!(proves, [("jwks", "invalid_client_metadata", text)], "{key}");
        let Some(alg) = encrypts else { continue };
        let answered = of(json!({"id_token_encrypted_response_alg": alg}));
        let text = format!(
            "needs a public key of the client for it in jwks or jwks_uri (OIDC Core section 10.2): key 1 of 1: {why}"
        );
        let found = answered.iter().find(|one| one.0 == "id_token_encrypted_response_alg");
        assert!(found.is_some_and(|one| one.2 == format!("{alg} {text}")), "{key}: {answered:?}");
    }
}

// RFC 7517 §5: in a set, such a key is passed over, whatever stands before it.
#[test]
fn a_set_with_a_key_that_can_be_used_is_taken() {
    let odd = json!({"kty": "RSA", "n": modulus(0xfe), "e": "AQAB", "kid": "one"});
    let mut good = rsa();
    good["kid"] = json!("one");
    for changes in [
        json!({"token_endpoint_auth_method": "private_key_jwt"}),
        json!({"userinfo_encrypted_response_alg": "RSA-OAEP-256"}),
    ] {
        let mut members = with(changes);
        members["jwks"] = json!({"keys": [odd.clone(), good.clone()]});
        assert_eq!(wrong(members), <[&str; 0]>::default());
    }
}

#[test]
fn redirect_problems_have_the_code_of_rfc_7591() {
    let of = |members: Value| check(&read(&object(members)).unwrap().metadata).remove(0);
    let problem = of(json!({"redirect_uris": ["https://ok.example/", "http://x.example/"]}));
    assert_eq!((problem.member, problem.code.as_str()), ("redirect_uris", "invalid_redirect_uri"));
    assert!(problem.text.starts_with("number 2: "), "{}", problem.text);
    assert!(!problem.text.contains("x.example"), "the value is never repeated");
    assert_eq!(of(json!({})).code, MetadataErrorCode::RedirectUri);
    let problem = of(with(json!({"post_logout_redirect_uris": ["https://x.example/#"]})));
    assert_eq!((problem.member, problem.code.as_str()), ("post_logout_redirect_uris", "invalid_client_metadata"));
}

#[test]
fn every_member_is_held_against_its_rule() {
    let web = |changes: Value| wrong(with(changes));
    for (changes, member) in [
        (json!({"redirect_uris": "https://app.example.com/"}), "redirect_uris"),
        (json!({"redirect_uris": [1]}), "redirect_uris"),
        (json!({"grant_types": []}), "grant_types"),
        (json!({"grant_types": ["password"]}), "grant_types"),
        (json!({"grant_types": ["implicit"], "response_types": []}), "response_types"),
        (json!({"response_types": ["code", "id_token"]}), "grant_types"),
        (json!({"grant_types": ["refresh_token"], "response_types": []}), "grant_types"),
        (json!({"grant_types": ["client_credentials"], "response_types": ["code"]}), "grant_types"),
        (json!({"response_types": ["token"]}), "response_types"),
        (json!({"response_types": []}), "response_types"),
        (json!({"token_endpoint_auth_method": "tls_client_auth"}), "token_endpoint_auth_method"),
        (
            json!({"token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "client_credentials"]}),
            "grant_types",
        ),
        (
            json!({
                "token_endpoint_auth_method": "none",
                "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:token-exchange"],
            }),
            "grant_types",
        ),
        (json!({"token_endpoint_auth_method": "none", "require_pkce": false}), "require_pkce"),
        (json!({"token_endpoint_auth_method": "none", "rotate_refresh_tokens": false}), "rotate_refresh_tokens"),
        (json!({"token_endpoint_auth_signing_alg": "none"}), "token_endpoint_auth_signing_alg"),
        (
            json!({"token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "RS256"}),
            "token_endpoint_auth_signing_alg",
        ),
        (
            json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://a.example/k", "token_endpoint_auth_signing_alg": "HS256"}),
            "token_endpoint_auth_signing_alg",
        ),
        (json!({"token_endpoint_auth_method": "private_key_jwt"}), "jwks"),
        (json!({"jwks": {"keys": [rsa()]}, "jwks_uri": "https://a.example/k"}), "jwks"),
        (json!({"jwks": {"keys": []}}), "jwks"),
        (json!({"jwks": "keys"}), "jwks"),
        (json!({"jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}}), "jwks"),
        (
            json!({"jwks": {"keys": [rsa()]}, "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256"}),
            "jwks",
        ),
        (json!({"jwks_uri": "http://a.example/k"}), "jwks_uri"),
        (json!({"jwks_uri": "file:///k"}), "jwks_uri"),
        (json!({"application_type": "desktop"}), "application_type"),
        (json!({"client_name": ""}), "client_name"),
        (json!({"client_name": "a\u{7}b"}), "client_name"),
        (json!({"client_name#de": " "}), "client_name"),
        (json!({"client_name#de": 1}), "client_name"),
        (json!({"client_uri": "javascript:alert(1)"}), "client_uri"),
        (json!({"logo_uri#fr": "data:image/png,x"}), "logo_uri"),
        (json!({"policy_uri": "/policy"}), "policy_uri"),
        (json!({"tos_uri": "ftp://a.example/"}), "tos_uri"),
        (json!({"contacts": [""]}), "contacts"),
        (json!({"scope": "openid \"quoted\""}), "scope"),
        (json!({"scope": ["openid"]}), "scope"),
        (json!({"id_token_signed_response_alg": "HS256"}), "id_token_signed_response_alg"),
        (json!({"default_max_age": -1}), "default_max_age"),
        (json!({"default_max_age": "1"}), "default_max_age"),
        (json!({"require_auth_time": "yes"}), "require_auth_time"),
        (json!({"default_acr_values": ["a b"]}), "default_acr_values"),
        (json!({"allowed_origins": ["https://a.example/"]}), "allowed_origins"),
        (json!({"allowed_origins": ["http://a.example"]}), "allowed_origins"),
        (json!({"allowed_origins": ["*"]}), "allowed_origins"),
        (json!({"allowed_resources": ["https://a.example/#x"]}), "allowed_resources"),
        (json!({"allowed_resources": ["api"]}), "allowed_resources"),
        (json!({"upstream_tokens": ["Google"]}), "upstream_tokens"),
        (json!({"upstream_tokens": ["google:"]}), "upstream_tokens"),
        (json!({"upstream_tokens": "google"}), "upstream_tokens"),
        (json!({"subject_type": "secret"}), "subject_type"),
        (json!({"dpop_bound_access_tokens": true}), "dpop_bound_access_tokens"),
        (json!({"require_pushed_authorization_requests": true}), "require_pushed_authorization_requests"),
        (json!({"authorization_signed_response_alg": "RS256"}), "authorization_signed_response_alg"),
    ] {
        assert_eq!(web(changes.clone()), [member], "{changes}");
    }
}

#[test]
fn what_keeps_to_its_rule_is_registered() {
    for fine in [
        json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [rsa()]}, "token_endpoint_auth_signing_alg": "PS256"}),
        json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "http://127.0.0.1:9000/jwks"}),
        json!({"token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"]}),
        json!({"client_name": "Ada", "client_name#de-CH": "Ädä", "logo_uri": null, "contacts": ["ada@example.com"]}),
        json!({"subject_type": "public", "dpop_bound_access_tokens": false, "allowed_origins": ["http://localhost:3000"]}),
        json!({"id_token_signed_response_alg": "EdDSA", "default_max_age": 0, "allowed_resources": ["urn:example:api"]}),
    ] {
        assert_eq!(wrong(with(fine.clone())), Vec::<&str>::new(), "{fine}");
    }
}

// OIDC Registration §2, RFC 9701 §6
#[test]
fn algorithms_of_answers_and_requests_are_held_against_what_works() {
    let web = |changes: Value| wrong(with(changes));
    let rsa_for = |restriction: Value| {
        let mut key = rsa();
        key.as_object_mut().unwrap().remove("alg");
        key.as_object_mut().unwrap().remove("use");
        key.as_object_mut().unwrap().extend(object(restriction));
        json!({"keys": [key]})
    };
    for kind in ["id_token", "userinfo", "introspection"] {
        let member = |part: &str| format!("{kind}_{part}");
        let (signed, alg, enc) =
            (member("signed_response_alg"), member("encrypted_response_alg"), member("encrypted_response_enc"));
        let jwks = rsa_for(json!({"use": "enc"}));
        for unknown in ["HS256", "RS384", "x"] {
            assert_eq!(web(json!({ &signed: unknown })), [signed.as_str()]);
        }
        for works in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
            assert_eq!(web(json!({ &signed: works })), Vec::<&str>::new());
        }
        for unknown in ["RSA1_5", "dir", "A128KW", "PBES2-HS256+A128KW", "x"] {
            assert_eq!(web(json!({ &alg: unknown, "jwks": jwks })), [alg.as_str()]);
        }
        for works in ["RSA-OAEP", "RSA-OAEP-256"] {
            assert_eq!(web(json!({ &alg: works, &enc: "A256GCM", "jwks": jwks })), Vec::<&str>::new());
        }
        assert_eq!(web(json!({ &alg: "RSA-OAEP", &enc: "A192GCM", "jwks": jwks })), [enc.as_str()]);
        assert_eq!(web(json!({ &enc: "A128GCM", "jwks": jwks })), [enc.as_str()]);
        // Who wants it encrypted has a key for it.
        assert_eq!(web(json!({ &alg: "ECDH-ES", "jwks": jwks })), [alg.as_str()]);
        assert_eq!(web(json!({ &alg: "RSA-OAEP", "jwks": rsa_for(json!({"use": "sig"})) })), [alg.as_str()]);
        let other = rsa_for(json!({"use": "enc", "alg": "RSA-OAEP-256"}));
        assert_eq!(web(json!({ &alg: "RSA-OAEP", "jwks": other })), [alg.as_str()]);
        assert_eq!(web(json!({ &alg: "RSA-OAEP" })), [alg.as_str()]);
        assert_eq!(web(json!({ &alg: "RSA-OAEP", "jwks_uri": "https://a.example/k" })), Vec::<&str>::new());
    }
    for (changes, member) in [
        (json!({"request_object_signing_alg": "HS256"}), "request_object_signing_alg"),
        (json!({"request_object_encryption_alg": "RSA1_5"}), "request_object_encryption_alg"),
        (json!({"request_object_encryption_enc": "A128GCM"}), "request_object_encryption_enc"),
        (
            json!({"request_object_encryption_alg": "ECDH-ES", "request_object_encryption_enc": "x"}),
            "request_object_encryption_enc",
        ),
        (json!({"introspection_signed_response_alg": "none"}), "introspection_signed_response_alg"),
    ] {
        assert_eq!(web(changes.clone()), [member], "{changes}");
    }
    assert_eq!(web(json!({"request_object_encryption_alg": "ECDH-ES"})), Vec::<&str>::new());
}

// OIDC Core §2, §6.1: `none` only where it is registered, and where the operator lets it exist.
#[test]
fn none_is_for_operators_who_allow_it_and_never_for_the_front_channel() {
    for member in ["id_token_signed_response_alg", "userinfo_signed_response_alg", "request_object_signing_alg"] {
        let metadata = read(&object(with(json!({ member: "none" })))).unwrap().metadata;
        assert_eq!(check(&metadata), [], "{member}");
        assert_eq!(check_unsigned(&metadata, true), None);
        assert_eq!(check_unsigned(&metadata, false).unwrap().member, member);
    }
    let front = json!({
        "id_token_signed_response_alg": "none",
        "grant_types": ["authorization_code", "implicit"],
        "response_types": ["code", "code id_token"],
    });
    assert_eq!(wrong(with(front)), ["id_token_signed_response_alg"]);
}

// Back-Channel Logout §2.2, Front-Channel Logout §2
#[test]
fn session_required_without_an_address_is_ignored() {
    let both = json!({"backchannel_logout_session_required": true, "frontchannel_logout_session_required": true});
    let metadata = read(&object(with(both.clone()))).unwrap().metadata;
    assert_eq!(check(&metadata), []);
    assert!(!metadata.backchannel_logout_session_required && !metadata.frontchannel_logout_session_required);
    let mut with_one = with(both);
    with_one["backchannel_logout_uri"] = json!("https://app.example.com/out");
    let metadata = read(&object(with_one)).unwrap().metadata;
    assert!(metadata.backchannel_logout_session_required && !metadata.frontchannel_logout_session_required);
}

// RFC 7591 §2: what is not understood MUST be ignored.
#[test]
fn unknown_members_are_left_out_and_named() {
    let read = read(&object(with(json!({"software_sum": "x", "client_name#": "x", "client_name#de": "y"})))).unwrap();
    assert_eq!(read.ignored, ["software_sum", "client_name#"]);
    assert_eq!(read.metadata.extra.keys().collect::<Vec<_>>(), ["client_name#de"]);
}

#[test]
fn nothing_in_a_name_deceives_and_an_address_has_a_host() {
    for (members, member) in [
        (json!({"client_name": "moc.\u{202e}live"}), "client_name"),
        (json!({"client_name": "\u{200b}"}), "client_name"),
        (json!({"client_name#ar": "a\u{2066}b"}), "client_name"),
        (json!({"client_name#ar": "a\u{e0041}b"}), "client_name"),
        (json!({"contacts": ["a\u{200f}da@example.com"]}), "contacts"),
        (json!({"client_uri": "https:///a.example"}), "client_uri"),
        (json!({"jwks_uri": "https:///keys"}), "jwks_uri"),
    ] {
        assert_eq!(wrong(with(members.clone())), [member], "{members}");
    }
    assert_eq!(wrong(with(json!({"client_name": "می\u{200c}خواهم"}))), <[&str; 0]>::default());
}

#[test]
fn several_problems_come_at_once() {
    let found = wrong(with(json!({"redirect_uris": [], "scope": "\"", "default_max_age": -1})));
    assert_eq!(found, ["redirect_uris", "scope", "default_max_age"]);
}

// RFC 6749 §10.10, RFC 7518 §3.2
#[test]
fn a_given_secret_is_long_enough_for_what_it_does() {
    let of = |method: AuthMethod, alg: Option<&str>| ClientMetadata {
        token_endpoint_auth_method: method,
        token_endpoint_auth_signing_alg: alg.map(str::to_owned),
        ..ClientMetadata::default()
    };
    let refused = |secret: &str, metadata: &ClientMetadata| {
        let problem = check_secret(secret, metadata).unwrap_err();
        assert_eq!((problem.member, problem.code), ("client_secret", MetadataErrorCode::Metadata));
        problem.text
    };
    for (method, alg, least, rule) in [
        (AuthMethod::Basic, None, 16, "RFC 6749 section 10.10"),
        (AuthMethod::Post, None, 16, "RFC 6749 section 10.10"),
        (AuthMethod::SecretJwt, None, 32, "RFC 7518 section 3.2"),
        (AuthMethod::SecretJwt, Some("HS384"), 48, "RFC 7518 section 3.2 for HS384"),
        (AuthMethod::SecretJwt, Some("HS512"), 64, "RFC 7518 section 3.2 for HS512"),
    ] {
        assert_eq!(check_secret(&"x".repeat(least), &of(method, alg)), Ok(()), "{method} {alg:?}");
        let expected = format!("it must have at least {least} characters ({rule})");
        assert_eq!(refused(&"x".repeat(least - 1), &of(method, alg)), expected, "{method} {alg:?}");
    }
    for method in [AuthMethod::None, AuthMethod::PrivateKeyJwt] {
        let expected = format!("a client with token_endpoint_auth_method {method} has no secret");
        assert_eq!(refused(&"x".repeat(64), &of(method, None)), expected);
    }
    for secret in ["0123456789abcde\n", "0123456789abcdeä", &"x".repeat(513)] {
        let expected = "it must be at most 512 printable ASCII characters (RFC 6749 appendix A.2)";
        assert_eq!(refused(secret, &of(AuthMethod::Basic, None)), expected, "{secret:?}");
    }
}

// RFC 6749 §A.1
#[test]
fn a_given_client_id_is_visible_ascii() {
    for fine in ["s6BhdRkqt3", "https://app.example.com/client", "a:b", "~"] {
        assert_eq!(check_id(fine), Ok(()), "{fine}");
    }
    for bad in ["", "a b", "ä", "a\n", &"x".repeat(256)] {
        let problem = check_id(bad).unwrap_err();
        assert_eq!((problem.member, problem.code), ("client_id", MetadataErrorCode::Metadata), "{bad:?}");
        assert_eq!(problem.text, "it must be 1 to 255 visible ASCII characters (RFC 6749 appendix A.1)", "{bad:?}");
    }
}

// A registration of 2,800 names took 503 KiB in memory.
#[test]
fn a_member_has_so_many_languages_and_a_list_no_value_twice() {
    let spoken = |count: usize| {
        let names = (0..count).map(|one| (format!("client_name#{one:x}"), json!("n"))).collect();
        let read = read(&object(with(Value::Object(names)))).unwrap();
        check(&read.metadata).into_iter().map(|one| (one.member, one.code, one.text)).collect::<Vec<_>>()
    };
    assert_eq!(spoken(50), []);
    let text = "more than 50 languages are not taken (RFC 7591 section 2.2)".to_owned();
    assert_eq!(spoken(51), [("client_name", MetadataErrorCode::Metadata, text)]);
    let codes = vec!["code"; 5000];
    let grants = vec!["authorization_code"; 1000];
    let read = read(&object(with(json!({"response_types": codes, "grant_types": grants})))).unwrap().metadata;
    assert_eq!((read.response_types, read.grant_types), (vec![ResponseType::Code], vec![GrantType::AuthorizationCode]));
}
