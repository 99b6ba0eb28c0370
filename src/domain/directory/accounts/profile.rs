//! What a person says of themselves: what they are called, and where the operator lets them, by which name they sign in.

use serde_json::{Map, Value, json};

use super::{
    check, is_reserved,
    own_claims::{NAME_MAX, merge},
};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, event::UserEvent, limits, permit},
    store::users::{self, User},
};

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
    let given = [("given_name", changes.given_name), ("family_name", changes.family_name), ("name", changes.name)];
    cx.write(async |work| {
        let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let mut patch: Map<String, Value> =
            given.into_iter().filter_map(|(name, text)| Some((name.to_owned(), named(text?.trim())))).collect();
        let called = |name: &str| match patch.get(name) {
            Some(value) => value.as_str(),
            None => before.claim(name),
        };
        if called("name").is_none() {
            let parts: Vec<&str> = ["given_name", "family_name"].into_iter().filter_map(called).collect();
            let whole: String = parts.join(" ").chars().take(NAME_MAX).collect();
            patch.insert("name".to_owned(), named(whole.trim_end()));
        }
        Ok(merge(cx, work, &before, patch).await?.unwrap_or(before))
    })
    .await
}

/// What is typed; nothing is forgotten.
fn named(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
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
/// reserved, or where the operator does not let people choose; [`Error::TooMany`] when they tried too many.
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
    // Whether it is taken is told: in a unit of its own, so that a refusal counts too.
    cx.write(async |work| limits::admit_person(cx, work, RuleName::UsernameMailbox, user).await).await?;
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
        users::update(work, &after).await.map_err(Error::taken("the user name"))?;
        work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await?;
        Ok(after)
    })
    .await
}
