//! Metadata (OIDC Discovery 1.0 §3, RFC 8414 §2): exactly true. What is listed works.

use serde_json::{Map, Value, json};

use super::{
    authorize::{prompt, return_address::ResponseMode},
    claims::{self, attribute::Attribute},
    client::{AuthMethod, GrantType, SubjectType},
    jose::{
        alg::SigAlg,
        jwe::{ContentEnc, KeyMgmtAlg},
    },
    response_type::ResponseType,
    scope,
};
use crate::base::url::Issuer;

/// Signature algorithms accepted in client assertions.
pub const ASSERTION_ALGS: &[&str] = &[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512",
];

/// Where each endpoint lives below the issuer, by its discovery name.
pub mod path {
    /// `authorization_endpoint`
    pub const AUTHORIZE: &str = "/authorize";
    /// `token_endpoint`
    pub const TOKEN: &str = "/token";
    /// `userinfo_endpoint`
    pub const USERINFO: &str = "/userinfo";
    /// `jwks_uri`
    pub const JWKS: &str = "/jwks";
    /// `introspection_endpoint`
    pub const INTROSPECT: &str = "/introspect";
    /// `revocation_endpoint`
    pub const REVOKE: &str = "/revoke";
    /// `registration_endpoint`
    pub const REGISTER: &str = "/register";
    /// `end_session_endpoint`
    pub const END_SESSION: &str = "/logout";
    /// `check_session_iframe`
    pub const CHECK_SESSION: &str = "/session/check";
    /// The API for one's own account; its address is its identifier (RFC 8707 §2).
    pub const ACCOUNT_API: &str = "/api/v1/account";
    /// RFC 9728 §3: the path of a resource follows it.
    pub const PROTECTED_RESOURCE: &str = "/.well-known/oauth-protected-resource";
}

/// What the document depends on.
#[derive(Debug, Clone, Copy)]
pub struct Provider<'a> {
    /// Whose metadata it is.
    pub issuer: &'a Issuer,
    /// Languages of the pages.
    pub ui_locales: &'a [&'a str],
    /// What this server has of what a server need not have.
    pub parts: &'a [MetadataPart],
    /// The `acr` values that can be reached, weakest first.
    pub acr_values: &'a [String],
    /// The attributes that anybody may know of: those whose scope is open to clients that register
    /// themselves.
    pub attributes: &'a [Attribute],
}

/// What a server need not have, each with its place in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataPart {
    /// Clients register themselves.
    Registration,
    /// `introspection_endpoint`
    Introspection,
    /// `revocation_endpoint`
    Revocation,
    /// Implicit and hybrid response types.
    FrontChannelTokens,
    /// `request`
    RequestObjects,
    /// `request_uri`
    RequestUris,
    /// `alg: none`
    UnsignedJwts,
    /// `frontchannel_logout_uri`
    FrontChannelLogout,
    /// `backchannel_logout_uri`
    BackChannelLogout,
    /// `check_session_iframe`
    SessionManagement,
    /// `prompt=create`
    SignUp,
    /// The API for one's own account.
    AccountApi,
    /// The grant type of RFC 8693.
    TokenExchange,
}

impl Provider<'_> {
    fn has(&self, part: MetadataPart) -> bool {
        self.parts.contains(&part)
    }
}

/// The document that both well-known addresses serve.
pub fn document(facts: &Provider<'_>) -> Value {
    let mut document = Map::new();
    for part in [endpoints, requests, authentication, answers, logout] {
        if let Value::Object(members) = part(facts) {
            document.extend(members);
        }
    }
    Value::Object(document)
}

