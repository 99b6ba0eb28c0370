//! Encrypted messages in compact form (RFC 7516 §7.1, RFC 7518 §4 and §5).
//!
//! To a client: [`EncryptionKey::choose`] finds the key it registered, [`encrypt`] writes the
//! message. To us:
//! 1. [`Unopened::parse`] reads a message: size, form, header; nothing is decrypted.
//! 2. The caller finds whose it claims to be and so which algorithms may be used.
//! 3. [`Unopened::decrypt`] gives the content out. What went wrong with it is not told: the key,
//!    the padding and the tag fail alike (RFC 7516 §11.5).
//!
//! Whoever has our public key can encrypt to us: a message proves nothing about its sender. The
//! signature inside does (RFC 7519 §11.2: signed, then encrypted).
//!
//! Deliberately not supported: JSON serialization, compression (`zip`), RSA1_5, PBES2, keys
//! shared beforehand (`dir`, `A*KW`, `A*GCMKW`).

mod agreement;
pub mod alg;
mod content;
mod key;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};

pub use alg::{ContentEnc, EncFamily, KeyMgmtAlg};
pub use key::{DecryptionKey, EncryptionKey};

use self::content::Encrypted;
use super::json::{self as strict, NotStrict};

/// A longer message is not read.
pub const MAX_MESSAGE_BYTES: usize = 96 * 1024;

/// Why a text is no message that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedJwe {
    /// Longer than [`MAX_MESSAGE_BYTES`].
    #[error("the message is longer than 98304 bytes")]
    TooLarge,
    /// RFC 7516 §7.1
    #[error("the message is not a JWE in compact serialization (RFC 7516 section 7.1)")]
    NotCompact,
    /// RFC 7516 §2
    #[error("a part of the message is not base64url without padding (RFC 7516 section 2)")]
    Base64,
    /// RFC 7516 §4
    #[error("the header is not a JSON object with alg, enc and well-typed members (RFC 7516 section 4)")]
    Header,
    /// RFC 7516 §4
    #[error("a member of the header stands twice (RFC 7516 section 4)")]
    DuplicateMember,
    /// A header member that would change how the message is read, or whose keys are used.
    #[error("the header has the member {0}, which is not accepted here (RFC 7516 section 4.1)")]
    ForbiddenMember(&'static str),
}

/// Why a message that was read was not decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// The caller did not allow it.
    #[error("alg or enc is not one of those allowed (RFC 7516 section 5.2)")]
    Algorithm,
    /// No key of ours has that name, or suits the algorithm.
    #[error("the message is encrypted to no key that is known here (RFC 7516 section 6)")]
    NoKey,
    /// Everything else, deliberately alike.
    #[error("the message does not decrypt (RFC 7516 section 5.2)")]
    Failed,
}

/// A message could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message could not be encrypted")]
pub struct NotEncrypted;

/// What stands outside of the encryption, for everybody to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outside<'a> {
    /// RFC 7516 §4.1.11
    pub typ: Option<&'a str>,
    /// RFC 7516 §4.1.12
    pub cty: Option<&'a str>,
    /// RFC 7519 §5.3: whom the claims inside name as their issuer.
    pub iss: Option<&'a str>,
}

impl Outside<'static> {
    /// A signed token inside.
    // RFC 7519 §5.2: with nested signing or encryption `cty` MUST be present, and be JWT.
    pub const NESTED: Self = Self { typ: None, cty: Some("JWT"), iss: None };
}

/// Writes a message to the owner of `key`.
pub fn encrypt(
    payload: &[u8],
    outside: Outside<'_>,
    key: &EncryptionKey,
    enc: ContentEnc,
) -> Result<String, NotEncrypted> {
    let Value::Object(mut header) = json!({ "alg": key.alg().as_str(), "enc": enc.as_str() }) else {
        return Err(NotEncrypted);
    };
    for (member, value) in [("kid", key.kid()), ("typ", outside.typ), ("cty", outside.cty), ("iss", outside.iss)] {
        if let Some(value) = value {
            header.insert(member.to_owned(), json!(value));
        }
    }
    let enclosed = key.enclose(enc, &mut header).map_err(|_| NotEncrypted)?;
    let mut message = BASE64URL_NOPAD.encode(Value::Object(header).to_string().as_bytes());
    // RFC 7516 §5.1: the encoded header is the additional authenticated data.
    let made = content::encrypt(enc, enclosed.cek.expose(), message.as_bytes(), payload).map_err(|_| NotEncrypted)?;
    for part in [&enclosed.encrypted, &made.iv, &made.ciphertext, &made.tag] {
        message.push('.');
        BASE64URL_NOPAD.encode_append(part, &mut message);
    }
    Ok(message)
}

