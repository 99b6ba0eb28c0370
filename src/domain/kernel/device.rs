//! The device cookie: a browser in which somebody has signed in to an account before keeps its way in, also when
//! its session has ended and strangers guess at the account.
//!
//! OWASP, "Slow Down Online Guessing Attacks with Device Cookies". The cookie has an entry for each of the last
//! accounts that were signed in to there: a nonce, when it ends, and a code of ours over these, the account and the
//! moment at which its password was set. So it names nobody, no table grows, and a new password ends it. Failures
//! are counted by the nonce: a stolen cookie opens as many guesses as a browser has, and no more.
//!
//! The same cookie says in which browser somebody has proven their further factor, so that whoever knows their password
//! elsewhere does not use up their tries; and where they need not prove it for a while, if they wanted that. Both end
//! with a new password and with any change of the factors, and neither proves anything.

use super::{
    Cx, Error,
    device_cookie::{CookiePart, DeviceCookie, FactorMark, FactorProof, NONCE, PROOF_NONCE, SignInEntry},
};
use crate::{
    base::{
        id::UserId,
        time::{Seconds, Timestamp},
    },
    config::login::SignInPage,
    store::{
        credentials,
        login_names::Password,
        users::{self, User},
    },
};

/// What counts the failures of a browser at an account that was signed in to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device(String);

impl Device {
    /// Its name in the counters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whom a part is about: an account, for as long as it has one password.
struct Whose<'a> {
    /// What the part says: one of another kind says nothing here.
    kind: &'static str,
    user: &'a UserId,
    since: Timestamp,
    /// Of a mark and a proof: and the same further factors.
    factors: Option<Timestamp>,
}

impl<'a> Whose<'a> {
    const fn entry(user: &'a UserId, since: Timestamp) -> Self {
        Self { kind: "device_cookie", user, since, factors: None }
    }

    /// Whom an entry is about who has no password: the account for good.
    const fn without_password(person: &'a User) -> Self {
        Self { kind: "passwordless_device", user: &person.id, since: person.created_at, factors: None }
    }

    /// Whom a mark is about; nobody without a further factor.
    fn mark(person: &'a User, since: Timestamp) -> Option<Self> {
        Some(Self { kind: "remembered_device", user: &person.id, since, factors: Some(person.second_factor_at?) })
    }

    /// Whom a proof is about; nobody without a further factor.
    fn proof(person: &'a User, since: Timestamp) -> Option<Self> {
        Some(Self { kind: "proven_device", ..Self::mark(person, since)? })
    }

    /// A cookie of one issuer says nothing to another.
    fn purpose(&self, cx: &Cx<'_>) -> String {
        format!("{}/{}", self.kind, cx.issuer.url.as_str())
    }

    fn text(&self, facts: &[u8]) -> Vec<u8> {
        let mut text = facts.to_vec();
        for moment in std::iter::once(self.since).chain(self.factors) {
            text.extend_from_slice(&moment.0.to_be_bytes());
        }
        text.extend_from_slice(self.user.as_str().as_bytes());
        text
    }

    fn part<const LENGTH: usize>(&self, cx: &Cx<'_>, nonce: &[u8], until: Timestamp) -> CookiePart<LENGTH> {
        CookiePart::new(nonce, until, |facts| cx.app.sealer.authenticate(&self.purpose(cx), &self.text(facts)))
    }

    fn has<const LENGTH: usize>(&self, cx: &Cx<'_>, part: &CookiePart<LENGTH>) -> bool {
        cx.app.sealer.is_authentic(&self.purpose(cx), &self.text(part.facts()), part.code())
    }

    /// Puts a part first, in the place of the one that was about the same account.
    fn replace<const LENGTH: usize>(&self, cx: &Cx<'_>, parts: &mut Vec<CookiePart<LENGTH>>, new: CookiePart<LENGTH>) {
        parts.retain(|part| !self.has(cx, part));
        parts.insert(0, new);
    }
}

fn read(cx: &Cx<'_>, cookie: Option<&str>) -> DeviceCookie {
    DeviceCookie::read(cookie, cx.now)
}

/// How long a browser is remembered; none where the operator wants no such cookie.
fn lifetime(cx: &Cx<'_>) -> Option<Seconds> {
    Some(cx.app.config.login.device_cookie).filter(|lifetime| *lifetime > Seconds(0))
}

/// Whether a browser can be remembered at all, so that no further factor is asked for there; for how long.
pub fn remembered_for(cx: &Cx<'_>) -> Option<Seconds> {
    Some(cx.app.config.factors.remember_device).filter(|wanted| *wanted > Seconds(0) && lifetime(cx).is_some())
}

/// Whether somebody who proved the password that was set then wanted not to be asked for their further factor in this
/// browser. It spares the question, and proves nothing.
pub fn spares_factor(cx: &Cx<'_>, cookie: Option<&str>, person: &User, since: Timestamp) -> bool {
    let whose = Whose::mark(person, since).filter(|_| remembered_for(cx).is_some());
    whose.is_some_and(|whose| read(cx, cookie).marks.iter().any(|mark| whose.has(cx, mark)))
}

