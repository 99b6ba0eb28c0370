//! A sign-in that is unlike those before: what is seen of it, and what follows.
//!
//! | signal | seen when | known from |
//! |---|---|---|
//! | `new_device` | the browser's device cookie knows nothing of the account, which has signed in before | the cookie |
//! | `new_country` | the country is none of the twelve last ones | memory, country file |
//! | `impossible_travel` | more than 500 km away, at more than 1000 km/h since the last sign-in | memory, country file |
//! | `unusual_hour` | of 20 sign-ins or more hardly any was within an hour of this time of day (UTC) | memory |
//! | `failure_burst` | `risk.burst` wrong passwords in a row came right before | the counters of the throttle |
//!
//! | method | most that follows | since |
//! |---|---|---|
//! | password | `block`; in its first hour `step_up` | strangers guess and steal it; whoever was stopped sets a new one |
//! | wallet | `step_up` | it is a key, yet one thing alone |
//! | mail | the further factor, if they have one; else `notice` | it is what would be asked for |
//! | passkey | `notice` | it is two things by itself, and no other site gets it |
//! | a further factor, a link, a new account, a password that was just set by a link | nothing | they follow what was weighed, or a mail |
//!
//! Nothing is read or written of signals that are off. What is remembered is learned when a session begins, never before:
//! whoever is stopped teaches nothing. Why it is as it is stands in docs/decisions/risk.md.

mod arrival;
mod memory;
mod outcome;
mod weigh;

pub use arrival::{Arrival, Weighed, look};
pub use outcome::{apply, began, is_burst_held, may_stop, stop};
pub use weigh::{Likeness, Verdict, weigh};
