//! Signing in by other providers: the buttons, the way there, and the way back.
//!
//! ```text
//!  /sign-in/upstream                  a work address, whose domain says which provider it is
//!  /sign-in/upstream/NAME             a button: leaves for the provider
//!  /sign-in/upstream/NAME/callback    comes back from it, by GET or by a form of its page
//!  /sign-in/upstream-problem          why somebody is not signed in, and the way on
//! ```

mod address;
mod come_back;
mod leave;
mod prove;
mod straight;
mod trouble;
mod ways;

pub use address::{ask, get as address};
pub use come_back::{come_back_by_form, get as come_back};
pub use leave::{Going, leave, press, reopened};
pub use prove::{PATH as PROVE, get as prove};
pub use straight::straight;
pub use trouble::{PATH as PROBLEM, Trouble, problem, show as show_trouble};
pub use ways::{OfferedTo, last_used, of_account, of_page};

/// Where a work address is typed.
pub const ADDRESS: &str = "/sign-in/upstream";
/// Where a button leads.
pub const LEAVE: &str = "/sign-in/upstream/{name}";
/// Where providers send people back to.
pub const CALLBACK: &str = "/sign-in/upstream/{name}/callback";

/// Where the button of a provider leads.
fn leave_path(name: &str) -> String {
    format!("{ADDRESS}/{name}")
}
