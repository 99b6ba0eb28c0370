//! The standard claims that an operator sets for a person, and what each may say (OIDC Core §5.1).

use serde_json::Value;

use super::zone::is_zone;
use crate::base::{
    text::{is_deceptive, is_language_tag, is_name},
    url::absolute,
};

/// The standard claims that an operator may set for a person, with the form each must have
/// (OIDC Core §5.1). `sub`, `email`, `phone_number`, their `_verified` flags and `updated_at`
/// are kept in columns of their own.
pub const SETTABLE: &[(&str, ClaimType)] = &[
    ("name", ClaimType::Text),
    ("given_name", ClaimType::Text),
    ("family_name", ClaimType::Text),
    ("middle_name", ClaimType::Text),
    ("nickname", ClaimType::Text),
    ("profile", ClaimType::Page),
    ("picture", ClaimType::Page),
    ("website", ClaimType::Page),
    ("gender", ClaimType::Text),
    ("birthdate", ClaimType::Birthdate),
    ("zoneinfo", ClaimType::Zone),
    ("locale", ClaimType::Locale),
    ("address", ClaimType::Address),
];

/// The form of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimType {
    /// A line that people can read.
    Text,
    /// A web address.
    Page,
    /// `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
    Birthdate,
    /// The name of a time zone in the IANA database.
    Zone,
    /// A BCP 47 language tag.
    Locale,
    /// OIDC Core §5.1.1
    Address,
}

/// Most characters of a text.
const TEXT_MAX: usize = 2000;
const ADDRESS_MEMBERS: &[&str] = &["formatted", "street_address", "locality", "region", "postal_code", "country"];

/// Checks one settable claim.
///
/// # Errors
/// What was expected, in words for an operator.
pub fn check(name: &str, value: &Value) -> Result<(), String> {
    let Some((_, kind)) = SETTABLE.iter().find(|(known, _)| *known == name) else {
        return Err(format!("{name} is not a standard claim that can be set (OIDC Core section 5.1)"));
    };
    let text = value.as_str().unwrap_or_default();
    let (fits, expected) = match kind {
        ClaimType::Text => (is_name(text, TEXT_MAX), "a string: a line that people can read".to_owned()),
        // OIDC Core §5.1 profile, picture, website: a URL of a page or an image.
        ClaimType::Page => (
            is_page(text),
            "a web address, http or https, such as https://example.com/ada (OIDC Core section 5.1)".to_owned(),
        ),
        // OIDC Core §5.1 birthdate: the year may be 0000, which says that it is left out, or stand alone.
        ClaimType::Birthdate => {
            (is_birthdate(text), "a date as YYYY-MM-DD, 0000-MM-DD or YYYY (OIDC Core section 5.1)".to_owned())
        }
        // OIDC Core §5.1 zoneinfo: a string from the IANA Time Zone Database.
        ClaimType::Zone => {
            (is_zone(text), "a time zone of the IANA database, such as Europe/Paris (OIDC Core section 5.1)".to_owned())
        }
        // OIDC Core §5.1 locale: a BCP 47 language tag.
        ClaimType::Locale => (
            is_language_tag(text),
            "a BCP 47 language tag with hyphens, such as en-US (OIDC Core section 5.1)".to_owned(),
        ),
        ClaimType::Address => (
            is_address(value),
            format!("an object with texts as members, of {} (OIDC Core section 5.1.1)", ADDRESS_MEMBERS.join(", ")),
        ),
    };
    if fits { Ok(()) } else { Err(format!("{name} must be {expected}")) }
}

fn is_page(text: &str) -> bool {
    let web = absolute(text).is_some_and(|url| matches!(url.scheme(), "https" | "http"));
    web && is_name(text, TEXT_MAX)
}

fn is_address(value: &Value) -> bool {
    // OIDC Core §5.1.1: formatted and street_address may hold line breaks.
    let may_break = |name: &str| matches!(name, "formatted" | "street_address");
    let fits = |(name, value): (&String, &Value)| {
        let text = value.as_str().unwrap_or_default();
        let lines: Vec<&str> = text.split(['\r', '\n']).filter(|line| !line.is_empty()).collect();
        let broken = lines.len() > 1 && !may_break(name);
        ADDRESS_MEMBERS.contains(&name.as_str())
            && !lines.is_empty()
            && !broken
            && lines.iter().all(|line| !line.chars().any(|c| c.is_control() || is_deceptive(c)))
            && is_name(&lines.join(" "), TEXT_MAX)
    };
    value.as_object().is_some_and(|members| !members.is_empty() && members.iter().all(fits))
}

fn is_birthdate(text: &str) -> bool {
    let number = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
    };
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [year] => number(year, 4).is_some_and(|year| year > 0),
        [year, month, day] => {
            let date = (number(year, 4), number(month, 2), number(day, 2));
            let (Some(year), Some(month), Some(day)) = date else { return false };
            (1..=days_in(year, month)).contains(&day)
        }
        _ => false,
    }
}

