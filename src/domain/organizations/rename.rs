//! Other names for an organization.

use super::{check_name, check_slug};
use crate::{
    app::App,
    base::{id::OrganizationId, url::ServedIssuer},
    domain::{
        audit::{self, By},
        error::{Error, settle},
    },
    store::{
        audit as audit_events,
        organizations::{self, Organization},
    },
};

/// What to call it; an absent member stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The name in URLs and claims.
    pub slug: Option<String>,
    /// The name people see.
    pub name: Option<String>,
}

/// Renames an organization and answers it as it is then. Its id, members and grants stay.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a name that does not fit, [`Error::Conflict`] when the
/// slug is taken.
pub async fn rename(
    app: &App,
    issuer: &ServedIssuer,
    id: &OrganizationId,
    names: Names,
    by: By<'_>,
) -> Result<Organization, Error> {
    if let Some(slug) = &names.slug {
        check_slug(slug)?;
    }
    if let Some(name) = &names.name {
        check_name(name)?;
    }
    let mut tx = app.db.begin().await?;
    let outcome: Result<Organization, Error> = async {
        let before = organizations::find(&mut tx, id).await?.filter(|found| found.issuer_id == issuer.id);
        let before = before.ok_or(Error::NotFound)?;
        let after = Organization {
            slug: names.slug.unwrap_or_else(|| before.slug.clone()),
            name: names.name.unwrap_or_else(|| before.name.clone()),
            updated_at: app.clock.now(),
            ..before
        };
        organizations::update(&mut tx, &after)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("slug") } else { error.into() })?;
        let mut event = audit::event(app, issuer, "organization.updated", by.actor, by.origin);
        event.organization_id = Some(after.id.clone());
        audit_events::insert(&mut tx, &event).await?;
        Ok(after)
    }
    .await;
    settle(tx, outcome).await
}
