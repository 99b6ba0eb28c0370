//! What the person answered. One function takes it, applies it to the interaction in hand, decides again on the
//! facts in hand, and, if nothing is left to ask, proceeds: all in one unit of work.
//!
//! ```text
//!  prepared before:  who was verified, the hint, the plan of what will be handed out
//!  one transaction:  apply ─▶ decide ─┬─▶ a question: how far the person got is written down
//!                                     ├─▶ nothing left: approved, and the interaction completed
//!                                     └─▶ a refusal: the interaction completed with it
//!  after the commit: signed (inside where a form's answer is kept for its second press), counted, noted
//! ```

use super::{
    decide::{Next, Step, resume},
    proceed::{By, Plan, Prepared, proceed},
    refusal::{refuse, refuse_in},
    repeat::answered_before,
};
use crate::{
    base::{
        id::{OrganizationId, SessionId, UserId},
        secret::TokenHash,
    },
    domain::{
        approval::consents,
        flows::authorize::{decide::Reply, proceed::Proceeded},
        interactions::{self, Facts, Noted, Paused, Question, Standing, Stopped, save_progress},
        kernel::{Cx, Error, Work},
        login::{self, Entered, Proven},
        sessions::{
            self, Accounts, Browser, SignedIn,
            outcomes::{self, Kept},
            visitor::Visitor,
        },
    },
    protocol::error::Refusal,
    store::{interactions as rows, memberships, sessions as session_rows},
};

use std::sync::Arc;

/// What a person answers to the question that an interaction asks.
pub enum Answer<'a> {
    /// They proved who they are.
    SignedIn(&'a Proven),
    /// They chose one of the signed-in accounts.
    Selected(SessionId),
    /// They want to sign in with another one.
    AnotherAccount,
    /// They agree.
    Consented(Agreement),
    /// They go on with what they agreed to before, as the person of the session that the page showed. Nothing is
    /// remembered: the next program that asks in the client's name asks them again.
    Confirmed(Option<SessionId>),
    /// They do not want to go on.
    Denied,
}

/// What the consent page brought back with a yes.
pub struct Agreement {
    /// The session whose person the page showed.
    pub shown: Option<SessionId>,
    /// The organization that was chosen on it.
    pub organization: Option<OrganizationId>,
}

/// Takes the person's answer, and answers what comes next.
///
/// # Errors
/// [`Stopped::SignedOut`] when the session that it is about has ended, [`Error::Forbidden`] for an organization of
/// which the person is no member, and for a password that was changed while it was looked at.
pub async fn answer(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused, answer: Answer<'_>) -> Result<Step, Stopped> {
    let prepared = match &answer {
        Answer::Denied => Prepared::none(),
        _ => Prepared::of(cx, &paused).await?,
    };
    let mut taking = Taking::new(visitor, paused);
    // On the heap: every page that takes an answer would carry it otherwise.
    let outcome = Box::pin(cx.write(async |work| taking.take(cx, work, answer, &prepared).await)).await;
    Box::pin(taking.follow(cx, visitor, outcome, &prepared)).await
}

/// Nothing is left to ask: proceeds, without an answer of the person.
pub(super) async fn go_on(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    standing: Standing,
) -> Result<Step, Stopped> {
    let prepared = Prepared::of(cx, &paused).await?;
    let mut taking = Taking::new(visitor, paused);
    let outcome = Box::pin(cx.write(async |work| taking.write_down(cx, work, standing, &prepared).await)).await;
    Box::pin(taking.follow(cx, visitor, outcome, &prepared)).await
}

/// The facts in hand while an answer is taken.
struct Taking<'v> {
    paused: Paused,
    visitor: Visitor<'v>,
    /// The browser, with the cookie that it has by now.
    browser: Option<Browser>,
    /// Who is signed in to it by now.
    accounts: Accounts,
    /// How somebody signed in here.
    method: Option<login::Method>,
    /// What is kept for the second of two equal forms.
    kept: Vec<Kept>,
    /// The session whose row is held.
    held: Option<SessionId>,
    /// An agreement that is to be remembered.
    given: Option<Given>,
}

/// What an answer led to.
enum Outcome {
    /// Another question.
    Asked(Question),
    /// A refusal that the client is told.
    Refused(Box<Reply>),
    /// Approved.
    Approved(Box<Proceeded>),
    /// An equal form signed in a moment ago; the browser as that one left it.
    Before(Browser),
    /// Another form of this browser was faster.
    Overtaken,
    /// The interaction was answered or given up meanwhile.
    Over,
}

/// An agreement that is to be remembered.
struct Given {
    user: UserId,
    organization: Option<OrganizationId>,
}

impl<'v> Taking<'v> {
    fn new(visitor: &Visitor<'v>, paused: Paused) -> Self {
        Self {
            paused,
            visitor: *visitor,
            browser: visitor.browser.cloned(),
            accounts: visitor.accounts.clone(),
            method: None,
            kept: Vec::new(),
            held: None,
            given: None,
        }
    }

