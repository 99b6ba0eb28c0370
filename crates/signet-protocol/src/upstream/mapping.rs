//! What of an upstream's words becomes what of ours.
//!
//! Where nothing is written, claims of the standard names are taken over. `claims` of the settings says where else one
//! stands, as a path of members or a text made of such: `picture` = `data.avatar_url`, `https://cdn.example/{id}.png`; an
//! empty path takes it from nowhere. A name there that is no standard claim is an attribute of the operator's; names of the
//! protocol are refused. Each value has the form that OIDC Core §5.1 gives it, or is left out: nothing that a stranger
//! wrote at an upstream stops a sign-in.
//!
//! Then the rules, in their order: where what the upstream said equals a value, or a list of it holds it, a claim is
//! set, an organization joined, or the sign-in refused. No rule says who somebody is: not the subject, not the address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    UpstreamSettings, member,
    settings::{MappingEffect, MappingRule},
};
use crate::{
    base::{
        email::is_email,
        text::{is_name, is_seen},
    },
    claims::{self, SETTABLE, attribute::is_attribute_name},
    jose::json::{self, NotStrict},
};

/// The address, whether the upstream has verified it, and the name to suggest: taken over, and no claims that are set.
const EMAIL: &str = "email";
const EMAIL_VERIFIED: &str = "email_verified";
const USERNAME: &str = "preferred_username";
/// Most characters of what somebody is called there.
const LABEL_MAX: usize = 200;
/// Most bytes of all claims together, as JSON.
const CLAIMS_MAX: usize = 16 * 1024;
/// Most members of a mapping, and most rules.
const MEMBERS_MAX: usize = 100;
/// Most characters of a path or of a value that is compared.
const WORD_MAX: usize = 500;
/// Most organizations of one person.
const ORGANIZATIONS_MAX: usize = 100;

/// What of an upstream's words becomes ours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MappedPerson {
    /// The address that it told.
    pub email: Option<String>,
    /// Whether it says that it has verified it.
    pub email_verified: Option<bool>,
    /// The user name to suggest.
    pub username: Option<String>,
    /// What the person is called there.
    pub label: Option<String>,
    /// Standard claims.
    pub claims: Map<String, Value>,
    /// Attributes of the operator's, unchecked: whether there are such is not known here.
    pub attributes: Map<String, Value>,
    /// Organizations by their slugs, each with its roles.
    pub organizations: BTreeMap<String, Vec<String>>,
}

/// What a mapping led to, with what was left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MappingPreview {
    /// What becomes ours.
    pub person: MappedPerson,
    /// The rule that refuses the sign-in, by its place.
    pub refused_by: Option<usize>,
    /// What was left out, each with why.
    pub left_out: Vec<String>,
}

/// Applies a mapping to what an upstream said.
pub fn map(settings: &UpstreamSettings, said: &Map<String, Value>) -> MappingPreview {
    let mut preview = MappingPreview::default();
    let named = named(settings, said);
    let standard = SETTABLE.iter().map(|(name, _)| *name).chain([EMAIL, EMAIL_VERIFIED, USERNAME]);
    let further = settings.claims.keys().map(String::as_str).filter(|name| !is_standard(name));
    for name in standard.chain(further) {
        if let Some(value) = named.get(name).filter(|value| !value.is_null()) {
            preview.take(name, value);
        }
    }
    for (place, rule) in settings.rules.iter().enumerate().filter(|(_, rule)| applies(rule, said)) {
        match &rule.then {
            MappingEffect::Refuse => preview.refused_by = preview.refused_by.or(Some(place)),
            MappingEffect::Claim { name, value } if may_be_set(name) => {
                preview.take(name, &Value::String(value.clone()));
            }
            MappingEffect::Claim { name, .. } => preview.leave_out(name, "no rule sets it"),
            MappingEffect::Organization { slug, roles } => preview.join(slug, roles),
        }
    }
    preview.keep_small();
    preview.person.label = label(&preview.person);
    preview
}

