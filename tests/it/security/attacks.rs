//! The attacks, in the order of RFC 9700 §4.

use axum::http::StatusCode;
use serde_json::json;
use signet::protocol::resource::TokenFormat;

use crate::support::{PASSWORD, REDIRECT_URI, TestApp, Tokens, VERIFIER, basic, claims_of, on_both_engines};

// RFC 9700 §4.1.3: exact string matching; §2.1 exempts the port of a loopback address alone.
#[tokio::test]
async fn section_4_1_redirect_uris_match_exactly_but_for_a_loopback_port() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let uris = json!({"application_type": "native", "redirect_uris": [
        "https://rp.example/cb", "http://127.0.0.1/cb", "http://[::1]:1234/cb", "com.example.app:/cb",
    ]});
    let client = t.first_party("app", uris).await;
    let mut browser = t.browser_of("ada").await;
    for uri in [
        "https://rp.example/cb",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:49152/cb",
        "http://[::1]:80/cb",
        "com.example.app:/cb",
    ] {
        let mut page = client.authorize(&mut browser, &[("redirect_uri", uri)]).await;
        if uri.starts_with("com.example.app:") {
            // RFC 8252 §8.6: any program may have claimed the scheme.
            page = browser.press(&page, "consent-allow").await;
        }
        assert!(page.left().as_str().starts_with(&format!("{uri}?code=")) || uri.contains(":80/"), "{}", page.left());
    }
    for uri in [
        "https://rp.example:443/cb",
        "https://rp.example/cb%20",
        "https://RP.example/cb",
        "https://rp.example/cb;x",
        "https://rp.example//cb",
        "https://sub.rp.example/cb",
        "https://rp.example.evil.example/cb",
        "http://127.0.0.1:49152/other",
        "http://127.0.0.2:49152/cb",
        "http://localhost:49152/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.1:1@evil.example/cb",
        "com.example.app://cb",
        "com.example.app:/cb/x",
        "data:text/html,x",
    ] {
        client.authorize(&mut browser, &[("redirect_uri", uri)]).await.refused_here();
    }
}

// RFC 9700 §4.1.1: a wildcard cannot even be registered.
#[tokio::test]
async fn section_4_1_an_address_with_a_wildcard_or_a_fragment_cannot_be_registered() {
    let t = TestApp::sqlite().await;
    for (uri, rule) in [
        ("https://*.rp.example/cb", "with no wildcard"),
        ("https://rp.example/*", "it must hold no wildcard"),
        ("https://rp.example/cb#x", "it must have no fragment (RFC 6749 section 3.1.2)"),
        ("http://rp.example/cb", "it must use https; plain http is for loopback hosts"),
        ("javascript:alert(1)", "its scheme is registered with IANA, or browsers"),
        ("/cb", "it must be an absolute URI"),
    ] {
        let metadata = json!({"redirect_uris": [uri]});
        let why = t.try_client("bad", metadata).await.map(drop).unwrap_err().to_string();
        assert!(why.contains(rule), "{uri}: {why}");
    }
}

// RFC 9700 §4.2.4: neither code nor state leak by Referer, and a code is worth nothing twice.
on_both_engines!(section_4_2_nothing_leaks_by_the_referer, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    for mode in ["query", "form_post"] {
        let page = client.authorize(&mut browser, &[("response_mode", mode), ("prompt", "login")]).await;
        assert_eq!(page.answer.header("referrer-policy"), Some("same-origin"));
        // No foreign image, script or style that could be told where one is.
        let policy = page.answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(!page.answer.body.contains("src=\"http"));
    }
});

// RFC 9700 §4.3.1: the code in a browser's history is spent.
on_both_engines!(section_4_3_a_code_from_the_history_is_worthless, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[]).await;
    client.redeem(&code).await.ok();
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_grant");
});

// RFC 9700 §4.3.2: an access token is taken from no query.
#[tokio::test]
async fn section_4_3_no_access_token_in_the_query() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    let answer = t.get(&format!("/userinfo?access_token={}", tokens.access())).await;
    assert_eq!(answer.status, 401);
    // And none is ever put into one.
    let spa = json!({"grant_types": ["implicit"], "response_types": ["id_token token"]});
    let client = t.client("spa", spa).await;
    let asked = [("response_type", "id_token token"), ("response_mode", "query")];
    let page = client.authorize(&mut t.browser(), &asked).await;
    assert_eq!(page.fragment()["error"], "invalid_request");
}

// RFC 9700 §4.4.2: iss in every answer, errors included.
on_both_engines!(section_4_4_every_answer_names_its_issuer_against_mix_up, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!((page.error().as_str(), page.sent("iss")), ("consent_required", Some(t.issuer.clone())));
    let page = client.authorize(&mut browser, &[]).await;
    let denied = browser.press(&page, "consent-deny").await;
    assert_eq!(denied.sent("iss"), Some(t.issuer.clone()));
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.press(&page, "consent-allow").await;
    assert_eq!(page.sent("iss"), Some(t.issuer.clone()));
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], json!(true));
});

