//! A link with which a person sets a password ([`super::set_by_link`]): made by the operator, who passes it on or has it
//! mailed, good once.

use serde_json::Value;

use crate::{
    base::{
        id::UserId,
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{
        Cx, Error, Event, Feature, On, Permission, Work,
        event::UserEvent,
        mail::{self, NewMail, Recipient},
        one_time::{self, LinkSubject, Purpose},
        permit,
    },
    render::mail::{MailContent, MailKind},
    store::{
        one_time_tokens,
        users::{self, User},
    },
};

/// Where the links lead.
pub const PATH: &str = "/password";
/// How long a link may live: long enough to be sent, short enough to be forgotten in a mailbox.
pub const LIFETIME: (Seconds, Seconds) = (Seconds::minutes(5), Seconds::days(7));

/// Where the data of a link that was mailed names the address, folded.
const MAILED_TO: &str = "mailed_to";

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
    cx.write(async |work| Ok(make(cx, work, user, Wanted { lifetime, is_mailed: false }).await?.link)).await
}

/// [`issue`], and the link goes by mail to the address of the account, proven or not: nobody else sees it, so whoever
/// uses it proves that address. Answers when it ends.
///
/// # Errors
/// As [`issue`]; [`Error::Invalid`] for somebody without an address, or where no mail can be sent.
pub async fn issue_by_mail(cx: &Cx<'_>, user: &UserId, lifetime: Seconds) -> Result<Timestamp, Error> {
    may_issue(cx, lifetime)?;
    mail::require(cx)?;
    cx.write(async |work| {
        let Made { person, link } = make(cx, work, user, Wanted { lifetime, is_mailed: true }).await?;
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

/// How a link is to be.
#[derive(Clone, Copy)]
struct Wanted {
    lifetime: Seconds,
    is_mailed: bool,
}

async fn make(cx: &Cx<'_>, work: &mut Work, user: &UserId, wanted: Wanted) -> Result<Made, Error> {
    let Wanted { lifetime, is_mailed } = wanted;
    let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    if person.disabled_at.is_some() {
        return Err(Error::field("user", "user_disabled", "the account is switched off"));
    }
    one_time_tokens::delete_for_user(work, user, Purpose::Password.as_str()).await?;
    let mailed_to = person.email_key.as_ref().filter(|_| is_mailed);
    let data = mailed_to.map(|key| (MAILED_TO.to_owned(), Value::String(key.clone()))).into_iter().collect();
    let subject = LinkSubject { data, ..LinkSubject::user(user.clone()) };
    let secret = one_time::issue(cx, work, Purpose::Password, subject, lifetime).await?;
    work.emit(cx, Event::User(UserEvent::PasswordLinkCreated, user.clone())).await?;
    let link = Secret::new(cx.issuer.url.join(&format!("{PATH}?token={}", secret.expose())));
    Ok(Made { person, link: PasswordLink { link, expires_at: cx.now + lifetime } })
}

/// Whether somebody who used this link reads the mailbox of the account: it was mailed there, and the account has no other
/// address by now.
pub(super) fn proves_address(subject: &LinkSubject, person: &User) -> bool {
    let mailed_to = subject.data.get(MAILED_TO).and_then(Value::as_str);
    mailed_to.is_some() && mailed_to == person.email_key.as_deref()
}
