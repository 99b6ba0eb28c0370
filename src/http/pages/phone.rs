//! One's telephone number: added and changed by a code that is texted, removed, and codes to it at sign-in.
//!
//! ```text
//!  /account/phone         the number; POST texts a code to another one
//!  /account/phone/code    the code, and that of the number before
//!  /account/phone/lost    a sign-in instead of the code of the number before
//!  /account/phone/remove  no number any more
//!  /account/phone/factor  codes at sign-in: on, off
//! ```

use axum::{http::StatusCode, response::Response};

use super::{
    account, minutes,
    own_account::{OwnForms, frame_of, on_form, page_of, sign_in_again, to_login, ways},
    person, with_retry_after,
};
use crate::{
    base::time::Seconds,
    domain::{
        interactions::{AccountPlace, AccountRequest},
        kernel::{Error, FieldError},
        login::phone::{self, LostNumber, NumberBefore, OwnNumber, TypedNumbers, WrongEnd, WrongText},
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{
        AccountTab, NumberBeforeRow, PhoneFlash, PhonePage, PhoneProblem, PhoneUrls, RecoveryCodes, StandIn,
    },
};

/// Where the page is.
pub const PAGE: &str = "/account/phone";
/// The forms' purpose.
const FORM: &str = "phone";
/// Its forms, for whoever has signed in lately.
const FORMS: OwnForms = OwnForms { purpose: FORM, page: PAGE, place: Some(AccountPlace::Phone) };

/// What the page says besides the number.
#[derive(Default)]
struct Said {
    typed: String,
    problem: Option<PhoneProblem>,
    flash: Option<PhoneFlash>,
}

impl Said {
    fn of(problem: PhoneProblem) -> Self {
        Self { problem: Some(problem), ..Self::default() }
    }
}

/// Whether there is such a page: people change their number, or switch codes to it.
pub fn is_offered(call: &PageCall) -> bool {
    phone::may_change(&call.cx()) || phone::is_offered(&call.cx())
}

/// `GET /account/phone`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let Some(me) = account::shown(&call, &params) else { return to_login(&call) };
    let flash = match params.get("done") {
        Some("proven") => Some(PhoneFlash::Proven),
        Some("removed") => Some(PhoneFlash::Removed),
        Some("on") => Some(PhoneFlash::FactorOn),
        Some("off") => Some(PhoneFlash::FactorOff),
        _ => None,
    };
    page::answered(&call, show(&call, me, Said { flash, ..Said::default() }).await)
}

async fn show(call: &PageCall, me: &SignedIn, said: Said) -> Result<Response, PageError> {
    let cx = &call.cx().acting(me.actor());
    let OwnNumber { phone_number, proven, waits_for, before } = phone::of_person(cx, me).await?;
    let is_on = proven.as_ref().is_some_and(|phone| phone.factor_at.is_some());
    if !is_on && !is_offered(call) {
        return Err(Error::NotFound.into());
    }
    // Whoever has it may switch it off, also where nobody switches it on any more.
    let texts_codes = (is_on || (proven.is_some() && phone::is_offered(cx))).then_some(is_on);
    let url = |path: &str| call.issuer.url.join(&format!("{PAGE}{path}"));
    let page = PhonePage {
        frame: frame_of(call, FORMS, me),
        ways: ways(call, me, AccountTab::Profile),
        person: person(&me.user),
        may_change: phone::may_change(cx),
        is_proven: me.user.phone_number_verified_at.is_some(),
        number: phone_number,
        waits_for,
        before: before.map(before_row),
        typed: said.typed,
        texts_codes,
        problem: said.problem,
        flash: said.flash,
        urls: PhoneUrls {
            ask: url(""),
            code: url("/code"),
            lost: url("/lost"),
            remove: url("/remove"),
            factor: url("/factor"),
        },
    };
    Ok(page::show(status_of(said.problem), &page))
}

fn before_row(before: NumberBefore) -> NumberBeforeRow {
    let stand_in = match before.lost {
        LostNumber::Nothing => StandIn::Nothing,
        LostNumber::SignIn => StandIn::SignIn,
        LostNumber::SignedIn => StandIn::SignedIn,
    };
    NumberBeforeRow { number: before.number, stand_in }
}

