//! What a report may show: never a secret, not even one that the provider echoes.

use std::{cell::RefCell, fmt};

use serde_json::Value;
use url::{Url, form_urlencoded};

use super::html;

/// Parameters and members whose values are never shown.
const SECRET: &[&str] = &[
    "access_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "id_token",
    "id_token_hint",
    "password",
    "refresh_token",
    "registration_access_token",
    "token",
];

/// Headers whose values are never shown.
const SECRET_HEADERS: &[&str] = &["authorization", "cookie", "set-cookie"];

const HIDDEN: &str = "[redacted]";

/// How often a text is decoded in search of a secret.
const DEEPEST: usize = 8;

/// So much of a body is shown.
const LONGEST: usize = 600;

/// Knows the secrets of this run.
#[derive(Default)]
pub struct Redactor {
    known: RefCell<Vec<String>>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor")
    }
}

impl Redactor {
    /// Keeps a value out of every report.
    pub fn learn(&self, secret: &str) {
        // Hiding shorter values would hide everything.
        if secret.len() >= 3 && !self.known.borrow().iter().any(|known| known == secret) {
            self.known.borrow_mut().push(secret.to_owned());
        }
    }

    /// A text without the secrets that are known.
    pub fn text(&self, text: &str) -> String {
        let known = self.known.borrow();
        let mut known: Vec<&String> = known.iter().collect();
        // A secret may be part of a longer one.
        known.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        known.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), HIDDEN))
    }

    /// A header's value without its secret.
    pub fn header(&self, name: &str, value: &str) -> String {
        match name {
            // Without a scheme before it, all of it may be the secret.
            "authorization" => match value.split_once(' ') {
                Some((scheme, _)) => format!("{} {HIDDEN}", self.text(scheme)),
                None => HIDDEN.to_owned(),
            },
            "set-cookie" => {
                let (pair, attributes) = value.split_once(';').unwrap_or((value, ""));
                // A cookie without a name is all value (RFC 6265bis §5.6).
                let name = pair.split_once('=').map_or("", |(name, _)| name);
                format!("{}={HIDDEN};{}", self.text(name), self.text(attributes))
            }
            _ if SECRET_HEADERS.contains(&name) => HIDDEN.to_owned(),
            "location" => self.address(value),
            _ => self.text(value),
        }
    }

    /// A URL whose query and fragment show no secret.
    pub fn address(&self, url: &str) -> String {
        let (front, fragment) = match url.split_once('#') {
            Some((front, fragment)) => (front, Some(fragment)),
            None => (url, None),
        };
        let (path, query) = match front.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (front, None),
        };
        let mut shown = self.encoded(path);
        for (mark, part) in [('?', query), ('#', fragment)] {
            if let Some(part) = part {
                shown.push(mark);
                shown.push_str(&shorten(&self.pairs(part)));
            }
        }
        shown
    }

    fn pairs(&self, encoded: &str) -> String {
        let shown: Vec<String> = encoded
            .split('&')
            .map(|pair| {
                let Some((decoded, _)) = form_urlencoded::parse(pair.as_bytes()).next() else { return String::new() };
                let Some((name, value)) = pair.split_once('=') else { return self.encoded(pair) };
                let (name, value) = (self.encoded(name), self.encoded(value));
                let secret = is_secret(&decoded) || value.contains(HIDDEN);
                if secret { format!("{name}={HIDDEN}") } else { format!("{name}={value}") }
            })
            .collect();
        shown.join("&")
    }

    /// A part of an address or a form: a secret that was encoded, once or more often, is found only when it is decoded.
    fn encoded(&self, part: &str) -> String {
        let mut shown = self.text(part);
        for _ in 0..DEEPEST {
            let Some(hidden) = self.hidden_below(&shown) else { return shown };
            shown = hidden;
        }
        HIDDEN.to_owned()
    }

    /// A text without its secrets, decoded until there is one; none where it holds none, however often it is decoded.
    fn hidden_below(&self, text: &str) -> Option<String> {
        let mut known = text.to_owned();
        for _ in 0..DEEPEST {
            let decoded = percent_decoded(&known);
            let shown = self.text(&decoded);
            if shown != decoded {
                return Some(shown);
            }
            if decoded == known {
                return None;
            }
            known = decoded;
        }
        // Nobody encodes that often, and what is below was not looked at.
        Some(HIDDEN.to_owned())
    }

    /// The beginning of a body, whatever it is.
    pub fn body(&self, media_type: &str, body: &str) -> String {
        if media_type.contains("html") {
            let page = html::read(body);
            return shorten(&self.text(format!("page: {} | {}", page.title, page.text).trim()));
        }
        if media_type.starts_with("application/x-www-form-urlencoded") {
            return shorten(&self.pairs(body));
        }
        match serde_json::from_str::<Value>(body) {
            Ok(mut value) => {
                self.hide(&mut value);
                shorten(&value.to_string())
            }
            Err(_) => shorten(&self.text(body)),
        }
    }

    fn hide(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                let all = std::mem::take(members);
                members.extend(all.into_iter().map(|(name, mut member)| {
                    // What is true or null is no secret; all else may hold one.
                    if is_secret(&name) && !member.is_boolean() && !member.is_null() {
                        member = HIDDEN.into();
                    } else {
                        self.hide(&mut member);
                    }
                    (self.text(&name), member)
                }));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::String(text) => *text = self.text(text),
            _ => {}
        }
    }
}

fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|secret| name.trim().eq_ignore_ascii_case(secret))
}

/// As a form is decoded, but for what means something in one.
fn percent_decoded(part: &str) -> String {
    let whole = format!("={}", part.replace('&', "%26"));
    form_urlencoded::parse(whole.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The beginning of a long text, and how long it is.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// A URL without query and fragment.
pub fn bare(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_may_be_the_secret() {
        let redactor = Redactor::default();
        redactor.learn("hunter22");
        for (address, expected) in [
            ("https://op.example/?hunter22=hunter22", "https://op.example/?[redacted]=[redacted]"),
            ("https://op.example/?hunter22=x&y=1", "https://op.example/?[redacted]=x&y=1"),
            ("https://op.example/?hunter%32%32=x", "https://op.example/?[redacted]=x"),
            ("https://op.example/?hunter22", "https://op.example/?[redacted]"),
            ("https://op.example/?hunter%322", "https://op.example/?[redacted]"),
            ("https://op.example/?hunter2%%332", "https://op.example/?[redacted]"),
            ("https://op.example/?x=hunter2%252532", "https://op.example/?x=[redacted]"),
            ("https://op.example/hunter22/hunter2%2532", "https://op.example/[redacted]/[redacted]"),
            ("https://op.example/?a%2Fb=c%2Fd", "https://op.example/?a%2Fb=c%2Fd"),
            ("https://op.example/?x=%25252525252562", "https://op.example/?x=%25252525252562"),
            ("https://op.example/?x=hunter2%252525252525252532", "https://op.example/?x=[redacted]"),
            ("https://op.example/hunter%322#hunter22=code", "https://op.example/[redacted]#[redacted]=code"),
            ("https://op.example/?co%64e=abc&Code=abc", "https://op.example/?co%64e=[redacted]&Code=[redacted]"),
        ] {
            assert_eq!(redactor.address(address), expected, "{address}");
        }
        for (name, value, expected) in [
            ("authorization", "hunter22", HIDDEN),
            ("authorization", "hunter22 x", "[redacted] [redacted]"),
            ("set-cookie", "hunter22=1; Path=/hunter22", "[redacted]=[redacted]; Path=/[redacted]"),
            ("set-cookie", "abc", "=[redacted];"),
        ] {
            assert_eq!(redactor.header(name, value), expected, "{name}: {value}");
        }
        let body = r#"{"hunter22":1,"code":["abc"],"token":{"a":1},"password":true}"#;
        let shown: Value = serde_json::from_str(&redactor.body("application/json", body)).unwrap();
        assert_eq!(shown, json!({HIDDEN: 1, "code": HIDDEN, "token": HIDDEN, "password": true}));
    }

    #[test]
    fn a_page_is_told_by_its_words() {
        let redactor = Redactor::default();
        let html = "<title>Sign in</title><form><input type=hidden name=csrf value=sekret-token><p>Hello &amp; bye</p>";
        assert_eq!(redactor.body("text/html", html), "page: Sign in | Hello & bye");
        assert!(redactor.body("text/plain", &"x".repeat(5000)).len() < 700);
    }
}
