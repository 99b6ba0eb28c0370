//! Front-Channel Logout 1.0: which addresses the browser loads, and where it goes on.

use serde_json::json;

use crate::support::{Browser, PASSWORD, Page, REDIRECT_URI, TestApp, TestClient, Tokens, claims_of, on_both_engines};

const AFTER: &str = "https://rp.example/bye";

async fn client<'t>(t: &'t TestApp, id: &str, uri: &str, session_required: bool) -> TestClient<'t> {
    // Front-Channel Logout §2: at the origin of a redirect URI.
    let home = format!("{}/cb", url::Url::parse(uri).unwrap().origin().ascii_serialization());
    let metadata = json!({
        "redirect_uris": [REDIRECT_URI, home],
        "frontchannel_logout_uri": uri,
        "frontchannel_logout_session_required": session_required,
        "post_logout_redirect_uris": [AFTER],
        "client_name": id.to_uppercase(),
    });
    t.first_party(id, metadata).await
}

async fn logout(t: &TestApp, browser: &mut Browser<'_>, params: &[(&str, &str)]) -> Page {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    browser.get(&t.url(&format!("/logout?{query}"))).await
}

/// The addresses of a page's frames.
fn frames(page: &Page) -> Vec<String> {
    let frames = page.answer.body.split("<iframe src=\"").skip(1);
    frames.map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&")).collect()
}

fn sid(tokens: &Tokens) -> String {
    claims_of(tokens.id()).1["sid"].as_str().unwrap().to_owned()
}

fn policy(page: &Page) -> &str {
    page.answer.header("content-security-policy").unwrap()
}

// §3: rendered in the browser that signs out; then on to the client's address, with state only.
on_both_engines!(the_clients_of_the_session_are_loaded_and_then_the_way_leads_back, |t| {
    t.person("ada").await;
    let one = client(&t, "one", "https://one.example/out?x=1", true).await;
    let two = client(&t, "two", "https://two.example:8443/out", false).await;
    client(&t, "unused", "https://unused.example/out", true).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = one.tokens(&mut browser, "openid").await;
    two.tokens(&mut browser, "openid").await;
    let params = [("id_token_hint", tokens.id()), ("post_logout_redirect_uri", AFTER), ("state", "a b")];
    let page = logout(&t, &mut browser, &params).await;
    assert_eq!((page.left_for.clone(), page.answer.status.as_u16()), (None, 200));
    let issuer: String = url::form_urlencoded::byte_serialize(t.issuer.as_bytes()).collect();
    // §2: iss and sid where they are required, and only there.
    assert_eq!(
        frames(&page),
        [
            format!("https://one.example/out?x=1&iss={issuer}&sid={}", sid(&tokens)),
            "https://two.example:8443/out".to_owned()
        ]
    );
    let policy = policy(&page);
    assert!(policy.contains("; frame-src https://one.example https://two.example:8443"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self'"), "{policy}");
    // Without a script: a refresh, and a link.
    let after = format!("{AFTER}?state=a+b");
    let refresh = format!("<noscript><meta http-equiv=\"refresh\" content=\"1;url={after}\"></noscript>");
    assert!(page.answer.body.contains(&refresh), "{}", page.answer.body);
    assert!(page.answer.body.contains(&format!("href=\"{after}\" data-limit=\"3\"")));
    assert!(page.text().contains("Back to ONE"), "{}", page.text());
    // The session ended before any of that was shown.
    assert_eq!(one.authorize(&mut browser, &[("prompt", "none")]).await.error(), "login_required");
    // Sent twice, it gets the same page; later nothing is left to end, and nothing is loaded.
    assert_eq!(frames(&logout(&t, &mut browser, &params).await).len(), 2);
    t.clock.advance(11);
    let page = logout(&t, &mut browser, &params).await;
    assert_eq!(page.left().as_str(), after);
});

on_both_engines!(without_an_address_the_farewell_page_loads_them, |t| {
    t.person("ada").await;
    let client = client(&t, "web", "https://one.example/out", false).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid").await;
    let page = logout(&t, &mut browser, &[]).await;
    // Asked first: nothing is loaded before the person agreed.
    assert!(frames(&page).is_empty() && !policy(&page).contains("frame-src"));
    let done = browser.press(&page, "logout-confirm").await;
    assert_eq!(done.heading(), "You are signed out");
    assert_eq!(frames(&done), ["https://one.example/out"]);
    assert!(policy(&done).ends_with("; frame-src https://one.example"), "{}", policy(&done));
    assert!(!policy(&done).contains("script-src"));
    // Whoever followed a link would stop what is being loaded.
    assert!(!done.answer.body.contains("hreflang="), "{}", done.answer.body);
});

// Two accounts end together: each session by its own name, and a client without sessions once.
on_both_engines!(all_accounts_that_end_are_signed_out_of_their_clients, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let one = client(&t, "one", "https://one.example/out", true).await;
    let two = client(&t, "two", "https://two.example/out", false).await;
    let mut browser = t.browser_of("ada").await;
    let adas = one.tokens(&mut browser, "openid").await;
    two.tokens(&mut browser, "openid").await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", PASSWORD).await;
    let page = one.authorize(&mut browser, &[("login_hint", "bob")]).await;
    let bobs = Tokens(one.redeem(&page.code()).await.ok().json());
    two.authorize(&mut browser, &[("login_hint", "bob")]).await.code();
    let page = logout(&t, &mut browser, &[]).await;
    let done = browser.press(&page, "logout-confirm").await;
    let frames = frames(&done);
    assert_eq!(frames.len(), 3, "{frames:?}");
    for tokens in [&adas, &bobs] {
        assert!(frames.iter().any(|url| url.ends_with(&format!("&sid={}", sid(tokens)))), "{frames:?}");
    }
    assert_eq!(frames.iter().filter(|url| url.starts_with("https://two.example")).count(), 1);
});

// Signing out of one's own account is a logout like any other.
on_both_engines!(the_account_page_signs_out_of_the_clients_too, |t| {
    t.person("ada").await;
    let client = client(&t, "web", "https://one.example/out", false).await;
    for button in ["sign-out", "sign-out-everywhere"] {
        let mut browser = t.browser_of("ada").await;
        client.tokens(&mut browser, "openid").await;
        let page = browser.get(&t.url("/account")).await;
        let done = browser.press(&page, button).await;
        assert_eq!((done.heading().as_str(), frames(&done).len()), ("Signing you out", 1), "{button}");
        assert!(done.answer.body.contains(&format!("href=\"{}\"", t.url("/"))), "{button}");
        assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    }
});

// A client that was switched off, or is gone, is loaded no more.
#[tokio::test]
async fn a_client_that_is_switched_off_is_not_loaded() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let off = client(&t, "off", "https://one.example/out", false).await;
    let on = client(&t, "on", "https://two.example/out", false).await;
    let mut browser = t.browser_of("ada").await;
    off.tokens(&mut browser, "openid").await;
    let tokens = on.tokens(&mut browser, "openid").await;
    off.set_disabled(true).await;
    let page = logout(&t, &mut browser, &[("id_token_hint", tokens.id())]).await;
    assert_eq!(frames(&page), ["https://two.example/out"]);
}
