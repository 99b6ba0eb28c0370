//! Signing in by other providers: the buttons, the way there, and the way back.
//!
//! ```text
//!  /sign-in/upstream                  a work address, whose domain says which provider it is
//!  /sign-in/upstream/NAME             a button: leaves for the provider
//!  /sign-in/upstream/NAME/callback    comes back from it, by GET or by a form of its page
//!  /sign-in/upstream/NAME/nonce       a nonce for the ID token of a native app
//!  /sign-in/upstream/NAME/id-token    the ID token of a native app, in the place of leaving and coming back
//!  /sign-in/upstream-problem          why somebody is not signed in, and the way on
//! ```

mod address;
mod come_back;
mod leave;
mod native;
mod prove;
pub mod silent;
mod straight;
mod trouble;
mod ways;

pub use address::{ask, get as address};
pub use come_back::{come_back_by_form, get as come_back};
pub use leave::{Going, leave, press, reopened};
pub use native::{ID_TOKEN, NONCE, id_token, nonce};
pub use prove::{PATH as PROVE, get as prove};
pub use straight::straight;
pub use trouble::{PATH as PROBLEM, Trouble, problem, show as show_trouble};
pub use ways::{OfferedTo, last_used, of_account, of_names, of_page};

pub use crate::protocol::upstream::CALLBACK;

/// Where a work address is typed.
pub const ADDRESS: &str = "/sign-in/upstream";
/// Where a button leads.
pub const LEAVE: &str = "/sign-in/upstream/{name}";

/// Where the button of a provider leads.
fn leave_path(name: &str) -> String {
    format!("{ADDRESS}/{name}")
}
