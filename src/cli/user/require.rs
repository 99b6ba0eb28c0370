//! `signet user require`: a step at somebody's next sign-in.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::with_user;
use crate::{
    cli::{CommandFailure, Global},
    domain::directory::accounts,
};

/// `signet user require`
#[derive(Debug, Args)]
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
    /// Set up an authenticator app, for whoever has none; nothing can be put off
    Factor,
}

/// Runs `signet user require`.
pub fn run(global: &Global, args: &RequireArgs) -> Result<(), CommandFailure> {
    let RequiredStep::Factor = args.step;
    let (user, changed) = with_user(global, &args.user, async |cx, user| {
        let changed = accounts::require_factor(cx, &user.id, !args.off).await?;
        Ok((user, changed))
    })?;
    let name = &user.username;
    let human = match (user.second_factor_at.is_some(), args.off, changed) {
        (true, false, _) => format!("{name} must have a further factor, and has one"),
        (true, true, _) => format!("{name} need not have a further factor, and has one"),
        (false, true, _) => format!("{name} need not set up a further factor"),
        (false, false, true) => format!("{name} sets up a further factor at the next sign-in"),
        (false, false, false) => format!("{name} had to set up a further factor already"),
    };
    global.print(&human, &json!({"id": user.id, "step": "factor", "changed": changed}))
}
