//! The other end of a change: the number that a person has proven agrees to another one by a code that is texted to it, or
//! something stands for it. One that they gave up counts as long as it can be taken back.

use super::proof::{self, NewCode, RightCode, Texted, WrongText};
use crate::{
    base::{id::UserId, secret::TokenHash, time::Timestamp},
    domain::{
        directory::accounts::{address, former_number},
        kernel::{Cx, Error, Work},
        sessions::{self, SignedIn},
    },
    protocol::phone::PhoneNumber,
    render::{Locale, sms::TextKind},
    store::{Conn, phones},
};

/// The number that must agree, while a page waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBefore {
    /// `+` and digits.
    pub number: String,
    /// What stands for it.
    pub lost: LostNumber,
    /// When the change was asked for.
    pub asked_at: Timestamp,
}

/// What stands for a number that its person has not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostNumber {
    /// Nothing.
    Nothing,
    /// A sign-in after the asking, with a further factor.
    SignIn,
    /// They have signed in so.
    SignedIn,
}

/// What somebody brought of the number before.
pub(super) enum OldEnd {
    /// There is none.
    NotAsked,
    /// Its code.
    Code(RightCode),
    /// What stands for it.
    StoodIn,
}

/// The code for the number before, of a session: it agrees to this new number, and to no other one.
fn place_of(me: &SignedIn, new: &str) -> String {
    format!("number_before/{}/{}", me.session.id, TokenHash::of(new).as_str())
}

/// The number that must agree to this new one.
async fn find(cx: &Cx<'_>, conn: &mut Conn, user: &UserId, new: &PhoneNumber) -> Result<Option<PhoneNumber>, Error> {
    let number = match phones::find(conn, user).await? {
        Some(phone) => Some(phone.number),
        None => former_number::former(cx, conn, user).await?.pop().map(|former| former.number),
    };
    Ok(number.as_deref().and_then(PhoneNumber::parse).filter(|old| old != new))
}

/// Texts a code to the number that must agree, if there is one and texts go there.
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached.
pub(super) async fn send(
    cx: &Cx<'_>,
    work: &mut Work,
    me: &SignedIn,
    new: &PhoneNumber,
    locale: Locale,
) -> Result<(), Error> {
    let old = find(cx, work, &me.user.id, new).await?;
    let Some(to) = old.filter(|old| cx.app.config.sms.lets_through(old)) else { return Ok(()) };
    let place = place_of(me, new.as_str());
    let code = NewCode { place: &place, user: &me.user.id, to: &to, kind: TextKind::PhoneChangeCode, locale };
    proof::send(cx, work, &code).await
}

/// The number that must agree while a page waits for the code of a new one.
///
/// # Errors
/// When the database fails.
pub(super) async fn before(cx: &Cx<'_>, me: &SignedIn, waits: &Texted) -> Result<Option<NumberBefore>, Error> {
    let Some(new) = PhoneNumber::parse(&waits.number) else { return Ok(None) };
    let old = find(cx, &mut cx.read().await?, &me.user.id, &new).await?;
    let Some(old) = old else { return Ok(None) };
    let lost = lost(cx, me, waits.at).await?;
    Ok(Some(NumberBefore { number: old.as_str().to_owned(), lost, asked_at: waits.at }))
}

/// As for a mailbox that somebody lost: whoever holds nothing but a session, or a password and what they set up with it
/// lately, has nothing that stands for it.
async fn lost(cx: &Cx<'_>, me: &SignedIn, asked_at: Timestamp) -> Result<LostNumber, Error> {
    if !address::has_factor_of_old(cx, &me.user.id).await? {
        return Ok(LostNumber::Nothing);
    }
    Ok(if sessions::has_signed_in_after(me, asked_at) { LostNumber::SignedIn } else { LostNumber::SignIn })
}

/// Whether the number before must agree to the one for which this page waits, and its field is empty.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_missing(cx: &Cx<'_>, me: &SignedIn, page: &str, typed: Option<&str>) -> Result<bool, Error> {
    if typed.is_some_and(|typed| !typed.trim().is_empty()) {
        return Ok(false);
    }
    let Some(waits) = proof::waits_for(cx, page, &me.user.id).await? else { return Ok(false) };
    let before = before(cx, me, &waits).await?;
    Ok(before.is_some_and(|before| before.lost != LostNumber::SignedIn))
}

/// Looks at what somebody brought of the number before.
///
/// # Errors
/// When the database fails.
pub(super) async fn agrees(
    cx: &Cx<'_>,
    me: &SignedIn,
    new: &RightCode,
    typed: Option<&str>,
) -> Result<Result<OldEnd, WrongText>, Error> {
    let waits = Texted { number: new.number.clone(), at: new.asked_at };
    match before(cx, me, &waits).await? {
        None => Ok(Ok(OldEnd::NotAsked)),
        Some(before) if before.lost == LostNumber::SignedIn => Ok(Ok(OldEnd::StoodIn)),
        Some(_) => {
            let typed = typed.unwrap_or_default();
            Ok(proof::try_code(cx, &place_of(me, &new.number), &me.user.id, typed).await?.map(OldEnd::Code))
        }
    }
}

/// Spends what was brought, for a person who is held.
///
/// # Errors
/// [`Error::Conflict`] where the number before is another one by now, or does not agree.
pub(super) async fn spend(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    new: &PhoneNumber,
    agreed: &OldEnd,
) -> Result<(), Error> {
    let Some(old) = find(cx, work, user, new).await? else { return Ok(()) };
    let is_agreed = match agreed {
        OldEnd::NotAsked => false,
        OldEnd::Code(right) => right.number == old.as_str() && right.spend(cx, work).await?,
        OldEnd::StoodIn => true,
    };
    if is_agreed { Ok(()) } else { Err(Error::Conflict("the number before")) }
}
