//! What a consumer of the outbox must tell whom: one row for each event, consumer and receiver.
//! Growth: a row for each client of an ended session that wants to be told, one for each mail, and one for each link that
//! somebody asks for to set a forgotten password (so many an hour from one address); gone with its event.
//!
//! ```text
//!  insert ──▶ waiting ── claim ──▶ under way ──┬─ delivered
//!                ▲                             ├─ failed: refused, or tried often enough
//!                └──── retry, or the lease ────┘
//!                      of a crashed sender ends
//! ```
//! A claim is one conditional `UPDATE` that counts the try and moves `next_at` to the end of its
//! lease: of two instances one wins. Whatever was delivered or failed is not due again, and its
//! `data`, which names a person to a client, is forgotten.

use serde_json::{Map, Value};

use super::{Conn, PageRequest, Result, types::Json};
use crate::base::{
    id::{IssuerId, OutboxId},
    time::Timestamp,
};

row! {
    /// A delivery.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Delivery {
        /// The event it tells of.
        pub event_id: OutboxId,
        /// Who tells.
        pub consumer: String,
        /// Who is told: for logout, a client. For mail, what it is about: a newer one takes its place.
        pub target: String,
        /// How often it was tried, the try under way included.
        pub attempts: i64,
        /// When it is due, or when the lease of the try under way ends.
        pub next_at: Timestamp,
        /// When it was delivered.
        pub delivered_at: Option<Timestamp>,
        /// What went wrong last.
        pub last_error: Option<String>,
        /// What it says.
        pub data: Map<String, Value> as Json,
        /// When it was written.
        pub created_at: Timestamp,
        /// The last HTTP status.
        pub last_status: Option<i64>,
        /// When it was given up.
        pub failed_at: Option<Timestamp>,
    }
}

row! {
    /// A delivery with what is known of its event, for people.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Logged {
        /// The event.
        pub event_id: OutboxId,
        /// Who is told.
        pub target: String,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next, unless it is over.
        pub next_at: Timestamp,
        /// When it was delivered.
        pub delivered_at: Option<Timestamp>,
        /// What went wrong last.
        pub last_error: Option<String>,
        /// The last HTTP status.
        pub last_status: Option<i64>,
        /// When it was given up.
        pub failed_at: Option<Timestamp>,
        /// When the event happened.
        pub at: Timestamp,
        /// What the event says.
        pub payload: Map<String, Value> as Json,
    }
}

macro_rules! columns {
    () => {
        "event_id, consumer, target, attempts, next_at, delivered_at, last_error, data, created_at, last_status, \
         failed_at"
    };
}

// What is neither delivered nor given up, and due at $1.
macro_rules! due {
    () => {
        "delivered_at IS NULL AND failed_at IS NULL AND next_at <= $1"
    };
}

/// Names one delivery.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryKey<'a> {
    /// The event.
    pub event: &'a OutboxId,
    /// Who tells.
    pub consumer: &'a str,
    /// Who is told.
    pub target: &'a str,
}

impl Delivery {
    /// Its name.
    pub fn key(&self) -> DeliveryKey<'_> {
        DeliveryKey { event: &self.event_id, consumer: &self.consumer, target: &self.target }
    }
}

/// Writes a delivery that is due at `now`.
pub async fn insert(conn: &mut Conn, key: DeliveryKey<'_>, data: &Map<String, Value>, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO outbox_deliveries (event_id, consumer, target, attempts, next_at, data, created_at) \
         VALUES ($1, $2, $3, 0, $4, $5, $4)",
        key.event,
        key.consumer,
        key.target,
        now,
        Json(data)
    )
    .map(drop)
}

/// Receivers for whom something is due, the longest waiting first.
pub async fn list_due_targets(conn: &mut Conn, consumer: &str, now: Timestamp, limit: i64) -> Result<Vec<String>> {
    let rows = q!(
        conn,
        fetch_all,
        (String,),
        concat!(
            "SELECT target FROM outbox_deliveries WHERE ",
            due!(),
            " AND consumer = $2 GROUP BY target ORDER BY MIN(next_at), target LIMIT $3"
        ),
        now,
        consumer,
        limit
    )?;
    Ok(rows.into_iter().map(|(target,)| target).collect())
}

