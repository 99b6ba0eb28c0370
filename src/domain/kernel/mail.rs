//! Mail: who gets one, and what is written down of it ([`messages`]).
//!
//! What nobody can send is not written: ask [`is_possible`] where something hangs from it.

use super::{
    Cx, Error, Work,
    messages::{self, Channel, NewMessage},
};
use crate::{
    base::{
        email::deliverable,
        id::{OutboxId, UserId},
    },
    render::{Locale, mail::MailContent},
    store::users::User,
};

/// Who gets a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The account, if there is one.
    pub user: Option<UserId>,
    /// The address, its domain in ASCII.
    pub address: String,
    /// The language that is spoken to them.
    pub locale: Locale,
}

impl Recipient {
    /// A person at the address of their account, in the language that they have chosen; none without an address.
    pub fn person(user: &User) -> Option<Self> {
        let address = deliverable(user.email.as_deref()?)?;
        let locale = user.language().and_then(Locale::of_tag).unwrap_or_default();
        Some(Self { user: Some(user.id.clone()), address, locale })
    }

    /// Somebody of whom only an address is known.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no address.
    pub fn address(text: &str, locale: Locale) -> Result<Self, Error> {
        let address = deliverable(text.trim())
            .ok_or_else(|| Error::field("email", "email_invalid", "an e-mail address such as ada@example.com"))?;
        Ok(Self { user: None, address, locale })
    }
}

/// A mail to be sent.
#[derive(Debug)]
pub struct NewMail<'a> {
    /// Who gets it.
    pub to: &'a Recipient,
    /// What it says.
    pub content: MailContent,
    /// What it is about, such as `password_link/usr_…`, where a newer mail makes an older one worthless: of two about the
    /// same, the older is not sent if it still waits. Nothing personal: operators see it.
    pub about: Option<&'a str>,
}

/// Whether mail can be sent at all.
pub fn is_possible(cx: &Cx<'_>) -> bool {
    Channel::Mail.is_possible(cx)
}

/// Refuses what hangs from mail where none can be sent.
///
/// # Errors
/// [`Error::Invalid`].
pub fn require(cx: &Cx<'_>) -> Result<(), Error> {
    let why = "no mail can be sent: set mail.driver, see the section [mail] of the configuration";
    if is_possible(cx) { Ok(()) } else { Err(Error::field("mail", "mail_off", why)) }
}

/// Writes a mail down, to be sent after the commit; whoever may not send any writes none. Answers its name.
///
/// # Errors
/// When the database fails.
pub async fn queue(cx: &Cx<'_>, work: &mut Work, mail: NewMail<'_>) -> Result<Option<OutboxId>, Error> {
    write(cx, work, mail, false).await
}

/// Does what [`queue`] does, for a name that nobody has: the same statements of the same size, of which no mail comes.
/// How long an answer takes then says nothing. What is written is gone when link and code would have ended.
///
/// # Errors
/// When the database fails.
pub async fn queue_for_nobody(cx: &Cx<'_>, work: &mut Work, mail: NewMail<'_>) -> Result<Option<OutboxId>, Error> {
    write(cx, work, mail, true).await
}

async fn write(cx: &Cx<'_>, work: &mut Work, mail: NewMail<'_>, for_nobody: bool) -> Result<Option<OutboxId>, Error> {
    if !is_possible(cx) {
        return Ok(None);
    }
    let new = NewMessage {
        to: &mail.to.address,
        user: mail.to.user.as_ref(),
        locale: mail.to.locale,
        ends_at: mail.content.ends_at,
        content: mail.content,
        about: mail.about,
        for_nobody,
    };
    messages::write(cx, work, new).await.map(Some)
}
