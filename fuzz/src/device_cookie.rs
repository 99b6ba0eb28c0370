//! The device cookie, which any browser may send: held against a reader that goes letter by letter and counts bytes.

use signet_protocol::base::time::Timestamp;

use self::parser::{CookiePart, DeviceCookie};
use crate::model::text;

// The parser, which the server keeps to itself.
#[allow(dead_code, unreachable_pub, reason = "the target needs a part of it")]
#[path = "../../src/domain/kernel/device_cookie.rs"]
mod parser;

const NOW: Timestamp = Timestamp(1_800_000_000);
/// Parts of each kind that are kept, and the lengths of an entry, a proof and a mark.
const KEPT: usize = 5;
const LENGTHS: [usize; 3] = [56, 52, 40];

/// What a browser sends in place of the cookie.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let cookie = DeviceCookie::read(Some(text), NOW);
    let read = [bytes(&cookie.entries), bytes(&cookie.proofs), bytes(&cookie.marks)];
    assert_eq!(read, expected(text), "{text:?}");
    let written = cookie.text();
    // RFC 6265 §4.1.1: a cookie's octets; and no more of them than fit beside others.
    assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)), "{written:?}");
    assert!(written.len() <= 1 + KEPT * (76 + 71 + 55), "{}", written.len());
    assert_eq!(DeviceCookie::read(Some(&written), NOW), cookie, "{text:?}");
    for part in &cookie.entries {
        assert_eq!(decoded(&part.name()).as_deref(), Some(&part.facts()[..16]));
    }
}

fn bytes<const LENGTH: usize>(parts: &[CookiePart<LENGTH>]) -> Vec<Vec<u8>> {
    parts.iter().map(|part| [part.facts(), part.code()].concat()).collect()
}

/// The parts by their lengths.
fn expected(text: &str) -> [Vec<Vec<u8>>; 3] {
    let mut found = LENGTHS.map(|_| Vec::new());
    let Some(rest) = text.strip_prefix("1.") else { return found };
    for part in rest.split('.').take(3 * KEPT).filter_map(decoded) {
        let Some(kind) = LENGTHS.iter().position(|length| *length == part.len()) else { continue };
        let end = part.len() - 32;
        let until = part[end - 8..end].iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        if until.cast_signed() > NOW.0 && found[kind].len() < KEPT {
            found[kind].push(part);
        }
    }
    found
}

/// RFC 4648 §5, without padding: six bits a letter, and no bits that say nothing.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    (bits == 0 && count < 6).then_some(out)
}
