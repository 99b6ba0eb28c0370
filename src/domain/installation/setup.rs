//! The first administrator.
//!
//! As long as there is none, each start makes one new setup link and ends the old ones. The
//! link works once; one transaction spends it, makes the account, signs it in and keeps what the form led
//! to, for its second press. Wherever else an administrator is made, the link goes in that transaction
//! (`accounts::close_setup`).

use crate::{
    base::{secret::Secret, time::Seconds},
    domain::{
        directory::accounts::{self, NewUser},
        kernel::{
            Actor, Cx, Error, FieldError, Work,
            actor::Link,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose},
        },
        login::Method,
        sessions::{
            self, Proof,
            outcomes::{self, NewSignIn},
            visitor::Visitor,
        },
    },
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{one_time_tokens, users},
};

/// How long a setup link works.
pub const LINK_LIFETIME: Seconds = Seconds::hours(24);

/// A new setup link, if there is no administrator yet.
///
/// # Errors
/// When the database fails.
pub async fn link(cx: &Cx<'_>) -> Result<Option<String>, Error> {
    if is_done(cx).await? {
        return Ok(None);
    }
    cx.write(async |work| make(cx, work).await).await
}

/// [`link`], by mail to somebody who then reads it alone. Answers whether there was one to send.
///
/// # Errors
/// [`Error::Invalid`] for what is no address or where no mail can be sent, or when the database fails.
pub async fn link_by_mail(cx: &Cx<'_>, address: &str) -> Result<bool, Error> {
    mail::require(cx)?;
    let to = Recipient::address(address, Locale::default())?;
    if is_done(cx).await? {
        return Ok(false);
    }
    cx.write(async |work| {
        let Some(link) = make(cx, work).await? else { return Ok(false) };
        let kind = MailContent::of(MailKind::SetupLink);
        let content = MailContent { link: Some(link), ends_at: Some(cx.now + LINK_LIFETIME), ..kind };
        mail::queue(cx, work, NewMail { to: &to, content, about: Some("setup_link") }).await?;
        Ok(true)
    })
    .await
}

async fn make(cx: &Cx<'_>, work: &mut Work) -> Result<Option<String>, Error> {
    one_time_tokens::delete_for_purpose(work, Purpose::Setup.as_str()).await?;
    // A command may have made one since.
    if users::count_admins(work).await? > 0 {
        return Ok(None);
    }
    let secret = one_time::issue(cx, work, Purpose::Setup, LinkSubject::default(), LINK_LIFETIME).await?;
    Ok(Some(cx.issuer.url.join(&format!("/setup?token={}", secret.expose()))))
}

/// Whether there is an administrator.
///
/// # Errors
/// When the database fails.
pub async fn is_done(cx: &Cx<'_>) -> Result<bool, Error> {
    let mut conn = cx.read().await?;
    Ok(users::count_admins(&mut conn).await? > 0)
}

/// Whether a link still works: it is good, and there is no administrator.
///
/// # Errors
/// When the database fails.
pub async fn is_open(cx: &Cx<'_>, token: &str) -> Result<bool, Error> {
    let mut conn = cx.read().await?;
    let known = one_time::peek(cx, &mut conn, Purpose::Setup, token).await?.is_some();
    Ok(known && users::count_admins(&mut conn).await? == 0)
}

/// What the first administrator chose.
pub struct Chosen<'a> {
    /// The link's secret.
    pub token: &'a str,
    /// User name.
    pub username: &'a str,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Password.
    pub password: Secret<String>,
    /// The password as it was typed the second time.
    pub password_again: &'a str,
}

/// Makes the first administrator, signed in to the browser that answers, and spends the link.
///
/// # Errors
/// [`Error::NotFound`] when the link does not work any more or there is an administrator, [`Error::Invalid`] with every field
/// that must be corrected.
pub async fn create_administrator(cx: &Cx<'_>, visitor: &Visitor<'_>, chosen: Chosen<'_>) -> Result<NewSignIn, Error> {
    let cx = &cx.acting(Actor::Link(Link::Setup));
    if !is_open(cx, chosen.token).await? {
        return Err(Error::NotFound);
    }
    let differ = (chosen.password.expose() != chosen.password_again).then(|| FieldError {
        field: "password_again",
        code: "passwords_differ",
        message: "the two passwords differ".to_owned(),
    });
    let new = NewUser {
        username: chosen.username.to_owned(),
        email: chosen.email.map(str::to_owned),
        password: Some(chosen.password),
        admin: true,
        ..NewUser::default()
    };
    let prepared = match (accounts::prepare(cx, new).await, differ) {
        (Ok(prepared), None) => prepared,
        // The name may be taken by the first of two presses, since the link was looked at.
        (Err(Error::Invalid(_)), _) if !is_open(cx, chosen.token).await? => return Err(Error::NotFound),
        (Ok(_), Some(differ)) => return Err(Error::Invalid(vec![differ])),
        (Err(Error::Invalid(mut problems)), differ) => {
            problems.extend(differ);
            return Err(Error::Invalid(problems));
        }
        (Err(error), _) => return Err(error),
    };
    let made = cx.write(async |work| {
        one_time::consume(cx, work, Purpose::Setup, chosen.token).await?.ok_or(Error::NotFound)?;
        // Whoever makes an administrator deletes the link, so the two wait for each other at its row;
        // this is for one who was made in a way that knows nothing of links, such as a restored backup.
        if users::count_admins(work).await? > 0 {
            return Err(Error::NotFound);
        }
        let user = accounts::insert(cx, work, prepared).await?;
        let proof = Proof { user: user.id, factors: Method::Password.factors(cx.now), remember: false };
        let remember = proof.remember;
        let (_, browser) = sessions::sign_in(cx, work, visitor.browser, &proof).await?;
        let kept = NewSignIn { browser, user: proof.user, remember, interaction: None };
        let both = [outcomes::of_sign_in(cx, visitor, &kept)?, outcomes::of_new_cookie(cx, visitor, &kept)?];
        outcomes::keep_all(work, both.into_iter().flatten()).await?;
        Ok(kept)
    });
    let made = made.await?;
    Method::Password.count();
    Ok(made)
}