/// What an upstream said, under our names.
fn named(settings: &UpstreamSettings, said: &Map<String, Value>) -> Map<String, Value> {
    let mut claims = said.clone();
    for (name, from) in &settings.claims {
        let value = if from.contains('{') {
            member::filled(from, said).map(Value::String)
        } else {
            member::at(said, from).cloned()
        };
        match value {
            Some(value) if name.ends_with("_verified") => {
                claims.insert(name.clone(), Value::Bool(member::says_yes(&value)))
            }
            Some(value) => claims.insert(name.clone(), value),
            // What stands under our own name is another thing there.
            None => claims.remove(name),
        };
    }
    let is_another = said.contains_key(EMAIL) && claims.get(EMAIL) != said.get(EMAIL);
    if is_another && !settings.claims.contains_key(EMAIL_VERIFIED) {
        // It was said of the address that stands under our own name there.
        claims.remove(EMAIL_VERIFIED);
    }
    if settings.emails_are_verified && claims.get(EMAIL).is_some_and(Value::is_string) {
        claims.insert(EMAIL_VERIFIED.to_owned(), Value::Bool(true));
    }
    claims
}

/// [`map`] of what an upstream said, as text: for a command that shows what would become of it.
///
/// # Errors
/// What is wrong with the text.
pub fn preview(settings: &UpstreamSettings, said: &str) -> Result<MappingPreview, String> {
    match json::object(said.as_bytes()) {
        Ok(said) => Ok(map(settings, &said)),
        Err(NotStrict::NotAnObject) => Err("a JSON object, such as the claims of an ID token".to_owned()),
        Err(NotStrict::Duplicate) => Err("a JSON object in which no member stands twice".to_owned()),
    }
}

/// Every rule that a mapping breaks, by the setting, in words for an operator.
pub fn check(settings: &UpstreamSettings) -> Vec<String> {
    let mut problems = Vec::new();
    if settings.claims.len() > MEMBERS_MAX || settings.rules.len() > MEMBERS_MAX {
        problems.push(format!("claims, rules: at most {MEMBERS_MAX} of each"));
    }
    // Groups are called "Domain Admins", and a text is put together as "{first} {last}".
    let is_text = |text: &str| {
        let is_short = (1..=WORD_MAX).contains(&text.chars().count());
        is_short && text.trim() == text && text.chars().all(|c| c == ' ' || is_seen(c))
    };
    let is_word = |text: &str| is_text(text) && !text.contains(' ');
    for (name, path) in &settings.claims {
        if !is_ours(name) {
            problems.push(format!("claims.{name}: a claim of the protocol is never taken from an upstream"));
        }
        if !path.is_empty() && !is_text(path) {
            problems.push(format!("claims.{name}: a path of members, such as data.avatar_url"));
        }
    }
    for (place, rule) in settings.rules.iter().enumerate() {
        if !is_text(&rule.when) || !is_text(&rule.is) {
            problems.push(format!("rules[{place}]: `when` is a path of members and `is` a value, or * for any"));
        }
        match &rule.then {
            MappingEffect::Claim { name, value } => {
                if !may_be_set(name) {
                    problems.push(format!("rules[{place}]: no rule sets {name}"));
                } else if SETTABLE.iter().any(|(known, _)| known == name)
                    && let Err(why) = claims::check(name, &Value::String(value.clone()))
                {
                    problems.push(format!("rules[{place}]: {why}"));
                }
            }
            MappingEffect::Organization { slug, roles } => {
                if !is_word(slug) || !roles.iter().all(|role| is_word(role)) {
                    problems.push(format!("rules[{place}]: an organization by its slug, and roles that are words"));
                }
            }
            MappingEffect::Refuse => {}
        }
    }
    problems
}

/// Whether it is taken over wherever an upstream says it.
fn is_standard(name: &str) -> bool {
    [EMAIL, EMAIL_VERIFIED, USERNAME].contains(&name) || SETTABLE.iter().any(|(known, _)| *known == name)
}

/// Whether a mapping may say what this claim of ours is.
fn is_ours(name: &str) -> bool {
    is_standard(name) || may_be_set(name)
}

/// Whether a rule may set it: a standard claim that people have, or an attribute.
fn may_be_set(name: &str) -> bool {
    SETTABLE.iter().any(|(known, _)| *known == name) || is_attribute_name(name)
}

