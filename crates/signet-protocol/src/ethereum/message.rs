//! Addresses, the message that a wallet shows and signs (EIP-4361), and whose key signed it.

use std::fmt;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sha3::{Digest as _, Keccak256};

use crate::base::time::Timestamp;

/// An address: the last twenty bytes of the hash of a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalletAddress([u8; 20]);

impl WalletAddress {
    /// An address as it is written: `0x` and forty hexadecimal digits; where they are in both cases, as EIP-55 has it,
    /// so that a digit that was mistyped is no other address.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("0x")?;
        let address = Self(HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?.try_into().ok()?);
        let has = |in_case: fn(&char) -> bool| digits.chars().any(|digit| in_case(&digit));
        let is_mixed = has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase);
        (!is_mixed || address.to_string() == text).then_some(address)
    }

    /// The one form for comparison: in small letters.
    pub fn key(&self) -> String {
        format!("0x{}", HEXLOWER.encode(&self.0))
    }
}

impl fmt::Display for WalletAddress {
    /// With the checksum of EIP-55: a letter is a capital where the hash of the address has a half-byte over seven.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = HEXLOWER.encode(&self.0);
        let hash = HEXLOWER.encode(&Keccak256::digest(digits.as_bytes()));
        f.write_str("0x")?;
        for (digit, mark) in digits.chars().zip(hash.chars()) {
            let shown = if mark > '7' { digit.to_ascii_uppercase() } else { digit };
            write!(f, "{shown}")?;
        }
        Ok(())
    }
}

/// What a wallet is asked to sign. It is written by us and never read: the wallet's holder reads it.
#[derive(Debug, Clone, Copy)]
pub struct WalletMessage<'a> {
    /// The origin that asks; https is not said, as wallets write it.
    pub origin: &'a str,
    /// Who signs.
    pub address: WalletAddress,
    /// What for, in ASCII.
    pub statement: &'a str,
    /// The page that asks.
    pub uri: &'a str,
    /// The chain that the wallet is on (EIP-155).
    pub chain: u32,
    /// What is said once: eight letters or digits at least.
    pub nonce: &'a str,
    /// When it was written.
    pub issued_at: Timestamp,
    /// Until when it counts.
    pub ends_at: Timestamp,
}

impl fmt::Display for WalletMessage<'_> {
    // EIP-4361, "Message Format".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.origin.strip_prefix("https://").unwrap_or(self.origin);
        let Self { address, statement, uri, chain, nonce, issued_at, ends_at, .. } = self;
        write!(
            f,
            "{domain} wants you to sign in with your Ethereum account:\n{address}\n\n{statement}\n\nURI: {uri}\n\
             Version: 1\nChain ID: {chain}\nNonce: {nonce}\nIssued At: {issued_at}\nExpiration Time: {ends_at}"
        )
    }
}

/// What is signed of a message (EIP-191, version 0x45).
pub fn message_hash(message: &str) -> [u8; 32] {
    let mut hash = Keccak256::new();
    hash.update(format!("\u{19}Ethereum Signed Message:\n{}", message.len()));
    hash.update(message);
    hash.finalize().into()
}

/// Whose key signed a message, if the signature, `0x` and 130 hexadecimal digits, is one of a key at all. Contracts sign
/// in ways of their own (EIP-1271).
pub fn signer(message: &str, signature: &str) -> Option<WalletAddress> {
    let bytes = HEXLOWER_PERMISSIVE.decode(signature.strip_prefix("0x")?.as_bytes()).ok()?;
    let (last, numbers) = bytes.split_last()?;
    let signature = Signature::from_slice(numbers).ok()?;
    // Wallets count from 27, as bitcoin did.
    let recovery = RecoveryId::from_byte(if *last >= 27 { last - 27 } else { *last })?;
    let key = VerifyingKey::recover_from_prehash(&message_hash(message), &signature, recovery).ok()?;
    let point = key.to_sec1_point(false);
    let hash = Keccak256::digest(point.as_bytes().get(1..)?);
    Some(WalletAddress(hash.get(12..)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the documentation of web3.js and eth-account, which agree: "Some data", signed by 0x4c0883a6….
    const SIGNED: &str = "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";
    const SIGNER: &str = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23";

    #[test]
    fn addresses_have_their_checksum() {
        // EIP-55, "Test Cases".
        for address in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x27b1fdb04752bbc536007a920d24acb045561c26",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            let read = WalletAddress::parse(address).unwrap();
            assert_eq!(read.to_string(), address);
            assert_eq!(WalletAddress::parse(&read.key()), Some(read));
        }
        for wrong in [
            "0xD1220a0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "D1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9a",
            "0xZ1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "",
        ] {
            assert_eq!(WalletAddress::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_message_is_written_as_wallets_read_it() {
        let message = WalletMessage {
            origin: "https://example.com",
            address: WalletAddress::parse("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2").unwrap(),
            statement: "I accept the ExampleOrg Terms of Service: https://example.com/tos",
            uri: "https://example.com/login",
            chain: 1,
            nonce: "32891756",
            issued_at: Timestamp(1_633_019_124),
            ends_at: Timestamp(1_633_019_424),
        };
        // EIP-4361, "Example", which has no end.
        let expected = "example.com wants you to sign in with your Ethereum account:\n\
                        0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n\n\
                        I accept the ExampleOrg Terms of Service: https://example.com/tos\n\n\
                        URI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n\
                        Issued At: 2021-09-30T16:25:24Z\nExpiration Time: 2021-09-30T16:30:24Z";
        assert_eq!(message.to_string(), expected);
        let local = WalletMessage { origin: "http://localhost:8080", ..message };
        assert!(local.to_string().starts_with("http://localhost:8080 wants you to sign in"));
    }

    #[test]
    fn whoever_signed_is_known_by_their_signature_and_nobody_else() {
        let signer_of = |message: &str, signature: &str| signer(message, signature).map(|one| one.to_string());
        assert_eq!(signer_of("Some data", SIGNED).as_deref(), Some(SIGNER));
        assert_ne!(signer_of("Some datb", SIGNED).as_deref(), Some(SIGNER));
        let counted_from_nought = format!("{}01", &SIGNED[..130]);
        assert_eq!(signer_of("Some data", &counted_from_nought).as_deref(), Some(SIGNER));
        for none in [
            "",
            "0x",
            &SIGNED[2..],
            &SIGNED[..130],
            &format!("{}ff", &SIGNED[..130]),
            &format!("0x{}", "00".repeat(65)),
        ] {
            assert_eq!(signer_of("Some data", none), None, "{none}");
        }
    }
}
