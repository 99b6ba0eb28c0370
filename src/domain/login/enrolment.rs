//! A person sets up an authenticator app, takes one away, or makes new recovery codes.

use serde::{Deserialize, Serialize};

use super::{
    Method, Proven, Verified, factor, policy,
    recovery_codes::{self, KIND as RECOVERY},
    totp::{AuthenticatorApp, SECRET_LENGTH},
};
use crate::{
    base::{
        id::{CredentialId, InteractionId, UserId},
        secret::Secret,
    },
    domain::{
        directory::accounts,
        kernel::{Cx, Error, Event, On, Permission, Work, event::FactorEvent, one_time::Purpose, permit, seals},
        sessions::{self, SignedIn, outcomes, visitor::Visitor},
    },
    protocol::authorize::interaction::Progress,
    store::{
        credentials::{self, Credential},
        identities, one_time_tokens,
        passkeys::{self, Passkey},
        phones::{self, Phone},
        users::{self, User},
        wallets::{self, Wallet},
    },
};

/// Most apps of a person.
pub const MOST_APPS: i64 = 5;

/// An app that is being set up: nothing is kept of it until its first code was right.
pub struct NewApp {
    /// The app.
    pub app: AuthenticatorApp,
    /// Its secret, sealed for the session or interaction that sets it up: what the form brings back.
    pub sealed: String,
}

/// What a person has to sign in with.
#[derive(Debug, Clone)]
pub struct Factors {
    /// Whether they have a password at all.
    pub has_password: bool,
    /// Their authenticator apps, oldest first.
    pub apps: Vec<Credential>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// Their passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// Their wallets, oldest first.
    pub wallets: Vec<Wallet>,
    /// The number to which codes are texted.
    pub texts_to: Option<Phone>,
    /// How many identities at other providers sign them in.
    pub identities: usize,
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
    let has_password = credentials::find_password(&mut conn, user).await?.is_some();
    let apps = credentials::list(&mut conn, user, factor::APP).await?;
    let recovery_codes = credentials::count(&mut conn, user, RECOVERY).await?;
    let passkeys = passkeys::list(&mut conn, user).await?;
    let wallets = wallets::list(&mut conn, user).await?;
    let texts_to = phones::find(&mut conn, user).await?.filter(|phone| phone.factor_at.is_some());
    let identities = identities::count_usable(&mut conn, user).await?;
    let identities = usize::try_from(identities).unwrap_or_default();
    Ok(Factors { has_password, apps, recovery_codes, passkeys, wallets, texts_to, identities })
}

/// Whether a person has an authenticator app.
///
/// # Errors
/// When the database fails.
pub async fn has_app(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    Ok(credentials::count(&mut cx.read().await?, user, factor::APP).await? > 0)
}

/// Whether a person has a recovery code left.
///
/// # Errors
/// When the database fails.
pub async fn has_recovery_codes(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    Ok(credentials::count(&mut cx.read().await?, user, RECOVERY).await? > 0)
}

/// What the form of a new app brings back, sealed.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// Its row, once it counts: a form that is sent again adds no second one.
    id: CredentialId,
    secret: Vec<u8>,
}

/// A new app, to be set up in a session or in an interaction: only there its form counts.
///
/// # Errors
/// When it cannot be written down.
pub fn begin(cx: &Cx<'_>, place: &str) -> Result<NewApp, Error> {
    let begun = Begun { id: cx.new_id(), secret: cx.app.entropy.bytes::<SECRET_LENGTH>().to_vec() };
    let text = Secret::new(serde_json::to_vec(&begun).map_err(Error::internal)?);
    let sealed = cx.app.sealer.seal(&seals::new_authenticator_app(place), text.expose(), &cx.app.entropy);
    Ok(NewApp { app: AuthenticatorApp::new(Secret::new(begun.secret)), sealed })
}

/// What the form of a new app brought back.
#[derive(Clone, Copy)]
pub struct TypedCode<'a> {
    /// The secret, sealed.
    pub sealed: &'a str,
    /// The first code.
    pub code: &'a str,
}

