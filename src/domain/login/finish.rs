//! Somebody was verified: a session begins, is worth more, or waits for a further factor.

use super::{
    by_upstream::ByUpstream,
    challenge::Challenge,
    method::Method,
    phone::RightCode,
    policy::{self, Strictness, Wanted},
    risk::{self, Arrival, Weighed},
    spend::{holds, recheck, spend},
};
use crate::{
    base::{
        id::{CredentialId, InteractionId, PasskeyId, UserId, WalletId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{
            Cx, Error, Work, device,
            one_time::{self, LinkSubject, Purpose},
        },
        sessions::{
            self, Accounts, Browser, Proof, SignedIn,
            outcomes::{self, Kept},
            visitor::Visitor,
        },
    },
    protocol::{
        acr::{Factor, FactorKind, merged},
        authorize::interaction::PendingAuthentication,
        passkey::Backup,
    },
    store::{
        credentials::Credential,
        login_names::Password,
        passkeys::Use,
        users::{self, User},
    },
};

/// How long somebody who signed in to an account that is to be erased may take to keep it.
const KEEP_LIFETIME: Seconds = Seconds::minutes(30);

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
        /// How many wrong ones in a row came before; none where a link has just set it, and nobody typed it to sign in.
        failures: Option<i64>,
    },
    /// By a link, which is spent.
    Link {
        /// Its secret.
        secret: String,
    },
    /// By a mail that has a code and a link: both are spent.
    Mail {
        /// The digest of the link's secret.
        link: TokenHash,
        /// The address that it went to, folded.
        email_key: String,
        /// Whether it comes on top of something else.
        is_further: bool,
    },
    /// By a passkey, whose challenge is spent.
    Passkey {
        /// Which.
        passkey: PasskeyId,
        /// What its authenticator said.
        how: Use,
        /// Whether that has verified the person.
        user_verified: bool,
        /// Whether it comes on top of something else.
        is_further: bool,
        /// The challenge.
        challenge: Challenge,
    },
    /// By a wallet, whose message is spent.
    Wallet {
        /// Which.
        wallet: WalletId,
        /// The message.
        challenge: Challenge,
    },
    /// By another provider.
    Upstream(Box<ByUpstream>),
    /// By the address that was proven for a new account, made in the same unit of work.
    NewAccount,
    /// By a code of an authenticator app, which is accepted once.
    Totp {
        /// The app.
        app: CredentialId,
        /// The time step of the code.
        step: i64,
    },
    /// By a code that was texted, which is spent.
    Sms(RightCode),
    /// By the first code of an app that they set up on the way: their first one.
    NewApp {
        /// The app, which counts from now on.
        app: Box<Credential>,
        /// Their recovery codes from now on.
        codes: Vec<Secret<String>>,
    },
    /// By a recovery code, which is spent.
    RecoveryCode {
        /// Its digest.
        digest: TokenHash,
    },
}

impl Verified {
    /// By which method.
    pub const fn method(&self) -> Method {
        match self {
            Self::Password { .. } => Method::Password,
            Self::Link { .. } => Method::Link,
            Self::Mail { .. } | Self::NewAccount => Method::Mail,
            Self::Passkey { is_further: false, .. } => Method::Passkey,
            Self::Passkey { is_further: true, .. } => Method::FurtherPasskey,
            Self::Wallet { .. } => Method::Wallet,
            Self::Upstream(_) => Method::Upstream,
            Self::Totp { .. } | Self::NewApp { .. } => Method::Totp,
            Self::Sms(_) => Method::Sms,
            Self::RecoveryCode { .. } => Method::RecoveryCode,
        }
    }

    /// Neither a link of the demo nor a mailbox or another provider alone signs an administrator in.
    fn may_administer(&self, person: &User) -> bool {
        match self {
            Self::Link { .. } => false,
            Self::Mail { is_further: false, .. } => person.second_factor_at.is_some(),
            Self::Upstream(by) => by.has_further || person.second_factor_at.is_some(),
            _ => true,
        }
    }

    /// Whether it is a mail on top of something else.
    const fn is_further_mail(&self) -> bool {
        matches!(self, Self::Mail { is_further: true, .. })
    }

