//! What the browser is told of passkeys, by a script, so that it offers none that is of no use.

/// What a page tells the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeySignals {
    /// The domain that the passkeys belong to.
    pub rp_id: String,
    /// A passkey that no account has, in base64url.
    pub unknown: Option<String>,
    /// The account that is signed in, with all of its passkeys.
    pub account: Option<SignalledAccount>,
}

/// An account in the browser's list of passkeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalledAccount {
    /// What authenticators know it by, in base64url.
    pub user_handle: String,
    /// Its passkeys in base64url, with spaces between them.
    pub accepted: String,
    /// Its user name.
    pub name: String,
    /// What its person is called.
    pub display_name: String,
}

#[cfg(test)]
impl PasskeySignals {
    /// Of an account.
    pub fn sample() -> Self {
        let account = SignalledAccount {
            user_handle: "AAAA".to_owned(),
            accepted: "AQID BAUG".to_owned(),
            name: "ada".to_owned(),
            display_name: "Ada Lovelace".to_owned(),
        };
        Self { rp_id: "id.example.com".to_owned(), unknown: None, account: Some(account) }
    }

    /// Of a passkey that nobody has.
    pub fn unknown_sample() -> Self {
        Self { unknown: Some("AQID".to_owned()), account: None, ..Self::sample() }
    }
}
