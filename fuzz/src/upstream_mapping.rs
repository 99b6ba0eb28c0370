//! What the API of an upstream answers of a person, and what a mapping makes of it: who it is stands where the settings
//! say, a mark stays with its address, and what becomes ours has the form of its claim and is named by the settings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use signet_protocol::{
    base::{email::is_email, text::is_name},
    claims::{self, SETTABLE, attribute::is_attribute_name},
    jose::json::object,
    upstream::{
        UpstreamSettings,
        mapping::{self, MappedPerson, MappingPreview},
        member, preset, profile,
        settings::{MappingEffect, MappingRule},
    },
};
use url::Url;

use crate::model::{holds_nul, two_texts};

/// The name of a preset or settings, behind their line what userinfo answers, and behind that one a list of addresses,
/// another answer, or what the parameter `user` says.
pub fn run(data: &[u8]) {
    is_mapped(data);
}

/// Whether the second line is an answer that is mapped.
pub fn is_mapped(data: &[u8]) -> bool {
    let Some((settings, rest)) = two_texts(data) else { return false };
    let named = preset::find(settings).map(|preset| preset.settings);
    let Some(settings) = named.or_else(|| serde_json::from_str(settings).ok()) else { return false };
    // As they are kept.
    let kept = serde_json::to_value(&settings).unwrap();
    assert_eq!(serde_json::from_value::<UpstreamSettings>(kept).ok().as_ref(), Some(&settings));
    let (answer, more) = rest.split_once('\n').unwrap_or((rest, ""));
    let Ok(mut said) = profile::read(200, answer.as_bytes()) else { return false };
    assert!(!holds_nul(&Value::Object(said.clone())));
    assert_eq!(mapping::preview(&settings, answer), Ok(mapping::map(&settings, &said)));
    paths(&settings, &said);
    whom(&settings, &said);
    if let Ok(added) = object(more.as_bytes()) {
        marks_stay(&said, &added);
    }
    posted_name(&said, more);
    listed(&settings, &mut said, more);
    let preview = mapping::map(&settings, &said);
    forms(&preview);
    sources(&settings, &said, &preview);
    rules(&settings, &said, &preview);
    true
}

/// Paths, held against JSON Pointer (RFC 6901) where no name holds a dot and no number begins with 0.
fn paths(settings: &UpstreamSettings, said: &Map<String, Value>) {
    let whole = Value::Object(said.clone());
    let from = settings.claims.values().chain(settings.rules.iter().map(|rule| &rule.when));
    for path in from.chain([&settings.subject]) {
        let found = member::at(said, path);
        assert!(!path.is_empty() || found.is_none(), "an empty path leads somewhere");
        let is_plain = path.split('.').all(|part| part == "0" || !part.is_empty() && !part.starts_with('0'));
        if is_plain && !has_dotted_name(&whole) {
            let escaped = |part: &str| format!("/{}", part.replace('~', "~0").replace('/', "~1"));
            let pointer: String = path.split('.').map(escaped).collect();
            assert_eq!(found, whole.pointer(&pointer), "{path:?}");
        }
        filled(path, said);
    }
}

fn has_dotted_name(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_dotted_name),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('.') || has_dotted_name(value)),
        _ => false,
    }
}

/// What fills an address changes neither its host nor how deep it leads.
fn filled(template: &str, said: &Map<String, Value>) {
    let Some(rest) = template.strip_prefix("https://").filter(|_| !template.contains('%')) else { return };
    let (host_end, hole) = (rest.find(['/', '?', '#', '\\']), rest.find('{'));
    let is_of_one_host = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    if !is_of_one_host || host_end.is_none_or(|end| hole.is_none_or(|hole| hole < end)) {
        return;
    }
    let Some(filled) = member::filled(template, said) else { return };
    let (mut plain, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        plain.push('x');
        rest = after.split_once('}').unwrap().1;
    }
    plain.push_str(rest);
    let (Ok(filled), Ok(plain)) = (Url::parse(filled.trim()), Url::parse(&plain)) else { return };
    assert_eq!(filled.host_str(), plain.host_str(), "{template:?}");
    let depth = |url: &Url| url.path_segments().map(Iterator::count);
    assert_eq!(depth(&filled), depth(&plain), "{template:?}: {filled}");
}

