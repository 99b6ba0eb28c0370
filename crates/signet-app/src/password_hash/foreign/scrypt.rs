//! scrypt (RFC 7914), and what Firebase makes of it: the key of the project, enciphered under it.

use aws_lc_rs::{
    cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey},
    iv::FixedLength,
};
use scrypt::{Params, scrypt};

use super::{
    UnusableHash,
    text::{base64, number, parameter},
};
use crate::base::secret::constant_time_eq;

/// Most memory of one comparison, in bytes: what RFC 7914 §2 calls 128 · N · r.
const MOST_MEMORY: u64 = 64 << 20;
/// Most of it that is passed through in all: about a second.
const MOST_WORK: u64 = 512 << 20;

/// A scrypt hash.
pub struct Scrypt {
    params: Params,
    salt: Vec<u8>,
    expected: Vec<u8>,
    /// The signer key of a Firebase project.
    signer_key: Option<Vec<u8>>,
}

impl Scrypt {
    pub(super) fn read(text: &str) -> Option<Result<Self, UnusableHash>> {
        if let Some(rest) = text.strip_prefix("$fbscrypt$") {
            return Some(of_firebase(rest));
        }
        if let Some(rest) = text.strip_prefix("scrypt$") {
            return Some(of_django(rest));
        }
        text.strip_prefix("$scrypt$").map(of_phc)
    }

    pub(super) fn compare(&self, password: &[u8]) -> Option<bool> {
        let Some(signer_key) = &self.signer_key else {
            let mut output = vec![0; self.expected.len()];
            scrypt(password, &self.salt, &self.params, &mut output).ok()?;
            return Some(constant_time_eq(&output, &self.expected));
        };
        let mut key = [0; 32];
        scrypt(password, &self.salt, &self.params, &mut key).ok()?;
        let key = EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, &key).ok()?).ok()?;
        let mut sealed = signer_key.clone();
        key.less_safe_encrypt(&mut sealed, EncryptionContext::Iv128(FixedLength::from([0; 16]))).ok()?;
        Some(constant_time_eq(&sealed, &self.expected))
    }
}

/// The parameters, unless comparing would cost too much.
fn params(log_n: u32, r: u32, p: u32) -> Result<Params, UnusableHash> {
    // RFC 7914 §6: V has 128 · r · N bytes, and B has 128 · r · p.
    let n = 1_u64.checked_shl(log_n).filter(|_| log_n < 32);
    let bytes = |times: u64| (128 * u64::from(r)).checked_mul(times).filter(|bytes| *bytes <= MOST_MEMORY);
    let memory = n.and_then(bytes).filter(|_| bytes(u64::from(p)).is_some()).ok_or(UnusableHash::TooExpensive)?;
    if memory * u64::from(p) > MOST_WORK {
        return Err(UnusableHash::TooExpensive);
    }
    let log_n = u8::try_from(log_n).map_err(|_| UnusableHash::TooExpensive)?;
    Params::new(log_n, r, p).map_err(|_| UnusableHash::Damaged)
}

fn plain(params: Params, salt: Vec<u8>, expected: Vec<u8>) -> Result<Scrypt, UnusableHash> {
    if (16..=64).contains(&expected.len()) {
        return Ok(Scrypt { params, salt, expected, signer_key: None });
    }
    Err(UnusableHash::Damaged)
}

/// `ln=…,r=…,p=…$salt$hash`
fn of_phc(rest: &str) -> Result<Scrypt, UnusableHash> {
    let damaged = UnusableHash::Damaged;
    let [given, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| damaged)?;
    let value = |name| number(given, name).ok_or(damaged);
    let params = params(value("ln")?, value("r")?, value("p")?)?;
    plain(params, base64(salt).ok_or(damaged)?, base64(hash).ok_or(damaged)?)
}

/// `n$salt$r$p$hash`; the salt is text.
fn of_django(rest: &str) -> Result<Scrypt, UnusableHash> {
    let damaged = UnusableHash::Damaged;
    let [n, salt, r, p, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| damaged)?;
    let value = |text: &str| text.parse::<u32>().map_err(|_| damaged);
    let n = value(n)?;
    if !n.is_power_of_two() {
        return Err(damaged);
    }
    plain(params(n.ilog2(), value(r)?, value(p)?)?, salt.as_bytes().to_vec(), base64(hash).ok_or(damaged)?)
}

/// `v=1,n=…,r=…,p=1,ss=…,sk=…$salt$hash`: what Firebase calls memory cost is `n`, the base-two logarithm of N.
fn of_firebase(rest: &str) -> Result<Scrypt, UnusableHash> {
    let damaged = UnusableHash::Damaged;
    let [given, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| damaged)?;
    let value = |name| number(given, name).ok_or(damaged);
    let bytes = |name| parameter(given, name).and_then(base64).ok_or(damaged);
    let params = params(value("n")?, value("r")?, value("p")?)?;
    let mut salt = base64(salt).ok_or(damaged)?;
    salt.extend(bytes("ss")?);
    let (signer_key, expected) = (bytes("sk")?, base64(hash).ok_or(damaged)?);
    if expected.len() != signer_key.len() || !(16..=128).contains(&expected.len()) {
        return Err(damaged);
    }
    Ok(Scrypt { params, salt, expected, signer_key: Some(signer_key) })
}
