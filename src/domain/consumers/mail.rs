//! What a mail looks like that [`messages`] sends, and samples: one shows that mail works, each how its kind looks.

use super::messages::{self, MessageOutcome};
use crate::{
    base::id::OutboxId,
    domain::kernel::{
        Cx, Error, Work,
        mail::{self, NewMail, Recipient},
        messages::{Channel, SealedMessage},
    },
    outbound::{mail::OutgoingMail, messages::MessageVerdict},
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::outbox_deliveries::Delivery,
};

/// Makes one try.
pub(super) async fn send(cx: &Cx<'_>, one: &Delivery, mail: &SealedMessage<MailContent>) -> MessageVerdict {
    let Some(mailer) = &cx.app.mailer else {
        return MessageVerdict::down("no mail can be sent: mail.driver is not set");
    };
    let locale = Locale::of_tag(&mail.locale).unwrap_or_default();
    let letter = cx.app.letters.write(&mail.content, locale, &cx.issuer.branding, cx.issuer.url.as_str());
    let letter = match letter {
        Ok(letter) => letter,
        Err(why) => return MessageVerdict::down(format!("a template of mail.templates fails: {why}")),
    };
    let outgoing = OutgoingMail {
        id: one.event_id.to_string(),
        at: one.created_at,
        to: mail.to.clone(),
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
    };
    mailer.send(&outgoing).await
}

/// Sends a sample of a kind of mail, filled with what is made up, and answers what came of it: nothing else sends it
/// meanwhile, and it is not tried again.
///
/// # Errors
/// [`Error::Invalid`] where no mail can be sent, or when the database fails.
pub async fn send_sample(cx: &Cx<'_>, to: &Recipient, kind: MailKind) -> Result<MessageOutcome, Error> {
    mail::require(cx)?;
    let claimed = cx.write(async |work| {
        let id = write(cx, work, to, kind).await?;
        messages::claim_at_once(cx, work, Channel::Mail, &id, kind.as_str()).await
    });
    messages::deliver_once(cx, Channel::Mail, &claimed.await?).await
}

/// Writes such a mail down, for the server to send.
///
/// # Errors
/// As [`send_sample`].
pub async fn queue_sample(cx: &Cx<'_>, to: &Recipient, kind: MailKind) -> Result<OutboxId, Error> {
    mail::require(cx)?;
    cx.write(async |work| write(cx, work, to, kind).await).await
}

async fn write(cx: &Cx<'_>, work: &mut Work, to: &Recipient, kind: MailKind) -> Result<OutboxId, Error> {
    let content = MailContent::sample(kind, cx.issuer.url.as_str(), cx.now);
    let queued = mail::queue(cx, work, NewMail { to, content, about: None }).await?;
    queued.ok_or_else(|| Error::internal("mail was possible a moment ago"))
}
