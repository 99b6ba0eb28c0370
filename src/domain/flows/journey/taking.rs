//! The facts in hand while an answer is taken, and the answer applied to them.

use super::settle::Outcome;
use crate::{
    base::{
        id::{InteractionId, OrganizationId, SessionId, UserId},
        secret::TokenHash,
    },
    domain::{
        directory::accounts::{self, Prepared},
        flows::{
            authorize::{is_silent, proceed::PreparedAnswer},
            journey::{
                answer::{Agreement, Answer, NewAccount},
                upstream,
            },
        },
        interactions::{self, Facts, Noted, Paused, Question, Standing},
        kernel::{Cx, Error, Work, limits},
        login::{self, Entered, Entering, Proven, Verified, Waiting, mail_proof::ProvenAddress, passkeys},
        sessions::{
            Accounts, Browser, SignedIn,
            outcomes::{self, Kept, NewSignIn},
            visitor::Visitor,
        },
    },
    protocol::{authorize::interaction::Progress, error::Refusal},
    store::{memberships, sessions as session_rows, users::User},
};

/// The facts in hand while an answer is taken.
pub(super) struct Taking<'v> {
    pub(super) paused: Paused,
    pub(super) visitor: Visitor<'v>,
    /// The browser, with the cookie that it has by now.
    pub(super) browser: Option<Browser>,
    /// Who is signed in to it by now.
    pub(super) accounts: Accounts,
    /// How somebody signed in here.
    pub(super) method: Option<login::Method>,
    /// Whether the interaction got its row just now, which says how far the person got.
    pub(super) is_new: bool,
    /// What is kept for the second of two equal forms.
    pub(super) kept: Vec<Kept>,
    /// The session whose row is held.
    pub(super) held: Option<SessionId>,
    /// An agreement that is to be remembered.
    pub(super) given: Option<Given>,
}

/// An agreement that is to be remembered.
pub(super) struct Given {
    pub(super) user: UserId,
    pub(super) organization: Option<OrganizationId>,
}

impl<'v> Taking<'v> {
    pub(super) fn new(visitor: &Visitor<'v>, paused: Paused) -> Self {
        Self {
            paused,
            visitor: *visitor,
            browser: visitor.browser.cloned(),
            accounts: visitor.accounts.clone(),
            method: None,
            is_new: false,
            kept: Vec::new(),
            held: None,
            given: None,
        }
    }

