//! An upstream is switched off and on again, or is to keep nothing any more.

use serde_json::json;
use signet::{base::time::Timestamp, domain::registry::upstreams::UpstreamChanges};

use super::*;
use crate::support::{on_both_engines, reach_loopback, upstream_edits};

/// Says of the upstream whether it keeps tokens.
async fn keeps(t: &TestApp, keeps: bool) -> Upstream {
    let settings = upstream_edits(&[("keeps_tokens", &keeps.to_string())]);
    let changes = UpstreamChanges { settings, ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "staff", changes).await.unwrap()
}

on_both_engines!(
    what_fell_due_while_an_upstream_was_off_is_refreshed_once_it_is_on_again,
    |config| { reach_loopback(config) },
    |t| {
        let (stand_in, staff, ada) = kept_of_ada(&t).await;
        let issuer = stand_in.url();
        let new = new_upstream("other", &[("issuer", issuer.as_str())]);
        let other = upstreams::create(&t.cx(), new).await.unwrap();
        let (bob, eve) = (identity(&t, &staff, "bob").await, identity(&t, &staff, "eve").await);
        let dan = identity(&t, &other, "dan").await;
        keep(&t, &staff, &bob, &handed_out("at-2", None)).await;
        keep(&t, &staff, &eve, &handed_out("at-3", Some("rt-3"))).await;
        // Of another upstream, which is not touched.
        t.engine()
            .execute(
                "INSERT INTO upstream_tokens (identity_id, scopes, access_token, access_expires_at, refresh_token, \
                 refreshed_at) VALUES ('idn_danotherdan', '[]', 'v1.at', 1, 'v1.rt', 1)",
            )
            .await;
        t.engine()
            .execute("UPDATE upstream_tokens SET lost_at = 7, due_at = NULL WHERE identity_id = 'idn_evestaffeve'")
            .await;
        upstreams::set_disabled(&t.cx(), "staff", true).await.unwrap();
        t.clock.advance(86_400);
        assert_eq!((refresh(&t).await, stand_in.asked().len()), (2, 0));
        assert_eq!(kept(&t, &ada).await.unwrap().due_at, None);
        upstreams::set_disabled(&t.cx(), "staff", false).await.unwrap();
        let due = async |id: &IdentityId| kept(&t, id).await.unwrap().due_at;
        assert_eq!(due(&ada).await, Some(Timestamp(t.now())));
        for (id, why) in [(&bob, "nothing refreshes it"), (&eve, "it is lost"), (&dan, "it is another's")] {
            assert_eq!(due(id).await, None, "{why}");
        }
        stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer", "expires_in": 3600}));
        assert_eq!((refresh(&t).await, stand_in.asked()[0].form["refresh_token"].as_str()), (1, "rt-1"));
    }
);

// RFC 7009 §2.1
on_both_engines!(
    an_upstream_that_is_to_keep_nothing_any_more_revokes_and_forgets_what_it_kept,
    |config| { reach_loopback(config) },
    |t| {
        let (stand_in, staff, _) = kept_of_ada(&t).await;
        let bob = identity(&t, &staff, "bob").await;
        keep(&t, &staff, &bob, &handed_out("at-2", None)).await;
        // What is said of something else changes nothing of it.
        let label = UpstreamChanges { label: Some("Staff".to_owned()), ..UpstreamChanges::default() };
        upstreams::update(&t.cx(), "staff", label).await.unwrap();
        keeps(&t, true).await;
        assert_eq!((waiting(&t).await, t.count("SELECT COUNT(*) FROM upstream_tokens").await), (0, 2));
        // Where all other endpoints are set, the one that revokes still stands in the metadata alone.
        let at = |path: &str| format!("{}{path}", stand_in.url());
        let settings = upstream_edits(&[
            ("authorization_endpoint", &at("/authorize")),
            ("token_endpoint", &at("/token")),
            ("jwks_uri", &at("/jwks")),
        ]);
        let endpoints = UpstreamChanges { settings, ..UpstreamChanges::default() };
        upstreams::update(&t.cx(), "staff", endpoints).await.unwrap();
        keeps(&t, false).await;
        assert_eq!((waiting(&t).await, t.count("SELECT COUNT(*) FROM upstream_tokens").await), (2, 0));
        assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 2);
        stand_in.answers(200, json!({}));
        stand_in.answers(200, json!({}));
        assert_eq!(revoke(&t).await, 2);
        let asked = stand_in.asked();
        let mut tokens: Vec<&str> = asked.iter().map(|one| one.form["token"].as_str()).collect();
        tokens.sort_unstable();
        assert_eq!(tokens, ["at-2", "rt-1"]);
        assert!(asked.iter().all(|one| one.path == "/revoke"), "{asked:?}");
        assert_eq!(waiting(&t).await, 0);
    }
);

// Whoever left for the provider before the operator spoke comes back after it.
on_both_engines!(
    tokens_that_a_late_sign_in_brought_are_forgotten_as_soon_as_they_are_due,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let before = upstream(&t, &stand_in, true).await;
        let ada = identity(&t, &before, "ada").await;
        keeps(&t, false).await;
        keep(&t, &before, &ada, &handed_out("at-1", Some("rt-1"))).await;
        assert!(kept(&t, &ada).await.is_some());
        t.clock.advance(3300);
        assert_eq!((refresh(&t).await, stand_in.asked().len()), (1, 0));
        assert_eq!((kept(&t, &ada).await, waiting(&t).await), (None, 1));
        stand_in.answers(200, json!({}));
        assert_eq!(revoke(&t).await, 1);
        let asked = stand_in.asked();
        assert_eq!((asked[0].path.as_str(), asked[0].form["token"].as_str()), ("/revoke", "rt-1"));
    }
);
