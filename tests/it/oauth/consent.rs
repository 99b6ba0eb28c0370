//! What a person agrees to (OIDC Core §3.1.2.4, RFC 6749 §4.1.2.1).

use serde_json::json;

use crate::support::{TestApp, on_both_engines};

on_both_engines!(consent_is_remembered_and_asked_again_only_for_more, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("scope", "openid email")]).await;
    assert!(page.text().contains("See your e-mail address") && page.text().contains("ada@example.com"));
    browser.press(&page, "consent-allow").await.code();

    client.authorize(&mut browser, &[("scope", "openid email")]).await.code();
    client.authorize(&mut browser, &[("scope", "openid")]).await.code();
    let page = client.authorize(&mut browser, &[("scope", "openid phone")]).await;
    browser.press(&page, "consent-allow").await.code();
    // What was agreed to adds up.
    client.authorize(&mut browser, &[("scope", "openid email phone")]).await.code();
    // Another client starts from nothing.
    let other = t.client("other", json!({})).await;
    assert!(other.authorize(&mut browser, &[]).await.has("consent-allow"));
});

on_both_engines!(a_refusal_is_told_to_the_client_and_asked_again_next_time, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[]).await;
    let denied = browser.press(&page, "consent-deny").await;
    assert_eq!(denied.error(), "access_denied");
    assert_eq!(denied.sent("state").as_deref(), Some("af0ifjsldkj"));
    assert!(client.authorize(&mut browser, &[]).await.has("consent-allow"));
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM grants").await, 0);
});

on_both_engines!(a_first_party_client_is_not_asked_about, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    client.authorize(&mut t.browser_of("ada").await, &[("scope", "openid profile email phone address")]).await.code();
});

#[tokio::test]
async fn cancelling_the_sign_in_is_access_denied() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let cancel = page.forms().into_iter().find(|form| form.action.ends_with("/cancel")).unwrap();
    let page = browser.submit(&page, cancel).await;
    assert_eq!(page.error(), "access_denied");
}

#[tokio::test]
async fn the_page_names_the_client_and_where_the_way_leads() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let links = json!({
        "client_name": "Tea & <Cake>", "policy_uri": "https://rp.example/privacy", "tos_uri": "https://rp.example/terms",
    });
    let client = t.client("web", links).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    for page in [page.clone(), browser.sign_in(&page, "ada", crate::support::PASSWORD).await] {
        assert!(page.heading().contains("Tea & <Cake>"), "{}", page.heading());
        assert!(page.answer.body.contains("href=\"https://rp.example/privacy\""));
        assert!(page.answer.body.contains("href=\"https://rp.example/terms\""));
    }
}

// OIDC Core §11
#[tokio::test]
async fn offline_access_is_shown_for_what_it_is() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("scope", "openid offline_access")]).await;
    assert!(page.text().contains("Keep access when you are away"));
}

#[tokio::test]
async fn a_second_press_of_allow_does_not_make_a_second_code() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[]).await;
    let code = browser.press(&page, "consent-allow").await.code();
    // The first answer once more, as long as it was not redeemed and is not older than ten seconds.
    assert_eq!(browser.press(&page, "consent-allow").await.code(), code);
    t.clock.advance(11);
    let late = browser.press(&page, "consent-allow").await;
    assert_eq!((late.left_for.clone(), late.answer.status.as_u16()), (None, 410));
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 1);
}

// OIDC Core §3.1.2.4: what Ada's page asked, Bob has not agreed to.
on_both_engines!(an_answer_counts_only_for_the_account_that_the_page_showed, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let login = browser.get(&t.url("/login")).await;
    browser.sign_in(&login, "bob", crate::support::PASSWORD).await;
    let chooser = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    let accounts: Vec<String> = chooser
        .answer
        .body
        .split("name=\"account\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|value| value.starts_with("ses_"))
        .map(str::to_owned)
        .collect();
    let form = chooser.form_with("account-other");
    let [first, second] = [0, 1].map(|at: usize| form.clone().with("account", &accounts[at]));
    let page_of_one = browser.submit(&chooser, first).await;
    assert!(page_of_one.has("consent-allow"));
    browser.submit(&chooser, second).await;
    let again = browser.press(&page_of_one, "consent-allow").await;
    assert!(again.has("consent-allow"), "{}", again.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
    browser.press(&again, "consent-allow").await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 1);
});
