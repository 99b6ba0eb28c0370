//! The identities of a person, for the page of how they sign in.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{ShownIdentity, list_identities};
use crate::{
    base::id::UserId,
    domain::{
        approval::access,
        kernel::{Cx, Error, Feature},
        registry::upstreams,
    },
    protocol::{permission, scope::upstream},
};

/// The identities of a person, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn connected(cx: &Cx<'_>, user: &UserId) -> Result<Vec<ShownIdentity>, Error> {
    // In memory from here on, so that no second connection is waited for.
    upstreams::list(cx).await?;
    list_identities(cx, &mut cx.read().await?, user).await
}

/// The names of the apps that may get what an upstream handed out for a person, by the upstream: whose operator named it
/// to them, and to whom the person agreed.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn reached_by(cx: &Cx<'_>, user: &UserId) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut reached: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if !Feature::TokenExchange.is_on(cx.app) {
        return Ok(reached);
    }
    for app in access::apps(cx, user).await? {
        let client = &app.client.client;
        let name = client.metadata.client_name.clone().unwrap_or_else(|| client.id.to_string());
        let named = app.access.scopes.iter().filter_map(upstream::named);
        let named = named.filter(|one| permission::may_have(client, one));
        // Once, however many scopes of it the app may have.
        for one in named.map(upstream::name_of).collect::<BTreeSet<_>>() {
            reached.entry(one.to_owned()).or_default().push(name.clone());
        }
    }
    Ok(reached)
}
