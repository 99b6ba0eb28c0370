//! Who is asked what, and when: `prompt`, `max_age`, the hints (OIDC Core §3.1.2.1, §3.1.2.3, §3.1.2.6).

use serde_json::json;

use crate::support::{PASSWORD, TestApp, claims_of, on_both_engines};

on_both_engines!(prompt_none_without_a_session_is_login_required, |t| {
    let client = t.client("web", json!({})).await;
    let page = client.authorize(&mut t.browser(), &[("prompt", "none")]).await;
    assert_eq!(page.error(), "login_required");
    // Nothing was paused and no browser became known.
    assert_eq!(page.answer.header("set-cookie"), None);
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions").await, 0);
});

on_both_engines!(prompt_none_with_a_session_and_a_consent_answers_at_once, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(page.error(), "consent_required");
    client.code(&mut browser, &[]).await;
    let page = client.authorize(&mut browser, &[("prompt", "none")]).await;
    page.code();
    // More than was agreed to.
    let page = client.authorize(&mut browser, &[("prompt", "none"), ("scope", "openid email")]).await;
    assert_eq!(page.error(), "consent_required");
});

on_both_engines!(prompt_none_with_two_accounts_is_account_selection_required, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", PASSWORD).await;
    let page = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(page.error(), "account_selection_required");
    // The hint says which.
    let page = client.authorize(&mut browser, &[("prompt", "none"), ("login_hint", "bob@example.com")]).await;
    page.code();
    // And so does the last use by this client.
    let page = client.authorize(&mut browser, &[("prompt", "none")]).await;
    page.code();
});

on_both_engines!(prompt_login_asks_again_and_renews_auth_time, |t| {
    let ada = t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let first = client.tokens(&mut browser, "openid").await;
    t.clock.advance(100);
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    assert_eq!(page.heading(), "Is it still you?");
    // Signing in somewhere else in this browser does not satisfy it.
    let page = browser.get(page.url.as_str()).await;
    assert!(page.has("login-submit"));
    let form = page.form_with("login-submit");
    assert_eq!(form.field("username"), Some("ada@example.com"));
    let page = browser.submit(&page, form.with("password", PASSWORD)).await;
    let second = client.redeem(&page.code()).await.ok().json();
    let (_, before) = claims_of(first.id());
    let (_, after) = claims_of(second["id_token"].as_str().unwrap());
    assert_eq!((before["auth_time"].as_i64(), after["auth_time"].as_i64()), (Some(t.now() - 100), Some(t.now())));
    assert_eq!((&before["sub"], &after["sub"], &before["sid"]), (&json!(ada.sub), &json!(ada.sub), &after["sid"]));
});

// A password that was meant for one account is not tried on another.
on_both_engines!(whoever_wants_another_account_keeps_it_through_a_wrong_password, |t| {
    t.person("ada").await;
    let bob = t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    let page = browser.get(&format!("{}&another=1", page.url)).await;
    let page = browser.sign_in(&page, "bob", "not the password").await;
    assert_eq!(page.form_with("login-submit").field("username"), Some("bob"));
    let form = page.form_with("login-submit").with("password", PASSWORD).press("login-submit");
    let page = browser.submit(&page, form).await;
    let tokens = client.redeem(&page.code()).await.ok().json();
    assert_eq!(claims_of(tokens["id_token"].as_str().unwrap()).1["sub"], bob.sub);
});

on_both_engines!(prompt_consent_asks_again_what_was_agreed_to, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.code(&mut browser, &[]).await;
    let page = client.authorize(&mut browser, &[("prompt", "consent")]).await;
    browser.press(&page, "consent-allow").await.code();
    // Also of a first-party client.
    let own = t.first_party("own", json!({})).await;
    own.authorize(&mut browser, &[]).await.code();
    assert!(own.authorize(&mut browser, &[("prompt", "consent")]).await.has("consent-allow"));
});

on_both_engines!(prompt_select_account_shows_the_chooser_even_for_one, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    assert!(page.url.path().ends_with("/accounts") && page.text().contains("Ada Lovelace"));
    let chosen = page.form_with("account-other").buttons[0].sends.clone().unwrap();
    let form = page.form_with("account-other").with(&chosen.0, &chosen.1);
    browser.submit(&page, form).await.code();
});

on_both_engines!(another_account_can_be_used_from_the_chooser, |t| {
    t.person("ada").await;
    let bob = t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    let page = browser.press(&page, "account-other").await;
    let page = browser.sign_in(&page, "bob", PASSWORD).await;
    let tokens = client.redeem(&page.code()).await.ok().json();
    assert_eq!(claims_of(tokens["id_token"].as_str().unwrap()).1["sub"], json!(bob.sub));
    // Two are signed in now: whoever comes without a hint is asked, unless the client knows one.
    let other = t.first_party("other", json!({})).await;
    assert!(other.authorize(&mut browser, &[]).await.has("account-other"));
    client.authorize(&mut browser, &[]).await.code();
});

