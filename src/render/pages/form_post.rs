//! OAuth 2.0 Form Post Response Mode.

use askama::Template;

use crate::render::{AfterPost, Frame, Page};

/// Carries the answer to the client in a form that sends itself, or waits for its button
/// where scripts do not run.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/form_post.html")]
pub struct FormPost {
    /// What stands around it.
    pub frame: Frame,
    /// The client's `redirect_uri`.
    pub action: String,
    /// The parameters of the answer.
    pub params: Vec<(String, String)>,
    /// The client's name.
    pub client_name: String,
}

impl Page for FormPost {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPT: bool = true;
}

#[cfg(test)]
impl FormPost {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        vec![(
            "form_post",
            Self {
                frame: frame.clone(),
                // Nothing listens on the discard port: the page stays where it can be looked at.
                action: "http://127.0.0.1:9/cb".to_owned(),
                params: vec![("code".to_owned(), "a&b\"c".to_owned()), ("submit".to_owned(), "x".to_owned())],
                client_name: "Orbit Notes".to_owned(),
            },
        )]
    }
}
