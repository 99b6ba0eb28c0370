//! Sign-in by other providers: leaving, coming back, and what a hostile one tries.

mod departure;
mod hostile;
mod logout;
mod mix_up;
mod services;
mod silence;

use signet::{
    base::secret::Secret,
    config::{Config, outbound::PrivateTarget},
    domain::{
        login::upstream::{
            self, CameBack, UpstreamAnswer, UpstreamAsk, UpstreamDeparture, UpstreamFault, UpstreamFaultKind, come_back,
        },
        registry::upstreams::{self, NewUpstream, SettingEdit, UpstreamChanges},
        sessions::{self, Browser},
    },
};
use url::Url;

use crate::support::{Engine, StubUpstream, TestApp, UPSTREAM_CLIENT, UPSTREAM_SECRET};

/// Upstreams of tests are on this machine, and answer at once or never.
fn loopback(config: &mut Config) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
    config.outbound.timeout = signet::base::time::Seconds(1);
}

async fn app() -> TestApp {
    TestApp::start(Engine::sqlite(), loopback).await
}

fn edits(settings: &[(&str, &str)]) -> Vec<SettingEdit> {
    let edit = |(key, value): &(&str, &str)| SettingEdit { key: (*key).to_owned(), value: (*value).to_owned() };
    settings.iter().map(edit).collect()
}

/// Registers a provider with these settings.
async fn registered(t: &TestApp, name: &str, up: &StubUpstream, settings: &[(&str, &str)]) {
    let issuer = up.issuer();
    let all = [[("issuer", issuer.as_str())].as_slice(), settings].concat();
    let rest = UpstreamChanges {
        label: Some("Up".to_owned()),
        client_id: Some(UPSTREAM_CLIENT.to_owned()),
        secret: Some(Some(Secret::new(UPSTREAM_SECRET.to_owned()))),
        settings: edits(&all),
        ..UpstreamChanges::default()
    };
    let new = NewUpstream { name: name.to_owned(), preset: None, kind: None, rest };
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
