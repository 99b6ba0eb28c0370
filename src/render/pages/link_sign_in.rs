//! Signing in by a one-time link.

use askama::Template;

use crate::render::{AfterPost, Frame, Page, Person};

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
