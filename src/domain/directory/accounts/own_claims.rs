//! What people say of themselves: changed by themselves, each member by itself.

use serde_json::{Map, Value};

use super::check;
use crate::{
    base::{id::UserId, secret::TokenHash},
    domain::kernel::{Cx, Error, Event, On, Permission, event::UserEvent, permit},
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
        let mut claims = before.claims.clone();
        for (name, value) in patch {
            match value {
                Value::Null => claims.remove(&name),
                value => claims.insert(name, value),
            };
        }
        let mut problems = Vec::new();
        check::claims(&claims, &mut problems);
        check::all_well(problems)?;
        if claims == before.claims {
            work.give_up();
            return Ok(OwnChange::Made(Box::new(before)));
        }
        let after = User { claims, updated_at: cx.now, ..before };
        users::update(work, &after).await?;
        work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await?;
        Ok(OwnChange::Made(Box::new(after)))
    })
    .await
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
