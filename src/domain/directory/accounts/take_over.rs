//! What an upstream says of a person becomes what is known of them, as far as it has the form that is wanted. Nothing in
//! it stops a sign-in; names, addresses and what was proven of them stay what they are.

use serde_json::{Map, Value};

use super::own_claims::merge;
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, Work},
    store::{attributes, users},
};

/// What an upstream says.
#[derive(Debug, Clone, Copy)]
pub struct TakenWords<'a> {
    /// Standard claims.
    pub claims: &'a Map<String, Value>,
    /// Attributes of the operator's, by name.
    pub attributes: &'a Map<String, Value>,
    /// Whether only what is not known yet is taken over.
    pub only_missing: bool,
}

/// Takes over what an upstream says of a person who is held.
///
/// # Errors
/// When the database fails.
pub async fn take_over(cx: &Cx<'_>, work: &mut Work, user: &UserId, words: TakenWords<'_>) -> Result<(), Error> {
    if !words.claims.is_empty() {
        let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let is_wanted = |name: &String| !(words.only_missing && before.claims.contains_key(name));
        let said = words.claims.iter().filter(|(name, _)| is_wanted(name));
        let patch = said.map(|(name, value)| (name.clone(), value.clone())).collect();
        match merge(cx, work, &before, patch).await {
            // Together with what is known it is too much.
            Err(Error::Invalid(why)) => tracing::warn!(?why, "an upstream's claims were not taken over"),
            changed => drop(changed?),
        }
    }
    if words.attributes.is_empty() {
        return Ok(());
    }
    let declared = attributes::list(work).await?;
    let known = attributes::list_for_user(work, user).await?;
    for (name, value) in words.attributes {
        let before = known.iter().find(|one| one.name == *name).map(|one| &one.value);
        let fits = declared.iter().any(|one| one.name == *name && one.kind.check(value).is_ok());
        if fits && before != Some(value) && !(words.only_missing && before.is_some()) {
            attributes::set(work, user, name, value, cx.now).await?;
            work.emit(cx, Event::UserAttributeSet { user: user.clone(), name: name.clone() }).await?;
        }
    }
    Ok(())
}
