//! RP-Initiated Logout 1.0, with the cases that the conformance suite looks at.

mod accounts;

use serde_json::json;
use signet::{
    domain::registry::keys,
    protocol::jose::{alg::SigAlg, key_ring::KeyKind},
};

use crate::support::{Browser, Page, TestApp, TestClient, on_both_engines};

const AFTER: &str = "https://rp.example/bye";

async fn client(t: &TestApp) -> TestClient<'_> {
    t.first_party("web", json!({"post_logout_redirect_uris": [AFTER], "client_uri": "https://rp.example/"})).await
}

async fn logout(t: &TestApp, browser: &mut Browser<'_>, params: &[(&str, &str)]) -> Page {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    browser.get(&t.url(&format!("/logout?{query}"))).await
}

async fn signed_in(client: &TestClient<'_>, browser: &mut Browser<'_>) -> bool {
    client.authorize(browser, &[("prompt", "none")]).await.sent("code").is_some()
}

on_both_engines!(a_valid_hint_signs_out_and_returns_with_state_only, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    // An expired ID token is a good hint (§2).
    t.clock.advance(4000);
    let state = "s".repeat(128);
    let page =
        logout(&t, &mut browser, &[("id_token_hint", &hint), ("post_logout_redirect_uri", AFTER), ("state", &state)])
            .await;
    assert_eq!(page.left().as_str(), format!("{AFTER}?state={state}"));
    assert!(!signed_in(&client, &mut browser).await);
    // RP-Initiated Logout §2: the address stands without a question mark when there is no state.
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint), ("post_logout_redirect_uri", AFTER)]).await;
    assert_eq!(page.left().as_str(), AFTER);
});

// §2: OPs MUST support GET and POST.
on_both_engines!(a_client_may_post_the_request, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    let form = [("id_token_hint".to_owned(), hint), ("post_logout_redirect_uri".to_owned(), AFTER.to_owned())];
    let page = browser.submit_from_elsewhere(&t.url("/logout"), &form).await;
    assert_eq!(page.left().as_str(), AFTER);
    assert!(!signed_in(&client, &mut browser).await);
});

// Whoever is told "you are signed out" is.
on_both_engines!(a_long_request_that_another_site_posts_asks_too, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let state = "s".repeat(7000);
    let asked = [("client_id", "web"), ("post_logout_redirect_uri", AFTER), ("state", state.as_str())];
    let form: Vec<_> = asked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let again = browser.submit_from_elsewhere(&t.url("/logout"), &form).await;
    assert_eq!((again.left_for.clone(), again.heading().as_str()), (None, "One moment"));
    let page = browser.press(&again, "Continue").await;
    assert!(page.has("logout-confirm") && signed_in(&client, &mut browser).await);
    let done = browser.press(&page, "logout-confirm").await;
    assert_eq!(done.left().as_str(), format!("{AFTER}?state={state}"));
    assert!(!signed_in(&client, &mut browser).await);
});

on_both_engines!(without_a_hint_the_person_is_asked, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    for params in [&[][..], &[("state", "x")], &[("post_logout_redirect_uri", AFTER)]] {
        let page = logout(&t, &mut browser, params).await;
        assert!(page.has("logout-confirm"), "{params:?}");
        assert!(signed_in(&client, &mut browser).await);
    }
    let page = logout(&t, &mut browser, &[]).await;
    let stay = browser.press(&page, "Stay signed in").await;
    assert!(stay.url.path().ends_with("/account") && signed_in(&client, &mut browser).await);
    let page = logout(&t, &mut browser, &[("state", "x")]).await;
    let done = browser.press(&page, "logout-confirm").await;
    assert_eq!((done.left_for.clone(), done.heading().as_str()), (None, "You are signed out"));
    assert!(!signed_in(&client, &mut browser).await);
});

// Conformance: no hint but an address: a redirect even after the confirmation fails the test.
on_both_engines!(an_address_without_hint_and_client_is_never_followed, |t| {
    t.person("ada").await;
    client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[("post_logout_redirect_uri", AFTER), ("state", "x")]).await;
    let page = browser.press(&page, "logout-confirm").await;
    assert_eq!((page.left_for.clone(), page.heading().as_str()), (None, "You are signed out"));
    // Nobody is signed in any more: still no redirect.
    let page = logout(&t, &mut browser, &[("post_logout_redirect_uri", AFTER)]).await;
    assert_eq!(page.left_for, None);
});

