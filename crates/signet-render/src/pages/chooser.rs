//! Which of the signed-in accounts?

use askama::Template;

use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, Person};

/// The account chooser.
///
/// Posts `account` (the pressed account's value, or `other`), `interaction` and `csrf` to
/// `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/chooser.html")]
pub struct Chooser {
    /// What stands around it.
    pub frame: Frame,
    /// Who asks; one's own account pages when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The paused authorization.
    pub interaction: Option<String>,
    /// The accounts signed in in this browser.
    pub accounts: Vec<ChooserAccount>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// One account to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooserAccount {
    /// Sent back as `account`.
    pub value: String,
    /// Who it is.
    pub person: Person,
    /// Whether its password will be asked for again.
    pub asks_password: bool,
}

impl Page for Chooser {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl Chooser {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let account = |value: &str, person: Person, asks_password| ChooserAccount {
            value: value.to_owned(),
            person,
            asks_password,
        };
        let plain = Self {
            frame: frame.clone().at("/choose?interaction=int_1"),
            client: Some(ClientCard::sample()),
            action: "/choose".to_owned(),
            interaction: Some("int_1".to_owned()),
            accounts: vec![
                account("ses_1", Person::sample(), false),
                account("ses_2", Person { name: None, login: "grace".to_owned() }, false),
                account("ses_3", Person::long_sample(), true),
            ],
            cancel: Some(CancelForm::sample()),
        };
        vec![
            ("chooser", plain.clone()),
            ("chooser_own", Self { client: None, interaction: None, cancel: None, ..plain }),
        ]
    }
}
