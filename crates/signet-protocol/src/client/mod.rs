//! A client and its metadata, by the names of RFC 7591 §2 and OIDC Registration §2.

mod addresses;
mod refresh_tokens;

pub use addresses::is_private_use;
pub use refresh_tokens::RefreshTokens;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use super::grant_type::GrantType;
use super::{require_pkce::RequirePkce, response_type::ResponseType, wire_enum::wire_enum};
use crate::base::{
    id::IssuerId,
    secret::TokenHash,
    time::{Seconds, Timestamp},
    url::is_https_or_loopback,
};

wire_enum! {
    /// How a client proves itself at the token endpoint (IANA "OAuth Token Endpoint Authentication Methods").
    AuthMethod {
        /// RFC 6749 §2.3.1, HTTP Basic.
        Basic = "client_secret_basic",
        /// RFC 6749 §2.3.1, form body.
        Post = "client_secret_post",
        /// OIDC Core §9, HMAC assertion.
        SecretJwt = "client_secret_jwt",
        /// OIDC Core §9, asymmetric assertion.
        PrivateKeyJwt = "private_key_jwt",
        /// A public client.
        None = "none",
    }
}

wire_enum! {
    /// Where a client came from.
    ClientSource {
        /// Its operator made it.
        Operator = "cli",
        /// It belongs to the demo.
        Demo = "demo",
        /// It registered itself (RFC 7591).
        Registered = "dynamic",
    }
}

wire_enum! {
    /// What a client sees as `sub` (OIDC Core §8).
    SubjectType {
        /// The same for every client.
        Public = "public",
        /// Another in each sector, so that clients cannot compare notes.
        Pairwise = "pairwise",
    }
}

wire_enum! {
    /// OIDC Registration §2 `application_type`.
    ApplicationType {
        /// A web application.
        Web = "web",
        /// A native application (RFC 8252).
        Native = "native",
    }
}

/// A client identifier: ours (`cli_…`) or given by the operator.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

