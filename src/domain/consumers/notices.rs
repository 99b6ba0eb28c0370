//! Tells people by mail what happened to their account.

use std::future::ready;

use crate::{
    base::id::UserId,
    domain::kernel::{
        Cx, Error, Event, Location, Work,
        event::{FactorEvent, UserEvent},
        identity_event::IdentityChange,
        mail::{self, NewMail, Recipient},
        passkey::PasskeyEvent,
        phone::PhoneEvent,
        risk_event::RiskOutcome,
        wallet::WalletEvent,
        work::{Consumer, Heard},
    },
    render::mail::{MailContent, MailKind, MailPart},
    store::{
        credentials,
        users::{self, User},
    },
};

/// Writes the mails.
pub struct Notices;

impl Consumer for Notices {
    fn hear<'a>(&'a self, cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a> {
        match event {
            Event::User(UserEvent::PasswordSet, user) => Box::pin(notice(cx, work, MailKind::PasswordChanged, user)),
            Event::User(UserEvent::CredentialsForgotten, user) => {
                Box::pin(notice(cx, work, MailKind::CredentialsForgotten, user))
            }
            Event::User(UserEvent::DeletionCancelled, user) => Box::pin(notice(cx, work, MailKind::AccountKept, user)),
            Event::SessionLimitReached { user, .. } => Box::pin(proven(cx, work, MailKind::SessionLimit, user)),
            Event::Factor(FactorEvent::RecoveryCodeUsed, user) => Box::pin(code_used(cx, work, user)),
            Event::Factor(what, user) => match factor_mail(*what) {
                Some(kind) => Box::pin(notice(cx, work, kind, user)),
                None => Box::pin(ready(Ok(()))),
            },
            Event::Passkey(PasskeyEvent::Added, user) => Box::pin(notice(cx, work, MailKind::PasskeyAdded, user)),
            Event::Passkey(PasskeyEvent::Removed, user) => Box::pin(notice(cx, work, MailKind::PasskeyRemoved, user)),
            Event::SignInRisk(risk) if matches!(risk.done, RiskOutcome::Notified | RiskOutcome::NothingToAsk) => {
                Box::pin(notice(cx, work, MailKind::UnusualSignIn, &risk.user))
            }
            Event::Identity(one) => match one.change {
                IdentityChange::Linked => Box::pin(notice(cx, work, MailKind::IdentityLinked, &one.user)),
                IdentityChange::Unlinked => Box::pin(notice(cx, work, MailKind::IdentityUnlinked, &one.user)),
                // Whoever has just made the account knows; and of all that is forgotten one mail tells.
                IdentityChange::Began | IdentityChange::Forgotten => Box::pin(ready(Ok(()))),
            },
            Event::Wallet(WalletEvent::Added, user) => Box::pin(notice(cx, work, MailKind::WalletAdded, user)),
            Event::Wallet(WalletEvent::Removed, user) => Box::pin(notice(cx, work, MailKind::WalletRemoved, user)),
            Event::Phone(PhoneEvent::Proven | PhoneEvent::Removed | PhoneEvent::Taken, user) => {
                Box::pin(notice(cx, work, MailKind::PhoneChanged, user))
            }
            Event::Phone(PhoneEvent::FactorOn | PhoneEvent::FactorOff, user) => {
                Box::pin(notice(cx, work, MailKind::PhoneFactor, user))
            }
            _ => Box::pin(ready(Ok(()))),
        }
    }
}

/// What is told of a change of somebody's further factors; of a code that was used, [`code_used`].
const fn factor_mail(what: FactorEvent) -> Option<MailKind> {
    match what {
        FactorEvent::Added => Some(MailKind::FactorAdded),
        FactorEvent::Removed => Some(MailKind::FactorRemoved),
        FactorEvent::Reset => Some(MailKind::FactorsReset),
        FactorEvent::RecoveryCodesMade => Some(MailKind::RecoveryCodesMade),
        FactorEvent::RecoveryCodeUsed => None,
    }
}

/// A code that stood in for the app: whoever found the sheet of paper signs in with it, so its owner is told.
async fn code_used(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    if !mail::is_possible(cx) {
        return Ok(());
    }
    let Some(person) = users::find(work, user).await? else { return Ok(()) };
    let left = credentials::count(work, user, "recovery_code").await?;
    let content = MailContent { codes_left: Some(left), ..MailContent::of(MailKind::RecoveryCodeUsed) };
    tell(cx, work, content, person).await
}

/// To the address of the account if it was proven: it matters little, and nobody else should learn of it.
async fn proven(cx: &Cx<'_>, work: &mut Work, kind: MailKind, user: &UserId) -> Result<(), Error> {
    if !mail::is_possible(cx) {
        return Ok(());
    }
    let user = users::find(work, user).await?;
    match user.filter(|user| user.email_verified_at.is_some()) {
        Some(user) => tell(cx, work, MailContent::of(kind), user).await,
        None => Ok(()),
    }
}

/// To the address of the account, proven or not: whoever reads it there should know.
async fn notice(cx: &Cx<'_>, work: &mut Work, kind: MailKind, user: &UserId) -> Result<(), Error> {
    if !mail::is_possible(cx) {
        return Ok(());
    }
    match users::find(work, user).await? {
        Some(user) => tell(cx, work, MailContent::of(kind), user).await,
        None => Ok(()),
    }
}

async fn tell(cx: &Cx<'_>, work: &mut Work, content: MailContent, user: User) -> Result<(), Error> {
    let Some(to) = Recipient::person(&user) else { return Ok(()) };
    let place = if content.kind.has(MailPart::Place) { Location::of_call(cx, to.locale) } else { None };
    let content = MailContent { account: Some(user.username), happened_at: Some(cx.now), place, ..content };
    // Of several changes each is told: every one of them may be somebody else's.
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}
