//! What is asked of us through a browser.

pub mod authorize;
pub mod journey;
pub mod logout;
