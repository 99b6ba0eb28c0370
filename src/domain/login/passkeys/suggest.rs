//! Somebody signed in with a password in a browser that can make passkeys: they are asked whether they want one.

use crate::{
    base::{id::UserId, time::Seconds},
    domain::{
        kernel::{Cx, Error, Feature, On, Permission, Work, permit},
        login::required,
        sessions::{self, SignedIn},
    },
    store::passkey_suggestions,
};

/// Whether the person of a session that has just begun is asked. Whoever has a passkey is not, nor whoever said once
/// that they want none, nor whoever could not add one without proving more, nor whoever owes a step: with a password
/// that has to be replaced, or an address that was never proven, nobody is led to a key that outlasts both.
///
/// # Errors
/// When the database fails.
pub async fn is_suggested(cx: &Cx<'_>, work: &mut Work, account: &SignedIn) -> Result<bool, Error> {
    let is_wanted = cx.app.config.passkeys.suggest_every > Seconds(0) && Feature::Passkeys.is_on(cx.app);
    if !is_wanted || account.user.passkey_at.is_some() || !sessions::is_fresh(cx, account) {
        return Ok(false);
    }
    if !required::owed(cx, &account.user).is_empty() {
        return Ok(false);
    }
    Ok(!passkey_suggestions::is_declined(work, &account.user.id).await?)
}

/// The person does not want to be asked again, in whatever browser. They add one all the same whenever they like.
///
/// # Errors
/// When the database fails.
pub async fn decline(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    Ok(passkey_suggestions::decline(work, user, cx.now).await?)
}
