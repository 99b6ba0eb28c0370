//! HTTP Basic (RFC 7617) with the form encoding of RFC 6749 §2.3.1, held against OpenSSL's Base64 and a decoder that
//! goes byte by byte.

use openssl::base64;
use signet_protocol::{
    client_auth::{PresentedCredentials, claimed, presented},
    params::Params,
};

use crate::model::{form_decoded, text, two_texts};

/// A header as it is; or, behind a `+`, a name and a secret that are encoded and must come out again.
pub fn run(data: &[u8]) {
    match data.split_first() {
        Some((b'+', rest)) => two_texts(rest).into_iter().for_each(|(id, secret)| sent(id, secret)),
        _ => text(data).into_iter().for_each(header),
    }
}

fn header(text: &str) {
    let none = Params::default();
    let (id, secret, raw_secret) = match presented(Some(text), &none) {
        Ok(PresentedCredentials::Basic { id, secret, raw_secret }) => (id, secret, raw_secret),
        Ok(_) => panic!("nothing but Basic comes in a header"),
        Err(refusal) => return assert_eq!(refusal.to_string(), sentence(text), "{text:?}"),
    };
    assert_eq!(claimed(Some(text), &none).as_ref(), Some(&id));
    let (scheme, value) = text.split_once(' ').unwrap();
    assert!(scheme.eq_ignore_ascii_case("basic"));
    let decoded = String::from_utf8(base64::decode_block(value.trim()).unwrap()).unwrap();
    let (name, raw) = decoded.split_once(':').unwrap();
    assert_eq!((id.as_str(), raw_secret.expose().as_str()), (form_decoded(name.as_bytes()).as_str(), raw));
    assert!(!id.as_str().contains('\0'));
    let whole = form_decoded(raw.as_bytes());
    let kept = if whole.contains(['\0', '\u{fffd}']) { raw.to_owned() } else { whole };
    assert_eq!(*secret.expose(), kept);
}

/// Why a header is refused.
fn sentence(text: &str) -> &'static str {
    match text.split_once(' ') {
        Some((scheme, _)) if !scheme.eq_ignore_ascii_case("basic") => {
            "invalid_client: the Authorization header must use the Basic scheme here (RFC 6749 section 2.3.1)"
        }
        _ => {
            "invalid_client: the Authorization header is not valid HTTP Basic (RFC 6749 section 2.3.1, RFC 7617 section 2)"
        }
    }
}

fn sent(id: &str, secret: &str) {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let value = base64::encode_block(format!("{}:{}", encoded(id), encoded(secret)).as_bytes());
    let read = presented(Some(&format!("Basic {}", value.replace('\n', ""))), &Params::default());
    let odd = |text: &str| text.contains(['\0', '\u{fffd}']);
    match read {
        Ok(PresentedCredentials::Basic { id: name, secret: given, .. }) => {
            assert_eq!(name.as_str(), id);
            assert!(odd(secret) || given.expose() == secret);
        }
        _ => assert!(odd(id)),
    }
}
