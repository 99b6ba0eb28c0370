//! What people say of themselves: changed by themselves, each member by itself.

use serde_json::{Map, Value};

use super::check;
use crate::{
    base::{
        id::UserId,
        secret::TokenHash,
        text::{is_name, name_rule},
    },
    domain::kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, permit},
    store::users::{self, User},
};

/// The claims that a person says of themselves (OIDC Core §5.1). A picture and a way to be reached are more than words.
pub const OWN_CLAIMS: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "profile",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
];

/// Those of them that hold what a person is called.
pub(super) const NAMES: [&str; 5] = ["name", "given_name", "family_name", "middle_name", "nickname"];

/// Longest name that people give themselves, in characters, wherever they do.
pub const NAME_MAX: usize = 100;

/// How a profile must be for a change of it to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected<'a> {
    /// However it is.
    Any,
    /// One of these versions.
    Versions(&'a [&'a str]),
}

impl Expected<'_> {
    fn is_met(self, user: &User) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(all) => all.contains(&version(user).as_str()),
        }
    }
}

/// What became of a change.
#[derive(Debug)]
pub enum OwnChange {
    /// The profile as it is now.
    Made(Box<User>),
    /// It is not as expected: somebody else has changed it.
    Outdated,
}

/// Names what is shown of a profile: two that differ in anything have two of them.
pub fn version(user: &User) -> String {
    let shown = serde_json::json!([
        user.username,
        user.email,
        user.email_verified_at.is_some(),
        user.phone_number,
        user.phone_number_verified_at.is_some(),
        user.claims,
        user.updated_at,
    ]);
    TokenHash::of(&shown.to_string()).as_str().to_owned()
}

/// Changes what a person says of themselves, as a merge patch says it (RFC 7396): null forgets, what is not named stays.
///
/// # Errors
/// [`Error::Invalid`] with every member that must be corrected, [`Error::NotFound`].
pub async fn change(
    cx: &Cx<'_>,
    user: &UserId,
    patch: Map<String, Value>,
    expected: Expected<'_>,
) -> Result<OwnChange, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    if let Some(other) = patch.keys().find(|name| !OWN_CLAIMS.contains(&name.as_str())) {
        let message = format!("{other:.40} cannot be changed here; these can: {}", OWN_CLAIMS.join(", "));
        return Err(Error::field("profile", "not_changeable", message));
    }
    cx.write(async |work| {
        let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !expected.is_met(&before) {
            work.give_up();
            return Ok(OwnChange::Outdated);
        }
        match merge(cx, work, &before, patch).await? {
            Some(after) => Ok(OwnChange::Made(Box::new(after))),
            None => {
                work.give_up();
                Ok(OwnChange::Made(Box::new(before)))
            }
        }
    })
    .await
}

/// Changes the claims of a person who is held by a merge patch: the one way by which all that people change of theirs
/// goes. None where it changes nothing.
///
/// # Errors
/// [`Error::Invalid`] with every member that must be corrected.
pub(super) async fn merge(
    cx: &Cx<'_>,
    work: &mut Work,
    before: &User,
    patch: Map<String, Value>,
) -> Result<Option<User>, Error> {
    let mut claims = before.claims.clone();
    let mut problems = Vec::new();
    for (name, value) in patch {
        // What an operator imported may be longer, and stays until its person changes it.
        let own = NAMES.into_iter().find(|own| *own == name);
        match (own, value.as_str()) {
            (Some(own), Some(text)) if !is_name(text, NAME_MAX) => {
                check::add(&mut problems, own, "name_invalid", name_rule(NAME_MAX));
            }
            _ if value.is_null() => drop(claims.remove(&name)),
            _ => drop(claims.insert(name, value)),
        }
    }
    check::claims(&claims, &mut problems);
    check::all_well(problems)?;
    if claims == before.claims {
        return Ok(None);
    }
    let after = User { claims, updated_at: cx.now, ..before.clone() };
    users::update(work, &after).await?;
    work.emit(cx, Event::User(UserEvent::Updated, after.id.clone())).await?;
    Ok(Some(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::claims::SETTABLE;

    #[test]
    fn each_claim_that_people_say_of_themselves_is_one_whose_form_is_known() {
        for own in OWN_CLAIMS {
            assert!(SETTABLE.iter().any(|(name, _)| name == own), "{own}");
        }
    }
}
