//! People: made, changed, switched off, erased.

pub mod address;
pub mod agreements;
mod check;
pub mod claim_sources;
mod common_passwords;
mod consequences;
mod create;
mod delete;
mod disable;
pub mod export;
mod find;
mod forget;
pub mod former_number;
pub mod import;
pub mod invitations;
pub mod leaving;
mod merge;
pub mod own_claims;
pub mod pairwise;
mod password;
pub mod password_link;
pub mod password_policy;
pub mod picture;
mod preferences;
mod profile;
mod prove_address;
pub mod recovery;
mod regain;
mod require;
mod search;
pub mod set_by_link;
mod sign_out;
pub mod subject;
mod suggest;
mod take_over;
mod update;
mod welcome;

pub use create::{NewUser, Prepared, create, insert, prepare};
pub use delete::delete;
pub use disable::{disable, enable};
pub use find::{find, find_by_id};
pub use forget::forget_credentials;
pub use merge::{Merged, Merging, merge};
pub use password::{NewPassword, change_password, set_password};
pub use preferences::{PreferenceChanges, change_preferences, theme};
pub use profile::{ProfileChanges, change_profile, change_username, may_change_username};
pub use prove_address::prove_address;
pub use regain::{new_password_link, regain, was_taken_back};
pub use require::{Requirement, require};
pub use search::search;
pub use sign_out::{Reach, leave, sign_out, sign_out_in};
pub use suggest::{
    is_reserved, suggest_username, try_username, username_like, username_to_show, username_to_show_like,
};
pub use take_over::{TakenWords, take_over};
pub use update::{AccountChanges, update};
pub use welcome::welcome_new;

#[cfg(test)]
mod tests;
