//! `signet user create | invite | invitations | import | list | search | show | update | set-password | password-link | sign-out | disable |
//! enable | unlock | keep | merge | delete | factors | identities | require | claim-source | pairwise`.

mod claim_source;
mod create;
mod factors;
mod identities;
mod import;
mod invite;
mod keycloak;
mod merge;
mod pairwise;
mod password_link;
mod require;
mod update;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input, output,
};
use crate::{
    domain::{
        directory::accounts::{self, NewPassword, Requirement},
        kernel::Cx,
        login::unlock,
    },
    store::{
        PageRequest,
        agreements::{self, KeptAgreement},
        attributes, credentials,
        merged_accounts::{self, MergedAccount},
        users::{self, User},
    },
    view::{self, UserView, user::UserDetails},
};

const EXAMPLES: &str = "\
Examples:
  signet user create ada --email ada@example.com --email-verified --admin
  pass show ada | signet user create ada --password-file -
  signet user create ada --claims ada.json --no-password
  signet user invite grace@example.com      she makes her account herself
  signet user import people.jsonl --dry-run
  signet user search lovelace
  signet user update ada --email ada@new.example
  signet user set-password ada
  signet user password-link ada             a link with which she sets one herself
  signet user sign-out ada                  everywhere, and the apps are told
  signet user unlock ada                    she mistyped too often, or somebody guessed at her password
  signet user factors reset ada             she lost her phone and her recovery codes
  signet user identities ada                who she is at Google, at her company's provider
  signet user require ada verify            she proves her address at her next sign-in
  signet user merge ada.old ada             two accounts of hers become one
  signet user disable ada                   and every session and token of hers is over

A person is named by user name, e-mail address, id (usr_…) or subject. Passwords are asked
for, or read from --password-file; they are never given as an argument.";

const CLAIMS: &str = "\
FILE holds any standard claims (OIDC Core section 5.1) as JSON:
  {
    \"given_name\": \"Ada\", \"family_name\": \"Lovelace\", \"birthdate\": \"1815-12-10\",
    \"zoneinfo\": \"Europe/London\", \"locale\": \"en-GB\",
    \"address\": {\"locality\": \"London\", \"country\": \"GB\"},
    \"phone_number\": \"+442071234567\", \"phone_number_verified\": true
  }
Its sub, email, email_verified, phone_number, phone_number_verified and preferred_username are
understood as well; flags stand above it.

Examples:
  signet user create ada --email ada@example.com --admin
  signet user create --claims ada.json --password-file ada.txt
  signet user create bob --no-password      somebody who cannot sign in with a password";

/// `signet user`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct UserArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make an account; asks for the password unless it is given in a file
    Create(create::CreateArgs),
    /// Invite somebody to make their account: they get a link by mail
    Invite(invite::InviteArgs),
    /// Who is invited: print it, or take it back
    Invitations(invite::InvitationsArgs),
    /// Make the accounts of a file, with the password hashes of another system
    Import(import::ImportArgs),
    /// Print everyone, oldest first
    List(ListArgs),
    /// Print those whose name, address, number, id or subject holds every word
    Search(SearchArgs),
    /// Print one person
    Show(Named),
    /// Change what is known of a person; what is not given stays
    Update(update::UpdateArgs),
    /// Replace the password; signs the person out everywhere
    SetPassword(SetPasswordArgs),
    /// Print a link with which the person sets a password, once
    PasswordLink(password_link::PasswordLinkArgs),
    /// End every session of a person, in all browsers; apps keep what they may do while the person is away
    SignOut(Named),
    /// Switch an account off: sessions and grants end at once
    Disable(Named),
    /// Switch an account on again; what was ended stays ended
    Enable(Named),
    /// Forget the wrong passwords and codes that keep somebody from trying again
    Unlock(Named),
    /// Keep an account that its person wanted erased
    Keep(Named),
    /// Make one account of two of one person. Asks before
    Merge(merge::MergeArgs),
    /// What a person has beside the password: list it, or take it away
    Factors(factors::FactorsArgs),
    /// Who a person is at other providers: print it, or take one away
    Identities(identities::IdentitiesArgs),
    /// What a person must do at their next sign-in
    Require(require::RequireArgs),
    /// Claims about a person that somebody else vouches for
    ClaimSource(claim_source::ClaimSourceArgs),
    /// What people are called by clients that see pairwise subjects
    Pairwise(pairwise::PairwiseArgs),
    /// Erase a person: the account and what is personal in the audit log. Asks before
    Delete(input::DeleteArgs<Named>),
}

#[derive(Debug, Args)]
struct Named {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
    /// Continue after this id: the last one of the page before
    #[arg(long, value_name = "USER_ID")]
    after: Option<String>,
}

#[derive(Debug, Args)]
struct SearchArgs {
    /// What to look for, in any case
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    page: ListArgs,
}

#[derive(Debug, Args)]
struct SetPasswordArgs {
    #[command(flatten)]
    named: Named,
    /// Read the password from a file (- is standard input) instead of asking
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Leave sessions and grants as they are
    #[arg(long)]
    keep_sessions: bool,
}

