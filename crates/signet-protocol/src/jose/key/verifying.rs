//! Public keys: those of clients, and our own.

use std::fmt;

use aws_lc_rs::signature::{self, EcdsaVerificationAlgorithm, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents};

use super::{InvalidKey, small_order};
use crate::jose::{
    alg::{KeyType, SigAlg},
    jwk::{Jwk, JwkSet},
};

/// The bits of 65537, the exponent of nearly all RSA keys.
const USUAL_EXPONENT: usize = 17;
/// Longer exponents only burn time; the crypto library takes none either.
const LONGEST_EXPONENT: usize = 33;

/// A public key ready to verify, for each algorithm that it may serve.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    // One entry for EC and Ed25519 keys and for RSA keys that name their `alg`; up to six else.
    parsed: Vec<(SigAlg, ParsedPublicKey)>,
    cost: usize,
}

impl VerifyingKey {
    /// Makes a key ready, for the algorithms that its members allow.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, InvalidKey> {
        let mut parsed = Vec::new();
        for alg in SigAlg::ASYMMETRIC.iter().copied().filter(|alg| jwk.suits(*alg)) {
            let key = match alg.family() {
                KeyType::Rsa => rsa(jwk, alg),
                KeyType::Ec(_) => ec(jwk, alg),
                KeyType::Ed25519 => ed25519(jwk),
                KeyType::Hmac => Err(InvalidKey::Symmetric),
            }?;
            parsed.push((alg, key));
        }
        if parsed.is_empty() {
            return Err(InvalidKey::Unsupported);
        }
        let cost = if jwk.kty() == "RSA" { rsa_cost(&rsa_components(jwk)?) } else { curve_cost(&parsed) };
        Ok(Self { kid: jwk.kid().map(str::to_owned), parsed, cost })
    }

    /// How much a verification costs, in those of an RSA key of 2048 bits with the usual exponent.
    pub fn cost(&self) -> usize {
        self.cost
    }

    /// The usable keys of a set.
    pub fn all_of(set: &JwkSet) -> Vec<Self> {
        // RFC 7517 §5: keys that are not understood or out of range are ignored.
        set.keys.iter().filter_map(|jwk| Self::from_jwk(jwk).ok()).collect()
    }

    /// The name its owner gave it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// About how many bytes it takes in memory, together with what the library keeps of it.
    pub fn weight(&self) -> usize {
        let each = |alg: &SigAlg| if alg.family() == KeyType::Rsa { 4096 } else { 1024 };
        64 + self.parsed.iter().map(|(alg, _)| each(alg)).sum::<usize>()
    }

    /// Whether it may verify signatures of `alg`.
    pub fn suits(&self, alg: SigAlg) -> bool {
        self.parsed.iter().any(|(one, _)| *one == alg)
    }

    /// Whether `signature` is this key's signature of `message` under `alg`.
    pub fn verify(&self, alg: SigAlg, message: &[u8], signature: &[u8]) -> bool {
        self.parsed
            .iter()
            .find(|(one, _)| *one == alg)
            .is_some_and(|(_, key)| key.verify_sig(message, signature).is_ok())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algs: Vec<SigAlg> = self.parsed.iter().map(|(alg, _)| *alg).collect();
        f.debug_struct("VerifyingKey").field("kid", &self.kid).field("algs", &algs).finish_non_exhaustive()
    }
}

fn rsa(jwk: &Jwk, alg: SigAlg) -> Result<ParsedPublicKey, InvalidKey> {
    let parameters: &'static RsaParameters = match alg {
        SigAlg::RS256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        SigAlg::RS384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        SigAlg::RS512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        SigAlg::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
        SigAlg::PS384 => &signature::RSA_PSS_2048_8192_SHA384,
        SigAlg::PS512 => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return Err(InvalidKey::Unsupported),
    };
    rsa_components(jwk)?.to_parsed_public_key(parameters).map_err(|_| InvalidKey::Malformed)
}

