//! Pictures of people, in base64. Growth: at most one a person, of some 100 kB; gone with the person.

use super::{Conn, Result};
use crate::base::{id::UserId, time::Timestamp};

row! {
    /// A picture.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Picture {
        /// Of whom.
        pub user_id: UserId,
        /// What nobody guesses: part of its address.
        pub name: String,
        /// The file, in base64.
        pub data: String,
        /// When it was taken in.
        pub created_at: Timestamp,
    }
}

/// Keeps the picture of a person in the place of an older one.
pub async fn upsert(conn: &mut Conn, picture: &Picture) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO pictures (user_id, name, data, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, data = excluded.data, \
         created_at = excluded.created_at",
        &picture.user_id,
        &picture.name,
        &picture.data,
        picture.created_at
    )
    .map(drop)
}

/// By its name.
pub async fn find(conn: &mut Conn, name: &str) -> Result<Option<Picture>> {
    q!(conn, fetch_optional, Picture, "SELECT user_id, name, data, created_at FROM pictures WHERE name = $1", name)
}

/// That of a person.
pub async fn find_for_user(conn: &mut Conn, user: &UserId) -> Result<Option<Picture>> {
    q!(conn, fetch_optional, Picture, "SELECT user_id, name, data, created_at FROM pictures WHERE user_id = $1", user)
}

/// Takes the picture of a person away; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM pictures WHERE user_id = $1", user)? > 0)
}
