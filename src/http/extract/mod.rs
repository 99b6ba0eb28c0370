//! What handlers take from a request.

pub mod bearer;
pub mod page_call;
pub mod params;
pub mod posted_form;

pub use page_call::{Caller, LONGEST_LINK, PageCall, look_of};
pub use params::{FormParams, QueryParams};
pub use posted_form::PostedForm;
