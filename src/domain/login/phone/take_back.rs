//! The number before is taken back by the link that was mailed when it was given up: for whoever's account was stolen.
//! Opening it changes nothing, so that whoever looks at links before people do does not.

use serde_json::{Map, Value};

use super::number::tell_old_number;
use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts::{self, former_number::FormerNumber},
        kernel::{
            Actor, Cx, Error, Event, Work,
            actor::Link,
            event::UserEvent,
            one_time::{self, Purpose},
            phone::PhoneEvent,
        },
        login::{enrolment, policy},
    },
    protocol::phone::PhoneNumber,
    store::{
        Conn, one_time_tokens, phone_proofs, phones,
        users::{self, User},
    },
};

/// What a link of this kind is about.
const PURPOSE: Purpose = Purpose::TakeNumberBack;

/// What a link takes back, and for whom.
pub struct NumberToTakeBack {
    /// The person.
    pub user: User,
    /// The number.
    pub former: FormerNumber,
}

/// What a link takes back, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or somebody else has the number by now.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<NumberToTakeBack, Error> {
    let mut conn = cx.read().await?;
    let subject = one_time::peek(cx, &mut conn, PURPOSE, secret).await?.ok_or(Error::NotFound)?;
    let user = users::find(&mut conn, subject.user.as_ref().ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
    may_be_taken(&mut conn, user, &subject.data).await
}

async fn may_be_taken(conn: &mut Conn, user: User, data: &Map<String, Value>) -> Result<NumberToTakeBack, Error> {
    let former = FormerNumber::of(data).ok_or(Error::NotFound)?;
    let holder = phones::find_by_number(conn, &former.number).await?;
    if user.disabled_at.is_some() || holder.is_some_and(|phone| phone.user_id != user.id) {
        return Err(Error::NotFound);
    }
    Ok(NumberToTakeBack { user, former })
}

/// Gives the account the number that it had, by the word of whoever has the link. Sessions, approvals and every other
/// link are over; so is what was asked for since. Answers where its person chooses a new password, secret included; none
/// where they have none, or cannot.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn take_back(cx: &Cx<'_>, secret: &str) -> Result<Option<Secret<String>>, Error> {
    let id = peek(cx, secret).await?.user.id;
    let cx = &cx.acting(Actor::Link(Link::TakeNumberBack));
    cx.write(async |work| {
        let person = users::find_held(work, &id).await?.ok_or(Error::NotFound)?;
        let subject = one_time::consume(cx, work, PURPOSE, secret).await?.ok_or(Error::NotFound)?;
        let NumberToTakeBack { user: person, former } = may_be_taken(work, person, &subject.data).await?;
        // Those of later changes: they lead back to what the thief had. Those of earlier ones stay.
        one_time_tokens::delete_made_after(work, &id, PURPOSE.as_str(), former.until).await?;
        give_back(cx, work, &person, &former).await?;
        accounts::regain(cx, work, &person).await?;
        work.emit(cx, Event::Phone(PhoneEvent::TakenBack, id.clone())).await?;
        work.emit(cx, Event::User(UserEvent::Updated, id.clone())).await?;
        accounts::new_password_link(cx, work, &id).await
    })
    .await
}

/// The number of a person who is held is this one, as it was; so are the codes that were texted to it at sign-in.
async fn give_back(cx: &Cx<'_>, work: &mut Work, person: &User, former: &FormerNumber) -> Result<(), Error> {
    let number = PhoneNumber::parse(&former.number).ok_or(Error::NotFound)?;
    let present = phones::find(work, &person.id).await?;
    phone_proofs::end_all(work, &person.id, cx.now).await?;
    phones::upsert(work, &person.id, number.as_str(), former.proven_at)
        .await
        .map_err(|error| if error.is_unique() { Error::NotFound } else { error.into() })?;
    phones::set_factor(work, &person.id, former.factor_at).await?;
    users::set_phone(work, &person.id, Some(number.as_str()), Some(former.proven_at), cx.now).await?;
    if former.factor_at.is_some() {
        users::set_second_factor(work, &person.id, Some(cx.now)).await?;
    } else if present.is_some_and(|phone| phone.factor_at.is_some()) {
        enrolment::after_removal(cx, work, person, policy::has_passkey(cx, person)).await?;
    }
    tell_old_number(cx, work, person, Some(&number)).await
}