/// The cookie of a browser in which somebody has just proven a further factor; `spared`: and does not want to be asked
/// for it again. None where the operator does not want that.
///
/// # Errors
/// When the database fails.
pub async fn remember_factor(
    cx: &Cx<'_>,
    cookie: Option<&str>,
    user: &UserId,
    spared: bool,
) -> Result<Option<String>, Error> {
    let Some(lifetime) = lifetime(cx) else { return Ok(None) };
    let Some(Holder { person, since }) = holder(cx, user).await? else { return Ok(None) };
    let mut cookie = read(cx, cookie);
    if let Some(whose) = Whose::proof(&person, since) {
        let proof: FactorProof = whose.part(cx, &cx.app.entropy.bytes::<PROOF_NONCE>(), cx.now + lifetime);
        whose.replace(cx, &mut cookie.proofs, proof);
    }
    if let Some(whose) = Whose::mark(&person, since).filter(|_| spared)
        && let Some(lifetime) = remembered_for(cx)
    {
        let mark: FactorMark = whose.part(cx, &[], cx.now + lifetime);
        whose.replace(cx, &mut cookie.marks, mark);
    }
    Ok(Some(cookie.text()))
}

/// The browser's name in the counters, if this person has proven a further factor there since it is what it is.
///
/// # Errors
/// When the database fails.
pub async fn find_proven(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId) -> Result<Option<Device>, Error> {
    let proofs = read(cx, cookie).proofs;
    if proofs.is_empty() || lifetime(cx).is_none() {
        return Ok(None);
    }
    let Some(Holder { person, since }) = holder(cx, user).await? else { return Ok(None) };
    let Some(whose) = Whose::proof(&person, since) else { return Ok(None) };
    Ok(proofs.iter().find(|proof| whose.has(cx, proof)).map(|proof| Device(proof.name())))
}

/// A person with a password.
struct Holder {
    person: User,
    since: Timestamp,
}

async fn holder(cx: &Cx<'_>, user: &UserId) -> Result<Option<Holder>, Error> {
    let mut conn = cx.read().await?;
    let (person, password) = (users::find(&mut conn, user).await?, credentials::find_password(&mut conn, user).await?);
    Ok(person.zip(password).map(|(person, password)| Holder { person, since: password.updated_at }))
}

/// The browser's name in the counters, if somebody has signed in to this account there since it has this password.
pub fn find(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, password: &Password) -> Option<Device> {
    lifetime(cx)?;
    let whose = Whose::entry(user, password.since);
    read(cx, cookie).entries.iter().find(|entry| whose.has(cx, entry)).map(|entry| Device(entry.name()))
}

/// Whether somebody has signed in to this account in this browser since it has the password that was set then.
pub fn is_known(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, since: Timestamp) -> bool {
    let whose = Whose::entry(user, since);
    lifetime(cx).is_some() && read(cx, cookie).entries.iter().any(|entry| whose.has(cx, entry))
}

/// Whether anybody has signed in in this browser, as far as its cookie says by itself: it may be made up.
pub fn has_entries(cx: &Cx<'_>, cookie: Option<&str>) -> bool {
    lifetime(cx).is_some() && !read(cx, cookie).entries.is_empty()
}

/// Whether somebody has signed in to this account in this browser since it has this password, or while it had none.
pub fn has_signed_in(cx: &Cx<'_>, cookie: Option<&str>, person: &User, password: Option<&Password>) -> bool {
    let whose = match password {
        Some(password) => Whose::entry(&person.id, password.since),
        None => Whose::without_password(person),
    };
    lifetime(cx).is_some() && read(cx, cookie).entries.iter().any(|entry| whose.has(cx, entry))
}

/// The cookie of a browser in which somebody has just signed in; none where the operator wants none. Each sign-in
/// gets a new nonce, so that whoever copied an older cookie does not use up what the person may mistype.
pub fn remember(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, since: Timestamp) -> Option<String> {
    with_entry(cx, cookie, &Whose::entry(user, since))
}

fn with_entry(cx: &Cx<'_>, cookie: Option<&str>, whose: &Whose<'_>) -> Option<String> {
    let lifetime = lifetime(cx)?;
    let mut cookie = read(cx, cookie);
    let entry: SignInEntry = whose.part(cx, &cx.app.entropy.bytes::<NONCE>(), cx.now + lifetime);
    whose.replace(cx, &mut cookie.entries, entry);
    Some(cookie.text())
}

/// [`remember`] for somebody who signed in without their password. Whoever has none has none that could be guessed, and
/// is remembered only where the second page of a sign-in shows what they have.
///
/// # Errors
/// When the database fails.
pub async fn remember_signed_in(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId) -> Result<Option<String>, Error> {
    let mut conn = cx.read().await?;
    let password = credentials::find_password(&mut conn, user).await?;
    if let Some(password) = password {
        return Ok(remember(cx, cookie, user, password.updated_at));
    }
    if cx.app.config.login.page != SignInPage::NameFirst {
        return Ok(None);
    }
    let person = users::find(&mut conn, user).await?;
    Ok(person.and_then(|person| with_entry(cx, cookie, &Whose::without_password(&person))))
}
