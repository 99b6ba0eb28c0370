//! Claims about a person in words: what each is called, and what it says.

use serde_json::Value;

use super::locale::{Arg, Locale};
use crate::base::{text::undeceptive, time::Timestamp};

/// A claim as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub label: String,
    /// What it says.
    pub value: String,
}

impl Fact {
    /// A claim by its registered name; one without a translation keeps that name.
    pub fn of(locale: Locale, name: &str, value: &Value) -> Self {
        Self { label: label(locale, name), value: text(locale, name, value) }
    }
}

/// The name of a claim without its language tag (OIDC Core §5.2).
pub fn base(name: &str) -> &str {
    name.split('#').next().unwrap_or_default()
}

/// What a claim is called.
pub fn label(locale: Locale, name: &str) -> String {
    let key = format!("claim-{}", base(name).replace('_', "-"));
    let called = locale.find(&key, &[]).unwrap_or_else(|| base(name).to_owned());
    match name.split_once('#') {
        Some((_, tag)) => format!("{called} ({tag})"),
        None => called,
    }
}

/// What a claim says.
pub fn text(locale: Locale, name: &str, value: &Value) -> String {
    match (base(name), value) {
        ("email_verified" | "phone_number_verified", Value::Bool(known)) => {
            locale.text(if *known { "fact-confirmed" } else { "fact-not-confirmed" })
        }
        ("updated_at", Value::Number(seconds)) => {
            seconds.as_i64().map_or_else(|| seconds.to_string(), |at| locale.moment(Timestamp(at)))
        }
        ("address", Value::Object(_)) => undeceptive(&address(value)).into_owned(),
        ("organizations", Value::Array(all)) => {
            all.iter().map(|one| organization(locale, one)).collect::<Vec<_>>().join(" · ")
        }
        (_, Value::Bool(true)) => locale.text("fact-yes"),
        (_, Value::Bool(false)) => locale.text("fact-no"),
        (_, Value::String(text)) => undeceptive(text).into_owned(),
        (_, Value::Array(all)) if all.iter().all(Value::is_string) => {
            all.iter().filter_map(Value::as_str).map(|one| locale.isolate(one)).collect::<Vec<_>>().join(" · ")
        }
        (_, other) => other.to_string(),
    }
}

/// An address with every member that says something (OIDC Core §5.1.1): the formatted one may leave
/// some of them out.
fn address(value: &Value) -> String {
    const MEMBERS: [&str; 6] = ["formatted", "street_address", "postal_code", "locality", "region", "country"];
    let mut lines: Vec<&str> = Vec::new();
    for member in MEMBERS.iter().filter_map(|member| value.get(member).and_then(Value::as_str)) {
        if !lines.iter().any(|known| known.contains(member)) {
            lines.push(member);
        }
    }
    lines.join("\n")
}

/// An organization with the person's roles in it.
pub fn organization(locale: Locale, value: &Value) -> String {
    let name = value.get("name").and_then(Value::as_str).unwrap_or_default();
    let roles = value.get("roles").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let roles: Vec<_> = roles.iter().filter_map(Value::as_str).map(|role| locale.isolate(role)).collect();
    if roles.is_empty() {
        return locale.isolate(name).into_owned();
    }
    let roles = roles.join(locale.comma());
    locale.text_with("fact-organization", &[("name", Arg::Text(name)), ("roles", Arg::Text(&roles))])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_is_told_in_words() {
        let words = |name: &str, value: Value| text(Locale::En, name, &value);
        assert_eq!(words("name", json!("Ada")), "Ada");
        assert_eq!(words("email_verified", json!(false)), "Not confirmed");
        assert_eq!(words("updated_at", json!(1_795_259_340)), "21 November 2026, 11:09 UTC");
        assert_eq!(words("address", json!({"locality": "London", "country": "GB"})), "London\nGB");
        let formatted = json!({"formatted": "12 Square\nLondon", "locality": "London", "country": "GB"});
        assert_eq!(words("address", formatted), "12 Square\nLondon\nGB");
        let organizations = json!([
            {"id": "org_1", "slug": "north", "name": "Northwind", "roles": ["owner", "buyer"]},
            {"id": "org_2", "slug": "south", "name": "Southwind", "roles": []},
        ]);
        assert_eq!(words("organizations", organizations), "Northwind (owner, buyer) · Southwind");
        assert_eq!(words("groups", json!(["staff", "north:owner"])), "staff · north:owner");
        assert_eq!(words("badge", json!({"number": 7})), "{\"number\":7}");
        assert_eq!(words("retired", json!(true)), "Yes");
    }

    // OIDC Core §5.2
    #[test]
    fn a_claim_in_a_language_says_which() {
        assert_eq!(label(Locale::En, "given_name#ja-Kana-JP"), "First name (ja-Kana-JP)");
        assert_eq!(
            label(Locale::En, "https://example.com/claims/cost_center"),
            "https://example.com/claims/cost_center"
        );
    }
}
