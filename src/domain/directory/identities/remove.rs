//! An identity is taken away.

use super::memberships;
use crate::{
    base::id::UserId,
    domain::kernel::{
        Cx, Error, Event, Work,
        identity_event::{IdentityChange, IdentityEvent},
    },
    store::identities::{self, LinkedIdentity},
};

/// Somebody has proven the address of an account for the first time, and nothing else: whoever linked identities before
/// may have been another one. Of a person who is held.
///
/// # Errors
/// When the database fails.
pub async fn forget_before_proof(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    for named in identities::list(work, user).await? {
        remove(cx, work, &named.identity).await?;
    }
    Ok(())
}

/// Takes an identity away from a person who is held, with what came from it alone: memberships and roles.
///
/// # Errors
/// When the database fails.
pub async fn remove(cx: &Cx<'_>, work: &mut Work, identity: &LinkedIdentity) -> Result<(), Error> {
    memberships::end_all(cx, work, identity).await?;
    identities::delete(work, &identity.user_id, &identity.id).await?;
    let unlinked = IdentityEvent {
        change: IdentityChange::Unlinked,
        user: identity.user_id.clone(),
        identity: identity.id.clone(),
        upstream: identity.upstream_id.clone(),
    };
    work.emit(cx, Event::Identity(unlinked)).await
}
