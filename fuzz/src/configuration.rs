//! The parsers of single values of the configuration, which the server keeps to itself.

#![allow(dead_code, unreachable_pub, reason = "the target needs a part of them")]

#[path = "../../src/config/color.rs"]
pub mod color;
#[path = "../../src/config/mailbox.rs"]
pub mod mailbox;
#[path = "../../src/config/problem.rs"]
pub mod problem;
#[path = "../../src/config/units.rs"]
pub mod units;
#[path = "../../src/config/value.rs"]
pub mod value;
