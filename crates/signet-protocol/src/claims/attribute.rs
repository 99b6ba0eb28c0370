//! Attributes: claims about a person that an operator declares, each with the scope that brings it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reserved::is_reserved;
use crate::{
    base::{text::is_name, time::Timestamp},
    scope::{self, Scopes},
    wire_enum::wire_enum,
};

/// Most characters of a name or a scope.
const LONGEST_NAME: usize = 100;
/// Most characters of a description.
const LONGEST_DESCRIPTION: usize = 200;
/// Most characters of a text.
const LONGEST_TEXT: usize = 1000;
/// Most entries of a list, and most characters of each.
const LONGEST_LIST: (usize, usize) = (100, 200);

wire_enum! {
    /// The JSON form of an attribute.
    AttributeType {
        /// A string that is not empty.
        Text = "text",
        /// A number.
        Number = "number",
        /// True or false.
        Boolean = "boolean",
        /// An array of strings.
        List = "list",
    }
}

wire_enum! {
    /// Whether people are asked for it when they make an account.
    AskedAtSignUp {
        /// They are not.
        Off = "off",
        /// They may leave it empty.
        Optional = "optional",
        /// They must fill it in.
        Required = "required",
    }
}

/// An attribute as the operator declared it.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The name of the claim.
    pub name: String,
    /// The scope that brings it; several attributes may share one.
    pub scope: String,
    /// What its values are.
    pub kind: AttributeType,
    /// What people read on the consent page.
    pub description: String,
    /// The same by language tag (BCP 47), where the operator gave it.
    pub descriptions: BTreeMap<String, String>,
    /// Whether people are asked for it when they make an account.
    pub asked: AskedAtSignUp,
    /// When it was declared.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Something about an attribute that must be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// `name`, `scope` or `description`.
    pub field: &'static str,
    /// What is wrong, in words for an operator.
    pub text: String,
}

/// What a `claims` parameter can name, without the mark of a language tag (OIDC Core §5.2).
fn is_name_like(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(|one| one.is_ascii_graphic() && !b"\"\\#".contains(&one))
}

/// Whether an attribute may have this name.
pub fn is_attribute_name(name: &str) -> bool {
    is_name_like(name) && !is_reserved(name)
}

impl Attribute {
    /// Every rule that the declaration breaks.
    pub fn check(&self) -> Vec<Misfit> {
        let mut misfits = Vec::new();
        let mut add = |field, text: String| misfits.push(Misfit { field, text });
        if !is_name_like(&self.name) {
            add("name", format!("1 to {LONGEST_NAME} visible ASCII characters without quotes, backslash and #"));
        } else if is_reserved(&self.name) {
            let text = "a claim of the standards or of Signet has this name (IANA JSON Web Token Claims)";
            add("name", text.to_owned());
        }
        if self.scope.len() > LONGEST_NAME || Scopes::parse(&self.scope).map_or(0, |one| one.iter().count()) != 1 {
            add("scope", format!("one scope of at most {LONGEST_NAME} characters (RFC 6749 section 3.3)"));
        } else if scope::is_standard(&self.scope)
            || scope::account::ALL.contains(&self.scope.as_str())
            || scope::upstream::named(&self.scope).is_some()
        {
            // Whoever agreed to that scope agreed to its own claims.
            add("scope", "this scope brings claims of its own; choose another".to_owned());
        }
        let line = |text: &String| is_name(text, LONGEST_DESCRIPTION);
        if !line(&self.description) || !self.descriptions.values().all(line) {
            let text = format!("people read it: 1 to {LONGEST_DESCRIPTION} characters on one line");
            add("description", text);
        }
        let tag = |tag: &String| !tag.is_empty() && tag.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'-');
        if !self.descriptions.keys().all(tag) {
            add("description", "a language tag such as de or pt-BR goes before each (BCP 47)".to_owned());
        }
        misfits
    }

    /// What people of a language read.
    pub fn described(&self, language: &str) -> &str {
        let same = |tag: &str| tag.eq_ignore_ascii_case(language);
        let primary = |tag: &str| tag.split('-').next().is_some_and(same);
        let all = || self.descriptions.iter();
        let found = all().find(|(tag, _)| same(tag)).or_else(|| all().find(|(tag, _)| primary(tag)));
        found.map_or(self.description.as_str(), |(_, text)| text.as_str())
    }
}

