//! A link with which a person sets a password: made by the operator, who passes it on or has it mailed, good once. Opening it spends
//! nothing; setting the password does, and ends what whoever knew the old one had.

use super::{check, password};
use crate::{
    base::{
        id::UserId,
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{
            Actor, Cx, Error, Event, Feature, FieldError, On, Permission, Work,
            actor::Link,
            event::UserEvent,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose},
            permit,
        },
        sessions::{outcomes, visitor::Visitor},
    },
    render::mail::{MailContent, MailKind},
    store::{
        Conn, one_time_tokens,
        users::{self, User},
    },
};

/// Where the links lead.
pub const PATH: &str = "/password";
/// How long a link may live: long enough to be sent, short enough to be forgotten in a mailbox.
pub const LIFETIME: (Seconds, Seconds) = (Seconds::minutes(5), Seconds::days(7));

/// A link that was made.
#[derive(Debug)]
pub struct PasswordLink {
    /// Its address, secret included.
    pub link: Secret<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Makes a link; those that the person had before are worth nothing from then on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for somebody who is switched off, a lifetime outside [`LIFETIME`], or
/// where such links are off.
pub async fn issue(cx: &Cx<'_>, user: &UserId, lifetime: Seconds) -> Result<PasswordLink, Error> {
    may_issue(cx, lifetime)?;
    cx.write(async |work| Ok(make(cx, work, user, lifetime).await?.link)).await
}

/// [`issue`], and the link goes by mail to the address of the account, proven or not: nobody else sees it. Answers when
/// it ends.
///
/// # Errors
/// As [`issue`]; [`Error::Invalid`] for somebody without an address, or where no mail can be sent.
pub async fn issue_by_mail(cx: &Cx<'_>, user: &UserId, lifetime: Seconds) -> Result<Timestamp, Error> {
    may_issue(cx, lifetime)?;
    mail::require(cx)?;
    cx.write(async |work| {
        let Made { person, link } = make(cx, work, user, lifetime).await?;
        let no_address = || Error::field("user", "no_email", "the account has no e-mail address");
        let to = Recipient::person(&person).ok_or_else(no_address)?;
        let content = MailContent {
            account: Some(person.username),
            link: Some(link.link.expose().clone()),
            ends_at: Some(link.expires_at),
            ..MailContent::of(MailKind::PasswordLink)
        };
        let about = format!("password_link/{user}");
        mail::queue(cx, work, NewMail { to: &to, content, about: Some(&about) }).await?;
        Ok(link.expires_at)
    })
    .await
}

fn may_issue(cx: &Cx<'_>, lifetime: Seconds) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    if !Feature::PasswordLinks.is_on(cx.app) {
        let why = "password_links is switched off; run: signet feature enable password_links";
        return Err(Error::field("link", "feature_off", why));
    }
    if lifetime < LIFETIME.0 || lifetime > LIFETIME.1 {
        return Err(Error::field("lifetime", "lifetime_out_of_range", "choose 5m to 7d"));
    }
    Ok(())
}

struct Made {
    person: User,
    link: PasswordLink,
}

async fn make(cx: &Cx<'_>, work: &mut Work, user: &UserId, lifetime: Seconds) -> Result<Made, Error> {
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_some() {
        return Err(Error::field("user", "user_disabled", "the account is switched off"));
    }
    one_time_tokens::delete_for_user(work, user, Purpose::Password.as_str()).await?;
    let secret = one_time::issue(cx, work, Purpose::Password, LinkSubject::user(user.clone()), lifetime).await?;
    work.emit(cx, Event::User(UserEvent::PasswordLinkCreated, user.clone())).await?;
    let link = Secret::new(cx.issuer.url.join(&format!("{PATH}?token={}", secret.expose())));
    Ok(Made { person, link: PasswordLink { link, expires_at: cx.now + lifetime } })
}

/// Whose password a link sets, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or never was.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<User, Error> {
    let mut conn = cx.read().await?;
    person(cx, &mut conn, secret).await
}

async fn person(cx: &Cx<'_>, conn: &mut Conn, secret: &str) -> Result<User, Error> {
    let link = one_time::peek(cx, conn, Purpose::Password, secret).await?;
    let user = link.and_then(|link| link.user).ok_or(Error::NotFound)?;
    users::find(conn, &user).await?.filter(|user| user.disabled_at.is_none()).ok_or(Error::NotFound)
}

/// What is wrong with a password for the person of a link, before it is set.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn problems(cx: &Cx<'_>, secret: &str, chosen: &str) -> Result<Vec<FieldError>, Error> {
    let user = peek(cx, secret).await?;
    let mut problems = Vec::new();
    check::password(cx, chosen, &user.username, user.email.as_deref(), &mut problems);
    Ok(problems)
}

/// Sets the password, spends the link and keeps that this form did it. Sessions and grants of the person
/// are over.
///
/// # Errors
/// [`Error::NotFound`] as above, [`Error::Invalid`] for a password against the policy (the link
/// stays good), [`Error::Busy`] when the hashing pool is full.
pub async fn set(cx: &Cx<'_>, visitor: &Visitor<'_>, secret: &str, chosen: Secret<String>) -> Result<User, Error> {
    let user = peek(cx, secret).await?;
    let mut problems = Vec::new();
    check::password(cx, chosen.expose(), &user.username, user.email.as_deref(), &mut problems);
    check::all_well(problems)?;
    let phc = password::hash(cx, &user.username_key, chosen).await?;
    let cx = &cx.acting(Actor::Link(Link::Password));
    cx.write(async |work| {
        // Switched off while the password was hashed, it sets none.
        let person = users::find_held(work, &user.id).await?.filter(|person| person.disabled_at.is_none());
        let user = person.ok_or(Error::NotFound)?;
        one_time::consume(cx, work, Purpose::Password, secret).await?.ok_or(Error::NotFound)?;
        password::store(cx, work, &user.id, &phc, false).await?;
        outcomes::keep_password_set(cx, work, visitor, &user.id).await?;
        Ok(user)
    })
    .await
}
