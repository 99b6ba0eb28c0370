//! The word of one upstream waits for an account, and its person signs in by another one: both count.

use std::sync::Arc;

use serde_json::json;
use signet::{
    domain::{
        flows::journey::{Next, upstream::Arrived},
        interactions::Question,
        kernel::{Feature, features},
        registry::upstreams::Upstream,
    },
    store::statements,
};

use super::{
    super::factors::{app_of_ada, enter},
    ADA, answered, came, journey_of, linked, links, mail, next, signed_in, try_arrive, upstream, visit,
};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

const OF_ADA: &str = "SELECT COUNT(*) FROM identities i JOIN users u ON u.id = i.user_id WHERE u.username = 'ada'";

/// One that vouches for example.com and only opens accounts that it was added to.
async fn only_links(t: &TestApp) -> Arc<Upstream> {
    upstream(t, "staff", &["example.com"], &[("creates_accounts", "false")]).await
}

/// A browser in which its word waits for the account of Ada, and the page on which she signs in.
async fn waiting<'t>(t: &'t TestApp, client: &TestClient<'_>, staff: &Arc<Upstream>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let arrived = try_arrive(t, &mut browser, &journey_of(&page), came(staff, "1", mail(ADA))).await.unwrap();
    assert!(matches!(arrived, Arrived::ProveAccount(_)));
    (browser, page)
}

on_both_engines!(whoever_signs_in_by_another_upstream_has_proven_the_account, |t| {
    let staff = only_links(&t).await;
    let other = upstream(&t, "other", &[], &[]).await;
    let ada = t.person_without_password("ada").await;
    linked(&t, &other, "ada", "7").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, &staff).await;
    let journey = journey_of(&page);
    assert_eq!(links(&t).await, 1);
    answered(try_arrive(&t, &mut browser, &journey, came(&other, "7", json!({}))).await.unwrap());
    assert_eq!(signed_in(&t, &browser).await[0].0, ada.id);
    assert_eq!((links(&t).await, t.count(OF_ADA).await), (2, 2));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.linked'").await, 1);
    // The session is that of the one by which she signed in.
    let theirs = "SELECT COUNT(*) FROM session_upstreams s JOIN identities i ON i.id = s.identity_id WHERE i.sub = '7'";
    assert_eq!((t.count(theirs).await, t.count("SELECT COUNT(*) FROM session_upstreams").await), (1, 1));
    // "From then on, it signs you in to it, too."
    let (again, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &again).await[0].0, ada.id);
});

on_both_engines!(what_waits_is_not_lost_where_a_further_factor_comes_between, |t| {
    let staff = only_links(&t).await;
    let other = upstream(&t, "other", &[], &[]).await;
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    linked(&t, &other, "ada", "7").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, &staff).await;
    let journey = journey_of(&page);
    // Pressed twice, too.
    for _ in 0..2 {
        let arrived = try_arrive(&t, &mut browser, &journey, came(&other, "7", json!({}))).await.unwrap();
        assert!(matches!(next(arrived), Next::Ask(_, Question::Factor(_))));
        assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (1, 0));
    }
    let page = browser.get(&t.url(&format!("/factor?interaction={journey}"))).await;
    enter(&mut browser, &page, &phone.code(t.now())).await.code();
    assert_eq!((links(&t).await, t.count(OF_ADA).await), (2, 2));
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 1);
});

on_both_engines!(what_waits_for_one_account_is_not_linked_to_another, |t| {
    let staff = only_links(&t).await;
    let other = upstream(&t, "other", &[], &[]).await;
    t.person("ada").await;
    let eve = t.person("eve").await;
    linked(&t, &other, "eve", "8").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, &staff).await;
    let journey = journey_of(&page);
    answered(try_arrive(&t, &mut browser, &journey, came(&other, "8", json!({}))).await.unwrap());
    assert_eq!(signed_in(&t, &browser).await[0].0, eve.id);
    assert_eq!((links(&t).await, t.count(OF_ADA).await), (1, 0));
});

// Inside the unit of work a look for upstreams would wait for a second connection, of which there may be none.
on_both_engines!(upstreams_are_looked_for_before_the_unit_of_work_while_the_feature_is_off_too, |t| {
    let staff = only_links(&t).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, &staff).await;
    features::switch(&t.cx(), Feature::Upstreams, false).await.unwrap();
    t.cx().issuer.caches.upstreams.clear();
    statements::listen();
    let done = browser.sign_in(&page, "ada", PASSWORD).await;
    let heard = statements::heard();
    done.code();
    assert_eq!(links(&t).await, 1);
    let is_look = |sql: &&str| sql.contains(" FROM upstreams WHERE issuer_id = ") && sql.contains("ORDER BY position");
    let looks: Vec<usize> = (0..heard.len()).filter(|at| is_look(&heard[*at])).collect();
    let [look] = looks[..] else { panic!("{heard:?}") };
    let before = heard[..look].iter().rfind(|sql| matches!(**sql, "BEGIN" | "COMMIT"));
    assert_ne!(before, Some(&"BEGIN"), "{heard:?}");
});
