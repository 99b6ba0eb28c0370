//! `signet sms test | list`.

use clap::{Args, Subcommand};

use super::{
    CommandFailure, Global, context, input,
    messages::{ListArgs, list, queued, sent},
};
use crate::{
    domain::{consumers::sms, kernel::messages::Channel},
    outbound::sms::Texter,
    render::Locale,
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
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = input::language)]
    language: Locale,
    /// Leave it to the running server instead of sending it from here
    #[arg(long)]
    queue: bool,
}

/// Runs `signet sms`.
pub fn run(global: &Global, args: SmsArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Test(args) => test(global, &args),
        Verb::List(args) => list(global, Channel::Sms, &args),
    }
}

fn test(global: &Global, args: &TestArgs) -> Result<(), CommandFailure> {
    context::run(global, async |cx| {
        // The inbox is in the memory of the server.
        let queue = args.queue || cx.app.texter.as_ref().is_some_and(|texter| texter.inbox().is_some());
        if queue {
            let id = sms::queue_test_text(cx, &args.number, args.language).await?;
            return queued(global, Channel::Sms, &id);
        }
        let driver = cx.app.texter.as_deref().map(Texter::name);
        sent(global, Channel::Sms, driver, sms::send_test(cx, &args.number, args.language).await?)
    })
}
