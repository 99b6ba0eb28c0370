//! What an account has to sign in with, told before anybody has proven anything: only in a browser in which somebody
//! has signed in to this very account before, as its device cookie says (docs/decisions/one-sign-in-page.md).
//! Everywhere else a name is answered alike, whether or not anybody has it.

use super::ways::Ways;
use crate::{
    domain::kernel::{Cx, Error, device},
    store::{
        Conn, identities, login_names,
        users::{self, User},
    },
};

/// The ways of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWays {
    /// Those that are open to its person.
    pub ways: Ways,
    /// The names of the providers at which an identity is linked.
    pub upstreams: Vec<String>,
}

/// Those of the account with a name, where this browser has been signed in to it; nothing for anybody else. A browser
/// without a device cookie costs no look; in one with a cookie each name costs the same, unless it is its own.
///
/// # Errors
/// When the database fails.
pub async fn of_name(cx: &Cx<'_>, device: Option<&str>, name: &str) -> Result<Option<OwnWays>, Error> {
    if !device::has_entries(cx, device) {
        return Ok(None);
    }
    let mut conn = cx.read().await?;
    let Some(named) = login_names::find(&mut conn, &users::fold(name)).await? else { return Ok(None) };
    let is_own = device::has_signed_in(cx, device, &named.user, named.password.as_ref());
    if !is_own || named.user.disabled_at.is_some() {
        return Ok(None);
    }
    read(cx, &mut conn, &named.user).await
}

/// Those of somebody who is signed in here and has to sign in again.
///
/// # Errors
/// When the database fails.
pub async fn of_signed_in(cx: &Cx<'_>, person: &User) -> Result<Option<OwnWays>, Error> {
    read(cx, &mut cx.read().await?, person).await
}

/// Nothing where nothing is left: then every way is as good.
async fn read(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<Option<OwnWays>, Error> {
    let mut ways = Ways::read(cx, conn, person).await?;
    // A mailbox that nobody has proven may be another person's.
    ways.mail &= person.email_verified_at.is_some();
    let mut upstreams = Vec::new();
    if ways.identities > 0 {
        let linked = identities::list(conn, &person.id).await?;
        let usable = linked.into_iter().filter(|one| one.upstream_disabled_at.is_none());
        upstreams.extend(usable.map(|one| one.upstream));
    }
    Ok(ways.has_one().then_some(OwnWays { ways, upstreams }))
}
