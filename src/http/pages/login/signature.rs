//! A form that brings a signature to sign in with, of a passkey or of a wallet.

use axum::response::Response;

use super::{
    FORM,
    enter::{Entry, NotEntered, enter, signed_in},
    name,
    repeated::{Repeated, paused_for},
    show::{Shown, show_again},
};
use crate::{
    domain::{
        flows::journey::{WaitsHere, wait_for_account},
        interactions::Paused,
        kernel::{Cx, Error},
        login::{SignatureRefused, Signer, password::Place, wallets::UnknownWallet},
        sessions::{outcomes::Sent, visitor::Visitor},
    },
    http::{
        answer::{device::remember_signed_in, page::PageError, response_mode::see_other, step::with_browser},
        extract::PageCall,
        pages::{again, interaction, minutes, sign_up, with_retry_after},
    },
    protocol::params::Params,
    render::pages::{PasskeySignals, SignInProblem},
};

/// Who has signed.
pub type Verification = Result<Signer, Error>;

/// What such a form has of its own.
#[derive(Clone, Copy)]
pub struct SignatureForm {
    /// What it is called where two equal ones are told from others.
    pub name: &'static str,
    /// What the page says of a refusal.
    pub problem: fn(&PageCall, SignatureRefused) -> SignInProblem,
    /// What the browser is told of a key that no account has.
    pub signals: fn(&PageCall, &Params) -> Option<PasskeySignals>,
}

/// Signs in whom the signature proves, or leads on to a new account; else the sign-in page says why it does not.
///
/// # Errors
/// What stopped it.
pub async fn submitted(
    form: SignatureForm,
    call: &PageCall,
    params: &Params,
    verify: impl AsyncFnOnce(&Cx<'_>, &Place<'_>, &Params) -> Verification,
) -> Result<Response, PageError> {
    let sent = &Sent::of(form.name, params);
    call.found_browser()?;
    let id = interaction(params);
    let repeated = Repeated { params, form: FORM, page: "/login", sent };
    let paused = match paused_for(call, repeated, id.as_ref()).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let mut signals = None;
    let (problem, wait) = match Box::pin(tried(call, sent, paused, params, verify)).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(refused)) => {
            if refused == SignatureRefused::Unknown {
                signals = (form.signals)(call, params);
            }
            ((form.problem)(call, refused), None)
        }
        // The account is switched off.
        Err(NotEntered::Failed(Error::Forbidden)) => ((form.problem)(call, SignatureRefused::Wrong), None),
        // Spent, perhaps by the first of two presses.
        Err(NotEntered::Failed(Error::NotFound)) => {
            if let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? {
                return signed_in(call, sent, Entry::of(&first)).await;
            }
            ((form.problem)(call, SignatureRefused::Expired), None)
        }
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (SignInProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(why) => return Err(why.into()),
    };
    let remember = remembers(params);
    let shown = Shown {
        remember,
        problem: Some(problem),
        another: params.has("another"),
        signals,
        ..name::shown(call, params)
    };
    Ok(with_retry_after(show_again(call, id, shown).await?, wait))
}

/// Whether the session is to outlive the browser.
pub fn remembers(params: &Params) -> bool {
    params.get("remember") == Some("yes")
}

async fn tried(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    params: &Params,
    verify: impl AsyncFnOnce(&Cx<'_>, &Place<'_>, &Params) -> Verification,
) -> Result<Result<Response, SignatureRefused>, NotEntered> {
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    let proven = match verify(&call.cx(), &place, params).await? {
        Signer::Known(proven) => proven,
        Signer::Unknown(wallet) => return to_sign_up(call, &place.visitor, paused, &wallet).await.map(Ok),
        Signer::Nobody(refused) => return Ok(Err(refused)),
    };
    let response = Box::pin(enter(call, sent, paused, &proven)).await?;
    Ok(Ok(remember_signed_in(call, response, &proven.user).await))
}

/// To the address of a new account, which its first wallet waits for.
async fn to_sign_up(
    call: &PageCall,
    visitor: &Visitor<'_>,
    paused: Paused,
    wallet: &UnknownWallet,
) -> Result<Response, NotEntered> {
    let WaitsHere { interaction, browser } = wait_for_account(&call.cx(), visitor, paused, wallet).await?;
    let response = see_other(&call.issuer.url.join(&sign_up::path(Some(&interaction))));
    Ok(with_browser(call, response, Some(&browser)))
}
