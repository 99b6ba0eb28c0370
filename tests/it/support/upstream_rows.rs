//! Upstreams, and who people are there, as tests begin with them.

use signet::{
    base::{
        id::{Id, IdentityId},
        secret::Secret,
    },
    config::{Config, outbound::PrivateTarget},
    domain::registry::upstreams::{NewUpstream, SettingEdit, Upstream, UpstreamChanges},
    store::{
        identities::{self, LinkedIdentity},
        users,
    },
};

use super::{TestApp, UPSTREAM_CLIENT, UPSTREAM_SECRET};

/// Upstreams of tests are on this machine.
pub fn reach_loopback(config: &mut Config) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().expect("a network"))];
}

/// Settings as an operator writes them.
pub fn upstream_edits(settings: &[(&str, &str)]) -> Vec<SettingEdit> {
    let edit = |(key, value): &(&str, &str)| SettingEdit { key: (*key).to_owned(), value: (*value).to_owned() };
    settings.iter().map(edit).collect()
}

/// An upstream to make, which knows us as a [`StubUpstream`](super::StubUpstream) does.
pub fn new_upstream(name: &str, settings: &[(&str, &str)]) -> NewUpstream {
    let rest = UpstreamChanges {
        client_id: Some(UPSTREAM_CLIENT.to_owned()),
        secret: Some(Some(Secret::new(UPSTREAM_SECRET.to_owned()))),
        settings: upstream_edits(settings),
        ..UpstreamChanges::default()
    };
    NewUpstream { name: name.to_owned(), preset: None, kind: None, rest }
}

impl TestApp {
    /// Says past every rule that somebody is `sub` at an upstream. The row is named by all three.
    pub async fn link_identity(&self, username: &str, upstream: &Upstream, sub: &str) -> IdentityId {
        let mut tx = self.app.db.begin().await.expect("a transaction");
        let user = users::find_by_username_key(&mut tx, username).await.expect("a look").expect("a person");
        let id: IdentityId = Id::from_stored(format!("idn_{username}{}{sub}", upstream.name));
        let row = LinkedIdentity {
            id: id.clone(),
            user_id: user.id,
            upstream_id: upstream.id.clone(),
            iss: upstream.settings.issuer.clone().unwrap_or_default(),
            sub: sub.to_owned(),
            label: None,
            created_at: self.clock.now(),
            last_used_at: None,
        };
        identities::insert(&mut tx, &row).await.expect("an identity");
        tx.commit().await.expect("a commit");
        id
    }
}
