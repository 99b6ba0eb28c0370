//! Ways to sign in.

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Something the person knows.
    Password,
    /// A link that works once, given out by the operator.
    Link,
}

impl Method {
    /// What it adds to `amr` (RFC 8176 §2).
    pub fn amr(self) -> Vec<String> {
        match self {
            Self::Password => vec!["pwd".to_owned()],
            // RFC 8176 has no value for a link; a secret that works once is nearest to `otp`.
            Self::Link => vec!["otp".to_owned()],
        }
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
