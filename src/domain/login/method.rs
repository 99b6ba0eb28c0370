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
}

impl Method {
    /// Every way.
    pub const ALL: &'static [Self] = &[Self::Password, Self::Link];

    /// The factor that it proves, by its name of RFC 8176 §2.
    pub fn factor(self, at: Timestamp) -> Factor {
        match self {
            Self::Password => Factor::new("pwd", FactorKind::Knowledge, at),
            // RFC 8176 has no value for a link; a secret that works once is nearest to `otp`.
            Self::Link => Factor::new("otp", FactorKind::Possession, at),
        }
    }

    /// Whether a person can be asked for it: a link has to be given to them first.
    pub const fn is_asked_for(self) -> bool {
        matches!(self, Self::Password)
    }

    /// Its name in metrics and audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
        }
    }

    /// Counts a sign-in, once it is committed.
    pub fn count(self) {
        metrics::counter!(crate::telemetry::SIGN_INS, "method" => self.as_str(), "outcome" => "success").increment(1);
    }
}
