//! JSON Web Tokens in compact form (RFC 7515 §7.1, RFC 7519).
//!
//! 1. [`Unverified::parse`] reads a token: size, form, header, claims; nothing is believed.
//! 2. The caller finds out whose it claims to be ([`Unverified::claims_unverified`]) and so
//!    which keys and which algorithms may have made it.
//! 3. [`Unverified::verify`] or [`Unverified::verify_hmac`] gives the claims out. The
//!    algorithm must be one of those allowed *and* fit the key: a public key never serves as
//!    an HMAC secret, because the two kinds of key come in by different functions.
//!
//! What the claims then mean (`iss`, `aud`, `exp`) is the caller's rule.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    alg::SigAlg,
    json::{self, NotStrict},
    key::{SigningFailed, SigningKey, VerifyingKey, encode_header},
};
use crate::base::time::Timestamp;

/// A longer token is not read.
pub const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// What all tries may cost together ([`VerifyingKey::cost`]): as many keys of P-256 as a set of 50 keys
/// holds, or fewer that cost more.
const MOST_SPENT: usize = 100;

/// Why a text is no token that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedJws {
    /// Longer than [`MAX_TOKEN_BYTES`].
    #[error("the token is longer than 65536 bytes")]
    TooLarge,
    /// RFC 7515 §7.1
    #[error("the token is not a JWS in compact serialization (RFC 7515 section 7.1)")]
    NotCompact,
    /// RFC 7515 §2
    #[error("a part of the token is not base64url without padding (RFC 7515 section 2)")]
    Base64,
    /// RFC 7515 §4
    #[error("the header is not a JSON object with alg and well-typed members (RFC 7515 section 4)")]
    Header,
    /// RFC 7519 §7.2
    #[error("the claims are not a JSON object (RFC 7519 section 7.2)")]
    Claims,
    /// RFC 7515 §4, RFC 7519 §4
    #[error("a member stands twice (RFC 7515 section 4, RFC 7519 section 4)")]
    DuplicateMember,
    /// A header member that would change how the token is read, or whose keys are trusted.
    #[error("the header has the member {0}, which is not accepted here (RFC 7515 section 4.1)")]
    ForbiddenMember(&'static str),
}

/// Why a token that was read is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// RFC 8725 §3.1
    #[error("the signature algorithm is not one of those allowed (RFC 8725 section 3.1)")]
    Algorithm,
    /// No key of that name, type and size. A key set that was cached may be stale.
    #[error("no registered key has the kid and suits the algorithm of the token (RFC 7515 section 6)")]
    NoKey,
    /// RFC 7515 §5.2
    #[error("the signature does not verify (RFC 7515 section 5.2)")]
    Signature,
    /// RFC 7518 §3.2
    #[error("the shared secret is shorter than the hash of the algorithm (RFC 7518 section 3.2)")]
    WeakSecret,
}

/// Why a token could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// The claims do not serialize.
    #[error("the claims could not be written as JSON")]
    Claims,
    /// The crypto library failed.
    #[error(transparent)]
    Signature(#[from] SigningFailed),
    /// The algorithm has no shared secret.
    #[error("the algorithm does not work with a shared secret")]
    NotSymmetric,
    /// RFC 7518 §3.2
    #[error("the shared secret is shorter than the hash of the algorithm (RFC 7518 section 3.2)")]
    WeakSecret,
}

/// Writes a token of media type `typ`.
pub fn sign(key: &SigningKey, typ: &str, claims: &impl Serialize) -> Result<String, NotSigned> {
    // A 2048-bit RSA signature has 342 characters; larger ones only cost a second allocation.
    let token = match key.header(typ) {
        Some(header) => unsigned(header, claims, 344)?,
        None => unsigned(&encode_header(key.alg(), typ, Some(key.kid())), claims, 344)?,
    };
    let signature = key.sign(token.as_bytes())?;
    Ok(signed(token, &signature))
}

/// Writes a token whose header calls the key by the name under which somebody else knows it.
pub fn sign_named(key: &SigningKey, kid: &str, typ: &str, claims: &impl Serialize) -> Result<String, NotSigned> {
    let token = unsigned(&encode_header(key.alg(), typ, Some(kid)), claims, 344)?;
    let signature = key.sign(token.as_bytes())?;
    Ok(signed(token, &signature))
}

