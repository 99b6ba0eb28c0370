//! The telephone number that an account had before, as long as a link takes it back. It also agrees to another number in
//! the place of one that was given up, so that giving it up goes around nothing.

use serde_json::{Map, Value, json};

use crate::{
    base::{id::UserId, time::Timestamp},
    domain::kernel::{
        Cx, Error, Work,
        mail::{self, NewMail, Recipient},
        one_time::{self, LinkSubject, Purpose},
    },
    render::mail::{MailContent, MailKind},
    store::{Conn, one_time_tokens, phones::Phone, users::User},
};

/// Where the links lead.
pub const BACK_PATH: &str = "/account/phone/back";

/// A number that an account had, and that a link takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerNumber {
    /// `+` and digits.
    pub number: String,
    /// When it was proven to be theirs.
    pub proven_at: Timestamp,
    /// Since when codes were texted to it as a further factor, if they were.
    pub factor_at: Option<Timestamp>,
    /// When it was given up.
    pub until: Timestamp,
}

impl FormerNumber {
    fn into_data(self) -> Map<String, Value> {
        let facts = [
            ("number", json!(self.number)),
            ("proven_at", json!(self.proven_at)),
            ("factor_at", json!(self.factor_at)),
            ("until", json!(self.until)),
        ];
        facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// What a link is about.
    pub fn of(data: &Map<String, Value>) -> Option<Self> {
        let moment = |name: &str| data.get(name).and_then(Value::as_i64).map(Timestamp);
        let number = data.get("number")?.as_str()?.to_owned();
        Some(Self { number, proven_at: moment("proven_at")?, factor_at: moment("factor_at"), until: moment("until")? })
    }
}

/// Writes down what a person had until now, and mails the link to the address of the account, if that was proven: whoever
/// reads one that was not may be anybody. Answers whether it was mailed.
///
/// # Errors
/// When the database fails.
pub async fn offer(cx: &Cx<'_>, work: &mut Work, person: &User, before: &Phone) -> Result<bool, Error> {
    let lifetime = cx.app.config.account.take_back;
    let former = FormerNumber {
        number: before.number.clone(),
        proven_at: before.proven_at,
        factor_at: before.factor_at,
        until: cx.now,
    };
    let subject = LinkSubject { data: former.into_data(), ..LinkSubject::user(person.id.clone()) };
    let secret = one_time::issue(cx, work, Purpose::TakeNumberBack, subject, lifetime).await?;
    if person.email_verified_at.is_none() || !mail::is_possible(cx) {
        return Ok(false);
    }
    let Some(to) = Recipient::person(person) else { return Ok(false) };
    let content = MailContent {
        account: Some(person.username.clone()),
        link: Some(cx.issuer.url.join(&format!("{BACK_PATH}?token={}", secret.expose()))),
        ends_at: Some(cx.now + lifetime),
        happened_at: Some(cx.now),
        ..MailContent::of(MailKind::PhoneNumberChanged)
    };
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await?;
    Ok(true)
}

/// The numbers that a person may still take back, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn former(cx: &Cx<'_>, conn: &mut Conn, user: &UserId) -> Result<Vec<FormerNumber>, Error> {
    let rows = one_time_tokens::list_live_for_user(conn, user, Purpose::TakeNumberBack.as_str(), cx.now).await?;
    Ok(rows.iter().filter_map(|row| FormerNumber::of(&row.data)).collect())
}
