//! A password was forgotten: asks for a name and says the same to everybody.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{browser_token, check_form, interaction, login, minutes, with_interaction, with_retry_after};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts::recovery::{self, RecoveryRequest},
        interactions,
        kernel::Error,
    },
    http::{
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{ForgotPassword, ForgotProblem, RecoveryRequested},
};

/// The form's purpose.
const FORM: &str = "forgot";
/// Where it stands.
pub const PATH: &str = "/forgot";
/// Where one goes from there.
pub const SENT: &str = "/forgot/sent";
/// Longest name that is looked for: an address has no more (RFC 5321 §4.5.3.1).
const LONGEST_NAME: usize = 320;

/// What the second page shows.
#[derive(Serialize, Deserialize)]
struct Sent {
    /// What was typed.
    name: String,
    /// The interaction that waits.
    interaction: Option<InteractionId>,
}

/// Where somebody goes who forgot their password.
pub fn path(interaction: Option<&InteractionId>) -> String {
    with_interaction(PATH, interaction)
}

/// `GET /forgot`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default(), None).await)
}

async fn show(call: &PageCall, params: &Params, problem: Option<ForgotProblem>) -> Result<Response, PageError> {
    let id = interaction(params);
    let asked = match &id {
        Some(id) => interactions::load(&call.cx(), id, call.known_browser()).await.ok(),
        None => None,
    };
    let locale = call.locale(asked.as_ref().and_then(|paused| paused.journey.ui_locales()));
    let (browser, fresh) = login::ensure_browser(call).await?;
    let page = ForgotPassword {
        frame: call.frame_in(locale, browser_token(&browser, FORM)),
        action: call.issuer.url.join(PATH),
        interaction: id.as_ref().map(ToString::to_string),
        name: params.get("username").unwrap_or_default().trim().to_owned(),
        problem,
        back_url: call.issuer.url.join(&with_interaction("/login", id.as_ref())),
    };
    let status = match problem {
        None => StatusCode::OK,
        Some(ForgotProblem::NoName) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(ForgotProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
    };
    Ok(with_browser(call, page::show(status, &page), fresh.then_some(&browser)))
}

/// `POST /forgot`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, asked(&call, &params).await)
}

async fn asked(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, FORM)?;
    let name: String = params.get("username").unwrap_or_default().trim().chars().take(LONGEST_NAME).collect();
    if name.is_empty() {
        return show(call, params, Some(ForgotProblem::NoName)).await;
    }
    let interaction = interaction(params);
    let request = RecoveryRequest {
        name: name.clone(),
        interaction: interaction.clone(),
        locale: call.locale(None).tag().to_owned(),
        device: call.device.clone(),
    };
    match recovery::request(&call.cx(), request).await {
        Ok(()) => Ok(see_other(&reopened::address(call, SENT, &Sent { name, interaction })?)),
        Err(Error::TooMany { retry_after }) => {
            let problem = ForgotProblem::TooMany { minutes: minutes(retry_after) };
            Ok(with_retry_after(show(call, params, Some(problem)).await?, Some(retry_after)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /forgot/sent`
pub async fn sent(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let Some(Sent { name, interaction }) = params.ok().and_then(|params| reopened::shown(&call, SENT, &params)) else {
        return see_other(&call.issuer.url.join(PATH));
    };
    let page = RecoveryRequested {
        frame: call.frame(""),
        name,
        minutes: minutes(recovery::LIFETIME),
        again_url: call.issuer.url.join(&path(interaction.as_ref())),
        back_url: call.issuer.url.join(&with_interaction("/login", interaction.as_ref())),
    };
    page::show(StatusCode::OK, &page)
}
