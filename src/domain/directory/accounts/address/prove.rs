//! What somebody brings of the two mailboxes, and the change once both are proven.

use super::{change::OpenAddressChange, holder, take_back};
use crate::{
    base::{
        id::UserId,
        secret::constant_time_eq,
        time::{Seconds, Timestamp},
    },
    config::limits::RuleName,
    domain::{
        kernel::{
            Cx, Error, Event, On, Permission, Work, event::UserEvent, limits::Allowance, mail_code::TRIES,
            one_time::Purpose, permit,
        },
        sessions::{self, SignedIn},
    },
    store::{
        address_changes::{self, ProvenEnds},
        credentials, identities, one_time_tokens, passkeys, phones,
        users::{self, KeptAddress, User},
        wallets,
    },
};

/// The codes that somebody typed; an end that is proven, or left for later, has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedCodes<'a> {
    /// Of the mail to the new address.
    pub new: Option<&'a str>,
    /// Of the mail to the present one.
    pub old: Option<&'a str>,
}

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressStep {
    /// It is done.
    Changed,
    /// An end is still to be proven.
    Waiting,
    /// The code of the new address is not right.
    WrongNew,
    /// The code of the present address is not right.
    WrongOld,
    /// Codes were tried often enough: other mails are wanted.
    UsedUp,
}

/// Tries codes. That is counted before they are looked at, so that many at once are no more than five. One that is right
/// counts although the other is not. Without any, it goes on with what another browser proved.
///
/// # Errors
/// [`Error::NotFound`] when the change is over, [`Error::TooMany`] when the account tried too many.
pub async fn by_codes(cx: &Cx<'_>, change: &OpenAddressChange, typed: TypedCodes<'_>) -> Result<AddressStep, Error> {
    permit(cx, Permission::UsersWrite, On::User(change.user()))?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let given = |text: Option<&str>| text.map(digits).filter(|code| !code.is_empty());
    let (new, old) = (given(typed.new), given(typed.old));
    if new.is_none() && old.is_none() {
        return write_down(cx, change, ProvenEnds { old: false, new: false }).await;
    }
    if !count(cx, change).await? {
        let now = super::find(cx, change.user()).await?;
        let is_good = now.is_some_and(|now| now.row.link_hash == change.row.link_hash);
        return if is_good { Ok(AddressStep::UsedUp) } else { Err(Error::NotFound) };
    }
    let is_right = |typed: &str, code: &str| constant_time_eq(typed.as_bytes(), code.as_bytes());
    let new_is_right = new.as_deref().is_some_and(|typed| is_right(typed, &change.details.new_code));
    let old_code = change.details.old_code.as_deref();
    let old_is_right = old.as_deref().zip(old_code).is_some_and(|(typed, code)| is_right(typed, code));
    let step = write_down(cx, change, ProvenEnds { old: old_is_right, new: new_is_right }).await?;
    Ok(match step {
        AddressStep::Waiting if new.is_some() && !new_is_right && !change.is_new_proven() => AddressStep::WrongNew,
        AddressStep::Waiting if old.is_some() && !old_is_right && !change.is_old_proven() => AddressStep::WrongOld,
        step => step,
    })
}

/// Counts a try; `false` where the change is over or was tried too often.
async fn count(cx: &Cx<'_>, change: &OpenAddressChange) -> Result<bool, Error> {
    let (user, link) = (change.user(), &change.row.link_hash);
    cx.write(async |work| {
        if let Some(allowance) = Allowance::of(cx, RuleName::AddressCodeAccount, user.as_str(), 1)
            && let Err(exceeded) = allowance.take(cx, work).await?
        {
            return Err(work.refuse(exceeded.about(Some(user))));
        }
        Ok(address_changes::count_try(work, link, TRIES, cx.now).await?)
    })
    .await
}

/// The link of the mail to the new address, pressed in the session that asked.
///
/// # Errors
/// [`Error::NotFound`] when the change is over.
pub async fn by_link(cx: &Cx<'_>, change: &OpenAddressChange) -> Result<AddressStep, Error> {
    permit(cx, Permission::UsersWrite, On::User(change.user()))?;
    write_down(cx, change, ProvenEnds { old: false, new: true }).await
}

/// The link of the mail to the new address, opened in another browser: the number that the waiting page shows lets that
/// go on, and proves nothing else here. Any other answer ends the change. Answers whether it goes on.
///
/// # Errors
/// [`Error::NotFound`] when the change is over.
pub async fn press(cx: &Cx<'_>, change: &OpenAddressChange, number: Option<u8>) -> Result<bool, Error> {
    let link = &change.row.link_hash;
    if number == Some(change.number()) {
        let ends = ProvenEnds { old: false, new: true };
        let proven = cx.write_one(async |work| Ok(address_changes::prove(work, link, ends, cx.now).await?)).await?;
        return proven.map(|_| true).ok_or(Error::NotFound);
    }
    let user = change.user();
    cx.write(async |work| stop_in(cx, work, user).await).await?;
    Ok(false)
}

