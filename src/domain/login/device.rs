//! The device cookie: a browser in which somebody has signed in to an account before keeps its way in, also when
//! its session has ended and strangers guess at the account.
//!
//! OWASP, "Slow Down Online Guessing Attacks with Device Cookies". The cookie has an entry for each of the last
//! accounts that were signed in to there: a nonce, when it ends, and a code of ours over these, the account and the
//! moment at which its password was set. So it names nobody, no table grows, and a new password ends it. Failures
//! are counted by the nonce: a stolen cookie opens as many guesses as a browser has, and no more.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::{
        id::UserId,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error},
    store::{credentials, login_names::Password},
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

/// A cookie of one issuer says nothing to another.
fn purpose(cx: &Cx<'_>) -> String {
    format!("device_cookie/{}", cx.issuer.url.as_str())
}

/// The entries of a cookie that have not ended; anybody may have written them.
fn entries(cx: &Cx<'_>, cookie: Option<&str>) -> Vec<Entry> {
    let Some(rest) = cookie.and_then(|text| text.strip_prefix(VERSION)?.strip_prefix('.')) else { return Vec::new() };
    let entry = |text: &str| {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Entry)
    };
    rest.split('.').take(MOST).filter_map(entry).filter(|entry| entry.until() > cx.now).collect()
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
    let mut text = VERSION.to_owned();
    for entry in std::iter::once(Entry::new(cx, &whose)).chain(others).take(MOST) {
        text.push('.');
        text.push_str(&BASE64URL_NOPAD.encode(&entry.0));
    }
    Some(text)
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
