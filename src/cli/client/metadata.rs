//! Client metadata from kinds, files and flags.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::{
    cli::{CommandFailure, input},
    config::suggest,
    domain::kernel::FieldError,
    protocol::{
        client::{AuthMethod, ClientMetadata, RefreshTokens},
        registration::{self, KNOWN},
        require_pkce::RequirePkce,
    },
};

/// What stands in our own answers and in those of RFC 7591 §3.2.1 besides metadata.
const ANSWERED: [&str; 8] = [
    "client_id_issued_at",
    "client_secret_expires_at",
    "registration_client_uri",
    "registration_access_token",
    "first_party",
    "source",
    "operator_set",
    "disabled",
];

/// What kind of app a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Runs on a server that keeps a secret
    Web,
    /// Runs in the browser
    Spa,
    /// Runs on a phone or desktop
    Native,
    /// Acts for itself
    Machine,
}

impl Kind {
    /// Every kind.
    pub(super) const ALL: [Self; 4] = [Self::Web, Self::Spa, Self::Native, Self::Machine];

    /// What `--kind` takes.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Spa => "spa",
            Self::Native => "native",
            Self::Machine => "machine",
        }
    }

    /// The metadata that fits it.
    pub(super) fn defaults(self) -> Map<String, Value> {
        let code = json!(["authorization_code", "refresh_token"]);
        let defaults = match self {
            Self::Web => json!({"token_endpoint_auth_method": "client_secret_basic", "grant_types": code}),
            Self::Spa => json!({"token_endpoint_auth_method": "none", "grant_types": code}),
            Self::Native => {
                json!({"token_endpoint_auth_method": "none", "grant_types": code, "application_type": "native"})
            }
            Self::Machine => json!({
                "token_endpoint_auth_method": "client_secret_basic",
                "grant_types": ["client_credentials"],
                "response_types": [],
            }),
        };
        let Value::Object(members) = defaults else { return Map::new() };
        members
    }
}

/// Metadata that has flags of its own.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// JSON file with metadata by the names of RFC 7591 (- is standard input)
    #[arg(long, value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// The name people see (client_name)
    #[arg(long)]
    name: Option<String>,
    /// Where answers may go, compared exactly; may be repeated (redirect_uris)
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// Where the browser may go after logout; may be repeated (post_logout_redirect_uris)
    #[arg(long = "post-logout-redirect-uri", value_name = "URI")]
    post_logout_redirect_uris: Vec<String>,
    /// Scopes it may ask for, in one argument or several; every scope when left out (scope)
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// How it authenticates: client_secret_basic, client_secret_post, client_secret_jwt,
    /// private_key_jwt, none (token_endpoint_auth_method)
    #[arg(long, value_name = "METHOD")]
    auth_method: Option<String>,
    /// When it must use PKCE: always, pkce_or_nonce (unless it sends a nonce with scope openid), never
    /// (require_pkce) [default: pkce_or_nonce, and always for clients without a secret]
    #[arg(long, value_name = "RULE", value_parser = input::require_pkce)]
    require_pkce: Option<RequirePkce>,
    /// How long refresh tokens without offline_access live: own_lifetime, or with_session, where they are worth
    /// nothing once the session has run out (refresh_tokens) [default: own_lifetime]
    #[arg(long, value_name = "HOW", value_parser = input::refresh_tokens)]
    refresh_tokens: Option<RefreshTokens>,
    /// An acr value of login.acr of which each sign-in to it needs one; may be repeated; none for no such rule. Whoever
    /// lacks a further factor for it sets one up on the way (required_acr_values)
    #[arg(long = "require-acr", value_name = "ACR")]
    required_acr_values: Vec<String>,
    /// An API it may ask for, by its audience; may be repeated; none for no API. When left out: every
    /// API where a person consents, and none where it acts for itself (allowed_resources)
    #[arg(long = "resource", value_name = "AUDIENCE")]
    resources: Vec<String>,
    /// An upstream whose access tokens it may get for people who agree, by its name, or one scope of it; may be
    /// repeated; none for no upstream, as when left out (upstream_tokens)
    #[arg(long = "upstream-token", value_name = "NAME[:SCOPE]")]
    upstream_tokens: Vec<String>,
    /// A web origin that may call from a browser, besides those of the redirect URIs; may be
    /// repeated (allowed_origins)
    #[arg(long = "allowed-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    /// Whether its ID tokens hold the claims of the scopes it was granted, for software that does
    /// not ask userinfo (claims_in_id_token)
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    claims_in_id_token: Option<bool>,
    /// Whether groups and roles always name the organization with each role (acme:admin), so that a role
    /// which the app maps is nobody else's; otherwise somebody who acts for one organization has the plain
    /// names of its roles (organization_in_groups)
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    organization_in_groups: Option<bool>,
    /// A scheme without a dot that its addresses may have, such as cursor for cursor://callback;
    /// for public and native clients; may be repeated (allowed_schemes)
    #[arg(long = "allowed-scheme", value_name = "SCHEME")]
    allowed_schemes: Vec<String>,
    /// A host of a private network that its addresses may name with plain http: an address of
    /// RFC 1918 or RFC 4193, or a name; for clients with a secret and the code flow; may be
    /// repeated (allowed_http_hosts)
    #[arg(long = "allowed-http-host", value_name = "HOST")]
    allowed_http_hosts: Vec<String>,
}

impl Flags {
    /// The first redirect URI that was given.
    pub(super) fn first_redirect(&self) -> Option<&str> {
        self.redirect_uris.first().map(String::as_str)
    }

    /// Takes one more redirect URI.
    pub(super) fn add_redirect(&mut self, uri: String) {
        self.redirect_uris.push(uri);
    }

    /// The name that was given.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Gives it a name.
    pub(super) fn set_name(&mut self, name: String) {
        self.name = Some(name);
    }

