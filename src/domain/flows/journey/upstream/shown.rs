//! The identities of a person, for the page of how they sign in.

use super::account::{ShownIdentity, list_identities};
use crate::domain::{
    kernel::{Cx, Error},
    login::ways,
    registry::upstreams,
    sessions::SignedIn,
};

/// The identities of a person.
pub struct Connected {
    /// Oldest first.
    pub all: Vec<ShownIdentity>,
    /// Whether one of them may go: the last way in stays.
    pub may_remove: bool,
}

/// The identities of the person of a session.
///
/// # Errors
/// When the database fails.
pub async fn connected(cx: &Cx<'_>, signed_in: &SignedIn) -> Result<Connected, Error> {
    // In memory from here on, so that no second connection is waited for.
    upstreams::offered(cx).await?;
    let cx = &cx.acting(signed_in.actor());
    let mut conn = cx.read().await?;
    let all = list_identities(cx, &mut conn, &signed_in.user.id).await?;
    let may_remove = !all.is_empty() && ways::may_lose_identity(cx, &mut conn, &signed_in.user).await?;
    Ok(Connected { all, may_remove })
}
