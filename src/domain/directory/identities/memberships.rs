//! Organizations and roles that rules of a mapping give. They follow each sign-in: what the rules say is joined, what
//! they say no more is left. Only what came from the upstream is ever taken: a membership that was there before stays,
//! and so does each role that somebody gave by hand.

use std::collections::BTreeMap;

use crate::{
    base::id::{IdentityId, OrganizationId, UpstreamId, UserId},
    domain::{
        directory::organizations::{check_roles, leave},
        kernel::{Cx, Error, Event, Work},
    },
    store::{
        PageRequest,
        identities::{self, LinkedIdentity},
        identity_memberships::{self, IdentityMembership},
        memberships::{self, Membership},
        organizations, users,
    },
};

/// Identities of an upstream that are looked at at once.
const BATCH: i64 = 200;

/// Whose they are.
#[derive(Clone, Copy)]
struct Member<'a> {
    user: &'a UserId,
    identity: &'a IdentityId,
}

/// Gives a person who is held what the rules say: organizations by their slugs, each with its roles. One that there is
/// not is left out.
///
/// # Errors
/// When the database fails.
pub async fn sync(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    identity: &IdentityId,
    wanted: &BTreeMap<String, Vec<String>>,
) -> Result<(), Error> {
    let member = Member { user, identity };
    let before = identity_memberships::list(work, identity).await?;
    let mut kept = Vec::new();
    for (slug, roles) in wanted {
        let found = organizations::find_by_slug(work, &cx.issuer.id, slug).await?;
        let Some(organization) = found.filter(|_| check_roles(roles).is_ok()) else {
            tracing::warn!(slug, "a rule of an upstream's mapping names no organization, or no roles");
            continue;
        };
        let known = before.iter().find(|one| one.organization_id == organization.id);
        join(cx, work, member, Given { organization: &organization.id, known, roles }).await?;
        kept.push(organization.id);
    }
    for gone in before.iter().filter(|one| !kept.contains(&one.organization_id)) {
        end(cx, work, member, gone).await?;
    }
    Ok(())
}

/// Takes everything that came from an identity.
pub(super) async fn end_all(cx: &Cx<'_>, work: &mut Work, identity: &LinkedIdentity) -> Result<(), Error> {
    let member = Member { user: &identity.user_id, identity: &identity.id };
    for one in identity_memberships::list(work, &identity.id).await? {
        end(cx, work, member, &one).await?;
    }
    Ok(())
}

/// Takes what came from the identities of an upstream, of which nothing is held yet: its people are, one after the other.
///
/// # Errors
/// When the database fails.
pub async fn end_all_at(cx: &Cx<'_>, work: &mut Work, upstream: &UpstreamId) -> Result<(), Error> {
    let mut page = PageRequest::first(BATCH);
    loop {
        let rows = identities::list_members_at(work, upstream, &page).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        page = page.after(last.id.to_string());
        for identity in &rows {
            // A sign-in that is under way ends first, and none begins before this is over.
            users::find_held(work, &identity.user_id).await?;
            end_all(cx, work, identity).await?;
        }
    }
}

/// What is given.
#[derive(Clone, Copy)]
struct Given<'a> {
    organization: &'a OrganizationId,
    /// What was given before.
    known: Option<&'a IdentityMembership>,
    roles: &'a [String],
}

/// Roles of a member that do not come from one identity alone.
struct Roles {
    /// Given by hand, or by another identity too.
    others: Vec<String>,
    /// The other identities that gave something here.
    givers: Vec<IdentityMembership>,
}

/// The roles that a member keeps without this identity: by hand, and by other identities.
async fn without(
    work: &mut Work,
    member: Member<'_>,
    current: &Membership,
    known: Option<&IdentityMembership>,
) -> Result<Roles, Error> {
    let all = identity_memberships::list_for_member(work, member.user, &current.organization_id).await?;
    let givers: Vec<IdentityMembership> = all.into_iter().filter(|one| one.identity_id != *member.identity).collect();
    let is_given = |role: &String| known.is_some_and(|known| known.roles.contains(role));
    let by_others = |role: &String| givers.iter().any(|one| one.roles.contains(role));
    let others = current.roles.iter().filter(|role| !is_given(role) || by_others(role)).cloned().collect();
    Ok(Roles { others, givers })
}

async fn join(cx: &Cx<'_>, work: &mut Work, member: Member<'_>, given: Given<'_>) -> Result<(), Error> {
    let current = memberships::find(work, given.organization, member.user).await?;
    let others = match &current {
        Some(current) => without(work, member, current, given.known).await?.others,
        None => Vec::new(),
    };
    // What somebody has by hand is not the upstream's to take.
    let own: Vec<String> = given.roles.iter().filter(|role| !others.contains(role)).cloned().collect();
    let roles: Vec<String> = others.iter().chain(&own).cloned().collect();
    let joined_at = match (&current, given.known) {
        (None, _) => Some(cx.now),
        (Some(_), known) => known.and_then(|known| known.joined_at),
    };
    if current.as_ref().is_none_or(|current| current.roles != roles) {
        set(cx, work, member.user, given.organization, roles).await?;
    }
    let row = IdentityMembership {
        identity_id: member.identity.clone(),
        organization_id: given.organization.clone(),
        roles: own,
        joined_at,
    };
    if given.known != Some(&row) {
        identity_memberships::upsert(work, &row).await?;
    }
    Ok(())
}

async fn end(cx: &Cx<'_>, work: &mut Work, member: Member<'_>, gone: &IdentityMembership) -> Result<(), Error> {
    let organization = &gone.organization_id;
    let current = memberships::find(work, organization, member.user).await?;
    identity_memberships::delete(work, member.identity, organization).await?;
    let Some(current) = current else { return Ok(()) };
    let Roles { others, givers } = without(work, member, &current, Some(gone)).await?;
    match givers.into_iter().next() {
        // Another identity says so, too: from now on it is that one's to end.
        Some(heir) if gone.joined_at.is_some() => {
            let heir = IdentityMembership { joined_at: heir.joined_at.or(gone.joined_at), ..heir };
            identity_memberships::upsert(work, &heir).await?;
        }
        None if gone.joined_at.is_some() && others.is_empty() => {
            return leave(cx, work, organization, member.user).await.map(drop);
        }
        _ => {}
    }
    if current.roles == others { Ok(()) } else { set(cx, work, member.user, organization, others).await }
}

async fn set(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    organization: &OrganizationId,
    roles: Vec<String>,
) -> Result<(), Error> {
    let row = Membership { organization_id: organization.clone(), user_id: user.clone(), roles, created_at: cx.now };
    memberships::upsert(work, &row).await?;
    work.emit(cx, Event::MembershipSet { organization: organization.clone(), user: user.clone() }).await
}
