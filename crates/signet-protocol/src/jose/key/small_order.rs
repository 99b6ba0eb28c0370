//! The points of Ed25519 that multiply to nothing (RFC 8032 §5.1). A signature by one of them holds for every message.

/// Their y coordinates below the bit of the sign, little-endian: 0, 1, both of order 8, and p-1; then p and p+1, which
/// are 0 and 1 again.
const SMALL: [&[u8; 64]; 7] = [
    b"0000000000000000000000000000000000000000000000000000000000000000",
    b"0100000000000000000000000000000000000000000000000000000000000000",
    b"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    b"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    b"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    b"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    b"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/// Whether a public key is one of them, in any encoding that a verifier may read.
pub fn has_small_order(key: &[u8; 32]) -> bool {
    let mut y = *key;
    y[31] &= 0x7f;
    let written = data_encoding::HEXLOWER.encode(&y);
    SMALL.iter().any(|one| one.as_slice() == written.as_bytes())
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
    use data_encoding::HEXLOWER;

    use super::*;

    /// R is the neutral point and S is 0: whoever knows no key can write it.
    fn forged() -> [u8; 64] {
        let mut signature = [0; 64];
        signature[0] = 1;
        signature
    }

    #[test]
    fn the_library_believes_anybody_who_writes_for_such_a_key() {
        let mut believed = 0;
        for one in SMALL {
            let key = HEXLOWER.decode(one).unwrap();
            let says = |text: &u32| {
                let key = UnparsedPublicKey::new(&ED25519, &key);
                key.verify(&text.to_be_bytes(), &forged()).is_ok()
            };
            believed += usize::from((0..64).any(|text| says(&text)));
        }
        assert!(believed >= 5, "{believed}");
    }

    #[test]
    fn a_key_of_small_order_is_found_whatever_its_sign() {
        for one in SMALL {
            let mut key: [u8; 32] = HEXLOWER.decode(one).unwrap().try_into().unwrap();
            assert!(has_small_order(&key));
            key[31] |= 0x80;
            assert!(has_small_order(&key));
            key[5] ^= 1;
            assert!(!has_small_order(&key));
        }
    }
}
