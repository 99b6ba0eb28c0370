//! Sends the messages of the outbox: each until it is sent, refused, or too old.
//!
//! Of several instances one holds a message: its claim is a lease that it renews while it sends. When it dies, the lease
//! ends soon, and the message is sent again: a mail with the same Message-ID and the same words, a text to a gateway of
//! which few know the copy. If it was there already, that is the one copy too many. What became of a message is written
//! down before anything else is done.

use std::{future::Future, pin::Pin, time::Duration};

use serde_json::Value;

use super::{
    super::{mail, sms},
    opened::opened,
};
use crate::{
    base::{
        id::{Id, OutboxId},
        time::Seconds,
    },
    domain::kernel::{
        Cx, Error, Event, Work,
        ahead::{self, Pauses},
        messages::{Channel, MessageEvent},
    },
    outbound::messages::MessageVerdict,
    protocol::logout::backchannel::pause_after,
    render::{mail::MailContent, sms::TextContent},
    store::{
        outbox,
        outbox_deliveries::{self, Delivery, DeliveryKey},
    },
};

/// How long a claim lasts that is not renewed.
const LEASE: Seconds = Seconds(20);
/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(5);
/// The pause after the first try; each further one is four times as long.
const FIRST_PAUSE: Seconds = Seconds(5);
/// How often, a second apart, it is tried to write down that a message is sent: until then it may be sent again.
const NOTES: u32 = 60;

/// A try under way.
type Sending<'a> = Pin<Box<dyn Future<Output = MessageVerdict> + Send + 'a>>;

/// How many messages are under way at once.
pub const fn at_once(channel: Channel) -> usize {
    match channel {
        Channel::Mail => 8,
        Channel::Sms => 4,
    }
}