// §3: client_id says who asks, and its registered address may be followed once the person agreed.
on_both_engines!(with_client_id_and_a_registered_address_the_way_leads_back, |t| {
    t.person("ada").await;
    client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let params = [("client_id", "web"), ("post_logout_redirect_uri", AFTER), ("state", "x")];
    let page = logout(&t, &mut browser, &params).await;
    let page = browser.press(&page, "logout-confirm").await;
    assert_eq!(page.left().as_str(), format!("{AFTER}?state=x"));
});

/// Refused, with a way on: nobody is signed out unasked, and whoever wants to be gets it, here.
async fn asked_all_the_same(client: &TestClient<'_>, browser: &mut Browser<'_>, page: &Page) -> Page {
    page.refused_here();
    assert!(page.has("logout-confirm") && page.text().contains("We cannot take you back"), "{}", page.text());
    assert!(signed_in(client, browser).await);
    let done = browser.press(page, "logout-confirm").await;
    assert!(!signed_in(client, browser).await);
    done
}

// §3.1, §4: what needs the address is not done; the rest is, once the person agrees.
on_both_engines!(an_address_that_is_not_registered_is_told_and_never_followed, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    for uri in
        ["https://evil.example/", "https://rp.example/bye?x=1", "https://rp.example/bye/", "https://rp.example/cb"]
    {
        for who in [("id_token_hint", hint.as_str()), ("client_id", "web")] {
            let page = logout(&t, &mut browser, &[who, ("post_logout_redirect_uri", uri)]).await;
            let done = asked_all_the_same(&client, &mut browser, &page).await;
            assert_eq!((done.left_for.clone(), done.heading().as_str()), (None, "You are signed out"));
            assert!(page.text().contains("RP-Initiated Logout section 3.1"));
            // With nobody signed in there is nothing to ask.
            let page = logout(&t, &mut browser, &[who, ("post_logout_redirect_uri", uri)]).await;
            page.refused_here();
            assert_eq!(page.heading(), "You are signed out");
            assert!(page.text().contains("We cannot take you back"));
            browser = t.browser_of("ada").await;
        }
    }
});

// §2: a hint that is not ours proves nothing.
on_both_engines!(a_bad_hint_never_redirects_and_never_signs_out_unasked, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    let (signed, signature) = hint.rsplit_once('.').unwrap();
    let none = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
    let claims = signed.split_once('.').unwrap().1;
    for bad in [format!("{none}.{claims}."), format!("{signed}.{}", "A".repeat(signature.len())), "x".to_owned()] {
        let page = logout(&t, &mut browser, &[("id_token_hint", &bad)]).await;
        assert!(page.has("logout-confirm") && page.answer.status == 200);
        let page = logout(&t, &mut browser, &[("id_token_hint", &bad), ("post_logout_redirect_uri", AFTER)]).await;
        let done = asked_all_the_same(&client, &mut browser, &page).await;
        assert_eq!((done.left_for.clone(), done.heading().as_str()), (None, "You are signed out"));
        browser = t.browser_of("ada").await;
        // §3: client_id is another means to know the address, whatever the hint is worth.
        let asked = [("id_token_hint", bad.as_str()), ("client_id", "web"), ("post_logout_redirect_uri", AFTER)];
        let page = logout(&t, &mut browser, &asked).await;
        assert!(page.has("logout-confirm") && page.answer.status == 200);
        assert_eq!(browser.press(&page, "logout-confirm").await.left().as_str(), AFTER);
        browser = t.browser_of("ada").await;
    }
});

