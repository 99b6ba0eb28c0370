//! Clients. Growth: one row a registered client, until it is deleted.

use serde_json::{Map, Value};

use super::{Conn, PageRequest, Result, client_origins, types::Json};
use crate::{
    base::{id::IssuerId, secret::TokenHash, time::Timestamp},
    protocol::client::{Client, ClientId, ClientMetadata, ClientSource},
};

row! {
    #[derive(Debug)]
    struct Row {
        id: ClientId,
        issuer_id: IssuerId,
        metadata: ClientMetadata as Json,
        secret_hash: Option<TokenHash>,
        secret_sealed: Option<String>,
        secret_expires_at: Option<Timestamp>,
        source: ClientSource,
        operator_set: Map<String, Value> as Json,
        registration_token_hash: Option<TokenHash>,
        first_party_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        disabled_at: Option<Timestamp>,
    }
}

impl From<Row> for Client {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            issuer_id: row.issuer_id,
            metadata: row.metadata,
            secret_hash: row.secret_hash,
            secret_sealed: row.secret_sealed,
            secret_expires_at: row.secret_expires_at,
            source: row.source,
            operator_set: row.operator_set,
            registration_token_hash: row.registration_token_hash,
            first_party_at: row.first_party_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            disabled_at: row.disabled_at,
        }
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, metadata, secret_hash, secret_sealed, secret_expires_at, source, operator_set, \
         registration_token_hash, first_party_at, created_at, updated_at, disabled_at"
    };
}

/// A client's secret as it is kept. A public client has neither form.
#[derive(Debug, Clone, Default)]
pub struct StoredSecret {
    /// Its SHA-256, where it is only compared.
    pub hash: Option<TokenHash>,
    /// The secret sealed under the master key, where it is used (client_secret_jwt, HS*).
    pub sealed: Option<String>,
    /// When it ends; never when absent.
    pub expires_at: Option<Timestamp>,
}

/// By `client_id`.
pub async fn find(conn: &mut Conn, id: &ClientId) -> Result<Option<Client>> {
    let row = q!(conn, fetch_optional, Row, concat!("SELECT ", columns!(), " FROM clients WHERE id = $1"), id)?;
    Ok(row.map(Client::from))
}

/// All of them by `client_id`, a page at a time.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Vec<Client>> {
    let rows = q!(
        conn,
        fetch_all,
        Row,
        concat!("SELECT ", columns!(), " FROM clients WHERE id > $1 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit
    )?;
    Ok(rows.into_iter().map(Client::from).collect())
}

/// Those of an issuer by `client_id`, a page at a time.
pub async fn list_for_issuer(conn: &mut Conn, issuer: &IssuerId, page: &PageRequest) -> Result<Vec<Client>> {
    let rows = q!(
        conn,
        fetch_all,
        Row,
        concat!("SELECT ", columns!(), " FROM clients WHERE id > $1 AND issuer_id = $3 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit,
        issuer
    )?;
    Ok(rows.into_iter().map(Client::from).collect())
}

/// Adds a client, and its web origins.
pub async fn insert(conn: &mut Conn, client: &Client) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO clients (id, issuer_id, name, metadata, secret_hash, secret_sealed, secret_expires_at, source, \
         registration_token_hash, first_party_at, created_at, updated_at, disabled_at, operator_set) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &client.id,
        &client.issuer_id,
        client.display_name(),
        Json(&client.metadata),
        &client.secret_hash,
        &client.secret_sealed,
        client.secret_expires_at,
        &client.source,
        &client.registration_token_hash,
        client.first_party_at,
        client.created_at,
        client.updated_at,
        client.disabled_at,
        Json(&client.operator_set)
    )?;
    client_origins::replace(conn, &client.id, &client.metadata).await
}

/// By `client_id`, locked until the transaction ends: whoever writes it waits, so that what is decided by
/// this row is still true when it is written.
pub async fn hold(conn: &mut Conn, id: &ClientId) -> Result<Option<Client>> {
    let row = q!(
        conn,
        fetch_optional,
        Row,
        concat!("UPDATE clients SET updated_at = updated_at WHERE id = $1 RETURNING ", columns!()),
        id
    )?;
    Ok(row.map(Client::from))
}

