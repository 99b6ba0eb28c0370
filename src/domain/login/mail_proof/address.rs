//! The address of somebody who has no account yet: proven by code or link before anything else is asked, so that nothing
//! that was set before the proof can count after it.

use super::details::{OpenProof, TicketPage};
use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::TokenHash,
        time::Seconds,
    },
    domain::{
        kernel::{Cx, Error},
        login::{Proven, Verified},
    },
    store::mail_proofs::{self, MailProof},
};

/// How long the rest of a sign-up may take.
const LIFETIME: Seconds = Seconds::minutes(30);

/// An address that code or link prove, and that no account has.
pub struct NewAddress {
    pub(super) link: TokenHash,
    pub(super) shown_by: ShownBy,
}

/// Who brings the proof of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownBy {
    /// The page that waits, which may go on from now on.
    WaitingPage,
    /// Whoever pressed the link: the page that waits may be somebody else's.
    Link,
}

/// An address that was proven, on the way to an account.
pub struct ProvenAddress {
    /// As it was typed.
    pub email: String,
}

impl ProvenAddress {
    /// The new account of this address: its owner is signed in to it.
    pub fn owner(user: UserId) -> Proven {
        Proven { user, verified: Verified::NewAccount, remember: false }
    }
}

/// Whether the operator lets an address, in the form in which it is compared, have an account.
pub(super) fn is_let_in(cx: &Cx<'_>, key: &str) -> bool {
    key.rsplit_once('@').is_some_and(|(_, domain)| cx.app.config.sign_up.lets_in(domain))
}

/// Ends the proof, code and link; whoever brought it goes on with the address, and so does a second press that brings
/// it once more.
///
/// # Errors
/// [`Error::NotFound`] when it was refused or replaced meanwhile.
pub async fn prove(cx: &Cx<'_>, address: &NewAddress) -> Result<(), Error> {
    let link = &address.link;
    let until = cx.now + LIFETIME;
    let let_on = (address.shown_by == ShownBy::WaitingPage).then_some(cx.now);
    let is_first = cx.write_one(async |work| Ok(mail_proofs::prove(work, link, cx.now, until, let_on).await?)).await?;
    if is_first {
        return Ok(());
    }
    let mut conn = cx.read().await?;
    let row = mail_proofs::find_by_link(&mut conn, link).await?;
    proven(cx, row)?.map(drop).ok_or(Error::NotFound)
}

/// The address that was proven on a journey, for the page that has the ticket of the answer to the proof.
///
/// # Errors
/// When the database fails.
pub async fn find_proven(
    cx: &Cx<'_>,
    interaction: &InteractionId,
    ticket: &str,
) -> Result<Option<ProvenAddress>, Error> {
    let mut conn = cx.read().await?;
    let proof = proven(cx, mail_proofs::find(&mut conn, interaction).await?)?;
    let proof = proof.filter(|proof| proof.is_ticket(cx, TicketPage::Proven, ticket));
    Ok(proof.map(|proof| ProvenAddress { email: proof.typed().to_owned() }))
}

/// The proof that a page waited for, by its journey and ticket, where that page itself proved the address. Where the
/// link did, whoever waits has shown nothing.
///
/// # Errors
/// When the database fails.
pub async fn find_waited_for(
    cx: &Cx<'_>,
    interaction: &InteractionId,
    ticket: &str,
) -> Result<Option<OpenProof>, Error> {
    let mut conn = cx.read().await?;
    let proof = proven(cx, mail_proofs::find(&mut conn, interaction).await?)?;
    Ok(proof.filter(|proof| proof.is_approved() && proof.is_ticket(cx, TicketPage::Waiting, ticket)))
}

/// The proof that a link belongs to, where it proved an address.
///
/// # Errors
/// When the database fails.
pub async fn find_proven_by_link(cx: &Cx<'_>, secret: &str) -> Result<Option<OpenProof>, Error> {
    let mut conn = cx.read().await?;
    proven(cx, mail_proofs::find_by_link(&mut conn, &TokenHash::of(secret)).await?)
}

/// A proof that proved an address which may still have an account.
fn proven(cx: &Cx<'_>, row: Option<MailProof>) -> Result<Option<OpenProof>, Error> {
    let is_good = |at| cx.now < at + LIFETIME;
    let Some(row) = row.filter(|row| row.proven_at.is_some_and(is_good)) else { return Ok(None) };
    let proof = OpenProof::opened(cx, row)?;
    let is_let_in = proof.details.email_key.as_deref().is_some_and(|key| is_let_in(cx, key));
    Ok(is_let_in.then_some(proof))
}
