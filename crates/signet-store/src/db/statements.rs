//! Which statements a request costs. A test listens on its thread; nobody does in production, where this is
//! one look at a flag.

use std::cell::RefCell;

/// A transaction begins.
pub(super) const BEGIN: &str = "BEGIN";
/// A transaction is made durable.
pub(super) const COMMIT: &str = "COMMIT";

thread_local! {
    static HEARD: RefCell<Option<Vec<&'static str>>> = const { RefCell::new(None) };
}

/// Notes a statement that is about to run.
pub(crate) fn note(sql: &'static str) {
    HEARD.with_borrow_mut(|heard| {
        if let Some(heard) = heard {
            heard.push(sql);
        }
    });
}

/// Begins to listen to the statements that are asked for on this thread.
pub fn listen() {
    HEARD.set(Some(Vec::new()));
}

/// What was heard since [`listen`], and stops listening.
pub fn heard() -> Vec<&'static str> {
    HEARD.take().unwrap_or_default()
}
