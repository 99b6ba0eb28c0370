//! The device cookie: a browser in which somebody has signed in to an account before keeps its way in, also when
//! its session has ended and strangers guess at the account.
//!
//! OWASP, "Slow Down Online Guessing Attacks with Device Cookies". The cookie has an entry for each of the last
//! accounts that were signed in to there: a nonce, when it ends, and a code of ours over these, the account and the
//! moment at which its password was set. So it names nobody, no table grows, and a new password ends it. Failures
//! are counted by the nonce: a stolen cookie opens as many guesses as a browser has, and no more.
//!
//! The same cookie says in which browser somebody need not prove their further factor for a while, if they wanted that:
//! a mark with its end and a code of ours over that, the account, the moment at which its password was set, and since
//! when its further factors are what they are. A new password, and any change of the factors, end it.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::{
        id::UserId,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error},
    store::{
        credentials,
        login_names::Password,
        users::{self, User},
    },
};

/// Accounts that one browser remembers; whichever was signed in to longest ago gives way.
const MOST: usize = 5;
const VERSION: &str = "1";
const NONCE: usize = 16;
const UNTIL: usize = 8;
const CODE: usize = 32;
const ENTRY: usize = NONCE + UNTIL + CODE;
const MARK: usize = UNTIL + CODE;

/// What counts the failures of a browser at an account that was signed in to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device(String);

impl Device {
    /// Its name in the counters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One account in the cookie: facts, of which the last is when it ends, and a code of ours over them.
struct Part<const LENGTH: usize>([u8; LENGTH]);

/// Somebody has signed in to it here. Its first fact is a nonce.
type Entry = Part<ENTRY>;

/// Its person need not prove their further factor here.
type Mark = Part<MARK>;

impl<const LENGTH: usize> Part<LENGTH> {
    const FACTS: usize = LENGTH - CODE;

    fn new(cx: &Cx<'_>, whose: &Whose<'_>, facts: &[u8]) -> Self {
        let mut part = [0; LENGTH];
        part[..Self::FACTS].copy_from_slice(facts);
        part[Self::FACTS..].copy_from_slice(&cx.app.sealer.authenticate(&whose.purpose(cx), &whose.text(facts)));
        Self(part)
    }

    fn until(&self) -> Timestamp {
        let mut until = [0; UNTIL];
        until.copy_from_slice(&self.0[Self::FACTS - UNTIL..Self::FACTS]);
        Timestamp(i64::from_be_bytes(until))
    }

    fn is_of(&self, cx: &Cx<'_>, whose: &Whose<'_>) -> bool {
        let (facts, code) = self.0.split_at(Self::FACTS);
        cx.app.sealer.is_authentic(&whose.purpose(cx), &whose.text(facts), code)
    }
}

impl Entry {
    fn device(&self) -> Device {
        Device(BASE64URL_NOPAD.encode(&self.0[..NONCE]))
    }
}

/// Whom a part is about: an account, for as long as it has one password.
struct Whose<'a> {
    user: &'a UserId,
    since: Timestamp,
    /// Of a mark: and the same further factors.
    factors: Option<Timestamp>,
}

impl<'a> Whose<'a> {
    /// Whom a mark is about; nobody without a further factor.
    fn with_factors(person: &'a User, since: Timestamp) -> Option<Self> {
        let factors = person.second_factor_at?;
        Some(Self { user: &person.id, since, factors: Some(factors) })
    }

    /// A cookie of one issuer says nothing to another, and an entry is no mark.
    fn purpose(&self, cx: &Cx<'_>) -> String {
        let kind = if self.factors.is_some() { "remembered_device" } else { "device_cookie" };
        format!("{kind}/{}", cx.issuer.url.as_str())
    }

    fn text(&self, facts: &[u8]) -> Vec<u8> {
        let mut text = facts.to_vec();
        for moment in std::iter::once(self.since).chain(self.factors) {
            text.extend_from_slice(&moment.0.to_be_bytes());
        }
        text.extend_from_slice(self.user.as_str().as_bytes());
        text
    }
}

