//! What every page offers to the layer that answers with it.

use std::borrow::Cow;

use askama::Template;

use crate::protocol::logout::frontchannel::origins;

/// Where the answer to a page's forms may lead the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterPost {
    /// Only to our own pages.
    Here,
    /// Possibly to a client.
    Client,
}

/// What scripts of a page may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// It has none.
    None,
    /// It loads one of ours.
    Run,
    /// Its script asks us for something, too.
    Fetch,
}

/// A hosted page: a context with its template.
pub trait Page: Template {
    /// Where its forms may lead.
    const AFTER_POST: AfterPost;
    /// What its scripts may do.
    const SCRIPTS: Scripts = Scripts::None;

    /// Addresses of others that it loads in frames.
    fn frames(&self) -> &[String] {
        &[]
    }

    /// The page as HTML.
    fn html(&self) -> String {
        self.render().unwrap_or_else(|error| {
            // Writing to a string fails only if a `Display` of ours does.
            tracing::error!(%error, "a page could not be rendered");
            "<!doctype html><title>Error</title><p>This page could not be shown.".to_owned()
        })
    }

    /// The value of its `Content-Security-Policy` header.
    fn content_security_policy(&self) -> Cow<'static, str> {
        // `form-action` is left out where a redirect to a client follows the post: Chromium
        // checks the targets of such redirects too, and would stop the browser on its way
        // back (or, for form_post, the post itself and whatever the client answers to it).
        let policy = match (Self::AFTER_POST, Self::SCRIPTS) {
            (AfterPost::Here, Scripts::None) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            (AfterPost::Here, Scripts::Run) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            (AfterPost::Here, Scripts::Fetch) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            (AfterPost::Client, Scripts::None) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            (AfterPost::Client, Scripts::Fetch) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            (AfterPost::Client, Scripts::Run) => {
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
        };
        match self.frames() {
            [] => Cow::Borrowed(policy),
            frames => Cow::Owned(format!("{policy}; frame-src {}", origins(frames).join(" "))),
        }
    }
}
