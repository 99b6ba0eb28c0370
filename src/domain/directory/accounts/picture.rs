//! The picture of a person: taken in, shown under a name that nobody guesses, taken away.

use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use super::own_claims::merge;
use crate::{
    app::pictures::UnusablePicture,
    base::{id::UserId, url::Issuer},
    config::limits::RuleName,
    domain::kernel::{Cx, Error, On, Permission, Work, limits, permit},
    store::{
        pictures::{self, Picture},
        users::{self, User},
    },
};

/// Where pictures are shown.
pub const PATH: &str = "/picture";

/// The claim that apps receive (OIDC Core §5.1).
const CLAIM: &str = "picture";

/// The address of a picture. It changes with the picture, so it may be kept for ever.
fn address(issuer: &Issuer, name: &str) -> String {
    issuer.join(&format!("{PATH}/{name}.jpg"))
}

/// Whether a person has a picture of ours; one that an operator named elsewhere is none.
pub fn is_ours(cx: &Cx<'_>, user: &User) -> bool {
    let shown = user.claim(CLAIM);
    shown.is_some_and(|shown| shown.starts_with(&cx.issuer.url.join(&format!("{PATH}/"))))
}

/// Takes the picture of a person in.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for what is no picture, or too large a one, [`Error::TooMany`].
pub async fn set(cx: &Cx<'_>, user: &UserId, file: Vec<u8>) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    // Counted before it is looked at: that takes a while, and stands outside a unit of work.
    cx.write(async |work| limits::admit_person(cx, work, RuleName::PictureAccount, user).await).await?;
    let portrait = cx.app.pictures.portrait(file).await.map_err(refused)?;
    let picture = Picture {
        user_id: user.clone(),
        name: cx.app.entropy.token().expose().clone(),
        data: BASE64.encode(&portrait),
        created_at: cx.now,
    };
    cx.write(async |work| {
        let person = show(cx, work, user, json!(address(&cx.issuer.url, &picture.name))).await?;
        pictures::upsert(work, &picture).await?;
        Ok(person)
    })
    .await
}

/// Says where the picture is shown.
async fn show(cx: &Cx<'_>, work: &mut Work, user: &UserId, shown: Value) -> Result<User, Error> {
    let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    let patch = Map::from_iter([(CLAIM.to_owned(), shown)]);
    Ok(merge(cx, work, &before, patch).await?.unwrap_or(before))
}

fn refused(why: UnusablePicture) -> Error {
    let code = match why {
        UnusablePicture::Unreadable => "picture_unreadable",
        UnusablePicture::TooLarge => "picture_too_large",
    };
    Error::field(CLAIM, code, why.to_string())
}

/// Takes the picture of a person away. One that stands elsewhere is not named any more.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(cx: &Cx<'_>, user: &UserId) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = show(cx, work, user, Value::Null).await?;
        pictures::delete(work, user).await?;
        Ok(person)
    })
    .await
}

/// The file of a picture, for whoever knows its name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(cx: &Cx<'_>, name: &str) -> Result<Vec<u8>, Error> {
    let found = pictures::find(&mut cx.read().await?, name).await?.ok_or(Error::NotFound)?;
    BASE64.decode(found.data.as_bytes()).map_err(Error::internal)
}