/// The longest pause.
const fn longest_pause(channel: Channel) -> Seconds {
    match channel {
        Channel::Mail => Seconds::minutes(30),
        Channel::Sms => Seconds::minutes(10),
    }
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageOutcome {
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

impl From<MessageVerdict> for MessageOutcome {
    fn from(verdict: MessageVerdict) -> Self {
        match verdict {
            MessageVerdict::Sent(answer) => Self::Sent(answer),
            MessageVerdict::Refused(why) => Self::GivenUp(why),
            MessageVerdict::Later { why, down } => Self::Retried { why, down },
        }
    }
}

/// Takes up to `room` messages that are due. Where none can be sent they wait, or another instance takes them.
///
/// # Errors
/// When the database fails.
pub async fn claim(cx: &Cx<'_>, channel: Channel, room: usize) -> Result<Vec<Delivery>, Error> {
    if room == 0 || !channel.is_possible(cx) {
        return Ok(Vec::new());
    }
    ahead::bring_forward(cx, channel.as_str(), Pauses { longest: longest_pause(channel), lease: LEASE }).await?;
    let mut conn = cx.read().await?;
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    let due = outbox_deliveries::list_due_for_any(&mut conn, channel.as_str(), cx.now, limit).await?;
    drop(conn);
    let mut claimed = Vec::new();
    for one in due {
        let lease_end = cx.now + LEASE;
        let claim = cx.write_one(async |work| Ok(outbox_deliveries::claim(work, one.key(), cx.now, lease_end).await?));
        claimed.extend(claim.await?);
    }
    Ok(claimed)
}

/// Makes one try of a claimed message and writes down what came of it.
///
/// # Errors
/// When the database fails: the lease then ends, and it is tried again.
pub async fn deliver(cx: &Cx<'_>, channel: Channel, one: &Delivery) -> Result<MessageOutcome, Error> {
    let outcome = match channel {
        Channel::Mail => match opened::<MailContent>(cx, one).await? {
            Ok(mail) => held(cx, channel, one, Box::pin(mail::send(cx, one, &mail))).await?,
            Err(over) => over,
        },
        Channel::Sms => match opened::<TextContent>(cx, one).await? {
            Ok(text) => held(cx, channel, one, Box::pin(sms::send(cx, one, &text))).await?,
            Err(over) => over,
        },
    };
    let mut noted = note(cx, channel, one, &outcome).await;
    for _ in 0..NOTES {
        if noted.is_ok() || !matches!(outcome, MessageOutcome::Sent(_)) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        noted = note(cx, channel, one, &outcome).await;
    }
    noted.map(|()| outcome)
}

/// One try, holding the message for as long as it takes.
async fn held(
    cx: &Cx<'_>,
    channel: Channel,
    one: &Delivery,
    mut sending: Sending<'_>,
) -> Result<MessageOutcome, Error> {
    let mut lease_end = one.next_at;
    loop {
        tokio::select! {
            verdict = &mut sending => return Ok(verdict.into()),
            () = tokio::time::sleep(RENEW) => {}
        }
        let next = cx.app.clock.now() + LEASE;
        match cx.write_one(async |work| Ok(outbox_deliveries::hold(work, one, next).await?)).await {
            Ok(true) => lease_end = next,
            Ok(false) => return Ok(MessageOutcome::Lost),
            // Nobody else reaches it either, until the lease ends.
            Err(error) if cx.app.clock.now() >= lease_end => return Err(error),
            Err(error) => {
                let noun = channel.noun();
                tracing::warn!(%error, id = %one.event_id, "the claim of a {noun} could not be renewed");
            }
        }
    }
}

/// Writes down what came of a try.
async fn note(cx: &Cx<'_>, channel: Channel, one: &Delivery, outcome: &MessageOutcome) -> Result<(), Error> {
    let now = cx.app.clock.now();
    let result = cx
        .write(async |work| {
            Ok(match outcome {
                MessageOutcome::Sent(_) => {
                    if outbox_deliveries::deliver(work, one, None, now).await? {
                        audit_result(cx, work, channel, one, None).await?;
                    }
                    "sent"
                }
                MessageOutcome::GivenUp(why) => {
                    if outbox_deliveries::fail(work, one, None, why, now).await? {
                        audit_result(cx, work, channel, one, Some(why.as_str())).await?;
                    }
                    "failed"
                }
                MessageOutcome::Retried { why, .. } => {
                    let pause = pause_after(one.attempts, FIRST_PAUSE).min(longest_pause(channel));
                    outbox_deliveries::retry(work, one, None, why, now + pause).await?;
                    "retried"
                }
                MessageOutcome::Lost => "lost",
            })
        })
        .await?;
    let counter = match channel {
        Channel::Mail => crate::telemetry::MAILS,
        Channel::Sms => crate::telemetry::TEXTS,
    };
    metrics::counter!(counter, "outcome" => result).increment(1);
    if let MessageOutcome::GivenUp(why) | MessageOutcome::Retried { why, .. } = outcome {
        let (noun, over) = (channel.noun(), matches!(outcome, MessageOutcome::GivenUp(_)));
        tracing::warn!(id = %one.event_id, attempt = one.attempts, over, "a {noun} was not sent: {why}");
    }
    Ok(())
}

/// The result in the audit log, once it is final.
async fn audit_result(
    cx: &Cx<'_>,
    work: &mut Work,
    channel: Channel,
    one: &Delivery,
    reason: Option<&str>,
) -> Result<(), Error> {
    let payload = outbox::find(work, &one.event_id).await?.map(|event| event.payload).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let event = MessageEvent {
        channel,
        kind: text(channel.as_str()).unwrap_or_default().to_owned(),
        user: text("user_id").map(Id::from_stored),
        attempts: one.attempts,
        reason: reason.map(str::to_owned),
    };
    work.emit(cx, Event::Message(event)).await
}

/// Claims a message in the transaction that wrote it: nothing else sends it meanwhile.
pub(in crate::domain::consumers) async fn claim_at_once(
    cx: &Cx<'_>,
    work: &mut Work,
    channel: Channel,
    id: &OutboxId,
    target: &str,
) -> Result<Delivery, Error> {
    let key = DeliveryKey { event: id, consumer: channel.as_str(), target };
    let claimed = outbox_deliveries::claim(work, key, cx.now, cx.now + LEASE).await?;
    claimed.ok_or_else(|| Error::internal("a message that was just written is not due"))
}

/// [`deliver`] of a message that is not tried again.
pub(in crate::domain::consumers) async fn deliver_once(
    cx: &Cx<'_>,
    channel: Channel,
    one: &Delivery,
) -> Result<MessageOutcome, Error> {
    let outcome = deliver(cx, channel, one).await?;
    if let MessageOutcome::Retried { why, .. } = outcome {
        let given_up = MessageOutcome::GivenUp(why);
        note(cx, channel, one, &given_up).await?;
        return Ok(given_up);
    }
    Ok(outcome)
}
