//! The authorization request by which somebody leaves for an upstream (RFC 6749 §4.1.1, OIDC Core §3.1.2.1).

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    refusal::UpstreamRefusal,
    settings::{UpstreamKind, UpstreamSettings},
};
use crate::pkce;

/// What is asked of an upstream beyond who somebody is.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpstreamAsk {
    /// A fresh sign-in (`prompt=login`).
    pub is_fresh: bool,
    /// Nothing that the person would see (`prompt=none`).
    pub is_silent: bool,
    /// How long ago their last sign-in there may be, in seconds.
    pub max_age: Option<i64>,
    /// Values of `acr` of which one must be reached; asked only of an upstream whose factors are believed.
    pub acr_values: Vec<String>,
    /// Who they probably are.
    pub login_hint: Option<String>,
    /// Languages for its pages.
    pub ui_locales: Option<String>,
}

impl UpstreamAsk {
    /// How old, in seconds, the sign-in may be that the answer proves; none where that is not asked.
    pub fn oldest(&self) -> Option<i64> {
        if self.is_fresh { Some(0) } else { self.max_age.map(|age| age.max(0)) }
    }
}

/// What a request is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewUpstreamRequest<'a> {
    /// What kind of service it is.
    pub kind: UpstreamKind,
    /// How it is spoken to.
    pub settings: &'a UpstreamSettings,
    /// Its authorization endpoint.
    pub endpoint: &'a str,
    /// Who we are there.
    pub client_id: &'a str,
    /// Where the answer comes to.
    pub redirect_uri: &'a str,
    /// `state`, `nonce` and `code_verifier`.
    pub secrets: RequestSecrets<'a>,
    /// What is asked.
    pub ask: &'a UpstreamAsk,
}

/// What only we and the answer know.
#[derive(Debug, Clone, Copy)]
pub struct RequestSecrets<'a> {
    /// Names the request when the answer comes.
    pub state: &'a str,
    /// Comes back in the ID token.
    pub nonce: &'a str,
    /// Proves at the token endpoint that the code is ours.
    pub code_verifier: &'a str,
}

