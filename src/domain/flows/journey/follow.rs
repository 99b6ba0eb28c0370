//! What follows the commit of an answer.

use std::sync::Arc;

use super::{
    settle::Outcome,
    step::{Next, Step, resume},
    taking::Taking,
};
use crate::domain::{
    flows::authorize::{
        answered_before,
        proceed::PreparedAnswer,
        refusal::{RefusedRequest, refuse},
    },
    interactions::{AccountRequest, Journey, Paused, Stopped},
    kernel::{Cx, Error},
    sessions::{self, outcomes::NewSignIn, visitor::Visitor},
};

impl Taking<'_> {
    /// What follows the commit.
    pub(super) async fn follow(
        self,
        cx: &Cx<'_>,
        visitor: &Visitor<'_>,
        outcome: Result<Outcome, Error>,
        prepared: &PreparedAnswer,
    ) -> Result<Step, Stopped> {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(Error::SignedOut) => return Err(Stopped::SignedOut { interaction: self.paused.id }),
            // Nothing of it was kept, but it is the client's to know.
            Err(Error::Refused(refusal)) => {
                let asked = self.paused.journey.asked()?;
                let request = RefusedRequest { asked, interaction: self.paused.id.as_ref() };
                let reply = refuse(cx, visitor, request, refusal).await?;
                return Ok(Step::here(cx, Next::Answer(reply), visitor));
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(method) = self.method {
            method.count();
        }
        let next = match outcome {
            Outcome::Overtaken => return Ok(Step::here(cx, Next::Overtaken, visitor)),
            Outcome::Leaving(secret) => Next::Leaving(secret),
            Outcome::Before(first) => return again(cx, visitor, &self.paused, *first).await,
            Outcome::Asked(question) => match &self.paused.id {
                Some(id) => Next::Ask(id.clone(), question),
                None => return Err(Error::internal("a question without an interaction").into()),
            },
            Outcome::Refused(reply) => Next::Answer(*reply),
            Outcome::Approved(proceeded) => {
                Next::Answer(proceeded.follow(cx, self.paused.journey.asked()?, prepared).await?)
            }
            Outcome::Arrived(visit) => Next::Account(visit),
            Outcome::Over => self.over_by_now(cx).await?,
        };
        let state = self.browser.as_ref().and_then(|browser| self.accounts.state(cx, browser));
        // Also where the request is refused over it: nobody has signed in.
        let is_unlike = self.paused.progress.pending.as_ref().is_some_and(|pending| pending.by_mail);
        Ok(Step { next, browser: self.browser.filter(|_| self.method.is_some()), state, is_unlike })
    }

    /// What comes next where the interaction was answered meanwhile.
    async fn over_by_now(&self, cx: &Cx<'_>) -> Result<Next, Error> {
        let asked = match &self.paused.journey {
            Journey::Authorization(asked) => asked,
            Journey::Account(visit) => return Ok(Next::Account(visit.clone())),
        };
        Ok(match answered_before(cx, &self.now_visiting()).await? {
            Some(reply) => Next::Answer(reply),
            None => {
                let over = Stopped::Over { client: Some(Arc::clone(&asked.client)), completed: true };
                Next::Stopped(Box::new(over))
            }
        })
    }
}

/// The second of two equal forms goes on where the first got to, with its cookie.
async fn again(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused, first: NewSignIn) -> Result<Step, Stopped> {
    let client = paused.journey.client().map(|client| &client.client.id);
    let found = sessions::look(cx, Some(first.browser.secret.expose()), client).await?;
    let Some((browser, accounts)) = found else { return Ok(Step::here(cx, Next::Overtaken, visitor)) };
    // What had no interaction before may have one since.
    let Some(id) = paused.id.as_ref().or(first.interaction.as_ref()) else {
        let state = accounts.state(cx, &browser);
        return Ok(Step {
            next: Next::Account(AccountRequest::default()),
            browser: Some(browser),
            state,
            is_unlike: false,
        });
    };
    let visitor = Visitor { browser: Some(&browser), accounts: &accounts, ..*visitor };
    let step = match resume(cx, &visitor, id).await {
        Ok(step) => step,
        Err(stopped) => Step::here(cx, Next::Stopped(Box::new(stopped)), &visitor),
    };
    Ok(Step { browser: Some(browser.clone()), ..step })
}
