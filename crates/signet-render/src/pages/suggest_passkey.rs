//! Somebody signed in with a password: whether they want a passkey.

use askama::Template;

use crate::{AfterPost, ClientCard, Frame, Page, Person, Scripts, pages::NewPasskeyProblem};

/// Asks somebody whether they want a passkey, on the way to where they go.
///
/// Posts `answer`, `sealed`, `interaction` and `csrf` to `action`; "Not now" and "Do not ask again" post `again` (`yes`
/// or `no`), `interaction` and `csrf` to `answer_action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/suggest_passkey.html")]
pub struct SuggestPasskey {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who has signed in.
    pub person: Person,
    /// The interaction.
    pub interaction: String,
    /// What the browser is asked.
    pub public_key: String,
    /// What comes back with the answer.
    pub sealed: String,
    /// Why there is no passkey yet.
    pub problem: Option<NewPasskeyProblem>,
    /// Where the form goes.
    pub action: String,
    /// Where "not now" goes.
    pub answer_action: String,
}

impl SuggestPasskey {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.words(&self.frame))
    }
}

impl Page for SuggestPasskey {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
impl SuggestPasskey {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            interaction: "int_1".to_owned(),
            public_key: "{\"challenge\":\"AAAA\"}".to_owned(),
            sealed: "v1.key.state".to_owned(),
            problem: None,
            action: "/suggest-passkey".to_owned(),
            answer_action: "/suggest-passkey/answer".to_owned(),
        };
        vec![
            ("suggest_passkey_refused", Self { problem: Some(NewPasskeyProblem::Refused), ..plain.clone() }),
            ("suggest_passkey_own_long", Self { client: None, person: Person::long_sample(), ..plain.clone() }),
            ("suggest_passkey", plain),
        ]
    }
}
