//! What instances keep in memory, outdated by events.

use crate::{
    app::verified_tokens::TokensOf,
    domain::kernel::{
        Cx, Event, Version, Work,
        event::{ClientEvent, UserEvent},
        work::{Consumer, Heard},
    },
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
                    if *what == ClientEvent::Deleted {
                        // Its resource server, if any, has lost the client that introspects for it. Raised first,
                        // as by whoever makes one.
                        work.raise(Version::ResourceServers).await?;
                    }
                    work.raise(Version::Clients).await?;
                }
                Event::ResourceServer(..) => work.raise(Version::ResourceServers).await?,
                Event::Attribute(..) => work.raise(Version::Attributes).await?,
                Event::Upstream(..) => work.raise(Version::Upstreams).await?,
                Event::FeatureChanged { .. } => work.raise(Version::Features).await?,
                Event::SigningKey(..) => work.raise(Version::SigningKeys).await?,
                Event::User(UserEvent::ClaimSourceSet | UserEvent::ClaimSourceRemoved, _) => {
                    work.raise(Version::ClaimSources).await?;
                }
                Event::GrantsRevoked(grants) => {
                    grants.iter().cloned().map(TokensOf::Grant).for_each(|whose| work.revoked(whose));
                }
                Event::TokenRevoked { client, grant, .. } => {
                    let alone = || TokensOf::Client(client.clone());
                    work.revoked(grant.clone().map_or_else(alone, TokensOf::Grant));
                }
                _ => {}
            }
            Ok(())
        })
    }
}
