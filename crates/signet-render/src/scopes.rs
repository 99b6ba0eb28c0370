//! What a client asks for, as sentences with the values it would see.
//!
//! Everything that the client would be told stands in one of the lines: what belongs to a scope in the
//! scope's, the rest in lines of its own.

use serde_json::{Map, Value};

use super::{
    claims::{self, Fact},
    locale::{Arg, Locale},
};
use crate::{
    base::text::undeceptive,
    protocol::scope::{account, upstream},
};

/// A scope, and the client's or API's own text for it where it is not one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedScope<'a> {
    /// The scope as requested.
    pub scope: &'a str,
    /// What its owner says it means.
    pub described: Option<&'a str>,
    /// The claims that it brings (OIDC Core §5.4).
    pub claims: Vec<&'a str>,
}

/// A claim that is asked for one by one, or brought by a scope of the operator's, and the operator's own text
/// for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedClaim<'a> {
    /// Its name.
    pub name: &'a str,
    /// What the operator says it is.
    pub described: Option<&'a str>,
}

/// What the client would be told of the person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disclosed {
    /// By the names of the claims.
    pub claims: Map<String, Value>,
    /// For whom the person acts.
    pub acting_for: ActingFor,
}

/// For which organization a person acts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ActingFor {
    /// None, or it is not told.
    #[default]
    Nobody,
    /// This one.
    Organization(String),
    /// The one that is chosen on the same page.
    ChosenHere,
}

/// One line of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeLine {
    /// What the client could do, as a sentence.
    pub sentence: String,
    /// The value it would see, or what that means.
    pub value: Option<String>,
    /// Each thing that it would be told, where that is more than the value says.
    pub facts: Vec<Fact>,
    /// Whether few apps ask for this: shown first, and marked.
    pub unusual: bool,
    /// Whether the sentence is in the client's words and not ours.
    pub quoted: bool,
}

