//! Somebody comes back from an upstream, verified: whose account it is, and what comes next.
//!
//! ```text
//!  came back ─▶ look ─▶ decide (protocol/upstream/linking.rs) ─┬─▶ signed in: the answer of a journey as any other
//!                                                              ├─▶ an account is proven first ─┐ what was proven waits,
//!                                                              ├─▶ a new account ──────────────┤ sealed, in the
//!                                                              │      a further factor ────────┘ interaction
//!                                                              └─▶ refused
//!  the session begins ─▶ linked, memberships, profile, tokens, the upstream's own session: all in its unit of work
//! ```
//! So whoever stops on the way, or is stopped, leaves nothing: neither half an account nor half a link.

mod account;
mod arrive;
mod complete;
mod look;
mod shown;
mod sign_up;
mod taking;
mod waiting;

pub use account::{AddedIdentity, KeptAccess, ShownIdentity, add_identity, list_identities, remove_identity};
pub use arrive::{Arrived, ClashOffer, arrive};
pub use look::{has_new_accounts, takes_an_invitation};
pub use shown::{connected, reached_by};
pub use sign_up::{NewAtUpstream, UpstreamSignUp, UpstreamSignUpForm, asked_for, sign_up};
pub use waiting::{WhatWaits, what_waits};

pub(super) use complete::complete;