/// The parts of a cookie that have not ended; anybody may have written it.
fn parts<const LENGTH: usize>(cx: &Cx<'_>, cookie: Option<&str>) -> Vec<Part<LENGTH>> {
    let Some(rest) = cookie.and_then(|text| text.strip_prefix(VERSION)?.strip_prefix('.')) else { return Vec::new() };
    let part = |text: &str| {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        Some(Part::<LENGTH>(bytes.try_into().ok()?))
    };
    let all = rest.split('.').take(2 * MOST).filter_map(part);
    all.filter(|part| part.until() > cx.now).take(MOST).collect()
}

/// A cookie with these.
fn written(entries: impl Iterator<Item = Entry>, marks: impl Iterator<Item = Mark>) -> String {
    let entries = entries.take(MOST).map(|entry| BASE64URL_NOPAD.encode(&entry.0));
    let marks = marks.take(MOST).map(|mark| BASE64URL_NOPAD.encode(&mark.0));
    let mut text = VERSION.to_owned();
    for part in entries.chain(marks) {
        text.push('.');
        text.push_str(&part);
    }
    text
}

/// Whether a browser can be remembered at all, so that no further factor is asked for there; for how long.
pub fn remembered_for(cx: &Cx<'_>) -> Option<Seconds> {
    let wanted = cx.app.config.factors.remember_device;
    (wanted > Seconds(0) && cx.app.config.login.device_cookie > Seconds(0)).then_some(wanted)
}

/// Whether somebody who proved the password that was set then wanted not to be asked for their further factor in this
/// browser. It spares the question, and proves nothing.
pub fn spares_factor(cx: &Cx<'_>, cookie: Option<&str>, person: &User, since: Timestamp) -> bool {
    let whose = Whose::with_factors(person, since).filter(|_| remembered_for(cx).is_some());
    whose.is_some_and(|whose| parts::<MARK>(cx, cookie).iter().any(|mark| mark.is_of(cx, &whose)))
}

/// The cookie of a browser in which somebody has just proven a further factor and does not want to be asked for it
/// again; none where the operator does not want that.
///
/// # Errors
/// When the database fails.
pub async fn remember_factor(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId) -> Result<Option<String>, Error> {
    let Some(lifetime) = remembered_for(cx) else { return Ok(None) };
    let mut conn = cx.read().await?;
    let (person, password) = (users::find(&mut conn, user).await?, credentials::find_password(&mut conn, user).await?);
    let (Some(person), Some(password)) = (person, password) else { return Ok(None) };
    let Some(whose) = Whose::with_factors(&person, password.updated_at) else { return Ok(None) };
    let others = parts::<MARK>(cx, cookie).into_iter().filter(|mark| !mark.is_of(cx, &whose));
    let mark = Mark::new(cx, &whose, &(cx.now + lifetime).0.to_be_bytes());
    Ok(Some(written(parts(cx, cookie).into_iter(), std::iter::once(mark).chain(others))))
}

/// The browser's name in the counters, if somebody has signed in to this account there since it has this password.
pub fn find(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, password: &Password) -> Option<Device> {
    if cx.app.config.login.device_cookie == Seconds(0) {
        return None;
    }
    let whose = Whose { user, since: password.since, factors: None };
    parts::<ENTRY>(cx, cookie).iter().find(|entry| entry.is_of(cx, &whose)).map(Entry::device)
}

/// The cookie of a browser in which somebody has just signed in; none where the operator wants none. Each sign-in
/// gets a new nonce, so that whoever copied an older cookie does not use up what the person may mistype.
pub fn remember(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, since: Timestamp) -> Option<String> {
    let lifetime = cx.app.config.login.device_cookie;
    if lifetime == Seconds(0) {
        return None;
    }
    let whose = Whose { user, since, factors: None };
    let others = parts::<ENTRY>(cx, cookie).into_iter().filter(|entry| !entry.is_of(cx, &whose));
    let facts = [cx.app.entropy.bytes::<NONCE>().as_slice(), &(cx.now + lifetime).0.to_be_bytes()].concat();
    let entries = std::iter::once(Entry::new(cx, &whose, &facts)).chain(others);
    Some(written(entries, parts(cx, cookie).into_iter()))
}

/// [`remember`] for somebody who signed in without their password. Whoever has none has none that could be guessed.
///
/// # Errors
/// When the database fails.
pub async fn remember_signed_in(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId) -> Result<Option<String>, Error> {
    let mut conn = cx.read().await?;
    let password = credentials::find_password(&mut conn, user).await?;
    Ok(password.and_then(|password| remember(cx, cookie, user, password.updated_at)))
}
