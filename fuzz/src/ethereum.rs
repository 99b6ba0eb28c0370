//! What a wallet and a node of its chain send: addresses, signatures and answers, held against readers that go letter by
//! letter.

use serde_json::Value;
use signet_protocol::ethereum::{
    WalletAddress,
    contract::{ContractAnswer, question, read},
    signer,
};

use crate::model::{text, two_texts};

/// The magic value of EIP-1271, as a word.
const MAGIC: &str = "0x1626ba7e00000000000000000000000000000000000000000000000000000000";

/// An address, a message with its signature, or what a node answered.
pub fn run(data: &[u8]) {
    answer(data);
    if let Some(text) = text(data) {
        address(text);
    }
    if let Some((signature, message)) = two_texts(data) {
        signed(message, signature);
        asked(message, signature);
    }
}

/// The digits behind `0x`, if there is nothing else.
fn digits(text: &str) -> Option<&str> {
    text.strip_prefix("0x").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// EIP-55
fn address(text: &str) {
    let digits = digits(text).filter(|digits| digits.len() == 40);
    let one_case = |digits: &str| {
        !digits.contains(|c: char| c.is_ascii_lowercase()) || !digits.contains(|c: char| c.is_ascii_uppercase())
    };
    let Some(address) = WalletAddress::parse(text) else {
        assert!(!digits.is_some_and(one_case), "{text:?}");
        return;
    };
    assert!(digits.is_some(), "{text:?}");
    assert_eq!(address.key(), text.to_ascii_lowercase());
    let shown = address.to_string();
    assert!(shown.eq_ignore_ascii_case(text) && (shown == text || digits.is_some_and(one_case)), "{text:?}");
    assert_eq!(WalletAddress::parse(&shown), Some(address), "{text:?}");
    assert_eq!(WalletAddress::parse(&address.key()), Some(address), "{text:?}");
}

/// Whoever signed signed this message alone, however the signature is written.
fn signed(message: &str, signature: &str) {
    let Some(found) = signer(message, signature) else { return };
    let digits = digits(signature).unwrap();
    assert_eq!(digits.len(), 130, "{signature:?}");
    let small = digits.to_ascii_lowercase();
    assert_eq!(signer(message, &format!("0x{small}")), Some(found), "{signature:?}");
    let (numbers, last) = small.split_at(128);
    // Counted from nought, or from 27.
    let last = u8::from_str_radix(last, 16).unwrap();
    let other = if last >= 27 { last - 27 } else { last + 27 };
    assert_eq!(signer(message, &format!("0x{numbers}{other:02x}")), Some(found), "{signature:?}");
    assert_ne!(signer(&format!("{message}."), signature), Some(found), "{signature:?}");
}

/// EIP-1271: the call is of whole words behind its name, and has the signature in it.
fn asked(message: &str, signature: &str) {
    let Some(question) = question("0xaa", message, signature) else { return };
    let question: Value = serde_json::from_str(&question).unwrap();
    let call = &question["params"][0];
    assert_eq!(call["to"], "0xaa");
    let data = digits(call["data"].as_str().unwrap()).unwrap();
    let signature = digits(signature).unwrap().to_ascii_lowercase();
    assert!(data.len() % 64 == 8 && data.starts_with(&MAGIC[2..10]), "{data}");
    let length = usize::from_str_radix(&data[8 + 128..8 + 192], 16).unwrap();
    assert_eq!(2 * length, signature.len());
    let (own, rest) = data[8 + 192..].split_at(signature.len());
    assert!(own == signature && rest.len() < 64 && rest.bytes().all(|byte| byte == b'0'), "{data}");
}

/// Only the magic value says that a contract signed, and only its own refusal that it did not.
fn answer(data: &[u8]) {
    let said = read(data);
    let answer: Value = serde_json::from_slice(data).unwrap_or_default();
    let (result, error) = (&answer["result"], &answer["error"]);
    let result = result.as_str().filter(|_| error.is_null());
    match said {
        ContractAnswer::Signed => {
            // What follows the first word is not looked at.
            assert!(result.is_some_and(|result| result.to_ascii_lowercase().starts_with(MAGIC)), "{answer}");
        }
        ContractAnswer::NotSigned => match result {
            Some(result) => assert!(digits(result).is_some() && !result.starts_with(MAGIC), "{answer}"),
            None => assert!(answer["result"].is_null() && error["code"].is_i64(), "{answer}"),
        },
        ContractAnswer::Unknown => assert!(result != Some(MAGIC), "{answer}"),
    }
}
