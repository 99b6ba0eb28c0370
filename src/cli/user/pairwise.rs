//! `signet user pairwise list | find | import`: what people are called in each sector.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::json;

use super::{Named, with_user};
use crate::{
    cli::{CommandFailure, Global, context, input, output},
    domain::directory::accounts::pairwise::{self, GivenSubject, Imported},
    protocol::subject::parse_sector,
    store::{pairwise_subjects as rows, users},
    view::{self, PairwiseSubjectView, UserView},
};

const EXAMPLES: &str = "\
Examples:
  signet user pairwise list ada
  signet user pairwise find app.example.com 24400320
  signet user pairwise import subjects.jsonl

A client with subject_type pairwise sees subjects of its sector: the host of its
sector_identifier_uri, or of its redirect URIs; client:CLIENT_ID where they lead to the
person's own device. They are made when they are first needed.

FILE holds those of another system, a JSON object on each line:
  {\"sector\": \"app.example.com\", \"user\": \"ada\", \"sub\": \"24400320\"}
The whole file is checked before anything is written, and may be imported again. Nobody who
has a subject in a sector gets another: import before the clients move.";

/// `signet user pairwise`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PairwiseArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print what a person is called in each sector
    List(Named),
    /// Print whom the clients of a sector mean
    Find(FindArgs),
    /// Bring over the subjects of another system
    Import(ImportArgs),
}

#[derive(Debug, Args)]
struct FindArgs {
    /// The sector: a host, or client:CLIENT_ID
    #[arg(value_name = "SECTOR")]
    sector: String,
    /// The subject
    #[arg(value_name = "SUB")]
    sub: String,
}

#[derive(Debug, Args)]
struct ImportArgs {
    /// File with a JSON object on each line (- is standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `signet user pairwise`.
pub fn run(global: &Global, args: PairwiseArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::List(args) => list(global, &args),
        Verb::Find(args) => find(global, &args),
        Verb::Import(args) => {
            let given = read(&args.file)?;
            let Imported { added, unchanged } =
                context::run(global, async |cx| Ok(pairwise::import(cx, &given).await?))?;
            let human = format!("{added} subjects are new, {unchanged} were there already");
            global.print(&human, &json!({"added": added, "unchanged": unchanged}))
        }
    }
}

fn list(global: &Global, args: &Named) -> Result<(), CommandFailure> {
    let all = with_user(global, &args.user, async |cx, user| {
        let mut conn = cx.read().await?;
        Ok(rows::list_for_user(&mut conn, &cx.issuer.id, &user.id).await?)
    })?;
    let table: Vec<Vec<String>> =
        all.iter().map(|row| vec![row.sector.clone(), row.sub.clone(), output::time(row.created_at)]).collect();
    let human = output::table(&["SECTOR", "SUB", "SINCE"], &table, "no client that sees pairwise subjects knows them");
    global.print(&human, &view::all::<_, PairwiseSubjectView>(&all))
}

fn find(global: &Global, args: &FindArgs) -> Result<(), CommandFailure> {
    let sector = parse_sector(&args.sector).ok_or_else(|| {
        CommandFailure::Usage("SECTOR must be a host such as app.example.com, or client:CLIENT_ID".to_owned())
    })?;
    let user = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let Some(id) = rows::find_user_by_sub(&mut conn, &cx.issuer.id, &sector, &args.sub).await? else {
            return Ok(None);
        };
        Ok(users::find(&mut conn, &id).await?)
    })?;
    let user = user.ok_or_else(|| CommandFailure::failed(format!("nobody is called {:?} in {sector}", args.sub)))?;
    global.print(&format!("{} ({})", user.username, user.id), &UserView::from(&user))
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sector: String,
    user: String,
    sub: String,
}

fn read(path: &Path) -> Result<Vec<GivenSubject>, CommandFailure> {
    let text = input::long_text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let line: Line = serde_json::from_str(line).map_err(|why| {
                CommandFailure::Usage(format!("line {} is no object with sector, user and sub: {why}", at + 1))
            })?;
            Ok(GivenSubject { line: at + 1, sector: line.sector, user: line.user, sub: line.sub })
        })
        .collect()
}
