//! `signet mail test | list`.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{CommandFailure, Global, context, output};
use crate::{
    app::letters,
    domain::{
        consumers::mail::{self, MailOutcome},
        kernel::mail::{CONSUMER, Recipient},
    },
    outbound::mail::Mailer,
    render::Locale,
    store::outbox_deliveries::{self, DeliveryState, Narrowed},
    view::{self, MailView},
};

const EXAMPLES: &str = "\
Examples:
  signet mail test ada@example.com              send one now, and say what the server answered
  signet mail test ada@example.com --language de
  signet mail test ada@example.com --queue      leave it to the running server, as every other mail
  signet mail list --state failed               what was not sent, and why

A mail says nothing here but what kind it is: whose address it went to and what stood in it is
forgotten when it is sent.";

/// `signet mail`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct MailArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Send a mail that shows that mail works
    Test(TestArgs),
    /// Print the mails of the last days, newest first
    List(ListArgs),
}

#[derive(Debug, Args)]
struct TestArgs {
    /// Who gets it
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// In which language: en, de or ar
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

/// Runs `signet mail`.
pub fn run(global: &Global, args: MailArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Test(args) => test(global, &args),
        Verb::List(args) => list(global, &args),
    }
}

fn test(global: &Global, args: &TestArgs) -> Result<(), CommandFailure> {
    context::run(global, async |cx| {
        let to = Recipient::address(&args.address, args.language)?;
        let problems = letters::problems(&cx.app.config).map_err(CommandFailure::failed)?;
        if let Some(first) = problems.first() {
            return Err(CommandFailure::failed(format!("mail.templates: {first}; run: signet config check")));
        }
        // The inbox is in the memory of the server.
        let queue = args.queue || cx.app.mailer.as_ref().is_some_and(|mailer| mailer.inbox().is_some());
        if queue {
            let id = mail::queue_test_mail(cx, &to).await?;
            let human = format!("{id} waits for the server; what becomes of it: signet mail list");
            return global.print(&human, &json!({"id": id, "state": "waiting"}));
        }
        let driver = cx.app.mailer.as_deref().map(Mailer::name);
        match mail::send_test(cx, &to).await? {
            MailOutcome::Sent(answer) => {
                let human = format!("sent: {answer}");
                global.print(&human, &json!({"state": "sent", "driver": driver, "answer": answer}))
            }
            MailOutcome::GivenUp(why) | MailOutcome::Retried { why, .. } => {
                Err(CommandFailure::failed(format!("the mail was not sent: {why}")))
            }
            MailOutcome::Lost => Err(CommandFailure::failed("another process took the mail over")),
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
    let shown: Vec<MailView> = view::all(&all);
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
            vec![one.at.clone(), one.mail.clone(), user, state, one.tries.to_string(), why]
        })
        .collect();
    let human = output::table(&["AT", "MAIL", "USER", "STATE", "TRIES", "LAST ERROR"], &rows, "no mails");
    global.print(&human, &shown)
}
