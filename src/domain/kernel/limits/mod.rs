//! How often something may happen.
//!
//! | what | how it is counted | where |
//! |---|---|---|
//! | what fails: passwords, codes | [`Window`]: looked at before, counted when it failed, cleared by a success | the database |
//! | what is asked for: browsers, clients, mails, links, accounts | [`Allowance`]: so many at once, then evenly | the database |
//! | requests of programs | [`Allowance`] | the memory of each instance |
//!
//! What was counted by a clock that was ahead does not count. Each is counted for whoever asks and, where an address
//! does, for the network around it. What is reached is written down once ([`Exceeded`]).

mod admission;
mod allowance;
mod exceeded;
mod gcra;
pub mod place;
mod window;

use std::net::IpAddr;

pub use admission::{
    admit_person, admit_recovery, admit_registration, admit_sign_up, admit_stranger, admit_upstream, admit_username,
    may_sign_up, of_api, of_client, places_of_stranger,
};
pub use allowance::{Allowance, Remaining, allowances};
pub use exceeded::{Exceeded, refuse, write_down};
pub use window::{Window, add_to_all, failures, windows};

use super::Cx;

/// From which address a call came.
pub fn address(cx: &Cx<'_>) -> Option<IpAddr> {
    cx.origin.ip.as_deref().and_then(|text| text.parse().ok())
}

/// From which network a call came.
pub fn network(cx: &Cx<'_>) -> String {
    place::places(address(cx)).pop().map(|widest| widest.name).unwrap_or_default()
}

/// Whether the operator named the address as one that is not limited.
pub fn is_trusted(cx: &Cx<'_>, address: Option<IpAddr>) -> bool {
    address.is_some_and(|ip| cx.app.config.limits.trusted.iter().any(|network| network.contains(&ip)))
}
