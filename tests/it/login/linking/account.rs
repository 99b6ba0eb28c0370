//! Somebody looks after their identities: added while signed in lately, taken away but for the last way in.

use serde_json::json;
use signet::{
    base::{id::IdentityId, time::Timestamp},
    domain::{
        directory::accounts,
        flows::journey::upstream::{add_identity, list_identities, remove_identity},
        kernel::Error,
        login::upstream::CameBack,
        sessions::{self, SignedIn, visitor::Visitor},
    },
    protocol::upstream::linking::LinkRefusal,
    view::AccountDataView,
};

use super::{answered, anybody, came, linked, links, signed_in, staff, upstream, visit};
use crate::support::{Browser, TestApp, TestClient, claims_of, on_both_engines};

async fn me(t: &TestApp, browser: &Browser<'_>) -> SignedIn {
    let (_, accounts) = sessions::look(&anybody(t), Some(&browser.cookie().1), None).await.unwrap().unwrap();
    accounts.all[0].clone()
}

async fn remove(t: &TestApp, me: &SignedIn, id: &str) -> Result<(), LinkRefusal> {
    let cx = anybody(t).acting(me.actor());
    remove_identity(&cx, &me.user.id, &IdentityId::from_stored(id)).await.unwrap()
}

on_both_engines!(an_identity_is_added_only_by_who_has_signed_in_lately, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    let browser = t.browser_of("ada").await;
    let cx = anybody(&t);
    let (known, accounts) = sessions::look(&cx, Some(&browser.cookie().1), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let by = |session| CameBack { session, ..came(&staff, "1", json!({"preferred_username": "ada.there"})) };
    // No session, and one of another browser.
    let eve = t.person("eve").await;
    let other = me(&t, &t.browser_of("eve").await).await;
    assert_eq!(other.user.id, eve.id);
    for session in [None, Some(other.session.id)] {
        assert!(matches!(add_identity(&cx, &visitor, by(session)).await, Err(Error::SignedOut)));
    }
    let mine = Some(accounts.all[0].session.id.clone());
    t.clock.advance(600);
    let late = anybody(&t);
    assert!(matches!(add_identity(&late, &visitor, by(mine.clone())).await, Err(Error::SignedOut)));
    assert_eq!(links(&t).await, 0);
    let added = add_identity(&cx, &visitor, by(mine)).await.unwrap().unwrap();
    let mut conn = t.app.db.read().await.unwrap();
    let shown = list_identities(&t.cx(), &mut conn, &accounts.all[0].user.id).await.unwrap();
    assert_eq!((shown.len(), &shown[0].id, shown[0].is_usable), (1, &added.id, true));
    assert_eq!((shown[0].upstream.as_str(), shown[0].label.as_deref()), ("staff", Some("ada.there")));
    assert!(matches!(list_identities(&cx, &mut conn, &accounts.all[0].user.id).await, Err(Error::Forbidden)));
});