/// What is due for one receiver, the longest waiting first.
pub async fn list_due(
    conn: &mut Conn,
    consumer: &str,
    target: &str,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Delivery>> {
    q!(
        conn,
        fetch_all,
        Delivery,
        concat!(
            "SELECT ",
            columns!(),
            " FROM outbox_deliveries WHERE ",
            due!(),
            " AND consumer = $2 AND target = $3 ORDER BY next_at, event_id LIMIT $4"
        ),
        now,
        consumer,
        target,
        limit
    )
}

/// What is due for any receiver, the longest waiting first.
pub async fn list_due_for_any(conn: &mut Conn, consumer: &str, now: Timestamp, limit: i64) -> Result<Vec<Delivery>> {
    q!(
        conn,
        fetch_all,
        Delivery,
        concat!(
            "SELECT ",
            columns!(),
            " FROM outbox_deliveries WHERE ",
            due!(),
            " AND consumer = $2 ORDER BY next_at, event_id LIMIT $3"
        ),
        now,
        consumer,
        limit
    )
}

/// Whether anything waits for a consumer beyond a moment.
pub async fn is_any_due_after(conn: &mut Conn, consumer: &str, furthest: Timestamp) -> Result<bool> {
    let found = q!(
        conn,
        fetch_optional,
        (i64,),
        "SELECT next_at FROM outbox_deliveries WHERE delivered_at IS NULL AND failed_at IS NULL AND consumer = $1 \
         AND next_at > $2 LIMIT 1",
        consumer,
        furthest
    )?;
    Ok(found.is_some())
}

/// Makes due at `at` what waits for a consumer beyond a moment; answers how much.
pub async fn bring_forward(conn: &mut Conn, consumer: &str, furthest: Timestamp, at: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET next_at = $3 WHERE delivered_at IS NULL AND failed_at IS NULL \
         AND consumer = $1 AND next_at > $2",
        consumer,
        furthest,
        at
    )
}

/// Moves the end of the lease of a try under way; `false` when the try is no longer ours.
pub async fn hold(conn: &mut Conn, one: &Delivery, lease_end: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET next_at = $1 WHERE event_id = $2 AND consumer = $3 AND target = $4 \
         AND attempts = $5 AND delivered_at IS NULL AND failed_at IS NULL",
        lease_end,
        &one.event_id,
        &one.consumer,
        &one.target,
        one.attempts
    )?;
    Ok(touched > 0)
}

/// Gives up what waits for a receiver because something newer takes its place; answers how much.
pub async fn supersede(conn: &mut Conn, consumer: &str, target: &str, now: Timestamp) -> Result<u64> {
    // Never due again, as in `fail`.
    q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET failed_at = $1, next_at = 9223372036854775807, last_error = 'superseded', \
         data = '{}' WHERE consumer = $2 AND target = $3 AND delivered_at IS NULL AND failed_at IS NULL",
        now,
        consumer,
        target
    )
}

/// What a consumer has waiting, in the order of its events, after one of them.
pub async fn list_waiting(conn: &mut Conn, consumer: &str, page: &PageRequest) -> Result<Vec<Delivery>> {
    q!(
        conn,
        fetch_all,
        Delivery,
        concat!(
            "SELECT ",
            columns!(),
            " FROM outbox_deliveries WHERE delivered_at IS NULL AND failed_at IS NULL AND consumer = $1 \
             AND event_id > $2 ORDER BY event_id LIMIT $3"
        ),
        consumer,
        page.cursor(),
        page.limit
    )
}

/// Puts other data in the place of what was read; `false` when it has changed since.
pub async fn set_data(conn: &mut Conn, one: &Delivery, fresh: &Map<String, Value>) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET data = $1 WHERE event_id = $2 AND consumer = $3 AND target = $4 AND data = $5",
        Json(fresh),
        &one.event_id,
        &one.consumer,
        &one.target,
        Json(&one.data)
    )?;
    Ok(touched > 0)
}

/// Takes a due delivery for one try until `lease_end`; `None` when another instance was faster.
pub async fn claim(
    conn: &mut Conn,
    key: DeliveryKey<'_>,
    now: Timestamp,
    lease_end: Timestamp,
) -> Result<Option<Delivery>> {
    q!(
        conn,
        fetch_optional,
        Delivery,
        concat!(
            "UPDATE outbox_deliveries SET attempts = attempts + 1, next_at = $2 WHERE ",
            due!(),
            " AND event_id = $3 AND consumer = $4 AND target = $5 RETURNING ",
            columns!()
        ),
        now,
        lease_end,
        key.event,
        key.consumer,
        key.target
    )
}

