//! `scope`, `response_type` and language tags: lists of words, held against sets.

use std::collections::BTreeSet;

use signet_protocol::{base::text::is_language_tag, response_type::ResponseType, scope::Scopes};

use crate::model::{assert_description, text};

/// A list.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let words: BTreeSet<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    // RFC 6749 §3.3
    let fits = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    match Scopes::parse(text) {
        Ok(scopes) => {
            assert!(text.chars().all(|c| c == ' ' || fits(c)), "{text:?}");
            assert_eq!(scopes.iter().collect::<BTreeSet<_>>(), words);
            assert_eq!(scopes.iter().count(), words.len(), "no scope stands twice");
            assert_eq!(Scopes::parse(&scopes.to_vec().join(" ")).unwrap(), scopes);
        }
        Err(refusal) => {
            assert_description(&refusal.description);
            assert!(!text.chars().all(|c| c == ' ' || fits(c)) || words.len() > 100, "{text:?}");
        }
    }
    // RFC 6749 §3.1.1: the order does not matter.
    if let Some(kind) = ResponseType::parse(text) {
        let mut all: Vec<&str> = text.split(' ').collect();
        all.sort_unstable();
        let mut own: Vec<&str> = kind.as_str().split(' ').collect();
        own.sort_unstable();
        assert_eq!(all, own);
        assert_eq!((kind.has_id_token(), kind.has_token()), (words.contains("id_token"), words.contains("token")));
    }
    if is_language_tag(text) {
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !text.contains("--"), "{text}");
    }
}
