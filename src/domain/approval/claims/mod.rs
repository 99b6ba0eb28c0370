//! User and organizations to claims: the one place.

mod approval;

pub use approval::ApprovedClaims;

use serde_json::{Map, Value, json};

use crate::{
    base::id::{OrganizationId, UserId},
    domain::{
        directory::accounts::subject,
        kernel::{Cx, Error, Work, seals},
        registry::attributes,
    },
    protocol::{
        claims::{
            self as rules, RequestedClaims, Vouched,
            roles::{self, RolesIn},
        },
        client::{Client, ClientId, ClientMetadata},
        subject::sector,
    },
    store::{
        Conn, attributes as attribute_rows,
        claim_sources::{self, ClaimSource},
        memberships, organizations, pairwise_subjects, users,
    },
};

/// Most organizations that a token or userinfo names.
pub const MAX_ORGANIZATIONS: i64 = 50;

/// What a client calls a person (OIDC Core §8), made at the first call in its sector.
///
/// # Errors
/// When the database fails.
pub async fn subject(cx: &Cx<'_>, work: &mut Work, client: &Client, user: &users::User) -> Result<String, Error> {
    if let Some(known) = known_subject(cx, work, &client.id, &client.metadata, user).await? {
        return Ok(known);
    }
    let sector = sector(&client.id, &client.metadata).unwrap_or_default();
    let fresh = subject::fresh(&cx.app.entropy);
    Ok(pairwise_subjects::insert(work, (&cx.issuer.id, &sector), &user.id, &fresh, cx.now).await?)
}

/// What a client calls a person; `None` when it never had to in this sector.
///
/// # Errors
/// When the database fails.
pub async fn known_subject(
    cx: &Cx<'_>,
    conn: &mut Conn,
    client: &ClientId,
    metadata: &ClientMetadata,
    user: &users::User,
) -> Result<Option<String>, Error> {
    match sector(client, metadata) {
        None => Ok(Some(user.sub.clone())),
        Some(sector) => Ok(pairwise_subjects::find(conn, &cx.issuer.id, &sector, &user.id).await?),
    }
}

/// Whom a client calls by this name, whether or not the account is switched off.
///
/// # Errors
/// When the database fails; a person who is gone is `None`.
pub async fn user_of(cx: &Cx<'_>, conn: &mut Conn, client: &Client, sub: &str) -> Result<Option<UserId>, Error> {
    match sector(&client.id, &client.metadata) {
        None => Ok(users::find_by_sub(conn, sub).await?.map(|user| user.id)),
        Some(sector) => Ok(pairwise_subjects::find_user_by_sub(conn, &cx.issuer.id, &sector, sub).await?),
    }
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

/// For whom a person acts.
#[derive(Debug, Clone, Copy)]
struct Acting<'a> {
    /// The organization; none when it was not chosen among several.
    organization: Option<&'a OrganizationId>,
    /// Whether each role names it.
    is_named: bool,
}

/// What is asked for, of what is known of a person or vouched for by others.
///
/// # Errors
/// When the database fails.
async fn disclosed(
    cx: &Cx<'_>,
    conn: &mut Conn,
    user: &users::User,
    asked: &RequestedClaims<'_>,
    acting: Acting<'_>,
) -> Result<Map<String, Value>, Error> {
    let attributes = attributes::all_through(cx, conn).await?;
    // RFC 6749 §6: a refresh may leave scopes out, and with them what they brought.
    let still = |name: &&String| attributes.iter().any(|one| one.name == **name && asked.scopes.has(&one.scope));
    let brought: Vec<String> = asked.attributes.iter().filter(still).cloned().collect();
    let asked = &RequestedClaims { attributes: &brought, ..*asked };
    let mut known = known(user);
    let names = asked.names();
    in_organizations(conn, user, &names, acting, &mut known).await?;
    if attributes.iter().any(|one| names.contains(&one.name.as_str())) {
        let values = attribute_rows::list_for_user(conn, &user.id).await?;
        known.extend(values.into_iter().map(|one| (one.name, one.value)));
    }
    let mut answer = rules::select(&known, asked);
    if names.iter().any(|name| !answer.contains_key(*name)) && anybody_vouches(cx, conn).await? {
        let vouched = vouched(cx, claim_sources::list_for_user(conn, &user.id).await?)?;
        rules::add_vouched(&mut answer, asked, &vouched);
    }
    Ok(answer)
}

