//! The number that somebody gave with their account is proven, or the one that the operator wants: a step of whoever is
//! signed in, before an app gets its answer.
//!
//! ```text
//!  /phone         the number; POST texts a code to it, or to another one
//!  /phone/code    the code
//!  /phone/later   no number, where nobody has to give one
//! ```

use axum::response::Response;

use super::{
    again, asking_card, cancel_form, check_form, form_token, interaction, mail_sign_in,
    own_account::sign_in_first,
    person,
    phone::{end_in_words, not_texted, status_of},
    with_interaction, with_retry_after,
};
use crate::{
    base::id::InteractionId,
    domain::{
        interactions::{self, AccountPlace, Paused, Stopped},
        kernel::Error,
        login::phone::{self, TypedNumbers},
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{authorize::required::RequiredStep, params::Params},
    render::pages::{PhoneProblem, ProvePhone},
    store::users::User,
};

/// Where a code is asked for and typed.
pub const PATH: &str = "/phone";
/// Where the code is sent.
pub const CODE_PATH: &str = "/phone/code";
/// Where somebody says that they do without.
pub const LATER_PATH: &str = "/phone/later";
/// The forms' purpose.
const FORM: &str = "prove_phone";

/// Who is asked to prove their number, and on which journey.
struct Asked {
    id: InteractionId,
    paused: Paused,
    me: SignedIn,
}

/// What the page says besides the number.
#[derive(Default)]
struct Said {
    typed: Option<String>,
    problem: Option<PhoneProblem>,
}

/// `GET /phone`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, shown(&call, &params.unwrap_or_default()).await)
}

async fn shown(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    match asked(call, id).await? {
        Ok(asked) => show(call, &asked, Said::default()).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Who is asked; or where the journey goes that waits for something else by now, or for nothing.
async fn asked(call: &PageCall, id: InteractionId) -> Result<Result<Asked, Response>, PageError> {
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    match standing.asked_to(RequiredStep::Phone) {
        Some(me) => Ok(Ok(Asked { id, paused, me })),
        None => mail_sign_in::elsewhere(call, &id).await.map(Err),
    }
}

async fn show(call: &PageCall, asked: &Asked, said: Said) -> Result<Response, PageError> {
    let Asked { id, paused, me } = asked;
    let cx = &call.cx().acting(me.actor());
    let waits_for = phone::of_person(cx, me).await?.waits_for;
    let client = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let page = ProvePhone {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&with_interaction(PATH, Some(id)))),
        client: client.map(|asked| asking_card(call, asked)),
        person: person(&me.user),
        interaction: id.to_string(),
        typed: said.typed.or_else(|| known_number(&me.user)).unwrap_or_default(),
        waits_for,
        problem: said.problem,
        action: url(PATH),
        code_action: url(CODE_PATH),
        later_action: phone::may_put_off(cx, &me.user).then(|| url(LATER_PATH)),
        cancel: client.map(|_| cancel_form(call, call.known_browser())),
    };
    Ok(page::show(status_of(said.problem), &page))
}

/// The number that they gave, else the one that apps are told.
fn known_number(person: &User) -> Option<String> {
    person.phone_pending.as_deref().or(person.phone_number.as_deref()).map(str::to_owned)
}

/// The page once more, which tells how things stand.
fn again_at(call: &PageCall, id: &InteractionId) -> Response {
    see_other(&call.issuer.url.join(&with_interaction(PATH, Some(id))))
}

/// A form of the page, for whoever is still asked.
async fn on_form(
    form: PostedForm,
    act: impl AsyncFnOnce(&PageCall, &Params, &Asked) -> Result<Response, PageError>,
) -> Response {
    let PostedForm { call, params } = form;
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, taken(&call, &params, act).await)
}

async fn taken(
    call: &PageCall,
    params: &Params,
    act: impl AsyncFnOnce(&PageCall, &Params, &Asked) -> Result<Response, PageError>,
) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, PATH, Some(&id), forged).await;
    }
    match asked(call, id).await? {
        Ok(asked) => act(call, params, &asked).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /phone`
pub async fn post(form: PostedForm) -> Response {
    on_form(form, texted).await
}

async fn texted(call: &PageCall, params: &Params, asked: &Asked) -> Result<Response, PageError> {
    let typed = params.get("phone_number").unwrap_or_default();
    let cx = &call.cx().acting(asked.me.actor());
    let locale = call.locale(asked.paused.journey.ui_locales());
    let (problem, wait) = match phone::ask(cx, &asked.me, typed, locale).await {
        // Proven or given up in another tab, where it is not found.
        Ok(()) | Err(Error::NotFound) => return Ok(again_at(call, &asked.id)),
        Err(error) => not_texted(error)?,
    };
    let said = Said { typed: Some(typed.to_owned()), problem: Some(problem) };
    Ok(with_retry_after(show(call, asked, said).await?, wait))
}

/// `POST /phone/code`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, asked: &Asked) -> Result<Response, PageError> {
    let typed = TypedNumbers { new: params.get("code").unwrap_or_default(), old: None };
    match phone::confirm(&call.cx().acting(asked.me.actor()), &asked.me, typed).await {
        Ok(Err(wrong)) => show(call, asked, Said { problem: Some(end_in_words(wrong)), ..Said::default() }).await,
        // In the place of one that the operator marked verified: for whoever has signed in lately.
        Err(Error::Conflict(_)) if asked.me.user.phone_number_verified_at.is_some() => {
            let first = sign_in_first(call, &asked.me, AccountPlace::Overview).await?;
            Ok(first.unwrap_or_else(|| again_at(call, &asked.id)))
        }
        // Proven; or spent by the first of two presses, or somebody else was faster. The page goes on, or tells.
        Ok(Ok(())) | Err(Error::NotFound | Error::Conflict(_)) => Ok(again_at(call, &asked.id)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /phone/later`
pub async fn later(form: PostedForm) -> Response {
    on_form(form, put_off).await
}

async fn put_off(call: &PageCall, _: &Params, asked: &Asked) -> Result<Response, PageError> {
    match phone::put_off(&call.cx().acting(asked.me.actor()), &asked.me).await {
        // It is required by now: the page asks on.
        Ok(()) | Err(Error::NotFound) => Ok(again_at(call, &asked.id)),
        Err(error) => Err(error.into()),
    }
}
