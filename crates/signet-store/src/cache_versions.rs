//! Versions of what instances keep in memory: a raised one drops their caches. Growth: one row a
//! cache that the code knows.

use super::{Conn, Result};

/// Raises a version, in the transaction that changes what is cached.
pub async fn bump(conn: &mut Conn, name: &str) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO cache_versions (name, version) VALUES ($1, 1) \
         ON CONFLICT (name) DO UPDATE SET version = cache_versions.version + 1",
        name
    )
    .map(drop)
}

/// Every version.
pub async fn all(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    q!(conn, fetch_all, (String, i64), "SELECT name, version FROM cache_versions ORDER BY name")
}
