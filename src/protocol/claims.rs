//! Claims about a person (OIDC Core §5.1): which exist, their types, and which were asked for.

use serde_json::{Map, Value, json};

use super::scope::Scopes;

/// The standard claims that an operator may set for a person, with the JSON type each must have
/// (OIDC Core §5.1). `sub`, `email`, `phone_number`, their `_verified` flags and `updated_at`
/// are kept in columns of their own.
pub const SETTABLE: &[(&str, ClaimType)] = &[
    ("name", ClaimType::Text),
    ("given_name", ClaimType::Text),
    ("family_name", ClaimType::Text),
    ("middle_name", ClaimType::Text),
    ("nickname", ClaimType::Text),
    ("profile", ClaimType::Text),
    ("picture", ClaimType::Text),
    ("website", ClaimType::Text),
    ("gender", ClaimType::Text),
    ("birthdate", ClaimType::Birthdate),
    ("zoneinfo", ClaimType::Text),
    ("locale", ClaimType::Text),
    ("address", ClaimType::Address),
];

/// The JSON form of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimType {
    /// A non-empty string.
    Text,
    /// `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
    Birthdate,
    /// OIDC Core §5.1.1
    Address,
}

const ADDRESS_MEMBERS: &[&str] = &["formatted", "street_address", "locality", "region", "postal_code", "country"];

/// Checks one settable claim.
///
/// # Errors
/// What was expected, in words for an operator.
pub fn check(name: &str, value: &Value) -> Result<(), String> {
    let Some((_, kind)) = SETTABLE.iter().find(|(known, _)| *known == name) else {
        return Err(format!("{name} is not a standard claim that can be set (OIDC Core section 5.1)"));
    };
    let text = value.as_str().filter(|text| !text.is_empty());
    let fits = match kind {
        ClaimType::Text => text.is_some(),
        ClaimType::Birthdate => text.is_some_and(is_birthdate),
        ClaimType::Address => value.as_object().is_some_and(|members| {
            !members.is_empty()
                && members.iter().all(|(name, value)| {
                    ADDRESS_MEMBERS.contains(&name.as_str()) && value.as_str().is_some_and(|text| !text.is_empty())
                })
        }),
    };
    if fits {
        return Ok(());
    }
    Err(match kind {
        ClaimType::Text => format!("{name} must be a string that is not empty"),
        ClaimType::Birthdate => format!("{name} must be YYYY-MM-DD, 0000-MM-DD or YYYY (OIDC Core section 5.1)"),
        ClaimType::Address => {
            format!("{name} must be an object with members of {} (OIDC Core section 5.1.1)", ADDRESS_MEMBERS.join(", "))
        }
    })
}

fn is_birthdate(text: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [year] => digits(year, 4),
        [year, month, day] => {
            digits(year, 4)
                && digits(month, 2)
                && digits(day, 2)
                && (1..=12).contains(&month.parse::<u8>().unwrap_or(0))
                && (1..=31).contains(&day.parse::<u8>().unwrap_or(0))
        }
        _ => false,
    }
}

/// From all that is known of a person, what the granted scopes ask for; nothing else, nothing
/// empty, and `sub` always (OIDC Core §5.3.2).
pub fn asked_for(known: &Map<String, Value>, scopes: &Scopes, subject: &str) -> Map<String, Value> {
    let mut answer: Map<String, Value> = scopes
        .claims()
        .into_iter()
        .filter_map(|name| known.get(name).map(|value| (name.to_owned(), value.clone())))
        .filter(|(_, value)| !(value.is_null() || value.as_str().is_some_and(str::is_empty)))
        .collect();
    answer.insert("sub".into(), json!(subject));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    // OIDC Core §5.1
    #[test]
    fn claims_have_the_types_of_the_standard() {
        assert!(check("name", &json!("Ada")).is_ok());
        assert!(check("birthdate", &json!("1815-12-10")).is_ok());
        assert!(check("birthdate", &json!("0000-12-10")).is_ok());
        assert!(check("address", &json!({"locality": "London"})).is_ok());
        for (name, value) in [
            ("name", json!("")),
            ("name", json!(1)),
            ("birthdate", json!("10.12.1815")),
            ("address", json!("London")),
            ("address", json!({"planet": "Earth"})),
            ("sub", json!("x")),
            ("is_admin", json!(true)),
        ] {
            assert!(check(name, &value).is_err(), "{name} {value}");
        }
    }

    // OIDC Core §5.4
    #[test]
    fn nothing_is_told_that_was_not_asked_for() {
        let known = json!({"name": "Ada", "nickname": "", "email": "a@x", "email_verified": true, "address": {"locality": "L"}});
        let Value::Object(known) = known else { panic!() };
        let told = asked_for(&known, &Scopes::of(["openid", "email"]), "s");
        assert_eq!(Value::Object(told), json!({"sub": "s", "email": "a@x", "email_verified": true}));
        let told = asked_for(&known, &Scopes::of(["openid", "profile"]), "s");
        assert_eq!(Value::Object(told), json!({"sub": "s", "name": "Ada"}));
    }
}