    /// Puts what was given above what is there.
    pub(super) fn apply(self, members: &mut Map<String, Value>) {
        if let Some(method) = self.auth_method {
            if method == AuthMethod::None.as_str() {
                // The rule of a client that kept a secret does not fit one that has none any more.
                members.remove("require_pkce");
            }
            members.insert("token_endpoint_auth_method".to_owned(), Value::String(method));
        }
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        let list = |all: Vec<String>| (!all.is_empty()).then(|| json!(all));
        put("client_name", self.name.map(Value::String));
        put("redirect_uris", list(self.redirect_uris));
        put("post_logout_redirect_uris", list(self.post_logout_redirect_uris));
        put("scope", (!self.scopes.is_empty()).then(|| json!(self.scopes.join(" "))));
        put("require_pkce", self.require_pkce.map(|rule| json!(rule)));
        let no_rule = self.required_acr_values.iter().all(|one| one == "none");
        put(
            "required_acr_values",
            (!self.required_acr_values.is_empty())
                .then(|| if no_rule { json!([]) } else { json!(self.required_acr_values) }),
        );
        put("refresh_tokens", self.refresh_tokens.map(|how| json!(how)));
        let none = self.resources.iter().all(|one| one == "none");
        put(
            "allowed_resources",
            (!self.resources.is_empty()).then(|| if none { json!([]) } else { json!(self.resources) }),
        );
        let no_upstream = self.upstream_tokens.iter().all(|one| one == "none");
        put(
            "upstream_tokens",
            (!self.upstream_tokens.is_empty())
                .then(|| if no_upstream { json!([]) } else { json!(self.upstream_tokens) }),
        );
        put("allowed_origins", list(self.allowed_origins));
        put("claims_in_id_token", self.claims_in_id_token.map(Value::Bool));
        put("organization_in_groups", self.organization_in_groups.map(Value::Bool));
        put("allowed_schemes", list(self.allowed_schemes));
        put("allowed_http_hosts", list(self.allowed_http_hosts));
    }
}

/// The members of a file; none without a file.
pub(super) fn from_file(path: Option<&Path>) -> Result<Map<String, Value>, CommandFailure> {
    path.map_or_else(|| Ok(Map::new()), input::json_object)
}

/// Takes out a member that is no metadata.
pub(super) fn take_text(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, CommandFailure> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(CommandFailure::Usage(format!("{name} must be a string"))),
    }
}

/// RFC 7396: members replace those of the same name, null removes.
pub(super) fn merge(members: &mut Map<String, Value>, given: Map<String, Value>) {
    for (name, value) in given {
        if value.is_null() {
            members.remove(&name);
        } else {
            members.insert(name, value);
        }
    }
}

/// Typed metadata, and a warning for each member that is not understood.
pub(super) fn read(members: &Map<String, Value>) -> Result<ClientMetadata, CommandFailure> {
    let read = registration::read(members).map_err(|problems| {
        CommandFailure::Invalid(
            problems
                .into_iter()
                .map(|one| FieldError { field: one.member, code: one.code.as_str(), message: one.text })
                .collect(),
        )
    })?;
    warn(&read.ignored);
    Ok(read.metadata)
}

/// A warning for each member that is not understood; what else is wrong is for whoever takes them.
pub(super) fn warn_of_unknown(members: &Map<String, Value>) {
    if let Ok(read) = registration::read(members) {
        warn(&read.ignored);
    }
}

fn warn(ignored: &[String]) {
    for name in ignored.iter().filter(|name| !ANSWERED.contains(&name.as_str())) {
        eprintln!("signet: {}", warning(name));
    }
}

fn warning(name: &str) -> String {
    let known = KNOWN.iter().map(|(known, _)| *known).chain(["client_id", "client_secret"]);
    let meant = suggest::nearest(name, known).map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
    format!("{name:?} is not client metadata that Signet knows and was left out (RFC 7591 section 2){meant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_needs_no_more_than_its_redirects() {
        for kind in Kind::ALL {
            let mut members = kind.defaults();
            if kind != Kind::Machine {
                members.insert("redirect_uris".to_owned(), json!(["http://127.0.0.1/callback"]));
            }
            let metadata = read(&members).unwrap();
            assert_eq!(registration::check(&metadata), [], "{kind:?}");
            let public = matches!(kind, Kind::Spa | Kind::Native);
            let rule = if public { RequirePkce::Always } else { RequirePkce::PkceOrNonce };
            assert_eq!(metadata.require_pkce, rule, "{kind:?}");
        }
    }

    #[test]
    fn what_a_client_shows_can_be_read_again() {
        let mut members = Kind::Native.defaults();
        members.insert("client_name#de".to_owned(), json!("Uhr"));
        members.insert("redirect_uris".to_owned(), json!(["com.example.app:/callback"]));
        let metadata = read(&members).unwrap();
        let Ok(Value::Object(shown)) = serde_json::to_value(&metadata) else { panic!("not an object") };
        assert_eq!(read(&shown).unwrap(), metadata);
        assert_eq!(shown["client_name#de"], "Uhr");
    }

    #[test]
    fn a_file_changes_and_removes_members() {
        let Value::Object(mut members) = json!({"client_name": "A", "scope": "openid"}) else { panic!() };
        let Value::Object(given) = json!({"client_name": "B", "scope": null}) else { panic!() };
        merge(&mut members, given);
        assert_eq!(Value::Object(members), json!({"client_name": "B"}));
    }

    #[test]
    fn a_misspelled_member_is_named() {
        assert!(warning("redirect_uri").ends_with("did you mean redirect_uris?"), "{}", warning("redirect_uri"));
        assert!(!warning("flux_capacitor").contains("did you mean"));
    }
}
