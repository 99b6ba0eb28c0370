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
//! What stands below [`domain`] are crates of their own, so that an edit above leaves them alone: [`base`] and [`protocol`]
//! are `crates/signet-protocol`, [`config`] and [`telemetry`] `crates/signet-config`, the others are called by their layer.
//! The checks behind `signet conformance`, `crates/signet-conformance`, use nothing of this one. docs/architecture.md
//! tells more; `tests/it/architecture.rs` holds these walls up.

pub mod cli;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod view;

pub use signet_app as app;
pub use signet_config::{self as config, telemetry};
pub use signet_outbound as outbound;
pub use signet_protocol::{self as protocol, base};
pub use signet_render as render;
pub use signet_store as store;
