//! What comes next on a journey: a question to its person, an answer to its client, or the person's own account.

use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        flows::{
            authorize::{
                Reply, answered_before,
                refusal::{RefusedRequest, refuse},
            },
            journey::{answer::go_on, pause::pause},
        },
        interactions::{AccountRequest, Paused, Question, Stopped, load, standing},
        kernel::{Cx, Error},
        sessions::{Browser, visitor::Visitor},
    },
};

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Send this to the client.
    Answer(Reply),
    /// Ask the person, in this interaction.
    Ask(InteractionId, Question),
    /// Show the person their account.
    Account(AccountRequest),
    /// The account is to be erased: its person may keep it by the link with this secret.
    Leaving(Secret<String>),
    /// Another form of this browser was faster: its page tells how things stand.
    Overtaken,
    /// There is nothing to go on with, although something was done.
    Stopped(Box<Stopped>),
}

/// The outcome of a step.
#[derive(Debug)]
pub struct Step {
    /// What comes next.
    pub next: Next,
    /// The browser whose cookie must be set, if it is new.
    pub browser: Option<Browser>,
    /// What the clients' pages in this browser learn of it by now (Session Management §3.2).
    pub state: Option<String>,
    /// Whether somebody whose sign-in is unlike those before has not brought the code of a mail yet.
    pub is_unlike: bool,
}

impl Step {
    /// A step after which everything is signed in as it was.
    pub(in crate::domain::flows) fn here(cx: &Cx<'_>, next: Next, visitor: &Visitor<'_>) -> Self {
        let state = visitor.browser.and_then(|browser| visitor.accounts.state(cx, browser));
        Self { next, browser: None, state, is_unlike: false }
    }
}

/// Looks at a paused journey again after its person did something. The second of two equal forms gets
/// the answer of the first.
///
/// # Errors
/// As [`load`], and what [`Stopped`] says besides.
pub async fn resume(cx: &Cx<'_>, visitor: &Visitor<'_>, id: &InteractionId) -> Result<Step, Stopped> {
    match load(cx, id, visitor.browser).await {
        Ok(paused) => decide(cx, visitor, paused).await,
        Err(stopped @ Stopped::Over { completed: true, .. }) => match answered_before(cx, visitor).await? {
            Some(reply) => Ok(Step::here(cx, Next::Answer(reply), visitor)),
            None => Err(stopped),
        },
        Err(Stopped::Arrived(visit)) => Ok(Step::here(cx, Next::Account(visit), visitor)),
        Err(stopped) => Err(stopped),
    }
}

/// Decides what comes next for a journey as it stands.
///
/// # Errors
/// What [`Stopped`] says.
pub async fn decide(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused) -> Result<Step, Stopped> {
    let standing = standing(cx, &paused, visitor).await?;
    match (&standing.question, &standing.account) {
        (Ok(None), Some(_)) if visitor.browser.is_none() => {
            Err(Stopped::OtherBrowser { client: paused.journey.client().cloned() })
        }
        (Ok(None), Some(_)) => Box::pin(go_on(cx, visitor, paused, standing)).await,
        (Ok(Some(question)), _) => match paused.id {
            Some(id) => Ok(Step::here(cx, Next::Ask(id, question.clone()), visitor)),
            None => {
                let is_stranger = visitor.accounts.all.is_empty();
                pause(cx, visitor, &paused, question.clone(), is_stranger).await
            }
        },
        (Err(refusal), _) => {
            let request = RefusedRequest { asked: paused.journey.asked()?, interaction: paused.id.as_ref() };
            let reply = refuse(cx, visitor, request, refusal.clone()).await?;
            Ok(Step::here(cx, Next::Answer(reply), visitor))
        }
        (Ok(None), None) => Err(Error::internal("a known account has no session").into()),
    }
}
