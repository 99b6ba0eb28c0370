//! Somebody was verified: a session begins.

use super::{method::Method, policy};
use crate::{
    base::id::{InteractionId, UserId},
    domain::{
        kernel::{
            Cx, Error, Work,
            one_time::{self, Purpose},
        },
        sessions::{
            self, Accounts, Browser, Proof, SignedIn,
            outcomes::{self, Kept},
            visitor::Visitor,
        },
    },
    store::{credentials, login_names::Password, users},
};

/// Somebody who was verified.
pub struct Proven {
    /// Who.
    pub user: UserId,
    /// How, and what must still hold when the session starts.
    pub verified: Verified,
    /// Whether the session outlives the browser.
    pub remember: bool,
}

/// How somebody was verified, and what must still hold when the session starts.
pub enum Verified {
    /// By a password; `fresh` is its hash with today's parameters, if the stored one was older.
    Password {
        /// The password that was compared.
        stored: Password,
        /// The new hash.
        fresh: Option<String>,
    },
    /// By a link, which is spent.
    Link {
        /// Its secret.
        secret: String,
    },
}

impl Verified {
    /// By which method.
    pub const fn method(&self) -> Method {
        match self {
            Self::Password { .. } => Method::Password,
            Self::Link { .. } => Method::Link,
        }
    }
}

/// What became of somebody who was verified.
pub enum Entered {
    /// Signed in.
    SignedIn(Box<NewSession>),
    /// An equal form signed the same person in a moment ago; the browser as that one left it.
    Before(Browser),
    /// Another form of this browser replaced its cookie meanwhile: what this one was shown with is
    /// over, and the page tells with the present cookie how things stand.
    Overtaken,
}

/// Somebody is signed in.
pub struct NewSession {
    /// The account.
    pub account: SignedIn,
    /// The browser with its new cookie.
    pub browser: Browser,
    /// Who is signed in to it now.
    pub accounts: Accounts,
    /// For the second of two equal forms; whoever calls keeps it, in this unit of work.
    pub kept: Vec<Kept>,
}

/// Somebody was verified: starts the session, inside a unit of work. `interaction` is what it is for; without
/// one, a form that was overtaken signs in all the same, to a browser of its own.
///
/// # Errors
/// [`Error::Forbidden`] when the account or its password was changed meanwhile, [`Error::NotFound`] when
/// the link was spent.
pub async fn enter(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    proven: &Proven,
    interaction: Option<&InteractionId>,
) -> Result<Entered, Error> {
    // Before anything else (`users::find_held`). Whoever switches the account off in this moment ends this
    // session too, or is seen here.
    let person = users::find_held(work, &proven.user).await?.filter(|user| user.disabled_at.is_none());
    let person = person.ok_or(Error::Forbidden)?;
    if matches!(proven.verified, Verified::Link { .. }) && person.admin_at.is_some() {
        return Err(Error::NotFound);
    }
    // Held next, so that of two forms with one cookie the second sees all that the first did.
    let renewed = match visitor.browser {
        Some(known) => sessions::renewed(cx, work, known).await?,
        None => None,
    };
    let (browser, accounts) = match renewed {
        Some(browser) => (browser, visitor.accounts.clone()),
        None => {
            if visitor.browser.is_some() {
                if let Some(browser) = before(cx, work, visitor, &proven.user).await? {
                    recheck(cx, work, &proven.verified).await?;
                    return Ok(Entered::Before(browser));
                }
                if interaction.is_some() {
                    return Ok(Entered::Overtaken);
                }
            }
            // The row of whoever was faster is theirs now.
            (sessions::renewed_stranger(cx, work).await?, Accounts::default())
        }
    };
    recheck(cx, work, &proven.verified).await?;
    spend(cx, work, &proven.verified).await?;
    let factors = vec![proven.verified.method().factor(cx.now)];
    if !policy::is_enough(&factors) {
        return Err(Error::internal("a further factor is wanted, and none can be asked for"));
    }
    let proof = Proof { user: proven.user.clone(), factors, remember: proven.remember };
    let known = accounts.all.iter().find(|one| one.user.id == proof.user).map(|one| one.session.clone());
    let session = sessions::begin(cx, work, &browser, known, &proof).await?;
    let kept = outcomes::NewSignIn {
        browser: browser.clone(),
        user: proof.user,
        remember: proof.remember,
        interaction: interaction.cloned(),
    };
    let of_new_cookie = match proven.verified {
        Verified::Link { .. } => outcomes::of_new_cookie(cx, visitor, &kept)?,
        Verified::Password { .. } => None,
    };
    let kept = outcomes::of_sign_in(cx, visitor, &kept)?.into_iter().chain(of_new_cookie).collect();
    let account = SignedIn { session, user: person, familiar: false };
    let accounts = accounts.with(account.clone());
    Ok(Entered::SignedIn(Box::new(NewSession { account, browser, accounts, kept })))
}

/// The browser as the first of two equal forms left it, if that one signed the same person in.
async fn before(cx: &Cx<'_>, work: &mut Work, visitor: &Visitor<'_>, user: &UserId) -> Result<Option<Browser>, Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    let first = outcomes::sign_in(cx, work, sent, &browser.secret).await?;
    Ok(first.filter(|first| first.user == *user).map(|first| first.browser))
}

/// What was read before the password was hashed is looked at again: hashing takes a while.
async fn recheck(cx: &Cx<'_>, work: &mut Work, verified: &Verified) -> Result<(), Error> {
    if let Verified::Password { stored, fresh } = verified {
        let secret = stored.secret.expose();
        if !credentials::opened(work, &stored.id, secret, cx.now).await? {
            return Err(Error::Forbidden);
        }
        if let Some(fresh) = fresh {
            credentials::rehash(work, &stored.id, secret, fresh).await?;
        }
    }
    Ok(())
}

/// Spends what works once.
async fn spend(cx: &Cx<'_>, work: &mut Work, verified: &Verified) -> Result<(), Error> {
    match verified {
        Verified::Password { .. } => Ok(()),
        Verified::Link { secret } => {
            one_time::consume(cx, work, Purpose::SignIn, secret).await?.map(drop).ok_or(Error::NotFound)
        }
    }
}
