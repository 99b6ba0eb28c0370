//! What may use a person's account: whatever was agreed to, and whatever holds a grant, as first-party apps do
//! without having been agreed to.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    app::caches::CachedClient,
    base::{id::UserId, time::Timestamp},
    domain::{
        kernel::{Cx, Error, On, Permission, permit},
        registry::clients,
    },
    protocol::{client::ClientId, scope::Scopes},
    store::{consents, grants},
};

/// What a client may do, and since when.
#[derive(Debug, Clone)]
pub struct Access {
    /// What was approved.
    pub scopes: Scopes,
    /// Claims that were agreed to one by one.
    pub claims: Vec<String>,
    /// Since when.
    pub since: Timestamp,
}

/// An app that may use a person's account.
#[derive(Debug, Clone)]
pub struct AuthorizedApp {
    /// The client.
    pub client: Arc<CachedClient>,
    /// What it may do.
    pub access: Access,
}

/// Every app that may use an account, the oldest first; of clients that are gone or switched off, none.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's account.
pub async fn apps(cx: &Cx<'_>, user: &UserId) -> Result<Vec<AuthorizedApp>, Error> {
    let mut apps = Vec::new();
    for (id, access) in to_account(cx, user).await? {
        if let Some(client) = clients::find(cx, &id).await? {
            apps.push(AuthorizedApp { client, access });
        }
    }
    Ok(apps)
}

/// Every client that may use an account, the oldest first.
async fn to_account(cx: &Cx<'_>, user: &UserId) -> Result<Vec<(ClientId, Access)>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    let consents = consents::list_for_user(&mut conn, user).await?;
    let held = grants::list_holders_for_user(&mut conn, user, cx.now).await?;
    drop(conn);
    let agreed = consents.into_iter().map(|one| {
        (one.client_id, Access { scopes: Scopes::of(one.scopes), claims: one.claims, since: one.created_at })
    });
    let held = held
        .into_iter()
        .map(|one| (one.client_id, Access { scopes: Scopes::of(one.scopes), claims: Vec::new(), since: one.since }));
    let mut all: BTreeMap<ClientId, Access> = BTreeMap::new();
    for (client, access) in agreed.chain(held) {
        let known = all.entry(client).or_insert_with(|| Access {
            scopes: Scopes::default(),
            claims: Vec::new(),
            since: access.since,
        });
        known.scopes = known.scopes.union(&access.scopes);
        known.claims.extend(access.claims);
        known.since = known.since.min(access.since);
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, access)| access.since);
    Ok(all)
}
