//! A button of a provider: the way there.

use std::sync::Arc;

use axum::{extract::Path, response::Response};

use super::trouble::{self, Trouble};
use crate::{
    base::id::{InteractionId, SessionId},
    domain::{
        interactions::{self, Journey, Paused},
        login::upstream::{self as away, UpstreamAsk, UpstreamDeparture},
        registry::upstreams::{self, Upstream},
        sessions::Browser,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        cookies,
        extract::{PageCall, PostedForm},
        pages::{again, check_form, interaction, login, sign_up},
    },
    protocol::{authorize::AuthorizationRequest, params::Params},
    render::pages::UpstreamProblem,
};

/// Somebody on the way to a provider.
pub struct Going<'a> {
    /// The browser, which alone may come back.
    pub browser: &'a Browser,
    /// The interaction that goes on when they come back.
    pub interaction: Option<&'a InteractionId>,
    /// The session of whoever connects an account.
    pub session: Option<&'a SessionId>,
    /// What is asked of the provider.
    pub ask: UpstreamAsk,
}

/// `GET /sign-in/upstream/NAME`: a reload, or the language of a page whose form it was.
pub async fn reopened(call: PageCall) -> Response {
    see_other(&call.issuer.url.join("/login"))
}

/// `POST /sign-in/upstream/NAME`
pub async fn press(Path(name): Path<String>, PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    page::answered(&call, pressed(&call, &name, &params).await)
}

async fn pressed(call: &PageCall, name: &str, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params);
    // The buttons stand on both pages, each with its own form token.
    let checked = check_form(call, params, login::FORM).or_else(|_| check_form(call, params, sign_up::FORM));
    if let Err(forged) = checked {
        return again::replaced_or(call, "/login", id.as_ref(), forged).await;
    }
    let browser = call.found_browser()?.ok_or_else(PageError::no_cookie)?;
    let paused = paused(call, id.as_ref()).await?;
    let Some(upstream) = upstreams::find(&call.cx(), name).await? else {
        return trouble::show(call, &Trouble::of(UpstreamProblem::Gone).on_journey(id));
    };
    let ask = asked(call, &paused);
    leave(call, &upstream, Going { browser, interaction: id.as_ref(), session: None, ask }).await
}

/// What somebody signs in for.
pub(super) async fn paused(call: &PageCall, id: Option<&InteractionId>) -> Result<Paused, PageError> {
    match id {
        Some(id) => Ok(interactions::load(&call.cx(), id, call.found_browser()?).await?),
        None => Ok(Paused::begun(Journey::account())),
    }
}

/// What is asked of a provider for the sake of what somebody signs in for.
pub(super) fn asked(call: &PageCall, paused: &Paused) -> UpstreamAsk {
    let locale = call.locale(paused.journey.ui_locales()).tag().to_owned();
    match &paused.journey {
        Journey::Authorization(asked) => {
            let request = &asked.request;
            UpstreamAsk {
                is_fresh: request.prompt.login,
                selects_account: request.prompt.select_account || paused.progress.another_account,
                max_age: request.max_age,
                acr_values: acr_values(request),
                login_hint: request.login_hint.clone(),
                ui_locales: Some(request.ui_locales.clone().unwrap_or(locale)),
                ..UpstreamAsk::default()
            }
        }
        // Whoever changes how they sign in has signed in lately.
        Journey::Account(visit) => UpstreamAsk {
            selects_account: paused.progress.another_account,
            max_age: visit.fresh.as_ref().map(|_| call.app.config.session.fresh.0),
            ui_locales: Some(locale),
            ..UpstreamAsk::default()
        },
    }
}

/// The `acr` values that an app would like: what it cannot do without comes first.
fn acr_values(request: &AuthorizationRequest) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for one in request.essential_acr.iter().map(String::as_str).chain(request.voluntary_acr()) {
        if !asked.iter().any(|known| known == one) {
            asked.push(one.to_owned());
        }
    }
    asked
}

/// Sends somebody to a provider; or says why not.
///
/// # Errors
/// When the database fails.
pub async fn leave(call: &PageCall, upstream: &Arc<Upstream>, going: Going<'_>) -> Result<Response, PageError> {
    let Going { browser, interaction, session, mut ask } = going;
    // Whom their account there has brought nowhere takes another one.
    let chooses = cookies::read_other_account(&call.headers, &call.issuer.url);
    ask.selects_account |= chooses.as_ref() == Some(&upstream.name);
    let departure = UpstreamDeparture { upstream, ask, browser: &browser.id, interaction, session };
    match Box::pin(away::leave(&call.cx(), departure)).await {
        Ok(address) => Ok(see_other(&address)),
        Err(fault) => {
            let trouble = Trouble::of_fault(call, fault)?.of_upstream(upstream).of_account(session.cloned());
            trouble::show(call, &trouble.on_journey(interaction.cloned()))
        }
    }
}
