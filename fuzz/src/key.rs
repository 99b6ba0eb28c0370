//! Keys made of numbers: what is taken verifies and encrypts, and OpenSSL takes it, too.

use data_encoding::BASE64URL_NOPAD;
use openssl::{bn::BigNum, ec, nid::Nid};
use serde_json::{Value, json};
use signet_protocol::jose::{
    alg::SigAlg,
    jwe::{ContentEnc, EncryptionKey, KeyMgmtAlg, Outside, encrypt},
    jwk::Jwk,
    key::{InvalidKey, VerifyingKey},
};

/// The first byte says which kind, the rest is the numbers.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    match kind % 5 {
        0 => rsa(rest),
        1 => point("P-256", Nid::X9_62_PRIME256V1, 32, rest),
        2 => point("P-384", Nid::SECP384R1, 48, rest),
        3 => point("P-521", Nid::SECP521R1, 66, rest),
        _ => okp(rest),
    }
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn rsa(rest: &[u8]) {
    let Some((&[length, more], rest)) = rest.split_first_chunk::<2>() else { return };
    // Exponents of up to seven bytes; the modulus begins as it is given, and goes on with ones.
    let (e, start) = rest.split_at(usize::from(length % 8).min(rest.len()));
    let mut n = vec![0xff; [255, 256, 257, 384, 1024, 1025][usize::from(more) % 6]];
    let given = start.len().min(n.len());
    n[..given].copy_from_slice(&start[..given]);
    if more >= 128 {
        n.reverse();
    }
    let key = json!({"kty": "RSA", "n": encoded(&n), "e": encoded(e)});
    let (n, e) = (BigNum::from_slice(&n).unwrap(), BigNum::from_slice(e).unwrap());
    let one = BigNum::from_u32(1).unwrap();
    let odd = |number: &BigNum| number.is_bit_set(0);
    let sound = (2048..=8192).contains(&n.num_bits()) && odd(&n) && odd(&e) && e > one && e.num_bits() <= 33;
    assert_eq!(used(&key), sound, "{key}");
}

fn point(crv: &str, nid: Nid, length: usize, rest: &[u8]) {
    let (x, y) = rest.split_at(length.min(rest.len()));
    let key = json!({"kty": "EC", "crv": crv, "x": encoded(x), "y": encoded(y)});
    let group = ec::EcGroup::from_curve_name(nid).unwrap();
    let (given_x, given_y) = (BigNum::from_slice(x).unwrap(), BigNum::from_slice(y).unwrap());
    let theirs = ec::EcKey::from_public_key_affine_coordinates(&group, &given_x, &given_y);
    let theirs = theirs.and_then(|key| key.check_key()).is_ok();
    assert_eq!(used(&key), theirs && x.len() == length && y.len() == length, "{key}");
}

fn okp(rest: &[u8]) {
    for crv in ["Ed25519", "X25519"] {
        let taken = used(&json!({"kty": "OKP", "crv": crv, "x": encoded(rest)}));
        assert!(!taken || rest.len() == 32);
    }
}

/// Whether a key is taken: for signatures, for encryption or for both, and then it works.
fn used(key: &Value) -> bool {
    let jwk = Jwk::from_value(key).unwrap();
    assert_eq!(jwk.check_public(), Ok(()));
    let verifies = VerifyingKey::from_jwk(&jwk);
    if let Ok(key) = &verifies {
        forged(key);
    }
    let mut encrypts = Vec::new();
    for alg in KeyMgmtAlg::ALL {
        match EncryptionKey::from_jwk(&jwk, *alg) {
            Err(InvalidKey::Unsupported) => {}
            Err(_) => encrypts.push(false),
            Ok(key) => {
                // What was registered must be answered.
                encrypt(b"answer", Outside::NESTED, &key, ContentEnc::A128Gcm).expect("a key that was taken");
                encrypts.push(true);
            }
        }
    }
    match verifies {
        Err(InvalidKey::Unsupported) => {}
        verifies => encrypts.push(verifies.is_ok()),
    }
    assert!(encrypts.windows(2).all(|two| two[0] == two[1]), "{encrypts:?} {key}");
    encrypts.first().copied().unwrap_or(false)
}

/// What anybody can write is a signature of nobody.
fn forged(key: &VerifyingKey) {
    let neutral = |length: usize| {
        let mut bytes = vec![0; length];
        bytes[0] = 1;
        bytes
    };
    for alg in SigAlg::ASYMMETRIC {
        for length in [64, 96, 132, 256, 384, 1024] {
            let mut last = vec![0; length];
            last[length - 1] = 1;
            for signature in [vec![0; length], neutral(length), last, vec![0xff; length]] {
                for message in 0..4u8 {
                    assert!(!key.verify(*alg, &[message], &signature), "{alg} {signature:?}");
                }
            }
        }
    }
}
