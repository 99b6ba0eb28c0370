//! Use-cases: the only layer that combines store, protocol and outbound. It has floors: each stands on those
//! above it in this table, and uses no others. `tests/it/architecture.rs` holds it to the table.
//!
//! | floor | uses | what lives there |
//! |---|---|---|
//! | `kernel` | none | this call, this unit of work, events, actors, permissions, limits, seals, mail to be sent |
//! | `sessions` | `kernel` | browsers, sessions, what a form led to |
//! | `directory` | `kernel`, `sessions` | people and organizations |
//! | `registry` | `kernel`, `directory` | clients, APIs, attributes, our keys |
//! | `approval` | `kernel`, `sessions`, `directory`, `registry` | grants, consents, and what a client learns of a person |
//! | `tokens` | `kernel`, `sessions`, `registry`, `approval` | issuing and inspecting; one file for each grant |
//! | `login` | `kernel`, `sessions`, `directory`, `registry` | ways to prove who one is, one file for each |
//! | `interactions` | `kernel`, `sessions`, `registry`, `approval`, `tokens`, `login` | requests that wait for their person |
//! | `flows` | `kernel`, `sessions`, `directory`, `registry`, `approval`, `tokens`, `interactions`, `login` | authorize, logout |
//! | `own_account` | `kernel`, `sessions`, `registry`, `login`, `tokens` | one's own account in the hands of an app |
//! | `consumers` | `kernel`, `registry`, `approval`, `tokens` | who hears of events |
//! | `installation` | `kernel`, `sessions`, `directory`, `registry`, `login` | the first administrator, the demo, upkeep |

pub mod approval;
pub mod consumers;
pub mod directory;
pub mod flows;
pub mod installation;
pub mod interactions;
pub mod kernel;
pub mod login;
pub mod own_account;
pub mod registry;
pub mod sessions;
pub mod tokens;

#[cfg(test)]
pub(crate) mod testing;
