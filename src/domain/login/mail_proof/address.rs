//! The address of somebody who has no account yet: proven by code or link before anything else is asked, so that nothing
//! that was set before the proof can count after it.

use super::details::OpenProof;
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
    store::mail_proofs,
};

/// How long the rest of a sign-up may take.
const LIFETIME: Seconds = Seconds::minutes(30);

/// An address that code or link prove, and that no account has.
pub struct NewAddress {
    pub(super) link: TokenHash,
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

/// Ends the proof, code and link; the page that asked goes on with the address.
///
/// # Errors
/// [`Error::NotFound`] when it was used, refused or replaced meanwhile.
pub async fn prove(cx: &Cx<'_>, address: &NewAddress) -> Result<(), Error> {
    let until = cx.now + LIFETIME;
    let proven = cx.write_one(async |work| Ok(mail_proofs::prove(work, &address.link, cx.now, until).await?)).await?;
    if proven { Ok(()) } else { Err(Error::NotFound) }
}

/// The address that was proven on a journey, for the page that has the ticket of its mail.
///
/// # Errors
/// When the database fails.
pub async fn find_proven(
    cx: &Cx<'_>,
    interaction: &InteractionId,
    ticket: &str,
) -> Result<Option<ProvenAddress>, Error> {
    let mut conn = cx.read().await?;
    let row = mail_proofs::find(&mut conn, interaction).await?;
    let is_good = |at| cx.now < at + LIFETIME;
    let Some(row) = row.filter(|row| row.proven_at.is_some_and(is_good)) else { return Ok(None) };
    let proof = OpenProof::opened(cx, row)?;
    Ok(proof.is_ticket(cx, ticket).then(|| ProvenAddress { email: proof.typed().to_owned() }))
}
