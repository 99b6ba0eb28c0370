//! What an operator may write of an upstream.

use super::NewUpstream;
use crate::{
    base::{
        text::{LABEL_RULE, is_label, is_line, is_name, name_rule},
        url::{absolute, ascii_host, is_https_or_loopback},
    },
    domain::kernel::{Error, FieldError},
    protocol::{
        jose::alg::SigAlg,
        upstream::{
            UpstreamSettings, mapping, private_key,
            request::OUR_PARAMETERS,
            settings::{EmailTrust, UpstreamClientAuth, UpstreamKind, UserinfoMethod},
        },
    },
};

/// Most characters of what its button says.
const LABEL_MAX: usize = 60;
/// Most characters of what we are called there.
const CLIENT_ID_MAX: usize = 500;

/// Header fields that are ours to say.
const OUR_HEADERS: &[&str] =
    &["authorization", "connection", "content-length", "content-type", "cookie", "host", "transfer-encoding"];

/// What is written of an upstream, in whole.
pub(super) struct Written<'a> {
    pub kind: UpstreamKind,
    pub label: &'a str,
    pub client_id: &'a str,
    /// The secret, opened.
    pub secret: Option<&'a str>,
    pub settings: &'a UpstreamSettings,
}

/// A word for it, as it stands in its callback address.
pub(super) fn name(new: &NewUpstream) -> Result<(), Error> {
    if is_label(&new.name) { Ok(()) } else { Err(Error::field("name", "name_invalid", LABEL_RULE)) }
}

/// The domain of mail addresses, in the one form in which it is kept.
pub(super) fn domain(text: &str) -> Result<String, Error> {
    let name = ascii_host(text.strip_prefix('@').unwrap_or(text));
    let is_domain = |name: &String| name.len() <= 253 && name.contains('.') && name.split('.').all(is_label);
    let message = || format!("{text:?} is no domain of mail addresses, such as example.com");
    name.filter(is_domain).ok_or_else(|| Error::field("domains", "domain_invalid", message()))
}

/// Everything else.
pub(super) fn all(written: &Written<'_>) -> Result<(), Error> {
    let mut problems = Problems(Vec::new());
    if !is_name(written.label, LABEL_MAX) {
        problems.add("label", "label_invalid", name_rule(LABEL_MAX));
    }
    if !is_line(written.client_id, CLIENT_ID_MAX) {
        problems.add("client_id", "client_id_invalid", "what the service calls this app: one line");
    }
    addresses(written.settings, &mut problems);
    by_kind(written, &mut problems);
    client_auth(written, &mut problems);
    requests(written.settings, &mut problems);
    apps(written, &mut problems);
    trust(written.settings, &mut problems);
    for why in mapping::check(written.settings) {
        problems.add("setting", "mapping_invalid", why);
    }
    if problems.0.is_empty() { Ok(()) } else { Err(Error::Invalid(problems.0)) }
}

struct Problems(Vec<FieldError>);

impl Problems {
    fn add(&mut self, field: &'static str, code: &'static str, message: impl Into<String>) {
        self.0.push(FieldError { field, code, message: message.into() });
    }
}

fn addresses(settings: &UpstreamSettings, problems: &mut Problems) {
    let emails = settings.emails.as_ref().map(|list| &list.endpoint);
    for (field, address) in [
        ("metadata_url", settings.metadata_url.as_ref()),
        ("authorization_endpoint", settings.authorization_endpoint.as_ref()),
        ("token_endpoint", settings.token_endpoint.as_ref()),
        ("userinfo_endpoint", settings.userinfo_endpoint.as_ref()),
        ("jwks_uri", settings.jwks_uri.as_ref()),
        ("revocation_endpoint", settings.revocation_endpoint.as_ref()),
        ("end_session_endpoint", settings.end_session_endpoint.as_ref()),
        ("emails.endpoint", emails),
    ] {
        if let Some(why) = address.and_then(|address| unusable(address)) {
            problems.add(field, "address_invalid", why);
        }
    }
    let Some(issuer) = &settings.issuer else { return };
    // OIDC Discovery §3: an issuer has no query and no fragment.
    if issuer.contains(['?', '#']) {
        problems.add("issuer", "issuer_invalid", "an issuer has no query and no fragment (OIDC Discovery section 3)");
    } else if let Some(why) = unusable(&issuer.replace("{tenant}", "tenant")) {
        problems.add("issuer", "issuer_invalid", why);
    }
    if issuer.contains("{tenant}") && settings.tenant_claim.is_none() {
        problems.add("tenant_claim", "tenant_claim_missing", "an issuer with {tenant} wants the claim that names it");
    }
}