/// The scopes and single claims (OIDC Core §5.5) of a request as lines, the unusual ones first.
///
/// `openid` says nothing by itself unless it stands alone: whoever signs in is recognized.
pub fn lines(
    locale: Locale,
    scopes: &[AskedScope<'_>],
    single: &[AskedClaim<'_>],
    disclosed: &Disclosed,
) -> Vec<ScopeLine> {
    let mut rest = Rest::of(disclosed);
    let alone = single.is_empty() && scopes.iter().all(|one| one.scope == "openid");
    let shown = scopes.iter().filter(|one| alone || one.scope != "openid");
    let mut lines: Vec<ScopeLine> = shown.map(|one| scope_line(locale, one, &mut rest, disclosed)).collect();
    let by_scope = |name: &str| scopes.iter().any(|one| one.claims.contains(&claims::base(name)));
    let single = single.iter().filter(|one| !by_scope(one.name));
    lines.extend(single.map(|one| claim_line(locale, *one, &mut rest, disclosed)));
    // Nothing is told that no line shows.
    while let Some(name) = rest.first() {
        lines.push(claim_line(locale, AskedClaim { name: &name, described: None }, &mut rest, disclosed));
    }
    if let Some(only) = lines.first_mut().filter(|_| alone && disclosed.claims.is_empty()) {
        only.value = Some(locale.text("scope-openid-value"));
    }
    lines.sort_by_key(|line| !line.unusual);
    lines
}

/// What scopes and single claims let a client do, without anybody's values.
pub fn sentences(locale: Locale, scopes: &[AskedScope<'_>], single: &[AskedClaim<'_>]) -> Vec<String> {
    lines(locale, scopes, single, &Disclosed::default()).into_iter().map(|line| line.sentence).collect()
}

/// What is told and stands in no line yet.
struct Rest {
    claims: Vec<(String, Value)>,
    /// Claims that others vouch for, each with who does (OIDC Core §5.6.2).
    vouched: Vec<(String, String)>,
}

impl Rest {
    fn of(disclosed: &Disclosed) -> Self {
        let own =
            disclosed.claims.iter().filter(|(name, _)| !matches!(name.as_str(), "_claim_names" | "_claim_sources"));
        let names = disclosed.claims.get("_claim_names").and_then(Value::as_object);
        let vouched = names
            .into_iter()
            .flatten()
            .map(|(name, source)| (name.clone(), source.as_str().unwrap_or_default().to_owned()));
        Self { claims: own.map(|(name, value)| (name.clone(), value.clone())).collect(), vouched: vouched.collect() }
    }

    fn first(&self) -> Option<String> {
        let own = self.claims.first().map(|(name, _)| name);
        own.or(self.vouched.first().map(|(name, _)| name)).cloned()
    }

    /// Takes what is told of a claim out, in every language.
    fn take(&mut self, locale: Locale, name: &str, disclosed: &Disclosed) -> Vec<Fact> {
        let is_it = |known: &String| known == name || claims::base(known) == name;
        let mut facts = Vec::new();
        self.claims.retain(|(known, value)| {
            if is_it(known) {
                facts.push(fact(locale, known, value, disclosed));
            }
            !is_it(known)
        });
        self.vouched.retain(|(known, source)| {
            if is_it(known) {
                let value = locale.text_with("fact-vouched", &[("source", Arg::Text(source))]);
                facts.push(Fact { label: claims::label(locale, known), value });
            }
            !is_it(known)
        });
        facts
    }
}

fn fact(locale: Locale, name: &str, value: &Value, disclosed: &Disclosed) -> Fact {
    let shown = match (name, &disclosed.acting_for) {
        ("org_id", ActingFor::ChosenHere) => locale.text("fact-chosen-here"),
        ("org_id", ActingFor::Organization(name)) => name.clone(),
        ("groups" | "roles", ActingFor::ChosenHere) => locale.text("fact-roles-chosen-here"),
        _ => claims::text(locale, name, value),
    };
    Fact { label: claims::label(locale, name), value: shown }
}

/// A single claim as a line: what it is called, and what it says.
fn claim_line(locale: Locale, asked: AskedClaim<'_>, rest: &mut Rest, disclosed: &Disclosed) -> ScopeLine {
    let name = asked.name;
    let base = claims::base(name);
    let known = CLAIMS.iter().find(|(claim, _)| *claim == base);
    let facts = rest.take(locale, name, disclosed);
    let value = match facts.as_slice() {
        // What somebody else calls it says nothing about whether it is there.
        [] => (known.is_some() || asked.described.is_some()).then(|| locale.text("scope-nothing-yet")),
        [first, ..] => Some(one_line(&first.value)),
    };
    let other = || match asked.described {
        Some(text) => undeceptive(text).into_owned(),
        // Not in quotation marks as a sentence of the client's: whoever made the link named it.
        None => locale.text_with("consent-claim-other", &[("claim", Arg::Text(name))]),
    };
    ScopeLine {
        sentence: known.map_or_else(other, |(_, key)| locale.text(key)),
        value,
        facts: if facts.len() > 1 { facts } else { Vec::new() },
        unusual: !matches!(base, "name" | "given_name" | "family_name" | "nickname" | "picture" | "locale" | "email"),
        quoted: false,
    }
}

/// Claims that have a sentence of their own.
const CLAIMS: &[(&str, &str)] = &[
    ("name", "consent-claim-name"),
    ("given_name", "consent-claim-given-name"),
    ("family_name", "consent-claim-family-name"),
    ("middle_name", "consent-claim-middle-name"),
    ("nickname", "consent-claim-nickname"),
    ("preferred_username", "consent-claim-preferred-username"),
    ("profile", "consent-claim-profile"),
    ("picture", "consent-claim-picture"),
    ("website", "consent-claim-website"),
    ("gender", "consent-claim-gender"),
    ("birthdate", "consent-claim-birthdate"),
    ("zoneinfo", "consent-claim-zoneinfo"),
    ("locale", "consent-claim-locale"),
    ("updated_at", "consent-claim-updated-at"),
    ("email", "consent-claim-email"),
    ("email_verified", "consent-claim-email-verified"),
    ("phone_number", "consent-claim-phone-number"),
    ("phone_number_verified", "consent-claim-phone-number-verified"),
    ("address", "consent-claim-address"),
    ("organizations", "consent-claim-organizations"),
    ("organizations_truncated", "consent-claim-organizations-truncated"),
    ("org_id", "consent-claim-org-id"),
    ("groups", "consent-claim-groups"),
    ("roles", "consent-claim-roles"),
];

fn scope_line(locale: Locale, asked: &AskedScope<'_>, rest: &mut Rest, disclosed: &Disclosed) -> ScopeLine {
    let facts: Vec<(&str, Fact)> = asked
        .claims
        .iter()
        .flat_map(|name| rest.take(locale, name, disclosed).into_iter().map(move |fact| (*name, fact)))
        .collect();
    if let Some(named) = upstream::named(asked.scope) {
        return upstream_line(locale, named, asked.described);
    }
    let (key, unusual) = match asked.scope {
        "openid" => ("scope-openid", false),
        "profile" => ("scope-profile", false),
        "email" => ("scope-email", false),
        "phone" => ("scope-phone", true),
        "address" => ("scope-address", true),
        "organizations" => ("scope-organizations", false),
        "groups" => ("scope-groups", false),
        "roles" => ("scope-roles", false),
        "offline_access" => ("scope-offline", true),
        account::READ => ("scope-account-read", true),
        account::WRITE => ("scope-account-write", true),
        account::SECURITY => ("scope-account-security", true),
        unknown => {
            let sentence = asked.described.unwrap_or(unknown).to_owned();
            let value = facts.first().map(|(_, fact)| one_line(&fact.value));
            return ScopeLine { sentence, value, facts: told_apart(facts, 1), unusual: true, quoted: true };
        }
    };
    let (value, covered) = match asked.scope {
        "openid" => (None, 0),
        "offline_access" => (Some(locale.text("scope-offline-value")), 0),
        account::READ => (Some(locale.text("scope-account-read-value")), 0),
        account::WRITE => (Some(locale.text("scope-account-write-value")), 0),
        account::SECURITY => (Some(locale.text("scope-account-security-value")), 0),
        _ if facts.is_empty() => (Some(locale.text("scope-nothing-yet")), 0),
        "profile" => (profile(&facts), 1),
        "email" | "phone" => confirmed(locale, &facts),
        "organizations" => organizations(locale, disclosed),
        _ => (facts.first().map(|(_, fact)| one_line(&fact.value)), 1),
    };
    ScopeLine { sentence: locale.text(key), value, facts: told_apart(facts, covered), unusual, quoted: false }
}

/// What an upstream handed out, all of it or for one scope there.
fn upstream_line(locale: Locale, named: &str, label: Option<&str>) -> ScopeLine {
    // What its button says; the word for it in commands where it is gone.
    let provider = ("provider", Arg::Text(label.unwrap_or_else(|| upstream::name_of(named))));
    let (sentence, value) = match upstream::scope_of(named) {
        None => (locale.text_with("scope-upstream", &[provider]), "scope-upstream-value"),
        Some(scope) => {
            let args = [provider, ("scope", Arg::Text(scope))];
            (locale.text_with("scope-upstream-part", &args), "scope-upstream-part-value")
        }
    };
    let value = Some(locale.text_with(value, &[provider]));
    ScopeLine { sentence, value, facts: Vec::new(), unusual: true, quoted: false }
}

/// Facts beside the value, unless the value has said them all.
fn told_apart(facts: Vec<(&str, Fact)>, covered: usize) -> Vec<Fact> {
    if facts.len() <= covered { Vec::new() } else { facts.into_iter().map(|(_, fact)| fact).collect() }
}

/// The name, and otherwise what comes first.
fn profile(facts: &[(&str, Fact)]) -> Option<String> {
    let named = |wanted: &str| facts.iter().find(|(name, _)| *name == wanted);
    let (_, fact) = named("name").or_else(|| named("preferred_username")).or(facts.first())?;
    Some(one_line(&fact.value))
}

/// An address or a number and, where both are told, whether it was confirmed; and how many facts that covers.
fn confirmed(locale: Locale, facts: &[(&str, Fact)]) -> (Option<String>, usize) {
    match facts {
        [(_, value), (flag, said)] if flag.ends_with("_verified") => {
            let args = [("value", Arg::Text(&value.value)), ("state", Arg::Text(&said.value))];
            (Some(locale.text_with("fact-with-state", &args)), 2)
        }
        [(_, first), ..] => (Some(one_line(&first.value)), 1),
        [] => (None, 0),
    }
}

/// The first few organizations, and how many facts that covers.
fn organizations(locale: Locale, disclosed: &Disclosed) -> (Option<String>, usize) {
    const SHOWN: usize = 5;
    let all = disclosed.claims.get("organizations").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let shown = all.iter().take(SHOWN).map(|one| claims::organization(locale, one));
    let mut text = shown.collect::<Vec<_>>().join(" · ");
    let more = all.len().saturating_sub(SHOWN);
    if more > 0 {
        let count = Arg::Number(i64::try_from(more).unwrap_or(i64::MAX));
        let tail = locale.text_with("scope-organizations-more", &[("count", count)]);
        text = format!("{text} · {tail}");
    }
    ((!text.is_empty()).then_some(text), usize::from(more == 0))
}

/// A value of several lines on one.
fn one_line(value: &str) -> String {
    value.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
