//! Who takes a step on our pages.

use super::{Browser, outcomes::Sent};

/// A browser at one of our pages.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The browser, if it is known.
    pub browser: Option<&'a Browser>,
    /// The form that was sent; none when a page was only opened.
    pub sent: Option<&'a Sent>,
}
