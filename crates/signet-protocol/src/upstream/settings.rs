//! How an upstream is spoken to, and what is believed of it: what the operator, or a preset, says.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{base::secret::sha256, wire_enum::wire_enum};

wire_enum! {
    /// What kind of service it is.
    UpstreamKind {
        /// An OpenID provider: what it is follows from its issuer.
        Oidc = "oidc",
        /// An OAuth 2 service that has no ID token: its endpoints and where the subject stands are written here.
        OAuth2 = "oauth2",
    }
}

wire_enum! {
    /// How we prove to the upstream who we are (OIDC Core §9).
    UpstreamClientAuth {
        /// The secret, in the header.
        ClientSecretBasic = "client_secret_basic",
        /// The secret, in the form.
        ClientSecretPost = "client_secret_post",
        /// A JWT signed with our private key.
        PrivateKeyJwt = "private_key_jwt",
        /// A secret that is itself a JWT, made anew from the private key (Sign in with Apple).
        SignedSecret = "signed_secret",
        /// Nothing: a public client.
        None = "none",
    }
}

wire_enum! {
    /// When an upstream's word counts that a mail address is the person's.
    EmailTrust {
        /// Never: it is a hint of a name at most.
        Never = "never",
        /// For the domains that the operator listed for it.
        Listed = "listed",
        /// For addresses that it marks verified and hosts itself: their domain stands in `hosted_domains`, or is what
        /// `hosted_domain_claim` says (Google); and for the domains that are listed.
        Hosted = "hosted",
        /// For every address that it marks `email_verified`, as `claims` or `emails_are_verified` read it; and for the
        /// domains that are listed. Whoever runs it could open any account by a mail address.
        Verified = "verified",
    }
}

wire_enum! {
    /// How the nonce that an app gets stands in the ID token that the app shows.
    NativeNonce {
        /// As it is.
        Plain = "plain",
        /// Its SHA-256, in small hexadecimal digits: libraries of apps hash it before they hand it to the provider.
        Sha256 = "sha256",
    }
}

impl NativeNonce {
    /// What the ID token must bear for this nonce.
    pub fn in_token(self, nonce: &str) -> String {
        match self {
            Self::Plain => nonce.to_owned(),
            Self::Sha256 => HEXLOWER.encode(&sha256(nonce.as_bytes())),
        }
    }
}

wire_enum! {
    /// How userinfo is asked for.
    UserinfoMethod {
        /// A GET with the access token in its header (OIDC Core §5.3.1).
        Get = "GET",
        /// A POST, with `userinfo_body` as JSON where there is one.
        Post = "POST",
    }
}

wire_enum! {
    /// When the claims of an account are taken from the upstream.
    ProfileRefresh {
        /// At the first sign-in alone.
        First = "first",
        /// At each sign-in.
        Always = "always",
    }
}

