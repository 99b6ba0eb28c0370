//! What a new account is asked for besides its address, in the operator's order, and what was typed.

use serde_json::{Map, Value, json};

use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts,
        kernel::{Error, Feature, sms},
        login::phone,
    },
    http::{extract::PageCall, pages::phone::is_of_country},
    protocol::{
        claims::attribute::{AskedAtSignUp, Attribute, AttributeType},
        params::Params,
    },
    render::{
        Locale,
        pages::{EntryKind, PasswordProblem, SetupProblem, SignUpEntry},
    },
};

/// The claims that can be asked for, each with what browsers fill in.
const CLAIMS: [(&str, &str); 3] = [("name", "name"), ("given_name", "given-name"), ("family_name", "family-name")];

/// What is asked for.
pub struct AskedFields {
    attributes: Vec<Attribute>,
    /// Nothing but these, each of which must be filled in.
    only: Option<Vec<String>>,
}

/// What was typed, as far as it is asked for.
#[derive(Default)]
pub struct SignUpFields {
    /// Standard claims.
    pub claims: Map<String, Value>,
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret<String>>,
    /// The telephone number, E.164.
    pub phone: Option<String>,
    /// The operator's own attributes.
    pub attributes: Map<String, Value>,
    /// What is wrong with it.
    pub problems: Vec<SetupProblem>,
}

impl AskedFields {
    /// Besides the claims, these attributes.
    pub fn with(attributes: Vec<Attribute>) -> Self {
        Self { attributes, only: None }
    }

    /// Of all these, only what is missing: fields by their names, attributes as `attribute/NAME`.
    pub fn missing(mut attributes: Vec<Attribute>, missing: &[String]) -> Self {
        attributes.retain(|one| missing.contains(&name_of(one)));
        Self { attributes, only: Some(missing.to_vec()) }
    }

    /// Whether one of the fields that are ours is asked for.
    fn is_asked(&self, call: &PageCall, field: &str) -> Option<AskedAtSignUp> {
        match &self.only {
            Some(only) => only.iter().any(|one| one == field).then_some(AskedAtSignUp::Required),
            None => is_asked(call, field),
        }
    }

    /// The entries of the page, with what was typed in them.
    pub fn entries(&self, call: &PageCall, locale: Locale, typed: &Params) -> Vec<SignUpEntry> {
        let settings = &call.app.config.sign_up;
        let mut entries = Vec::new();
        for field in settings.ordered() {
            if field == "attributes" {
                entries.extend(self.attributes.iter().enumerate().map(|(at, one)| attribute(at, one, locale, typed)));
            } else if let Some(asked) = self.is_asked(call, field) {
                entries.push(claim(field, asked, locale, typed));
            }
        }
        entries
    }

    /// What was typed; whatever else a form sends is not looked at.
    pub fn read(&self, call: &PageCall, params: &Params) -> SignUpFields {
        let mut typed = SignUpFields::default();
        for field in call.app.config.sign_up.ordered() {
            if field == "attributes" {
                self.read_attributes(params, &mut typed);
            } else if let Some(asked) = self.is_asked(call, field) {
                read_claim(call, field, asked, params, &mut typed);
            }
        }
        typed
    }

    fn read_attributes(&self, params: &Params, typed: &mut SignUpFields) {
        for (at, one) in self.attributes.iter().enumerate() {
            let text = params.get(&name_of(one)).unwrap_or_default().trim();
            let words: Vec<String> = match one.kind {
                _ if text.is_empty() => Vec::new(),
                AttributeType::List => {
                    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                    lines.map(str::to_owned).collect()
                }
                // A box that is not ticked says nothing.
                AttributeType::Boolean => vec!["true".to_owned()],
                AttributeType::Text | AttributeType::Number => vec![text.to_owned()],
            };
            if words.is_empty() {
                if one.asked == AskedAtSignUp::Required {
                    typed.problems.push(SetupProblem::EntryMissing { id: id_of(at) });
                }
                continue;
            }
            match one.kind.read(&words) {
                Ok(value) => drop(typed.attributes.insert(one.name.clone(), value)),
                Err(_) => typed.problems.push(SetupProblem::EntryInvalid { id: id_of(at) }),
            }
        }
    }
}