/// Who it is: by `sub` beside an ID token (OIDC Core §5.3.2), else where the settings say.
fn whom(settings: &UpstreamSettings, said: &Map<String, Value>) {
    let is_ada = said.get("sub").is_some_and(|sub| sub == "ada");
    let beside = profile::userinfo(said, "ada");
    assert_eq!(beside.is_ok(), is_ada);
    if let Ok(claims) = beside {
        assert!(claims.iter().all(|(name, value)| said.get(name) == Some(value)));
        assert!(["sub", "iss", "aud", "acr", "amr", "nonce", "sid"].iter().all(|name| !claims.contains_key(*name)));
    }
    let Ok(person) = profile::person(settings, "https://svc.example", said) else { return };
    assert!((1..=255).contains(&person.sub.len()));
    match member::at(said, &settings.subject) {
        Some(Value::String(text)) => assert_eq!(*text, person.sub),
        Some(Value::Number(number)) if !number.is_f64() => assert_eq!(number.to_string(), person.sub),
        other => panic!("{other:?} is nobody"),
    }
    if let Some(path) = settings.tenant_claim.as_deref().filter(|_| !settings.tenants.is_empty()) {
        let tenant = member::at(said, path).and_then(member::text);
        assert!(tenant.is_some_and(|tenant| settings.tenants.contains(&tenant)));
    }
}

/// Of two answers about one person: that an address is verified was said of this address.
fn marks_stay(signed: &Map<String, Value>, added: &Map<String, Value>) {
    let both = profile::merged(signed.clone(), added.clone());
    for (value, verified) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
        let (Some(address), Some(mark)) = (both.get(value), both.get(verified)) else { continue };
        let says = |one: &Map<String, Value>| one.get(value) == Some(address) && one.get(verified) == Some(mark);
        assert!(*mark == Value::Bool(false) || says(signed) || says(added), "{verified} of {address}");
    }
    let is_mark = |name: &str| name.ends_with("_verified");
    assert!(signed.iter().all(|(name, value)| is_mark(name) || both.get(name) == Some(value)));
}

/// The name that comes once and unsigned fills what is empty, and nothing else.
fn posted_name(said: &Map<String, Value>, user: &str) {
    let mut named = said.clone();
    profile::with_posted_name(&mut named, user);
    for (name, value) in &named {
        let is_name = || value.as_str().is_some_and(|text| is_name(text, 100));
        let is_new = ["given_name", "family_name"].contains(&name.as_str()) && is_name();
        assert!(said.get(name).map_or(is_new, |before| before == value), "{name}");
    }
    assert!(named.len() >= said.len());
}

/// The address that counts is one of the list, the primary one where there is one, and its mark is its own.
fn listed(settings: &UpstreamSettings, said: &mut Map<String, Value>, answer: &str) {
    let Some(list) = &settings.emails else { return };
    if profile::with_emails(said, list, 200, answer.as_bytes()).is_err() {
        return;
    }
    let answer: Value = serde_json::from_str(answer).unwrap();
    let all = member::below(&answer, &list.list).and_then(Value::as_array).unwrap();
    let yes = |one: &Value, path: &str| member::below(one, path).is_some_and(member::says_yes);
    let Some(email) = said.get("email") else { return assert!(!said.contains_key("email_verified")) };
    let is_primary_or_none_is = |one: &Value| yes(one, &list.primary) || !all.iter().any(|one| yes(one, &list.primary));
    let is_it = |one: &Value| {
        member::below(one, &list.email) == Some(email)
            && said["email_verified"] == Value::Bool(yes(one, &list.verified))
    };
    assert!(all.iter().any(|one| is_it(one) && is_primary_or_none_is(one)), "{email}");
}

/// Each value has the form of its claim, and all together are no more than is kept.
fn forms(preview: &MappingPreview) {
    let MappedPerson { email, username, label, claims, attributes, organizations, .. } = &preview.person;
    assert!(email.as_deref().is_none_or(is_email));
    assert!([username, label].into_iter().flatten().all(|text| is_name(text, 200)));
    let name = claims.get("name").and_then(Value::as_str);
    assert!(label.is_none() || [email.as_deref(), username.as_deref(), name].contains(&label.as_deref()));
    assert!(claims.iter().all(|(name, value)| claims::check(name, value).is_ok()));
    assert!(attributes.keys().all(|name| is_attribute_name(name)));
    let length = |values: &Map<String, Value>| serde_json::to_string(values).unwrap().len();
    assert!(length(claims) + length(attributes) <= 16 * 1024);
    assert!(organizations.len() <= 100);
    // What is ours already stays as it is.
    assert_eq!(mapping::map(&UpstreamSettings::default(), claims).person.claims, *claims);
}

