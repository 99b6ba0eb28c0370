//! `signet user require`: a step at somebody's next sign-in.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::with_user;
use crate::{
    cli::{CommandFailure, Global},
    domain::directory::accounts::{self, Requirement},
};

const EXAMPLES: &str = "\
Examples:
  signet user require ada verify            she proves her address by a code or link that is mailed
  signet user require ada phone             she proves a telephone number by a code that is texted
  signet user require ada password          she chooses another password, after the present one
  signet user require ada factor            she sets up an authenticator app
  signet user require ada password --off

The step is asked of whoever signs in to the account, and of whoever is signed in to it before the
next app gets its answer; apps that ask with prompt=none get interaction_required until then.
`signet user show` prints what is still wanted.";

/// `signet user require`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RequireArgs {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
    /// The step
    #[arg(value_enum)]
    step: RequiredStep,
    /// Require it no more
    #[arg(long)]
    off: bool,
}

/// What can be required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RequiredStep {
    /// Prove the address of the account by a mail
    Verify,
    /// Prove a telephone number by a text
    Phone,
    /// Choose another password; other sessions end then
    Password,
    /// Set up an authenticator app, for whoever has none; nothing can be put off
    Factor,
}

/// Runs `signet user require`.
pub fn run(global: &Global, args: &RequireArgs) -> Result<(), CommandFailure> {
    let what = match args.step {
        RequiredStep::Verify => Requirement::Verify,
        RequiredStep::Phone => Requirement::Phone,
        RequiredStep::Password => Requirement::Password,
        RequiredStep::Factor => Requirement::Factor,
    };
    let (user, changed) = with_user(global, &args.user, async |cx, user| {
        let changed = accounts::require(cx, &user.id, what, !args.off).await?;
        Ok((user, changed))
    })?;
    let name = &user.username;
    let human = match args.step {
        RequiredStep::Verify => required(name, "prove the address", args.off, changed),
        RequiredStep::Phone => required(name, "prove a telephone number", args.off, changed),
        RequiredStep::Password => required(name, "choose another password", args.off, changed),
        RequiredStep::Factor => factor(name, user.second_factor_at.is_some(), args.off, changed),
    };
    global.print(&human, &json!({"id": user.id, "step": what.as_str(), "changed": changed}))
}

fn required(name: &str, does: &str, off: bool, changed: bool) -> String {
    match (off, changed) {
        (true, _) => format!("{name} need not {does}"),
        (false, true) => format!("{name} must {does} at the next sign-in"),
        (false, false) => format!("{name} had to {does} already"),
    }
}

fn factor(name: &str, has_one: bool, off: bool, changed: bool) -> String {
    match (has_one, off, changed) {
        (true, false, _) => format!("{name} must have a further factor, and has one"),
        (true, true, _) => format!("{name} need not have a further factor, and has one"),
        (false, true, _) => format!("{name} need not set up a further factor"),
        (false, false, true) => format!("{name} sets up a further factor at the next sign-in"),
        (false, false, false) => format!("{name} had to set up a further factor already"),
    }
}