/// How an upstream is spoken to, and what is believed of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UpstreamSettings {
    /// The issuer (OIDC Discovery §3); `{tenant}` in it stands for any of `tenants` (Microsoft), or, where none is
    /// listed, for what `tenant_claim` of the ID token says.
    pub issuer: Option<String>,
    /// Where the metadata of an OpenID provider stand, if that is not below its issuer (Microsoft).
    pub metadata_url: Option<String>,
    /// Where the person is sent; of an OpenID provider read from its metadata where this is empty, as those below.
    pub authorization_endpoint: Option<String>,
    /// Where the code is redeemed.
    pub token_endpoint: Option<String>,
    /// Where claims are read; a query that stands in it is sent.
    pub userinfo_endpoint: Option<String>,
    /// Where its keys stand.
    pub jwks_uri: Option<String>,
    /// Where tokens are taken back (RFC 7009).
    pub revocation_endpoint: Option<String>,
    /// Where people sign out (OIDC RP-Initiated Logout).
    pub end_session_endpoint: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// What stands between two scopes: a comma where the service wants it (TikTok, Linear).
    pub scope_separator: String,
    /// What `client_id` is called in requests (TikTok: `client_key`).
    pub client_id_parameter: String,
    /// How we prove who we are.
    pub client_auth: UpstreamClientAuth,
    /// The signature algorithm of `private_key_jwt` and `signed_secret`.
    pub client_auth_alg: String,
    /// Values of the preset that the secret is made of, such as Apple's `team_id` and `key_id`.
    pub client_auth_values: BTreeMap<String, String>,
    /// Whether PKCE is used (RFC 7636).
    pub pkce: bool,
    /// `form_post` where the answer comes as a form of another site (Apple).
    pub response_mode: Option<String>,
    /// Further parameters of the authorization request.
    pub authorization_params: BTreeMap<String, String>,
    /// Further header fields of requests to its token endpoint and its API; `{client_id}` in a value stands for that.
    pub headers: BTreeMap<String, String>,
    /// Whether the code is redeemed by JSON instead of a form (Notion).
    pub token_request_is_json: bool,
    /// Whether the nonce comes back in the ID token; off where the service leaves it out (LinkedIn).
    pub nonce: bool,
    /// The algorithms in which its ID token may be signed; every asymmetric one where this is empty. `HS256` is the
    /// client's secret (OIDC Core §10.1), as LINE does it.
    pub id_token_algs: Vec<String>,
    /// Client ids there of the native apps whose ID tokens are taken; none where this is empty. The word of its own
    /// `client_id` counts only where it stands here, too: an SDK that was told of the app's server names that as `aud`.
    pub accepts_id_tokens_of: Vec<String>,
    /// How the nonce that such an app got stands in its ID token.
    pub native_nonce: NativeNonce,
    /// Whether claims are read from userinfo beside the ID token.
    pub userinfo: bool,
    /// How userinfo is asked for.
    pub userinfo_method: UserinfoMethod,
    /// The JSON that is posted to userinfo, as text (Linear's GraphQL).
    pub userinfo_body: Option<String>,
    /// Whether the members of the token answer, but for the tokens, are claims too (Notion: `owner`).
    pub claims_from_token_answer: bool,
    /// Whether the parameter `user` of the answer tells the name, in JSON, the first time alone (Apple).
    pub name_in_answer: bool,
    /// Where the person's mail addresses are listed, if userinfo does not say which of them is verified (GitHub).
    pub emails: Option<EmailList>,
    /// Where the subject stands, as a path of members: `data.id`, `data.0.id` for the first of a list. Of an OpenID
    /// provider it is read from the ID token alone.
    pub subject: String,
    /// Which member of its answer is which claim of ours, by our name: `picture` = `avatar_url`; a text with members in
    /// braces is put together: `https://cdn.example/{id}.png`. `email_verified` counts as said where the member is
    /// true, `"true"` or 1.
    pub claims: BTreeMap<String, String>,
    /// Whether each address that it names is verified, without its saying so (X's `confirmed_email`).
    pub emails_are_verified: bool,
    /// Rules that set claims, roles and organizations by what the upstream said.
    pub rules: Vec<MappingRule>,
    /// When its word for a mail address counts.
    pub email_trust: EmailTrust,
    /// Domains of the mail addresses that the service itself hosts, for [`EmailTrust::Hosted`].
    pub hosted_domains: Vec<String>,
    /// The member that names the domain of a company that it hosts (Google: `hd`), for [`EmailTrust::Hosted`].
    pub hosted_domain_claim: Option<String>,
    /// Domains of mail addresses whose people alone may come, empty for everybody: whoever has no address of one of
    /// them for which its word counts is refused, with an account or without.
    pub allowed_domains: Vec<String>,
    /// Whether an account is made for whoever has none; else it only opens accounts that it was added to.
    pub creates_accounts: bool,
    /// Tenants whose people may come; empty for every tenant.
    pub tenants: Vec<String>,
    /// The member that names the tenant, as a path (Microsoft: `tid`, Google: `hd`).
    pub tenant_claim: Option<String>,
    /// When the profile is taken over.
    pub refresh: ProfileRefresh,
    /// Whether its `acr` and `amr` are believed: its further factors count as ours.
    pub trusts_factors: bool,
    /// What `acr` values of ours are called there, by our name, where its factors are believed:
    /// `urn:signet:acr:multi-factor` = `urn:okta:loa:2fa:any`. One that is not named here has one name on both sides.
    pub acr_names: BTreeMap<String, String>,
    /// Whether the tokens that it hands out are kept for apps that may reach them.
    pub keeps_tokens: bool,
    /// Whether it makes a narrower access token of a refresh token that is asked for fewer scopes, and leaves that as it is
    /// (RFC 6749 §6): an app that may have some of what is kept gets one of these, and nothing where this is off.
    pub narrows_tokens: bool,
    /// Whether somebody who signs out here is offered to sign out there.
    pub offers_logout: bool,
    /// Whether it can be made to ask for a fresh sign-in (`prompt`, `max_age`) and tells `auth_time`.
    pub proves_freshness: bool,
    /// Whether it is asked in silence where an app may show nothing (`prompt=none`) and nobody is signed in here; of an
    /// OpenID provider alone.
    pub passes_prompt_none: bool,
    /// Whether it knows `prompt=select_account`; unset, what an OpenID provider says in its metadata counts
    /// (`prompt_values_supported`), and any other service is not asked.
    pub passes_select_account: Option<bool>,
}