/// By which subject each of these apps knows who is signed in.
async fn subjects(apps: &[&TestClient<'_>], browser: &mut Browser<'_>) -> Vec<String> {
    let mut subjects = Vec::new();
    for app in apps {
        let (_, claims) = claims_of(app.tokens(browser, "openid").await.id());
        subjects.push(claims["sub"].as_str().expect("a subject").to_owned());
    }
    subjects
}

// OIDC Core §2: never reassigned, and §8.1: the same for a sector.
on_both_engines!(apps_know_a_person_by_one_subject_before_during_and_after_a_link, |t| {
    let staff = staff(&t, &[]).await;
    let ada = t.person("ada").await;
    let public = t.first_party("public", json!({})).await;
    let pairwise = t.first_party("pairwise", json!({"subject_type": "pairwise"})).await;
    let apps = [&public, &pairwise];
    let mut browser = t.browser_of("ada").await;
    let before = subjects(&apps, &mut browser).await;
    assert_ne!(before[0], before[1]);

    let cx = anybody(&t);
    let (known, accounts) = sessions::look(&cx, Some(&browser.cookie().1), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let session = Some(accounts.all[0].session.id.clone());
    let came_back = CameBack { session, ..came(&staff, "1", json!({})) };
    let added = add_identity(&cx, &visitor, came_back).await.unwrap().unwrap();
    assert_eq!(subjects(&apps, &mut browser).await, before);
    // A session that the upstream has opened.
    let (mut there, arrived) = visit(&t, &public, came(&staff, "1", json!({}))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &there).await[0].0, ada.id);
    assert_eq!(subjects(&apps, &mut there).await, before);

    let mine = me(&t, &browser).await;
    let removed = remove_identity(&anybody(&t).acting(mine.actor()), &mine.user.id, &added.id).await.unwrap();
    assert_eq!(removed, Ok(()));
    assert_eq!(links(&t).await, 0);
    assert_eq!(subjects(&apps, &mut browser).await, before);
    assert_eq!(subjects(&apps, &mut t.browser_of("ada").await).await, before);
});

on_both_engines!(the_last_way_in_is_never_taken_away, |t| {
    let staff = staff(&t, &[]).await;
    let other = upstream(&t, "other", &[], &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    linked(&t, &other, "ada", "1").await;
    let me = me(&t, &t.browser_of("ada").await).await;
    t.engine().execute("DELETE FROM credentials").await;
    assert_eq!(remove(&t, &me, "idn_adastaff1").await, Ok(()));
    assert_eq!(remove(&t, &me, "idn_adastaff1").await, Err(LinkRefusal::Gone));
    assert_eq!(remove(&t, &me, "idn_adaother1").await, Err(LinkRefusal::LastWayIn));
    assert_eq!(links(&t).await, 1, "nothing of it was kept");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.unlinked'").await, 1);
    // One whose upstream is off opens nothing.
    linked(&t, &staff, "ada", "2").await;
    t.engine().execute("UPDATE upstreams SET disabled_at = 1 WHERE name = 'other'").await;
    assert_eq!(remove(&t, &me, "idn_adastaff2").await, Err(LinkRefusal::LastWayIn));
    t.set_password("ada", "another horse battery staple").await;
    assert_eq!(remove(&t, &me, "idn_adastaff2").await, Ok(()));
});

on_both_engines!(nobody_takes_an_identity_of_somebody_else_away, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    t.person("eve").await;
    linked(&t, &staff, "ada", "1").await;
    let eve = me(&t, &t.browser_of("eve").await).await;
    assert_eq!(remove(&t, &eve, "idn_adastaff1").await, Err(LinkRefusal::Gone));
    assert_eq!(links(&t).await, 1);
});

on_both_engines!(identities_are_told_to_their_person_and_gone_with_them, |t| {
    let staff = staff(&t, &[]).await;
    let ada = t.person("ada").await;
    linked(&t, &staff, "ada", "subject-of-ada").await;
    let data = accounts::export::begin(&t.cx(), &ada.id).await.unwrap();
    assert_eq!((data.identities.len(), data.identities[0].identity.sub.as_str()), (1, "subject-of-ada"));
    assert_eq!((data.identities[0].upstream.as_str(), &data.identities[0].kept), ("staff", &None));
    t.engine()
        .execute(
            "INSERT INTO upstream_tokens (identity_id, scopes, access_token, refreshed_at, lost_at) \
             VALUES ('idn_adastaffsubject-of-ada', '[\"calendar\"]', 'v1.sealed', 7, 9)",
        )
        .await;
    let told = AccountDataView::of(&accounts::export::begin(&t.cx(), &ada.id).await.unwrap(), "", Timestamp(0));
    let told = serde_json::to_value(&told.identities).unwrap();
    let kept = json!({
        "scopes": ["calendar"], "refreshed_at": "1970-01-01T00:00:07Z", "expires_at": null,
        "lost_at": "1970-01-01T00:00:09Z",
    });
    assert_eq!(told[0]["kept"], kept);
    assert!(!told.to_string().contains("sealed"), "{told}");
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    for table in ["identities", "identity_memberships", "session_upstreams", "upstream_tokens"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
});
