//! The authorization request: OIDC Core §3.1.2, RFC 6749 §4.1.1.
//!
//! 1. [`return_address::return_address`] proves where an answer may go; failing that, a page.
//! 2. [`validate`] runs the ordered checks below; failing one, an answer to that address.
//! 3. [`interaction::identify`] and [`interaction::ask`] say whom to ask what, or that nobody need be asked.
//!
//! Not supported here: the response type `token` alone and the `registration` parameter; each is
//! answered with the error that its specification names.

mod asked;
pub mod interaction;
mod private_use;
pub mod prompt;
pub mod request_object;
pub mod response;
pub mod return_address;

pub use asked::{named, names, resources, scopes};

use serde::{Deserialize, Serialize};

use self::{
    prompt::Prompt,
    return_address::{ResponseMode, ReturnAddress},
};
use super::{
    acr,
    claims::request::ClaimsRequest,
    client::Client,
    error::Refusal,
    params::Params,
    permission::{Asked, Dropped},
    pkce,
    resource::ResourceServer,
    response_type::ResponseType,
    scope::Scopes,
};

/// Most `acr_values` that are kept: they are wishes, best first (OIDC Core §3.1.2.1).
const MOST_ACR_VALUES: usize = 20;

/// A validated authorization request: what the paused interaction keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Where the answer goes.
    pub address: ReturnAddress,
    /// What it brings.
    #[serde(default)]
    pub response_type: ResponseType,
    /// What is asked for, after the client's own limits.
    pub scopes: Scopes,
    /// OIDC Core §3.1.2.1, given back in the ID token.
    pub nonce: Option<String>,
    /// RFC 7636 §4.3.
    pub code_challenge: Option<String>,
    /// OIDC Core §3.1.2.1.
    pub prompt: Prompt,
    /// Seconds since the last active authentication; the client's default when absent.
    pub max_age: Option<i64>,
    /// Who the client thinks is there.
    pub login_hint: Option<String>,
    /// The ID token of an earlier sign-in, still unverified text.
    pub id_token_hint: Option<String>,
    /// Languages the client would like, best first.
    pub ui_locales: Option<String>,
    /// Voluntary `acr` values, best first.
    pub acr_values: Vec<String>,
    /// `acr` values of which one must be reached (OIDC Core §5.5.1.1); none are demanded when empty.
    #[serde(default)]
    pub essential_acr: Vec<String>,
    /// Claims asked for one by one (OIDC Core §5.5), and their languages.
    #[serde(default)]
    pub claims: ClaimsRequest,
    /// RFC 8707 resource indicators.
    pub resources: Vec<String>,
}

impl AuthorizationRequest {
    /// Claims about the person that no scope of the request brings: each needs agreement of its own.
    pub fn single_claims(&self) -> Vec<&str> {
        let by_scope = self.scopes.claims();
        self.claims.about_person().into_iter().filter(|name| !by_scope.contains(name)).collect()
    }
}

/// A request that passed, and what was left out of it.
#[derive(Debug, Clone)]
pub struct Validated {
    /// The request.
    pub request: AuthorizationRequest,
    /// Scopes that it does not ask for any more (OIDC Core §3.1.2.1).
    pub dropped: Vec<Dropped>,
}

/// Checks a request whose return address is proven, against every API of the issuer.
///
/// # Errors
/// What the client is told at that address.
pub fn validate(
    params: &Params,
    client: &Client,
    address: ReturnAddress,
    servers: &[ResourceServer],
) -> Result<Validated, Refusal> {
    params.check_duplicates("RFC 6749 section 3.1")?;
    let response_type = response_type(params, client)?;
    check_response_mode(params, response_type)?;
    check_unsupported(params)?;
    private_use::check(params, &address)?;
    let named = resources(params, client, servers)?;
    let Asked { kept: scopes, dropped } = scopes(params, client, response_type, &named, servers)?;
    let code_challenge =
        if response_type.has_code() { pkce::challenge(params, client, address.redirect_uri(), &scopes)? } else { None };
    check_nonce(params, response_type)?;
    let prompt = prompt::parse(params)?;
    let max_age = max_age(params, client)?;
    let claims = claims(params, &scopes, response_type)?;
    let essential_acr = essential_acr(&claims)?;
    let default_acr = || client.metadata.default_acr_values.clone();
    let request = AuthorizationRequest {
        address,
        response_type,
        scopes,
        nonce: params.get("nonce").map(str::to_owned),
        code_challenge,
        prompt,
        max_age,
        login_hint: params.get("login_hint").map(str::to_owned),
        id_token_hint: params.get("id_token_hint").map(str::to_owned),
        ui_locales: params.get("ui_locales").map(str::to_owned),
        acr_values: params.get("acr_values").map_or_else(default_acr, |values| {
            values.split(' ').filter(|v| !v.is_empty()).take(MOST_ACR_VALUES).map(str::to_owned).collect()
        }),
        essential_acr,
        claims,
        resources: named.iter().map(|server| server.audience.clone()).collect(),
    };
    Ok(Validated { request, dropped })
}

