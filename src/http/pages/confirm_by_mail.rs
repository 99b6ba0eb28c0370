//! A sign-in is unlike those before, and its person has no further factor: they bring the code of a mail beside what they
//! proved, before a session begins.
//!
//! ```text
//!  /login/confirm         asks for the mail; then, with the ticket of one, the page that waits
//!  /login/confirm/code    the code, or "continue" once the link was confirmed elsewhere
//!  /login/confirm/state   what the waiting page's script asks
//!  /login/confirm/link    the link of the mail, in the browser that asked and in any other
//! ```
//! Code, link and numbers are those of signing in by e-mail (`mail_sign_in`), yet they sign nobody in alone. No page says
//! which address the mail goes to: whoever stole the password does not learn it.

use axum::{http::StatusCode, response::Response};

use super::{
    again, asking_card, cancel_form, check_form, form_token, half_proven, interaction,
    mail_sign_in::{self, OF_CONFIRMATION},
    minutes, with_interaction, with_retry_after,
};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts,
        interactions::{self, Paused, Question, Stopped},
        kernel::Error,
        login::mail_proof::{self, Asking, CONFIRM_LINK_PATH, ProofPurpose},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{ConfirmByMail, MailProblem},
    store::users::User,
};

/// Where the mail is asked for, and waited for.
pub const PATH: &str = "/login/confirm";
/// Where the code is sent.
pub const CODE_PATH: &str = "/login/confirm/code";
/// Where a script asks whether the link was confirmed.
pub const STATE_PATH: &str = "/login/confirm/state";
/// Where the link leads.
pub const LINK_PATH: &str = CONFIRM_LINK_PATH;
/// The form's purpose.
const FORM: &str = "confirm_by_mail";

/// `GET /login/confirm`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    if let Some(ticket) = params.get("ticket") {
        let proof = mail_proof::find(&call.cx(), &id, ticket).await?;
        return match proof.filter(|proof| proof.purpose() == ProofPurpose::Confirm) {
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
        Some(user) => Ok(ask_page(call, paused, id, &user, problem)),
        None => mail_sign_in::elsewhere(call, id).await,
    }
}

/// Who is asked.
async fn asked(call: &PageCall, paused: &Paused) -> Result<Option<User>, Error> {
    let standing = interactions::standing(&call.cx(), paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::ConfirmByMail(user))) => accounts::find_by_id(&call.cx(), &user).await.map(Some),
        _ => Ok(None),
    }
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
    user: &User,
    problem: Option<MailProblem>,
) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let status = match problem {
        Some(MailProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    };
    let page = ConfirmByMail {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&with_interaction(PATH, Some(id)))),
        client: asked.map(|asked| asking_card(call, asked)),
        person: half_proven(user),
        action: url(PATH),
        interaction: id.to_string(),
        press: call.app.entropy.token().expose().clone(),
        problem,
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    page::show(status, &page)
}

/// `POST /login/confirm`
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
    let Some(user) = asked(call, &paused).await? else { return mail_sign_in::elsewhere(call, &id).await };
    let asking = Asking {
        visitor: call.visitor(None),
        interaction: &id,
        purpose: ProofPurpose::Confirm,
        typed: &user.username,
        press: &mail_sign_in::pressed_on(call, params),
        locale: call.locale(paused.journey.ui_locales()),
        // As whoever signs in said beside the password.
        remember: paused.progress.pending.as_ref().is_some_and(|pending| pending.remember),
    };
    match Box::pin(mail_proof::ask(&call.cx(), &asking)).await {
        Ok(ticket) => Ok(see_other(&call.issuer.url.join(&OF_CONFIRMATION.waiting(&id, &ticket)))),
        Err(Error::TooMany { retry_after }) => {
            let problem = MailProblem::TooMany { minutes: minutes(retry_after) };
            Ok(with_retry_after(ask_page(call, &paused, &id, &user, Some(problem)), Some(retry_after)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /login/confirm/code`
pub async fn submit(form: PostedForm) -> Response {
    mail_sign_in::code_taken(&OF_CONFIRMATION, form).await
}

/// `GET /login/confirm/link`
pub async fn open(call: PageCall, QueryParams(params): QueryParams) -> Response {
    mail_sign_in::link_shown(&OF_CONFIRMATION, call, &params.unwrap_or_default()).await
}

/// `POST /login/confirm/link`
pub async fn press(form: PostedForm) -> Response {
    mail_sign_in::link_taken(&OF_CONFIRMATION, form).await
}
