//! `signet mail test | samples | list`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    CommandFailure, Global, context, input,
    messages::{ListArgs, answer_to, list, queued, sent},
    output,
};
use crate::{
    app::letters,
    domain::{
        consumers::mail,
        kernel::{Cx, mail::Recipient, messages::Channel},
    },
    outbound::mail::Mailer,
    render::{Locale, mail::MailKind},
};

const EXAMPLES: &str = "\
Examples:
  signet mail test ada@example.com              send one now, and say what the server answered
  signet mail test ada@example.com --language de
  signet mail test ada@example.com --queue      leave it to the running server, as every other mail
  signet mail samples ada@example.com           one of each kind, to see how they look with your templates
  signet mail samples ada@example.com --kind welcome --kind invitation --language ar
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
    /// Send one mail of each kind, filled with what is made up: its link leads nowhere, its code opens nothing
    Samples(SamplesArgs),
    /// Print the mails of the last days, newest first
    List(ListArgs),
}

#[derive(Debug, Args)]
struct TestArgs {
    /// Who gets it
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// In which language, such as en or de
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = input::language)]
    language: Locale,
    /// Leave it to the running server instead of sending it from here
    #[arg(long)]
    queue: bool,
}

#[derive(Debug, Args)]
struct SamplesArgs {
    #[command(flatten)]
    test: TestArgs,
    /// Only of this kind, such as welcome; may be given several times
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    kinds: Vec<MailKind>,
}

/// Reads a kind of mail.
fn kind(text: &str) -> Result<MailKind, String> {
    let all = || MailKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    MailKind::named(text).ok_or_else(|| format!("there is {}", all()))
}

/// Runs `signet mail`.
pub fn run(global: &Global, args: MailArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Test(args) => test(global, &args),
        Verb::Samples(args) => samples(global, &args),
        Verb::List(args) => list(global, Channel::Mail, &args),
    }
}

fn test(global: &Global, args: &TestArgs) -> Result<(), CommandFailure> {
    context::run(global, async |cx| {
        let to = recipient(cx, args)?;
        if is_queued(cx, args) {
            let id = mail::queue_sample(cx, &to, MailKind::Test).await?;
            return queued(global, Channel::Mail, &id);
        }
        let driver = cx.app.mailer.as_deref().map(Mailer::name);
        sent(global, Channel::Mail, driver, mail::send_sample(cx, &to, MailKind::Test).await?)
    })
}

fn samples(global: &Global, args: &SamplesArgs) -> Result<(), CommandFailure> {
    let kinds = if args.kinds.is_empty() { MailKind::ALL } else { args.kinds.as_slice() };
    let all = context::run(global, async |cx| {
        let to = recipient(cx, &args.test)?;
        let mut all = Vec::with_capacity(kinds.len());
        for (at, kind) in kinds.iter().enumerate() {
            // The claim of each begins when it is written.
            let made = sample(&context::cx(cx.app), &args.test, &to, *kind).await;
            all.push(made.map_err(|why| ended_at(*kind, &kinds[..at], why))?);
        }
        Ok(all)
    })?;
    let member = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let row = |one: &Value| Vec::from(["kind", "state", "answer"].map(|name| member(one, name)));
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    global.print(&output::table(&["MAIL", "STATE", "ANSWER"], &rows, "no mails"), &all)
}

/// Sends one, or leaves it to the server, and shows what came of it.
async fn sample(cx: &Cx<'_>, args: &TestArgs, to: &Recipient, kind: MailKind) -> Result<Value, CommandFailure> {
    if is_queued(cx, args) {
        let id = mail::queue_sample(cx, to, kind).await?;
        return Ok(json!({"kind": kind, "state": "waiting", "id": id}));
    }
    let driver = cx.app.mailer.as_deref().map(Mailer::name);
    let answer = answer_to(Channel::Mail, mail::send_sample(cx, to, kind).await?)?;
    Ok(json!({"kind": kind, "state": "sent", "driver": driver, "answer": answer}))
}

/// That the samples ended at a kind, and which were made before it.
fn ended_at(kind: MailKind, before: &[MailKind], why: CommandFailure) -> CommandFailure {
    let made: Vec<&str> = before.iter().map(|one| one.as_str()).collect();
    let made = if made.is_empty() { "none".to_owned() } else { made.join(", ") };
    match why {
        CommandFailure::Failed(why) => {
            CommandFailure::Failed(format!("{}: {why}; made before it: {made}", kind.as_str()))
        }
        other => other,
    }
}

/// Who gets it, where the operator's templates are sound.
fn recipient(cx: &Cx<'_>, args: &TestArgs) -> Result<Recipient, CommandFailure> {
    let to = Recipient::address(&args.address, args.language)?;
    let problems = letters::problems(&cx.app.config).map_err(CommandFailure::failed)?;
    match problems.first() {
        Some(first) => Err(CommandFailure::failed(format!("mail.templates: {first}; run: signet config check"))),
        None => Ok(to),
    }
}

/// Whether the server is to send it: the inbox is in its memory.
fn is_queued(cx: &Cx<'_>, args: &TestArgs) -> bool {
    args.queue || cx.app.mailer.as_ref().is_some_and(|mailer| mailer.inbox().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_that_end_are_told_with_those_before() {
        let why = || CommandFailure::failed("the mail was not sent: 550 no such user");
        let told = |before: &[MailKind]| ended_at(MailKind::PasswordChanged, before, why()).to_string();
        let first = "password_changed: the mail was not sent: 550 no such user; made before it: ";
        assert_eq!(told(&[]), format!("{first}none"));
        assert_eq!(told(&[MailKind::Test, MailKind::PasswordLink]), format!("{first}test, password_link"));
    }
}
