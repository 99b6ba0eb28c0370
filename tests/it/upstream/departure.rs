//! Leaving and coming back, with an honest upstream.

use signet::{
    base::time::Timestamp,
    domain::login::upstream::{UpstreamAnswer, UpstreamAsk, UpstreamFaultKind},
};

use super::*;
use crate::support::on_both_engines;

on_both_engines!(who_comes_back_is_proven_and_their_state_is_spent, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[("userinfo", "true")]).await;
    let browser = browser(&t).await;
    let ask = UpstreamAsk { login_hint: Some("ada@up.example".to_owned()), ..UpstreamAsk::default() };
    let address = leave(&t, "up", &browser, ask.clone()).await.unwrap();
    assert!(address.as_str().starts_with(&format!("{}/auth?", up.issuer())), "{address}");
    let callback = t.url("/sign-in/upstream/up/callback");
    assert_eq!(sent(&address, "redirect_uri"), Some(callback));
    assert_eq!(sent(&address, "code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(sent(&address, "login_hint").as_deref(), Some("ada@up.example"));
    // Neither state nor verifier stand in the database as they are.
    let state = sent(&address, "state").unwrap();
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM upstream_sign_ins WHERE state = '{state}'")).await, 0);
    let (code, issuer) = (up.code_for(&address), up.issuer());
    let answer = UpstreamAnswer {
        upstream: "up",
        state: Some(&state),
        code: Some(&code),
        iss: Some(&issuer),
        ..UpstreamAnswer::default()
    };
    let came = back(&t, &browser, answer).await.unwrap();
    assert_eq!((came.person.iss.as_str(), came.person.sub.as_str()), (up.issuer().as_str(), "ada-there"));
    assert_eq!((came.person.auth_time, came.person.sid.as_deref()), (Some(Timestamp(t.now() - 5)), Some("there-1")));
    assert_eq!(came.person.claims["name"], "Ada There");
    assert_eq!((came.person.claims["email"].as_str(), came.ask), (Some("ada@up.example"), ask));
    assert_eq!(came.tokens.unwrap().refresh_token.unwrap().expose(), "rt-of-ada");
    assert!(came.id_token.is_some() && !came.person.claims.contains_key("nonce"));
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 0);
    // The second time it is nobody's answer, and nothing is redeemed.
    let again = back(&t, &browser, answer).await;
    let spent = "the state of the answer is not known, or was used (RFC 6749 section 10.12)";
    refused(again, &UpstreamFaultKind::Expired, spent);
    assert_eq!(up.hits("/token"), 1);
});

on_both_engines!(ten_are_under_way_in_a_browser_and_each_waits_ten_minutes, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    let browser = browser(&t).await;
    let mut addresses = Vec::new();
    for _ in 0..12 {
        addresses.push(leave(&t, "up", &browser, UpstreamAsk::default()).await.unwrap());
        t.clock.advance(1);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 10);
    let answer_of = async |at: usize| {
        up.set_now(t.now());
        let (state, code) = (sent(&addresses[at], "state").unwrap(), up.code_for(&addresses[at]));
        let answer =
            UpstreamAnswer { upstream: "up", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
        back(&t, &browser, answer).await
    };
    let spent = "the state of the answer is not known, or was used (RFC 6749 section 10.12)";
    refused(answer_of(1).await, &UpstreamFaultKind::Expired, spent);
    assert!(answer_of(2).await.is_ok());
    t.clock.advance(591);
    let late = "the state of the answer has expired or was used";
    refused(answer_of(3).await, &UpstreamFaultKind::Expired, late);
    assert!(answer_of(11).await.is_ok());
});

#[tokio::test]
async fn an_answer_in_another_browser_is_told_so_and_spends_nothing() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    let (mine, other) = (browser(&t).await, browser(&t).await);
    let address = leave(&t, "up", &mine, UpstreamAsk::default()).await.unwrap();
    let (state, code) = (sent(&address, "state").unwrap(), up.code_for(&address));
    let answer = UpstreamAnswer { upstream: "up", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
    let elsewhere = "the state of the answer is that of another browser (RFC 6749 section 10.12)";
    refused(back(&t, &other, answer).await, &UpstreamFaultKind::OtherBrowser, elsewhere);
    let without = Box::pin(come_back(&t.cx(), None, answer)).await;
    refused(without, &UpstreamFaultKind::OtherBrowser, elsewhere);
    assert_eq!(up.hits("/token"), 0);
    assert!(back(&t, &mine, answer).await.is_ok());
}