/// The row of an app of this person whose first code is right; else the app, to be shown again. `place` is the session
/// or interaction that it is set up in.
fn checked(cx: &Cx<'_>, place: &str, user: &UserId, typed: TypedCode<'_>) -> Result<Result<Credential, NewApp>, Error> {
    let opened = cx.app.sealer.open(&seals::new_authenticator_app(place), typed.sealed);
    let Begun { id, secret } =
        serde_json::from_slice(opened.map_err(|_| Error::NotFound)?.expose()).map_err(Error::internal)?;
    let kept = cx.app.sealer.seal(&seals::authenticator_app(&id), &secret, &cx.app.entropy);
    let app = AuthenticatorApp::new(Secret::new(secret));
    let Some(step) = app.step_of(typed.code, cx.now)? else {
        return Ok(Err(NewApp { app, sealed: typed.sealed.to_owned() }));
    };
    Ok(Ok(Credential {
        id,
        user_id: user.clone(),
        kind: factor::APP.to_owned(),
        secret: Secret::new(kept),
        label: None,
        created_at: cx.now,
        updated_at: cx.now,
        last_used_at: Some(cx.now),
        // RFC 6238 §5.2: the code that confirms it opens nothing afterwards.
        counter: Some(step),
    }))
}

/// Somebody who has proven a password, and has now set up their first app: both together. Else the app, to be shown
/// again.
///
/// # Errors
/// [`Error::NotFound`] where the form was shown in another interaction.
pub fn first_app(
    cx: &Cx<'_>,
    interaction: &InteractionId,
    user: &UserId,
    typed: TypedCode<'_>,
    remember: bool,
) -> Result<Result<Proven, NewApp>, Error> {
    Ok(checked(cx, interaction.as_str(), user, typed)?.map(|app| Proven {
        user: user.clone(),
        verified: Verified::NewApp { app: Box::new(app), codes: recovery_codes::fresh_codes(cx) },
        remember,
    }))
}

/// Writes an app of a person who is held; with recovery codes, where it brings some.
pub(super) async fn add(cx: &Cx<'_>, work: &mut Work, app: &Credential, codes: &[Secret<String>]) -> Result<(), Error> {
    credentials::insert(work, app).await.map_err(Error::taken("the authenticator app"))?;
    users::set_second_factor(work, &app.user_id, Some(cx.now)).await?;
    users::note_factor_added(work, &app.user_id, cx.now).await?;
    if !codes.is_empty() {
        recovery_codes::replace(cx, work, &app.user_id, codes).await?;
    }
    work.emit(cx, Event::Factor(FactorEvent::Added, app.user_id.clone())).await
}

/// The recovery codes that this form led to a moment ago, if it led to any.
///
/// # Errors
/// When the database fails.
pub async fn codes_of_form(cx: &Cx<'_>, visitor: &Visitor<'_>) -> Result<Option<Vec<Secret<String>>>, Error> {
    let mut conn = cx.read().await?;
    let codes = outcomes::recovery_codes(cx, &mut conn, visitor).await?;
    Ok(codes.filter(|codes| !codes.is_empty()))
}

/// The app counts once its first code is right. The second of two equal forms gets what the first got. `journey` is how
/// far a journey is that has the first one set up.
///
/// # Errors
/// [`Error::NotFound`] where the form was shown in another session, [`Error::Conflict`] when the app counts already, or
/// there are [`MOST_APPS`].
pub async fn confirm(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    me: &SignedIn,
    typed: TypedCode<'_>,
    journey: Option<&Progress>,
) -> Result<Confirmed, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let row = match checked(cx, me.session.id.as_str(), &me.user.id, typed)? {
        Ok(row) => row,
        Err(wrong) => return Ok(Confirmed::WrongCode(wrong)),
    };
    cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if let Some(codes) = outcomes::recovery_codes(cx, work, visitor).await? {
            return Ok(Confirmed::Added(codes));
        }
        // They may have got one since they were looked at, and it was not asked for.
        let now = SignedIn { user: person.clone(), ..me.clone() };
        let is_led = || journey.is_some_and(|progress| sessions::may_enrol(cx, &now, progress));
        let may_add = sessions::is_fresh(cx, &now) || person.second_factor_at.is_none() && is_led();
        if !may_add {
            return Err(Error::Conflict("the further factors"));
        }
        if credentials::count(work, &person.id, factor::APP).await? >= MOST_APPS {
            return Err(Error::Conflict("the number of authenticator apps"));
        }
        let is_first = person.second_factor_at.is_none();
        let codes = if is_first { recovery_codes::fresh_codes(cx) } else { Vec::new() };
        add(cx, work, &row, &codes).await?;
        outcomes::keep_recovery_codes(cx, work, visitor, &codes).await?;
        sessions::strengthen(cx, work, &me.session, &Method::Totp.factors(cx.now)).await?.ok_or(Error::SignedOut)?;
        Ok(Confirmed::Added(codes))
    })
    .await
}

/// Takes an app away; where no passkey is left to be asked for either, the recovery codes go and nothing further is
/// asked.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(cx: &Cx<'_>, user: &UserId, app: &CredentialId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !credentials::delete(work, user, app).await? {
            return Err(Error::NotFound);
        }
        after_removal(cx, work, &person, policy::has_passkey(cx, &person)).await?;
        work.emit(cx, Event::Factor(FactorEvent::Removed, user.clone())).await
    })
    .await
}

