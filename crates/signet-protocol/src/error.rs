//! What a client is told when a rule is broken: a registered code and a description.
//!
//! RFC 6749 §4.1.2.1 and §5.2 allow only `%x20-21 / %x23-5B / %x5D-7E` in
//! `error_description`; the constructor enforces it, so that no call site can break it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::received;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// Error codes of the IANA "OAuth Extensions Error" registry that Signet answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }
        impl ErrorCode {
            /// The code as it stands on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// RFC 6749 §4.1.2.1, §5.2
    InvalidRequest = "invalid_request";
    /// RFC 6749 §5.2
    InvalidClient = "invalid_client";
    /// RFC 6749 §5.2
    InvalidGrant = "invalid_grant";
    /// RFC 6749 §4.1.2.1, §5.2
    UnauthorizedClient = "unauthorized_client";
    /// RFC 6749 §5.2
    UnsupportedGrantType = "unsupported_grant_type";
    /// RFC 6749 §4.1.2.1
    UnsupportedResponseType = "unsupported_response_type";
    /// RFC 6749 §4.1.2.1, §5.2
    InvalidScope = "invalid_scope";
    /// RFC 6749 §4.1.2.1
    AccessDenied = "access_denied";
    /// RFC 6749 §4.1.2.1
    ServerError = "server_error";
    /// RFC 6749 §4.1.2.1
    TemporarilyUnavailable = "temporarily_unavailable";
    /// RFC 7009 §2.2.1
    UnsupportedTokenType = "unsupported_token_type";
    /// RFC 6750 §3.1
    InvalidToken = "invalid_token";
    /// RFC 6750 §3.1
    InsufficientScope = "insufficient_scope";
    /// OIDC Core §3.1.2.6
    InteractionRequired = "interaction_required";
    /// OIDC Core §3.1.2.6
    LoginRequired = "login_required";
    /// OIDC Core §3.1.2.6
    AccountSelectionRequired = "account_selection_required";
    /// OIDC Core §3.1.2.6
    ConsentRequired = "consent_required";
    /// OIDC Core §3.1.2.6
    InvalidRequestUri = "invalid_request_uri";
    /// OIDC Core §3.1.2.6
    InvalidRequestObject = "invalid_request_object";
    /// OIDC Core §3.1.2.6
    RequestNotSupported = "request_not_supported";
    /// OIDC Core §3.1.2.6
    RequestUriNotSupported = "request_uri_not_supported";
    /// OIDC Core §3.1.2.6
    RegistrationNotSupported = "registration_not_supported";
    /// RFC 8707 §2
    InvalidTarget = "invalid_target";
    /// RFC 7591 §3.2.2
    InvalidRedirectUri = "invalid_redirect_uri";
    /// RFC 7591 §3.2.2
    InvalidClientMetadata = "invalid_client_metadata";
    /// RFC 7591 §3.2.2
    InvalidSoftwareStatement = "invalid_software_statement";
    /// RFC 7591 §3.2.2
    UnapprovedSoftwareStatement = "unapproved_software_statement";
    /// OIDC Unmet Authentication Requirements §2
    UnmetAuthenticationRequirements = "unmet_authentication_requirements";
    /// RFC 9470 §3
    InsufficientUserAuthentication = "insufficient_user_authentication";
}
/// A refusal: safe to show to the client, with a detail for the log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The registered code.
    pub code: ErrorCode,
    /// What was wrong and which rule says so. On the wire; never echoes input.
    pub description: Cow<'static, str>,
    /// For the log only; never a secret or personal data.
    pub detail: Option<String>,
    /// The address or `client_id` that it is about, as it came; for the log and for our own pages.
    pub received: Option<String>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.description)
    }
}
impl std::error::Error for Refusal {}

macro_rules! constructors {
    ($($name:ident => $variant:ident;)*) => {$(
        #[doc = concat!("`", stringify!($name), "` with a description that names the parameter and the rule.")]
        pub fn $name(description: impl Into<Cow<'static, str>>) -> Self {
            Self::new(ErrorCode::$variant, description)
        }
    )*};
}

impl Refusal {
    /// An error whose description holds only characters that RFC 6749 allows.
    pub fn new(code: ErrorCode, description: impl Into<Cow<'static, str>>) -> Self {
        let description = description.into();
        // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E
        let description = if description.bytes().all(allowed) {
            description
        } else {
            Cow::Owned(description.chars().map(|c| if u8::try_from(c).is_ok_and(allowed) { c } else { '\'' }).collect())
        };
        Self { code, description, detail: None, received: None }
    }

    /// Adds what only the operator's log should say.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the address that was received, in a form that can be shown.
    #[must_use]
    pub fn about_address(mut self, address: &str) -> Self {
        self.received = Some(received::shown(address));
        self
    }

    /// Adds the `client_id` that was received, in a form that can be shown.
    #[must_use]
    pub fn about_client(mut self, client_id: &str) -> Self {
        self.received = Some(received::shown(client_id));
        self
    }

    constructors! {
        invalid_request => InvalidRequest;
        invalid_client => InvalidClient;
        invalid_grant => InvalidGrant;
        unauthorized_client => UnauthorizedClient;
        unsupported_grant_type => UnsupportedGrantType;
        unsupported_response_type => UnsupportedResponseType;
        invalid_scope => InvalidScope;
        access_denied => AccessDenied;
        server_error => ServerError;
        temporarily_unavailable => TemporarilyUnavailable;
        unsupported_token_type => UnsupportedTokenType;
        invalid_token => InvalidToken;
        insufficient_scope => InsufficientScope;
        interaction_required => InteractionRequired;
        login_required => LoginRequired;
        account_selection_required => AccountSelectionRequired;
        consent_required => ConsentRequired;
        invalid_request_uri => InvalidRequestUri;
        invalid_request_object => InvalidRequestObject;
        request_not_supported => RequestNotSupported;
        request_uri_not_supported => RequestUriNotSupported;
        registration_not_supported => RegistrationNotSupported;
        invalid_target => InvalidTarget;
        invalid_redirect_uri => InvalidRedirectUri;
        invalid_client_metadata => InvalidClientMetadata;
        invalid_software_statement => InvalidSoftwareStatement;
        unapproved_software_statement => UnapprovedSoftwareStatement;
        unmet_authentication_requirements => UnmetAuthenticationRequirements;
        insufficient_user_authentication => InsufficientUserAuthentication;
    }
}

fn allowed(byte: u8) -> bool {
    matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E)
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6749 §5.2
    #[test]
    fn a_description_never_leaves_the_allowed_characters() {
        let error = Refusal::invalid_request("a \"quoted\" § back\\slash\r\n");
        assert!(error.description.bytes().all(allowed), "{}", error.description);
    }
}
