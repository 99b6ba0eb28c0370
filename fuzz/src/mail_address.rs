//! Mail addresses and the form in which mail is sent to them: of ASCII held against the grammar of RFC 5321, else against
//! what no address may hold; and their domains against `url`.

use signet_protocol::base::email::{deliverable, is_email};
use url::Url;

use crate::model::text;

/// What somebody typed.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let sent_to = deliverable(text);
    assert_eq!(sent_to.is_some(), is_email(text), "{text:?}");
    // What is encoded has rules of its own (RFC 5891 §5.4).
    if text.is_ascii() && !text.to_ascii_lowercase().contains("xn--") {
        assert_eq!(sent_to.is_some(), is_ascii_address(text), "{text:?}");
    }
    let Some(sent_to) = sent_to else { return };
    assert!(!text.chars().any(is_unseen), "{text:?}");
    // RFC 5321 §4.5.3.1.3, with the angle brackets.
    assert!(text.len() <= 254 && sent_to.len() <= 254, "{text:?}");
    let (typed, looked_up) = (parts(text), parts(&sent_to));
    assert_eq!(typed.0, looked_up.0, "{text:?}");
    assert!(looked_up.1.split('.').all(is_label) && looked_up.1 == looked_up.1.to_lowercase(), "{text:?}");
    assert_eq!(deliverable(&sent_to).as_deref(), Some(sent_to.as_str()), "{text:?}");
    let url = Url::parse(&format!("https://{}/", typed.1)).unwrap();
    assert_eq!((url.host_str(), url.path()), (Some(looked_up.1), "/"), "{text:?}");
}

/// What stands before and behind the one `@`.
fn parts(text: &str) -> (&str, &str) {
    let (local, domain) = text.split_once('@').unwrap();
    assert!(!local.is_empty() && !domain.contains('@'), "{text:?}");
    (local, domain)
}

/// RFC 5321 §4.1.2: a Dot-string, and a domain whose last label is no number (URL Standard, section 3.5).
fn is_ascii_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_atext = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(is_atext);
    let last = domain.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    text.len() <= 254
        && local.len() <= 64
        && local.split('.').all(is_atom)
        && domain.split('.').all(is_label)
        && !is_number
}

/// RFC 1123 §2.1
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Some of what leaves nothing to be seen (Unicode §5.21), or turns the line around.
fn is_unseen(c: char) -> bool {
    let is_ignored = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}');
    is_ignored || c.is_control() || c.is_whitespace()
}
