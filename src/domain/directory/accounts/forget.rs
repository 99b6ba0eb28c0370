//! What was set up before somebody else proved the address of an account goes: whoever set it up may have planted the
//! account for them. Who counts as somebody else is decided in `domain/login/first_proof.rs`.

use super::consequences::end_everything;
use crate::{
    domain::{
        directory::identities,
        kernel::{Cx, Error, Event, Work, event::UserEvent},
    },
    protocol::phone::PhoneNumber,
    store::{
        address_changes, consents, credentials, one_time_tokens, passkeys, phone_proofs, phones,
        users::{self, User},
        wallets,
    },
};

/// Takes away what signs somebody in to the account of a person who is held, and ends what was begun by it; with one event
/// and one mail where there was anything.
///
/// # Errors
/// When the database fails.
pub async fn forget_credentials(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<(), Error> {
    let user = &person.id;
    let mut gone = identities::forget_all(cx, work, user).await?;
    // A mailbox alone makes nobody an administrator: what they have is asked for next.
    if person.admin_at.is_none() {
        gone += own(cx, work, person).await?;
        consents::delete_for_user(work, user).await?;
        one_time_tokens::delete_all_for_user(work, user).await?;
        address_changes::stop(work, user, cx.now).await?;
    }
    // Browsers that were remembered are so for a password that is gone.
    end_everything(cx, work, user).await?;
    if gone == 0 {
        return Ok(());
    }
    work.emit(cx, Event::User(UserEvent::CredentialsForgotten, user.clone())).await
}

/// Password, apps, recovery codes, passkeys, wallets and number; answers how many there were.
async fn own(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<u64, Error> {
    let user = &person.id;
    let gone = credentials::delete_all(work, user).await?
        + passkeys::delete_all(work, user).await?
        + wallets::delete_all(work, user).await?
        + number(cx, work, person).await?;
    users::set_second_factor(work, user, None).await?;
    users::set_passkey(work, user, None).await?;
    if person.password_required_at.is_some() {
        // There is none that could be replaced.
        users::set_password_required(work, user, None).await?;
    }
    Ok(gone)
}

/// The number that was proven here, and what apps are told of it; one that waits to be proven goes, too, and is no way in.
async fn number(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<u64, Error> {
    let user = &person.id;
    phone_proofs::end_all(work, user, cx.now).await?;
    if person.phone_pending.is_some() {
        users::forget_given_phone(work, user).await?;
    }
    let Some(phone) = phones::find(work, user).await? else { return Ok(0) };
    phones::delete(work, user).await?;
    let told = person.phone_number.as_deref().and_then(PhoneNumber::parse);
    if told.is_some_and(|told| told.as_str() == phone.number) {
        users::set_phone(work, user, None, None, cx.now).await?;
    }
    Ok(1)
}
