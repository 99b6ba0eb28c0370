//! What to do on the provider's pages: rules in TOML, the first that fits the page is followed.
//!
//! ```toml
//! [[rule]]
//! match = "https://op.example/login*"                           # the page's address, * for anything
//! fill = { username = "{username}", password = "{password}" }   # by id or name
//! submit = "login-submit"                                       # id of a form or button, or name=value
//! ```

use std::{collections::BTreeMap, str::FromStr};

use serde::Deserialize;

use super::{
    forms::{Button, Field, Form},
    html::Page,
    plan::Person,
};

/// Those that fit Signet's own pages.
const BUILT_IN: &str = include_str!("rules.toml");

/// What to do on which page: every rule, in order. Read from TOML by [`FromStr`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "match")]
    pattern: String,
    #[serde(default)]
    fill: BTreeMap<String, String>,
    submit: Option<String>,
}

/// A form as it is sent.
#[derive(Debug, PartialEq)]
pub struct Submission {
    /// As written in the page.
    pub action: String,
    /// Whether it is posted.
    pub post: bool,
    /// What is sent, in order.
    pub pairs: Vec<(String, String)>,
}

impl Rules {
    /// Those that fit Signet's own pages.
    pub fn built_in() -> Self {
        // A test reads them; without rules nobody would be signed in, and the report would say so.
        BUILT_IN.parse().unwrap_or(Self { rules: Vec::new() })
    }

    /// What the first rule that fits this page sends, and which rule that is; rules `used` before are passed over.
    pub(crate) fn apply(&self, url: &str, page: &Page, person: &Person, used: &[usize]) -> Option<(usize, Submission)> {
        let fitting = self.rules.iter().enumerate().filter(|(at, rule)| !used.contains(at) && glob(&rule.pattern, url));
        fitting.into_iter().find_map(|(at, rule)| Some((at, rule.apply(page, person)?)))
    }
}

/// Why a text holds no rules.
#[derive(Debug, thiserror::Error)]
pub enum InvalidRules {
    /// Not TOML, or not of this form.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// A value with braces around something else.
    #[error("{0:?} names nothing that is known; write {{username}} or {{password}}")]
    Unknown(String),
}

impl FromStr for Rules {
    type Err = InvalidRules;

    fn from_str(text: &str) -> Result<Self, InvalidRules> {
        let rules: Self = toml::from_str(text)?;
        for value in rules.rules.iter().flat_map(|rule| rule.fill.values()) {
            let open = value.replace("{username}", "").replace("{password}", "");
            if open.contains(['{', '}']) {
                return Err(InvalidRules::Unknown(value.clone()));
            }
        }
        Ok(rules)
    }
}

impl Rule {
    fn apply(&self, page: &Page, person: &Person) -> Option<Submission> {
        let form = page.forms.iter().find(|form| self.fits(form))?;
        let mut fields = form.fields.clone();
        for (target, value) in &self.fill {
            let value = value.replace("{username}", &person.username).replace("{password}", person.password.expose());
            let is_box = |kind: &str| matches!(kind, "checkbox" | "radio");
            let named = |field: &Field| field.id == *target || field.name == *target;
            // Of several boxes of one name, the one with that value.
            let at = fields.iter().position(|one| named(one) && (!is_box(&one.kind) || one.value == value))?;
            let name = fields[at].name.clone();
            if fields[at].kind == "radio" {
                fields.iter_mut().filter(|one| one.kind == "radio" && one.name == name).for_each(|one| one.on = false);
            }
            (fields[at].value, fields[at].on) = (value, true);
        }
        let sent = fields.into_iter().filter(|field| field.on && !field.name.is_empty());
        let mut pairs: Vec<(String, String)> = sent.map(|field| (field.name, field.value)).collect();
        let pressed = form.buttons.iter().find(|one| self.submit.as_ref().is_some_and(|submit| presses(submit, one)));
        // A form named by its own id is sent by its first button, as with the Enter key.
        if let Some(button) = pressed.or(form.buttons.first()).filter(|button| !button.name.is_empty()) {
            pairs.push((button.name.clone(), button.value.clone()));
        }
        Some(Submission { action: form.action.clone(), post: form.post, pairs })
    }

