//! Revoked at the upstream where an identity, its person or its upstream goes.

use serde_json::json;
use signet::{
    base::time::Timestamp,
    store::upstream_revocations::{self, UpstreamRevocation},
};

use super::*;
use crate::support::{UPSTREAM_CLIENT, UPSTREAM_SECRET, basic, on_both_engines, reach_loopback};

// RFC 7009 §2.1
on_both_engines!(
    whether_an_identity_its_person_or_its_upstream_goes_the_tokens_are_revoked_there,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let staff = upstream(&t, &stand_in, true).await;
        for (what, username, tokens, token, hint) in [
            (Gone::Identity, "ada", handed_out("at-1", Some("rt-1")), "rt-1", "refresh_token"),
            (Gone::Person, "bob", handed_out("at-2", None), "at-2", "access_token"),
            (Gone::Upstream, "carol", handed_out("at-3", Some("rt-3")), "rt-3", "refresh_token"),
        ] {
            let id = identity(&t, &staff, username).await;
            keep(&t, &staff, &id, &tokens).await;
            assert_eq!((waiting(&t).await, revoke(&t).await), (0, 0), "{what:?}");
            goes(&t, what, username).await;
            assert_eq!((kept(&t, &id).await, waiting(&t).await), (None, 1), "{what:?}");
            for secret in [token, UPSTREAM_SECRET] {
                let clear = format!("SELECT COUNT(*) FROM upstream_revocations WHERE call LIKE '%{secret}%'");
                assert_eq!(t.count(&clear).await, 0, "{what:?}");
            }
            assert_eq!(stand_in.asked().len(), 0, "{what:?}: nothing is sent before it is certain that it goes");
            stand_in.answers(200, json!({}));
            let other = t.another_instance().await;
            let (here, there) = tokio::join!(revoke(&t), revoke(&other));
            assert_eq!(here + there, 1, "{what:?}");
            let asked = stand_in.asked();
            assert_eq!(asked.len(), 1, "{what:?}");
            assert_eq!((asked[0].path.as_str(), asked[0].form["token"].as_str()), ("/revoke", token));
            assert_eq!(asked[0].form["token_type_hint"], hint);
            assert_eq!(asked[0].authorization, Some(basic(UPSTREAM_CLIENT, UPSTREAM_SECRET)));
            assert_eq!(waiting(&t).await, 0, "{what:?}");
        }
    }
);

on_both_engines!(
    an_upstream_that_takes_no_token_back_is_asked_for_a_day_at_growing_pauses,
    |config| { reach_loopback(config) },
    |t| {
        let (stand_in, _) = waits_for_ada(&t, Gone::Upstream).await;
        for pause in [60, 120, 240] {
            stand_in.answers(503, json!({}));
            assert_eq!((revoke(&t).await, stand_in.asked().len()), (1, 1));
            t.clock.advance(pause - 1);
            assert_eq!(revoke(&t).await, 0);
            t.clock.advance(1);
        }
        t.clock.advance(86_400);
        assert_eq!((revoke(&t).await, stand_in.asked().len(), waiting(&t).await), (1, 0, 0));
    }
);

// People are the installation's, upstreams an issuer's.
on_both_engines!(
    tokens_at_an_upstream_of_another_issuer_are_revoked_in_its_name,
    |config| { reach_loopback(config) },
    |t| {
        let _kept = kept_of_ada(&t).await;
        t.engine()
            .execute("INSERT INTO issuers (id, url, created_at) VALUES ('iss_other', 'https://other.example', 0)")
            .await;
        t.engine().execute("UPDATE upstreams SET issuer_id = 'iss_other'").await;
        let other = t.another_instance().await;
        goes(&other, Gone::Person, "ada").await;
        assert_eq!(t.count("SELECT COUNT(*) FROM upstream_revocations WHERE issuer_id = 'iss_other'").await, 1);
        assert_eq!(revoke(&t).await, 0, "it is the other issuer's to call");
    }
);

// Nobody else knows of the token that came: what was queued with the identity was spent for it.
on_both_engines!(
    what_a_refresh_fetched_while_its_identity_went_is_revoked_there,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let staff = upstream(&t, &stand_in, true).await;
        for (username, is_revoked_before) in [("ada", false), ("bob", true)] {
            let id = identity(&t, &staff, username).await;
            keep(&t, &staff, &id, &handed_out("at-1", Some("rt-1"))).await;
            t.clock.advance(3300);
            let held = stand_in.holds();
            let (refreshed, ()) = tokio::join!(
                refresh(&t),
                held.meanwhile(async {
                    goes(&t, Gone::Identity, username).await;
                    assert_eq!(waiting(&t).await, 1);
                    if is_revoked_before {
                        stand_in.answers(200, json!({}));
                        assert_eq!((revoke(&t).await, waiting(&t).await), (1, 0));
                    }
                    stand_in.answers(
                        200,
                        json!({
                            "access_token": "at-2", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-2",
                        }),
                    );
                })
            );
            assert_eq!((refreshed, waiting(&t).await), (1, 1), "{username}");
            stand_in.asked();
            stand_in.answers(200, json!({}));
            assert_eq!(revoke(&t).await, 1, "{username}");
            let asked = stand_in.asked();
            assert_eq!(asked.len(), 1, "{username}");
            assert_eq!((asked[0].path.as_str(), asked[0].form["token"].as_str()), ("/revoke", "rt-2"), "{username}");
            assert_eq!(waiting(&t).await, 0, "{username}");
        }
    }
);

on_both_engines!(a_refresh_that_fetched_nothing_leaves_what_was_queued, |config| { reach_loopback(config) }, |t| {
    let (stand_in, ..) = kept_of_ada(&t).await;
    t.clock.advance(3300);
    let held = stand_in.holds();
    stand_in.answers(503, json!({}));
    let (refreshed, ()) = tokio::join!(refresh(&t), held.meanwhile(goes(&t, Gone::Identity, "ada")));
    assert_eq!((refreshed, waiting(&t).await), (1, 1));
    stand_in.asked();
    stand_in.answers(200, json!({}));
    assert_eq!(revoke(&t).await, 1);
    assert_eq!(stand_in.asked()[0].form["token"], "rt-1");
});

on_both_engines!(whoever_revoked_a_token_forgets_no_other_one_that_waits_by_now, |t| {
    let cx = t.cx();
    let now = Timestamp(t.now());
    let row = |call: &str| UpstreamRevocation {
        identity_id: IdentityId::from_stored("idn_ada"),
        issuer_id: cx.issuer.id.clone(),
        upstream: "staff".to_owned(),
        call: Secret::new(call.to_owned()),
        attempts: 0,
        due_at: now,
        expires_at: now + Seconds::days(1),
    };
    let (first, second, lease_end) = (row("first"), row("second"), now + Seconds::minutes(2));
    let claimed = cx
        .write(async |work| {
            upstream_revocations::put(work, &first).await?;
            Ok(upstream_revocations::claim(work, &first.identity_id, now, lease_end).await?)
        })
        .await
        .unwrap();
    assert_eq!(claimed, Some(UpstreamRevocation { attempts: 1, due_at: lease_end, ..first.clone() }));
    cx.write(async |work| Ok(upstream_revocations::put(work, &second).await?)).await.unwrap();
    let forgotten = cx
        .write(async |work| Ok(upstream_revocations::delete(work, &first.identity_id, lease_end).await?))
        .await
        .unwrap();
    assert!(!forgotten);
    let all = upstream_revocations::list_after(&mut cx.read().await.unwrap(), &PageRequest::first(10)).await.unwrap();
    assert_eq!(all, [second]);
});
