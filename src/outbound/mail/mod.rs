//! Sends mail: one [`Mailer`], made of the operator's settings, whose drivers are the other members.

mod api;
mod files;
mod inbox;
mod mailer;
mod message;
mod smtp;
mod token;

pub use inbox::{Inbox, InboxMail};
pub use mailer::{MailVerdict, Mailer, MailerError, OutgoingMail};
