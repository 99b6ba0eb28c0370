//! The telephone number of a person: proven by a code that is texted to it, and, where the operator lets that be, a further
//! factor after that.
//!
//! ```text
//!  a number of one's own   ask ─▶ a code, for the page of that session ─▶ confirm: it is theirs from then on
//!  another in its place    the same, and a code to the one before ─▶ confirm with both ─▶ a mail that takes it back
//!  one given at sign-up    the same, on a page of the journey, before an app gets its answer
//!  one the operator wants  the same, whichever number it is
//!  a further factor        send ─▶ a code, for the page of that journey ─▶ verify ─▶ Proven, spent in `enter`
//! ```
//! Whoever proves a number has it: it is taken away from whoever proved it before. Why it is as it is stands in
//! docs/decisions/sms.md.

mod admission;
mod factor;
mod new_account;
mod number;
mod old_number;
mod proof;
pub mod take_back;

pub use factor::{TypedText, find, is_offered, send, switch_off, switch_on, verify};
pub use new_account::{is_asked_at_sign_up, is_asked_for, may_put_off, put_off};
pub use number::{OwnNumber, TypedNumbers, WrongEnd, ask, confirm, may_change, of_person, remove};
pub use old_number::{LostNumber, NumberBefore};
pub use proof::{RightCode, WrongText};

pub(super) use factor::{find_in, spend};
