//! The front door.

use askama::Template;

use crate::render::{AfterPost, Frame, Page};

/// What stands at the issuer's own address.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/landing.html")]
pub struct Landing {
    /// What stands around it.
    pub frame: Frame,
    /// The issuer identifier.
    pub issuer: String,
    /// One's own account.
    pub account_url: String,
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
