//! `signet user password-link`.

use clap::Args;
use serde_json::json;

use super::{Named, with_user};
use crate::{
    base::time::Seconds,
    cli::{CommandFailure, Global, input, output},
    domain::directory::accounts::password_link,
};

const EXAMPLES: &str = "\
Examples:
  signet user password-link ada                 send her the link that is printed
  signet user password-link ada --mail          send it to her address; nobody else sees it
  signet user password-link ada --lifetime 15m --json | jq -r .link

Whoever has the link sets the password of that account, once: send it on a way that only the
person reads. Opening it spends nothing. Once the password is set, every session of the person
and all that apps may do for them is over. A new link, and a new password, end the ones before.

A link that was mailed proves the address, once it is used. Where nobody had proven it before,
what was set up in the account until then goes.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct PasswordLinkArgs {
    #[command(flatten)]
    named: Named,
    /// How long the link works: 5m to 7d
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = input::length)]
    lifetime: Seconds,
    /// Send the link by mail to the address of the account instead of printing it
    #[arg(long)]
    mail: bool,
}

pub(super) fn run(global: &Global, args: &PasswordLinkArgs) -> Result<(), CommandFailure> {
    if args.mail {
        return by_mail(global, args);
    }
    let (user, made) = with_user(global, &args.named.user, async |cx, user| {
        let made = password_link::issue(cx, &user.id, args.lifetime).await?;
        Ok((user, made))
    })?;
    let until = output::time(made.expires_at);
    let human =
        format!("With this link {} sets a password, once, until {until}:\n{}", user.username, made.link.expose());
    global.print(&human, &json!({"id": user.id, "link": made.link.expose(), "expires_at": until}))
}

fn by_mail(global: &Global, args: &PasswordLinkArgs) -> Result<(), CommandFailure> {
    let (user, expires_at) = with_user(global, &args.named.user, async |cx, user| {
        let expires_at = password_link::issue_by_mail(cx, &user.id, args.lifetime).await?;
        Ok((user, expires_at))
    })?;
    let until = output::time(expires_at);
    let human = format!(
        "{} gets a mail with a link that sets a password, once, until {until}; what becomes of it: signet mail list",
        user.username
    );
    global.print(&human, &json!({"id": user.id, "mailed": true, "expires_at": until}))
}
