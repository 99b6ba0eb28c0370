//! `signet user merge`: two accounts of one person become one.

use clap::Args;
use serde_json::json;

use super::with_user;
use crate::{
    cli::{CommandFailure, Global, context::missing, input},
    domain::directory::accounts::{self, Merged, Merging},
};

const EXAMPLES: &str = "\
Examples:
  signet user merge ada.old ada --dry-run   what would be done
  signet user merge ada.old ada             what opens ada.old opens ada from then on

Connected accounts and memberships of FROM become those of INTO. INTO keeps its subject, names, password
and passkeys; where FROM had a further factor, INTO must have one. FROM is signed out everywhere and stays,
switched off for good, so that nobody ever gets its subject or its names; signet user delete erases it.";

/// `signet user merge`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct MergeArgs {
    /// The account that ends: user name, e-mail address, id or subject
    #[arg(value_name = "FROM")]
    from: String,
    /// The account that goes on
    #[arg(value_name = "INTO")]
    into: String,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    sure: input::Sure,
}

/// Runs `signet user merge`.
pub fn run(global: &Global, args: &MergeArgs) -> Result<(), CommandFailure> {
    let (from, into, merged) = with_user(global, &args.from, async |cx, from| {
        let mut conn = cx.read().await?;
        let into = missing("user", &args.into, accounts::find(&mut conn, &args.into).await)?;
        drop(conn);
        if !args.dry_run {
            args.sure
                .confirm(&format!("Merge {} ({}) into {} ({})", from.username, from.id, into.username, into.id))?;
        }
        let merging = Merging { from: &from.id, into: &into.id, dry_run: args.dry_run };
        let merged = accounts::merge(cx, merging).await?;
        Ok((from, into, merged))
    })?;
    let Merged { moved, dropped, organizations, requires_factor } = &merged;
    let done = if args.dry_run { "would be merged" } else { "is merged" };
    let told =
        [("connected accounts", moved), ("connected accounts that go", dropped), ("organizations", organizations)];
    let lists = told.into_iter().filter(|(_, names)| !names.is_empty());
    let parts = lists.map(|(what, names)| format!("{what}: {}", names.join(", ")));
    let parts = parts.chain(requires_factor.then(|| "a further factor is wanted at the next sign-in".to_owned()));
    let first = format!("{} {done} into {}", from.username, into.username);
    let human = std::iter::once(first).chain(parts).collect::<Vec<String>>().join("; ");
    let json = json!({
        "from": from.id, "into": into.id, "identities": moved, "identities_dropped": dropped,
        "organizations": organizations, "factor_required": requires_factor, "dry_run": args.dry_run,
    });
    global.print(&human, &json)
}