impl AttributeType {
    /// Checks a value.
    ///
    /// # Errors
    /// What was expected, in words for an operator.
    pub fn check(self, value: &Value) -> Result<(), String> {
        let line = is_name;
        let (most, longest) = LONGEST_LIST;
        let fits = match self {
            Self::Text => value.as_str().is_some_and(|text| line(text, LONGEST_TEXT)),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::List => value.as_array().is_some_and(|all| {
                all.len() <= most && all.iter().all(|one| one.as_str().is_some_and(|text| line(text, longest)))
            }),
        };
        if fits {
            return Ok(());
        }
        Err(match self {
            Self::Text => format!("a text of 1 to {LONGEST_TEXT} characters on one line"),
            Self::Number => "a number".to_owned(),
            Self::Boolean => "true or false".to_owned(),
            Self::List => format!("at most {most} texts of 1 to {longest} characters, each on one line"),
        })
    }

    /// A value from words, as a command line gives them.
    ///
    /// # Errors
    /// What was expected.
    pub fn read(self, words: &[String]) -> Result<Value, String> {
        let one = || match words {
            [only] => Ok(only),
            _ => Err("one value".to_owned()),
        };
        let value = match self {
            Self::Text => Value::String(one()?.clone()),
            Self::List => Value::Array(words.iter().cloned().map(Value::String).collect()),
            Self::Number | Self::Boolean => serde_json::from_str(one()?).unwrap_or(Value::Null),
        };
        self.check(&value).map(|()| value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn attribute(name: &str, scope: &str) -> Attribute {
        Attribute {
            name: name.to_owned(),
            scope: scope.to_owned(),
            kind: AttributeType::Text,
            description: "Your department".to_owned(),
            descriptions: BTreeMap::from([("de".to_owned(), "Ihre Abteilung".to_owned())]),
            asked: AskedAtSignUp::Off,
            created_at: Timestamp(1),
            updated_at: Timestamp(1),
        }
    }

    fn wrong(one: &Attribute) -> Vec<&'static str> {
        one.check().into_iter().map(|misfit| misfit.field).collect()
    }

    #[test]
    fn an_attribute_takes_no_name_of_the_standards_or_of_ours() {
        for name in ["department", "https://example.com/claims/cost_center", "x-level", "urn:example:team"] {
            assert_eq!(attribute(name, "hr").check(), [], "{name}");
        }
        for name in [
            "sub",
            "email",
            "Email",
            "groups",
            "roles",
            "org_id",
            "organizations",
            "token_use",
            "grant_id",
            "events",
            "entitlements",
            "cnf",
            "scope",
            "client_id",
            "act",
            "nonce",
            "_claim_names",
            "verified_claims",
            "active",
        ] {
            let misfits = attribute(name, "hr").check();
            assert!(
                misfits.len() == 1 && misfits[0].text.starts_with("a claim of the standards"),
                "{name} {misfits:?}"
            );
        }
        for name in ["", "two words", "name#de", "a\"b", "Ämter", &"x".repeat(101)] {
            assert_eq!(wrong(&attribute(name, "hr")), ["name"], "{name}");
        }
        for scope in ["openid", "profile", "groups", "organizations", "", "a b", "a\"b"] {
            assert_eq!(wrong(&attribute("department", scope)), ["scope"], "{scope}");
        }
    }

    #[test]
    fn people_read_it_in_their_language_where_the_operator_wrote_it() {
        let mut one = attribute("department", "hr");
        assert_eq!((one.described("de"), one.described("ar")), ("Ihre Abteilung", "Your department"));
        one.descriptions.insert("pt-BR".to_owned(), "Seu departamento".to_owned());
        assert_eq!(one.described("pt"), "Seu departamento");
        one.description = "a\nb".to_owned();
        one.descriptions.insert("not a tag".to_owned(), String::new());
        assert_eq!(wrong(&one), ["description", "description"]);
    }

    #[test]
    fn values_have_the_declared_type() {
        let read = |kind: AttributeType, words: &[&str]| {
            kind.read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(read(AttributeType::Text, &["7"]), Ok(json!("7")));
        assert_eq!(read(AttributeType::Number, &["7.5"]), Ok(json!(7.5)));
        assert_eq!(read(AttributeType::Boolean, &["true"]), Ok(json!(true)));
        assert_eq!(read(AttributeType::List, &["a", "b"]), Ok(json!(["a", "b"])));
        assert_eq!(read(AttributeType::List, &[]), Ok(json!([])));
        for (kind, words, expected) in [
            (AttributeType::Text, &["a", "b"][..], "one value"),
            (AttributeType::Text, &[""], "a text of 1 to 1000 characters on one line"),
            (AttributeType::Number, &["seven"], "a number"),
            (AttributeType::Boolean, &["yes"], "true or false"),
            (AttributeType::List, &["a", ""], "at most 100 texts of 1 to 200 characters, each on one line"),
        ] {
            assert_eq!(read(kind, words), Err(expected.to_owned()), "{kind} {words:?}");
        }
    }
}
