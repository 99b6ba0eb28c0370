//! One text: claimed, tried, and what came of it written down.

use std::time::Duration;

use serde_json::Value;

use crate::{
    base::{id::Id, time::Seconds},
    domain::kernel::{
        Cx, Error, Event, Work,
        sms::{self, CONSUMER, SealedText, SmsEvent},
    },
    outbound::sms::{OutgoingText, TextVerdict},
    protocol::logout::backchannel::pause_after,
    render::Locale,
    store::{
        outbox,
        outbox_deliveries::{self, Delivery},
    },
};

/// How many texts are under way at once.
pub const AT_ONCE: usize = 4;
/// How long a claim lasts that is not renewed.
pub(super) const LEASE: Seconds = Seconds(20);
/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(5);
/// The pause after the first try; each further one is four times as long.
const FIRST_PAUSE: Seconds = Seconds(5);
/// The longest pause.
const LONGEST_PAUSE: Seconds = Seconds::minutes(10);
/// How often, a second apart, it is tried to write down that a text is sent: until then it may be sent again.
const NOTES: u32 = 60;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmsOutcome {
    /// The gateway has it; what it answered.
    Sent(String),
    /// It will not be sent: why.
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

impl From<TextVerdict> for SmsOutcome {
    fn from(verdict: TextVerdict) -> Self {
        match verdict {
            TextVerdict::Sent(answer) => Self::Sent(answer),
            TextVerdict::Refused(why) => Self::GivenUp(why),
            TextVerdict::Later { why, down } => Self::Retried { why, down },
        }
    }
}

/// Takes up to `room` texts that are due. Where none can be sent they wait, or another instance takes them.
///
/// # Errors
/// When the database fails.
pub async fn claim(cx: &Cx<'_>, room: usize) -> Result<Vec<Delivery>, Error> {
    if room == 0 || !sms::is_possible(cx) {
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

/// Makes one try of a claimed text and writes down what came of it.
///
/// # Errors
/// When the database fails: the lease then ends, and it is tried again.
pub async fn deliver(cx: &Cx<'_>, one: &Delivery) -> Result<SmsOutcome, Error> {
    let now = cx.app.clock.now();
    let outcome = match SealedText::open(cx, one) {
        // Another instance may have its key, or be of the version that wrote it.
        Err(why) if now < one.created_at + cx.app.config.sms.give_up => SmsOutcome::Retried { why, down: false },
        Err(why) => SmsOutcome::GivenUp(why),
        Ok(text) if now >= text.until => {
            let last = one.last_error.as_deref().unwrap_or("it could not be tried");
            SmsOutcome::GivenUp(format!("too old; {last}"))
        }
        Ok(text) => tried(cx, one, &text).await?.map_or(SmsOutcome::Lost, SmsOutcome::from),
    };
    let mut noted = note(cx, one, &outcome).await;
    for _ in 0..NOTES {
        if noted.is_ok() || !matches!(outcome, SmsOutcome::Sent(_)) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        noted = note(cx, one, &outcome).await;
    }
    noted.map(|()| outcome)
}

/// One try, holding the text for as long as it takes; none when it was lost meanwhile.
async fn tried(cx: &Cx<'_>, one: &Delivery, text: &SealedText) -> Result<Option<TextVerdict>, Error> {
    let Some(texter) = &cx.app.texter else {
        let why = "no text can be sent: sms.driver is not set".to_owned();
        return Ok(Some(TextVerdict::Later { why, down: true }));
    };
    let locale = Locale::of_tag(&text.locale).unwrap_or_default();
    let outgoing = OutgoingText {
        id: one.event_id.to_string(),
        at: one.created_at,
        to: text.to.clone(),
        text: text.content.words(locale, &cx.issuer.branding.brand.name, cx.issuer.url.as_str()),
        good_for: text.until - cx.app.clock.now(),
    };
    let sending = texter.send(&outgoing);
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
            Err(error) => tracing::warn!(%error, text = %one.event_id, "the claim of a text could not be renewed"),
        }
    }
}

/// Writes down what came of a try.
pub(super) async fn note(cx: &Cx<'_>, one: &Delivery, outcome: &SmsOutcome) -> Result<(), Error> {
    let now = cx.app.clock.now();
    let result = cx
        .write(async |work| {
            Ok(match outcome {
                SmsOutcome::Sent(_) => {
                    if outbox_deliveries::deliver(work, one, None, now).await? {
                        told(cx, work, one, None).await?;
                    }
                    "sent"
                }
                SmsOutcome::GivenUp(why) => {
                    if outbox_deliveries::fail(work, one, None, why, now).await? {
                        told(cx, work, one, Some(why.as_str())).await?;
                    }
                    "failed"
                }
                SmsOutcome::Retried { why, .. } => {
                    let pause = pause_after(one.attempts, FIRST_PAUSE).min(LONGEST_PAUSE);
                    outbox_deliveries::retry(work, one, None, why, now + pause).await?;
                    "retried"
                }
                SmsOutcome::Lost => "lost",
            })
        })
        .await?;
    metrics::counter!(crate::telemetry::TEXTS, "outcome" => result).increment(1);
    if let SmsOutcome::GivenUp(why) | SmsOutcome::Retried { why, .. } = outcome {
        let over = matches!(outcome, SmsOutcome::GivenUp(_));
        tracing::warn!(text = %one.event_id, attempt = one.attempts, over, "a text was not sent: {why}");
    }
    Ok(())
}

/// The result in the audit log, once it is final.
async fn told(cx: &Cx<'_>, work: &mut Work, one: &Delivery, reason: Option<&str>) -> Result<(), Error> {
    let payload = outbox::find(work, &one.event_id).await?.map(|event| event.payload).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let event = SmsEvent {
        kind: text("sms").unwrap_or_default().to_owned(),
        user: text("user_id").map(Id::from_stored),
        attempts: one.attempts,
        reason: reason.map(str::to_owned),
    };
    work.emit(cx, Event::Sms(event)).await
}
