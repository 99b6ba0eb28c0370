//! A thousand upstreams and ten thousand listed domains: pages show little, and ask the database as often as with one.

use serde_json::json;
use signet::{
    base::id::UpstreamId,
    domain::{kernel::Version, registry::upstreams},
    store::upstreams::{UpstreamRow, insert, insert_domain},
};

use super::upstream_pages::{buttons, opened, with};
use crate::{
    statements::counted,
    support::{Page, TestApp, TestClient, on_both_engines},
};

/// A thousand companies of ten domains each, beside `acme`, of which they have the settings.
async fn thousand(t: &TestApp) {
    let cx = t.cx();
    let acme = upstreams::find(&cx, "acme").await.unwrap().unwrap();
    let settings = serde_json::to_string(&acme.settings).unwrap();
    cx.write(async |work| {
        for at in 1..=1000_i64 {
            let id: UpstreamId = cx.new_id();
            let row = UpstreamRow {
                id: id.clone(),
                issuer_id: cx.issuer.id.clone(),
                name: format!("company-{at}"),
                kind: acme.kind,
                preset: None,
                label: format!("Company {at}"),
                position: 10 + at,
                settings: settings.clone(),
                client_id: "signet".to_owned(),
                secret: None,
                secret_expires_at: None,
                created_at: cx.now,
                updated_at: cx.now,
                disabled_at: None,
            };
            insert(work, &row).await?;
            for domain in 0..10 {
                insert_domain(work, &cx.issuer.id, &format!("d{domain}.company-{at}.example"), &id).await?;
            }
        }
        work.raise(Version::Upstreams).await
    })
    .await
    .unwrap();
}

/// How often each of these asks the database: the page, a request with a hint, one that names its upstream, the page for
/// a work address, and the address that is typed there. And where that leads.
async fn walked(t: &TestApp, app: &TestClient<'_>, email: &str, upstream: &str) -> ([usize; 5], Page) {
    let mut browser = t.browser();
    let (_, page) = counted(opened(t, &mut browser)).await;
    let (hinted, by_hint) = counted(app.authorize(&mut t.browser(), &[("login_hint", email)])).await;
    assert!(buttons(&hinted)[0].ends_with(email.split_once('@').unwrap().1), "{:?}", buttons(&hinted));
    let (straight, by_name) = counted(app.authorize(&mut t.browser(), &[("idp_hint", upstream)])).await;
    assert_eq!(straight.sent("redirect_uri"), Some(callback(t, upstream)));
    let (asks, address) = counted(browser.get(&t.url("/sign-in/upstream"))).await;
    let form = asks.form_with("upstream-address-submit").with("email", email);
    let (left, routed) = counted(browser.submit(&asks, form)).await;
    ([page.count(), by_hint.count(), by_name.count(), address.count(), routed.count()], left)
}

fn callback(t: &TestApp, upstream: &str) -> String {
    t.url(&format!("/sign-in/upstream/{upstream}/callback"))
}

on_both_engines!(a_thousand_providers_and_ten_thousand_domains_cost_what_one_does, |t| {
    t.person("ada").await;
    with(&t, &[("acme", "ACME", &["acme.example"])]).await;
    let app = t.first_party("app", json!({})).await;
    // Once more each time, so that what is kept in memory is there.
    walked(&t, &app, "ada@acme.example", "acme").await;
    let (few, _) = walked(&t, &app, "ada@acme.example", "acme").await;
    thousand(&t).await;
    walked(&t, &app, "ada@acme.example", "acme").await;
    for (email, upstream) in [
        ("ada@acme.example", "acme"),
        ("ada@d0.company-1.example", "company-1"),
        ("b@d9.company-1000.example", "company-1000"),
    ] {
        let (many, left) = walked(&t, &app, email, upstream).await;
        assert_eq!(many, few, "{email}");
        assert_eq!(left.sent("redirect_uri"), Some(callback(&t, upstream)), "{email}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_domains").await, 10_001);
    // What is shown is bounded as well.
    let page = opened(&t, &mut t.browser()).await;
    assert_eq!(buttons(&page).len(), 30);
    assert!(page.answer.body.contains("id=\"work-address\""), "the others are found by an address");
    assert!(page.answer.body.len() < 25_000, "the page has {} bytes", page.answer.body.len());
    let connect = t.browser_of("ada").await.get(&t.url("/account/security/identity")).await;
    let of_providers = connect.form_with("connect-acme");
    assert_eq!(of_providers.buttons.len(), 30, "{}", connect.text());
    assert!(connect.answer.body.len() < 50_000, "the page has {} bytes", connect.answer.body.len());
});
