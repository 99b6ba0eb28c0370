//! What handlers take from a request.

pub mod bearer;
pub mod params;
pub mod visit;

pub use params::{FormParams, QueryParams};
pub use visit::{Caller, LONGEST_LINK, Visit};
