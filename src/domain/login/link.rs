//! A link that signs one person in, once. Only the operator makes them (`--demo`), and none signs an
//! administrator in: whoever was made one since the link was printed keeps their account.

use super::{Entered, Place, Verified, finish};
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
    let user = one_time::peek(cx, &mut conn, Purpose::SignIn, secret).await?.flatten().ok_or(Error::NotFound)?;
    let found = users::find(&mut conn, &user).await?;
    found.filter(|user| user.disabled_at.is_none() && user.admin_at.is_none()).ok_or(Error::NotFound)
}

/// Spends the link and signs in.
///
/// # Errors
/// [`Error::NotFound`] as above.
pub async fn sign_in(cx: &Cx<'_>, place: &mut Place<'_>, secret: &str) -> Result<Entered, Error> {
    let user = peek(cx, secret).await?;
    finish(cx, place, &user.id, Verified::Link { secret }, false).await
}
