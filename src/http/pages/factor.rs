//! A further factor at sign-in: a code of an app, one that is texted, one that was kept, or a passkey.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    again, asking_card, cancel_form, form_token, half_proven, interaction,
    login::{self, NotEntered, Repeated, passkey::problem},
    minutes, person, with_retry_after,
};
use crate::{
    base::id::{InteractionId, UserId},
    domain::{
        directory::accounts,
        flows::journey::resume,
        interactions::{self, Paused, Question, Stopped},
        kernel::{Error, Feature, device},
        login::{
            Method, Proven, Verified, enrolment, factor,
            passkeys::{self, FurtherForm, Options},
            password::Place,
            phone::{self, TypedText},
            policy,
            reach::Lacking,
        },
        sessions::{self, outcomes::Sent},
    },
    http::{
        answer::{
            device::remember_factor,
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url},
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{
        FactorProblem, FurtherFactor, PasskeyOffer, PasskeyProblem, PhoneProblem, TextOffer, WithoutFactor,
    },
};

/// The forms' purpose.
pub(super) const FORM: &str = "factor";

/// Where the browser is told which passkeys to ask for.
pub const PASSKEY: &str = "/factor/passkey";

/// Where a text is asked for.
pub const TEXT: &str = "/factor/text";

/// Where somebody goes on without (`without_factor.rs`).
pub const WITHOUT: &str = "/factor/without";

/// What the page shows besides the request.
#[derive(Default)]
struct Shown {
    recovery: bool,
    /// Whether a text was asked for.
    text: bool,
    problem: Option<FactorProblem>,
}

impl Shown {
    fn of(params: &Params) -> Self {
        Self { recovery: params.has("recovery"), text: params.has("text"), problem: None }
    }
}

/// `GET /factor`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    page::answered(&call, show(&call, interaction(&params), Shown::of(&params)).await)
}

async fn show(call: &PageCall, id: Option<InteractionId>, shown: Shown) -> Result<Response, PageError> {
    let id = id.ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::Factor(user))) => Ok(factor_page(call, &paused, &id, &user, shown).await?),
        Ok(Some(other)) => Ok(see_other(&question_url(call, &id, &other))),
        _ => go(call, resume(&call.cx(), &call.visitor(None), &id).await?, None),
    }
}

/// What is essential to the request beyond what was proven in the session that it asks in; none where somebody signs in,
/// who proves what they like.
fn lacking(call: &PageCall, paused: &Paused, user: &UserId) -> Option<Lacking> {
    let request = &paused.journey.authorization().filter(|_| paused.progress.pending.is_none())?.request;
    let account = call.accounts.of(user)?;
    Lacking::of(&call.cx(), request, account.session.proven())
}

/// The way on for somebody who has nothing to prove by any more; none where the request needs it, or who signs in does.
async fn way_without(call: &PageCall, paused: &Paused, user: &UserId) -> Result<Option<WithoutFactor>, Error> {
    if paused.progress.pending.as_ref().is_some_and(|pending| pending.is_good(call.cx().now)) {
        return Ok(None);
    }
    let Some(me) = call.accounts.of(user) else { return Ok(None) };
    let session = &me.session.id;
    let goes_on = interactions::goes_on_without_factor(&call.cx(), paused, &call.visitor(None), session).await?;
    let action = call.issuer.url.join(WITHOUT);
    Ok(goes_on.then(|| WithoutFactor { action, account: session.to_string() }))
}

