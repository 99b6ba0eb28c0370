//! The `claims` parameter (OIDC Core §5.5): single claims that a client asks for, for the ID token
//! or for userinfo, and the languages it wants them in (OIDC Core §5.2 `claims_locales`).
//!
//! 1. [`ClaimsRequest::parse`] reads it; members that are not understood are ignored (OIDC Core §5.5.1).
//! 2. `acr` and `sub` with values are conditions of the sign-in itself: [`ClaimsRequest::acr`],
//!    [`ClaimsRequest::subject`].
//! 3. The others are told if they are known, agreed to and of a wanted value.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{error::Refusal, jose::json};

/// Most claims that one target may name.
const MOST: usize = 100;
/// Most characters of a claim's name.
const LONGEST_NAME: usize = 200;
/// Most languages that are looked for: the best ones come first.
const MOST_LOCALES: usize = 20;
/// Longest language tag (RFC 5646 §4.4.1).
const LONGEST_LOCALE: usize = 35;

/// How one claim is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRequest {
    /// Its name, a language tag included (`family_name#ja-Kana-JP`).
    pub name: String,
    /// Whether the client's task needs it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// The values that the client wants to see, best first; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl ClaimRequest {
    /// Whether this value is one that is asked for.
    pub fn wants(&self, value: &Value) -> bool {
        self.values.is_empty() || self.values.contains(value)
    }
}

/// The claims that a request asks for one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsRequest {
    /// For the ID token.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub id_token: Vec<ClaimRequest>,
    /// For userinfo.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub userinfo: Vec<ClaimRequest>,
    /// `claims_locales`, best first; a few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locales: Vec<String>,
    /// Attributes that the scopes of the request brought when it was made. Not of the parameter: kept beside
    /// it, so that what joins a scope later is told to nobody who was not asked about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
}

impl ClaimsRequest {
    /// Reads the parameter.
    ///
    /// # Errors
    /// `invalid_request` when it is not what OIDC Core §5.5 describes.
    pub fn parse(text: Option<&str>, locales: Option<&str>) -> Result<Self, Refusal> {
        let locales = wanted_locales(locales.unwrap_or_default());
        let Some(text) = text else { return Ok(Self { locales, ..Self::default() }) };
        let members = json::object(text.as_bytes()).map_err(|_| {
            Refusal::invalid_request(
                "claims must be a JSON object in which no member stands twice and no text holds a NUL (OIDC Core section 5.5)",
            )
        })?;
        let target = |name: &str| match members.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(asks)) => read(asks),
            Some(_) => Err(Refusal::invalid_request(format!(
                "the member {name} of claims must be an object of claim names (OIDC Core section 5.5)"
            ))),
        };
        // OIDC Core §5.5: other members MAY be present and are ignored where not understood.
        Ok(Self { id_token: target("id_token")?, userinfo: target("userinfo")?, locales, attributes: Vec::new() })
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same claims whatever their values are.
    #[must_use]
    pub fn of_any_value(&self) -> Self {
        let any =
            |asks: &[ClaimRequest]| asks.iter().map(|ask| ClaimRequest { values: Vec::new(), ..ask.clone() }).collect();
        Self { id_token: any(&self.id_token), userinfo: any(&self.userinfo), ..self.clone() }
    }

    /// The names asked for, each once, without those that say how somebody signed in; attributes come
    /// first.
    pub fn about_person(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.attributes.iter().map(String::as_str).collect();
        for ask in self.id_token.iter().chain(&self.userinfo) {
            if !is_protocol(&ask.name) && !names.contains(&ask.name.as_str()) {
                names.push(&ask.name);
            }
        }
        names
    }

    /// Leaves out what may not be asked for, where `may` answers for a claim without its language tag.
    pub fn keep(&mut self, may: impl Fn(&str) -> bool) {
        // OIDC Core §5.2: a claim in a language is the claim with a language tag.
        let kept = |ask: &ClaimRequest| is_protocol(&ask.name) || may(ask.name.split('#').next().unwrap_or_default());
        self.id_token.retain(kept);
        self.userinfo.retain(kept);
    }

    /// The subject that must be the one who signs in (OIDC Core §5.5.1), if one is named.
    pub fn subject(&self) -> Option<&Value> {
        self.id_token.iter().chain(&self.userinfo).filter(|ask| ask.name == "sub").find_map(|ask| ask.values.first())
    }

    /// How `acr` is asked for (OIDC Core §5.5.1.1), if it is.
    pub fn acr(&self) -> Option<&ClaimRequest> {
        self.id_token.iter().find(|ask| ask.name == "acr")
    }
}

/// OIDC Core §5.2: a wish, and no error where it is not met; each language costs a look at each claim.
fn wanted_locales(text: &str) -> Vec<String> {
    let tags = text.split(' ').filter(|one| !one.is_empty() && one.len() <= LONGEST_LOCALE);
    tags.take(MOST_LOCALES).map(str::to_owned).collect()
}

