//! The development inbox: the mails that a machine of a developer would have sent.

use askama::Template;

use crate::{AfterPost, Frame, Page, base::time::Timestamp};

/// A mail in the list.
#[derive(Debug, Clone)]
pub struct DevMailRow {
    /// Its subject.
    pub subject: String,
    /// To whom.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// Where it is shown.
    pub url: String,
}

/// A text message.
#[derive(Debug, Clone)]
pub struct DevText {
    /// To which number.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// Its words.
    pub text: String,
}

/// A mail that is shown.
#[derive(Debug, Clone)]
pub struct DevMailShown {
    /// Its subject.
    pub subject: String,
    /// To whom.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// As plain text.
    pub text: String,
    /// The first address in it, to go on with.
    pub link: Option<String>,
    /// Where its HTML stands alone.
    pub html_url: String,
}

/// The inbox, or an open mail of it.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/dev_mail.html")]
pub struct DevMail {
    /// What stands around it.
    pub frame: Frame,
    /// The inbox itself.
    pub inbox_url: String,
    /// All of them, the newest first, where none is open.
    pub mails: Vec<DevMailRow>,
    /// The texts, the newest first.
    pub texts: Vec<DevText>,
    /// The open one.
    pub shown: Option<DevMailShown>,
}

impl Page for DevMail {
    const AFTER_POST: AfterPost = AfterPost::Here;

    fn frames(&self) -> &[String] {
        match &self.shown {
            Some(mail) => std::slice::from_ref(&mail.html_url),
            None => &[],
        }
    }
}

#[cfg(test)]
impl DevMail {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let at = Timestamp(1_795_259_340);
        let row = DevMailRow {
            subject: "Choose a new password for Northwind".to_owned(),
            to: "ada@example.com".to_owned(),
            at,
            url: "/dev/mail/evt_1".to_owned(),
        };
        let none = Self {
            frame: frame.clone().at("/dev/mail"),
            inbox_url: "/dev/mail".to_owned(),
            mails: Vec::new(),
            texts: Vec::new(),
            shown: None,
        };
        let text = DevText {
            to: "+442079460123".to_owned(),
            at,
            text: "482913 is your code for Northwind.\n\n@id.example.com #482913".to_owned(),
        };
        let shown = DevMailShown {
            subject: row.subject.clone(),
            to: row.to.clone(),
            at,
            text: "Choose a new password\n\nhttps://id.example.com/password?token=x\n".to_owned(),
            link: Some("https://id.example.com/password?token=x".to_owned()),
            html_url: "https://id.example.com/dev/mail/evt_1/html".to_owned(),
        };
        let some = Self { mails: vec![row], texts: vec![text], ..none.clone() };
        let open = Self { shown: Some(shown), ..none.clone() };
        vec![("dev_mail_none", none), ("dev_mail", some), ("dev_mail_open", open)]
    }
}
