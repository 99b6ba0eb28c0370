//! Services that send mail and are spoken to over HTTPS.
//!
//! | service | how a mail is told | a copy that is sent again |
//! |---|---|---|
//! | `sendgrid` | in parts, as JSON | a mail of its own: the service gives each its Message-ID |
//! | `resend` | in parts, as JSON | known by its `Idempotency-Key` for a day, and not sent |
//! | `ses` | as it goes over the wire | a mail of its own: the service gives each its Message-ID |
//!
//! Tracking is switched off wherever that can be said: it would lead links that let somebody in through others.

mod resend;
mod sendgrid;
mod service;
mod ses;
mod signature;

pub use service::Api;
