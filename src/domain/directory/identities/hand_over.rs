//! An identity becomes another person's: their two accounts are one from then on.

use crate::{
    base::id::UserId,
    domain::kernel::{
        Cx, Error, Event, Work,
        identity_event::{IdentityChange, IdentityEvent},
    },
    store::{
        identities::{self, LinkedIdentity},
        identity_memberships::{self, IdentityMembership},
        memberships, users,
    },
};

/// Gives an identity to another person, who has none at its upstream; both are held. Its tokens and its sessions go on.
/// Before the memberships of its person are given to the other one: what that one has without it is not the upstream's to
/// take later.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(cx: &Cx<'_>, work: &mut Work, identity: &LinkedIdentity, to: &UserId) -> Result<(), Error> {
    for given in identity_memberships::list(work, &identity.id).await? {
        let Some(own) = memberships::find(work, &given.organization_id, to).await? else { continue };
        let roles: Vec<String> = given.roles.iter().filter(|role| !own.roles.contains(role)).cloned().collect();
        identity_memberships::upsert(work, &IdentityMembership { roles, joined_at: None, ..given }).await?;
    }
    if !identities::hand_over(work, identity, to).await? {
        return Err(Error::NotFound);
    }
    // As one that is linked: nothing so fresh stands for a mailbox that was lost.
    users::note_factor_added(work, to, cx.now).await?;
    let linked = IdentityEvent {
        change: IdentityChange::Linked,
        user: to.clone(),
        identity: identity.id.clone(),
        upstream: identity.upstream_id.clone(),
    };
    work.emit(cx, Event::Identity(linked)).await
}
