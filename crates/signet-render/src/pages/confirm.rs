//! Is it really this client that you are using now?

use askama::Template;

use crate::{AfterPost, ClientCard, Frame, Page, Person};

/// Asks to go on where all was agreed to before, and any program on the device could be asking
/// (RFC 8252 §8.6).
///
/// Posts `decision` (`allow` or `deny`), `question`, `account`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/confirm.html")]
pub struct Confirm {
    /// What stands around it.
    pub frame: Frame,
    /// Who asks.
    pub client: ClientCard,
    /// Where the form goes.
    pub action: String,
    /// The paused authorization.
    pub interaction: String,
    /// Whose answer it will be; sent back as `account`.
    pub account: String,
    /// Who is asked.
    pub person: Person,
    /// Where another account can be chosen.
    pub switch_url: String,
    /// Whether the client keeps access when the person is away.
    pub offline: bool,
}

impl Page for Confirm {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl Confirm {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/consent?interaction=int_1"),
            client: ClientCard { return_host: None, ..ClientCard::sample() },
            action: "/consent".to_owned(),
            interaction: "int_1".to_owned(),
            account: "ses_1".to_owned(),
            person: Person::sample(),
            switch_url: "/accounts?interaction=int_1".to_owned(),
            offline: false,
        };
        let long =
            Self { client: ClientCard::long_sample(), person: Person::long_sample(), offline: true, ..plain.clone() };
        vec![("confirm", plain), ("confirm_long", long)]
    }
}