    /// Whether the person wanted not to be asked for their further factor in this browser, after this.
    fn is_spared(&self, cx: &Cx<'_>, visitor: &Visitor<'_>, person: &User) -> bool {
        match self {
            Self::Password { stored, .. } => device::spares_factor(cx, visitor.device, person, stored.since),
            _ => false,
        }
    }

    /// The factors that were proven.
    pub fn factors(&self, at: Timestamp) -> Vec<Factor> {
        if let Self::Upstream(by) = self {
            return by.factors.clone();
        }
        let Self::Passkey { how, user_verified, .. } = self else { return self.method().factors(at) };
        // RFC 8176 §2: what may be copied between devices is no key that hardware secures.
        let key = if how.backup == Backup::None { "hwk" } else { "swk" };
        let method = if *user_verified { Method::Passkey } else { Method::FurtherPasskey };
        merged(vec![Factor::new(key, FactorKind::Possession, at)], &method.factors(at))
    }
}

/// What became of somebody who was verified.
pub enum Entered {
    /// Signed in.
    SignedIn(Box<NewSession>),
    /// What somebody proved before their further factor holds no more: they start anew.
    Stale,
    /// A further factor is wanted before a session begins.
    Pending(Box<Waiting>),
    /// The account is to be erased: nobody is signed in to it, and its person may keep it.
    Leaving(Box<Leaver>),
    /// An equal form signed the same person in a moment ago, or let them wait; what that one led to.
    Before(Box<outcomes::NewSignIn>),
    /// Another form of this browser replaced its cookie meanwhile: what this one was shown with is
    /// over, and the page tells with the present cookie how things stand.
    Overtaken,
}

/// Somebody has proven everything that is asked of them, of an account that is to be erased.
pub struct Leaver {
    /// The browser with its new cookie.
    pub browser: Browser,
    /// The secret of a link that keeps the account.
    pub secret: Secret<String>,
}

/// Somebody has proven something, and is asked for more.
pub struct Waiting {
    /// The browser with its new cookie.
    pub browser: Browser,
    /// What they proved.
    pub pending: PendingAuthentication,
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
    /// Whether the person is led to set a further factor up, and may say "later".
    pub offers_factor: bool,
}

/// Who is let in, and on the way to what.
#[derive(Clone, Copy)]
pub struct Entering<'a> {
    /// Who was verified.
    pub proven: &'a Proven,
    /// The interaction that it is for, if it has a row.
    pub interaction: Option<&'a InteractionId>,
    /// What they proved in it before.
    pub pending: Option<&'a PendingAuthentication>,
}

/// Somebody was verified: starts the session, inside a unit of work, or lets what was proven wait for a further factor.
/// Without an interaction, a form that was overtaken signs in all the same, to a browser of its own.
///
/// # Errors
/// [`Error::Forbidden`] when the account or its password was changed meanwhile, [`Error::NotFound`] when
/// the link or the code was spent, [`Error::SignedOut`] for a further factor of somebody who proved nothing else,
/// [`Error::SignInStopped`] where it is unlike those before and the operator wants that stopped.
pub async fn enter(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    entering: Entering<'_>,
) -> Result<Entered, Error> {
    let proven = entering.proven;
    // Before anything else (`users::find_held`). Whoever switches the account off in this moment ends this
    // session too, or is seen here.
    let person = users::find_held(work, &proven.user).await?.filter(|user| user.disabled_at.is_none());
    let person = person.ok_or(Error::Forbidden)?;
    if person.admin_at.is_some() && !proven.verified.may_administer(&person) {
        return Err(Error::NotFound);
    }
    let pending = entering.pending.filter(|pending| pending.user == person.id && pending.is_good(cx.now));
    let entering = Entering { pending, ..entering };
    if !follows(cx, work, visitor, &person, entering).await? {
        return Ok(Entered::Stale);
    }
    let interaction = entering.interaction;
    let arrival = Arrival { visitor, person: &person, verified: &proven.verified, interaction };
    let weighed = risk::look(cx, work, &arrival).await?;
    // Before the browser gets another cookie: it must look like a wrong password.
    if Box::pin(risk::stop(cx, work, &arrival, &weighed)).await? {
        recheck(cx, work, &proven.verified).await?;
        return Err(Error::SignInStopped);
    }
    let placed = match place(cx, work, visitor, entering).await? {
        Ok(placed) => placed,
        Err(entered) => return Ok(entered),
    };
    recheck(cx, work, &proven.verified).await?;
    spend(cx, work, proven).await?;
    let asking = if Box::pin(risk::apply(cx, work, &arrival, &weighed)).await? {
        Strictness::More
    } else if proven.verified.is_spared(cx, visitor, &person) {
        Strictness::Spared
    } else {
        Strictness::Usual
    };
    begin_or_wait(cx, work, visitor, Settling { entering, person, placed, asking, weighed }).await
}

