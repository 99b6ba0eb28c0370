//! Two tabs, the back button, and pages that were left open.

use serde_json::json;

use crate::support::{PASSWORD, TestApp, on_both_engines};

on_both_engines!(two_tabs_are_two_sign_ins_and_neither_breaks_the_other, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let other = t.first_party("other", json!({})).await;
    let mut browser = t.browser();
    let left = client.authorize(&mut browser, &[("state", "left")]).await;
    let right = other.authorize(&mut browser, &[("state", "right")]).await;
    assert_ne!(left.url, right.url);
    let done = browser.sign_in(&right, "ada", PASSWORD).await;
    assert_eq!(done.sent("state").as_deref(), Some("right"));
    // The form of the first tab was shown before the cookie changed.
    let done = browser.sign_in(&left, "ada", PASSWORD).await;
    assert_eq!(done.sent("state").as_deref(), Some("left"));
    client.redeem(&done.code()).await.ok();
});

on_both_engines!(a_tab_that_is_reloaded_after_signing_in_elsewhere_goes_on, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let waiting = client.authorize(&mut browser, &[]).await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", PASSWORD).await;
    let page = browser.get(waiting.url.as_str()).await;
    assert!(page.url.path().ends_with("/consent"));
    browser.press(&page, "consent-allow").await.code();
});

on_both_engines!(the_back_button_after_the_end_says_that_it_is_over, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({"client_uri": "https://rp.example/"})).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[]).await;
    let consent = browser.sign_in(&login, "ada", PASSWORD).await;
    browser.press(&consent, "consent-allow").await.code();
    for page in [&login, &consent] {
        let back = browser.get(page.url.as_str()).await;
        assert_eq!((back.answer.status.as_u16(), back.left_for.clone()), (410, None));
        assert_eq!(back.heading(), "The sign-in for Example app has been answered");
        assert!(back.answer.body.contains("href=\"https://rp.example/\""));
        // Somebody else's browser is told what is the matter, whether it is known here or not.
        let other = t.browser_of("ada").await.get(page.url.as_str()).await;
        assert_eq!(other.heading(), "This sign-in was begun in another browser");
        let new = t.browser().get(page.url.as_str()).await;
        assert_eq!(new.heading(), "This browser does not know this sign-in");
    }
    // Without a page of its own, the client leaves the way to the account.
    let client = t.first_party("bare", json!({})).await;
    let login = client.authorize(&mut browser, &[("prompt", "login")]).await;
    browser.sign_in(&login, "ada", PASSWORD).await.code();
    let back = browser.get(login.url.as_str()).await;
    assert!(back.answer.body.contains("/account\""), "{}", back.answer.body);
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 2);
});

on_both_engines!(the_back_button_before_the_end_goes_on_where_it_stands, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[]).await;
    browser.sign_in(&login, "ada", PASSWORD).await;
    let back = browser.get(login.url.as_str()).await;
    assert!(back.url.path().ends_with("/consent"));
    // And pressing the old button again is no harm.
    let again = browser.sign_in(&login, "ada", PASSWORD).await;
    browser.press(&again, "consent-allow").await.code();
});

on_both_engines!(a_page_that_was_open_too_long_offers_the_way_back, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({"client_uri": "https://rp.example/"})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    t.clock.advance(3599);
    assert!(browser.get(page.url.as_str()).await.has("login-submit"));
    t.clock.advance(1);
    let late = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!((late.answer.status.as_u16(), late.left_for.clone()), (410, None));
    assert!(late.answer.body.contains("href=\"https://rp.example/\""));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
});

#[tokio::test]
async fn an_address_of_no_interaction_is_a_page_in_words() {
    let t = TestApp::sqlite().await;
    let mut browser = t.browser();
    for path in ["/consent", "/accounts", "/consent?interaction=x", "/login?interaction=int_00000000000000000000000000"]
    {
        let page = browser.get(&t.url(path)).await;
        assert_eq!(page.answer.status, 410, "{path}");
        assert_eq!(page.heading(), "This sign-in is no longer open");
    }
}

