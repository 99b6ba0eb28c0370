//! One person's way through the playground, and where such ways are kept.

use std::time::Duration;

use axum::{Router, http::StatusCode};
use data_encoding::BASE64URL_NOPAD;
use moka::sync::Cache;
use serde_json::Value;

use super::{
    redirect_uri,
    wire::{SentRequest, Trace},
};
use crate::{
    base::{entropy::Entropy, id::BrowserId, secret::sha256, time::Timestamp, url::Issuer},
    domain::installation::demo::PLAYGROUND,
    http::Shared,
    protocol::{discovery::path, params::Params, scope::STANDARD},
    render::{
        Locale,
        pages::{PROMPTS, StepKind},
    },
};

/// Runs kept at once; each is a few tens of kilobytes.
const MOST: u64 = 200;
/// How long an idle run is kept.
const IDLE: Duration = Duration::from_secs(3600);

/// The runs of this process, each under the row of its browser.
#[derive(Clone)]
pub struct Runs {
    kept: Cache<BrowserId, Run>,
    /// The routes of this server, to which a run sends its requests.
    pub routes: fn(Shared) -> Router,
}

impl Runs {
    /// None yet; they will send their requests to these routes.
    pub fn new(routes: fn(Shared) -> Router) -> Self {
        Self { kept: Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build(), routes }
    }

    /// The run of a browser.
    pub fn get(&self, browser: &BrowserId) -> Option<Run> {
        self.kept.get(browser)
    }
    /// Keeps a run, instead of the browser's earlier one.
    pub fn keep(&self, browser: &BrowserId, run: Run) {
        self.kept.insert(browser.clone(), run);
    }
    /// Forgets a browser's run.
    pub fn forget(&self, browser: &BrowserId) {
        self.kept.invalidate(browser);
    }
}

/// The authorization response.
#[derive(Clone)]
pub struct Callback {
    /// Its parameters, in order.
    pub query: Vec<(String, String)>,
    /// When it came.
    pub at: Timestamp,
}

impl Callback {
    /// A parameter of it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }
}

/// The tokens in hand.
#[derive(Clone)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token, if one was given.
    pub refresh: Option<String>,
    /// The ID token of the sign-in, if one was given.
    pub id: Option<String>,
}

/// A run.
#[derive(Clone)]
pub struct Run {
    /// The scopes to ask for.
    pub scopes: Vec<&'static str>,
    /// `prompt`, if it is sent.
    pub prompt: Option<&'static str>,
    /// The language to ask for.
    pub language: Option<Locale>,
    /// `state` of the authorization request.
    pub state: String,
    /// `nonce` of it.
    pub nonce: String,
    /// The secret behind `code_challenge`.
    pub verifier: String,
    /// `state` of the logout request.
    pub logout_state: String,
    /// The step that was taken last.
    pub last: StepKind,
    /// What came back with the browser.
    pub answer: Option<Callback>,
    /// The code for tokens.
    pub exchange: Option<Trace>,
    /// The code, sent once more.
    pub again: Option<Trace>,
    /// The server's keys, as fetched then.
    pub keys: Value,
    /// What the playground holds now.
    pub tokens: Option<Tokens>,
    /// The refresh token before the present one.
    pub previous: Option<String>,
    /// Userinfo.
    pub userinfo: Option<Trace>,
    /// The last refresh.
    pub refresh: Option<Trace>,
    /// The old refresh token, sent again.
    pub replay: Option<Trace>,
    /// Introspection.
    pub introspect: Option<Trace>,
    /// Revocation.
    pub revoke: Option<Trace>,
    /// Userinfo after revocation.
    pub after: Option<Trace>,
    /// Whether the browser came back from `/logout`.
    pub signed_out: bool,
}

impl Run {
    /// A fresh run with what was chosen in the form.
    pub fn begin(entropy: &Entropy, chosen: &Params, language: Option<Locale>) -> Self {
        let random = || entropy.token().expose().clone();
        let asked = chosen.all("scope");
        let prompt = chosen.get("prompt").unwrap_or_default();
        Self {
            scopes: STANDARD.iter().map(|scope| scope.name).filter(|name| asked.contains(name)).collect(),
            prompt: PROMPTS.into_iter().find(|one| !one.is_empty() && *one == prompt),
            language,
            state: random(),
            nonce: random(),
            verifier: random(),
            logout_state: random(),
            last: StepKind::Authorize,
            answer: None,
            exchange: None,
            again: None,
            keys: Value::Null,
            tokens: None,
            previous: None,
            userinfo: None,
            refresh: None,
            replay: None,
            introspect: None,
            revoke: None,
            after: None,
            signed_out: false,
        }
    }

