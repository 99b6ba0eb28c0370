//! Signet, a standards-first OpenID Connect and OAuth 2 identity provider.
//!
//! Data goes one way: loaded, decided, committed, answered.
//!
//! | layer | what lives there |
//! |---|---|
//! | [`base`] | words everyone uses: ids, time, randomness, secrets, URLs |
//! | [`telemetry`] | names of metrics, what is logged and how |
//! | [`protocol`] | the rules as pure functions: no IO, no clock, no randomness |
//! | [`config`] | the operator's settings, checked all at once |
//! | [`store`] | SQL, one text for SQLite and PostgreSQL |
//! | [`outbound`] | the world outside, behind one guarded HTTP client |
//! | [`render`] | templates and translations |
//! | [`app`] | what is built once: database, clock, caches, the issuers |
//! | [`domain`] | use-cases: load, decide, commit; on floors of their own |
//! | [`view`] | how things are shown to programs: one serde struct each |
//! | [`http`] | axum: routes, extractors, answers, pages |
//! | [`jobs`] | background work |
//! | [`cli`] | the command line |
//!
//! [`base`] and [`protocol`] are the crate `signet-protocol`; the checks behind `signet conformance` are a crate of
//! their own, `crates/signet-conformance`, which uses nothing of this one. docs/architecture.md tells more;
//! `tests/it/architecture.rs` holds these walls up.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod outbound;
pub mod render;
pub mod store;
pub mod telemetry;
pub mod view;

pub use signet_protocol::{self as protocol, base};
