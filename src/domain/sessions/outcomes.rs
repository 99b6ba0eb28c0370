//! What a form led to, kept sealed for a moment: a form that is sent twice, as by a double click, gets
//! the first answer once more.
//!
//! ```text
//!  kept by                         what                        given again to
//!  the form and its cookie         the cookie of a sign-in     the same form with the cookie of before (where
//!                                                              it spent a link: or with the new one), and the
//!                                                              same proof (password, link)
//!  the form and its browser        an answer to a client,      the same form of the same browser, with
//!                                  the sessions that ended,    its present cookie
//!                                  whose password was set      (and the password once more)
//! ```
//! The digest of a form covers its purpose and every field of it (its token, the interaction, what was
//! pressed) but the passwords: those are verified again. Why this is safe stands in
//! docs/decisions/form-tokens.md.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Browser, visitor::Visitor};
use crate::{
    base::{
        id::{BrowserId, GrantId, InteractionId, SessionId, UserId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    domain::kernel::{Cx, Error, Work, seals},
    protocol::{authorize::response::AuthorizationResponse, client::ClientId, error::Refusal, params::Params},
    store::{Conn, codes, grants, outcomes},
};

/// How long a form gets its first answer again.
pub const KEPT: Seconds = Seconds(10);

/// Fields that are left out of the digest, since they are verified.
const PASSWORDS: &[&str] = &["password", "password_again", "current_password"];

/// A form as it was sent: a digest of its purpose and of all its fields but passwords.
#[derive(Debug, Clone)]
pub struct Sent(TokenHash);

impl Sent {
    /// Of these fields, for this purpose.
    pub fn of(purpose: &str, params: &Params) -> Self {
        let fields = Params::from_pairs(params.iter().filter(|(name, _)| !PASSWORDS.contains(name)));
        Self(TokenHash::of(&format!("{purpose}\0{}", fields.to_query())))
    }

    /// With the cookie that it came with.
    fn with_cookie(&self, cookie: &Secret<String>) -> TokenHash {
        TokenHash::of(&format!("outcome of a cookie\0{}\0{}", self.0.as_str(), cookie.expose()))
    }

    /// From a browser, for one kind of outcome.
    fn in_browser(&self, browser: &BrowserId, kind: &str) -> TokenHash {
        TokenHash::of(&format!("outcome of a browser\0{kind}\0{}\0{browser}", self.0.as_str()))
    }
}

/// A sign-in that replaced the browser's cookie.
#[derive(Debug, Clone)]
pub struct NewSignIn {
    /// The browser with the cookie that it got.
    pub browser: Browser,
    /// Who signed in.
    pub user: UserId,
    /// Whether the cookie outlives the browser.
    pub remember: bool,
    /// The paused request that it was for.
    pub interaction: Option<InteractionId>,
}

#[derive(Serialize, Deserialize)]
struct SealedSignIn {
    browser: BrowserId,
    cookie: String,
    user: UserId,
    remember: bool,
    interaction: Option<InteractionId>,
}

/// What a form led to, to be kept in the transaction that acts on it: for the second of two equal forms.
#[derive(Debug)]
#[must_use = "it is kept by `keep_all`"]
pub struct Kept(outcomes::FormOutcome);

/// Keeps what a form led to.
///
/// # Errors
/// When the database fails.
pub async fn keep_all(work: &mut Work, kept: impl IntoIterator<Item = Kept>) -> Result<(), Error> {
    let mut kept = kept.into_iter();
    while let Some(Kept(one)) = kept.next() {
        match kept.next() {
            Some(Kept(two)) => outcomes::upsert_both(work, &one, &two).await?,
            None => outcomes::upsert(work, &one).await?,
        }
    }
    Ok(())
}

/// What a sign-in led to. Nothing is kept of a browser that was not known.
///
/// # Errors
/// When it cannot be written down.
pub fn of_sign_in(cx: &Cx<'_>, visitor: &Visitor<'_>, outcome: &NewSignIn) -> Result<Option<Kept>, Error> {
    let (Some(sent), Some(before)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    sealed_sign_in(cx, sent.with_cookie(&before.secret), outcome).map(Some)
}

/// [`of_sign_in`] for the cookie that it led to: the answer may reach the browser before the second of two presses,
/// which then comes with the new cookie. For forms that spend what they sign in with; others can sign in again.
///
/// # Errors
/// When it cannot be written down.
pub fn of_new_cookie(cx: &Cx<'_>, visitor: &Visitor<'_>, outcome: &NewSignIn) -> Result<Option<Kept>, Error> {
    let Some(sent) = visitor.sent else { return Ok(None) };
    sealed_sign_in(cx, sent.with_cookie(&outcome.browser.secret), outcome).map(Some)
}

fn sealed_sign_in(cx: &Cx<'_>, hash: TokenHash, outcome: &NewSignIn) -> Result<Kept, Error> {
    let kept = SealedSignIn {
        browser: outcome.browser.id.clone(),
        cookie: outcome.browser.secret.expose().clone(),
        user: outcome.user.clone(),
        remember: outcome.remember,
        interaction: outcome.interaction.clone(),
    };
    sealed(cx, hash, &kept)
}

/// The sign-in that this form led to when it was sent with this cookie before, as long as the cookie
/// that it gave is the browser's present one.
///
/// # Errors
/// When the database fails.
pub async fn sign_in(
    cx: &Cx<'_>,
    conn: &mut Conn,
    sent: &Sent,
    cookie: &Secret<String>,
) -> Result<Option<NewSignIn>, Error> {
    let Some((kept, _)) = find::<SealedSignIn>(cx, conn, sent.with_cookie(cookie)).await? else { return Ok(None) };
    let browser = Browser { id: kept.browser, secret: Secret::new(kept.cookie) };
    if !super::has_cookie(cx, conn, &browser).await? {
        return Ok(None);
    }
    let SealedSignIn { user, remember, interaction, .. } = kept;
    Ok(Some(NewSignIn { browser, user, remember, interaction }))
}

/// [`sign_in`] for whoever holds no connection.
///
/// # Errors
/// When the database fails.
pub async fn earlier_sign_in(cx: &Cx<'_>, sent: &Sent, cookie: &Secret<String>) -> Result<Option<NewSignIn>, Error> {
    let mut conn = cx.read().await?;
    sign_in(cx, &mut conn, sent, cookie).await
}

/// An answer that went to a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answered {
    /// To whom it went.
    pub client: ClientId,
    /// The answer.
    pub response: AuthorizationResponse,
    /// In which language the person was spoken to.
    pub ui_locales: Option<String>,
    /// What was refused, where the person saw the address first.
    pub shown_first: Option<Refusal>,
    /// What was granted with it; none for a refusal.
    pub grant: Option<GrantId>,
}

const ANSWER: &str = "answer";

/// The answer of an interaction, to be kept in the transaction that completes it.
///
/// # Errors
/// When it cannot be written down.
pub fn of_answer(cx: &Cx<'_>, visitor: &Visitor<'_>, answer: &Answered) -> Result<Option<Kept>, Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    sealed(cx, sent.in_browser(&browser.id, ANSWER), answer).map(Some)
}

/// The answer that this form led to a moment ago: as long as what it grants stands, and its code has not
/// been redeemed.
///
/// # Errors
/// When the database fails.
pub async fn answer(cx: &Cx<'_>, visitor: &Visitor<'_>) -> Result<Option<Answered>, Error> {
    let mut conn = cx.read().await?;
    let Some((answer, _)) = kept::<Answered>(cx, &mut conn, visitor, ANSWER).await? else { return Ok(None) };
    if let Some(code) = answer.response.parameter("code") {
        // RFC 6749 §4.1.2: a code that is used twice takes its tokens with it.
        let code = codes::find(&mut conn, &TokenHash::of(code)).await?;
        if code.is_none_or(|code| code.consumed_at.is_some()) {
            return Ok(None);
        }
    }
    if let Some(grant) = &answer.grant {
        let grant = grants::find(&mut conn, grant).await?;
        if grant.is_none_or(|grant| grant.revoked_at.is_some()) {
            return Ok(None);
        }
    }
    Ok(Some(answer))
}

/// Sessions of a browser that ended together.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Which.
    pub sessions: Vec<SessionId>,
    /// When.
    pub at: Timestamp,
}

