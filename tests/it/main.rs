//! The one integration-test binary: one link instead of twenty.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed expectation is what a test is for")]

mod account;
mod architecture;
mod cli;
mod conformance;
mod docker;
mod login;
mod mail;
mod oauth;
mod outages;
mod security;
mod sms;
mod statements;
mod store;
mod support;
mod tls;
mod upstream;
