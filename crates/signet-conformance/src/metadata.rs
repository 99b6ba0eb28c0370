//! The provider's metadata (OIDC Discovery §3, RFC 8414 §2), as it gave it.

use serde_json::{Map, Value};
use url::{Host, Url};

use super::check::Problem;

/// The document.
#[derive(Debug, Clone, Default)]
pub struct Metadata(pub Map<String, Value>);

impl Metadata {
    /// A member that is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The strings of a member that is an array.
    pub fn list(&self, name: &str) -> Option<Vec<&str>> {
        Some(self.0.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
    }

    /// Whether an array holds a value.
    pub fn lists(&self, name: &str, value: &str) -> bool {
        self.list(name).is_some_and(|list| list.contains(&value))
    }

    /// A member that is true or false; `default` when it is left out.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.0.get(name).map_or(default, |value| value == &Value::Bool(true))
    }

    /// An endpoint that a check needs.
    pub fn endpoint(&self, name: &str) -> Result<&str, Problem> {
        self.text(name).ok_or_else(|| Problem::skipped(format!("the metadata has no {name}")))
    }

    /// Whether a response type is served; the order of its values does not matter.
    pub fn has_response_type(&self, wanted: &str) -> bool {
        let types = self.list("response_types_supported").unwrap_or_default();
        types.iter().any(|one| sorted(one) == sorted(wanted))
    }

    /// Whether the grant type is served.
    pub fn has_grant(&self, grant: &str) -> bool {
        // OIDC Discovery §3: the default of grant_types_supported.
        let default = vec!["authorization_code", "implicit"];
        self.list("grant_types_supported").unwrap_or(default).contains(&grant)
    }

    /// Whether clients may authenticate in this way.
    pub fn has_auth_method(&self, method: &str) -> bool {
        // OIDC Discovery §3: the default of token_endpoint_auth_methods_supported.
        let default = vec!["client_secret_basic"];
        self.list("token_endpoint_auth_methods_supported").unwrap_or(default).contains(&method)
    }

    /// Whether a response mode is served.
    pub fn has_response_mode(&self, mode: &str) -> bool {
        // OIDC Discovery §3: the default of response_modes_supported.
        self.list("response_modes_supported").unwrap_or_else(|| vec!["query", "fragment"]).contains(&mode)
    }

    /// Every member that is the address of something: `*_endpoint`, `*_uri`, `check_session_iframe`.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value)).filter(|(name, _)| {
            name.ends_with("_endpoint") || name.ends_with("_uri") || *name == "check_session_iframe"
        })
    }
}

/// The values of a response type in order.
pub fn sorted(response_type: &str) -> Vec<&str> {
    let mut values: Vec<&str> = response_type.split(' ').collect();
    values.sort_unstable();
    values
}

/// Whether a URL's host is loopback: 127.0.0.0/8, `[::1]`, `localhost` or below it (RFC 6761 §6.3).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether an address is plain http to this very machine: for trying things out, where TLS is not asked for.
pub fn is_local_http(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.scheme() == "http" && is_loopback(&url))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_left_out_has_its_default() {
        let metadata = |value: Value| Metadata(value.as_object().cloned().unwrap());
        let bare = metadata(json!({"response_types_supported": ["code", "id_token token"]}));
        assert!(
            bare.has_grant("implicit")
                && bare.has_auth_method("client_secret_basic")
                && bare.has_response_mode("query")
        );
        assert!(
            !bare.has_grant("refresh_token") && !bare.has_auth_method("none") && !bare.has_response_mode("form_post")
        );
        assert!(bare.has_response_type("token id_token") && !bare.has_response_type("id_token"));
        assert!(bare.flag("request_uri_parameter_supported", true) && !bare.flag("claims_parameter_supported", false));
        let said = metadata(json!({"grant_types_supported": ["refresh_token"], "a_endpoint": "x", "jwks_uri": 1}));
        assert!(!said.has_grant("implicit"));
        assert_eq!(said.addresses().map(|(name, _)| name).collect::<Vec<_>>(), ["a_endpoint", "jwks_uri"]);
        assert!(
            is_local_http("http://127.0.0.1:8080/x")
                && is_local_http("http://a.localhost")
                && !is_local_http("http://op.example")
                && !is_local_http("https://localhost")
        );
    }
}
