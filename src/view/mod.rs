//! How things are shown to programs: one serde struct each, for `--json`, for registration, and for what is to come.
//!
//! A view is made of a row or of a fact, and decides nothing. Its members are names that programs rely on: one may
//! be added, none changes its meaning. Times are texts (RFC 3339), but where a specification wants seconds.

pub mod account;
pub mod account_data;
pub mod account_data_events;
pub mod attribute;
pub mod audit;
pub mod client;
pub mod delivery;
pub mod feature;
pub mod former_number;
pub mod initial_access_token;
pub mod invitation;
pub mod key;
pub mod message;
pub mod organization;
pub mod problem;
pub mod resource_server;
pub mod session;
pub mod upstream;
pub mod user;

pub use account_data::{AccountDataView, IdentityView, SignedInView};
pub use account_data_events::{OwnEventView, OwnTokenCountView, TokensIssuedView};
pub use attribute::AttributeView;
pub use audit::{AuditEventView, EventKindView, TokenCountView};
pub use client::ClientView;
pub use delivery::DeliveryView;
pub use feature::FeatureView;
pub use initial_access_token::InitialAccessTokenView;
pub use invitation::InvitationView;
pub use key::{KeyChangeView, KeyView};
pub use message::MessageView;
pub use organization::{MembershipView, OrganizationView};
pub use problem::ProblemView;
pub use resource_server::ResourceServerView;
pub use session::SessionView;
pub use upstream::{UpstreamPresetView, UpstreamView};
pub use user::{ClaimSourceView, PairwiseSubjectView, UserView};

/// Every one of these, as they are shown.
pub fn all<'a, T: 'a, V: From<&'a T>>(rows: &'a [T]) -> Vec<V> {
    rows.iter().map(V::from).collect()
}
