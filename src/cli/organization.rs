//! `signet organization create | list | show | rename | delete | add-member | remove-member`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input, output,
};
use crate::{
    domain::{
        directory::{accounts, organizations},
        kernel::{Cx, Error},
    },
    store::{
        PageRequest, memberships,
        organizations::{self as rows, Organization},
        users::User,
    },
    view::{self, MembershipView, OrganizationView},
};

const EXAMPLES: &str = "\
Examples:
  signet organization create acme --name \"Acme Ltd\"
  signet organization add-member acme ada --role owner --role billing
  signet organization rename acme \"Acme Limited\" --slug acme-limited
  signet organization remove-member acme ada

Clients that ask for the scope organizations are told id, slug, name and roles.";

/// Most rows of one answer.
const LIMIT: i64 = 10_000;

/// `signet organization`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct OrganizationArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make an organization
    Create {
        /// Its name in URLs: small letters, digits and hyphens
        slug: String,
        /// The name people see; the slug when left out
        #[arg(long)]
        name: Option<String>,
    },
    /// Print every organization
    List,
    /// Print one with its members
    Show {
        /// Slug or id
        organization: String,
    },
    /// Change what it is called; its id, members and grants stay
    Rename(RenameArgs),
    /// Delete one: memberships, and all that was granted for it, end; its people stay. Asks before
    Delete(DeleteArgs),
    /// Add a person, or replace the person's roles
    AddMember {
        /// Slug or id
        organization: String,
        /// User name, e-mail address, id or subject
        user: String,
        /// A role there; may be repeated
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Remove a person
    RemoveMember {
        /// Slug or id
        organization: String,
        /// User name, e-mail address, id or subject
        user: String,
    },
}

#[derive(Debug, Args)]
#[command(override_usage = "signet organization rename [OPTIONS] <ORGANIZATION> [NAME] [--slug <SLUG>]")]
struct RenameArgs {
    /// Slug or id
    organization: String,
    #[command(flatten)]
    names: NewNames,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct NewNames {
    /// The name people see
    name: Option<String>,
    /// The name in URLs; clients that were told the old one see another from then on
    #[arg(long)]
    slug: Option<String>,
}

#[derive(Debug, Args)]
struct DeleteArgs {
    /// Slug or id
    organization: String,
    #[command(flatten)]
    sure: input::Sure,
}

/// Runs `signet organization`.
pub fn run(global: &Global, args: OrganizationArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create { slug, name } => create(global, &slug, name),
        Verb::List => {
            let all = context::run(global, async |cx| {
                let mut conn = cx.read().await?;
                Ok(rows::list(&mut conn, &cx.issuer.id, &PageRequest::first(LIMIT)).await?)
            })?;
            let table: Vec<Vec<String>> =
                all.iter().map(|one| vec![one.id.to_string(), one.slug.clone(), one.name.clone()]).collect();
            let human = output::table(&["ID", "SLUG", "NAME"], &table, "no organizations yet");
            global.print(&human, &view::all::<_, OrganizationView>(&all))
        }
        Verb::Show { organization } => show(global, &organization),
        Verb::Rename(args) => rename(global, args),
        Verb::Delete(args) => delete(global, &args),
        Verb::AddMember { organization, user, roles } => {
            let (organization, user, membership) = context::run(global, async |cx| {
                let (organization, user) = both(cx, &organization, &user).await?;
                let added = organizations::add_member(cx, &organization.id, &user.id, roles).await?;
                Ok((organization, user, added))
            })?;
            let roles = if membership.roles.is_empty() { "no roles".to_owned() } else { membership.roles.join(", ") };
            let human = format!("{} belongs to {}: {roles}", user.username, organization.slug);
            global.print(&human, &MembershipView::from(&membership))
        }
        Verb::RemoveMember { organization, user } => {
            let (organization, user, removed) = context::run(global, async |cx| {
                let (organization, user) = both(cx, &organization, &user).await?;
                let removed = organizations::remove_member(cx, &organization.id, &user.id).await?;
                Ok((organization, user, removed))
            })?;
            let what = if removed { "belongs no longer" } else { "did not belong" };
            let human = format!("{} {what} to {}", user.username, organization.slug);
            let answer = json!({"organization_id": organization.id, "user_id": user.id, "removed": removed});
            global.print(&human, &answer)
        }
    }
}

fn create(global: &Global, slug: &str, name: Option<String>) -> Result<(), CommandFailure> {
    let name = name.unwrap_or_else(|| slug.to_owned());
    let organization = context::run(global, async |cx| {
        let id = organizations::create(cx, slug, &name, &[]).await?;
        let mut conn = cx.read().await?;
        Ok(organizations::find(cx, &mut conn, id.as_str()).await?)
    })?;
    global.print(&facts(&organization), &OrganizationView::from(&organization))
}

fn show(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let (organization, members) = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let found = organizations::find(cx, &mut conn, name).await;
        let organization = missing("organization", name, found)?;
        let members =
            memberships::list_for_organization(&mut conn, &organization.id, &PageRequest::first(LIMIT)).await?;
        Ok((organization, members))
    })?;
    let table: Vec<Vec<String>> =
        members.iter().map(|one| vec![one.user_id.to_string(), one.roles.join(" ")]).collect();
    let human = format!(
        "{} ({}), {}\n\n{}",
        organization.name,
        organization.slug,
        organization.id,
        output::table(&["USER", "ROLES"], &table, "no members yet")
    );
    let shown = OrganizationView { members: Some(view::all(&members)), ..OrganizationView::from(&organization) };
    global.print(&human, &shown)
}

fn rename(global: &Global, args: RenameArgs) -> Result<(), CommandFailure> {
    let renamed = context::run(global, async |cx| {
        let found = named(cx, &args.organization).await?;
        let names = organizations::Names { slug: args.names.slug, name: args.names.name };
        organizations::rename(cx, &found.id, names).await.map_err(|error| match error {
            Error::Conflict(_) => Error::field("slug", "slug_taken", "another organization has it already").into(),
            other => other.into(),
        })
    })?;
    global.print(&facts(&renamed), &OrganizationView::from(&renamed))
}

fn delete(global: &Global, args: &DeleteArgs) -> Result<(), CommandFailure> {
    let gone = context::run(global, async |cx| {
        let found = named(cx, &args.organization).await?;
        args.sure.confirm(&format!(
            "Delete the organization {} ({}), with all that was granted for it",
            found.slug, found.name
        ))?;
        missing("organization", &found.slug, organizations::delete(cx, &found.id).await)?;
        Ok(found)
    })?;
    global.print(&format!("{} is deleted; its people stay", gone.slug), &json!({"id": gone.id, "deleted": true}))
}

async fn named(cx: &Cx<'_>, name: &str) -> Result<Organization, CommandFailure> {
    let mut conn = cx.read().await?;
    missing("organization", name, organizations::find(cx, &mut conn, name).await)
}

fn facts(one: &Organization) -> String {
    output::facts(&[
        ("id", Some(one.id.to_string())),
        ("slug", Some(one.slug.clone())),
        ("name", Some(one.name.clone())),
    ])
}

async fn both(cx: &Cx<'_>, organization: &str, user: &str) -> Result<(Organization, User), CommandFailure> {
    let mut conn = cx.read().await?;
    let found: Result<Organization, Error> = organizations::find(cx, &mut conn, organization).await;
    let organization = missing("organization", organization, found)?;
    let user = missing("user", user, accounts::find(&mut conn, user).await)?;
    Ok((organization, user))
}
