//! `signet attribute create | list | update | delete | set | unset`.

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input, output,
};
use crate::{
    domain::{
        directory::accounts,
        kernel::Error,
        registry::attributes::{self, AttributeChanges, NewAttribute},
    },
    protocol::claims::attribute::{AskedAtSignUp, Attribute, AttributeType},
    store::attributes as rows,
    view::{self, AttributeView},
};

const EXAMPLES: &str = "\
Examples:
  signet attribute create department --scope hr --description \"Your department\" \\
    --description-in de=\"Ihre Abteilung\"
  signet attribute create projects --scope hr --type list --description \"Your projects\"
  signet attribute update department --ask required      when people make their account
  signet attribute set ada department Research
  signet attribute set ada projects apollo gemini
  signet attribute unset ada projects
  signet attribute list

An attribute is a claim of your own about people. A client that is granted its scope is told of
it at userinfo, and in the ID token where claims_in_id_token is on; people read its description
on the consent page. It cannot have the name of a claim of the standards (email, groups, title,
…) or of Signet. An attribute that joins a scope later is told to nobody who was not asked
about it: people are asked again.

Clients made by an operator may ask for the scope unless --scope names their scopes; clients
that register themselves only where registration.open_scopes holds it.";

/// `signet attribute`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct AttributeArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Declare an attribute
    Create(CreateArgs),
    /// Print every attribute
    List,
    /// Change what people read about an attribute
    Update(UpdateArgs),
    /// Remove an attribute, and what it says of everybody. Asks before
    Delete(input::DeleteArgs<Named>),
    /// Set what an attribute says of a person
    Set(SetArgs),
    /// Forget what an attribute says of a person
    Unset(UnsetArgs),
}

