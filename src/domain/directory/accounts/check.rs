//! What a user name, an address, a telephone number, claims and a password may be.
//!
//! Each check adds to one list, so that a form or a command is told everything at once. The
//! codes are stable: pages translate them.

use serde_json::{Map, Value};

use super::password_policy::{Known, PasswordPolicy, Violation, check_password};
use crate::{
    base::{
        email::is_email,
        id::UserId,
        text::{is_language_tag, is_seen},
    },
    domain::kernel::{Cx, Error, FieldError},
    outbound::breached::Breached,
    protocol::claims,
    store::{Conn, users},
};

/// Longest user name, in characters.
const USERNAME_MAX: usize = 64;
/// Room for every claim of a person, as JSON.
const CLAIMS_MAX: usize = 32 * 1024;

pub(super) fn add(problems: &mut Vec<FieldError>, field: &'static str, code: &'static str, message: impl Into<String>) {
    problems.push(FieldError { field, code, message: message.into() });
}

/// Refuses when there is anything to refuse.
pub(super) fn all_well(problems: Vec<FieldError>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

pub(super) fn username(text: &str, problems: &mut Vec<FieldError>) {
    let fits = (1..=USERNAME_MAX).contains(&text.chars().count())
        // RFC 8264 §9.13: what is ignored by default stands in no identifier; some of it counts as a letter.
        && text.chars().all(is_seen)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+'))
        && text.chars().any(char::is_alphanumeric);
    if !fits {
        let message = format!("1 to {USERNAME_MAX} letters, digits and the characters . _ - @ +");
        add(problems, "username", "username_invalid", message);
    }
}

pub(super) fn email(text: &str, problems: &mut Vec<FieldError>) {
    if !is_email(text) {
        add(problems, "email", "email_invalid", "an e-mail address such as ada@example.com");
    }
}

pub(super) fn phone_number(text: &str, problems: &mut Vec<FieldError>) {
    // OIDC Core §5.1: E.164 is RECOMMENDED; an extension follows RFC 3966.
    let (number, extension) = text.split_once(";ext=").map_or((text, None), |(number, rest)| (number, Some(rest)));
    let digits = |part: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    // The separators of RFC 3966 §3 are as good: "+1 (425) 555-1212" stands in the standard.
    let bare: String = number.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    let fits = bare.strip_prefix('+').is_some_and(|rest| digits(rest, 3..=15) && !rest.starts_with('0'));
    if !fits || extension.is_some_and(|extension| !digits(extension, 1..=10)) {
        let message = "a telephone number in E.164 form, such as +442071234567 (OIDC Core section 5.1)";
        add(problems, "phone_number", "phone_number_invalid", message);
    }
}

pub(super) fn claims(values: &Map<String, Value>, problems: &mut Vec<FieldError>) {
    for (name, value) in values {
        // OIDC Core §5.2: a claim in a language is the claim with a language tag.
        let (base, tag) = name.split_once('#').map_or((name.as_str(), None), |(base, tag)| (base, Some(tag)));
        if let Err(why) = claims::check(base, value) {
            add(problems, "claims", "claim_invalid", why);
        } else if tag.is_some_and(|tag| !is_language_tag(tag)) {
            add(problems, "claims", "claim_invalid", format!("{base}: what follows # is no language tag (BCP 47)"));
        }
    }
    if serde_json::to_string(values).map_or(true, |text| text.len() > CLAIMS_MAX) {
        add(problems, "claims", "claims_too_long", format!("more than {CLAIMS_MAX} bytes in all"));
    }
}

/// A password by itself; `username` and `email` are what a guesser knows of the person.
fn password(cx: &Cx<'_>, text: &str, username: &str, email: Option<&str>, problems: &mut Vec<FieldError>) {
    let login = &cx.app.config.login;
    let size = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let policy = PasswordPolicy {
        min_length: size(login.password_min_length),
        max_length: size(login.password_max_length),
        profile: login.password_profile,
    };
    let services = ["Signet", cx.app.config.branding.name.as_str()];
    let known = Known { username: Some(username), email, services: &services };
    for violation in check_password(text, &policy, &known) {
        let message = match violation {
            Violation::TooShort => format!("at least {} characters (login.password_min_length)", policy.min_length),
            Violation::TooLong => format!("at most {} characters (login.password_max_length)", policy.max_length),
            Violation::ContainsUsername => "it holds the user name".to_owned(),
            Violation::ContainsEmail => "it holds the e-mail address".to_owned(),
            Violation::ContainsService => "it is little more than our own name".to_owned(),
            Violation::Repetition => "it repeats a few characters".to_owned(),
            Violation::Sequence => "it is a run of neighbouring characters or keys".to_owned(),
            Violation::TooCommon => "it is one that everybody tries first".to_owned(),
            Violation::NoLower => "it needs a small letter (login.password_profile)".to_owned(),
            Violation::NoUpper => "it needs a capital letter (login.password_profile)".to_owned(),
            Violation::NoDigit => "it needs a digit (login.password_profile)".to_owned(),
            Violation::NoSymbol => {
                "it needs a character that is neither letter nor digit (login.password_profile)".to_owned()
            }
        };
        add(problems, "password", violation.as_str(), message);
    }
}

/// [`password`], and whether it stands in a list of stolen ones, where nothing else is wrong with it.
pub(super) async fn new_password(
    cx: &Cx<'_>,
    text: &str,
    username: &str,
    email: Option<&str>,
    problems: &mut Vec<FieldError>,
) {
    let before = problems.len();
    password(cx, text, username, email, problems);
    // NIST SP 800-63B §3.1.1.2: passwords obtained from previous breach corpuses.
    if problems.len() == before && cx.app.breached.look_up(&cx.app.outbound, text).await == Breached::Yes {
        add(problems, "password", "password_breached", "it stands in a list of stolen passwords");
    }
}

/// Whether names are free. Both are typed into one field at sign-in, so neither may be
/// what somebody else has as the other.
pub(super) async fn free(
    conn: &mut Conn,
    own: Option<&UserId>,
    username_key: &str,
    email_key: Option<&str>,
    problems: &mut Vec<FieldError>,
) -> Result<(), Error> {
    let fields = [
        (Some(username_key), "username", "username_taken", "somebody signs in with it already"),
        (email_key, "email", "email_taken", "it belongs to somebody else already"),
    ];
    for (key, field, code, message) in fields {
        let Some(key) = key else { continue };
        let holders = [users::find_by_username_key(conn, key).await?, users::find_by_email_key(conn, key).await?];
        if holders.into_iter().flatten().any(|holder| Some(&holder.id) != own) {
            add(problems, field, code, message);
        }
    }
    Ok(())
}
