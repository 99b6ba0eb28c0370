//! Text messages: where they may go and how many, and what is written down of one ([`messages`]).
//!
//! Each text costs money, and some are asked for only because somebody is paid for them: those of a day are counted here,
//! whoever asks, and none goes to a country that the operator has not named. How often one person, address or number may
//! be sent a code is counted where codes are asked for.

use super::{
    Cx, Error, Work,
    limits::{Exceeded, Window},
    messages::{self, Channel, NewMessage},
};
use crate::{
    base::{
        id::{OutboxId, UserId},
        time::{Seconds, Timestamp},
    },
    config::limits::{Rule, RuleName},
    protocol::phone::PhoneNumber,
    render::{Locale, sms::TextContent},
};

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

/// Whether texts can be sent at all.
pub fn is_possible(cx: &Cx<'_>) -> bool {
    Channel::Sms.is_possible(cx)
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
    let new = NewMessage {
        to: text.to.as_str(),
        user: text.user,
        locale: text.locale,
        content: text.content,
        ends_at: text.ends_at,
        about: text.about,
        for_nobody: false,
    };
    messages::write(cx, work, new).await
}