    /// The parameters of the authorization request.
    pub fn authorization(&self, issuer: &Issuer) -> Vec<(&'static str, String)> {
        let mut query = vec![
            ("response_type", "code".to_owned()),
            ("client_id", PLAYGROUND.to_owned()),
            ("redirect_uri", redirect_uri(issuer)),
            ("scope", self.scopes.join(" ")),
            ("state", self.state.clone()),
            ("nonce", self.nonce.clone()),
            // RFC 7636 §4.2: BASE64URL(SHA256(code_verifier)).
            ("code_challenge", BASE64URL_NOPAD.encode(&sha256(self.verifier.as_bytes()))),
            ("code_challenge_method", "S256".to_owned()),
        ];
        query.extend(self.prompt.map(|prompt| ("prompt", prompt.to_owned())));
        query.extend(self.language.map(|locale| ("ui_locales", locale.tag().to_owned())));
        // RFC 6749 §3.1: a parameter without a value counts as omitted.
        query.retain(|(_, value)| !value.is_empty());
        query
    }

    /// The parameters of the logout request.
    pub fn logout(&self, issuer: &Issuer) -> Vec<(&'static str, String)> {
        let hint = self.tokens.as_ref().and_then(|tokens| tokens.id.clone());
        let mut query: Vec<_> = hint.map(|hint| ("id_token_hint", hint)).into_iter().collect();
        query.push(("client_id", PLAYGROUND.to_owned()));
        query.push(("post_logout_redirect_uri", issuer.join(super::PATH)));
        query.push(("state", self.logout_state.clone()));
        query
    }

    /// The code, if the response holds one and comes from the server that was asked.
    pub fn code(&self, issuer: &Issuer) -> Option<&str> {
        let answer = self.answer.as_ref()?;
        // RFC 9207 §2.4: an answer of another issuer MUST be rejected.
        answer.get("code").filter(|_| answer.get("iss") == Some(issuer.as_str()))
    }

    /// The code for tokens.
    pub fn code_request(&self, issuer: &Issuer) -> Option<SentRequest> {
        let form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", self.code(issuer)?.to_owned()),
            ("redirect_uri", redirect_uri(issuer)),
            ("client_id", PLAYGROUND.to_owned()),
            ("code_verifier", self.verifier.clone()),
        ];
        Some(SentRequest::post(path::TOKEN, form))
    }

    /// Userinfo with the access token in hand.
    pub fn userinfo_request(&self) -> Option<SentRequest> {
        Some(SentRequest::get(path::USERINFO, Some(self.tokens.as_ref()?.access.clone())))
    }

    /// New tokens for the refresh token in hand.
    pub fn refresh_request(&self) -> Option<SentRequest> {
        Some(refresh(self.tokens.as_ref()?.refresh.clone()?))
    }

    /// The refresh token before it, once more.
    pub fn replay_request(&self) -> Option<SentRequest> {
        Some(refresh(self.previous.clone()?))
    }

    /// What is the access token worth?
    pub fn introspection_request(&self) -> Option<SentRequest> {
        let form = vec![("token", self.tokens.as_ref()?.access.clone()), ("client_id", PLAYGROUND.to_owned())];
        Some(SentRequest::post(path::INTROSPECT, form))
    }

    /// The end of the refresh token, or of the access token where there is no other.
    pub fn revocation_request(&self) -> Option<SentRequest> {
        let tokens = self.tokens.as_ref()?;
        let (token, hint) = match &tokens.refresh {
            Some(refresh) => (refresh, "refresh_token"),
            None => (&tokens.access, "access_token"),
        };
        let form =
            vec![("token", token.clone()), ("token_type_hint", hint.to_owned()), ("client_id", PLAYGROUND.to_owned())];
        Some(SentRequest::post(path::REVOKE, form))
    }

    /// Keeps what the code was exchanged for.
    pub fn exchanged(&mut self, trace: Trace, keys: Value) {
        self.keys = keys;
        self.tokens = tokens(&trace);
        self.exchange = Some(trace);
    }

    /// Keeps what the refresh token brought.
    pub fn refreshed(&mut self, trace: Trace) {
        if let (Some(fresh), Some(held)) = (tokens(&trace), self.tokens.as_mut()) {
            self.previous.clone_from(&held.refresh);
            held.access = fresh.access;
            held.refresh = fresh.refresh.or_else(|| held.refresh.take());
            self.replay = None;
        }
        self.refresh = Some(trace);
    }

    /// Keeps what the old refresh token brought: within the grace a new access token, too.
    pub fn replayed(&mut self, trace: Trace) {
        if let (Some(fresh), Some(held)) = (tokens(&trace), self.tokens.as_mut()) {
            held.access = fresh.access;
        }
        self.replay = Some(trace);
    }
}

fn refresh(token: String) -> SentRequest {
    let form = vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", token),
        ("client_id", PLAYGROUND.to_owned()),
    ];
    SentRequest::post(path::TOKEN, form)
}

/// The tokens of a successful answer.
fn tokens(trace: &Trace) -> Option<Tokens> {
    let body = trace.json();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    if trace.status != StatusCode::OK {
        return None;
    }
    Some(Tokens { access: text("access_token")?, refresh: text("refresh_token"), id: text("id_token") })
}
