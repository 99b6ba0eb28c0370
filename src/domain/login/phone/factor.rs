//! A code that is texted as a further factor: switched on and off by its person, and asked for at sign-in.

use super::proof::{self, NewCode, RightCode, WrongText};
use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::Secret,
    },
    domain::{
        kernel::{Cx, Error, Event, Feature, On, Permission, Work, device, permit, phone::PhoneEvent, sms},
        login::{Method, Proven, Verified, enrolment, factor, password::Place, policy, recovery_codes},
        sessions::{self, SignedIn, outcomes, visitor::Visitor},
    },
    protocol::phone::PhoneNumber,
    render::{Locale, sms::TextKind},
    store::{Conn, phones, users},
};

/// The page of a journey that waits for a code.
fn place_of(interaction: &InteractionId) -> String {
    format!("factor/{interaction}")
}

/// Whether people may choose it.
pub fn is_offered(cx: &Cx<'_>) -> bool {
    cx.app.config.factors.sms && Feature::FurtherFactors.is_on(cx.app) && sms::is_possible(cx)
}

/// The number of a person to which a code can be texted now; none where they have not chosen that, or it cannot.
///
/// # Errors
/// When the database fails.
pub async fn find(cx: &Cx<'_>, user: &UserId) -> Result<Option<PhoneNumber>, Error> {
    find_in(cx, &mut cx.read().await?, user).await
}

/// The same, by a connection in hand.
pub(in crate::domain::login) async fn find_in(
    cx: &Cx<'_>,
    conn: &mut Conn,
    user: &UserId,
) -> Result<Option<PhoneNumber>, Error> {
    if !sms::is_possible(cx) {
        return Ok(None);
    }
    let phone = phones::find(conn, user).await?.filter(|phone| phone.factor_at.is_some());
    let number = phone.and_then(|phone| PhoneNumber::parse(&phone.number));
    Ok(number.filter(|number| cx.app.config.sms.lets_through(number)))
}

/// From now on a code is texted to the number that the person has proven; answers the recovery codes that they got, none
/// where they were asked for something further before. The second of two equal forms gets what the first got.
///
/// # Errors
/// [`Error::NotFound`] where it is not offered, [`Error::Conflict`] without a number, or when more is asked of them by now.
pub async fn switch_on(cx: &Cx<'_>, visitor: &Visitor<'_>, me: &SignedIn) -> Result<Vec<Secret<String>>, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    if !is_offered(cx) {
        return Err(Error::NotFound);
    }
    cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if let Some(codes) = outcomes::recovery_codes(cx, work, visitor).await? {
            return Ok(codes);
        }
        if !sessions::is_fresh(cx, &SignedIn { user: person.clone(), ..me.clone() }) {
            return Err(Error::Conflict("the further factors"));
        }
        let phone =
            phones::find(work, &person.id).await?.ok_or(Error::Conflict("a further factor without a number"))?;
        if phone.factor_at.is_some() {
            return Ok(Vec::new());
        }
        phones::set_factor(work, &person.id, Some(cx.now)).await?;
        users::set_second_factor(work, &person.id, Some(cx.now)).await?;
        users::note_factor_added(work, &person.id, cx.now).await?;
        let is_first = person.second_factor_at.is_none();
        let codes = if is_first { recovery_codes::give(cx, work, visitor, &person.id).await? } else { Vec::new() };
        work.emit(cx, Event::Phone(PhoneEvent::FactorOn, person.id.clone())).await?;
        Ok(codes)
    })
    .await
}

/// No code is texted any more; where no other further factor is left, nothing further is asked.
///
/// # Errors
/// [`Error::NotFound`] where none was.
pub async fn switch_off(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !phones::is_factor(work, user).await? {
            return Err(Error::NotFound);
        }
        phones::set_factor(work, user, None).await?;
        enrolment::after_removal(cx, work, &person, policy::has_passkey(cx, &person)).await?;
        work.emit(cx, Event::Phone(PhoneEvent::FactorOff, user.clone())).await
    })
    .await
}

/// Texts a code to a person who proved something else before.
///
/// # Errors
/// [`Error::NotFound`] where none can be, [`Error::TooMany`] when a limit is reached.
pub async fn send(cx: &Cx<'_>, user: &UserId, interaction: &InteractionId, locale: Locale) -> Result<(), Error> {
    let to = find(cx, user).await?.ok_or(Error::NotFound)?;
    let place = place_of(interaction);
    let new = NewCode { place: &place, user, to: &to, kind: TextKind::FactorCode, locale };
    cx.write(async |work| proof::send(cx, work, &new).await).await
}

/// Tries a code of such a person; a wrong one is written down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify(
    cx: &Cx<'_>,
    place: &Place<'_>,
    user: &UserId,
    interaction: &InteractionId,
    typed: TypedText<'_>,
) -> Result<Result<Proven, WrongText>, Error> {
    let device = device::find_proven(cx, place.visitor.device, user).await?;
    factor::count(cx, user, device.as_ref()).await?;
    let tried = proof::try_code(cx, &place_of(interaction), user, typed.code).await?;
    if tried.as_ref().is_err_and(|wrong| *wrong == WrongText::Code) {
        factor::failed(cx, place, user, Method::Sms).await?;
    }
    Ok(tried.map(|right| Proven { user: user.clone(), verified: Verified::Sms(right), remember: typed.remember }))
}

/// What somebody typed of a text.
#[derive(Debug, Clone, Copy)]
pub struct TypedText<'a> {
    /// The code.
    pub code: &'a str,
    /// Whether the session outlives the browser.
    pub remember: bool,
}

/// Spends the code of a person who is held, if their number is still that one and chosen.
pub(in crate::domain::login) async fn spend(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    right: &RightCode,
) -> Result<(), Error> {
    if !right.spend(cx, work).await? || !phones::used(work, user, &right.number, cx.now).await? {
        return Err(Error::NotFound);
    }
    factor::forget_tries(cx, work, user).await
}
