//! How many answers of other providers are taken from one address: for each of them the provider is called.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::{Config, limits::RuleName},
    domain::{
        kernel::{Feature, features},
        registry::upstreams,
    },
};

use url::Url;

use super::limit;
use crate::support::{Browser, Page, StubUpstream, TestApp, new_upstream, on_both_engines, reach_loopback};

fn two_in_a_quarter_of_an_hour(config: &mut Config) {
    reach_loopback(config);
    limit(config, RuleName::UpstreamAddress, 2, Seconds::minutes(15));
}

/// A provider that is registered as `up`.
async fn provider(t: &TestApp) -> StubUpstream {
    features::switch(&t.cx(), Feature::Upstreams, true).await.unwrap();
    let up = StubUpstream::start(t.now()).await;
    upstreams::create(&t.cx(), new_upstream("up", &[("issuer", up.issuer().as_str())])).await.unwrap();
    up
}

/// Leaves for the provider and comes back at once.
async fn there_and_back(t: &TestApp, up: &StubUpstream, browser: &mut Browser<'_>) -> Page {
    let page = browser.get(&t.url("/login")).await;
    let page = browser.press(&page, "upstream-up").await;
    let (state, code) = (page.sent("state").expect("a state"), up.code_for(page.left()));
    browser.get(&t.url(&format!("/sign-in/upstream/up/callback?state={state}&code={code}"))).await
}

on_both_engines!(
    an_address_brings_so_many_answers_of_providers_and_whoever_waits_keeps_theirs,
    |config| { two_in_a_quarter_of_an_hour(config) },
    |t| {
        let up = provider(&t).await;
        let from = |network: u8| {
            let mut browser = t.browser();
            browser.ip = [198, 51, network, 7];
            browser
        };
        for _ in 0..2 {
            let back = there_and_back(&t, &up, &mut from(100)).await;
            assert_ne!(back.answer.status, 429, "{}", back.text());
        }
        assert_eq!(up.hits("/token"), 2);
        let mut third = from(100);
        let refused = there_and_back(&t, &up, &mut third).await;
        assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("450")));
        assert_eq!(refused.heading(), "That was a lot in a short time");
        assert!(refused.text().contains("Please wait 8 minutes, then try again."), "{}", refused.text());
        assert_eq!(up.hits("/token"), 2, "nobody was called");
        // Another address is not held by it, and what was not spent is good as soon as there is room.
        there_and_back(&t, &up, &mut from(101)).await;
        assert_eq!(up.hits("/token"), 3);
        t.clock.advance(450);
        up.set_now(t.now());
        let again = third.get(refused.url.as_str()).await;
        assert_ne!(again.answer.status, 429, "{}", again.text());
        assert_eq!(up.hits("/token"), 4);
        let exceeded = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' \
                        AND data LIKE '%upstream_address%'";
        assert_eq!(t.count(exceeded).await, 1);
    }
);

// What brings nothing that we gave out calls nobody, and uses nothing up.
on_both_engines!(an_answer_that_is_nobodys_is_not_counted, |config| { two_in_a_quarter_of_an_hour(config) }, |t| {
    let up = provider(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    client.authorize(&mut browser, &[]).await;
    for _ in 0..5 {
        let told = browser.get(&t.url("/sign-in/upstream/up/callback?state=guessed&code=guessed")).await;
        assert_eq!(told.heading(), "That took too long.", "{}", told.text());
    }
    there_and_back(&t, &up, &mut browser).await;
    assert_eq!(up.hits("/token"), 1);
});

// OIDC Core §3.1.2.6: an app that asks in silence is answered, and no page is seen.
on_both_engines!(
    in_silence_an_app_is_answered_however_many_strangers_come,
    |config| {
        two_in_a_quarter_of_an_hour(config);
        limit(config, RuleName::NewBrowserAddress, 1, Seconds::minutes(15));
    },
    |t| {
        let up = provider(&t).await;
        let client = t.first_party("web", json!({})).await;
        let url = Url::parse(&client.authorize_url(&[("prompt", "none"), ("idp_hint", "up")])).unwrap();
        let path = format!("{}?{}", url.path(), url.query().unwrap());
        let asked = async || {
            let answer = t.get_with(&path, &[("sec-fetch-dest", "document")]).await;
            answer.location().expect("a way on")
        };
        assert!(asked().await.as_str().starts_with(&up.issuer()));
        let told = asked().await;
        assert_eq!(told.host_str(), Some("rp.example"), "{told}");
        let said = |name: &str| told.query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned());
        assert_eq!(said("error").as_deref(), Some("login_required"));
        assert_eq!(
            said("error_description").as_deref(),
            Some("nobody is signed in as the request demands (OIDC Core section 3.1.2.6)")
        );
    }
);
