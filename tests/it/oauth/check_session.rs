//! Session Management 1.0: what an answer tells of the browser's state, and who may ask.

use serde_json::json;
use signet::base::{secret::sha256, url::Issuer};

use crate::support::{Browser, Engine, PASSWORD, Page, TestApp, TestClient, on_both_engines};

/// What our page in the frame would say to the client's page.
fn said(browser: &Browser<'_>, client: &TestClient<'_>, origin: &str, session_state: &str) -> &'static str {
    let (digest, salt) = session_state.split_once('.').unwrap();
    let (_, state) = browser.state_cookie();
    let text = format!("{} {origin} {state} {salt}", client.id());
    if data_encoding::HEXLOWER.encode(&sha256(text.as_bytes())) == digest { "unchanged" } else { "changed" }
}

fn state_of(page: &Page) -> String {
    let state = page.sent("session_state").unwrap_or_else(|| panic!("no session_state: {}", page.left()));
    assert!(!state.contains(' '));
    state
}

const RP: &str = "https://rp.example";

on_both_engines!(an_answer_tells_the_state_that_the_frame_calculates, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let state = state_of(&client.authorize(&mut browser, &[]).await);
    assert_eq!(said(&browser, &client, RP, &state), "unchanged");
    assert_eq!(said(&browser, &client, "https://evil.example", &state), "changed");
    // A salt of its own each time; both are good.
    let again = state_of(&client.authorize(&mut browser, &[("prompt", "none")]).await);
    assert_ne!(state, again);
    assert_eq!(said(&browser, &client, RP, &again), "unchanged");
    assert_eq!(said(&browser, &client, RP, &state), "unchanged");
    // Whatever the way it travels.
    let page = client.authorize(&mut browser, &[("response_mode", "form_post")]).await;
    let state = page.forms().remove(0).field("session_state").unwrap().to_owned();
    assert_eq!(said(&browser, &client, RP, &state), "unchanged");
});

// From the first answer after the sign-in page, which sets the cookie itself.
on_both_engines!(the_state_follows_sign_in_another_account_and_sign_out, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let first = state_of(&browser.sign_in(&page, "ada", PASSWORD).await);
    assert_eq!(said(&browser, &client, RP, &first), "unchanged");
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", PASSWORD).await;
    assert_eq!(said(&browser, &client, RP, &first), "changed");
    let second = state_of(&client.authorize(&mut browser, &[("login_hint", "ada")]).await);
    assert_eq!(said(&browser, &client, RP, &second), "unchanged");
    // Signing in once more to an account that is there changes nothing.
    let page = client.authorize(&mut browser, &[("prompt", "login"), ("login_hint", "ada")]).await;
    browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(said(&browser, &client, RP, &second), "unchanged");
    let page = browser.get(&t.url("/logout?logout_hint=bob")).await;
    browser.press(&page, "logout-confirm").await;
    assert_eq!(said(&browser, &client, RP, &second), "changed");
    // Only Ada is left, as at the beginning: what was true then is true again.
    assert_eq!(said(&browser, &client, RP, &first), "unchanged");
    let page = browser.get(&t.url("/account")).await;
    browser.press(&page, "sign-out").await;
    assert_eq!(said(&browser, &client, RP, &first), "changed");
});

// Ended from elsewhere: the next answer brings the cookie up to date.
on_both_engines!(a_state_that_was_changed_elsewhere_is_corrected_with_the_next_answer, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let state = state_of(&client.authorize(&mut browser, &[]).await);
    t.set_password("ada", "another good secret").await;
    assert_eq!(client.authorize(&mut browser, &[("prompt", "none")]).await.error(), "login_required");
    assert_eq!(said(&browser, &client, RP, &state), "changed");
    // And a lost one is set again.
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", "another good secret").await;
    let (name, _) = browser.state_cookie();
    browser.cookies.remove(&name);
    let state = state_of(&client.authorize(&mut browser, &[]).await);
    assert_eq!(said(&browser, &client, RP, &state), "unchanged");
    // What is right is not set again.
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.answer.header("set-cookie"), None);
});

#[tokio::test]
async fn the_cookie_is_readable_across_sites_and_tells_no_secret() {
    for (issuer, expected) in
        [("https://id.example", "; Path=/; SameSite=None; Secure"), ("http://localhost:8080", "; Path=/; SameSite=Lax")]
    {
        let t = TestApp::start(Engine::sqlite(), |config| config.issuer.url = Issuer::parse(issuer).unwrap()).await;
        t.person("ada").await;
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        let page = browser
            .submit(
                &page,
                page.form_with("login-submit").with("username", "ada").with("password", PASSWORD).press("login-submit"),
            )
            .await;
        assert!(page.url.path().ends_with("/account"));
        let (name, value) = browser.state_cookie();
        assert_eq!(name.starts_with("__Host-"), issuer.starts_with("https"));
        let set = browser.set_cookies.iter().find(|line| line.starts_with(&name)).unwrap();
        assert_eq!(set, &format!("{name}={value}{expected}"));
        assert!(!browser.cookie().1.contains(&value) && !value.contains(&browser.cookie().1));
    }
}

// §3.2: open to frames of any client, and to nothing else.
#[tokio::test]
async fn the_page_for_frames_runs_one_script_in_anybodys_page() {
    let t = TestApp::sqlite().await;
    let frame = t.get("/.well-known/openid-configuration").await.json()["check_session_iframe"].clone();
    assert_eq!(frame, json!(t.url("/session/check")));
    let page = t.get("/session/check").await.ok();
    assert_eq!(page.header("x-frame-options"), None);
    assert_eq!(page.header("cross-origin-resource-policy"), Some("cross-origin"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-") && policy.ends_with("frame-ancestors *"));
    assert!(!policy.contains("unsafe") && page.header("set-cookie").is_none());
    let (name, _) = {
        t.person("ada").await;
        t.browser_of("ada").await.state_cookie()
    };
    assert!(page.body.contains(&format!("data-cookie=\"{name}\"")));
}

#[tokio::test]
async fn without_a_web_page_or_an_id_token_there_is_no_session_state() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let native = json!({"application_type": "native", "redirect_uris": ["com.example.app:/cb"]});
    let native = t.first_party("app", native).await;
    let web = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = native.authorize(&mut browser, &[("redirect_uri", "com.example.app:/cb")]).await;
    let page = browser.press(&page, "consent-allow").await;
    assert!(page.sent("code").is_some());
    assert_eq!(page.sent("session_state"), None);
    let page = web.authorize(&mut browser, &[("scope", "email")]).await;
    assert_eq!((page.sent("code").is_some(), page.sent("session_state")), (true, None));
}
