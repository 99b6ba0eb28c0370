//! What is remembered of somebody's sign-ins to tell one that is unlike them. Growth: at most one row a person, bounded by
//! `domain/login/risk/memory.rs`; gone with the person.

use serde::{Deserialize, Serialize};

use super::{Conn, Result, types::Json};
use crate::base::{id::UserId, time::Timestamp};

/// A country that somebody signed in from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCountry {
    /// ISO 3166-1, two letters.
    pub code: String,
    /// When last.
    pub at: Timestamp,
}

/// Where a sign-in came from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SeenPlace {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// When.
    pub at: Timestamp,
}

row! {
    /// What is remembered of somebody's sign-ins.
    #[derive(Debug, Clone, PartialEq)]
    pub struct SignInMemory {
        /// Whose.
        pub user_id: UserId,
        /// From which countries, the last seen first.
        pub countries: Vec<SeenCountry> as Json,
        /// How many in each hour of the day (UTC).
        pub hours: Vec<u32> as Json,
        /// Where the last one came from, if that is known.
        pub place: Option<SeenPlace> as OptionalJson,
        /// When the last one was.
        pub updated_at: Timestamp,
    }
}

/// What is remembered of a person.
pub async fn find(conn: &mut Conn, user: &UserId) -> Result<Option<SignInMemory>> {
    q!(
        conn,
        fetch_optional,
        SignInMemory,
        "SELECT user_id, countries, hours, place, updated_at FROM sign_in_memories WHERE user_id = $1",
        user
    )
}

/// Keeps it in the place of what was remembered before.
pub async fn upsert(conn: &mut Conn, memory: &SignInMemory) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO sign_in_memories (user_id, countries, hours, place, updated_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (user_id) DO UPDATE SET countries = excluded.countries, hours = excluded.hours, \
         place = excluded.place, updated_at = excluded.updated_at",
        &memory.user_id,
        Json(&memory.countries),
        Json(&memory.hours),
        memory.place.map(Json),
        memory.updated_at
    )
    .map(drop)
}
