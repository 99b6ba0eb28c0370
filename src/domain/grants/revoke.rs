//! Telling the consumers of the outbox which approvals were taken back.

use serde_json::{Map, json};

use crate::{
    app::App,
    base::{id::GrantId, url::ServedIssuer},
    domain::{error::Error, organizations::outbox_event},
    store::{Tx, outbox},
};

/// Most grants that one event names: switching off a client may take back very many.
const GRANTS_AN_EVENT: usize = 200;

/// Writes `grant.revoked` beside the revocation, in its transaction; nothing when nothing was revoked.
///
/// # Errors
/// When the database fails.
pub async fn tell(app: &App, issuer: &ServedIssuer, tx: &mut Tx, revoked: &[GrantId]) -> Result<(), Error> {
    for some in revoked.chunks(GRANTS_AN_EVENT) {
        let payload = Map::from_iter([("grant_ids".to_owned(), json!(some))]);
        outbox::insert(tx, &outbox_event(app, issuer, "grant.revoked", payload)).await?;
    }
    Ok(())
}
