//! What can be switched: one row each. A feature needs only those that stand above it.

use std::fmt;

use crate::config::{Config, factors::FactorRule, features::Preset, registration::Mode, sign_up::SignUpMode};

/// What a feature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Clients and how they come to be.
    Clients,
    /// What an authorization request may ask for.
    Authorization,
    /// What is done with tokens after they were issued.
    Tokens,
    /// How clients learn that somebody has signed out.
    Logout,
    /// People's own accounts.
    Accounts,
}

impl Category {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Authorization => "authorization",
            Self::Tokens => "tokens",
            Self::Logout => "logout",
            Self::Accounts => "accounts",
        }
    }
}

/// The key of the configuration without which a feature cannot be on.
#[derive(Clone, Copy)]
pub struct Limit {
    /// `section.key`
    pub key: &'static str,
    /// What to write there.
    pub remedy: &'static str,
    pub(super) permits: fn(&Config) -> bool,
}

impl fmt::Debug for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

macro_rules! features {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal: $category:ident, needs [$($needs:ident),*], $limit:expr, minimal $minimal:literal;)*) => {
        /// Something that can be switched.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Feature {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Feature {
            /// Every feature.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What it is about.
            pub const fn category(self) -> Category {
                match self { $(Self::$variant => Category::$category,)* }
            }

            /// What it does, in a sentence.
            pub fn description(self) -> String {
                let lines: &[&str] = match self { $(Self::$variant => &[$($doc),+],)* };
                lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
            }

            /// The features without which it is off.
            pub const fn needs(self) -> &'static [Self] {
                match self { $(Self::$variant => &[$(Self::$needs),*],)* }
            }

            /// What must be configured for it.
            pub const fn limit(self) -> Option<Limit> {
                match self { $(Self::$variant => $limit,)* }
            }

            /// Whether it is on in a preset.
            pub const fn default_of(self, preset: Preset) -> bool {
                match preset {
                    // Whoever has set mail up has not said yet that a mailbox opens its account; few people have a wallet;
                    // what a provider handed out leaves the house only where somebody wants it.
                    Preset::Standard => !matches!(self, Self::MailSignIn | Self::Ethereum | Self::TokenExchange),
                    Preset::Minimal => match self { $(Self::$variant => $minimal,)* },
                }
            }
        }
    };
}

features! {
    /// Clients register themselves (RFC 7591).
    DynamicRegistration = "dynamic_registration": Clients, needs [], Some(Limit {
        key: "registration.mode",
        remedy: "set it to \"token\" or \"open\"",
        permits: |config| config.registration.mode != Mode::Closed,
    }), minimal true;
    /// Clients that registered themselves read, change and delete their registration (RFC 7592).
    RegistrationManagement = "registration_management": Clients, needs [], None, minimal true;
    /// Tokens come through the browser: implicit and hybrid response types.
    FrontChannelTokens = "front_channel_tokens": Authorization, needs [], None, minimal false;
    /// Authorization requests are signed JWTs, in the parameter request (RFC 9101).
    RequestObjects = "request_objects": Authorization, needs [], None, minimal false;
    /// Request objects are fetched from the address in request_uri.
    RequestUris = "request_uris": Authorization, needs [RequestObjects], None, minimal false;
    /// Unsigned JWTs: alg none, for clients that are registered for it.
    UnsignedJwts = "unsigned_jwts": Tokens, needs [], Some(Limit {
        key: "jose.allow_unsigned",
        remedy: "set it to true",
        permits: |config| config.jose.allow_unsigned,
    }), minimal true;
    /// APIs ask whether a token is good (RFC 7662). Opaque access tokens are of no use without it.
    Introspection = "introspection": Tokens, needs [], None, minimal true;
    /// Clients take back tokens (RFC 7009).
    Revocation = "revocation": Tokens, needs [], None, minimal true;
    /// The browser loads the clients' frontchannel_logout_uri when somebody signs out.
    FrontChannelLogout = "frontchannel_logout": Logout, needs [], None, minimal false;
    /// Clients are told at their backchannel_logout_uri that a session has ended.
    BackChannelLogout = "backchannel_logout": Logout, needs [], None, minimal true;
    /// Pages of clients watch the session in a frame: check_session_iframe and session_state.
    SessionManagement = "session_management": Logout, needs [], None, minimal false;
    /// Operators hand out links with which people set their password.
    PasswordLinks = "password_links": Accounts, needs [], None, minimal true;
    /// People who forgot their password get a link by mail with which they set another one.
    PasswordRecovery = "password_recovery": Accounts, needs [], Some(Limit {
        key: "mail.driver",
        remedy: "say how mail is sent, see the section [mail] of the configuration",
        permits: Config::sends_mail,
    }), minimal true;
    /// People sign in by a code or a link that is mailed to them. Off until it is switched on: whoever reads a mailbox
    /// then signs in to its account.
    MailSignIn = "mail_sign_in": Accounts, needs [], Some(Limit {
        key: "mail.driver",
        remedy: "set it, see the section [mail] of the configuration",
        permits: Config::sends_mail,
    }), minimal false;
    /// People make an account themselves, on the way to an app (prompt=create). A mail proves their address first.
    SignUp = "sign_up": Accounts, needs [], Some(Limit {
        key: "sign_up.mode",
        remedy: "set it to \"open\", and say how mail is sent (mail.driver): it proves the address",
        permits: |config| config.sign_up.mode == SignUpMode::Open && config.sends_mail(),
    }), minimal true;
    /// People whom the operator invited make their account by the link that they got.
    Invitations = "invitations": Accounts, needs [], Some(Limit {
        key: "sign_up.mode",
        remedy: "set it to \"invitation\" or \"open\"",
        permits: |config| config.sign_up.mode != SignUpMode::Closed,
    }), minimal true;
    /// People add an authenticator app to their account, and are asked for its code when they sign in. Switched off,
    /// nobody adds one; whoever has one is asked for it all the same.
    FurtherFactors = "further_factors": Accounts, needs [], Some(Limit {
        key: "factors.further",
        remedy: "set it to \"optional\" or \"required\"",
        permits: |config| config.factors.further != FactorRule::Off,
    }), minimal true;
    /// People add passkeys to their account and sign in with them (WebAuthn). Switched off, nobody does; whoever has
    /// nothing else cannot sign in.
    Passkeys = "passkeys": Accounts, needs [], Some(Limit {
        key: "issuer.url",
        remedy: "give the issuer a domain: browsers make no passkeys for an address of digits",
        permits: |config| config.issuer.url.has_domain(),
    }), minimal true;
    /// People add a wallet to their account and sign in with it (EIP-4361). Off until it is switched on.
    Ethereum = "ethereum": Accounts, needs [], None, minimal false;
    /// People sign in by other providers, such as Google or that of their company. Each is made by signet upstream create:
    /// without one, nothing of it is seen.
    Upstreams = "upstreams": Accounts, needs [], None, minimal false;
    /// Apps that the operator named get what a provider handed out for people who agree, by token exchange (RFC 8693). Off
    /// until it is switched on.
    TokenExchange = "token_exchange": Tokens, needs [Upstreams], None, minimal false;
    /// Apps that the operator named it to look after a person's account in that person's name: the account API.
    AccountApi = "account_api": Accounts, needs [], None, minimal false;
}
