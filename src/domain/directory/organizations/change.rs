//! Who belongs to an organization, and with which roles.

use crate::{
    base::{
        id::{OrganizationId, UserId},
        text::{LABEL_RULE, is_label, is_name, name_rule},
    },
    domain::kernel::{Cx, Error, Event, On, Permission, Work, permit},
    protocol::claims::roles::SEPARATOR,
    store::{
        Conn, grants,
        memberships::{self, Membership},
        organizations::{self, Organization},
        sessions, users,
    },
};

/// Most characters of an organization's name.
const NAME_MAX: usize = 200;

/// An organization by its id or slug.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(cx: &Cx<'_>, conn: &mut Conn, name: &str) -> Result<Organization, Error> {
    let found = match name.parse::<OrganizationId>() {
        Ok(id) => organizations::find(conn, &id).await?.filter(|found| found.issuer_id == cx.issuer.id),
        Err(_) => organizations::find_by_slug(conn, &cx.issuer.id, name).await?,
    };
    found.ok_or(Error::NotFound)
}

/// The name in URLs.
///
/// # Errors
/// [`Error::Invalid`].
pub fn check_slug(slug: &str) -> Result<(), Error> {
    if is_label(slug) { Ok(()) } else { Err(Error::field("slug", "slug_invalid", LABEL_RULE)) }
}

/// The name people see.
///
/// # Errors
/// [`Error::Invalid`].
pub fn check_name(name: &str) -> Result<(), Error> {
    if is_name(name, NAME_MAX) { Ok(()) } else { Err(Error::field("name", "name_invalid", name_rule(NAME_MAX))) }
}

/// What roles may be.
///
/// # Errors
/// [`Error::Invalid`] for one that is no word.
pub fn check_roles(roles: &[String]) -> Result<(), Error> {
    // Without an organization a role is told as slug:role: one that holds the sign would look like another's.
    let role_fits = |role: &String| {
        (1..=64).contains(&role.len()) && role.bytes().all(|byte| byte.is_ascii_graphic()) && !role.contains(SEPARATOR)
    };
    if roles.iter().all(role_fits) && roles.len() <= 50 {
        return Ok(());
    }
    let message = "at most 50 words of 1 to 64 visible ASCII characters, without a colon";
    Err(Error::field("roles", "role_invalid", message))
}

/// Adds a member, or replaces the roles of one.
///
/// # Errors
/// [`Error::NotFound`] when the person is gone; [`Error::Invalid`] for a role that is no word.
pub async fn add_member(
    cx: &Cx<'_>,
    organization: &OrganizationId,
    user: &UserId,
    roles: Vec<String>,
) -> Result<Membership, Error> {
    permit(cx, Permission::OrgWrite, On::Installation)?;
    check_roles(&roles)?;
    let membership =
        Membership { organization_id: organization.clone(), user_id: user.clone(), roles, created_at: cx.now };
    cx.write(async |work| {
        memberships::upsert(work, &membership).await?;
        work.emit(cx, Event::MembershipSet { organization: organization.clone(), user: user.clone() }).await
    })
    .await?;
    Ok(membership)
}

/// Removes a member; `false` when the person was none.
///
/// # Errors
/// When the database fails.
pub async fn remove_member(cx: &Cx<'_>, organization: &OrganizationId, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::OrgWrite, On::Installation)?;
    cx.write(async |work| {
        users::find_held(work, user).await?;
        leave(cx, work, organization, user).await
    })
    .await
}

/// Ends the membership of a person who is held; `false` where there is none.
pub(in crate::domain::directory) async fn leave(
    cx: &Cx<'_>,
    work: &mut Work,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<bool, Error> {
    if !memberships::remove(work, organization, user).await? {
        return Ok(false);
    }
    // What was approved for the organization ends with the membership.
    sessions::clear_organization(work, user, organization).await?;
    let revoked = grants::revoke_for_member(work, user, organization, cx.now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    work.emit(cx, Event::MembershipRemoved { organization: organization.clone(), user: user.clone() }).await?;
    Ok(true)
}
