//! Kept sealed, and refreshed ahead of their end.

use serde_json::json;
use signet::{base::time::Timestamp, domain::registry::upstreams::UpstreamChanges};

use super::*;
use crate::support::{NOW, UPSTREAM_CLIENT, UPSTREAM_SECRET, basic, on_both_engines, reach_loopback, upstream_edits};

on_both_engines!(
    tokens_are_sealed_and_kept_only_where_the_operator_says_so,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let staff = upstream(&t, &stand_in, false).await;
        let ada = identity(&t, &staff, "ada").await;
        keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
        assert_eq!(kept(&t, &ada).await, None);
        let on =
            UpstreamChanges { settings: upstream_edits(&[("keeps_tokens", "true")]), ..UpstreamChanges::default() };
        let staff = upstreams::update(&t.cx(), "staff", on).await.unwrap();
        keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
        let row = kept(&t, &ada).await.unwrap();
        assert_eq!(row.scopes, ["openid", "profile", "email"]);
        assert_eq!((row.access_expires_at, row.due_at), (Some(NOW + Seconds(3600)), Some(NOW + Seconds(3300))));
        let clear =
            "SELECT COUNT(*) FROM upstream_tokens WHERE access_token LIKE '%at-1%' OR refresh_token LIKE '%rt-1%'";
        assert_eq!(t.count(clear).await, 0);
        // Google hands a refresh token out once: a later sign-in does not lose it.
        t.clock.advance(60);
        let later = HandedOut { scope: Some("openid".to_owned()), ..handed_out("at-2", None) };
        keep(&t, &staff, &ada, &later).await;
        let row = kept(&t, &ada).await.unwrap();
        assert!(row.refresh_token.is_some());
        assert_eq!(row.scopes, ["openid"]);
    }
);

on_both_engines!(tokens_are_refreshed_ahead_of_their_end_by_one_instance, |config| { reach_loopback(config) }, |t| {
    let (stand_in, _, ada) = kept_of_ada(&t).await;
    let other = t.another_instance().await;
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (0, 0));
    t.clock.advance(3300);
    stand_in.answers(
        200,
        json!({"access_token": "at-2", "token_type": "Bearer", "expires_in": 600, "refresh_token": "rt-2"}),
    );
    let (here, there) = tokio::join!(refresh(&t), refresh(&other));
    assert_eq!(here + there, 1);
    let asked = stand_in.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].path.as_str(), asked[0].form["grant_type"].as_str()), ("/token", "refresh_token"));
    assert_eq!(asked[0].form["refresh_token"], "rt-1");
    assert_eq!(asked[0].authorization, Some(basic(UPSTREAM_CLIENT, UPSTREAM_SECRET)));
    let row = kept(&t, &ada).await.unwrap();
    assert_eq!((row.due_at, row.lost_at), (Some(NOW + Seconds(3600)), None));
    // The next one goes by the token that came.
    t.clock.advance(300);
    stand_in.answers(200, json!({"access_token": "at-3", "token_type": "Bearer", "expires_in": 600}));
    assert_eq!(refresh(&other).await, 1);
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    t.clock.advance(300);
    stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer"}));
    assert_eq!(refresh(&t).await, 1);
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    // Nothing says when it ends: it is not refreshed.
    assert_eq!(kept(&t, &ada).await.unwrap().due_at, None);
});

// RFC 6749 §5.2
on_both_engines!(a_refresh_token_that_is_good_no_more_is_not_tried_again, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = kept_of_ada(&t).await;
    t.clock.advance(3300);
    stand_in.answers(400, json!({"error": "invalid_grant"}));
    assert_eq!(refresh(&t).await, 1);
    let row = kept(&t, &ada).await.unwrap();
    assert_eq!((row.due_at, row.lost_at), (None, Some(Timestamp(t.now()))));
    t.clock.advance(86_400);
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (0, 1));
    // Whoever signs in there once more brings others.
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    assert_eq!(kept(&t, &ada).await.unwrap().lost_at, None);
});

on_both_engines!(an_upstream_that_is_down_is_asked_again_and_loses_nothing, |config| { reach_loopback(config) }, |t| {
    let (stand_in, _, ada) = kept_of_ada(&t).await;
    t.clock.advance(3300);
    for (status, body) in [
        (503, json!({})),
        (200, json!({"error": "temporarily_unavailable"})),
        (401, json!({"error": "invalid_client"})),
    ] {
        stand_in.answers(status, body);
        assert_eq!(refresh(&t).await, 1);
        let row = kept(&t, &ada).await.unwrap();
        assert_eq!((row.due_at, row.lost_at), (Some(Timestamp(t.now()) + Seconds::minutes(10)), None));
        t.clock.advance(600);
    }
    stand_in.answers(200, json!({"access_token": "at-2", "token_type": "Bearer", "expires_in": 3600}));
    assert_eq!(refresh(&t).await, 1);
    assert_eq!(kept(&t, &ada).await.unwrap().refreshed_at, Timestamp(t.now()));
    upstreams::set_disabled(&t.cx(), "staff", true).await.unwrap();
    t.clock.advance(3600);
    stand_in.asked();
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (1, 0));
    assert_eq!(kept(&t, &ada).await.unwrap().due_at, None);
});

// Whoever signs in while a refresh is under way keeps what that sign-in brought.
on_both_engines!(a_sign_in_during_a_refresh_wins, |config| { reach_loopback(config) }, |t| {
    let (_stand_in, staff, ada) = kept_of_ada(&t).await;
    t.clock.advance(3300);
    let (cx, now) = (t.cx(), Timestamp(t.now()));
    let lease_end = now + Seconds::minutes(2);
    let claim = async || cx.write(async |work| Ok(rows::claim(work, &ada, now, lease_end).await?)).await.unwrap();
    let claimed = claim().await.unwrap();
    assert_eq!(claim().await, None);
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    let settled = cx.write(async |work| Ok(rows::release(work, &claimed, &claimed, lease_end).await?)).await.unwrap();
    assert!(!settled);
    assert_eq!(kept(&t, &ada).await.unwrap().refreshed_at, now);
});

// One that hands out a refresh token at the first sign-in alone, and another one at each refresh.
on_both_engines!(
    a_sign_in_that_brings_no_refresh_token_goes_on_with_the_one_that_was_fetched,
    |config| { reach_loopback(config) },
    |t| {
        let (stand_in, staff, ada) = kept_of_ada(&t).await;
        t.clock.advance(3300);
        let held = stand_in.holds();
        stand_in.answers(
            200,
            json!({"access_token": "at-2", "token_type": "Bearer", "expires_in": 60, "refresh_token": "rt-2"}),
        );
        let by_sign_in = handed_out("at-3", None);
        let (refreshed, ()) = tokio::join!(refresh(&t), held.meanwhile(keep(&t, &staff, &ada, &by_sign_in)));
        let row = kept(&t, &ada).await.unwrap();
        assert_eq!((refreshed, row.access_expires_at), (1, Some(Timestamp(t.now()) + Seconds(3600))));
        assert_eq!(t.count("SELECT COUNT(*) FROM upstream_revocations").await, 0);
        t.clock.advance(3300);
        stand_in.asked();
        stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer", "expires_in": 3600}));
        assert_eq!(refresh(&t).await, 1);
        assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    }
);
