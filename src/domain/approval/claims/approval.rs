//! What one approval lets a client learn of a person. Userinfo, ID tokens and the consent page all ask
//! here, so that what is shown is what is granted.

use serde_json::{Map, Value};

use super::{Acting, disclosed};
use crate::{
    base::id::OrganizationId,
    domain::kernel::{Cx, Error},
    protocol::{
        claims::{
            RequestedClaims,
            request::{ClaimRequest, ClaimsRequest},
        },
        scope::Scopes,
    },
    store::{Conn, users::User},
};

/// An approval, as far as it concerns claims about the person.
#[derive(Debug, Clone, Copy)]
pub struct ApprovedClaims<'a> {
    /// Scopes that were granted, and whose claims are told.
    pub scopes: &'a Scopes,
    /// The claims that the request asked for one by one.
    pub claims: &'a ClaimsRequest,
    /// The organization that the person acts for.
    pub organization: Option<&'a OrganizationId>,
    /// Whether the client wants it named with each role in `groups` and `roles`.
    pub organization_in_groups: bool,
}

impl ApprovedClaims<'_> {
    /// What userinfo tells (OIDC Core §5.3, §5.4).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn at_userinfo(&self, cx: &Cx<'_>, conn: &mut Conn, user: &User) -> Result<Map<String, Value>, Error> {
        disclosed(cx, conn, user, &self.asked_of_userinfo(), self.acting()).await
    }

    /// What an ID token tells in which the claims of these scopes come, besides those that the request
    /// wants there (OIDC Core §5.5).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn in_id_token(&self, cx: &Cx<'_>, conn: &mut Conn, user: &User) -> Result<Map<String, Value>, Error> {
        disclosed(cx, conn, user, &self.asked_of_id_token(), self.acting()).await
    }

    /// Whether an ID token tells nothing at all.
    pub fn is_silent_in_id_token(&self) -> bool {
        self.asked_of_id_token().names().is_empty()
    }

    /// What a client is told anywhere: what the person must be shown before it is granted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn anywhere(&self, cx: &Cx<'_>, conn: &mut Conn, user: &User) -> Result<Map<String, Value>, Error> {
        // A claim is agreed to by its name and remembered so: the next request may leave the value out.
        let claims = self.claims.of_any_value();
        let whole = ApprovedClaims { claims: &claims, ..*self };
        let mut all = whole.at_userinfo(cx, conn, user).await?;
        // Of scopes, an ID token tells no more than userinfo.
        let one_by_one = ApprovedClaims { scopes: &Scopes::default(), ..whole };
        for (name, value) in one_by_one.in_id_token(cx, conn, user).await? {
            match (all.get_mut(&name), value) {
                // `_claim_names` and `_claim_sources` of both (OIDC Core §5.6.2).
                (Some(Value::Object(known)), Value::Object(more)) if name.starts_with("_claim_") => known.extend(more),
                (_, value) => {
                    all.insert(name, value);
                }
            }
        }
        Ok(all)
    }

    fn acting(&self) -> Acting<'_> {
        Acting { organization: self.organization, is_named: self.organization_in_groups }
    }

    fn asked_of_userinfo(&self) -> RequestedClaims<'_> {
        self.asked(&self.claims.userinfo)
    }

    fn asked_of_id_token(&self) -> RequestedClaims<'_> {
        self.asked(&self.claims.id_token)
    }

    fn asked<'b>(&'b self, single: &'b [ClaimRequest]) -> RequestedClaims<'b> {
        let claims = self.claims;
        RequestedClaims { scopes: self.scopes, attributes: &claims.attributes, single, locales: &claims.locales }
    }
}
