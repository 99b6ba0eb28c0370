//! Interactions: a request that waits for its person, bound to the browser that began it.
//!
//! ```text
//!  begun ──▶ paused ──(sign in, choose an account, consent, confirm)──▶ paused
//!               │                        each answer decides again from the top
//!               ├──▶ completed: one answer went to the client
//!               └──▶ expired
//! ```

mod paused;
mod progress;
mod standing;
mod stopped;

pub use paused::{Paused, load, waiting_for_login};
pub use progress::{Noted, save_progress};
pub use standing::{Facts, Question, Standing, decide, hint, standing};
pub use stopped::Stopped;
