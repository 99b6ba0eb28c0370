//! Request parameters in the order in which they were sent.
//!
//! RFC 6749 §3.1 and §3.2: a parameter without a value counts as omitted, and none may be sent
//! twice. `resource` may (RFC 8707 §2).

use std::collections::HashSet;

use super::error::Refusal;

/// Parameters that may be sent several times.
const REPEATABLE: &[&str] = &["resource"];

/// Most parameters of one request: each rule looks at all of them.
const MOST: usize = 1000;

/// Decoded parameters of one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Decodes `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// `invalid_request` when a value is not UTF-8 or holds a NUL, which no database text can, and for
    /// more parameters than any request needs.
    pub fn parse(encoded: &[u8]) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(encoded)
            // RFC 6749 §3.1: parameters sent without a value MUST be treated as if omitted.
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .take(MOST + 1)
            .collect();
        if pairs.len() > MOST {
            return Err(Refusal::invalid_request(format!("the request has more than {MOST} parameters")));
        }
        let readable = |text: &str| !text.contains(['\0', '\u{FFFD}']);
        if pairs.iter().any(|(name, value)| !readable(name) || !readable(value)) {
            return Err(Refusal::invalid_request(
                "a parameter is not valid UTF-8 or holds a NUL character (RFC 6749 appendix B)",
            ));
        }
        Ok(Self(pairs))
    }

    /// Parameters from pairs, for tests and for requests that were built by ourselves.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// The value of a parameter that was sent exactly once.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str());
        let first = found.next();
        if found.next().is_some() { None } else { first }
    }

    /// Every value of a repeatable parameter.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The parameters as a query.
    pub fn to_query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// How many bytes names and values have in all.
    pub fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// Every parameter in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a parameter was sent, however often.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(one, _)| one == name)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request` naming the parameter and the rule that demands it.
    pub fn required(&self, name: &'static str, rule: &'static str) -> Result<&str, Refusal> {
        let how = if self.has(name) { "must be sent once" } else { "is required" };
        self.get(name).ok_or_else(|| Refusal::invalid_request(format!("{name} {how} ({rule})")))
    }

    /// A parameter that was sent more than once. Anybody may send thousands, so each is looked at once.
    pub fn duplicate(&self) -> Option<&str> {
        let mut seen = HashSet::with_capacity(self.0.len());
        let mut names = self.0.iter().map(|(name, _)| name.as_str()).filter(|name| !REPEATABLE.contains(name));
        names.find(|name| !seen.insert(*name))
    }

    /// Refuses repeated parameters.
    ///
    /// # Errors
    /// `invalid_request`; names the parameter only when it is one of ours, since descriptions
    /// never echo input.
    pub fn check_duplicates(&self, rule: &'static str) -> Result<(), Refusal> {
        match self.duplicate() {
            None => Ok(()),
            Some(name) => {
                let name = KNOWN.iter().find(|known| **known == name).copied().unwrap_or("a parameter");
                Err(Refusal::invalid_request(format!("{name} was sent more than once ({rule})")))
            }
        }
    }
}

const KNOWN: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "refresh_token",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "token",
    "token_type_hint",
    "id_token_hint",
    "login_hint",
    "post_logout_redirect_uri",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    // RFC 6749 §3.1
    #[test]
    fn an_empty_parameter_counts_as_omitted() {
        let params = parsed("state=&scope=openid");
        assert_eq!((params.get("state"), params.get("scope")), (None, Some("openid")));
    }

    // RFC 6749 §3.1, RFC 8707 §2
    #[test]
    fn a_repeated_parameter_is_refused_and_resource_is_not() {
        let refused = |text: &str| parsed(text).check_duplicates("rule").unwrap_err().to_string();
        assert_eq!(refused("scope=a&scope=b"), "invalid_request: scope was sent more than once (rule)");
        assert_eq!(refused("extra=a&extra=a"), "invalid_request: a parameter was sent more than once (rule)");
        assert!(parsed("resource=a&resource=b").check_duplicates("x").is_ok());
        assert_eq!(parsed("scope=a&scope=b").get("scope"), None);
        let twice = parsed("scope=a&scope=b");
        assert!(twice.required("scope", "x").unwrap_err().description.contains("must be sent once"));
    }

    #[test]
    fn no_more_are_read_than_any_request_needs() {
        assert_eq!(parsed(&"a=1&".repeat(1000)).iter().count(), 1000);
        let refused = Params::parse("a=1&".repeat(30_000).as_bytes()).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &*refused.description),
            ("invalid_request", "the request has more than 1000 parameters")
        );
    }

    #[test]
    fn what_no_database_can_hold_is_refused_at_the_door() {
        for text in [&b"state=%00"[..], b"state=%ff"] {
            assert_eq!(
                Params::parse(text).unwrap_err().to_string(),
                "invalid_request: a parameter is not valid UTF-8 or holds a NUL character (RFC 6749 appendix B)"
            );
        }
    }
}
