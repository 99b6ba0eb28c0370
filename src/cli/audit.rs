//! `signet audit list | tokens | kinds`.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{CommandFailure, Global, context, output};
use crate::{
    base::{
        id::UserId,
        time::{Clock, Seconds, Timestamp},
    },
    config::{suggest::nearest, units::parse_length},
    domain::{
        directory::accounts,
        kernel::{Cx, audit, catalogue::EventKind},
    },
    protocol::client::ClientId,
    store::{
        Conn, PageRequest,
        audit::{AuditEvent, Filter},
        token_counts,
    },
    view::{self, AuditEventView, EventKindView, TokenCountView},
};

const EXAMPLES: &str = "\
Examples:
  signet audit list --since 1h
  signet audit list --user ada --kind sign_in.failed
  signet audit list --user ada --kind token.issued --since 1h
  signet audit tokens --user ada --since 30d
  signet audit kinds                              what is written down at all
  signet audit list --since 2026-11-01 --until 2026-12-01 --limit 1000 --json
  signet audit list --after aud_01J9X4M2T7…       the next page";

/// `signet audit`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct AuditArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print events, the newest first
    List(ListArgs),
    /// Print how many times tokens were issued to each app for each person, by the hour: what is kept of token events
    /// after audit.token_retention
    Tokens(TokensArgs),
    /// Print every kind of event: how much it matters, who may see it, other names for it
    Kinds,
}

/// Of all that there is, what is wanted.
#[derive(Debug, Args)]
struct Narrowing {
    /// Only what concerns this person (user name, address, id or subject; the id alone of somebody who was
    /// deleted)
    #[arg(long)]
    user: Option<String>,
    /// Only what concerns this client
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// At or after: 2026-11-21T10:00:00Z, 2026-11-21, or 90m, 24h, 7d ago
    #[arg(long, value_name = "WHEN", value_parser = when)]
    since: Option<Timestamp>,
    /// Before; written like --since
    #[arg(long, value_name = "WHEN", value_parser = when)]
    until: Option<Timestamp>,
}

impl Narrowing {
    async fn filter(&self, cx: &Cx<'_>, conn: &mut Conn, kind: Option<EventKind>) -> Result<Filter, CommandFailure> {
        Ok(Filter {
            issuer: Some(cx.issuer.id.clone()),
            kind: kind.map(|kind| kind.as_str().to_owned()),
            user: person(conn, self.user.as_deref()).await?,
            client: self.client.as_ref().map(ClientId::new),
            since: self.since,
            until: self.until,
        })
    }
}

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct TokensArgs {
    #[command(flatten)]
    narrowing: Narrowing,
    /// How many rows at most: one for each hour, client and person
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct ListArgs {
    #[command(flatten)]
    narrowing: Narrowing,
    /// Only events of this kind, such as session.started, or of another name for it: signet audit kinds
    #[arg(long, value_parser = kind)]
    kind: Option<EventKind>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
    /// Continue after this event: the last one of the page before
    #[arg(long, value_name = "EVENT_ID")]
    after: Option<String>,
}

fn kind(name: &str) -> Result<EventKind, String> {
    EventKind::named(name).filter(|kind| kind.is_audited()).ok_or_else(|| {
        let known = EventKind::ALL.iter().filter(|kind| kind.is_audited()).map(|kind| kind.as_str());
        nearest(name, known).map_or_else(
            || "there is no such kind of event; run: signet audit kinds".to_owned(),
            |meant| format!("did you mean {meant}?"),
        )
    })
}

/// Runs `signet audit`.
pub fn run(global: &Global, args: &AuditArgs) -> Result<(), CommandFailure> {
    match &args.verb {
        Verb::List(args) => list(global, args),
        Verb::Tokens(args) => tokens(global, args),
        Verb::Kinds => kinds(global),
    }
}

fn kinds(global: &Global) -> Result<(), CommandFailure> {
    let all: Vec<EventKindView> =
        EventKind::ALL.iter().filter(|kind| kind.is_audited()).map(EventKindView::from).collect();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            vec![one.kind.to_string(), one.severity.to_string(), one.audience.to_string(), one.aliases.join(" ")]
        })
        .collect();
    global.print(&output::table(&["KIND", "SEVERITY", "SEEN BY", "ALSO CALLED"], &rows, ""), &all)
}

