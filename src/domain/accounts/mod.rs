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

use super::{one_time::Purpose, sessions};
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, Work},
    store::{
        Conn, grants, one_time_tokens, refresh_families,
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

/// Takes the setup link away: there is an administrator now, so nobody else becomes one by it. Called in
/// every transaction after which a person administers this installation.
async fn close_setup(work: &mut Work, user: &User) -> Result<(), Error> {
    if user.admin_at.is_some() && user.disabled_at.is_none() {
        one_time_tokens::delete_for_purpose(work, Purpose::Setup.as_str()).await?;
    }
    Ok(())
}

/// Refuses what would leave nobody to administer this installation, inside the transaction that does
/// it: the administrators are locked, so that of two who go at once one stays.
async fn keep_an_administrator(work: &mut Work, person: &User) -> Result<(), Error> {
    let counts = person.admin_at.is_some() && person.disabled_at.is_none();
    if counts && users::hold_admins(work).await? < 2 {
        let message = "the last administrator; make another one first, such as: signet user create NAME --admin";
        return Err(Error::field("user", "last_administrator", message));
    }
    Ok(())
}

/// Ends every session of a person, and takes back everything they granted.
async fn end_everything(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    let now = cx.now;
    sessions::end_all_in(cx, work, user).await?;
    let revoked = grants::revoke_for_user(work, user, now).await?;
    refresh_families::revoke_for_user(work, user, now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await
}

#[cfg(test)]
mod tests;
