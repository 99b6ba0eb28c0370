//! What a client is told, protected as it registered: signed, encrypted, both.
//!
//! [`ready`] finds the client's encryption key, which may mean fetching its key set; it belongs
//! before the transaction that spends a code or token, so that nothing is spent when there is no
//! key. [`Ready::write`] signs and encrypts, after the commit.

use serde_json::{Map, Value, json};

use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::{Cx, Error, Feature},
        registry::client_keys,
    },
    protocol::{
        answers::{AnswerKind, INTROSPECTION_TYP, Protection, Signing},
        client::Client,
        error::Refusal,
        jose::{
            jwe::{self, ContentEnc, EncryptionKey, KeyMgmtAlg, Outside},
            jwk::JwkSet,
            jwt,
        },
        logout::backchannel,
        token::id_token,
    },
};

/// How answers to a client are written; everything it needs is at hand.
#[derive(Debug)]
pub struct Ready {
    kind: AnswerKind,
    signing: Option<Signing>,
    encryption: Option<(EncryptionKey, ContentEnc)>,
}

/// An answer as it leaves.
#[derive(Debug, Clone, PartialEq)]
pub enum ProtectedAnswer {
    /// `application/json`
    Json(Map<String, Value>),
    /// A signed or encrypted JWT.
    Jwt(String),
}

/// Makes ready to answer a client.
///
/// # Errors
/// `invalid_request` when there is no key to encrypt to, or the registration asks for what is not
/// permitted (any more).
pub async fn ready(cx: &Cx<'_>, client: &CachedClient, kind: AnswerKind) -> Result<Ready, Error> {
    let id = &client.client.id;
    let protection = Protection::of(&client.client.metadata, kind)
        .ok_or_else(|| Error::internal(format!("the client {id} is registered for an algorithm that is not known")))?;
    if protection.signing == Some(Signing::Unsigned) && !Feature::UnsignedJwts.is_on(cx.app) {
        // OIDC Core §2: only where the server lets it be.
        return Err(Refusal::invalid_request(
            "the client is registered for unsigned answers, which are no longer permitted here (RFC 8725 section 3.2)",
        )
        .into());
    }
    let encryption = match protection.encryption {
        Some((alg, enc)) => Some((encryption_key(cx, client, alg).await?, enc)),
        None => None,
    };
    Ok(Ready { kind, signing: protection.signing, encryption })
}

/// The key that the client registered for an algorithm. OIDC Core §10.2.
async fn encryption_key(cx: &Cx<'_>, client: &CachedClient, alg: KeyMgmtAlg) -> Result<EncryptionKey, Refusal> {
    let metadata = &client.client.metadata;
    let refuse = |why: String| {
        Refusal::invalid_request(format!(
            "the answer to this client cannot be encrypted: {why} (OIDC Core section 10.2)"
        ))
    };
    let choose = |set: &JwkSet| {
        EncryptionKey::choose(set, alg)
            .ok_or_else(|| refuse(format!("none of its keys is for {alg}: {}", EncryptionKey::why_none(set, alg))))
    };
    match (&metadata.jwks_uri, &metadata.jwks) {
        (Some(url), _) => choose(client_keys::fetched(cx, url, None).await.map_err(refuse)?.set()),
        (None, Some(jwks)) => choose(&JwkSet::from_value(jwks).map_err(|why| refuse(why.to_string()))?),
        (None, None) => choose(&JwkSet::default()),
    }
}

impl Ready {
    /// How a signature is made, for those who put hashes into what is signed.
    pub fn signing(&self) -> Option<Signing> {
        self.signing
    }

    /// Signs and encrypts.
    ///
    /// # Errors
    /// When no active key exists for the algorithm.
    pub fn write(&self, cx: &Cx<'_>, claims: Map<String, Value>) -> Result<ProtectedAnswer, Error> {
        let typ = match self.kind {
            AnswerKind::IdToken | AnswerKind::UserInfo => id_token::TYP,
            AnswerKind::Introspection => INTROSPECTION_TYP,
            AnswerKind::LogoutToken => backchannel::TYP,
        };
        let signed = self.signing.map(|signing| sign(cx, signing, typ, &claims)).transpose()?;
        let Some((key, enc)) = &self.encryption else {
            return Ok(signed.map_or_else(|| ProtectedAnswer::Json(claims), ProtectedAnswer::Jwt));
        };
        // OIDC Core §16.14: signed first, then encrypted.
        let (content, mut outside) = match signed {
            Some(token) => (token, Outside::NESTED),
            None => (serde_json::to_string(&claims).map_err(Error::internal)?, Outside::default()),
        };
        if self.kind == AnswerKind::LogoutToken {
            // Back-Channel Logout §2.4, RFC 7519 §5.3: the recipient of what it did not ask for may
            // want to know from whom it comes before it opens it.
            outside.iss = claims.get("iss").and_then(Value::as_str);
        }
        jwe::encrypt(content.as_bytes(), outside, key, *enc).map(ProtectedAnswer::Jwt).map_err(Error::internal)
    }
}

fn sign(cx: &Cx<'_>, signing: Signing, typ: &str, claims: &Map<String, Value>) -> Result<String, Error> {
    let alg = match signing {
        Signing::Unsigned => return jwt::write_unsigned(typ, claims).map_err(Error::internal),
        Signing::With(alg) => alg,
    };
    let key =
        cx.issuer.keys().active(alg).ok_or_else(|| Error::internal(format!("no active signing key for {alg}")))?;
    jwt::sign(&key, typ, claims).map_err(Error::internal)
}

/// The userinfo answer (OIDC Core §5.3.2).
///
/// # Errors
/// `invalid_request` when there is no key to encrypt to.
pub async fn userinfo(
    cx: &Cx<'_>,
    client: &CachedClient,
    mut claims: Map<String, Value>,
) -> Result<ProtectedAnswer, Error> {
    let ready = ready(cx, client, AnswerKind::UserInfo).await?;
    if ready.signing.is_some() {
        // OIDC Core §5.3.2: if signed, it MUST contain iss and aud.
        claims.insert("iss".to_owned(), json!(cx.issuer.url.as_str()));
        claims.insert("aud".to_owned(), json!(client.client.id));
    }
    ready.write(cx, claims)
}

/// The introspection answer (RFC 7662 §2.2), as a JWT (RFC 9701 §5) when the caller asks for one or
/// is registered for it.
///
/// # Errors
/// `invalid_request` when there is no key to encrypt to.
pub async fn introspection(
    cx: &Cx<'_>,
    client: &CachedClient,
    facts: Map<String, Value>,
    as_jwt: bool,
) -> Result<ProtectedAnswer, Error> {
    let mut ready = ready(cx, client, AnswerKind::Introspection).await?;
    if ready.signing.is_none() && !as_jwt {
        return Ok(ProtectedAnswer::Json(facts));
    }
    ready.signing = ready.signing.or(Some(Protection::PLAIN_JWT));
    ready.write(cx, about(cx, &client.client, facts))
}

/// RFC 9701 §5: iss, aud, iat and token_introspection; no sub and no exp beside them, so that
/// nobody takes it for an access token.
fn about(cx: &Cx<'_>, client: &Client, facts: Map<String, Value>) -> Map<String, Value> {
    Map::from_iter([
        ("iss".to_owned(), json!(cx.issuer.url.as_str())),
        ("aud".to_owned(), json!(client.id)),
        ("iat".to_owned(), json!(cx.now.0)),
        ("token_introspection".to_owned(), Value::Object(facts)),
    ])
}
