//! Browsers: known by the hash of a cookie whose secret changes at every sign-in.

use crate::{
    base::{
        id::BrowserId,
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Work, limits},
    store::{Conn, browsers},
};

/// How long a browser is remembered in which nobody has signed in: longer than any interaction,
/// and short, because anybody can make one.
pub(super) const STRANGER_LIFETIME: Seconds = Seconds::days(1);

/// A browser that showed a valid cookie.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Its row.
    pub id: BrowserId,
    /// The cookie's secret, to derive form tokens from.
    pub secret: Secret<String>,
}

/// Makes a browser known, inside a transaction that needs one.
///
/// # Errors
/// [`Error::TooMany`] when one address makes too many.
pub async fn new_browser(cx: &Cx<'_>, work: &mut Work) -> Result<Browser, Error> {
    let now = cx.now;
    limits::admit_stranger(cx, work).await?;
    let browser = Browser { id: cx.new_id(), secret: cx.app.entropy.token() };
    let row = browsers::BrowserRow {
        id: browser.id.clone(),
        secret_hash: TokenHash::of(browser.secret.expose()),
        created_at: now,
        last_seen_at: now,
        expires_at: now + STRANGER_LIFETIME,
    };
    browsers::insert(work, &row).await?;
    Ok(browser)
}

/// Makes a browser known by itself: for a page whose form must be bound to one.
///
/// # Errors
/// As [`new_browser`].
pub async fn make_browser(cx: &Cx<'_>) -> Result<Browser, Error> {
    cx.write(async |work| new_browser(cx, work).await).await
}

/// A new browser that somebody signs in to at once.
///
/// # Errors
/// As [`new_browser`].
pub async fn renewed_stranger(cx: &Cx<'_>, work: &mut Work) -> Result<Browser, Error> {
    let stranger = new_browser(cx, work).await?;
    renewed(cx, work, &stranger).await?.ok_or(Error::Forbidden)
}

/// Replaces the browser's secret, if the one that was shown is still its own, and holds the browser.
///
/// # Errors
/// When the database fails.
pub async fn renewed(cx: &Cx<'_>, work: &mut Work, known: &Browser) -> Result<Option<Browser>, Error> {
    let now = cx.now;
    let fresh = Browser { id: known.id.clone(), secret: cx.app.entropy.token() };
    let (old, new) = (TokenHash::of(known.secret.expose()), TokenHash::of(fresh.secret.expose()));
    let exchange = browsers::Exchange { old: &old, new: &new };
    let end = now + cx.app.config.session.absolute + STRANGER_LIFETIME;
    Ok(browsers::replace_secret(work, &fresh.id, exchange, now, end).await?.then_some(fresh))
}

/// Whether a browser's cookie is still the one that it showed.
///
/// # Errors
/// When the database fails.
pub async fn is_current(cx: &Cx<'_>, browser: &Browser) -> Result<bool, Error> {
    let mut conn = cx.read().await?;
    has_cookie(cx, &mut conn, browser).await
}

/// [`is_current`] on a connection.
///
/// # Errors
/// When the database fails.
pub async fn has_cookie(cx: &Cx<'_>, conn: &mut Conn, browser: &Browser) -> Result<bool, Error> {
    let found = browsers::find_by_secret(conn, &TokenHash::of(browser.secret.expose()), cx.now).await?;
    Ok(found.is_some_and(|row| row.id == browser.id))
}
