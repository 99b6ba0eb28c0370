//! Signing out: the question, and the farewell.

use askama::Template;

use crate::render::{AfterPost, ClientCard, Frame, Page, Person};

/// Asks whether one wants to sign out (RP-Initiated Logout §2).
///
/// Posts `decision` (`logout` or `stay`), `csrf` and the `hidden` parameters to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/logout_confirm.html")]
pub struct LogoutConfirm {
    /// What stands around it.
    pub frame: Frame,
    /// The client that sent the person here.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// Parameters of the request that have to come back.
    pub hidden: Vec<(String, String)>,
    /// Who is signed in.
    pub person: Option<Person>,
}

impl Page for LogoutConfirm {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

/// Says that one is signed out.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/signed_out.html")]
pub struct SignedOut {
    /// What stands around it.
    pub frame: Frame,
    /// The client that sent the person here.
    pub client: Option<ClientCard>,
    /// The way back to the client.
    pub back_url: Option<String>,
    /// Where one can sign in again.
    pub sign_in_url: String,
}

impl Page for SignedOut {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl LogoutConfirm {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/logout"),
            client: Some(ClientCard::sample()),
            action: "/logout".to_owned(),
            hidden: vec![("state".to_owned(), "\"><script>".to_owned())],
            person: Some(Person::sample()),
        };
        vec![
            ("logout", plain.clone()),
            ("logout_plain", Self { client: None, person: None, hidden: Vec::new(), ..plain }),
        ]
    }
}

#[cfg(test)]
impl SignedOut {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            client: Some(ClientCard::sample()),
            back_url: Some("https://notes.example.com/bye?state=1&x=2".to_owned()),
            sign_in_url: "/account".to_owned(),
        };
        vec![("signed_out", plain.clone()), ("signed_out_plain", Self { client: None, back_url: None, ..plain })]
    }
}
