//! A picture is sent. Files are large and their senders slow, so nobody's is read who is not signed in here, and a few
//! at a time.

use axum::{
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{FORMS, PAGE, done, profile};
use crate::{
    domain::{directory::accounts::picture, kernel::Error, sessions::SignedIn},
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm},
        middleware::{
            Early,
            body::{self, PICTURE_FORM, PICTURES_BUSY},
            unread::Unread,
        },
        pages::{
            account,
            own_account::{acting, on_form, to_login},
            with_retry_after,
        },
    },
    protocol::{error::Refusal, params::Params},
    render::pages::ProfileProblem,
};

/// `POST /account/profile/picture`
pub async fn upload(State(app): State<Shared>, request: Request) -> Response {
    let unread = Unread::of(&request);
    let (parts, body) = request.into_parts();
    let call = match PageCall::from_request_parts(&mut parts.clone(), &app).await {
        Ok(call) => call,
        Err(refused) => return unread.close(refused.into_response()),
    };
    let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let Some(me) = account::shown(&call, &query) else { return unread.close(to_login(&call)) };
    let Some(_room) = app.pictures.room(&me.user.id) else {
        let page = refused(&call, me, StatusCode::SERVICE_UNAVAILABLE, ProfileProblem::PictureBusy);
        return unread.close(with_retry_after(page, Some(PICTURES_BUSY)));
    };
    let request = match body::read(Request::from_parts(parts, body), PICTURE_FORM.limits).await {
        Ok(request) => request,
        Err(Early::BodyTooLarge) => {
            let page = refused(&call, me, StatusCode::PAYLOAD_TOO_LARGE, ProfileProblem::PictureTooLarge);
            return unread.close(page);
        }
        Err(early) => return unread.close(early.as_text()),
    };
    // Who is signed in here is looked up once more, now that all of it has come: a cookie that was planted before does
    // not act after somebody signed in with it.
    let (parts, body) = request.into_parts();
    match PageCall::from_request_parts(&mut parts.clone(), &app).await {
        Ok(call) => {
            let call = call.of_form(PAGE, &Params::default());
            let outcome = received(&call, &app, Request::from_parts(parts, body)).await;
            page::answered(&call, outcome)
        }
        Err(refused) => refused.into_response(),
    }
}

/// What a form with a file holds.
#[derive(Default)]
struct Uploaded {
    csrf: String,
    file: Vec<u8>,
}

async fn received(call: &PageCall, app: &Shared, request: Request) -> Result<Response, PageError> {
    let Uploaded { csrf, file } = read(request, app).await.map_err(Error::from)?;
    let params = Params::from_pairs([("csrf", csrf.as_str())]);
    let me = match acting(call, &params, FORMS).await? {
        Ok(me) => me,
        Err(first) => return Ok(first),
    };
    let wrong = |problem| Ok(refused(call, me, StatusCode::UNPROCESSABLE_ENTITY, problem));
    if file.is_empty() {
        return wrong(ProfileProblem::PictureMissing);
    }
    match picture::set(&call.cx().acting(me.actor()), &me.user.id, file).await {
        Ok(_) => Ok(done(call, me, "picture")),
        Err(Error::Invalid(fields)) if fields.iter().any(|field| field.code == "picture_too_large") => {
            wrong(ProfileProblem::PictureTooLarge)
        }
        Err(Error::Invalid(fields)) if fields.iter().any(|field| field.code == "picture_unreadable") => {
            wrong(ProfileProblem::PictureUnreadable)
        }
        Err(error) => Err(error.into()),
    }
}

/// RFC 7578: the fields of a form with a file. All of it is in memory by now.
async fn read(mut request: Request, app: &Shared) -> Result<Uploaded, Refusal> {
    let broken = || Refusal::invalid_request("a picture comes as multipart/form-data (RFC 7578)");
    DefaultBodyLimit::max(PICTURE_FORM.limits.largest).apply(&mut request);
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| broken())?;
    let mut uploaded = Uploaded::default();
    while let Some(field) = parts.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.bytes().await.map_err(|_| broken())?;
        match name.as_str() {
            "csrf" => uploaded.csrf = String::from_utf8_lossy(&value).into_owned(),
            "picture" => uploaded.file = value.to_vec(),
            _ => {}
        }
    }
    Ok(uploaded)
}

fn refused(call: &PageCall, me: &SignedIn, status: StatusCode, problem: ProfileProblem) -> Response {
    page::show(status, &profile(call, me, &Params::default(), vec![problem]))
}

/// `POST /account/profile/picture/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(FORMS, form, removed).await
}

async fn removed(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    picture::remove(&call.cx().acting(me.actor()), &me.user.id).await?;
    Ok(done(call, me, "picture_removed"))
}
