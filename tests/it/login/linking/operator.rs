//! An operator sees somebody's identities and takes one away, the last way in too.

use serde_json::json;
use signet::{
    base::{
        id::{IdentityId, UserId},
        secret::Secret,
    },
    domain::{
        kernel::{Actor, Error},
        login::identities::{self, Disconnected, Disconnecting},
        registry::upstreams::tokens::{self, NewUpstreamTokens},
    },
    protocol::upstream::{HandedOut, linking::LinkRefusal},
};

use super::{ADA, answered, came, linked, links, mail, refusal, signed_in, staff, upstream, visit};
use crate::support::{TestApp, on_both_engines};

async fn disconnect(t: &TestApp, user: &UserId, upstream: &str, dry_run: bool) -> Result<Disconnected, Error> {
    identities::disconnect(&t.cx(), Disconnecting { user, upstream, dry_run }).await
}

// A company deletes Ada at its provider and makes her anew: another subject, the same address.
on_both_engines!(whom_her_company_made_anew_comes_in_once_the_operator_took_the_identity_before_away, |t| {
    let staff = staff(&t, &[]).await;
    let ada = t.person("ada").await;
    linked(&t, &staff, "ada", "before").await;
    let client = t.first_party("web", json!({})).await;
    let (browser, arrived) = visit(&t, &client, came(&staff, "anew", mail(ADA))).await;
    assert_eq!(refusal(arrived), LinkRefusal::OtherIdentity);
    assert!(signed_in(&t, &browser).await.is_empty());
    let gone = disconnect(&t, &ada.id, "staff", false).await.unwrap();
    assert_eq!((gone.identity.identity.sub.as_str(), gone.was_last), ("before", false));
    let (browser, arrived) = visit(&t, &client, came(&staff, "anew", mail(ADA))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await[0].0, ada.id);
    let hers = identities::of_person(&t.cx(), &ada.id).await.unwrap();
    assert_eq!((hers.len(), hers[0].identity.sub.as_str(), hers[0].upstream.as_str()), (1, "anew", "staff"));
});

on_both_engines!(what_hears_of_an_identity_that_its_person_takes_away_hears_of_it_and_nothing_where_it_is_tried, |t| {
    let staff = upstream(&t, "staff", &["example.com"], &[("keeps_tokens", "true")]).await;
    let ada = t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let (cx, identity) = (t.cx(), IdentityId::from_stored("idn_adastaff1"));
    let tokens = HandedOut {
        access_token: Secret::new("at-1".to_owned()),
        expires_in: None,
        refresh_token: Some(Secret::new("rt-1".to_owned())),
        scope: Some("openid calendar".to_owned()),
    };
    let new = NewUpstreamTokens { upstream: &staff, identity: &identity, tokens: &tokens };
    cx.write(async |work| tokens::keep(&cx, work, new).await).await.unwrap();
    let shown = identities::of_person(&cx, &ada.id).await.unwrap();
    let kept = shown[0].kept.as_ref().expect("what is kept");
    assert_eq!((kept.scopes.join(" ").as_str(), kept.lost_at), ("openid calendar", None));

    let heard = async || {
        let revocations = t.count("SELECT COUNT(*) FROM upstream_revocations").await;
        let mails = t.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%identity_unlinked%'").await;
        let told = "SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.unlinked' AND actor = 'cli'";
        (revocations, mails, t.count(told).await, links(&t).await)
    };
    disconnect(&t, &ada.id, "staff", true).await.unwrap();
    assert_eq!(heard().await, (0, 0, 0, 1));
    disconnect(&t, &ada.id, "staff", false).await.unwrap();
    assert_eq!(heard().await, (1, 1, 1, 0));
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_tokens").await, 0);
});

on_both_engines!(the_last_way_in_may_go_and_is_told, |t| {
    let staff = staff(&t, &[]).await;
    let other = upstream(&t, "other", &[], &[]).await;
    let ada = t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    linked(&t, &other, "ada", "1").await;
    t.engine().execute("DELETE FROM credentials").await;
    assert!(!disconnect(&t, &ada.id, "staff", true).await.unwrap().was_last);
    // One whose upstream is off opens nothing.
    t.engine().execute("UPDATE upstreams SET disabled_at = 1 WHERE name = 'other'").await;
    assert!(disconnect(&t, &ada.id, "staff", false).await.unwrap().was_last);
    assert_eq!(links(&t).await, 1);
});

on_both_engines!(nobody_but_an_operator_takes_an_identity_away_so, |t| {
    let staff = staff(&t, &[]).await;
    let (ada, eve) = (t.person("ada").await, t.person("eve").await);
    linked(&t, &staff, "ada", "1").await;
    let browser = t.browser_of("ada").await;
    let (_, session) = signed_in(&t, &browser).await.remove(0);
    let cx = t.cx().acting(Actor::person(&ada.id, &session, t.clock.now()));
    let own = Disconnecting { user: &ada.id, upstream: "staff", dry_run: false };
    let refused = identities::disconnect(&cx, own).await.unwrap_err();
    assert_eq!(refused.to_string(), Error::Forbidden.to_string());
    assert_eq!(identities::of_person(&cx, &eve.id).await.unwrap_err().to_string(), Error::Forbidden.to_string());
    // There is none at an upstream that is not there, nor of somebody who has none.
    for (user, name) in [(&ada.id, "nowhere"), (&eve.id, "staff")] {
        let refused = disconnect(&t, user, name, false).await.unwrap_err();
        assert_eq!(refused.to_string(), Error::NotFound.to_string(), "{name}");
    }
    assert_eq!(links(&t).await, 1);
});
