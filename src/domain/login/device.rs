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

/// What counts the failures of a browser at an account that was signed in to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device(String);

impl Device {
    /// Its name in the counters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One account in the cookie.
#[derive(Clone, Copy)]
struct Entry([u8; NONCE + UNTIL + CODE]);

impl Entry {
    fn new(cx: &Cx<'_>, whose: &Whose<'_>) -> Self {
        let mut entry = [0; NONCE + UNTIL + CODE];
        entry[..NONCE].copy_from_slice(&cx.app.entropy.bytes::<NONCE>());
        let until = cx.now + cx.app.config.login.device_cookie;
        entry[NONCE..NONCE + UNTIL].copy_from_slice(&until.0.to_be_bytes());
        let code = cx.app.sealer.authenticate(&purpose(cx), &whose.text(&entry[..NONCE + UNTIL]));
        entry[NONCE + UNTIL..].copy_from_slice(&code);
        Self(entry)
    }

    fn until(&self) -> Timestamp {
        let mut until = [0; UNTIL];
        until.copy_from_slice(&self.0[NONCE..NONCE + UNTIL]);
        Timestamp(i64::from_be_bytes(until))
    }

    fn is_of(&self, cx: &Cx<'_>, whose: &Whose<'_>) -> bool {
        let (facts, code) = self.0.split_at(NONCE + UNTIL);
        cx.app.sealer.is_authentic(&purpose(cx), &whose.text(facts), code)
    }

    fn device(&self) -> Device {
        Device(BASE64URL_NOPAD.encode(&self.0[..NONCE]))
    }
}

/// Whom an entry is about: an account, for as long as it has one password.
struct Whose<'a> {
    user: &'a UserId,
    since: Timestamp,
}

impl Whose<'_> {
    fn text(&self, facts: &[u8]) -> Vec<u8> {
        let mut text = facts.to_vec();
        text.extend_from_slice(&self.since.0.to_be_bytes());
        text.extend_from_slice(self.user.as_str().as_bytes());
        text
    }
}

/// That somebody need not prove their further factor in a browser for a while.
#[derive(Clone, Copy)]
struct Mark([u8; UNTIL + CODE]);

impl Mark {
    fn new(cx: &Cx<'_>, person: &User, since: Timestamp) -> Self {
        let until = (cx.now + cx.app.config.factors.remember_device).0.to_be_bytes();
        let code = cx.app.sealer.authenticate(&mark_purpose(cx), &mark_text(person, since, &until));
        let mut mark = [0; UNTIL + CODE];
        mark[..UNTIL].copy_from_slice(&until);
        mark[UNTIL..].copy_from_slice(&code);
        Self(mark)
    }

    fn until(&self) -> Timestamp {
        let mut until = [0; UNTIL];
        until.copy_from_slice(&self.0[..UNTIL]);
        Timestamp(i64::from_be_bytes(until))
    }

    fn is_of(&self, cx: &Cx<'_>, person: &User, since: Timestamp) -> bool {
        let (until, code) = self.0.split_at(UNTIL);
        cx.app.sealer.is_authentic(&mark_purpose(cx), &mark_text(person, since, until), code)
    }
}

/// What a mark is about: an account, as long as it has one password and the same further factors.
fn mark_text(person: &User, since: Timestamp, until: &[u8]) -> Vec<u8> {
    let mut text = until.to_vec();
    text.extend_from_slice(&since.0.to_be_bytes());
    text.extend_from_slice(&person.second_factor_at.map_or(0, |since| since.0).to_be_bytes());
    text.extend_from_slice(person.id.as_str().as_bytes());
    text
}

fn mark_purpose(cx: &Cx<'_>) -> String {
    format!("remembered_device/{}", cx.issuer.url.as_str())
}

/// A cookie of one issuer says nothing to another.
fn purpose(cx: &Cx<'_>) -> String {
    format!("device_cookie/{}", cx.issuer.url.as_str())
}

/// What stands in a cookie, decoded; anybody may have written it.
fn parts(cookie: Option<&str>) -> Vec<Vec<u8>> {
    let Some(rest) = cookie.and_then(|text| text.strip_prefix(VERSION)?.strip_prefix('.')) else { return Vec::new() };
    rest.split('.').take(2 * MOST).filter_map(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok()).collect()
}

/// The entries of a cookie that have not ended.
fn entries(cx: &Cx<'_>, cookie: Option<&str>) -> Vec<Entry> {
    let all = parts(cookie).into_iter().filter_map(|bytes| bytes.try_into().ok().map(Entry));
    all.filter(|entry| entry.until() > cx.now).take(MOST).collect()
}

/// The marks of a cookie that have not ended.
fn marks(cx: &Cx<'_>, cookie: Option<&str>) -> Vec<Mark> {
    let all = parts(cookie).into_iter().filter_map(|bytes| bytes.try_into().ok().map(Mark));
    all.filter(|mark| mark.until() > cx.now).take(MOST).collect()
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
    remembered_for(cx).is_some() && marks(cx, cookie).iter().any(|mark| mark.is_of(cx, person, since))
}

/// The cookie of a browser in which somebody has just proven a further factor and does not want to be asked for it
/// again; none where the operator does not want that.
///
/// # Errors
/// When the database fails.
pub async fn remember_factor(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId) -> Result<Option<String>, Error> {
    if remembered_for(cx).is_none() {
        return Ok(None);
    }
    let mut conn = cx.read().await?;
    let (person, password) = (users::find(&mut conn, user).await?, credentials::find_password(&mut conn, user).await?);
    let Some((person, password)) = person.filter(|one| one.second_factor_at.is_some()).zip(password) else {
        return Ok(None);
    };
    let since = password.updated_at;
    let others = marks(cx, cookie).into_iter().filter(|mark| !mark.is_of(cx, &person, since));
    let marks = std::iter::once(Mark::new(cx, &person, since)).chain(others);
    Ok(Some(written(entries(cx, cookie).into_iter(), marks)))
}

/// The browser's name in the counters, if somebody has signed in to this account there since it has this password.
pub fn find(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, password: &Password) -> Option<Device> {
    if cx.app.config.login.device_cookie == Seconds(0) {
        return None;
    }
    let whose = Whose { user, since: password.since };
    entries(cx, cookie).iter().find(|entry| entry.is_of(cx, &whose)).map(Entry::device)
}

/// The cookie of a browser in which somebody has just signed in; none where the operator wants none. Each sign-in
/// gets a new nonce, so that whoever copied an older cookie does not use up what the person may mistype.
pub fn remember(cx: &Cx<'_>, cookie: Option<&str>, user: &UserId, since: Timestamp) -> Option<String> {
    if cx.app.config.login.device_cookie == Seconds(0) {
        return None;
    }
    let whose = Whose { user, since };
    let others = entries(cx, cookie).into_iter().filter(|entry| !entry.is_of(cx, &whose));
    let entries = std::iter::once(Entry::new(cx, &whose)).chain(others);
    Some(written(entries, marks(cx, cookie).into_iter()))
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
