//! What the person answered: another account, yes, or no.

use std::sync::Arc;

use super::{Paused, Question, Stopped, Told, load, refuse, standing};
use crate::{
    base::{
        id::{InteractionId, OrganizationId, SessionId, UserId},
        secret::TokenHash,
    },
    domain::{
        consents,
        kernel::{Cx, Error, Work},
        visitor::Visitor,
    },
    protocol::{authorize::interaction::Progress, error::Refusal},
    store::{interactions, memberships, sessions},
};

/// Notes a sign-in or a chosen account in the interaction; `false` when it was answered or given up meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn note_progress(work: &mut Work, paused: &mut Paused, change: Noted) -> Result<bool, Error> {
    let Some(id) = &paused.id else { return Ok(true) };
    let progress = &mut paused.progress;
    let is_sign_in = matches!(change, Noted::Authenticated(_));
    match change {
        Noted::Authenticated(session) => {
            *progress = Progress { authenticated: Some(session), ..Progress::default() };
        }
        Noted::Selected(session) => {
            *progress = Progress { selected: Some(session), ..Progress::default() };
        }
        Noted::AnotherAccount => {
            *progress = Progress { another_account: true, ..Progress::default() };
        }
        Noted::Confirmed(session) => progress.confirmed = Some(session),
        Noted::Consented(user, organization) => {
            progress.consented = Some(user);
            if organization.is_some() {
                progress.organization = organization;
            }
        }
    }
    let text = serde_json::to_string(progress).map_err(Error::internal)?;
    // Somebody who signed in is no stranger at their place any more.
    Ok(if is_sign_in {
        interactions::set_progress_of_known(work, id, &text).await?
    } else {
        interactions::set_progress(work, id, &text).await?
    })
}

/// [`note_progress`] as all that a step does.
async fn note(cx: &Cx<'_>, paused: &mut Paused, change: Noted) -> Result<(), Stopped> {
    let noted = cx.write(async |work| note_progress(work, paused, change).await).await?;
    if noted { Ok(()) } else { Err(over(paused)) }
}

fn over(paused: &Paused) -> Stopped {
    Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true }
}

/// A step that a person took.
#[derive(Debug, Clone)]
pub enum Noted {
    /// Signed in.
    Authenticated(SessionId),
    /// Chose an account.
    Selected(SessionId),
    /// Wants another account.
    AnotherAccount,
    /// Said to go on.
    Confirmed(SessionId),
    /// Agreed, for this organization.
    Consented(UserId, Option<OrganizationId>),
}

/// The person chose one of the signed-in accounts, or none of them.
///
/// # Errors
/// As [`load`]; [`Stopped::SignedOut`] when the session is not, or no longer, this browser's.
pub async fn select_account(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    id: &InteractionId,
    session: Option<SessionId>,
) -> Result<(), Stopped> {
    let mut paused = load(cx, id, visitor.browser).await?;
    let change = match session {
        Some(session) => {
            let standing = standing(cx, &paused, visitor.browser).await?;
            if !standing.accounts.iter().any(|one| one.session.id == session) {
                return Err(Stopped::SignedOut { interaction: paused.id });
            }
            Noted::Selected(session)
        }
        None => Noted::AnotherAccount,
    };
    note(cx, &mut paused, change).await
}

/// What the consent page brought back with a yes.
pub struct Agreement {
    /// The session whose person the page showed.
    pub shown: Option<SessionId>,
    /// The organization that was chosen on it.
    pub organization: Option<OrganizationId>,
}

/// The person whom the page showed agreed: remembered, and noted in the interaction.
///
/// # Errors
/// As [`load`]; [`Stopped::SignedOut`] when the session has ended, [`Error::Forbidden`] for an organization of
/// which the person is no member.
pub async fn approve(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    id: &InteractionId,
    agreement: Agreement,
) -> Result<(), Stopped> {
    let browser = visitor.browser;
    let mut paused = load(cx, id, browser).await?;
    let standing = standing(cx, &paused, browser).await?;
    let (Ok(Some(Question::Consent)), Some(account)) = (&standing.question, &standing.account) else {
        return Ok(());
    };
    // Another account was chosen in another tab meanwhile: its person has not seen the question.
    if agreement.shown.as_ref() != Some(&account.session.id) {
        return Ok(());
    }
    let cx = &cx.acting(account.actor());
    let outcome = cx
        .write(async |work| {
            let secret = TokenHash::of(browser.map(|browser| browser.secret.expose().as_str()).unwrap_or_default());
            if !sessions::hold(work, &account.session.id, &secret, cx.now).await? {
                return Err(Error::SignedOut);
            }
            let organization = match agreement.organization {
                Some(chosen) => {
                    memberships::find(work, &chosen, &account.user.id).await?.ok_or(Error::Forbidden)?;
                    // Kept in the session, so that the next request speaks for it too.
                    sessions::set_organization(work, &account.session.id, Some(&chosen)).await?;
                    Some(chosen)
                }
                None => standing.organization.clone(),
            };
            let noted = Noted::Consented(account.user.id.clone(), organization.clone());
            if !note_progress(work, &mut paused, noted).await? {
                return Ok(false);
            }
            let agreed = consents::Agreed {
                user: &account.user.id,
                client: &paused.client.client.id,
                organization,
                scopes: &paused.request.scopes,
                resources: &paused.request.resources,
                claims: &paused.request.single_claims(),
            };
            consents::remember(cx, work, &agreed).await?;
            Ok(true)
        })
        .await;
    match outcome {
        Ok(true) => Ok(()),
        Ok(false) => Err(over(&paused)),
        Err(Error::SignedOut) => Err(Stopped::SignedOut { interaction: Some(id.clone()) }),
        Err(error) => Err(error.into()),
    }
}

/// The person whom the page `shown` said to go on, with what was agreed to before. Nothing is remembered: the
/// next program that asks in the client's name asks them again.
///
/// # Errors
/// As [`load`].
pub async fn confirm(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    id: &InteractionId,
    shown: Option<&SessionId>,
) -> Result<(), Stopped> {
    let mut paused = load(cx, id, visitor.browser).await?;
    let standing = standing(cx, &paused, visitor.browser).await?;
    let (Ok(Some(Question::Confirm)), Some(account)) = (&standing.question, &standing.account) else {
        return Ok(());
    };
    // Another account was chosen in another tab meanwhile: its person has not seen the question.
    if shown != Some(&account.session.id) {
        return Ok(());
    }
    note(cx, &mut paused, Noted::Confirmed(account.session.id.clone())).await
}

/// The person said no.
///
/// # Errors
/// As [`load`].
pub async fn deny(cx: &Cx<'_>, visitor: &Visitor<'_>, id: &InteractionId) -> Result<Told, Stopped> {
    let paused = load(cx, id, visitor.browser).await?;
    let refusal = Refusal::access_denied("the person did not agree (RFC 6749 section 4.1.2.1)");
    refuse(cx, visitor, &paused, refusal).await
}