// §2: client_id and the hint's audience must be the same; §4: what does not validate is not used.
#[tokio::test]
async fn a_client_id_that_is_not_the_hints_is_told_and_neither_is_used() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t).await;
    t.client("other", json!({"post_logout_redirect_uris": ["https://other.example/"]})).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    let other = "https://other.example/";
    for asked in [
        vec![("id_token_hint", hint.as_str()), ("client_id", "other"), ("post_logout_redirect_uri", other)],
        vec![("id_token_hint", hint.as_str()), ("client_id", "nobody"), ("post_logout_redirect_uri", AFTER)],
        vec![("client_id", "nobody"), ("post_logout_redirect_uri", AFTER)],
        vec![("client_id", "nobody")],
    ] {
        let page = logout(&t, &mut browser, &asked).await;
        let done = asked_all_the_same(&client, &mut browser, &page).await;
        assert_eq!((done.left_for.clone(), done.heading().as_str()), (None, "You are signed out"), "{asked:?}");
        browser = t.browser_of("ada").await;
    }
}

#[tokio::test]
async fn a_hint_without_an_address_ends_on_our_own_page() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint), ("state", "x")]).await;
    assert_eq!((page.left_for.clone(), page.heading().as_str()), (None, "You are signed out"));
    assert!(!signed_in(&client, &mut browser).await);
}

// A hint of somebody else is a stranger's link: the person is asked.
on_both_engines!(the_hint_of_another_person_does_not_sign_this_one_out, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = client(&t).await;
    let hint = client.tokens(&mut t.browser_of("bob").await, "openid").await.id().to_owned();
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint), ("post_logout_redirect_uri", AFTER)]).await;
    assert!(page.has("logout-confirm"));
    assert!(signed_in(&client, &mut browser).await);
});

// Of two accounts in a browser, the hinted one is signed out.
on_both_engines!(a_hint_ends_one_account_and_leaves_the_other, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let adas = client.tokens(&mut browser, "openid").await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", crate::support::PASSWORD).await;
    logout(&t, &mut browser, &[("id_token_hint", adas.id())]).await;
    let page = client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", adas.id())]).await;
    assert_eq!(page.error(), "login_required");
    let page = client.authorize(&mut browser, &[("prompt", "none"), ("login_hint", "bob")]).await;
    page.code();
});

#[tokio::test]
async fn the_confirmation_cannot_be_forged() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[]).await;
    let form = page.form_with("logout-confirm").press("logout-confirm");
    let forged = browser.submit(&page, form.clone().with("csrf", "AAAA")).await;
    assert_eq!(forged.answer.status, 403);
    let forged = browser.submit(&page, form.without("csrf")).await;
    assert_eq!(forged.answer.status, 403);
    assert!(signed_in(&client, &mut browser).await);
}

// OIDC Core §3.1.3.2: what was approved in a session that ended in between is no longer approved.
on_both_engines!(a_code_in_flight_is_worth_nothing_after_sign_out, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    let online = client.code(&mut browser, &[]).await;
    let offline = client.code(&mut browser, &[("scope", "openid offline_access")]).await;
    logout(&t, &mut browser, &[("id_token_hint", &hint)]).await;
    assert_eq!(client.redeem(&online).await.refusal(), "invalid_grant");
    assert_eq!(client.redeem(&offline).await.refusal(), "invalid_grant");
});

// OIDC Core §11: refresh tokens end with the session, those for when the person is away stay.
on_both_engines!(sign_out_takes_online_refresh_tokens_and_leaves_offline_ones, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let online = client.tokens(&mut browser, "openid").await;
    let offline = client.tokens(&mut browser, "openid offline_access").await;
    logout(&t, &mut browser, &[("id_token_hint", online.id())]).await;
    assert_eq!(client.refresh(online.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(online.access()).await.status, 401);
    client.refresh(offline.refresh()).await.ok();
});

// §2: a hint is good however old it is, also when the key that signed it is long retired.
on_both_engines!(a_hint_that_a_retired_key_signed_is_good, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    keys::rotate(&t.cx(), &[KeyKind::Signing(SigAlg::RS256)], true).await.unwrap();
    t.clock.advance(6 * 86_400);
    signet::domain::registry::keys::tick(&t.cx()).await.unwrap();
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint), ("post_logout_redirect_uri", AFTER)]).await;
    assert_eq!(page.left().as_str(), AFTER);
});

