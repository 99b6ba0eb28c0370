//! The groups of checks, by name.

/// A group of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The metadata document
    Discovery,
    /// The key set
    Jwks,
    /// Clients that register themselves
    Registration,
    /// How clients prove themselves
    ClientAuthentication,
    /// Errors of the authorization endpoint
    Authorization,
    /// prompt=none while nobody is signed in
    PromptNone,
    /// Errors of the token endpoint
    Token,
    /// The code flow with somebody who signs in
    SignIn,
    /// What protects a code
    Code,
    /// Refresh, introspection and revocation
    Tokens,
    /// The userinfo endpoint
    Userinfo,
    /// What a session is good for
    Session,
    /// Implicit, hybrid, form_post
    ResponseTypes,
    /// Logout that a client asks for
    Logout,
}

impl Group {
    /// Every group, in the order in which they run.
    pub const ALL: [Self; 14] = [
        Self::Discovery,
        Self::Jwks,
        Self::Registration,
        Self::ClientAuthentication,
        Self::Authorization,
        Self::PromptNone,
        Self::Token,
        Self::SignIn,
        Self::Code,
        Self::Tokens,
        Self::Userinfo,
        Self::Session,
        Self::ResponseTypes,
        // Ends the session.
        Self::Logout,
    ];

    /// Its name in reports and for `--only`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Registration => "registration",
            Self::ClientAuthentication => "client-authentication",
            Self::Authorization => "authorization",
            Self::PromptNone => "prompt-none",
            Self::Token => "token",
            Self::SignIn => "sign-in",
            Self::Code => "code",
            Self::Tokens => "tokens",
            Self::Userinfo => "userinfo",
            Self::Session => "session",
            Self::ResponseTypes => "response-types",
            Self::Logout => "logout",
        }
    }

    /// What it looks at, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Discovery => "The metadata document",
            Self::Jwks => "The key set",
            Self::Registration => "Clients that register themselves",
            Self::ClientAuthentication => "How clients prove themselves",
            Self::Authorization => "Errors of the authorization endpoint",
            Self::PromptNone => "prompt=none while nobody is signed in",
            Self::Token => "Errors of the token endpoint",
            Self::SignIn => "The code flow with somebody who signs in",
            Self::Code => "What protects a code",
            Self::Tokens => "Refresh, introspection and revocation",
            Self::Userinfo => "The userinfo endpoint",
            Self::Session => "What a session is good for",
            Self::ResponseTypes => "Implicit, hybrid, form_post",
            Self::Logout => "Logout that a client asks for",
        }
    }
}
