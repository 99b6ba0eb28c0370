//! `[passwords]`: which new passwords are refused because they were stolen somewhere.

use std::path::PathBuf;

use super::{
    branding::WebUrl,
    section::{Checker, section},
};
use crate::base::url::{absolute, is_https_or_loopback};

section! {
    /// Which new passwords are refused because they stand in a list of stolen ones.
    Passwords, check = check {
        /// File with the list, made by `signet passwords import` from the public one. Looked into in place, never
        /// read whole.
        breached_file: Option<PathBuf> = None, example = "\"data/breached.bin\"";
        /// Or a service that knows the list: it is told the first five characters of a SHA-1 digest, never a
        /// password. While it does not answer, passwords are accepted (signet_breached_passwords_total).
        breached_url: Option<WebUrl> = None, example = "\"https://api.pwnedpasswords.com/range/\"";
    }
}

fn check(passwords: &Passwords, at: &mut Checker<'_>) {
    if passwords.breached_file.is_some() && passwords.breached_url.is_some() {
        at.refuse("breached_url", "there is a file as well, and one of the two counts", "keep one of the two");
    }
    let Some(url) = passwords.breached_url.as_ref().map(WebUrl::as_str) else { return };
    if !absolute(url).is_some_and(|url| is_https_or_loopback(&url)) {
        at.refuse(
            "breached_url",
            "only https is asked, and http on loopback",
            "write an address that starts with https://",
        );
    } else if !url.ends_with(['/', '=']) {
        let why = "the five characters follow right behind it, and it ends with neither / nor =";
        at.refuse("breached_url", why, "write it to its end, such as https://api.pwnedpasswords.com/range/");
    }
}
