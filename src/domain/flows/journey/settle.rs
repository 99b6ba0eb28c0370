//! What was decided is written down: a question, an approval, or a refusal.

use super::taking::Taking;
use crate::{
    base::secret::Secret,
    domain::{
        approval::consents,
        flows::authorize::{
            Reply,
            proceed::{By, PreparedAnswer, Proceeded, proceed},
            refusal::{RefusedRequest, refuse_in},
        },
        interactions::{AccountRequest, Journey, Question, Standing, save_progress},
        kernel::{Cx, Error, Work},
        sessions::{
            self, SignedIn,
            outcomes::{self, NewSignIn},
        },
    },
    protocol::error::Refusal,
    store::interactions as rows,
};

/// What an answer led to.
pub(super) enum Outcome {
    /// Another question.
    Asked(Question),
    /// A refusal that the client is told.
    Refused(Box<Reply>),
    /// Approved.
    Approved(Box<Proceeded>),
    /// The person has come to their own account.
    Arrived(AccountRequest),
    /// The account is to be erased, and its person may keep it by the link with this secret.
    Leaving(Secret<String>),
    /// An equal form signed in a moment ago, or let its person wait; what that one led to.
    Before(Box<NewSignIn>),
    /// Another form of this browser was faster.
    Overtaken,
    /// The interaction was answered or given up meanwhile.
    Over,
}

impl Taking<'_> {
    /// Writes down what was decided.
    pub(super) async fn write_down(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        standing: Standing,
        prepared: &PreparedAnswer,
    ) -> Result<Outcome, Error> {
        let account = match (standing.question, standing.account) {
            (Ok(None), Some(account)) => account,
            (Ok(Some(question)), account) => {
                return self.asked(cx, work, question, account.as_ref()).await;
            }
            (Err(refusal), _) => return self.refuse(cx, work, &refusal).await,
            (Ok(None), None) => return Err(Error::internal("nothing is left to ask, and nobody is there")),
        };
        let asked = match self.paused.journey.clone() {
            Journey::Authorization(asked) => asked,
            Journey::Account(visit) => return self.arrive(cx, work, visit).await,
        };
        let plan = match prepared.plan() {
            Ok(plan) => plan,
            // Found out before anything was written (the keys to encrypt to are gone, say), and the client's to know.
            Err(refusal) => {
                let outcome = self.refuse(cx, work, &refusal).await?;
                self.remember(cx, work, Some(&account)).await?;
                return Ok(outcome);
            }
        };
        self.hold(cx, work, &account).await?;
        // One winner: two tabs with the same interaction get one answer.
        if let Some(id) = &self.paused.id
            && !rows::complete_of_known(work, id, cx.now).await?
        {
            return self.over(work).await;
        }
        sessions::touch(cx, work, &account.session).await?;
        self.remember(cx, work, Some(&account)).await?;
        let Some(browser) = &self.browser else { return Err(Error::SignedOut) };
        let state = self.accounts.state(cx, browser);
        let by = By { account, organization: standing.organization, state };
        let cx = &cx.acting(by.account.actor());
        let mut proceeded = proceed(cx, work, &asked, by, plan).await?;
        if self.paused.id.is_some() && self.visitor.sent.is_some() {
            // Where the answer is kept, it is made here: whoever sends the form twice gets the same.
            let response = proceeded.response(cx, &asked, plan)?;
            let answered = Reply::of(&asked, response).kept(proceeded.grant.as_ref());
            let kept = outcomes::of_answer(cx, &self.now_visiting(), &answered)?;
            self.kept.extend(kept);
        }
        outcomes::keep_all(work, self.kept.drain(..)).await?;
        Ok(Outcome::Approved(Box::new(proceeded)))
    }

    /// Something is left to ask: how far the person got is written down.
    pub(super) async fn asked(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        question: Question,
        account: Option<&SignedIn>,
    ) -> Result<Outcome, Error> {
        if self.paused.id.is_none() {
            // Somebody on the way to their own account who has something to do first.
            let browser = self.browser.clone().ok_or(Error::SignedOut)?;
            self.keep(cx, work, &browser).await?;
        } else if !self.is_new && !save_progress(work, &self.paused).await? {
            return self.over(work).await;
        }
        self.remember(cx, work, account).await?;
        outcomes::keep_all(work, self.kept.drain(..)).await?;
        Ok(Outcome::Asked(question))
    }

    /// Nothing is left to ask on the way to one's own account.
    async fn arrive(&mut self, cx: &Cx<'_>, work: &mut Work, visit: AccountRequest) -> Result<Outcome, Error> {
        if let Some(id) = &self.paused.id
            && !rows::complete_of_known(work, id, cx.now).await?
        {
            return self.over(work).await;
        }
        outcomes::keep_all(work, self.kept.drain(..)).await?;
        Ok(Outcome::Arrived(visit))
    }

    /// Remembers an agreement. After the interaction, in the order of `users::find_held`.
    async fn remember(&mut self, cx: &Cx<'_>, work: &mut Work, account: Option<&SignedIn>) -> Result<(), Error> {
        let (Some(given), Some(account)) = (self.given.take(), account) else { return Ok(()) };
        let Some(asked) = self.paused.journey.authorization() else { return Ok(()) };
        let request = &asked.request;
        let agreed = consents::Agreed {
            user: &given.user,
            client: &asked.client.client.id,
            organization: given.organization,
            scopes: &request.scopes,
            resources: &request.resources,
            claims: &request.single_claims(),
        };
        consents::remember(&cx.acting(account.actor()), work, &agreed).await
    }

    /// Tells the client that there will be nothing; on the way to one's own account there is nobody to tell.
    pub(super) async fn refuse(&mut self, cx: &Cx<'_>, work: &mut Work, refusal: &Refusal) -> Result<Outcome, Error> {
        let asked = match self.paused.journey.clone() {
            Journey::Authorization(asked) => asked,
            Journey::Account(visit) => return self.arrive(cx, work, visit).await,
        };
        let request = RefusedRequest { asked: &asked, interaction: self.paused.id.as_ref() };
        let refused = refuse_in(cx, work, &self.now_visiting(), request, refusal).await?;
        let Some((reply, kept)) = refused else { return self.over(work).await };
        self.kept.extend(kept);
        outcomes::keep_all(work, self.kept.drain(..)).await?;
        Ok(Outcome::Refused(Box::new(reply)))
    }

    /// It was answered or given up meanwhile. Whoever signed in is signed in all the same.
    async fn over(&mut self, work: &mut Work) -> Result<Outcome, Error> {
        match self.method {
            Some(_) => outcomes::keep_all(work, self.kept.drain(..)).await?,
            None => {
                self.given = None;
                work.give_up();
            }
        }
        Ok(Outcome::Over)
    }
}
