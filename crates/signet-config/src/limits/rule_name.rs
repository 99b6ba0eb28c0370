//! The table of rules: what is counted, and how much of it is let through unless the operator says otherwise. How each
//! counts stands in docs/decisions/limits.md.

use super::rule::Rule;
use crate::base::time::Seconds;

/// NIST SP 800-63B §3.2.2: no more than 100 consecutive failed attempts on a single account.
pub(super) const MOST_IN_A_ROW: u32 = 100;

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal: $max:expr, $window:expr;)*
     elsewhere { $($(#[doc = $other_doc:literal])+ $other:ident = $other_name:literal;)* }) => {
        /// What a rule counts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RuleName {
            $($(#[doc = $doc])+ $variant,)*
            $($(#[doc = $other_doc])+ $other,)*
        }

        impl RuleName {
            /// Every rule of `limits.rules`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name as it stands in the configuration, the database, the audit log and the metrics.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* $(Self::$other => $other_name,)* }
            }

            /// What holds unless the operator says otherwise; of those that are set elsewhere, nothing.
            pub(super) const fn default_rule(self) -> Rule {
                match self {
                    $(Self::$variant => Rule { rule: self, max: $max, window: $window },)*
                    $(Self::$other => Rule { rule: self, max: u32::MAX, window: Seconds::days(1) },)*
                }
            }
        }
    };
}

rules! {
    /// Failed passwords of one account from one address.
    LoginAccountAddress = "login_account_address": 5, Seconds::minutes(15);
    /// Failed passwords from one address.
    LoginAddress = "login_address": 20, Seconds::minutes(15);
    /// Failed passwords of one account in a row, over all addresses.
    LoginAccount = "login_account": MOST_IN_A_ROW, Seconds::hours(1);
    /// Failed passwords for one name from one network that is looked at although the account's streak is over.
    LoginAccountNewcomer = "login_account_newcomer": 3, Seconds::days(1);
    /// Codes tried for one account as a further factor.
    FactorAccount = "factor_account": 5, Seconds::minutes(15);
    /// Links to set a forgotten password, asked for from one address.
    RecoveryAddress = "recovery_address": 20, Seconds::hours(1);
    /// Links to set a forgotten password, mailed for one account.
    RecoveryAccount = "recovery_account": 3, Seconds::hours(1);
    /// Mails to sign in by that one address asks for with one name.
    MailNameAddress = "mail_name_address": 5, Seconds::minutes(15);
    /// Mails to sign in by that one address asks for.
    MailAddress = "mail_address": 20, Seconds::minutes(15);
    /// Mails to sign in by for one account, from everywhere.
    MailAccount = "mail_account": 10, Seconds::hours(1);
    /// Mails to one mailbox to make an account with it, or to give it to one, from everywhere.
    VerifyMailbox = "verify_mailbox": 5, Seconds::hours(1);
    /// Changes of its address that one account asks for.
    AddressChangeAccount = "address_change_account": 5, Seconds::hours(1);
    /// Codes that one account tries for them.
    AddressCodeAccount = "address_code_account": 10, Seconds::hours(1);
    /// Texts to one number, from everywhere.
    SmsNumber = "sms_number": 5, Seconds::hours(1);
    /// Texts that one account asks for.
    SmsAccount = "sms_account": 20, Seconds::days(1);
    /// Texts that one address asks for.
    SmsAddress = "sms_address": 10, Seconds::hours(1);
    /// Accounts made from one address, but by invitation. Loopback is not counted.
    SignUpAddress = "sign_up_address": 3, Seconds::hours(1);
    /// User names tried to make an account with one proven mailbox.
    UsernameMailbox = "username_mailbox": 10, Seconds::hours(1);
    /// User names tried to make accounts from one address. Loopback is not counted.
    UsernameAddress = "username_address": 30, Seconds::hours(1);
    /// Browsers never seen before, from one address. Loopback is not counted.
    NewBrowserAddress = "new_browser_address": 1000, Seconds::minutes(15);
    /// Answers of other providers that browsers at one address bring, for each of which the provider is called. Loopback
    /// is not counted.
    UpstreamAddress = "upstream_address": 300, Seconds::minutes(15);
    /// Pictures that one person sends.
    PictureAccount = "picture_account": 20, Seconds::hours(1);
    /// Exports of their data that one person asks for.
    ExportAccount = "export_account": 10, Seconds::hours(1);
    /// Clients registered from one address.
    RegistrationAddress = "registration_address": 20, Seconds::hours(1);
    /// Requests of one client from one address that the token, introspection and revocation endpoints refused.
    TokenClientAddress = "token_client_address": 100, Seconds::minutes(1);
    /// Requests from one address to the endpoints where programs manage something.
    ApiAddress = "api_address": 100, Seconds::minutes(1);
    elsewhere {
        /// Texts of a day: `sms.per_day`.
        SmsDay = "sms_per_day";
        /// Texts of a day to numbers with one code: `sms.per_day_to_country`.
        SmsDayToCountry = "sms_per_day_to_country";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{limits::Limits, section::Section};

    #[test]
    fn every_rule_has_a_name_of_its_own_and_stands_in_the_reference() {
        let keys = Limits::keys();
        let doc = keys.iter().find(|key| key.name == "rules").map(|key| key.doc.concat()).unwrap_or_default();
        for (at, rule) in RuleName::ALL.iter().enumerate() {
            assert!(RuleName::ALL[..at].iter().all(|other| other.as_str() != rule.as_str()), "{rule:?}");
            assert!(doc.contains(rule.as_str()), "{} is not told", rule.as_str());
        }
    }
}
