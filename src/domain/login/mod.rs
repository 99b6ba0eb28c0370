//! Ways to prove who one is.
//!
//! A method verifies, before any transaction, and answers whom it has [`Proven`]; [`enter`] turns that into a
//! session, inside the unit of work that acts on it.

pub mod device;
mod finish;
pub mod link;
mod method;
pub mod password;
pub mod policy;
pub mod throttle;

pub use finish::{Entered, NewSession, Proven, Verified, enter};
pub use method::Method;
