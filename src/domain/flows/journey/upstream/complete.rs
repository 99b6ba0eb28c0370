//! A session begins, and what an upstream proved of its person is theirs: in the unit of work of the session.

use crate::{
    base::id::IdentityId,
    domain::{
        directory::{
            accounts::{TakenWords, take_over},
            identities,
        },
        kernel::{Cx, Error, Work, identity_event::IdentityChange, seals},
        login::by_upstream::{ByUpstream, WaitingFor, WaitingUpstream},
        registry::upstreams::{
            self,
            tokens::{self, NewUpstreamTokens},
        },
        sessions::SignedIn,
    },
    store::{
        identities as rows,
        session_upstreams::{self, SessionUpstream},
        users::User,
    },
};

/// Links the identity where it is not linked, and takes over what the upstream said. The person is held.
///
/// # Errors
/// [`Error::Forbidden`] where it is somebody else's by now, or the account is not what it was.
pub(in crate::domain::flows::journey) async fn complete(
    cx: &Cx<'_>,
    work: &mut Work,
    account: &SignedIn,
    waiting: &WaitingUpstream,
) -> Result<(), Error> {
    let cx = &cx.acting(account.actor());
    let (by, user) = (&waiting.by, &account.user.id);
    // Switched off while it waited, it proves nothing.
    let upstream = upstreams::by_id(cx, &by.upstream).await?.filter(|one| one.disabled_at.is_none());
    let Some(upstream) = upstream else { return gone(waiting).map(drop) };
    let is_first = by.identity.is_none();
    let identity = match &by.identity {
        Some(id) => id.clone(),
        None => match link(cx, work, &account.user, waiting).await? {
            Some(id) => id,
            None => return Ok(()),
        },
    };
    if matches!(waiting.wants, WaitingFor::Factor(_)) {
        let purpose = seals::session_upstream(&account.session.id);
        let sealed = |text: &str| cx.app.sealer.seal(&purpose, text.as_bytes(), &cx.app.entropy);
        let row = SessionUpstream {
            session_id: account.session.id.clone(),
            identity_id: identity.clone(),
            sid: by.sid.clone(),
            id_token: by.id_token.as_ref().map(|token| sealed(token.0.expose())),
        };
        session_upstreams::upsert(work, &row).await?;
    }
    if let Some(waiting) = &by.tokens {
        let tokens = waiting.handed_out(cx.now);
        tokens::keep(cx, work, NewUpstreamTokens { upstream: &upstream, identity: &identity, tokens: &tokens }).await?;
    }
    identities::sync(cx, work, user, &identity, &by.person.organizations).await?;
    let words = TakenWords { claims: &by.person.claims, attributes: &by.person.attributes, only_missing: is_first };
    if is_first || by.refreshes { take_over(cx, work, user, words).await } else { Ok(()) }
}

/// Nothing is to be done about the identity any more. Whoever signed in to an account of their own is signed in, whatever
/// became of it.
fn gone(waiting: &WaitingUpstream) -> Result<Option<IdentityId>, Error> {
    match waiting.wants {
        WaitingFor::Account(_) => Ok(None),
        WaitingFor::Factor(_) | WaitingFor::NewAccount(_) => Err(Error::Forbidden),
    }
}

/// Links the identity; none where nothing is to be done about it any more.
async fn link(
    cx: &Cx<'_>,
    work: &mut Work,
    person: &User,
    waiting: &WaitingUpstream,
) -> Result<Option<IdentityId>, Error> {
    let by = &waiting.by;
    match rows::find(work, &by.upstream, &by.iss, &by.sub).await? {
        // By another tab.
        Some(known) if known.user_id == person.id => return Ok(Some(known.id)),
        Some(_) => return gone(waiting),
        None => {}
    }
    if rows::find_at(work, &person.id, &by.upstream).await?.is_some() || !is_still_theirs(by, person) {
        return gone(waiting);
    }
    identities::link(cx, work, &person.id, by.new_identity(IdentityChange::Linked)).await.map(Some)
}

/// Whether an account has still proven the address by which it is linked, where it is linked by one.
fn is_still_theirs(by: &ByUpstream, person: &User) -> bool {
    by.address.is_none()
        || (person.email_key == by.address && person.email_verified_at.is_some() && person.admin_at.is_none())
}
