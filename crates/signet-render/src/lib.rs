//! Templates, their contexts, translations and assets; knows nothing of HTTP.
//!
//! A [`Branding`] is built once at start from the operator's branding. Each request makes a
//! [`Frame`] of it (language, CSRF token), puts it into one of the contexts under [`pages`]
//! and answers [`Page::html`] with [`Page::content_security_policy`]. Mails are made by [`mail`].

pub mod appearance;
pub mod assets;
pub mod cancel;
pub mod check_session;
pub mod claims;
pub mod frame;
pub mod locale;
pub mod mail;
pub mod page;
pub mod pages;
pub mod people;
pub mod qr;
pub mod scopes;
pub mod sms;
pub mod theme;
pub mod upstream_icons;

#[cfg(test)]
mod checks;
#[cfg(test)]
mod tests;

// Files of this crate call the layers below `crate::base` and so on, as those of the server do.
use signet_config as config;
use signet_protocol::{self as protocol, base};

pub use appearance::{Appearance, ColorTheme};
pub use assets::{Asset, Assets};
pub use cancel::CancelForm;
pub use frame::{Brand, Branding, ClientCard, Frame};
pub use locale::Locale;
pub use page::{AfterPost, Page, Scripts};
pub use people::Person;
pub use theme::Theme;
