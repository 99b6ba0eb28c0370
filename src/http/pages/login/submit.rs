//! A name and a password that somebody typed.

use axum::response::Response;

use super::{
    FORM,
    captcha::captcha_url,
    enter::{Entry, NotEntered, enter, signed_in},
    show::{Shown, show_again},
    ways::StepWanted,
};
use crate::{
    base::id::InteractionId,
    domain::{
        flows::authorize,
        interactions::{self, Journey, Paused, Stopped},
        kernel::Error,
        login::{
            captcha,
            password::{self, PasswordForm, Place},
            proof_of_work::{self, Calculation, WorkKind, WorkPlace, WorkShown},
            risk,
        },
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::{remember_signed_in, with_device},
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm},
        pages::{again, check_form, interaction, minutes, suggest_passkey, typed, with_retry_after},
    },
    protocol::{error::Refusal, params::Params},
    render::pages::SignInProblem,
};

/// `POST /login`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let call = match &params {
        Ok(params) => call.of_form("/login", params),
        Err(_) => call,
    };
    page::answered(&call, submitted(&call, params).await)
}

async fn submitted(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    let params = &params.map_err(Error::from)?;
    let sent = &Sent::of(FORM, params);
    call.found_browser()?;
    let id = interaction(params);
    let mut paused = match &id {
        None => Paused::begun(Journey::account()),
        Some(id) => match interactions::load(&call.cx(), id, call.known_browser()).await {
            Ok(paused) => paused,
            Err(_) if again::is_replaced(call).await => return sent_again(call, params, sent).await,
            Err(stopped) => return completed(call, params, sent, stopped).await,
        },
    };
    if let Err(forged) = check_form(call, params, FORM) {
        return if again::is_replaced(call).await { sent_again(call, params, sent).await } else { Err(forged) };
    }
    paused.progress.may_suggest_passkey = suggest_passkey::may_ask(call) && params.get("can_passkey") == Some("yes");
    let typed = typed(params);
    let username = typed.username.to_owned();
    let step = StepWanted::ways(params);
    let shown = Shown { username, remember: typed.remember, another: params.has("another"), step, ..Shown::default() };
    let (problem, wait) = match Box::pin(try_password(call, sent, paused, typed, params)).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(None)) if risk::may_stop(&call.cx()) => (SignInProblem::WrongOrStopped, None),
        Ok(Err(None)) => (SignInProblem::WrongCredentials, None),
        Ok(Err(Some(calculation))) => {
            let (wait, calculation) = (Some(calculation.wait), Some(calculation));
            let shown = Shown { problem: Some(SignInProblem::Work), calculation, ..shown };
            return Ok(with_retry_after(show_again(call, id, shown).await?, wait));
        }
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (SignInProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(NotEntered::Failed(Error::Busy { retry_after })) => (SignInProblem::Busy, Some(retry_after)),
        Err(why) => return Err(why.into()),
    };
    let calculation = match problem {
        SignInProblem::WrongCredentials | SignInProblem::WrongOrStopped => {
            next_calculation(call, id.as_ref(), &shown.username).await?
        }
        _ => None,
    };
    let page = show_again(call, id, Shown { problem: Some(problem), calculation, ..shown }).await?;
    Ok(with_retry_after(page, wait))
}

/// For whom something is calculated.
fn asked<'a>(call: &'a PageCall, interaction: Option<&'a InteractionId>) -> Option<WorkPlace<'a>> {
    let is_asked = proof_of_work::is_on(&call.cx()) || captcha::is_on(&call.cx());
    let browser = call.known_browser().filter(|_| is_asked)?;
    Some(WorkPlace { browser: &browser.id, interaction, kind: WorkKind::Password })
}

/// What the browser calculates before another password for this name is looked at, so that it is ready by then.
async fn next_calculation(
    call: &PageCall,
    interaction: Option<&InteractionId>,
    username: &str,
) -> Result<Option<Calculation>, PageError> {
    // A captcha has a page of its own, which the next password leads to.
    let asked = asked(call, interaction).filter(|_| !captcha::is_on(&call.cx()));
    let Some(asked) = asked else { return Ok(None) };
    let place = Place { visitor: call.visitor(None), client: None };
    let is_wanted = password::wants_work(&call.cx(), &place, username).await?;
    Ok(is_wanted.then(|| proof_of_work::offer(&call.cx(), asked)))
}

/// Tries a password, and goes on. Else nothing, where name and password do not match; or what is to be calculated
/// before it is looked at.
async fn try_password(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    typed: PasswordForm<'_>,
    params: &Params,
) -> Result<Result<Response, Option<Calculation>>, NotEntered> {
    let cx = &call.cx();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    if let Some(asked) = asked(call, paused.id.as_ref())
        && password::wants_work(cx, &place, typed.username).await?
    {
        let of = |name| params.get(name).unwrap_or_default();
        let shown = WorkShown { challenge: of("work"), answer: of("work_answer") };
        if captcha::is_on(cx) {
            if !captcha::spend(cx, asked, shown.challenge).await? {
                return Ok(Ok(see_other(&captcha_url(call, paused.id.as_ref()))));
            }
        } else if let Some(left) = proof_of_work::spend(cx, asked, shown).await? {
            return Ok(Err(Some(left)));
        }
    }
    let Some(found) = password::verify(cx, &place, &typed).await? else { return Ok(Err(None)) };
    let proven = found.proven(cx, typed).await;
    match Box::pin(enter(call, sent, paused, &proven)).await {
        // The password was changed while it was being checked; or it is right, and what it would begin is stopped.
        Err(NotEntered::Failed(Error::Forbidden | Error::SignInStopped)) => {
            found.changed(cx, &place).await?;
            Ok(Err(None))
        }
        entered => {
            found.clear(cx).await?;
            Ok(Ok(with_device(call, entered?, found.device_cookie(cx, &place.visitor))))
        }
    }
}

/// A form whose cookie has been replaced. That is what the second press of a double click sends: the first
/// signed in and changed the cookie. It gets what the first got, if its password is right too.
async fn sent_again(call: &PageCall, params: &Params, sent: &Sent) -> Result<Response, PageError> {
    if let Some(first) = again::earlier_sign_in_by_password(call, params, FORM, sent).await? {
        let response = signed_in(call, sent, Entry::of(&first)).await?;
        return Ok(remember_signed_in(call, response, &first.user).await);
    }
    again::by_get(call, "/login", interaction(params).as_ref()).ok_or_else(PageError::no_cookie)
}

/// The request cannot go on. If it was answered, the very form that led to the answer gets it once more, if its
/// password is right too.
async fn completed(call: &PageCall, params: &Params, sent: &Sent, stopped: Stopped) -> Result<Response, PageError> {
    let visitor = call.visitor(Some(sent));
    let repeats = matches!(stopped, Stopped::Over { completed: true, .. })
        && check_form(call, params, FORM).is_ok()
        && matches!(authorize::answered_before(&call.cx(), &visitor).await, Ok(Some(_)));
    if repeats && password::is_right(&call.cx(), &Place { visitor, client: None }, &typed(params), None).await? {
        return again::stopped(call, &visitor, stopped).await;
    }
    Err(stopped.into())
}
