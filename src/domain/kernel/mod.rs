//! The words that every use-case is written in: this call, this unit of work, what happened, who acts.
//!
//! ```text
//!  Cx     this call: issuer, actor, origin, time
//!  Work   this unit of work: its transaction, what is to be done after its commit
//!
//!  cx.write(async |work| { … })
//!    begin ─▶ the closure ─┬─ Ok, or a refusal that keeps its writes ─▶ commit ─▶ effects
//!                          └─ any other error ─▶ undone, no effect
//!         work.emit(cx, Event::…)  inside: the consumers write, in the same transaction
//! ```
//! Nothing slow stands inside `cx.write`: what is fetched, hashed or generated is at hand before it begins,
//! and what is signed is signed after it ended, but for an answer that is kept for whoever sends the form twice.

pub mod actor;
pub mod ahead;
pub mod app_ids;
pub mod audit;
pub mod catalogue;
mod change_event;
mod client_event;
pub mod cx;
pub mod device;
mod device_cookie;
pub mod error;
pub mod event;
pub mod features;
pub mod identity_event;
pub mod invitation_event;
pub mod let_in;
pub mod limits;
pub mod location;
pub mod mail;
pub mod mail_code;
pub mod messages;
pub mod one_time;
pub mod passkey;
pub mod permission;
pub mod phone;
pub mod risk_event;
pub mod seals;
pub mod sms;
pub mod steady_time;
mod upstream_event;
mod user_event;
pub mod wallet;
pub mod work;

pub use actor::Actor;
pub use cx::{Cx, Origin, or_again};
pub use error::{Error, FieldError};
pub use event::Event;
pub use features::Feature;
pub use location::Location;
pub use permission::{On, Permission, permit};
pub use work::{Effect, Version, Work};
