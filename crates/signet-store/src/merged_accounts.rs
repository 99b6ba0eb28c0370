//! Accounts that were merged into others. Growth: one row a merge, gone with the account.

use super::{Conn, Result};
use crate::base::{id::UserId, time::Timestamp};

row! {
    /// An account that goes on as another.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct MergedAccount {
        /// Which.
        pub user_id: UserId,
        /// The account that goes on. It may be gone by now.
        pub into_user_id: UserId,
        /// When.
        pub merged_at: Timestamp,
    }
}

/// Adds one.
pub async fn insert(conn: &mut Conn, row: &MergedAccount) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO merged_accounts (user_id, into_user_id, merged_at) VALUES ($1, $2, $3)",
        &row.user_id,
        &row.into_user_id,
        row.merged_at
    )
    .map(drop)
}

/// What became of an account, if it was merged.
pub async fn find(conn: &mut Conn, user: &UserId) -> Result<Option<MergedAccount>> {
    q!(
        conn,
        fetch_optional,
        MergedAccount,
        "SELECT user_id, into_user_id, merged_at FROM merged_accounts WHERE user_id = $1",
        user
    )
}
