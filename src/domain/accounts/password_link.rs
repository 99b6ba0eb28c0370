//! A link with which a person sets a password: made by the operator, good once. Opening it spends
//! nothing; setting the password does, and ends what whoever knew the old one had.

use super::{check, note, password};
use crate::{
    app::App,
    base::{
        id::UserId,
        secret::Secret,
        time::{Seconds, Timestamp},
        url::ServedIssuer,
    },
    domain::{
        audit::{By, Origin},
        error::{Error, settle},
        logout::backchannel,
        one_time::{self, Purpose},
    },
    store::{
        Conn, one_time_tokens,
        users::{self, User},
    },
};

/// Where the links lead.
pub const PATH: &str = "/password";
/// How long a link may live: long enough to be sent, short enough to be forgotten in a mailbox.
pub const LIFETIME: (Seconds, Seconds) = (Seconds::minutes(5), Seconds::days(7));

/// A link that was made.
#[derive(Debug)]
pub struct PasswordLink {
    /// Its address, secret included.
    pub link: Secret<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Makes a link; those that the person had before are worth nothing from then on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for somebody who is switched off or a lifetime outside
/// [`LIFETIME`].
pub async fn issue(
    app: &App,
    issuer: &ServedIssuer,
    user: &UserId,
    lifetime: Seconds,
    by: By<'_>,
) -> Result<PasswordLink, Error> {
    if lifetime < LIFETIME.0 || lifetime > LIFETIME.1 {
        return Err(Error::field("lifetime", "lifetime_out_of_range", "choose 5m to 7d"));
    }
    let mut tx = app.db.begin().await?;
    let outcome: Result<Secret<String>, Error> = async {
        let person = users::find(&mut tx, user).await?.ok_or(Error::NotFound)?;
        if person.disabled_at.is_some() {
            return Err(Error::field("user", "user_disabled", "the account is switched off"));
        }
        one_time_tokens::delete_for_user(&mut tx, user, Purpose::Password.as_str()).await?;
        let secret = one_time::issue(app, &mut tx, Purpose::Password, Some(user.clone()), lifetime).await?;
        note(app, issuer, &mut tx, ("password_link.created", user), by).await?;
        Ok(secret)
    }
    .await;
    let secret = settle(tx, outcome).await?;
    let link = Secret::new(issuer.url.join(&format!("{PATH}?token={}", secret.expose())));
    Ok(PasswordLink { link, expires_at: app.clock.now() + lifetime })
}

/// Whose password a link sets, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used, has expired, or never was.
pub async fn peek(app: &App, secret: &str) -> Result<User, Error> {
    let mut conn = app.db.read().await?;
    person(app, &mut conn, secret).await
}

async fn person(app: &App, conn: &mut Conn, secret: &str) -> Result<User, Error> {
    let user = one_time::peek(app, conn, Purpose::Password, secret).await?.flatten().ok_or(Error::NotFound)?;
    users::find(conn, &user).await?.filter(|user| user.disabled_at.is_none()).ok_or(Error::NotFound)
}

/// Sets the password and spends the link. Sessions and grants of the person are over.
///
/// # Errors
/// [`Error::NotFound`] as above, [`Error::Invalid`] for a password against the policy (the link
/// stays good), [`Error::Busy`] when the hashing pool is full.
pub async fn set(
    app: &App,
    issuer: &ServedIssuer,
    (secret, chosen): (&str, Secret<String>),
    origin: &Origin,
) -> Result<User, Error> {
    let user = peek(app, secret).await?;
    let mut problems = Vec::new();
    check::password(app, chosen.expose(), (&user.username, user.email.as_deref()), &mut problems);
    check::all_well(problems)?;
    let phc = password::hash(app, chosen).await?;
    let by = By { actor: "password_link", origin };
    let mut tx = app.db.begin().await?;
    let outcome: Result<User, Error> = async {
        // Switched off while the password was hashed, it sets none.
        let user = person(app, &mut tx, secret).await?;
        one_time::consume(app, &mut tx, Purpose::Password, secret).await?.ok_or(Error::NotFound)?;
        password::store(app, issuer, &mut tx, (&user.id, &phc, false), by).await?;
        Ok(user)
    }
    .await;
    let user = settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(user)
}
