//! Resource servers. Growth: one row an API that the operator registers.

use super::{Conn, Result, types::Json};
use crate::{
    base::{
        id::{IssuerId, ResourceServerId},
        time::{Seconds, Timestamp},
    },
    protocol::{
        client::ClientId,
        resource::{ResourceServer, TokenFormat, TokenTyp},
    },
};

row! {
    #[derive(Debug)]
    struct Row {
        id: ResourceServerId,
        issuer_id: IssuerId,
        audience: String,
        name: String,
        scopes: Vec<String> as Json,
        open_scopes: Option<Vec<String>> as OptionalJson,
        default_scopes: Vec<String> as Json,
        token_format: TokenFormat,
        token_typ: TokenTyp,
        signing_alg: String,
        token_lifetime: Seconds,
        client_id: Option<ClientId>,
        builtin_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl From<Row> for ResourceServer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            issuer_id: row.issuer_id,
            audience: row.audience,
            name: row.name,
            scopes: row.scopes,
            open_scopes: row.open_scopes,
            default_scopes: row.default_scopes,
            token_format: row.token_format,
            token_typ: row.token_typ,
            signing_alg: row.signing_alg,
            token_lifetime: row.token_lifetime,
            client_id: row.client_id,
            builtin_at: row.builtin_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            is_account_api: false,
            attribute_scopes: std::sync::Arc::default(),
        }
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, audience, name, scopes, open_scopes, default_scopes, token_format, token_typ, signing_alg, \
         token_lifetime, client_id, builtin_at, created_at, updated_at"
    };
}

/// By row.
pub async fn find(conn: &mut Conn, id: &ResourceServerId) -> Result<Option<ResourceServer>> {
    let row =
        q!(conn, fetch_optional, Row, concat!("SELECT ", columns!(), " FROM resource_servers WHERE id = $1"), id)?;
    Ok(row.map(ResourceServer::from))
}

/// By row, locked until the transaction ends: whoever writes it waits.
pub async fn hold(conn: &mut Conn, id: &ResourceServerId) -> Result<Option<ResourceServer>> {
    let row = q!(
        conn,
        fetch_optional,
        Row,
        concat!("UPDATE resource_servers SET updated_at = updated_at WHERE id = $1 RETURNING ", columns!()),
        id
    )?;
    Ok(row.map(ResourceServer::from))
}

/// By audience.
pub async fn find_by_audience(conn: &mut Conn, issuer: &IssuerId, audience: &str) -> Result<Option<ResourceServer>> {
    let row = q!(
        conn,
        fetch_optional,
        Row,
        concat!("SELECT ", columns!(), " FROM resource_servers WHERE issuer_id = $1 AND audience = $2"),
        issuer,
        audience
    )?;
    Ok(row.map(ResourceServer::from))
}

/// The row of our own endpoints.
pub async fn find_builtin(conn: &mut Conn, issuer: &IssuerId) -> Result<Option<ResourceServer>> {
    let row = q!(
        conn,
        fetch_optional,
        Row,
        concat!("SELECT ", columns!(), " FROM resource_servers WHERE issuer_id = $1 AND builtin_at IS NOT NULL"),
        issuer
    )?;
    Ok(row.map(ResourceServer::from))
}

/// Those of an issuer, oldest first.
pub async fn list(conn: &mut Conn, issuer: &IssuerId) -> Result<Vec<ResourceServer>> {
    let rows = q!(
        conn,
        fetch_all,
        Row,
        concat!("SELECT ", columns!(), " FROM resource_servers WHERE issuer_id = $1 ORDER BY id"),
        issuer
    )?;
    Ok(rows.into_iter().map(ResourceServer::from).collect())
}

/// Every one of them, for caches that hold the whole.
pub async fn list_all(conn: &mut Conn) -> Result<Vec<ResourceServer>> {
    let rows = q!(conn, fetch_all, Row, concat!("SELECT ", columns!(), " FROM resource_servers ORDER BY id"))?;
    Ok(rows.into_iter().map(ResourceServer::from).collect())
}

/// Adds a resource server.
pub async fn insert(conn: &mut Conn, server: &ResourceServer) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO resource_servers (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &server.id,
        &server.issuer_id,
        &server.audience,
        &server.name,
        Json(&server.scopes),
        server.open_scopes.as_ref().map(Json),
        Json(&server.default_scopes),
        server.token_format,
        server.token_typ,
        &server.signing_alg,
        server.token_lifetime,
        &server.client_id,
        server.builtin_at,
        server.created_at,
        server.updated_at
    )
    .map(drop)
}

/// Writes everything but `id`, `issuer_id`, `audience`, `builtin_at` and `created_at`.
pub async fn update(conn: &mut Conn, server: &ResourceServer) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE resource_servers SET name = $2, scopes = $3, token_format = $4, token_typ = $5, \
         signing_alg = $6, token_lifetime = $7, client_id = $8, updated_at = $9, open_scopes = $10, \
         default_scopes = $11 WHERE id = $1",
        &server.id,
        &server.name,
        Json(&server.scopes),
        server.token_format,
        server.token_typ,
        &server.signing_alg,
        server.token_lifetime,
        &server.client_id,
        server.updated_at,
        server.open_scopes.as_ref().map(Json),
        Json(&server.default_scopes)
    )?;
    Ok(touched > 0)
}

/// Deletes a resource server, but never the built-in one.
pub async fn delete(conn: &mut Conn, id: &ResourceServerId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM resource_servers WHERE id = $1 AND builtin_at IS NULL", id)? > 0)
}
