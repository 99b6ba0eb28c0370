//! Somebody has just set their password by a link: that proves them as typing it at the sign-in page would, no more.

use super::{
    Proven, Verified,
    password::{PasswordForm, Place, verify},
};
use crate::{
    base::secret::Secret,
    domain::{
        kernel::{Cx, Error},
        sessions::{outcomes, visitor::Visitor},
    },
    store::{
        credentials,
        login_names::Password,
        users::{self, User},
    },
};

/// Somebody who has just set their password.
pub struct PasswordSetter {
    /// Who.
    pub user: User,
    /// What it proves; nothing where another password has taken its place.
    pub proven: Option<Proven>,
}

/// The person whose password was set with this hash.
///
/// # Errors
/// When the database fails.
pub async fn first(cx: &Cx<'_>, user: User, phc: &Secret<String>) -> Result<PasswordSetter, Error> {
    let mut conn = cx.read().await?;
    let kept = credentials::find_password(&mut conn, &user.id).await?;
    let kept = kept.filter(|kept| kept.secret.expose() == phc.expose());
    let proven = kept.map(|kept| {
        let stored = Password { id: kept.id, secret: kept.secret, since: kept.updated_at };
        Proven {
            user: user.id.clone(),
            verified: Verified::Password { stored, fresh: None, failures: None },
            remember: false,
        }
    });
    Ok(PasswordSetter { user, proven })
}

/// The person whose password this very form set by a link a moment ago, if it is this one. It costs a hash and counts
/// like any attempt to sign in.
///
/// # Errors
/// As [`verify`].
pub async fn again(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    chosen: Secret<String>,
) -> Result<Option<PasswordSetter>, Error> {
    let mut conn = cx.read().await?;
    let Some(user) = outcomes::password_set(cx, &mut conn, visitor).await? else { return Ok(None) };
    let Some(user) = users::find(&mut conn, &user).await? else { return Ok(None) };
    drop(conn);
    let name = user.username.clone();
    let typed = PasswordForm { username: &name, password: chosen, remember: false };
    let place = Place { visitor: *visitor, client: None };
    let Some(found) = verify(cx, &place, &typed).await? else { return Ok(None) };
    found.clear(cx).await?;
    let mut proven = found.proven(cx, typed).await;
    if let Verified::Password { failures, .. } = &mut proven.verified {
        // As at the first press.
        *failures = None;
    }
    Ok((proven.user == user.id).then_some(PasswordSetter { user, proven: Some(proven) }))
}
