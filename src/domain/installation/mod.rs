//! What concerns the installation as a whole.

pub mod countries;
pub mod demo;
pub mod maintenance;
pub mod readiness;
pub mod setup;
