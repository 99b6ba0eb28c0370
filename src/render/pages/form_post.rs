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
