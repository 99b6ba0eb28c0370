//! The operator wants another password: a step of whoever is signed in, before an app gets its answer.
//!
//! Whoever is asked has signed in lately; where that was not by the password, they type the present one too.

use axum::{http::StatusCode, response::Response};

use super::{
    again, asking_card, cancel_form, form_token, interaction,
    login::{self, Repeated},
    mail_sign_in,
    password::in_words,
    person, with_interaction,
};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        directory::accounts,
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::{
            password::{self, PasswordForm, Place},
            password_set, required,
        },
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{authorize::required::RequiredStep, params::Params},
    render::pages::{PasswordProblem, RenewPassword},
};

/// Where it stands.
pub const PATH: &str = "/new-password";
/// The form's purpose.
const FORM: &str = "renew_password";

/// Who is asked to choose another password, and in what.
struct Asked {
    id: InteractionId,
    paused: Paused,
    me: SignedIn,
    asks_for_current: bool,
}

/// `GET /new-password`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, interaction(&params.unwrap_or_default())).await)
}

async fn show(call: &PageCall, id: Option<InteractionId>) -> Result<Response, PageError> {
    let id = id.ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    match asked(call, id, paused).await? {
        Ok(asked) => Ok(asked.page(call, Vec::new())),
        Err(other) => Ok(other),
    }
}

/// What the page asks, or where to go where it asks nothing.
async fn asked(call: &PageCall, id: InteractionId, paused: Paused) -> Result<Result<Asked, Response>, PageError> {
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    let Some(me) = standing.asked_to(RequiredStep::Password) else {
        return mail_sign_in::elsewhere(call, &id).await.map(Err);
    };
    let asks_for_current = required::asks_for_password(&call.cx(), &me).await?;
    Ok(Ok(Asked { id, paused, me, asks_for_current }))
}

impl Asked {
    fn page(&self, call: &PageCall, problems: Vec<PasswordProblem>) -> Response {
        let asked = self.paused.journey.authorization();
        let url = |path: &str| call.issuer.url.join(path);
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = RenewPassword {
            frame: call
                .bare_frame(call.locale(self.paused.journey.ui_locales()), form_token(call, FORM))
                .at(url(&with_interaction(PATH, Some(&self.id)))),
            person: person(&self.me.user),
            username: self.me.user.username.clone(),
            action: url(PATH),
            interaction: self.id.to_string(),
            account: self.me.session.id.to_string(),
            asks_for_current: self.asks_for_current,
            rules: login::password_rules(call),
            problems,
            client: asked.map(|asked| asking_card(call, asked)),
            cancel: asked.map(|_| cancel_form(call, call.known_browser())),
        };
        page::show(status, &page)
    }
}

/// `POST /new-password`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, changed(&call, &params).await)
}

async fn changed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let repeated = Repeated { params, form: FORM, page: PATH, sent };
    let paused = match again::paused_or(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let asked = match asked(call, id, paused).await? {
        // Another account was chosen in another tab: its person has not seen the question.
        Ok(asked) if params.get("account") != Some(asked.me.session.id.as_str()) => {
            return Ok(asked.page(call, Vec::new()));
        }
        Ok(asked) => asked,
        // The second press of a double click has changed it already: the journey goes on.
        Err(other) => return Ok(other),
    };
    let problems = refused(call, sent, &asked, params).await?;
    if !problems.is_empty() {
        return Ok(asked.page(call, problems));
    }
    let me = &asked.me;
    let chosen = Secret::new(params.get("password").unwrap_or_default().to_owned());
    let visitor = call.visitor(Some(sent));
    // The first of two presses may have changed it in this moment.
    if password_set::again(&call.cx(), &visitor, chosen.clone()).await?.is_none() {
        match accounts::change_password(&call.cx().acting(me.actor()), &visitor, me, chosen).await {
            Ok(()) => {}
            Err(Error::Invalid(fields)) => return Ok(asked.page(call, in_words(&fields))),
            Err(Error::SignedOut) => {
                return Ok(see_other(&call.issuer.url.join(&login::ended_path(Some(&asked.id)))));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let on = see_other(&call.issuer.url.join(&with_interaction("/login", Some(&asked.id))));
    Ok(remember_signed_in(call, on, &me.user.id).await)
}

/// What is wrong with the form before the rules are asked.
async fn refused(
    call: &PageCall,
    sent: &Sent,
    asked: &Asked,
    params: &Params,
) -> Result<Vec<PasswordProblem>, PageError> {
    let of = |name: &str| params.get(name).unwrap_or_default();
    let mut problems = Vec::new();
    if asked.asks_for_current {
        let client = asked.paused.journey.client().map(|client| client.client.id.clone());
        let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
        let password = Secret::new(of("current_password").to_owned());
        let typed = PasswordForm { username: &asked.me.user.username, password, remember: false };
        if !password::is_right(&call.cx(), &place, &typed, Some(&asked.me.user.id)).await? {
            problems.push(PasswordProblem::WrongCurrent);
        }
    }
    if of("password") != of("password_again") {
        problems.push(PasswordProblem::Differ);
    }
    Ok(problems)
}
