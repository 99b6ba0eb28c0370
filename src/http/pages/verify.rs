//! The operator wants an address proven: a step of whoever is signed in, before an app gets its answer.
//!
//! ```text
//!  /verify         asks for the mail; then, with the ticket of one, the page that waits
//!  /verify/code    the code, or "continue" once the link was confirmed elsewhere
//!  /verify/state   what the waiting page's script asks
//!  /verify/link    the link of the mail, in the browser that asked and in any other
//! ```
//! Code, link and numbers are those of signing in by e-mail (`mail_sign_in`). They prove the address, and sign nobody in.

use axum::{http::StatusCode, response::Response};

use super::{
    again, asking_card, cancel_form, check_form, form_token, interaction,
    mail_sign_in::{self, OF_VERIFY},
    minutes, person, with_interaction, with_retry_after,
};
use crate::{
    base::id::InteractionId,
    domain::{
        flows::journey::{Answer, answer},
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::mail_proof::{self, Asking, ProofPurpose, VERIFY_LINK_PATH, VerifiedAddress},
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{authorize::required::RequiredStep, params::Params},
    render::pages::{MailProblem, VerifyAddress},
};

/// Where the mail is asked for, and waited for.
pub const PATH: &str = "/verify";
/// Where the code is sent.
pub const CODE_PATH: &str = "/verify/code";
/// Where a script asks whether the link was confirmed.
pub const STATE_PATH: &str = "/verify/state";
/// Where the link leads.
pub const LINK_PATH: &str = VERIFY_LINK_PATH;
/// The form's purpose.
const FORM: &str = "verify";

/// `GET /verify`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    if let Some(ticket) = params.get("ticket") {
        let proof = mail_proof::find(&call.cx(), &id, ticket).await?;
        return match proof.filter(|proof| proof.purpose() == ProofPurpose::Verify) {
            Some(proof) => Ok(mail_sign_in::wait_page(call, &paused, &proof, None)),
            None => ended(call, paused, &id).await,
        };
    }
    asking_or_elsewhere(call, &paused, &id, None).await
}

/// The page that asks for the mail; or, where the journey waits for something else by now, that.
async fn asking_or_elsewhere(
    call: &PageCall,
    paused: &Paused,
    id: &InteractionId,
    problem: Option<MailProblem>,
) -> Result<Response, PageError> {
    match asked(call, paused).await? {
        Some(me) => Ok(ask_page(call, paused, id, &me, problem)),
        None => mail_sign_in::elsewhere(call, id).await,
    }
}

/// Who is asked to prove their address.
async fn asked(call: &PageCall, paused: &Paused) -> Result<Option<SignedIn>, Error> {
    let standing = interactions::standing(&call.cx(), paused, &call.visitor(None)).await?;
    Ok(standing.asked_to(RequiredStep::Verify))
}

/// The mail that a page waited for is worth nothing any more.
///
/// # Errors
/// What stopped it.
pub async fn ended(call: &PageCall, paused: Paused, id: &InteractionId) -> Result<Response, PageError> {
    asking_or_elsewhere(call, &paused, id, Some(MailProblem::Over)).await
}

fn ask_page(
    call: &PageCall,
    paused: &Paused,
    id: &InteractionId,
    me: &SignedIn,
    problem: Option<MailProblem>,
) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let status = match problem {
        Some(MailProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    };
    let page = VerifyAddress {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&with_interaction(PATH, Some(id)))),
        client: asked.map(|asked| asking_card(call, asked)),
        person: person(&me.user),
        email: me.user.email.clone().unwrap_or_default(),
        action: url(PATH),
        interaction: id.to_string(),
        press: call.app.entropy.token().expose().clone(),
        problem,
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    page::show(status, &page)
}

/// `POST /verify`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, mailed(&call, &params).await)
}

async fn mailed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    // "Send another" stands on the page that waits.
    let checked = check_form(call, params, FORM).or_else(|_| check_form(call, params, mail_sign_in::FORM));
    if let Err(forged) = checked {
        return again::replaced_or(call, PATH, Some(&id), forged).await;
    }
    let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
    let Some(me) = asked(call, &paused).await? else { return mail_sign_in::elsewhere(call, &id).await };
    let asking = Asking {
        visitor: call.visitor(None),
        interaction: &id,
        purpose: ProofPurpose::Verify,
        typed: me.user.email.as_deref().unwrap_or_default(),
        press: &mail_sign_in::pressed_on(call, params),
        locale: call.locale(paused.journey.ui_locales()),
        remember: false,
    };
    match Box::pin(mail_proof::ask(&call.cx(), &asking)).await {
        Ok(ticket) => Ok(see_other(&call.issuer.url.join(&OF_VERIFY.waiting(&id, &ticket)))),
        Err(Error::TooMany { retry_after }) => {
            let problem = MailProblem::TooMany { minutes: minutes(retry_after) };
            Ok(with_retry_after(ask_page(call, &paused, &id, &me, Some(problem)), Some(retry_after)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody has shown that the address of their account is theirs: the journey goes on.
///
/// # Errors
/// What stopped it.
pub async fn proved(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    verified: VerifiedAddress,
) -> Result<Response, PageError> {
    let visitor = call.visitor(Some(sent));
    let id = paused.id.clone();
    let step = Box::pin(answer(&call.cx(), &visitor, paused, Answer::Verified(verified))).await;
    match (step, id) {
        // Spent by the other of code and link, or the account has another address by now.
        (Err(Stopped::Failed(Error::NotFound)), Some(id)) => {
            let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
            ended(call, paused, &id).await
        }
        (step, _) => again::go_or_again(call, &visitor, step).await,
    }
}

/// `POST /verify/code`
pub async fn submit(form: PostedForm) -> Response {
    mail_sign_in::code_taken(&OF_VERIFY, form).await
}

/// `GET /verify/link`
pub async fn open(call: PageCall, QueryParams(params): QueryParams) -> Response {
    mail_sign_in::link_shown(&OF_VERIFY, call, &params.unwrap_or_default()).await
}

/// `POST /verify/link`
pub async fn press(form: PostedForm) -> Response {
    mail_sign_in::link_taken(&OF_VERIFY, form).await
}