    pub(super) fn now_visiting(&self) -> Visitor<'_> {
        Visitor { browser: self.browser.as_ref(), accounts: &self.accounts, ..self.visitor }
    }

    pub(super) async fn take(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        answer: Answer<'_>,
        prepared: &PreparedAnswer,
    ) -> Result<Outcome, Error> {
        match answer {
            Answer::Denied => {
                let refusal = Refusal::access_denied("the person did not agree (RFC 6749 section 4.1.2.1)");
                return self.refuse(cx, work, &refusal).await;
            }
            Answer::SignedIn(proven) => {
                if let Some(outcome) = self.enter(cx, work, proven).await? {
                    return Ok(outcome);
                }
                if let (Verified::NewApp { codes, .. }, Some(_)) = (&proven.verified, &self.method) {
                    outcomes::keep_recovery_codes(cx, work, &self.visitor, codes).await?;
                    return self.asked(cx, work, Question::RecoveryCodes, None).await;
                }
            }
            Answer::SignedUp(new) => {
                let NewAccount { prepared, wallet, remember } = *new;
                let user = make_account(cx, work, prepared).await?;
                if let Some(wallet) = wallet {
                    wallet.add_to(cx, work, &user.id).await?;
                }
                if let Some(outcome) = self.enter(cx, work, &ProvenAddress::owner(user.id, remember)).await? {
                    // Nobody is signed in to it here: it is not made.
                    work.give_up();
                    return Ok(outcome);
                }
            }
            Answer::SignedUpAtUpstream(new) => {
                if let Some(outcome) = self.sign_up_at_upstream(cx, work, *new).await? {
                    work.give_up();
                    return Ok(outcome);
                }
            }
            Answer::Verified(verified) => self.verified(cx, work, &verified, prepared).await?,
            Answer::AgreedToTerms(agreement) => self.agreed_to_terms(cx, work, &agreement, prepared).await?,
            Answer::Later => Noted::Later.apply(&mut self.paused.progress),
            Answer::Suggested { never } => self.suggested(cx, work, never).await?,
            Answer::WithoutFactor(session) => Noted::WithoutFactor(session).apply(&mut self.paused.progress),
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
        Box::pin(self.write_down(cx, work, standing, prepared)).await
    }

    /// Somebody was verified: applies what became of it, unless that is the end of it.
    pub(super) async fn enter(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        proven: &Proven,
    ) -> Result<Option<Outcome>, Error> {
        let pending = self.paused.progress.pending.clone();
        let entering = Entering { proven, interaction: self.paused.id.as_ref(), pending: pending.as_ref() };
        match login::enter(cx, work, &self.visitor, entering).await? {
            Entered::Before(browser) => return Ok(Some(Outcome::Before(browser))),
            Entered::Overtaken => return Ok(Some(Outcome::Overtaken)),
            Entered::Leaving(leaver) => {
                self.method = Some(proven.verified.method());
                self.browser = Some(leaver.browser);
                return Ok(Some(Outcome::Leaving(leaver.secret)));
            }
            Entered::Stale => self.paused.progress = Progress::default(),
            Entered::Pending(waiting) => self.wait(cx, work, proven, *waiting).await?,
            Entered::SignedIn(new) => {
                let waiting = self.waiting(cx, proven);
                let account = new.account.clone();
                // Where nothing may be shown, nothing is offered.
                let offers_factor = new.offers_factor && !is_silent(&self.paused);
                let suggests_passkey = !offers_factor
                    && self.paused.progress.may_suggest_passkey
                    && passkeys::is_suggested(cx, work, &new.account).await?;
                let session = new.account.session.id;
                self.held = Some(session.clone());
                self.method = Some(proven.verified.method());
                self.accounts = new.accounts;
                self.kept.extend(new.kept);
                Noted::Authenticated(session.clone()).apply(&mut self.paused.progress);
                self.paused.progress.authenticated_at = Some(cx.now);
                self.paused.progress.has_further_factor = proven.verified.method().is_further();
                self.paused.progress.is_unseen = matches!(&proven.verified, Verified::Upstream(by) if by.is_straight);
                if offers_factor {
                    self.paused.progress.offered = Some(session);
                    self.keep(cx, work, &new.browser).await?;
                } else if suggests_passkey {
                    self.paused.progress.suggested = Some(session);
                    self.keep(cx, work, &new.browser).await?;
                }
                self.browser = Some(new.browser);
                for one in &waiting {
                    upstream::complete(cx, work, &account, one).await?;
                }
                if !waiting.is_empty() {
                    self.look_again(work, &account.user.id).await?;
                }
            }
        }
        Ok(None)
    }

    /// Somebody said whether they want a passkey.
    async fn suggested(&mut self, cx: &Cx<'_>, work: &mut Work, never: bool) -> Result<(), Error> {
        let asked = self.paused.progress.suggested.as_ref().and_then(|session| self.accounts.find(session));
        if let (true, Some(account)) = (never, asked) {
            passkeys::decline(&cx.acting(account.actor()), work, &account.user.id).await?;
        }
        Noted::Suggested.apply(&mut self.paused.progress);
        Ok(())
    }

    /// An interaction that has no row gets one, where something must be remembered between two pages.
    pub(super) async fn keep(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        browser: &Browser,
    ) -> Result<InteractionId, Error> {
        let id = match &self.paused.id {
            Some(id) => id.clone(),
            None => {
                self.is_new = true;
                interactions::keep(cx, work, &self.paused, browser).await?
            }
        };
        self.paused.id = Some(id.clone());
        Ok(id)
    }

    /// What was proven waits for a further factor, in the interaction: one that has no row gets one.
    async fn wait(&mut self, cx: &Cx<'_>, work: &mut Work, proven: &Proven, waiting: Waiting) -> Result<(), Error> {
        let Waiting { browser, pending } = waiting;
        self.method = Some(proven.verified.method());
        if let Verified::Upstream(by) = &proven.verified {
            let waiting = self.before_factor(cx, proven, by);
            self.paused.progress.upstream = Some(waiting.seal(cx, &browser)?);
        }
        Noted::Pending(pending).apply(&mut self.paused.progress);
        let id = self.keep(cx, work, &browser).await?;
        let led_to = NewSignIn {
            browser: browser.clone(),
            user: proven.user.clone(),
            remember: proven.remember,
            interaction: Some(id),
        };
        self.kept.extend(login::keep(cx, &self.visitor, proven, &led_to)?);
        self.browser = Some(browser);
        Ok(())
    }

    pub(super) async fn decide(
        &self,
        cx: &Cx<'_>,
        work: &mut Work,
        prepared: &PreparedAnswer,
    ) -> Result<Standing, Error> {
        let facts = Facts { accounts: &self.accounts, hint: prepared.hint.as_ref() };
        interactions::decide(cx, work, &self.paused, facts).await
    }

    /// The person whom the page showed agreed.
    async fn consent(
        &mut self,
        cx: &Cx<'_>,
        work: &mut Work,
        agreement: Agreement,
        prepared: &PreparedAnswer,
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
    pub(super) async fn hold(&mut self, cx: &Cx<'_>, work: &mut Work, account: &SignedIn) -> Result<(), Error> {
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
}

/// Makes the account of somebody who signs up.
pub(super) async fn make_account(cx: &Cx<'_>, work: &mut Work, prepared: Prepared) -> Result<User, Error> {
    // Whom the operator invited is no stranger, however many come from one address.
    if !prepared.is_invited() {
        limits::admit_sign_up(cx, work).await?;
    }
    let user = accounts::insert(cx, work, prepared).await?;
    accounts::welcome_new(cx, work, &user).await?;
    Ok(user)
}

/// The account that was asked this question, if it is the one that the page showed: another one may have been
/// chosen in another tab meanwhile, whose person has not seen the question.
pub(super) fn asked<'s>(
    standing: &'s Standing,
    question: &Question,
    shown: Option<&SessionId>,
) -> Option<&'s SignedIn> {
    let is_it = matches!(&standing.question, Ok(Some(asked)) if asked == question);
    standing.account.as_ref().filter(|account| is_it && shown == Some(&account.session.id))
}
