//! A narrower token is fetched for an app that may have no more, and what is kept stays as it is (RFC 6749 §6).

use serde_json::json;
use signet::{
    base::time::Timestamp,
    domain::registry::upstreams::{UpstreamChanges, tokens::KeptToken},
    protocol::scope::Scopes,
};

use super::*;
use crate::support::{on_both_engines, reach_loopback, upstream_edits};

/// What is kept of ada at a provider that makes narrower tokens.
async fn narrowing(t: &TestApp) -> (StandIn, Upstream, IdentityId) {
    let (stand_in, _, ada) = kept_of_ada(t).await;
    let settings = upstream_edits(&[("narrows_tokens", "true")]);
    let changes = UpstreamChanges { settings, ..UpstreamChanges::default() };
    (stand_in, upstreams::update(&t.cx(), "staff", changes).await.unwrap(), ada)
}

/// The token for `email` alone, or why there is none.
async fn for_email(t: &TestApp, staff: &Upstream, ada: &IdentityId) -> String {
    match tokens::narrowed(&t.cx(), staff, ada, &Scopes::of(["email"])).await.unwrap() {
        KeptToken::Good(token) => token.token.expose().clone(),
        KeptToken::Gone => "gone".to_owned(),
        KeptToken::Later => "later".to_owned(),
        KeptToken::TooWide => "too wide".to_owned(),
    }
}

/// Answers a narrower token, and another refresh token.
fn answers(stand_in: &StandIn) {
    let token = json!({
        "access_token": "at-narrow", "token_type": "Bearer", "expires_in": 600, "refresh_token": "rt-2", "scope": "email",
    });
    stand_in.answers(200, token);
}

// A refresh token may be good once.
on_both_engines!(one_narrower_token_is_fetched_at_a_time, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let (before, other) = (kept(&t, &ada).await.unwrap(), t.another_instance().await);
    let held = stand_in.holds();
    answers(&stand_in);
    let (fetched, ()) = tokio::join!(
        for_email(&t, &staff, &ada),
        held.meanwhile(async {
            assert_eq!(for_email(&other, &staff, &ada).await, "later");
            assert_eq!(refresh(&other).await, 0);
        })
    );
    assert_eq!(fetched, "at-narrow");
    let asked = stand_in.asked();
    assert_eq!(
        (asked.len(), asked[0].form["scope"].as_str(), asked[0].form["refresh_token"].as_str()),
        (1, "email", "rt-1")
    );
    let after = kept(&t, &ada).await.unwrap();
    assert_ne!(after.refresh_token, before.refresh_token);
    assert_eq!(UpstreamTokens { refresh_token: before.refresh_token.clone(), ..after }, before);
    // RFC 6749 §5.1: scope is left out where it is what was asked.
    stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer"}));
    assert_eq!(for_email(&other, &staff, &ada).await, "at-4");
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    // Refreshing asks for all of it again.
    t.clock.advance(3300);
    stand_in.answers(200, json!({"access_token": "at-5", "token_type": "Bearer", "expires_in": 3600}));
    assert_eq!(refresh(&t).await, 1);
    assert!(!stand_in.asked()[0].form.contains_key("scope"));
    assert_eq!(kept(&t, &ada).await.unwrap().scopes, ["openid", "profile", "email"]);
});

on_both_engines!(a_token_that_ended_is_lost_and_one_that_fails_is_left, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let before = kept(&t, &ada).await.unwrap();
    stand_in.answers(503, json!({}));
    assert_eq!(for_email(&t, &staff, &ada).await, "later");
    assert_eq!(kept(&t, &ada).await.unwrap(), before);
    stand_in.answers(400, json!({"error": "invalid_grant"}));
    assert_eq!(for_email(&t, &staff, &ada).await, "gone");
    let row = kept(&t, &ada).await.unwrap();
    assert_eq!((row.due_at, row.lost_at), (None, Some(Timestamp(t.now()))));
    assert_eq!((for_email(&t, &staff, &ada).await.as_str(), stand_in.asked().len()), ("gone", 2));
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    answers(&stand_in);
    assert_eq!(for_email(&t, &staff, &ada).await, "at-narrow");
});

on_both_engines!(
    what_a_narrowing_fetched_while_its_identity_went_is_revoked_there,
    |config| { reach_loopback(config) },
    |t| {
        let (stand_in, staff, ada) = narrowing(&t).await;
        let held = stand_in.holds();
        answers(&stand_in);
        let (fetched, ()) = tokio::join!(for_email(&t, &staff, &ada), held.meanwhile(goes(&t, Gone::Identity, "ada")));
        assert_eq!((fetched.as_str(), waiting(&t).await), ("later", 1));
        assert_eq!(for_email(&t, &staff, &ada).await, "gone");
        stand_in.asked();
        stand_in.answers(200, json!({}));
        assert_eq!((revoke(&t).await, stand_in.asked()[0].form["token"].as_str()), (1, "rt-2"));
    }
);

