//! What upstreams handed out for people, once an identity, its person or its upstream goes: it is revoked there.

use std::future::ready;

use crate::domain::{
    kernel::{
        Cx, Event, Work,
        event::{UpstreamEvent, UserEvent},
        identity_event::IdentityChange,
        work::{Consumer, Heard},
    },
    registry::upstreams::tokens::{KeptTokensOf, queue_revocations},
};

/// Queues what is to be revoked.
pub struct UpstreamRevocations;

impl Consumer for UpstreamRevocations {
    fn hear<'a>(&'a self, cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a> {
        let gone = match event {
            Event::Identity(one) if matches!(one.change, IdentityChange::Unlinked | IdentityChange::Forgotten) => {
                KeptTokensOf::Identity(&one.identity)
            }
            Event::User(UserEvent::Deleted, user) => KeptTokensOf::Person(user),
            Event::Upstream(UpstreamEvent::Deleted, upstream) => KeptTokensOf::Upstream(upstream),
            _ => return Box::pin(ready(Ok(()))),
        };
        Box::pin(queue_revocations(cx, work, gone))
    }
}
