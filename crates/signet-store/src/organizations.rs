//! Organizations. Growth: one row each, until it is deleted.

use super::{Conn, PageRequest, Result};
use crate::base::{
    id::{IssuerId, OrganizationId},
    time::Timestamp,
};

row! {
    /// An organization.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Organization {
        /// Its row, and the `id` in the claim `organizations`.
        pub id: OrganizationId,
        /// The issuer it belongs to.
        pub issuer_id: IssuerId,
        /// Its name in URLs; unique for the issuer.
        pub slug: String,
        /// The name people see.
        pub name: String,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

/// Adds an organization.
pub async fn insert(conn: &mut Conn, organization: &Organization) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO organizations (id, issuer_id, slug, name, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &organization.id,
        &organization.issuer_id,
        &organization.slug,
        &organization.name,
        organization.created_at,
        organization.updated_at
    )
    .map(drop)
}

/// By row.
pub async fn find(conn: &mut Conn, id: &OrganizationId) -> Result<Option<Organization>> {
    q!(
        conn,
        fetch_optional,
        Organization,
        "SELECT id, issuer_id, slug, name, created_at, updated_at FROM organizations WHERE id = $1",
        id
    )
}

/// By name in URLs.
pub async fn find_by_slug(conn: &mut Conn, issuer: &IssuerId, slug: &str) -> Result<Option<Organization>> {
    q!(
        conn,
        fetch_optional,
        Organization,
        "SELECT id, issuer_id, slug, name, created_at, updated_at FROM organizations \
         WHERE issuer_id = $1 AND slug = $2",
        issuer,
        slug
    )
}

/// Those of an issuer, oldest first.
pub async fn list(conn: &mut Conn, issuer: &IssuerId, page: &PageRequest) -> Result<Vec<Organization>> {
    q!(
        conn,
        fetch_all,
        Organization,
        "SELECT id, issuer_id, slug, name, created_at, updated_at FROM organizations \
         WHERE id > $1 AND issuer_id = $3 ORDER BY id LIMIT $2",
        page.cursor(),
        page.limit,
        issuer
    )
}

/// Writes both names. Answers whether the organization is there.
pub async fn update(conn: &mut Conn, organization: &Organization) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE organizations SET slug = $2, name = $3, updated_at = $4 WHERE id = $1",
        &organization.id,
        &organization.slug,
        &organization.name,
        organization.updated_at
    )?;
    Ok(touched > 0)
}

/// Deletes an organization and its memberships.
pub async fn delete(conn: &mut Conn, id: &OrganizationId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM organizations WHERE id = $1", id)? > 0)
}
