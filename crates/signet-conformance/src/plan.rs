//! What to check, and with what.

use std::fmt;

use reqwest::Certificate;
use url::Url;

use super::{client::Method, group::Group, rules::Rules};

/// Where answers go when nothing else is said: nobody is there (RFC 2606 §2).
const REDIRECT_URI: &str = "https://rp.example/callback";

/// What to check, and with what.
#[derive(Debug)]
pub struct Plan {
    /// The provider's issuer, exactly as it names itself.
    pub issuer: String,
    /// Which certificates are believed.
    pub trust: Trust,
    /// The clients of the checks.
    pub clients: Clients,
    /// Somebody who can sign in with a password.
    pub person: Option<Person>,
    /// What to do on the provider's pages.
    pub rules: Rules,
    /// The groups to run; none stands for all.
    pub groups: Vec<Group>,
}

impl Plan {
    /// All that can be seen without a client.
    pub fn new(issuer: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            trust: Trust::default(),
            clients: Clients::None,
            person: None,
            rules: Rules::built_in(),
            groups: Vec::new(),
        }
    }

    /// Refuses addresses that are none.
    pub(crate) fn check(&self) -> Result<(), PlanError> {
        let host_follows = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        // RFC 3986 §3.2: a parser of the web makes a host out of `https:///op`, too.
        let rest = self.issuer.strip_prefix("https://").or_else(|| self.issuer.strip_prefix("http://"));
        if Url::parse(&self.issuer).is_err() || !rest.is_some_and(host_follows) {
            return Err(PlanError::Issuer(self.issuer.clone()));
        }
        let uris = match &self.clients {
            Clients::None => [None, None],
            Clients::Given(client) => [client.redirect_uri.as_ref(), client.post_logout_redirect_uri.as_ref()],
            Clients::Registered(registration) => [Some(&registration.redirect_uri), None],
        };
        uris.into_iter().flatten().try_for_each(|uri| match Url::parse(uri) {
            Ok(_) => Ok(()),
            Err(why) => Err(PlanError::Uri(uri.clone(), why)),
        })
    }
}

/// Which certificates are believed.
#[derive(Debug, Default)]
pub struct Trust {
    /// Authorities besides those of the system.
    pub(crate) authorities: Vec<Certificate>,
    /// Whether any certificate will do, even an impostor's: for trying things out.
    pub accept_any: bool,
}

impl Trust {
    /// Trusts the certificate authorities of a PEM file, too.
    ///
    /// # Errors
    /// [`PlanError::Authorities`] where there are none.
    pub fn add_authorities(&mut self, pem: &[u8]) -> Result<(), PlanError> {
        let found = Certificate::from_pem_bundle(pem).unwrap_or_default();
        if found.is_empty() {
            return Err(PlanError::Authorities);
        }
        self.authorities.extend(found);
        Ok(())
    }
}

/// The clients of the checks.
#[derive(Debug, Default)]
pub enum Clients {
    /// None: what needs a client is skipped.
    #[default]
    None,
    /// One that is registered at the provider.
    Given(GivenClient),
    /// Two that the run registers, and deletes at its end.
    Registered(Registration),
}

/// A client that is registered at the provider.
#[derive(Debug, Clone, Default)]
pub struct GivenClient {
    /// `client_id`
    pub id: String,
    /// `client_secret`; a public client has none.
    pub secret: Option<Secret>,
    /// How it proves itself; left out, what fits the metadata.
    pub method: Option<Method>,
    /// Its redirect URI, which is never fetched.
    pub redirect_uri: Option<String>,
    /// Its post-logout redirect URI.
    pub post_logout_redirect_uri: Option<String>,
}

/// How the run registers clients for itself.
#[derive(Debug, Clone)]
pub struct Registration {
    /// RFC 7591 §3, for providers that want one.
    pub initial_access_token: Option<Secret>,
    /// Where answers go; never fetched.
    pub redirect_uri: String,
}

impl Default for Registration {
    fn default() -> Self {
        Self { initial_access_token: None, redirect_uri: REDIRECT_URI.to_owned() }
    }
}

/// Who signs in.
#[derive(Debug)]
pub struct Person {
    /// What is typed where `{username}` stands.
    pub username: String,
    /// What is typed where `{password}` stands.
    pub password: Secret,
}

/// A value that no report shows, and no `Debug`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Why a plan cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The issuer is no address on the web.
    #[error("{0:?} is no issuer; write https://op.example")]
    Issuer(String),
    /// A redirect URI is none.
    #[error("{0:?} is not a URI: {1}")]
    Uri(String, #[source] url::ParseError),
    /// There is no certificate in what should hold some.
    #[error("it holds no usable PEM certificate")]
    Authorities,
    /// TLS could not be set up.
    #[error("the client could not be set up: {0}")]
    Setup(#[from] reqwest::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(plan: &Plan) -> Option<String> {
        plan.check().err().map(|why| why.to_string())
    }

    #[test]
    fn an_issuer_is_an_address_on_the_web() {
        for good in ["https://op.example", "http://127.0.0.1:8080/a", "http://[::1]:1", "https://op.example/"] {
            assert_eq!(refused(&Plan::new(good)), None, "{good}");
        }
        for bad in ["op.example", "https:///op.example", "https:op.example", "ftp://op.example", "https://", ""] {
            let sentence = format!("{bad:?} is no issuer; write https://op.example");
            assert_eq!(refused(&Plan::new(bad)), Some(sentence));
        }
    }

    #[test]
    fn addresses_of_clients_are_uris_and_authorities_are_certificates() {
        let sentence = Some("\"no uri\" is not a URI: relative URL without a base".to_owned());
        let no_uri = || "no uri".to_owned();
        for clients in [
            Clients::Given(GivenClient { redirect_uri: Some(no_uri()), ..GivenClient::default() }),
            Clients::Given(GivenClient { post_logout_redirect_uri: Some(no_uri()), ..GivenClient::default() }),
            Clients::Registered(Registration { redirect_uri: no_uri(), ..Registration::default() }),
        ] {
            assert_eq!(refused(&Plan { clients, ..Plan::new("https://op.example") }), sentence);
        }
        let why = Trust::default().add_authorities(b"no certificate").unwrap_err();
        assert_eq!(why.to_string(), "it holds no usable PEM certificate");
    }

    #[test]
    fn debug_shows_no_secret() {
        let person = Person { username: "ada".to_owned(), password: Secret::new("hunter22") };
        let shown = format!("{:?}", Plan { person: Some(person), ..Plan::new("https://op.example") });
        assert!(shown.contains("ada") && !shown.contains("hunter22"), "{shown}");
    }
}