/// Where a service lists the mail addresses of a person: each member is a path in what it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmailList {
    /// The address that is asked, by GET with the access token.
    pub endpoint: String,
    /// Where in the answer the list stands; empty where the answer is the list.
    pub list: String,
    /// The address, in each member of the list.
    pub email: String,
    /// Whether it is the one that counts.
    pub primary: String,
    /// Whether the person has proven that it is theirs.
    pub verified: String,
}

impl Default for EmailList {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            list: String::new(),
            email: "email".to_owned(),
            primary: "primary".to_owned(),
            verified: "verified".to_owned(),
        }
    }
}

/// A rule of the mapping: where what the upstream said has a value, something follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingRule {
    /// The member of what it said, as a path: `groups`, `realm_access.roles`.
    pub when: String,
    /// The value that it equals, or holds as a member of a list; `*` for any value.
    pub is: String,
    /// What follows.
    pub then: MappingEffect,
}

/// What follows where a rule applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingEffect {
    /// The person joins this organization, by its slug, with these roles.
    Organization {
        /// The slug.
        slug: String,
        /// The roles in it.
        #[serde(default)]
        roles: Vec<String>,
    },
    /// A claim of ours has this value.
    Claim {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// The sign-in is refused.
    Refuse,
}

impl UpstreamSettings {
    /// What an `acr` of ours is called there.
    pub fn acr_there<'a>(&'a self, own: &'a str) -> &'a str {
        self.acr_names.get(own).map_or(own, String::as_str)
    }

    /// Whether an `acr` of theirs is what this one of ours is called there.
    pub fn is_acr(&self, own: &str, there: &str) -> bool {
        self.acr_there(own) == there
    }

    /// Whether its people come from tenants that anybody can make, and none is named.
    pub fn lets_every_tenant_in(&self) -> bool {
        self.tenants.is_empty() && self.issuer.as_deref().is_some_and(|issuer| issuer.contains("{tenant}"))
    }
}

impl Default for UpstreamSettings {
    fn default() -> Self {
        Self {
            issuer: None,
            metadata_url: None,
            authorization_endpoint: None,
            token_endpoint: None,
            userinfo_endpoint: None,
            jwks_uri: None,
            revocation_endpoint: None,
            end_session_endpoint: None,
            scopes: vec!["openid".to_owned(), "profile".to_owned(), "email".to_owned()],
            scope_separator: " ".to_owned(),
            client_id_parameter: "client_id".to_owned(),
            client_auth: UpstreamClientAuth::ClientSecretBasic,
            client_auth_alg: "ES256".to_owned(),
            client_auth_values: BTreeMap::new(),
            pkce: true,
            response_mode: None,
            authorization_params: BTreeMap::new(),
            headers: BTreeMap::new(),
            token_request_is_json: false,
            nonce: true,
            id_token_algs: Vec::new(),
            accepts_id_tokens_of: Vec::new(),
            native_nonce: NativeNonce::Plain,
            userinfo: false,
            userinfo_method: UserinfoMethod::Get,
            userinfo_body: None,
            claims_from_token_answer: false,
            name_in_answer: false,
            emails: None,
            subject: "sub".to_owned(),
            claims: BTreeMap::new(),
            emails_are_verified: false,
            rules: Vec::new(),
            email_trust: EmailTrust::Listed,
            hosted_domains: Vec::new(),
            hosted_domain_claim: None,
            allowed_domains: Vec::new(),
            creates_accounts: true,
            tenants: Vec::new(),
            tenant_claim: None,
            refresh: ProfileRefresh::First,
            trusts_factors: false,
            acr_names: BTreeMap::new(),
            keeps_tokens: false,
            narrows_tokens: false,
            offers_logout: false,
            proves_freshness: true,
            passes_prompt_none: true,
            passes_select_account: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_stands_in_a_token_as_it_is_or_as_its_digest() {
        assert_eq!(NativeNonce::Plain.in_token("abc"), "abc");
        // FIPS 180-2 appendix B.1.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(NativeNonce::Sha256.in_token("abc"), digest);
    }
}