const ENDED: &str = "ended";

/// Keeps which sessions of this browser a form ended, in the transaction that ends them.
///
/// # Errors
/// When the database fails.
pub async fn keep_ended(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    sessions: &[&SessionId],
) -> Result<(), Error> {
    keep(cx, work, visitor, ENDED, &sessions).await
}

/// The sessions of this browser that this form ended a moment ago.
///
/// # Errors
/// When the database fails.
pub async fn ended(cx: &Cx<'_>, conn: &mut Conn, visitor: &Visitor<'_>) -> Result<Option<Ended>, Error> {
    let found = kept::<Vec<SessionId>>(cx, conn, visitor, ENDED).await?;
    Ok(found.map(|(sessions, at)| Ended { sessions, at }))
}

/// [`ended`] for whoever holds no connection.
///
/// # Errors
/// When the database fails.
pub async fn ended_before(cx: &Cx<'_>, visitor: &Visitor<'_>) -> Result<Option<Ended>, Error> {
    let mut conn = cx.read().await?;
    ended(cx, &mut conn, visitor).await
}

const PASSWORD_SET: &str = "password set";

/// Keeps whose password a form set, in the transaction that sets it.
///
/// # Errors
/// When the database fails.
pub async fn keep_password_set(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    user: &UserId,
) -> Result<(), Error> {
    keep(cx, work, visitor, PASSWORD_SET, user).await
}

/// Whose password this form set a moment ago. Which one it was is the caller's to verify.
///
/// # Errors
/// When the database fails.
pub async fn password_set(cx: &Cx<'_>, conn: &mut Conn, visitor: &Visitor<'_>) -> Result<Option<UserId>, Error> {
    let found = kept(cx, conn, visitor, PASSWORD_SET).await?;
    Ok(found.map(|(user, _)| user))
}

