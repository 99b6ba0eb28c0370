//! Apps on the person's device (RFC 8252): which program is it that asks?

use serde_json::json;
use signet::protocol::client::ClientId;

use crate::support::{TestApp, TestClient, VERIFIER, on_both_engines};

const LOOPBACK: &str = "http://127.0.0.1/cb";
/// Where the program that the person uses listens.
const GENUINE: &str = "http://127.0.0.1:49152/cb";
/// Where another program on the same machine listens.
const OTHER: &str = "http://127.0.0.1:50000/cb";

async fn native<'t>(t: &'t TestApp, id: &str, first_party: bool) -> TestClient<'t> {
    let metadata = json!({"token_endpoint_auth_method": "none", "redirect_uris": [LOOPBACK]});
    if first_party { t.first_party(id, metadata).await } else { t.client(id, metadata).await }
}

// RFC 8252 §8.6
on_both_engines!(another_program_gets_nothing_by_a_consent_that_the_first_one_got, |t| {
    t.person("ada").await;
    let client = native(&t, "mail", false).await;
    let mut browser = t.browser_of("ada").await;
    let scope = ("scope", "openid email offline_access");
    let page = client.authorize(&mut browser, &[("redirect_uri", GENUINE), scope]).await;
    assert!(page.text().contains("Allow Example app to use your account?"), "{}", page.text());
    let hint = {
        let code = browser.press(&page, "consent-allow").await.code();
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", GENUINE)];
        let tokens = client.token(&[&form[..], &[("code_verifier", VERIFIER)]].concat()).await.ok().json();
        tokens["id_token"].as_str().unwrap().to_owned()
    };

    // All was agreed to, and still no answer without a page.
    let page = client.authorize(&mut browser, &[("redirect_uri", OTHER), scope]).await;
    assert!(page.left_for.is_none() && page.text().contains("Continue to Example app?"), "{}", page.text());
    assert!(page.text().contains("keeps access when you are away"), "{}", page.text());
    for more in [&[("prompt", "none")][..], &[("prompt", "none"), ("id_token_hint", &hint)]] {
        let quiet = client.authorize(&mut browser, &[&[("redirect_uri", OTHER), scope], more].concat()).await;
        assert_eq!(quiet.error(), "interaction_required", "{more:?}");
        assert!(quiet.sent("error_description").unwrap().contains("RFC 8252 section 8.6"));
        assert_eq!(quiet.sent("code"), None);
    }
    // It may be the program that the person uses: a press goes on, and each further request asks again.
    for _ in 0..2 {
        let page = client.authorize(&mut browser, &[("redirect_uri", GENUINE), scope]).await;
        browser.press(&page, "consent-allow").await.code();
    }
    let page = client.authorize(&mut browser, &[("redirect_uri", OTHER), scope]).await;
    assert_eq!(browser.press(&page, "consent-deny").await.error(), "access_denied");
});

// RFC 8252 §8.6
on_both_engines!(a_first_party_app_on_the_device_is_no_exception, |t| {
    t.person("ada").await;
    let client = native(&t, "mail", true).await;
    let mut browser = t.browser_of("ada").await;
    let asking = [("redirect_uri", GENUINE)];
    let quiet = client.authorize(&mut browser, &[asking[0], ("prompt", "none")]).await;
    assert_eq!(quiet.error(), "interaction_required");
    let page = client.authorize(&mut browser, &asking).await;
    assert!(page.text().contains("Continue to Example app?"), "{}", page.text());
    browser.press(&page, "consent-allow").await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
    // Whoever signs in for this very request has seen a page.
    let mut other = t.browser();
    let page = client.authorize(&mut other, &asking).await;
    other.sign_in(&page, "ada", crate::support::PASSWORD).await.code();
});

#[tokio::test]
async fn what_only_the_client_can_use_is_answered_at_once() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let hybrid = json!(["authorization_code", "implicit"]);
    let types = json!(["code", "code id_token"]);
    let secret = json!({"redirect_uris": ["http://127.0.0.1:3000/cb"], "grant_types": hybrid, "response_types": types});
    let secret = t.first_party("secret", secret).await;
    let spa = json!({"token_endpoint_auth_method": "none", "redirect_uris": ["https://spa.example/cb"]});
    let spa = t.first_party("spa", spa).await;
    let at_home = ("redirect_uri", "http://127.0.0.1:3000/cb");
    secret.authorize(&mut browser, &[at_home, ("prompt", "none")]).await.code();
    spa.authorize(&mut browser, &[("redirect_uri", "https://spa.example/cb"), ("prompt", "none")]).await.code();
    // A token that needs no secret is anybody's who listens there.
    let front =
        secret.authorize(&mut browser, &[at_home, ("prompt", "none"), ("response_type", "code id_token")]).await;
    assert_eq!(front.fragment()["error"], "interaction_required");
}

// A press on the short page says nothing about what a full one would have asked.
#[tokio::test]
async fn a_press_to_go_on_is_no_consent() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let client = native(&t, "mail", false).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("redirect_uri", GENUINE)]).await;
    browser.press(&page, "consent-allow").await.code();
    let page = client.authorize(&mut browser, &[("redirect_uri", GENUINE)]).await;
    let cx = &t.cx();
    let id = ClientId::new("mail");
    signet::domain::approval::consents::withdraw(cx, &ada.id, &id).await.expect("taking the consent back");
    // Taken back in another tab: the press leads to the question in full.
    let full = browser.press(&page, "consent-allow").await;
    assert!(full.text().contains("Allow Example app to use your account?"), "{}", full.text());
    // And the token of the short page's form is none of the full one's.
    let short = page.form_with("consent-allow").press("consent-allow");
    let forged = full.form_with("consent-allow").with("csrf", short.field("csrf").unwrap()).press("consent-allow");
    let page = browser.submit(&full, forged).await;
    assert_eq!(page.answer.status, 403);
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
}

// RFC 8252 §7.3
#[tokio::test]
async fn an_app_signs_out_to_the_port_it_listens_on() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let bye = "http://127.0.0.1/bye";
    let metadata = json!({
        "token_endpoint_auth_method": "none", "redirect_uris": [LOOPBACK], "post_logout_redirect_uris": [bye]
    });
    let client = t.client("mail", metadata).await;
    let mut browser = t.browser_of("ada").await;
    let at = |uri: &str| t.url(&format!("/logout?client_id={}&state=s&post_logout_redirect_uri={uri}", client.id()));
    let page = browser.get(&at("http://127.0.0.1:49152/bye")).await;
    let page = browser.press(&page, "logout-confirm").await;
    assert_eq!(page.left_for.unwrap().as_str(), "http://127.0.0.1:49152/bye?state=s");
    for other in ["http://localhost:49152/bye", "http://127.0.0.1:49152/", "http://[::1]/bye"] {
        assert_eq!(browser.get(&at(other)).await.answer.status, 400, "{other}");
    }
}

// RFC 9700 §2.1: where this server itself is on loopback, its own port is not free.
#[tokio::test]
async fn the_port_of_this_server_is_not_free() {
    let t = TestApp::start(crate::support::Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("http://localhost:8080").expect("an issuer");
    })
    .await;
    t.person("ada").await;
    let client = native(&t, "mail", false).await;
    let mut browser = t.browser();
    for (address, taken) in [("http://127.0.0.1:8080/cb", false), ("http://127.0.0.1:8081/cb", true)] {
        let page = client.authorize(&mut browser, &[("redirect_uri", address)]).await;
        assert_eq!(page.has("login-submit"), taken, "{address} {}", page.text());
        assert!(page.left_for.is_none());
    }
}
