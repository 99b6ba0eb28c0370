//! Mail: written down in the transaction of what it tells of, sealed, and sent after the commit.
//!
//! ```text
//!  mail::queue(cx, work, NewMail { … })      in cx.write
//!    outbox            kind "mail", which mail, to whom (a row id)
//!    outbox_deliveries address, language, link and code, sealed; forgotten when it is sent or given up
//! ```
//! What nobody can send is not written: ask [`is_possible`] where something hangs from it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Cx, Effect, Error, Work, seals};
use crate::{
    base::{
        email::deliverable,
        id::{OutboxId, UserId},
        time::{Seconds, Timestamp},
    },
    render::{Locale, mail::MailContent},
    store::{
        outbox::{self, OutboxEvent},
        outbox_deliveries::{self, Delivery, DeliveryKey},
        users::User,
    },
};

/// This consumer of the outbox.
pub const CONSUMER: &str = "mail";
/// Whom no mail is sent to: a consumer that there is not.
const NOBODY: &str = "nobody";
/// The kind of its events.
const KIND: &str = "mail";
/// How long it is told what became of a mail, counted from when it would be given up.
const TOLD: Seconds = Seconds::days(7);

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

/// How a mail ended; never its address or words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEvent {
    /// Which mail, such as `password_link`.
    pub kind: String,
    /// Whose account it was about.
    pub user: Option<UserId>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was not sent; none if it was.
    pub reason: Option<String>,
}

/// What is sealed of a mail: the data of its delivery.
#[derive(Serialize, Deserialize)]
pub struct SealedMail {
    /// The address.
    pub to: String,
    /// The language.
    pub locale: String,
    /// When it is given up.
    pub until: Timestamp,
    /// What it says.
    pub content: MailContent,
}

/// Whether mail can be sent at all.
pub fn is_possible(cx: &Cx<'_>) -> bool {
    cx.app.mailer.is_some()
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
    write(cx, work, CONSUMER, mail).await
}

/// Does what [`queue`] does, for a name that nobody has: the same statements of the same size, of which no mail comes.
/// How long an answer takes then says nothing. What is written is gone when link and code would have ended.
///
/// # Errors
/// When the database fails.
pub async fn queue_for_nobody(cx: &Cx<'_>, work: &mut Work, mail: NewMail<'_>) -> Result<Option<OutboxId>, Error> {
    write(cx, work, NOBODY, mail).await
}

async fn write(cx: &Cx<'_>, work: &mut Work, consumer: &str, mail: NewMail<'_>) -> Result<Option<OutboxId>, Error> {
    if !is_possible(cx) {
        return Ok(None);
    }
    if let Some(about) = mail.about {
        let superseded = outbox_deliveries::supersede(work, CONSUMER, about, cx.now).await?;
        work.after_commit(Effect::CountSuperseded(superseded));
    }
    let kind = mail.content.kind.as_str();
    let last = cx.now + cx.app.config.mail.give_up;
    // A link that has ended is worth no mail.
    let until = mail.content.ends_at.map_or(last, |end| end.min(last));
    let mut payload = Map::from_iter([("mail".to_owned(), json!(kind))]);
    payload.extend(mail.to.user.as_ref().map(|user| ("user_id".to_owned(), json!(user))));
    let event = OutboxEvent {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        at: cx.now,
        kind: KIND.to_owned(),
        payload,
        expires_at: if consumer == NOBODY { until } else { until + TOLD },
    };
    outbox::insert(work, &event).await?;
    let (to, locale) = (mail.to.address.clone(), mail.to.locale.tag().to_owned());
    let data = SealedMail { to, locale, until, content: mail.content }.seal(cx, &event.id)?;
    let key = DeliveryKey { event: &event.id, consumer, target: mail.about.unwrap_or(kind) };
    outbox_deliveries::insert(work, key, &data, cx.now).await?;
    work.after_commit(Effect::WakeMails);
    Ok(Some(event.id))
}

impl SealedMail {
    fn seal(&self, cx: &Cx<'_>, id: &OutboxId) -> Result<Map<String, Value>, Error> {
        let text = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(sealed_data(&cx.app.sealer.seal(&seals::mail(id), &text, &cx.app.entropy)))
    }

    /// The mail of a delivery, or why it cannot be read.
    pub fn open(cx: &Cx<'_>, one: &Delivery) -> Result<Self, String> {
        let sealed = sealed_text(one).unwrap_or_default();
        let opened = cx.app.sealer.open(&seals::mail(&one.event_id), sealed);
        let text = opened.map_err(|why| format!("it cannot be read: {why}"))?;
        // The text of the error might repeat what is secret.
        serde_json::from_slice(text.expose()).map_err(|_| "it cannot be read: it is of another version".to_owned())
    }
}

/// What a delivery holds of a mail that is sealed.
pub fn sealed_data(sealed: &str) -> Map<String, Value> {
    Map::from_iter([("sealed".to_owned(), json!(sealed))])
}

/// The sealed mail of a delivery; none once it is sent or given up.
pub fn sealed_text(one: &Delivery) -> Option<&str> {
    one.data.get("sealed").and_then(Value::as_str)
}
