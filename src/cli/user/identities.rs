//! `signet user identities`: who a person is at other providers.

use clap::Args;
use serde_json::json;

use super::with_user;
use crate::{
    base::{text::printable, time::Timestamp},
    cli::{CommandFailure, Global, input, output},
    domain::{
        kernel::{Cx, Error},
        login::identities::{self, Disconnected, Disconnecting},
        registry::upstreams::tokens::has_ended,
    },
    store::{identities::NamedIdentity, users::User},
    view::{self, IdentityView},
};

const EXAMPLES: &str = "\
Examples:
  signet user identities ada                  by which other providers she signs in, and as whom there
  signet user identities ada --remove staff   her provider made her anew: she comes back as somebody else

Who was taken away by mistake comes back: whoever signs in at a provider that vouches for the address
of the account is connected again, and so is who adds it at /account. What was kept of it is revoked
there, what its rules gave ends, and a mail tells the person. Sessions go on: signet user sign-out
ends them. The last way in may be taken away, too; the command says so before.";

/// `signet user identities`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct IdentitiesArgs {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
    /// Take the one at this upstream away. Asks before
    #[arg(long, value_name = "UPSTREAM")]
    remove: Option<String>,
    #[command(flatten)]
    sure: input::Sure,
}

/// Runs `signet user identities`.
pub fn run(global: &Global, args: &IdentitiesArgs) -> Result<(), CommandFailure> {
    match &args.remove {
        None => list(global, &args.user),
        Some(upstream) => remove(global, args, upstream),
    }
}

fn list(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, all, now) = with_user(global, name, async |cx, user| {
        let all = identities::of_person(cx, &user.id).await?;
        Ok((user, all, cx.now))
    })?;
    let none = format!("{} signs in by no other provider", user.username);
    global.print(&table(&all, now, &none), &view::all::<_, IdentityView>(&all))
}

fn table(all: &[NamedIdentity], now: Timestamp, none: &str) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let identity = &one.identity;
            let marks = [
                one.upstream_disabled_at.map(|_| "disabled".to_owned()),
                one.kept.as_ref().map(|kept| format!("kept: {}", kept.scopes.join(" "))),
                one.kept.as_ref().filter(|kept| has_ended(kept, now)).map(|_| "must sign in there again".to_owned()),
            ];
            let marks: Vec<String> = marks.into_iter().flatten().collect();
            vec![
                one.upstream.clone(),
                identity.label.clone().unwrap_or_default(),
                identity.iss.clone(),
                identity.sub.clone(),
                output::time(identity.created_at),
                identity.last_used_at.map(output::time).unwrap_or_default(),
                marks.join(", "),
            ]
        })
        .collect();
    output::table(&["UPSTREAM", "NAME THERE", "ISSUER", "SUBJECT", "ADDED", "LAST USED", ""], &rows, none)
}

fn remove(global: &Global, args: &IdentitiesArgs, upstream: &str) -> Result<(), CommandFailure> {
    let (user, gone) = with_user(global, &args.user, async |cx, user| {
        let before = disconnect(cx, &user, upstream, true).await?;
        args.sure.confirm(&order(&user, &before))?;
        let gone = disconnect(cx, &user, upstream, false).await?;
        Ok((user, gone))
    })?;
    let name = &user.username;
    let first = format!("{} is disconnected from {name}", gone.identity.upstream);
    let human = if gone.was_last {
        format!(
            "{first}, and nothing else opens the account: its person comes by a provider that vouches for the address, \
             or by a link, run: signet user password-link {name}"
        )
    } else {
        first
    };
    let json = json!({
        "id": user.id, "removed": IdentityView::from(&gone.identity), "was_last_way_in": gone.was_last,
    });
    global.print(&human, &json)
}

/// What is about to be done, as an order.
fn order(user: &User, gone: &Disconnected) -> String {
    // The provider chose it, and it stands on a terminal.
    let there = gone.identity.identity.label.as_ref().unwrap_or(&gone.identity.identity.sub);
    let there = printable(there, |_| false);
    let first = format!("Disconnect {there} at {} from {} ({})", gone.identity.upstream, user.username, user.id);
    if gone.was_last { format!("{first}, whose account nothing else opens") } else { first }
}

async fn disconnect(cx: &Cx<'_>, user: &User, upstream: &str, dry_run: bool) -> Result<Disconnected, CommandFailure> {
    identities::disconnect(cx, Disconnecting { user: &user.id, upstream, dry_run }).await.map_err(|error| match error {
        Error::NotFound => {
            let name = &user.username;
            CommandFailure::Failed(format!("{name} has none at {upstream:?}; run: signet user identities {name}"))
        }
        other => other.into(),
    })
}
