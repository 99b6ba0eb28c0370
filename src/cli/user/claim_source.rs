//! `signet user claim-source set | list | remove`: claims that somebody else vouches for.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Named, with_user};
use crate::{
    cli::{CommandFailure, Global, input, output},
    domain::{
        directory::accounts::claim_sources::{self, Held, NewSource},
        kernel::Error,
    },
    store::claim_sources as rows,
    view::{self, ClaimSourceView},
};

const EXAMPLES: &str = "\
Examples:
  signet user claim-source set ada bank --claim credit_score --endpoint https://bank.example/claims --access-token-file token
  signet user claim-source set ada school --claim degree --claim graduated --jwt-file diploma.jwt
  signet user claim-source list ada

A client that asks for such a claim gets _claim_names and _claim_sources (OIDC Core section 5.6.2):
the JWT itself (aggregated), or where to fetch one and the token to show there (distributed).";

/// `signet user claim-source`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ClaimSourceArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Set a source of claims about a person; one of the same name is replaced
    Set(SetArgs),
    /// Print the sources of claims about a person
    List(Named),
    /// Remove a source
    Remove(RemoveArgs),
}

#[derive(Debug, Args)]
struct SetArgs {
    #[command(flatten)]
    named: Named,
    /// What ties the claims to their source in answers
    #[arg(value_name = "SOURCE")]
    source: String,
    /// A claim it holds; may be repeated. A client that does not ask for every one of them gets none
    #[arg(long = "claim", value_name = "NAME", required = true)]
    claims: Vec<String>,
    /// File with a JWT that holds them, signed by who vouches (- is standard input)
    #[arg(long, value_name = "FILE", required_unless_present = "endpoint", conflicts_with = "endpoint")]
    jwt_file: Option<PathBuf>,
    /// Where the client fetches such a JWT
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// File with the bearer token to show there (- is standard input)
    #[arg(long, value_name = "FILE", requires = "endpoint")]
    access_token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RemoveArgs {
    #[command(flatten)]
    named: Named,
    /// The name of the source
    #[arg(value_name = "SOURCE")]
    source: String,
}

/// Runs `signet user claim-source`.
pub fn run(global: &Global, args: ClaimSourceArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Set(args) => set(global, args),
        Verb::List(args) => list(global, &args),
        Verb::Remove(args) => {
            let user = with_user(global, &args.named.user, async |cx, user| {
                match claim_sources::remove(cx, &user.id, &args.source).await {
                    Err(Error::NotFound) => Err(CommandFailure::failed(format!(
                        "{} has no source {}; run: signet user claim-source list {0}",
                        user.username, args.source
                    ))),
                    other => Ok(other.map(|()| user)?),
                }
            })?;
            let human = format!("{} has no source {} any more", user.username, args.source);
            global.print(&human, &json!({"id": user.id, "source": args.source, "removed": true}))
        }
    }
}

fn set(global: &Global, args: SetArgs) -> Result<(), CommandFailure> {
    let held = match (&args.jwt_file, args.endpoint) {
        (Some(path), _) => Held::Jwt(input::secret(path, "JWT")?.expose().clone()),
        (None, Some(url)) => {
            let token = args.access_token_file.as_deref().map(|path| input::secret(path, "access token"));
            Held::Endpoint { url, access_token: token.transpose()? }
        }
        (None, None) => return Err(CommandFailure::Usage("give --jwt-file or --endpoint".to_owned())),
    };
    let new = NewSource { name: args.source.clone(), claims: args.claims, held };
    let user = with_user(global, &args.named.user, async |cx, user| {
        claim_sources::set(cx, &user.id, new).await?;
        Ok(user)
    })?;
    let human = format!("{} has the source {}", user.username, args.source);
    global.print(&human, &json!({"id": user.id, "source": args.source, "set": true}))
}

fn list(global: &Global, args: &Named) -> Result<(), CommandFailure> {
    let all = with_user(global, &args.user, async |cx, user| {
        let mut conn = cx.read().await?;
        Ok(rows::list_for_user(&mut conn, &user.id).await?)
    })?;
    let shown: Vec<ClaimSourceView> = view::all(&all);
    let table: Vec<Vec<String>> = shown
        .iter()
        .map(|one| {
            let place = one.endpoint.clone().unwrap_or_default();
            vec![one.source.clone(), one.kind.to_owned(), one.claims.join(" "), place]
        })
        .collect();
    let human = output::table(&["SOURCE", "KIND", "CLAIMS", "ENDPOINT"], &table, "nobody else vouches for this person");
    global.print(&human, &shown)
}