fn applies(rule: &MappingRule, said: &Map<String, Value>) -> bool {
    let is_it = |value: &Value| match value {
        Value::String(text) => *text == rule.is,
        Value::Number(number) => number.to_string() == rule.is,
        Value::Bool(one) => one.to_string() == rule.is,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    };
    match member::at(said, &rule.when).filter(|value| !value.is_null()) {
        None => false,
        Some(_) if rule.is == "*" => true,
        Some(Value::Array(all)) => all.iter().any(is_it),
        Some(value) => is_it(value),
    }
}

impl MappingPreview {
    /// Takes a value over, if it has the form of its claim.
    fn take(&mut self, name: &str, value: &Value) {
        let text = value.as_str().map(str::trim);
        match name {
            EMAIL => match text.filter(|text| is_email(text)) {
                Some(email) => self.person.email = Some(email.to_owned()),
                None => self.leave_out(name, "no address that mail could go to"),
            },
            EMAIL_VERIFIED => match (value, text) {
                (yes, _) if member::says_yes(yes) => self.person.email_verified = Some(true),
                (Value::Bool(false), _) | (_, Some("false")) => self.person.email_verified = Some(false),
                _ => self.leave_out(name, "neither true nor false"),
            },
            USERNAME => match text.filter(|text| is_name(text, LABEL_MAX)) {
                Some(username) => self.person.username = Some(username.to_owned()),
                None => self.leave_out(name, "no line that people can read"),
            },
            _ if SETTABLE.iter().any(|(known, _)| *known == name) => {
                let value = match (name, text) {
                    // BCP 47 has hyphens; en_US is what programs say.
                    ("locale", Some(text)) => Value::String(text.replace('_', "-")),
                    (_, Some(text)) => Value::String(text.to_owned()),
                    (_, None) => value.clone(),
                };
                match claims::check(name, &value) {
                    Ok(()) => drop(self.person.claims.insert(name.to_owned(), value)),
                    Err(why) => self.leave_out(name, &why),
                }
            }
            _ if may_be_set(name) => drop(self.person.attributes.insert(name.to_owned(), value.clone())),
            _ => self.leave_out(name, "a claim of the protocol is never taken from an upstream"),
        }
    }

    fn join(&mut self, slug: &str, roles: &[String]) {
        let organizations = &mut self.person.organizations;
        if organizations.len() >= ORGANIZATIONS_MAX && !organizations.contains_key(slug) {
            return self.leave_out(slug, "more organizations than anybody belongs to");
        }
        let joined = organizations.entry(slug.to_owned()).or_default();
        for role in roles.iter().filter(|role| !role.is_empty()) {
            if !joined.contains(role) {
                joined.push(role.clone());
            }
        }
    }

    /// Gives up what is longest until the rest has room.
    fn keep_small(&mut self) {
        // Each is written out once: a hundred attributes may stand at one long member.
        let all = self.person.claims.iter().chain(&self.person.attributes);
        // No name has a character that JSON writes otherwise; around it stand quotes, a colon and a comma.
        let length = |name: &str, value: &Value| name.len() + 4 + value.to_string().len();
        let mut lengths: Vec<_> = all.map(|(name, value)| (length(name, value), name.clone())).collect();
        lengths.sort_unstable();
        let mut total = 4 + lengths.iter().map(|(length, _)| length).sum::<usize>();
        while total > CLAIMS_MAX {
            let Some((length, name)) = lengths.pop() else { return };
            total -= length;
            self.person.claims.remove(&name);
            self.person.attributes.remove(&name);
            self.leave_out(&name, "there is more than we keep");
        }
    }

    fn leave_out(&mut self, name: &str, why: &str) {
        self.left_out.push(format!("{name}: {why}"));
    }
}

/// What tells one identity from another on a page.
fn label(person: &MappedPerson) -> Option<String> {
    let name = person.claims.get("name").and_then(Value::as_str);
    let all = [person.email.as_deref(), person.username.as_deref(), name];
    all.into_iter().flatten().find(|text| is_name(text, LABEL_MAX)).map(str::to_owned)
}

#[cfg(test)]
mod tests;
