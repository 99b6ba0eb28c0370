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
mod first_proof;
pub mod identities;
pub mod link;
pub mod mail_proof;
mod method;
pub mod own_ways;
pub mod passkeys;
pub mod password;
pub mod password_set;
pub mod phone;
pub mod policy;
pub mod proof_of_work;
pub mod reach;
mod recovery_codes;
pub mod required;
pub mod risk;
mod signature;
pub mod throttle;
mod totp;
pub mod unlock;
pub mod upstream;
mod verified;
pub mod wallets;
pub mod ways;

pub use challenge::Challenge;
pub use finish::{Entered, Entering, Leaver, NewSession, Proven, Waiting, enter, keep};
pub use method::Method;
pub use signature::{SignatureRefused, Signer};
pub use totp::AuthenticatorApp;
pub use verified::Verified;
