//! Scopes (RFC 6749 §3.3) and the claims that the standard ones ask for (OIDC Core §5.4).

use serde::{Deserialize, Serialize};

use super::{distinct::distinct, error::Refusal};

/// Most scopes that one list may hold.
const MOST: usize = 200;

/// A set of scopes in the order in which they were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(Vec<String>);

/// A scope that Signet itself understands, with the claims it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardScope {
    /// Its name.
    pub name: &'static str,
    /// The claims it asks for.
    pub claims: &'static [&'static str],
}

/// OIDC Core §5.4, §11; `organizations`, `groups` and `roles` are ours.
pub const STANDARD: &[StandardScope] = &[
    StandardScope { name: "openid", claims: &["sub"] },
    StandardScope {
        name: "profile",
        claims: &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    },
    StandardScope { name: "email", claims: &["email", "email_verified"] },
    StandardScope { name: "address", claims: &["address"] },
    StandardScope { name: "phone", claims: &["phone_number", "phone_number_verified"] },
    StandardScope { name: "offline_access", claims: &[] },
    StandardScope { name: "organizations", claims: &["organizations", "organizations_truncated", "org_id"] },
    StandardScope { name: "groups", claims: &["groups", "organizations_truncated"] },
    StandardScope { name: "roles", claims: &["roles", "organizations_truncated"] },
];

/// The scopes of the API for one's own account. The names are ours at every API: what the consent page says of them
/// must be true.
pub mod account {
    /// See everything about the account.
    pub const READ: &str = "account:read";
    /// Change what the person says of themselves.
    pub const WRITE: &str = "account:write";
    /// Change how the person signs in, where they are signed in, and which apps have access.
    pub const SECURITY: &str = "account:security";
    /// All of them.
    pub const ALL: &[&str] = &[READ, WRITE, SECURITY];
}

/// The scopes by which people let an app have what an upstream handed out for them: `upstream:NAME` for all of it,
/// `upstream:NAME:SCOPE` for one scope there.
pub mod upstream {
    use super::Scopes;
    use crate::base::text::is_label;

    /// How each begins.
    pub const PREFIX: &str = "upstream:";

    /// The scope that names this.
    pub fn of(named: &str) -> String {
        format!("{PREFIX}{named}")
    }

    /// What a scope names: `NAME` or `NAME:SCOPE`.
    pub fn named(scope: &str) -> Option<&str> {
        scope.strip_prefix(PREFIX)
    }

    /// The upstream of what is named.
    pub fn name_of(named: &str) -> &str {
        named.split_once(':').map_or(named, |(name, _)| name)
    }

    /// The one scope there, where it is not all of them.
    pub fn scope_of(named: &str) -> Option<&str> {
        named.split_once(':').map(|(_, scope)| scope)
    }

    /// A scope without the one scope there that it names; any other as it is.
    pub fn whole(scope: &str) -> &str {
        named(scope).map_or(scope, |named| &scope[..PREFIX.len() + name_of(named).len()])
    }

    /// Whether one of these names an upstream.
    pub fn is_among(scopes: &Scopes) -> bool {
        scopes.iter().any(|one| named(one).is_some())
    }

    /// Whether a client can be given this: an upstream, or one scope of it.
    pub fn is_named(named: &str) -> bool {
        is_label(name_of(named)) && scope_of(named).is_none_or(|scope| !scope.is_empty() && super::is_token(scope))
    }
}

/// Those of [`STANDARD`] that a client which registers itself gets only where the operator opens them: what
/// somebody may do elsewhere is not every stranger's to know.
pub const CLOSED: &[&str] = &["groups", "roles"];

/// RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

