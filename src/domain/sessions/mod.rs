//! Browsers, and the accounts signed in to them.
//!
//! A browser is known by the hash of its cookie; it holds sessions, one for each signed-in
//! account. The cookie's secret is replaced at every sign-in, so a planted cookie is worthless.

mod accounts;
mod browsers;
mod end;
mod label;
pub mod outcomes;
mod sign_in;
mod signed_in;
pub mod visitor;

pub use accounts::{Accounts, familiar, look};
pub use browsers::{Browser, has_cookie, is_current, make_browser, new_browser, renewed, renewed_stranger};
pub use end::{end, end_all_in, end_in, end_others, end_others_in};
pub use label::set_label;
pub use sign_in::{
    Proof, begin, has_fresh_sign_in, has_signed_in_after, is_fresh, is_remembered, may_enrol, sign_in, strengthen,
};
pub use signed_in::{Reachable, SignedIn, check_refresh, find_own, is_touch_due, of_person, signed_in, touch};
