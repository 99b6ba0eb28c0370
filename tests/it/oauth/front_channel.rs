//! Implicit and hybrid flow (OIDC Core §3.2 and §3.3, OAuth 2.0 Multiple Response Types).

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Page, TestApp, TestClient, on_both_engines, verified};

/// A client that may ask for everything.
async fn client(t: &TestApp, first_party: bool) -> TestClient<'_> {
    let metadata = json!({
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "response_types": [
            "code", "id_token", "id_token token", "code id_token", "code token", "code id_token token", "none"
        ],
    });
    if first_party { t.first_party("web", metadata).await } else { t.client("web", metadata).await }
}

/// OIDC Core §3.1.3.6 for RS256, without Signet's own code.
fn half(value: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, value.as_bytes());
    BASE64URL_NOPAD.encode(&digest.as_ref()[..16])
}

fn names(page: &Page) -> Vec<String> {
    page.fragment().into_keys().filter(|name| !matches!(name.as_str(), "state" | "iss" | "session_state")).collect()
}

on_both_engines!(each_response_type_brings_what_it_names_and_the_hashes_are_right, |t| {
    let ada = t.person("ada").await;
    let client = client(&t, true).await;
    let mut browser = t.browser_of("ada").await;
    let jwks = t.get("/jwks").await.json();
    for (response_type, expected) in [
        ("id_token", &["id_token"][..]),
        ("id_token token", &["access_token", "expires_in", "id_token", "scope", "token_type"]),
        ("code id_token", &["code", "id_token"]),
        ("code token", &["access_token", "code", "expires_in", "scope", "token_type"]),
        ("token code id_token", &["access_token", "code", "expires_in", "id_token", "scope", "token_type"]),
    ] {
        let page = client.authorize(&mut browser, &[("response_type", response_type), ("scope", "openid email")]).await;
        assert_eq!(names(&page), expected, "{response_type}");
        let sent = page.fragment();
        assert_eq!((sent["state"].as_str(), &sent["iss"]), ("af0ifjsldkj", &t.issuer));
        if let Some(token) = sent.get("id_token") {
            let claims = verified(token, &jwks);
            assert_eq!((claims["sub"].as_str(), claims["aud"].as_str()), (Some(ada.sub.as_str()), Some("web")));
            assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
            // OIDC Core §3.2.2.10, §3.3.2.11; FAPI 1 Part 2 §5.2.2.1
            let expected = |value: Option<&String>| value.map_or(Value::Null, |value| json!(half(value)));
            assert_eq!(claims["at_hash"], expected(sent.get("access_token")), "{response_type}");
            assert_eq!(claims["c_hash"], expected(sent.get("code")), "{response_type}");
            assert_eq!(claims["s_hash"], half("af0ifjsldkj"));
            // OIDC Core §5.4: claims of scopes come in the ID token only where nothing else can bring them.
            let alone = if response_type == "id_token" { json!("ada@example.com") } else { Value::Null };
            assert_eq!(claims["email"], alone, "{response_type}");
        }
        if let Some(token) = sent.get("access_token") {
            assert_eq!((sent["token_type"].as_str(), sent["expires_in"].as_str()), ("Bearer", "900"));
            assert_eq!(client.userinfo(token).await.ok().json()["email"], "ada@example.com");
        }
        if let Some(code) = sent.get("code") {
            let tokens = client.redeem(code).await.ok().json();
            let claims = verified(tokens["id_token"].as_str().unwrap(), &jwks);
            // OIDC Core §3.3.3.6: the same person and nonce in both.
            assert_eq!((&claims["sub"], &claims["nonce"]), (&json!(ada.sub), &json!("n-0S6_WzA2Mj")));
            assert_eq!((claims.get("c_hash"), claims.get("s_hash")), (None, None));
        }
    }
});

// OAuth 2.0 Multiple Response Types §4
on_both_engines!(none_brings_nothing_and_grants_nothing, |t| {
    t.person("ada").await;
    let client = client(&t, true).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("response_type", "none")]).await;
    assert_eq!(page.sent("state").as_deref(), Some("af0ifjsldkj"));
    assert_eq!((page.sent("code"), page.sent("error")), (None, None));
    assert_eq!(t.count("SELECT COUNT(*) FROM grants").await, 0);
});

