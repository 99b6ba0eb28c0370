//! How one signs in: the password, passkeys, authenticator apps and recovery codes.

use askama::Template;

use crate::{
    AfterPost, Frame, Page, Person, Scripts,
    base::{secret::Secret, time::Timestamp},
    pages::{AccountWay, ConnectedAccounts, NextStepRow, PasskeySignals, Passkeys, Wallets},
    qr::QrPicture,
};

/// So few recovery codes are a reason to make new ones.
const FEW: u32 = 3;

/// What a person has beside their password.
///
/// "Remove" posts `app` and `csrf` to `urls.remove`, "New codes" posts `csrf` to `urls.codes`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/security.html")]
pub struct Security {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// What would make the account safer.
    pub next: NextStepRow,
    /// The passkeys; nothing of them is shown when absent.
    pub passkeys: Option<Passkeys>,
    /// What the browser is told of them.
    pub signals: Option<PasskeySignals>,
    /// The wallets; nothing of them is shown when absent.
    pub wallets: Option<Wallets>,
    /// The accounts elsewhere; nothing of them is shown when absent.
    pub connected: Option<ConnectedAccounts>,
    /// The authenticator apps.
    pub apps: Vec<AuthenticatorRow>,
    /// Codes by text; nothing of them is shown when absent.
    pub texts: Option<TextsWay>,
    /// Whether the person is asked for a further factor, which recovery codes stand in for.
    pub has_codes: bool,
    /// How many of them are left.
    pub recovery_codes: u32,
    /// What was just done.
    pub flash: Option<SecurityFlash>,
    /// Where the forms go.
    pub urls: SecurityUrls,
}

/// An authenticator app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatorRow {
    /// Sent back as `app`.
    pub id: String,
    /// When it was added.
    pub added: Timestamp,
    /// When its last code was accepted.
    pub last_used: Option<Timestamp>,
}

/// Codes that are texted at sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextsWay {
    /// Whether they are.
    pub is_on: bool,
    /// Where that is switched.
    pub url: String,
}

/// Where the links and forms of the page go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityUrls {
    /// The account.
    pub account: String,
    /// Changes the password.
    pub password: String,
    /// Adds an app; not offered when absent.
    pub add: Option<String>,
    /// Removes one.
    pub remove: String,
    /// Makes new recovery codes.
    pub codes: String,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityFlash {
    /// An app was added.
    Added,
    /// An app was removed.
    Removed,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was renamed.
    PasskeyRenamed,
    /// A passkey was removed.
    PasskeyRemoved,
    /// The password was changed.
    PasswordChanged,
    /// A passkey is asked for after the password.
    PasskeyAsked,
    /// It is not any more.
    PasskeyNotAsked,
    /// A wallet was added.
    WalletAdded,
    /// A wallet was removed.
    WalletRemoved,
    /// An account elsewhere was connected.
    Connected,
    /// One was disconnected.
    Disconnected,
}

impl Security {
    const fn is_few(&self) -> bool {
        self.recovery_codes <= FEW
    }

    fn done(&self) -> Option<String> {
        let key = match self.flash? {
            SecurityFlash::Added => "security-app-added",
            SecurityFlash::Removed => "security-app-removed",
            SecurityFlash::PasskeyAdded => "passkeys-added",
            SecurityFlash::PasskeyRenamed => "passkeys-renamed",
            SecurityFlash::PasskeyRemoved => "passkeys-removed",
            SecurityFlash::PasswordChanged => "security-password-changed",
            SecurityFlash::PasskeyAsked => "passkeys-asked",
            SecurityFlash::PasskeyNotAsked => "passkeys-not-asked",
            SecurityFlash::WalletAdded => "wallets-added",
            SecurityFlash::WalletRemoved => "wallets-removed",
            SecurityFlash::Connected => "connected-added",
            SecurityFlash::Disconnected => "connected-removed",
        };
        Some(self.frame.t(key))
    }
}

impl Page for Security {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Run;
}

/// An authenticator app is set up.
///
/// Posts `code`, `sealed` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/new_app.html")]
pub struct NewAuthenticator {
    /// What stands around it.
    pub frame: Frame,
    /// What the app's camera reads.
    pub qr: QrPicture,
    /// The same for those who type it.
    pub key: String,
    /// The secret on its way through the form.
    pub sealed: String,
    /// Whether the code was wrong.
    pub wrong: bool,
    /// Where the form goes.
    pub action: String,
    /// Where it was begun.
    pub back_url: String,
}

impl Page for NewAuthenticator {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// New recovery codes, shown once.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/recovery_codes.html")]
pub struct RecoveryCodes {
    /// What stands around it.
    pub frame: Frame,
    /// The codes.
    pub codes: Vec<Secret<String>>,
    /// Where it goes on.
    pub next_url: String,
}

impl Page for RecoveryCodes {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::{AccountTab, account_ways};

    impl Security {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let row = |id: &str, last_used| AuthenticatorRow {
                id: id.to_owned(),
                added: Timestamp(1_790_000_000),
                last_used,
            };
            let full = Self {
                frame: frame.clone().at("/account/security"),
                ways: account_ways("", "ses_1", AccountTab::Security),
                person: Person::sample(),
                next: NextStepRow::sample(),
                passkeys: Some(Passkeys::sample()),
                signals: Some(PasskeySignals::sample()),
                wallets: None,
                connected: Some(ConnectedAccounts::sample()),
                apps: vec![row("crd_1", Some(Timestamp(1_795_259_340))), row("crd_2", None)],
                texts: Some(TextsWay { is_on: true, url: "/account/phone".to_owned() }),
                has_codes: true,
                recovery_codes: 9,
                flash: Some(SecurityFlash::Added),
                urls: SecurityUrls {
                    account: "/account".to_owned(),
                    password: "/account/security/password".to_owned(),
                    add: Some("/account/security/app".to_owned()),
                    remove: "/account/security/app/remove".to_owned(),
                    codes: "/account/security/codes".to_owned(),
                },
            };
            let none = Self {
                apps: Vec::new(),
                texts: Some(TextsWay { is_on: false, url: "/account/phone".to_owned() }),
                passkeys: Some(Passkeys::none()),
                wallets: Some(Wallets::none()),
                connected: Some(ConnectedAccounts::none()),
                has_codes: false,
                flash: Some(SecurityFlash::Removed),
                ..full.clone()
            };
            let few = Self {
                recovery_codes: 1,
                texts: None,
                passkeys: Some(Passkeys::last()),
                wallets: Some(Wallets::sample()),
                connected: Some(ConnectedAccounts::last()),
                flash: None,
                person: Person::long_sample(),
                ..full.clone()
            };
            let asked = Self { apps: Vec::new(), passkeys: Some(Passkeys::asked()), flash: None, ..full.clone() };
            vec![("security", full), ("security_none", none), ("security_few", few), ("security_passkey", asked)]
        }
    }

    impl NewAuthenticator {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let address = "otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind";
            let plain = Self {
                frame: frame.clone(),
                qr: QrPicture::of(address).unwrap(),
                key: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".to_owned(),
                sealed: "v1.key.secret".to_owned(),
                wrong: false,
                action: "/account/security/app".to_owned(),
                back_url: "/account/security".to_owned(),
            };
            vec![("new_app_wrong", Self { wrong: true, ..plain.clone() }), ("new_app", plain)]
        }
    }

    impl RecoveryCodes {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let codes = (0..10).map(|at| Secret::new(format!("mzxw-6ytb-oi4d-gmr{at}"))).collect();
            vec![("recovery_codes", Self { frame: frame.clone(), codes, next_url: "/account/security".to_owned() })]
        }
    }
}
