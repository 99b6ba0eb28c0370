//! Signing in with a passkey: what the browser is asked, and its answer.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    FORM,
    enter::{Entry, NotEntered, enter, signed_in},
    repeated::{Repeated, sent_again},
    show::{Shown, show_again},
};
use crate::{
    domain::{
        interactions::{self, Journey, Paused, Stopped},
        kernel::{Error, Feature},
        login::{
            passkeys::{self, Options, PasskeyRefused},
            password::Place,
        },
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
        },
        extract::{PageCall, PostedForm},
        pages::{again, check_form, interaction, minutes, passkey_signals, suggest_passkey, with_retry_after},
    },
    protocol::params::Params,
    render::pages::{PasskeyOffer, PasskeyProblem, SignInProblem},
};

/// Where the browser is told what to ask for, and where the answer goes.
pub const PATH: &str = "/login/passkey";

/// What the sign-in page offers, if it does.
pub(super) fn offer(call: &PageCall) -> Option<PasskeyOffer> {
    let path = call.issuer.url.join(PATH);
    Feature::Passkeys.is_on(&call.app).then(|| PasskeyOffer {
        options_url: path.clone(),
        action: path,
        asks_browser: suggest_passkey::may_ask(call),
    })
}

/// `GET /login/passkey`
pub async fn options(call: PageCall) -> Response {
    let Some(browser) = call.known_browser() else { return StatusCode::BAD_REQUEST.into_response() };
    match passkeys::offer(&call.cx(), &browser.id) {
        Ok(asked) => told(&asked),
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => page::answered(&call, Err(error.into())),
    }
}

/// What the page's script is told.
pub fn told(asked: &Options) -> Response {
    let body = json!({"public_key": asked.public_key, "sealed": asked.sealed}).to_string();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// `POST /login/passkey`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    page::answered(&call, submitted(&call, &params).await)
}

async fn submitted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of("passkey", params);
    let repeated = Repeated { params, form: FORM, page: "/login", sent };
    call.found_browser()?;
    let id = interaction(params);
    let checked = check_form(call, params, FORM);
    let paused = match &id {
        None => Paused::begun(Journey::account()),
        Some(id) => match interactions::load(&call.cx(), id, call.known_browser()).await {
            Ok(paused) => paused,
            // Answered by the first of two presses, or its cookie replaced by it.
            Err(stopped) => return sent_again(call, repeated, stopped).await,
        },
    };
    if let Err(forged) = checked {
        if again::is_replaced(call).await {
            return sent_again(call, repeated, Stopped::OtherBrowser { client: None }).await;
        }
        return Err(forged);
    }
    let remember = params.get("remember") == Some("yes");
    let mut signals = None;
    let (problem, wait) = match Box::pin(try_passkey(call, sent, paused, params, remember)).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(refused)) => {
            if refused == PasskeyRefused::Unknown {
                signals = passkey_signals::of_unknown(call, params.get("answer").unwrap_or_default());
            }
            (SignInProblem::Passkey(problem(refused)), None)
        }
        // The account is switched off.
        Err(NotEntered::Failed(Error::Forbidden)) => (SignInProblem::Passkey(PasskeyProblem::Wrong), None),
        // Spent, perhaps by the first of two presses.
        Err(NotEntered::Failed(Error::NotFound)) => {
            if let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? {
                return signed_in(call, sent, Entry::of(&first)).await;
            }
            (SignInProblem::Passkey(PasskeyProblem::Expired), None)
        }
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (SignInProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(why) => return Err(why.into()),
    };
    let shown = Shown { remember, problem: Some(problem), another: params.has("another"), signals, ..Shown::default() };
    Ok(with_retry_after(show_again(call, id, shown).await?, wait))
}

/// What the page says of it.
pub const fn problem(refused: PasskeyRefused) -> PasskeyProblem {
    match refused {
        PasskeyRefused::Expired => PasskeyProblem::Expired,
        PasskeyRefused::Unknown => PasskeyProblem::Unknown,
        PasskeyRefused::Wrong => PasskeyProblem::Wrong,
    }
}

async fn try_passkey(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    params: &Params,
    remember: bool,
) -> Result<Result<Response, PasskeyRefused>, NotEntered> {
    let cx = &call.cx();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    let (sealed, answer) = (params.get("sealed").unwrap_or_default(), params.get("answer").unwrap_or_default());
    let proven = match passkeys::verify(cx, &place, sealed, answer, remember).await? {
        Ok(proven) => proven,
        Err(refused) => return Ok(Err(refused)),
    };
    let response = Box::pin(enter(call, sent, paused, &proven)).await?;
    Ok(Ok(remember_signed_in(call, response, &proven.user).await))
}
