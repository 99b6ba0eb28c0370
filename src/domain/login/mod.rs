//! Ways to prove who one is.
//!
//! A method verifies, before any transaction, and answers whom it has [`Proven`]; [`enter`] turns that into a
//! session, or into something that waits for a further factor, inside the unit of work that acts on it.

pub mod advice;
mod challenge;
pub mod enrolment;
pub mod factor;
mod failure;
mod finish;
pub mod link;
pub mod mail_proof;
mod method;
pub mod passkeys;
pub mod password;
pub mod password_set;
pub mod policy;
pub mod proof_of_work;
mod recovery_codes;
pub mod required;
mod spend;
pub mod throttle;
mod totp;
pub mod wallets;

pub use super::kernel::device;
pub use challenge::Challenge;
pub use finish::{Entered, Entering, Leaver, NewSession, Proven, Verified, Waiting, enter, keep};
pub use method::Method;
pub use totp::AuthenticatorApp;