impl ClientId {
    /// Takes over an identifier.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The identifier as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::fmt::Display for ClientId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// Client metadata as registered (RFC 7591 §2, OIDC Registration §2), with defaults filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientMetadata {
    /// Where answers may go; exact strings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after logout (RP-Initiated Logout §3.1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post_logout_redirect_uris: Vec<String>,
    /// How the client authenticates.
    pub token_endpoint_auth_method: AuthMethod,
    /// The only algorithm accepted in its assertions; any suitable one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// Grants it may use.
    pub grant_types: Vec<GrantType>,
    /// Response types it may use.
    pub response_types: Vec<ResponseType>,
    /// OIDC Registration §2.
    pub application_type: ApplicationType,
    /// The name people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Its home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// Its logo, shown through our own origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Its privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    /// Its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    /// Whom to write to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// Scopes it may ask for, separated by spaces; what an absent list means is in `permission.rs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Its public keys by value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Value>,
    /// Its public keys by reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// What it sees as `sub` (OIDC Core §8).
    pub subject_type: SubjectType,
    /// Names the sector by a list of redirect URIs that are one party's (OIDC Core §8.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<String>,
    /// ID token signature algorithm; RS256 unless registered.
    pub id_token_signed_response_alg: String,
    /// Key management of an encrypted ID token; none is encrypted when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_alg: Option<String>,
    /// Content encryption of an encrypted ID token; A128CBC-HS256 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_enc: Option<String>,
    /// Signature algorithm of userinfo; plain JSON when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<String>,
    /// Key management of encrypted userinfo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_alg: Option<String>,
    /// Content encryption of encrypted userinfo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_enc: Option<String>,
    /// Signature algorithm of introspection answers (RFC 9701 §6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_signed_response_alg: Option<String>,
    /// Key management of encrypted introspection answers (RFC 9701 §6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_encrypted_response_alg: Option<String>,
    /// Content encryption of encrypted introspection answers (RFC 9701 §6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_encrypted_response_enc: Option<String>,
    /// The only algorithm its request objects may be signed with; any supported one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_signing_alg: Option<String>,
    /// Key management of its encrypted request objects; a declaration, not a demand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_alg: Option<String>,
    /// Content encryption of its encrypted request objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_enc: Option<String>,
    /// Where its request objects may be fetched from (OIDC Core §6.2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_uris: Vec<String>,
    /// Whether only signed request objects are taken (RFC 9101 §10.5).
    #[serde(skip_serializing_if = "is_false")]
    pub require_signed_request_object: bool,
    /// Where a third party sends people to begin a sign-in (OIDC Core §4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// Where logout tokens are posted (Back-Channel Logout §2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether logout tokens must hold `sid`.
    #[serde(skip_serializing_if = "is_false")]
    pub backchannel_logout_session_required: bool,
    /// What is loaded in a frame at logout (Front-Channel Logout §2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<String>,
    /// Whether `iss` and `sid` are added to it.
    #[serde(skip_serializing_if = "is_false")]
    pub frontchannel_logout_session_required: bool,
    /// The software behind several registrations (RFC 7591 §2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_id: Option<String>,
    /// Its version (RFC 7591 §2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_version: Option<String>,
    /// What somebody trusted says of it, as it was sent (RFC 7591 §2.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_statement: Option<String>,
    /// `max_age` when the request has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<i64>,
    /// Whether `auth_time` always stands in the ID token.
    pub require_auth_time: bool,
    /// `acr_values` when the request has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    /// `acr` values of which each request of it needs one, as if `claims` called them essential. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_acr_values: Vec<String>,
    /// Web origins allowed by CORS besides those of the redirect URIs. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_origins: Vec<String>,
    /// Audiences (RFC 8707) it may ask for. When absent: every one where a person consents, none where the
    /// client acts for itself. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_resources: Option<Vec<String>>,
    /// The upstreams whose access tokens it may get for people who agree, `NAME` for all that one is good for or
    /// `NAME:SCOPE` for one scope of it; none by default. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upstream_tokens: Vec<String>,
    /// Whether ID tokens from the token endpoint hold the claims of granted scopes, for clients that read
    /// nothing else (OIDC Core §5.4 leaves them to userinfo). Ours.
    #[serde(skip_serializing_if = "is_false")]
    pub claims_in_id_token: bool,
    /// Whether `groups` and `roles` name the organization with each role, `acme:admin`, also where the person
    /// acts for one. Ours.
    #[serde(skip_serializing_if = "is_false")]
    pub organization_in_groups: bool,
    /// Private-use schemes without a dot that its addresses may have (RFC 8252 §7.1). Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_schemes: Vec<String>,
    /// Hosts on a private network that its addresses may name with plain http. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_http_hosts: Vec<String>,
    /// Whether refresh tokens rotate; always so for public clients (RFC 9700 §2.2.2). Ours.
    pub rotate_refresh_tokens: bool,
    /// How long those live that were issued without `offline_access`. Ours.
    #[serde(skip_serializing_if = "RefreshTokens::is_usual")]
    pub refresh_tokens: RefreshTokens,
    /// When a `code_challenge` must be sent; always by public clients (RFC 9700 §2.1.1). Ours.
    pub require_pkce: RequirePkce,
    /// Further registered members, kept as given (for example `client_name#de`).
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Default for ClientMetadata {
    fn default() -> Self {
        Self {
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            token_endpoint_auth_method: AuthMethod::Basic,
            token_endpoint_auth_signing_alg: None,
            grant_types: vec![GrantType::AuthorizationCode],
            response_types: vec![ResponseType::Code],
            application_type: ApplicationType::Web,
            client_name: None,
            client_uri: None,
            logo_uri: None,
            policy_uri: None,
            tos_uri: None,
            contacts: Vec::new(),
            scope: None,
            jwks: None,
            jwks_uri: None,
            subject_type: SubjectType::Public,
            sector_identifier_uri: None,
            id_token_signed_response_alg: "RS256".to_owned(),
            id_token_encrypted_response_alg: None,
            id_token_encrypted_response_enc: None,
            userinfo_signed_response_alg: None,
            userinfo_encrypted_response_alg: None,
            userinfo_encrypted_response_enc: None,
            introspection_signed_response_alg: None,
            introspection_encrypted_response_alg: None,
            introspection_encrypted_response_enc: None,
            request_object_signing_alg: None,
            request_object_encryption_alg: None,
            request_object_encryption_enc: None,
            request_uris: Vec::new(),
            require_signed_request_object: false,
            initiate_login_uri: None,
            backchannel_logout_uri: None,
            backchannel_logout_session_required: false,
            frontchannel_logout_uri: None,
            frontchannel_logout_session_required: false,
            software_id: None,
            software_version: None,
            software_statement: None,
            default_max_age: None,
            require_auth_time: false,
            default_acr_values: Vec::new(),
            required_acr_values: Vec::new(),
            allowed_origins: Vec::new(),
            allowed_resources: None,
            upstream_tokens: Vec::new(),
            claims_in_id_token: false,
            organization_in_groups: false,
            allowed_schemes: Vec::new(),
            allowed_http_hosts: Vec::new(),
            rotate_refresh_tokens: true,
            refresh_tokens: RefreshTokens::OwnLifetime,
            require_pkce: RequirePkce::Always,
            extra: Map::new(),
        }
    }
}

impl ClientMetadata {
    /// The web origins that may call our endpoints from a browser.
    pub fn origins(&self) -> Vec<String> {
        let of_redirects = self.redirect_uris.iter().filter_map(|uri| {
            let parsed = url::Url::parse(uri).ok()?;
            // A page that came by plain http over a network is whoever's sits in between.
            let page = is_https_or_loopback(&parsed);
            page.then(|| parsed.origin().ascii_serialization())
        });
        self.allowed_origins.iter().cloned().chain(of_redirects).collect()
    }
}

/// A registered client, as rules see it.
#[derive(Debug, Clone)]
pub struct Client {
    /// `client_id`.
    pub id: ClientId,
    /// The issuer it belongs to.
    pub issuer_id: IssuerId,
    /// Its registered metadata.
    pub metadata: ClientMetadata,
    /// SHA-256 of its secret.
    pub secret_hash: Option<TokenHash>,
    /// Its secret sealed under the master key, where it must be used and not only compared.
    pub secret_sealed: Option<String>,
    /// When the secret ends; never when absent.
    pub secret_expires_at: Option<Timestamp>,
    /// Where it came from.
    pub source: ClientSource,
    /// Members that its operator set, where it registered itself: they count above what it registers later.
    pub operator_set: Map<String, Value>,
    /// SHA-256 of the token that manages a dynamic registration (RFC 7592 §3).
    pub registration_token_hash: Option<TokenHash>,
    /// First-party clients skip consent, but for what an upstream handed out.
    pub first_party_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was switched off.
    pub disabled_at: Option<Timestamp>,
}

impl Client {
    /// A client without a secret, made at `now`.
    pub fn new(
        id: ClientId,
        issuer_id: IssuerId,
        metadata: ClientMetadata,
        source: ClientSource,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            issuer_id,
            metadata,
            secret_hash: None,
            secret_sealed: None,
            secret_expires_at: None,
            source,
            operator_set: Map::new(),
            registration_token_hash: None,
            first_party_at: None,
            created_at: now,
            updated_at: now,
            disabled_at: None,
        }
    }

