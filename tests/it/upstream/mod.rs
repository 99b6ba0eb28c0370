//! Sign-in by other providers: leaving, coming back, and what a hostile one tries.

mod client_auth;
mod departure;
mod exchange;
mod fault_pages;
mod handed_up;
mod hostile;
mod in_silence;
mod logout;
mod mix_up;
mod narrowing;
mod native;
mod presets;
mod relay;
mod services;
mod silence;

use signet::{
    base::id::IdentityId,
    config::{Config, sign_up::SignUpMode},
    domain::{
        login::upstream::{
            self, CameBack, UpstreamAnswer, UpstreamAsk, UpstreamDeparture, UpstreamFault, UpstreamFaultKind, come_back,
        },
        registry::upstreams::{self, NewUpstream, UpstreamChanges},
        sessions::{self, Browser},
    },
};
use url::Url;

use crate::support::{
    Answer, Browser as Visitor, Engine, Page, StubUpstream, TestApp, TestClient, new_upstream, reach_loopback,
    upstream_edits as edits,
};

/// Upstreams of tests are on this machine, and answer at once or never.
fn loopback(config: &mut Config) {
    reach_loopback(config);
    config.outbound.timeout = signet::base::time::Seconds(1);
}

/// Whoever an upstream sends makes an account.
fn open(config: &mut Config) {
    loopback(config);
    config.sign_up.mode = SignUpMode::Open;
}

async fn app() -> TestApp {
    TestApp::start(Engine::sqlite(), loopback).await
}

/// Registers a provider with these settings.
async fn registered(t: &TestApp, name: &str, up: &StubUpstream, settings: &[(&str, &str)]) {
    let issuer = up.issuer();
    let new = new_upstream(name, &[[("issuer", issuer.as_str())].as_slice(), settings].concat());
    let new = NewUpstream { rest: UpstreamChanges { label: Some("Up".to_owned()), ..new.rest }, ..new };
    upstreams::create(&t.cx(), new).await.expect("registering an upstream");
}

/// A provider that is registered as `up`, honest so far.
async fn provider(t: &TestApp, settings: &[(&str, &str)]) -> StubUpstream {
    let up = StubUpstream::start(t.now()).await;
    registered(t, "up", &up, settings).await;
    up
}

async fn browser(t: &TestApp) -> Browser {
    sessions::make_browser(&t.cx()).await.expect("a browser")
}

/// Sends a browser to an upstream; where it goes.
async fn leave(t: &TestApp, name: &str, browser: &Browser, ask: UpstreamAsk) -> Result<Url, UpstreamFault> {
    let there = upstreams::find(&t.cx(), name).await.unwrap().expect("an upstream");
    let departure = UpstreamDeparture { upstream: &there, ask, browser: &browser.id, interaction: None, session: None };
    let address = Box::pin(upstream::leave(&t.cx(), departure)).await?;
    Ok(Url::parse(&address).expect("an address"))
}

fn sent(address: &Url, name: &str) -> Option<String> {
    address.query_pairs().find(|(sent, _)| sent == name).map(|(_, value)| value.into_owned())
}

/// Somebody signs in for an app and presses the button; where that leads.
async fn leaves(client: &TestClient<'_>, browser: &mut Visitor<'_>, params: &[(&str, &str)]) -> Page {
    let page = client.authorize(browser, params).await;
    browser.press(&page, "upstream-up").await
}

/// Takes the answer of an upstream in a browser.
async fn back(t: &TestApp, browser: &Browser, answer: UpstreamAnswer<'_>) -> Result<CameBack, UpstreamFault> {
    Box::pin(come_back(&t.cx(), Some(browser), answer)).await
}

/// Somebody leaves, agrees, and comes back, all in one browser.
async fn round_trip(t: &TestApp, up: &StubUpstream, ask: UpstreamAsk) -> Result<CameBack, UpstreamFault> {
    let browser = browser(t).await;
    let address = leave(t, "up", &browser, ask).await?;
    let (state, code) = (sent(&address, "state").expect("a state"), up.code_for(&address));
    let answer = UpstreamAnswer { upstream: "up", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
    back(t, &browser, answer).await
}

/// Says past every rule that a person is known at `up`.
async fn linked(t: &TestApp, username: &str, sub: &str) -> IdentityId {
    let up = upstreams::named(&t.cx(), "up").await.unwrap();
    t.link_identity(username, &up, sub).await
}

/// Demands that an app was refused with this code and sentence.
#[track_caller]
fn assert_error(answer: &Answer, code: &str, sentence: &str) {
    assert_eq!((answer.refusal().as_str(), answer.description().as_str()), (code, sentence));
}

/// Demands that a sign-in was refused with this sentence.
#[track_caller]
fn refused(outcome: Result<CameBack, UpstreamFault>, kind: &UpstreamFaultKind, sentence: &str) {
    let fault = outcome.map(|came| came.person.sub).expect_err("a refusal");
    assert_eq!((&fault.kind, fault.sentence.as_str()), (kind, sentence));
}

#[track_caller]
fn untrusted(outcome: Result<CameBack, UpstreamFault>, sentence: &str) {
    refused(outcome, &UpstreamFaultKind::Untrusted, sentence);
}
