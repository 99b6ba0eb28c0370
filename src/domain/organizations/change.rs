//! Who belongs to an organization, and with which roles.

use crate::{
    app::App,
    base::{
        id::{OrganizationId, UserId},
        text::{is_name, name_rule},
        url::ServedIssuer,
    },
    domain::{
        audit::{self, By},
        error::{Error, settle},
    },
    protocol::claims::roles::SEPARATOR,
    store::{
        Conn, Tx, audit as audit_events, grants,
        memberships::{self, Membership},
        organizations::{self, Organization},
        sessions,
    },
};

/// Most characters of an organization's name.
const NAME_MAX: usize = 200;

/// An organization by its id or slug.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, issuer: &ServedIssuer, name: &str) -> Result<Organization, Error> {
    let found = match name.parse::<OrganizationId>() {
        Ok(id) => organizations::find(conn, &id).await?.filter(|found| found.issuer_id == issuer.id),
        Err(_) => organizations::find_by_slug(conn, &issuer.id, name).await?,
    };
    found.ok_or(Error::NotFound)
}

/// The name in URLs: 1 to 63 small letters, digits and hyphens, as in a host name.
///
/// # Errors
/// [`Error::Invalid`].
pub fn check_slug(slug: &str) -> Result<(), Error> {
    let fits = (1..=63).contains(&slug.len())
        && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    let message = "1 to 63 small letters, digits and hyphens, no hyphen at either end";
    if fits { Ok(()) } else { Err(Error::field("slug", "slug_invalid", message)) }
}

/// The name people see.
///
/// # Errors
/// [`Error::Invalid`].
pub fn check_name(name: &str) -> Result<(), Error> {
    if is_name(name, NAME_MAX) { Ok(()) } else { Err(Error::field("name", "name_invalid", name_rule(NAME_MAX))) }
}

/// Adds a member, or replaces the roles of one.
///
/// # Errors
/// [`Error::NotFound`] when the person is gone; [`Error::Invalid`] for a role that is no word.
pub async fn add_member(
    app: &App,
    issuer: &ServedIssuer,
    organization: &OrganizationId,
    (user, roles): (&UserId, Vec<String>),
    by: By<'_>,
) -> Result<Membership, Error> {
    // Without an organization a role is told as slug:role: one that holds the sign would look like another's.
    let role_fits = |role: &String| {
        (1..=64).contains(&role.len()) && role.bytes().all(|byte| byte.is_ascii_graphic()) && !role.contains(SEPARATOR)
    };
    if !roles.iter().all(role_fits) || roles.len() > 50 {
        let message = "at most 50 words of 1 to 64 visible ASCII characters, without a colon";
        return Err(Error::field("roles", "role_invalid", message));
    }
    let membership =
        Membership { organization_id: organization.clone(), user_id: user.clone(), roles, created_at: app.clock.now() };
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        memberships::upsert(&mut tx, &membership)
            .await
            .map_err(|error| if error.is_reference() { Error::NotFound } else { error.into() })?;
        note(app, issuer, &mut tx, ("membership.set", organization, user), by).await
    }
    .await;
    settle(tx, outcome).await?;
    Ok(membership)
}

/// Removes a member; `false` when the person was none.
///
/// # Errors
/// When the database fails.
pub async fn remove_member(
    app: &App,
    issuer: &ServedIssuer,
    organization: &OrganizationId,
    user: &UserId,
    by: By<'_>,
) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<bool, Error> = async {
        if !memberships::remove(&mut tx, organization, user).await? {
            return Ok(false);
        }
        // What was approved for the organization ends with the membership.
        let now = app.clock.now();
        sessions::clear_organization(&mut tx, user, organization).await?;
        let revoked = grants::revoke_for_member(&mut tx, user, organization, now).await?;
        crate::domain::grants::revoke::tell(app, issuer, &mut tx, &revoked).await?;
        note(app, issuer, &mut tx, ("membership.removed", organization, user), by).await?;
        Ok(true)
    }
    .await;
    settle(tx, outcome).await
}

async fn note(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, organization, user): (&str, &OrganizationId, &UserId),
    by: By<'_>,
) -> Result<(), Error> {
    let mut event = audit::event(app, issuer, kind, by.actor, by.origin);
    event.organization_id = Some(organization.clone());
    event.user_id = Some(user.clone());
    Ok(audit_events::insert(tx, &event).await?)
}
