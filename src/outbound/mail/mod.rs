//! Sends mail: one [`Mailer`], made of the operator's settings, whose drivers are the other members.

mod api;
mod files;
mod inbox;
mod mailer;
mod message;
mod smtp;

pub use inbox::Inbox;
pub use mailer::{MailVerdict, Mailer, MailerError, OutgoingMail};
