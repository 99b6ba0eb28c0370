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
    /// Whether the browser goes there by itself: the person has seen no page of ours.
    pub is_straight: bool,
    /// That the person chooses an account there (`prompt=select_account`), whoever is signed in.
    pub selects_account: bool,
    /// How long ago their last sign-in there may be, in seconds.
    pub max_age: Option<i64>,
    /// Values of `acr` that somebody would like, by our names, best first; asked only of an upstream whose factors are
    /// believed. Whether what comes back is enough is not decided by it.
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
    /// Whether it says of itself that it lets people choose an account (`prompt_values_supported`).
    pub offers_accounts: bool,
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

/// Parameters of the authorization request that are ours to say, whatever settings add (RFC 6749 §4.1.1, RFC 7636 §4.3,
/// OIDC Core §3.1.2.1).
pub const OUR_PARAMETERS: &[&str] = &[
    "client_id",
    "client_secret",
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
    let prompt = prompt(new).map(|value| ("prompt", value));
    let asked: Vec<_> = prompt.into_iter().chain(is_oidc.then(|| asked(settings, ask)).into_iter().flatten()).collect();
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
        let is_ours = OUR_PARAMETERS.contains(&name.as_str()) || *name == settings.client_id_parameter;
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

/// `prompt`. Of our own it has one value: there are services that refuse several, and those that refuse one that they do
/// not know.
fn prompt(new: &NewUpstreamRequest<'_>) -> Option<String> {
    let NewUpstreamRequest { kind, settings, ask, offers_accounts, .. } = *new;
    let is_oidc = kind == UpstreamKind::Oidc;
    let is_asked_anew = is_oidc && settings.proves_freshness;
    if ask.is_silent {
        return is_oidc.then(|| "none".to_owned());
    }
    if ask.is_fresh && is_asked_anew {
        return Some("login".to_owned());
    }
    if !ask.selects_account {
        return None;
    }
    if settings.passes_select_account.unwrap_or(is_oidc && offers_accounts) {
        // What is always asked for stays: Google hands a refresh token out with consent alone.
        let set = settings.authorization_params.get("prompt").map_or("", String::as_str);
        let stays = set.split_whitespace().filter(|one| !matches!(*one, "none" | "select_account"));
        return Some(stays.chain(["select_account"]).collect::<Vec<_>>().join(" "));
    }
    // OIDC Core §3.1.2.1: whoever signs in anew can do so as somebody else, too.
    is_asked_anew.then(|| "login".to_owned())
}

/// The parameters of OpenID that hand up what an app asked of us, but for `prompt`.
fn asked(settings: &UpstreamSettings, ask: &UpstreamAsk) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    // OIDC Core §3.1.2.1: with max_age the ID token MUST say auth_time; 0 asks for what prompt=login does.
    if let Some(oldest) = ask.oldest().filter(|_| settings.proves_freshness) {
        asked.push(("max_age", oldest.to_string()));
    }
    if settings.trusts_factors && !ask.acr_values.is_empty() {
        let there: Vec<&str> = ask.acr_values.iter().map(|own| settings.acr_there(own)).collect();
        asked.push(("acr_values", there.join(" ")));
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

    fn new<'a>(kind: UpstreamKind, settings: &'a UpstreamSettings, ask: &'a UpstreamAsk) -> NewUpstreamRequest<'a> {
        NewUpstreamRequest {
            kind,
            settings,
            endpoint: "https://up.example/auth?tenant=a",
            offers_accounts: false,
            client_id: "us",
            redirect_uri: "https://id.example/sign-in/upstream/up/callback",
            secrets: RequestSecrets { state: "s", nonce: "n", code_verifier: VERIFIER },
            ask,
        }
    }

    fn sent(kind: UpstreamKind, settings: &UpstreamSettings, ask: &UpstreamAsk) -> BTreeMap<String, String> {
        let address = address(&new(kind, settings, ask)).unwrap();
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
    fn whoever_is_to_choose_an_account_there_is_asked_in_a_word_that_the_upstream_knows() {
        let ask = UpstreamAsk { selects_account: true, ..UpstreamAsk::default() };
        let set = |passes, proves_freshness| UpstreamSettings {
            passes_select_account: passes,
            proves_freshness,
            ..UpstreamSettings::default()
        };
        let prompt = |kind, settings: &UpstreamSettings, offers_accounts, ask: &UpstreamAsk| {
            let address = address(&NewUpstreamRequest { offers_accounts, ..new(kind, settings, ask) }).unwrap();
            let url = Url::parse(&address).unwrap();
            url.query_pairs().find(|(name, _)| name == "prompt").map(|(_, value)| value.into_owned())
        };
        for (kind, passes, proves_freshness, offers_accounts, expected) in [
            (UpstreamKind::Oidc, None, true, true, Some("select_account")),
            // One that does not know the word refuses it; signing in anew is a choice, too.
            (UpstreamKind::Oidc, None, true, false, Some("login")),
            (UpstreamKind::Oidc, None, false, false, None),
            (UpstreamKind::Oidc, Some(true), false, false, Some("select_account")),
            (UpstreamKind::Oidc, Some(false), true, true, Some("login")),
            (UpstreamKind::OAuth2, None, false, false, None),
            (UpstreamKind::OAuth2, Some(true), false, false, Some("select_account")),
        ] {
            let settings = set(passes, proves_freshness);
            let found = prompt(kind, &settings, offers_accounts, &ask);
            assert_eq!(found.as_deref(), expected, "{kind} {passes:?} {proves_freshness} {offers_accounts}");
            assert_eq!(prompt(kind, &settings, offers_accounts, &UpstreamAsk::default()), None);
        }
        // One value: a fresh sign-in and silence come first.
        let known = set(Some(true), true);
        let fresh = UpstreamAsk { is_fresh: true, ..ask.clone() };
        assert_eq!(prompt(UpstreamKind::Oidc, &known, true, &fresh).as_deref(), Some("login"));
        let silent = UpstreamAsk { is_silent: true, ..ask.clone() };
        assert_eq!(prompt(UpstreamKind::Oidc, &known, true, &silent).as_deref(), Some("none"));
        for (set, expected) in [("consent", "consent select_account"), ("select_account", "select_account")] {
            let params = BTreeMap::from([("prompt".to_owned(), set.to_owned())]);
            let always = UpstreamSettings { authorization_params: params, ..known.clone() };
            assert_eq!(prompt(UpstreamKind::Oidc, &always, true, &ask).as_deref(), Some(expected));
        }
        assert_eq!(prompt(UpstreamKind::OAuth2, &known, true, &silent), None);
    }

    #[test]
    fn a_strength_is_asked_for_by_the_name_that_it_has_there() {
        let names = [("urn:signet:acr:multi-factor", "urn:okta:loa:2fa:any"), ("gold", "3")];
        let settings = UpstreamSettings {
            trusts_factors: true,
            acr_names: names.map(|(own, there)| (own.to_owned(), there.to_owned())).into(),
            ..UpstreamSettings::default()
        };
        let acr_values = ["urn:signet:acr:multi-factor", "silver", "gold"].map(str::to_owned).into();
        let ask = UpstreamAsk { acr_values, ..UpstreamAsk::default() };
        assert_eq!(sent(UpstreamKind::Oidc, &settings, &ask)["acr_values"], "urn:okta:loa:2fa:any silver 3");
        let unbelieved = UpstreamSettings { trusts_factors: false, ..settings };
        assert!(!sent(UpstreamKind::Oidc, &unbelieved, &ask).contains_key("acr_values"));
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
