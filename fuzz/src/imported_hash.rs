//! Hashes of passwords that other programs made, as an operator imports them: read and never compared. Held against the
//! numbers that stand in them, since one that is taken over is compared whenever somebody names its account.

use self::{check::check_hash, foreign::UnusableHash};
use crate::model::text;

// The readers, which the server keeps to itself.
#[allow(dead_code, unreachable_pub, reason = "the target needs a part of it")]
#[path = "../../crates/signet-app/src/password_hash/argon.rs"]
mod argon;
#[path = "../../crates/signet-app/src/password_hash/check.rs"]
mod check;
#[allow(dead_code, unreachable_pub, reason = "the target needs a part of it")]
#[path = "../../crates/signet-app/src/password_hash/foreign/mod.rs"]
mod foreign;

// What `argon.rs` names of the module around it.
const OUTPUT_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

#[allow(dead_code, reason = "nothing is compared")]
enum HashError {
    Failed,
}

#[allow(dead_code, reason = "nothing is compared")]
struct PasswordMatch {
    ok: bool,
    needs_rehash: bool,
}

/// How the forms begin of which everything else is a damaged one.
const KNOWN: [&str; 11] =
    ["$2a$", "$2b$", "$2y$", "$pbkdf2", "pbkdf2_", "$scrypt$", "scrypt$", "$fbscrypt$", "$P$", "$H$", "$1$"];

/// A line of an import.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    match check_hash(text) {
        Ok(()) => {
            assert!(text.len() <= 2048 && !text.contains(char::is_control), "{text:?}");
            assert!(is_cheap(text), "{text:?}");
        }
        Err(UnusableHash::Unknown) => assert!(!KNOWN.iter().any(|form| text.starts_with(form)), "{text:?}"),
        Err(UnusableHash::Damaged | UnusableHash::TooExpensive) => {}
    }
}

/// The parts between dollar signs.
fn part(text: &str, at: usize) -> &str {
    text.split('$').filter(|part| !part.is_empty()).nth(at).unwrap_or_default()
}

/// `n` in `m=1,n=2`.
fn number(text: &str, name: &str) -> Option<u128> {
    let named = text.split(',').find_map(|one| one.split_once('=').filter(|(known, _)| *known == name));
    named.and_then(|(_, value)| value.parse().ok())
}

/// Whether comparing takes about a second at most, and 64 MiB, or 256 for Argon2.
fn is_cheap(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("bcrypt_sha256$").or_else(|| text.strip_prefix("bcrypt$")) {
        return is_cheap_bcrypt(rest);
    }
    let between = |range: std::ops::RangeInclusive<u128>, number: &str| {
        number.parse::<u128>().is_ok_and(|number| range.contains(&number))
    };
    if text.starts_with("$2") {
        return is_cheap_bcrypt(text);
    }
    if text.starts_with("pbkdf2_") {
        return between(1..=2_500_000, part(text, 1));
    }
    if text.starts_with("$pbkdf2") {
        let given = part(text, 1);
        return number(given, "i").is_some_and(|number| (1..=2_500_000).contains(&number))
            || between(1..=2_500_000, given);
    }
    if text.starts_with("$scrypt$") {
        let given = part(text, 1);
        return is_cheap_scrypt([number(given, "ln").map(power), number(given, "r"), number(given, "p")]);
    }
    if text.starts_with("$fbscrypt$") {
        let given = part(text, 1);
        return is_cheap_scrypt([number(given, "n").map(power), number(given, "r"), number(given, "p")]);
    }
    if text.starts_with("scrypt$") {
        let parts: Vec<&str> = text.split('$').collect();
        return is_cheap_scrypt([1, 3, 4].map(|at| parts.get(at).and_then(|part| part.parse().ok())));
    }
    if let Some(rest) = text.strip_prefix("$P$").or_else(|| text.strip_prefix("$H$")) {
        // The alphabet of crypt(3): 20 is the letter I.
        return rest.starts_with(|c: char| ('.'..='9').contains(&c) || ('A'..='I').contains(&c));
    }
    text.starts_with("$1$") || text.starts_with('{') || is_cheap_argon2(text)
}

fn power(exponent: u128) -> u128 {
    1_u128.checked_shl(u32::try_from(exponent).unwrap_or(u32::MAX)).unwrap_or(u128::MAX)
}

fn is_cheap_bcrypt(text: &str) -> bool {
    part(text, 1).parse::<u32>().is_ok_and(|cost| (4..=14).contains(&cost))
}

/// RFC 7914 §2: N, r and p.
fn is_cheap_scrypt(given: [Option<u128>; 3]) -> bool {
    let [Some(n), Some(r), Some(p)] = given else { return false };
    let memory = n.saturating_mul(r).saturating_mul(128);
    memory <= 64 << 20 && memory.saturating_mul(p) <= 512 << 20
}

/// What is left out has the values that the library gives it.
fn is_cheap_argon2(text: &str) -> bool {
    let all = |name: &str, usual: u128| {
        let given = text.split(['$', ',']).filter_map(|one| one.strip_prefix(name)?.parse().ok());
        let given: Vec<u128> = given.collect();
        if given.is_empty() { vec![usual] } else { given }
    };
    let (memory, passes) = (all("m=", 19_456), all("t=", 2));
    let is_cheap = |memory: u128, passes: u128| memory <= 256 << 10 && memory.saturating_mul(passes) <= 1 << 20;
    text.contains("argon2") && memory.iter().any(|memory| passes.iter().any(|passes| is_cheap(*memory, *passes)))
}
