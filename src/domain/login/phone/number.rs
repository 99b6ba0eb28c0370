//! A person adds, changes and removes their number.

use super::{
    new_account::is_asked_for,
    old_number::{self, NumberBefore, OldEnd},
    proof::{self, NewCode, WrongText},
};
use crate::{
    base::id::UserId,
    domain::{
        directory::accounts::former_number,
        kernel::{
            Actor, Cx, Error, Event, On, Permission, Work,
            event::UserEvent,
            permit,
            phone::PhoneEvent,
            sms::{self, NewText},
        },
        login::{enrolment, policy},
        sessions::{self, SignedIn},
    },
    protocol::phone::PhoneNumber,
    render::{
        Locale,
        sms::{TextContent, TextKind},
    },
    store::{
        phone_proofs,
        phones::{self, Phone},
        users::{self, User},
    },
};

/// What is known of the number of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnNumber {
    /// The number as apps are told it, proven or not.
    pub phone_number: Option<String>,
    /// What they have proven here.
    pub proven: Option<Phone>,
    /// The number to which a code went that their page waits for.
    pub waits_for: Option<String>,
    /// The number before, which must agree to that one.
    pub before: Option<NumberBefore>,
}

/// The codes that somebody typed.
#[derive(Debug, Clone, Copy)]
pub struct TypedNumbers<'a> {
    /// Of the text to the new number.
    pub new: &'a str,
    /// Of the text to the number before.
    pub old: Option<&'a str>,
}

/// Which code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongEnd {
    /// That of the new number.
    New(WrongText),
    /// That of the number before.
    Old(WrongText),
}

/// The page of a session that waits for a code.
fn place_of(me: &SignedIn) -> String {
    format!("number/{}", me.session.id)
}

/// Whether people change their number themselves.
pub fn may_change(cx: &Cx<'_>) -> bool {
    cx.app.config.account.change_phone_number && sms::is_possible(cx)
}

/// What is known of the number of a person.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn of_person(cx: &Cx<'_>, me: &SignedIn) -> Result<OwnNumber, Error> {
    permit(cx, Permission::UsersRead, On::User(&me.user.id))?;
    let proven = phones::find(&mut cx.read().await?, &me.user.id).await?;
    let waits = proof::waits_for(cx, &place_of(me), &me.user.id).await?;
    let before = match &waits {
        Some(waits) => old_number::before(cx, me, waits).await?,
        None => None,
    };
    let waits_for = waits.map(|waits| waits.number);
    Ok(OwnNumber { phone_number: me.user.phone_number.clone(), proven, waits_for, before })
}

/// Texts a code to a number, and one to the number before, which must agree. Whether another account has it makes no
/// difference.
///
/// # Errors
/// [`Error::Invalid`] for what is no number, or in a country to which no texts go; [`Error::TooMany`]; [`Error::NotFound`]
/// where people do not change their number and are not asked for it.
pub async fn ask(cx: &Cx<'_>, me: &SignedIn, typed: &str, locale: Locale) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    if !may_change(cx) && !is_asked_for(cx, &me.user) {
        return Err(Error::NotFound);
    }
    let to = sms::number(cx, typed)?;
    let place = place_of(me);
    let new = NewCode { place: &place, user: &me.user.id, to: &to, kind: TextKind::PhoneCode, locale };
    cx.write(async |work| {
        proof::send(cx, work, &new).await?;
        old_number::send(cx, work, me, &to, locale).await
    })
    .await
}

/// The codes were typed: the number is theirs from now on, and nobody else's.
///
/// # Errors
/// [`Error::NotFound`] when it was spent in this moment, [`Error::Conflict`] when somebody else proved the number in this
/// moment, the number before is another one, or more is asked of them by now.
pub async fn confirm(cx: &Cx<'_>, me: &SignedIn, typed: TypedNumbers<'_>) -> Result<Result<(), WrongEnd>, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    // Before a try of the new code is counted.
    if old_number::is_missing(cx, me, &place_of(me), typed.old).await? {
        return Ok(Err(WrongEnd::Old(WrongText::Code)));
    }
    let right = match proof::try_code(cx, &place_of(me), &me.user.id, typed.new).await? {
        Ok(right) => right,
        Err(wrong) => return Ok(Err(WrongEnd::New(wrong))),
    };
    let agreed = match old_number::agrees(cx, me, &right, typed.old).await? {
        Ok(agreed) => agreed,
        Err(wrong) => return Ok(Err(WrongEnd::Old(wrong))),
    };
    let number = PhoneNumber::parse(&right.number).ok_or(Error::NotFound)?;
    cx.write(async |work| {
        let other = phones::find_by_number(work, number.as_str()).await?;
        let other = other.map(|phone| phone.user_id).filter(|holder| *holder != me.user.id);
        let person = held(work, &me.user.id, other.as_ref()).await?;
        // They may have got a further factor since they were looked at, and it was not asked for.
        let is_fresh = sessions::is_fresh(cx, &SignedIn { user: person.clone(), ..me.clone() });
        // Who is asked for their first number changes none: an upstream that tells no time never makes a fresh session.
        let is_first = is_asked_for(cx, &person)
            && replaces_none(&person, &number)
            && phones::find(work, &person.id).await?.is_none();
        if !(is_fresh || is_first) {
            return Err(Error::Conflict("the further factors"));
        }
        if !right.spend(cx, work).await? {
            return Err(Error::NotFound);
        }
        old_number::spend(cx, work, &person.id, &number, &agreed).await?;
        if let Some(other) = &other {
            take_away(cx, work, other, &number).await?;
        }
        proven(cx, work, &person, &number, &agreed).await
    })
    .await
    .map(Ok)
}

