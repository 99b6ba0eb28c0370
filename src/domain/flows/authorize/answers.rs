//! What the person answered: another account, yes, or no.

use std::sync::Arc;

use super::{decide::Reply, refusal::refuse};
use crate::{
    base::{
        id::{InteractionId, OrganizationId, SessionId},
        secret::TokenHash,
    },
    domain::{
        approval::consents,
        interactions::{Noted, Paused, Question, Stopped, load, note_progress, standing},
        kernel::{Cx, Error},
        sessions::visitor::Visitor,
    },
    protocol::error::Refusal,
    store::{memberships, sessions},
};

/// [`note_progress`] as all that a step does.
async fn note(cx: &Cx<'_>, paused: &mut Paused, change: Noted) -> Result<(), Stopped> {
    let noted = cx.write(async |work| note_progress(work, paused, change).await).await?;
    if noted { Ok(()) } else { Err(over(paused)) }
}

fn over(paused: &Paused) -> Stopped {
    Stopped::Over { client: Some(Arc::clone(&paused.client)), completed: true }
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
pub async fn deny(cx: &Cx<'_>, visitor: &Visitor<'_>, id: &InteractionId) -> Result<Reply, Stopped> {
    let paused = load(cx, id, visitor.browser).await?;
    let refusal = Refusal::access_denied("the person did not agree (RFC 6749 section 4.1.2.1)");
    refuse(cx, visitor, &paused, refusal).await
}