/// What depends on the organizations that a person belongs to, where it is asked for.
async fn in_organizations(
    conn: &mut Conn,
    user: &users::User,
    names: &[&str],
    acting: Acting<'_>,
    known: &mut Map<String, Value>,
) -> Result<(), Error> {
    let organization = acting.organization;
    let asks_for = |name: &str| names.contains(&name);
    let lists: Vec<&str> = ["groups", "roles"].into_iter().filter(|name| asks_for(name)).collect();
    let memberships = if asks_for("organizations") || (!lists.is_empty() && organization.is_none()) {
        let mut all = memberships::list_for_user(conn, &user.id, MAX_ORGANIZATIONS + 1).await?;
        let most = usize::try_from(MAX_ORGANIZATIONS).unwrap_or(usize::MAX);
        if all.len() > most {
            all.truncate(most);
            // Whoever decides by the list must know that it is not all of it.
            known.insert("organizations_truncated".into(), json!(true));
        }
        all
    } else {
        Vec::new()
    };
    if asks_for("organizations") {
        let list: Vec<Value> = memberships
            .iter()
            .map(|one| json!({"id": one.organization_id, "slug": one.slug, "name": one.name, "roles": one.roles}))
            .collect();
        known.insert("organizations".into(), json!(list));
    }
    if let Some(organization) = organization.filter(|_| asks_for("org_id")) {
        known.insert("org_id".into(), json!(organization));
    }
    if !lists.is_empty() {
        let all = match organization {
            // Of somebody who has left it: nothing, rather than what counts elsewhere.
            Some(organization) => {
                let member = memberships::find(conn, organization, &user.id).await?;
                let there = member.map(|one| one.roles).unwrap_or_default();
                if acting.is_named {
                    let slug = organizations::find(conn, organization).await?.map(|one| one.slug);
                    roles::qualified(slug.iter().map(|slug| RolesIn { slug, roles: &there }))
                } else {
                    roles::plain(&there)
                }
            }
            None => roles::qualified(memberships.iter().map(|one| RolesIn { slug: &one.slug, roles: &one.roles })),
        };
        known.extend(lists.into_iter().map(|name| (name.to_owned(), json!(all))));
    }
    Ok(())
}

/// Whether there is any source of claims, from the cache or the database.
async fn anybody_vouches(cx: &Cx<'_>, conn: &mut Conn) -> Result<bool, Error> {
    let cache = &cx.app.caches.claim_sources;
    if let Some(known) = cache.get() {
        return Ok(*known);
    }
    let generation = cache.generation();
    Ok(*cache.put_since(generation, claim_sources::exist(conn).await?))
}

/// The members of `_claim_sources` (OIDC Core §5.6.2).
fn vouched(cx: &Cx<'_>, sources: Vec<ClaimSource>) -> Result<Vec<Vouched>, Error> {
    let read = |source: ClaimSource| {
        let member = match (&source.jwt, &source.endpoint) {
            (Some(jwt), _) => json!({"JWT": jwt}),
            (None, endpoint) => {
                let mut member = json!({"endpoint": endpoint});
                if let Some(sealed) = &source.access_token_sealed {
                    let token = cx
                        .app
                        .sealer
                        .open(&seals::claim_source(&source.user_id, &source.name), sealed)
                        .map_err(Error::internal)?;
                    member["access_token"] = json!(String::from_utf8_lossy(token.expose()));
                }
                member
            }
        };
        Ok(Vouched { source: source.name, claims: source.claims, member })
    };
    sources.into_iter().map(read).collect()
}