/// Whether a number stands in the place of no other one that an operator marked verified.
fn replaces_none(person: &User, number: &PhoneNumber) -> bool {
    let marked = person.phone_number.as_deref().filter(|_| person.phone_number_verified_at.is_some());
    marked.is_none_or(|marked| PhoneNumber::parse(marked).as_ref() == Some(number))
}

/// The person, held; and whoever had the number before, in the order of their rows, so that two that want each other's
/// numbers do not wait for each other.
async fn held(work: &mut Work, user: &UserId, other: Option<&UserId>) -> Result<User, Error> {
    if let Some(first) = other.filter(|other| other.as_str() < user.as_str()) {
        users::find_held(work, first).await?;
    }
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if let Some(second) = other.filter(|other| other.as_str() > user.as_str()) {
        users::find_held(work, second).await?;
    }
    Ok(person)
}

/// A number of somebody who is held is somebody else's by now: it proves nothing of them, and no code is texted to it. They
/// are asked for a further factor as before, so that whoever took the number over gets no further with a password.
async fn take_away(cx: &Cx<'_>, work: &mut Work, user: &UserId, number: &PhoneNumber) -> Result<(), Error> {
    phones::delete(work, user).await?;
    phone_proofs::end_all(work, user, cx.now).await?;
    let Some(person) = users::find(work, user).await? else { return Ok(()) };
    let told = person.phone_number.as_deref().and_then(PhoneNumber::parse);
    if told.as_ref() == Some(number) && person.phone_number_verified_at.is_some() {
        users::set_phone(work, user, person.phone_number.as_deref(), None, cx.now).await?;
    }
    // Who proved it is none of their business.
    let cx = &cx.acting(Actor::System);
    work.emit(cx, Event::Phone(PhoneEvent::Taken, user.clone())).await?;
    work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await
}

async fn proven(
    cx: &Cx<'_>,
    work: &mut Work,
    person: &User,
    number: &PhoneNumber,
    agreed: &OldEnd,
) -> Result<(), Error> {
    let before = phones::find(work, &person.id).await?;
    phones::upsert(work, &person.id, number.as_str(), cx.now).await.map_err(Error::taken("the number"))?;
    users::set_phone(work, &person.id, Some(number.as_str()), Some(cx.now), cx.now).await?;
    if person.phone_pending.is_some() || person.phone_required_at.is_some() {
        users::forget_awaited_phone(work, &person.id).await?;
    }
    let before = before.filter(|before| before.number != number.as_str());
    let is_mailed = match &before {
        // Its person lost it: a mailbox alone does not give it back, with the codes that were texted to it.
        Some(_) if matches!(agreed, OldEnd::StoodIn) => false,
        Some(before) => former_number::offer(cx, work, person, before).await?,
        None => false,
    };
    if before.is_some_and(|before| before.factor_at.is_some()) {
        // Browsers in which they were not asked are asked again.
        users::set_second_factor(work, &person.id, Some(cx.now)).await?;
        users::note_factor_added(work, &person.id, cx.now).await?;
    }
    tell_old_number(cx, work, person, Some(number)).await?;
    // That mail tells of the change, too.
    let event = if is_mailed { PhoneEvent::Replaced } else { PhoneEvent::Proven };
    work.emit(cx, Event::Phone(event, person.id.clone())).await?;
    work.emit(cx, Event::User(UserEvent::Updated, person.id.clone())).await
}

/// A notice to the number that was proven before: whoever reads it there should know.
pub(super) async fn tell_old_number(
    cx: &Cx<'_>,
    work: &mut Work,
    person: &User,
    new: Option<&PhoneNumber>,
) -> Result<(), Error> {
    let old = person.phone_number.as_deref().filter(|_| person.phone_number_verified_at.is_some());
    let Some(old) = old.and_then(PhoneNumber::parse).filter(|old| Some(old) != new) else { return Ok(()) };
    let text = NewText {
        to: &old,
        user: Some(&person.id),
        locale: person.language().and_then(Locale::of_tag).unwrap_or_default(),
        content: TextContent::of(TextKind::PhoneChanged),
        ends_at: None,
        about: None,
    };
    sms::queue_notice(cx, work, text).await
}

/// Takes the number away, and with it the codes that are texted to it.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or people do not change theirs.
pub async fn remove(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    if !may_change(cx) {
        return Err(Error::NotFound);
    }
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let before = phones::find(work, user).await?;
        if person.phone_number.is_none() && before.is_none() {
            return Err(Error::NotFound);
        }
        phones::delete(work, user).await?;
        phone_proofs::end_all(work, user, cx.now).await?;
        users::set_phone(work, user, None, None, cx.now).await?;
        let is_mailed = match &before {
            Some(before) => former_number::offer(cx, work, &person, before).await?,
            None => false,
        };
        if before.is_some_and(|before| before.factor_at.is_some()) {
            enrolment::after_removal(cx, work, &person, policy::has_passkey(cx, &person)).await?;
        }
        tell_old_number(cx, work, &person, None).await?;
        let event = if is_mailed { PhoneEvent::GivenUp } else { PhoneEvent::Removed };
        work.emit(cx, Event::Phone(event, user.clone())).await?;
        work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await
    })
    .await
}
