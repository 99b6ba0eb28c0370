//! People, and what is known of them.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    base::{id::UserId, time::Timestamp},
    store::{agreements::KeptAgreement, claim_sources::ClaimSource, pairwise_subjects::PairwiseSubject, users::User},
};

/// A person, as they are shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct UserView {
    pub id: UserId,
    pub sub: String,
    pub username: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub phone_number: Option<String>,
    pub phone_number_verified: bool,
    pub claims: Map<String, Value>,
    pub admin: bool,
    pub disabled: bool,
    /// When the account is erased, since its person wants that.
    pub deletion_due_at: Option<String>,
    pub created_at: String,
    pub updated_at: String,
    /// Where one person is shown.
    #[serde(flatten)]
    pub more: Option<UserDetails>,
}

/// What is shown of one person and not in lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserDetails {
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// What the operator's own attributes say.
    pub attributes: Map<String, Value>,
    /// What the operator wants of them at their next sign-in.
    pub required: Vec<&'static str>,
    /// What they agreed to.
    pub agreed: Vec<AgreementView>,
    /// The account that this one was merged into.
    pub merged_into: Option<UserId>,
}

/// A document that somebody agreed to, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct AgreementView {
    pub document: String,
    pub version: String,
    pub agreed_at: String,
}

impl From<&KeptAgreement> for AgreementView {
    fn from(row: &KeptAgreement) -> Self {
        Self { document: row.document.clone(), version: row.version.clone(), agreed_at: row.agreed_at.to_rfc3339() }
    }
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            sub: user.sub.clone(),
            username: user.username.clone(),
            email: user.email.clone(),
            email_verified: user.email_verified_at.is_some(),
            phone_number: user.phone_number.clone(),
            phone_number_verified: user.phone_number_verified_at.is_some(),
            claims: user.claims.clone(),
            admin: user.admin_at.is_some(),
            disabled: user.disabled_at.is_some(),
            deletion_due_at: user.deletion_due_at.map(Timestamp::to_rfc3339),
            created_at: user.created_at.to_rfc3339(),
            updated_at: user.updated_at.to_rfc3339(),
            more: None,
        }
    }
}

/// Somebody else who vouches for a person, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimSourceView {
    /// Its name.
    pub source: String,
    /// `aggregated` or `distributed` (OIDC Core §5.6.2).
    pub kind: &'static str,
    /// The claims that it vouches for.
    pub claims: Vec<String>,
    /// Where they are fetched.
    pub endpoint: Option<String>,
    /// Whether a token is shown there; never which.
    pub has_access_token: bool,
}

impl From<&ClaimSource> for ClaimSourceView {
    fn from(row: &ClaimSource) -> Self {
        Self {
            source: row.name.clone(),
            kind: if row.jwt.is_some() { "aggregated" } else { "distributed" },
            claims: row.claims.clone(),
            endpoint: row.endpoint.clone(),
            has_access_token: row.access_token_sealed.is_some(),
        }
    }
}

/// What the clients of a sector call a person (OIDC Core §8.1), as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct PairwiseSubjectView {
    pub sector: String,
    pub sub: String,
    pub created_at: String,
}

impl From<&PairwiseSubject> for PairwiseSubjectView {
    fn from(row: &PairwiseSubject) -> Self {
        Self { sector: row.sector.clone(), sub: row.sub.clone(), created_at: row.created_at.to_rfc3339() }
    }
}
