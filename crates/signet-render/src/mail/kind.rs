//! Every kind of mail there is. A new one is a row here and its texts, `mail-NAME-subject`, `-title`, `-text`, `-note`
//! and, with a link, `-button`, in every `templates/locales/*/mail.ftl`.

use serde::{Deserialize, Serialize};

/// What a mail holds besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailPart {
    /// The account that it is about.
    Account,
    /// An address to press.
    Link,
    /// A code to type.
    Code,
    /// When link or code end.
    EndsAt,
    /// When it happened.
    HappenedAt,
    /// Where it happened, where that is known.
    Place,
    /// How many recovery codes are left.
    CodesLeft,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, [$($part:ident),*];)*) => {
        /// A kind of mail.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum MailKind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)*
        }

        impl MailKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, as files and the database write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it holds.
            pub const fn parts(self) -> &'static [MailPart] {
                match self { $(Self::$variant => &[$(MailPart::$part),*],)* }
            }
        }
    };
}

kinds! {
    /// Shows that mail works.
    Test = "test", [];
    /// A link to set a password.
    PasswordLink = "password_link", [Account, Link, EndsAt];
    /// A link to set a password that was forgotten.
    PasswordRecovery = "password_recovery", [Account, Link, EndsAt];
    /// A password was set.
    PasswordChanged = "password_changed", [Account, HappenedAt];
    /// An authenticator app was added.
    FactorAdded = "factor_added", [Account, HappenedAt];
    /// An authenticator app was removed.
    FactorRemoved = "factor_removed", [Account, HappenedAt];
    /// The operator took all further factors away.
    FactorsReset = "factors_reset", [Account, HappenedAt];
    /// New recovery codes were made.
    RecoveryCodesMade = "recovery_codes_made", [Account, HappenedAt];
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery_code_used", [Account, HappenedAt, CodesLeft];
    /// A session was ended by a sign-in in one browser more than is allowed.
    SessionLimit = "session_limit", [Account, HappenedAt];
    /// Somebody signed in as they have not before.
    UnusualSignIn = "unusual_sign_in", [Account, HappenedAt, Place];
    /// A sign-in with the right password was stopped; a link to set another one.
    SignInStopped = "sign_in_stopped", [Account, Link, EndsAt, HappenedAt, Place];
    /// A passkey was added.
    PasskeyAdded = "passkey_added", [Account, HappenedAt];
    /// A passkey was removed.
    PasskeyRemoved = "passkey_removed", [Account, HappenedAt];
    /// A wallet was added.
    WalletAdded = "wallet_added", [Account, HappenedAt];
    /// A wallet was removed.
    WalletRemoved = "wallet_removed", [Account, HappenedAt];
    /// The telephone number was added, changed or taken away.
    PhoneChanged = "phone_changed", [Account, HappenedAt];
    /// A number that was proven is another one, or none; a link to take it back.
    PhoneNumberChanged = "phone_number_changed", [Account, Link, EndsAt, HappenedAt];
    /// Codes by text were switched on or off.
    PhoneFactor = "phone_factor", [Account, HappenedAt];
    /// Another provider was linked.
    IdentityLinked = "identity_linked", [Account, HappenedAt];
    /// Another provider was unlinked.
    IdentityUnlinked = "identity_unlinked", [Account, HappenedAt];
    /// What was set up before the address was proven by somebody else is gone.
    CredentialsForgotten = "credentials_forgotten", [Account, HappenedAt];
    /// A link to sign in.
    SignInLink = "sign_in_link", [Account, Link, EndsAt];
    /// A code and a link to sign in.
    SignInCode = "sign_in_code", [Account, Code, Link, EndsAt];
    /// A code and a link to prove an address, before it has an account.
    SignUpCode = "sign_up_code", [Code, Link, EndsAt];
    /// The same for an address that has an account already.
    SignUpKnown = "sign_up_known", [Account, Code, Link, EndsAt];
    /// The same where no mail signs anybody in: it says so, and leads to the sign-in page.
    SignUpExists = "sign_up_exists", [Account, Link];
    /// The address of an account was proven for the first time; a link to its page, which opens nothing.
    Welcome = "welcome", [Account, Link];
    /// A code and a link to prove the address of an account.
    VerifyCode = "verify_code", [Account, Code, Link, EndsAt];
    /// A code and a link to prove the address that an account is to have.
    AddressChangeCode = "address_change_code", [Code, Link, EndsAt];
    /// The same change, told to the address of the account, with the code that is asked for.
    AddressChangeOld = "address_change_old", [Account, Code, EndsAt];
    /// The same, to an address that nobody has proven, which is asked for nothing.
    AddressChangeAsked = "address_change_asked", [Account, HappenedAt];
    /// Somebody wanted the address of this account for theirs.
    AddressKnown = "address_known", [Account, HappenedAt];
    /// An account has another address; a link to take it back.
    AddressChanged = "address_changed", [Account, Link, EndsAt, HappenedAt];
    /// The address before was taken back.
    AddressTakenBack = "address_taken_back", [Account, HappenedAt];
    /// A link with which somebody makes an account.
    Invitation = "invitation", [Link, EndsAt];
    /// An account is to be erased; a link to keep it.
    AccountLeaving = "account_leaving", [Account, Link, EndsAt];
    /// An account that was to be erased stays.
    AccountKept = "account_kept", [Account, HappenedAt];
    /// An account was erased.
    AccountErased = "account_erased", [Account, HappenedAt];
    /// A link to make the first administrator.
    SetupLink = "setup_link", [Link, EndsAt];
}

impl MailKind {
    /// The key of one of its texts.
    pub(super) fn key(self, text: &str) -> String {
        format!("mail-{}-{text}", self.as_str().replace('_', "-"))
    }

    /// Whether it has such a part.
    pub fn has(self, part: MailPart) -> bool {
        self.parts().contains(&part)
    }

    /// The kind of this name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}
