//! Paused journeys: authorization requests, and people on the way to their own account. Growth: one row a journey
//! that needs a person, at most as many in a browser as [`keep_newest`] is told, and as many of strangers at one
//! place as [`keep_newest_at_place`] is; purged soon after it expires.

use super::{Conn, Result};
use crate::{
    base::{
        id::{BrowserId, InteractionId, IssuerId, UserId},
        secret::TokenHash,
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// A paused journey.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Interaction {
        /// Its row.
        pub id: InteractionId,
        /// The issuer it came to.
        pub issuer_id: IssuerId,
        /// The only browser that may go on with it.
        pub browser_id: Option<BrowserId>,
        /// The client that asks; none for somebody on the way to their own account.
        pub client_id: Option<ClientId>,
        /// The checked request, as JSON of the domain's own; empty without a client.
        pub request: String,
        /// How far the person got, as JSON of the domain's own.
        pub progress: String,
        /// When it came.
        pub created_at: Timestamp,
        /// When it is given up.
        pub expires_at: Timestamp,
        /// When it was answered.
        pub completed_at: Option<Timestamp>,
        /// From which address it came, hashed, while nobody is known to be behind it.
        pub place: Option<TokenHash>,
        /// From which network around that.
        pub network: Option<TokenHash>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, browser_id, client_id, request, progress, created_at, expires_at, completed_at, \
         place, network"
    };
}

/// Pauses a journey.
pub async fn insert(conn: &mut Conn, interaction: &Interaction) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO interactions (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        &interaction.id,
        &interaction.issuer_id,
        &interaction.browser_id,
        &interaction.client_id,
        &interaction.request,
        &interaction.progress,
        interaction.created_at,
        interaction.expires_at,
        interaction.completed_at,
        &interaction.place,
        &interaction.network
    )
    .map(drop)
}

/// Deletes all but the newest requests that strangers at a place left behind; answers how many.
pub async fn keep_newest_at_place(conn: &mut Conn, place: &TokenHash, keep: i64) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE place = $1 AND id <= \
         (SELECT id FROM interactions WHERE place = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        place,
        keep
    )
}

/// [`keep_newest_at_place`] for the network around it.
pub async fn keep_newest_in_network(conn: &mut Conn, network: &TokenHash, keep: i64) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE network = $1 AND id <= \
         (SELECT id FROM interactions WHERE network = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        network,
        keep
    )
}

/// Deletes all but the newest requests of a browser, answered or not; answers how many.
pub async fn keep_newest(conn: &mut Conn, browser: &BrowserId, keep: i64) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE browser_id = $1 AND id <= \
         (SELECT id FROM interactions WHERE browser_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        browser,
        keep
    )
}

/// By row, whatever became of it.
pub async fn find(conn: &mut Conn, id: &InteractionId) -> Result<Option<Interaction>> {
    q!(conn, fetch_optional, Interaction, concat!("SELECT ", columns!(), " FROM interactions WHERE id = $1"), id)
}

/// Writes how far the person got; `false` when it has been answered.
pub async fn set_progress(conn: &mut Conn, id: &InteractionId, progress: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE interactions SET progress = $2 WHERE id = $1 AND completed_at IS NULL",
        id,
        progress
    )?;
    Ok(touched > 0)
}

/// [`set_progress`] where somebody has signed in: the request is no stranger's any more.
pub async fn set_progress_of_known(conn: &mut Conn, id: &InteractionId, progress: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE interactions SET progress = $2, place = NULL, network = NULL WHERE id = $1 AND completed_at IS NULL",
        id,
        progress
    )?;
    Ok(touched > 0)
}

/// Marks it answered; `true` for the one call that did, and never after it expired.
pub async fn complete(conn: &mut Conn, id: &InteractionId, now: Timestamp) -> Result<bool> {
    let completed = q!(
        conn,
        execute,
        "UPDATE interactions SET completed_at = $2 WHERE id = $1 AND completed_at IS NULL AND expires_at > $2",
        id,
        now
    )?;
    Ok(completed > 0)
}

/// [`complete`] by somebody who is signed in: the request is no stranger's any more.
pub async fn complete_of_known(conn: &mut Conn, id: &InteractionId, now: Timestamp) -> Result<bool> {
    let completed = q!(
        conn,
        execute,
        "UPDATE interactions SET completed_at = $2, place = NULL, network = NULL \
         WHERE id = $1 AND completed_at IS NULL AND expires_at > $2",
        id,
        now
    )?;
    Ok(completed > 0)
}

/// What a browser has open, newest first, and at most so many.
pub async fn list_open_for_browser(
    conn: &mut Conn,
    browser: &BrowserId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Interaction>> {
    q!(
        conn,
        fetch_all,
        Interaction,
        concat!(
            "SELECT ",
            columns!(),
            " FROM interactions WHERE browser_id = $1 AND completed_at IS NULL AND expires_at > $2 ORDER BY id DESC \
              LIMIT $3"
        ),
        browser,
        now,
        most
    )
}

/// Gives up the paused requests of a client; answers how many.
pub async fn delete_for_client(conn: &mut Conn, client: &ClientId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM interactions WHERE client_id = $1", client)
}

/// Gives up what is paused in the browsers of a person; answers how many.
pub async fn delete_for_user(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM interactions WHERE id IN (SELECT i.id FROM interactions i \
         JOIN sessions s ON s.browser_id = i.browser_id WHERE s.user_id = $1)",
        user
    )
}