fn list(global: &Global, args: &ListArgs) -> Result<(), CommandFailure> {
    let events = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let filter = args.narrowing.filter(cx, &mut conn, args.kind).await?;
        let page = PageRequest { after: args.after.clone(), limit: args.limit };
        Ok(audit::list(&mut conn, &filter, &page).await?)
    })?;
    global.print(&table(&events), &view::all::<_, AuditEventView>(&events))
}

/// Who is meant. What happened to somebody who was deleted is still found by their id.
async fn person(conn: &mut Conn, name: Option<&str>) -> Result<Option<UserId>, CommandFailure> {
    let Some(name) = name else { return Ok(None) };
    if let Ok(id) = name.parse() {
        return Ok(Some(id));
    }
    Ok(Some(context::missing("user", name, accounts::find(conn, name).await)?.id))
}

fn tokens(global: &Global, args: &TokensArgs) -> Result<(), CommandFailure> {
    let counts = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let filter = args.narrowing.filter(cx, &mut conn, None).await?;
        Ok(token_counts::list(&mut conn, &filter, args.limit).await?)
    })?;
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|one| vec![output::time(one.hour), one.client_id.to_string(), one.user_key.clone(), one.count.to_string()])
        .collect();
    let table = output::table(&["HOUR", "CLIENT", "PERSON", "TIMES"], &rows, "nothing was counted yet");
    global.print(&table, &view::all::<_, TokenCountView>(&counts))
}

fn table(events: &[AuditEvent]) -> String {
    let rows: Vec<Vec<String>> = events
        .iter()
        .map(|event| {
            let concerns = [
                event.user_id.as_ref().map(ToString::to_string),
                event.client_id.as_ref().map(ToString::to_string),
                event
                    .data
                    .iter()
                    .map(|(name, value)| format!("{name}={}", plain(value)))
                    .reduce(|a, b| format!("{a} {b}")),
            ];
            let concerns: Vec<String> = concerns.into_iter().flatten().collect();
            vec![output::time(event.at), event.kind.clone(), event.actor.clone(), concerns.join(" ")]
        })
        .collect();
    output::table(&["AT", "KIND", "ACTOR", "CONCERNS"], &rows, "no such events")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A time as people write it.
fn when(text: &str) -> Result<Timestamp, String> {
    let seconds = |at: jiff::Timestamp| Timestamp(at.as_second());
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(seconds(at));
    }
    if let Ok(day) = text.parse::<jiff::civil::Date>()
        && let Ok(midnight) = day.to_zoned(jiff::tz::TimeZone::UTC)
    {
        return Ok(seconds(midnight.timestamp()));
    }
    parse_length(text)
        .map(|ago| Clock::System.now() - Seconds(ago))
        .ok_or_else(|| "write 2026-11-21T10:00:00Z, 2026-11-21, or how long ago: 90m, 24h, 7d".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(when("2026-11-21T10:00:00Z"), Ok(Timestamp(1_795_255_200)));
        assert_eq!(when("2026-11-21T10:00:00+01:00"), Ok(Timestamp(1_795_251_600)));
        assert_eq!(when("2026-11-21"), Ok(Timestamp(1_795_219_200)));
        let before = Clock::System.now();
        let hour_ago = when("1h").unwrap();
        let after = Clock::System.now();
        assert!((before..=after).contains(&(hour_ago + Seconds(3600))), "{hour_ago:?}");
        for wrong in ["", "yesterday", "2026-13-01", "1x"] {
            let expected = "write 2026-11-21T10:00:00Z, 2026-11-21, or how long ago: 90m, 24h, 7d";
            assert_eq!(when(wrong).unwrap_err(), expected, "{wrong}");
        }
    }
}