/// Where everything is.
fn endpoints(facts: &Provider<'_>) -> Value {
    let issuer = facts.issuer;
    let mut members = json!({
        "issuer": issuer.as_str(),
        "authorization_endpoint": issuer.join(path::AUTHORIZE),
        "token_endpoint": issuer.join(path::TOKEN),
        "userinfo_endpoint": issuer.join(path::USERINFO),
        "jwks_uri": issuer.join(path::JWKS),
        "end_session_endpoint": issuer.join(path::END_SESSION),
    });
    for (part, name, path) in [
        (MetadataPart::Introspection, "introspection_endpoint", path::INTROSPECT),
        (MetadataPart::Revocation, "revocation_endpoint", path::REVOKE),
        (MetadataPart::Registration, "registration_endpoint", path::REGISTER),
    ] {
        if facts.has(part) {
            members[name] = json!(issuer.join(path));
        }
    }
    if facts.has(MetadataPart::AccountApi) {
        // RFC 9728 §4
        members["protected_resources"] = json!([issuer.join(path::ACCOUNT_API)]);
    }
    members
}

/// The metadata of the API for one's own account as a protected resource (RFC 9728 §2).
pub fn account_api(issuer: &Issuer, name: &str) -> Value {
    json!({
        "resource": issuer.join(path::ACCOUNT_API),
        "resource_name": name,
        "authorization_servers": [issuer.as_str()],
        "scopes_supported": scope::account::ALL,
        "bearer_methods_supported": ["header"],
    })
}

/// Where [`account_api`] is served.
pub fn account_api_metadata(issuer: &Issuer) -> String {
    // RFC 9728 §3.1: between the host and the path of the resource.
    format!("{}{}{}{}", issuer.origin(), path::PROTECTED_RESOURCE, issuer.path(), path::ACCOUNT_API)
}

/// The values of `prompt`.
fn prompts(sign_up: bool) -> Vec<&'static str> {
    let create = sign_up.then_some(prompt::CREATE);
    prompt::SUPPORTED.iter().copied().chain(create).collect()
}

/// What may be asked.
fn requests(facts: &Provider<'_>) -> Value {
    let browser = facts.has(MetadataPart::FrontChannelTokens);
    let response_types = ResponseType::ALL.iter().filter(|one| browser || !one.is_front_channel());
    let exchange = facts.has(MetadataPart::TokenExchange);
    let grant_types = GrantType::ALL.iter().filter(|one| match one {
        GrantType::Implicit => browser,
        GrantType::TokenExchange => exchange,
        GrantType::AuthorizationCode | GrantType::RefreshToken | GrantType::ClientCredentials => true,
    });
    let mut members = json!({
        "scopes_supported": scopes_supported(facts),
        "response_types_supported": response_types.map(|one| one.as_str()).collect::<Vec<_>>(),
        "response_modes_supported": ResponseMode::ALL.iter().map(|mode| mode.as_str()).collect::<Vec<_>>(),
        "grant_types_supported": grant_types.map(|grant| grant.as_str()).collect::<Vec<_>>(),
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": facts.acr_values,
        // Initiating User Registration 1.0 §4.1: create stands here where it is understood.
        "prompt_values_supported": prompts(facts.has(MetadataPart::SignUp)),
        "claims_parameter_supported": true,
        "request_parameter_supported": facts.has(MetadataPart::RequestObjects),
        // Said although it is false: true is the default.
        "request_uri_parameter_supported": facts.has(MetadataPart::RequestUris),
    });
    if facts.has(MetadataPart::RequestUris) {
        // OIDC Registration §2: only what a client registered is fetched.
        members["require_request_uri_registration"] = json!(true);
    }
    if facts.has(MetadataPart::RequestObjects) {
        let algs = request_object_algs(facts.has(MetadataPart::UnsignedJwts));
        members["request_object_signing_alg_values_supported"] = json!(algs);
        members["request_object_encryption_alg_values_supported"] = json!(KeyMgmtAlg::ALL);
        members["request_object_encryption_enc_values_supported"] = json!(ContentEnc::ALL);
    }
    if !facts.ui_locales.is_empty() {
        members["ui_locales_supported"] = json!(facts.ui_locales);
    }
    members
}

fn request_object_algs(allow_unsigned: bool) -> Vec<&'static str> {
    let signed = SigAlg::ASYMMETRIC.iter().map(|alg| alg.as_str());
    signed.chain(allow_unsigned.then_some("none")).collect()
}

