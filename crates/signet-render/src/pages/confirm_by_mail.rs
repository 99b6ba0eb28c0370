//! A code is mailed beside what somebody proved, where their sign-in is unlike those before.

use askama::Template;

use super::MailProblem;
use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, Person};

/// Asks for the mail. It does not say to which address it goes.
///
/// Posts `press`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/confirm_by_mail.html")]
pub struct ConfirmByMail {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who signs in, by their user name: it does not hold their address.
    pub person: Person,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// Why another mail is wanted, or none was sent.
    pub problem: Option<MailProblem>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

impl ConfirmByMail {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }
}

impl Page for ConfirmByMail {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl ConfirmByMail {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/login/confirm?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            action: "/login/confirm".to_owned(),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            problem: None,
            cancel: Some(CancelForm::sample()),
        };
        let over = Self { problem: Some(MailProblem::Over), ..plain.clone() };
        let many = Self { problem: Some(MailProblem::TooMany { minutes: 12 }), ..plain.clone() };
        let own = Self { client: None, cancel: None, person: Person::long_sample(), ..plain.clone() };
        vec![
            ("confirm_by_mail_over", over),
            ("confirm_by_mail_too_many", many),
            ("confirm_by_mail_own_long", own),
            ("confirm_by_mail", plain),
        ]
    }
}
