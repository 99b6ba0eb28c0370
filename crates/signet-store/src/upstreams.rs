//! Upstreams and the domains that they vouch for. Growth: rows of the operator, a thousand upstreams and ten thousand
//! domains are planned for; domains are looked up one by one.

use super::{Conn, Result};
use crate::{
    base::{
        id::{IssuerId, UpstreamId},
        secret::Secret,
        time::Timestamp,
    },
    protocol::upstream::settings::UpstreamKind,
};

row! {
    /// A provider by which people sign in.
    #[derive(Debug, Clone)]
    pub struct UpstreamRow {
        /// Its row.
        pub id: UpstreamId,
        /// The issuer it belongs to.
        pub issuer_id: IssuerId,
        /// The word for it in commands and addresses; unique for the issuer.
        pub name: String,
        /// What kind of service it is.
        pub kind: UpstreamKind,
        /// The preset that it was made of.
        pub preset: Option<String>,
        /// What its button says.
        pub label: String,
        /// Its place among the buttons.
        pub position: i64,
        /// JSON of `UpstreamSettings`, as text: what a newer version wrote into one row must not hide the others.
        pub settings: String,
        /// What we are called there.
        pub client_id: String,
        /// Sealed: our secret, or the private key with which we prove ourselves.
        pub secret: Option<Secret<String>>,
        /// When the secret ends.
        pub secret_expires_at: Option<Timestamp>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Since when nobody signs in by it.
        pub disabled_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, name, kind, preset, label, position, settings, client_id, secret, secret_expires_at, \
         created_at, updated_at, disabled_at"
    };
}

/// Those of an issuer, in the operator's order.
pub async fn list(conn: &mut Conn, issuer: &IssuerId) -> Result<Vec<UpstreamRow>> {
    q!(
        conn,
        fetch_all,
        UpstreamRow,
        concat!("SELECT ", columns!(), " FROM upstreams WHERE issuer_id = $1 ORDER BY position, id"),
        issuer
    )
}

/// Every one of them, to seal their secrets anew.
pub async fn list_all(conn: &mut Conn) -> Result<Vec<UpstreamRow>> {
    q!(conn, fetch_all, UpstreamRow, concat!("SELECT ", columns!(), " FROM upstreams ORDER BY id"))
}

/// By row.
pub async fn find(conn: &mut Conn, id: &UpstreamId) -> Result<Option<UpstreamRow>> {
    q!(conn, fetch_optional, UpstreamRow, concat!("SELECT ", columns!(), " FROM upstreams WHERE id = $1"), id)
}

/// By name.
pub async fn find_by_name(conn: &mut Conn, issuer: &IssuerId, name: &str) -> Result<Option<UpstreamRow>> {
    q!(
        conn,
        fetch_optional,
        UpstreamRow,
        concat!("SELECT ", columns!(), " FROM upstreams WHERE issuer_id = $1 AND name = $2"),
        issuer,
        name
    )
}

/// By row, locked until the transaction ends: whoever writes it waits.
pub async fn hold(conn: &mut Conn, id: &UpstreamId) -> Result<Option<UpstreamRow>> {
    q!(
        conn,
        fetch_optional,
        UpstreamRow,
        concat!("UPDATE upstreams SET updated_at = updated_at WHERE id = $1 RETURNING ", columns!()),
        id
    )
}

/// Keeps links to an upstream that is held out until the transaction ends: those under way end first, and others wait.
pub async fn keep_links_out(conn: &mut Conn, row: &UpstreamRow) -> Result<()> {
    // On PostgreSQL a foreign key holds the row FOR KEY SHARE, for which an update waits alone that changes a key: the name
    // is one, for a moment.
    q!(conn, execute, "UPDATE upstreams SET name = name || ' ' WHERE id = $1", &row.id)?;
    q!(conn, execute, "UPDATE upstreams SET name = $2 WHERE id = $1", &row.id, &row.name).map(drop)
}

row! {
    /// A secret that ends.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EndingSecret {
        /// Of which upstream.
        pub name: String,
        /// When.
        pub secret_expires_at: Timestamp,
    }
}

/// Secrets that end until then, of all issuers.
pub async fn list_ending(conn: &mut Conn, until: Timestamp) -> Result<Vec<EndingSecret>> {
    q!(
        conn,
        fetch_all,
        EndingSecret,
        "SELECT name, secret_expires_at FROM upstreams WHERE disabled_at IS NULL AND secret_expires_at <= $1 \
         ORDER BY secret_expires_at, name",
        until
    )
}

