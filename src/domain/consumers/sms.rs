//! What a text looks like that [`messages`] sends, and one that shows that texts work.

use super::messages::{self, MessageOutcome};
use crate::{
    base::id::OutboxId,
    domain::kernel::{
        Cx, Error, Work,
        messages::{Channel, SealedMessage},
        sms::{self, NewText},
    },
    outbound::{messages::MessageVerdict, sms::OutgoingText},
    protocol::phone::PhoneNumber,
    render::{
        Locale,
        sms::{TextContent, TextKind},
    },
    store::outbox_deliveries::Delivery,
};

/// Makes one try.
pub(super) async fn send(cx: &Cx<'_>, one: &Delivery, text: &SealedMessage<TextContent>) -> MessageVerdict {
    let Some(texter) = &cx.app.texter else {
        return MessageVerdict::down("no text can be sent: sms.driver is not set");
    };
    let locale = Locale::of_tag(&text.locale).unwrap_or_default();
    let outgoing = OutgoingText {
        id: one.event_id.to_string(),
        at: one.created_at,
        to: text.to.clone(),
        text: text.content.words(locale, &cx.issuer.branding.brand.name, cx.issuer.url.as_str()),
        good_for: text.until - cx.app.clock.now(),
    };
    texter.send(&outgoing).await
}

/// Sends a text that shows that texts work, and answers what came of it: nothing else sends it meanwhile, and it is not
/// tried again. It counts among those of the day.
///
/// # Errors
/// [`Error::Invalid`] where no text can be sent, or none to this number; [`Error::TooMany`]; or when the database fails.
pub async fn send_test(cx: &Cx<'_>, typed: &str, locale: Locale) -> Result<MessageOutcome, Error> {
    let to = checked(cx, typed)?;
    let claimed = cx.write(async |work| {
        let id = write(cx, work, &to, locale).await?;
        messages::claim_at_once(cx, work, Channel::Sms, &id, TextKind::Test.as_str()).await
    });
    messages::deliver_once(cx, Channel::Sms, &claimed.await?).await
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
