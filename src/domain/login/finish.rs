//! Somebody was verified: a session begins, is worth more, or waits for a further factor.

use super::{
    first_proof,
    method::Method,
    policy::{self, Strictness, Wanted},
    risk::{self, Arrival, Weighed},
    verified::Verified,
};
use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        kernel::{
            Cx, Error, Work,
            one_time::{self, LinkSubject, Purpose},
        },
        sessions::{
            self, Accounts, Browser, Proof, SignedIn,
            outcomes::{self, Kept},
            visitor::Visitor,
        },
    },
    protocol::{acr::merged, authorize::interaction::PendingAuthentication},
    store::{
        credentials,
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
    let is_good = |pending: &&PendingAuthentication| {
        pending.user == person.id && pending.is_good(cx.now) && !first_proof::is_outlived(pending, &person)
    };
    let pending = entering.pending.filter(is_good);
    let entering = Entering { pending, ..entering };
    if !follows(cx, work, visitor, &person, entering).await? {
        return Ok(Entered::Stale);
    }
    let interaction = entering.interaction;
    let arrival = Arrival { visitor, person: &person, verified: &proven.verified, interaction };
    let weighed = risk::look(cx, work, &arrival).await?;
    // Before the browser gets another cookie: it must look like a wrong password.
    if Box::pin(risk::stop(cx, work, &arrival, &weighed)).await? {
        proven.verified.recheck(cx, work).await?;
        return Err(Error::SignInStopped);
    }
    let placed = match place(cx, work, visitor, entering).await? {
        Ok(placed) => placed,
        Err(entered) => return Ok(entered),
    };
    proven.verified.recheck(cx, work).await?;
    let person = if proven.verified.spend(cx, work, &proven.user).await? {
        Box::pin(first_proof::follow_up(cx, work, visitor, &person, pending)).await?
    } else {
        person
    };
    let arrival = Arrival { visitor, person: &person, verified: &proven.verified, interaction };
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
    let is_here = visitor.accounts.has(&person.id);
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

/// Whether there is something that a further factor can come on top of: a session, or what was proven in the
/// interaction, a password only as long as it is still theirs.
pub(super) async fn holds(
    work: &mut Work,
    pending: Option<&PendingAuthentication>,
    is_here: bool,
) -> Result<bool, Error> {
    let Some(pending) = pending else { return Ok(is_here) };
    let Some(proven) = pending.factors.iter().find(|factor| factor.amr == "pwd") else { return Ok(true) };
    let password = credentials::find_password(work, &pending.user).await?;
    Ok(password.is_some_and(|password| password.updated_at <= proven.at))
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
            proven.verified.recheck(cx, work).await?;
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
    let known = accounts.of(&person.id).map(|one| one.session.clone());
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
    let of_new_cookie = if proven.verified.works_once() { outcomes::of_new_cookie(cx, visitor, led_to)? } else { None };
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
