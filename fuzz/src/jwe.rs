//! `jose::jwe`, held against josekit: what we open, it opens; what was changed, neither does.

use std::sync::LazyLock;

use josekit::{
    jwe::{self as theirs, JweContext, JweDecrypter},
    jwk::{Jwk as TheirJwk, alg::ec::EcKeyPair},
};
use serde_json::json;
use signet_protocol::jose::{
    jwe::{ContentEnc, DecryptionKey, EncFamily, EncryptionKey, KeyMgmtAlg, Outside, Unopened, encrypt},
    jwk::Jwk,
};

use crate::model::text;

/// RFC 7518 appendix C: Bob's.
static THEIR_KEY: LazyLock<TheirJwk> = LazyLock::new(|| {
    let key = json!({
        "kty": "EC", "crv": "P-256", "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
    });
    TheirJwk::from_bytes(key.to_string()).unwrap()
});
static OWN: LazyLock<DecryptionKey> = LazyLock::new(|| {
    let pkcs8 = EcKeyPair::from_jwk(&THEIR_KEY).unwrap().to_der_private_key();
    DecryptionKey::from_pkcs8(EncFamily::Ecdh, &pkcs8).unwrap()
});

fn decrypter(alg: KeyMgmtAlg) -> Option<Box<dyn JweDecrypter>> {
    Some(match alg {
        KeyMgmtAlg::EcdhEs => Box::new(theirs::ECDH_ES.decrypter_from_jwk(&THEIR_KEY).unwrap()),
        KeyMgmtAlg::EcdhEsA128Kw => Box::new(theirs::ECDH_ES_A128KW.decrypter_from_jwk(&THEIR_KEY).unwrap()),
        KeyMgmtAlg::EcdhEsA256Kw => Box::new(theirs::ECDH_ES_A256KW.decrypter_from_jwk(&THEIR_KEY).unwrap()),
        _ => return None,
    })
}

/// A message as it is; or, behind a `+`, what is encrypted, and the place of a character that is then another.
pub fn run(data: &[u8]) {
    match data {
        [b'+', alg, enc, at, plain @ ..] => changed(*alg, *enc, *at, plain),
        _ => text(data).into_iter().for_each(message),
    }
}

fn message(text: &str) {
    let Ok(read) = Unopened::parse(text) else { return };
    assert!(Unopened::looks_like_one(text));
    let Ok(plain) = read.decrypt(&OWN, KeyMgmtAlg::ALL, ContentEnc::ALL) else { return };
    let alg = KeyMgmtAlg::parse(&read.header().alg).expect("it was opened by one");
    let decrypter = decrypter(alg).expect("the key is one of ECDH");
    let (theirs, _) = JweContext::new().deserialize_compact(text, &*decrypter).expect("josekit opens it, too");
    assert_eq!(theirs, plain);
}

fn changed(alg: u8, enc: u8, at: u8, plain: &[u8]) {
    let algs = [KeyMgmtAlg::EcdhEs, KeyMgmtAlg::EcdhEsA128Kw, KeyMgmtAlg::EcdhEsA256Kw];
    let alg = algs[usize::from(alg) % algs.len()];
    let enc = ContentEnc::ALL[usize::from(enc) % ContentEnc::ALL.len()];
    let key = EncryptionKey::from_jwk(&Jwk::from_value(&OWN.public_jwk()).unwrap(), alg).unwrap();
    let sent = encrypt(plain, Outside::default(), &key, enc).unwrap();
    let open = |text: &str| Unopened::parse(text).ok()?.decrypt(&OWN, KeyMgmtAlg::ALL, ContentEnc::ALL).ok();
    assert_eq!(open(&sent).as_deref(), Some(plain));
    let at = usize::from(at) * sent.len() / 256;
    let mut other = sent.clone().into_bytes();
    other[at] = if other[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(open(std::str::from_utf8(&other).unwrap()), None, "{at} of {sent}");
}