/// The status of a page that says this of a number or a code.
pub fn status_of(problem: Option<PhoneProblem>) -> StatusCode {
    match problem {
        Some(PhoneProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(problem) if problem.is_of_number() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    }
}

/// The page that says what was done.
fn done_at(call: &PageCall, me: &SignedIn, what: &str) -> String {
    format!("{}&done={what}", page_of(call, PAGE, me))
}

/// `POST /account/phone`
pub async fn ask(form: PostedForm) -> Response {
    on_form(FORMS, form, asked).await
}

async fn asked(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let typed = params.get("phone_number").unwrap_or_default();
    let cx = &call.cx().acting(me.actor());
    let (problem, wait) = match phone::ask(cx, me, typed, call.locale(None)).await {
        Ok(()) => return Ok(see_other(&page_of(call, PAGE, me))),
        Err(error) => not_texted(error)?,
    };
    let said = Said { typed: typed.to_owned(), ..Said::of(problem) };
    Ok(with_retry_after(show(call, me, said).await?, wait))
}

/// Whether a number is refused for the country that it is in.
pub fn is_of_country(fields: &[FieldError]) -> bool {
    fields.iter().any(|one| one.code == "phone_country_refused")
}

/// Why no code was texted, as pages say it, and until when one waits.
///
/// # Errors
/// What no page says.
pub fn not_texted(error: Error) -> Result<(PhoneProblem, Option<Seconds>), Error> {
    match error {
        Error::Invalid(fields) if is_of_country(&fields) => Ok((PhoneProblem::Country, None)),
        Error::Invalid(_) => Ok((PhoneProblem::Number, None)),
        Error::TooMany { retry_after } => {
            Ok((PhoneProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after)))
        }
        other => Err(other),
    }
}

/// `POST /account/phone/code`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(FORMS, form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let typed = TypedNumbers { new: params.get("code").unwrap_or_default(), old: params.get("old_code") };
    match phone::confirm(&call.cx().acting(me.actor()), me, typed).await {
        Ok(Ok(())) => Ok(see_other(&done_at(call, me, "proven"))),
        Ok(Err(wrong)) => show(call, me, Said::of(end_in_words(wrong))).await,
        // Spent by the first of two presses, or somebody else was faster: the page tells.
        Err(Error::NotFound | Error::Conflict(_)) => Ok(see_other(&page_of(call, PAGE, me))),
        Err(error) => Err(error.into()),
    }
}

/// Why a code does not help, as pages say it.
pub const fn in_words(wrong: WrongText) -> PhoneProblem {
    match wrong {
        WrongText::Code => PhoneProblem::Code,
        WrongText::UsedUp => PhoneProblem::UsedUp,
        WrongText::Over => PhoneProblem::Over,
    }
}

/// The same of one of two codes.
pub const fn end_in_words(wrong: WrongEnd) -> PhoneProblem {
    match wrong {
        WrongEnd::Old(WrongText::Code) => PhoneProblem::OldCode,
        WrongEnd::New(wrong) | WrongEnd::Old(wrong) => in_words(wrong),
    }
}

/// `POST /account/phone/lost`
pub async fn lost(form: PostedForm) -> Response {
    on_form(FORMS, form, signed_in_again).await
}

async fn signed_in_again(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let before = phone::of_person(&call.cx().acting(me.actor()), me).await?.before;
    let Some(before) = before.filter(|before| before.lost == LostNumber::SignIn) else {
        return Ok(see_other(&page_of(call, PAGE, me)));
    };
    let (place, fresh) = (AccountPlace::Phone, Some(me.session.id.clone()));
    sign_in_again(call, me, AccountRequest { place, fresh, after: Some(before.asked_at) }).await
}

/// `POST /account/phone/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(FORMS, form, removed).await
}

async fn removed(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    match phone::remove(&call.cx().acting(me.actor()), &me.user.id).await {
        // Gone already: by the first of two presses, or from elsewhere.
        Ok(()) | Err(Error::NotFound) => Ok(see_other(&done_at(call, me, "removed"))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/phone/factor`
pub async fn factor(form: PostedForm) -> Response {
    on_form(FORMS, form, switched).await
}

async fn switched(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let cx = &call.cx().acting(me.actor());
    let sent = Sent::of(FORM, params);
    let codes = match params.get("on") {
        Some("yes") => phone::switch_on(cx, &call.visitor(Some(&sent)), me).await.map(Some),
        _ => phone::switch_off(cx, &me.user.id).await.map(|()| None),
    };
    match codes {
        Ok(Some(codes)) if codes.is_empty() => Ok(see_other(&done_at(call, me, "on"))),
        Ok(Some(codes)) => {
            let next_url = done_at(call, me, "on");
            Ok(page::show(StatusCode::OK, &RecoveryCodes { frame: call.frame(""), codes, next_url }))
        }
        Ok(None) => Ok(see_other(&done_at(call, me, "off"))),
        // Without a number by now, or switched already: the page tells.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(see_other(&page_of(call, PAGE, me))),
        Err(error) => Err(error.into()),
    }
}
