//! Old names of environment variables, for installations that moved here with them. They count only
//! with `SIGNET_LEGACY_ENV=1`, above the file and below every `SIGNET__SECTION__KEY`, and only those
//! that have a setting today.

use super::problem::{Problem, Source};

/// The variable that switches them on.
const SWITCH: &str = "SIGNET_LEGACY_ENV";

/// An old name and what it sets.
struct OldName {
    name: &'static str,
    section: &'static str,
    key: &'static str,
    /// The value as the key wants it.
    value: fn(&str) -> String,
}

const fn old(name: &'static str, section: &'static str, key: &'static str) -> OldName {
    OldName { name, section, key, value: str::to_owned }
}

/// Each key's names stand together: the first that is set counts.
const NAMES: [OldName; 8] = [
    old("APP_URL", "issuer", "url"),
    old("BETTER_AUTH_URL", "issuer", "url"),
    old("BRAND_NAME", "branding", "name"),
    old("APP_NAME", "branding", "name"),
    old("BRAND_COLOR", "branding", "brand_light"),
    old("APP_PRIMARY_COLOR", "branding", "brand_light"),
    OldName { value: mail_link, ..old("SUPPORT_EMAIL", "branding", "support_url") },
    OldName { value: mail_link, ..old("APP_SUPPORT_EMAIL", "branding", "support_url") },
];

fn mail_link(address: &str) -> String {
    if address.contains(':') { address.to_owned() } else { format!("mailto:{address}") }
}

/// A value given by an old name.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Its section.
    pub section: &'static str,
    /// Its key there.
    pub key: &'static str,
    /// The value as the key wants it.
    pub value: String,
    /// The old name and the new one.
    pub source: Source,
}

/// What old names give, if they are switched on; else nothing.
pub fn read(variables: &[(String, String)], problems: &mut Vec<Problem>) -> Vec<Found> {
    let of = |wanted: &str| {
        let found = variables.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    match of(SWITCH) {
        Some("1") => {}
        None | Some("0") => return Vec::new(),
        Some(_) => {
            problems.push(problem(SWITCH, SWITCH, "it is neither 0 nor 1", "write 1 to read old names, or remove it"));
            return Vec::new();
        }
    }
    let mut all: Vec<Found> = Vec::new();
    for one in &NAMES {
        let Some(value) = of(one.name).map(one.value) else { continue };
        let key = format!("{}.{}", one.section, one.key);
        match all.iter().find(|found| (found.section, found.key) == (one.section, one.key)) {
            Some(other) if other.value == value => {}
            Some(other) => {
                let why = format!("another old name says something else: {}", other.source);
                problems.push(problem(&key, one.name, &why, "keep one of the two"));
            }
            None => {
                let source = Source::OldVariable { name: one.name.to_owned(), new: new_name(one) };
                all.push(Found { section: one.section, key: one.key, value, source });
            }
        }
    }
    all
}

fn new_name(one: &OldName) -> String {
    format!("SIGNET__{}__{}", one.section, one.key).to_ascii_uppercase()
}

fn problem(key: &str, source: &str, problem: &str, remedy: &str) -> Problem {
    Problem { key: key.to_owned(), source: source.to_owned(), problem: problem.to_owned(), remedy: remedy.to_owned() }
}
