//! What a sign-in at an upstream proves here: factors, their age, and what is asked on top.

use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::factors::FactorRule,
    domain::{
        flows::journey::{
            Next,
            upstream::{Arrived, arrive},
        },
        interactions::{Journey, Paused, Question},
        login::upstream::{CameBack, UpstreamAsk},
        sessions::{self, visitor::Visitor},
    },
    protocol::upstream::linking::LinkRefusal,
};

use super::{
    super::{
        factor_policy::{enrol, go_on, required},
        factors::{a_step_later, app_of_ada, enter, id_token},
    },
    ADA, answered, anybody, came, journey_of, linked, links, mail, next, refusal, signed_in, signed_in_there, staff,
    try_arrive, upstream, visit,
};
use crate::support::{Browser, NOW, TestApp, TestClient, on_both_engines};

const MULTI: &str = "urn:signet:acr:multi-factor";

/// What a client is told of whoever is signed in to a browser.
async fn id_token_of(t: &TestApp, client: &TestClient<'_>, browser: &mut Browser<'_>) -> Value {
    let code = client.code(browser, &[]).await;
    id_token(t, client, &code).await
}

/// Comes back to a request with these parameters.
async fn back<'t>(
    t: &'t TestApp,
    client: &TestClient<'_>,
    changes: &[(&str, &str)],
    came: CameBack,
) -> (Browser<'t>, Arrived) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, changes).await;
    let arrived = try_arrive(t, &mut browser, &journey_of(&page), came).await.unwrap();
    (browser, arrived)
}

on_both_engines!(it_is_one_factor_as_old_as_what_was_proven_there, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let mut came_in = came(&staff, "1", json!({}));
    came_in.person.amr = vec!["mfa".to_owned(), "pwd".to_owned(), "otp".to_owned()];
    let old = signed_in_there(came_in, Some(NOW - Seconds(3600)));
    let (mut browser, arrived) = visit(&t, &client, old).await;
    answered(arrived);
    let id_token = id_token_of(&t, &client, &mut browser).await;
    assert_eq!(id_token["amr"], json!(["fed"]), "nothing is believed of an upstream that is not trusted for it");
    assert_eq!(id_token["acr"], json!("urn:signet:acr:single-factor"));
    assert_eq!(id_token["auth_time"], json!(NOW.0 - 3600));
    // One whose clock is ahead is not believed to have seen the future, and one that does not say is told of nothing.
    let (mut browser, _) =
        visit(&t, &client, signed_in_there(came(&staff, "1", json!({})), Some(NOW + Seconds(99)))).await;
    assert_eq!(id_token_of(&t, &client, &mut browser).await["auth_time"], json!(NOW.0));
    let (mut browser, arrived) = visit(&t, &client, signed_in_there(came(&staff, "1", json!({})), None)).await;
    answered(arrived);
    assert_eq!(id_token_of(&t, &client, &mut browser).await.get("auth_time"), None);
});

on_both_engines!(a_further_factor_of_an_upstream_that_is_believed_counts, |t| {
    let staff = staff(&t, &[("trusts_factors", "true")]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut with_two = came(&staff, "1", json!({}));
    with_two.person.amr = vec!["pwd".to_owned(), "otp".to_owned()];
    let (mut browser, arrived) = visit(&t, &client, with_two).await;
    answered(arrived);
    let id_token = id_token_of(&t, &client, &mut browser).await;
    assert_eq!(id_token["amr"], json!(["fed", "otp", "mfa"]));
    assert_eq!(id_token["acr"], json!("urn:signet:acr:multi-factor"));
    // With one factor there, her own is asked for.
    let (_, arrived) = visit(&t, &client, came(&staff, "1", json!({}))).await;
    assert!(matches!(next(arrived), Next::Ask(_, Question::Factor(_))));
});

on_both_engines!(a_required_factor_is_never_skipped, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    // She is linked by her address, once she has proven the factor and not before.
    let mut with_mfa = came(&staff, "1", mail(ADA));
    with_mfa.person.amr = vec!["mfa".to_owned()];
    let before = browser.cookie();
    let arrived = try_arrive(&t, &mut browser, &journey_of(&page), with_mfa).await.unwrap();
    assert!(matches!(next(arrived), Next::Ask(_, Question::Factor(_))));
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (0, 0));
    let page = browser.get(&t.url(&format!("/factor?interaction={}", journey_of(&page)))).await;
    let done = enter(&mut browser, &page, &phone.code(t.now())).await;
    let told = id_token(&t, &client, &done.code()).await;
    assert_eq!(told["amr"], json!(["fed", "otp"]));
    assert_eq!((links(&t).await, t.count("SELECT COUNT(*) FROM session_upstreams").await), (1, 1));
});

on_both_engines!(who_must_have_a_factor_sets_one_up_before_they_are_signed_in, |config| { required(config) }, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let old = signed_in_there(came(&staff, "1", json!({})), Some(NOW - Seconds(7200)));
    let (browser, arrived) = visit(&t, &client, old).await;
    assert!(matches!(next(arrived), Next::Ask(_, Question::Enrol { may_wait: false, .. })), "it waits, however old");
    assert!(signed_in(&t, &browser).await.is_empty());
});