/// Whether something stands for the present address that its person lost: a further factor, and nothing that was added so
/// lately that the mails about it may still be unread, whether or not it is still there. Whoever stole a password has one
/// of their own in no time.
///
/// # Errors
/// When the database fails.
pub async fn has_factor_of_old(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    let conn = &mut cx.read().await?;
    let apps = credentials::list(conn, user, "totp").await?.into_iter().map(|one| one.created_at);
    let passkeys = passkeys::list(conn, user).await?.into_iter().map(|one| one.created_at);
    let wallets = wallets::list(conn, user).await?.into_iter().map(|one| one.created_at);
    let mut all: Vec<Timestamp> = apps.chain(passkeys).chain(wallets).collect();
    if all.is_empty() {
        return Ok(false);
    }
    // What else may be shown for a further factor, and takes no more than a session to make.
    all.extend(credentials::list(conn, user, "recovery_code").await?.into_iter().map(|one| one.created_at));
    let phone = phones::find(conn, user).await?;
    all.extend(phone.and_then(|phone| phone.factor_at.map(|at| at.max(phone.proven_at))));
    all.extend(identities::list(conn, user).await?.into_iter().map(|one| one.identity.created_at));
    // What was shown need not be there any more: added, used and taken away within minutes, it left only this.
    all.extend(users::factor_added_at(conn, user).await?);
    Ok(all.iter().all(|at| *at + factor_age(cx) <= cx.now))
}

fn factor_age(cx: &Cx<'_>) -> Seconds {
    cx.app.config.account.take_back
}

/// Whether the person signed in again after they asked, with something that they have: whoever holds nothing but a
/// session cannot.
pub fn is_signed_in_again(change: &OpenAddressChange, me: &SignedIn) -> bool {
    sessions::has_signed_in_after(me, change.asked_at())
}

/// A sign-in with a further factor, after the asking, stands for the present address.
///
/// # Errors
/// [`Error::NotFound`] when the change is over; [`Error::Forbidden`] where nothing stands for it.
pub async fn by_factor(cx: &Cx<'_>, change: &OpenAddressChange, me: &SignedIn) -> Result<AddressStep, Error> {
    permit(cx, Permission::UsersWrite, On::User(change.user()))?;
    if !is_signed_in_again(change, me) || !has_factor_of_old(cx, change.user()).await? {
        return Err(Error::Forbidden);
    }
    write_down(cx, change, ProvenEnds { old: true, new: false }).await
}

/// Stops a change, in whichever browser of its person.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn stop(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| stop_in(cx, work, user).await).await
}

async fn stop_in(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    if !address_changes::stop(work, user, cx.now).await? {
        return Err(Error::NotFound);
    }
    work.emit(cx, Event::User(UserEvent::EmailChangeStopped, user.clone())).await
}

/// Writes down what was proven; where that is both ends, the change is made.
async fn write_down(cx: &Cx<'_>, change: &OpenAddressChange, ends: ProvenEnds) -> Result<AddressStep, Error> {
    let link = &change.row.link_hash;
    cx.write(async |work| {
        let person = users::find_held(work, change.user()).await?.ok_or(Error::NotFound)?;
        let row = address_changes::prove(work, link, ends, cx.now).await?.ok_or(Error::NotFound)?;
        if row.old_proven_at.is_none() || row.new_proven_at.is_none() {
            return Ok(AddressStep::Waiting);
        }
        make(cx, work, &person, change).await?;
        Ok(AddressStep::Changed)
    })
    .await
}

/// The account of a person who is held has the new address from now on.
async fn make(cx: &Cx<'_>, work: &mut Work, person: &User, change: &OpenAddressChange) -> Result<(), Error> {
    let details = &change.details;
    // Changed by the operator meanwhile; or somebody else has it, who was told.
    let is_stale = person.email_key != details.old_key || person.disabled_at.is_some();
    if is_stale || holder(work, &person.id, &details.email_key).await?.is_some() {
        return Err(Error::NotFound);
    }
    if !address_changes::finish(work, &change.row.link_hash, cx.now).await? {
        return Err(Error::NotFound);
    }
    let address = KeptAddress { email: &details.email, key: &details.email_key, verified_at: cx.now };
    users::set_email(work, &person.id, address, cx.now)
        .await
        .map_err(|error| if error.is_unique() { Error::NotFound } else { error.into() })?;
    // A link that went to the old address sets no password any more.
    for purpose in [Purpose::Recovery, Purpose::Password] {
        one_time_tokens::delete_for_user(work, &person.id, purpose.as_str()).await?;
    }
    take_back::offer(cx, work, person, &details.email_key).await?;
    work.emit(cx, Event::User(UserEvent::EmailChanged, person.id.clone())).await
}
