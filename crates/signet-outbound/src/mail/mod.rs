//! Sends mail: one [`Mailer`], made of the operator's settings, whose drivers are the other members.

mod api;
mod mailer;
mod message;
mod smtp;

pub use mailer::{Mailer, OutgoingMail};