#[tokio::test]
async fn errors_of_the_upstream_are_told_in_our_words() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    let told = async |error: &str, ask: UpstreamAsk| {
        let browser = browser(&t).await;
        let address = leave(&t, "up", &browser, ask).await.unwrap();
        let state = sent(&address, "state").unwrap();
        let answer =
            UpstreamAnswer { upstream: "up", state: Some(&state), error: Some(error), ..UpstreamAnswer::default() };
        let fault = back(&t, &browser, answer).await.map(|came| came.person.sub).unwrap_err();
        assert_eq!(fault.upstream.as_ref().map(|upstream| upstream.name.as_str()), Some("up"));
        (fault.kind, fault.sentence)
    };
    let cancelled = "the upstream answered access_denied".to_owned();
    assert_eq!(told("access_denied", UpstreamAsk::default()).await, (UpstreamFaultKind::Cancelled, cancelled));
    let silent = UpstreamAsk { is_silent: true, ..UpstreamAsk::default() };
    let required = UpstreamFaultKind::InteractionRequired(signet::protocol::error::ErrorCode::LoginRequired);
    assert_eq!(told("login_required", silent).await.0, required);
    let plain = UpstreamFaultKind::Refused("login_required".to_owned());
    assert_eq!(told("login_required", UpstreamAsk::default()).await.0, plain);
    assert_eq!(up.hits("/token"), 0);
}

#[tokio::test]
async fn an_upstream_that_was_switched_off_meanwhile_signs_nobody_in() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    let browser = browser(&t).await;
    let address = leave(&t, "up", &browser, UpstreamAsk::default()).await.unwrap();
    upstreams::set_disabled(&t.cx(), "up", true).await.unwrap();
    let (state, code) = (sent(&address, "state").unwrap(), up.code_for(&address));
    let answer = UpstreamAnswer { upstream: "up", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
    let off = "the upstream was switched off meanwhile";
    refused(back(&t, &browser, answer).await, &UpstreamFaultKind::Misconfigured, off);
}

#[tokio::test]
async fn what_is_asked_beyond_who_somebody_is_is_handed_up_and_held_against_the_answer() {
    let t = app().await;
    let up = provider(&t, &[("trusts_factors", "true")]).await;
    let fresh = UpstreamAsk { is_fresh: true, ..UpstreamAsk::default() };
    assert!(round_trip(&t, &up, fresh.clone()).await.is_ok());
    up.acts().claims = serde_json::json!({"auth_time": t.now() - 3600});
    let old = "auth_time of the ID token is older than was asked for (OIDC Core section 3.1.3.7, rule 13)";
    refused(round_trip(&t, &up, fresh.clone()).await, &UpstreamFaultKind::NotFresh, old);
    up.acts().claims = serde_json::json!({"auth_time": null});
    let lacks = "the ID token lacks auth_time although max_age was asked (OIDC Core section 3.1.2.1)";
    let aged = UpstreamAsk { max_age: Some(60), ..UpstreamAsk::default() };
    refused(round_trip(&t, &up, aged).await, &UpstreamFaultKind::NotFresh, lacks);
    let strong = UpstreamAsk { acr_values: vec!["mfa".to_owned()], ..UpstreamAsk::default() };
    // What it says is taken as it is: whether that is enough is decided with all that the person proves here.
    for (claims, acr, amr) in [
        (serde_json::json!({"amr": ["mfa"]}), None, vec!["mfa".to_owned()]),
        (serde_json::json!({"acr": "1"}), Some("1"), Vec::new()),
        (serde_json::json!({"acr": "mfa"}), Some("mfa"), Vec::new()),
    ] {
        up.acts().claims = claims;
        let person = round_trip(&t, &up, strong.clone()).await.unwrap().person;
        assert_eq!((person.acr.as_deref(), person.amr), (acr, amr));
    }
    // One that cannot prove it does not: its word for a time counts for nothing.
    let changes = UpstreamChanges { settings: edits(&[("proves_freshness", "false")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.unwrap();
    assert_eq!(round_trip(&t, &up, fresh).await.unwrap().person.auth_time, None);
}
