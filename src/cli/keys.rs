//! `signet keys list | rotate | revoke | rewrap`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{CommandFailure, Global, context, output};
use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::keys,
    },
    protocol::jose::key_ring::{KeyFacts, KeyKind, Transition},
    view::{self, KeyChangeView, KeyView},
};

const EXAMPLES: &str = "\
Examples:
  signet keys list
  signet keys rotate --all                  successors are published now and sign later
  signet keys rotate --alg RS256 --now      signs at once; clients must fetch the key set again
  signet keys revoke KID                    after a leak: nothing it signed is believed any more

A key is published (next) for keys.publish_ahead before it takes over (active). When its successor
does (retired), a signing key stays published for keys.retire_keep, and a key that clients encrypt
to opens messages for as long. This happens by itself every keys.rotation_interval.

To change the master key: put the new one in place, name the old one in
keys.previous_master_key_files, restart every server, then run: signet keys rewrap";

/// `signet keys`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct KeysArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print every key and where it is in its life
    List,
    /// Replace keys before their time
    Rotate(RotateArgs),
    /// Withdraw a key at once; its successor takes over
    Revoke {
        /// The key's name, as `signet keys list` prints it
        #[arg(value_name = "KID", allow_hyphen_values = true)]
        kid: String,
    },
    /// Seal every secret in the database anew, after the master key changed
    Rewrap,
}

#[derive(Debug, Args)]
#[group(id = "which", required = true)]
struct RotateArgs {
    /// The algorithm whose key is replaced; may be repeated. RSA-OAEP and ECDH-ES are the keys that
    /// clients encrypt to
    #[arg(long, value_name = "ALG", value_parser = kind, group = "which")]
    alg: Vec<KeyKind>,
    /// Every key
    #[arg(long, group = "which", conflicts_with = "alg")]
    all: bool,
    #[command(flatten)]
    when: When,
}

#[derive(Debug, Args)]
struct When {
    /// Use the new key at once, without publishing it first. Clients that keep a copy of the key
    /// set do not know what it signs until they fetch the set again
    #[arg(long)]
    now: bool,
}

fn kind(name: &str) -> Result<KeyKind, String> {
    let known = || KeyKind::wanted().into_iter().map(KeyKind::alg).collect::<Vec<_>>().join(", ");
    KeyKind::parse(name).ok_or_else(|| format!("choose one of {}", known()))
}

/// Runs `signet keys`.
pub fn run(global: &Global, args: KeysArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::List => {
            let all = context::run(global, async |cx| Ok(keys::list(cx).await?))?;
            global.print(&table(&all), &view::all::<_, KeyView>(&all))
        }
        Verb::Rotate(args) => {
            let kinds = if args.all { KeyKind::wanted() } else { args.alg };
            changed(global, async |cx| {
                // In a database that never served there is nothing yet to replace.
                keys::ensure_and_load(cx).await?;
                keys::rotate(cx, &kinds, args.when.now).await
            })
        }
        Verb::Revoke { kid } => changed(global, async |cx| {
            keys::revoke(cx, &kid).await.map_err(|error| match error {
                Error::NotFound => Error::field("kid", "key_unknown", "there is no such key; run: signet keys list"),
                other => other,
            })
        }),
        Verb::Rewrap => rewrap(global),
    }
}

fn changed(
    global: &Global,
    work: impl AsyncFnOnce(&Cx<'_>) -> Result<Vec<Transition>, Error>,
) -> Result<(), CommandFailure> {
    let (done, all) = context::run(global, async |cx| {
        let done = work(cx).await?;
        Ok((done, keys::list(cx).await?))
    })?;
    let lines: Vec<String> = done.iter().map(sentence).collect();
    let lines =
        if lines.is_empty() { "nothing to do: a successor is published already".to_owned() } else { lines.join("\n") };
    let changes: Vec<KeyChangeView> = view::all(&done);
    let keys: Vec<KeyView> = view::all(&all);
    global.print(&format!("{lines}\n\n{}", table(&all)), &json!({"changes": changes, "keys": keys}))
}

fn sentence(transition: &Transition) -> String {
    match transition {
        Transition::Generate { kind, state } => format!("made a new key for {kind}: {}", state.as_str()),
        Transition::Promote { kid } => format!("{kid} is the active one from now on"),
        Transition::Retire { kid, expires_at } => {
            format!("{kid} is retired; needed by others until {}", output::time(*expires_at))
        }
        Transition::Delete { kid } => format!("{kid} is deleted"),
    }
}

fn rewrap(global: &Global) -> Result<(), CommandFailure> {
    let done = context::run(global, async |cx| Ok(keys::rewrap(cx).await?))?;
    if done.unopened > 0 {
        let named = done.examples.join("\n  ");
        return Err(CommandFailure::Failed(format!(
            "{} values do not open under any configured master key and were left as they are:\n  {named}\n\
             Name the key that sealed them in keys.previous_master_key_files and run this again.",
            done.unopened
        )));
    }
    let human = format!(
        "sealed anew: {} keys, {} client secrets, {} refresh-token families, {} claim sources, {} authenticator apps, {} mails, {} texts, {} secrets and {} tokens of upstreams; {} were up to date.\n\
         The old master key is needed no more, except for backups.",
        done.signing_keys,
        done.clients,
        done.refresh_families,
        done.claim_sources,
        done.authenticator_apps,
        done.mails,
        done.texts,
        done.upstreams,
        done.upstream_tokens,
        done.unchanged
    );
    let object = json!({
        "signing_keys": done.signing_keys,
        "clients": done.clients,
        "refresh_families": done.refresh_families,
        "claim_sources": done.claim_sources,
        "authenticator_apps": done.authenticator_apps,
        "mails": done.mails,
        "upstreams": done.upstreams,
        "upstream_tokens": done.upstream_tokens,
        "texts": done.texts,
        "unchanged": done.unchanged,
    });
    global.print(&human, &object)
}

fn table(all: &[KeyFacts]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|key| {
            let until = key.expires_at.map(output::time).unwrap_or_default();
            let since = key.revoked_at.or(key.retired_at).or(key.activated_at).unwrap_or(key.created_at);
            let state = key.state.as_str().to_owned();
            let kind = [key.kind.key_use(), key.kind.alg()].map(str::to_owned);
            [vec![key.kid.clone()], kind.to_vec(), vec![state, output::time(since), until]].concat()
        })
        .collect();
    let none = "no keys yet: the first start of signet serve makes them";
    output::table(&["KID", "USE", "ALG", "STATE", "SINCE", "NEEDED UNTIL"], &rows, none)
}
