//! Links that work once: the first administrator's setup, a sign-in link, a link to set a password.

use serde_json::{Map, Value, json};

use crate::{
    base::{
        id::{InteractionId, UserId},
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Work},
    store::{
        Conn,
        one_time_tokens::{self, OneTimeToken},
    },
};

/// Where the links lead with which somebody sets a password that was forgotten.
pub const RECOVERY_PATH: &str = "/reset";
/// How long such a link lives.
pub const RECOVERY_LIFETIME: Seconds = Seconds::minutes(60);
/// Where the data of a link names the interaction.
const INTERACTION: &str = "interaction";

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Making the first administrator.
    Setup,
    /// Signing in without a password (the demo person).
    SignIn,
    /// Setting a password.
    Password,
    /// Setting a password that was forgotten.
    Recovery,
    /// Keeping an account that is to be erased.
    KeepAccount,
    /// Taking back the address that an account had before.
    TakeAddressBack,
    /// Taking back the telephone number that an account had before.
    TakeNumberBack,
}

impl Purpose {
    /// Links that take back what a thief changed: nothing that a thief can do ends them.
    pub const WAYS_BACK: [&'static str; 2] = [Self::TakeAddressBack.as_str(), Self::TakeNumberBack.as_str()];

    /// As the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::SignIn => "sign_in",
            Self::Password => "password",
            Self::Recovery => "recovery",
            Self::KeepAccount => "keep_account",
            Self::TakeAddressBack => "take_address_back",
            Self::TakeNumberBack => "take_number_back",
        }
    }
}

/// What a link is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkSubject {
    /// Whose it is; none for somebody who has no account yet.
    pub user: Option<UserId>,
    /// The interaction that it resumes, in the browser that began it: a link never moves one to another browser.
    pub interaction: Option<InteractionId>,
    /// What else its purpose needs. Kept as it is, so nothing secret.
    pub data: Map<String, Value>,
}

impl LinkSubject {
    /// A person, and nothing else.
    pub fn user(user: UserId) -> Self {
        Self { user: Some(user), ..Self::default() }
    }

    fn of(row: OneTimeToken) -> Self {
        let mut data = row.data;
        let interaction = data.remove(INTERACTION);
        let interaction = interaction.as_ref().and_then(Value::as_str).map(InteractionId::from_stored);
        Self { user: row.user_id, interaction, data }
    }

    fn into_data(self) -> Map<String, Value> {
        let mut data = self.data;
        data.extend(self.interaction.map(|id| (INTERACTION.to_owned(), json!(id))));
        data
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
    subject: LinkSubject,
    lifetime: Seconds,
) -> Result<Secret<String>, Error> {
    let now = cx.now;
    let secret = cx.app.entropy.token();
    let row = OneTimeToken {
        hash: TokenHash::of(secret.expose()),
        purpose: purpose.as_str().to_owned(),
        user_id: subject.user.clone(),
        data: subject.into_data(),
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
pub async fn peek(cx: &Cx<'_>, conn: &mut Conn, purpose: Purpose, secret: &str) -> Result<Option<LinkSubject>, Error> {
    let now = cx.now;
    let found = one_time_tokens::find(conn, &TokenHash::of(secret)).await?;
    let live = found.filter(|row| row.purpose == purpose.as_str() && row.consumed_at.is_none() && now < row.expires_at);
    Ok(live.map(LinkSubject::of))
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
) -> Result<Option<LinkSubject>, Error> {
    let spent = one_time_tokens::consume(work, purpose.as_str(), &TokenHash::of(secret), cx.now).await?;
    Ok(spent.map(LinkSubject::of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{app, cx};

    #[tokio::test]
    async fn a_link_brings_back_what_it_is_about() {
        let app = app().await;
        let cx = cx(&app);
        let subject = LinkSubject {
            user: None,
            interaction: Some(cx.new_id()),
            data: Map::from_iter([("email".to_owned(), json!("ada@example.com"))]),
        };
        let secret = cx
            .write(async |work| issue(&cx, work, Purpose::SignIn, subject.clone(), Seconds::minutes(10)).await)
            .await
            .unwrap();
        let seen = peek(&cx, &mut cx.read().await.unwrap(), Purpose::SignIn, secret.expose()).await.unwrap();
        assert_eq!(seen.as_ref(), Some(&subject));
        let spend = || cx.write(async |work| consume(&cx, work, Purpose::SignIn, secret.expose()).await);
        assert_eq!(spend().await.unwrap(), Some(subject));
        assert_eq!(spend().await.unwrap(), None, "once");
    }
}
