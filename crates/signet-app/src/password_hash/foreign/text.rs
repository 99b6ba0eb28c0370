//! How other programs write bytes.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD};

/// Base64 in any of the usual forms, with or without padding; passlib writes `.` for `+`.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=').replace('.', "+");
    if bare.contains(['-', '_']) {
        return BASE64URL_NOPAD.decode(bare.as_bytes()).ok();
    }
    BASE64_NOPAD.decode(bare.as_bytes()).ok().or_else(|| BASE64.decode(text.as_bytes()).ok())
}

/// The value of a parameter such as `r` in `ln=14,r=8`.
pub(super) fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    parameters
        .split(',')
        .find_map(|one| one.split_once('=').filter(|(known, _)| *known == name))
        .map(|(_, value)| value)
}

/// A number of it.
pub(super) fn number(parameters: &str, name: &str) -> Option<u32> {
    parameter(parameters, name)?.parse().ok()
}

/// The alphabet of crypt(3), in which phpass and MD5-crypt write.
const CRYPT: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The value of a character of that alphabet.
pub(super) fn crypt_value(byte: u8) -> Option<u32> {
    CRYPT.iter().position(|known| *known == byte).and_then(|at| u32::try_from(at).ok())
}

/// `length` characters of that alphabet, the lowest six bits first.
pub(super) fn crypt_text(mut value: u32, length: usize, into: &mut String) {
    for _ in 0..length {
        let at = usize::try_from(value & 0x3f).unwrap_or_default();
        into.push(char::from(CRYPT[at]));
        value >>= 6;
    }
}
