//! Other names for an organization.

use super::{check_name, check_slug};
use crate::{
    base::id::OrganizationId,
    domain::kernel::{Cx, Error, Event, On, Permission, event::OrganizationEvent, permit},
    store::organizations::{self, Organization},
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
pub async fn rename(cx: &Cx<'_>, id: &OrganizationId, names: Names) -> Result<Organization, Error> {
    permit(cx, Permission::OrgWrite, On::Installation)?;
    if let Some(slug) = &names.slug {
        check_slug(slug)?;
    }
    if let Some(name) = &names.name {
        check_name(name)?;
    }
    cx.write(async |work| {
        let before = organizations::find(work, id).await?.filter(|found| found.issuer_id == cx.issuer.id);
        let before = before.ok_or(Error::NotFound)?;
        let after = Organization {
            slug: names.slug.unwrap_or_else(|| before.slug.clone()),
            name: names.name.unwrap_or_else(|| before.name.clone()),
            updated_at: cx.now,
            ..before
        };
        organizations::update(work, &after).await.map_err(Error::taken("slug"))?;
        work.emit(cx, Event::Organization(OrganizationEvent::Updated, after.id.clone())).await?;
        Ok(after)
    })
    .await
}
