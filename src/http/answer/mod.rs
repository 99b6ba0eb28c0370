//! Skins of an answer: OAuth JSON, pages, authorization responses.

pub mod browser_state;
pub mod device;
pub mod failure;
pub mod leaving;
pub mod oauth;
pub mod page;
pub mod rate_limit;
pub mod reopened;
pub mod response_mode;
pub mod signed_out;
pub mod step;
