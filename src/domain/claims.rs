//! User and organizations to claims: the one place.

use serde_json::{Map, Value, json};

use super::error::Error;
use crate::{
    app::App,
    base::{
        id::{OrganizationId, UserId},
        url::ServedIssuer,
    },
    protocol::claims::{self as rules, Asked, Vouched},
    store::{
        Conn,
        claim_sources::{self, ClaimSource},
        memberships, users,
    },
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

/// What is asked for, of what is known of a person or vouched for by others.
///
/// # Errors
/// When the database fails.
pub async fn told(
    app: &App,
    conn: &mut Conn,
    user: &users::User,
    asked: &Asked<'_>,
    organization: Option<&OrganizationId>,
) -> Result<Map<String, Value>, Error> {
    let mut known = known(user);
    let names = asked.names();
    if names.contains(&"organizations") {
        let memberships = memberships::list_for_user(conn, &user.id, MAX_ORGANIZATIONS).await?;
        let list: Vec<Value> = memberships
            .iter()
            .map(|one| json!({"id": one.organization_id, "slug": one.slug, "name": one.name, "roles": one.roles}))
            .collect();
        known.insert("organizations".into(), json!(list));
    }
    if let Some(organization) = organization.filter(|_| names.contains(&"org_id")) {
        known.insert("org_id".into(), json!(organization));
    }
    let mut answer = rules::told(&known, asked);
    if names.iter().any(|name| !answer.contains_key(*name)) {
        let vouched = vouched(app, claim_sources::list_for_user(conn, &user.id).await?)?;
        rules::add_vouched(&mut answer, asked, &vouched);
    }
    Ok(answer)
}

/// The members of `_claim_sources` (OIDC Core §5.6.2).
fn vouched(app: &App, sources: Vec<ClaimSource>) -> Result<Vec<Vouched>, Error> {
    let read = |source: ClaimSource| {
        let member = match (&source.jwt, &source.endpoint) {
            (Some(jwt), _) => json!({"JWT": jwt}),
            (None, endpoint) => {
                let mut member = json!({"endpoint": endpoint});
                if let Some(sealed) = &source.access_token_sealed {
                    let token = app.sealer.open(&source_purpose(&source), sealed).map_err(Error::internal)?;
                    member["access_token"] = json!(String::from_utf8_lossy(token.expose()));
                }
                member
            }
        };
        Ok(Vouched { source: source.name, claims: source.claims, member })
    };
    sources.into_iter().map(read).collect()
}

/// What the sealed token of a source is bound to.
pub fn source_purpose(source: &ClaimSource) -> String {
    format!("claim_sources/{}/{}", source.user_id, source.name)
}
