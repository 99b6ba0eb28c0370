//! A link that signs one person in, once. Only the operator makes them (`--demo`), and none signs an
//! administrator in: whoever was made one since the link was printed keeps their account.

use super::{Proven, Verified};
use crate::{
    domain::kernel::{
        Cx, Error,
        one_time::{self, Purpose},
    },
    store::users,
};

/// Whom a link is for, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or never was.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<users::User, Error> {
    let mut conn = cx.read().await?;
    let link = one_time::peek(cx, &mut conn, Purpose::SignIn, secret).await?;
    let user = link.and_then(|link| link.user).ok_or(Error::NotFound)?;
    let found = users::find(&mut conn, &user).await?;
    found.filter(|user| user.disabled_at.is_none() && user.admin_at.is_none()).ok_or(Error::NotFound)
}

/// Whom the link proves; it is spent where they sign in.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn verify(cx: &Cx<'_>, secret: &str) -> Result<Proven, Error> {
    let user = peek(cx, secret).await?;
    Ok(Proven { user: user.id, verified: Verified::Link { secret: secret.to_owned() }, remember: false })
}