const RECOVERY_CODES: &str = "recovery codes";

/// Keeps the recovery codes that a form led to: they are shown once, and a double click shows the second answer.
///
/// # Errors
/// When the database fails.
pub async fn keep_recovery_codes(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    codes: &[Secret<String>],
) -> Result<(), Error> {
    let texts: Vec<&String> = codes.iter().map(Secret::expose).collect();
    keep(cx, work, visitor, RECOVERY_CODES, &texts).await
}

/// The recovery codes that this form led to a moment ago.
///
/// # Errors
/// When the database fails.
pub async fn recovery_codes(
    cx: &Cx<'_>,
    conn: &mut Conn,
    visitor: &Visitor<'_>,
) -> Result<Option<Vec<Secret<String>>>, Error> {
    let found = kept::<Vec<String>>(cx, conn, visitor, RECOVERY_CODES).await?;
    Ok(found.map(|(codes, _)| codes.into_iter().map(Secret::new).collect()))
}

/// Keeps what a form led to in its browser.
async fn keep<T: Serialize>(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    kind: &str,
    outcome: &T,
) -> Result<(), Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(()) };
    keep_all(work, [sealed(cx, sent.in_browser(&browser.id, kind), outcome)?]).await
}

/// What this form led to in this browser a moment ago, and when.
async fn kept<T: DeserializeOwned>(
    cx: &Cx<'_>,
    conn: &mut Conn,
    visitor: &Visitor<'_>,
    kind: &str,
) -> Result<Option<(T, Timestamp)>, Error> {
    let (Some(sent), Some(browser)) = (visitor.sent, visitor.browser) else { return Ok(None) };
    find(cx, conn, sent.in_browser(&browser.id, kind)).await
}

fn sealed<T: Serialize>(cx: &Cx<'_>, hash: TokenHash, outcome: &T) -> Result<Kept, Error> {
    let now = cx.now;
    let text = Secret::new(serde_json::to_vec(outcome).map_err(Error::internal)?);
    let sealed = cx.app.sealer.seal(&seals::outcome(&hash), text.expose(), &cx.app.entropy);
    Ok(Kept(outcomes::FormOutcome { hash, sealed, created_at: now, expires_at: now + KEPT }))
}

async fn find<T: DeserializeOwned>(
    cx: &Cx<'_>,
    conn: &mut Conn,
    hash: TokenHash,
) -> Result<Option<(T, Timestamp)>, Error> {
    let Some(row) = outcomes::find(conn, &hash, cx.now).await? else { return Ok(None) };
    // One that was sealed under a master key which is gone is forgotten: it has seconds to live.
    let Ok(opened) = cx.app.sealer.open(&seals::outcome(&hash), &row.sealed) else { return Ok(None) };
    let outcome = serde_json::from_slice(opened.expose()).map_err(Error::internal)?;
    Ok(Some((outcome, row.created_at)))
}

/// Forgets what is no longer given again, at most `limit` at once; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(cx: &Cx<'_>, limit: i64) -> Result<u64, Error> {
    let now = cx.now;
    let mut conn = cx.read().await?;
    // A look costs nothing, a transaction would be one every second.
    if !outcomes::has_expired(&mut conn, now).await? {
        return Ok(0);
    }
    drop(conn);
    cx.write(async |work| Ok(outcomes::delete_expired(work, now, limit).await?)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_the_same_with_other_passwords_and_another_with_any_other_field() {
        let form = |text: &str| Sent::of("login", &Params::parse(text.as_bytes()).unwrap()).0;
        let first = form("csrf=a&interaction=i&username=ada&password=one");
        assert_eq!(first, form("csrf=a&interaction=i&username=ada&password=two&password_again=x"));
        for other in [
            "csrf=b&interaction=i&username=ada",
            "csrf=a&interaction=j&username=ada",
            "csrf=a&interaction=i&username=eve",
            "csrf=a&interaction=i",
            "csrf=a&interaction=i&username=ada&remember=yes",
            "csrf=a%26interaction%3Di&username=ada",
        ] {
            assert_ne!(first, form(other), "{other}");
        }
        let elsewhere = Sent::of("consent", &Params::parse(b"csrf=a&interaction=i&username=ada").unwrap()).0;
        assert_ne!(first, elsewhere);
    }

    #[test]
    fn what_is_kept_of_a_cookie_is_not_what_is_kept_of_a_browser() {
        let sent = Sent::of("login", &Params::default());
        let text = "brw_01J9X4M2T7ABCDEFGHJKMNPQRS";
        let of_browser = sent.in_browser(&BrowserId::from_stored(text), ANSWER);
        assert_ne!(sent.with_cookie(&Secret::new(text.to_owned())), of_browser);
        assert_ne!(of_browser, sent.in_browser(&BrowserId::from_stored(text), ENDED));
    }
}