async fn factor_page(
    call: &PageCall,
    paused: &Paused,
    id: &InteractionId,
    user: &UserId,
    shown: Shown,
) -> Result<Response, Error> {
    let user = accounts::find_by_id(&call.cx(), user).await?;
    let asked = paused.journey.authorization();
    let address = |kind: &str| call.issuer.url.join(&format!("/factor?interaction={id}{kind}"));
    let (recovery_url, text_url) = (address("&recovery=1"), address("&text=1"));
    let lacking = lacking(call, paused, &user.id);
    let helps = |method: Method| lacking.as_ref().is_none_or(|lacking| lacking.is_helped_by(method));
    let has_passkey = policy::has_passkey(&call.cx(), &user) && helps(Method::FurtherPasskey);
    let has_app = helps(Method::Totp) && enrolment::has_app(&call.cx(), &user.id).await?;
    let number = phone::find(&call.cx(), &user.id).await?.filter(|_| helps(Method::Sms));
    let has_codes = helps(Method::RecoveryCode) && enrolment::has_recovery_codes(&call.cx(), &user.id).await?;
    // Whose number is somebody else's by now has the codes that they kept, and nothing else.
    let has_any = has_passkey || has_app || number.is_some();
    let recovery = (shown.recovery && has_codes) || !has_any;
    let is_of_text = shown.text && number.is_some() && !recovery;
    let text = number.map(|number| TextOffer {
        action: call.issuer.url.join(TEXT),
        ending: number.ending().to_owned(),
        is_sent: is_of_text,
        back_url: address(""),
    });
    let passkey = has_passkey.then(|| PasskeyOffer {
        options_url: call.issuer.url.join(&format!("{PASSKEY}?interaction={id}")),
        action: call.issuer.url.join("/factor"),
        asks_browser: false,
    });
    let status = match shown.problem {
        Some(FactorProblem::TooMany { .. } | FactorProblem::Text(PhoneProblem::TooMany { .. })) => {
            StatusCode::TOO_MANY_REQUESTS
        }
        _ => StatusCode::OK,
    };
    let here = match (recovery, is_of_text) {
        (true, _) => recovery_url.clone(),
        (false, true) => text_url,
        (false, false) => address(""),
    };
    let factor = FurtherFactor {
        frame: call.bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM)).at(here),
        client: asked.map(|asked| asking_card(call, asked)),
        person: if paused.progress.pending.is_some() { half_proven(&user) } else { person(&user) },
        action: call.issuer.url.join("/factor"),
        interaction: id.to_string(),
        recovery,
        has_app,
        passkey,
        text,
        without: way_without(call, paused, &user.id).await?,
        other_url: if recovery { has_any.then(|| address("")) } else { has_codes.then_some(recovery_url) },
        problem: shown.problem,
        // A code that was kept stands in for an app that is gone, and a session has its browser already.
        remember_days: device::remembered_for(&call.cx())
            .filter(|_| !recovery && paused.progress.pending.is_some())
            .and_then(|length| u32::try_from(length.0.unsigned_abs().div_ceil(86_400)).ok()),
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    Ok(page::show(status, &factor))
}

/// `POST /factor`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/factor", &params);
    page::answered(&call, submitted(&call, &params).await)
}

async fn submitted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: "/factor", sent };
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = match login::paused_for(call, repeated, Some(&id)).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    let Ok(Some(Question::Factor(user))) = standing.question else {
        return show(call, Some(id), Shown::default()).await;
    };
    if params.has("answer") && !Feature::Passkeys.is_on(&call.app) {
        // Of a page that was shown before passkeys were switched off: no code was typed, so none was wrong.
        return show(call, Some(id), Shown::default()).await;
    }
    let (problem, wait) = match try_factor(call, sent, paused, &user, params).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(problem)) => (problem, None),
        Err(NotEntered::Failed(Error::NotFound)) if params.has("answer") => {
            (FactorProblem::Passkey(PasskeyProblem::Expired), None)
        }
        Err(NotEntered::Failed(Error::NotFound)) if params.has("text") => {
            (FactorProblem::Text(PhoneProblem::Over), None)
        }
        Err(NotEntered::Failed(Error::NotFound)) => (FactorProblem::Used, None),
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (FactorProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(why) => return Err(why.into()),
    };
    let shown = Shown { problem: Some(problem), ..Shown::of(params) };
    Ok(with_retry_after(show(call, Some(id), shown).await?, wait))
}

