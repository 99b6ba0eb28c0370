//! How we prove who we are at an upstream's token endpoint (RFC 6749 §2.3, OIDC Core §9).

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use super::{
    private_key,
    refusal::UpstreamRefusal,
    settings::{UpstreamClientAuth, UpstreamSettings},
};
use crate::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    client_auth::ASSERTION_TYPE,
    jose::jwt,
};

/// How long an assertion of ours is good.
const LIFETIME: Seconds = Seconds::minutes(5);

/// What a request carries that proves who we are.
#[derive(Debug, Default)]
pub struct UpstreamCredentials {
    /// The value of `Authorization`.
    pub authorization: Option<Secret<String>>,
    /// Further members of the request.
    pub members: BTreeMap<String, Secret<String>>,
}

/// What credentials are made of.
#[derive(Debug, Clone, Copy)]
pub struct NewUpstreamCredentials<'a> {
    /// How the upstream is spoken to.
    pub settings: &'a UpstreamSettings,
    /// Who we are there.
    pub client_id: &'a str,
    /// The secret, or the private key as PEM.
    pub secret: Option<&'a Secret<String>>,
    /// Where they are shown.
    pub token_endpoint: &'a str,
    /// A fresh identifier for an assertion.
    pub jti: &'a str,
    /// The present moment.
    pub now: Timestamp,
}

/// Makes them, by the method of the settings.
///
/// # Errors
/// When the secret is missing, or is no key where one is needed.
pub fn credentials(new: &NewUpstreamCredentials<'_>) -> Result<UpstreamCredentials, UpstreamRefusal> {
    let secret = || {
        let missing = || UpstreamRefusal::misconfigured("the upstream has no client secret (RFC 6749 section 2.3)");
        new.secret.ok_or_else(missing)
    };
    let mut made = UpstreamCredentials::default();
    let mut put = |name: &str, value: String| made.members.insert(name.to_owned(), Secret::new(value));
    if new.settings.client_auth != UpstreamClientAuth::ClientSecretBasic {
        put(&new.settings.client_id_parameter, new.client_id.to_owned());
    }
    match new.settings.client_auth {
        UpstreamClientAuth::ClientSecretBasic => {
            made.authorization = Some(basic(new.client_id, secret()?.expose()));
        }
        UpstreamClientAuth::ClientSecretPost => {
            put("client_secret", secret()?.expose().clone());
        }
        UpstreamClientAuth::PrivateKeyJwt => {
            put("client_assertion_type", ASSERTION_TYPE.to_owned());
            put("client_assertion", signed(new, secret()?, &assertion(new))?);
        }
        UpstreamClientAuth::SignedSecret => {
            put("client_secret", signed(new, secret()?, &signed_secret(new)?)?);
        }
        UpstreamClientAuth::None => {}
    }
    Ok(made)
}

fn basic(id: &str, secret: &str) -> Secret<String> {
    // RFC 6749 §2.3.1: both are encoded as in a form before they are put together.
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Secret::new(format!("{}:{}", encode(id), encode(secret)));
    Secret::new(format!("Basic {}", BASE64.encode(pair.expose().as_bytes())))
}

/// RFC 7523 §3: the claims of `private_key_jwt`.
fn assertion(new: &NewUpstreamCredentials<'_>) -> Map<String, Value> {
    let by_issuer = new.settings.client_auth_values.get("audience").is_some_and(|value| value == "issuer");
    let issuer = new.settings.issuer.as_deref().filter(|_| by_issuer);
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), json!(new.client_id));
    claims.insert("sub".to_owned(), json!(new.client_id));
    // OIDC Core §9: the token endpoint SHOULD be the audience; RFC 7523bis §4 wants the issuer.
    claims.insert("aud".to_owned(), json!(issuer.unwrap_or(new.token_endpoint)));
    claims.insert("jti".to_owned(), json!(new.jti));
    claims.insert("iat".to_owned(), json!(new.now));
    claims.insert("exp".to_owned(), json!(new.now + LIFETIME));
    claims
}

/// The claims of a secret that is a JWT, as Sign in with Apple wants them.
fn signed_secret(new: &NewUpstreamCredentials<'_>) -> Result<Map<String, Value>, UpstreamRefusal> {
    let values = &new.settings.client_auth_values;
    let team = values.get("team_id").ok_or_else(|| {
        UpstreamRefusal::misconfigured("client_auth_values lack team_id, which signs the client secret")
    })?;
    let audience = values.get("audience").or(new.settings.issuer.as_ref());
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), json!(team));
    claims.insert("sub".to_owned(), json!(new.client_id));
    claims.insert("aud".to_owned(), json!(audience));
    claims.insert("iat".to_owned(), json!(new.now));
    claims.insert("exp".to_owned(), json!(new.now + LIFETIME));
    Ok(claims)
}

