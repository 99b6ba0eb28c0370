//! `signet user factors list | reset`: what a person has beside their password.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Named, with_user};
use crate::{
    cli::{CommandFailure, Global, output},
    domain::login::enrolment::{self, Factors},
};

/// `signet user factors`
#[derive(Debug, Args)]
pub struct FactorsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print the authenticator apps of a person, and how many recovery codes are left
    List(Named),
    /// Take all of them away, for somebody who lost phone and codes: the password alone signs in from then on
    Reset(Named),
}

/// Runs `signet user factors`.
pub fn run(global: &Global, args: &FactorsArgs) -> Result<(), CommandFailure> {
    match &args.verb {
        Verb::List(named) => list(global, &named.user),
        Verb::Reset(named) => reset(global, &named.user),
    }
}

fn list(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, factors) = with_user(global, name, async |cx, user| {
        let factors = enrolment::of_person(cx, &user.id).await?;
        Ok((user, factors))
    })?;
    let none = format!("{} signs in without a further factor", user.username);
    let apps: Vec<_> = factors
        .apps
        .iter()
        .map(|app| json!({"id": app.id, "created_at": app.created_at, "last_used_at": app.last_used_at}))
        .collect();
    global.print(
        &table(&factors, &none),
        &json!({"id": user.id, "authenticator_apps": apps, "recovery_codes": factors.recovery_codes}),
    )
}

fn table(factors: &Factors, none: &str) -> String {
    let rows: Vec<Vec<String>> = factors
        .apps
        .iter()
        .map(|app| {
            let used = app.last_used_at.map(output::time).unwrap_or_default();
            vec![app.id.to_string(), output::time(app.created_at), used]
        })
        .collect();
    let table = output::table(&["AUTHENTICATOR APP", "ADDED", "LAST USED"], &rows, none);
    if rows.is_empty() { table } else { format!("{table}\n{} recovery codes are left", factors.recovery_codes) }
}

fn reset(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, was_any) = with_user(global, name, async |cx, user| {
        let was_any = enrolment::reset(cx, &user.id).await?;
        Ok((user, was_any))
    })?;
    let human = if was_any {
        format!("{} signs in without a further factor from now on", user.username)
    } else {
        format!("{} had no further factor", user.username)
    };
    global.print(&human, &json!({"id": user.id, "reset": was_any}))
}