/// Days of a month; none where there is no such month. Of a year left out (0000) any could be meant.
const fn days_in(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // OIDC Core §5.1
    #[test]
    fn claims_have_the_forms_of_the_standard() {
        for (name, value) in [
            ("name", json!("Ada")),
            ("family_name", json!("می\u{200c}خواهم")),
            ("website", json!("https://ada.example")),
            ("profile", json!("http://example.com/~ada?x=1#top")),
            ("picture", json!("https://bücher.example/ada.png")),
            ("birthdate", json!("1815-12-10")),
            ("birthdate", json!("0000-02-29")),
            ("birthdate", json!("1815")),
            ("birthdate", json!("2000-02-29")),
            ("zoneinfo", json!("Europe/Paris")),
            ("zoneinfo", json!("America/Argentina/Buenos_Aires")),
            ("zoneinfo", json!("America/Port-au-Prince")),
            ("zoneinfo", json!("Etc/GMT+5")),
            ("zoneinfo", json!("UTC")),
            ("zoneinfo", json!("Asia/Calcutta")),
            ("zoneinfo", json!("Asia/Kolkata")),
            ("zoneinfo", json!("Europe/Kyiv")),
            ("zoneinfo", json!("US/Eastern")),
            ("zoneinfo", json!("GB-Eire")),
            ("locale", json!("en-US")),
            ("locale", json!("zh-Hant-TW")),
            ("address", json!({"locality": "London"})),
            ("address", json!({"formatted": "12 Square\r\nLondon\n", "street_address": "12\nSquare"})),
        ] {
            assert_eq!(check(name, &value), Ok(()), "{name} {value}");
        }
        for (name, value, expected) in [
            ("name", json!(""), "a line that people can read"),
            ("name", json!(1), "a line that people can read"),
            ("name", json!("moc.\u{202e}live"), "a line that people can read"),
            ("nickname", json!("a\u{0}"), "a line that people can read"),
            ("website", json!("https:///x"), "such as https://example.com/ada"),
            ("profile", json!("https://a..b/x"), "such as https://example.com/ada"),
            ("picture", json!("https:///x"), "such as https://example.com/ada"),
            ("picture", json!("javascript:alert(1)"), "such as https://example.com/ada"),
            ("picture", json!("data:image/png;base64,AA=="), "such as https://example.com/ada"),
            ("website", json!("ada.example"), "such as https://example.com/ada"),
            ("website", json!("https://a.example/\u{202e}x"), "such as https://example.com/ada"),
            ("birthdate", json!("10.12.1815"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("1815-02-30"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("1900-02-29"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("1815-13-01"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("1815-12"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("0000"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("birthdate", json!("+815-12-10"), "YYYY-MM-DD, 0000-MM-DD or YYYY"),
            ("zoneinfo", json!("Paris"), "such as Europe/Paris"),
            ("zoneinfo", json!("GMT+2"), "such as Europe/Paris"),
            ("zoneinfo", json!("+01:00"), "such as Europe/Paris"),
            ("zoneinfo", json!("Europe/"), "such as Europe/Paris"),
            ("zoneinfo", json!("europe/paris"), "such as Europe/Paris"),
            ("zoneinfo", json!("Europe/PARIS"), "such as Europe/Paris"),
            ("zoneinfo", json!("utc"), "such as Europe/Paris"),
            ("zoneinfo", json!("Europe/Bielefeld"), "such as Europe/Paris"),
            ("zoneinfo", json!("Etc/GMT+15"), "such as Europe/Paris"),
            ("zoneinfo", json!("Europe"), "such as Europe/Paris"),
            ("zoneinfo", json!("right/Europe/Paris"), "such as Europe/Paris"),
            ("zoneinfo", json!("posixrules"), "such as Europe/Paris"),
            ("zoneinfo", json!(""), "such as Europe/Paris"),
            ("zoneinfo", json!("Europe/../etc"), "such as Europe/Paris"),
            ("locale", json!("en_US"), "such as en-US"),
            ("locale", json!("english-languages"), "such as en-US"),
            ("locale", json!(7), "such as en-US"),
            ("address", json!("London"), "an object with texts as members"),
            ("address", json!({}), "an object with texts as members"),
            ("address", json!({"planet": "Earth"}), "an object with texts as members"),
            ("address", json!({"locality": "Lon\ndon"}), "an object with texts as members"),
            ("address", json!({"formatted": "Lon\u{2066}don"}), "an object with texts as members"),
            ("sub", json!("x"), "not a standard claim"),
            ("is_admin", json!(true), "not a standard claim"),
        ] {
            let why = check(name, &value).unwrap_err();
            assert!(why.starts_with(name) && why.contains(expected), "{name} {value}: {why}");
        }
    }
}