fn signed(
    new: &NewUpstreamCredentials<'_>,
    key: &Secret<String>,
    claims: &Map<String, Value>,
) -> Result<String, UpstreamRefusal> {
    let unusable = |why: &dyn std::fmt::Display| {
        UpstreamRefusal::misconfigured(format!("the client's private key cannot be used: {why}"))
    };
    let key = private_key::read(key.expose(), &new.settings.client_auth_alg).map_err(|why| unusable(&why))?;
    let kid = new.settings.client_auth_values.get("key_id").map_or(key.kid(), String::as_str);
    jwt::sign_named(&key, kid, "JWT", claims).map_err(|why| unusable(&why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::{alg::SigAlg, jwt::Unverified, key::SigningKey};

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn made(settings: &UpstreamSettings, secret: Option<&str>) -> Result<UpstreamCredentials, String> {
        let secret = secret.map(|text| Secret::new(text.to_owned()));
        let new = NewUpstreamCredentials {
            settings,
            client_id: "us:1",
            secret: secret.as_ref(),
            token_endpoint: "https://up.example/token",
            jti: "j1",
            now: NOW,
        };
        credentials(&new).map_err(|why| why.to_string())
    }

    fn by(client_auth: UpstreamClientAuth) -> UpstreamSettings {
        UpstreamSettings { issuer: Some("https://up.example".to_owned()), client_auth, ..UpstreamSettings::default() }
    }

    fn member<'c>(made: &'c UpstreamCredentials, name: &str) -> Option<&'c str> {
        made.members.get(name).map(|value| value.expose().as_str())
    }

    fn pem() -> (String, SigningKey) {
        let pair = SigningKey::generate(SigAlg::ES256).unwrap();
        let text = BASE64.encode(pair.pkcs8.expose());
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
        (pem, SigningKey::from_pkcs8(SigAlg::ES256, pair.pkcs8.expose()).unwrap())
    }

    // RFC 6749 §2.3.1
    #[test]
    fn basic_encodes_both_halves_as_in_a_form() {
        let made = made(&by(UpstreamClientAuth::ClientSecretBasic), Some("s +%")).unwrap();
        let header = made.authorization.unwrap();
        let encoded = header.expose().strip_prefix("Basic ").unwrap();
        assert_eq!(BASE64.decode(encoded.as_bytes()).unwrap(), b"us%3A1:s+%2B%25");
        assert!(made.members.is_empty());
    }

    #[test]
    fn a_secret_stands_in_the_form_and_a_public_client_has_none() {
        let post = made(&by(UpstreamClientAuth::ClientSecretPost), Some("s")).unwrap();
        assert_eq!((member(&post, "client_id"), member(&post, "client_secret")), (Some("us:1"), Some("s")));
        assert!(post.authorization.is_none());
        let none = made(&by(UpstreamClientAuth::None), None).unwrap();
        assert_eq!((none.members.len(), member(&none, "client_id")), (1, Some("us:1")));
        assert_eq!(
            made(&by(UpstreamClientAuth::ClientSecretPost), None).unwrap_err(),
            "the upstream has no client secret (RFC 6749 section 2.3)"
        );
    }

    // RFC 7523 §3, OIDC Core §9
    #[test]
    fn an_assertion_is_for_the_token_endpoint_or_the_issuer() {
        let (pem, key) = pem();
        let public = key.verifying_key().unwrap();
        let mut settings = by(UpstreamClientAuth::PrivateKeyJwt);
        for (audience, expected) in [(None, "https://up.example/token"), (Some("issuer"), "https://up.example")] {
            settings.client_auth_values.extend(audience.map(|value| ("audience".to_owned(), value.to_owned())));
            let made = made(&settings, Some(&pem)).unwrap();
            assert_eq!(member(&made, "client_assertion_type"), Some(ASSERTION_TYPE));
            let token = Unverified::parse(member(&made, "client_assertion").unwrap()).unwrap();
            assert_eq!(token.header().kid.as_deref(), Some(key.kid()));
            let claims = token.verify([&public], &[SigAlg::ES256]).unwrap();
            assert_eq!(
                Value::Object(claims),
                json!({
                    "iss": "us:1", "sub": "us:1", "aud": expected, "jti": "j1", "iat": NOW.0, "exp": NOW.0 + 300,
                })
            );
        }
    }

    #[test]
    fn a_signed_secret_is_made_anew_for_each_request() {
        let (pem, key) = pem();
        let public = key.verifying_key().unwrap();
        let mut settings = by(UpstreamClientAuth::SignedSecret);
        assert_eq!(
            made(&settings, Some(&pem)).unwrap_err(),
            "client_auth_values lack team_id, which signs the client secret"
        );
        for (name, value) in [("team_id", "T1"), ("key_id", "K1")] {
            settings.client_auth_values.insert(name.to_owned(), value.to_owned());
        }
        let made = made(&settings, Some(&pem)).unwrap();
        let token = member(&made, "client_secret").unwrap();
        let read = Unverified::parse(token).unwrap();
        assert_eq!(read.header().kid.as_deref(), Some("K1"));
        let claims = read.claims_unverified().clone();
        assert_eq!(
            Value::Object(claims),
            json!({"iss": "T1", "sub": "us:1", "aud": "https://up.example", "iat": NOW.0, "exp": NOW.0 + 300})
        );
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        assert!(public.verify(SigAlg::ES256, signed.as_bytes(), &signature));
    }

    #[test]
    fn what_is_no_key_signs_nothing() {
        let (pem, _) = pem();
        let mut settings = by(UpstreamClientAuth::PrivateKeyJwt);
        let why = made(&settings, Some("s")).unwrap_err();
        assert!(why.starts_with("the client's private key cannot be used: it is no private key in PEM"), "{why}");
        for alg in ["HS256", "none"] {
            settings.client_auth_alg = alg.to_owned();
            assert_eq!(
                made(&settings, Some(&pem)).unwrap_err(),
                "the client's private key cannot be used: client_auth_alg names no algorithm that a private key signs in",
                "{alg}"
            );
        }
    }
}
