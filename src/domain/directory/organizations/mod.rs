//! Organizations and their members.

mod change;
mod delete;
mod rename;

pub(super) use change::leave;
pub use change::{add_member, check_name, check_roles, check_slug, find, remove_member};
pub use delete::delete;
pub use rename::{Names, rename};

use crate::{
    base::id::{OrganizationId, UserId},
    domain::kernel::{Cx, Error, Event, On, Permission, event::OrganizationEvent, permit},
    store::{memberships, organizations},
};

/// Makes an organization and its first members.
///
/// # Errors
/// [`Error::Invalid`] for a slug or name that does not fit, [`Error::Conflict`] when the slug is
/// taken.
pub async fn create(
    cx: &Cx<'_>,
    slug: &str,
    name: &str,
    members: &[(UserId, Vec<String>)],
) -> Result<OrganizationId, Error> {
    permit(cx, Permission::OrgWrite, On::Installation)?;
    check_slug(slug)?;
    check_name(name)?;
    let now = cx.now;
    let organization = organizations::Organization {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        slug: slug.to_owned(),
        name: name.to_owned(),
        created_at: now,
        updated_at: now,
    };
    cx.write(async |work| {
        organizations::insert(work, &organization).await.map_err(Error::taken("slug"))?;
        for (user, roles) in members {
            let membership = memberships::Membership {
                organization_id: organization.id.clone(),
                user_id: user.clone(),
                roles: roles.clone(),
                created_at: now,
            };
            memberships::upsert(work, &membership).await?;
        }
        let created = Event::Organization(OrganizationEvent::Created, organization.id.clone());
        work.emit(cx, created).await?;
        Ok(organization.id.clone())
    })
    .await
}
