//! Where the browser is sent next, seen before it goes (RFC 9700 §4.11.2).

use askama::Template;

use super::Developer;
use crate::{AfterPost, ClientCard, Frame, Page};

/// Shows an address that a client named, and a button that goes on to it.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/leaving.html")]
pub struct Leaving {
    /// What stands around it.
    pub frame: Frame,
    /// Whose address it is.
    pub client: ClientCard,
    /// The address, without what is added to it.
    pub address: String,
    /// How the button goes on.
    pub onward: Onward,
    /// What was refused; none after a logout.
    pub developer: Option<Developer>,
    /// Whether the client registered itself.
    pub stranger: bool,
}

/// How a browser is sent to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// By a link.
    Link(String),
    /// By a form that posts these fields to the address.
    Form(Vec<(String, String)>),
}

impl Page for Leaving {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl Leaving {
    /// The page in its states. Nothing listens on the discard port: the page stays, and can be looked at.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/leaving?shown=abc"),
            client: ClientCard::sample(),
            address: "https://notes.example.com/callback".to_owned(),
            onward: Onward::Link("http://127.0.0.1:9/cb?error=invalid_scope&state=\"><script>".to_owned()),
            developer: Some(Developer::sample()),
            stranger: true,
        };
        let long = format!("https://{}.example.com/{}", "a-very-long-name".repeat(3), "path/".repeat(20));
        let form = Onward::Form(vec![("error".to_owned(), "a&b\"c".to_owned())]);
        vec![
            ("leaving_error", plain.clone()),
            ("leaving_form", Self { onward: form, ..plain.clone() }),
            ("leaving_farewell", Self { developer: None, ..plain.clone() }),
            ("leaving_app", Self { address: "com.example.app:/cb".to_owned(), stranger: false, ..plain.clone() }),
            ("leaving_long", Self { client: ClientCard::long_sample(), address: long, ..plain }),
        ]
    }
}
