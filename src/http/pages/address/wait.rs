//! The page that waits for both mailboxes.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{FORMS, PAGE, ask, done, own_change, to_page};
use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts::address::{self, AddressStep, OpenAddressChange, TypedCodes},
        interactions::{AccountPlace, AccountRequest},
        kernel::Error,
        sessions::SignedIn,
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            account,
            own_account::{frame_of, on_form, page_of, sign_in_again},
        },
    },
    protocol::params::Params,
    render::pages::{AddressProblem, AddressWait, MailProblem, StandIn, WaitProblem},
};

/// The page, for whoever asked.
///
/// # Errors
/// When the database fails.
pub(super) async fn page(
    call: &PageCall,
    me: &SignedIn,
    change: &OpenAddressChange,
    problem: Option<WaitProblem>,
) -> Result<Response, Error> {
    let url = |path: &str| call.issuer.url.join(&format!("{PAGE}{path}"));
    let old = me.user.email.as_deref().filter(|_| !change.is_old_proven());
    let stand_in = match old {
        Some(_) if !address::has_factor_of_old(&call.cx(), &me.user.id).await? => StandIn::Nothing,
        Some(_) if address::is_signed_in_again(change, me) => StandIn::SignedIn,
        Some(_) => StandIn::SignIn,
        None => StandIn::Nothing,
    };
    let page = AddressWait {
        frame: frame_of(call, FORMS, me),
        email: undeceptive(change.email()).into_owned(),
        is_new_proven: change.is_new_proven(),
        old: old.map(|email| undeceptive(email).into_owned()),
        stand_in,
        number: change.number(),
        problem,
        is_over: change.is_used_up(),
        action: url("/code"),
        again_action: url(""),
        lost_action: url("/lost"),
        stop_action: url("/stop"),
        state_url: page_of(call, &format!("{PAGE}/state"), me),
    };
    Ok(page::show(StatusCode::OK, &page))
}

/// `GET /account/address/state`: whether the page that waits may go on.
pub async fn state(call: PageCall, QueryParams(params): QueryParams) -> Response {
    if let Err(error) = call.found_browser() {
        return page::script_failed(&call, error);
    }
    let found = match account::shown(&call, &params.unwrap_or_default()) {
        Some(me) => own_change(&call, me).await,
        None => Ok(None),
    };
    let state = match found {
        Ok(Some(change)) if change.is_new_proven() => "approved",
        Ok(Some(_)) => "waiting",
        Ok(None) => "over",
        Err(error) => return page::script_failed(&call, error),
    };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(json!({"state": state}))).into_response()
}

/// `POST /account/address/code`
pub async fn code(form: PostedForm) -> Response {
    on_form(FORMS, form, typed).await
}

async fn typed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let Some(change) = own_change(call, me).await? else { return over(call, me).await };
    let codes = TypedCodes { new: params.get("code"), old: params.get("old_code") };
    let is_blank = [codes.new, codes.old].into_iter().flatten().all(|code| code.trim().is_empty());
    let problem = match address::by_codes(&call.cx().acting(me.actor()), &change, codes).await {
        Ok(AddressStep::Changed) => return Ok(done(call, me, "changed")),
        Ok(AddressStep::Waiting) if is_blank && params.has("code") => WaitProblem::New,
        Ok(AddressStep::Waiting) if is_blank && params.has("old_code") => WaitProblem::Old,
        // Confirmed here or elsewhere: the field of its code goes.
        Ok(AddressStep::Waiting) if !is_blank || change.is_new_proven() => return Ok(to_page(call, me)),
        Ok(AddressStep::Waiting) => WaitProblem::Mail(MailProblem::NotYet),
        Ok(AddressStep::WrongNew) => WaitProblem::New,
        Ok(AddressStep::WrongOld) => WaitProblem::Old,
        Ok(AddressStep::UsedUp) => WaitProblem::Mail(MailProblem::UsedUp),
        Err(Error::NotFound) => return over(call, me).await,
        Err(Error::TooMany { retry_after }) => return Ok(ask::limited(call, me, change.email(), retry_after)),
        Err(error) => return Err(error.into()),
    };
    // One of two codes may have been right.
    match own_change(call, me).await? {
        Some(change) => Ok(page(call, me, &change, Some(problem)).await?),
        None => over(call, me).await,
    }
}

/// The change is over: by the first of two presses, which the second repeats, or otherwise.
pub(super) async fn over(call: &PageCall, me: &SignedIn) -> Result<Response, PageError> {
    if address::was_changed(&call.cx(), me).await? {
        return Ok(done(call, me, "changed"));
    }
    Ok(ask::wrong(call, me, "", AddressProblem::Over))
}

/// `POST /account/address/lost`
pub async fn lost(form: PostedForm) -> Response {
    on_form(FORMS, form, stood_in).await
}

async fn stood_in(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let Some(change) = own_change(call, me).await? else { return over(call, me).await };
    let cx = &call.cx().acting(me.actor());
    if change.is_old_proven() || !address::has_factor_of_old(cx, &me.user.id).await? {
        return Ok(to_page(call, me));
    }
    if !address::is_signed_in_again(&change, me) {
        let after = Some(change.asked_at());
        let visit = AccountRequest { place: AccountPlace::Address, fresh: Some(me.session.id.clone()), after };
        return sign_in_again(call, me, visit).await;
    }
    match address::by_factor(cx, &change, me).await {
        Ok(AddressStep::Changed) => Ok(done(call, me, "changed")),
        Ok(_) | Err(Error::Forbidden) => Ok(to_page(call, me)),
        Err(Error::NotFound) => over(call, me).await,
        Err(error) => Err(error.into()),
    }
}
