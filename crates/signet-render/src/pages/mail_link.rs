//! The link of a mail: in the browser that asked, in another one, and what became of it there.

use askama::Template;

use super::MailPurpose;
use crate::{AfterPost, ClientCard, Frame, Page, Person};

/// Asks before the link is spent, in the browser that asked for it: mail scanners open links that nobody pressed.
///
/// Posts `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/mail_link.html")]
pub struct MailLink {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Whom the link signs in.
    pub person: Person,
    /// What the mail is for.
    pub purpose: MailPurpose,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
}

/// Asks for the number that the waiting page shows, in any other browser. Nobody is signed in here.
///
/// Posts `number`, or `refuse`, with `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/mail_elsewhere.html")]
pub struct MailElsewhere {
    /// What stands around it.
    pub frame: Frame,
    /// Whom somebody signs in for; their own account when absent.
    pub client: Option<ClientCard>,
    /// What the mail is for.
    pub purpose: MailPurpose,
    /// From which network it was asked for.
    pub network: String,
    /// By which browser, if it can be told.
    pub browser: Option<String>,
    /// When it was asked for.
    pub asked_at: String,
    /// The numbers to choose from.
    pub choices: Vec<u8>,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
}

/// What became of a link that was opened in another browser.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/mail_elsewhere_done.html")]
pub struct MailElsewhereDone {
    /// What stands around it.
    pub frame: Frame,
    /// Whether the waiting page goes on.
    pub is_approved: bool,
}

impl MailLink {
    fn title(&self) -> String {
        let key = match self.purpose {
            MailPurpose::SignIn | MailPurpose::Confirm => "link-title",
            MailPurpose::SignUp => "sign-up-link-title",
            MailPurpose::Verify => "verify-link-title",
        };
        self.frame.t1(key, "person", self.person.called())
    }
}

impl MailLink {
    fn button(&self) -> String {
        self.frame.t(match self.purpose {
            MailPurpose::SignIn | MailPurpose::Confirm => "sign-in-button",
            MailPurpose::SignUp => "go-on",
            MailPurpose::Verify => "verify-link-button",
        })
    }
}

impl MailElsewhere {
    fn title(&self) -> String {
        self.frame.t(match self.purpose {
            MailPurpose::SignIn | MailPurpose::Confirm => "mail-elsewhere-title",
            MailPurpose::SignUp => "sign-up-elsewhere-title",
            MailPurpose::Verify => "verify-elsewhere-title",
        })
    }

    fn lead(&self) -> String {
        let key = match (self.purpose, &self.client) {
            (MailPurpose::SignUp, _) => "sign-up-elsewhere-lead",
            (MailPurpose::Verify, _) => "verify-elsewhere-lead",
            (MailPurpose::SignIn | MailPurpose::Confirm, None) => "mail-elsewhere-lead",
            (MailPurpose::SignIn | MailPurpose::Confirm, Some(client)) => {
                return self.frame.t1("mail-elsewhere-lead-client", "client", &client.name);
            }
        };
        self.frame.t1(key, "brand", &self.frame.branding.brand.name)
    }
}

impl MailElsewhereDone {
    fn said(&self, part: &str) -> String {
        let what = if self.is_approved { "mail-approved" } else { "mail-refused" };
        self.frame.t(format!("{what}-{part}"))
    }
}

impl Page for MailLink {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

impl Page for MailElsewhere {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

impl Page for MailElsewhereDone {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl MailLink {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/login/email/link?token=abc"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            purpose: MailPurpose::SignIn,
            action: "/login/email/link".to_owned(),
            token: "abc".to_owned(),
        };
        vec![
            ("mail_link_own_long", Self { client: None, person: Person::long_sample(), ..plain.clone() }),
            ("mail_link_new", Self { purpose: MailPurpose::SignUp, ..plain.clone() }),
            ("mail_link_verify", Self { purpose: MailPurpose::Verify, ..plain.clone() }),
            ("mail_link", plain),
        ]
    }
}

#[cfg(test)]
impl MailElsewhere {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/login/email/link?token=abc"),
            client: Some(ClientCard::sample()),
            purpose: MailPurpose::SignIn,
            network: "203.0.113.0/24".to_owned(),
            browser: Some("Firefox, Linux".to_owned()),
            asked_at: frame.moment(&crate::base::time::Timestamp(1_795_259_340)),
            choices: vec![17, 42, 86],
            action: "/login/email/link".to_owned(),
            token: "abc".to_owned(),
        };
        let own = Self { client: None, browser: None, network: "2001:db8:1::/48".to_owned(), ..plain.clone() };
        let new = Self { purpose: MailPurpose::SignUp, ..plain.clone() };
        let verify = Self { purpose: MailPurpose::Verify, ..plain.clone() };
        vec![
            ("mail_elsewhere_verify", verify),
            ("mail_elsewhere_new", new),
            ("mail_elsewhere", plain),
            ("mail_elsewhere_own", own),
        ]
    }
}

#[cfg(test)]
impl MailElsewhereDone {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let approved = Self { frame: frame.clone().at("/login/email/link?done=approved"), is_approved: true };
        vec![("mail_refused", Self { is_approved: false, ..approved.clone() }), ("mail_approved", approved)]
    }
}
