//! `signet user import`: people of another system, with the password hashes that it made.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::{create::from_claims, keycloak};
use crate::{
    base::secret::Secret,
    cli::{CommandFailure, Global, context, input},
    domain::{
        directory::accounts::{
            NewUser,
            import::{self, GivenPerson, ImportedPeople, PROBLEMS_MAX},
        },
        kernel::FieldError,
    },
    protocol::jose::json as strict,
};

const FORMAT: &str = "\
FILE holds a person on each line, as a JSON object with standard claims (OIDC Core section 5.1):
  {\"username\": \"ada\", \"email\": \"ada@example.com\", \"email_verified\": true, \"sub\": \"24400320\",
   \"name\": \"Ada Lovelace\", \"locale\": \"en\", \"password_hash\": \"$2b$12$...\"}
Or, if its name ends with .csv, a table with these names in its first line.

password_hash is what the other system keeps: bcrypt, argon2, PBKDF2 (PHC strings, passlib, Django),
scrypt (PHC strings, Django; Firebase as $fbscrypt$v=1,n=MEMCOST,r=ROUNDS,p=1,ss=SEPARATOR,sk=KEY$SALT$HASH),
{SSHA}, {SSHA256}, {SSHA512}, {SHA}, phpass, MD5-crypt; or the secretData and credentialData of Keycloak as an
object. It is replaced by Argon2id when the person next signs in.

The whole file is checked before anything is written.

Examples:
  signet user import people.jsonl --dry-run
  signet user import people.csv";

#[derive(Debug, Args)]
#[command(after_help = FORMAT)]
pub(super) struct ImportArgs {
    /// File with a person on each line (- is standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(global: &Global, args: &ImportArgs) -> Result<(), CommandFailure> {
    let text = Secret::new(input::long_text(&args.file)?);
    let is_table = args.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let given = if is_table { table(text.expose()) } else { lines(text.expose()) }?;
    let imported = context::run(global, async |cx| Ok(import::import(cx, given, args.dry_run).await?))?;
    let ImportedPeople { people, with_password } = imported;
    let done = if args.dry_run { "would be made" } else { "were made" };
    let human = format!("{people} accounts {done}, {with_password} with the password that they had");
    global.print(&human, &json!({"people": people, "with_password": with_password, "dry_run": args.dry_run}))
}

/// A JSON object on each line.
fn lines(text: &str) -> Result<Vec<GivenPerson>, CommandFailure> {
    let all = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    collect(all.map(|(at, line)| {
        let object = strict::object(line.as_bytes()).map_err(|_| "it is no JSON object, or names a member twice");
        (at + 1, object.map_err(str::to_owned))
    }))
}

/// A table (RFC 4180) whose first line names the members.
fn table(text: &str) -> Result<Vec<GivenPerson>, CommandFailure> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let unreadable = |why: csv::Error| CommandFailure::Usage(format!("the first line cannot be read: {why}"));
    let names = reader.headers().map_err(unreadable)?.clone();
    // Without names the first line is a person, and their hash would be told as a name that nobody knows.
    if !names.iter().any(|name| matches!(name, "username" | "preferred_username")) {
        return Err(CommandFailure::Usage("the first line must name the columns, username among them".to_owned()));
    }
    let rows = reader.into_records().enumerate().map(|(at, row)| {
        let row = match row {
            Ok(row) => row,
            Err(why) => return (at + 2, Err(format!("it cannot be read: {why}"))),
        };
        let line = row.position().and_then(|position| usize::try_from(position.line()).ok()).unwrap_or(at + 2);
        let filled = names.iter().zip(row.iter()).filter(|(_, text)| !text.is_empty());
        (line, Ok(filled.map(|(name, text)| (name.to_owned(), value(name, text))).collect()))
    });
    collect(rows)
}

/// What a cell says.
fn value(name: &str, text: &str) -> Value {
    match text {
        "true" | "false" if name.ends_with("_verified") => json!(text == "true"),
        _ => json!(text),
    }
}

fn collect(
    rows: impl Iterator<Item = (usize, Result<Map<String, Value>, String>)>,
) -> Result<Vec<GivenPerson>, CommandFailure> {
    let (mut given, mut problems) = (Vec::new(), Vec::new());
    for (line, row) in rows {
        let at_line =
            |problem: FieldError| FieldError { message: format!("line {line}: {}", problem.message), ..problem };
        let read = row.map_err(|why| vec![FieldError { field: "file", code: "line_unreadable", message: why }]);
        match read.and_then(person) {
            Ok(new) => given.push(GivenPerson { line, new }),
            Err(wrong) => problems.extend(wrong.into_iter().map(at_line)),
        }
        if problems.len() >= PROBLEMS_MAX {
            break;
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(CommandFailure::Invalid(problems)) }
}

/// What a line says of a person.
fn person(mut row: Map<String, Value>) -> Result<NewUser, Vec<FieldError>> {
    let problem = |message: &str| {
        vec![FieldError { field: "password_hash", code: "password_hash_unusable", message: message.to_owned() }]
    };
    let hash = match row.remove("password_hash") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(Value::Object(credential)) => {
            Some(keycloak::hash(&credential).ok_or_else(|| problem("it is no password of Keycloak"))?)
        }
        Some(_) => return Err(problem("it must be a string, or the password of Keycloak as an object")),
    };
    if let Some(name) = row.remove("username") {
        row.insert("preferred_username".to_owned(), name);
    }
    Ok(NewUser { password_hash: hash.map(Secret::new), ..from_claims(row)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_names_is_refused_and_no_hash_of_it_is_told() {
        let hash = "$2b$05$yi9GC7gl0tfdTb7j5dysrOJbyWy1LUu.LsUlMKE4HsVWUE5VL0KuK";
        let people = format!("ada,ada@example.com,{hash}\nbob,bob@example.com,{hash}\n");
        let Err(CommandFailure::Usage(told)) = table(&people) else { panic!("taken") };
        assert_eq!(told, "the first line must name the columns, username among them");
    }
}
