//! Logout: what a client asks for, and what the browser and its apps are told.

pub mod browser_state;
pub mod frontchannel;
mod rp_initiated;
pub mod upstream;

pub use rp_initiated::{Request, begin, finish};