/// The place behind the last one.
pub async fn next_position(conn: &mut Conn, issuer: &IssuerId) -> Result<i64> {
    let (next,) = q!(
        conn,
        fetch_one,
        (i64,),
        "SELECT COALESCE(MAX(position), 0) + 1 FROM upstreams WHERE issuer_id = $1",
        issuer
    )?;
    Ok(next)
}

/// Adds an upstream.
pub async fn insert(conn: &mut Conn, row: &UpstreamRow) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO upstreams (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        &row.id,
        &row.issuer_id,
        &row.name,
        row.kind,
        &row.preset,
        &row.label,
        row.position,
        &row.settings,
        &row.client_id,
        &row.secret,
        row.secret_expires_at,
        row.created_at,
        row.updated_at,
        row.disabled_at
    )
    .map(drop)
}

/// Writes what can be changed: everything but `id`, `issuer_id`, `name`, `kind`, `preset` and `created_at`.
pub async fn update(conn: &mut Conn, row: &UpstreamRow) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstreams SET label = $2, position = $3, settings = $4, client_id = $5, secret = $6, \
         secret_expires_at = $7, updated_at = $8, disabled_at = $9 WHERE id = $1",
        &row.id,
        &row.label,
        row.position,
        &row.settings,
        &row.client_id,
        &row.secret,
        row.secret_expires_at,
        row.updated_at,
        row.disabled_at
    )?;
    Ok(touched > 0)
}

/// Puts the same secret in place, sealed anew, unless it was changed meanwhile.
pub async fn set_sealed(conn: &mut Conn, id: &UpstreamId, before: &str, sealed: &str) -> Result<bool> {
    let touched =
        q!(conn, execute, "UPDATE upstreams SET secret = $3 WHERE id = $1 AND secret = $2", id, before, sealed)?;
    Ok(touched > 0)
}

/// Deletes an upstream with its domains and the identities of people there.
pub async fn delete(conn: &mut Conn, id: &UpstreamId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM upstreams WHERE id = $1", id)? > 0)
}

/// The upstream that vouches for a domain, which stands in small letters, as ASCII.
pub async fn find_by_domain(conn: &mut Conn, issuer: &IssuerId, domain: &str) -> Result<Option<UpstreamId>> {
    let found = q!(
        conn,
        fetch_optional,
        (UpstreamId,),
        "SELECT upstream_id FROM upstream_domains WHERE issuer_id = $1 AND domain = $2",
        issuer,
        domain
    )?;
    Ok(found.map(|(id,)| id))
}

/// Whether any domain is listed for an upstream that is on.
pub async fn has_domains(conn: &mut Conn, issuer: &IssuerId) -> Result<bool> {
    let found = q!(
        conn,
        fetch_optional,
        (UpstreamId,),
        "SELECT d.upstream_id FROM upstream_domains d JOIN upstreams u ON u.id = d.upstream_id \
         WHERE d.issuer_id = $1 AND u.disabled_at IS NULL LIMIT 1",
        issuer
    )?;
    Ok(found.is_some())
}

/// The domains of an upstream, by name.
pub async fn list_domains(conn: &mut Conn, id: &UpstreamId) -> Result<Vec<String>> {
    let rows = q!(
        conn,
        fetch_all,
        (String,),
        "SELECT domain FROM upstream_domains WHERE upstream_id = $1 ORDER BY domain",
        id
    )?;
    Ok(rows.into_iter().map(|(domain,)| domain).collect())
}

/// Lists a domain for an upstream; `false` when it is listed already, for this or another one.
pub async fn insert_domain(conn: &mut Conn, issuer: &IssuerId, domain: &str, id: &UpstreamId) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "INSERT INTO upstream_domains (issuer_id, domain, upstream_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        issuer,
        domain,
        id
    )?;
    Ok(touched > 0)
}

/// Takes a domain from an upstream; `false` when it is not listed for it.
pub async fn delete_domain(conn: &mut Conn, issuer: &IssuerId, domain: &str, id: &UpstreamId) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "DELETE FROM upstream_domains WHERE issuer_id = $1 AND domain = $2 AND upstream_id = $3",
        issuer,
        domain,
        id
    )?;
    Ok(touched > 0)
}
