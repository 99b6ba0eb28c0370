//! Somebody who is signed in adds identities to their account, and takes them away.

use crate::{
    base::{
        id::{IdentityId, UserId},
        time::Timestamp,
    },
    domain::{
        directory::{
            accounts::{TakenWords, take_over},
            identities,
        },
        flows::journey::upstream::arrive::proved,
        kernel::{Cx, Error, On, Permission, Work, identity_event::IdentityChange, permit},
        login::{by_upstream::ByUpstream, upstream::CameBack, ways},
        registry::upstreams::{
            self, Upstream,
            tokens::{self, NewUpstreamTokens, has_ended},
        },
        sessions::{self, SignedIn, visitor::Visitor},
    },
    protocol::upstream::{
        linking::{LinkOutcome, LinkRefusal, decide},
        preset::ANY_ICON,
    },
    store::{Conn, identities as rows, sessions as session_rows, upstream_tokens::KeptScopes, users},
};

/// An identity that somebody added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedIdentity {
    /// Which.
    pub id: IdentityId,
    /// Whether it was not theirs before.
    pub is_new: bool,
}

/// An identity of a person, for their page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownIdentity {
    /// Which.
    pub id: IdentityId,
    /// The word for its upstream.
    pub upstream: String,
    /// What the upstream is called.
    pub upstream_label: String,
    /// Its icon.
    pub icon: &'static str,
    /// What the person is called there.
    pub label: Option<String>,
    /// Since when it is theirs.
    pub linked_at: Timestamp,
    /// When it last opened a session.
    pub last_used_at: Option<Timestamp>,
    /// Whether its upstream is on.
    pub is_usable: bool,
    /// What is kept of what its upstream handed out.
    pub kept: Option<KeptAccess>,
}

/// What is kept of what an upstream handed out for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAccess {
    /// What it is good for there.
    pub scopes: Vec<String>,
    /// Whether it has ended, until its person signs in there once more.
    pub has_ended: bool,
}

/// A signed-in person adds an identity to the account of the session with which they left.
///
/// # Errors
/// [`Error::SignedOut`] where that session has ended, or began too long ago for a change of how one signs in.
pub async fn add_identity(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    came: CameBack,
) -> Result<Result<AddedIdentity, LinkRefusal>, Error> {
    match Box::pin(add_once(cx, visitor, &came)).await {
        // Another tab has linked it in this moment, or another one there.
        Err(Error::Conflict(identities::TAKEN)) => Box::pin(add_once(cx, visitor, &came)).await,
        added => added,
    }
}

async fn add_once(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    came: &CameBack,
) -> Result<Result<AddedIdentity, LinkRefusal>, Error> {
    let me = came.session.as_ref().and_then(|session| visitor.accounts.find(session)).ok_or(Error::SignedOut)?;
    if !sessions::is_fresh(cx, me) {
        return Err(Error::SignedOut);
    }
    let cx = &cx.acting(me.actor());
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let (by, seen) = proved(cx, came, Some(&me.user)).await?;
    let outcome =
        if came.upstream.disabled_at.is_some() { LinkOutcome::Refuse(LinkRefusal::Gone) } else { decide(&seen.facts) };
    match (outcome, seen.identity) {
        (LinkOutcome::SignIn, Some(known)) => Ok(Ok(AddedIdentity { id: known.id, is_new: false })),
        (LinkOutcome::Link, None) => {
            let id =
                cx.write(async |work| link(cx, work, me, Adding { upstream: &came.upstream, by: &by }).await).await?;
            Ok(Ok(AddedIdentity { id, is_new: true }))
        }
        (LinkOutcome::Refuse(why), _) => Ok(Err(why)),
        _ => Err(Error::internal("whoever is signed in adds an identity, or does not")),
    }
}

/// What is added.
#[derive(Clone, Copy)]
struct Adding<'a> {
    upstream: &'a Upstream,
    by: &'a ByUpstream,
}

async fn link(cx: &Cx<'_>, work: &mut Work, me: &SignedIn, adding: Adding<'_>) -> Result<IdentityId, Error> {
    let Adding { upstream, by } = adding;
    let user = &me.user.id;
    users::find_held(work, user).await?.filter(|user| user.disabled_at.is_none()).ok_or(Error::SignedOut)?;
    let session = session_rows::find(work, &me.session.id).await?;
    session.filter(|one| one.ended_at.is_none() && cx.now < one.expires_at).ok_or(Error::SignedOut)?;
    let id = identities::link(cx, work, user, by.new_identity(IdentityChange::Linked)).await?;
    if let Some(waiting) = &by.tokens {
        let tokens = waiting.handed_out(cx.now);
        tokens::keep(cx, work, NewUpstreamTokens { upstream, identity: &id, tokens: &tokens }).await?;
    }
    identities::sync(cx, work, user, &id, &by.person.organizations).await?;
    let words = TakenWords { claims: &by.person.claims, attributes: &by.person.attributes, only_missing: true };
    take_over(cx, work, user, words).await?;
    Ok(id)
}

/// Takes an identity away from a person; never the last way in.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone, [`Error::Forbidden`] for somebody else's.
pub async fn remove_identity(cx: &Cx<'_>, user: &UserId, id: &IdentityId) -> Result<Result<(), LinkRefusal>, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        // Held: of two that go at one moment the second sees that the first went.
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let Some(identity) = rows::find_own(work, user, id).await? else { return Ok(Err(LinkRefusal::Gone)) };
        identities::remove(cx, work, &identity).await?;
        match ways::require_one(cx, work, &person).await {
            Ok(()) => Ok(Ok(())),
            Err(Error::Conflict(_)) => {
                work.give_up();
                Ok(Err(LinkRefusal::LastWayIn))
            }
            Err(error) => Err(error),
        }
    })
    .await
}

/// Those of a person, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn list_identities(cx: &Cx<'_>, conn: &mut Conn, user: &UserId) -> Result<Vec<ShownIdentity>, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let mut shown = Vec::new();
    for rows::NamedIdentity { identity, upstream, upstream_label, upstream_disabled_at, kept } in
        rows::list(conn, user).await?
    {
        let found = upstreams::by_id(cx, &identity.upstream_id).await?;
        let access = |kept: KeptScopes| KeptAccess { has_ended: has_ended(&kept, cx.now), scopes: kept.scopes };
        shown.push(ShownIdentity {
            id: identity.id,
            icon: found.map_or(ANY_ICON, |found| found.icon()),
            upstream,
            upstream_label,
            label: identity.label,
            linked_at: identity.created_at,
            last_used_at: identity.last_used_at,
            is_usable: upstream_disabled_at.is_none(),
            kept: kept.map(access),
        });
    }
    Ok(shown)
}
