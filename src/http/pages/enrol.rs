//! A further factor is set up on the way: by somebody who must have one, or should.
//!
//! Whoever proved a password and must have one is not signed in yet: the app and the session begin together. Whoever
//! is signed in (a request needs more, or there is time left) adds it as on the page of their account.

use axum::{
    http::{StatusCode, header},
    response::Response,
};

use super::{again, asking_card, cancel_form, check_form, form_token, half_proven, interaction, person};
use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        directory::accounts,
        flows::journey::{Answer, Next, answer, resume},
        interactions::{self, Paused, Question, Stopped},
        kernel::Error,
        login::{
            Verified,
            enrolment::{self, Confirmed, NewApp, TypedCode},
        },
        sessions::{Browser, SignedIn, outcomes::Sent, visitor::Visitor},
    },
    http::{
        answer::{
            browser_state::with_known_state,
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url},
        },
        cookies,
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::{
        Person,
        pages::{Enrol, RecoveryCodes},
        qr::QrPicture,
    },
};

/// The forms' purpose.
const FORM: &str = "enrol";

/// `GET /enrol`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, interaction(&params.unwrap_or_default())).await)
}

async fn show(call: &PageCall, id: Option<InteractionId>) -> Result<Response, PageError> {
    let id = id.ok_or(Stopped::GONE)?;
    let asked = match asked(call, id).await? {
        Ok(asked) => asked,
        Err(other) => return Ok(other),
    };
    let new = enrolment::begin(&call.cx(), asked.place())?;
    Ok(page::show(StatusCode::OK, &asked.page(call, new, false)?))
}

/// Who is asked to set a further factor up, and in what.
struct Asked<'a> {
    id: InteractionId,
    paused: Paused,
    user: UserId,
    username: String,
    person: Person,
    /// Until when they may put it off.
    due: Option<Timestamp>,
    /// Their session; none of somebody who has proven a password so far.
    me: Option<&'a SignedIn>,
    may_wait: bool,
}

/// What the page asks, or where to go where it asks nothing.
async fn asked(call: &PageCall, id: InteractionId) -> Result<Result<Asked<'_>, Response>, PageError> {
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::Enrol { user, may_wait })) => {
            let is_pending = paused.progress.pending.is_some();
            let me = call.accounts.of(&user).filter(|_| !is_pending);
            let found = accounts::find_by_id(&call.cx(), &user).await?;
            let person = if is_pending { half_proven(&found) } else { person(&found) };
            let due = found.factor_due_at.filter(|_| may_wait);
            Ok(Ok(Asked { id, paused, user, username: found.username, person, due, me, may_wait }))
        }
        Ok(Some(other)) => Ok(Err(see_other(&question_url(call, &id, &other)))),
        _ => go(call, resume(&call.cx(), &call.visitor(None), &id).await?, None).map(Err),
    }
}

impl Asked<'_> {
    /// Where the form counts.
    fn place(&self) -> &str {
        self.me.map_or(self.id.as_str(), |me| me.session.id.as_str())
    }

    fn page(&self, call: &PageCall, new: NewApp, wrong: bool) -> Result<Enrol, Error> {
        let brand = &call.issuer.branding.brand.name;
        let asked = self.paused.journey.authorization();
        Ok(Enrol {
            // Without an address: opened again, it would show another secret.
            frame: call.bare_frame(call.locale(self.paused.journey.ui_locales()), form_token(call, FORM)),
            client: asked.map(|asked| asking_card(call, asked)),
            person: self.person.clone(),
            interaction: self.id.to_string(),
            qr: QrPicture::of(new.app.address(brand, &self.username)?.as_str()).map_err(Error::internal)?,
            key: new.app.manual_key(),
            sealed: new.sealed,
            wrong,
            action: call.issuer.url.join("/enrol"),
            later_action: self.may_wait.then(|| call.issuer.url.join("/enrol/later")),
            due: self.due,
            cancel: asked.map(|_| cancel_form(call, call.known_browser())),
        })
    }
}

/// `POST /enrol`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/enrol", &params);
    page::answered(&call, submitted(&call, &params).await)
}

async fn submitted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Err(forged) = check_form(call, params, FORM) {
        // The second press of a double click comes with the cookie that the first has replaced.
        let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? else {
            return again::replaced_or(call, "/enrol", Some(&id), forged).await;
        };
        let visitor = Visitor { browser: Some(&first.browser), ..call.visitor(Some(sent)) };
        let lifetime = first.remember.then_some(call.app.config.session.absolute);
        let shown = codes_again(call, &visitor, &id).await?;
        return shown.map(|page| with_cookie(call, page, &first.browser, lifetime)).ok_or(forged);
    }
    // The same with the new cookie.
    if let Some(again) = codes_again(call, &call.visitor(Some(sent)), &id).await? {
        return Ok(again);
    }
    let asked = match asked(call, id).await? {
        Ok(asked) => asked,
        Err(other) => return Ok(other),
    };
    let typed =
        TypedCode { sealed: params.get("sealed").unwrap_or_default(), code: params.get("code").unwrap_or_default() };
    match asked.me {
        Some(me) => add(call, sent, &asked, me, typed).await,
        None => begin_session(call, sent, asked, typed).await,
    }
}

