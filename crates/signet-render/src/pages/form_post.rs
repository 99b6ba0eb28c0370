//! OAuth 2.0 Form Post Response Mode, and a request that has to come again from a page of ours.

use askama::Template;

use crate::{AfterPost, Frame, Page, Scripts};

/// Carries parameters in a form that sends itself, or waits for its button where scripts do not run:
/// the answer to a client, or its own request back to us.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/form_post.html")]
pub struct FormPost {
    /// What stands around it.
    pub frame: Frame,
    /// Where it goes.
    pub action: String,
    /// The parameters.
    pub params: Vec<(String, String)>,
    /// The client's name, where it goes to one.
    pub client_name: Option<String>,
}

impl FormPost {
    fn title(&self) -> String {
        let back = |name| self.frame.t1("form-post-title", "client", name);
        self.client_name.as_deref().map_or_else(|| self.frame.t("form-post-again-title"), back)
    }
}

impl Page for FormPost {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
impl FormPost {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            // Nothing listens on the discard port: the page stays where it can be looked at.
            action: "http://127.0.0.1:9/cb".to_owned(),
            params: vec![("code".to_owned(), "a&b\"c".to_owned()), ("submit".to_owned(), "x".to_owned())],
            client_name: Some("Orbit Notes".to_owned()),
        };
        vec![("form_post", plain.clone()), ("form_post_again", Self { client_name: None, ..plain })]
    }
}
