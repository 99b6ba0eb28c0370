//! A mail server (RFC 5321), with a connection for each mail.
//!
//! ```text
//!  connect ─▶ EHLO ─▶ STARTTLS, EHLO ─▶ AUTH ─▶ MAIL FROM ─▶ RCPT TO ─▶ DATA ─▶ the mail ─▶ 250: sent
//!  └────────────── any failure: later ──────────────────────┘ └─ 5xx: refused, else later ─┘
//! ```
//! Each answer must have the code that belongs to it: an answer that was slipped in before TLS began then never counts
//! as that to the mail.

mod answer;
mod server;
mod token;

pub use server::Smtp;
