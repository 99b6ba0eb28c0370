//! `signet mail test | list`.

use clap::{Args, Subcommand};

use super::{
    CommandFailure, Global, context,
    messages::{ListArgs, language, list, queued, sent},
};
use crate::{
    app::letters,
    domain::{
        consumers::mail,
        kernel::{mail::Recipient, messages::Channel},
    },
    outbound::mail::Mailer,
    render::Locale,
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
    /// In which language, such as en or de
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    language: Locale,
    /// Leave it to the running server instead of sending it from here
    #[arg(long)]
    queue: bool,
}

/// Runs `signet mail`.
pub fn run(global: &Global, args: MailArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Test(args) => test(global, &args),
        Verb::List(args) => list(global, Channel::Mail, &args),
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
            return queued(global, Channel::Mail, &id);
        }
        let driver = cx.app.mailer.as_deref().map(Mailer::name);
        sent(global, Channel::Mail, driver, mail::send_test(cx, &to).await?)
    })
}