/// Runs `signet user`.
pub fn run(global: &Global, args: UserArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => create::run(global, args),
        Verb::Invite(args) => invite::invite(global, args),
        Verb::Invitations(args) => invite::invitations(global, args),
        Verb::Import(args) => import::run(global, &args),
        Verb::List(args) => list(global, args),
        Verb::Search(args) => search(global, args),
        Verb::Show(args) => {
            let person = with_user(global, &args.user, async |cx, user| described(cx, user).await)?;
            global.print(&facts(&person), &shown(&person))
        }
        Verb::Update(args) => update::run(global, args),
        Verb::SetPassword(args) => set_password(global, &args),
        Verb::PasswordLink(args) => password_link::run(global, &args),
        Verb::SignOut(args) => sign_out(global, &args.user),
        Verb::Unlock(args) => unlock(global, &args.user),
        Verb::Disable(args) => switch(global, &args.user, false),
        Verb::Enable(args) => switch(global, &args.user, true),
        Verb::Keep(args) => keep(global, &args.user),
        Verb::Merge(args) => merge::run(global, &args),
        Verb::Factors(args) => factors::run(global, &args),
        Verb::Identities(args) => identities::run(global, &args),
        Verb::Require(args) => require::run(global, &args),
        Verb::ClaimSource(args) => claim_source::run(global, args),
        Verb::Pairwise(args) => pairwise::run(global, args),
        Verb::Delete(args) => {
            let user = with_user(global, &args.named.user, async |cx, user| {
                args.sure.confirm(&format!(
                    "Erase {} ({}), with everything that belongs to the account",
                    user.username, user.id
                ))?;
                accounts::delete(cx, &user.id).await?;
                Ok(user)
            })?;
            let human = format!("{} ({}) is erased", user.username, user.id);
            global.print(&human, &json!({"id": user.id, "deleted": true}))
        }
    }
}

/// Finds a person and does something with them.
fn with_user<T>(
    global: &Global,
    name: &str,
    work: impl AsyncFnOnce(&Cx<'_>, User) -> Result<T, CommandFailure>,
) -> Result<T, CommandFailure> {
    context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let user = missing("user", name, accounts::find(&mut conn, name).await)?;
        drop(conn);
        work(cx, user).await
    })
}

/// A person as the commands print one.
struct Described {
    user: User,
    has_password: bool,
    /// What the operator's own attributes say.
    attributes: Map<String, Value>,
    /// What they agreed to.
    agreed: Vec<KeptAgreement>,
    /// The account that it was merged into.
    merged: Option<MergedAccount>,
}

async fn described(cx: &Cx<'_>, user: User) -> Result<Described, CommandFailure> {
    let mut conn = cx.read().await?;
    let password = credentials::find_password(&mut conn, &user.id).await?;
    let attributes = attributes::list_for_user(&mut conn, &user.id).await?;
    let attributes = attributes.into_iter().map(|one| (one.name, one.value)).collect();
    let agreed = agreements::list_for_user(&mut conn, &user.id).await?;
    let merged = merged_accounts::find(&mut conn, &user.id).await?;
    Ok(Described { user, has_password: password.is_some(), attributes, agreed, merged })
}

fn list(global: &Global, args: ListArgs) -> Result<(), CommandFailure> {
    let paged = args.after.is_some();
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        Ok(users::list(&mut conn, &PageRequest { after: args.after, limit: args.limit }).await?)
    })?;
    let none = if paged { "nobody comes after that" } else { "nobody yet; run: signet user create NAME --admin" };
    global.print(&table(&all, none), &view::all::<_, UserView>(&all))
}

fn search(global: &Global, args: SearchArgs) -> Result<(), CommandFailure> {
    let text = args.words.join(" ");
    if text.trim().is_empty() {
        return Err(CommandFailure::Usage("say what to look for; everyone is printed by: signet user list".to_owned()));
    }
    let page = PageRequest { after: args.page.after, limit: args.page.limit };
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        Ok(accounts::search(&mut conn, &text, &page).await?)
    })?;
    let none = format!("nobody is called {text:?}");
    global.print(&table(&all, &none), &view::all::<_, UserView>(&all))
}

fn table(all: &[User], none: &str) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|user| {
            let marks = [
                (user.admin_at.is_some(), "admin"),
                (user.disabled_at.is_some(), "disabled"),
                (user.deletion_due_at.is_some(), "leaving"),
            ];
            let marks: Vec<&str> = marks.into_iter().filter_map(|(on, mark)| on.then_some(mark)).collect();
            let email = user.email.clone().unwrap_or_default();
            vec![user.id.to_string(), user.username.clone(), email, output::time(user.created_at), marks.join(" ")]
        })
        .collect();
    output::table(&["ID", "USERNAME", "EMAIL", "CREATED", ""], &rows, none)
}