/// Why nothing is sent to an address.
fn unusable(address: &str) -> Option<&'static str> {
    let Some(url) = absolute(address).filter(url::Url::has_host) else {
        return Some("it must be an absolute address such as https://login.example.com/authorize");
    };
    if !is_https_or_loopback(&url) {
        return Some("it must use https; http is for this machine alone");
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Some("it must hold no user name, password or fragment");
    }
    None
}

fn by_kind(written: &Written<'_>, problems: &mut Problems) {
    let settings = written.settings;
    match written.kind {
        UpstreamKind::Oidc => {
            if settings.issuer.is_none() {
                problems.add("issuer", "issuer_missing", "an OpenID provider is known by its issuer: say --issuer URL");
            }
            if !settings.scopes.iter().any(|scope| scope == "openid") {
                let message = "without openid there is no ID token (OIDC Core section 3.1.2.1)";
                problems.add("scopes", "openid_missing", message);
            }
        }
        UpstreamKind::OAuth2 => {
            for (field, address) in [
                ("authorization_endpoint", &settings.authorization_endpoint),
                ("token_endpoint", &settings.token_endpoint),
            ] {
                if address.is_none() {
                    problems.add(field, "endpoint_missing", "a service without ID tokens publishes no metadata");
                }
            }
            if settings.userinfo_endpoint.is_none() && !settings.claims_from_token_answer {
                let message = "without it nothing says who somebody is";
                problems.add("userinfo_endpoint", "endpoint_missing", message);
            }
        }
    }
    if settings.subject.is_empty() {
        problems.add("subject", "subject_missing", "without it nobody is the same person twice");
    }
}

fn client_auth(written: &Written<'_>, problems: &mut Problems) {
    let settings = written.settings;
    match (settings.client_auth, written.secret) {
        (UpstreamClientAuth::None, None) => {
            // RFC 9700 §2.1.1: public clients MUST use PKCE.
            if !settings.pkce {
                let message = "a client without secret must use PKCE (RFC 9700 section 2.1.1)";
                problems.add("pkce", "pkce_missing", message);
            }
        }
        (UpstreamClientAuth::None, Some(_)) => {
            problems.add("client_secret", "secret_unused", "client_auth none sends no secret");
        }
        (_, None) => {
            let message = "client_auth wants one: say --client-secret-file FILE, or --setting client_auth=none";
            problems.add("client_secret", "secret_missing", message);
        }
        (UpstreamClientAuth::PrivateKeyJwt | UpstreamClientAuth::SignedSecret, Some(pem)) => {
            if let Err(why) = private_key::read(pem, &settings.client_auth_alg) {
                problems.add("client_secret", "private_key_invalid", why.to_string());
            }
        }
        (UpstreamClientAuth::ClientSecretBasic | UpstreamClientAuth::ClientSecretPost, Some(secret)) => {
            if secret.trim().is_empty() || secret.contains(char::is_control) {
                problems.add("client_secret", "secret_invalid", "one line, without control characters");
            }
        }
    }
    if settings.client_auth == UpstreamClientAuth::SignedSecret {
        for value in ["team_id", "key_id"] {
            if settings.client_auth_values.get(value).is_none_or(|given| given.trim().is_empty()) {
                let message = format!("the signed secret names it: say --setting client_auth_values.{value}=…");
                problems.add("client_auth_values", "value_missing", message);
            }
        }
    }
}