// RFC 9700 §4.5: a stolen code is injected into the attacker's own session at the client.
on_both_engines!(section_4_5_an_injected_code_fails_by_pkce_and_shows_by_nonce, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let stolen = client.code(&mut t.browser_of("ada").await, &[("nonce", "the-victims")]).await;
    // The client of the attacker's session sends its own verifier.
    let own = "another-verifier-another-verifier-another-verifier";
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &stolen),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", own),
    ];
    assert_eq!(client.token(&form).await.refusal(), "invalid_grant");
    // The nonce comes back exactly as it was, for the client to compare.
    let tokens = Tokens(client.redeem(&stolen).await.ok().json());
    assert_eq!(claims_of(tokens.id()).1["nonce"], "the-victims");
});

// RFC 9700 §4.7: forged requests; the state comes back untouched, and PKCE stands beside it.
#[tokio::test]
async fn section_4_7_state_comes_back_and_pkce_is_demanded() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[]).await;
    assert_eq!(page.sent("state").as_deref(), Some("af0ifjsldkj"));
    let page = client.authorize(&mut t.browser(), &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    assert_eq!(page.error(), "invalid_request");
}

// RFC 9700 §2.1.1, §4.5.3.2: a nonce protects the code of a confidential client, if it is given back.
on_both_engines!(section_4_5_a_nonce_may_stand_for_pkce, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"require_pkce": "pkce_or_nonce"})).await;
    let mut browser = t.browser_of("ada").await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = client.code(&mut browser, &[&without[..], &[("nonce", "n-1")]].concat()).await;
    let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", REDIRECT_URI)];
    let tokens = client.token(&form).await.ok().json();
    assert_eq!(crate::support::claims_of(tokens["id_token"].as_str().unwrap()).1["nonce"], "n-1");
    for lacking in [[("nonce", ""), ("scope", "openid")], [("nonce", "n-1"), ("scope", "email")]] {
        let page = client.authorize(&mut browser, &[&without[..], &lacking].concat()).await;
        assert_eq!(page.error(), "invalid_request", "{lacking:?}");
        assert_eq!(
            page.sent("error_description").as_deref(),
            Some(
                "code_challenge is required for this client, or a nonce with scope openid (RFC 7636 section 4.4.1, RFC 9700 section 2.1.1)"
            ),
            "{lacking:?}"
        );
    }
    // RFC 9700 §4.8.2: with a nonce, too, a verifier is taken only where there was a challenge.
    let stripped = client.code(&mut browser, &[&without[..], &[("nonce", "n-2")]].concat()).await;
    assert_eq!(client.redeem(&stripped).await.refusal(), "invalid_grant");
});

// RFC 9700 §4.8.2: a verifier is taken only where there was a challenge, and demanded where there was.
on_both_engines!(section_4_8_pkce_cannot_be_downgraded, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"require_pkce": false})).await;
    let mut browser = t.browser_of("ada").await;
    let without = client.code(&mut browser, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    assert_eq!(client.redeem(&without).await.refusal(), "invalid_grant");
    let form = |code| [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT_URI)];
    client.token(&form(&without)).await.ok();
    let with = client.code(&mut browser, &[]).await;
    assert_eq!(client.token(&form(&with)).await.refusal(), "invalid_grant");
    let page =
        client.authorize(&mut browser, &[("code_challenge", VERIFIER), ("code_challenge_method", "plain")]).await;
    assert_eq!(page.error(), "invalid_request");
});

// RFC 9700 §4.9.1: a counterfeit resource server learns a token that is of no use elsewhere.
on_both_engines!(section_4_9_a_token_is_for_one_audience, |t| {
    t.person("ada").await;
    let counterfeit = t.client("counterfeit", json!({})).await;
    t.resource_server("https://api.example/", TokenFormat::Opaque, &["read"], None).await;
    t.resource_server("https://counterfeit.example/", TokenFormat::Opaque, &["read"], Some("counterfeit")).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", "openid read"), ("resource", "https://api.example/")]).await;
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(counterfeit.introspect(tokens.access()).await, json!({"active": false}));
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
});

// RFC 9700 §4.11.2: no open redirector, neither by errors nor after sign-in or logout.
#[tokio::test]
async fn section_4_11_there_is_no_open_redirector() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let evil = "https%3A%2F%2Fevil.example%2F";
    for path in [
        format!("/authorize?client_id=web&redirect_uri={evil}&response_type=code&scope=openid"),
        format!("/authorize?client_id=web&redirect_uri={evil}&response_type=wrong&prompt=none"),
        format!("/logout?post_logout_redirect_uri={evil}"),
        format!("/logout?client_id=web&post_logout_redirect_uri={evil}"),
        format!("/login?return_to={evil}&next={evil}&redirect={evil}"),
        format!("/account?return_to={evil}"),
        "//evil.example/".to_owned(),
        "/\\evil.example/".to_owned(),
    ] {
        let page = browser.get(&t.url(&path)).await;
        assert_eq!(page.left_for, None, "{path}");
        assert!(!page.answer.body.contains("href=\"https://evil.example"), "{path}");
        assert!(!page.answer.body.contains("href=\"//evil.example"), "{path}");
    }
    // Whoever fixed a request so that it fails at once sends the person nowhere but to the client.
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/account"));
}