fn set_password(global: &Global, args: &SetPasswordArgs) -> Result<(), CommandFailure> {
    let user = with_user(global, &args.named.user, async |cx, user| {
        // Asked for only now: nobody types a password twice to learn that there is no such user.
        let password = input::new_password(args.password_file.as_deref(), "run this on a terminal")?;
        let new = NewPassword { password, keep_sessions: args.keep_sessions };
        accounts::set_password(cx, &user.id, new).await?;
        Ok(user)
    })?;
    let also = if args.keep_sessions { "" } else { "; sessions and grants are over" };
    let human = format!("{} has a new password{also}", user.username);
    global.print(&human, &json!({"id": user.id, "password_set": true, "sessions_kept": args.keep_sessions}))
}

fn sign_out(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, ended) = with_user(global, name, async |cx, user| {
        let ended = accounts::sign_out(cx, &user.id).await?;
        Ok((user, ended))
    })?;
    let human = match ended.len() {
        0 => format!("{} was signed in nowhere", user.username),
        1 => format!("{} is signed out: one session ended", user.username),
        many => format!("{} is signed out: {many} sessions ended", user.username),
    };
    global.print(&human, &json!({"id": user.id, "ended": ended}))
}

fn unlock(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, changed) = with_user(global, name, async |cx, user| {
        let changed = unlock::unlock(cx, &user.id).await?;
        Ok((user, changed))
    })?;
    let human = if changed {
        format!("{} may try again: wrong passwords and codes are forgotten", user.username)
    } else {
        format!("{} was not locked: nothing failed at the account lately", user.username)
    };
    global.print(&human, &json!({"id": user.id, "unlocked": true, "changed": changed}))
}

fn switch(global: &Global, name: &str, on: bool) -> Result<(), CommandFailure> {
    let (user, changed) = with_user(global, name, async |cx, user| {
        let changed = if on { accounts::enable(cx, &user.id).await? } else { accounts::disable(cx, &user.id).await? };
        Ok((user, changed))
    })?;
    let state = if on { "enabled" } else { "disabled" };
    let human = match (changed, on) {
        (false, _) => format!("{} was {state} before", user.username),
        (true, true) => format!("{} is enabled", user.username),
        (true, false) => format!("{} is disabled; sessions and grants are over", user.username),
    };
    global.print(&human, &json!({"id": user.id, "disabled": !on, "changed": changed}))
}

fn keep(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (user, changed) = with_user(global, name, async |cx, user| {
        let changed = accounts::leaving::cancel(cx, &user.id).await?;
        Ok((user, changed))
    })?;
    let human = if changed {
        format!("the account of {} stays", user.username)
    } else {
        format!("the account of {} was not to be erased", user.username)
    };
    global.print(&human, &json!({"id": user.id, "deletion_due_at": null, "changed": changed}))
}

/// One person, in full.
fn shown(person: &Described) -> UserView {
    let details = UserDetails {
        has_password: person.has_password,
        attributes: person.attributes.clone(),
        required: wanted(&person.user),
        agreed: view::all(&person.agreed),
        merged_into: person.merged.as_ref().map(|merged| merged.into_user_id.clone()),
    };
    UserView { more: Some(details), ..UserView::from(&person.user) }
}

/// What the operator wants of a person.
fn wanted(user: &User) -> Vec<&'static str> {
    Requirement::ALL.into_iter().filter(|one| one.is_wanted_of(user)).map(Requirement::as_str).collect()
}

fn facts(person: &Described) -> String {
    let Described { user, has_password, attributes, agreed, merged } = person;
    let agreed: Vec<String> = agreed
        .iter()
        .map(|one| format!("{} {} ({})", one.document, one.version, output::time(one.agreed_at)))
        .collect();
    let flag = |text: &str, verified: bool| format!("{text} ({})", if verified { "verified" } else { "not verified" });
    let email = user.email.as_deref().map(|email| flag(email, user.email_verified_at.is_some()));
    let phone = user.phone_number.as_deref().map(|number| flag(number, user.phone_number_verified_at.is_some()));
    let claims = (!user.claims.is_empty()).then(|| Value::Object(user.claims.clone()).to_string());
    output::facts(&[
        ("id", Some(user.id.to_string())),
        ("sub", Some(user.sub.clone())),
        ("username", Some(user.username.clone())),
        ("email", email),
        ("phone", phone),
        ("claims", claims),
        ("attributes", (!attributes.is_empty()).then(|| Value::Object(attributes.clone()).to_string())),
        ("password", Some(if *has_password { "set" } else { "none" }.to_owned())),
        ("agreed to", Some(agreed.join(", ")).filter(|text| !text.is_empty())),
        ("required", Some(wanted(user).join(", ")).filter(|text| !text.is_empty())),
        ("admin since", user.admin_at.map(output::time)),
        ("merged into", merged.as_ref().map(|merged| merged.into_user_id.to_string())),
        ("disabled since", user.disabled_at.map(output::time)),
        ("erased at", user.deletion_due_at.map(output::time)),
        ("created", Some(output::time(user.created_at))),
        ("updated", Some(output::time(user.updated_at))),
    ])
}
