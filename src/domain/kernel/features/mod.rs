//! The feature registry: everything that can be switched, once.
//!
//! A feature is on where all three agree:
//! 1. the configuration lets it be (`registration.mode`, `jose.allow_unsigned`): its limit, which no switch passes;
//! 2. the switch in the database, or, where nobody has touched it, the preset of the configuration;
//! 3. every feature that it needs is on.
//!
//! Router, discovery, pages and use-cases ask [`Feature::is_on`], which reads what this instance keeps of the
//! switches; it follows the database like everything that is kept ([`Version::Features`](super::Version)).

mod registry;
mod state;
mod switch;

pub use registry::{Category, Feature, Limit};
pub use state::{FeatureReason, FeatureState, list};
pub use switch::{reload, switch};
