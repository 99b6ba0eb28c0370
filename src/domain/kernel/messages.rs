//! Messages to people, by mail or by text: written down in the transaction of what they tell of, sealed, and sent after
//! the commit.
//!
//! ```text
//!  mail::queue, sms::queue                   in cx.write
//!    outbox            kind "mail" or "sms", which message, about whom (a row id)
//!    outbox_deliveries to whom, in which language, what it says: sealed; forgotten when it is sent or given up
//! ```
//! What holds for one channel alone stands in [`mail`](super::mail) and [`sms`](super::sms).

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use tokio::sync::Notify;

use super::{Cx, Effect, Error, Work, seals};
use crate::{
    app::App,
    base::{
        id::{OutboxId, UserId},
        time::{Seconds, Timestamp},
    },
    render::{Locale, mail::MailContent, sms::TextContent},
    store::{
        outbox::{self, OutboxEvent},
        outbox_deliveries::{self, Delivery, DeliveryKey},
    },
};

/// Whom no message is sent to: a consumer that there is not.
const NOBODY: &str = "nobody";
/// How long it is told what became of a message, counted from when it would be given up.
const TOLD: Seconds = Seconds::days(7);

/// The way on which a message goes: a consumer of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Mail.
    Mail,
    /// Text messages.
    Sms,
}

impl Channel {
    /// Its name: as a consumer, as the kind of its events, and of what says in them which message it is.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    /// What one of its messages is called.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "text",
        }
    }

    /// Whether anything can be sent at all.
    pub fn is_possible(self, cx: &Cx<'_>) -> bool {
        match self {
            Self::Mail => cx.app.mailer.is_some(),
            Self::Sms => cx.app.texter.is_some(),
        }
    }

    /// How long a message is tried.
    pub fn give_up(self, cx: &Cx<'_>) -> Seconds {
        match self {
            Self::Mail => cx.app.config.mail.give_up,
            Self::Sms => cx.app.config.sms.give_up,
        }
    }

    /// Rings when a message was written down.
    pub fn bell(self, app: &App) -> &Notify {
        match self {
            Self::Mail => &app.mails,
            Self::Sms => &app.texts,
        }
    }
}

/// What the messages of a channel say.
pub trait Content: Serialize + DeserializeOwned {
    /// The channel.
    const CHANNEL: Channel;

    /// Which message it is, as the database and the audit log write it.
    fn name(&self) -> &'static str;
}

impl Content for MailContent {
    const CHANNEL: Channel = Channel::Mail;

    fn name(&self) -> &'static str {
        self.kind.as_str()
    }
}

impl Content for TextContent {
    const CHANNEL: Channel = Channel::Sms;

    fn name(&self) -> &'static str {
        self.kind.as_str()
    }
}

/// A message to be written down.
pub(super) struct NewMessage<'a, C> {
    /// The address or number.
    pub to: &'a str,
    /// Whose account it is about.
    pub user: Option<&'a UserId>,
    /// In which language.
    pub locale: Locale,
    /// What it says.
    pub content: C,
    /// When it is worth nothing any more, if before it is given up.
    pub ends_at: Option<Timestamp>,
    /// What it is about, where a newer message makes an older one worthless.
    pub about: Option<&'a str>,
    /// The same is written, and nobody sends it.
    pub for_nobody: bool,
}

/// How a message ended; never to whom it went or its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageEvent {
    /// The channel.
    pub channel: Channel,
    /// Which message, such as `password_link`.
    pub kind: String,
    /// Whose account it was about.
    pub user: Option<UserId>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was not sent; none if it was.
    pub reason: Option<String>,
}

/// What is sealed of a message: the data of its delivery.
#[derive(Serialize, Deserialize)]
pub struct SealedMessage<C> {
    /// The address or number.
    pub to: String,
    /// The language.
    pub locale: String,
    /// When it is given up.
    pub until: Timestamp,
    /// What it says.
    pub content: C,
}

/// Writes a message down, to be sent after the commit. Answers its name.
///
/// # Errors
/// When the database fails.
pub(super) async fn write<C: Content>(cx: &Cx<'_>, work: &mut Work, new: NewMessage<'_, C>) -> Result<OutboxId, Error> {
    let channel = C::CHANNEL;
    if let Some(about) = new.about {
        let superseded = outbox_deliveries::supersede(work, channel.as_str(), about, cx.now).await?;
        if channel == Channel::Mail {
            work.after_commit(Effect::CountSuperseded(superseded));
        }
    }
    let kind = new.content.name();
    let last = cx.now + channel.give_up(cx);
    // A link or a code that has ended is worth no message.
    let until = new.ends_at.map_or(last, |end| end.min(last));
    let mut payload = Map::from_iter([(channel.as_str().to_owned(), json!(kind))]);
    payload.extend(new.user.map(|user| ("user_id".to_owned(), json!(user))));
    let event = OutboxEvent {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        at: cx.now,
        kind: channel.as_str().to_owned(),
        payload,
        expires_at: if new.for_nobody { until } else { until + TOLD },
    };
    outbox::insert(work, &event).await?;
    let (to, locale) = (new.to.to_owned(), new.locale.tag().to_owned());
    let data = SealedMessage { to, locale, until, content: new.content }.seal(cx, &event.id)?;
    let consumer = if new.for_nobody { NOBODY } else { channel.as_str() };
    let key = DeliveryKey { event: &event.id, consumer, target: new.about.unwrap_or(kind) };
    outbox_deliveries::insert(work, key, &data, cx.now).await?;
    work.after_commit(Effect::WakeMessages(channel));
    Ok(event.id)
}

impl<C: Content> SealedMessage<C> {
    fn seal(&self, cx: &Cx<'_>, id: &OutboxId) -> Result<Map<String, Value>, Error> {
        let text = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(sealed_data(&cx.app.sealer.seal(&seals::message(C::CHANNEL, id), &text, &cx.app.entropy)))
    }

    /// The message of a delivery, or why it cannot be read.
    pub fn open(cx: &Cx<'_>, one: &Delivery) -> Result<Self, String> {
        let sealed = sealed_text(one).unwrap_or_default();
        let opened = cx.app.sealer.open(&seals::message(C::CHANNEL, &one.event_id), sealed);
        let text = opened.map_err(|why| format!("it cannot be read: {why}"))?;
        // The text of the error might repeat what is secret.
        serde_json::from_slice(text.expose()).map_err(|_| "it cannot be read: it is of another version".to_owned())
    }
}

/// What a delivery holds of what is sealed.
pub fn sealed_data(sealed: &str) -> Map<String, Value> {
    Map::from_iter([("sealed".to_owned(), json!(sealed))])
}

/// What is sealed in a delivery; none once it is sent or given up.
pub fn sealed_text(one: &Delivery) -> Option<&str> {
    one.data.get("sealed").and_then(Value::as_str)
}
