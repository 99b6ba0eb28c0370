//! Wallets: those of a person, a new one, and the button to sign in with one.

use askama::Template;

use crate::{AfterPost, Frame, Page, Scripts, base::time::Timestamp};

/// Signing in with a wallet, offered on the sign-in page where there are scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletOffer {
    /// Where the script gets what the wallet signs.
    pub options_url: String,
    /// Where the signature goes.
    pub action: String,
}

/// The wallets of a person, on the page of how they sign in.
///
/// "Remove" posts `wallet` and `csrf` to `remove_url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallets {
    /// Oldest first.
    pub rows: Vec<WalletRow>,
    /// Adds one; not offered when absent.
    pub add_url: Option<String>,
    /// Takes one away.
    pub remove_url: String,
    /// Whether one may go: the last way to sign in stays.
    pub may_remove: bool,
}

/// A wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletRow {
    /// Sent back as `wallet`.
    pub id: String,
    /// Its address, as wallets show it.
    pub address: String,
    /// When it was added.
    pub added: Timestamp,
    /// When it last signed in.
    pub last_used: Option<Timestamp>,
}

/// Why a wallet did not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalletProblem {
    /// The page was open for too long, or its message was signed before.
    Expired,
    /// No account has it.
    Unknown,
    /// Another one has signed, or none.
    Wrong,
    /// The same, where contracts are accepted.
    NotSigned,
    /// It may be a contract, and nobody could say whether it signed.
    Unanswered,
    /// An account has it already.
    Taken,
}

impl WalletProblem {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Expired => "wallet-expired",
            Self::Unknown => "wallet-unknown",
            Self::Wrong => "wallet-wrong",
            Self::NotSigned => "wallet-not-signed",
            Self::Unanswered => "wallet-unanswered",
            Self::Taken => "wallet-taken",
        }
    }
}

/// A wallet is added.
///
/// Posts `signature`, `sealed` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/new_wallet.html")]
pub struct NewWallet {
    /// What stands around it.
    pub frame: Frame,
    /// Where the script gets what the wallet signs.
    pub options_url: String,
    /// Why there is no wallet yet.
    pub problem: Option<WalletProblem>,
    /// Where the form goes.
    pub action: String,
    /// Where it was begun.
    pub back_url: String,
}

impl NewWallet {
    fn notice(&self) -> Option<(String, String)> {
        let key = self.problem?.key();
        Some((self.frame.t(format!("{key}-title")), self.frame.t(format!("{key}-text"))))
    }
}

impl Page for NewWallet {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Fetch;
}

#[cfg(test)]
mod samples {
    use super::*;

    impl WalletOffer {
        /// One.
        pub fn sample() -> Self {
            Self { options_url: "/sign-in/ethereum".to_owned(), action: "/sign-in/ethereum".to_owned() }
        }
    }

    impl Wallets {
        /// Two of them.
        pub fn sample() -> Self {
            let row = |id: &str, address: &str, last_used| WalletRow {
                id: id.to_owned(),
                address: address.to_owned(),
                added: Timestamp(1_790_000_000),
                last_used,
            };
            Self {
                rows: vec![
                    row("wal_1", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Some(Timestamp(1_795_259_340))),
                    row("wal_2", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", None),
                ],
                add_url: Some("/account/security/wallet".to_owned()),
                remove_url: "/account/security/wallet/remove".to_owned(),
                may_remove: true,
            }
        }

        /// None yet.
        pub fn none() -> Self {
            Self { rows: Vec::new(), may_remove: false, ..Self::sample() }
        }
    }

    impl NewWallet {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone(),
                options_url: "/account/security/wallet/message".to_owned(),
                problem: None,
                action: "/account/security/wallet".to_owned(),
                back_url: "/account/security".to_owned(),
            };
            let with = |problem| Self { problem: Some(problem), ..plain.clone() };
            vec![
                ("new_wallet_taken", with(WalletProblem::Taken)),
                ("new_wallet_wrong", with(WalletProblem::Wrong)),
                ("new_wallet_not_signed", with(WalletProblem::NotSigned)),
                ("new_wallet_unanswered", with(WalletProblem::Unanswered)),
                ("new_wallet", plain),
            ]
        }
    }
}
