//! Text messages: what each says, in which language. The words stand in `templates/locales/*/phone.ftl`.
//!
//! A text holds a code or tells of a change, and never a link: whoever learns to press links in texts presses those of
//! others. A code stands in front, where a locked phone shows it, and once more on a last line of its own that ties it to
//! our domain: phones then offer it on our pages alone.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::{Locale, locale::Arg};

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// Shows that texts work.
    Test,
    /// A code that proves a number.
    PhoneCode,
    /// A code that is asked for at sign-in.
    FactorCode,
    /// To the number of before: a code that lets the account have another one.
    PhoneChangeCode,
    /// To the number of before: the account has another one, or none.
    PhoneChanged,
}

impl TextKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Test, Self::PhoneCode, Self::FactorCode, Self::PhoneChangeCode, Self::PhoneChanged];

    /// Its name, as the database and the audit log write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::PhoneCode => "phone_code",
            Self::FactorCode => "factor_code",
            Self::PhoneChangeCode => "phone_change_code",
            Self::PhoneChanged => "phone_changed",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Test => "sms-test",
            Self::PhoneCode => "sms-phone-code",
            Self::FactorCode => "sms-factor-code",
            Self::PhoneChangeCode => "sms-phone-change-code",
            Self::PhoneChanged => "sms-phone-changed",
        }
    }
}

/// What a text is about, kept sealed until it is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextContent {
    /// Which text.
    pub kind: TextKind,
    /// What to type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl TextContent {
    /// A text without a code.
    pub const fn of(kind: TextKind) -> Self {
        Self { kind, code: None }
    }

    /// The words; `issuer` is where a code is typed.
    pub fn words(&self, locale: Locale, brand: &str, issuer: &str) -> String {
        let Some(code) = &self.code else { return locale.text_with(self.kind.key(), &[("brand", Arg::Text(brand))]) };
        let words = locale.text_with(self.kind.key(), &[("brand", Arg::Text(brand)), ("code", Arg::Text(code))]);
        match domain(issuer) {
            Some(domain) => format!("{words}\n\n@{domain} #{code}"),
            None => words,
        }
    }
}

/// The domain of an issuer: what a code is tied to (the format of origin-bound one-time codes). An address of digits is
/// none.
fn domain(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    match url.host()? {
        Host::Domain(domain) => Some(domain.to_owned()),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Without what is secret.
impl fmt::Debug for TextContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextContent").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_short_in_every_language_and_its_code_stands_in_front_and_at_the_end() {
        for locale in Locale::ALL {
            for kind in TextKind::ALL {
                let has_code = !matches!(kind, TextKind::Test | TextKind::PhoneChanged);
                let code = has_code.then(|| "482913".to_owned());
                let content = TextContent { kind: *kind, code: code.clone() };
                let words = content.words(locale, "Northwind", "https://id.example.com/tenant");
                assert!(words.contains("Northwind"), "{words}");
                // Three parts of a text that is not in Latin letters.
                assert!(words.chars().count() <= 3 * 67, "{words}");
                let Some(code) = code else { continue };
                let (first, _) = words.split_once(&code).unwrap();
                // FIRST STRONG ISOLATE may stand before it.
                assert!(first.chars().all(|letter| letter == '\u{2068}'), "{words}");
                assert!(words.ends_with("\n\n@id.example.com #482913"), "{words}");
                let bare = content.words(locale, "Northwind", "http://127.0.0.1:8080");
                assert!(!bare.contains('@') && !bare.contains("://"), "{bare}");
            }
        }
    }
}
