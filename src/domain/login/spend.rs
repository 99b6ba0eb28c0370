//! What was verified before the transaction is looked at again inside it, and what works once is spent.

use super::{Proven, Verified, enrolment, factor, mail_proof, phone};
use crate::{
    domain::{
        directory::identities,
        kernel::{
            Cx, Error, Event, Work,
            event::FactorEvent,
            one_time::{self, Purpose},
        },
    },
    protocol::authorize::interaction::PendingAuthentication,
    store::{credentials, identities as identity_rows, passkeys, wallets},
};

/// Whether there is something that a further factor can come on top of: a session, or what was proven in the
/// interaction, a password only as long as it is still theirs.
pub(super) async fn holds(
    work: &mut Work,
    pending: Option<&PendingAuthentication>,
    is_here: bool,
) -> Result<bool, Error> {
    let Some(pending) = pending else { return Ok(is_here) };
    let Some(proven) = pending.factors.iter().find(|factor| factor.amr == "pwd") else { return Ok(true) };
    let password = credentials::find_password(work, &pending.user).await?;
    Ok(password.is_some_and(|password| password.updated_at <= proven.at))
}

/// What was read before the password was hashed is looked at again: hashing takes a while.
pub(super) async fn recheck(cx: &Cx<'_>, work: &mut Work, verified: &Verified) -> Result<(), Error> {
    if let Verified::Password { stored, fresh, .. } = verified {
        let secret = stored.secret.expose();
        if !credentials::opened(work, &stored.id, secret, cx.now).await? {
            return Err(Error::Forbidden);
        }
        if let Some(fresh) = fresh {
            credentials::rehash(work, &stored.id, secret, fresh).await?;
        }
    }
    Ok(())
}

/// Spends what works once.
pub(super) async fn spend(cx: &Cx<'_>, work: &mut Work, proven: &Proven) -> Result<(), Error> {
    match &proven.verified {
        Verified::Password { .. } | Verified::NewAccount => Ok(()),
        Verified::Link { secret } => {
            one_time::consume(cx, work, Purpose::SignIn, secret).await?.map(drop).ok_or(Error::NotFound)
        }
        Verified::Mail { link, email_key, .. } => {
            let is_first = mail_proof::spend(cx, work, &proven.user, link, email_key).await?;
            // Whoever reads the mailbox need not be who linked identities before anybody had proven it.
            if is_first { identities::forget_before_proof(cx, work, &proven.user).await } else { Ok(()) }
        }
        // One that was unlinked meanwhile; what nobody has yet is linked when the session begins.
        Verified::Upstream(by) => match &by.identity {
            Some(id) => {
                let label = by.person.label.as_deref();
                let is_theirs = identity_rows::used(work, &proven.user, id, label, cx.now).await?;
                if is_theirs { Ok(()) } else { Err(Error::NotFound) }
            }
            None => Ok(()),
        },
        Verified::Passkey { passkey, how, challenge, .. } => {
            // One that was used before, or whose passkey was removed or counted on meanwhile.
            let is_good = challenge.spend(work).await? && passkeys::used(work, passkey, *how, cx.now).await?;
            if is_good { Ok(()) } else { Err(Error::NotFound) }
        }
        Verified::Wallet { wallet, challenge } => {
            // One that was signed before, or whose wallet was removed meanwhile.
            let is_good = challenge.spend(work).await? && wallets::used(work, wallet, cx.now).await?;
            if is_good { Ok(()) } else { Err(Error::NotFound) }
        }
        Verified::Totp { app, step } => {
            // RFC 6238 §5.2: the second attempt with one code is refused.
            if !credentials::accept_step(work, app, *step, cx.now).await? {
                return Err(Error::NotFound);
            }
            factor::forget_tries(cx, work, &proven.user).await
        }
        Verified::Sms(right) => phone::spend(cx, work, &proven.user, right).await,
        Verified::NewApp { app, codes } => enrolment::add(cx, work, app, codes).await,
        Verified::RecoveryCode { digest } => {
            if !credentials::spend_recovery_code(work, &proven.user, digest.as_str()).await? {
                return Err(Error::NotFound);
            }
            factor::forget_tries(cx, work, &proven.user).await?;
            work.emit(cx, Event::Factor(FactorEvent::RecoveryCodeUsed, proven.user.clone())).await
        }
    }
}
