//! Claims about a person (OIDC Core §5.1): which exist and which were asked for.

pub mod attribute;
pub mod request;
mod reserved;
pub mod roles;
mod values;
pub mod zone;

pub use values::{ClaimType, SETTABLE, check};

use serde_json::{Map, Value, json};

use self::request::ClaimRequest;
use super::scope::Scopes;

/// What a client asks to be told of a person.
#[derive(Debug, Clone, Copy)]
pub struct RequestedClaims<'a> {
    /// Scopes whose claims are told here.
    pub scopes: &'a Scopes,
    /// Attributes that these scopes bring.
    pub attributes: &'a [String],
    /// Claims asked for one by one.
    pub single: &'a [ClaimRequest],
    /// Languages, best first.
    pub locales: &'a [String],
}

impl RequestedClaims<'_> {
    /// Every claim asked for, once.
    pub fn names(&self) -> Vec<&str> {
        let mut names = self.by_scope();
        names.extend(self.single.iter().map(|ask| ask.name.as_str()));
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| !request::is_protocol(name) && seen.insert(*name));
        names
    }

    /// The claims that scopes bring.
    fn by_scope(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.scopes.claims();
        names.extend(self.attributes.iter().map(String::as_str));
        names
    }
}

/// What somebody else vouches for (OIDC Core §5.6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The name that ties `_claim_names` to `_claim_sources`.
    pub source: String,
    /// The claims it holds.
    pub claims: Vec<String>,
    /// The member of `_claim_sources`: a JWT, or where to fetch one.
    pub member: Value,
}

/// From all that is known of a person, what is asked for; nothing else, and nothing empty.
pub fn select(known: &Map<String, Value>, asked: &RequestedClaims<'_>) -> Map<String, Value> {
    let by_scope = asked.by_scope();
    let mut answer = Map::new();
    for name in asked.names() {
        // OIDC Core §5.5.1: a value that is not the one asked for is not told, unless a scope brings it.
        let wanted = |value: &Value| {
            by_scope.contains(&name) || asked.single.iter().any(|ask| ask.name == name && ask.wants(value))
        };
        let disclosed = localized(known, name, asked.locales).into_iter();
        answer.extend(disclosed.filter(|(_, value)| !is_nothing(value) && wanted(value)));
    }
    answer
}

/// Adds who vouches for claims that are asked for and that we do not know ourselves.
///
/// A source is handed on whole, so it is only where each of its claims is asked for, and so agreed to.
pub fn add_vouched(answer: &mut Map<String, Value>, asked: &RequestedClaims<'_>, vouched: &[Vouched]) {
    let (mut names, mut sources) = (Map::new(), Map::new());
    let asked_for = asked.names();
    let whole = |one: &&Vouched| one.claims.iter().all(|claim| asked_for.contains(&claim.as_str()));
    for name in asked_for.iter().copied() {
        let source = vouched.iter().filter(whole).find(|one| one.claims.iter().any(|claim| claim == name));
        if let Some(source) = source.filter(|_| !answer.contains_key(name)) {
            names.insert(name.to_owned(), json!(source.source));
            sources.insert(source.source.clone(), source.member.clone());
        }
    }
    if !names.is_empty() {
        answer.insert("_claim_names".into(), Value::Object(names));
        answer.insert("_claim_sources".into(), Value::Object(sources));
    }
}

/// A claim in the languages asked for (OIDC Core §5.2): one language comes without a tag, several
/// come each with its own beside the one without.
fn localized(known: &Map<String, Value>, name: &str, locales: &[String]) -> Vec<(String, Value)> {
    let plain = known.get(name).cloned();
    let tagged = |locale: &str| {
        let mut tags = known.iter().filter_map(|(member, value)| {
            let (base, tag) = member.split_once('#')?;
            (base == name).then_some((member, tag, value))
        });
        tags.find(|(_, tag, _)| speaks(tag, locale))
    };
    if let [only] = locales {
        let value = tagged(only).map(|(_, _, value)| value.clone()).or(plain);
        return value.map(|value| (name.to_owned(), value)).into_iter().collect();
    }
    let mut all: Vec<(String, Value)> = plain.map(|value| (name.to_owned(), value)).into_iter().collect();
    for (member, _, value) in locales.iter().filter_map(|locale| tagged(locale)) {
        if !all.iter().any(|(disclosed, _)| disclosed == member) {
            all.push((member.clone(), value.clone()));
        }
    }
    all
}

