//! `signet user invite` and `signet user invitations list | revoke`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::ListArgs;
use crate::{
    base::time::Seconds,
    cli::{
        CommandFailure, Global,
        context::{self, missing},
        input, output,
    },
    domain::{
        directory::{
            accounts::invitations::{self, InvitationDelivery, ListedInvitation, MadeInvitation, NewInvitation},
            organizations,
        },
        kernel::Error,
    },
    render::Locale,
    store::PageRequest,
    view::{self, InvitationView},
};

const EXAMPLES: &str = "\
Examples:
  signet user invite grace@example.com                  she gets a mail with a link
  signet user invite grace@example.com --name \"Grace Hopper\" --organization acme --role owner
  signet user invite grace@example.com --print --expires 1d | tail -1
  signet user invitations list
  signet user invitations revoke grace@example.com

Whoever has the link makes the account of that address, once. It asks what a sign-up asks
([sign_up]) and needs sign_up.mode \"invitation\" or \"open\"; the lists of mail domains do not
count. A link that was mailed proves the address; one that is printed does not: send it on a way
that only the person reads. A newer invitation ends the older ones of its address, and none signs
in to an account that is there.";

/// `signet user invite`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct InviteArgs {
    /// The address of the account
    #[arg(value_name = "ADDRESS")]
    email: String,
    /// What the person is called; they can change it
    #[arg(long)]
    name: Option<String>,
    /// The organization that they will belong to: slug or id
    #[arg(long)]
    organization: Option<String>,
    /// A role there; may be repeated
    #[arg(long = "role", value_name = "ROLE", requires = "organization")]
    roles: Vec<String>,
    /// How long the link works: 5m to 30d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = input::length)]
    expires: Seconds,
    /// The language of the mail, such as de
    #[arg(long, value_name = "LANGUAGE", value_parser = input::language)]
    language: Option<Locale>,
    /// Print the link instead of mailing it
    #[arg(long)]
    print: bool,
}

/// `signet user invitations`
#[derive(Debug, Args)]
pub struct InvitationsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print invitations, oldest first, with what became of each
    List(ListArgs),
    /// Take an invitation back, so that its link is worth nothing
    Revoke {
        /// Its id, or the address: then all that are open for it
        #[arg(value_name = "INVITATION")]
        invitation: String,
    },
}

/// Runs `signet user invite`.
pub fn invite(global: &Global, args: InviteArgs) -> Result<(), CommandFailure> {
    let made = context::run(global, async |cx| {
        let organization = match &args.organization {
            Some(name) => {
                let mut conn = cx.read().await?;
                let found = organizations::find(cx, &mut conn, name).await;
                Some(missing("organization", name, found)?.id)
            }
            None => None,
        };
        let new = NewInvitation {
            email: args.email,
            name: args.name,
            organization,
            roles: args.roles,
            locale: args.language.unwrap_or_default(),
            lifetime: args.expires,
            delivery: if args.print { InvitationDelivery::Print } else { InvitationDelivery::Mail },
        };
        Ok(invitations::invite(cx, new).await?)
    })?;
    let MadeInvitation { row, link } = made;
    let until = output::time(row.expires_at);
    let human = match &link {
        Some(link) => format!("With this link {} makes an account, once, until {until}:\n{}", row.email, link.expose()),
        None => format!(
            "{} gets a mail with a link that makes an account, once, until {until}; what becomes of it: signet mail list",
            row.email
        ),
    };
    let link = link.map(|link| link.expose().clone());
    let told = json!({"id": row.id, "email": row.email, "mailed": row.mailed != 0, "link": link, "expires_at": until});
    global.print(&human, &told)
}

/// Runs `signet user invitations`.
pub fn invitations(global: &Global, args: InvitationsArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::List(args) => {
            let page = PageRequest { after: args.after, limit: args.limit };
            let all = context::run(global, async |cx| Ok(invitations::list(cx, &page).await?))?;
            global.print(&table(&all), &view::all::<_, InvitationView>(&all))
        }
        Verb::Revoke { invitation } => {
            let revoked = context::run(global, async |cx| {
                invitations::revoke(cx, &invitation).await.map_err(|error| match error {
                    Error::NotFound => CommandFailure::Failed(format!(
                        "there is no open invitation {invitation:?}; run: signet user invitations list"
                    )),
                    other => other.into(),
                })
            })?;
            let human = match revoked.len() {
                1 => format!("the invitation {invitation} is taken back"),
                many => format!("{many} invitations of {invitation} are taken back"),
            };
            global.print(&human, &json!({"revoked": revoked}))
        }
    }
}

fn table(all: &[ListedInvitation]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|ListedInvitation { row, state }| {
            vec![
                row.id.to_string(),
                row.email.clone(),
                state.as_str().to_owned(),
                output::time(row.created_at),
                output::time(row.expires_at),
            ]
        })
        .collect();
    let none = "nobody is invited; run: signet user invite ADDRESS";
    output::table(&["ID", "ADDRESS", "STATE", "INVITED", "EXPIRES"], &rows, none)
}
