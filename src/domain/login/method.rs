//! Ways to sign in.

use crate::{
    base::time::Timestamp,
    protocol::{
        acr::{Factor, FactorKind, merged},
        passkey::Backup,
        upstream::factors::FEDERATED,
    },
};

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Something the person knows.
    Password,
    /// A link that works once, given out by the operator.
    Link,
    /// A code or a link that was mailed: one channel, so one method.
    Mail,
    /// A passkey whose authenticator verified the person (WebAuthn).
    Passkey,
    /// A passkey on top of something else, whether or not its authenticator verified the person.
    FurtherPasskey,
    /// A wallet (EIP-4361).
    Wallet,
    /// Another provider, which says who it is.
    Upstream,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code that was texted to the number of the account.
    Sms,
    /// A code that was kept for the day on which the app is gone. It works once.
    RecoveryCode,
}

impl Method {
    /// The factors that it proves, by their names of RFC 8176 §2.
    pub fn factors(self, at: Timestamp) -> Vec<Factor> {
        match self {
            Self::Password => vec![Factor::new("pwd", FactorKind::Knowledge, at)],
            // Somebody touched it, and it knew them: by a PIN or by what they are, which it does not tell. As
            // knowledge it is never one kind more beside a password (docs/decisions/passkeys.md).
            Self::Passkey => {
                vec![Factor::new("user", FactorKind::Possession, at), Factor::new("mfa", FactorKind::Knowledge, at)]
            }
            Self::FurtherPasskey => vec![Factor::new("user", FactorKind::Possession, at)],
            // Ours: RFC 8176 has none for a key of which nobody knows who holds it how.
            Self::Wallet => vec![Factor::new("wallet", FactorKind::Possession, at)],
            // Ours, too: what another provider asked for is not known, and beside a password it is no second kind. What
            // is believed of it stands in `ByUpstream`.
            Self::Upstream => vec![Factor::new(FEDERATED, FactorKind::Knowledge, at)],
            // RFC 8176 has no value for a link or for a code that was written down; secrets that work once are
            // nearest to `otp`. Whoever has the mailbox sets the password, too: beside one, a mail is no second kind.
            Self::Mail => vec![Factor::new("otp", FactorKind::Knowledge, at)],
            // RFC 8176 §2: sms. Whoever has the telephone has its app, too, and whoever took the number over neither: of
            // one kind with all that somebody owns, so it is never one kind more beside that.
            Self::Sms => vec![Factor::new("sms", FactorKind::Possession, at)],
            Self::Link | Self::Totp | Self::RecoveryCode => vec![Factor::new("otp", FactorKind::Possession, at)],
        }
    }

    /// Whether it is all that is asked of somebody who has a further factor: it is two by itself.
    pub const fn is_enough(self) -> bool {
        matches!(self, Self::Passkey)
    }

    /// Whether it only comes on top of another one, and begins no session by itself.
    pub const fn is_further(self) -> bool {
        matches!(self, Self::FurtherPasskey | Self::Totp | Self::Sms | Self::RecoveryCode)
    }

    /// Its name in metrics and audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
            Self::Mail => "mail",
            Self::Passkey => "passkey",
            Self::FurtherPasskey => "further_passkey",
            Self::Wallet => "wallet",
            Self::Upstream => "upstream",
            Self::Totp => "totp",
            Self::Sms => "sms",
            Self::RecoveryCode => "recovery_code",
        }
    }

    /// Counts a sign-in, once it is committed.
    pub fn count(self) {
        self.counted("success");
    }

    /// Counts a try that failed.
    pub fn count_failure(self) {
        self.counted("failure");
    }

    fn counted(self, outcome: &'static str) {
        metrics::counter!(crate::telemetry::SIGN_INS, "method" => self.as_str(), "outcome" => outcome).increment(1);
    }
}

/// The factors that a passkey proves, by whether it outlives its device and whether its authenticator verified the
/// person.
pub(super) fn of_passkey(backup: Backup, user_verified: bool, at: Timestamp) -> Vec<Factor> {
    // RFC 8176 §2: what may be copied between devices is no key that hardware secures.
    let key = if backup == Backup::None { "hwk" } else { "swk" };
    let method = if user_verified { Method::Passkey } else { Method::FurtherPasskey };
    merged(vec![Factor::new(key, FactorKind::Possession, at)], &method.factors(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::acr::{Ladder, METHODS, MULTI_FACTOR, SINGLE_FACTOR};

    const ALL: [Method; 10] = [
        Method::Password,
        Method::Link,
        Method::Mail,
        Method::Passkey,
        Method::FurtherPasskey,
        Method::Wallet,
        Method::Upstream,
        Method::Totp,
        Method::Sms,
        Method::RecoveryCode,
    ];

    #[test]
    fn whatever_is_proven_here_can_be_a_level() {
        let passkeys = [Backup::None, Backup::BackedUp].map(|backup| of_passkey(backup, true, Timestamp(0)));
        let all = ALL.into_iter().flat_map(|method| method.factors(Timestamp(0)));
        for factor in all.chain(passkeys.into_iter().flatten()) {
            assert!(METHODS.contains(&factor.amr.as_str()), "{}", factor.amr);
        }
    }

    #[test]
    fn two_methods_are_two_factors_where_they_are_of_two_kinds() {
        let told = |first: Method, then: Method| {
            let both = merged(first.factors(Timestamp(1)), &then.factors(Timestamp(2)));
            Ladder::default().acr_for(&both, &[])
        };
        for (first, then, acr) in [
            (Method::Password, Method::Totp, MULTI_FACTOR),
            (Method::Mail, Method::Totp, MULTI_FACTOR),
            (Method::Mail, Method::RecoveryCode, MULTI_FACTOR),
            (Method::Mail, Method::Sms, MULTI_FACTOR),
            (Method::Mail, Method::Wallet, MULTI_FACTOR),
            // One channel, or one kind.
            (Method::Mail, Method::Mail, SINGLE_FACTOR),
            (Method::Password, Method::Mail, SINGLE_FACTOR),
            (Method::Wallet, Method::Totp, SINGLE_FACTOR),
            (Method::Totp, Method::RecoveryCode, SINGLE_FACTOR),
            (Method::Totp, Method::Sms, SINGLE_FACTOR),
        ] {
            assert_eq!(told(first, then).as_deref(), Some(acr), "{first:?} and {then:?}");
            assert_eq!(told(then, first).as_deref(), Some(acr), "{then:?} and {first:?}");
        }
    }
}
