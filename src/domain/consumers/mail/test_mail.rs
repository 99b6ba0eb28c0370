//! A mail that shows that mail works.

use super::delivery::{LEASE, MailOutcome, deliver, note};
use crate::{
    base::id::OutboxId,
    domain::kernel::{
        Cx, Error, Work,
        mail::{self, CONSUMER, NewMail, Recipient},
    },
    render::mail::{MailContent, MailKind},
    store::outbox_deliveries::{self, DeliveryKey},
};

/// Sends a mail that shows that mail works, and answers what came of it: nothing else sends it meanwhile, and it is not
/// tried again.
///
/// # Errors
/// [`Error::Invalid`] where no mail can be sent, or when the database fails.
pub async fn send_test(cx: &Cx<'_>, to: &Recipient) -> Result<MailOutcome, Error> {
    mail::require(cx)?;
    let claimed = cx
        .write(async |work| {
            let id = write(cx, work, to).await?;
            let key = DeliveryKey { event: &id, consumer: CONSUMER, target: MailKind::Test.as_str() };
            Ok(outbox_deliveries::claim(work, key, cx.now, cx.now + LEASE).await?)
        })
        .await?;
    let one = claimed.ok_or_else(|| Error::internal("a mail that was just written is not due"))?;
    let outcome = deliver(cx, &one).await?;
    if let MailOutcome::Retried { why, .. } = outcome {
        let given_up = MailOutcome::GivenUp(why);
        note(cx, &one, &given_up).await?;
        return Ok(given_up);
    }
    Ok(outcome)
}

/// Writes such a mail down, for the server to send.
///
/// # Errors
/// As [`send_test`].
pub async fn queue_test_mail(cx: &Cx<'_>, to: &Recipient) -> Result<OutboxId, Error> {
    mail::require(cx)?;
    cx.write(async |work| write(cx, work, to).await).await
}

async fn write(cx: &Cx<'_>, work: &mut Work, to: &Recipient) -> Result<OutboxId, Error> {
    let content = MailContent::of(MailKind::Test);
    let queued = mail::queue(cx, work, NewMail { to, content, about: None }).await?;
    queued.ok_or_else(|| Error::internal("mail was possible a moment ago"))
}
