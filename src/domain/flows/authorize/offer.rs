//! What the consent page tells a person before they agree.

use serde_json::{Map, Value};

use crate::{
    base::id::{OrganizationId, UserId},
    domain::{
        approval::claims::{ApprovedClaims, MAX_ORGANIZATIONS},
        interactions::{Authorization, Paused, Standing, Stopped},
        kernel::{Cx, Error},
        sessions::SignedIn,
    },
    protocol::scope::concern_organization,
    store::{
        Conn,
        memberships::{self, OrganizationMembership},
        organizations,
    },
};

/// What the client would be told, and for which organization.
pub struct Offer {
    /// The organizations among which the person chooses.
    pub organizations: Vec<OrganizationMembership>,
    /// Whether the person has more of them than can be shown.
    pub has_more: bool,
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
    let selected = paused.progress.organization.as_ref().or(account.session.organization_id.as_ref()).cloned();
    let (organizations, has_more) = if concern_organization(&request.scopes) {
        choices(&mut conn, &account.user.id, selected.as_ref()).await?
    } else {
        (Vec::new(), false)
    };
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
    Ok(Offer { organizations, has_more, selected, organization_name, claims })
}

/// The organizations that are shown, the one that was chosen before among them, and whether there are more.
async fn choices(
    conn: &mut Conn,
    user: &UserId,
    selected: Option<&OrganizationId>,
) -> Result<(Vec<OrganizationMembership>, bool), Error> {
    let mut shown = memberships::list_for_user(conn, user, MAX_ORGANIZATIONS + 1).await?;
    let most = usize::try_from(MAX_ORGANIZATIONS).unwrap_or(usize::MAX);
    let has_more = shown.len() > most;
    shown.truncate(most);
    if let Some(chosen) = selected.filter(|chosen| has_more && shown.iter().all(|one| one.organization_id != **chosen))
    {
        shown.splice(0..0, memberships::find_shown(conn, chosen, user).await?);
    }
    Ok((shown, has_more))
}

async fn organizations_by_id(conn: &mut Conn, id: &OrganizationId) -> Result<Option<String>, Error> {
    Ok(organizations::find(conn, id).await?.map(|one| one.name))
}