/// Nothing is taken from nowhere, and an address is verified where its own mark says so.
fn sources(settings: &UpstreamSettings, said: &Map<String, Value>, preview: &MappingPreview) {
    let person = &preview.person;
    let sets =
        |rule: &MappingRule, wanted: &str| matches!(&rule.then, MappingEffect::Claim { name, .. } if name == wanted);
    for (name, _) in settings.claims.iter().filter(|(_, path)| path.is_empty()) {
        match name.as_str() {
            "email" => assert_eq!(person.email, None),
            "email_verified" => assert!(person.email_verified.is_none() || settings.emails_are_verified),
            "preferred_username" => assert_eq!(person.username, None),
            name if settings.rules.iter().any(|rule| sets(rule, name)) => {}
            name => assert!(!person.claims.contains_key(name) && !person.attributes.contains_key(name), "{name}"),
        }
    }
    for name in person.attributes.keys() {
        let is_named = settings.claims.contains_key(name) || settings.rules.iter().any(|rule| sets(rule, name));
        assert!(is_named && !SETTABLE.iter().any(|(known, _)| known == name), "{name}");
    }
    if person.email_verified == Some(true) && !settings.emails_are_verified {
        let (is_so, is_of_another) = match settings.claims.get("email_verified").map(String::as_str) {
            None => (said.get("email_verified").is_some_and(member::says_yes), settings.claims.contains_key("email")),
            Some(from) if from.contains('{') => (member::filled(from, said).as_deref() == Some("true"), false),
            Some(from) => (member::at(said, from).is_some_and(member::says_yes), false),
        };
        assert!(is_so);
        if let Some(shown) = said.get("email").filter(|_| is_of_another && person.email.is_some()) {
            assert_eq!(shown.as_str().map(str::trim), person.email.as_deref());
        }
    }
    if mapping::check(settings).is_empty() {
        let broken = ["no rule sets it", "a claim of the protocol is never taken from an upstream"];
        let is_broken = |why: &String| broken.iter().any(|one| why.ends_with(one));
        assert!(!preview.left_out.iter().any(is_broken), "{:?}", preview.left_out);
    }
}

/// Rules in their order, as a model of one line each.
fn rules(settings: &UpstreamSettings, said: &Map<String, Value>, preview: &MappingPreview) {
    let written = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let applies = |rule: &MappingRule| {
        let values: Vec<String> = match member::at(said, &rule.when) {
            None | Some(Value::Null) => return false,
            Some(_) if rule.is == "*" => return true,
            Some(Value::Array(all)) => all.iter().filter_map(written).collect(),
            Some(one) => Vec::from_iter(written(one)),
        };
        values.contains(&rule.is)
    };
    let refuses = |rule: &MappingRule| rule.then == MappingEffect::Refuse && applies(rule);
    assert_eq!(preview.refused_by, settings.rules.iter().position(refuses));
    let mut joined: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for rule in settings.rules.iter().filter(|rule| applies(rule)) {
        if let MappingEffect::Organization { slug, roles } = &rule.then {
            joined.entry(slug).or_default().extend(roles.iter().map(String::as_str).filter(|role| !role.is_empty()));
        }
    }
    if joined.len() <= 100 {
        fn roles(all: &[String]) -> Vec<&str> {
            all.iter().map(String::as_str).collect()
        }
        let found = preview.person.organizations.iter().map(|(slug, all)| (slug.as_str(), roles(all)));
        let found: BTreeMap<&str, Vec<&str>> = found.collect();
        assert!(found.values().all(|all| all.iter().collect::<BTreeSet<_>>().len() == all.len()), "a role twice");
        let found: BTreeMap<&str, BTreeSet<&str>> =
            found.into_iter().map(|(slug, all)| (slug, all.into_iter().collect())).collect();
        assert_eq!(found, joined);
    }
}
