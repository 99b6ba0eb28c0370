//! A password that somebody chose by a link.
//!
//! In the browser whose request waits for it, the request goes on: the password that was just set is as good as one that
//! is typed at the sign-in page, and whoever has a further factor is asked for it as there. In any other browser nobody
//! is signed in: a link that was stolen, or sent to somebody else, opens no session.

use axum::response::Response;

use super::{LinkPages, done, form::show};
use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts::set_by_link::{self, SetByLink},
        interactions::{self, Stopped},
        kernel::{Error, FieldError},
        login::password_set::{self, PasswordSetter},
        sessions::outcomes::Sent,
    },
    http::{
        answer::{device::remember_signed_in, page::PageError},
        extract::PageCall,
        pages::{
            again, check_form, interaction,
            login::{Entry, NotEntered, enter, signed_in},
        },
    },
    protocol::params::Params,
    render::pages::PasswordProblem,
};

pub(super) async fn chosen(call: &PageCall, pages: &LinkPages, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(pages.form, params);
    if let Err(forged) = check_form(call, params, pages.form) {
        return if again::is_replaced(call).await { sent_again(call, pages, params, sent).await } else { Err(forged) };
    }
    let password = params.get("password").unwrap_or_default();
    let link = pages.link(params);
    if password != params.get("password_again").unwrap_or_default() {
        // What else is wrong with it is said at once.
        let problems = set_by_link::problems(&call.cx(), link, password).await;
        let fields = problems.map_err(|error| pages.spent(error))?;
        let mut problems = in_words(&fields);
        problems.push(PasswordProblem::Differ);
        return show(call, pages, params, problems).await;
    }
    let visitor = call.visitor(Some(sent));
    let chosen = Secret::new(password.to_owned());
    let setter = match set_by_link::set(&call.cx(), &visitor, link, chosen.clone()).await {
        Ok(SetByLink { user, phc }) => password_set::first(&call.cx(), user, &phc).await?,
        Err(Error::Invalid(fields)) => return show(call, pages, params, in_words(&fields)).await,
        // Spent, perhaps by the first of two presses: the second gets what the first got, if it chose the same.
        Err(Error::NotFound) => {
            let before = password_set::again(&call.cx(), &visitor, chosen).await?;
            before.ok_or_else(|| pages.spent(Error::NotFound))?
        }
        Err(error) => return Err(error.into()),
    };
    go_on(call, pages, params, sent, setter).await
}

/// On with the request that waits in this browser; else a page says that the password is set.
async fn go_on(
    call: &PageCall,
    pages: &LinkPages,
    params: &Params,
    sent: &Sent,
    setter: PasswordSetter,
) -> Result<Response, PageError> {
    let PasswordSetter { user, proven } = setter;
    let Some(id) = interaction(params) else { return done::go(call, pages, &user, None) };
    let stopped = match interactions::load(&call.cx(), &id, call.found_browser()?).await {
        Ok(paused) => {
            let client = paused.journey.client().cloned();
            let Some(proven) = proven else { return done::go(call, pages, &user, client.as_deref()) };
            return match Box::pin(enter(call, sent, paused, &proven)).await {
                Ok(entered) => Ok(remember_signed_in(call, entered, &user.id).await),
                // Changed again in this moment.
                Err(NotEntered::Failed(Error::Forbidden)) => done::go(call, pages, &user, client.as_deref()),
                Err(why) => Err(why.into()),
            };
        }
        Err(stopped) => stopped,
    };
    let client = match &stopped {
        Stopped::Over { client, .. } | Stopped::OtherBrowser { client } => client.clone(),
        Stopped::Failed(_) => return Err(stopped.into()),
        _ => None,
    };
    // Answered by the first of two presses.
    match again::stopped(call, &call.visitor(Some(sent)), stopped).await {
        Ok(response) => Ok(response),
        Err(_) => done::go(call, pages, &user, client.as_deref()),
    }
}

/// A form whose cookie has been replaced: the second press of a double click, whose first has signed in.
async fn sent_again(call: &PageCall, pages: &LinkPages, params: &Params, sent: &Sent) -> Result<Response, PageError> {
    let first = again::earlier_sign_in_by_password(call, params, pages.form, sent).await?;
    let first = first.ok_or_else(PageError::no_cookie)?;
    let entry = Entry::of(&first);
    let response = signed_in(call, sent, entry).await?;
    Ok(remember_signed_in(call, response, &first.user).await)
}

/// What is wrong with the password, in the words of the page, each once.
pub fn in_words(fields: &[FieldError]) -> Vec<PasswordProblem> {
    let mut problems: Vec<PasswordProblem> =
        fields.iter().map(|field| PasswordProblem::of(field.code, &field.message)).collect();
    problems.dedup();
    problems
}
