//! Deleting an organization: memberships go with it, and what was granted and agreed for it ends.

use crate::{
    app::App,
    base::{id::OrganizationId, url::ServedIssuer},
    domain::{
        audit::{self, By},
        error::{Error, settle},
        grants::revoke,
    },
    store::{audit as audit_events, consents, grants, organizations},
};

/// Deletes an organization. Its members stay; sessions go on without it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(app: &App, issuer: &ServedIssuer, id: &OrganizationId, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        let found = organizations::find(&mut tx, id).await?.filter(|found| found.issuer_id == issuer.id);
        found.ok_or(Error::NotFound)?;
        // Before the row goes: without it they would speak for nobody, and live on.
        let revoked = grants::revoke_for_organization(&mut tx, id, app.clock.now()).await?;
        revoke::tell(app, issuer, &mut tx, &revoked).await?;
        consents::delete_for_organization(&mut tx, id).await?;
        if !organizations::delete(&mut tx, id).await? {
            return Err(Error::NotFound);
        }
        let mut event = audit::event(app, issuer, "organization.deleted", by.actor, by.origin);
        event.organization_id = Some(id.clone());
        Ok(audit_events::insert(&mut tx, &event).await?)
    }
    .await;
    settle(tx, outcome).await
}
