//! Whether something is left that opens an account.

use crate::{
    domain::kernel::{Cx, Error, Feature, mail},
    store::{Conn, credentials, identities, passkeys, users::User, wallets},
};

/// Whether an identity opens an account: that of an administrator only with a further factor on top.
///
/// # Errors
/// When the database fails.
pub async fn open_account(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<bool, Error> {
    let may = person.admin_at.is_none() || person.second_factor_at.is_some();
    Ok(may && Feature::Upstreams.is_on(cx.app) && identities::count_usable(conn, &person.id).await? > 0)
}

/// Whether anything opens the account of a person who is held, in this moment of the unit of work.
pub(super) async fn is_way_in_left(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<bool, Error> {
    Ok(has_other_way(cx, conn, person).await? || open_account(cx, conn, person).await?)
}

/// Whether an account has a way in besides any one of its identities.
///
/// # Errors
/// When the database fails.
pub async fn may_lose_one(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<bool, Error> {
    let has_several = identities::count_usable(conn, &person.id).await? > 1;
    Ok(has_other_way(cx, conn, person).await? || has_several && open_account(cx, conn, person).await?)
}

/// Whether anything but identities opens the account of a person.
async fn has_other_way(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<bool, Error> {
    if credentials::find_password(conn, &person.id).await?.is_some() {
        return Ok(true);
    }
    if Feature::Passkeys.is_on(cx.app) && passkeys::count(conn, &person.id).await? > 0 {
        return Ok(true);
    }
    if Feature::Ethereum.is_on(cx.app) && wallets::count(conn, &person.id).await? > 0 {
        return Ok(true);
    }
    // A mailbox alone administers nothing.
    let by_mail = Feature::MailSignIn.is_on(cx.app) && mail::is_possible(cx) && person.email.is_some();
    Ok(by_mail && (person.admin_at.is_none() || person.second_factor_at.is_some()))
}
