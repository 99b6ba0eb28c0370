//! `signet client token create | list | revoke`: initial access tokens (RFC 7591 §1.2).

use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    base::{id::InitialAccessTokenId, time::Seconds},
    cli::{CommandFailure, Global, context, input, output},
    config::registration::Mode,
    domain::{
        kernel::Error,
        registry::initial_access_tokens::{self, NewToken},
    },
    store::{PageRequest, initial_access_tokens as rows},
    view::{self, InitialAccessTokenView},
};

const EXAMPLES: &str = "\
Examples:
  signet client token create --label \"partner portal\" --uses 1 --lifetime 1d
  signet client token create --lifetime 30d           any number of registrations
  signet client token revoke iat_…

Whoever shows such a token at the registration endpoint may register a client while
registration.mode is \"token\". It is printed once; only its digest is kept.";

/// `signet client token`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct TokenArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a token that permits registration
    Create(CreateArgs),
    /// Print the tokens that were made
    List,
    /// Take a token back; clients that were registered with it stay
    Revoke(Named),
}

#[derive(Debug, Args)]
struct CreateArgs {
    /// What you call it
    #[arg(long)]
    label: Option<String>,
    /// How many clients may be registered with it; any number when left out
    #[arg(long, value_name = "N")]
    uses: Option<u32>,
    /// How long it lives, such as 1h or 30d
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = input::length)]
    lifetime: Seconds,
}

#[derive(Debug, Args)]
struct Named {
    /// The token's id, as `list` prints it
    #[arg(value_name = "ID")]
    id: InitialAccessTokenId,
}

/// Runs `signet client token`.
pub(super) fn run(global: &Global, args: TokenArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => create(global, args),
        Verb::List => list(global),
        Verb::Revoke(args) => {
            context::run(global, async |cx| match initial_access_tokens::revoke(cx, &args.id).await {
                Err(Error::NotFound) => Err(CommandFailure::Failed(format!(
                    "there is no living token {}; run: signet client token list",
                    args.id
                ))),
                other => Ok(other?),
            })?;
            global.print(&format!("{} is worth nothing any more", args.id), &json!({"id": args.id, "revoked": true}))
        }
    }
}

fn create(global: &Global, args: CreateArgs) -> Result<(), CommandFailure> {
    let new = NewToken { label: args.label, uses: args.uses, lifetime: args.lifetime };
    let (row, token, used) = context::run(global, async |cx| {
        let (row, token) = initial_access_tokens::create(cx, new).await?;
        Ok((row, token, cx.app.config.registration.mode))
    })?;
    let note = match used {
        Mode::Token => None,
        Mode::Open => Some("registration.mode is \"open\": nobody needs a token now".to_owned()),
        Mode::Closed => Some("registration.mode is \"closed\": set it to \"token\" for this to be of use".to_owned()),
    };
    let human = output::facts(&[
        ("id", Some(row.id.to_string())),
        ("initial access token", Some(format!("{}   (shown this once)", token.expose()))),
        ("label", row.label.clone()),
        ("registrations", Some(row.uses_left.map_or_else(|| "any number".to_owned(), |left| left.to_string()))),
        ("expires", Some(output::time(row.expires_at))),
        ("note", note),
    ]);
    global.print(&human, &InitialAccessTokenView::made(&row, &token))
}

fn list(global: &Global) -> Result<(), CommandFailure> {
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        Ok(rows::list(&mut conn, &cx.issuer.id, &PageRequest { after: None, limit: 10_000 }).await?)
    })?;
    let table: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let left = one.uses_left.map_or_else(|| "any".to_owned(), |left| left.to_string());
            let state = if one.revoked_at.is_some() { "revoked" } else { "" };
            vec![
                one.id.to_string(),
                one.label.clone().unwrap_or_default(),
                left,
                output::time(one.expires_at),
                one.last_used_at.map(output::time).unwrap_or_default(),
                state.to_owned(),
            ]
        })
        .collect();
    let none = "no tokens yet; run: signet client token create";
    let human = output::table(&["ID", "LABEL", "LEFT", "EXPIRES", "LAST USED", ""], &table, none);
    global.print(&human, &view::all::<_, InitialAccessTokenView>(&all))
}