/// Whether what was verified has what it must follow.
async fn follows(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    person: &User,
    entering: Entering<'_>,
) -> Result<bool, Error> {
    let Entering { proven, pending, .. } = entering;
    let is_here = visitor.accounts.all.iter().any(|one| one.user.id == person.id);
    if proven.verified.method().is_further() && !holds(work, pending, is_here).await? {
        return Ok(false);
    }
    if proven.verified.is_further_mail() {
        return Ok(pending.is_some_and(|pending| pending.by_mail) && holds(work, pending, false).await?);
    }
    // Whoever has a further factor by now is asked for that one: a second app beside it takes more than a password. And
    // whoever is asked for more than a password does not answer with an app of their own.
    let owes_one = || policy::wanted(cx, person, Method::Password, Strictness::Usual) == Wanted::Enrolment;
    let may_enrol = pending.is_some_and(|pending| !pending.by_mail);
    Ok(!matches!(proven.verified, Verified::NewApp { .. }) || may_enrol && owes_one())
}

/// The browser of whoever signs in, and who is signed in to it.
struct Placed {
    browser: Browser,
    accounts: Accounts,
}

/// Gives the browser its new cookie; or answers what an equal form led to.
async fn place(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    entering: Entering<'_>,
) -> Result<Result<Placed, Entered>, Error> {
    let Entering { proven, interaction, .. } = entering;
    // Held next, so that of two forms with one cookie the second sees all that the first did.
    let renewed = match visitor.browser {
        Some(known) => sessions::renewed(cx, work, known).await?,
        None => None,
    };
    if let Some(browser) = renewed {
        return Ok(Ok(Placed { browser, accounts: visitor.accounts.clone() }));
    }
    if visitor.browser.is_some() {
        if let Some(first) = before(cx, work, visitor, &proven.user).await? {
            recheck(cx, work, &proven.verified).await?;
            return Ok(Err(Entered::Before(Box::new(first))));
        }
        if interaction.is_some() {
            return Ok(Err(Entered::Overtaken));
        }
    }
    // The row of whoever was faster is theirs now.
    let browser = sessions::renewed_stranger(cx, work).await?;
    Ok(Ok(Placed { browser, accounts: Accounts::default() }))
}

/// What was verified is spent: who it is, where, and how much is asked.
struct Settling<'a> {
    entering: Entering<'a>,
    person: User,
    placed: Placed,
    asking: Strictness,
    weighed: Weighed,
}

