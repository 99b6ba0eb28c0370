//! Signing in, and what a browser may and may not do on the way.

mod account;
mod again;
mod attack;
mod breached;
mod browser;
mod change_password;
mod device;
mod ends;
mod errors;
mod factor_policy;
mod factors;
mod foreign_hashes;
mod interaction;
mod keys;
mod logo;
mod mail_sign_in;
mod names;
mod organizations;
mod passkeys;
mod password;
mod password_link;
mod queue;
mod races;
mod recovery;
mod sessions;
mod setup;
