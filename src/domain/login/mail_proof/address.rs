//! The address of somebody who has no account yet: proven by code or link before anything else is asked, so that nothing
//! that was set before the proof can count after it.

use super::details::{ByInvitation, Details, OpenProof, ProofPurpose, TicketPage};
use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::TokenHash,
        time::Seconds,
    },
    domain::{
        kernel::{
            Cx, Error, Feature,
            let_in::is_let_in,
            limits,
            mail_code::{fresh_code, fresh_numbers},
            seals,
        },
        login::{Proven, Verified},
    },
    store::{
        mail_proofs::{self, MailProof},
        users,
    },
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
    /// The invitation that it came by.
    pub invitation: Option<ByInvitation>,
    /// Whether the session outlives the browser's window.
    pub remember: bool,
}

/// The address of an invitation, on the way to an account.
pub struct InvitedAddress<'a> {
    /// On which journey.
    pub interaction: &'a InteractionId,
    /// The address.
    pub email: &'a str,
    /// The invitation.
    pub invitation: ByInvitation,
}

impl ProvenAddress {
    /// The new account of this address: its owner is signed in to it.
    pub fn owner(user: UserId, remember: bool) -> Proven {
        Proven { user, verified: Verified::NewAccount, remember }
    }
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

/// An invitation stands for the mail: whoever has its link goes on with the address on this journey. It is spent with the
/// account, so that whoever looks at links before people do, or stops on the way, ends nothing.
///
/// # Errors
/// When it cannot be written down.
pub async fn by_invitation(cx: &Cx<'_>, invited: InvitedAddress<'_>) -> Result<OpenProof, Error> {
    let link_hash = TokenHash::of(cx.app.entropy.token().expose());
    let details = Details {
        purpose: ProofPurpose::SignUp,
        typed: invited.email.to_owned(),
        press: String::new(),
        email_key: Some(users::fold(invited.email)),
        // Nobody is told them: the proof has ended.
        code: fresh_code(&cx.app.entropy),
        numbers: fresh_numbers(&cx.app.entropy),
        network: limits::network(cx),
        user_agent: cx.origin.user_agent.clone(),
        invitation: Some(invited.invitation),
        remember: false,
    };
    let text = serde_json::to_vec(&details).map_err(Error::internal)?;
    let row = MailProof {
        user_id: None,
        interaction_id: invited.interaction.clone(),
        // Of no other press: it takes the place of whatever was asked for on this journey before.
        name_hash: TokenHash::of(cx.app.entropy.token().expose()),
        sealed: cx.app.sealer.seal(&seals::mail_proof(&link_hash), &text, &cx.app.entropy),
        link_hash,
        tries: 0,
        created_at: cx.now,
        expires_at: cx.now + LIFETIME,
        approved_at: None,
        ended_at: Some(cx.now),
        proven_at: Some(cx.now),
    };
    cx.write_one(async |work| Ok(mail_proofs::upsert(work, &row, Seconds(0)).await?)).await?;
    OpenProof::opened(cx, row)
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
    Ok(proof.map(|proof| ProvenAddress {
        email: proof.typed().to_owned(),
        invitation: proof.details.invitation.clone(),
        remember: proof.details.remember,
    }))
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
    let is_let_in = match &proof.details.invitation {
        // The operator has named this very address.
        Some(_) => Feature::Invitations.is_on(cx.app),
        None => {
            let key = proof.details.email_key.as_deref();
            Feature::SignUp.is_on(cx.app) && key.is_some_and(|key| is_let_in(cx, key))
        }
    };
    Ok(is_let_in.then_some(proof))
}
