//! `[issuer]`: who Signet says it is.

use super::section::section;
use crate::base::url::Issuer as Url;

section! {
    /// Who Signet says it is.
    Issuer {
        /// The address under which browsers and clients reach Signet: the `iss` of every token,
        /// compared byte for byte, so write it without a slash at the end. https, or http on
        /// loopback for trying things out. A path is welcome. Changing it later invalidates every
        /// token and every client's configuration.
        url: Url = default_url();
    }
}

fn default_url() -> Url {
    // A constant that the tests parse, too.
    Url::parse("http://localhost:8080").unwrap_or_else(|_| unreachable!("the default issuer is valid"))
}
