//! Ways to prove who one is.
//!
//! A method verifies, and answers the person; [`finish`] turns that into a session.

pub mod link;
pub mod password;
pub mod throttle;

use super::{
    audit::Origin,
    authorize::{self, Noted, Paused},
    error::{Error, settle},
    sessions::{self, Browser, Proof},
};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    store::{
        Tx,
        credentials::{self, Credential},
        users,
    },
};

/// Ways to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Something the person knows.
    Password,
    /// A link that works once, given out by the operator.
    Link,
}

impl Method {
    /// What it adds to `amr` (RFC 8176 §2).
    pub fn amr(self) -> Vec<String> {
        match self {
            Self::Password => vec!["pwd".to_owned()],
            // RFC 8176 has no value for a link; a secret that works once is nearest to `otp`.
            Self::Link => vec!["otp".to_owned()],
        }
    }

    /// Its name in metrics and audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
        }
    }
}

/// Where a sign-in happens.
pub struct Place<'a> {
    /// The issuer.
    pub issuer: &'a ServedIssuer,
    /// The browser, if it is known.
    pub browser: Option<&'a Browser>,
    /// The paused request it is for; none when somebody just visits their account.
    pub paused: Option<Paused>,
    /// Where the request came from.
    pub origin: &'a Origin,
}

/// How somebody was verified, and what must still hold when the session starts.
pub enum Verified<'a> {
    /// By a password; `fresh` is its hash with today's parameters, if the stored one was older.
    Password {
        /// The credential whose secret was compared.
        credential: &'a Credential,
        /// The new hash.
        fresh: Option<&'a str>,
    },
    /// By a link.
    Link,
    /// By making the account: the password was chosen a moment ago.
    Chosen,
}

impl Verified<'_> {
    const fn method(&self) -> Method {
        match self {
            Self::Password { .. } | Self::Chosen => Method::Password,
            Self::Link => Method::Link,
        }
    }
}

/// Somebody was verified: starts the session and notes it in the paused request.
///
/// # Errors
/// [`Error::Forbidden`] when the account or its password was changed meanwhile.
pub async fn finish(
    app: &App,
    place: &mut Place<'_>,
    user: &UserId,
    verified: Verified<'_>,
    remember: bool,
) -> Result<Browser, Error> {
    let method = verified.method();
    let proof = Proof { user: user.clone(), amr: method.amr(), remember };
    let mut tx = app.db.begin().await?;
    let outcome: Result<Browser, Error> = async {
        still_so(app, &mut tx, user, &verified).await?;
        let (session, browser) =
            sessions::sign_in(app, place.issuer, &mut tx, (place.browser, &proof), place.origin).await?;
        if let Some(paused) = &mut place.paused {
            authorize::note_progress(&mut tx, paused, Noted::Authenticated(session)).await?;
        }
        Ok(browser)
    }
    .await;
    let browser = settle(tx, outcome).await?;
    metrics::counter!(crate::telemetry::SIGN_INS, "method" => method.as_str(), "outcome" => "success").increment(1);
    Ok(browser)
}

/// What was read before the password was hashed is looked at again: hashing takes a while.
async fn still_so(app: &App, tx: &mut Tx, user: &UserId, verified: &Verified<'_>) -> Result<(), Error> {
    if let Verified::Password { credential, fresh } = verified {
        let stored = credential.secret.expose();
        if !credentials::opened(tx, &credential.id, stored, app.clock.now()).await? {
            return Err(Error::Forbidden);
        }
        if let Some(fresh) = fresh {
            credentials::rehash(tx, &credential.id, stored, fresh).await?;
        }
    }
    // Whoever switches the account off in this moment ends this session too, or is seen here.
    let enabled = users::find_held(tx, user).await?.is_some_and(|user| user.disabled_at.is_none());
    if enabled { Ok(()) } else { Err(Error::Forbidden) }
}
