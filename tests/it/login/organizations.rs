//! Organizations that go, and what was granted for them.

use serde_json::json;
use signet::{
    domain::directory::organizations::{self, Names},
    store::memberships,
};

use crate::support::{Tokens, on_both_engines};

on_both_engines!(who_is_in_more_organizations_than_a_claim_names_is_told_so, |t| {
    let ada = t.person("ada").await;
    for number in 10..60 {
        t.organization(&format!("org-{number}"), &format!("Org {number}"), &ada).await;
    }
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    for scope in ["openid organizations", "openid groups", "openid roles"] {
        let tokens = client.tokens(&mut browser, scope).await;
        let info = client.userinfo(tokens.access()).await.ok().json();
        assert_eq!(info.get("organizations_truncated"), None, "{scope}: all of them are named");
    }
    t.organization("org-60", "Org 60", &ada).await;
    for (scope, list) in
        [("openid organizations", "organizations"), ("openid groups", "groups"), ("openid roles", "roles")]
    {
        let tokens = client.tokens(&mut browser, scope).await;
        let info = client.userinfo(tokens.access()).await.ok().json();
        assert_eq!(info[list].as_array().unwrap().len(), 50, "{scope}");
        assert_eq!(info["organizations_truncated"], json!(true), "{scope}");
    }
    let tokens = client.tokens(&mut browser, "openid profile").await;
    let info = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!(info.get("organizations_truncated"), None, "nobody asked");
});

on_both_engines!(who_is_in_more_organizations_than_can_be_chosen_from_is_told_so, |t| {
    let ada = t.person("ada").await;
    for number in 10..60 {
        t.organization(&format!("org-{number}"), &format!("Org {number}"), &ada).await;
    }
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let asks = [("scope", "openid organizations"), ("prompt", "consent")];
    let told = "You belong to more organizations than the 50 that stand here.";
    let page = client.authorize(&mut browser, &asks).await;
    assert!(!page.text().contains(told), "all of them stand there: {}", page.text());
    t.organization("org-60", "Org 60", &ada).await;
    let page = client.authorize(&mut browser, &asks).await;
    assert!(page.text().contains(told), "{}", page.text());
    let mut all = memberships::list_for_user(&mut t.cx().read().await.unwrap(), &ada.id, 100).await.unwrap();
    all.retain(|one| !page.answer.body.contains(one.organization_id.as_str()));
    let [hidden] = &all[..] else { panic!("{all:?}") };
    let german = browser.get(&page.in_language("de")).await;
    assert!(
        german.text().contains("Sie gehören zu mehr Organisationen als den 50, die hier stehen."),
        "{}",
        german.text()
    );
    // One that does not stand there can be chosen, and stands there from then on.
    let form =
        page.form_with("consent-allow").with("organization", hidden.organization_id.as_str()).press("consent-allow");
    browser.submit(&page, form).await.code();
    let page = client.authorize(&mut browser, &asks).await;
    assert!(page.answer.body.contains(hidden.organization_id.as_str()), "{}", page.text());
});

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
