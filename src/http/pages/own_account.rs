//! What the pages of one's own account have in common: the account that is shown acts, and for what matters its person
//! has signed in lately, with everything that is asked of them; else they do so first.

use axum::response::Response;

use super::{account_token, check_account_form, login};
use crate::{
    domain::{
        flows::journey::decide,
        interactions::{AccountPlace, AccountRequest, Journey, Paused},
        kernel::Feature,
        login::{
            advice::{self, NextStep},
            enrolment::Factors,
        },
        sessions::{self, SignedIn},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::go,
        },
        extract::{PageCall, PostedForm, look_of},
    },
    protocol::params::Params,
    render::{
        Frame,
        pages::{AccountTab, AccountWay, NextStepKind, NextStepRow, NextStepWay, account_ways},
    },
};

/// The forms of a page.
#[derive(Clone, Copy)]
pub struct OwnForms {
    /// What their hidden token is for.
    pub purpose: &'static str,
    /// The page on which they stand.
    pub page: &'static str,
    /// Where one goes on who must sign in again first; none where an old sign-in is enough.
    pub place: Option<AccountPlace>,
}

/// The page for the account of a session.
pub fn page_of(call: &PageCall, page: &str, me: &SignedIn) -> String {
    call.issuer.url.join(&format!("{page}?account={}", me.session.id))
}

/// What stands around a page with forms that act for the account that is shown.
pub fn frame_of(call: &PageCall, forms: OwnForms, me: &SignedIn) -> Frame {
    bare_frame(call, forms.purpose, me).at(page_of(call, forms.page, me))
}

/// [`frame_of`] of a page that is another one when it is opened again.
pub fn bare_frame(call: &PageCall, purpose: &str, me: &SignedIn) -> Frame {
    let token = account_token(call, purpose, &me.session.id);
    call.bare_frame(call.locale(None), token).seen(look_of(me))
}

/// The ways to the other pages.
pub fn ways(call: &PageCall, me: &SignedIn, here: AccountTab) -> Vec<AccountWay> {
    account_ways(call.issuer.url.as_str(), me.session.id.as_str(), here)
}

/// What would make the account safer of a person who has these factors.
pub fn next_step(call: &PageCall, me: &SignedIn, factors: &Factors) -> NextStepRow {
    let has_passkey = !factors.passkeys.is_empty();
    let (kind, page, part) = match advice::next_step(&call.cx(), &me.user, factors) {
        NextStep::AddPasskey => (NextStepKind::Passkey, "/account/security/passkey", ""),
        // Whoever has a passkey may be asked for it after the password.
        NextStep::AddFactor if has_passkey && Feature::Passkeys.is_on(&call.app) => {
            (NextStepKind::Factor, "/account/security", "#passkeys")
        }
        NextStep::AddFactor => (NextStepKind::Factor, "/account/security/app", ""),
        NextStep::RenewCodes => (NextStepKind::Codes, "/account/security", "#codes"),
        NextStep::Nothing => return NextStepRow { step: None },
    };
    NextStepRow { step: Some(NextStepWay { kind, url: format!("{}{part}", page_of(call, page, me)) }) }
}

/// Where whoever is not signed in goes.
pub fn to_login(call: &PageCall) -> Response {
    see_other(&call.issuer.url.join("/login"))
}

/// Where somebody signs in first who did so too long ago; none for whoever may go on.
///
/// # Errors
/// When the database fails.
pub async fn sign_in_first(call: &PageCall, me: &SignedIn, place: AccountPlace) -> Result<Option<Response>, PageError> {
    if sessions::is_fresh(&call.cx(), me) {
        return Ok(None);
    }
    sign_in_again(call, me, AccountRequest { place, fresh: Some(me.session.id.clone()), after: None }).await.map(Some)
}

/// Where the person of an account signs in once more, for a visit to it.
///
/// # Errors
/// When the database fails.
pub async fn sign_in_again(call: &PageCall, me: &SignedIn, visit: AccountRequest) -> Result<Response, PageError> {
    let cx = &call.cx();
    let mut paused = Paused::begun(Journey::Account(visit));
    paused.progress.selected = Some(me.session.id.clone());
    let step = decide(cx, &call.visitor(None), paused).await?;
    go(call, step, None)
}

/// Does what a form asks, for whoever sent it and may do so; others go elsewhere first.
pub async fn on_form(
    forms: OwnForms,
    PostedForm { call, params }: PostedForm,
    act: impl AsyncFnOnce(&PageCall, &Params, &SignedIn) -> Result<Response, PageError>,
) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(forms.page, &params);
    let answer = match acting(&call, &params, forms).await {
        Ok(Ok(me)) => act(&call, &params, me).await,
        Ok(Err(first)) => Ok(first),
        Err(stopped) => Err(stopped),
    };
    page::answered(&call, answer)
}

/// Who sent a form and may do what it asks; or where they go first.
///
/// # Errors
/// The page to show instead, for a form that is not ours.
pub async fn acting<'a>(
    call: &'a PageCall,
    params: &Params,
    forms: OwnForms,
) -> Result<Result<&'a SignedIn, Response>, PageError> {
    let shown = check_account_form(call, params, forms.purpose)?;
    let Some(me) = call.accounts.find(&shown) else {
        return Ok(Err(see_other(&call.issuer.url.join(&login::ended_path(None)))));
    };
    match forms.place {
        Some(place) => Ok(sign_in_first(call, me, place).await?.map_or(Ok(me), Err)),
        None => Ok(Ok(me)),
    }
}