/// Notes that it was delivered; `false` when that was known, or it is gone.
pub async fn deliver(conn: &mut Conn, one: &Delivery, status: Option<u16>, now: Timestamp) -> Result<bool> {
    // Whoever did it: a lease that ran out while the client was answering changes nothing.
    let touched = q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET delivered_at = $1, failed_at = NULL, last_status = $2, last_error = NULL, \
         data = '{}' WHERE event_id = $3 AND consumer = $4 AND target = $5 AND delivered_at IS NULL",
        now,
        status.map(i64::from),
        &one.event_id,
        &one.consumer,
        &one.target
    )?;
    Ok(touched > 0)
}

/// Notes a try that failed, and when to try again; `false` when the try was no longer ours.
pub async fn retry(
    conn: &mut Conn,
    one: &Delivery,
    status: Option<u16>,
    error: &str,
    next_at: Timestamp,
) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET next_at = $1, last_status = $2, last_error = $3 \
         WHERE event_id = $4 AND consumer = $5 AND target = $6 AND attempts = $7 AND delivered_at IS NULL \
         AND failed_at IS NULL",
        next_at,
        status.map(i64::from),
        error,
        &one.event_id,
        &one.consumer,
        &one.target,
        one.attempts
    )?;
    Ok(touched > 0)
}

/// Gives it up; `false` when the try was no longer ours.
pub async fn fail(conn: &mut Conn, one: &Delivery, status: Option<u16>, error: &str, now: Timestamp) -> Result<bool> {
    // Never due again, so that the index of what is due stays small.
    let touched = q!(
        conn,
        execute,
        "UPDATE outbox_deliveries SET failed_at = $1, next_at = 9223372036854775807, last_status = $2, \
         last_error = $3, data = '{}' WHERE event_id = $4 AND consumer = $5 AND target = $6 AND attempts = $7 \
         AND delivered_at IS NULL AND failed_at IS NULL",
        now,
        status.map(i64::from),
        error,
        &one.event_id,
        &one.consumer,
        &one.target,
        one.attempts
    )?;
    Ok(touched > 0)
}

/// Which deliveries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Neither delivered nor given up.
    Waiting,
    /// Delivered.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryState {
    /// As it is shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl Logged {
    /// What became of it.
    pub fn state(&self) -> DeliveryState {
        match (self.delivered_at, self.failed_at) {
            (Some(_), _) => DeliveryState::Delivered,
            (None, Some(_)) => DeliveryState::Failed,
            (None, None) => DeliveryState::Waiting,
        }
    }
}

/// To which deliveries a list is narrowed; to none by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrowed<'a> {
    /// Those of this receiver.
    pub target: Option<&'a str>,
    /// Those in this state.
    pub state: Option<DeliveryState>,
}

/// The deliveries of a consumer for one issuer, newest first.
pub async fn list(
    conn: &mut Conn,
    consumer: &str,
    issuer: &IssuerId,
    narrowed: Narrowed<'_>,
    limit: i64,
) -> Result<Vec<Logged>> {
    let Narrowed { target, state } = narrowed;
    let wanted = |one: DeliveryState| i64::from(state.is_none_or(|state| state == one));
    q!(
        conn,
        fetch_all,
        Logged,
        "SELECT d.event_id, d.target, d.attempts, d.next_at, d.delivered_at, d.last_error, d.last_status, \
         d.failed_at, o.at, o.payload FROM outbox_deliveries d JOIN outbox o ON o.id = d.event_id WHERE d.consumer = $1 \
         AND (CAST($2 AS TEXT) IS NULL OR d.target = $2) \
         AND (($3 = 1 AND d.delivered_at IS NULL AND d.failed_at IS NULL) OR ($4 = 1 AND d.delivered_at IS NOT NULL) OR ($5 = 1 AND d.failed_at IS NOT NULL)) \
         AND o.issuer_id = $7 ORDER BY d.event_id DESC, d.target LIMIT $6",
        consumer,
        target,
        wanted(DeliveryState::Waiting),
        wanted(DeliveryState::Delivered),
        wanted(DeliveryState::Failed),
        limit,
        issuer
    )
}
