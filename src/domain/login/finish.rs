//! Somebody was verified: a session begins.

use crate::{
    base::id::{InteractionId, SessionId, UserId},
    domain::{
        interactions::{self, Noted, Paused},
        kernel::{
            Cx, Error, Work,
            one_time::{self, Purpose},
        },
        sessions::{self, Browser, Proof, outcomes, visitor::Visitor},
    },
    store::{
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
    /// Who signs in, by which form.
    pub visitor: Visitor<'a>,
    /// The paused request it is for; none when somebody just visits their account.
    pub paused: Option<Paused>,
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
    /// By a link, which is spent.
    Link {
        /// Its secret.
        secret: &'a str,
    },
}

impl Verified<'_> {
    const fn method(&self) -> Method {
        match self {
            Self::Password { .. } => Method::Password,
            Self::Link { .. } => Method::Link,
        }
    }
}

/// What became of somebody who was verified.
pub enum Entered {
    /// Signed in; the browser has a new cookie.
    SignedIn(Browser),
    /// Another form of this browser replaced its cookie meanwhile: what this one was shown with is
    /// over, and the page tells with the present cookie how things stand.
    Overtaken,
}

/// Somebody was verified: starts the session and notes it in the paused request. The second of two equal
/// forms gets what the first one got.
///
/// # Errors
/// [`Error::Forbidden`] when the account or its password was changed meanwhile, [`Error::NotFound`] when
/// the link was spent.
pub async fn finish(
    cx: &Cx<'_>,
    place: &mut Place<'_>,
    user: &UserId,
    verified: Verified<'_>,
    remember: bool,
) -> Result<Entered, Error> {
    let method = verified.method();
    let proof = Proof { user: user.clone(), amr: method.amr(), remember };
    let visitor = place.visitor;
    let mut anew = false;
    let entered = cx
        .write(async |work| {
            // Before anything else (`users::find_held`). Whoever switches the account off in this moment ends this
            // session too, or is seen here.
            let person = users::find_held(work, user).await?.filter(|user| user.disabled_at.is_none());
            let person = person.ok_or(Error::Forbidden)?;
            if matches!(verified, Verified::Link { .. }) && person.admin_at.is_some() {
                return Err(Error::NotFound);
            }
            // Held next, so that of two forms with one cookie the second sees all that the first did.
            let overtaken = match visitor.browser {
                Some(browser) => !sessions::hold(work, browser).await?,
                None => false,
            };
            if overtaken {
                if let Some(browser) = again(cx, work, &visitor, user).await? {
                    recheck(cx, work, &verified).await?;
                    return Ok(Entered::SignedIn(browser));
                }
                if place.paused.is_some() {
                    return Ok(Entered::Overtaken);
                }
            }
            recheck(cx, work, &verified).await?;
            spend(cx, work, &verified).await?;
            let interaction = place.paused.as_ref().and_then(|paused| paused.id.clone());
            let (session, browser) = enter(cx, work, &visitor, &proof, interaction).await?;
            if let Some(paused) = &mut place.paused {
                // Where it was answered meanwhile, the person is signed in all the same.
                interactions::note_progress(work, paused, Noted::Authenticated(session)).await?;
            }
            anew = true;
            Ok(Entered::SignedIn(browser))
        })
        .await?;
    if anew {
        count(method);
    }
    Ok(entered)
}

/// Starts the session of somebody who was verified, and keeps what the form led to: in the unit of work that
/// acts on it, so that the second of two equal forms finds it.
///
/// # Errors
/// When the database fails.
pub async fn enter(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    proof: &Proof,
    interaction: Option<InteractionId>,
) -> Result<(SessionId, Browser), Error> {
    let (session, browser) = sessions::sign_in(cx, work, visitor.browser, proof).await?;
    let kept = outcomes::SignedIn {
        browser: browser.clone(),
        user: proof.user.clone(),
        remember: proof.remember,
        interaction,
    };
    outcomes::keep_sign_in(cx, work, visitor, kept).await?;
    Ok((session, browser))
}

/// Counts a sign-in, once it is committed.
pub fn count(method: Method) {
    metrics::counter!(crate::telemetry::SIGN_INS, "method" => method.as_str(), "outcome" => "success").increment(1);
}

/// The browser as the first of two equal forms left it, if that one signed the same person in.
async fn again(cx: &Cx<'_>, work: &mut Work, visitor: &Visitor<'_>, user: &UserId) -> Result<Option<Browser>, Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    let first = outcomes::sign_in(cx, work, sent, &browser.secret).await?;
    Ok(first.filter(|first| first.user == *user).map(|first| first.browser))
}

/// What was read before the password was hashed is looked at again: hashing takes a while.
async fn recheck(cx: &Cx<'_>, work: &mut Work, verified: &Verified<'_>) -> Result<(), Error> {
    if let Verified::Password { credential, fresh } = verified {
        let stored = credential.secret.expose();
        if !credentials::opened(work, &credential.id, stored, cx.now).await? {
            return Err(Error::Forbidden);
        }
        if let Some(fresh) = fresh {
            credentials::rehash(work, &credential.id, stored, fresh).await?;
        }
    }
    Ok(())
}

/// Spends what works once.
async fn spend(cx: &Cx<'_>, work: &mut Work, verified: &Verified<'_>) -> Result<(), Error> {
    match verified {
        Verified::Password { .. } => Ok(()),
        Verified::Link { secret } => {
            one_time::consume(cx, work, Purpose::SignIn, secret).await?.map(drop).ok_or(Error::NotFound)
        }
    }
}
