//! Wallets of people. Growth: at most five a person; gone with the person.

use super::{Conn, Result};
use crate::base::{
    id::{UserId, WalletId},
    time::Timestamp,
};

row! {
    /// A wallet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Wallet {
        /// Its row.
        pub id: WalletId,
        /// Whose it is.
        pub user_id: UserId,
        /// Its address, in small letters.
        pub address: String,
        /// For a contract, the chain on which it signs: at the same address of another one there may be somebody else's.
        pub contract_chain: Option<i64>,
        /// When it was added.
        pub created_at: Timestamp,
        /// When it last opened a session.
        pub last_used_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, user_id, address, contract_chain, created_at, last_used_at"
    };
}

/// Adds one.
pub async fn insert(conn: &mut Conn, wallet: &Wallet) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO wallets (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)"),
        &wallet.id,
        &wallet.user_id,
        &wallet.address,
        wallet.contract_chain,
        wallet.created_at,
        wallet.last_used_at
    )
    .map(drop)
}

/// By its address, in small letters.
pub async fn find_by_address(conn: &mut Conn, address: &str) -> Result<Option<Wallet>> {
    q!(conn, fetch_optional, Wallet, concat!("SELECT ", columns!(), " FROM wallets WHERE address = $1"), address)
}

/// Those of a person, oldest first.
pub async fn list(conn: &mut Conn, user: &UserId) -> Result<Vec<Wallet>> {
    q!(conn, fetch_all, Wallet, concat!("SELECT ", columns!(), " FROM wallets WHERE user_id = $1 ORDER BY id"), user)
}

/// How many a person has.
pub async fn count(conn: &mut Conn, user: &UserId) -> Result<i64> {
    let (count,) = q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM wallets WHERE user_id = $1", user)?;
    Ok(count)
}

/// Notes a use; `false` when the wallet was removed.
pub async fn used(conn: &mut Conn, id: &WalletId, now: Timestamp) -> Result<bool> {
    Ok(q!(conn, execute, "UPDATE wallets SET last_used_at = $2 WHERE id = $1", id, now)? > 0)
}

/// Takes one away from its person; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId, id: &WalletId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM wallets WHERE user_id = $1 AND id = $2", user, id)? > 0)
}

/// Takes away all of a person; answers how many.
pub async fn delete_all(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM wallets WHERE user_id = $1", user)
}