fn claims(params: &Params, scopes: &Scopes, response_type: ResponseType) -> Result<ClaimsRequest, Refusal> {
    let claims = ClaimsRequest::parse(params.get("claims"), params.get("claims_locales"))?;
    // OIDC Core §5.5: userinfo needs an access token to ask it with.
    let access = response_type.has_token() || response_type.has_code();
    if !claims.userinfo.is_empty() && !access {
        return Err(Refusal::invalid_request(
            "claims asks for userinfo, and this response_type brings no access token (OIDC Core section 5.5)",
        ));
    }
    // OIDC Core §5.5: claims is a parameter of OpenID Connect requests; others do not know it.
    Ok(if scopes.has("openid") { claims } else { ClaimsRequest::default() })
}

/// The authentication that the client cannot do without.
fn essential_acr(claims: &ClaimsRequest) -> Result<Vec<String>, Refusal> {
    let Some(ask) = claims.acr().filter(|ask| ask.essential && !ask.values.is_empty()) else { return Ok(Vec::new()) };
    let wanted: Vec<String> = ask.values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
    // OIDC Core §5.5.1.1: if it cannot be met, the attempt to authenticate has failed.
    if wanted.iter().any(|one| acr::SUPPORTED.contains(&one.as_str())) {
        return Ok(wanted);
    }
    Err(Refusal::unmet_authentication_requirements(
        "none of the acr values that claims calls essential can be reached here; acr_values_supported lists those that can (OIDC Core section 5.5.1.1)",
    ))
}

fn response_type(params: &Params, client: &Client) -> Result<ResponseType, Refusal> {
    let text = params.required("response_type", "RFC 6749 section 3.1.1")?;
    // RFC 6749 §3.1.1, §4.1.2.1
    let asked = ResponseType::parse(text).ok_or_else(|| {
        let known: Vec<&str> = ResponseType::ALL.iter().map(|one| one.as_str()).collect();
        Refusal::unsupported_response_type(format!(
            "response_type is not supported: expected one of {} (RFC 6749 section 3.1.1)",
            known.join(", ")
        ))
    })?;
    if client.has_response_type(asked) {
        return Ok(asked);
    }
    Err(Refusal::unauthorized_client(format!(
        "this client is not registered for response_type {asked} and the grant types it needs (RFC 6749 section 4.1.2.1)"
    )))
}

fn check_response_mode(params: &Params, response_type: ResponseType) -> Result<(), Refusal> {
    match params.get("response_mode").map(ResponseMode::parse) {
        Some(None) => Err(Refusal::invalid_request(
            "response_mode is not supported: expected query, fragment or form_post (Multiple Response Types section 2.1)",
        )),
        // Multiple Response Types §3: tokens never travel in a query, which logs and referrers keep.
        Some(Some(ResponseMode::Query)) if response_type.is_front_channel() => Err(Refusal::invalid_request(
            "response_mode query cannot carry tokens: expected fragment or form_post (Multiple Response Types section 3)",
        )),
        _ => Ok(()),
    }
}

fn check_nonce(params: &Params, response_type: ResponseType) -> Result<(), Refusal> {
    // OIDC Core §3.2.2.1, §3.3.2.11: nonce is REQUIRED where the ID token comes through the browser.
    if response_type.has_id_token() && !params.has("nonce") {
        return Err(Refusal::invalid_request(
            "nonce is required when the authorization endpoint answers an ID token (OIDC Core section 3.2.2.1)",
        ));
    }
    Ok(())
}

fn check_unsupported(params: &Params) -> Result<(), Refusal> {
    // OIDC Core §7.2.1: a named error for what an OP does not support.
    if params.has("registration") {
        return Err(Refusal::registration_not_supported("registration is not supported (OIDC Core section 7.2.1)"));
    }
    Ok(())
}

fn max_age(params: &Params, client: &Client) -> Result<Option<i64>, Refusal> {
    match params.get("max_age") {
        None => Ok(client.metadata.default_max_age),
        Some(text) => match text.parse::<i64>() {
            // `parse` takes a sign, too.
            Ok(seconds) if text.bytes().all(|one| one.is_ascii_digit()) => Ok(Some(seconds)),
            _ => Err(Refusal::invalid_request(
                "max_age must be a whole number of seconds, zero or more (OIDC Core section 3.1.2.1)",
            )),
        },
    }
}

#[cfg(test)]
mod tests;
