//! What somebody brings of the mail: its code, its link, or the word of another browser.

use super::{
    address::{NewAddress, ShownBy},
    details::{OpenProof, ProofPurpose},
};
use crate::{
    base::{
        id::UserId,
        secret::{TokenHash, constant_time_eq},
    },
    domain::{
        directory::accounts,
        kernel::{Actor, Cx, Error, Event, Work, mail_code::TRIES},
        login::{Method, Proven, Verified},
    },
    protocol::client::ClientId,
    store::{mail_proofs, users},
};

/// Why a code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is not the code.
    Code,
    /// It was tried often enough: another mail is wanted.
    UsedUp,
    /// The link was not confirmed in another browser.
    NotApproved,
}

/// What a proof proves.
pub enum MailEvidence {
    /// Who somebody is.
    Person(Proven),
    /// The address of somebody who has no account yet.
    Address(NewAddress),
    /// The address of the account that somebody is signed in to.
    Verified(VerifiedAddress),
}

/// The address of an account, as a mail proves it to whoever is signed in to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedAddress {
    /// Whose.
    pub user: UserId,
    link: TokenHash,
    email_key: String,
}

/// Tries a code. It is counted before it is looked at, so that many at once are no more than five.
///
/// # Errors
/// [`Error::NotFound`] when the proof is over.
pub async fn by_code(
    cx: &Cx<'_>,
    proof: &OpenProof,
    typed: &str,
    client: Option<&ClientId>,
) -> Result<Result<MailEvidence, Wrong>, Error> {
    let link = &proof.row.link_hash;
    let counted = cx.write_one(async |work| Ok(mail_proofs::count_try(work, link, TRIES, cx.now).await?)).await?;
    if counted.is_none() {
        let mut conn = cx.read().await?;
        let now = mail_proofs::find_by_link(&mut conn, link).await?;
        let is_good = now.is_some_and(|row| row.ended_at.is_none() && cx.now < row.expires_at);
        return if is_good { Ok(Err(Wrong::UsedUp)) } else { Err(Error::NotFound) };
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_right = constant_time_eq(digits.as_bytes(), proof.details.code.as_bytes());
    match proof.proves(ShownBy::WaitingPage) {
        Some(proves) if is_right => Ok(Ok(proves)),
        _ => {
            failed(cx, proof.row.user_id.as_ref(), client).await?;
            Ok(Err(Wrong::Code))
        }
    }
}

/// Whom the link proves, in the browser that asked.
///
/// # Errors
/// [`Error::NotFound`] where it was made for nobody.
pub fn by_link(proof: &OpenProof) -> Result<MailEvidence, Error> {
    proof.proves(ShownBy::Link).ok_or(Error::NotFound)
}

/// Whom the proof proves once another browser has let the waiting page go on.
///
/// # Errors
/// [`Wrong::NotApproved`] before.
pub fn by_approval(proof: &OpenProof) -> Result<MailEvidence, Wrong> {
    proof.proves(ShownBy::WaitingPage).filter(|_| proof.is_approved()).ok_or(Wrong::NotApproved)
}

impl OpenProof {
    fn proves(&self, shown_by: ShownBy) -> Option<MailEvidence> {
        let email_key = self.details.email_key.clone()?;
        let link = self.row.link_hash.clone();
        match (&self.row.user_id, self.details.purpose) {
            (Some(user), ProofPurpose::Verify) => {
                Some(MailEvidence::Verified(VerifiedAddress { user: user.clone(), link, email_key }))
            }
            (Some(user), _) => {
                let is_further = self.details.purpose == ProofPurpose::Confirm;
                let verified = Verified::Mail { link, email_key, is_further };
                Some(MailEvidence::Person(Proven { user: user.clone(), verified, remember: self.details.remember }))
            }
            (None, ProofPurpose::SignUp) => Some(MailEvidence::Address(NewAddress { link, shown_by })),
            (None, ProofPurpose::SignIn | ProofPurpose::Verify | ProofPurpose::Confirm) => None,
        }
    }
}

/// Spends the proof of the address of somebody who is held and signed in: it is proven, and nothing else is.
///
/// # Errors
/// [`Error::NotFound`] where it was spent, or the account has another address by now.
pub async fn spend_address(cx: &Cx<'_>, work: &mut Work, verified: &VerifiedAddress) -> Result<(), Error> {
    spend(cx, work, &verified.user, &verified.link, &verified.email_key).await.map(drop)
}

/// Writes down that somebody did not get in.
pub(super) async fn failed(cx: &Cx<'_>, user: Option<&UserId>, client: Option<&ClientId>) -> Result<(), Error> {
    Method::Mail.count_failure();
    let failed = Event::SignInFailed { user: user.cloned(), client: client.cloned() };
    let cx = &cx.acting(Actor::Anonymous);
    cx.write(async |work| work.emit(cx, failed).await).await
}

/// Spends the proof of a person who is held: code and link end together, and the address is proven. Answers whether it
/// never was before.
pub(in crate::domain::login) async fn spend(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    link: &TokenHash,
    email_key: &str,
) -> Result<bool, Error> {
    if !mail_proofs::end(work, link, cx.now).await? {
        return Err(Error::NotFound);
    }
    // Another address than the mail went to proves nothing.
    let person = users::find(work, user).await?.filter(|person| person.email_key.as_deref() == Some(email_key));
    let person = person.ok_or(Error::NotFound)?;
    accounts::prove_address(cx, work, &person).await
}
