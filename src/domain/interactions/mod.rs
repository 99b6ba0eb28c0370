//! Interactions: the journey of a person that waits for them, bound to the browser that began it. A client asked for
//! it, or nobody did: then it leads to one's own account, and has a row only where something must be remembered.
//!
//! ```text
//!  begun ──▶ paused ──(sign in, choose an account, consent, confirm)──▶ paused
//!               │                        each answer decides again from the top
//!               ├──▶ completed: one answer went to the client, or the account is shown
//!               └──▶ expired
//! ```

mod journey;
mod paused;
mod progress;
mod question;
mod standing;
mod stopped;

pub use journey::{AccountPlace, AccountRequest, Authorization, Journey};
pub use paused::{MOST_IN_A_BROWSER, Paused, keep, load, waiting_for_login};
pub use progress::{Noted, save_progress};
pub use question::{Question, Standing};
pub use standing::{Facts, decide, goes_on_without_factor, hint, standing};
pub use stopped::Stopped;
