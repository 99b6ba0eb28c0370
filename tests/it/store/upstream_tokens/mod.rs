//! What upstreams hand out for people: sealed, refreshed ahead of its end by one of several instances, revoked when
//! somebody leaves. The upstream is a stand-in on a real socket.

mod moved;
mod narrowed;
mod refreshed;
mod revoked;
mod stand_in;
mod switched;

use signet::{
    base::{id::IdentityId, secret::Secret, time::Seconds},
    domain::{
        directory::{accounts, identities::remove},
        registry::upstreams::{
            self, Upstream,
            tokens::{self, NewUpstreamTokens},
        },
    },
    protocol::upstream::HandedOut,
    store::{
        PageRequest, identities,
        upstream_tokens::{self as rows, UpstreamTokens},
        users,
    },
};

use crate::support::{TestApp, new_upstream};
use stand_in::StandIn;

/// The stand-in as an upstream here.
async fn upstream(t: &TestApp, stand_in: &StandIn, keeps: bool) -> Upstream {
    let (issuer, keeps) = (stand_in.url(), keeps.to_string());
    let new = new_upstream("staff", &[("issuer", issuer.as_str()), ("keeps_tokens", keeps.as_str())]);
    upstreams::create(&t.cx(), new).await.unwrap()
}

/// A person with an identity there.
async fn identity(t: &TestApp, upstream: &Upstream, username: &str) -> IdentityId {
    t.person(username).await;
    t.link_identity(username, upstream, username).await
}

fn handed_out(access: &str, refresh: Option<&str>) -> HandedOut {
    HandedOut {
        access_token: Secret::new(access.to_owned()),
        expires_in: Some(Seconds(3600)),
        refresh_token: refresh.map(|token| Secret::new(token.to_owned())),
        scope: None,
    }
}

async fn keep(t: &TestApp, upstream: &Upstream, identity: &IdentityId, tokens: &HandedOut) {
    let cx = t.cx();
    let new = NewUpstreamTokens { upstream, identity, tokens };
    cx.write(async |work| tokens::keep(&cx, work, new).await).await.unwrap();
}

/// A provider that keeps what it hands out, and what it handed out for ada.
async fn kept_of_ada(t: &TestApp) -> (StandIn, Upstream, IdentityId) {
    let stand_in = StandIn::start().await;
    let staff = upstream(t, &stand_in, true).await;
    let ada = identity(t, &staff, "ada").await;
    keep(t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
    (stand_in, staff, ada)
}

/// The same, where what she had waits to be revoked since this has gone.
async fn waits_for_ada(t: &TestApp, gone: Gone) -> (StandIn, Upstream) {
    let (stand_in, staff, _) = kept_of_ada(t).await;
    goes(t, gone, "ada").await;
    (stand_in, staff)
}

async fn kept(t: &TestApp, identity: &IdentityId) -> Option<UpstreamTokens> {
    let all = rows::list_after(&mut t.cx().read().await.unwrap(), &PageRequest::first(10)).await.unwrap();
    all.into_iter().find(|row| row.identity_id == *identity)
}

async fn refresh(t: &TestApp) -> usize {
    tokens::refresh_due(&t.cx(), 20).await.unwrap()
}

/// What goes away.
#[derive(Debug, Clone, Copy)]
enum Gone {
    Identity,
    Person,
    Upstream,
}

/// Lets the identity of somebody go, or what it hangs from.
async fn goes(t: &TestApp, what: Gone, username: &str) {
    let mut conn = t.app.db.read().await.unwrap();
    let user = users::find_by_username_key(&mut conn, username).await.unwrap().expect("a person").id;
    let linked = identities::list(&mut conn, &user).await.unwrap().remove(0).identity;
    drop(conn);
    let cx = t.cx();
    match what {
        Gone::Identity => cx.write(async |work| remove(&cx, work, &linked).await).await.unwrap(),
        Gone::Person => accounts::delete(&cx, &user).await.unwrap(),
        Gone::Upstream => upstreams::delete(&cx, "staff").await.unwrap(),
    }
}

async fn revoke(t: &TestApp) -> usize {
    tokens::revoke_due(&t.cx(), 20).await.unwrap()
}

async fn waiting(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM upstream_revocations").await
}