impl Scopes {
    /// Reads a `scope` parameter.
    ///
    /// # Errors
    /// `invalid_scope` for characters outside `NQCHAR` (RFC 6749 §3.3), and for a list that is too long.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let tokens = text.split(' ').filter(|one| !one.is_empty());
        let scopes = distinct(tokens, MOST).map_err(|_| {
            Refusal::invalid_scope(format!("scope names more than {MOST} scopes (RFC 6749 section 3.3)"))
        })?;
        if !scopes.iter().all(|one| is_token(one)) {
            return Err(Refusal::invalid_scope("scope holds a character that is not allowed (RFC 6749 section 3.3)"));
        }
        Ok(Self::of(scopes))
    }

    /// A set from names.
    pub fn of<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }

    /// Whether a scope is in the set.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|one| one == name)
    }

    /// Whether every scope of `other` is in this set.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|one| self.has(one))
    }

    /// The scopes for which `keep` holds.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|one| keep(one)).cloned().collect())
    }

    /// This set with those of `other` that it lacks.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut all = self.clone();
        all.0.extend(other.0.iter().filter(|one| !self.has(one)).cloned());
        all
    }

    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The names as the database keeps them.
    pub fn to_vec(&self) -> Vec<String> {
        self.0.clone()
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The claims that the granted scopes ask for (OIDC Core §5.4).
    pub fn claims(&self) -> Vec<&'static str> {
        STANDARD.iter().filter(|scope| self.has(scope.name)).flat_map(|scope| scope.claims.iter().copied()).collect()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// Those of [`STANDARD`] that every client may have.
pub fn open<'a>() -> impl Iterator<Item = &'a str> {
    let name = |one: &'static StandardScope| -> &'a str { one.name };
    STANDARD.iter().map(name).filter(|name| !CLOSED.contains(name))
}

/// Whether a scope is one that every client may have.
pub fn is_open(name: &str) -> bool {
    open().any(|one| one == name)
}

/// The standard scope that brings a claim, if there is one.
pub fn of_claim(claim: &str) -> Option<&'static str> {
    STANDARD.iter().find(|scope| scope.claims.contains(&claim)).map(|scope| scope.name)
}

/// Whether what the scopes bring depends on the organization that somebody speaks for.
pub fn concern_organization(scopes: &Scopes) -> bool {
    ["organizations", "groups", "roles"].iter().any(|name| scopes.has(name))
}

/// Whether a scope belongs to OpenID Connect itself, and so to our own resource server.
pub fn is_standard(name: &str) -> bool {
    STANDARD.iter().any(|scope| scope.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6749 §3.3
    #[test]
    fn a_list_is_a_set_of_allowed_characters_and_of_a_length() {
        assert_eq!(Scopes::parse("openid  email openid").unwrap().to_string(), "openid email");
        let refused = |text: &str| {
            let error = Scopes::parse(text).unwrap_err();
            (error.code.as_str(), error.description.to_string())
        };
        let character = "scope holds a character that is not allowed (RFC 6749 section 3.3)";
        assert_eq!(refused("openid a\"b"), ("invalid_scope", character.to_owned()));
        let list = |count: usize| (0..count).map(|at| format!("s{at}")).collect::<Vec<_>>().join(" ");
        assert_eq!(Scopes::parse(&list(200)).unwrap().iter().count(), 200);
        let many = "scope names more than 200 scopes (RFC 6749 section 3.3)";
        assert_eq!(refused(&list(201)), ("invalid_scope", many.to_owned()));
        assert_eq!(Scopes::parse(&"a ".repeat(31_000)).unwrap().to_string(), "a");
    }

    #[test]
    fn a_scope_names_an_upstream_or_one_scope_there() {
        for (scope, name, there) in [
            ("upstream:google", "google", None),
            ("upstream:google:calendar", "google", Some("calendar")),
            ("upstream:google:https://api.example/calendar", "google", Some("https://api.example/calendar")),
        ] {
            let named = upstream::named(scope).unwrap();
            assert_eq!((upstream::name_of(named), upstream::scope_of(named)), (name, there));
            assert_eq!(upstream::whole(scope), "upstream:google");
            assert!(upstream::is_named(named), "{named}");
        }
        assert_eq!(upstream::whole("files:read"), "files:read");
        for named in ["", "Google", "-google", "google-:calendar", "google:", "google:a b", ":calendar"] {
            assert!(!upstream::is_named(named), "{named}");
        }
    }
}
