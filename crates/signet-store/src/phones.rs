//! Telephone numbers that people have proven. Growth: at most one row a person; gone with the person.

use super::{Conn, Result};
use crate::base::{id::UserId, time::Timestamp};

row! {
    /// A number that was proven.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Phone {
        /// Whose it is.
        pub user_id: UserId,
        /// `+` and digits.
        pub number: String,
        /// When it was proven last.
        pub proven_at: Timestamp,
        /// Since when codes are texted to it as a further factor.
        pub factor_at: Option<Timestamp>,
        /// When such a code last opened a session.
        pub last_used_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "user_id, number, proven_at, factor_at, last_used_at"
    };
}

/// That of a person.
pub async fn find(conn: &mut Conn, user: &UserId) -> Result<Option<Phone>> {
    q!(conn, fetch_optional, Phone, concat!("SELECT ", columns!(), " FROM phones WHERE user_id = $1"), user)
}

/// Whoever has proven this number.
pub async fn find_by_number(conn: &mut Conn, number: &str) -> Result<Option<Phone>> {
    q!(conn, fetch_optional, Phone, concat!("SELECT ", columns!(), " FROM phones WHERE number = $1"), number)
}

/// Writes down that a person has proven a number, in the place of the one before; whether codes are texted to it stays.
pub async fn upsert(conn: &mut Conn, user: &UserId, number: &str, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO phones (user_id, number, proven_at) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id) DO UPDATE SET number = excluded.number, proven_at = excluded.proven_at",
        user,
        number,
        now
    )
    .map(drop)
}

/// Says since when codes are texted to the number of a person; `false` when there is none.
pub async fn set_factor(conn: &mut Conn, user: &UserId, since: Option<Timestamp>) -> Result<bool> {
    Ok(q!(conn, execute, "UPDATE phones SET factor_at = $2 WHERE user_id = $1", user, since)? > 0)
}

/// Whether codes are texted to the number of a person.
pub async fn is_factor(conn: &mut Conn, user: &UserId) -> Result<bool> {
    let (count,) =
        q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM phones WHERE user_id = $1 AND factor_at IS NOT NULL", user)?;
    Ok(count > 0)
}

/// Notes a use; `false` when the number is another one by now, or no code is texted to it any more.
pub async fn used(conn: &mut Conn, user: &UserId, number: &str, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE phones SET last_used_at = $3 WHERE user_id = $1 AND number = $2 AND factor_at IS NOT NULL",
        user,
        number,
        now
    )?;
    Ok(touched > 0)
}

/// Takes it away from its person; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM phones WHERE user_id = $1", user)? > 0)
}
