//! Signing in by a one-time link.

use askama::Template;

use crate::{AfterPost, Frame, Page, Person};

/// Asks before the link is spent: mail scanners and browsers open links that nobody pressed.
///
/// Posts `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/link_sign_in.html")]
pub struct LinkSignIn {
    /// What stands around it.
    pub frame: Frame,
    /// Whom the link signs in.
    pub person: Person,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
}

impl Page for LinkSignIn {
    // The link may belong to a paused authorization, which goes on to the client.
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl LinkSignIn {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/link?token=abc"),
            person: Person::sample(),
            action: "/link".to_owned(),
            token: "abc".to_owned(),
        };
        vec![("link_sign_in", plain.clone()), ("link_sign_in_long", Self { person: Person::long_sample(), ..plain })]
    }
}
