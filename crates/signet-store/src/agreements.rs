//! What people agreed to. Growth: one row a person, document and version; gone with the person.

use super::{Conn, Result};
use crate::base::{id::UserId, time::Timestamp};

row! {
    /// Somebody agreed to a document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptAgreement {
        /// Which.
        pub document: String,
        /// In which version.
        pub version: String,
        /// When they did so first.
        pub agreed_at: Timestamp,
    }
}

/// Writes down that a person agreed; what they agreed to before stays as it was.
pub async fn insert(conn: &mut Conn, user: &UserId, one: &KeptAgreement) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO agreements (user_id, document, version, agreed_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id, document, version) DO NOTHING",
        user,
        &one.document,
        &one.version,
        one.agreed_at
    )
    .map(drop)
}

/// What a person agreed to, by document and version.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<KeptAgreement>> {
    q!(
        conn,
        fetch_all,
        KeptAgreement,
        "SELECT document, version, agreed_at FROM agreements WHERE user_id = $1 ORDER BY document, version",
        user
    )
}
