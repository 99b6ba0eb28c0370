//! The front door.

use askama::Template;

use crate::{AfterPost, Frame, Page, Person};

/// What stands at the issuer's own address.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/landing.html")]
pub struct Landing {
    /// What stands around it.
    pub frame: Frame,
    /// The issuer identifier.
    pub issuer: String,
    /// Who is signed in in this browser, the last to sign in first.
    pub people: Vec<Person>,
    /// One's own account.
    pub account_url: String,
    /// Where another account signs in.
    pub login_url: String,
    /// The discovery document.
    pub discovery_url: String,
    /// Where the documentation is.
    pub docs_url: Option<String>,
    /// The playground, when it is on.
    pub playground_url: Option<String>,
}

impl Page for Landing {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl Landing {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/"),
            issuer: "http://localhost:8080".to_owned(),
            people: Vec::new(),
            account_url: "/account".to_owned(),
            login_url: "/login".to_owned(),
            discovery_url: "/.well-known/openid-configuration".to_owned(),
            docs_url: None,
            playground_url: None,
        };
        let full = Self {
            docs_url: Some("https://example.com/docs".to_owned()),
            playground_url: Some("/playground".to_owned()),
            ..plain.clone()
        };
        let one = Self { people: vec![Person::sample()], ..plain.clone() };
        let several = Self { people: vec![Person::sample(), Person::long_sample()], ..full.clone() };
        vec![("landing_plain", plain), ("landing", full), ("landing_signed_in", one), ("landing_several", several)]
    }
}
