//! Passkeys: those of a person, a new one, and the button to sign in with one.

use askama::Template;

use crate::{AfterPost, Frame, Page, Scripts, base::time::Timestamp, protocol::passkey::Backup};

/// Signing in with a passkey, offered on the sign-in page where the browser can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyOffer {
    /// Where the script gets what the browser is asked.
    pub options_url: String,
    /// Where the answer goes.
    pub action: String,
    /// Whether the form of the password says if the browser can make passkeys.
    pub asks_browser: bool,
}

/// The passkeys of a person, on the page of how they sign in.
///
/// "Rename" posts `passkey`, `name` and `csrf` to `rename_url`, "Remove" `passkey` and `csrf` to `remove_url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkeys {
    /// Oldest first.
    pub rows: Vec<PasskeyRow>,
    /// Adds one; not offered when absent.
    pub add_url: Option<String>,
    /// Calls one by another name.
    pub rename_url: String,
    /// Takes one away.
    pub remove_url: String,
    /// Whether one may go: the last way to sign in stays.
    pub may_remove: bool,
    /// Whether one is asked for after the password, too; no choice of those who have an app or no password.
    pub after_password: Option<AfterPassword>,
}

/// Whether a passkey is asked for after the password.
///
/// The button posts `on` (`yes` or `no`) and `csrf` to `url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterPassword {
    /// Whether it is.
    pub asked: bool,
    /// Where it is changed.
    pub url: String,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Sent back as `passkey`.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Who keeps it, where that is known.
    pub provider: Option<&'static str>,
    /// Whether it outlives its device.
    pub backup: Backup,
    /// When it was added.
    pub added: Timestamp,
    /// When it last signed in.
    pub last_used: Option<Timestamp>,
}

impl PasskeyRow {
    /// Who keeps it, where its name does not say so.
    pub fn other_provider(&self) -> Option<&'static str> {
        self.provider.filter(|provider| *provider != self.name)
    }

    /// The words for [`Self::backup`].
    pub const fn backup_key(&self) -> &'static str {
        match self.backup {
            Backup::None => "passkeys-on-one-device",
            Backup::Possible => "passkeys-not-copied",
            Backup::BackedUp => "passkeys-copied",
        }
    }
}

/// A passkey is made.
///
/// Posts `answer`, `sealed` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/new_passkey.html")]
pub struct NewPasskey {
    /// What stands around it.
    pub frame: Frame,
    /// What the browser is asked.
    pub public_key: String,
    /// What comes back with the answer.
    pub sealed: String,
    /// Why there is no passkey yet.
    pub problem: Option<NewPasskeyProblem>,
    /// Where the form goes.
    pub action: String,
    /// Where it was begun.
    pub back_url: String,
}

/// Why a passkey was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasskeyProblem {
    /// The page was open for too long, or sent before.
    Expired,
    /// What came does not hold, or is known already.
    Refused,
    /// Passkeys of this kind are not wanted here.
    NotAllowed,
}

impl NewPasskeyProblem {
    /// Its title and its text.
    pub fn words(self, frame: &Frame) -> (String, String) {
        let key = match self {
            Self::Expired => "new-passkey-expired",
            Self::Refused => "new-passkey-refused",
            Self::NotAllowed => "new-passkey-not-allowed",
        };
        (frame.t(format!("{key}-title")), frame.t(format!("{key}-text")))
    }
}

impl NewPasskey {
    /// What a passkey is called of which nothing is known.
    pub fn name(frame: &Frame) -> String {
        frame.t("passkeys-one")
    }

    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.words(&self.frame))
    }
}

impl Page for NewPasskey {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
mod samples {
    use super::*;

    impl PasskeyOffer {
        /// One.
        pub fn sample() -> Self {
            let path = "/sign-in/passkey".to_owned();
            Self { options_url: path.clone(), action: path, asks_browser: true }
        }
    }

    impl Passkeys {
        /// Two of them.
        pub fn sample() -> Self {
            let row = |id: &str, name: &str, provider, backup, last_used| PasskeyRow {
                id: id.to_owned(),
                name: name.to_owned(),
                provider,
                backup,
                added: Timestamp(1_790_000_000),
                last_used,
            };
            let used = Some(Timestamp(1_795_259_340));
            Self {
                rows: vec![
                    row("pky_1", "iCloud Keychain", Some("iCloud Keychain"), Backup::BackedUp, used),
                    row("pky_2", "The blue key", Some("YubiKey 5"), Backup::None, None),
                ],
                add_url: Some("/account/security/passkey".to_owned()),
                rename_url: "/account/security/passkey/rename".to_owned(),
                remove_url: "/account/security/passkey/remove".to_owned(),
                may_remove: true,
                after_password: Some(AfterPassword { asked: false, url: "/account/security/passkey/ask".to_owned() }),
            }
        }

        /// Asked for after the password.
        pub fn asked() -> Self {
            let url = "/account/security/passkey/ask".to_owned();
            Self { after_password: Some(AfterPassword { asked: true, url }), ..Self::sample() }
        }

        /// None yet.
        pub fn none() -> Self {
            Self { rows: Vec::new(), after_password: None, ..Self::sample() }
        }

        /// The last way to sign in.
        pub fn last() -> Self {
            let mut last = Self { may_remove: false, after_password: None, ..Self::sample() };
            last.rows.truncate(1);
            last
        }
    }

    impl NewPasskey {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone(),
                public_key: "{\"challenge\":\"AAAA\"}".to_owned(),
                sealed: "v1.key.state".to_owned(),
                problem: None,
                action: "/account/security/passkey".to_owned(),
                back_url: "/account/security".to_owned(),
            };
            let with = |problem| Self { problem: Some(problem), ..plain.clone() };
            vec![
                ("new_passkey_expired", with(NewPasskeyProblem::Expired)),
                ("new_passkey_refused", with(NewPasskeyProblem::Refused)),
                ("new_passkey_not_allowed", with(NewPasskeyProblem::NotAllowed)),
                ("new_passkey", plain),
            ]
        }
    }
}
