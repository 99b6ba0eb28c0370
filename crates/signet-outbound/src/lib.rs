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
pub mod messages;
pub mod providers;
mod remote;
mod slots;
pub mod sms;

// Files of this crate call the layers below `crate::base` and so on, as those of the server do.
use signet_config::{self as config, telemetry};
use signet_protocol::{self as protocol, base};

pub use slots::AtOnce;
