//! Deleting an organization: memberships go with it, and what was granted and agreed for it ends.

use crate::{
    base::id::OrganizationId,
    domain::kernel::{Cx, Error, Event, On, Permission, event::OrganizationEvent, permit},
    store::{consents, grants, organizations},
};

/// Deletes an organization. Its members stay; sessions go on without it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(cx: &Cx<'_>, id: &OrganizationId) -> Result<(), Error> {
    permit(cx, Permission::OrgDelete, On::Installation)?;
    cx.write(async |work| {
        let found = organizations::find(work, id).await?.filter(|found| found.issuer_id == cx.issuer.id);
        found.ok_or(Error::NotFound)?;
        // Before the row goes: without it they would speak for nobody, and live on.
        let revoked = grants::revoke_for_organization(work, id, cx.now).await?;
        work.emit(cx, Event::GrantsRevoked(revoked)).await?;
        consents::delete_for_organization(work, id).await?;
        if !organizations::delete(work, id).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::Organization(OrganizationEvent::Deleted, id.clone())).await
    })
    .await
}