    fn fits(&self, form: &Form) -> bool {
        let holds = |target: &String| form.fields.iter().any(|one| one.id == *target || one.name == *target);
        let submits = self
            .submit
            .as_ref()
            .is_none_or(|submit| form.id == *submit || form.buttons.iter().any(|button| presses(submit, button)));
        submits && self.fill.keys().all(holds)
    }
}

fn presses(submit: &str, button: &Button) -> bool {
    let by_value = !button.name.is_empty() && submit == format!("{}={}", button.name, button.value);
    button.id == submit || by_value
}

/// Whether a pattern fits a whole text; `*` stands for anything, even for nothing.
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{html, plan::Secret};

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text) in
            [("*", ""), ("a*", "a"), ("*/login*", "https://op/login?x"), ("a*b*c", "axbxbc"), ("a", "a")]
        {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("a", "ab"), ("a*b", "acbd"), ("a*a", "a"), ("*/login", "https://op/login?x"), ("", "a")]
        {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }

    fn somebody() -> Person {
        Person { username: "ada".to_owned(), password: Secret::new("pw") }
    }

    fn sent(rules: &str, page: &str, used: &[usize]) -> Option<(usize, Vec<(String, String)>)> {
        let rules: Rules = rules.parse().unwrap();
        let (rule, form) = rules.apply("https://op.example/login?x", &html::read(page), &somebody(), used)?;
        Some((rule, form.pairs))
    }

    const PAGE: &str = "<form id=search><input name=q></form>
        <form id=f method=post><input type=hidden name=csrf value=1><input id=user name=login>
        <input name=pass type=password><input type=radio name=how value=a checked><input type=radio name=how value=b>
        <button id=no name=go value=no></button><button id=yes name=go value=yes></button></form>";

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_first_rule_that_fits_fills_the_form_and_keeps_what_is_hidden() {
        let rules = "[[rule]]\nmatch = \"*\"\nsubmit = \"elsewhere\"\n[[rule]]\nmatch = \"*/login*\"\n\
                     fill = { user = \"{username}\", pass = \"{password}\", how = \"b\" }\nsubmit = \"go=yes\"\n";
        let expected = [("csrf", "1"), ("login", "ada"), ("pass", "pw"), ("how", "b"), ("go", "yes")];
        assert_eq!(sent(rules, PAGE, &[]), Some((1, pairs(&expected))));
        assert_eq!(sent(rules, PAGE, &[1]), None);
    }

    #[test]
    fn a_form_named_by_its_id_is_sent_by_its_first_button() {
        let rules = "[[rule]]\nmatch = \"*\"\nsubmit = \"f\"\n";
        let expected = [("csrf", "1"), ("login", ""), ("pass", ""), ("how", "a"), ("go", "no")];
        assert_eq!(sent(rules, PAGE, &[]), Some((0, pairs(&expected))));
    }

    #[test]
    fn a_field_that_is_not_there_makes_the_rule_unfit() {
        assert_eq!(sent("[[rule]]\nmatch = \"*\"\nfill = { other = \"x\" }\n", PAGE, &[]), None);
        assert_eq!(sent("[[rule]]\nmatch = \"*/consent\"\nsubmit = \"f\"\n", PAGE, &[]), None);
    }

    #[test]
    fn a_rule_that_says_nothing_known_is_refused_and_the_built_in_ones_are_good() {
        assert_eq!(Rules::built_in().rules.len(), 4);
        for (wrong, sentence) in [
            ("", "missing field `rule`"),
            ("rule = 1", "invalid type: integer `1`, expected a sequence"),
            ("[[rule]]\n", "missing field `match`"),
            ("[[rule]]\nmatch = \"*\"\nclick = \"x\"", "unknown field `click`"),
            (
                "[[rule]]\nmatch = \"*\"\nfill = { a = \"{pin}\" }",
                "\"{pin}\" names nothing that is known; write {username} or {password}",
            ),
        ] {
            let why = wrong.parse::<Rules>().unwrap_err().to_string();
            assert!(why.contains(sentence), "{wrong}: {why}");
        }
    }
}