// OIDC Core §3.2.2.1, §3.3.2.11
#[tokio::test]
async fn a_nonce_is_required_wherever_an_id_token_comes_through_the_browser() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t, true).await;
    let mut browser = t.browser_of("ada").await;
    for response_type in ["id_token", "id_token token", "code id_token", "code id_token token"] {
        let page = client.authorize(&mut browser, &[("response_type", response_type), ("nonce", "")]).await;
        assert_eq!(page.fragment()["error"], "invalid_request", "{response_type}");
        assert!(page.fragment()["error_description"].contains("nonce"));
    }
    let page = client.authorize(&mut browser, &[("response_type", "code token"), ("nonce", "")]).await;
    client.redeem(&page.fragment()["code"]).await.ok();
    let page = client.authorize(&mut browser, &[("response_type", "code id_token"), ("scope", "email")]).await;
    assert_eq!(page.fragment()["error"], "invalid_scope");
}

// RFC 9700 §2.1.2: off unless somebody registers for it.
#[tokio::test]
async fn a_new_client_has_the_code_flow_only() {
    let t = TestApp::sqlite().await;
    let client = t.client("plain", json!({})).await;
    for response_type in ["id_token", "code token", "code id_token token"] {
        let page = client.authorize(&mut t.browser(), &[("response_type", response_type)]).await;
        assert_eq!(page.fragment()["error"], "unauthorized_client", "{response_type}");
    }
}

// OAuth 2.0 Form Post Response Mode §2
on_both_engines!(a_form_posts_what_the_fragment_would_have_held, |t| {
    t.person("ada").await;
    let client = client(&t, false).await;
    let mut browser = t.browser_of("ada").await;
    let asked = [("response_type", "code id_token token"), ("response_mode", "form_post")];
    let page = client.authorize(&mut browser, &asked).await;
    let page = browser.press(&page, "consent-allow").await;
    let form = page.forms().remove(0);
    for name in ["code", "access_token", "id_token", "state", "iss"] {
        assert!(form.field(name).is_some(), "{name}");
    }
    client.redeem(form.field("code").unwrap()).await.ok();
});

// RFC 6749 §4.1.2: what one approval brought ends together.
on_both_engines!(a_reused_hybrid_code_ends_the_access_token_of_the_fragment, |t| {
    t.person("ada").await;
    let client = client(&t, true).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("response_type", "code token")]).await;
    let sent = page.fragment();
    client.redeem(&sent["code"]).await.ok();
    client.userinfo(&sent["access_token"]).await.ok();
    assert_eq!(client.redeem(&sent["code"]).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(&sent["access_token"]).await.status, 401);
});

// OIDC Core §11
#[tokio::test]
async fn offline_access_means_nothing_without_a_code() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t, true).await;
    let mut browser = t.browser_of("ada").await;
    let scope = ("scope", "openid offline_access");
    let page = client.authorize(&mut browser, &[("response_type", "id_token token"), scope]).await;
    assert_eq!(page.fragment()["scope"], "openid");
    let page = client.authorize(&mut browser, &[("response_type", "code token"), scope]).await;
    assert!(client.redeem(&page.fragment()["code"]).await.ok().json()["refresh_token"].is_string());
}

// OIDC Core §3.2: the implicit flow has no business at the token endpoint.
#[tokio::test]
async fn implicit_is_no_grant_type_of_the_token_endpoint() {
    let t = TestApp::sqlite().await;
    let client = client(&t, true).await;
    assert_eq!(client.token(&[("grant_type", "implicit")]).await.refusal(), "unsupported_grant_type");
}

// RFC 6749 §4.1.2: `state` comes back as the exact value, however long and whatever it is made of.
#[tokio::test]
async fn a_long_state_of_awkward_characters_comes_back_as_it_was() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = client(&t, true).await;
    let state: String = r#"%2B+ "<&>'#=;/?\%"#.chars().cycle().take(1000).collect();
    let mut browser = t.browser();
    // Once through the sign-in page, which must carry it, and then without.
    let page = client.authorize(&mut browser, &[("state", &state)]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.sent("state").as_deref(), Some(&*state));
    let page = client.authorize(&mut browser, &[("state", &state), ("response_type", "code id_token")]).await;
    assert_eq!(page.fragment()["state"], state);
    let asked = [("state", &*state), ("response_type", "code"), ("response_mode", "form_post")];
    let page = client.authorize(&mut browser, &asked).await;
    assert_eq!(page.forms()[0].field("state"), Some(&*state));
    let page =
        client.authorize(&mut browser, &[("state", &state), ("scope", "openid"), ("prompt", "none login")]).await;
    assert_eq!((page.error().as_str(), page.sent("state").as_deref()), ("invalid_request", Some(&*state)));
}
