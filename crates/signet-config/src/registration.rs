//! `[registration]`: clients that register themselves.

use toml::Value;

use super::{
    choice::choice,
    problem::InvalidValue,
    section::{Checker, section},
    suggest::nearest,
    units::print_length,
    value::{Given, Setting, quoted},
};
use crate::{
    base::{
        time::Seconds,
        url::{absolute, is_https_or_loopback},
    },
    protocol::{client::GrantType, registration::schemes, require_pkce::RequirePkce, scope::Scopes},
};

section! {
    /// Dynamic registration (RFC 7591, RFC 7592, OpenID Connect Dynamic Client Registration). Whoever
    /// registers gets a client that always asks people for consent.
    Registration, check = check {
        /// "closed": clients are made by hand only. "token": whoever shows an initial access token
        /// (`signet client token create`) may register. "open": anybody may.
        mode: Mode = Mode::Closed;
        /// When confidential clients that registered themselves must use PKCE: "always",
        /// "pkce_or_nonce" (unless they send a nonce with scope openid) or "never". Public ones always
        /// must.
        require_pkce: RequirePkce = RequirePkce::Never;
        /// Grant types that such clients may register for; others are left out of a registration.
        /// implicit opens every response type that brings a token through the browser, the hybrid ones
        /// too: neither PKCE nor a secret protects what stands in an address (RFC 9700 section 2.1.2).
        /// client_credentials lets a client act for itself, without anybody's consent. Add either with care.
        grant_types: GrantTypes = GrantTypes(vec![GrantType::AuthorizationCode, GrantType::RefreshToken]);
        /// Schemes without a dot that such clients may have in their addresses, such as "cursor". Those
        /// with a dot (com.example.app) are open to native and public clients anyway.
        allowed_schemes: Vec<PrivateScheme> = Vec::new();
        /// What happens when such a client gets an error, or a farewell, while nobody is signed in.
        /// "page": the person sees the address first, and a button goes on. "direct": the browser is
        /// sent on at once, so that whoever registers an app here can lend our address to a link of
        /// their own (RFC 9700 section 4.11.2). prompt=none is always answered at once.
        redirect_errors: RedirectErrors = RedirectErrors::Page;
        /// Scopes that such clients may have besides those of OpenID Connect: "groups", "roles", and
        /// the scopes of attributes (`signet attribute list`). Discovery lists the attributes whose
        /// scope is open.
        open_scopes: Vec<String> = Vec::new();
        /// A client that registered itself and was not used for this long is deleted. 0 keeps them
        /// for ever.
        unused_lifetime: Seconds = Seconds::days(180);
        /// Whether each update answers a new registration access token, and ends the one before.
        rotate_token: bool = true;
        /// Whose software statements are believed (RFC 7591 section 2.3), each with the address of
        /// its keys: `[{ issuer = "https://vendor.example", jwks_uri = "https://vendor.example/jwks" }]`.
        /// None: a registration with a software_statement is refused.
        software_statement_issuers: Vec<StatementIssuer> = Vec::new();
    }
}

choice! {
    /// Who may register.
    Mode, "way to register" {
        /// Nobody.
        Closed = "closed",
        /// Whoever shows an initial access token.
        Token = "token",
        /// Anybody.
        Open = "open",
    }
}

choice! {
    /// Whether the person sees where an error leads before it goes there.
    RedirectErrors, "way to redirect" {
        /// On a page with a button.
        Page = "page",
        /// Never.
        Direct = "direct",
    }
}

/// A scheme that apps on a device claim for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateScheme(pub String);

impl Setting for PrivateScheme {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let text = given.text().ok_or_else(|| given.unlike("a scheme in quotes, such as \"cursor\""))?;
        match schemes::check(text) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err(why) => {
                Err(InvalidValue::new(format!("{}: {why}", quoted(text)), "name a scheme of one app, such as cursor"))
            }
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}

impl Setting for RequirePkce {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "one of \"always\", \"pkce_or_nonce\", \"never\"";
        if let Value::Boolean(required) = given.value {
            return Ok(required.into());
        }
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        Self::parse(text).ok_or_else(|| {
            let remedy = nearest(text, Self::ALL.map(Self::as_str))
                .map_or_else(|| format!("write {expected}"), |meant| format!("did you mean {meant}?"));
            InvalidValue::new(format!("{} is no rule for PKCE", quoted(text)), remedy)
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.as_str().to_owned()))
    }
}

/// A list of grant types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantTypes(pub Vec<GrantType>);

impl Setting for GrantTypes {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let names: Vec<String> = Vec::read(given)?;
        let read = |name: &String| {
            GrantType::parse(name).ok_or_else(|| {
                let known: Vec<&str> = GrantType::ALL.iter().map(|one| one.as_str()).collect();
                InvalidValue::new(
                    format!("there is no grant type {}", quoted(name)),
                    format!("choose among {}", known.join(", ")),
                )
            })
        };
        names.iter().map(read).collect::<Result<_, _>>().map(Self)
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Array(self.0.iter().map(|one| Value::String(one.as_str().to_owned())).collect()))
    }
}

/// Somebody whose software statements are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementIssuer {
    /// `iss` of the statements.
    pub issuer: String,
    /// Where its keys are.
    pub jwks_uri: String,
}

impl Setting for StatementIssuer {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected =
            "a table such as { issuer = \"https://vendor.example\", jwks_uri = \"https://vendor.example/jwks\" }";
        let Value::Table(table) = &given.value else { return Err(given.unlike(expected)) };
        if let Some(unknown) = table.keys().find(|key| !["issuer", "jwks_uri"].contains(&key.as_str())) {
            return Err(InvalidValue::new(
                format!("there is no such key: {}", quoted(unknown)),
                format!("write {expected}"),
            ));
        }
        let part = |key: &str| match table.get(key).and_then(Value::as_str) {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(InvalidValue::new(format!("{key} is missing or no text"), format!("write {expected}"))),
        };
        Ok(Self { issuer: part("issuer")?, jwks_uri: part("jwks_uri")? })
    }
    fn shown(&self) -> Option<Value> {
        let mut table = toml::Table::new();
        table.insert("issuer".to_owned(), Value::String(self.issuer.clone()));
        table.insert("jwks_uri".to_owned(), Value::String(self.jwks_uri.clone()));
        Some(Value::Table(table))
    }
}

fn check(registration: &Registration, at: &mut Checker<'_>) {
    let lifetime = registration.unused_lifetime;
    if lifetime != Seconds(0) {
        at.within("unused_lifetime", lifetime, (Seconds::days(1), Seconds::days(3660)), print_length);
    }
    if registration.grant_types.0.is_empty() {
        at.refuse(
            "grant_types",
            "no client could register",
            "name at least one grant type, or set registration.mode = \"closed\"",
        );
    }
    for scope in &registration.open_scopes {
        if Scopes::parse(scope).map_or(0, |one| one.iter().count()) != 1 {
            at.refuse(
                "open_scopes",
                "a value is no scope (RFC 6749 section 3.3)",
                "write each scope as a value of its own, without spaces and quotes",
            );
        }
    }
    for one in &registration.software_statement_issuers {
        if !absolute(&one.jwks_uri).is_some_and(|url| is_https_or_loopback(&url)) {
            at.refuse(
                "software_statement_issuers",
                "a jwks_uri is not an https address",
                "write the address of the issuer's key set",
            );
        }
    }
}