/// From now on a person with a passkey is asked for a further factor after their password; answers the recovery codes
/// that they got, none where they were asked before.
///
/// # Errors
/// [`Error::Conflict`] without a passkey.
pub async fn ask_for_passkey(cx: &Cx<'_>, visitor: &Visitor<'_>, user: &UserId) -> Result<Vec<Secret<String>>, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if let Some(codes) = outcomes::recovery_codes(cx, work, visitor).await? {
            return Ok(codes);
        }
        if person.passkey_at.is_none() {
            return Err(Error::Conflict("a further factor without a passkey"));
        }
        if person.second_factor_at.is_some() {
            return Ok(Vec::new());
        }
        users::set_second_factor(work, user, Some(cx.now)).await?;
        let codes = recovery_codes::give(cx, work, visitor, user).await?;
        work.emit(cx, Event::Factor(FactorEvent::Added, user.clone())).await?;
        Ok(codes)
    })
    .await
}

/// The password alone signs in again; whoever has an app, or gets codes by text, is asked for it all the same, and so is
/// whoever must have a further factor.
///
/// # Errors
/// [`Error::Conflict`] for such a person.
pub async fn ask_for_nothing(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if credentials::count(work, user, factor::APP).await? > 0 || phones::is_factor(work, user).await? {
            return Err(Error::Conflict("an authenticator app"));
        }
        if policy::is_required(cx, &person) {
            return Err(Error::Conflict("a further factor that is required"));
        }
        if person.second_factor_at.is_none() {
            work.give_up();
            return Ok(());
        }
        credentials::delete_kind(work, user, RECOVERY).await?;
        users::set_second_factor(work, user, None).await?;
        work.emit(cx, Event::Factor(FactorEvent::Removed, user.clone())).await
    })
    .await
}

/// After a person who is held lost one of their further factors: where none is left, the recovery codes go and nothing
/// further is asked. `has_passkeys` says whether they have any by now.
pub(super) async fn after_removal(
    cx: &Cx<'_>,
    work: &mut Work,
    person: &User,
    has_passkeys: bool,
) -> Result<(), Error> {
    let is_left = has_passkeys
        || credentials::count(work, &person.id, factor::APP).await? > 0
        || phones::is_factor(work, &person.id).await?;
    if !is_left {
        credentials::delete_kind(work, &person.id, RECOVERY).await?;
    }
    if person.second_factor_at.is_none() {
        return Ok(());
    }
    // Browsers in which they were not asked are asked again.
    Ok(users::set_second_factor(work, &person.id, is_left.then_some(cx.now)).await?)
}

/// Makes new recovery codes for somebody who is asked for a further factor, or for their passkey since one is required;
/// the old ones are worth nothing.
///
/// # Errors
/// [`Error::NotFound`] for somebody who is not.
pub async fn renew_recovery_codes(cx: &Cx<'_>, user: &UserId) -> Result<Vec<Secret<String>>, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !policy::may_have_codes(cx, &person) {
            return Err(Error::NotFound);
        }
        let codes = recovery_codes::fresh_codes(cx);
        recovery_codes::replace(cx, work, user, &codes).await?;
        work.emit(cx, Event::Factor(FactorEvent::RecoveryCodesMade, user.clone())).await?;
        Ok(codes)
    })
    .await
}

/// Takes everything away that a person has beside their password, passkeys and wallets too: the operator's way back for
/// somebody who lost phone and codes, and what to do about a phone that was stolen: that phone is signed in, so every
/// session ends, as by `signet user sign-out`. Answers whether there was anything.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reset(cx: &Cx<'_>, user: &UserId) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let texted = u64::from(phones::is_factor(work, user).await?);
        phones::set_factor(work, user, None).await?;
        // The link would give the number back with the codes that were texted to it.
        one_time_tokens::delete_for_user(work, user, Purpose::TakeNumberBack.as_str()).await?;
        let gone = texted
            + credentials::delete_kind(work, user, factor::APP).await?
            + credentials::delete_kind(work, user, RECOVERY).await?
            + passkeys::delete_all(work, user).await?
            + wallets::delete_all(work, user).await?;
        users::set_second_factor(work, user, None).await?;
        users::set_passkey(work, user, None).await?;
        accounts::sign_out_in(cx, work, user).await?;
        if gone == 0 {
            return Ok(false);
        }
        work.emit(cx, Event::Factor(FactorEvent::Reset, user.clone())).await?;
        Ok(true)
    })
    .await
}
