//! Small facts about the installation. Growth: one row a name that the code knows, one a feature
//! that was switched, and one an issuer that had a demo.

use std::collections::BTreeMap;

use super::{Conn, Result};
use crate::base::time::Timestamp;

/// What the names of switches begin with; the feature's follows.
pub const SWITCH: &str = "feature.";

/// The features that were switched, each to what.
pub async fn list_switches(conn: &mut Conn) -> Result<BTreeMap<String, bool>> {
    let pattern = format!("{SWITCH}%");
    let rows = q!(conn, fetch_all, (String, String), "SELECT name, value FROM settings WHERE name LIKE $1", &pattern)?;
    let named = |(name, value): (String, String)| Some((name.strip_prefix(SWITCH)?.to_owned(), value == "on"));
    Ok(rows.into_iter().filter_map(named).collect())
}

/// A setting's value.
pub async fn get(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let row = q!(conn, fetch_optional, (String,), "SELECT value FROM settings WHERE name = $1", name)?;
    Ok(row.map(|(value,)| value))
}

/// A setting's value, if it was written between these moments.
pub async fn get_between(conn: &mut Conn, name: &str, since: Timestamp, until: Timestamp) -> Result<Option<String>> {
    let row = q!(
        conn,
        fetch_optional,
        (String,),
        "SELECT value FROM settings WHERE name = $1 AND updated_at >= $2 AND updated_at <= $3",
        name,
        since,
        until
    )?;
    Ok(row.map(|(value,)| value))
}

/// Writes a setting.
pub async fn put(conn: &mut Conn, name: &str, value: &str, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        name,
        value,
        now
    )
    .map(drop)
}

/// Writes a setting unless it has a value; `true` for the one call that did.
pub async fn put_first(conn: &mut Conn, name: &str, value: &str, now: Timestamp) -> Result<bool> {
    let inserted = q!(
        conn,
        execute,
        "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        name,
        value,
        now
    )?;
    Ok(inserted > 0)
}
