//! Sends text messages: one [`Texter`], made of the operator's settings, whose drivers are the other members.
//!
//! | driver | how a text is told | a copy that is sent again |
//! |---|---|---|
//! | `twilio` | as a form | a text of its own: the service knows no name for it |
//! | `http` | by the operator's template | known by `{id}`, where the gateway cares |

mod gateway;
mod texter;
mod twilio;

pub use texter::{OutgoingText, Texter};
