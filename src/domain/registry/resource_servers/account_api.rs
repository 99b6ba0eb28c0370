//! The API for one's own account: a resource server like any other to clients, without a row. Its address follows that
//! of the issuer, and its tokens are those of our own endpoints (docs/decisions/account-api.md).

use super::is_here;
use crate::{
    base::id::ResourceServerId,
    domain::kernel::{Cx, Error},
    protocol::{discovery::path, resource::ResourceServer, scope::account},
};

/// The name for whoever reads metadata; people read what each scope means, in their language.
const NAME: &str = "Account";

/// The account API of the issuer; none while it is switched off.
///
/// # Errors
/// When the database fails.
pub async fn account_api(cx: &Cx<'_>) -> Result<Option<ResourceServer>, Error> {
    let all = super::all(cx).await?;
    Ok(all.iter().find(|server| server.is_account_api && is_here(cx, server)).cloned())
}

/// Its identifier at an issuer.
pub(super) fn audience(issuer: &str) -> String {
    format!("{issuer}{}", path::ACCOUNT_API)
}

/// Puts that of each issuer beside the rows. An API that an operator registered under this address before is none: it
/// could let strangers in.
pub(super) fn add(servers: &mut Vec<ResourceServer>) {
    let made: Vec<ResourceServer> = servers.iter().filter(|one| one.is_builtin()).map(beside).collect();
    let is_taken = |server: &ResourceServer| {
        made.iter().any(|one| one.issuer_id == server.issuer_id && server.answers_to(&one.audience))
    };
    servers.retain(|server| !is_taken(server));
    servers.extend(made);
}

fn beside(builtin: &ResourceServer) -> ResourceServer {
    ResourceServer {
        id: ResourceServerId::from_stored(format!("{}_account", builtin.id)),
        audience: audience(&builtin.audience),
        name: NAME.to_owned(),
        scopes: account::ALL.iter().map(|scope| (*scope).to_owned()).collect(),
        open_scopes: None,
        default_scopes: vec![account::READ.to_owned()],
        client_id: None,
        builtin_at: None,
        is_account_api: true,
        ..builtin.clone()
    }
}
