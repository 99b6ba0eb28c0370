//! Who takes a step on our pages.

use super::{Accounts, Browser, outcomes::Sent};

/// A browser at one of our pages.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The browser, if it is known.
    pub browser: Option<&'a Browser>,
    /// Who is signed in to it.
    pub accounts: &'a Accounts,
    /// The form that was sent; none when a page was only opened.
    pub sent: Option<&'a Sent>,
    /// What its device cookie says, as it came.
    pub device: Option<&'a str>,
}

impl Visitor<'_> {
    /// A browser that was never here.
    pub const STRANGER: Self = Self { browser: None, accounts: Accounts::NONE, sent: None, device: None };
}
