//! Whether somebody who signed in with a password wants a passkey: asked once in a while, on the way to where they go.
//!
//! The sign-in page's script says whether the browser can make one. A cookie says that it was asked lately; that
//! somebody does not want to be asked again is kept with their account.

use axum::{
    http::{StatusCode, header},
    response::Response,
};

use super::{
    again, asking_card, check_form,
    enrol::{codes_again, codes_page},
    form_token, interaction, person,
    security::passkey::name_here,
};
use crate::{
    base::{id::InteractionId, time::Seconds},
    domain::{
        flows::journey::{Answer, answer, resume},
        interactions::{self, Paused, Question, Stopped},
        kernel::{Error, Feature},
        login::passkeys::{self, Added, AnsweredForm, Options},
        sessions::{self, SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url},
        },
        cookies,
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{NewPasskeyProblem, SuggestPasskey},
};

/// Where it is asked.
pub const PATH: &str = "/suggest-passkey";
/// Where "not now" goes.
pub const ANSWER: &str = "/suggest-passkey/answer";
/// The forms' purpose.
pub const FORM: &str = "suggest_passkey";

/// Whether somebody may be asked in this browser, if it can make passkeys.
pub fn may_ask(call: &PageCall) -> bool {
    Feature::Passkeys.is_on(&call.app)
        && call.app.config.passkeys.suggest_every > Seconds(0)
        && !cookies::was_suggested(&call.headers, &call.issuer.url)
}

/// `GET /suggest-passkey`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, interaction(&params.unwrap_or_default())).await)
}

async fn begin(call: &PageCall, id: Option<InteractionId>) -> Result<Response, PageError> {
    let asked = match asked(call, id.ok_or(Stopped::GONE)?).await? {
        Ok(asked) => asked,
        Err(other) => return Ok(other),
    };
    let mut shown = asked.show(call, None).await?;
    // Whoever closes the tab was asked, too.
    let lifetime = call.app.config.passkeys.suggest_every;
    if let Some(cookie) = cookies::set_suggested(&call.issuer.url, lifetime) {
        shown.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(shown)
}

/// Who is asked, and in what.
struct Asked<'a> {
    id: InteractionId,
    paused: Paused,
    me: &'a SignedIn,
}

/// What the page asks, or where to go where it asks nothing.
async fn asked(call: &PageCall, id: InteractionId) -> Result<Result<Asked<'_>, Response>, PageError> {
    let cx = &call.cx();
    let paused = interactions::load(cx, &id, call.found_browser()?).await?;
    let standing = interactions::standing(cx, &paused, &call.visitor(None)).await?;
    let user = match standing.question {
        Ok(Some(Question::SuggestPasskey(user))) => user,
        Ok(Some(other)) => return Ok(Err(see_other(&question_url(call, &id, &other)))),
        _ => return go(call, resume(cx, &call.visitor(None), &id).await?, None).map(Err),
    };
    let may = |one: &SignedIn| one.user.id == user && one.user.passkey_at.is_none() && sessions::is_fresh(cx, one);
    match call.accounts.all.iter().find(|one| may(one) && Feature::Passkeys.is_on(&call.app)) {
        Some(me) => Ok(Ok(Asked { id, paused, me })),
        // They have one by now, a further factor was proven too long ago, or passkeys are off: as if they had said "not
        // now".
        None => {
            let step = answer(cx, &call.visitor(None), paused, Answer::Suggested { never: false }).await?;
            go(call, step, None).map(Err)
        }
    }
}

impl Asked<'_> {
    async fn show(&self, call: &PageCall, problem: Option<NewPasskeyProblem>) -> Result<Response, PageError> {
        let Options { public_key, sealed } = passkeys::begin(&call.cx().acting(self.me.actor()), self.me).await?;
        let asked = self.paused.journey.authorization();
        let locale = call.locale(self.paused.journey.ui_locales());
        let page = SuggestPasskey {
            // Without an address: opened again, it would ask the browser for another one.
            frame: call.bare_frame(locale, form_token(call, FORM)),
            client: asked.map(|asked| asking_card(call, asked)),
            person: person(&self.me.user),
            interaction: self.id.to_string(),
            public_key,
            sealed,
            problem,
            action: call.issuer.url.join(PATH),
            answer_action: call.issuer.url.join(ANSWER),
        };
        Ok(page::show(StatusCode::OK, &page))
    }
}

/// `POST /suggest-passkey`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, made(&call, &params).await)
}

async fn made(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Some(elsewhere) = checked(call, params, &id).await? {
        return Ok(elsewhere);
    }
    let sent = Sent::of(FORM, params);
    if let Some(again) = codes_again(call, &call.visitor(Some(&sent)), &id).await? {
        return Ok(again);
    }
    let asked = match asked(call, id).await? {
        Ok(asked) => asked,
        Err(other) => return Ok(other),
    };
    let (sealed, told) = (params.get("sealed").unwrap_or_default(), params.get("answer").unwrap_or_default());
    let cx = &call.cx().acting(asked.me.actor());
    let name = name_here(call);
    let form = AnsweredForm { sealed, answer: told, name: &name };
    match passkeys::confirm(cx, &call.visitor(Some(&sent)), asked.me, form).await {
        // Nothing is answered while somebody writes their codes down: the page goes on once they have them.
        Ok(Added::Passkey(codes)) if !codes.is_empty() => Ok(codes_page(call, codes, &asked.id)),
        // Or they have as many as one may have by now.
        Ok(Added::Passkey(_)) | Err(Error::Conflict(_)) => on(call, &sent, asked.paused, false).await,
        Ok(Added::Expired) => asked.show(call, Some(NewPasskeyProblem::Expired)).await,
        Ok(Added::Refused) => asked.show(call, Some(NewPasskeyProblem::Refused)).await,
        Ok(Added::NotAllowed) => asked.show(call, Some(NewPasskeyProblem::NotAllowed)).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /suggest-passkey/answer`: "not now", or never again.
pub async fn answered(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, put_off(&call, &params).await)
}

async fn put_off(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Some(elsewhere) = checked(call, params, &id).await? {
        return Ok(elsewhere);
    }
    let sent = Sent::of("suggest_passkey answer", params);
    match interactions::load(&call.cx(), &id, call.found_browser()?).await {
        Ok(paused) => on(call, &sent, paused, params.get("again") == Some("no")).await,
        Err(stopped) => again::go_or_again(call, &call.visitor(Some(&sent)), Err(stopped)).await,
    }
}

/// Goes on.
async fn on(call: &PageCall, sent: &Sent, paused: Paused, never: bool) -> Result<Response, PageError> {
    let visitor = call.visitor(Some(sent));
    let step = answer(&call.cx(), &visitor, paused, Answer::Suggested { never }).await;
    again::go_or_again(call, &visitor, step).await
}

/// Where a form goes whose cookie was replaced meanwhile.
async fn checked(call: &PageCall, params: &Params, id: &InteractionId) -> Result<Option<Response>, PageError> {
    let Err(forged) = check_form(call, params, FORM) else { return Ok(None) };
    again::replaced_or(call, PATH, Some(id), forged).await.map(Some)
}