/// Writes a token with a shared secret.
pub fn sign_hmac(secret: &[u8], alg: SigAlg, typ: &str, claims: &impl Serialize) -> Result<String, NotSigned> {
    let algorithm = alg.hmac().ok_or(NotSigned::NotSymmetric)?;
    // RFC 7518 §3.2: a key of the size of the hash output or larger MUST be used.
    if secret.len() < alg.digest().output_len() {
        return Err(NotSigned::WeakSecret);
    }
    let token = unsigned(&encode_header(alg, typ, None), claims, 88)?;
    let tag = hmac::sign(&hmac::Key::new(algorithm, secret), token.as_bytes());
    Ok(signed(token, tag.as_ref()))
}

/// Writes a token that nobody signs (RFC 7518 §3.6), for clients that registered for it.
pub fn write_unsigned(typ: &str, claims: &impl Serialize) -> Result<String, NotSigned> {
    let header = BASE64URL_NOPAD.encode(json!({ "alg": "none", "typ": typ }).to_string().as_bytes());
    Ok(signed(unsigned(&header, claims, 0)?, &[]))
}

/// `header.claims` in a buffer with room for the signature.
fn unsigned(header: &str, claims: &impl Serialize, room: usize) -> Result<String, NotSigned> {
    let claims = serde_json::to_vec(claims).map_err(|_| NotSigned::Claims)?;
    let mut token = String::with_capacity(header.len() + 2 + BASE64URL_NOPAD.encode_len(claims.len()) + room);
    token.push_str(header);
    token.push('.');
    BASE64URL_NOPAD.encode_append(&claims, &mut token);
    Ok(token)
}

fn signed(mut token: String, signature: &[u8]) -> String {
    token.push('.');
    BASE64URL_NOPAD.encode_append(signature, &mut token);
    token
}

/// The members of a header that matter to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwsHeader {
    /// The name of the algorithm, known or not.
    pub alg: String,
    /// RFC 7515 §4.1.4
    pub kid: Option<String>,
    /// RFC 7515 §4.1.9
    pub typ: Option<String>,
    /// RFC 7515 §4.1.10
    pub cty: Option<String>,
}

impl JwsHeader {
    /// Its algorithm, when we know it.
    pub fn sig_alg(&self) -> Option<SigAlg> {
        SigAlg::from_header(&self.alg)
    }

    /// Whether `typ` is this media type, with or without `application/` (RFC 7515 §4.1.9).
    pub fn is_typ(&self, expected: &str) -> bool {
        self.typ.as_deref().is_some_and(|typ| {
            // RFC 7515 §4.1.9: `application/` may be left out; media types ignore case.
            let bare = match typ.split_at_checked("application/".len()) {
                Some((prefix, rest)) if prefix.eq_ignore_ascii_case("application/") => rest,
                _ => typ,
            };
            bare.eq_ignore_ascii_case(expected)
        })
    }

    fn read(bytes: &[u8]) -> Result<Self, MalformedJws> {
        let members = json::object(bytes).map_err(|error| match error {
            NotStrict::Duplicate => MalformedJws::DuplicateMember,
            NotStrict::NotAnObject => MalformedJws::Header,
        })?;
        // RFC 7515 §4.1.11: a `crit` that is not understood MUST be refused; we understand none.
        // RFC 7797 §3: `b64` changes what is signed. RFC 8725 §3.10: keys that the token itself
        // points to are whoever wrote the token.
        for member in ["crit", "b64", "jku", "x5u"] {
            if members.contains_key(member) {
                return Err(MalformedJws::ForbiddenMember(member));
            }
        }
        let text = |member| json::text(&members, member).map_err(|_| MalformedJws::Header);
        // RFC 7515 §4.1.1: `alg` MUST be present.
        Ok(Self {
            alg: text("alg")?.ok_or(MalformedJws::Header)?,
            kid: text("kid")?,
            typ: text("typ")?,
            cty: text("cty")?,
        })
    }
}

/// A token that was read and not believed.
#[derive(Debug, Clone)]
pub struct Unverified {
    header: JwsHeader,
    claims: Map<String, Value>,
    signing_input: Box<str>,
    signature: Vec<u8>,
}

