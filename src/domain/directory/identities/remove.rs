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

/// Takes every identity away from a person who is held, of which they are told with all else that goes. Answers how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_all(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<u64, Error> {
    let mut gone = 0;
    for named in identities::list(work, user).await? {
        take_away(cx, work, &named.identity, IdentityChange::Forgotten).await?;
        gone += 1;
    }
    Ok(gone)
}

/// Takes an identity away from a person who is held, with what came from it alone: memberships and roles.
///
/// # Errors
/// When the database fails.
pub async fn remove(cx: &Cx<'_>, work: &mut Work, identity: &LinkedIdentity) -> Result<(), Error> {
    take_away(cx, work, identity, IdentityChange::Unlinked).await
}

async fn take_away(
    cx: &Cx<'_>,
    work: &mut Work,
    identity: &LinkedIdentity,
    change: IdentityChange,
) -> Result<(), Error> {
    memberships::end_all(cx, work, identity).await?;
    let unlinked = IdentityEvent {
        change,
        user: identity.user_id.clone(),
        identity: identity.id.clone(),
        upstream: identity.upstream_id.clone(),
    };
    // Before the row goes: what is kept of it is still there for those who hear of it.
    work.emit(cx, Event::Identity(unlinked)).await?;
    identities::delete(work, &identity.user_id, &identity.id).await?;
    Ok(())
}
