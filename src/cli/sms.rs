//! `signet sms test | list`.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{CommandFailure, Global, context, output};
use crate::{
    domain::{
        consumers::sms::{self, SmsOutcome},
        kernel::sms::CONSUMER,
    },
    outbound::sms::Texter,
    render::Locale,
    store::outbox_deliveries::{self, DeliveryState, Narrowed},
    view::{self, SmsView},
};

const EXAMPLES: &str = "\
Examples:
  signet sms test +442071234567               send one now, and say what the gateway answered
  signet sms test +442071234567 --language de
  signet sms test +442071234567 --queue       leave it to the running server, as every other text
  signet sms list --state failed              what was not sent, and why

A text says nothing here but what kind it is: whose number it went to and what stood in it is
forgotten when it is sent. A test counts among the texts of the day (sms.per_day).";

/// `signet sms`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SmsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Send a text that shows that texts work
    Test(TestArgs),
    /// Print the texts of the last days, newest first
    List(ListArgs),
}

#[derive(Debug, Args)]
struct TestArgs {
    /// Who gets it: + and the number, with the code of its country
    #[arg(value_name = "NUMBER")]
    number: String,
    /// In which language, such as en or de
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    language: Locale,
    /// Leave it to the running server instead of sending it from here
    #[arg(long)]
    queue: bool,
}

#[derive(Debug, Args)]
struct ListArgs {
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

fn language(text: &str) -> Result<Locale, String> {
    let all = || format!("there is {}", Locale::ALL.map(Locale::tag).join(", "));
    Locale::of_tag(text).ok_or_else(all)
}

/// Runs `signet sms`.
pub fn run(global: &Global, args: SmsArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Test(args) => test(global, &args),
        Verb::List(args) => list(global, &args),
    }
}

fn test(global: &Global, args: &TestArgs) -> Result<(), CommandFailure> {
    context::run(global, async |cx| {
        // The inbox is in the memory of the server.
        let queue = args.queue || cx.app.texter.as_ref().is_some_and(|texter| texter.inbox().is_some());
        if queue {
            let id = sms::queue_test_text(cx, &args.number, args.language).await?;
            let human = format!("{id} waits for the server; what becomes of it: signet sms list");
            return global.print(&human, &json!({"id": id, "state": "waiting"}));
        }
        let driver = cx.app.texter.as_deref().map(Texter::name);
        match sms::send_test(cx, &args.number, args.language).await? {
            SmsOutcome::Sent(answer) => {
                let human = format!("sent: {answer}");
                global.print(&human, &json!({"state": "sent", "driver": driver, "answer": answer}))
            }
            SmsOutcome::GivenUp(why) | SmsOutcome::Retried { why, .. } => {
                Err(CommandFailure::failed(format!("the text was not sent: {why}")))
            }
            SmsOutcome::Lost => Err(CommandFailure::failed("another process took the text over")),
        }
    })
}

fn list(global: &Global, args: &ListArgs) -> Result<(), CommandFailure> {
    let state = args.state.map(|state| match state {
        State::Waiting => DeliveryState::Waiting,
        State::Sent => DeliveryState::Delivered,
        State::Failed => DeliveryState::Failed,
    });
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let narrowed = Narrowed { target: None, state };
        Ok(outbox_deliveries::list(&mut conn, CONSUMER, &cx.issuer.id, narrowed, args.limit).await?)
    })?;
    let shown: Vec<SmsView> = view::all(&all);
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|one| {
            let until = one.sent_at.as_ref().or(one.failed_at.as_ref());
            let state = match (until, &one.next_at) {
                (Some(at), _) => format!("{} {at}", one.state),
                (None, Some(next)) => format!("{} until {next}", one.state),
                (None, None) => one.state.to_owned(),
            };
            let user = one.user_id.clone().unwrap_or_default();
            let why = one.last_error.clone().unwrap_or_default();
            vec![one.at.clone(), one.sms.clone(), user, state, one.tries.to_string(), why]
        })
        .collect();
    let human = output::table(&["AT", "TEXT", "USER", "STATE", "TRIES", "LAST ERROR"], &rows, "no texts");
    global.print(&human, &shown)
}
