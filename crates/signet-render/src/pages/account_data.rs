//! What is kept about somebody, and the end of it.

use askama::Template;

use crate::{AfterPost, Frame, Page, Person, pages::AccountWay};

/// What a person may take with them, and have erased.
///
/// "Download" posts `csrf` to `export_url`; "Erase" posts `csrf` and `confirmation`, the user name, to `delete_url`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/account_data.html")]
pub struct AccountDataPage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// What must be typed to say that one means it.
    pub username: String,
    /// Where all that is kept is had.
    pub export_url: String,
    /// Where the account is given up; not offered when absent.
    pub delete_url: Option<String>,
    /// For how many days one may think better of it; zero where it is erased at once.
    pub days: u32,
    /// What was wrong with what was sent.
    pub problem: Option<DataProblem>,
}

/// Why an account is not erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataProblem {
    /// Another name was typed.
    OtherName,
    /// Nobody else administers this installation.
    LastAdministrator,
}

impl AccountDataPage {
    fn wrong(&self) -> Option<String> {
        let key = match self.problem? {
            DataProblem::OtherName => "data-confirmation-wrong",
            DataProblem::LastAdministrator => "data-last-administrator",
        };
        Some(self.frame.t(key))
    }
}

impl Page for AccountDataPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// Somebody gave their account up, and is signed out.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/account_left.html")]
pub struct AccountLeft {
    /// What stands around it.
    pub frame: Frame,
    /// For how many days they may think better of it; zero where it is erased.
    pub days: u32,
    /// Where they sign in to keep it.
    pub login_url: String,
}

impl Page for AccountLeft {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// Asks whether an account that is to be erased stays.
///
/// Posts `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/keep_account.html")]
pub struct KeepAccountPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whose it is.
    pub person: Person,
    /// When it is erased.
    pub due: String,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
    /// The front door, for whoever wants it to go.
    pub home_url: String,
}

impl Page for KeepAccountPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// An account that was to be erased stays.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/kept_account.html")]
pub struct KeptAccount {
    /// What stands around it.
    pub frame: Frame,
    /// Where one signs in to it.
    pub login_url: String,
}

impl Page for KeptAccount {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::{AccountTab, account_ways};

    impl AccountDataPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/account/data"),
                ways: account_ways("", "ses_1", AccountTab::Data),
                person: Person::sample(),
                username: "ada".to_owned(),
                export_url: "/account/data/export".to_owned(),
                delete_url: Some("/account/data/delete".to_owned()),
                days: 14,
                problem: None,
            };
            let wrong = Self { problem: Some(DataProblem::OtherName), days: 0, ..plain.clone() };
            let last = Self { problem: Some(DataProblem::LastAdministrator), ..plain.clone() };
            let kept = Self { delete_url: None, person: Person::long_sample(), ..plain.clone() };
            vec![
                ("account_data", plain),
                ("account_data_wrong", wrong),
                ("account_data_last", last),
                ("account_data_kept", kept),
            ]
        }
    }

    impl AccountLeft {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let waits = Self { frame: frame.clone().at("/account/left"), days: 14, login_url: "/login".to_owned() };
            vec![("account_left_at_once", Self { days: 0, ..waits.clone() }), ("account_left", waits)]
        }
    }

    impl KeepAccountPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let asks = Self {
                frame: frame.clone().at("/account/keep?token=abc"),
                person: Person::sample(),
                due: "21 November 2026, 11:09 UTC".to_owned(),
                action: "/account/keep".to_owned(),
                token: "abc".to_owned(),
                home_url: "/".to_owned(),
            };
            vec![("keep_account", asks)]
        }
    }

    impl KeptAccount {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let stays = Self { frame: frame.clone().at("/account/keep/done"), login_url: "/login".to_owned() };
            vec![("kept_account", stays)]
        }
    }
}
