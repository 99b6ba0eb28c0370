//! What every check works with: the provider, the clients, the person, and who is signed in.

use std::{cell::Cell, rc::Rc};

use tokio::sync::OnceCell;

use super::{
    ask::{Ask, home},
    browser::{Browser, FormFiller},
    check::{Outcome, Problem},
    client::{Client, Method},
    http::{Answer, Http, Request},
    jose::{KeySet, VerifyingKey},
    metadata::Metadata,
    plan::{Clients, GivenClient, Person, Plan, Registration},
    provision,
    rules::Rules,
    tokens::{self, SignedIn},
};

/// Everything a check may need.
#[derive(Debug)]
pub struct Probe {
    /// Sends requests.
    pub http: Rc<Http>,
    /// As the operator gave it.
    pub issuer: String,
    /// How clients are registered, if they may be.
    registration: Option<Registration>,
    /// Who signs in.
    person: Option<Person>,
    /// What to do on the provider's pages.
    rules: Rules,
    /// The answer of the discovery address.
    pub discovery: Result<Answer, Problem>,
    /// Its content; empty when there was none.
    pub metadata: Metadata,
    /// The answer of `jwks_uri`.
    pub jwks: Result<Answer, Problem>,
    /// Its keys, those that can verify.
    pub keys: Vec<VerifyingKey>,
    /// The client of most checks.
    pub client: Result<Client, Problem>,
    /// Another one, when clients are registered for this run.
    pub other: Result<Client, Problem>,
    signed_in: OnceCell<Result<SignedIn, Problem>>,
    reported: Cell<bool>,
    client_reported: Cell<bool>,
}

impl Probe {
    /// Reads the two documents, and takes or registers the clients. What goes wrong is told by their checks.
    pub async fn begin(http: Rc<Http>, plan: Plan) -> Self {
        let Plan { issuer, clients, person, rules, .. } = plan;
        let discovery = http.send(Request::get(discovery_url(&issuer))).await;
        let members = discovery.as_ref().ok().filter(|answer| answer.status == 200).and_then(Answer::object);
        let metadata = Metadata(members.unwrap_or_default());
        let jwks = match metadata.endpoint("jwks_uri") {
            Ok(uri) => http.send(Request::get(uri)).await,
            Err(problem) => Err(problem),
        };
        let set = jwks.as_ref().ok().and_then(|answer| KeySet::read(&answer.body).ok());
        let keys = set.map(|set| VerifyingKey::all_of(&set)).unwrap_or_default();
        if let Some(person) = &person {
            http.redactor.learn(person.password.expose());
        }
        let mut probe = Self {
            http,
            issuer,
            registration: None,
            person,
            rules,
            discovery,
            metadata,
            jwks,
            keys,
            client: Err(Problem::skipped("needs a client: --client-id, or --register")),
            other: Err(Problem::skipped("needs two clients: --register")),
            signed_in: OnceCell::new(),
            reported: Cell::new(false),
            client_reported: Cell::new(false),
        };
        match clients {
            Clients::None => {}
            Clients::Given(given) => probe.client = Ok(probe.given(given)),
            Clients::Registered(registration) => {
                if let Some(token) = &registration.initial_access_token {
                    probe.http.redactor.learn(token.expose());
                }
                probe.registration = Some(registration);
                provision::register(&mut probe).await;
            }
        }
        probe
    }

    fn given(&self, given: GivenClient) -> Client {
        let secret = given.secret.map(|secret| secret.expose().to_owned());
        if let Some(secret) = &secret {
            self.http.redactor.learn(secret);
        }
        Client {
            id: given.id,
            method: given.method.unwrap_or_else(|| Method::fitting(&self.metadata, secret.is_some())),
            secret,
            redirect_uri: given.redirect_uri,
            post_logout_redirect_uri: given.post_logout_redirect_uri,
            management: None,
            scope: None,
        }
    }

    /// How clients are registered.
    pub fn registration(&self) -> Result<&Registration, Problem> {
        let missing = || Problem::skipped("needs --register, which makes clients at the provider");
        self.registration.as_ref().ok_or_else(missing)
    }

    /// The client that a check needs.
    pub fn client(&self) -> Result<&Client, Problem> {
        self.client
            .as_ref()
            .map_err(|problem| first_or_skipped(problem, &self.client_reported, "no client could be registered"))
    }

    /// The client, when it has a secret.
    pub fn confidential(&self) -> Result<(&Client, &str), Problem> {
        let client = self.client()?;
        let secret = client.secret.as_deref().ok_or_else(|| Problem::skipped("the client has no secret"))?;
        Ok((client, secret))
    }

    /// The other client, registered by the same run.
    pub fn other(&self) -> Result<&Client, Problem> {
        self.other.as_ref().map_err(Clone::clone)
    }

    /// A good request of the client.
    pub fn ask(&self, response_type: &str) -> Result<Ask, Problem> {
        let client = self.client()?;
        Ok(Ask::new(&client.id, home(client)?, response_type))
    }

    /// Sends an authorization request from a browser that nobody has used, and fills nothing in.
    pub async fn try_out(&self, ask: &Ask) -> Result<super::browser::Landing, Problem> {
        let endpoint = self.metadata.endpoint("authorization_endpoint")?;
        let registered = self.client.as_ref().ok().and_then(|client| client.redirect_uri.as_deref());
        let homes: Vec<&str> = registered.into_iter().chain([ask.get("redirect_uri")]).collect();
        Browser::new(&self.http).open(ask.request(endpoint), &homes).await
    }

    /// Whoever fills forms in.
    pub fn form_filler(&self) -> Result<FormFiller<'_>, Problem> {
        let person = self.person.as_ref();
        let person = person.ok_or_else(|| Problem::skipped("needs somebody who signs in: --username"))?;
        Ok(FormFiller { rules: &self.rules, person })
    }

    /// Somebody who is signed in, with the tokens of a code flow. Whoever asks first tells why that failed; for all
    /// others there is just nothing to be tried.
    pub async fn signed_in(&self) -> Result<&SignedIn, Problem> {
        let outcome = self.signed_in.get_or_init(|| tokens::sign_in(self)).await;
        outcome.as_ref().map_err(|problem| first_or_skipped(problem, &self.reported, "nobody could be signed in"))
    }
}

/// A failure is told by whoever asks first; to all others it is a reason to skip.
pub fn first_or_skipped(problem: &Problem, reported: &Cell<bool>, reason: &str) -> Problem {
    if problem.outcome != Outcome::Skipped && reported.replace(true) {
        Problem::skipped(reason)
    } else {
        problem.clone()
    }
}

/// OIDC Discovery §4: the well-known part is appended to the issuer.
pub fn discovery_url(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// RFC 8414 §3.1: the well-known part goes between host and path.
pub fn oauth_metadata_url(issuer: &str) -> String {
    let start = issuer.find("://").map_or(0, |at| at + 3);
    let end = issuer[start..].find('/').map_or(issuer.len(), |at| start + at);
    let path = issuer[end..].trim_end_matches('/');
    format!("{}/.well-known/oauth-authorization-server{path}", &issuer[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_well_known_addresses_differ_where_the_issuer_has_a_path() {
        assert_eq!(discovery_url("https://op.example/a/"), "https://op.example/a/.well-known/openid-configuration");
        let oauth = |issuer: &str| oauth_metadata_url(issuer);
        assert_eq!(oauth("https://op.example/a"), "https://op.example/.well-known/oauth-authorization-server/a");
        assert_eq!(oauth("https://op.example"), "https://op.example/.well-known/oauth-authorization-server");
    }
}