// RFC 9700 §4.12: 303, since 307 would hand the password form on to the client.
on_both_engines!(section_4_12_every_redirect_after_a_form_is_303, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let mut seen = page.statuses.clone();
    let page = browser.press(&page, "consent-allow").await;
    seen.extend(&page.statuses);
    let page = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    seen.extend(&page.statuses);
    let page = browser.press(&page, "account-other").await;
    seen.extend(&page.statuses);
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    seen.extend(&page.statuses);
    let page = browser.get(&t.url("/logout")).await;
    seen.extend(browser.press(&page, "logout-confirm").await.statuses);
    let redirects: Vec<u16> =
        seen.iter().map(StatusCode::as_u16).filter(|status| (300..400).contains(status)).collect();
    assert!(redirects.len() >= 5 && redirects.iter().all(|status| *status == 303), "{redirects:?}");
});

// RFC 9700 §4.14.2
on_both_engines!(section_4_14_a_stolen_refresh_token_is_found_out_whoever_uses_it_first, |t| {
    t.person("ada").await;
    let client = t.first_party("spa", json!({"token_endpoint_auth_method": "none"})).await;
    let mut browser = t.browser_of("ada").await;
    for thief_first in [true, false] {
        let stolen = client.tokens(&mut browser, "openid offline_access").await;
        let winner = client.refreshed(stolen.refresh()).await;
        t.clock.advance(60);
        // The other of the two comes second, and both lose.
        assert_eq!(client.refresh(stolen.refresh()).await.refusal(), "invalid_grant", "{thief_first}");
        assert_eq!(client.refresh(winner.refresh()).await.refusal(), "invalid_grant");
        assert_eq!(client.userinfo(winner.access()).await.status, 401);
    }
});

// RFC 9700 §4.15.1: a client must not be able to pass for a person.
#[tokio::test]
async fn section_4_15_a_client_does_not_pass_for_a_person() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    t.resource_server("https://api.example/", TokenFormat::Jwt, &["read"], None).await;
    // Somebody names a client like a person's subject.
    let client = t.client(&ada.sub, json!({"scope": "read", "allowed_resources": ["https://api.example/"]})).await;
    let form = [("grant_type", "client_credentials"), ("resource", t.issuer.as_str())];
    let answer = client.token(&form).await;
    if answer.status == 200 {
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        assert!(client.userinfo(&token).await.status.is_client_error());
    }
    // RFC 9068 §5: a token of a person carries when and how they signed in, a client's does not.
    let form = [("grant_type", "client_credentials"), ("resource", "https://api.example/")];
    let token = client.token(&form).await.ok().json()["access_token"].as_str().unwrap().to_owned();
    let claims = claims_of(&token).1;
    assert_eq!(
        (&claims["sub"], &claims["client_id"], claims.get("auth_time")),
        (&json!(ada.sub), &json!(ada.sub), None)
    );
}

// RFC 9700 §4.16
#[tokio::test]
async fn section_4_16_no_page_can_be_framed() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[]).await;
    let consent = browser.sign_in(&login, "ada", PASSWORD).await;
    let mut pages = vec![login, consent];
    for path in ["/", "/account", "/login", "/logout", "/setup", "/nowhere", "/authorize", "/consent"] {
        pages.push(browser.get(&t.url(path)).await);
    }
    pages.push(client.authorize(&mut browser, &[("prompt", "select_account")]).await);
    for page in pages {
        let policy = page.answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{} {policy}", page.url);
        assert_eq!(page.answer.header("x-frame-options"), Some("DENY"), "{}", page.url);
    }
}

// RFC 9700 §2.5 and RFC 6749 §10.2: a client that is not confidential cannot pass for one that is.
#[tokio::test]
async fn section_2_5_a_secret_cannot_be_left_out() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for (path, form) in [
        ("/token", vec![("grant_type", "refresh_token"), ("refresh_token", tokens.refresh()), ("client_id", "web")]),
        ("/revoke", vec![("token", tokens.refresh()), ("client_id", "web")]),
        ("/introspect", vec![("token", tokens.refresh()), ("client_id", "web")]),
    ] {
        assert_eq!(t.post(path, &form, &[]).await.refusal(), "invalid_client", "{path}");
        let empty = basic("web", "");
        let form: Vec<_> = form.into_iter().filter(|(name, _)| *name != "client_id").collect();
        assert_eq!(t.post(path, &form, &[("authorization", &empty)]).await.refusal(), "invalid_client", "{path}");
    }
    client.refresh(tokens.refresh()).await.ok();
}
