//! What happened to a person's account, as far as they may see it.

use crate::{
    base::id::{AuditId, UserId},
    domain::kernel::{
        Cx, Error, On, Permission, audit,
        catalogue::{Audience, EventKind},
        permit,
    },
    store::{
        PageRequest,
        audit::{AuditEvent, Filter},
    },
};

/// Most events that are looked at for one page.
pub const MOST_EVENTS: i64 = 100;

/// A page of events, newest first.
#[derive(Debug, Clone)]
pub struct OwnEvents {
    /// The events: fewer than were asked for where some are not the person's to see.
    pub events: Vec<AuditEvent>,
    /// Where the next page begins; none on the last one.
    pub next: Option<AuditId>,
}

/// The events that concern a person and that they may see, at this issuer.
///
/// # Errors
/// [`Error::Forbidden`] for somebody else's.
pub async fn events(cx: &Cx<'_>, user: &UserId, after: Option<&AuditId>, most: i64) -> Result<OwnEvents, Error> {
    permit(cx, Permission::UsersRead, On::User(user))?;
    let most = most.clamp(1, MOST_EVENTS);
    let filter = Filter { issuer: Some(cx.issuer.id.clone()), user: Some(user.clone()), ..Filter::default() };
    let page = PageRequest { after: after.map(ToString::to_string), limit: most + 1 };
    let mut conn = cx.read().await?;
    let mut events = audit::list(&mut conn, &filter, &page).await?;
    let length = usize::try_from(most).unwrap_or(usize::MAX);
    let has_more = events.len() > length;
    events.truncate(length);
    let next = events.last().filter(|_| has_more).map(|last| last.id.clone());
    let is_shown =
        |event: &AuditEvent| EventKind::named(&event.kind).is_some_and(|kind| kind.audience() == Audience::Person);
    events.retain(is_shown);
    Ok(OwnEvents { events, next })
}
