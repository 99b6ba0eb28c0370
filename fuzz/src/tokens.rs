//! What we write ourselves and read again: refresh tokens, sealed secrets, identifiers. Each has one text.

use std::sync::LazyLock;

use signet_protocol::{
    base::{
        entropy::Entropy,
        id::UserId,
        seal::{MasterKey, SealError, Sealer, key_id_of},
    },
    token::refresh_token::{PresentedRefreshToken, format},
};

use crate::model::text;

static SEALER: LazyLock<Sealer> = LazyLock::new(|| Sealer::new(&MasterKey::from_bytes([7; 32]), &[]));

/// A text; or, behind a `+`, a secret that is sealed, and the place of a character that is then another.
pub fn run(data: &[u8]) {
    if let [b'+', at, secret @ ..] = data {
        return sealed(*at, secret);
    }
    let Some(text) = text(data) else { return };
    if let Some(token) = PresentedRefreshToken::parse(text) {
        let mac: [u8; 32] = token.mac.try_into().unwrap();
        assert_eq!(format(&token.family, token.generation, &mac), text);
    }
    if let Ok(id) = text.parse::<UserId>() {
        assert_eq!(id.as_str(), text);
        assert!(text.len() == 30 && text.is_ascii());
    }
    if let Ok(key) = MasterKey::parse(text) {
        assert_eq!(MasterKey::parse(key.to_text().expose()).unwrap().id(), key.id());
    }
    refused(text);
}

fn sealed(at: u8, secret: &[u8]) {
    let text = SEALER.seal("test/1", secret, &Entropy::seeded(1));
    assert_eq!(SEALER.open("test/1", &text).unwrap().expose(), secret);
    assert_eq!(SEALER.open("test/2", &text).unwrap_err(), SealError::Tampered);
    let at = usize::from(at) * text.len() / 256;
    let mut other = text.clone().into_bytes();
    other[at] = if other[at] == b'A' { b'B' } else { b'A' };
    refused(std::str::from_utf8(&other).unwrap());
}

/// Nobody but us knows the key.
fn refused(text: &str) {
    let why = SEALER.open("test/1", text).unwrap_err();
    match key_id_of(text) {
        None => assert_eq!(why, SealError::Malformed, "{text}"),
        Some(id) if id != SEALER.current_id() => assert_eq!(why, SealError::UnknownKey(id.to_owned()), "{text}"),
        Some(_) => assert!(matches!(why, SealError::Malformed | SealError::Tampered), "{why}: {text}"),
    }
}
