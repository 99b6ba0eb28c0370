//! The page that waits for a mail: its code is typed here, or its link was confirmed in another browser.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{CODE_PATH, FORM, PATH, STATE_PATH, ask::ended, path, waiting};
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
            again, asking_card, check_form, form_token, interaction,
            login::{self, Entry, NotEntered, Repeated},
            sign_up,
        },
    },
    protocol::params::Params,
    render::pages::{MailProblem, MailWait},
};

pub(super) fn wait_page(call: &PageCall, paused: &Paused, proof: &OpenProof, problem: Option<MailProblem>) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let (id, ticket) = (proof.interaction(), proof.ticket(&call.cx()));
    let here = waiting(id, &ticket);
    let is_new = proof.purpose() == ProofPurpose::SignUp;
    let wait = MailWait {
        frame: call
            .issuer
            .branding
            .frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&here)),
        client: asked.map(|asked| asking_card(call, asked)),
        action: url(CODE_PATH),
        again_action: url(if is_new { sign_up::PATH } else { PATH }),
        state_url: url(&here.replacen(PATH, STATE_PATH, 1)),
        other_url: url(&if is_new { sign_up::path(Some(id)) } else { path(Some(id)) }),
        interaction: id.to_string(),
        press: proof.press().to_owned(),
        ticket: ticket.expose().clone(),
        username: proof.typed().to_owned(),
        number: proof.number(),
        problem,
        is_new,
        is_over: problem == Some(MailProblem::UsedUp) || proof.is_used_up(),
        cancel_action: asked.map(|_| url("/cancel")),
    };
    page::show(StatusCode::OK, &wait)
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
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(json!({"state": state}))).into_response()
}

/// `GET /login/email/code`: the address of a form that was sent, opened again.
pub async fn reopened(call: PageCall) -> Response {
    see_other(&call.issuer.url.join(PATH))
}

/// `POST /login/email/code`
pub async fn submit(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, submitted(&call, &params).await)
}

async fn submitted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let cx = &call.cx();
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: PATH, sent };
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = match paused_of(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let Some(proof) = mail_proof::find(cx, &id, params.get("ticket").unwrap_or_default()).await? else {
        let purpose = if params.has("new") { ProofPurpose::SignUp } else { ProofPurpose::SignIn };
        return over(call, repeated, paused, purpose).await;
    };
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let proven = match params.get("code") {
        Some(code) => mail_proof::by_code(cx, &proof, code, client.as_ref()).await,
        None => Ok(mail_proof::by_approval(&proof)),
    };
    let proven = match proven {
        Ok(Ok(MailEvidence::Person(proven))) => proven,
        Ok(Ok(MailEvidence::Address(address))) => return sign_up::proved(call, paused, &proof, &address).await,
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
    let refused = match (interactions::load(&call.cx(), id, call.known_browser()).await, checked) {
        (Ok(paused), Ok(())) => return Ok(Ok(paused)),
        (Ok(_), Err(forged)) => forged,
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
