//! The sign-in page, for a paused request or for one's own account.

mod cancel;
pub mod captcha;
mod enter;
pub mod ethereum;
pub mod name;
pub mod passkey;
mod repeated;
mod show;
mod signature;
mod submit;
mod ways;

pub use cancel::{cancel, cancelled};
pub use enter::{Entry, NotEntered, enter, led, signed_in, taken};
pub use name::{back_to_ways, given as given_name};
pub use repeated::{Repeated, paused_for};
pub use show::{ended_path, ensure_browser, get, password_rules};
pub use signature::remembers;
pub use submit::post;

/// The form's purpose.
pub const FORM: &str = "login";