/// How clients prove themselves.
fn authentication(facts: &Provider<'_>) -> Value {
    let names = |methods: &[AuthMethod]| methods.iter().map(|method| method.as_str()).collect::<Vec<_>>();
    let authenticated: Vec<AuthMethod> =
        AuthMethod::ALL.iter().copied().filter(|method| *method != AuthMethod::None).collect();
    let mut members = json!({
        "token_endpoint_auth_methods_supported": names(AuthMethod::ALL),
        "token_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGS,
    });
    if facts.has(MetadataPart::Introspection) {
        members["introspection_endpoint_auth_methods_supported"] = json!(names(&authenticated));
        members["introspection_endpoint_auth_signing_alg_values_supported"] = json!(ASSERTION_ALGS);
    }
    if facts.has(MetadataPart::Revocation) {
        members["revocation_endpoint_auth_methods_supported"] = json!(names(AuthMethod::ALL));
        members["revocation_endpoint_auth_signing_alg_values_supported"] = json!(ASSERTION_ALGS);
    }
    members
}

/// What is answered, and how it is protected.
fn answers(facts: &Provider<'_>) -> Value {
    let algs = KeyMgmtAlg::ALL;
    let encs = ContentEnc::ALL;
    let signed = || SigAlg::SIGNING.iter().map(|alg| alg.as_str());
    let signed_or_not: Vec<&str> = signed().chain(facts.has(MetadataPart::UnsignedJwts).then_some("none")).collect();
    let mut members = json!({
        "subject_types_supported": SubjectType::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "id_token_signing_alg_values_supported": signed_or_not,
        "id_token_encryption_alg_values_supported": algs,
        "id_token_encryption_enc_values_supported": encs,
        "userinfo_signing_alg_values_supported": signed_or_not,
        "userinfo_encryption_alg_values_supported": algs,
        "userinfo_encryption_enc_values_supported": encs,
        "claim_types_supported": ["normal", "aggregated", "distributed"],
        "claims_supported": claims_supported(facts),
        // RFC 9207 §3
        "authorization_response_iss_parameter_supported": true,
    });
    if facts.has(MetadataPart::Introspection) {
        // RFC 9701 §7
        members["introspection_signing_alg_values_supported"] = json!(SigAlg::SIGNING);
        members["introspection_encryption_alg_values_supported"] = json!(algs);
        members["introspection_encryption_enc_values_supported"] = json!(encs);
    }
    members
}

/// How clients learn that a session has ended.
fn logout(facts: &Provider<'_>) -> Value {
    let back = facts.has(MetadataPart::BackChannelLogout);
    let front = facts.has(MetadataPart::FrontChannelLogout);
    let mut members = json!({
        // Back-Channel Logout §2.1
        "backchannel_logout_supported": back,
        "backchannel_logout_session_supported": back,
        // Front-Channel Logout §3
        "frontchannel_logout_supported": front,
        "frontchannel_logout_session_supported": front,
    });
    if facts.has(MetadataPart::SessionManagement) {
        // Session Management §3.3
        members["check_session_iframe"] = json!(facts.issuer.join(path::CHECK_SESSION));
    }
    members
}

fn scopes_supported<'a>(facts: &Provider<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = scope::STANDARD.iter().map(|scope| scope.name).collect();
    for attribute in facts.attributes {
        if !names.contains(&attribute.scope.as_str()) {
            names.push(&attribute.scope);
        }
    }
    if facts.has(MetadataPart::AccountApi) {
        names.extend(scope::account::ALL);
    }
    names
}

fn claims_supported<'a>(facts: &Provider<'a>) -> Vec<&'a str> {
    let mut names = vec![
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "acr",
        "amr",
        "sid",
        "at_hash",
        "c_hash",
        "s_hash",
    ];
    names.extend(claims::SETTABLE.iter().map(|(name, _)| *name));
    names.extend([
        "preferred_username",
        "updated_at",
        "email",
        "email_verified",
        "phone_number",
        "phone_number_verified",
    ]);
    names.extend(["organizations", "org_id", "groups", "roles"]);
    names.extend(facts.attributes.iter().map(|one| one.name.as_str()));
    names
}
