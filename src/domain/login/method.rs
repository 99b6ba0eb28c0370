//! Ways to sign in.

use crate::{
    base::time::Timestamp,
    protocol::acr::{Factor, FactorKind},
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
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// A code that was kept for the day on which the app is gone. It works once.
    RecoveryCode,
}

impl Method {
    /// The factor that it proves, by its name of RFC 8176 §2.
    pub fn factor(self, at: Timestamp) -> Factor {
        match self {
            Self::Password => Factor::new("pwd", FactorKind::Knowledge, at),
            // RFC 8176 has no value for a link or for a code that was written down; secrets that work once are
            // nearest to `otp`.
            Self::Link | Self::Mail | Self::Totp | Self::RecoveryCode => Factor::new("otp", FactorKind::Possession, at),
        }
    }

    /// Whether it only comes on top of another one, and begins no session by itself.
    pub const fn is_further(self) -> bool {
        matches!(self, Self::Totp | Self::RecoveryCode)
    }

    /// Its name in metrics and audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
            Self::Mail => "mail",
            Self::Totp => "totp",
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
