//! Contracts that sign (EIP-1271): what a node of the chain is asked, and what its answer says.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde_json::{Map, Value, json};

use super::message_hash;

/// `isValidSignature(bytes32,bytes)`: how it is called, and what it answers to a signature that holds.
const MAGIC: [u8; 4] = [0x16, 0x26, 0xba, 0x7e];
/// Longest signature: a contract of many owners, or with a passkey, signs longer than a key does.
const MOST_BYTES: usize = 4096;
/// What a contract may use up, so that none keeps the node busy; the costliest known ones take a tenth of it.
const GAS: &str = "0x989680";

/// What a node said of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractAnswer {
    /// The contract signed.
    Signed,
    /// It did not, or there is no such contract.
    NotSigned,
    /// The node knows nothing about it: it failed, or is none.
    Unknown,
}

/// What a node is asked (JSON-RPC) to learn whether the contract at this address signed a message. None for what is no
/// signature at all.
pub fn question(address: &str, message: &str, signature: &str) -> Option<String> {
    let signature = HEXLOWER_PERMISSIVE.decode(signature.strip_prefix("0x")?.as_bytes()).ok()?;
    if signature.len() > MOST_BYTES {
        return None;
    }
    let call = json!({"to": address, "data": call_data(&message_hash(message), &signature), "gas": GAS});
    Some(json!({"jsonrpc": "2.0", "id": 1, "method": "eth_call", "params": [call, "latest"]}).to_string())
}

/// The call, as contracts read it: words of 32 bytes, and behind them what has no fixed length.
fn call_data(hash: &[u8; 32], signature: &[u8]) -> String {
    let mut data = MAGIC.to_vec();
    data.extend(hash);
    data.extend(word(64));
    data.extend(word(signature.len()));
    data.extend(signature);
    data.resize(data.len() + signature.len().next_multiple_of(32) - signature.len(), 0);
    format!("0x{}", HEXLOWER.encode(&data))
}

/// A number as a word.
fn word(number: usize) -> [u8; 32] {
    let mut word = [0; 32];
    word[32 - size_of::<usize>()..].copy_from_slice(&number.to_be_bytes());
    word
}

/// What a node's answer says.
pub fn read(answer: &[u8]) -> ContractAnswer {
    // An object: a struct of serde's would be read from a list, too.
    let Ok(answer) = serde_json::from_slice::<Map<String, Value>>(answer) else { return ContractAnswer::Unknown };
    let member = |name: &str| answer.get(name).filter(|value| !value.is_null());
    match (member("result"), member("error")) {
        (Some(Value::String(result)), None) => read_result(result).unwrap_or(ContractAnswer::Unknown),
        (None, Some(error)) if is_of_contract(error) => ContractAnswer::NotSigned,
        _ => ContractAnswer::Unknown,
    }
}

/// Whether the contract gave up, and not the node: nodes agree on 3 by now, and older ones say so in words.
fn is_of_contract(error: &Value) -> bool {
    let says = |message: &str| message.to_ascii_lowercase().contains("revert");
    let code = error["code"].as_i64();
    code.is_some_and(|code| code == 3 || error["message"].as_str().is_some_and(says))
}

fn read_result(result: &str) -> Option<ContractAnswer> {
    let bytes = HEXLOWER_PERMISSIVE.decode(result.strip_prefix("0x")?.as_bytes()).ok()?;
    // EIP-1271: the magic value, to the left of a word. Where there is no contract, nothing is answered.
    let signed = bytes.get(..32).is_some_and(|word| word.starts_with(&MAGIC) && word[4..].iter().all(|one| *one == 0));
    Some(if signed { ContractAnswer::Signed } else { ContractAnswer::NotSigned })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_the_call_of_the_standard() {
        let asked = question("0xaa", "Some data", "0x0102ff").unwrap();
        let asked: serde_json::Value = serde_json::from_str(&asked).unwrap();
        assert_eq!((&asked["method"], &asked["params"][1]), (&json!("eth_call"), &json!("latest")));
        assert_eq!(asked["params"][0]["to"], "0xaa");
        // The hash is the one in the documentation of web3.js.
        let expected = concat!(
            "0x1626ba7e",
            "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655",
            "0000000000000000000000000000000000000000000000000000000000000040",
            "0000000000000000000000000000000000000000000000000000000000000003",
            "0102ff0000000000000000000000000000000000000000000000000000000000",
        );
        assert_eq!(asked["params"][0]["data"], expected);
    }

    #[test]
    fn a_signature_is_padded_to_whole_words() {
        for (bytes, words) in [(0, 3), (1, 4), (32, 4), (33, 5), (65, 6)] {
            let data = call_data(&[0; 32], &vec![1; bytes]);
            assert_eq!(data.len(), 2 + 2 * (4 + 32 * words), "{bytes}");
        }
    }

    #[test]
    fn what_is_no_signature_is_not_asked_about() {
        let longest = format!("0x{}", "ab".repeat(MOST_BYTES));
        assert!(question("0xaa", "Some data", "0x").is_some(), "some contracts know what they signed");
        assert!(question("0xaa", "Some data", &longest).is_some());
        for none in ["", "0102", "0x1", "0xzz", &format!("{longest}ab")] {
            assert_eq!(question("0xaa", "Some data", none), None);
        }
    }

    #[test]
    fn only_the_magic_value_is_a_signature() {
        let magic = format!("0x1626ba7e{}", "0".repeat(56));
        let result = |text: &str| json!({"jsonrpc": "2.0", "id": 1, "result": text});
        let error =
            |code: i64, text: &str| json!({"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": text}});
        for (answer, expected) in [
            (result(&magic), ContractAnswer::Signed),
            (result("0x"), ContractAnswer::NotSigned),
            (result("0x1626ba7e"), ContractAnswer::NotSigned),
            (result(&format!("0x{}1626ba7e", "0".repeat(56))), ContractAnswer::NotSigned),
            (result(&format!("0x1626ba7e{}", "f".repeat(56))), ContractAnswer::NotSigned),
            (result(&format!("0xffffffff{}", "0".repeat(56))), ContractAnswer::NotSigned),
            (error(3, "execution reverted: not an owner"), ContractAnswer::NotSigned),
            (error(-32_000, "VM Exception while processing transaction: revert"), ContractAnswer::NotSigned),
            (error(-32_005, "limit exceeded"), ContractAnswer::Unknown),
            (result("magic"), ContractAnswer::Unknown),
            (json!({"result": null}), ContractAnswer::Unknown),
            (json!({"result": magic, "error": {"code": 3}}), ContractAnswer::Unknown),
            (json!([result(&magic)]), ContractAnswer::Unknown),
            (json!([magic, null]), ContractAnswer::Unknown),
            (json!({"error": [3, "execution reverted"]}), ContractAnswer::Unknown),
        ] {
            assert_eq!(read(answer.to_string().as_bytes()), expected, "{answer}");
        }
        assert_eq!(read(b"<html>"), ContractAnswer::Unknown);
    }
}