// RFC 8725 §3.11: another kind of token is no hint, though it is ours and names the person.
on_both_engines!(an_access_token_is_no_hint, |t| {
    t.person("ada").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    let params = [("id_token_hint", tokens.access()), ("post_logout_redirect_uri", AFTER)];
    logout(&t, &mut browser, &params).await.refused_here();
    assert!(signed_in(&client, &mut browser).await);
});

#[tokio::test]
async fn the_pages_speak_the_language_that_was_asked_for() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[("ui_locales", "fi de")]).await;
    assert_eq!(page.heading(), "Möchten Sie sich abmelden?");
    let done = browser.press(&page, "logout-confirm").await;
    assert_eq!(done.heading(), "Sie sind abgemeldet");
}

// RP-Initiated Logout §2: a sid of another session makes the request suspect, ended or not: the person is asked,
// and with them the browser that the token came from stays as it is.
on_both_engines!(a_token_of_another_session_of_the_same_person_asks, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let ended = client.tokens(&mut browser, "openid").await.id().to_owned();
    logout(&t, &mut browser, &[("id_token_hint", &ended)]).await;
    // Later than a request that is sent twice.
    t.clock.advance(11);
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", crate::support::PASSWORD).await;
    let here = client.tokens(&mut browser, "openid").await.id().to_owned();
    let elsewhere = client.tokens(&mut t.browser_of("ada").await, "openid").await.id().to_owned();
    for stale in [&ended, &elsewhere] {
        let page = logout(&t, &mut browser, &[("id_token_hint", stale), ("post_logout_redirect_uri", AFTER)]).await;
        assert!(page.has("logout-confirm"), "{}", page.text());
        assert!(signed_in(&client, &mut browser).await);
        // Whoever says yes goes where the client wanted.
        assert_eq!(page.form_with("logout-confirm").field("post_logout_redirect_uri"), Some(AFTER));
    }
    // Of two accounts it suggests the one that it is about.
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", crate::support::PASSWORD).await;
    let page = logout(&t, &mut browser, &[("id_token_hint", &ended)]).await;
    let suggested = page.answer.body.split("<label").find(|label| label.contains(" checked")).unwrap();
    assert!(suggested.contains("ada@example.com"), "{suggested}");
    // That of the session here signs out at once.
    let page = logout(&t, &mut browser, &[("id_token_hint", &here), ("post_logout_redirect_uri", AFTER)]).await;
    assert_eq!(page.left().as_str(), AFTER);
});

// The question shows one account; whoever signs in before it is answered was not asked.
on_both_engines!(the_answer_ends_the_account_that_was_shown, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = client(&t).await;
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[]).await;
    let sign_in = browser.get(&t.url("/login")).await;
    browser.sign_in(&sign_in, "bob", crate::support::PASSWORD).await;
    browser.press(&page, "logout-confirm").await;
    client.authorize(&mut browser, &[("prompt", "none"), ("login_hint", "bob")]).await.code();
    let page = client.authorize(&mut browser, &[("login_hint", "ada")]).await;
    assert!(page.left_for.is_none() || page.sent("code").is_some());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 1);
});

// OIDC Core §8: a hint names the person as its client does, in whichever browser they are.
on_both_engines!(a_pairwise_hint_of_another_session_asks_the_person_and_nobody_else, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({"subject_type": "pairwise"})).await;
    let hint = client.tokens(&mut t.browser_of("ada").await, "openid").await.id().to_owned();
    let mut bobs = t.browser_of("bob").await;
    assert!(logout(&t, &mut bobs, &[("id_token_hint", &hint)]).await.has("logout-confirm"));
    let mut browser = t.browser_of("ada").await;
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint)]).await;
    assert!(page.has("logout-confirm") && signed_in(&client, &mut browser).await);
    // With both here, it is hers that is suggested.
    let sign_in = browser.get(&t.url("/login")).await;
    browser.sign_in(&sign_in, "bob", crate::support::PASSWORD).await;
    let page = logout(&t, &mut browser, &[("id_token_hint", &hint)]).await;
    let suggested = page.answer.body.split("<label").find(|label| label.contains(" checked")).unwrap();
    assert!(suggested.contains("ada@example.com"), "{suggested}");
    browser.press(&page, "logout-confirm").await;
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 3);
});
