//! Making an account, on the way to an app or to nothing but the account itself.
//!
//! ```text
//!  /sign-up           the address, which a mail proves before anything else is asked; its code and link are those of
//!                     signing in by e-mail, and whoever has an account already signs in to it
//!  /sign-up/details   what else is asked, with a ticket that only the answer to the proof brings; of somebody whom a
//!                     provider has proven, what it has not said
//! ```

mod address;
mod at_upstream;
mod details;
mod fields;
mod way_in;

pub use address::{ask, ended, get};
pub use at_upstream::path as path_at_upstream;
pub use details::{create, proved, show as details, to_details};

use crate::{base::id::InteractionId, http::pages::with_interaction};

/// Where one gives the address.
pub const PATH: &str = "/sign-up";
/// Where the account is made.
pub const DETAILS_PATH: &str = "/sign-up/details";
/// The purpose of the forms of these pages.
pub const FORM: &str = "sign_up";

/// The page that asks for the address.
pub fn path(id: Option<&InteractionId>) -> String {
    with_interaction(PATH, id)
}
