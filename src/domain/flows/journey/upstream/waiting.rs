//! What an upstream proved waits in the interaction, sealed for its browser, and ends with it.

use std::sync::Arc;

use crate::{
    domain::{
        flows::journey::wait::{WaitsHere, WithWaiting, wait_in, with_waiting},
        interactions::{Paused, Stopped},
        kernel::{Cx, Error},
        login::by_upstream::{WaitingFor, WaitingUpstream},
        registry::upstreams::{self, Upstream},
        sessions::visitor::Visitor,
    },
    protocol::authorize::interaction::Progress,
};

/// What waits on a journey, for its pages.
pub struct WhatWaits {
    /// Where the person came from.
    pub upstream: Arc<Upstream>,
    /// The address that it told.
    pub email: Option<String>,
    /// What they are called there.
    pub label: Option<String>,
    /// What is to be done first.
    pub wants: WaitingFor,
}

/// What waits on a journey in this browser.
///
/// # Errors
/// When the database fails.
pub async fn what_waits(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused) -> Result<Option<WhatWaits>, Error> {
    let Some(waiting) = open(cx, visitor, paused) else { return Ok(None) };
    let found = upstreams::by_id(cx, &waiting.by.upstream).await?.filter(|one| one.disabled_at.is_none());
    let WaitingUpstream { by, wants, .. } = waiting;
    Ok(found.map(|upstream| WhatWaits { upstream, email: by.person.email, label: by.person.label, wants }))
}

/// What waits on a journey in this browser, with everything.
pub(super) fn open(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused) -> Option<WaitingUpstream> {
    WaitingUpstream::open(cx, visitor.browser?, paused.progress.upstream.as_deref()?)
}

/// Lets it wait.
pub(super) async fn wait(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    waiting: &WaitingUpstream,
) -> Result<WaitsHere, Stopped> {
    let WithWaiting { paused, browser } = with_waiting(visitor, paused, |browser| {
        Ok(Progress { upstream: Some(waiting.seal(cx, browser)?), ..Progress::default() })
    })?;
    cx.write(async |work| wait_in(cx, work, &paused, browser).await).await?
}
