//! The world outside: guarded HTTP client, remote keys, mail, text messages.

pub mod address;
pub mod breached;
pub mod captcha;
pub mod chains;
pub mod documents;
pub mod http;
pub mod images;
pub mod jwks;
pub mod mail;
pub mod providers;
mod remote;
mod slots;
pub mod sms;

pub use slots::AtOnce;
