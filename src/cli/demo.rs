//! `signet demo link`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{CommandFailure, Global, context};
use crate::domain::{installation::demo, kernel::Error};

const EXAMPLES: &str = "\
Examples:
  signet serve --demo       makes the demo and prints a first link
  signet demo link          another one, at any time, beside the server
  signet demo link --mail   another one, by mail: look at /dev/mail";

/// Why a demo is refused under any other issuer.
pub const ONLY_LOOPBACK: &str = "is for trying Signet out: whoever reads the terminal can sign in, so it needs a loopback \
                                 issuer such as http://localhost:8080";

/// `signet demo`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DemoArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Verb {
    /// Print a new link that signs you in as the demo person, once
    Link {
        /// Send the link by mail to the demo person's address instead of printing it
        #[arg(long)]
        mail: bool,
    },
}

fn refused(error: Error) -> CommandFailure {
    match error {
        Error::Forbidden => CommandFailure::Usage(format!("the demo {ONLY_LOOPBACK}")),
        Error::NotFound => CommandFailure::failed("there is no demo here; make one with: signet serve --demo"),
        other => other.into(),
    }
}

/// Runs `signet demo`.
pub fn run(global: &Global, args: &DemoArgs) -> Result<(), CommandFailure> {
    let Verb::Link { mail } = args.verb;
    if mail {
        let person = context::run(global, async |cx| demo::link_by_mail(cx).await.map_err(refused))?;
        let human = format!("{person} gets a mail with a link to sign in (once, within 24 hours)");
        return global.print(&human, &json!({"username": person, "mailed": true}));
    }
    let made = context::run(global, async |cx| demo::link(cx).await.map_err(refused))?;
    let human = format!("Sign in as {} with this link (once, within 24 hours):\n{}", made.person, made.link);
    global.print(&human, &json!({"username": made.person, "link": made.link}))
}
