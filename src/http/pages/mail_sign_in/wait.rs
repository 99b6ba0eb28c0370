//! The page that waits for a mail: its code is typed here, or its link was confirmed in another browser.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{FORM, MailPages, OF_SIGN_IN, PATH, ask::ended, path};
use crate::{
    base::id::InteractionId,
    domain::{
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::mail_proof::{self, MailEvidence, OpenProof, ProofPurpose, Wrong},
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            again, asking_card, cancel_form, check_form, confirm_by_mail, form_token, interaction,
            login::{self, Entry, NotEntered, Repeated},
            sign_up, verify,
        },
    },
    protocol::params::Params,
    render::pages::{MailProblem, MailPurpose, MailWait},
};

/// The page that waits for the mail of a proof.
pub fn wait_page(call: &PageCall, paused: &Paused, proof: &OpenProof, problem: Option<MailProblem>) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let (id, ticket) = (proof.interaction(), proof.ticket(&call.cx()));
    let pages = MailPages::of(proof.purpose());
    let purpose = shown_purpose(proof.purpose());
    let query = if purpose.is_new() { "&new=1" } else { "" };
    let here = format!("{}{query}", pages.waiting(id, &ticket));
    let (again, other) = match purpose {
        MailPurpose::SignIn => (PATH, Some(path(Some(id)))),
        MailPurpose::SignUp => (sign_up::PATH, Some(sign_up::path(Some(id)))),
        // The account has one address.
        MailPurpose::Verify | MailPurpose::Confirm => (pages.ask, None),
    };
    let wait = MailWait {
        frame: call.bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM)).at(url(&here)),
        client: asked.map(|asked| asking_card(call, asked)),
        action: url(pages.code),
        again_action: url(again),
        state_url: url(&here.replacen(pages.ask, pages.state, 1)),
        other_url: other.map(|path| url(&path)),
        interaction: id.to_string(),
        press: proof.press().to_owned(),
        ticket: ticket.expose().clone(),
        username: proof.typed().to_owned(),
        remember: proof.remember(),
        number: proof.number(),
        problem,
        purpose,
        is_over: problem == Some(MailProblem::UsedUp) || proof.is_used_up(),
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    page::show(StatusCode::OK, &wait)
}

/// What a mail is for, as pages say it.
pub(super) const fn shown_purpose(purpose: ProofPurpose) -> MailPurpose {
    match purpose {
        ProofPurpose::SignIn => MailPurpose::SignIn,
        ProofPurpose::SignUp => MailPurpose::SignUp,
        ProofPurpose::Verify => MailPurpose::Verify,
        ProofPurpose::Confirm => MailPurpose::Confirm,
    }
}

/// `GET /login/email/state`: whether the page that waits may go on.
pub async fn state(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let found = match interaction(&params) {
        Some(id) => mail_proof::find(&call.cx(), &id, params.get("ticket").unwrap_or_default()).await,
        None => Ok(None),
    };
    let state = match found {
        Ok(Some(proof)) if proof.is_approved() => "approved",
        Ok(Some(_)) => "waiting",
        Ok(None) => "over",
        Err(error) => return page::script_failed(&call, error),
    };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(json!({"state": state}))).into_response()
}

/// `GET /login/email/code`: the address of a form that was sent, opened again.
pub async fn reopened(call: PageCall) -> Response {
    see_other(&call.issuer.url.join(PATH))
}

/// `POST /login/email/code`
pub async fn submit(form: PostedForm) -> Response {
    taken(&OF_SIGN_IN, form).await
}

/// A code, or the word of another browser, for a mail of this kind.
pub async fn taken(pages: &MailPages, PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(pages.ask, &params);
    page::answered(&call, submitted(pages, &call, &params).await)
}