/// Whether one of the fields that are ours is asked for.
fn is_asked(call: &PageCall, field: &str) -> Option<AskedAtSignUp> {
    let settings = &call.app.config.sign_up;
    let asked = match field {
        "name" => settings.name,
        "given_name" => settings.given_name,
        "family_name" => settings.family_name,
        "username" => settings.username,
        "phone" => phone::is_asked_at_sign_up(&call.cx()),
        // Where nobody signs in by e-mail, nobody gets in again without one.
        "password" if !Feature::MailSignIn.is_on(&call.app) => AskedAtSignUp::Required,
        "password" => settings.password,
        _ => AskedAtSignUp::Off,
    };
    Some(asked).filter(|asked| *asked != AskedAtSignUp::Off)
}

fn claim(field: &str, asked: AskedAtSignUp, locale: Locale, typed: &Params) -> SignUpEntry {
    let (kind, autocomplete) = match field {
        "username" => (EntryKind::Username, "username"),
        "password" => (EntryKind::Password, "new-password"),
        "phone" => (EntryKind::Phone, "tel"),
        other => (EntryKind::Text, CLAIMS.iter().find(|(claim, _)| *claim == other).map_or("off", |(_, fills)| fills)),
    };
    // A password is never sent back.
    let value = if kind == EntryKind::Password { "" } else { typed.get(field).unwrap_or_default() };
    SignUpEntry {
        id: field.to_owned(),
        name: field.to_owned(),
        label: SignUpEntry::own_label(field, locale),
        kind,
        value: value.to_owned(),
        autocomplete,
        is_required: asked == AskedAtSignUp::Required,
    }
}

fn attribute(at: usize, one: &Attribute, locale: Locale, typed: &Params) -> SignUpEntry {
    SignUpEntry {
        id: id_of(at),
        name: name_of(one),
        label: one.described(locale.tag()).to_owned(),
        kind: match one.kind {
            AttributeType::Text => EntryKind::Text,
            AttributeType::Number => EntryKind::Number,
            AttributeType::Boolean => EntryKind::Boolean,
            AttributeType::List => EntryKind::Lines,
        },
        value: typed.get(&name_of(one)).unwrap_or_default().to_owned(),
        autocomplete: "off",
        is_required: one.asked == AskedAtSignUp::Required,
    }
}

/// By its name, not by its place: another one may be declared while somebody types.
fn name_of(one: &Attribute) -> String {
    format!("attribute/{}", one.name)
}

fn id_of(at: usize) -> String {
    format!("attribute-{}", at + 1)
}

fn read_claim(call: &PageCall, field: &str, asked: AskedAtSignUp, params: &Params, typed: &mut SignUpFields) {
    let text = params.get(field).unwrap_or_default();
    let text = if field == "password" { text } else { text.trim() };
    if text.is_empty() {
        if asked == AskedAtSignUp::Required {
            typed.problems.push(missing(field));
        }
        return;
    }
    match field {
        "username" if text.contains('@') => {
            // Only a proof makes an address anybody's: as a user name it would be taken from its owner, and asked after.
            typed.problems.push(SetupProblem::UsernameInvalid);
        }
        // As if somebody had it: the operator's list is nobody's to read.
        "username" if accounts::is_reserved(&call.cx(), text) => typed.problems.push(SetupProblem::UsernameTaken),
        "username" => typed.username = Some(text.to_owned()),
        "password" => typed.password = Some(Secret::new(text.to_owned())),
        "phone" => match sms::number(&call.cx(), text) {
            Ok(number) => typed.phone = Some(number.as_str().to_owned()),
            Err(why) => typed.problems.push(refused_number(&why)),
        },
        claim => drop(typed.claims.insert(claim.to_owned(), json!(text))),
    }
}

/// Why a number is none that a text could prove. Neither hangs from whether anybody has it.
fn refused_number(why: &Error) -> SetupProblem {
    match why {
        Error::Invalid(fields) if is_of_country(fields) => SetupProblem::PhoneCountry,
        _ => SetupProblem::PhoneInvalid,
    }
}

fn missing(field: &str) -> SetupProblem {
    match field {
        "name" => SetupProblem::NameMissing,
        "username" => SetupProblem::UsernameInvalid,
        "password" => SetupProblem::Password(PasswordProblem::Rule("password_too_short")),
        other => SetupProblem::EntryMissing { id: other.to_owned() },
    }
}