// Whoever signs in meanwhile keeps what that sign-in brought.
on_both_engines!(a_sign_in_during_a_narrowing_wins, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let held = stand_in.holds();
    answers(&stand_in);
    let by_sign_in = handed_out("at-3", Some("rt-3"));
    let (fetched, ()) = tokio::join!(for_email(&t, &staff, &ada), held.meanwhile(keep(&t, &staff, &ada, &by_sign_in)));
    assert_eq!((fetched.as_str(), waiting(&t).await), ("later", 0));
    stand_in.asked();
    answers(&stand_in);
    assert_eq!(for_email(&t, &staff, &ada).await, "at-narrow");
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-3");
});

/// The row, sealed anew.
fn anew(row: &UpstreamTokens) -> UpstreamTokens {
    let sealed = || Secret::new("sealed anew".to_owned());
    UpstreamTokens { access_token: sealed(), refresh_token: Some(sealed()), ..row.clone() }
}

/// Puts it in place, as `signet keys rewrap` does; answers whether nobody had changed it meanwhile.
async fn seal_anew(t: &TestApp, row: &UpstreamTokens) -> bool {
    t.cx().write(async |work| Ok(rows::set_sealed(work, row, &anew(row)).await?)).await.unwrap()
}

// The access token is the same: a row that was read before would bring the refresh token back that is spent.
on_both_engines!(a_refresh_token_that_came_is_not_sealed_over, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let before = kept(&t, &ada).await.unwrap();
    answers(&stand_in);
    assert_eq!(for_email(&t, &staff, &ada).await, "at-narrow");
    let after = kept(&t, &ada).await.unwrap();
    assert_eq!(after.access_token, before.access_token);
    assert!(!seal_anew(&t, &before).await);
    assert_eq!(kept(&t, &ada).await.unwrap(), after);
    assert!(seal_anew(&t, &after).await);
    assert_eq!(kept(&t, &ada).await.unwrap(), anew(&after));
});

// What was sealed by the key before opens no more when that key is gone.
on_both_engines!(what_is_sealed_anew_during_a_try_stays_so, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let before = kept(&t, &ada).await.unwrap();
    let held = stand_in.holds();
    stand_in.answers(503, json!({}));
    let sealing = held.meanwhile(async { assert!(seal_anew(&t, &before).await) });
    let (fetched, ()) = tokio::join!(for_email(&t, &staff, &ada), sealing);
    assert_eq!((fetched.as_str(), kept(&t, &ada).await.unwrap()), ("later", anew(&before)));
    // A refresh token that came takes the place of the one before, and the access token stays.
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    let before = kept(&t, &ada).await.unwrap();
    let held = stand_in.holds();
    answers(&stand_in);
    let sealing = held.meanwhile(async { assert!(seal_anew(&t, &before).await) });
    let (fetched, ()) = tokio::join!(for_email(&t, &staff, &ada), sealing);
    let after = kept(&t, &ada).await.unwrap();
    assert_eq!((fetched.as_str(), &after.access_token), ("at-narrow", &anew(&before).access_token));
    assert!(![before.refresh_token, anew(&after).refresh_token].contains(&after.refresh_token));
});

// The operator has to look: the app is not told that what it wants is too much.
on_both_engines!(a_provider_that_does_not_know_us_is_asked_again_later, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let before = kept(&t, &ada).await.unwrap();
    for (status, error, said) in [
        (401, "invalid_client", "later"),
        (400, "unauthorized_client", "later"),
        (404, "", "later"),
        (400, "invalid_scope", "too wide"),
    ] {
        stand_in.answers(status, json!({"error": error}));
        assert_eq!(for_email(&t, &staff, &ada).await, said, "{error}");
        assert_eq!(kept(&t, &ada).await.unwrap(), before, "{error}");
    }
});

// RFC 6749 §7.1: no such token is used; the refresh token that came with it is the only one that is good.
on_both_engines!(the_refresh_token_beside_a_token_of_no_use_is_kept, |config| { reach_loopback(config) }, |t| {
    let (stand_in, staff, ada) = narrowing(&t).await;
    let access_token = kept(&t, &ada).await.unwrap().access_token;
    let foreign = |refresh: &str| json!({"access_token": "at-x", "token_type": "DPoP", "refresh_token": refresh});
    stand_in.answers(200, foreign("rt-2"));
    assert_eq!(for_email(&t, &staff, &ada).await, "later");
    t.clock.advance(3300);
    stand_in.answers(200, foreign("rt-3"));
    assert_eq!(refresh(&t).await, 1);
    let row = kept(&t, &ada).await.unwrap();
    let again = Timestamp(t.now()) + Seconds::minutes(10);
    assert_eq!((row.access_token, row.due_at, row.lost_at), (access_token, Some(again), None));
    t.clock.advance(600);
    stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer"}));
    assert_eq!(refresh(&t).await, 1);
    let shown: Vec<String> = stand_in.asked().iter().map(|asked| asked.form["refresh_token"].clone()).collect();
    assert_eq!(shown, ["rt-1", "rt-2", "rt-3"]);
});
