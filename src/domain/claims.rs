//! User and organizations to claims: the one place.

use serde_json::{Map, Value, json};

use super::error::Error;
use crate::{
    base::{
        id::{OrganizationId, UserId},
        url::ServedIssuer,
    },
    protocol::scope::Scopes,
    store::{Conn, memberships, users},
};

/// Most organizations that a token or userinfo names.
pub const MAX_ORGANIZATIONS: i64 = 50;

/// What this issuer's clients call a person; `None` when the account is gone or disabled.
///
/// # Errors
/// When the database fails.
pub async fn subject(conn: &mut Conn, _issuer: &ServedIssuer, id: &UserId) -> Result<Option<String>, Error> {
    Ok(users::find(conn, id).await?.filter(|user| user.disabled_at.is_none()).map(|user| user.sub))
}

/// All that is known of a person, by the names of OIDC Core §5.1.
pub fn known(user: &users::User) -> Map<String, Value> {
    let mut claims = user.claims.clone();
    let mut put = |name: &str, value: Value| {
        claims.insert(name.to_owned(), value);
    };
    put("preferred_username", json!(user.username));
    put("updated_at", json!(user.updated_at));
    // A flag without the thing it speaks of says nothing.
    if let Some(email) = &user.email {
        put("email", json!(email));
        put("email_verified", json!(user.email_verified_at.is_some()));
    }
    if let Some(phone) = &user.phone_number {
        put("phone_number", json!(phone));
        put("phone_number_verified", json!(user.phone_number_verified_at.is_some()));
    }
    claims
}

/// The claims about a person for the granted scopes: userinfo's answer.
///
/// # Errors
/// When the database fails.
pub async fn userinfo(
    conn: &mut Conn,
    user: &users::User,
    scopes: &Scopes,
    subject: &str,
    organization: Option<&OrganizationId>,
) -> Result<Map<String, Value>, Error> {
    let mut known = known(user);
    if scopes.has("organizations") {
        let memberships = memberships::list_for_user(conn, &user.id, MAX_ORGANIZATIONS).await?;
        let list: Vec<Value> = memberships
            .iter()
            .map(|one| json!({"id": one.organization_id, "slug": one.slug, "name": one.name, "roles": one.roles}))
            .collect();
        known.insert("organizations".into(), json!(list));
        if let Some(organization) = organization {
            known.insert("org_id".into(), json!(organization));
        }
    }
    Ok(crate::protocol::claims::asked_for(&known, scopes, subject))
}
