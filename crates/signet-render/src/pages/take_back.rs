//! What an account had before, taken back by the link that was mailed.

use askama::{Template, filters::Safe};

use crate::{AfterPost, Frame, Page};

/// What a link takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    /// The e-mail address before.
    Address,
    /// The telephone number before.
    Number,
}

/// Asks whether it is taken back: whoever looks at links before people do takes nothing back.
///
/// Posts `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/take_back.html")]
pub struct TakeBackPage {
    /// What stands around it.
    pub frame: Frame,
    /// What is taken back.
    pub former: Former,
    /// What the person signs in with.
    pub username: String,
    /// The address, or the number.
    pub value: String,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
}

impl TakeBackPage {
    fn title(&self) -> String {
        self.frame.t(match self.former {
            Former::Address => "take-back-title",
            Former::Number => "number-back-title",
        })
    }

    fn lead(&self) -> Safe<String> {
        match self.former {
            Former::Address => self.frame.strong("take-back-lead", "email", &self.value),
            Former::Number => self.frame.strong("number-back-lead", "number", &self.value),
        }
    }
}

impl Page for TakeBackPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// It was taken back.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/taken_back.html")]
pub struct TakenBackPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was taken back.
    pub former: Former,
    /// Where one signs in.
    pub login_url: String,
}

impl TakenBackPage {
    fn title(&self) -> String {
        self.frame.t(match self.former {
            Former::Address => "taken-back-title",
            Former::Number => "number-taken-back-title",
        })
    }
}

impl Page for TakenBackPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
mod samples {
    use super::*;

    impl TakeBackPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let address = Self {
                frame: frame.clone().at("/account/address/back?token=abc"),
                former: Former::Address,
                username: "ada".to_owned(),
                value: "ada@example.com".to_owned(),
                action: "/account/address/back".to_owned(),
                token: "abc".to_owned(),
            };
            let number = Self {
                frame: frame.clone().at("/account/phone/back?token=abc"),
                former: Former::Number,
                value: "+442079460123".to_owned(),
                action: "/account/phone/back".to_owned(),
                ..address.clone()
            };
            vec![("take_address_back", address), ("take_number_back", number)]
        }
    }

    impl TakenBackPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let done = |former, path| Self { frame: frame.clone().at(path), former, login_url: "/login".to_owned() };
            vec![
                ("address_taken_back", done(Former::Address, "/account/address/back/done")),
                ("number_taken_back", done(Former::Number, "/account/phone/back/done")),
            ]
        }
    }
}
