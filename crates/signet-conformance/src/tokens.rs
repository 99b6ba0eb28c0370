//! The code flow (OIDC Core §3.1), from the sign-in page to the tokens.

use std::cell::Cell;

use tokio::time::{Duration, sleep};

use super::{
    ask::{Ask, home},
    browser::{Back, Browser, Landing},
    check::{Problem, must},
    client::Client,
    http::{Answer, Request},
    probe::{Probe, first_or_skipped},
    system,
};

/// A token response (RFC 6749 §5.1, OIDC Core §3.1.3.3).
#[derive(Debug, Clone)]
pub struct Tokens {
    /// `access_token`
    pub access_token: String,
    /// `id_token`
    pub id_token: Option<String>,
    /// `refresh_token`
    pub refresh_token: Option<String>,
    /// `scope`; left out, it is what was asked for.
    pub scope: Option<String>,
    /// The answer itself.
    pub answer: Answer,
}

impl Tokens {
    /// Reads an answer of the token endpoint.
    pub fn read(probe: &Probe, answer: Answer) -> Result<Self, Problem> {
        let expected = "status 200 with access_token and token_type (RFC 6749 §5.1)";
        let found = |answer: &Answer| {
            let error = answer.object().and_then(|members| members.get("error")?.as_str().map(str::to_owned));
            error.map_or_else(|| answer.summary(), |error| format!("{} with error {error}", answer.summary()))
        };
        let members = answer.object().filter(|_| answer.status == 200);
        let members = members.ok_or_else(|| Problem::failed(expected, found(&answer)).about(&answer))?;
        let text = |name: &str| members.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        let access_token = text("access_token").filter(|_| members.contains_key("token_type"));
        let access_token = access_token.ok_or_else(|| Problem::failed(expected, found(&answer)).about(&answer))?;
        let (id_token, refresh_token) = (text("id_token"), text("refresh_token"));
        for secret in [Some(&access_token), id_token.as_ref(), refresh_token.as_ref()].into_iter().flatten() {
            probe.http.redactor.learn(secret);
        }
        Ok(Self { access_token, id_token, refresh_token, scope: text("scope"), answer })
    }

    /// The ID token, which OpenID Connect does not go without.
    pub fn id_token(&self) -> Result<&str, Problem> {
        let missing =
            || Problem::failed("id_token in the token response (OIDC Core §3.1.3.3)", "none").about(&self.answer);
        self.id_token.as_deref().ok_or_else(missing)
    }
}

/// Somebody who is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Where the session lives.
    pub browser: Browser,
    /// What was asked.
    pub ask: Ask,
    /// What came back.
    pub back: Back,
    /// What it was exchanged for.
    pub outcome: Result<Tokens, Problem>,
    /// When somebody last signed in, in milliseconds.
    pub at: Cell<i64>,
    reported: Cell<bool>,
}

impl SignedIn {
    /// The tokens. Whoever asks first tells why there are none.
    pub fn tokens(&self) -> Result<&Tokens, Problem> {
        self.outcome.as_ref().map_err(|problem| first_or_skipped(problem, &self.reported, "no tokens were issued"))
    }

    /// Sends another request from the same browser, and does what the pages want.
    pub async fn go(&self, probe: &Probe, ask: &Ask) -> Result<Landing, Problem> {
        walk(probe, &self.browser, ask).await
    }

    /// Waits until a session that began just now would be older than `max_age=1` allows.
    pub async fn age(&self) {
        let age = system::now_millis() - self.at.get();
        sleep(Duration::from_millis(u64::try_from(2100 - age).unwrap_or(0))).await;
    }

    /// Another code from the same browser.
    pub async fn code(&self, probe: &Probe, ask: &Ask) -> Result<String, Problem> {
        code_of(probe, &self.go(probe, ask).await?.back()?)
    }
}

/// Signs somebody in with a browser that nobody has used.
pub async fn sign_in(probe: &Probe) -> Result<SignedIn, Problem> {
    let client = probe.client()?;
    let ask = wide(probe)?;
    let browser = Browser::new(&probe.http);
    let landing = walk(probe, &browser, &ask).await?;
    let back = landing.back().map_err(|mut problem| {
        "the redirect URI with a code, after signing in by the rules".clone_into(&mut problem.expected);
        problem
    })?;
    let code = code_of(probe, &back)?;
    let outcome = match probe.http.send(redemption(probe, client, &ask, &code)?).await {
        Ok(answer) => Tokens::read(probe, answer),
        Err(problem) => Err(problem),
    };
    let at = Cell::new(system::now_millis());
    Ok(SignedIn { browser, ask, back, outcome, at, reported: Cell::new(false) })
}

/// A request for all that the standard scopes have, and for a refresh token.
fn wide(probe: &Probe) -> Result<Ask, Problem> {
    let known = |scope: &&str| probe.metadata.lists("scopes_supported", scope);
    let mut scopes = vec!["openid"];
    scopes.extend(["profile", "email", "address", "phone"].into_iter().filter(known));
    let ask = probe.ask("code")?;
    if known(&"offline_access") && probe.metadata.has_grant("refresh_token") {
        scopes.push("offline_access");
        // OIDC Core §11: offline access is asked for with consent.
        return Ok(ask.set("scope", &scopes.join(" ")).set("prompt", "consent"));
    }
    Ok(ask.set("scope", &scopes.join(" ")))
}

async fn walk(probe: &Probe, browser: &Browser, ask: &Ask) -> Result<Landing, Problem> {
    let endpoint = probe.metadata.endpoint("authorization_endpoint")?;
    let homes = [home(probe.client()?)?, ask.get("redirect_uri")];
    browser.walk(ask.request(endpoint), &homes, Some(probe.form_filler()?)).await
}

fn code_of(probe: &Probe, back: &Back) -> Result<String, Problem> {
    let code = back.get("code").unwrap_or_default();
    must(!code.is_empty(), "a code (OIDC Core §3.1.2.5)", || back.summary()).map_err(|one| one.about(&back.answer))?;
    probe.http.redactor.learn(code);
    Ok(code.to_owned())
}

/// The request that exchanges a code.
pub fn redemption(probe: &Probe, client: &Client, ask: &Ask, code: &str) -> Result<Request, Problem> {
    let pairs = exchange(ask, code);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(client.form(probe.metadata.endpoint("token_endpoint")?, &pairs))
}

/// What a code is exchanged with (RFC 6749 §4.1.3, RFC 7636 §4.5).
pub fn exchange(ask: &Ask, code: &str) -> Vec<(&'static str, String)> {
    let mut pairs = vec![
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.to_owned()),
        ("redirect_uri", ask.get("redirect_uri").to_owned()),
    ];
    if !ask.get("code_challenge").is_empty() {
        pairs.push(("code_verifier", ask.verifier.clone()));
    }
    pairs
}

/// A redemption of a code that nobody issued: what comes back tells whether the client was believed.
pub fn bogus(client: &Client, endpoint: &str, secret: Option<&str>) -> Request {
    let pairs = [("grant_type", "authorization_code"), ("code", "unknown"), ("redirect_uri", "https://rp.example/cb")];
    client.form_with(endpoint, &with_verifier(&pairs), secret)
}

/// With a well-formed verifier, so that nothing else is missing.
pub fn with_verifier<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let verifier = ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    pairs.iter().copied().chain([verifier]).collect()
}