/// The members of a header that matter to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JweHeader {
    /// The name of the key management algorithm, known or not.
    pub alg: String,
    /// The name of the content encryption, known or not.
    pub enc: String,
    /// RFC 7516 §4.1.6
    pub kid: Option<String>,
    /// RFC 7516 §4.1.12
    pub cty: Option<String>,
}

/// A message that was read and not decrypted.
#[derive(Debug)]
pub struct Unopened {
    header: JweHeader,
    members: Map<String, Value>,
    aad: Box<str>,
    encrypted_key: Vec<u8>,
    content: Encrypted,
}

impl Unopened {
    /// Whether a text has the form of a message and not of a signed token: five parts, not three.
    pub fn looks_like_one(text: &str) -> bool {
        text.bytes().filter(|byte| *byte == b'.').count() == 4
    }

    /// Reads a message in compact form.
    pub fn parse(message: &str) -> Result<Self, MalformedJwe> {
        if message.len() > MAX_MESSAGE_BYTES {
            return Err(MalformedJwe::TooLarge);
        }
        // RFC 7516 §5.2, §7.1: five parts; three would be a JWS, none a JSON serialization.
        let parts: Vec<&str> = message.split('.').collect();
        let [header, encrypted_key, iv, ciphertext, tag] = parts[..] else {
            return Err(MalformedJwe::NotCompact);
        };
        let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| MalformedJwe::Base64);
        let members = strict::object(&decode(header)?).map_err(|error| match error {
            NotStrict::Duplicate => MalformedJwe::DuplicateMember,
            NotStrict::NotAnObject => MalformedJwe::Header,
        })?;
        Ok(Self {
            header: JweHeader::read(&members)?,
            members,
            aad: header.into(),
            encrypted_key: decode(encrypted_key)?,
            content: Encrypted { iv: decode(iv)?, ciphertext: decode(ciphertext)?, tag: decode(tag)? },
        })
    }

    /// The header, as the message says.
    pub fn header(&self) -> &JweHeader {
        &self.header
    }

    /// What its key management works with, when we know it.
    pub fn family(&self) -> Option<EncFamily> {
        KeyMgmtAlg::parse(&self.header.alg).map(KeyMgmtAlg::family)
    }

    /// The content, when `key` opens it with algorithms that the caller allows.
    pub fn decrypt(&self, key: &DecryptionKey, algs: &[KeyMgmtAlg], encs: &[ContentEnc]) -> Result<Vec<u8>, NotOpened> {
        // RFC 8725 §3.1: the caller says what is allowed; the message only chooses among it.
        let alg = KeyMgmtAlg::parse(&self.header.alg).filter(|alg| algs.contains(alg)).ok_or(NotOpened::Algorithm)?;
        let enc = ContentEnc::parse(&self.header.enc).filter(|enc| encs.contains(enc)).ok_or(NotOpened::Algorithm)?;
        if alg.family() != key.family() {
            return Err(NotOpened::NoKey);
        }
        let cek = key.open(alg, enc, &self.members, &self.encrypted_key);
        content::decrypt(enc, cek.expose(), self.aad.as_bytes(), &self.content).map_err(|_| NotOpened::Failed)
    }
}

impl JweHeader {
    fn read(members: &Map<String, Value>) -> Result<Self, MalformedJwe> {
        // RFC 7516 §4.1.13: a `crit` that is not understood MUST be refused; we understand none.
        // RFC 8725 §3.6: compression tells of the content by its length and has no bound.
        // RFC 8725 §3.10: keys that the message itself points to are whoever wrote it.
        for member in ["crit", "zip", "jku", "x5u"] {
            if members.contains_key(member) {
                return Err(MalformedJwe::ForbiddenMember(member));
            }
        }
        let text = |member| strict::text(members, member).map_err(|_| MalformedJwe::Header);
        // RFC 7516 §4.1.1, §4.1.2: `alg` and `enc` MUST be present.
        Ok(Self {
            alg: text("alg")?.ok_or(MalformedJwe::Header)?,
            enc: text("enc")?.ok_or(MalformedJwe::Header)?,
            kid: text("kid")?,
            cty: text("cty")?,
        })
    }
}

#[cfg(test)]
mod tests;