/// The bits of a number without leading zeros.
fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

/// A multiplication costs with the square of the size, and there is one for each bit of the exponent.
fn rsa_cost(key: &RsaPublicKeyComponents<Vec<u8>>) -> usize {
    (bits(&key.n).pow(2) * bits(&key.e)).div_ceil(2048 * 2048 * USUAL_EXPONENT)
}

/// Measured: 0.1 ms on P-256, 0.3 on P-384, 0.5 on P-521, where an RSA key of 2048 bits takes 0.05.
fn curve_cost(parsed: &[(SigAlg, ParsedPublicKey)]) -> usize {
    let cost = |alg: SigAlg| match alg {
        SigAlg::ES384 => 6,
        SigAlg::ES512 => 10,
        _ => 2,
    };
    parsed.iter().map(|(alg, _)| cost(*alg)).max().unwrap_or(1)
}

/// Modulus and exponent of an RSA key that is fit for use.
pub(in crate::jose) fn rsa_components(jwk: &Jwk) -> Result<RsaPublicKeyComponents<Vec<u8>>, InvalidKey> {
    let (n, e) = (jwk.bytes("n").ok_or(InvalidKey::Malformed)?, jwk.bytes("e").ok_or(InvalidKey::Malformed)?);
    // RFC 7518 §6.3.1.1 warns of the sign byte that some libraries put in front; it means the same.
    let (n, e) = (without_leading_zeros(&n), without_leading_zeros(&e));
    // RFC 7518 §3.3, §3.5, §4.3: a key of 2048 bits or larger MUST be used; above 8192 it only
    // burns time.
    if !(2048..=8192).contains(&bits(n)) {
        return Err(InvalidKey::RsaSize);
    }
    // A product of odd primes is odd (RFC 8017 §3.1).
    if n.last().is_none_or(|last| last % 2 == 0) {
        return Err(InvalidKey::RsaModulus);
    }
    // RFC 8017 §3.1: odd, and 3 at least. 1 makes every message its own signature; an even one has no inverse.
    let odd = e.last().is_some_and(|last| last % 2 == 1);
    if !odd || e == [1] || bits(e) > LONGEST_EXPONENT {
        return Err(InvalidKey::RsaExponent);
    }
    Ok(RsaPublicKeyComponents { n: n.to_vec(), e: e.to_vec() })
}

fn ec(jwk: &Jwk, alg: SigAlg) -> Result<ParsedPublicKey, InvalidKey> {
    let (algorithm, length): (&'static EcdsaVerificationAlgorithm, usize) = match alg {
        SigAlg::ES256 => (&signature::ECDSA_P256_SHA256_FIXED, 32),
        SigAlg::ES384 => (&signature::ECDSA_P384_SHA384_FIXED, 48),
        SigAlg::ES512 => (&signature::ECDSA_P521_SHA512_FIXED, 66),
        _ => return Err(InvalidKey::Unsupported),
    };
    let (x, y) = (jwk.bytes("x").ok_or(InvalidKey::Malformed)?, jwk.bytes("y").ok_or(InvalidKey::Malformed)?);
    // RFC 7518 §6.2.1.2: coordinates have the full length of the curve.
    if x.len() != length || y.len() != length {
        return Err(InvalidKey::Malformed);
    }
    let point = [&[4u8][..], &x, &y].concat();
    // aws-lc refuses points that are not on the curve.
    ParsedPublicKey::new(algorithm, point).map_err(|_| InvalidKey::Malformed)
}

fn ed25519(jwk: &Jwk) -> Result<ParsedPublicKey, InvalidKey> {
    let x: [u8; 32] = jwk.bytes("x").and_then(|x| x.try_into().ok()).ok_or(InvalidKey::Malformed)?;
    if small_order::has_small_order(&x) {
        return Err(InvalidKey::SmallOrder);
    }
    ParsedPublicKey::new(&signature::ED25519, x).map_err(|_| InvalidKey::Malformed)
}

fn without_leading_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}