/// Writes metadata and web origins, `operator_set`, `first_party_at`, `disabled_at` and `updated_at`; the secret has
/// [`set_secret`]. Answers whether the client is there.
pub async fn update(conn: &mut Conn, client: &Client) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE clients SET name = $2, metadata = $3, first_party_at = $4, disabled_at = $5, updated_at = $6, \
         operator_set = $7 WHERE id = $1",
        &client.id,
        client.display_name(),
        Json(&client.metadata),
        client.first_party_at,
        client.disabled_at,
        client.updated_at,
        Json(&client.operator_set)
    )?;
    if touched > 0 {
        client_origins::replace(conn, &client.id, &client.metadata).await?;
    }
    Ok(touched > 0)
}

/// Deletes a client and, with the row, everything that hangs from it.
pub async fn delete(conn: &mut Conn, id: &ClientId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM clients WHERE id = $1", id)? > 0)
}

/// Replaces the secret.
pub async fn set_secret(conn: &mut Conn, id: &ClientId, secret: &StoredSecret, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE clients SET secret_hash = $2, secret_sealed = $3, secret_expires_at = $4, updated_at = $5 \
         WHERE id = $1",
        id,
        &secret.hash,
        &secret.sealed,
        secret.expires_at,
        now
    )?;
    Ok(touched > 0)
}

/// Replaces the sealed form only, after the master key changed. Does nothing when the secret was
/// replaced since `old` was read.
pub async fn set_sealed(conn: &mut Conn, id: &ClientId, old: &str, new: &str) -> Result<bool> {
    let touched =
        q!(conn, execute, "UPDATE clients SET secret_sealed = $3 WHERE id = $1 AND secret_sealed = $2", id, old, new)?;
    Ok(touched > 0)
}

/// Switches a client off (since when) or on again.
pub async fn set_disabled(
    conn: &mut Conn,
    id: &ClientId,
    disabled_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let touched =
        q!(conn, execute, "UPDATE clients SET disabled_at = $2, updated_at = $3 WHERE id = $1", id, disabled_at, now)?;
    Ok(touched > 0)
}

/// Replaces the token that manages a registration; `false` when it was replaced since `old` was shown.
pub async fn replace_registration_token(
    conn: &mut Conn,
    id: &ClientId,
    old: &TokenHash,
    new: &TokenHash,
) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE clients SET registration_token_hash = $3 WHERE id = $1 AND registration_token_hash = $2",
        id,
        old,
        new
    )?;
    Ok(touched > 0)
}

/// Takes the management of a registration from whoever registered it.
pub async fn drop_registration_token(conn: &mut Conn, id: &ClientId) -> Result<()> {
    q!(conn, execute, "UPDATE clients SET registration_token_hash = NULL WHERE id = $1", id).map(drop)
}

/// Clients of a source that were neither made nor used since; an operator's own are not among them.
pub async fn list_unused(
    conn: &mut Conn,
    issuer: &IssuerId,
    source: ClientSource,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<ClientId>> {
    let rows = q!(
        conn,
        fetch_all,
        (ClientId,),
        "SELECT id FROM clients WHERE source = $1 AND COALESCE(last_used_at, created_at) < $2 AND issuer_id = $3 \
         AND first_party_at IS NULL ORDER BY id LIMIT $4",
        source,
        since,
        issuer,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Locks a client that [`list_unused`] named; `false` when that is no longer so.
pub async fn hold_unused(conn: &mut Conn, id: &ClientId, since: Timestamp) -> Result<bool> {
    let held = q!(
        conn,
        execute,
        "UPDATE clients SET updated_at = updated_at WHERE id = $1 AND COALESCE(last_used_at, created_at) < $2 \
         AND first_party_at IS NULL",
        id,
        since
    )?;
    Ok(held > 0)
}

/// Notes that a client was used.
pub async fn touch(conn: &mut Conn, id: &ClientId, now: Timestamp) -> Result<()> {
    q!(conn, execute, "UPDATE clients SET last_used_at = $2 WHERE id = $1", id, now).map(drop)
}
