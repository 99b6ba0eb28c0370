//! Signing in by a mail: who one is, and the page that waits for the code or the link.

use askama::Template;

use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, Scripts};

/// Asks whom the mail is for.
///
/// Posts `username`, `remember`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/mail_ask.html")]
pub struct MailAsk {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// What stands in the field.
    pub username: String,
    /// Whether "keep me signed in" is ticked.
    pub remember: bool,
    /// Why no mail was sent.
    pub problem: Option<MailProblem>,
    /// The page that asks for a password.
    pub password_url: String,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// Waits for the code of a mail, or for its link. It says the same whether an account has the name or not.
///
/// Posts `code`, `ticket`, `interaction` and `csrf` to `action`; "continue" the same without a code; "send another" posts
/// `username`, `interaction` and `csrf` to `again_action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/mail_wait.html")]
pub struct MailWait {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Where the code goes.
    pub action: String,
    /// Where another mail is asked for.
    pub again_action: String,
    /// Where a script asks whether the link was confirmed in another browser.
    pub state_url: String,
    /// The page that asks whom the mail is for; not offered when absent.
    pub other_url: Option<String>,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// What only this page has.
    pub ticket: String,
    /// What was typed.
    pub username: String,
    /// Whether "keep me signed in" was ticked.
    pub remember: bool,
    /// What is pressed in another browser.
    pub number: u8,
    /// Why one is not signed in yet.
    pub problem: Option<MailProblem>,
    /// What it is for.
    pub purpose: MailPurpose,
    /// Whether another mail must be asked for: the code was tried too often, or is too old.
    pub is_over: bool,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailPurpose {
    /// Signing in.
    SignIn,
    /// A new account.
    SignUp,
    /// Proving the address of an account.
    Verify,
    /// Signing in, on top of something else.
    Confirm,
}

impl MailPurpose {
    /// Whether it is for a new account.
    pub const fn is_new(self) -> bool {
        matches!(self, Self::SignUp)
    }

    /// Whether the page says to whom the mail went: it is no secret that there is an account.
    const fn is_sent_for_sure(self) -> bool {
        matches!(self, Self::SignUp | Self::Verify)
    }
}

/// Why a mail does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailProblem {
    /// It is not the code.
    Wrong,
    /// The code was tried too often.
    UsedUp,
    /// Code and link have ended.
    Over,
    /// The link was not confirmed in another browser.
    NotYet,
    /// Too many mails were asked for.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

impl MailProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Wrong => "mail-wrong",
            Self::UsedUp => "mail-used-up",
            Self::Over => "mail-over",
            Self::NotYet => "mail-not-yet",
            Self::TooMany { .. } => "mail-too-many",
        }
    }

    pub(super) fn notice(self, frame: &Frame) -> (String, String) {
        let text = match self {
            Self::TooMany { minutes } => frame.tn("mail-too-many-text", "minutes", &minutes),
            _ => frame.t(format!("{}-text", self.key())),
        };
        (frame.t(format!("{}-title", self.key())), text)
    }
}

impl MailAsk {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }
}

impl MailWait {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }

    fn is_wrong(&self) -> bool {
        self.problem == Some(MailProblem::Wrong)
    }
}

impl Page for MailAsk {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

impl Page for MailWait {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Fetch;
}

#[cfg(test)]
impl MailAsk {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/login/email?interaction=int_1"),
            client: Some(ClientCard::sample()),
            action: "/login/email".to_owned(),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            username: String::new(),
            remember: false,
            problem: None,
            password_url: "/login?interaction=int_1".to_owned(),
            cancel: Some(CancelForm::sample()),
        };
        let limited = Self {
            problem: Some(MailProblem::TooMany { minutes: 12 }),
            username: "ada@example.com".to_owned(),
            ..plain.clone()
        };
        let over = Self { problem: Some(MailProblem::Over), username: "ada@example.com".to_owned(), ..plain.clone() };
        let own = Self { client: None, cancel: None, ..plain.clone() };
        vec![("mail_ask", plain), ("mail_ask_too_many", limited), ("mail_ask_over", over), ("mail_ask_own", own)]
    }
}

#[cfg(test)]
impl MailWait {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/login/email?interaction=int_1&ticket=abc"),
            client: Some(ClientCard::sample()),
            action: "/login/email/code".to_owned(),
            again_action: "/login/email".to_owned(),
            state_url: "/login/email/state?interaction=int_1&ticket=abc".to_owned(),
            other_url: Some("/login/email?interaction=int_1".to_owned()),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            ticket: "abc".to_owned(),
            username: "ada@example.com".to_owned(),
            remember: true,
            number: 42,
            problem: None,
            purpose: MailPurpose::SignIn,
            is_over: false,
            cancel: Some(CancelForm::sample()),
        };
        let with = |problem| Self { problem: Some(problem), ..plain.clone() };
        vec![
            ("mail_wait_wrong", with(MailProblem::Wrong)),
            ("mail_wait_used_up", Self { is_over: true, ..with(MailProblem::UsedUp) }),
            ("mail_wait_not_yet", with(MailProblem::NotYet)),
            (
                "mail_wait_own_long",
                Self { client: None, cancel: None, username: crate::Person::long_sample().login, ..plain.clone() },
            ),
            ("mail_wait_new", Self { purpose: MailPurpose::SignUp, ..plain.clone() }),
            ("mail_wait_confirm", Self { purpose: MailPurpose::Confirm, other_url: None, ..plain.clone() }),
            ("mail_wait_verify", Self { purpose: MailPurpose::Verify, other_url: None, ..plain.clone() }),
            ("mail_wait", plain),
        ]
    }
}
