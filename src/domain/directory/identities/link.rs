//! An identity becomes an account's.

use crate::{
    base::id::{IdentityId, UpstreamId, UserId},
    domain::kernel::{
        Cx, Error, Event, Work,
        identity_event::{IdentityChange, IdentityEvent},
    },
    store::{
        identities::{self, LinkedIdentity},
        users,
    },
};

/// What is told where somebody has the identity, or the person has another one there.
pub const TAKEN: &str = "the identity";

/// An identity that is to be linked.
#[derive(Debug, Clone, Copy)]
pub struct NewIdentity<'a> {
    /// Where.
    pub upstream: &'a UpstreamId,
    /// Who says so.
    pub iss: &'a str,
    /// Who it is there.
    pub sub: &'a str,
    /// What the person is called there.
    pub label: Option<&'a str>,
    /// Whether the account was made with it.
    pub change: IdentityChange,
}

/// Links an identity to a person who is held.
///
/// # Errors
/// [`Error::Conflict`] of [`TAKEN`]; the unit of work is over then.
pub async fn link(cx: &Cx<'_>, work: &mut Work, user: &UserId, new: NewIdentity<'_>) -> Result<IdentityId, Error> {
    let row = LinkedIdentity {
        id: cx.new_id(),
        user_id: user.clone(),
        upstream_id: new.upstream.clone(),
        iss: new.iss.to_owned(),
        sub: new.sub.to_owned(),
        label: new.label.map(str::to_owned),
        created_at: cx.now,
        last_used_at: Some(cx.now),
    };
    identities::insert(work, &row).await.map_err(Error::taken(TAKEN))?;
    users::note_factor_added(work, user, cx.now).await?;
    let linked =
        IdentityEvent { change: new.change, user: row.user_id, identity: row.id.clone(), upstream: row.upstream_id };
    work.emit(cx, Event::Identity(linked)).await?;
    Ok(row.id)
}
