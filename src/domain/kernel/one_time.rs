//! Links that work once: the first administrator's setup, a sign-in link, a link to set a password.

use serde_json::{Map, Value};

use crate::{
    base::{
        id::UserId,
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Work},
    store::{Conn, one_time_tokens},
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Making the first administrator.
    Setup,
    /// Signing in without a password (the demo person).
    SignIn,
    /// Setting a password.
    Password,
}

impl Purpose {
    /// As the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::SignIn => "sign_in",
            Self::Password => "password",
        }
    }
}

/// Makes a link's secret, inside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn issue(
    cx: &Cx<'_>,
    work: &mut Work,
    purpose: Purpose,
    user: Option<UserId>,
    lifetime: Seconds,
) -> Result<Secret<String>, Error> {
    let now = cx.now;
    let secret = cx.app.entropy.token();
    let row = one_time_tokens::OneTimeToken {
        hash: TokenHash::of(secret.expose()),
        purpose: purpose.as_str().to_owned(),
        user_id: user,
        data: Map::<String, Value>::new(),
        created_at: now,
        expires_at: now + lifetime,
        consumed_at: None,
    };
    one_time_tokens::insert(work, &row).await?;
    Ok(secret)
}

/// Looks at a link without spending it, so that a mail scanner's visit costs nothing.
///
/// # Errors
/// When the database fails.
pub async fn peek(
    cx: &Cx<'_>,
    conn: &mut Conn,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Option<UserId>>, Error> {
    let now = cx.now;
    let found = one_time_tokens::find(conn, &TokenHash::of(secret)).await?;
    let live = found.filter(|row| row.purpose == purpose.as_str() && row.consumed_at.is_none() && now < row.expires_at);
    Ok(live.map(|row| row.user_id))
}

/// Spends a link; one winner.
///
/// # Errors
/// When the database fails.
pub async fn consume(
    cx: &Cx<'_>,
    work: &mut Work,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Option<UserId>>, Error> {
    let spent = one_time_tokens::consume(work, purpose.as_str(), &TokenHash::of(secret), cx.now).await?;
    Ok(spent.map(|row| row.user_id))
}
