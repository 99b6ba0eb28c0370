//! The web origins of clients (CORS). Growth: one row an origin of a client, some two hundred at most;
//! they go with their client.

use std::collections::BTreeSet;

use super::{Conn, Result};
use crate::protocol::client::{ClientId, ClientMetadata};

/// Clients read at a time where all of them are written anew.
const BATCH: i64 = 200;

/// Writes the origins of a client.
pub async fn replace(conn: &mut Conn, client: &ClientId, metadata: &ClientMetadata) -> Result<()> {
    let rows = q!(
        conn,
        fetch_all,
        (String,),
        "SELECT origin FROM client_origins WHERE client_id = $1 ORDER BY origin",
        client
    )?;
    let before: BTreeSet<String> = rows.into_iter().map(|(origin,)| origin).collect();
    let now: BTreeSet<String> = metadata.origins().into_iter().collect();
    if before == now {
        return Ok(());
    }
    q!(conn, execute, "DELETE FROM client_origins WHERE client_id = $1", client)?;
    for origin in &now {
        q!(conn, execute, "INSERT INTO client_origins (origin, client_id) VALUES ($1, $2)", origin, client)?;
    }
    Ok(())
}

/// Whether a client that is not switched off has this origin.
pub async fn is_registered(conn: &mut Conn, origin: &str) -> Result<bool> {
    let row = q!(
        conn,
        fetch_optional,
        (String,),
        "SELECT o.origin FROM client_origins o JOIN clients c ON c.id = o.client_id \
         WHERE o.origin = $1 AND c.disabled_at IS NULL LIMIT 1",
        origin
    )?;
    Ok(row.is_some())
}

row! {
    #[derive(Debug)]
    struct Registered {
        id: ClientId,
        metadata: ClientMetadata as Json,
    }
}

/// Writes the origins of every client: once, by the migration that made the table.
pub(super) async fn fill(conn: &mut Conn) -> Result<()> {
    let mut last = String::new();
    loop {
        let clients = q!(
            conn,
            fetch_all,
            Registered,
            "SELECT id, metadata FROM clients WHERE id > $1 ORDER BY id LIMIT $2",
            &last,
            BATCH
        )?;
        let Some(end) = clients.last() else { return Ok(()) };
        last = end.id.as_str().to_owned();
        for client in &clients {
            replace(conn, &client.id, &client.metadata).await?;
        }
    }
}
