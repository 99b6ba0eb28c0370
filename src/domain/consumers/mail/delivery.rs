//! One mail: claimed, tried, and what came of it written down.

use std::time::Duration;

use serde_json::Value;

use crate::{
    base::{id::Id, time::Seconds},
    domain::kernel::{
        Cx, Error, Event, Work,
        mail::{self, CONSUMER, MailEvent, SealedMail},
    },
    outbound::mail::{MailVerdict, OutgoingMail},
    protocol::logout::backchannel::pause_after,
    render::Locale,
    store::{
        outbox,
        outbox_deliveries::{self, Delivery},
    },
};

/// How many mails are under way at once.
pub const AT_ONCE: usize = 8;
/// How long a claim lasts that is not renewed.
pub(super) const LEASE: Seconds = Seconds(20);
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

impl From<MailVerdict> for MailOutcome {
    fn from(verdict: MailVerdict) -> Self {
        match verdict {
            MailVerdict::Sent(answer) => Self::Sent(answer),
            MailVerdict::Refused(why) => Self::GivenUp(why),
            MailVerdict::Later { why, down } => Self::Retried { why, down },
        }
    }
}

/// Takes up to `room` mails that are due. Where none can be sent they wait, or another instance takes them.
///
/// # Errors
/// When the database fails.
pub async fn claim(cx: &Cx<'_>, room: usize) -> Result<Vec<Delivery>, Error> {
    if room == 0 || !mail::is_possible(cx) {
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
    let outcome = match SealedMail::open(cx, one) {
        // Another instance may have its key, or be of the version that wrote it.
        Err(why) if now < one.created_at + cx.app.config.mail.give_up => MailOutcome::Retried { why, down: false },
        Err(why) => MailOutcome::GivenUp(why),
        Ok(mail) if now >= mail.until => {
            let last = one.last_error.as_deref().unwrap_or("it could not be tried");
            MailOutcome::GivenUp(format!("too old; {last}"))
        }
        Ok(mail) => tried(cx, one, &mail).await?.map_or(MailOutcome::Lost, MailOutcome::from),
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
pub(super) async fn note(cx: &Cx<'_>, one: &Delivery, outcome: &MailOutcome) -> Result<(), Error> {
    let now = cx.app.clock.now();
    let result = cx
        .write(async |work| {
            Ok(match outcome {
                MailOutcome::Sent(_) => {
                    if outbox_deliveries::deliver(work, one, None, now).await? {
                        told(cx, work, one, None).await?;
                    }
                    "sent"
                }
                MailOutcome::GivenUp(why) => {
                    if outbox_deliveries::fail(work, one, None, why, now).await? {
                        told(cx, work, one, Some(why.as_str())).await?;
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
async fn told(cx: &Cx<'_>, work: &mut Work, one: &Delivery, reason: Option<&str>) -> Result<(), Error> {
    let payload = outbox::find(work, &one.event_id).await?.map(|event| event.payload).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let event = MailEvent {
        kind: text("mail").unwrap_or_default().to_owned(),
        user: text("user_id").map(Id::from_stored),
        attempts: one.attempts,
        reason: reason.map(str::to_owned),
    };
    work.emit(cx, Event::Mail(event)).await
}
