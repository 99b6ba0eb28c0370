//! `signet user create`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::{CLAIMS, described, facts, shown};
use crate::{
    cli::{CommandFailure, Global, context, input},
    domain::{
        directory::accounts::{self, NewUser},
        kernel::FieldError,
    },
};

#[derive(Debug, Args)]
#[command(after_help = CLAIMS)]
pub(super) struct CreateArgs {
    /// What the person signs in with; preferred_username of --claims when left out
    #[arg(value_name = "USERNAME")]
    username: Option<String>,
    /// The same, as a flag
    #[arg(long = "username", value_name = "USERNAME", conflicts_with = "username", hide = true)]
    username_flag: Option<String>,
    /// E-mail address; signs in as well
    #[arg(long)]
    email: Option<String>,
    /// The address is known to be theirs
    #[arg(long)]
    email_verified: bool,
    /// Telephone number in E.164 form, such as +442071234567
    #[arg(long, value_name = "NUMBER")]
    phone_number: Option<String>,
    /// The number is known to be theirs
    #[arg(long)]
    phone_number_verified: bool,
    /// JSON file with standard claims (- is standard input)
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// The person administers this installation
    #[arg(long)]
    admin: bool,
    /// Read the password from a file (- is standard input) instead of asking
    #[arg(long, value_name = "FILE", conflicts_with = "no_password")]
    password_file: Option<PathBuf>,
    /// No password: the person cannot sign in with one until it is set
    #[arg(long)]
    no_password: bool,
}

pub(super) fn run(global: &Global, args: CreateArgs) -> Result<(), CommandFailure> {
    let claims = match &args.claims {
        Some(path) => input::json_object(path)?,
        None => Map::new(),
    };
    let piped = |path: &Option<PathBuf>| path.as_deref() == Some(std::path::Path::new("-"));
    if piped(&args.claims) && !piped(&args.password_file) && args.password_file.is_none() && !args.no_password {
        let message = "the claims come from standard input, so give --password-file FILE or --no-password";
        return Err(CommandFailure::Usage(message.to_owned()));
    }
    if piped(&args.claims) && piped(&args.password_file) {
        return Err(CommandFailure::Usage("claims and password cannot both come from standard input".to_owned()));
    }
    let mut new = from_claims(claims).map_err(CommandFailure::Invalid)?;
    new.username = args.username.or(args.username_flag).unwrap_or(new.username);
    if new.username.is_empty() {
        return Err(CommandFailure::Usage("a user name is missing: signet user create USERNAME".to_owned()));
    }
    new.email = args.email.or(new.email);
    new.email_verified |= args.email_verified;
    new.phone_number = args.phone_number.or(new.phone_number);
    new.phone_number_verified |= args.phone_number_verified;
    new.admin = args.admin;
    if !args.no_password {
        new.password = Some(input::new_password(args.password_file.as_deref(), "use --no-password")?);
    }
    let person = context::run(global, async |cx| {
        let user = accounts::create(cx, new).await?;
        described(cx, user).await
    })?;
    global.print(&facts(&person), &shown(&person))
}

/// Claims that have columns of their own go there; the rest stays claims.
pub(super) fn from_claims(mut claims: Map<String, Value>) -> Result<NewUser, Vec<FieldError>> {
    let mut problems = Vec::new();
    let mut text = |name: &'static str| match claims.remove(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            problems.push(problem(name, "it must be a string (OIDC Core section 5.1)"));
            None
        }
    };
    let mut new = NewUser {
        sub: text("sub"),
        username: text("preferred_username").unwrap_or_default(),
        email: text("email"),
        phone_number: text("phone_number"),
        ..NewUser::default()
    };
    let mut flag = |name: &'static str| match claims.remove(name) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(flag)) => flag,
        Some(_) => {
            problems.push(problem(name, "it must be true or false (OIDC Core section 5.1)"));
            false
        }
    };
    new.email_verified = flag("email_verified");
    new.phone_number_verified = flag("phone_number_verified");
    // When the account was last changed is ours to say.
    claims.remove("updated_at");
    new.claims = claims;
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

fn problem(field: &'static str, message: &str) -> FieldError {
    FieldError { field, code: "claim_invalid", message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_with_columns_of_their_own_go_there() {
        let claims = json!({
            "sub": "248289761001", "preferred_username": "ada", "email": "ada@example.com", "email_verified": true,
            "updated_at": 1_311_280_970, "name": "Ada", "address": {"locality": "London"},
        });
        let Value::Object(claims) = claims else { panic!() };
        let new = from_claims(claims).unwrap();
        assert_eq!((new.sub.as_deref(), new.username.as_str()), (Some("248289761001"), "ada"));
        assert!(new.email_verified && !new.phone_number_verified);
        assert_eq!(Value::Object(new.claims), json!({"name": "Ada", "address": {"locality": "London"}}));
        let Value::Object(wrong) = json!({"email": 1, "email_verified": "yes"}) else { panic!() };
        let Err(problems) = from_claims(wrong) else { panic!("taken") };
        assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), ["email", "email_verified"]);
    }
}
