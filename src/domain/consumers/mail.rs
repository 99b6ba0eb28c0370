//! Sends the mails of the outbox: each until it is sent, refused, or too old.
//!
//! Of several instances one holds a mail: its claim is a lease that it renews while it sends. When it dies, the lease ends
//! soon, and the mail is sent again with the same Message-ID and the same words. If the server had it already, that is the
//! one copy too many. What became of a mail is written down before anything else is done.

use std::time::Duration;

use serde_json::Value;

use crate::{
    base::{
        id::{Id, OutboxId},
        secret::Secret,
        time::Seconds,
    },
    domain::kernel::{
        Cx, Error, Event, Work,
        mail::{self, CONSUMER, MailEvent, MailTold, NewMail, Recipient, SealedMail},
        seals,
    },
    outbound::mail::{MailVerdict, OutgoingMail},
    protocol::logout::backchannel::pause_after,
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{
        outbox,
        outbox_deliveries::{self, Delivery, DeliveryKey},
    },
};

/// How many mails are under way at once.
pub const AT_ONCE: usize = 8;
/// How long a claim lasts that is not renewed.
const LEASE: Seconds = Seconds(20);
/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(5);
/// The pause after the first try; each further one is four times as long.
const FIRST_PAUSE: Seconds = Seconds(5);
/// The longest pause.
const LONGEST_PAUSE: Seconds = Seconds::minutes(30);
/// How often, a second apart, it is tried to write down that a mail is sent: until then it may be sent again.
const NOTES: u32 = 60;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// It is sent; what was answered.
    Sent(String),
    /// It will not be: why.
    GivenUp(String),
    /// It will be tried again: why not now.
    Retried {
        /// Why.
        why: String,
        /// Whether nothing gets through at present.
        down: bool,
    },
    /// Another instance has it.
    Lost,
}

/// Takes up to `room` mails that are due.
///
/// # Errors
/// When the database fails.
pub async fn claim(cx: &Cx<'_>, room: usize) -> Result<Vec<Delivery>, Error> {
    if room == 0 {
        return Ok(Vec::new());
    }
    let mut conn = cx.read().await?;
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    let due = outbox_deliveries::list_due_for_any(&mut conn, CONSUMER, cx.now, limit).await?;
    drop(conn);
    let mut claimed = Vec::new();
    for one in due {
        claimed.extend(
            cx.write(async |work| Ok(outbox_deliveries::claim(work, one.key(), cx.now, cx.now + LEASE).await?)).await?,
        );
    }
    Ok(claimed)
}

/// Makes one try of a claimed mail and writes down what came of it.
///
/// # Errors
/// When the database fails: the lease then ends, and it is tried again.
pub async fn deliver(cx: &Cx<'_>, one: &Delivery) -> Result<MailOutcome, Error> {
    let now = cx.app.clock.now();
    let outcome = match opened(cx, one) {
        Err(why) => MailOutcome::GivenUp(why),
        Ok(mail) if now >= mail.until => {
            let last = one.last_error.as_deref().unwrap_or("it could not be tried");
            MailOutcome::GivenUp(format!("too old; {last}"))
        }
        Ok(mail) => match tried(cx, one, &mail).await? {
            Some(verdict) => outcome(verdict),
            None => return Ok(MailOutcome::Lost),
        },
    };
    let mut noted = note(cx, one, &outcome).await;
    for _ in 0..NOTES {
        if noted.is_ok() || !matches!(outcome, MailOutcome::Sent(_)) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        noted = note(cx, one, &outcome).await;
    }
    noted.map(|()| outcome)
}

fn outcome(verdict: MailVerdict) -> MailOutcome {
    match verdict {
        MailVerdict::Sent(answer) => MailOutcome::Sent(answer),
        MailVerdict::Refused(why) => MailOutcome::GivenUp(why),
        MailVerdict::Later { why, down } => MailOutcome::Retried { why, down },
    }
}

fn opened(cx: &Cx<'_>, one: &Delivery) -> Result<SealedMail, String> {
    let sealed = one.data.get("sealed").and_then(Value::as_str).unwrap_or_default();
    let text: Secret<Vec<u8>> =
        cx.app.sealer.open(&seals::mail(&one.event_id), sealed).map_err(|why| format!("it cannot be read: {why}"))?;
    // The text of the error might repeat what is secret.
    serde_json::from_slice(text.expose()).map_err(|_| "it cannot be read: it is of another version".to_owned())
}

