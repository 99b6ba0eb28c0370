//! A person sets up an authenticator app, takes one away, or makes new recovery codes.

use serde::{Deserialize, Serialize};

use super::{
    Method, factor,
    recovery_codes::{self, KIND as RECOVERY},
    totp::{AuthenticatorApp, SECRET_LENGTH},
};
use crate::{
    base::{
        id::{CredentialId, UserId},
        secret::Secret,
    },
    domain::{
        kernel::{Cx, Error, Event, On, Permission, event::FactorEvent, permit, seals},
        sessions::{self, SignedIn, outcomes, visitor::Visitor},
    },
    store::{
        credentials::{self, Credential},
        users,
    },
};

/// Most apps of a person.
pub const MOST_APPS: i64 = 5;

/// An app that is being set up: nothing is kept of it until its first code was right.
pub struct NewApp {
    /// The app.
    pub app: AuthenticatorApp,
    /// Its secret, sealed for the session that sets it up: what the form brings back.
    pub sealed: String,
}

/// What a person has beside their password.
#[derive(Debug, Clone)]
pub struct Factors {
    /// Their authenticator apps, oldest first.
    pub apps: Vec<Credential>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

/// Whether a code confirmed an app.
pub enum Confirmed {
    /// It did; with recovery codes where there were none before, which are shown once.
    Added(Vec<Secret<String>>),
    /// The code was wrong.
    WrongCode(NewApp),
}

/// What a person has.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn of_person(cx: &Cx<'_>, user: &UserId) -> Result<Factors, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut conn = cx.read().await?;
    let apps = credentials::list(&mut conn, user, factor::APP).await?;
    let recovery_codes = credentials::count(&mut conn, user, RECOVERY).await?;
    Ok(Factors { apps, recovery_codes })
}

/// What the form of a new app brings back, sealed.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// Its row, once it counts: a form that is sent again adds no second one.
    id: CredentialId,
    secret: Vec<u8>,
}

/// A new app for the person of a session.
///
/// # Errors
/// When it cannot be written down.
pub fn begin(cx: &Cx<'_>, me: &SignedIn) -> Result<NewApp, Error> {
    let begun = Begun { id: cx.new_id(), secret: cx.app.entropy.bytes::<SECRET_LENGTH>().to_vec() };
    let text = Secret::new(serde_json::to_vec(&begun).map_err(Error::internal)?);
    let sealed = cx.app.sealer.seal(&seals::new_authenticator_app(&me.session.id), text.expose(), &cx.app.entropy);
    Ok(NewApp { app: AuthenticatorApp::new(Secret::new(begun.secret)), sealed })
}

/// The app counts once its first code is right. The second of two equal forms gets what the first got.
///
/// # Errors
/// [`Error::NotFound`] where the form was shown in another session, [`Error::Conflict`] when the app counts already, or
/// there are [`MOST_APPS`].
pub async fn confirm(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    me: &SignedIn,
    sealed: &str,
    code: &str,
) -> Result<Confirmed, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let opened = cx.app.sealer.open(&seals::new_authenticator_app(&me.session.id), sealed);
    let Begun { id, secret } =
        serde_json::from_slice(opened.map_err(|_| Error::NotFound)?.expose()).map_err(Error::internal)?;
    let kept = cx.app.sealer.seal(&seals::authenticator_app(&id), &secret, &cx.app.entropy);
    let app = AuthenticatorApp::new(Secret::new(secret));
    let Some(step) = app.step_of(code, cx.now)? else {
        return Ok(Confirmed::WrongCode(NewApp { app, sealed: sealed.to_owned() }));
    };
    let row = Credential {
        id,
        user_id: me.user.id.clone(),
        kind: factor::APP.to_owned(),
        secret: Secret::new(kept),
        label: None,
        created_at: cx.now,
        updated_at: cx.now,
        last_used_at: Some(cx.now),
        // RFC 6238 §5.2: the code that confirms it opens nothing afterwards.
        counter: Some(step),
    };
    cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if let Some(codes) = outcomes::recovery_codes(cx, work, visitor).await? {
            return Ok(Confirmed::Added(codes));
        }
        if credentials::count(work, &person.id, factor::APP).await? >= MOST_APPS {
            return Err(Error::Conflict("the number of authenticator apps"));
        }
        credentials::insert(work, &row)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("the authenticator app") } else { error.into() })?;
        let codes = if person.second_factor_at.is_none() {
            users::set_second_factor(work, &person.id, Some(cx.now)).await?;
            recovery_codes::replace(cx, work, &person.id).await?
        } else {
            Vec::new()
        };
        outcomes::keep_recovery_codes(cx, work, visitor, &codes).await?;
        sessions::strengthen(cx, work, &me.session, &Method::Totp.factors(cx.now)).await?;
        work.emit(cx, Event::Factor(FactorEvent::Added, person.id.clone())).await?;
        Ok(Confirmed::Added(codes))
    })
    .await
}

/// Takes an app away; with the last one, the recovery codes go and nothing further is asked.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(cx: &Cx<'_>, user: &UserId, app: &CredentialId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !credentials::delete(work, user, app).await? {
            return Err(Error::NotFound);
        }
        if credentials::count(work, user, factor::APP).await? == 0 {
            credentials::delete_kind(work, user, RECOVERY).await?;
            users::set_second_factor(work, user, None).await?;
        }
        work.emit(cx, Event::Factor(FactorEvent::Removed, user.clone())).await
    })
    .await
}

/// Makes new recovery codes for somebody who has an app; the old ones are worth nothing.
///
/// # Errors
/// [`Error::NotFound`] without an app.
pub async fn renew_recovery_codes(cx: &Cx<'_>, user: &UserId) -> Result<Vec<Secret<String>>, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        person.second_factor_at.ok_or(Error::NotFound)?;
        let codes = recovery_codes::replace(cx, work, user).await?;
        work.emit(cx, Event::Factor(FactorEvent::RecoveryCodesMade, user.clone())).await?;
        Ok(codes)
    })
    .await
}

/// Takes everything away that a person has beside their password: the operator's way back for somebody who lost both
/// phone and codes. Answers whether there was anything.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reset(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let gone = credentials::delete_kind(work, user, factor::APP).await?
            + credentials::delete_kind(work, user, RECOVERY).await?;
        users::set_second_factor(work, user, None).await?;
        if gone == 0 {
            return Ok(false);
        }
        work.emit(cx, Event::Factor(FactorEvent::Reset, user.clone())).await?;
        Ok(true)
    })
    .await
}
