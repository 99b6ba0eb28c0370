//! MD5, over and over: phpass (WordPress, phpBB) and MD5-crypt (Unix).

use md5::{Digest, Md5};

use super::{
    UnusableHash,
    text::{crypt_text, crypt_value},
};
use crate::base::secret::constant_time_eq;

/// Most rounds of phpass, as the base-two logarithm: a fifth of a second.
const MOST: u32 = 20;
/// The rounds of MD5-crypt, which are always the same.
const ROUNDS: usize = 1000;
/// How long the salt of MD5-crypt may be.
const LONGEST_SALT: usize = 8;

/// An iterated MD5.
pub struct IteratedMd5 {
    kind: Kind,
    salt: Vec<u8>,
    expected: String,
}

enum Kind {
    Phpass { log_rounds: u32 },
    Crypt,
}

impl IteratedMd5 {
    pub(super) fn read(text: &str) -> Option<Result<Self, UnusableHash>> {
        if let Some(rest) = text.strip_prefix("$P$").or_else(|| text.strip_prefix("$H$")) {
            return Some(phpass_of(rest));
        }
        text.strip_prefix("$1$").map(|rest| crypt_of(rest).ok_or(UnusableHash::Damaged))
    }

    pub(super) fn compare(&self, password: &[u8]) -> bool {
        let made = match self.kind {
            Kind::Phpass { log_rounds } => phpass(password, &self.salt, log_rounds),
            Kind::Crypt => crypt(password, &self.salt),
        };
        constant_time_eq(made.as_bytes(), self.expected.as_bytes())
    }
}

fn is_crypt(text: &str) -> bool {
    text.bytes().all(|byte| crypt_value(byte).is_some())
}

/// `rounds`, one character; the salt, eight; the hash.
fn phpass_of(rest: &str) -> Result<IteratedMd5, UnusableHash> {
    let damaged = UnusableHash::Damaged;
    if rest.len() != 31 || !rest.is_ascii() || !is_crypt(&rest[9..]) {
        return Err(damaged);
    }
    let log_rounds = crypt_value(rest.as_bytes()[0]).ok_or(damaged)?;
    if log_rounds > MOST {
        return Err(UnusableHash::TooExpensive);
    }
    let salt = rest.as_bytes()[1..9].to_vec();
    Ok(IteratedMd5 { kind: Kind::Phpass { log_rounds }, salt, expected: rest[9..].to_owned() })
}

fn phpass(password: &[u8], salt: &[u8], log_rounds: u32) -> String {
    let mut digest = Md5::new().chain_update(salt).chain_update(password).finalize();
    for _ in 0..1_u64 << log_rounds {
        digest = Md5::new().chain_update(digest).chain_update(password).finalize();
    }
    let mut text = String::with_capacity(22);
    for three in digest.chunks(3) {
        let value = three.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
        crypt_text(value, three.len() + 1, &mut text);
    }
    text
}

fn crypt_of(rest: &str) -> Option<IteratedMd5> {
    let (salt, expected) = rest.split_once('$')?;
    let fits = salt.len() <= LONGEST_SALT && expected.len() == 22 && is_crypt(expected);
    fits.then(|| IteratedMd5 { kind: Kind::Crypt, salt: salt.as_bytes().to_vec(), expected: expected.to_owned() })
}

/// As Poul-Henning Kamp wrote it for FreeBSD, peculiarities included.
fn crypt(password: &[u8], salt: &[u8]) -> String {
    let inner = Md5::new().chain_update(password).chain_update(salt).chain_update(password).finalize();
    let mut first = Md5::new().chain_update(password).chain_update(b"$1$").chain_update(salt);
    for at in (0..password.len()).step_by(16) {
        first.update(&inner[..(password.len() - at).min(16)]);
    }
    let mut bits = password.len();
    while bits > 0 {
        first.update(if bits & 1 == 1 { &[0][..] } else { &password[..1] });
        bits >>= 1;
    }
    let mut digest = first.finalize();
    for round in 0..ROUNDS {
        let mut next = Md5::new();
        next.update(if round % 2 == 1 { password } else { &digest[..] });
        if round % 3 != 0 {
            next.update(salt);
        }
        if round % 7 != 0 {
            next.update(password);
        }
        next.update(if round % 2 == 1 { &digest[..] } else { password });
        digest = next.finalize();
    }
    let byte = |at: usize| u32::from(digest[at]);
    let mut text = String::with_capacity(22);
    for [high, middle, low] in [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]] {
        crypt_text(byte(high) << 16 | byte(middle) << 8 | byte(low), 4, &mut text);
    }
    crypt_text(byte(11), 2, &mut text);
    text
}
