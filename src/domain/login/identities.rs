//! What an operator sees of the identities of a person at other providers, and takes away.

use super::ways::Ways;
use crate::{
    base::id::UserId,
    domain::{
        directory::identities,
        kernel::{Cx, Error, On, Permission, permit},
    },
    store::{
        identities::{self as rows, NamedIdentity},
        upstreams, users,
    },
};

/// An identity that an operator takes away.
#[derive(Debug, Clone, Copy)]
pub struct Disconnecting<'a> {
    /// Whose it is.
    pub user: &'a UserId,
    /// The word for the upstream.
    pub upstream: &'a str,
    /// Whether it is only tried.
    pub dry_run: bool,
}

/// An identity that was taken away.
#[derive(Debug, Clone)]
pub struct Disconnected {
    /// The identity.
    pub identity: NamedIdentity,
    /// Whether nothing that is left opens the account.
    pub was_last: bool,
}

/// Those of a person, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn of_person(cx: &Cx<'_>, user: &UserId) -> Result<Vec<NamedIdentity>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    Ok(rows::list(&mut cx.read().await?, user).await?)
}

/// Takes the identity that a person has at an upstream away, the last way in too: the operator is told that it is. What
/// hears of an identity that its person takes away hears of this one: a mail, what is kept of it, the audit log.
///
/// # Errors
/// [`Error::NotFound`] where the person is gone, or has none there.
pub async fn disconnect(cx: &Cx<'_>, disconnecting: Disconnecting<'_>) -> Result<Disconnected, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let Disconnecting { user, upstream, dry_run } = disconnecting;
    cx.write(async |work| {
        // Held: a sign-in that is under way ends first.
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let upstream = upstreams::find_by_name(work, &cx.issuer.id, upstream).await?.ok_or(Error::NotFound)?;
        let all = rows::list(work, user).await?;
        let found = all.into_iter().find(|one| one.identity.upstream_id == upstream.id).ok_or(Error::NotFound)?;
        identities::remove(cx, work, &found.identity).await?;
        let was_last = !Ways::read(cx, work, &person).await?.has_one();
        if dry_run {
            work.give_up();
        }
        Ok(Disconnected { identity: found, was_last })
    })
    .await
}
