//! Ways to prove who one is.
//!
//! A method verifies, before any transaction, and answers whom it has [`Proven`]; [`enter`] turns that into a
//! session, or into something that waits for a further factor, inside the unit of work that acts on it.

pub mod advice;
pub mod by_upstream;
pub mod captcha;
mod challenge;
pub mod enrolment;
pub mod factor;
mod finish;
pub mod link;
pub mod mail_proof;
mod method;
pub mod passkeys;
pub mod password;
pub mod password_set;
pub mod phone;
pub mod policy;
pub mod proof_of_work;
mod recovery_codes;
pub mod required;
pub mod risk;
mod signature;
mod spend;
pub mod throttle;
mod totp;
pub mod upstream;
pub mod wallets;
pub mod ways;

pub use challenge::Challenge;
pub use finish::{Entered, Entering, Leaver, NewSession, Proven, Verified, Waiting, enter, keep};
pub use method::Method;
pub use signature::SignatureRefused;
pub use totp::AuthenticatorApp;