on_both_engines!(an_upstream_that_proves_no_fresh_sign_in_meets_neither_prompt_login_nor_max_age, |t| {
    let staff = staff(&t, &[]).await;
    let silent = upstream(&t, "silent", &[], &[("proves_freshness", "false")]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    linked(&t, &silent, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let asked = |came: CameBack| CameBack { ask: UpstreamAsk { is_fresh: true, ..UpstreamAsk::default() }, ..came };
    let old = || signed_in_there(came(&staff, "1", json!({})), Some(NOW - Seconds(3600)));
    let untold = || signed_in_there(came(&staff, "1", json!({})), None);
    for (changes, came) in [
        (("prompt", "login"), asked(came(&silent, "1", json!({})))),
        (("prompt", "login"), came(&staff, "1", json!({}))),
        (("prompt", "login"), asked(old())),
        (("prompt", "login"), asked(untold())),
        (("max_age", "60"), old()),
        (("max_age", "60"), untold()),
        (("max_age", "0"), came(&staff, "1", json!({}))),
    ] {
        let (browser, arrived) = back(&t, &client, &[changes], came).await;
        assert_eq!(refusal(arrived), LinkRefusal::NotFresh, "{changes:?}");
        assert!(signed_in(&t, &browser).await.is_empty());
    }
    // The journey goes on: another way to sign in meets it.
    for (changes, came) in [
        (("prompt", "login"), asked(came(&staff, "1", json!({})))),
        (("max_age", "0"), asked(came(&staff, "1", json!({})))),
        (("max_age", "60"), came(&staff, "1", json!({}))),
        (("max_age", "7200"), old()),
    ] {
        let (_, arrived) = back(&t, &client, &[changes], came).await;
        answered(arrived);
    }
});

on_both_engines!(an_own_factor_proves_a_fresh_sign_in_where_the_upstream_does_not, |t| {
    let staff = staff(&t, &[("trusts_factors", "true")]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let phone = app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut old = signed_in_there(came(&staff, "1", json!({})), Some(NOW - Seconds(3600)));
    old.person.amr = vec!["mfa".to_owned()];
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("max_age", "60")]).await;
    let arrived = try_arrive(&t, &mut browser, &journey_of(&page), old).await.unwrap();
    assert!(matches!(next(arrived), Next::Ask(_, Question::Factor(_))), "however much is believed of it");
    a_step_later(&t);
    let page = browser.get(&t.url(&format!("/factor?interaction={}", journey_of(&page)))).await;
    let done = enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(id_token(&t, &client, &done.code()).await["auth_time"], json!(t.now()));
});

// As Google, GitHub and Apple, which tell no time.
on_both_engines!(whoever_has_an_upstream_alone_that_tells_no_time_sets_a_factor_up_and_lands_in_the_request, |t| {
    let silent = upstream(&t, "silent", &[], &[("proves_freshness", "false")]).await;
    t.person_without_password("ada").await;
    linked(&t, &silent, "ada", "1").await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let comes = || signed_in_there(came(&silent, "1", json!({})), None);
    let mut browser = t.browser();
    let journey = journey_of(&strict.authorize(&mut browser, &[]).await);
    let arrived = try_arrive(&t, &mut browser, &journey, comes()).await.unwrap();
    assert!(matches!(next(arrived), Next::Ask(_, Question::Enrol { may_wait: false, .. })));
    let enrolment = t.url(&format!("/enrol?interaction={journey}"));
    // A page that was left open sets nothing up: she signs in once more, and is led there again.
    t.clock.advance(600);
    let page = browser.get(&enrolment).await;
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    let arrived = try_arrive(&t, &mut browser, &journey, comes()).await.unwrap();
    assert!(matches!(next(arrived), Next::Ask(_, Question::Enrol { may_wait: false, .. })));
    let page = browser.get(&enrolment).await;
    let (_, codes) = enrol(&t, &mut browser, &page).await;
    let done = go_on(&mut browser, &codes).await;
    let told = id_token(&t, &strict, &done.code()).await;
    assert_eq!((&told["acr"], &told["amr"]), (&json!(MULTI), &json!(["fed", "otp"])));
    assert_eq!(told.get("auth_time"), None, "nobody told it");
    // The next request asks for nothing.
    strict.authorize(&mut browser, &[]).await.code();
});

on_both_engines!(
    whoever_has_just_come_from_such_an_upstream_may_set_a_factor_up_or_put_it_off,
    |config| { config.factors.further = FactorRule::Required },
    |t| {
        let silent = upstream(&t, "silent", &[], &[("proves_freshness", "false")]).await;
        t.person_without_password("ada").await;
        linked(&t, &silent, "ada", "1").await;
        let client = t.first_party("web", json!({})).await;
        let comes = || signed_in_there(came(&silent, "1", json!({})), None);
        let (mut browser, arrived) = visit(&t, &client, comes()).await;
        let Next::Ask(journey, Question::Enrol { may_wait: true, .. }) = next(arrived) else {
            panic!("nothing is offered");
        };
        let page = browser.get(&t.url(&format!("/enrol?interaction={journey}"))).await;
        browser.press(&page, "later").await.code();
        // On the way to the account, too.
        let cx = anybody(&t);
        let (known, accounts) = sessions::look(&cx, Some(&browser.cookie().1), None).await.unwrap().unwrap();
        let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
        let arrived = arrive(&cx, &visitor, Paused::begun(Journey::account()), comes()).await.unwrap();
        assert!(matches!(next(arrived), Next::Ask(_, Question::Enrol { may_wait: true, .. })));
    }
);
