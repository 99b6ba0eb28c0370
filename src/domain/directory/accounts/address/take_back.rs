//! The address before is told of the change, with a link that takes it back: for whoever's account was stolen. Opening
//! it changes nothing, so that whoever looks at links before people do does not.

use serde_json::{Map, Value, json};

use super::holder;
use crate::{
    base::{id::UserId, secret::Secret, time::Timestamp},
    domain::{
        directory::accounts::{new_password_link, regain},
        kernel::{
            Actor, Cx, Error, Event, On, Permission, Work,
            actor::Link,
            event::UserEvent,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose},
            permit,
        },
    },
    render::mail::{MailContent, MailKind},
    store::{
        Conn, one_time_tokens,
        users::{self, KeptAddress, User},
    },
};

/// Where the links lead.
pub const BACK_PATH: &str = "/account/address/back";

/// What a link of this kind is about.
const PURPOSE: Purpose = Purpose::TakeAddressBack;

/// An address that an account had, and that a link takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// As the person wrote it.
    pub email: String,
    /// When it was proven to be theirs.
    verified_at: Timestamp,
    /// When it was given up.
    pub until: Timestamp,
}

impl FormerAddress {
    fn into_data(self) -> Map<String, Value> {
        let facts =
            [("email", json!(self.email)), ("verified_at", json!(self.verified_at)), ("until", json!(self.until))];
        facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn of(data: &Map<String, Value>) -> Option<Self> {
        let moment = |name: &str| data.get(name).and_then(Value::as_i64).map(Timestamp);
        let email = data.get("email")?.as_str()?.to_owned();
        Some(Self { email, verified_at: moment("verified_at")?, until: moment("until")? })
    }
}

/// Mails the link to the address that a person had until now, if it was proven: whoever reads one that was not may be
/// anybody, and gets no key to the account.
pub(super) async fn offer(cx: &Cx<'_>, work: &mut Work, before: &User, new_key: &str) -> Result<(), Error> {
    let other = before.email_key.as_deref() != Some(new_key);
    let proven = before.email.as_ref().zip(before.email_verified_at).filter(|_| other);
    let Some((email, verified_at)) = proven else { return Ok(()) };
    let Some(to) = Recipient::person(before) else { return Ok(()) };
    let lifetime = cx.app.config.account.take_back;
    let former = FormerAddress { email: email.clone(), verified_at, until: cx.now };
    let subject = LinkSubject { data: former.into_data(), ..LinkSubject::user(before.id.clone()) };
    let secret = one_time::issue(cx, work, PURPOSE, subject, lifetime).await?;
    let content = MailContent {
        account: Some(before.username.clone()),
        link: Some(cx.issuer.url.join(&format!("{BACK_PATH}?token={}", secret.expose()))),
        ends_at: Some(cx.now + lifetime),
        happened_at: Some(cx.now),
        ..MailContent::of(MailKind::AddressChanged)
    };
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}

/// The addresses that a person may still take back, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn former(cx: &Cx<'_>, user: &UserId) -> Result<Vec<FormerAddress>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    let rows = one_time_tokens::list_live_for_user(&mut conn, user, PURPOSE.as_str(), cx.now).await?;
    Ok(rows.iter().filter_map(|row| FormerAddress::of(&row.data)).collect())
}

/// What a link takes back, and for whom.
pub struct AddressToTakeBack {
    /// The person.
    pub user: User,
    /// The address.
    pub former: FormerAddress,
}

/// What a link takes back, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or somebody else has the address by now.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<AddressToTakeBack, Error> {
    let mut conn = cx.read().await?;
    let subject = one_time::peek(cx, &mut conn, PURPOSE, secret).await?.ok_or(Error::NotFound)?;
    let user = users::find(&mut conn, subject.user.as_ref().ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)?;
    may_be_taken(&mut conn, user, &subject.data).await
}

async fn may_be_taken(conn: &mut Conn, user: User, data: &Map<String, Value>) -> Result<AddressToTakeBack, Error> {
    let former = FormerAddress::of(data).ok_or(Error::NotFound)?;
    let is_taken = holder(conn, &user.id, &users::fold(&former.email)).await?.is_some();
    if user.disabled_at.is_some() || is_taken {
        return Err(Error::NotFound);
    }
    Ok(AddressToTakeBack { user, former })
}

/// Gives the account the address that it had, by the word of whoever has the link. Sessions, approvals and every other
/// link are over; so is what was asked for since: another change, and the end of the account. Answers where its person
/// chooses a new password, secret included; none where they have none, or cannot.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn take_back(cx: &Cx<'_>, secret: &str) -> Result<Option<Secret<String>>, Error> {
    let id = peek(cx, secret).await?.user.id;
    let cx = &cx.acting(Actor::Link(Link::TakeAddressBack));
    cx.write(async |work| {
        let person = users::find_held(work, &id).await?.ok_or(Error::NotFound)?;
        let subject = one_time::consume(cx, work, PURPOSE, secret).await?.ok_or(Error::NotFound)?;
        let AddressToTakeBack { user: person, former } = may_be_taken(work, person, &subject.data).await?;
        // Those of later changes: they lead back to what the thief had. Those of earlier ones stay.
        one_time_tokens::delete_made_after(work, &id, PURPOSE.as_str(), former.until).await?;
        // So do those of the number that went to the thief's mailbox.
        one_time_tokens::delete_made_after(work, &id, Purpose::TakeNumberBack.as_str(), former.until).await?;
        let key = users::fold(&former.email);
        let address = KeptAddress { email: &former.email, key: &key, verified_at: former.verified_at };
        users::set_email(work, &id, address, cx.now)
            .await
            .map_err(|error| if error.is_unique() { Error::NotFound } else { error.into() })?;
        regain(cx, work, &person).await?;
        tell(cx, work, &person, &key).await?;
        work.emit(cx, Event::User(UserEvent::EmailTakenBack, id.clone())).await?;
        new_password_link(cx, work, &id).await
    })
    .await
}

/// The address that goes is told: it may be the one of the person, and the mailbox before the thief's.
async fn tell(cx: &Cx<'_>, work: &mut Work, before: &User, key: &str) -> Result<(), Error> {
    let is_other = before.email_key.as_deref() != Some(key);
    let Some(to) = Recipient::person(before).filter(|_| is_other) else { return Ok(()) };
    let content = MailContent {
        account: Some(before.username.clone()),
        happened_at: Some(cx.now),
        ..MailContent::of(MailKind::AddressTakenBack)
    };
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}