/// One try, holding the mail for as long as it takes; none when it was lost meanwhile.
async fn tried(cx: &Cx<'_>, one: &Delivery, mail: &SealedMail) -> Result<Option<MailVerdict>, Error> {
    let down = |why: &str| MailVerdict::Later { why: why.to_owned(), down: true };
    let Some(mailer) = &cx.app.mailer else { return Ok(Some(down("no mail can be sent: mail.driver is not set"))) };
    let locale = Locale::of_tag(&mail.locale).unwrap_or_default();
    let letter = cx.app.letters.write(&mail.content, locale, &cx.issuer.branding, cx.issuer.url.as_str());
    let letter = match letter {
        Ok(letter) => letter,
        Err(why) => return Ok(Some(down(&format!("a template of mail.templates fails: {why}")))),
    };
    let outgoing = OutgoingMail {
        id: one.event_id.to_string(),
        at: one.created_at,
        to: mail.to.clone(),
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
    };
    let sending = mailer.send(&outgoing);
    tokio::pin!(sending);
    let mut lease_end = one.next_at;
    loop {
        tokio::select! {
            verdict = &mut sending => return Ok(Some(verdict)),
            () = tokio::time::sleep(RENEW) => {}
        }
        let next = cx.app.clock.now() + LEASE;
        match cx.write_one(async |work| Ok(outbox_deliveries::hold(work, one, next).await?)).await {
            Ok(true) => lease_end = next,
            Ok(false) => return Ok(None),
            // Nobody else reaches it either, until the lease ends.
            Err(error) if cx.app.clock.now() >= lease_end => return Err(error),
            Err(error) => tracing::warn!(%error, mail = %one.event_id, "the claim of a mail could not be renewed"),
        }
    }
}

/// Writes down what came of a try.
async fn note(cx: &Cx<'_>, one: &Delivery, outcome: &MailOutcome) -> Result<(), Error> {
    let now = cx.app.clock.now();
    let result = cx
        .write(async |work| {
            Ok(match outcome {
                MailOutcome::Sent(_) => {
                    if outbox_deliveries::deliver(work, one, None, now).await? {
                        told(cx, work, one, MailTold::Sent, None).await?;
                    }
                    "sent"
                }
                MailOutcome::GivenUp(why) => {
                    if outbox_deliveries::fail(work, one, None, why, now).await? {
                        told(cx, work, one, MailTold::Failed, Some(why)).await?;
                    }
                    "failed"
                }
                MailOutcome::Retried { why, .. } => {
                    let pause = pause_after(one.attempts, FIRST_PAUSE).min(LONGEST_PAUSE);
                    outbox_deliveries::retry(work, one, None, why, now + pause).await?;
                    "retried"
                }
                MailOutcome::Lost => "lost",
            })
        })
        .await?;
    metrics::counter!(crate::telemetry::MAILS, "outcome" => result).increment(1);
    if let MailOutcome::GivenUp(why) | MailOutcome::Retried { why, .. } = outcome {
        let over = matches!(outcome, MailOutcome::GivenUp(_));
        tracing::warn!(mail = %one.event_id, attempt = one.attempts, over, "a mail was not sent: {why}");
    }
    Ok(())
}

/// The result in the audit log, once it is final.
async fn told(
    cx: &Cx<'_>,
    work: &mut Work,
    one: &Delivery,
    what: MailTold,
    reason: Option<&String>,
) -> Result<(), Error> {
    let payload = outbox::find(work, &one.event_id).await?.map(|event| event.payload).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let event = MailEvent {
        what,
        kind: text("mail").unwrap_or_default().to_owned(),
        user: text("user_id").map(Id::from_stored),
        attempts: one.attempts,
        reason: reason.cloned(),
    };
    work.emit(cx, Event::Mail(event)).await
}

/// Sends a mail that shows that mail works, and answers what came of it: nothing else sends it meanwhile, and it is not
/// tried again.
///
/// # Errors
/// [`Error::Invalid`] where no mail can be sent, or when the database fails.
pub async fn send_test(cx: &Cx<'_>, to: &Recipient) -> Result<MailOutcome, Error> {
    mail::require(cx)?;
    let claimed = cx
        .write(async |work| {
            let id = queue_test(cx, work, to).await?;
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
    cx.write(async |work| queue_test(cx, work, to).await).await
}

async fn queue_test(cx: &Cx<'_>, work: &mut Work, to: &Recipient) -> Result<OutboxId, Error> {
    let content = MailContent::of(MailKind::Test);
    let queued = mail::queue(cx, work, NewMail { to, content, about: None }).await?;
    queued.ok_or_else(|| Error::internal("mail was possible a moment ago"))
}