async fn submitted(pages: &MailPages, call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let cx = &call.cx();
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: pages.ask, sent };
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = match paused_of(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let found = mail_proof::find(cx, &id, params.get("ticket").unwrap_or_default()).await?;
    let Some(proof) = found.filter(|proof| pages.has(call, proof)) else {
        return over(call, repeated, paused, pages.purpose(params.has("new"))).await;
    };
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let proven = match params.get("code") {
        Some(code) => mail_proof::by_code(cx, &proof, code, client.as_ref()).await,
        None => Ok(mail_proof::by_approval(&proof)),
    };
    let proven = match proven {
        Ok(Ok(MailEvidence::Person(proven))) => proven,
        Ok(Ok(MailEvidence::Address(address))) => return sign_up::proved(call, paused, &proof, &address).await,
        Ok(Ok(MailEvidence::Verified(verified))) => return verify::proved(call, sent, paused, verified).await,
        Ok(Err(wrong)) => {
            let problem = match wrong {
                Wrong::Code => MailProblem::Wrong,
                Wrong::UsedUp => MailProblem::UsedUp,
                Wrong::NotApproved => MailProblem::NotYet,
            };
            return Ok(wait_page(call, &paused, &proof, Some(problem)));
        }
        Err(Error::NotFound) => return over(call, repeated, paused, proof.purpose()).await,
        Err(error) => return Err(error.into()),
    };
    match Box::pin(login::enter(call, sent, paused, &proven)).await {
        Ok(response) => Ok(remember_signed_in(call, response, &proven.user).await),
        // Spent by the other of code and link, or the account was switched off.
        Err(NotEntered::Failed(Error::NotFound | Error::Forbidden)) => {
            let paused = interactions::load(cx, &id, call.known_browser()).await?;
            over(call, repeated, paused, proof.purpose()).await
        }
        Err(why) => Err(why.into()),
    }
}

/// The proof is over: by the first of two presses, which the second repeats, or otherwise.
async fn over(
    call: &PageCall,
    repeated: Repeated<'_>,
    paused: Paused,
    purpose: ProofPurpose,
) -> Result<Response, PageError> {
    if let Some(first) = sent_again(call, repeated).await? {
        return Ok(first);
    }
    let id = interaction(repeated.params).ok_or(Stopped::GONE)?;
    let ticket = repeated.params.get("ticket").unwrap_or_default();
    if let Some(proof) = mail_proof::find_waited_for(&call.cx(), &id, ticket).await? {
        return Ok(sign_up::to_details(call, &proof));
    }
    match purpose {
        ProofPurpose::SignIn => ended(call, paused, &id, "").await,
        ProofPurpose::SignUp => sign_up::ended(call, &paused, &id).await,
        ProofPurpose::Confirm => confirm_by_mail::ended(call, paused, &id).await,
        ProofPurpose::Verify => verify::ended(call, paused, &id).await,
    }
}

/// The journey that a form goes on with; or, where the first of two presses went on with it, what that got.
///
/// # Errors
/// What stopped it.
pub async fn paused_of(
    call: &PageCall,
    repeated: Repeated<'_>,
    id: &InteractionId,
) -> Result<Result<Paused, Response>, PageError> {
    let checked = check_form(call, repeated.params, repeated.form);
    let refused = match (interactions::load(&call.cx(), id, call.found_browser()?).await, checked) {
        (Ok(paused), Ok(())) => return Ok(Ok(paused)),
        (Ok(_), Err(forged)) => forged,
        // Answered by the first press, in a journey that replaces no cookie.
        (Err(stopped @ Stopped::Over { completed: true, .. }), Ok(())) => {
            if let Some(first) = sent_again(call, repeated).await? {
                return Ok(Err(first));
            }
            return again::stopped(call, &call.visitor(Some(repeated.sent)), stopped).await.map(Err);
        }
        // Answered by the first press, or its cookie replaced by it.
        (Err(stopped), _) => stopped.into(),
    };
    sent_again(call, repeated).await?.map(Err).ok_or(refused)
}

/// The second press of a double click gets what the first got: the code or the ticket is part of the form.
///
/// # Errors
/// When the database fails.
pub async fn sent_again(call: &PageCall, repeated: Repeated<'_>) -> Result<Option<Response>, PageError> {
    let Repeated { params, form, page, sent } = repeated;
    if let Some(first) = again::earlier_sign_in(call, params, form, sent).await? {
        return login::signed_in(call, sent, Entry::of(&first)).await.map(Some);
    }
    if again::is_replaced(call).await {
        return Ok(again::by_get(call, page, interaction(params).as_ref()));
    }
    Ok(None)
}