fn requests(settings: &UpstreamSettings, problems: &mut Problems) {
    let is_scope = |scope: &String| {
        !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    if !settings.scopes.iter().all(is_scope) {
        problems.add("scopes", "scope_invalid", "each is one word, without quotes (RFC 6749 section 3.3)");
    }
    if !matches!(settings.scope_separator.as_str(), " " | ",") {
        problems.add("scope_separator", "separator_invalid", "a space or a comma");
    }
    let is_word = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    };
    if !is_word(&settings.client_id_parameter) {
        problems.add("client_id_parameter", "parameter_invalid", "the name of a parameter, such as client_id");
    }
    if let Some(name) = settings.authorization_params.keys().find(|name| OUR_PARAMETERS.contains(&name.as_str())) {
        problems.add("authorization_params", "parameter_reserved", format!("{name} is said by Signet itself"));
    }
    for (name, value) in &settings.headers {
        if OUR_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            problems.add("headers", "header_reserved", format!("{name} is said by Signet itself"));
        } else if !is_word(name) || !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            problems.add("headers", "header_invalid", format!("{name} is no header field, or holds more than ASCII"));
        }
    }
    if settings.response_mode.as_ref().is_some_and(|mode| mode != "form_post" && mode != "query") {
        problems.add("response_mode", "response_mode_invalid", "form_post, query or nothing");
    }
    if let Some(body) = &settings.userinfo_body {
        let is_json = serde_json::from_str::<serde_json::Value>(body).is_ok();
        if settings.userinfo_method != UserinfoMethod::Post || !is_json {
            problems.add("userinfo_body", "userinfo_body_invalid", "JSON, with userinfo_method=POST");
        }
    }
    let algs: Vec<Option<SigAlg>> = settings.id_token_algs.iter().map(|name| SigAlg::from_header(name)).collect();
    // RFC 8725 §2.1: a public key must never come to serve as a shared secret.
    let fits = algs == [Some(SigAlg::HS256)] || algs.iter().all(|alg| alg.is_some_and(|alg| !alg.is_symmetric()));
    if !fits {
        let message = "public-key algorithms such as RS256, or HS256 alone";
        problems.add("id_token_algs", "alg_invalid", message);
    }
}

/// The apps whose ID tokens are taken.
fn apps(written: &Written<'_>, problems: &mut Problems) {
    let (field, listed) = ("accepts_id_tokens_of", &written.settings.accepts_id_tokens_of);
    if listed.is_empty() {
        return;
    }
    if !listed.iter().all(|app| is_line(app, CLIENT_ID_MAX)) {
        problems.add(field, "client_id_invalid", "each is what the service calls an app: one line");
    }
    if written.kind != UpstreamKind::Oidc {
        problems.add(field, "id_token_missing", "a service without ID tokens has none that an app could show");
    }
    // OIDC Core §3.1.3.7 (11): without a nonce, whoever comes by an ID token signs in with it.
    if !written.settings.nonce {
        let message = "an app shows an ID token with a nonce of ours; here nonce is off, since it does not come back";
        problems.add(field, "nonce_missing", message);
    }
}

fn trust(settings: &UpstreamSettings, problems: &mut Problems) {
    if !settings.tenants.is_empty() && settings.tenant_claim.is_none() {
        let message = "tenants are told apart by a claim: say --setting tenant_claim=NAME";
        problems.add("tenant_claim", "tenant_claim_missing", message);
    }
    if let Some(wrong) = settings.allowed_domains.iter().find(|one| one.starts_with('@') || domain(one).is_err()) {
        let message = format!("{wrong:?} is no domain of mail addresses, such as example.com");
        problems.add("allowed_domains", "domain_invalid", message);
    }
    if settings.tenants.iter().any(|tenant| !is_line(tenant, CLIENT_ID_MAX)) {
        problems.add("tenants", "tenant_invalid", "each is one line");
    }
    if settings.email_trust == EmailTrust::Hosted
        && settings.hosted_domains.is_empty()
        && settings.hosted_domain_claim.is_none()
    {
        let message = "email_trust hosted wants the domains that it hosts, or the claim that names them";
        problems.add("hosted_domains", "hosted_domains_missing", message);
    }
    if settings.rules.iter().any(|rule| rule.when.is_empty() || rule.is.is_empty()) {
        problems.add("rules", "rule_invalid", "each says when and is; * stands for any value");
    }
}
