//! People: made, changed, switched off, erased.

mod check;
pub mod claim_sources;
mod create;
mod delete;
mod disable;
pub mod pairwise;
mod password;
pub mod password_link;
pub mod password_policy;
mod search;
mod sign_out;
mod update;

pub use create::{NewUser, Prepared, create, insert, prepare};
pub use delete::delete;
pub use disable::{disable, enable};
pub use password::{NewPassword, set_password};
pub use search::search;
pub use sign_out::{Reach, leave, sign_out};
pub use update::{Changes, update};

use serde_json::{Map, json};

use super::{
    audit::{self, By},
    error::Error,
    grants::revoke,
    one_time::Purpose,
    organizations::outbox_event,
    sessions,
};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    store::{
        Conn, Tx, audit as audit_events, grants, one_time_tokens, outbox, refresh_families,
        users::{self, User},
    },
};

/// A person by what an operator knows of them: row id, subject, user name or address.
///
/// # Errors
/// [`Error::NotFound`] when nobody has it.
pub async fn find(conn: &mut Conn, name: &str) -> Result<User, Error> {
    if let Ok(id) = name.parse::<UserId>() {
        return users::find(conn, &id).await?.ok_or(Error::NotFound);
    }
    if let Some(user) = users::find_by_login(conn, &users::fold(name)).await? {
        return Ok(user);
    }
    users::find_by_sub(conn, name).await?.ok_or(Error::NotFound)
}

/// Writes what happened to a person into the audit log.
async fn note(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, user): (&str, &UserId),
    by: By<'_>,
) -> Result<(), Error> {
    let mut event = audit::event(app, issuer, kind, by.actor, by.origin);
    event.user_id = Some(user.clone());
    Ok(audit_events::insert(tx, &event).await?)
}

/// Tells the consumers of the outbox what happened to a person.
async fn tell(app: &App, issuer: &ServedIssuer, tx: &mut Tx, kind: &str, user: &UserId) -> Result<(), Error> {
    let payload = Map::from_iter([("user_id".to_owned(), json!(user))]);
    Ok(outbox::insert(tx, &outbox_event(app, issuer, kind, payload)).await?)
}

/// Takes the setup link away: there is an administrator now, so nobody else becomes one by it. Called in
/// every transaction after which a person administers this installation.
async fn close_setup(tx: &mut Tx, user: &User) -> Result<(), Error> {
    if user.admin_at.is_some() && user.disabled_at.is_none() {
        one_time_tokens::delete_for_purpose(tx, Purpose::Setup.as_str()).await?;
    }
    Ok(())
}

/// Refuses what would leave nobody to administer this installation, inside the transaction that does
/// it: the administrators are locked, so that of two who go at once one stays.
async fn keep_an_administrator(tx: &mut Tx, person: &User) -> Result<(), Error> {
    let counts = person.admin_at.is_some() && person.disabled_at.is_none();
    if counts && users::hold_admins(tx).await? < 2 {
        let message = "the last administrator; make another one first, such as: signet user create NAME --admin";
        return Err(Error::field("user", "last_administrator", message));
    }
    Ok(())
}

/// Ends every session of a person, and takes back everything they granted.
/// [`backchannel::wake`](super::logout::backchannel::wake) comes after the commit.
async fn end_everything(app: &App, issuer: &ServedIssuer, tx: &mut Tx, user: &UserId, by: By<'_>) -> Result<(), Error> {
    let now = app.clock.now();
    sessions::end_all_in(app, issuer, tx, user, (by.actor, by.origin)).await?;
    refresh_families::revoke_for_user(tx, user, now).await?;
    let revoked = grants::revoke_for_user(tx, user, now).await?;
    revoke::tell(app, issuer, tx, &revoked).await
}

#[cfg(test)]
mod tests;
