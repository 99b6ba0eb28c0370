//! Somebody proves the address of an account for the first time. Whoever set things up before may have been another one,
//! who planted the account for the owner of the address (pre-hijacking).
//!
//! | the address is first proven by | who proves it | what was set up before |
//! |---|---|---|
//! | a new account, also one by invitation or by another provider | whoever makes it | there is nothing |
//! | a mail that signs in, code or link | proved nothing else on this journey, and is not signed in here | goes |
//! | the same | proved a password or another thing of the account on this journey, or is signed in to it here | stays |
//! | the same, of an administrator | as in the first of these rows | identities and sessions go; the further factor is asked for |
//! | the operator's link that was mailed and set a password (`accounts/set_by_link.rs`) | is not signed in here | goes |
//! | the step `verify` | is signed in, and shown whose address it is | stays |
//! | the change of an address | is signed in, and proves both ends | stays |
//! | the operator's word | knows | stays |
//!
//! Nothing else proves an address first: a forgotten password is mailed to proven ones alone, another provider is linked
//! to accounts whose address is proven, and a link that was printed proves none.
//!
//! What goes: password, apps, recovery codes, passkeys, wallets, number (also one that waits to be proven), identities,
//! sessions, grants, refresh tokens, consents, links and changes that wait; and with the password the browsers that were
//! remembered. What waits for a further factor since before is over, too ([`is_outlived`]).

use super::finish::holds;
use crate::{
    domain::{
        directory::accounts,
        kernel::{Cx, Error, Work},
        sessions::visitor::Visitor,
    },
    protocol::authorize::interaction::PendingAuthentication,
    store::users::{self, User},
};

/// A person who is held has just proven their address for the first time: answers them as they are then.
///
/// # Errors
/// When the database fails.
pub(super) async fn follow_up(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    person: &User,
    pending: Option<&PendingAuthentication>,
) -> Result<User, Error> {
    let is_here = visitor.accounts.has(&person.id);
    let is_same = is_here || (pending.is_some() && holds(work, pending, false).await?);
    if !is_same {
        accounts::forget_credentials(cx, work, person).await?;
    }
    users::find(work, &person.id).await?.ok_or(Error::Forbidden)
}

/// Whether what waits was proven before the address of the account was: perhaps by whoever planted it.
///
/// Of two things in one second it is not known which was first. What a mail proved may be the proof itself, a password is
/// looked at again ([`holds`]), and an account whose address was proven as it was made was planted by nobody.
pub(super) fn is_outlived(pending: &PendingAuthentication, person: &User) -> bool {
    let began = pending.since.or_else(|| pending.factors.iter().map(|factor| factor.at).min());
    let Some((began, proven)) = began.zip(person.email_verified_at) else { return false };
    let is_mail_or_password = pending.factors.iter().any(|factor| factor.amr == "otp" || factor.amr == "pwd");
    began < proven || began == proven && person.created_at < proven && !is_mail_or_password
}
