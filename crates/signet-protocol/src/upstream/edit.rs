//! One setting of an upstream, as an operator writes it: `claims.picture` = `avatar_url`.

use serde_json::{Map, Value};

use super::UpstreamSettings;

/// The same settings with one of them changed. A text, a number, `true`, JSON, or words with spaces between where a list
/// is wanted; of a map, `claims.picture` names one entry, which an empty value removes. An empty value unsets what may
/// be absent.
///
/// # Errors
/// In words: there is no such setting, or the value does not fit it.
pub fn with(settings: &UpstreamSettings, key: &str, value: &str) -> Result<UpstreamSettings, String> {
    let Ok(Value::Object(before)) = serde_json::to_value(settings) else {
        return Err("the settings cannot be written".to_owned());
    };
    let (name, entry) = key.split_once('.').map_or((key, None), |(name, entry)| (name, Some(entry)));
    let Some(present) = before.get(name) else {
        let mut known: Vec<&str> = before.keys().map(String::as_str).collect();
        known.sort_unstable();
        return Err(format!("there is no setting {name}; there are {}", known.join(", ")));
    };
    let entries = match (entry, present) {
        (None, _) => None,
        (Some(entry), Value::Object(entries)) => Some((entry, entries.clone())),
        (Some(entry), Value::Null) => Some((entry, Map::new())),
        (Some(_), _) => return Err(format!("{name} has no entries: write {name}={value}")),
    };
    for meant in meanings(value) {
        let mut after = before.clone();
        let changed = match &entries {
            None => meant,
            Some((entry, entries)) => {
                let mut entries = entries.clone();
                if meant.is_null() {
                    entries.remove(*entry);
                } else {
                    entries.insert((*entry).to_owned(), meant);
                }
                Value::Object(entries)
            }
        };
        after.insert(name.to_owned(), changed);
        if let Ok(read) = serde_json::from_value(Value::Object(after)) {
            return Ok(read);
        }
    }
    Err(format!("{value:?} does not fit {key}, which is {present}"))
}

/// What a value may mean, the likeliest first.
fn meanings(value: &str) -> Vec<Value> {
    let json = serde_json::from_str(value).ok();
    let nothing = value.is_empty().then_some(Value::Null);
    let words = value.split_whitespace().map(Value::from).collect();
    nothing.into_iter().chain(json).chain([Value::from(value), Value::Array(words)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::settings::{EmailTrust, MappingEffect, UpstreamClientAuth};

    fn changed(edits: &[(&str, &str)]) -> UpstreamSettings {
        edits.iter().fold(UpstreamSettings::default(), |settings, (key, value)| with(&settings, key, value).unwrap())
    }

    #[test]
    fn a_setting_is_written_as_a_person_writes_it() {
        let settings = changed(&[
            ("email_trust", "verified"),
            ("client_auth", "none"),
            ("pkce", "false"),
            ("scopes", "openid email groups"),
            ("issuer", "https://sso.example"),
            ("client_auth_values.team_id", "12345"),
            ("claims.picture", "avatar_url"),
            ("claims.nickname", "nick"),
            ("claims.nickname", ""),
            ("emails.endpoint", "https://api.example/emails"),
            ("rules", r#"[{"when":"groups","is":"blocked","then":"refuse"}]"#),
        ]);
        assert_eq!(settings.email_trust, EmailTrust::Verified);
        assert_eq!(settings.client_auth, UpstreamClientAuth::None);
        assert!(!settings.pkce);
        assert_eq!(settings.scopes, ["openid", "email", "groups"]);
        assert_eq!(settings.issuer.as_deref(), Some("https://sso.example"));
        assert_eq!(settings.client_auth_values["team_id"], "12345");
        assert_eq!(settings.claims.len(), 1);
        assert_eq!(settings.emails.as_ref().unwrap().endpoint, "https://api.example/emails");
        assert_eq!(settings.rules[0].then, MappingEffect::Refuse);
        let unset = with(&settings, "issuer", "").unwrap();
        assert_eq!(unset.issuer, None);
        assert_eq!(with(&settings, "scopes", "").unwrap().scopes, Vec::<String>::new());
    }

    #[test]
    fn what_does_not_fit_is_told_in_words() {
        let told = |key, value| with(&UpstreamSettings::default(), key, value).unwrap_err();
        assert!(told("issuers", "x").starts_with("there is no setting issuers; there are accepts_id_tokens_of, "));
        assert_eq!(told("email_trust", "always"), r#""always" does not fit email_trust, which is "listed""#);
        assert_eq!(told("pkce", "perhaps"), r#""perhaps" does not fit pkce, which is true"#);
        assert_eq!(told("pkce.x", "true"), "pkce has no entries: write pkce=true");
    }
}