/// Tries a code or a passkey, and goes on; or says what was wrong.
async fn try_factor(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    user: &UserId,
    params: &Params,
) -> Result<Result<Response, FactorProblem>, NotEntered> {
    let cx = &call.cx();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    let remember = match &paused.progress.pending {
        Some(pending) => pending.remember,
        // The cookie of a session that goes on lives as long as before.
        None => call.accounts.all.iter().any(|one| one.user.id == *user && sessions::is_remembered(cx, &one.session)),
    };
    let proven: Result<Proven, FactorProblem> = match params.get("answer") {
        Some(answer) => {
            let form = FurtherForm { sealed: params.get("sealed").unwrap_or_default(), answer, remember };
            passkeys::verify_further(cx, &place, user, form).await?.map_err(|why| FactorProblem::Passkey(problem(why)))
        }
        None if params.has("text") => {
            let typed = TypedText { code: params.get("code").unwrap_or_default(), remember };
            let id = interaction(params).ok_or(Error::NotFound)?;
            let tried = phone::verify(cx, &place, user, &id, typed).await?;
            tried.map_err(|wrong| FactorProblem::Text(super::phone::in_words(wrong)))
        }
        None => {
            let code = params.get("code").unwrap_or_default();
            factor::verify(cx, &place, user, code, remember).await?.ok_or(FactorProblem::Wrong)
        }
    };
    let proven = match proven {
        Ok(proven) => proven,
        Err(problem) => return Ok(Err(problem)),
    };
    let id = paused.id.clone();
    let step = Box::pin(login::taken(call, sent, paused, &proven)).await?;
    // A code that was not spent, since another form was faster, remembers no device.
    let is_spent = step.browser.is_some();
    let response = login::led(call, step, id.as_ref(), &proven)?;
    if !is_spent {
        return Ok(Ok(response));
    }
    let spared =
        params.get("trust") == Some("yes") && matches!(proven.verified, Verified::Totp { .. } | Verified::Sms(_));
    Ok(Ok(remember_factor(call, response, user, spared).await))
}

/// `POST /factor/text`: a code is texted, to be typed on the page that follows.
pub async fn send_text(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/factor", &params);
    page::answered(&call, text_sent(&call, &params).await)
}

async fn text_sent(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: "/factor", sent };
    let paused = match again::paused_or(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(response) => return Ok(response),
    };
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    let Ok(Some(Question::Factor(user))) = standing.question else {
        return show(call, Some(id), Shown::default()).await;
    };
    let page = format!("/factor?interaction={id}");
    match phone::send(&call.cx(), &user, &id, call.locale(paused.journey.ui_locales())).await {
        Ok(()) => Ok(see_other(&call.issuer.url.join(&format!("{page}&text=1")))),
        // They get no texts by now: the page tells what else there is.
        Err(Error::NotFound) => Ok(see_other(&call.issuer.url.join(&page))),
        Err(Error::TooMany { retry_after }) => {
            let problem = FactorProblem::Text(PhoneProblem::TooMany { minutes: minutes(retry_after) });
            // One that was texted before may still be typed.
            let shown = Shown { problem: Some(problem), text: true, ..Shown::default() };
            Ok(with_retry_after(show(call, Some(id), shown).await?, Some(retry_after)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /factor/passkey`: what the browser of somebody who proved something else is asked for.
pub async fn passkey_options(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    match offered(&call, &params).await {
        Ok(Some(options)) => login::passkey::options_answer(&options),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(Stopped::Failed(error)) => page::script_failed(&call, error),
        Err(stopped) => page::answered(&call, Err(stopped.into())),
    }
}

async fn offered(call: &PageCall, params: &Params) -> Result<Option<Options>, Stopped> {
    let cx = &call.cx();
    let (Some(id), Some(browser)) = (interaction(params), call.found_browser()?) else { return Ok(None) };
    let paused = interactions::load(cx, &id, Some(browser)).await?;
    let standing = interactions::standing(cx, &paused, &call.visitor(None)).await?;
    let Ok(Some(Question::Factor(user))) = standing.question else { return Ok(None) };
    let needs_user_verification =
        lacking(call, &paused, &user).is_some_and(|lacking| lacking.needs_user_verification());
    match passkeys::offer_further(cx, &browser.id, &user, needs_user_verification).await {
        Ok(options) => Ok(Some(options)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
