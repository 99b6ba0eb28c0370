//! `signet user factors list | reset`: what a person has beside their password.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Named, with_user};
use crate::{
    cli::{CommandFailure, Global, output},
    domain::login::enrolment::{self, Factors},
    protocol::passkey::provider,
};

/// `signet user factors`
#[derive(Debug, Args)]
pub struct FactorsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print the authenticator apps, passkeys and wallets of a person, the number for codes by text, and how many recovery
    /// codes are left
    List(Named),
    /// Take all of them away and end every session, for somebody who lost phone and codes, also to a thief: the password
    /// alone signs in from then on. Whoever has none gets one by `signet user password-link`
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
    let none = format!("{} has nothing but the password", user.username);
    let apps: Vec<_> = factors
        .apps
        .iter()
        .map(|app| json!({"id": app.id, "created_at": app.created_at, "last_used_at": app.last_used_at}))
        .collect();
    let passkeys: Vec<_> = factors
        .passkeys
        .iter()
        .map(|one| {
            json!({
                "id": one.id,
                "name": one.name,
                "provider": one.aaguid.as_deref().and_then(provider),
                "backup": one.backup,
                "created_at": one.created_at,
                "last_used_at": one.last_used_at,
            })
        })
        .collect();
    let wallets: Vec<_> = factors
        .wallets
        .iter()
        .map(|one| {
            json!({
                "id": one.id,
                "address": one.address,
                "contract_chain": one.contract_chain,
                "created_at": one.created_at,
                "last_used_at": one.last_used_at,
            })
        })
        .collect();
    let told = json!({
        "id": user.id,
        "authenticator_apps": apps,
        "recovery_codes": factors.recovery_codes,
        "passkeys": passkeys,
        "wallets": wallets,
        "texts_to": factors.texts_to.as_ref().map(|phone| json!({
            "number": phone.number,
            "created_at": phone.factor_at,
            "last_used_at": phone.last_used_at,
        })),
    });
    global.print(&table(&factors, &none), &told)
}

fn table(factors: &Factors, none: &str) -> String {
    let row = |kind: &str, id: String, added, used: Option<_>| {
        vec![kind.to_owned(), id, output::time(added), used.map(output::time).unwrap_or_default()]
    };
    let apps =
        factors.apps.iter().map(|app| row("authenticator app", app.id.to_string(), app.created_at, app.last_used_at));
    let passkeys =
        factors.passkeys.iter().map(|one| row("passkey", one.id.to_string(), one.created_at, one.last_used_at));
    let wallets = factors.wallets.iter().map(|one| row("wallet", one.id.to_string(), one.created_at, one.last_used_at));
    let phone = factors.texts_to.iter().map(|phone| {
        row("codes by text", phone.number.clone(), phone.factor_at.unwrap_or(phone.proven_at), phone.last_used_at)
    });
    let rows: Vec<Vec<String>> = apps.chain(passkeys).chain(wallets).chain(phone).collect();
    let table = output::table(&["FACTOR", "ID", "ADDED", "LAST USED"], &rows, none);
    if factors.recovery_codes == 0 {
        table
    } else {
        format!("{table}\n{} recovery codes are left", factors.recovery_codes)
    }
}

fn reset(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, was_any) = with_user(global, name, async |cx, user| {
        let was_any = enrolment::reset(cx, &user.id).await?;
        Ok((user, was_any))
    })?;
    let human = if was_any {
        format!("{} has nothing but the password from now on, and is signed out everywhere", user.username)
    } else {
        format!("{} had nothing but the password, and is signed out everywhere", user.username)
    };
    global.print(&human, &json!({"id": user.id, "reset": was_any, "signed_out": true}))
}
