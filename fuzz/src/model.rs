//! Models: how something is read, written as simply as can be.

use serde_json::Value;

/// A text, if the bytes are one.
pub fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Two texts, cut at the first line end.
pub fn two_texts(data: &[u8]) -> Option<(&str, &str)> {
    text(data)?.split_once('\n')
}

/// `application/x-www-form-urlencoded`, one byte after the other (URL Standard, section 5.1).
pub fn form_decoded(encoded: &[u8]) -> String {
    let digit = |at: usize| encoded.get(at).and_then(|byte| (*byte as char).to_digit(16));
    let (mut bytes, mut at) = (Vec::new(), 0);
    while at < encoded.len() {
        match (encoded[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a text somewhere in it holds a NUL.
pub fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

/// RFC 6749 §5.2: what a description may hold.
pub fn assert_description(text: &str) {
    let fits = |byte: u8| matches!(byte, 0x20 | 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
    assert!(!text.is_empty() && text.bytes().all(fits), "{text:?}");
}

/// Whether a host is loopback, from its text.
pub fn is_loopback_host(host: &str) -> bool {
    let octets: Vec<&str> = host.split('.').collect();
    let v4 = octets.len() == 4 && octets[0] == "127" && octets.iter().all(|one| one.parse::<u8>().is_ok());
    v4 || host == "[::1]" || host == "localhost" || host.ends_with(".localhost")
}
