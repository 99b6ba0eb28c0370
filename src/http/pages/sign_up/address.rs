//! The address of a new account.

use axum::{http::StatusCode, response::Response};

use super::{FORM, PATH, path};
use crate::{
    base::id::InteractionId,
    domain::{
        flows::journey::{upstream::what_waits, waiting_wallet},
        interactions::{self, Paused, Question, Stopped},
        kernel::Error,
        login::mail_proof::{self, Asking, ProofPurpose},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            again, asking_card, cancel_form, check_form, form_token, interaction, login, mail_sign_in, minutes,
            upstream, with_retry_after,
        },
    },
    protocol::params::Params,
    render::pages::{SignUpAddress, SignUpProblem},
};

/// `GET /sign-up`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(id) = interaction(params) else { return mail_sign_in::begin(call, path).await };
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    if !matches!(standing.question, Ok(Some(Question::Login(_) | Question::SignUp))) {
        return mail_sign_in::elsewhere(call, &id).await;
    }
    let hint = paused.journey.authorization().and_then(|asked| asked.request.login_hint.clone());
    // Whom a provider has proven without an address that counts proves the one that it told, or another.
    let told = what_waits(&call.cx(), &call.visitor(None), &paused).await?.and_then(|waiting| waiting.email);
    let hint = told.or(hint).filter(|hint| hint.contains('@')).unwrap_or_default();
    address_page(call, &paused, &id, Shown { email: &hint, ..Shown::default() }).await
}

/// The mail that a page waited for is worth nothing any more.
pub async fn ended(call: &PageCall, paused: &Paused, id: &InteractionId) -> Result<Response, PageError> {
    let standing = interactions::standing(&call.cx(), paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::Login(_) | Question::SignUp)) => {
            address_page(call, paused, id, Shown { problem: Some(SignUpProblem::Over), ..Shown::default() }).await
        }
        _ => mail_sign_in::elsewhere(call, id).await,
    }
}

/// What stands in the page.
#[derive(Default)]
struct Shown<'a> {
    email: &'a str,
    remember: bool,
    problem: Option<SignUpProblem>,
}

async fn address_page(
    call: &PageCall,
    paused: &Paused,
    id: &InteractionId,
    shown: Shown<'_>,
) -> Result<Response, PageError> {
    let Shown { email, remember, problem } = shown;
    let asked = paused.journey.authorization();
    let ways = upstream::OfferedTo {
        interaction: Some(id),
        name: Some(email),
        idp_hint: asked.and_then(|asked| asked.request.idp_hint.as_deref()),
    };
    let upstreams = upstream::of_page(call, ways).await?;
    let url = |path: &str| call.issuer.url.join(path);
    let status = match problem {
        Some(SignUpProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(SignUpProblem::EmailInvalid | SignUpProblem::DomainRefused | SignUpProblem::Disposable) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Some(SignUpProblem::Over) | None => StatusCode::OK,
    };
    let page = SignUpAddress {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&path(Some(id)))),
        client: asked.map(|asked| asking_card(call, asked)),
        action: url(PATH),
        interaction: id.to_string(),
        press: call.app.entropy.token().expose().clone(),
        email: email.to_owned(),
        remember,
        upstreams,
        wallet: waiting_wallet(&call.cx(), &call.visitor(None), paused).map(|wallet| wallet.shown()),
        problem,
        sign_in_url: url(&format!("/login?interaction={id}&another=1")),
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    Ok(page::show(status, &page))
}

/// `POST /sign-up`
pub async fn ask(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, asked(&call, &params).await)
}

async fn asked(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    // "Send another" stands on the page that waits.
    let checked = check_form(call, params, FORM).or_else(|_| check_form(call, params, mail_sign_in::FORM));
    if let Err(forged) = checked {
        return again::replaced_or(call, PATH, Some(&id), forged).await;
    }
    let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
    let typed = params.get("email").unwrap_or_default().trim();
    let locale = call.locale(paused.journey.ui_locales());
    let (purpose, remember) = (ProofPurpose::SignUp, login::remembers(params));
    let press = &mail_sign_in::pressed_on(call, params);
    let asking = Asking { visitor: call.visitor(None), interaction: &id, purpose, typed, press, locale, remember };
    let (problem, wait) = match Box::pin(mail_proof::ask(&call.cx(), &asking)).await {
        Ok(ticket) => {
            return Ok(see_other(
                &call.issuer.url.join(&format!("{}&new=1", mail_sign_in::OF_SIGN_IN.waiting(&id, &ticket))),
            ));
        }
        Err(Error::TooMany { retry_after }) => {
            (SignUpProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(Error::Invalid(fields)) => match fields.first().map(|field| field.code) {
            Some("email_invalid") => (SignUpProblem::EmailInvalid, None),
            Some("email_disposable") => (SignUpProblem::Disposable, None),
            Some("email_domain_refused") => (SignUpProblem::DomainRefused, None),
            _ => return Err(Error::Invalid(fields).into()),
        },
        Err(error) => return Err(error.into()),
    };
    let shown = Shown { email: typed, remember, problem: Some(problem) };
    Ok(with_retry_after(address_page(call, &paused, &id, shown).await?, wait))
}
