//! `signet user update`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::{Named, described, facts, shown, with_user};
use crate::{
    cli::{CommandFailure, Global, input},
    domain::{
        directory::accounts::{self, AccountChanges},
        kernel::FieldError,
    },
    store::users::User,
};

const EXAMPLES: &str = "\
FILE holds claims to set as JSON (OIDC Core section 5.1); null removes one; what it does not name
stays. preferred_username, email, email_verified, phone_number and phone_number_verified are
understood as well; flags stand above it.

Examples:
  signet user update ada --email ada@new.example        the new address counts as not verified
  signet user update ada --username countess --admin true
  echo '{\"nickname\": null, \"locale\": \"de\"}' | signet user update ada --claims -";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct UpdateArgs {
    #[command(flatten)]
    named: Named,
    /// What the person signs in with from now on
    #[arg(long)]
    username: Option<String>,
    /// E-mail address; none removes it
    #[arg(long)]
    email: Option<String>,
    /// Whether the address is known to be theirs
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    email_verified: Option<bool>,
    /// Telephone number in E.164 form, such as +442071234567; none removes it
    #[arg(long, value_name = "NUMBER")]
    phone_number: Option<String>,
    /// Whether the number is known to be theirs
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    phone_number_verified: Option<bool>,
    /// JSON file with claims to set or, with null, to remove (- is standard input)
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Whether the person administers this installation
    #[arg(long, value_name = "true|false")]
    admin: Option<bool>,
}

pub(super) fn run(global: &Global, args: UpdateArgs) -> Result<(), CommandFailure> {
    let given = match &args.claims {
        Some(path) => input::json_object(path)?,
        None => Map::new(),
    };
    let removable = |flag: Option<String>| flag.map(|value| (value != "none").then_some(value));
    let mut wanted = from_claims(given)?;
    let changes = &mut wanted.changes;
    changes.username = args.username.or(changes.username.take());
    changes.email = removable(args.email).or(changes.email.take());
    changes.email_verified = args.email_verified.or(changes.email_verified);
    changes.phone_number = removable(args.phone_number).or(changes.phone_number.take());
    changes.phone_number_verified = args.phone_number_verified.or(changes.phone_number_verified);
    changes.admin = args.admin;
    if wanted == Wanted::default() {
        return Err(CommandFailure::nothing_to_change("signet user update"));
    }
    let person = with_user(global, &args.named.user, async |cx, user| {
        let changes = wanted.about(&user)?;
        let changed = accounts::update(cx, &user.id, changes).await?;
        described(cx, changed).await
    })?;
    global.print(&facts(&person), &shown(&person))
}

/// What a file and flags ask for.
#[derive(Debug, Default, PartialEq)]
struct Wanted {
    changes: AccountChanges,
    /// Claims to set, or with null to remove.
    claims: Map<String, Value>,
    /// The subject that the file names: it is never changed, and naming another one is a mistake.
    sub: Option<String>,
}

impl Wanted {
    fn about(self, user: &User) -> Result<AccountChanges, CommandFailure> {
        if self.sub.is_some_and(|sub| sub != user.sub) {
            let message = "the person has another subject, and it is never changed: clients know people by it";
            return Err(CommandFailure::Invalid(vec![problem("sub", message)]));
        }
        let mut claims = user.claims.clone();
        for (name, value) in &self.claims {
            if value.is_null() {
                claims.remove(name);
            } else {
                claims.insert(name.clone(), value.clone());
            }
        }
        Ok(AccountChanges { claims: (!self.claims.is_empty()).then_some(claims), ..self.changes })
    }
}

/// Claims that have columns of their own go there; the rest stays claims.
fn from_claims(mut claims: Map<String, Value>) -> Result<Wanted, CommandFailure> {
    let mut problems = Vec::new();
    // Absent, null or a text.
    let mut text = |name: &'static str| match claims.remove(name) {
        None => None,
        Some(Value::Null) => Some(None),
        Some(Value::String(text)) => Some(Some(text)),
        Some(_) => {
            problems.push(problem(name, "it must be a string or null (OIDC Core section 5.1)"));
            None
        }
    };
    let (sub, username) = (text("sub").flatten(), text("preferred_username"));
    let (email, phone_number) = (text("email"), text("phone_number"));
    let mut flag = |name: &'static str| match claims.remove(name) {
        None => None,
        Some(Value::Null) => Some(false),
        Some(Value::Bool(flag)) => Some(flag),
        Some(_) => {
            problems.push(problem(name, "it must be true or false (OIDC Core section 5.1)"));
            None
        }
    };
    let (email_verified, phone_number_verified) = (flag("email_verified"), flag("phone_number_verified"));
    if username == Some(None) {
        problems.push(problem("preferred_username", "the user name cannot be removed"));
    }
    // When the account was last changed is ours to say.
    claims.remove("updated_at");
    if !problems.is_empty() {
        return Err(CommandFailure::Invalid(problems));
    }
    let username = username.flatten();
    let changes = AccountChanges {
        username,
        email,
        email_verified,
        phone_number,
        phone_number_verified,
        ..AccountChanges::default()
    };
    Ok(Wanted { changes, claims, sub })
}

fn problem(field: &'static str, message: &str) -> FieldError {
    FieldError { field, code: "claim_invalid", message: message.to_owned() }
}