    fn now_visiting(&self) -> Visitor<'_> {
        Visitor { browser: self.browser.as_ref(), accounts: &self.accounts, sent: self.visitor.sent }
    }

    async fn take(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        answer: Answer<'_>,
        prepared: &Prepared,
    ) -> Result<Outcome, Error> {
        match answer {
            Answer::Denied => {
                let refusal = Refusal::access_denied("the person did not agree (RFC 6749 section 4.1.2.1)");
                return self.refuse(cx, work, &refusal).await;
            }
            Answer::SignedIn(proven) => {
                match login::enter(cx, work, &self.visitor, proven, self.paused.id.as_ref()).await? {
                    Entered::Before(browser) => return Ok(Outcome::Before(browser)),
                    Entered::Overtaken => return Ok(Outcome::Overtaken),
                    Entered::SignedIn(new) => {
                        let session = new.account.session.id;
                        self.held = Some(session.clone());
                        self.method = Some(proven.verified.method());
                        self.browser = Some(new.browser);
                        self.accounts = new.accounts;
                        self.kept.extend(new.kept);
                        Noted::Authenticated(session).apply(&mut self.paused.progress);
                    }
                }
            }
            Answer::Selected(session) => {
                if self.accounts.find(&session).is_none() {
                    return Err(Error::SignedOut);
                }
                Noted::Selected(session).apply(&mut self.paused.progress);
            }
            Answer::AnotherAccount => Noted::AnotherAccount.apply(&mut self.paused.progress),
            Answer::Confirmed(shown) => {
                let standing = self.decide(cx, work, prepared).await?;
                if let Some(account) = asked(&standing, &Question::Confirm, shown.as_ref()) {
                    Noted::Confirmed(account.session.id.clone()).apply(&mut self.paused.progress);
                }
            }
            Answer::Consented(agreement) => self.consent(cx, work, agreement, prepared).await?,
        }
        let standing = self.decide(cx, work, prepared).await?;
        self.write_down(cx, work, standing, prepared).await
    }

    async fn decide(&self, cx: &Cx<'_>, work: &mut Work, prepared: &Prepared) -> Result<Standing, Error> {
        let facts = Facts { accounts: &self.accounts, hint: prepared.hint.as_ref() };
        interactions::decide(cx, work, &self.paused, facts).await
    }

    /// The person whom the page showed agreed.
    async fn consent(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        agreement: Agreement,
        prepared: &Prepared,
    ) -> Result<(), Error> {
        let standing = self.decide(cx, work, prepared).await?;
        let Some(account) = asked(&standing, &Question::Consent, agreement.shown.as_ref()) else { return Ok(()) };
        self.hold(cx, work, account).await?;
        let organization = match agreement.organization {
            Some(chosen) => {
                memberships::find(work, &chosen, &account.user.id).await?.ok_or(Error::Forbidden)?;
                // Kept in the session, so that the next request speaks for it too.
                session_rows::set_organization(work, &account.session.id, Some(&chosen)).await?;
                Some(chosen)
            }
            None => standing.organization.clone(),
        };
        let user = account.user.id.clone();
        Noted::Consented(user.clone(), organization.clone()).apply(&mut self.paused.progress);
        self.given = Some(Given { user, organization });
        Ok(())
    }

    /// Nothing may be approved by a session that is being ended, or by a cookie that was replaced. Held before the
    /// interaction (`users::find_held`).
    async fn hold(&mut self, cx: &Cx<'_>, work: &mut Work, account: &SignedIn) -> Result<(), Error> {
        if self.held.as_ref() == Some(&account.session.id) {
            return Ok(());
        }
        let secret = self.browser.as_ref().map(|browser| TokenHash::of(browser.secret.expose()));
        let Some(secret) = secret else { return Err(Error::SignedOut) };
        if !session_rows::hold(work, &account.session.id, &secret, cx.now).await? {
            return Err(Error::SignedOut);
        }
        self.held = Some(account.session.id.clone());
        Ok(())
    }

    /// Writes down what was decided.
    async fn write_down(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        standing: Standing,
        prepared: &Prepared,
    ) -> Result<Outcome, Error> {
        let account = match (standing.question, standing.account) {
            (Ok(None), Some(account)) => account,
            (Ok(Some(question)), account) => {
                if !save_progress(work, &self.paused).await? {
                    return self.over(work).await;
                }
                self.remember(cx, work, account.as_ref()).await?;
                outcomes::keep_all(work, self.kept.drain(..)).await?;
                return Ok(Outcome::Asked(question));
            }
            (Err(refusal), _) => return self.refuse(cx, work, &refusal).await,
            (Ok(None), None) => return Err(Error::internal("nothing is left to ask, and nobody is there")),
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
        self.proceed(cx, work, By { account, organization: standing.organization, state }, plan).await
    }

    async fn proceed(&mut self, cx: &Cx<'_>, work: &mut Work, by: By, plan: &Plan) -> Result<Outcome, Error> {
        let cx = &cx.acting(by.account.actor());
        let mut proceeded = proceed(cx, work, &self.paused, by, plan).await?;
        if self.paused.id.is_some() && self.visitor.sent.is_some() {
            // Where the answer is kept, it is made here: whoever sends the form twice gets the same.
            let response = proceeded.response(cx, &self.paused, plan)?;
            let answered = Reply::of(&self.paused, response).kept(proceeded.grant.as_ref());
            let kept = outcomes::of_answer(cx, &self.now_visiting(), &answered)?;
            self.kept.extend(kept);
        }
        outcomes::keep_all(work, self.kept.drain(..)).await?;
        Ok(Outcome::Approved(Box::new(proceeded)))
    }

    /// Remembers an agreement. After the interaction, in the order of `users::find_held`.
    async fn remember(&mut self, cx: &Cx<'_>, work: &mut Work, account: Option<&SignedIn>) -> Result<(), Error> {
        let (Some(given), Some(account)) = (self.given.take(), account) else { return Ok(()) };
        let request = &self.paused.request;
        let agreed = consents::Agreed {
            user: &given.user,
            client: &self.paused.client.client.id,
            organization: given.organization,
            scopes: &request.scopes,
            resources: &request.resources,
            claims: &request.single_claims(),
        };
        consents::remember(&cx.acting(account.actor()), work, &agreed).await
    }

    /// Tells the client that there will be nothing.
    async fn refuse(&mut self, cx: &Cx<'_>, work: &mut Work, refusal: &Refusal) -> Result<Outcome, Error> {
        let refused = refuse_in(cx, work, &self.now_visiting(), &self.paused, refusal).await?;
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

    /// What follows the commit.
    async fn follow(
        self,
        cx: &Cx<'_>,
        visitor: &Visitor<'_>,
        outcome: Result<Outcome, Error>,
        prepared: &Prepared,
    ) -> Result<Step, Stopped> {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(Error::SignedOut) => return Err(Stopped::SignedOut { interaction: self.paused.id }),
            // Nothing of it was kept, but it is the client's to know.
            Err(Error::Refused(refusal)) => {
                let reply = refuse(cx, visitor, &self.paused, refusal).await?;
                return Ok(Step::here(cx, Next::Answer(reply), visitor));
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(method) = self.method {
            method.count();
        }
        let next = match outcome {
            Outcome::Overtaken => return Ok(Step::here(cx, Next::Overtaken, visitor)),
            Outcome::Before(browser) => return again(cx, visitor, &self.paused, browser).await,
            Outcome::Asked(question) => match &self.paused.id {
                Some(id) => Next::Ask(id.clone(), question),
                None => return Err(Error::internal("a question without an interaction").into()),
            },
            Outcome::Refused(reply) => Next::Answer(*reply),
            Outcome::Approved(proceeded) => Next::Answer(proceeded.follow(cx, &self.paused, prepared).await?),
            Outcome::Over => {
                let client = Some(Arc::clone(&self.paused.client));
                match answered_before(cx, &self.now_visiting()).await? {
                    Some(reply) => Next::Answer(reply),
                    None => Next::Stopped(Box::new(Stopped::Over { client, completed: true })),
                }
            }
        };
        let state = self.browser.as_ref().and_then(|browser| self.accounts.state(cx, browser));
        Ok(Step { next, browser: self.browser.filter(|_| self.method.is_some()), state })
    }
}

/// The account that was asked this question, if it is the one that the page showed: another one may have been
/// chosen in another tab meanwhile, whose person has not seen the question.
fn asked<'s>(standing: &'s Standing, question: &Question, shown: Option<&SessionId>) -> Option<&'s SignedIn> {
    let is_it = matches!(&standing.question, Ok(Some(asked)) if asked == question);
    standing.account.as_ref().filter(|account| is_it && shown == Some(&account.session.id))
}

/// The second of two equal forms goes on where the first got to, with its cookie.
async fn again(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused, browser: Browser) -> Result<Step, Stopped> {
    let client = Some(&paused.client.client.id);
    let found = sessions::look(cx, Some(browser.secret.expose()), client).await?;
    let (Some((browser, accounts)), Some(id)) = (found, &paused.id) else {
        return Ok(Step::here(cx, Next::Overtaken, visitor));
    };
    let visitor = Visitor { browser: Some(&browser), accounts: &accounts, sent: visitor.sent };
    let step = match resume(cx, &visitor, id).await {
        Ok(step) => step,
        Err(stopped) => Step::here(cx, Next::Stopped(Box::new(stopped)), &visitor),
    };
    Ok(Step { browser: Some(browser.clone()), ..step })
}
