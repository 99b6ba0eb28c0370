//! What the authorization endpoint may answer with: RFC 6749 §3.1.1, OAuth 2.0 Multiple Response
//! Types §3 to §5, OIDC Core §3.
//!
//! | response type | from the authorization endpoint | from the token endpoint |
//! |---|---|---|
//! | `code` | code | tokens |
//! | `id_token` | ID token with the claims of its scopes | - |
//! | `id_token token` | both | - |
//! | `code id_token`, `code token`, `code id_token token` | each | tokens |
//! | `none` | nothing but the answer itself | - |
//!
//! Not supported: `token` alone, which brings an access token without a word about who signed in
//! (RFC 9700 §2.1.2).

use serde::{Deserialize, Serialize};

use super::grant_type::GrantType;

macro_rules! response_types {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $code:literal, $id_token:literal, $token:literal;)*) => {
        /// A response type that Signet serves.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum ResponseType {
            $($(#[$doc])* $variant,)*
        }
        impl ResponseType {
            /// Every one, in the order in which discovery lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The registered name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
            /// Whether it brings an authorization code.
            pub const fn has_code(self) -> bool {
                match self { $(Self::$variant => $code,)* }
            }
            /// Whether it brings an ID token from the authorization endpoint.
            pub const fn has_id_token(self) -> bool {
                match self { $(Self::$variant => $id_token,)* }
            }
            /// Whether it brings an access token from the authorization endpoint.
            pub const fn has_token(self) -> bool {
                match self { $(Self::$variant => $token,)* }
            }
        }
    };
}

response_types! {
    /// OIDC Core §3.1
    #[default]
    Code = "code", true, false, false;
    /// OIDC Core §3.2
    IdToken = "id_token", false, true, false;
    /// OIDC Core §3.2
    IdTokenToken = "id_token token", false, true, true;
    /// OIDC Core §3.3
    CodeIdToken = "code id_token", true, true, false;
    /// OIDC Core §3.3
    CodeToken = "code token", true, false, true;
    /// OIDC Core §3.3
    CodeIdTokenToken = "code id_token token", true, true, true;
    /// OAuth 2.0 Multiple Response Types §4
    None = "none", false, false, false;
}

impl ResponseType {
    /// Reads a response type; the order of its values does not matter (RFC 6749 §3.1.1).
    pub fn parse(text: &str) -> Option<Self> {
        let asked = sorted(text);
        Self::ALL.iter().copied().find(|one| sorted(one.as_str()) == asked)
    }

    /// Whether something is issued straight to the browser.
    pub const fn is_front_channel(self) -> bool {
        self.has_id_token() || self.has_token()
    }

    /// The grant types that a client must be registered for (OIDC Registration §2).
    pub fn needs(self) -> impl Iterator<Item = GrantType> {
        let code = self.has_code().then_some(GrantType::AuthorizationCode);
        code.into_iter().chain(self.is_front_channel().then_some(GrantType::Implicit))
    }
}

impl std::fmt::Display for ResponseType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for ResponseType {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a response type that is supported")
    }
}

impl From<ResponseType> for String {
    fn from(one: ResponseType) -> Self {
        one.as_str().to_owned()
    }
}

fn sorted(text: &str) -> Vec<&str> {
    let mut values: Vec<&str> = text.split(' ').collect();
    values.sort_unstable();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6749 §3.1.1
    #[test]
    fn the_order_of_values_does_not_matter_and_nothing_else_is_read() {
        assert_eq!(ResponseType::parse("token id_token code"), Some(ResponseType::CodeIdTokenToken));
        assert_eq!(ResponseType::parse("token id_token"), Some(ResponseType::IdTokenToken));
        for unknown in ["", "token", "code code", "code  id_token", "code none", "CODE", " code"] {
            assert_eq!(ResponseType::parse(unknown), None, "{unknown}");
        }
    }

    // OIDC Registration §2
    #[test]
    fn each_needs_the_grants_of_its_parts() {
        let needs = |one: ResponseType| one.needs().map(GrantType::as_str).collect::<Vec<_>>();
        assert_eq!(needs(ResponseType::Code), ["authorization_code"]);
        assert_eq!(needs(ResponseType::IdTokenToken), ["implicit"]);
        assert_eq!(needs(ResponseType::CodeToken), ["authorization_code", "implicit"]);
        assert_eq!(needs(ResponseType::None), Vec::<&str>::new());
    }
}
