//! `signet session list | end | deliveries`.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::{
    CommandFailure, Global,
    context::{self, missing},
    output,
};
use crate::{
    base::id::SessionId,
    domain::{consumers::backchannel_logout as backchannel, directory::accounts, sessions},
    store::{
        outbox_deliveries::{self, DeliveryState, Logged, Narrowed},
        sessions as session_rows,
    },
    view::{self, DeliveryView, SessionView},
};

const EXAMPLES: &str = "\
Examples:
  signet session list ada                   where ada is signed in
  signet session end ses_01J9X4M2T7…        signed out there; its clients are told
  signet user sign-out ada                  signed out everywhere
  signet session deliveries --state failed  which clients could not be told of a logout
  signet session deliveries --client web --limit 500 --json";

/// `signet session`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SessionArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print where a person is signed in, the last used first
    List(ListArgs),
    /// End one session: its online grants are over, its clients are told
    End(EndArgs),
    /// Print what clients were told of logouts over the back channel, the newest first
    Deliveries(DeliveriesArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
}

#[derive(Debug, Args)]
struct EndArgs {
    /// The session's id
    #[arg(value_name = "SESSION_ID")]
    session: SessionId,
}

#[derive(Debug, Args)]
struct DeliveriesArgs {
    /// Only those to this client
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// Only those in this state
    #[arg(long, value_enum)]
    state: Option<Wanted>,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wanted {
    Waiting,
    Delivered,
    Failed,
}

/// Runs `signet session`.
pub fn run(global: &Global, args: SessionArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::List(args) => list(global, &args),
        Verb::End(args) => end(global, &args.session),
        Verb::Deliveries(args) => deliveries(global, &args),
    }
}

fn list(global: &Global, args: &ListArgs) -> Result<(), CommandFailure> {
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let user = missing("user", &args.user, accounts::find(&mut conn, &args.user).await)?;
        Ok(session_rows::list_live_for_user(&mut conn, &cx.issuer.id, &user.id, cx.now).await?)
    })?;
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let place = one.ip.clone().unwrap_or_default();
            let agent = one.user_agent.clone().unwrap_or_default();
            vec![one.id.to_string(), output::time(one.signed_in_at()), output::time(one.last_seen_at), place, agent]
        })
        .collect();
    let human = output::table(&["ID", "SIGNED IN", "LAST USED", "FROM", "BROWSER"], &rows, "not signed in anywhere");
    global.print(&human, &view::all::<_, SessionView>(&all))
}

fn end(global: &Global, id: &SessionId) -> Result<(), CommandFailure> {
    let ended = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let session = session_rows::find(&mut conn, id).await?;
        drop(conn);
        let session = session.filter(|one| one.issuer_id == cx.issuer.id);
        let session = session.ok_or_else(|| CommandFailure::failed(format!("there is no session {id}")))?;
        Ok(sessions::end(cx, &session).await?)
    })?;
    let human = if ended { format!("{id} is ended") } else { format!("{id} had ended before") };
    global.print(&human, &json!({"id": id, "ended": true, "changed": ended}))
}

fn deliveries(global: &Global, args: &DeliveriesArgs) -> Result<(), CommandFailure> {
    let state = args.state.map(|wanted| match wanted {
        Wanted::Waiting => DeliveryState::Waiting,
        Wanted::Delivered => DeliveryState::Delivered,
        Wanted::Failed => DeliveryState::Failed,
    });
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let narrowed = Narrowed { target: args.client.as_deref(), state };
        Ok(outbox_deliveries::list(&mut conn, backchannel::CONSUMER, &cx.issuer.id, narrowed, args.limit).await?)
    })?;
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let why = one.last_error.clone().unwrap_or_default();
            vec![
                output::time(one.at),
                one.target.clone(),
                session_of(one),
                standing(one),
                one.attempts.to_string(),
                why,
            ]
        })
        .collect();
    let human = output::table(&["AT", "CLIENT", "SESSION", "STATE", "TRIES", "LAST ERROR"], &rows, "no deliveries");
    global.print(&human, &view::all::<_, DeliveryView>(&all))
}

fn session_of(one: &Logged) -> String {
    one.payload.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn standing(one: &Logged) -> String {
    let state = one.state().as_str();
    match one.delivered_at.or(one.failed_at) {
        Some(at) => format!("{state} {}", output::time(at)),
        None => format!("{state} until {}", output::time(one.next_at)),
    }
}
