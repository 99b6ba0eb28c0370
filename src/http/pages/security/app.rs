//! An authenticator app is added or removed, and recovery codes are made.

use axum::{http::StatusCode, response::Response};

use super::{FORM, page_of, sign_in_first};
use crate::{
    base::{id::CredentialId, secret::Secret},
    domain::{
        kernel::Error,
        login::enrolment::{self, Confirmed, NewApp},
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{account, account_token, check_account_form, login},
    },
    protocol::params::Params,
    render::{
        pages::{NewAuthenticator, RecoveryCodes},
        qr::QrPicture,
    },
};

/// `GET /account/security/app`
pub async fn add(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, &params.unwrap_or_default()).await)
}

async fn begin(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(me) = account::shown(call, params) else { return Ok(see_other(&call.issuer.url.join("/login"))) };
    if let Some(first) = sign_in_first(call, me).await? {
        return Ok(first);
    }
    let new = enrolment::begin(&call.cx(), me)?;
    Ok(page::show(StatusCode::OK, &app_page(call, me, new, false)?))
}

fn app_page(call: &PageCall, me: &SignedIn, new: NewApp, wrong: bool) -> Result<NewAuthenticator, Error> {
    Ok(NewAuthenticator {
        // Without an address: opened again, it would show another secret.
        frame: call.issuer.branding.frame(call.locale(None), account_token(call, FORM, &me.session.id)),
        qr: QrPicture::of(new.app.address()?.as_str()).map_err(Error::internal)?,
        key: new.app.manual_key(),
        sealed: new.sealed,
        wrong,
        action: call.issuer.url.join("/account/security/app"),
        back_url: page_of(call, me),
    })
}

/// `POST /account/security/app`
pub async fn confirm(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/account/security", &params);
    page::answered(&call, confirmed(&call, &params).await)
}

async fn confirmed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let me = match acting(call, params).await? {
        Acting::May(me) => me,
        Acting::First(response) => return Ok(response),
    };
    let cx = &call.cx().acting(me.actor());
    let sealed = params.get("sealed").unwrap_or_default();
    match enrolment::confirm(cx, me, sealed, params.get("code").unwrap_or_default()).await {
        Ok(Confirmed::Added(codes)) if codes.is_empty() => Ok(done(call, me, "added")),
        Ok(Confirmed::Added(codes)) => Ok(page::show(StatusCode::OK, &codes_page(call, me, codes, "added"))),
        Ok(Confirmed::WrongCode) => {
            let new = enrolment::begun(cx, me, sealed)?;
            Ok(page::show(StatusCode::OK, &app_page(call, me, new, true)?))
        }
        // The second press of a double click, a form of another session, or one app too many: the page tells.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/app/remove`
pub async fn remove(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/account/security", &params);
    page::answered(&call, removed(&call, &params).await)
}

async fn removed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let me = match acting(call, params).await? {
        Acting::May(me) => me,
        Acting::First(response) => return Ok(response),
    };
    let app: Option<CredentialId> = params.get("app").and_then(|text| text.parse().ok());
    let Some(app) = app else { return Ok(see_other(&page_of(call, me))) };
    match enrolment::remove(&call.cx().acting(me.actor()), &me.user.id, &app).await {
        // Gone already: by the first of two presses, or from elsewhere.
        Ok(()) | Err(Error::NotFound) => Ok(done(call, me, "removed")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/codes`
pub async fn new_codes(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/account/security", &params);
    page::answered(&call, codes(&call, &params).await)
}

async fn codes(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let me = match acting(call, params).await? {
        Acting::May(me) => me,
        Acting::First(response) => return Ok(response),
    };
    match enrolment::renew_recovery_codes(&call.cx().acting(me.actor()), &me.user.id).await {
        Ok(codes) => Ok(page::show(StatusCode::OK, &codes_page(call, me, codes, ""))),
        Err(Error::NotFound) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

fn codes_page(call: &PageCall, me: &SignedIn, codes: Vec<Secret<String>>, done: &str) -> RecoveryCodes {
    let next = if done.is_empty() { page_of(call, me) } else { format!("{}&done={done}", page_of(call, me)) };
    RecoveryCodes { frame: call.frame(""), codes, next_url: next }
}

fn done(call: &PageCall, me: &SignedIn, what: &str) -> Response {
    see_other(&format!("{}&done={what}", page_of(call, me)))
}

/// Who sent a form of these pages.
enum Acting<'a> {
    /// Somebody who may do what it asks.
    May(&'a SignedIn),
    /// Somebody who signs in first.
    First(Response),
}

async fn acting<'a>(call: &'a PageCall, params: &Params) -> Result<Acting<'a>, PageError> {
    let shown = check_account_form(call, params, FORM)?;
    let Some(me) = call.accounts.find(&shown) else {
        return Ok(Acting::First(see_other(&call.issuer.url.join(&login::ended_path(None)))));
    };
    Ok(match sign_in_first(call, me).await? {
        Some(first) => Acting::First(first),
        None => Acting::May(me),
    })
}