on_both_engines!(max_age_asks_once_the_sign_in_is_older, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    t.clock.advance(100);
    client.authorize(&mut browser, &[("max_age", "10000")]).await.code();
    client.authorize(&mut browser, &[("max_age", "100")]).await.code();
    assert_eq!(
        client.authorize(&mut browser, &[("max_age", "99"), ("prompt", "none")]).await.error(),
        "login_required"
    );
    let page = client.authorize(&mut browser, &[("max_age", "99")]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let tokens = client.redeem(&page.code()).await.ok().json();
    assert_eq!(claims_of(tokens["id_token"].as_str().unwrap()).1["auth_time"], json!(t.now()));
    for odd in ["+99", "-1", "1e3", "99.0", "9223372036854775808"] {
        assert_eq!(client.authorize(&mut browser, &[("max_age", odd)]).await.error(), "invalid_request", "{odd}");
    }
    // max_age=0 is prompt=login.
    assert!(client.authorize(&mut browser, &[("max_age", "0")]).await.has("login-submit"));
});

#[tokio::test]
async fn default_max_age_of_the_client_counts_when_the_request_has_none() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({"default_max_age": 60})).await;
    let mut browser = t.browser_of("ada").await;
    t.clock.advance(61);
    assert!(client.authorize(&mut browser, &[]).await.has("login-submit"));
    client.authorize(&mut browser, &[("max_age", "1000")]).await.code();
}

on_both_engines!(id_token_hint_names_who_is_meant, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let hint = client.tokens(&mut browser, "openid").await.id().to_owned();
    // Long expired, and still a hint.
    t.clock.advance(7200);
    client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", &hint)]).await.code();

    let mut bobs = t.browser_of("bob").await;
    let page = client.authorize(&mut bobs, &[("prompt", "none"), ("id_token_hint", &hint)]).await;
    assert_eq!(page.error(), "login_required");
    // Bob signs in although Ada was meant.
    let page = client.authorize(&mut bobs, &[("id_token_hint", &hint)]).await;
    let page = bobs.sign_in(&page, "bob", PASSWORD).await;
    assert_eq!(page.error(), "login_required");
    // Ada does.
    let page = client.authorize(&mut bobs, &[("id_token_hint", &hint)]).await;
    bobs.sign_in(&page, "ada", PASSWORD).await.code();
});

#[tokio::test]
async fn an_id_token_hint_that_is_not_ours_is_refused() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    let (signed, signature) = tokens.id().rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let none = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
    let other = data_encoding::BASE64URL_NOPAD.encode(br#"{"iss":"http://localhost:8080","sub":"x","aud":"web"}"#);
    for hint in [
        format!("{none}.{claims}."),
        format!("{header}.{other}.{signature}"),
        format!("{header}.{claims}.{}", "A".repeat(signature.len())),
        // An access token is no ID token.
        tokens.access().to_owned(),
    ] {
        let page = client.authorize(&mut browser, &[("id_token_hint", &hint)]).await;
        assert_eq!(page.error(), "invalid_request");
    }
}

#[tokio::test]
async fn login_hint_fills_the_form_and_never_throws_a_session_away() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let page = client.authorize(&mut t.browser(), &[("login_hint", "bob@example.com")]).await;
    assert_eq!(page.form_with("login-submit").field("username"), Some("bob@example.com"));
    client.authorize(&mut t.browser_of("ada").await, &[("login_hint", "bob@example.com")]).await.code();
}

// OIDC Core §2, §3.1.3.6
#[tokio::test]
async fn the_id_token_says_how_and_when_and_nothing_about_the_person() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid profile email").await;
    let jwks = t.get("/jwks").await.json();
    let mut claims = crate::support::verified(tokens.id(), &jwks);
    let map = claims.as_object_mut().unwrap();
    assert_eq!(map.remove("sid").unwrap().as_str().unwrap().len(), 22);
    assert_eq!(map.remove("at_hash").unwrap().as_str().unwrap().len(), 22);
    assert_eq!(
        claims,
        json!({
            "iss": "http://localhost:8080", "sub": ada.sub, "aud": "web", "exp": t.now() + 3600, "iat": t.now(),
            "auth_time": t.now(), "nonce": "n-0S6_WzA2Mj", "acr": "urn:signet:acr:single-factor", "amr": ["pwd"],
        })
    );
}

#[tokio::test]
async fn an_id_token_is_signed_as_the_client_registered() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    for alg in ["RS256", "ES256", "EdDSA"] {
        let client = t.first_party(alg, json!({"id_token_signed_response_alg": alg})).await;
        let tokens = client.tokens(&mut browser, "openid").await;
        assert_eq!(claims_of(tokens.id()).0["alg"], alg);
    }
}
