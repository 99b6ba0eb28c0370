//! `Params`, held against a decoder that goes byte by byte.

use signet_protocol::params::Params;

use crate::model::form_decoded;

/// The same pairs in the same order, or a reason that the model sees, too.
pub fn run(data: &[u8]) {
    let pairs: Vec<(String, String)> = data
        .split(|byte| *byte == b'&')
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (form_decoded(&pair[..at]), form_decoded(pair.get(at + 1..).unwrap_or_default()))
        })
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let unreadable = |text: &String| text.contains(['\0', '\u{fffd}']);
    let bad = pairs.iter().any(|(name, value)| unreadable(name) || unreadable(value));
    match Params::parse(data) {
        Err(refusal) if pairs.len() > 1000 => {
            assert_eq!(refusal.to_string(), "invalid_request: the request has more than 1000 parameters");
        }
        Err(refusal) => {
            let text = "a parameter is not valid UTF-8 or holds a NUL character (RFC 6749 appendix B)";
            assert!(bad, "{refusal}");
            assert_eq!(refusal.to_string(), format!("invalid_request: {text}"));
        }
        Ok(read) => {
            assert!(!bad && pairs.len() <= 1000);
            assert!(read.iter().eq(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
            assert_eq!(Params::parse(read.to_query().as_bytes()).unwrap(), read);
            let twice = |name: &str| name != "resource" && pairs.iter().filter(|(one, _)| one == name).count() > 1;
            assert_eq!(read.duplicate().is_some(), pairs.iter().any(|(name, _)| twice(name)));
            assert_eq!(read.size(), pairs.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>());
        }
    }
}
