//! Ways to prove who one is.
//!
//! A method verifies, and answers the person; [`finish()`] turns that into a session.

mod finish;
pub mod link;
pub mod password;
pub mod throttle;

pub use finish::{Entered, Method, Place, Verified, count, enter, finish};
