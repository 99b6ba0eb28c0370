//! Who takes a step on our pages.

use super::{audit::Origin, outcomes::Sent, sessions::Browser};
use crate::base::url::ServedIssuer;

/// A browser at one of our pages.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The issuer that was called.
    pub issuer: &'a ServedIssuer,
    /// The browser, if it is known.
    pub browser: Option<&'a Browser>,
    /// Where the request came from.
    pub origin: &'a Origin,
    /// The form that was sent; none when a page was only opened.
    pub sent: Option<&'a Sent>,
}