#[derive(Debug, Args)]
struct Named {
    /// The name of the claim
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
struct CreateArgs {
    #[command(flatten)]
    named: Named,
    /// The scope that brings it; several attributes may share one
    #[arg(long)]
    scope: String,
    /// What its values are
    #[arg(long = "type", value_name = "TYPE", default_value = "text")]
    kind: Kind,
    /// What people read on the consent page
    #[arg(long, value_name = "TEXT")]
    description: String,
    #[command(flatten)]
    languages: Languages,
    /// Whether people are asked for it when they make an account themselves; they read the description
    #[arg(long, value_name = "WHETHER", default_value = "off")]
    ask: Ask,
}

#[derive(Debug, Args)]
struct UpdateArgs {
    #[command(flatten)]
    named: Named,
    /// What people read on the consent page
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    #[command(flatten)]
    languages: Languages,
    /// Whether people are asked for it when they make an account themselves
    #[arg(long, value_name = "WHETHER")]
    ask: Option<Ask>,
}

#[derive(Debug, Args)]
struct Languages {
    /// The description in a language, such as de=\"Ihre Abteilung\"; may be repeated
    #[arg(long = "description-in", value_name = "LANGUAGE=TEXT", value_parser = in_language)]
    descriptions: Vec<(String, String)>,
}

#[derive(Debug, Args)]
struct SetArgs {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
    #[command(flatten)]
    named: Named,
    /// The value; several for a list
    #[arg(value_name = "VALUE", required = true, allow_negative_numbers = true)]
    values: Vec<String>,
}

#[derive(Debug, Args)]
struct UnsetArgs {
    /// User name, e-mail address, id or subject
    #[arg(value_name = "USER")]
    user: String,
    #[command(flatten)]
    named: Named,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// A text on one line
    Text,
    /// A number
    Number,
    /// true or false
    Boolean,
    /// Several texts
    List,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ask {
    /// They are not
    Off,
    /// They may leave it empty
    Optional,
    /// They must fill it in
    Required,
}

impl From<Ask> for AskedAtSignUp {
    fn from(ask: Ask) -> Self {
        match ask {
            Ask::Off => Self::Off,
            Ask::Optional => Self::Optional,
            Ask::Required => Self::Required,
        }
    }
}

fn in_language(text: &str) -> Result<(String, String), String> {
    let (tag, text) = text.split_once('=').ok_or("write LANGUAGE=TEXT, such as de=\"Ihre Abteilung\"")?;
    Ok((tag.to_owned(), text.to_owned()))
}

/// Runs `signet attribute`.
pub fn run(global: &Global, args: AttributeArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => create(global, args),
        Verb::List => list(global),
        Verb::Update(args) => {
            let name = args.named.name;
            let changes = AttributeChanges {
                description: args.description,
                descriptions: languages(args.languages),
                asked: args.ask.map(AskedAtSignUp::from),
            };
            let changed = context::run(global, async |cx| {
                let changed = attributes::describe(cx, &name, changes).await;
                missing("attribute", &name, changed)
            })?;
            global.print(&facts(&changed), &AttributeView::from(&changed))
        }
        Verb::Delete(input::DeleteArgs { named: Named { name }, sure }) => {
            let people = context::run(global, async |cx| {
                let mut conn = cx.read().await?;
                let known = rows::list(&mut conn).await?.into_iter().find(|one| one.name == name);
                drop(conn);
                missing("attribute", &name, known.ok_or(Error::NotFound))?;
                sure.confirm(&format!("Delete the attribute {name}, and what it says of everybody"))?;
                missing("attribute", &name, attributes::delete(cx, &name).await)
            })?;
            let human = format!("{name} is deleted, and what it said of {people} people");
            global.print(&human, &json!({"name": name, "deleted": true, "people": people}))
        }
        Verb::Set(args) => set(global, &args),
        Verb::Unset(UnsetArgs { user, named: Named { name } }) => {
            let (person, removed) = context::run(global, async |cx| {
                let mut conn = cx.read().await?;
                let person = missing("user", &user, accounts::find(&mut conn, &user).await)?;
                drop(conn);
                let removed = attributes::unset(cx, &person.id, &name).await?;
                Ok((person, removed))
            })?;
            let had = if removed { "no longer says anything" } else { "said nothing" };
            let human = format!("{name} {had} of {}", person.username);
            global.print(&human, &json!({"id": person.id, "attribute": name, "removed": removed}))
        }
    }
}

fn create(global: &Global, args: CreateArgs) -> Result<(), CommandFailure> {
    let name = args.named.name.clone();
    let new = NewAttribute {
        name: args.named.name,
        scope: args.scope,
        kind: match args.kind {
            Kind::Text => AttributeType::Text,
            Kind::Number => AttributeType::Number,
            Kind::Boolean => AttributeType::Boolean,
            Kind::List => AttributeType::List,
        },
        description: args.description,
        descriptions: languages(args.languages),
        asked: args.ask.into(),
    };
    let made = context::run(global, async |cx| {
        let made = attributes::create(cx, new).await;
        Ok(made.map_err(|error| match error {
            Error::Conflict(_) => Error::field("name", "name_taken", format!("there is an attribute {name} already")),
            other => other,
        })?)
    })?;
    global.print(&facts(&made), &AttributeView::from(&made))
}

fn list(global: &Global) -> Result<(), CommandFailure> {
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        Ok(rows::list(&mut conn).await?)
    })?;
    let table: Vec<Vec<String>> = all
        .iter()
        .map(|one| vec![one.name.clone(), one.scope.clone(), one.kind.to_string(), one.description.clone()])
        .collect();
    let none = "no attributes yet; run: signet attribute create --help";
    let human = output::table(&["NAME", "SCOPE", "TYPE", "DESCRIPTION"], &table, none);
    global.print(&human, &view::all::<_, AttributeView>(&all))
}

fn set(global: &Global, args: &SetArgs) -> Result<(), CommandFailure> {
    let name = &args.named.name;
    let (person, value) = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        let person = missing("user", &args.user, accounts::find(&mut conn, &args.user).await)?;
        drop(conn);
        let set = attributes::set(cx, &person.id, name, &args.values).await;
        Ok((person, missing("attribute", name, set)?))
    })?;
    let human = format!("{name} says of {}: {value}", person.username);
    global.print(&human, &json!({"id": person.id, "attribute": name, "value": value}))
}

fn languages(languages: Languages) -> BTreeMap<String, String> {
    languages.descriptions.into_iter().collect()
}

fn facts(one: &Attribute) -> String {
    let languages: Vec<String> = one.descriptions.iter().map(|(tag, text)| format!("{tag}: {text}")).collect();
    output::facts(&[
        ("name", Some(one.name.clone())),
        ("scope", Some(one.scope.clone())),
        ("type", Some(one.kind.to_string())),
        ("description", Some(one.description.clone())),
        ("asked at sign-up", Some(one.asked.to_string()).filter(|_| one.asked != AskedAtSignUp::Off)),
        ("in languages", (!languages.is_empty()).then(|| languages.join("; "))),
    ])
}
