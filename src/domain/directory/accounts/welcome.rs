//! The mail that welcomes a person, once their address was proven for the first time: by themselves, and not by the word of
//! an operator, who imports whole companies.

use crate::{
    domain::kernel::{
        Cx, Error, Work,
        mail::{self, NewMail, Recipient},
    },
    render::mail::{MailContent, MailKind},
    store::users::User,
};

/// Writes the mail for an account that was just made with an address that its person has proven.
///
/// # Errors
/// When the database fails.
pub async fn welcome_new(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<(), Error> {
    if person.email_verified_at.is_none() { Ok(()) } else { welcome(cx, work, person).await }
}

/// Writes the mail for somebody who proves their address for the first time; none where the operator wants none, none can
/// be sent, or there is no address.
pub(super) async fn welcome(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<(), Error> {
    if !cx.app.config.mail.welcome || !mail::is_possible(cx) {
        return Ok(());
    }
    let Some(to) = Recipient::person(person) else { return Ok(()) };
    let content = MailContent {
        account: Some(person.username.clone()),
        // It opens nothing: whoever follows it signs in.
        link: Some(cx.issuer.url.join("/account")),
        ..MailContent::of(MailKind::Welcome)
    };
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}
