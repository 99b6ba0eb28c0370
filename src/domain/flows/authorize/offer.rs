//! What the consent page tells a person before they agree.

use serde_json::{Map, Value};

use crate::{
    base::id::OrganizationId,
    domain::{
        approval::claims::{ApprovedClaims, MAX_ORGANIZATIONS},
        interactions::{Authorization, Paused, Standing, Stopped},
        kernel::{Cx, Error},
        sessions::SignedIn,
    },
    protocol::scope::concern_organization,
    store::{
        memberships::{self, OrganizationMembership},
        organizations,
    },
};

/// What the client would be told, and for which organization.
pub struct Offer {
    /// The organizations among which the person chooses.
    pub organizations: Vec<OrganizationMembership>,
    /// The one that is chosen so far.
    pub selected: Option<OrganizationId>,
    /// The name of the one that it is for where there is nothing to choose.
    pub organization_name: Option<String>,
    /// The claims.
    pub claims: Map<String, Value>,
}

/// What a paused request asks of the person who is signed in.
///
/// # Errors
/// When the database fails.
pub async fn offer(cx: &Cx<'_>, paused: &Paused, standing: &Standing, account: &SignedIn) -> Result<Offer, Stopped> {
    let Authorization { request, client } = &**paused.journey.asked()?;
    let mut conn = cx.read().await?;
    let organizations = if concern_organization(&request.scopes) {
        memberships::list_for_user(&mut conn, &account.user.id, MAX_ORGANIZATIONS).await?
    } else {
        Vec::new()
    };
    let selected = paused.progress.organization.as_ref().or(account.session.organization_id.as_ref()).cloned();
    let is_choice = organizations.len() > 1;
    // Until one is chosen any of them stands for the one that will be told.
    let first = organizations.first().filter(|_| is_choice).map(|one| &one.organization_id);
    let acting = standing.organization.as_ref().or(first);
    let approval = ApprovedClaims {
        scopes: &request.scopes,
        claims: &request.claims,
        organization: acting,
        organization_in_groups: client.client.metadata.organization_in_groups,
    };
    let claims = approval.anywhere(cx, &mut conn, &account.user).await?;
    let organization_name = match acting.filter(|_| !is_choice) {
        Some(id) => organizations_by_id(&mut conn, id).await?,
        None => None,
    };
    Ok(Offer { organizations, selected, organization_name, claims })
}

async fn organizations_by_id(conn: &mut crate::store::Conn, id: &OrganizationId) -> Result<Option<String>, Error> {
    Ok(organizations::find(conn, id).await?.map(|one| one.name))
}
