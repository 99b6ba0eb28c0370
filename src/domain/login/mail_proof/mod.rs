//! Signing in by a mail that has a code and a link: one proof, which ends with either of them.
//!
//! ```text
//!  ask ─▶ one row a journey ─┬─ the code, in the browser and journey that asked ───────────────┐
//!         and one mail       ├─ the link, opened in that browser: a button ────────────────────┤
//!                            └─ the link, opened elsewhere: the number that the waiting page   ▼
//!                               shows is pressed there, and the waiting page goes on ─▶ Proven, ended
//! ```
//! A name that nobody has gets the same row, the same answers and the same work; only no mail. Why it is as it is stands
//! in docs/decisions/mail-sign-in.md.

mod address;
mod admission;
mod ask;
mod details;
mod elsewhere;
mod verify;

pub use address::{
    InvitedAddress, NewAddress, ProvenAddress, by_invitation, find_proven, find_proven_by_link, find_waited_for, prove,
};
pub use ask::{Asking, CONFIRM_LINK_PATH, LINK_PATH, VERIFY_LINK_PATH, ask};
pub use details::{ByInvitation, OpenProof, ProofPurpose, find, find_by_link, journey_of};
pub use elsewhere::{Pressed, press};
pub use verify::{MailEvidence, VerifiedAddress, Wrong, by_approval, by_code, by_link, spend_address};

pub(super) use verify::spend;
