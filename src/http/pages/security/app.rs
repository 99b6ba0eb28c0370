//! An authenticator app is added or removed, and recovery codes are made.

use axum::{http::StatusCode, response::Response};

use super::{FORM, done, done_at, fresh, on_form, page_of};
use crate::{
    base::{id::CredentialId, secret::Secret},
    domain::{
        kernel::Error,
        login::enrolment::{self, Confirmed, NewApp, TypedCode},
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::own_account::bare_frame,
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
    let me = match fresh(call, params).await? {
        Ok(me) => me,
        Err(first) => return Ok(first),
    };
    let new = enrolment::begin(&call.cx(), me.session.id.as_str())?;
    Ok(page::show(StatusCode::OK, &app_page(call, me, new, false)?))
}

fn app_page(call: &PageCall, me: &SignedIn, new: NewApp, wrong: bool) -> Result<NewAuthenticator, Error> {
    let brand = &call.issuer.branding.brand.name;
    Ok(NewAuthenticator {
        // Without an address: opened again, it would show another secret.
        frame: bare_frame(call, FORM, me),
        qr: QrPicture::of(new.app.address(brand, &me.user.username)?.as_str()).map_err(Error::internal)?,
        key: new.app.manual_key(),
        sealed: new.sealed,
        wrong,
        action: call.issuer.url.join("/account/security/app"),
        back_url: page_of(call, me),
    })
}

/// `POST /account/security/app`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let sent = Sent::of(FORM, params);
    let typed =
        TypedCode { sealed: params.get("sealed").unwrap_or_default(), code: params.get("code").unwrap_or_default() };
    match enrolment::confirm(&call.cx().acting(me.actor()), &call.visitor(Some(&sent)), me, typed, None).await {
        Ok(Confirmed::Added(codes)) if codes.is_empty() => Ok(done(call, me, "added")),
        Ok(Confirmed::Added(codes)) => {
            Ok(page::show(StatusCode::OK, &codes_page(call, codes, done_at(call, me, "added"))))
        }
        Ok(Confirmed::WrongCode(new)) => Ok(page::show(StatusCode::OK, &app_page(call, me, new, true)?)),
        // A form of another session, an app that counts already, or one too many: the page tells.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/app/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(form, removed).await
}

async fn removed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let app: Option<CredentialId> = params.get("app").and_then(|text| text.parse().ok());
    let Some(app) = app else { return Ok(see_other(&page_of(call, me))) };
    match enrolment::remove(&call.cx().acting(me.actor()), &me.user.id, &app).await {
        // Gone already: by the first of two presses, or from elsewhere.
        Ok(()) | Err(Error::NotFound) => Ok(done(call, me, "removed")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/codes`
pub async fn new_codes(form: PostedForm) -> Response {
    on_form(form, renewed).await
}

async fn renewed(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    match enrolment::renew_recovery_codes(&call.cx().acting(me.actor()), &me.user.id).await {
        Ok(codes) => Ok(page::show(StatusCode::OK, &codes_page(call, codes, page_of(call, me)))),
        Err(Error::NotFound) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn codes_page(call: &PageCall, codes: Vec<Secret<String>>, next_url: String) -> RecoveryCodes {
    RecoveryCodes { frame: call.frame(""), codes, next_url }
}