// The organization that is chosen beside the consent, and then named by the tokens.
on_both_engines!(a_person_of_two_organizations_chooses_for_which, |t| {
    let ada = t.person("ada").await;
    t.organization("north", "Northwind", &ada).await;
    let south = t.organization("south", "Southwind", &ada).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("scope", "openid organizations")]).await;
    let form = page.form_with("consent-allow").with("organization", south.as_str()).press("consent-allow");
    let page = browser.submit(&page, form).await;
    let tokens = crate::support::Tokens(client.redeem(&page.code()).await.ok().json());
    assert_eq!(crate::support::claims_of(tokens.id()).1["org_id"], south.as_str());
    let info = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!(info["org_id"], south.as_str());
    let listed = info["organizations"].as_array().unwrap();
    let ids: Vec<&str> = listed.iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(ids.len() == 2 && ids.is_sorted(), "{ids:?}");
    let north = listed.iter().find(|one| one["id"] != south.as_str()).unwrap();
    assert_eq!(
        (&north["slug"], &north["name"], &north["roles"]),
        (&json!("north"), &json!("Northwind"), &json!(["owner"]))
    );
    // Not of somebody else's.
    let bob = t.person("bob").await;
    let foreign = t.organization("west", "Westwind", &bob).await;
    let page = client.authorize(&mut browser, &[("scope", "openid organizations"), ("prompt", "consent")]).await;
    let form = page.form_with("consent-allow").with("organization", foreign.as_str()).press("consent-allow");
    assert_eq!(browser.submit(&page, form).await.answer.status, 403);
});

// The cookie changes at sign-in: whoever sends another form with the one of before is told in words, and the
// window that was first goes on.
on_both_engines!(another_form_with_the_cookie_of_before_changes_nothing, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let mut late = browser.clone();
    let consent = browser.sign_in(&page, "ada", PASSWORD).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let again = late.submit(&page, form.with("remember", "yes").press("login-submit")).await;
    assert_eq!(
        (again.answer.status.as_u16(), again.heading().as_str()),
        (400, "This browser does not know this sign-in")
    );
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);
    browser.press(&consent, "consent-allow").await.code();
});

// A fresh browser costs nothing: what strangers leave behind is counted by the place that they come from.
on_both_engines!(strangers_at_one_address_keep_so_many_paused_requests, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut known = t.browser_of("ada").await;
    let asked = client.authorize(&mut known, &[("prompt", "login")]).await;
    let mut first = t.browser();
    let early = client.authorize(&mut first, &[("state", "early")]).await;
    let long = "x".repeat(6000);
    for _ in 0..60 {
        t.clock.advance(1);
        client.authorize(&mut t.browser(), &[("state", &long)]).await;
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions WHERE LENGTH(request) > 4096").await, 50);
    // Long ones push out no usual ones, and nobody is refused.
    let page = first.sign_in(&early, "ada", PASSWORD).await;
    assert_eq!(page.sent("state").as_deref(), Some("early"));
    let page = known.sign_in(&asked, "ada", PASSWORD).await;
    assert!(page.left_for.is_some(), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions WHERE place IS NOT NULL").await, 50);
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions WHERE place IS NULL").await, 2);
});

// Anybody who holds a cookie can send requests by the thousand, each with 16 KB of parameters.
on_both_engines!(a_browser_keeps_its_fifty_newest_paused_requests, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let first = client.authorize(&mut browser, &[]).await;
    let mut other = t.browser();
    let others = client.authorize(&mut other, &[("state", "other")]).await;
    let mut last = None;
    for number in 0..60 {
        t.clock.advance(1);
        last = Some(client.authorize(&mut browser, &[("state", &number.to_string())]).await);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions").await, 51);
    let over = browser.get(first.url.as_str()).await;
    assert_eq!((over.answer.status.as_u16(), over.left_for.is_none()), (410, true));
    // The request that was just begun goes on, and so does another browser's.
    let done = browser.sign_in(&last.unwrap(), "ada", PASSWORD).await;
    assert_eq!(done.sent("state").as_deref(), Some("59"));
    let done = other.sign_in(&others, "ada", PASSWORD).await;
    assert_eq!(done.sent("state").as_deref(), Some("other"));
    // What was answered counts, too: refusing is as quick as asking.
    for _ in 0..60 {
        t.clock.advance(1);
        let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
        browser.press(&page, "cancel").await;
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions WHERE completed_at IS NOT NULL").await, 51);
});
