//! Whose account it is that somebody comes to from an upstream. What they bring is made here as `come_back` answers it:
//! verified. Leaving and coming back have tests of their own.

mod account;
mod attacks;
mod goes_away;
mod memberships;
mod merge;
mod operator;
mod proofs;
mod sign_up;
mod table;
mod two_upstreams;

use std::sync::Arc;

use serde_json::{Value, json};
use signet::{
    base::{
        id::{InteractionId, SessionId, UserId},
        secret::Secret,
        time::Timestamp,
    },
    domain::{
        flows::journey::{
            Next,
            upstream::{Arrived, arrive},
        },
        interactions::{self, Stopped},
        kernel::{Actor, Cx},
        login::upstream::{CameBack, UpstreamAsk, UpstreamPerson},
        registry::upstreams::{self, NewUpstream, Upstream, UpstreamChanges},
        sessions::{self, visitor::Visitor},
    },
    protocol::upstream::linking::LinkRefusal,
};

use crate::support::{Browser, Page, TestApp, TestClient, new_upstream};

const ADA: &str = "ada@example.com";

/// An upstream that vouches for example.com, with these settings.
pub(super) async fn staff(t: &TestApp, settings: &[(&str, &str)]) -> Arc<Upstream> {
    upstream(t, "staff", &["example.com"], settings).await
}

pub(super) async fn upstream(t: &TestApp, name: &str, domains: &[&str], settings: &[(&str, &str)]) -> Arc<Upstream> {
    let issuer = format!("https://{name}.example");
    let new = new_upstream(name, &[[("issuer", issuer.as_str())].as_slice(), settings].concat());
    let domains = domains.iter().map(|one| (*one).to_owned()).collect();
    let new = NewUpstream { rest: UpstreamChanges { domains: Some(domains), ..new.rest }, ..new };
    upstreams::create(&t.cx(), new).await.expect("an upstream");
    upstreams::named(&t.cx(), name).await.expect("the upstream")
}

/// Whoever has this subject and says this of themselves, who has just signed in there.
pub(super) fn came(upstream: &Arc<Upstream>, sub: &str, claims: Value) -> CameBack {
    let Value::Object(claims) = claims else { panic!("claims are an object") };
    CameBack {
        upstream: Arc::clone(upstream),
        interaction: None,
        session: None,
        ask: UpstreamAsk::default(),
        person: UpstreamPerson {
            iss: format!("https://{}.example", upstream.name),
            sub: sub.to_owned(),
            claims,
            auth_time: Some(crate::support::NOW),
            acr: None,
            amr: Vec::new(),
            sid: Some("up-1".to_owned()),
        },
        id_token: Some(Secret::new("id.token.there".to_owned())),
        tokens: None,
    }
}

pub(super) fn mail(address: &str) -> Value {
    json!({ "email": address })
}

/// A call of somebody who has proven nothing here.
pub(super) fn anybody(t: &TestApp) -> Cx<'_> {
    t.cx().acting(Actor::Anonymous)
}

/// The journey that a page stands on.
#[track_caller]
pub(super) fn journey_of(page: &Page) -> InteractionId {
    let mut pairs = page.url.query_pairs();
    let id = pairs.find(|(name, _)| name == "interaction").expect("a page of a journey").1.into_owned();
    id.parse().expect("an interaction")
}

/// What becomes of somebody who comes back to a journey in a browser, which gets its cookie.
pub(super) async fn try_arrive(
    t: &TestApp,
    browser: &mut Browser<'_>,
    journey: &InteractionId,
    came: CameBack,
) -> Result<Arrived, Stopped> {
    let cx = anybody(t);
    let (name, cookie) = browser.cookie();
    let look = sessions::look(&cx, Some(&cookie), None).await.unwrap();
    // Another tab that was faster has brought another cookie.
    let Some((known, accounts)) = look else { return Err(Stopped::OtherBrowser { client: None }) };
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let paused = interactions::load(&cx, journey, Some(&known)).await?;
    let arrived = arrive(&cx, &visitor, paused, came).await?;
    let fresh = match &arrived {
        Arrived::Step(step) => step.browser.as_ref(),
        Arrived::SignUp(asked) => asked.browser.as_ref(),
        Arrived::ProveAccount(offer) => Some(&offer.browser),
        Arrived::Refused(_) => None,
    };
    if let Some(new) = fresh {
        browser.cookies.insert(name, new.secret.expose().clone());
    }
    Ok(arrived)
}

/// Somebody comes back within a fresh request of a client, in a browser of their own.
pub(super) async fn visit<'t>(t: &'t TestApp, client: &TestClient<'_>, came: CameBack) -> (Browser<'t>, Arrived) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let arrived = try_arrive(t, &mut browser, &journey_of(&page), came).await.expect("an arrival");
    (browser, arrived)
}

/// What comes next for somebody who was let in.
#[track_caller]
pub(super) fn next(arrived: Arrived) -> Next {
    match arrived {
        Arrived::Step(step) => step.next,
        Arrived::Refused(why) => panic!("refused: {}", why.sentence()),
        Arrived::ProveAccount(_) => panic!("an account is to be proven"),
        Arrived::SignUp(asked) => panic!("an account is to be made: {:?}", asked.missing),
    }
}

#[track_caller]
pub(super) fn answered(arrived: Arrived) {
    let next = next(arrived);
    assert!(matches!(next, Next::Answer(_)), "{next:?}");
}

#[track_caller]
pub(super) fn refusal(arrived: Arrived) -> LinkRefusal {
    match arrived {
        Arrived::Refused(why) => why,
        Arrived::Step(step) => panic!("let in: {:?}", step.next),
        Arrived::ProveAccount(_) => panic!("an account is to be proven"),
        Arrived::SignUp(asked) => panic!("an account is to be made: {:?}", asked.missing),
    }
}

/// Who is signed in to a browser.
pub(super) async fn signed_in(t: &TestApp, browser: &Browser<'_>) -> Vec<(UserId, SessionId)> {
    let found = sessions::look(&t.cx(), Some(&browser.cookie().1), None).await.unwrap();
    let all = found.map(|(_, accounts)| accounts.all).unwrap_or_default();
    all.into_iter().map(|one| (one.user.id, one.session.id)).collect()
}

pub(super) async fn links(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM identities").await
}

pub(super) async fn people(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM users").await
}

/// Changes a person past the application.
pub(super) async fn set(t: &TestApp, username: &str, what: &str) {
    t.engine().execute(&format!("UPDATE users SET {what} WHERE username = '{username}'")).await;
}

/// Links an identity to a person past every rule.
pub(super) async fn linked(t: &TestApp, upstream: &Upstream, username: &str, sub: &str) {
    t.link_identity(username, upstream, sub).await;
}

/// Somebody who signed in there so many seconds ago.
pub(super) fn signed_in_there(came: CameBack, at: Option<Timestamp>) -> CameBack {
    CameBack { person: UpstreamPerson { auth_time: at, ..came.person }, ..came }
}