    /// The name people see: its `client_name`, or its identifier.
    pub fn display_name(&self) -> &str {
        self.metadata.client_name.as_deref().unwrap_or(self.id.as_str())
    }

    /// Whether it registered itself (RFC 7591).
    pub fn registered_itself(&self) -> bool {
        self.source == ClientSource::Registered
    }

    /// Whether it has no credentials (RFC 6749 §2.1).
    pub fn is_public(&self) -> bool {
        self.metadata.token_endpoint_auth_method == AuthMethod::None
    }

    /// Whether its refresh tokens are replaced at each use.
    pub fn rotates_refresh_tokens(&self) -> bool {
        // RFC 9700 §2.2.2: those of public clients MUST be sender-constrained or rotate.
        self.is_public() || self.metadata.rotate_refresh_tokens
    }

    /// When it must use PKCE.
    pub fn require_pkce(&self) -> RequirePkce {
        // RFC 9700 §2.1.1: public clients MUST use PKCE, whatever their row says.
        if self.is_public() { RequirePkce::Always } else { self.metadata.require_pkce }
    }

    /// When PKCE must be used in requests that are answered at `redirect_uri`.
    pub fn require_pkce_at(&self, redirect_uri: &str) -> RequirePkce {
        // RFC 8252 §8.1: another program may have claimed the scheme.
        if is_private_use(redirect_uri) { RequirePkce::Always } else { self.require_pkce() }
    }

    /// The addresses at which it must use PKCE more often than its own rule says.
    pub fn where_pkce_is_stricter(&self) -> impl Iterator<Item = &str> {
        let uris = self.metadata.redirect_uris.iter().map(String::as_str);
        uris.filter(|uri| self.require_pkce_at(uri) != self.require_pkce())
    }

    /// Whether its own rule for PKCE counts at none of its addresses.
    pub fn is_pkce_stricter_everywhere(&self) -> bool {
        let uris = &self.metadata.redirect_uris;
        !uris.is_empty() && self.where_pkce_is_stricter().count() == uris.len()
    }

    /// Whether it may use a grant.
    pub fn has_grant(&self, grant: GrantType) -> bool {
        self.metadata.grant_types.contains(&grant)
    }

    /// Whether it may ask for a response type.
    pub fn has_response_type(&self, one: ResponseType) -> bool {
        self.metadata.response_types.contains(&one) && one.needs().all(|grant| self.has_grant(grant))
    }

    /// `default_max_age` as a length of time.
    pub fn default_max_age(&self) -> Option<Seconds> {
        self.metadata.default_max_age.map(Seconds)
    }

    /// The web origins that may call our endpoints from a browser (CORS): those listed, and
    /// those of its redirect URIs.
    pub fn origins(&self) -> Vec<String> {
        self.metadata.origins()
    }
}