/// Whether a tag is of a language, or one is a region of the other (RFC 4647 §3.4).
fn speaks(tag: &str, locale: &str) -> bool {
    let starts = |long: &str, short: &str| {
        long.get(..short.len()).is_some_and(|head| head.eq_ignore_ascii_case(short))
            && long.get(short.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    starts(tag, locale) || starts(locale, tag)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(members) = value else { panic!("not an object") };
        members
    }

    fn ask(name: &str, values: &[Value]) -> ClaimRequest {
        ClaimRequest { name: name.to_owned(), essential: false, values: values.to_vec() }
    }

    fn ada() -> Map<String, Value> {
        object(json!({
            "name": "Ada", "name#de": "Ada (de)", "name#ja-Kana-JP": "アダ", "nickname": "", "locale": "en",
            "email": "a@x", "email_verified": true, "address": {"locality": "L"}
        }))
    }

    fn answer(scopes: &[&str], single: &[ClaimRequest], locales: &[&str]) -> Value {
        let scopes = Scopes::of(scopes.iter().copied());
        let locales: Vec<String> = locales.iter().map(|one| (*one).to_owned()).collect();
        Value::Object(select(&ada(), &RequestedClaims { scopes: &scopes, attributes: &[], single, locales: &locales }))
    }

    // OIDC Core §5.4
    #[test]
    fn nothing_is_told_that_was_not_asked_for() {
        assert_eq!(answer(&["openid", "email"], &[], &[]), json!({"email": "a@x", "email_verified": true}));
        assert_eq!(answer(&["openid", "profile"], &[], &[]), json!({"name": "Ada", "locale": "en"}));
    }

    // OIDC Core §5.5.1
    #[test]
    fn single_claims_are_told_where_their_value_is_wanted() {
        assert_eq!(answer(&["openid"], &[ask("name", &[]), ask("phone_number", &[])], &[]), json!({"name": "Ada"}));
        assert_eq!(answer(&["openid"], &[ask("locale", &[json!("de")])], &[]), json!({}));
        assert_eq!(answer(&["openid"], &[ask("locale", &[json!("de"), json!("en")])], &[]), json!({"locale": "en"}));
        // Whatever a client writes there, these say how the sign-in went, not who somebody is.
        assert_eq!(answer(&["openid"], &[ask("acr", &[]), ask("sub", &[]), ask("iss", &[])], &[]), json!({}));
    }

    // OIDC Core §5.2
    #[test]
    fn one_language_comes_without_a_tag_and_several_with_theirs() {
        assert_eq!(answer(&["openid"], &[ask("name", &[])], &["de-AT"]), json!({"name": "Ada (de)"}));
        assert_eq!(answer(&["openid"], &[ask("name", &[])], &["fr"]), json!({"name": "Ada"}));
        assert_eq!(
            answer(&["openid"], &[ask("name", &[])], &["ja", "de"]),
            json!({"name": "Ada", "name#ja-Kana-JP": "アダ", "name#de": "Ada (de)"})
        );
        assert_eq!(answer(&["openid"], &[ask("name#de", &[])], &[]), json!({"name#de": "Ada (de)"}));
    }

    // OIDC Core §5.6.2
    #[test]
    fn others_vouch_only_for_what_is_asked_and_not_known() {
        let vouched = [Vouched {
            source: "bank".into(),
            claims: vec!["credit_score".into(), "name".into()],
            member: json!({"endpoint": "https://bank.example/claims", "access_token": "t"}),
        }];
        let single = [ask("credit_score", &[]), ask("name", &[])];
        let scopes = Scopes::of(["openid"]);
        let asked = RequestedClaims { scopes: &scopes, attributes: &[], single: &single, locales: &[] };
        let mut answer = select(&ada(), &asked);
        add_vouched(&mut answer, &asked, &vouched);
        assert_eq!(answer["_claim_names"], json!({"credit_score": "bank"}));
        assert_eq!(answer["_claim_sources"]["bank"]["access_token"], "t");
        assert_eq!(answer["name"], "Ada");
        // What holds more than was asked for would tell what nobody agreed to.
        let more = [Vouched { claims: vec!["credit_score".into(), "iban".into()], ..vouched[0].clone() }];
        let mut answer = select(&ada(), &asked);
        add_vouched(&mut answer, &asked, &more);
        assert_eq!(answer.get("_claim_sources"), None);
        let nothing = RequestedClaims { scopes: &scopes, attributes: &[], single: &[], locales: &[] };
        let mut answer = select(&ada(), &nothing);
        add_vouched(&mut answer, &nothing, &vouched);
        assert_eq!(Value::Object(answer), json!({}));
    }
}
