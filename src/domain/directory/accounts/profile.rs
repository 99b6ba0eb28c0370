//! What a person says of themselves: what they are called, and where the operator lets them, by which name they sign in.

use serde_json::{Map, Value, json};

use super::{check, is_reserved};
use crate::{
    base::{id::UserId, text::is_name},
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Work, event::UserEvent, permit},
    store::users::{self, User},
};

/// Longest part of a name, in characters.
pub const NAME_MAX: usize = 100;

/// What to change; an absent member stays as it is, an empty one is forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChanges {
    /// What they are called by those who know them.
    pub given_name: Option<String>,
    /// The name of their family.
    pub family_name: Option<String>,
    /// Their whole name, as it is shown. Where it is empty, it is made of the others.
    pub name: Option<String>,
}

/// Changes what somebody is called; apps see it at their next look (OIDC Core §5.1: `updated_at`).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every field that must be corrected.
pub async fn change_profile(cx: &Cx<'_>, user: &UserId, changes: ProfileChanges) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let mut problems = Vec::new();
    let given = [("given_name", &changes.given_name), ("family_name", &changes.family_name), ("name", &changes.name)];
    for (field, value) in given {
        is_fit(field, value.as_deref().unwrap_or_default().trim(), &mut problems);
    }
    check::all_well(problems)?;
    cx.write(async |work| {
        change_claims(cx, work, user, |claims| {
            for (field, value) in given {
                if let Some(value) = value {
                    put(claims, field, value.trim());
                }
            }
            if !claims.contains_key("name") {
                let whole = whole_name(claims);
                put(claims, "name", &whole);
            }
        })
        .await
    })
    .await
}

fn is_fit(field: &'static str, text: &str, problems: &mut Vec<FieldError>) {
    if !text.is_empty() && !is_name(text, NAME_MAX) {
        let message = format!("a line that people can read, of at most {NAME_MAX} characters");
        check::add(problems, field, "name_invalid", message);
    }
}

/// Sets a claim; an empty one is forgotten.
fn put(claims: &mut Map<String, Value>, name: &str, text: &str) {
    if text.is_empty() {
        claims.remove(name);
    } else {
        claims.insert(name.to_owned(), json!(text));
    }
}

fn whole_name(claims: &Map<String, Value>) -> String {
    let parts = ["given_name", "family_name"].into_iter().filter_map(|name| claims.get(name).and_then(Value::as_str));
    parts.collect::<Vec<_>>().join(" ")
}

/// Changes the claims of a person who is held, and says so where that changed anything.
pub(super) async fn change_claims(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Result<User, Error> {
    let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    let mut after = before.clone();
    change(&mut after.claims);
    if after.claims == before.claims {
        return Ok(before);
    }
    let mut problems = Vec::new();
    check::claims(&after.claims, &mut problems);
    check::all_well(problems)?;
    after.updated_at = cx.now;
    users::update(work, &after).await?;
    work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await?;
    Ok(after)
}

/// Whether people may choose another user name.
pub fn may_change_username(cx: &Cx<'_>) -> bool {
    cx.app.config.account.change_username
}

/// As at a sign-up: no address, which only a proof makes anybody's, and no name that the operator keeps back.
fn may_be_chosen(cx: &Cx<'_>, username: &str, problems: &mut Vec<FieldError>) {
    if username.contains('@') {
        check::add(problems, "username", "username_invalid", "an address is no user name that people choose");
    }
    if is_reserved(cx, username) {
        // As if somebody had it: the operator's list is nobody's to read.
        check::add(problems, "username", "username_taken", "somebody signs in with it already");
    }
}

/// Chooses another user name.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a name that is none, that is an address, that is somebody else's or
/// reserved, or where the operator does not let people choose.
pub async fn change_username(cx: &Cx<'_>, user: &UserId, username: &str) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    if !may_change_username(cx) {
        return Err(Error::field(
            "username",
            "username_fixed",
            "user names stay as they are (account.change_username)",
        ));
    }
    let username = username.trim();
    let mut problems = Vec::new();
    check::username(username, &mut problems);
    check::all_well(problems)?;
    cx.write(async |work| {
        let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if before.username == username {
            return Ok(before);
        }
        let is_other = users::fold(username) != before.username_key;
        let after =
            User { username: username.to_owned(), username_key: users::fold(username), updated_at: cx.now, ..before };
        let mut problems = Vec::new();
        check::free(work, Some(user), &after.username_key, None, &mut problems).await?;
        if is_other && problems.is_empty() {
            may_be_chosen(cx, username, &mut problems);
        }
        check::all_well(problems)?;
        users::update(work, &after)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("the user name") } else { error.into() })?;
        work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await?;
        Ok(after)
    })
    .await
}