/// Parameters that settings cannot change.
const OURS: &[&str] = &[
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

/// Where the browser is sent.
///
/// # Errors
/// When the endpoint is no address.
pub fn address(new: &NewUpstreamRequest<'_>) -> Result<String, UpstreamRefusal> {
    let NewUpstreamRequest { kind, settings, secrets, ask, .. } = *new;
    let mut url = Url::parse(new.endpoint)
        .map_err(|_| UpstreamRefusal::misconfigured("authorization_endpoint is no address (RFC 6749 section 3.1)"))?;
    let is_oidc = kind == UpstreamKind::Oidc;
    let asked = if is_oidc { asked(settings, ask) } else { Vec::new() };
    let challenge = pkce::challenge(secrets.code_verifier);
    let scope = scopes(kind, settings).join(settings.scope_separator.as_str());
    // RFC 6749 §3.1: the query of the endpoint MUST be retained.
    let mut query = url.query_pairs_mut();
    query.append_pair("response_type", "code").append_pair(&settings.client_id_parameter, new.client_id);
    query.append_pair("redirect_uri", new.redirect_uri).append_pair("state", secrets.state);
    if !scope.is_empty() {
        query.append_pair("scope", &scope);
    }
    if is_oidc && settings.nonce {
        query.append_pair("nonce", secrets.nonce);
    }
    if settings.pkce {
        // RFC 9700 §2.1.1, RFC 7636 §4.3: S256 alone.
        query.append_pair("code_challenge", &challenge).append_pair("code_challenge_method", "S256");
    }
    if let Some(mode) = &settings.response_mode {
        query.append_pair("response_mode", mode);
    }
    for (name, value) in &settings.authorization_params {
        let is_ours = OURS.contains(&name.as_str()) || *name == settings.client_id_parameter;
        if !is_ours && asked.iter().all(|(one, _)| *one != name.as_str()) {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(asked);
    drop(query);
    Ok(url.into())
}

/// `openid` stands first where it makes the request one of OpenID.
fn scopes(kind: UpstreamKind, settings: &UpstreamSettings) -> Vec<&str> {
    let mut scopes: Vec<&str> = settings.scopes.iter().map(String::as_str).collect();
    // OIDC Core §3.1.2.1: without openid there is no ID token.
    if kind == UpstreamKind::Oidc && !scopes.contains(&"openid") {
        scopes.insert(0, "openid");
    }
    scopes
}

/// The parameters of OpenID that hand up what an app asked of us.
fn asked(settings: &UpstreamSettings, ask: &UpstreamAsk) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    if ask.is_silent {
        asked.push(("prompt", "none".to_owned()));
    } else if ask.is_fresh && settings.proves_freshness {
        asked.push(("prompt", "login".to_owned()));
    }
    // OIDC Core §3.1.2.1: with max_age the ID token MUST say auth_time; 0 asks for what prompt=login does.
    if let Some(oldest) = ask.oldest().filter(|_| settings.proves_freshness) {
        asked.push(("max_age", oldest.to_string()));
    }
    if settings.trusts_factors && !ask.acr_values.is_empty() {
        asked.push(("acr_values", ask.acr_values.join(" ")));
    }
    if let Some(hint) = &ask.login_hint {
        asked.push(("login_hint", hint.clone()));
    }
    if let Some(locales) = &ask.ui_locales {
        asked.push(("ui_locales", locales.clone()));
    }
    asked
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    // RFC 7636 appendix B
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn sent(kind: UpstreamKind, settings: &UpstreamSettings, ask: &UpstreamAsk) -> BTreeMap<String, String> {
        let new = NewUpstreamRequest {
            kind,
            settings,
            endpoint: "https://up.example/auth?tenant=a",
            client_id: "us",
            redirect_uri: "https://id.example/sign-in/upstream/up/callback",
            secrets: RequestSecrets { state: "s", nonce: "n", code_verifier: VERIFIER },
            ask,
        };
        let address = address(&new).unwrap();
        let url = Url::parse(&address).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let map: BTreeMap<String, String> = pairs.iter().cloned().collect();
        assert_eq!(map.len(), pairs.len(), "a parameter stands twice: {address}");
        map
    }

    #[test]
    fn a_request_carries_state_nonce_and_challenge_and_no_secret() {
        let settings = UpstreamSettings { scopes: vec!["email".to_owned()], ..UpstreamSettings::default() };
        let sent = sent(UpstreamKind::Oidc, &settings, &UpstreamAsk::default());
        let expected = [
            ("client_id", "us"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("nonce", "n"),
            ("redirect_uri", "https://id.example/sign-in/upstream/up/callback"),
            ("response_type", "code"),
            ("scope", "openid email"),
            ("state", "s"),
            ("tenant", "a"),
        ];
        assert_eq!(sent, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }

    #[test]
    fn what_an_app_asked_is_handed_up_as_far_as_the_upstream_can_prove_it() {
        let ask = UpstreamAsk {
            is_fresh: true,
            max_age: Some(300),
            acr_values: vec!["mfa".to_owned(), "hw".to_owned()],
            login_hint: Some("ada@up.example".to_owned()),
            ui_locales: Some("de en".to_owned()),
            ..UpstreamAsk::default()
        };
        let params = BTreeMap::from([("prompt".to_owned(), "select_account".to_owned())]);
        let trusted =
            UpstreamSettings { trusts_factors: true, authorization_params: params, ..UpstreamSettings::default() };
        let sent_to = |settings: &UpstreamSettings, ask: &UpstreamAsk| sent(UpstreamKind::Oidc, settings, ask);
        let all = sent_to(&trusted, &ask);
        assert_eq!((all["prompt"].as_str(), all["max_age"].as_str()), ("login", "0"));
        assert_eq!((all["acr_values"].as_str(), all["login_hint"].as_str()), ("mfa hw", "ada@up.example"));
        assert_eq!(all["ui_locales"], "de en");
        assert_eq!(sent_to(&trusted, &UpstreamAsk::default())["prompt"], "select_account");
        let aged = UpstreamAsk { is_fresh: false, ..ask.clone() };
        assert_eq!(sent_to(&trusted, &aged)["max_age"], "300");
        // Of whom nothing can be had, nothing is asked.
        let unable = UpstreamSettings { proves_freshness: false, ..UpstreamSettings::default() };
        let less = sent_to(&unable, &ask);
        assert!(["prompt", "max_age", "acr_values"].iter().all(|name| !less.contains_key(*name)), "{less:?}");
        let silent = UpstreamAsk { is_silent: true, ..UpstreamAsk::default() };
        assert_eq!(sent_to(&unable, &silent)["prompt"], "none");
        // No OAuth 2 service knows these words.
        let plain = sent(UpstreamKind::OAuth2, &trusted, &ask);
        assert!(["nonce", "max_age", "login_hint"].iter().all(|name| !plain.contains_key(*name)), "{plain:?}");
        assert_eq!(plain["prompt"], "select_account");
    }

    #[test]
    fn settings_add_parameters_and_change_none_of_ours() {
        let params = [("state", "evil"), ("redirect_uri", "https://evil.example"), ("access_type", "offline")];
        let settings = UpstreamSettings {
            authorization_params: params.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            client_id_parameter: "client_key".to_owned(),
            scope_separator: ",".to_owned(),
            scopes: vec!["a".to_owned(), "b".to_owned()],
            pkce: false,
            response_mode: Some("form_post".to_owned()),
            ..UpstreamSettings::default()
        };
        let sent = sent(UpstreamKind::OAuth2, &settings, &UpstreamAsk::default());
        assert_eq!((sent["state"].as_str(), sent["access_type"].as_str()), ("s", "offline"));
        assert_eq!((sent["client_key"].as_str(), sent["scope"].as_str()), ("us", "a,b"));
        assert_eq!(sent["response_mode"], "form_post");
        assert!(!sent.contains_key("code_challenge") && !sent.contains_key("client_id"));
    }
}