/// A session begins, or what was proven waits for more.
async fn begin_or_wait(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    settling: Settling<'_>,
) -> Result<Entered, Error> {
    let Settling { entering: Entering { proven, interaction, pending }, person, placed, asking, weighed } = settling;
    let Placed { browser, accounts } = placed;
    let method = proven.verified.method();
    let factors = match pending.filter(|_| proven.verified.is_further_mail()) {
        Some(pending) => merged(pending.factors.clone(), &proven.verified.factors(cx.now)),
        None => proven.verified.factors(cx.now),
    };
    let wanted = match &proven.verified {
        Verified::Upstream(by) => policy::wanted_after_upstream(cx, &person, by, asking).ok_or(Error::Forbidden)?,
        _ => policy::wanted(cx, &person, method, asking),
    };
    if matches!(wanted, Wanted::Factor | Wanted::Mail | Wanted::Enrolment) {
        let pending = PendingAuthentication {
            user: person.id,
            factors,
            remember: pending.filter(|_| proven.verified.is_further_mail()).map_or(proven.remember, |one| one.remember),
            enrol: wanted == Wanted::Enrolment,
            by_mail: wanted == Wanted::Mail,
            // What an upstream proved may be old; that it did so is not.
            since: matches!(proven.verified, Verified::Upstream(_)).then_some(cx.now),
        };
        return Ok(Entered::Pending(Box::new(Waiting { browser, pending })));
    }
    if person.deletion_due_at.is_some() {
        return leaving(cx, work, person.id, browser).await;
    }
    let may_wait = offered(work, &person, wanted).await?;
    let known = accounts.all.iter().find(|one| one.user.id == person.id).map(|one| one.session.clone());
    // Where the question was spared, what the session proved long ago is not proven anew by the password alone.
    let known = known.map(|session| if asking == Strictness::Spared { session.without_factors() } else { session });
    let (session, remember) = match (method.is_further(), pending, known) {
        (true, None, Some(known)) => {
            (sessions::strengthen(cx, work, &known, &factors).await?.ok_or(Error::SignedOut)?, false)
        }
        // The session has ended in this moment.
        (true, None, None) => return Err(Error::SignedOut),
        (_, pending, known) => {
            let before = pending.map(|pending| pending.factors.clone()).unwrap_or_default();
            let remember = pending.map_or(proven.remember, |pending| pending.remember);
            let proof = Proof { user: person.id.clone(), factors: merged(before, &factors), remember };
            risk::began(cx, work, proven, weighed).await?;
            (sessions::begin(cx, work, &browser, known, &proof).await?, remember)
        }
    };
    let kept = outcomes::NewSignIn {
        browser: browser.clone(),
        user: person.id.clone(),
        remember,
        interaction: interaction.cloned(),
    };
    let person = User { factor_due_at: may_wait.or(person.factor_due_at), ..person };
    let account = SignedIn { session, user: person, familiar: false };
    let accounts = accounts.with(account.clone());
    let kept = keep(cx, visitor, proven, &kept)?;
    Ok(Entered::SignedIn(Box::new(NewSession { account, browser, accounts, kept, offers_factor: may_wait.is_some() })))
}

/// Nobody is signed in to an account that is to be erased; whoever proved everything may keep it.
async fn leaving(cx: &Cx<'_>, work: &mut Work, user: UserId, browser: Browser) -> Result<Entered, Error> {
    let subject = LinkSubject::user(user);
    let secret = one_time::issue(cx, work, Purpose::KeepAccount, subject, KEEP_LIFETIME).await?;
    Ok(Entered::Leaving(Box::new(Leaver { browser, secret })))
}

/// Until when somebody may put off setting a further factor up, if that is wanted of them; from their first sign-in on.
async fn offered(work: &mut Work, person: &User, wanted: Wanted) -> Result<Option<Timestamp>, Error> {
    let Wanted::Offer(due) = wanted else { return Ok(None) };
    if person.factor_due_at.is_none() {
        users::set_factor_due(work, &person.id, due).await?;
    }
    Ok(Some(due))
}

/// What is kept for the second of two equal forms.
///
/// # Errors
/// When it cannot be written down.
pub fn keep(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    proven: &Proven,
    led_to: &outcomes::NewSignIn,
) -> Result<Vec<Kept>, Error> {
    // What is spent cannot be shown again: its form is answered with the new cookie, too.
    let of_new_cookie = match proven.verified {
        Verified::Password { .. } => None,
        Verified::Link { .. }
        | Verified::Mail { .. }
        | Verified::NewAccount
        | Verified::Passkey { .. }
        | Verified::Wallet { .. }
        | Verified::Upstream(_)
        | Verified::Totp { .. }
        | Verified::NewApp { .. }
        | Verified::Sms(_)
        | Verified::RecoveryCode { .. } => outcomes::of_new_cookie(cx, visitor, led_to)?,
    };
    Ok(outcomes::of_sign_in(cx, visitor, led_to)?.into_iter().chain(of_new_cookie).collect())
}

/// What the first of two equal forms led to, if it was of the same person.
async fn before(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    user: &UserId,
) -> Result<Option<outcomes::NewSignIn>, Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    let first = outcomes::sign_in(cx, work, sent, &browser.secret).await?;
    Ok(first.filter(|first| first.user == *user))
}