/// The app joins a session.
async fn add(
    call: &PageCall,
    sent: &Sent,
    asked: &Asked<'_>,
    me: &SignedIn,
    typed: TypedCode<'_>,
) -> Result<Response, PageError> {
    let cx = &call.cx().acting(me.actor());
    let journey = Some(&asked.paused.progress);
    match enrolment::confirm(cx, &call.visitor(Some(sent)), me, typed, journey).await {
        Ok(Confirmed::Added(codes)) => Ok(codes_page(call, codes, &asked.id)),
        Ok(Confirmed::WrongCode(new)) => Ok(page::show(StatusCode::OK, &asked.page(call, new, true)?)),
        // A form of another session, or an app that counts already: the page tells.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(see_other(&enrol_url(call, &asked.id))),
        Err(error) => Err(error.into()),
    }
}

/// The app, and the session of somebody who has proven a password before.
async fn begin_session(
    call: &PageCall,
    sent: &Sent,
    asked: Asked<'_>,
    typed: TypedCode<'_>,
) -> Result<Response, PageError> {
    let remember = asked.paused.progress.pending.as_ref().is_some_and(|pending| pending.remember);
    let proven = match enrolment::first_app(&call.cx(), &asked.id, &asked.user, typed, remember) {
        Ok(Ok(proven)) => proven,
        Ok(Err(new)) => return Ok(page::show(StatusCode::OK, &asked.page(call, new, true)?)),
        Err(Error::NotFound) => return Ok(see_other(&enrol_url(call, &asked.id))),
        Err(error) => return Err(error.into()),
    };
    let lifetime = remember.then_some(call.app.config.session.absolute);
    let Asked { id, paused, .. } = asked;
    let step = answer(&call.cx(), &call.visitor(Some(sent)), paused, Answer::SignedIn(&proven)).await?;
    match (&step.next, &proven.verified) {
        (Next::Overtaken, _) => again::by_get(call, "/enrol", Some(&id)).ok_or_else(PageError::no_cookie),
        (Next::Ask(_, Question::RecoveryCodes), Verified::NewApp { codes, .. }) => {
            let mut page = codes_page(call, codes.clone(), &id);
            if let Some(browser) = &step.browser {
                page = with_cookie(call, page, browser, lifetime);
            }
            Ok(with_known_state(call, step.state.as_deref(), page))
        }
        _ => go(call, step, lifetime),
    }
}

fn enrol_url(call: &PageCall, id: &InteractionId) -> String {
    call.issuer.url.join(&format!("/enrol?interaction={id}"))
}

fn with_cookie(call: &PageCall, mut page: Response, browser: &Browser, lifetime: Option<Seconds>) -> Response {
    if let Some(cookie) = cookies::set(&call.issuer.url, browser, lifetime) {
        page.headers_mut().append(header::SET_COOKIE, cookie);
    }
    page
}

/// The codes, and on to where the interaction leads: nothing is answered while somebody writes them down.
pub(super) fn codes_page(call: &PageCall, codes: Vec<Secret<String>>, id: &InteractionId) -> Response {
    let next_url = question_url(call, id, &Question::RecoveryCodes);
    page::show(StatusCode::OK, &RecoveryCodes { frame: call.frame(""), codes, next_url })
}

/// The codes that this very form led to a moment ago.
pub(super) async fn codes_again(
    call: &PageCall,
    visitor: &Visitor<'_>,
    id: &InteractionId,
) -> Result<Option<Response>, PageError> {
    let codes = enrolment::codes_of_form(&call.cx(), visitor).await?;
    Ok(codes.map(|codes| codes_page(call, codes, id)))
}

/// `POST /enrol/later`
pub async fn later(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/enrol", &params);
    page::answered(&call, put_off(&call, &params).await)
}

async fn put_off(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, "/enrol", Some(&id), forged).await;
    }
    let sent = Sent::of("enrol later", params);
    let visitor = call.visitor(Some(&sent));
    let step = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => answer(&call.cx(), &visitor, paused, Answer::Later).await,
        Err(stopped) => Err(stopped),
    };
    again::go_or_again(call, &visitor, step).await
}
