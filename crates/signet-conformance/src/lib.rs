//! Black-box checks of any OpenID provider, over HTTP and nothing else.
//!
//! A run is a client like any other: it knows nothing of the provider's database or rules, and shares no code with
//! Signet, which it checks as it checks others. It reads the two documents, takes or registers a client, and walks
//! through the groups; each check has a stable name and the clause that it rests on. What was sent and what came is
//! kept as evidence and shown, without secrets, where a check did not pass.
//!
//! [`Plan`] says what to check and with what, [`Run`] checks group by group, [`Report`] has the outcomes. Reasons for
//! what was skipped name the flags of `signet conformance`, the command in front of this crate;
//! docs/conformance-command.md has all the groups, the rules for pages and the report.
//!
//! ```no_run
//! use signet_conformance::{Clients, Group, Plan, Registration, Run};
//!
//! # async fn example() -> Result<(), signet_conformance::PlanError> {
//! let plan = Plan {
//!     clients: Clients::Registered(Registration::default()),
//!     groups: vec![Group::Discovery, Group::Jwks, Group::Token],
//!     ..Plan::new("https://op.example")
//! };
//! let mut run = Run::begin(plan).await?;
//! while let Some(group) = run.next().await {
//!     println!("{}", group.lines(false));
//! }
//! let report = run.finish().await;
//! println!("{}", report.counts().line());
//! # Ok(())
//! # }
//! ```
//!
//! Futures stay on one thread (they are not `Send`), and want a Tokio runtime with time and network. Requests go
//! wherever the provider's documents lead, private addresses too: whoever runs the checks names the target.

mod ask;
mod browser;
mod check;
mod client;
mod document;
mod error;
mod exchange;
mod forms;
mod group;
mod groups;
mod html;
mod http;
mod id_token;
mod jar;
mod jose;
mod lines;
mod metadata;
mod plan;
mod probe;
mod provision;
mod redact;
mod report;
mod rules;
mod run;
mod system;
mod tokens;

pub use check::Outcome;
pub use client::Method;
pub use group::Group;
pub use plan::{Clients, GivenClient, Person, Plan, PlanError, Registration, Secret, Trust};
pub use report::{CheckReport, Counts, GroupReport, Report};
pub use rules::{InvalidRules, Rules};
pub use run::Run;
