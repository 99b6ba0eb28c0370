//! What `signet mail` and `signet sms` share.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{CommandFailure, Global, context, output};
use crate::{
    base::id::OutboxId,
    domain::{consumers::messages::MessageOutcome, kernel::messages::Channel},
    store::outbox_deliveries::{self, DeliveryState, Narrowed},
    view::{self, MessageView},
};

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only those in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    Waiting,
    Sent,
    Failed,
}

/// Tells of a test that the server sends.
pub(super) fn queued(global: &Global, channel: Channel, id: &OutboxId) -> Result<(), CommandFailure> {
    let human = format!("{id} waits for the server; what becomes of it: signet {} list", channel.as_str());
    global.print(&human, &json!({"id": id, "state": "waiting"}))
}

/// What was answered to a message that was sent from here.
pub(super) fn answer_to(channel: Channel, outcome: MessageOutcome) -> Result<String, CommandFailure> {
    let noun = channel.noun();
    match outcome {
        MessageOutcome::Sent(answer) => Ok(answer),
        MessageOutcome::GivenUp(why) | MessageOutcome::Retried { why, .. } => {
            Err(CommandFailure::failed(format!("the {noun} was not sent: {why}")))
        }
        MessageOutcome::Lost => Err(CommandFailure::failed(format!("another process took the {noun} over"))),
    }
}

/// Tells of a test that was sent from here.
pub(super) fn sent(
    global: &Global,
    channel: Channel,
    driver: Option<&str>,
    outcome: MessageOutcome,
) -> Result<(), CommandFailure> {
    let answer = answer_to(channel, outcome)?;
    global.print(&format!("sent: {answer}"), &json!({"state": "sent", "driver": driver, "answer": answer}))
}

/// Lists what was sent on a channel and what was not.
pub(super) fn list(global: &Global, channel: Channel, args: &ListArgs) -> Result<(), CommandFailure> {
    let state = args.state.map(|state| match state {
        State::Waiting => DeliveryState::Waiting,
        State::Sent => DeliveryState::Delivered,
        State::Failed => DeliveryState::Failed,
    });
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let narrowed = Narrowed { target: None, state };
        Ok(outbox_deliveries::list(&mut conn, channel.as_str(), &cx.issuer.id, narrowed, args.limit).await?)
    })?;
    let shown: Vec<MessageView> = view::all(&all);
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|one| {
            let until = one.sent_at.as_ref().or(one.failed_at.as_ref());
            let state = match (until, &one.next_at) {
                (Some(at), _) => format!("{} {at}", one.state),
                (None, Some(next)) => format!("{} until {next}", one.state),
                (None, None) => one.state.to_owned(),
            };
            let kind = one.mail.as_ref().or(one.sms.as_ref()).cloned().unwrap_or_default();
            let user = one.user_id.clone().unwrap_or_default();
            let why = one.last_error.clone().unwrap_or_default();
            vec![one.at.clone(), kind, user, state, one.tries.to_string(), why]
        })
        .collect();
    let (noun, none) = (channel.noun().to_uppercase(), format!("no {}s", channel.noun()));
    let human = output::table(&["AT", noun.as_str(), "USER", "STATE", "TRIES", "LAST ERROR"], &rows, &none);
    global.print(&human, &shown)
}
