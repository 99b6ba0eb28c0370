//! The private key with which we prove ourselves to an upstream: `private_key_jwt`, or a secret that is a JWT (Apple).

use data_encoding::BASE64;

use crate::{
    base::secret::Secret,
    jose::{alg::SigAlg, key::SigningKey},
};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// Why a text is no private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableKey {
    /// No PEM of PKCS #8 (RFC 7468 §10).
    #[error(
        "it is no private key in PEM: a file that begins with -----BEGIN PRIVATE KEY-----; openssl pkcs8 -topk8 -nocrypt \
         makes one of other forms"
    )]
    NotPem,
    /// An algorithm that is not known, or none of keys.
    #[error("client_auth_alg names no algorithm that a private key signs in")]
    Algorithm,
    /// A key of another kind than the algorithm wants.
    #[error("it is no key for the algorithm that client_auth_alg names")]
    OtherKind,
}

/// Reads a private key, PKCS #8 in PEM, for an algorithm.
///
/// # Errors
/// Why it is none.
pub fn read(pem: &str, alg: &str) -> Result<SigningKey, UnusableKey> {
    let alg = SigAlg::parse(alg).filter(|alg| SigAlg::ASYMMETRIC.contains(alg)).ok_or(UnusableKey::Algorithm)?;
    let inner = pem.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).ok_or(UnusableKey::NotPem)?;
    let joined = Secret::new(inner.split_whitespace().collect::<String>());
    let pkcs8 = Secret::new(BASE64.decode(joined.expose().as_bytes()).map_err(|_| UnusableKey::NotPem)?);
    SigningKey::from_pkcs8(alg, pkcs8.expose()).map_err(|_| UnusableKey::OtherKind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(alg: SigAlg) -> String {
        let pair = SigningKey::generate(alg).unwrap();
        format!("{BEGIN}\n{}\n{END}\n", BASE64.encode(pair.pkcs8.expose()))
    }

    #[test]
    fn a_key_is_read_for_the_algorithm_that_it_is_of() {
        let text = pem(SigAlg::ES256);
        assert_eq!(read(&text, "ES256").map(|key| key.alg()).ok(), Some(SigAlg::ES256));
        assert_eq!(read(&text, "RS256").map(drop), Err(UnusableKey::OtherKind));
        assert_eq!(read(&text, "HS256").map(drop), Err(UnusableKey::Algorithm));
        assert_eq!(read(&text, "none").map(drop), Err(UnusableKey::Algorithm));
        let cut = text.replace("-----END PRIVATE KEY-----", "");
        assert_eq!(read(&cut, "ES256").map(drop), Err(UnusableKey::NotPem));
        let ec = text.replace("PRIVATE KEY", "EC PRIVATE KEY");
        assert_eq!(read(&ec, "ES256").map(drop), Err(UnusableKey::NotPem));
    }
}