impl Unverified {
    /// Reads a token in compact form.
    pub fn parse(token: &str) -> Result<Self, MalformedJws> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(MalformedJws::TooLarge);
        }
        // RFC 7515 §5.2, §7.1: three parts; five would be a JWE, none a JSON serialization.
        let (signing_input, signature) = token.rsplit_once('.').ok_or(MalformedJws::NotCompact)?;
        let (header, claims) = signing_input.split_once('.').ok_or(MalformedJws::NotCompact)?;
        if claims.contains('.') {
            return Err(MalformedJws::NotCompact);
        }
        let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| MalformedJws::Base64);
        let header = JwsHeader::read(&decode(header)?)?;
        let claims = json::object(&decode(claims)?).map_err(|error| match error {
            NotStrict::Duplicate => MalformedJws::DuplicateMember,
            NotStrict::NotAnObject => MalformedJws::Claims,
        })?;
        Ok(Self { header, claims, signing_input: signing_input.into(), signature: decode(signature)? })
    }

    /// The header, as the token says.
    pub fn header(&self) -> &JwsHeader {
        &self.header
    }

    /// The claims, as the token says: good for finding whose it claims to be, and nothing else.
    pub fn claims_unverified(&self) -> &Map<String, Value> {
        &self.claims
    }

    /// The claims of a token that says of itself that nobody signed it (RFC 7518 §3.6); good only where
    /// the caller's rules take unsigned tokens.
    pub fn claims_of_unsigned(&self) -> Option<&Map<String, Value>> {
        (self.header.alg == "none" && self.signature.is_empty()).then_some(&self.claims)
    }

    /// The claims, when one of `keys` made the signature with one of the `allowed` algorithms.
    pub fn verify<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k VerifyingKey>,
        allowed: &[SigAlg],
    ) -> Result<Map<String, Value>, Invalid> {
        let alg = self.allowed_alg(allowed)?;
        if alg.is_symmetric() {
            return Err(Invalid::Algorithm);
        }
        let kid = self.header.kid.as_deref();
        // OIDC Core §10.1: `kid` names the key; without it every suitable key may be the one.
        let candidates = keys.into_iter().filter(|key| key.suits(alg) && kid.is_none_or(|kid| key.kid() == Some(kid)));
        let mut refusal = Invalid::NoKey;
        let mut spent = 0;
        for key in candidates {
            if spent >= MOST_SPENT {
                break;
            }
            spent += key.cost();
            if key.verify(alg, self.signing_input.as_bytes(), &self.signature) {
                return Ok(self.claims.clone());
            }
            refusal = Invalid::Signature;
        }
        Err(refusal)
    }

    /// The claims, when `secret` made the signature with one of the `allowed` algorithms.
    pub fn verify_hmac(&self, secret: &[u8], allowed: &[SigAlg]) -> Result<Map<String, Value>, Invalid> {
        let alg = self.allowed_alg(allowed)?;
        let algorithm = alg.hmac().ok_or(Invalid::Algorithm)?;
        // RFC 7518 §3.2: a key of the size of the hash output or larger MUST be used.
        if secret.len() < alg.digest().output_len() {
            return Err(Invalid::WeakSecret);
        }
        let key = hmac::Key::new(algorithm, secret);
        // RFC 7518 §3.2: compared in constant time by aws-lc.
        hmac::verify(&key, self.signing_input.as_bytes(), &self.signature).map_err(|_| Invalid::Signature)?;
        Ok(self.claims.clone())
    }

    /// RFC 8725 §3.1: the caller says what is allowed; the token only chooses among it.
    fn allowed_alg(&self, allowed: &[SigAlg]) -> Result<SigAlg, Invalid> {
        self.header.sig_alg().filter(|alg| allowed.contains(alg)).ok_or(Invalid::Algorithm)
    }
}

/// Beyond this, a double no longer holds every second; no honest clock is there.
const LIMIT: f64 = 9_007_199_254_740_992.0;

/// RFC 7519 §2: seconds since 1970, possibly with a fraction, which is cut off.
pub fn numeric_date(value: &Value) -> Option<Timestamp> {
    #[allow(clippy::cast_possible_truncation)]
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().filter(|seconds| seconds.abs() < LIMIT).map(|seconds| seconds.floor() as i64));
    seconds.map(Timestamp)
}

#[cfg(test)]
mod tests;
