//! The authorization request: OIDC Core §3.1.2, RFC 6749 §4.1.1.
//!
//! 1. [`return_address::return_address`] proves where an answer may go; failing that, a page.
//! 2. [`validate`] runs the checks in the order of `CHECKS`; failing one, an answer to that address.
//! 3. [`interaction::identify`], [`required::next_step`] and [`interaction::ask`] say whom to ask what, or that nobody
//!    need be asked.
//!
//! Each parameter is a file. A check reads its parameter of the request and writes what it found into the draft,
//! where those after it find it:
//!
//! | | parameter | needs before it | `/authorize` | `/token` | `signet client check` |
//! |---|---|---|---|---|---|
//! | 1 | every one stands once | | ● | ● | |
//! | 2 | `response_type` | | ● | | |
//! | 3 | `response_mode` | response_type | ● | | |
//! | 4 | `registration` | | ● | | |
//! | 5 | `resource` | | ● | ● | ● |
//! | 6 | `scope` | response_type, resource | ● | | ● |
//! | 7 | `code_challenge` | response_type, scope | ● | | |
//! | 8 | `nonce` | response_type | ● | | |
//! | 9 | `prompt` | | ● | | |
//! | 10 | `max_age` | | ● | | |
//! | 11 | `claims` | response_type, scope | ● | | |
//! | 12 | `acr_values` | claims | ● | | |
//! | 13 | `hints` | | ● | | |
//! | 14 | `idp_hint` | | ● | | |
//!
//! `/token` finds the APIs of client_credentials by the same function; its scopes are its own. `request` and
//! `request_uri` are merged into the others before ([`request_object`]). Pushed requests (RFC 9126), which are not
//! served yet, will run all of them where they are pushed.
//!
//! Not supported here: the response type `token` alone and the `registration` parameter; each is
//! answered with the error that its specification names.

mod acr_values;
mod claims;
mod code_challenge;
mod hints;
mod idp_hint;
pub mod interaction;
mod max_age;
mod nonce;
mod progress;
pub mod prompt;
mod registration;
pub mod request_object;
pub mod required;
mod resource;
pub mod response;
mod response_mode;
mod response_type;
pub mod return_address;
mod scope;

pub use self::{
    resource::{named, resources},
    scope::{names, scopes},
};

use serde::{Deserialize, Serialize};

use self::{prompt::Prompt, return_address::ReturnAddress};
use super::{
    claims::request::ClaimsRequest, client::Client, error::Refusal, params::Params, permission::Dropped,
    resource::ResourceServer, response_type::ResponseType, scope::Scopes,
};

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
    /// The upstream by which the person signs in, if there is one of that name.
    #[serde(default)]
    pub idp_hint: Option<String>,
}

impl AuthorizationRequest {
    /// Nothing asked for yet, to be answered at this address.
    fn at(address: ReturnAddress) -> Self {
        Self {
            address,
            response_type: ResponseType::default(),
            scopes: Scopes::default(),
            nonce: None,
            code_challenge: None,
            prompt: Prompt::default(),
            max_age: None,
            login_hint: None,
            id_token_hint: None,
            ui_locales: None,
            acr_values: Vec::new(),
            essential_acr: Vec::new(),
            claims: ClaimsRequest::default(),
            resources: Vec::new(),
            idp_hint: None,
        }
    }

    /// `acr` values that one would like: of `acr_values`, and of `claims` where it does not call them essential.
    pub fn voluntary_acr(&self) -> impl Iterator<Item = &str> {
        let asked = self.claims.acr().filter(|ask| !ask.essential);
        let values = asked.into_iter().flat_map(|ask| ask.values.iter().filter_map(|value| value.as_str()));
        self.acr_values.iter().map(String::as_str).chain(values)
    }

    /// Whether `acr` values are essential, none of which was reached.
    pub fn lacks_essential_acr(&self, reached: &[String]) -> bool {
        !self.essential_acr.is_empty() && !self.essential_acr.iter().any(|value| reached.contains(value))
    }

    /// Whether one would like `acr` values, none of which was reached.
    pub fn lacks_voluntary_acr(&self, reached: &[String]) -> bool {
        let is_reached = |value: &str| reached.iter().any(|one| one == value);
        self.voluntary_acr().next().is_some() && !self.voluntary_acr().any(is_reached)
    }

    /// Every `acr` value that the request names.
    pub fn requested_acr(&self) -> Vec<&str> {
        self.voluntary_acr().chain(self.essential_acr.iter().map(String::as_str)).collect()
    }

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

/// What a check reads.
struct Asking<'a> {
    params: &'a Params,
    client: &'a Client,
    servers: &'a [ResourceServer],
}

/// What the checks have found so far.
struct Draft<'a> {
    request: AuthorizationRequest,
    dropped: Vec<Dropped>,
    /// The APIs that are named.
    named: Vec<&'a ResourceServer>,
}

/// A check of one parameter.
type Check = for<'a> fn(&Asking<'a>, &mut Draft<'a>) -> Result<(), Refusal>;

/// Every check, in this order. What is wrong first is what the client is told.
const CHECKS: &[Check] = &[
    duplicates,
    response_type::check,
    response_mode::check,
    registration::check,
    resource::check,
    scope::check,
    code_challenge::check,
    nonce::check,
    prompt::check,
    max_age::check,
    claims::check,
    acr_values::check,
    hints::check,
    idp_hint::check,
];

/// RFC 6749 §3.1: no parameter stands twice.
fn duplicates<'a>(asking: &Asking<'a>, _: &mut Draft<'a>) -> Result<(), Refusal> {
    asking.params.check_duplicates("RFC 6749 section 3.1")
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
    let asking = Asking { params, client, servers };
    let mut draft = Draft { request: AuthorizationRequest::at(address), dropped: Vec::new(), named: Vec::new() };
    for check in CHECKS {
        check(&asking, &mut draft)?;
    }
    Ok(Validated { request: draft.request, dropped: draft.dropped })
}

#[cfg(test)]
mod tests;
