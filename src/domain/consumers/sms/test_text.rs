//! A text that shows that texts work.

use super::delivery::{LEASE, SmsOutcome, deliver, note};
use crate::{
    base::id::OutboxId,
    domain::kernel::{
        Cx, Error, Work,
        sms::{self, CONSUMER, NewText},
    },
    protocol::phone::PhoneNumber,
    render::{
        Locale,
        sms::{TextContent, TextKind},
    },
    store::outbox_deliveries::{self, DeliveryKey},
};

/// Sends a text that shows that texts work, and answers what came of it: nothing else sends it meanwhile, and it is not
/// tried again. It counts among those of the day.
///
/// # Errors
/// [`Error::Invalid`] where no text can be sent, or none to this number; [`Error::TooMany`]; or when the database fails.
pub async fn send_test(cx: &Cx<'_>, typed: &str, locale: Locale) -> Result<SmsOutcome, Error> {
    let to = checked(cx, typed)?;
    let claimed = cx
        .write(async |work| {
            let id = write(cx, work, &to, locale).await?;
            let key = DeliveryKey { event: &id, consumer: CONSUMER, target: TextKind::Test.as_str() };
            Ok(outbox_deliveries::claim(work, key, cx.now, cx.now + LEASE).await?)
        })
        .await?;
    let one = claimed.ok_or_else(|| Error::internal("a text that was just written is not due"))?;
    let outcome = deliver(cx, &one).await?;
    if let SmsOutcome::Retried { why, .. } = outcome {
        let given_up = SmsOutcome::GivenUp(why);
        note(cx, &one, &given_up).await?;
        return Ok(given_up);
    }
    Ok(outcome)
}

/// Writes such a text down, for the server to send.
///
/// # Errors
/// As [`send_test`].
pub async fn queue_test_text(cx: &Cx<'_>, typed: &str, locale: Locale) -> Result<OutboxId, Error> {
    let to = checked(cx, typed)?;
    cx.write(async |work| write(cx, work, &to, locale).await).await
}

fn checked(cx: &Cx<'_>, typed: &str) -> Result<PhoneNumber, Error> {
    sms::require(cx)?;
    sms::number(cx, typed)
}

async fn write(cx: &Cx<'_>, work: &mut Work, to: &PhoneNumber, locale: Locale) -> Result<OutboxId, Error> {
    let content = TextContent::of(TextKind::Test);
    let text = NewText { to, user: None, locale, content, ends_at: None, about: None };
    let queued = sms::queue(cx, work, text).await?;
    queued.ok_or_else(|| Error::internal("texts were possible a moment ago"))
}
