//! The way between the pages of one's own account.

/// A page of one's own account, or a part of its first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountTab {
    /// The first page.
    Overview,
    /// What one is called.
    Profile,
    /// How one signs in.
    Security,
    /// Where one is signed in: a part of the first page.
    Browsers,
    /// What may use the account: a part of the first page.
    Apps,
    /// Language, clock and colors.
    Preferences,
    /// What is kept, and the end of it.
    Data,
}

impl AccountTab {
    /// In the order in which they stand.
    const ALL: [Self; 7] =
        [Self::Overview, Self::Profile, Self::Security, Self::Browsers, Self::Apps, Self::Preferences, Self::Data];

    const fn id(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Profile => "profile",
            Self::Security => "security",
            Self::Browsers => "browsers",
            Self::Apps => "to-apps",
            Self::Preferences => "preferences",
            Self::Data => "data",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Overview => "account-nav-overview",
            Self::Profile => "account-nav-profile",
            Self::Security => "account-nav-security",
            Self::Browsers => "account-nav-sessions",
            Self::Apps => "account-nav-apps",
            Self::Preferences => "account-nav-preferences",
            Self::Data => "account-nav-data",
        }
    }

    fn address(self, base: &str, session: &str) -> String {
        let (path, part) = match self {
            Self::Overview => ("", ""),
            Self::Profile => ("/profile", ""),
            Self::Security => ("/security", ""),
            Self::Browsers => ("", "#sessions"),
            Self::Apps => ("", "#apps"),
            Self::Preferences => ("/preferences", ""),
            Self::Data => ("/data", ""),
        };
        format!("{base}/account{path}?account={session}{part}")
    }
}

/// A way to a page of one's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountWay {
    /// Its name in the page.
    pub id: &'static str,
    /// What it is called: a key of the texts.
    pub key: &'static str,
    /// Where it leads.
    pub url: String,
    /// Whether this is the page.
    pub is_here: bool,
}

/// The ways to all of them, for the account of a session.
pub fn account_ways(base: &str, session: &str, here: AccountTab) -> Vec<AccountWay> {
    AccountTab::ALL
        .into_iter()
        .map(|tab| AccountWay { id: tab.id(), key: tab.key(), url: tab.address(base, session), is_here: tab == here })
        .collect()
}
