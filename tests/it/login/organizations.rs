//! Organizations that go, and what was granted for them.

use serde_json::json;
use signet::domain::directory::organizations::{self, Names};

use crate::support::{Tokens, on_both_engines};

on_both_engines!(deleting_an_organization_ends_what_was_granted_for_it_and_nothing_else, |t| {
    let ada = t.person("ada").await;
    t.organization("north", "Northwind", &ada).await;
    let south = t.organization("south", "Southwind", &ada).await;
    let client = t.client("web", json!({})).await;
    let plain = t.first_party("plain", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    // Before an organization is chosen: it speaks for none.
    let other = plain.tokens(&mut browser, "openid").await;
    let page = client
        .authorize(&mut browser, &[("scope", "openid organizations offline_access"), ("prompt", "consent")])
        .await;
    let form = page.form_with("consent-allow").with("organization", south.as_str()).press("consent-allow");
    let code = browser.submit(&page, form).await.code();
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(client.userinfo(tokens.access()).await.ok().json()["org_id"], json!(south));

    let names = Names { slug: Some("south-wind".to_owned()), name: None };
    organizations::rename(&t.cx(), &south, names).await.unwrap();
    client.userinfo(tokens.access()).await.ok();
    organizations::delete(&t.cx(), &south).await.unwrap();
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.refresh(tokens.refresh()).await.json()["error"], "invalid_grant");
    assert_eq!(t.count("SELECT COUNT(*) FROM consents WHERE organization_key <> ''").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE organization_id IS NOT NULL").await, 0);
    // The person, the other organization and what was granted for none go on.
    plain.userinfo(other.access()).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM memberships").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'grant.revoked'").await, 1);
});
