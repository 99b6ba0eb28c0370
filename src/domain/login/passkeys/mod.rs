//! Passkeys (WebAuthn): added to an account, looked after, and signed in with.
//!
//! ```text
//!  begin ──▶ options for the browser, and what they were made with, sealed: it travels through the form
//!  answer ─▶ opened for the same browser or session, not older than five minutes, verified by webauthn-rs,
//!            and spent in the unit of work that acts on it
//! ```

mod attestation;
mod ceremony;
mod enrol;
mod further;
mod manage;
mod sign_in;
mod signals;
mod suggest;

pub use ceremony::{Options, related_origins, rp_id};
pub use enrol::{Added, AnsweredForm, MOST, begin, confirm};
pub use further::{FurtherForm, offer_further, verify_further};
pub use manage::{remove, rename};
pub use sign_in::{offer, verify};
pub use signals::{Signals, signals};
pub use suggest::{decline, is_suggested};
