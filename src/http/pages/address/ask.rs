//! The address, and asking for another one.

use axum::{http::StatusCode, response::Response};

use super::{ASKING, FORMS, PAGE, done, to_page, wait};
use crate::{
    base::{text::undeceptive, time::Seconds},
    domain::{directory::accounts::address, kernel::Error, sessions::SignedIn},
    http::{
        answer::page::{self, PageError, minutes},
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            account,
            own_account::{frame_of, on_form, to_login, ways},
            person, with_retry_after,
        },
    },
    protocol::params::Params,
    render::pages::{AccountTab, AddressFlash, AddressPage, AddressProblem},
};

/// `GET /account/address`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(me) = account::shown(call, params) else { return Ok(to_login(call)) };
    let open = address::find(&call.cx(), &me.user.id).await?;
    if let Some(change) = open.as_ref().filter(|change| change.is_of(me)) {
        return Ok(wait::page(call, me, change, None).await?);
    }
    let flash = match params.get("done") {
        Some("changed") => Some(AddressFlash::Changed),
        Some("stopped") => Some(AddressFlash::Stopped),
        _ => None,
    };
    let page = AddressPage { flash, is_asked_elsewhere: open.is_some(), ..address_page(call, me) };
    Ok(page::show(StatusCode::OK, &page))
}

fn address_page(call: &PageCall, me: &SignedIn) -> AddressPage {
    let url = |path: &str| call.issuer.url.join(&format!("{PAGE}{path}"));
    AddressPage {
        frame: frame_of(call, FORMS, me),
        ways: ways(call, me, AccountTab::Profile),
        person: person(&me.user),
        email: me.user.email.as_deref().map(|email| undeceptive(email).into_owned()),
        is_proven: me.user.email_verified_at.is_some(),
        may_change: address::may_change(&call.cx()),
        is_asked_elsewhere: false,
        typed: String::new(),
        flash: None,
        problem: None,
        action: url(""),
        stop_action: url("/stop"),
    }
}

/// The page that says why nothing was asked for.
pub(super) fn wrong(call: &PageCall, me: &SignedIn, typed: &str, problem: AddressProblem) -> Response {
    let status = match problem {
        AddressProblem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AddressProblem::Over => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = AddressPage { typed: typed.to_owned(), problem: Some(problem), ..address_page(call, me) };
    page::show(status, &page)
}

/// [`wrong`] of a limit that is told.
pub(super) fn limited(call: &PageCall, me: &SignedIn, typed: &str, wait: Seconds) -> Response {
    let problem = AddressProblem::TooMany { minutes: minutes(wait) };
    with_retry_after(wrong(call, me, typed, problem), Some(wait))
}

/// `POST /account/address`
pub async fn ask(form: PostedForm) -> Response {
    on_form(ASKING, form, asked).await
}

async fn asked(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let typed = params.get("email").unwrap_or_default().trim();
    let cx = &call.cx().acting(me.actor());
    match Box::pin(address::ask(cx, me, typed, call.locale(None))).await {
        Ok(()) => Ok(to_page(call, me)),
        Err(Error::TooMany { retry_after }) => Ok(limited(call, me, typed, retry_after)),
        Err(Error::Invalid(fields)) => match fields.first().map(|field| field.code) {
            Some("email_invalid") => Ok(wrong(call, me, typed, AddressProblem::Invalid)),
            Some("email_same") => Ok(wrong(call, me, typed, AddressProblem::Same)),
            Some("email_disposable") => Ok(wrong(call, me, typed, AddressProblem::Disposable)),
            Some("email_domain_refused") => Ok(wrong(call, me, typed, AddressProblem::DomainRefused)),
            // Not offered any more: the page tells.
            Some("email_fixed" | "mail_off") => Ok(to_page(call, me)),
            _ => Err(Error::Invalid(fields).into()),
        },
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/address/stop`: in whichever browser of the person.
pub async fn stop(form: PostedForm) -> Response {
    on_form(FORMS, form, stopped).await
}

async fn stopped(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    match address::stop(&call.cx().acting(me.actor()), &me.user.id).await {
        // Over already: by the first of two presses, or by itself.
        Ok(()) | Err(Error::NotFound) => Ok(done(call, me, "stopped")),
        Err(error) => Err(error.into()),
    }
}
