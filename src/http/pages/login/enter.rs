//! What follows once somebody was verified: their journey goes on.

use axum::{http::header, response::Response};

use crate::{
    base::id::{InteractionId, UserId},
    domain::{
        flows::journey::{Answer, Next, Step, answer, resume},
        interactions::{Paused, Stopped},
        kernel::Error,
        login::Proven,
        sessions::{
            self, Browser,
            outcomes::{NewSignIn, Sent},
            visitor::Visitor,
        },
    },
    http::{
        answer::{browser_state::with_known_state, page::PageError, response_mode::see_other, step::go},
        cookies,
        extract::PageCall,
        pages::again,
    },
};

/// Why nobody was signed in.
pub enum NotEntered {
    /// The use-case ended with this.
    Failed(Error),
    /// A page says why.
    Page(PageError),
}

impl From<Error> for NotEntered {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Stopped> for NotEntered {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Failed(error) => Self::Failed(error),
            stopped => Self::Page(stopped.into()),
        }
    }
}

impl From<PageError> for NotEntered {
    fn from(page: PageError) -> Self {
        Self::Page(page)
    }
}

impl From<NotEntered> for PageError {
    fn from(why: NotEntered) -> Self {
        match why {
            NotEntered::Failed(error) => error.into(),
            NotEntered::Page(page) => page,
        }
    }
}

/// Somebody was verified: signs in, and goes on.
///
/// # Errors
/// As [`answer`].
pub async fn enter(call: &PageCall, sent: &Sent, paused: Paused, proven: &Proven) -> Result<Response, NotEntered> {
    let id = paused.id.clone();
    let step = taken(call, sent, paused, proven).await?;
    Ok(led(call, step, id.as_ref(), proven)?)
}

/// Where [`taken`] led somebody in this interaction.
///
/// # Errors
/// As [`go`].
pub fn led(
    call: &PageCall,
    step: Step,
    interaction: Option<&InteractionId>,
    proven: &Proven,
) -> Result<Response, PageError> {
    if matches!(step.next, Next::Overtaken) {
        return again::by_get(call, "/login", interaction).ok_or_else(PageError::no_cookie);
    }
    go(call, step, proven.remember.then_some(call.app.config.session.absolute))
}

/// [`enter`] up to where it leads.
///
/// # Errors
/// As [`answer`].
pub async fn taken(call: &PageCall, sent: &Sent, paused: Paused, proven: &Proven) -> Result<Step, NotEntered> {
    let visitor = call.visitor(Some(sent));
    answer(&call.cx(), &visitor, paused, Answer::SignedIn(proven)).await.map_err(NotEntered::from)
}

/// Somebody has just signed in.
pub struct Entry<'a> {
    /// The browser with its new cookie.
    pub browser: &'a Browser,
    /// Who.
    pub user: &'a UserId,
    /// The paused request that it was for; none when somebody visits their account.
    pub interaction: Option<&'a InteractionId>,
    /// Whether the cookie outlives the browser.
    pub remember: bool,
}

impl<'a> Entry<'a> {
    /// By a form that was sent before.
    pub fn of(first: &'a NewSignIn) -> Self {
        Self {
            browser: &first.browser,
            user: &first.user,
            interaction: first.interaction.as_ref(),
            remember: first.remember,
        }
    }
}

/// Goes on with the paused request as it stands, or to the account.
///
/// # Errors
/// When the database fails, or as [`go`].
pub async fn signed_in(call: &PageCall, sent: &Sent, entry: Entry<'_>) -> Result<Response, PageError> {
    let Entry { browser, user, interaction, remember } = entry;
    let cookie = Some(browser.secret.expose().as_str());
    let accounts = sessions::look(&call.cx(), cookie, None).await?.map(|(_, accounts)| accounts).unwrap_or_default();
    let state = accounts.state(&call.cx(), browser);
    let lifetime = remember.then_some(call.app.config.session.absolute);
    let Some(id) = interaction else {
        let mut response = see_other(&call.issuer.url.join("/account"));
        if let Some(cookie) = cookies::set(&call.issuer.url, browser, lifetime) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        return Ok(with_known_state(call, state.as_deref(), response));
    };
    let visitor = Visitor { browser: Some(browser), accounts: &accounts, ..call.visitor(Some(sent)) };
    let step = resume(&call.cx(), &visitor, id).await;
    let next = step.map_or_else(|stopped| Next::Stopped(Box::new(stopped)), |step| step.next);
    // Whoever was only asked for more is not known here by a second press.
    let is_unlike = !accounts.has(user);
    go(call, Step { next, browser: Some(browser.clone()), state, is_unlike }, lifetime)
}
