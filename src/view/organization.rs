//! Organizations and who belongs to them.

use serde::Serialize;

use crate::{
    base::id::{OrganizationId, UserId},
    store::{memberships::Membership, organizations::Organization},
};

/// An organization, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct OrganizationView {
    pub id: OrganizationId,
    pub slug: String,
    pub name: String,
    pub created_at: String,
    /// Where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<MembershipView>>,
}

impl From<&Organization> for OrganizationView {
    fn from(one: &Organization) -> Self {
        Self {
            id: one.id.clone(),
            slug: one.slug.clone(),
            name: one.name.clone(),
            created_at: one.created_at.to_rfc3339(),
            members: None,
        }
    }
}

/// A membership, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct MembershipView {
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub roles: Vec<String>,
    pub created_at: String,
}

impl From<&Membership> for MembershipView {
    fn from(one: &Membership) -> Self {
        Self {
            organization_id: one.organization_id.clone(),
            user_id: one.user_id.clone(),
            roles: one.roles.clone(),
            created_at: one.created_at.to_rfc3339(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{id::Id, time::Timestamp};

    #[test]
    fn an_organization_is_shown_alone_or_with_its_members() {
        let one = Organization {
            id: Id::from_stored("org_1"),
            issuer_id: Id::from_stored("iss_1"),
            slug: "acme".to_owned(),
            name: "Acme".to_owned(),
            created_at: Timestamp(0),
            updated_at: Timestamp(60),
        };
        let mut expected = json!({"id": "org_1", "slug": "acme", "name": "Acme", "created_at": "1970-01-01T00:00:00Z"});
        assert_eq!(json!(OrganizationView::from(&one)), expected);
        let member = Membership {
            organization_id: Id::from_stored("org_1"),
            user_id: Id::from_stored("usr_1"),
            roles: vec!["admin".to_owned()],
            created_at: Timestamp(60),
        };
        let shown = OrganizationView { members: Some(vec![(&member).into()]), ..(&one).into() };
        expected["members"] = json!([{
            "organization_id": "org_1", "user_id": "usr_1", "roles": ["admin"], "created_at": "1970-01-01T00:01:00Z",
        }]);
        assert_eq!(json!(shown), expected);
    }
}
