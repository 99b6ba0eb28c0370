//! The telephone number of a person: proven by a code that is texted to it, and, where the operator lets that be, a further
//! factor after that.
//!
//! ```text
//!  a number of one's own   ask ─▶ a code, for the page of that session ─▶ confirm: it is theirs from then on
//!  a further factor        send ─▶ a code, for the page of that journey ─▶ verify ─▶ Proven, spent in `enter`
//! ```
//! Whoever proves a number has it: it is taken away from whoever proved it before. Why it is as it is stands in
//! docs/decisions/sms.md.

mod admission;
mod factor;
mod number;
mod proof;

pub use factor::{TypedText, find, is_offered, send, switch_off, switch_on, verify};
pub use number::{OwnNumber, ask, confirm, may_change, of_person, remove};
pub use proof::{RightCode, WrongText};

pub(super) use factor::spend;
