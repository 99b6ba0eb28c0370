//! The client that the checks use: given by the operator, or registered for this run.

use serde_json::{Map, Value, json};

use super::{
    http::{Http, Request},
    metadata::Metadata,
};

/// How a client proves itself at the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// RFC 6749 §2.3.1, HTTP Basic
    ClientSecretBasic,
    /// RFC 6749 §2.3.1, in the body
    ClientSecretPost,
    /// A public client
    None,
}

impl Method {
    /// Every method, by which a client can be told to prove itself.
    pub const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// Its registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::None => "none",
        }
    }

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "RFC 6749 §2.3.1, HTTP Basic",
            Self::ClientSecretPost => "RFC 6749 §2.3.1, in the body",
            Self::None => "A public client",
        }
    }

    /// The one to use where the operator does not say.
    pub(crate) fn fitting(metadata: &Metadata, has_secret: bool) -> Self {
        match has_secret {
            false => Self::None,
            true if metadata.has_auth_method("client_secret_basic") => Self::ClientSecretBasic,
            true => Self::ClientSecretPost,
        }
    }
}

/// Where a registered client is managed (RFC 7592 §3).
#[derive(Debug, Clone)]
pub struct Management {
    /// `registration_client_uri`
    pub uri: String,
    /// `registration_access_token`
    pub token: String,
}

/// A client.
#[derive(Debug, Clone)]
pub struct Client {
    /// `client_id`
    pub id: String,
    /// `client_secret`
    pub secret: Option<String>,
    /// How it proves itself.
    pub method: Method,
    /// Where answers go.
    pub redirect_uri: Option<String>,
    /// Where the browser goes after logout.
    pub post_logout_redirect_uri: Option<String>,
    /// Set when it was registered for this run.
    pub management: Option<Management>,
    /// The scopes that its registration limits it to, where that is known.
    pub scope: Option<String>,
}

impl Client {
    /// A form for an endpoint at which the client proves itself.
    pub fn form(&self, url: &str, pairs: &[(&str, &str)]) -> Request {
        self.form_with(url, pairs, self.secret.as_deref())
    }

    /// The same with another secret, or without any.
    pub fn form_with(&self, url: &str, pairs: &[(&str, &str)], secret: Option<&str>) -> Request {
        let mut pairs: Vec<(&str, &str)> = pairs.to_vec();
        match (self.method, secret) {
            (Method::ClientSecretBasic, Some(secret)) => return Request::form(url, &pairs).basic(&self.id, secret),
            (Method::ClientSecretPost, Some(secret)) => {
                pairs.extend([("client_id", self.id.as_str()), ("client_secret", secret)]);
            }
            _ => pairs.push(("client_id", &self.id)),
        }
        Request::form(url, &pairs)
    }

    /// Reads what a registration answered.
    pub fn from_registration(answer: &Map<String, Value>, asked: &Wanted<'_>, http: &Http) -> Option<Self> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        let (secret, token) = (text("client_secret"), text("registration_access_token"));
        for value in secret.iter().chain(&token) {
            http.redactor.learn(value);
        }
        let method = match text("token_endpoint_auth_method").as_deref() {
            Some("none") => Method::None,
            Some("client_secret_post") => Method::ClientSecretPost,
            Some("client_secret_basic") => Method::ClientSecretBasic,
            _ => asked.method,
        };
        Some(Self {
            id: text("client_id")?,
            secret,
            method,
            redirect_uri: Some(asked.redirect_uri.to_owned()),
            post_logout_redirect_uri: Some(asked.post_logout_redirect_uri.to_owned()),
            management: text("registration_client_uri").zip(token).map(|(uri, token)| Management { uri, token }),
            scope: text("scope"),
        })
    }
}

/// What is asked for at the registration endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Where answers go.
    pub redirect_uri: &'a str,
    /// Where the browser goes after logout.
    pub post_logout_redirect_uri: &'a str,
    /// How it proves itself.
    pub method: Method,
    /// Only the code flow, for providers that refuse more.
    pub code_only: bool,
}

impl Wanted<'_> {
    /// As client metadata (RFC 7591 §2, OIDC Registration §2).
    pub fn metadata(&self, provider: &Metadata) -> Value {
        let all = provider.list("response_types_supported").unwrap_or_default();
        let known = |one: &str| one.split(' ').all(|part| matches!(part, "code" | "token" | "id_token"));
        let served = |one: &&str| *one == "none" || known(one);
        let mut types: Vec<&str> = all.into_iter().filter(served).filter(|one| *one != "token").collect();
        if self.code_only || types.is_empty() {
            types = vec!["code"];
        }
        let mut grants = vec!["authorization_code"];
        if types.iter().any(|one| one.contains("token")) {
            grants.push("implicit");
        }
        if provider.has_grant("refresh_token") {
            grants.push("refresh_token");
        }
        json!({
            "client_name": "Signet conformance checks",
            "redirect_uris": [self.redirect_uri],
            "post_logout_redirect_uris": [self.post_logout_redirect_uri],
            "response_types": types,
            "grant_types": grants,
            "token_endpoint_auth_method": self.method.as_str(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(method: Method) -> Client {
        Client {
            id: "c".to_owned(),
            secret: Some("s".to_owned()),
            method,
            redirect_uri: None,
            post_logout_redirect_uri: None,
            management: None,
            scope: None,
        }
    }

    #[test]
    fn each_method_sends_the_secret_in_its_own_place() {
        let sent = |method| client(method).form("https://op.example/token", &[("a", "1")]);
        assert_eq!(sent(Method::ClientSecretBasic).body.as_deref(), Some("a=1"));
        assert_eq!(sent(Method::ClientSecretBasic).headers.len(), 2);
        assert_eq!(sent(Method::ClientSecretPost).body.as_deref(), Some("a=1&client_id=c&client_secret=s"));
        assert_eq!(sent(Method::None).body.as_deref(), Some("a=1&client_id=c"));
    }

    #[test]
    fn a_registration_asks_for_what_the_provider_serves() {
        let provider = json!({"response_types_supported": ["code", "code id_token", "token", "none"],
                              "grant_types_supported": ["authorization_code", "implicit", "refresh_token"]});
        let provider = Metadata(provider.as_object().cloned().unwrap());
        let wanted = Wanted {
            redirect_uri: "https://rp.example/cb",
            post_logout_redirect_uri: "https://rp.example/bye",
            method: Method::ClientSecretBasic,
            code_only: false,
        };
        let asked = wanted.metadata(&provider);
        assert_eq!(asked["response_types"], json!(["code", "code id_token", "none"]));
        assert_eq!(asked["grant_types"], json!(["authorization_code", "implicit", "refresh_token"]));
        let less = Wanted { code_only: true, ..wanted }.metadata(&provider);
        assert_eq!(less["grant_types"], json!(["authorization_code", "refresh_token"]));
    }
}
