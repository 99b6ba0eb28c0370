//! Attributes that an operator declares, and what they say of people. Growth: one row an attribute, and one an
//! attribute and person; the values go with either.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Conn, Result, types::Json};
use crate::{
    base::{id::UserId, time::Timestamp},
    protocol::claims::attribute::{AskedAtSignUp, Attribute, AttributeType},
};

row! {
    #[derive(Debug)]
    struct Row {
        name: String,
        scope: String,
        kind: AttributeType,
        description: String,
        descriptions: BTreeMap<String, String> as Json,
        asked: AskedAtSignUp,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl From<Row> for Attribute {
    fn from(row: Row) -> Self {
        Self {
            name: row.name,
            scope: row.scope,
            kind: row.kind,
            description: row.description,
            descriptions: row.descriptions,
            asked: row.asked,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

row! {
    /// What an attribute says of a person.
    #[derive(Debug, Clone, PartialEq)]
    pub struct UserAttribute {
        /// The attribute.
        pub name: String,
        /// Its value.
        pub value: Value as Json,
    }
}

/// Every attribute, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Attribute>> {
    let rows = q!(
        conn,
        fetch_all,
        Row,
        "SELECT name, scope, kind, description, descriptions, asked, created_at, updated_at FROM attributes ORDER BY name"
    )?;
    Ok(rows.into_iter().map(Attribute::from).collect())
}

/// Adds an attribute.
pub async fn insert(conn: &mut Conn, attribute: &Attribute) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO attributes (name, scope, kind, description, descriptions, asked, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &attribute.name,
        &attribute.scope,
        attribute.kind,
        &attribute.description,
        Json(&attribute.descriptions),
        attribute.asked,
        attribute.created_at,
        attribute.updated_at
    )
    .map(drop)
}

/// Replaces what people read about an attribute, and whether they are asked for it.
pub async fn describe(conn: &mut Conn, attribute: &Attribute) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE attributes SET description = $2, descriptions = $3, asked = $4, updated_at = $5 WHERE name = $1",
        &attribute.name,
        &attribute.description,
        Json(&attribute.descriptions),
        attribute.asked,
        attribute.updated_at
    )?;
    Ok(touched > 0)
}

/// Deletes an attribute with all its values.
pub async fn delete(conn: &mut Conn, name: &str) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM attributes WHERE name = $1", name)? > 0)
}

/// Of how many people an attribute says something.
pub async fn count_values(conn: &mut Conn, name: &str) -> Result<i64> {
    let (count,) = q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM user_attributes WHERE name = $1", name)?;
    Ok(count)
}

/// What the attributes say of a person, by name.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<UserAttribute>> {
    q!(conn, fetch_all, UserAttribute, "SELECT name, value FROM user_attributes WHERE user_id = $1 ORDER BY name", user)
}

/// Sets what an attribute says of a person.
pub async fn set(conn: &mut Conn, user: &UserId, name: &str, value: &Value, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO user_attributes (user_id, name, value, updated_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        user,
        name,
        Json(value),
        now
    )
    .map(drop)
}

/// Forgets what an attribute says of a person; answers whether it said anything.
pub async fn unset(conn: &mut Conn, user: &UserId, name: &str) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM user_attributes WHERE user_id = $1 AND name = $2", user, name)? > 0)
}
