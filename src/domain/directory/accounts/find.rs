//! Finding a person by what an operator knows of them.

use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error},
    store::{
        Conn,
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

/// The person of a row, for a page that shows who is meant.
///
/// # Errors
/// [`Error::NotFound`] when they are gone.
pub async fn find_by_id(cx: &Cx<'_>, id: &UserId) -> Result<User, Error> {
    let mut conn = cx.read().await?;
    users::find(&mut conn, id).await?.ok_or(Error::NotFound)
}
