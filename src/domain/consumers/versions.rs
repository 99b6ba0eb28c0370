//! What instances keep in memory, outdated by events.

use crate::domain::kernel::{
    Cx, Effect, Event, Version, Work,
    event::ClientEvent,
    work::{Consumer, Heard},
};

/// Raises the versions.
pub struct Versions;

impl Consumer for Versions {
    fn hear<'a>(&'a self, _cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a> {
        Box::pin(async move {
            match event {
                // Nobody can have looked it up before: no instance has anything to forget.
                Event::Client(ClientEvent::Registered, _) => {}
                Event::Client(what, _) => {
                    work.raise(Version::Clients).await?;
                    if *what == ClientEvent::Deleted {
                        // Its resource server, if any, has lost the client that introspects for it.
                        work.after_commit(Effect::Forget(Version::ResourceServers));
                    }
                }
                Event::ResourceServer(..) => work.raise(Version::ResourceServers).await?,
                Event::Attribute(..) => work.raise(Version::Attributes).await?,
                Event::SigningKey(..) => work.raise(Version::SigningKeys).await?,
                _ => {}
            }
            Ok(())
        })
    }
}
