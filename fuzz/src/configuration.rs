//! The parsers of single values of the configuration, which the server keeps to itself.

#![allow(dead_code, unreachable_pub, reason = "the target needs a part of them")]

#[path = "../../crates/signet-config/src/color.rs"]
pub mod color;
#[path = "../../crates/signet-config/src/mailbox.rs"]
pub mod mailbox;
#[path = "../../crates/signet-config/src/problem.rs"]
pub mod problem;
#[path = "../../crates/signet-config/src/units.rs"]
pub mod units;
#[path = "../../crates/signet-config/src/value.rs"]
pub mod value;
