//! Text messages: written down in the transaction of what they tell of, sealed, and sent after the commit.
//!
//! ```text
//!  sms::queue(cx, work, NewText { … })       in cx.write
//!    outbox            kind "sms", which text, to whom (a row id)
//!    outbox_deliveries number, language and code, sealed; forgotten when it is sent or given up
//! ```
//! Each text costs money, and some are asked for only because somebody is paid for them: those of a day are counted here,
//! whoever asks, and none goes to a country that the operator has not named. How often one person, address or number may
//! be sent a code is counted where codes are asked for.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Cx, Effect, Error, Work,
    limits::{Exceeded, Window},
    mail::{sealed_data, sealed_text},
    seals,
};
use crate::{
    base::{
        id::{OutboxId, UserId},
        time::{Seconds, Timestamp},
    },
    config::limits::{Rule, RuleName},
    protocol::phone::PhoneNumber,
    render::{Locale, sms::TextContent},
    store::{
        outbox::{self, OutboxEvent},
        outbox_deliveries::{self, Delivery, DeliveryKey},
    },
};

/// This consumer of the outbox.
pub const CONSUMER: &str = "sms";
/// The kind of its events.
const KIND: &str = "sms";
/// How long it is told what became of a text, counted from when it would be given up.
const TOLD: Seconds = Seconds::days(7);

/// A text to be sent.
#[derive(Debug)]
pub struct NewText<'a> {
    /// The number.
    pub to: &'a PhoneNumber,
    /// Whose account it is about.
    pub user: Option<&'a UserId>,
    /// In which language.
    pub locale: Locale,
    /// What it says.
    pub content: TextContent,
    /// When it is worth nothing any more, if before it is given up.
    pub ends_at: Option<Timestamp>,
    /// What it is about, where a newer text makes an older one worthless. Nothing personal: operators see it.
    pub about: Option<&'a str>,
}

/// How a text ended; never its number or words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsEvent {
    /// Which text, such as `factor_code`.
    pub kind: String,
    /// Whose account it was about.
    pub user: Option<UserId>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was not sent; none if it was.
    pub reason: Option<String>,
}

/// What is sealed of a text: the data of its delivery.
#[derive(Serialize, Deserialize)]
pub struct SealedText {
    /// The number.
    pub to: String,
    /// The language.
    pub locale: String,
    /// When it is given up.
    pub until: Timestamp,
    /// What it says.
    pub content: TextContent,
}

/// Whether texts can be sent at all.
pub fn is_possible(cx: &Cx<'_>) -> bool {
    cx.app.texter.is_some()
}

/// Refuses what hangs from texts where none can be sent.
///
/// # Errors
/// [`Error::Invalid`].
pub fn require(cx: &Cx<'_>) -> Result<(), Error> {
    let why = "no text can be sent: set sms.driver, see the section [sms] of the configuration";
    if is_possible(cx) { Ok(()) } else { Err(Error::field("sms", "sms_off", why)) }
}

/// The number of somebody's words, if texts go there.
///
/// # Errors
/// [`Error::Invalid`] for what is no number, and for a country that the operator has not named. Neither hangs from
/// whether anybody has the number.
pub fn number(cx: &Cx<'_>, typed: &str) -> Result<PhoneNumber, Error> {
    let number = PhoneNumber::parse(typed).ok_or_else(|| {
        let why = "a telephone number with the code of its country, such as +44 20 7123 4567";
        Error::field("phone_number", "phone_number_invalid", why)
    })?;
    if cx.app.config.sms.lets_through(&number) {
        return Ok(number);
    }
    let why = format!("no texts go to +{}: name the country in sms.countries", number.code());
    Err(Error::field("phone_number", "phone_country_refused", why))
}

/// Writes a text down, to be sent after the commit; whoever may not send any writes none. Answers its name.
///
/// # Errors
/// [`Error::TooMany`] when as many were written today as may be, in all or to that country.
pub async fn queue(cx: &Cx<'_>, work: &mut Work, text: NewText<'_>) -> Result<Option<OutboxId>, Error> {
    if !is_possible(cx) {
        return Ok(None);
    }
    match admit(cx, work, text.to).await? {
        Ok(()) => write(cx, work, text).await.map(Some),
        Err(exceeded) => Err(work.refuse(exceeded)),
    }
}

/// [`queue`] of what happens whether it is told or not: beyond the texts of a day, nothing is told.
///
/// # Errors
/// When the database fails.
pub async fn queue_notice(cx: &Cx<'_>, work: &mut Work, text: NewText<'_>) -> Result<(), Error> {
    if !is_possible(cx) || !cx.app.config.sms.lets_through(text.to) {
        return Ok(());
    }
    match admit(cx, work, text.to).await? {
        Ok(()) => write(cx, work, text).await.map(drop),
        Err(exceeded) => {
            work.note(exceeded);
            Ok(())
        }
    }
}

/// Counts a text among those of the day, unless there is no room.
async fn admit(cx: &Cx<'_>, work: &mut Work, to: &PhoneNumber) -> Result<Result<(), Exceeded>, Error> {
    let sms = &cx.app.config.sms;
    let day = |rule, max| Rule { rule, max, window: Seconds::days(1) };
    let windows = [
        Window::under(cx, day(RuleName::SmsDayToCountry, sms.per_day_to_country), to.code(), 1),
        Window::under(cx, day(RuleName::SmsDay, sms.per_day), "all", 1),
    ];
    for window in &windows {
        if window.add(work).await? > window.max {
            return Ok(Err(window.exceeded(cx)));
        }
    }
    Ok(Ok(()))
}

async fn write(cx: &Cx<'_>, work: &mut Work, text: NewText<'_>) -> Result<OutboxId, Error> {
    if let Some(about) = text.about {
        outbox_deliveries::supersede(work, CONSUMER, about, cx.now).await?;
    }
    let kind = text.content.kind.as_str();
    let last = cx.now + cx.app.config.sms.give_up;
    let until = text.ends_at.map_or(last, |end| end.min(last));
    let mut payload = Map::from_iter([("sms".to_owned(), json!(kind))]);
    payload.extend(text.user.map(|user| ("user_id".to_owned(), json!(user))));
    let event = OutboxEvent {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        at: cx.now,
        kind: KIND.to_owned(),
        payload,
        expires_at: until + TOLD,
    };
    outbox::insert(work, &event).await?;
    let (to, locale) = (text.to.as_str().to_owned(), text.locale.tag().to_owned());
    let data = SealedText { to, locale, until, content: text.content }.seal(cx, &event.id)?;
    let key = DeliveryKey { event: &event.id, consumer: CONSUMER, target: text.about.unwrap_or(kind) };
    outbox_deliveries::insert(work, key, &data, cx.now).await?;
    work.after_commit(Effect::WakeTexts);
    Ok(event.id)
}

impl SealedText {
    fn seal(&self, cx: &Cx<'_>, id: &OutboxId) -> Result<Map<String, Value>, Error> {
        let text = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(sealed_data(&cx.app.sealer.seal(&seals::sms(id), &text, &cx.app.entropy)))
    }

    /// The text of a delivery, or why it cannot be read.
    pub fn open(cx: &Cx<'_>, one: &Delivery) -> Result<Self, String> {
        let sealed = sealed_text(one).unwrap_or_default();
        let opened = cx.app.sealer.open(&seals::sms(&one.event_id), sealed);
        let text = opened.map_err(|why| format!("it cannot be read: {why}"))?;
        // The text of the error might repeat what is secret.
        serde_json::from_slice(text.expose()).map_err(|_| "it cannot be read: it is of another version".to_owned())
    }
}