fn read(asks: &Map<String, Value>) -> Result<Vec<ClaimRequest>, Refusal> {
    if asks.len() > MOST || asks.keys().any(|name| name.len() > LONGEST_NAME) {
        return Err(Refusal::invalid_request(format!(
            "claims names more than {MOST} claims, or one of more than {LONGEST_NAME} characters (OIDC Core section 5.5)"
        )));
    }
    let broken = || {
        Refusal::invalid_request(
            "each claim in claims must be null, or an object whose essential is a boolean and whose values is an array (OIDC Core section 5.5.1)",
        )
    };
    // OIDC Core §5.5: what is not understood is ignored. Nothing here can be set under another name, and
    // whoever makes a link must not write sentences on the consent page.
    let name_like = |name: &str| name.bytes().all(|one| one.is_ascii_graphic() && !b"\"\\".contains(&one));
    asks.iter()
        .filter(|(name, _)| name_like(name))
        .map(|(name, how)| {
            let mut ask = ClaimRequest { name: name.clone(), essential: false, values: Vec::new() };
            match how {
                // OIDC Core §5.5.1: null asks for it in the default manner, as a voluntary claim.
                Value::Null => {}
                Value::Object(members) => {
                    ask.essential = match members.get("essential") {
                        None | Some(Value::Null) => false,
                        Some(Value::Bool(essential)) => *essential,
                        Some(_) => return Err(broken()),
                    };
                    ask.values = match (members.get("value"), members.get("values")) {
                        (_, Some(Value::Array(values))) => values.clone(),
                        (_, Some(_)) => return Err(broken()),
                        (Some(value), None) => vec![value.clone()],
                        (None, None) => Vec::new(),
                    };
                }
                _ => return Err(broken()),
            }
            Ok(ask)
        })
        .collect()
}

/// Claims of the protocol itself: they are in an ID token or not by other rules, and nobody need
/// agree to them.
pub fn is_protocol(name: &str) -> bool {
    const PROTOCOL: &[&str] = &[
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "auth_time",
        "nonce",
        "acr",
        "amr",
        "azp",
        "sid",
        "at_hash",
        "c_hash",
        "s_hash",
    ];
    PROTOCOL.contains(&name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(value: &Value) -> Result<ClaimsRequest, Refusal> {
        ClaimsRequest::parse(Some(&value.to_string()), None)
    }

    // OIDC Core §5.5: the example of the standard.
    #[test]
    fn the_example_of_the_standard_is_read() {
        let asked = parsed(&json!({
            "userinfo": {
                "given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
                "email_verified": {"essential": true}, "picture": null, "http://example.info/claims/groups": null
            },
            "id_token": {
                "auth_time": {"essential": true},
                "acr": {"values": ["urn:mace:incommon:iap:silver"]}
            }
        }))
        .unwrap();
        assert_eq!(asked.userinfo.len(), 6);
        assert!(asked.userinfo[0].essential && !asked.userinfo[1].essential);
        assert_eq!(asked.acr().unwrap().values, [json!("urn:mace:incommon:iap:silver")]);
        assert_eq!(asked.about_person().len(), 6);
        assert_eq!(asked.subject(), None);
    }

    // OIDC Core §5.5.1
    #[test]
    fn a_value_is_one_of_its_values_and_unknown_members_are_ignored() {
        let asked = parsed(&json!({"id_token": {"sub": {"value": "s", "purpose": "x"}}, "future": 1})).unwrap();
        assert_eq!(asked.subject(), Some(&json!("s")));
        let asked = parsed(&json!({"userinfo": {"locale": {"values": ["de", "en"]}}})).unwrap();
        assert!(asked.userinfo[0].wants(&json!("en")) && !asked.userinfo[0].wants(&json!("fr")));
    }

    // OIDC Core §5.2
    #[test]
    fn the_best_languages_are_looked_for_and_no_more() {
        let many = (0..5000).map(|at| format!("x{at}")).collect::<Vec<_>>().join(" ");
        let asked = ClaimsRequest::parse(None, Some(&format!("de  {} {many}", "x".repeat(36)))).unwrap();
        assert_eq!((asked.locales.len(), asked.locales[0].as_str(), asked.locales[1].as_str()), (20, "de", "x0"));
    }

    #[test]
    fn a_value_with_a_nul_is_refused() {
        let text = r#"{"id_token": {"sub": {"value": "s\u0000"}}}"#;
        let refused = ClaimsRequest::parse(Some(text), None).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &*refused.description),
            (
                "invalid_request",
                "claims must be a JSON object in which no member stands twice and no text holds a NUL (OIDC Core section 5.5)"
            )
        );
    }

    #[test]
    fn what_has_another_form_is_refused() {
        for broken in [
            json!([]),
            json!({"userinfo": []}),
            json!({"userinfo": {"name": true}}),
            json!({"userinfo": {"name": {"essential": "yes"}}}),
            json!({"userinfo": {"name": {"values": "Ada"}}}),
            json!({"userinfo": {"x".repeat(201): null}}),
        ] {
            assert_eq!(parsed(&broken).unwrap_err().code.as_str(), "invalid_request", "{broken}");
        }
        let spoken = parsed(&json!({"userinfo": {"Call us now": null, "a\u{a0}b": null, "a\u{2800}b": null,
            "a\u{202e}b": null, "a\u{2069}b": null, "a\u{3164}b": null, "email": null}}));
        assert_eq!(spoken.unwrap().userinfo.len(), 1);
        for text in ["{", r#"{"userinfo": {"name": null, "name": {"essential": true}}}"#] {
            assert_eq!(
                ClaimsRequest::parse(Some(text), None).unwrap_err().to_string(),
                "invalid_request: claims must be a JSON object in which no member stands twice and no text holds a NUL (OIDC Core section 5.5)",
                "{text}"
            );
        }
        let many: Map<String, Value> = (0..101).map(|at| (format!("c{at}"), Value::Null)).collect();
        assert_eq!(
            parsed(&json!({"id_token": many})).unwrap_err().to_string(),
            "invalid_request: claims names more than 100 claims, or one of more than 200 characters (OIDC Core section 5.5)"
        );
    }
}
