//! The authorization endpoint (RFC 6749 §3.1 and §4.1, OIDC Core §3.1.2, RFC 9207, OAuth 2.0 Multiple
//! Response Types §2.1, Form Post Response Mode).

use serde_json::json;

use crate::support::{PASSWORD, TestApp, on_both_engines};

// RFC 9207 §2, RFC 6749 §4.1.2
on_both_engines!(the_answer_carries_what_the_specifications_name_and_nothing_else, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[]).await;
    let names: Vec<String> = page.left().query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["code", "session_state", "state", "iss"]);
    assert_eq!(page.sent("state").as_deref(), Some("af0ifjsldkj"));
    assert_eq!(page.sent("iss").as_deref(), Some("http://localhost:8080"));
    assert_eq!(page.left().fragment(), None);
});

#[tokio::test]
async fn without_state_none_is_sent_back() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("state", "")]).await;
    assert_eq!((page.sent("state"), page.code().len()), (None, 43));
}

#[tokio::test]
async fn long_values_come_back_as_they_were() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let long = "a+ %&=/\u{00e9}\u{1f600}\"<>".repeat(60);
    let page = client.authorize(&mut browser, &[("state", &long)]).await;
    assert_eq!(page.sent("state").as_deref(), Some(long.as_str()));
}

// OAuth 2.0 Multiple Response Types §2.1
#[tokio::test]
async fn response_mode_fragment_answers_in_the_fragment_errors_included() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    for (changes, first) in [
        (&[("response_mode", "fragment")][..], "code="),
        (&[("response_mode", "fragment"), ("prompt", "none"), ("max_age", "0")], "error=login_required&"),
    ] {
        let page = client.authorize(&mut browser, changes).await;
        let left = page.left();
        assert_eq!(left.query(), None);
        assert!(left.fragment().is_some_and(|fragment| fragment.starts_with(first)), "{left}");
    }
}

// The page that carries an answer says to whom, in the language of the request, and claims nothing else.
on_both_engines!(the_form_that_posts_an_answer_is_in_the_language_of_the_request, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({"client_name": "Orbit"})).await;
    let asked = [("response_mode", "form_post"), ("ui_locales", "de")];
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &asked).await;
    let consent = browser.sign_in(&page, "ada", PASSWORD).await;
    let denied = browser.press(&consent, "consent-deny").await;
    let page = client.authorize(&mut browser, &asked).await;
    let allowed = browser.press(&page, "consent-allow").await;
    let quiet = client.authorize(&mut t.browser(), &[&asked[..], &[("prompt", "none")]].concat()).await;
    let mut other = t.browser();
    let page = client.authorize(&mut other, &asked).await;
    let cancelled = other.press(&page, "cancel").await;
    for page in [denied, allowed, quiet, cancelled] {
        assert_eq!(page.heading(), "Zurück zu Orbit");
        assert!(!page.text().contains("angemeldet"), "{}", page.text());
    }
});

// OAuth 2.0 Form Post Response Mode §2
#[tokio::test]
async fn response_mode_form_post_answers_with_a_form_for_the_client() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("response_mode", "form_post")]).await;
    assert_eq!(page.answer.status, 200);
    let form = page.forms().remove(0);
    assert_eq!((form.method.as_str(), form.action.as_str()), ("post", "https://rp.example/cb"));
    let names: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "session_state", "state", "iss"]);
    client.redeem(form.field("code").unwrap()).await.ok();
    // The page is only for this person, once.
    assert_eq!(page.answer.header("cache-control"), Some("no-store"));
    // Its policy lets the form go to the client, and a script from our own files send it.
    let policy = page.answer.header("content-security-policy").unwrap();
    assert!(!policy.contains("unsafe-inline"), "{policy}");

    let page = client.authorize(&mut browser, &[("response_mode", "form_post"), ("response_type", "token")]).await;
    let form = page.forms().remove(0);
    assert_eq!(form.field("error"), Some("unsupported_response_type"));
    assert_eq!(form.field("state"), Some("af0ifjsldkj"));
}

// RFC 6749 §3.1.2: the query component of a registered URI is retained.
#[tokio::test]
async fn the_query_of_a_registered_address_is_kept() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let uri = "https://rp.example/cb?tenant=7&x=";
    let client = t.first_party("web", json!({"redirect_uris": [uri]})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("redirect_uri", uri)]).await;
    assert!(page.left().as_str().starts_with("https://rp.example/cb?tenant=7&x=&code="), "{}", page.left());
}

// OIDC Core §3.1.2.1: both methods MUST be supported.
on_both_engines!(a_request_may_be_posted_by_a_page_of_the_client, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = browser.submit_from_elsewhere(&t.url("/authorize"), &client.authorize_params(&[])).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let page = browser.press(&page, "consent-allow").await;
    client.redeem(&page.code()).await.ok();
    // The session is found although a form of another site does not bring its cookie.
    let page =
        browser.submit_from_elsewhere(&t.url("/authorize"), &client.authorize_params(&[("prompt", "none")])).await;
    page.code();
});

// What does not fit into an address comes again from a page of ours: to take the browser for a new one
// would cost the person every session here, and any site could do it.
on_both_engines!(a_long_request_that_another_site_posts_finds_the_session_too, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let cookie = browser.cookie();
    let long = "\"><x".repeat(1500);
    let asked = client.authorize_params(&[("state", long.as_str()), ("ui_locales", "de")]);
    let again = browser.submit_from_elsewhere(&t.url("/authorize"), &asked).await;
    assert_eq!((again.answer.status.as_u16(), again.heading().as_str()), (200, "Einen Augenblick"));
    assert_eq!(browser.cookie(), cookie, "nothing was put in its place");
    let page = browser.press(&again, "Weiter").await;
    let page = browser.press(&page, "consent-allow").await;
    assert_eq!(page.sent("state").as_deref(), Some(long.as_str()));
    client.redeem(&page.code()).await.ok();
    // A page in a sandbox sends its form as another site's for ever.
    let stuck = browser.submit_from_elsewhere(&t.url("/authorize"), &again.forms()[0].fields).await;
    assert_eq!((stuck.answer.status.as_u16(), stuck.heading().as_str()), (400, "Your browser did not send our cookie"));
    // A browser that is new after all signs in.
    let mut fresh = t.browser();
    let again = fresh.submit_from_elsewhere(&t.url("/authorize"), &asked).await;
    let page = fresh.press(&again, "Weiter").await;
    assert!(page.has("login-submit"), "{}", page.text());
});

// OIDC Core §3.1.2.1: unknown parameters are ignored.
#[tokio::test]
async fn unknown_parameters_and_scopes_are_ignored() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("extra", "foobar"), ("scope", "openid unheard_of email")]).await;
    assert_eq!(client.redeem(&code).await.ok().json()["scope"], "openid email");
    client
        .code(&mut browser, &[("acr_values", "urn:unheard:of"), ("claims_locales", "se"), ("display", "popup")])
        .await;
}

// RFC 6749 §3.1: parameters sent without a value are treated as if they were omitted.
#[tokio::test]
async fn empty_parameters_count_as_omitted() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let url = format!("{}&prompt=&max_age=&response_mode=&request=&login_hint=", client.authorize_url(&[]));
    browser.get(&url).await.code();
    let page = browser
        .get(&client.authorize_url(&[("response_type", "")]).replace("authorize?", "authorize?response_type=&"))
        .await;
    assert_eq!(page.error(), "invalid_request");
}

// RFC 6749 §3.1: request parameters MUST NOT be included more than once.
#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    for name in ["scope", "response_type", "nonce", "state", "code_challenge", "prompt", "unheard_of"] {
        let page = browser.get(&format!("{}&{name}=x&{name}=x", client.authorize_url(&[]))).await;
        assert_eq!(page.error(), "invalid_request", "{name}");
        assert!(page.sent("error_description").unwrap().contains("more than once (RFC 6749 section 3.1)"));
    }
    // Without a single client_id or redirect_uri there is no proven address.
    for name in ["client_id", "redirect_uri"] {
        let page = browser.get(&format!("{}&{name}=x", client.authorize_url(&[]))).await;
        page.refused_here();
    }
}

// RFC 6749 §4.1.2.1
#[tokio::test]
async fn each_broken_rule_is_told_to_the_client_with_its_registered_code() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({"scope": "openid email"})).await;
    let machine = t.client("machine", json!({"grant_types": ["client_credentials"], "response_types": []})).await;
    let mut browser = t.browser();
    for (changes, code) in [
        (&[("response_type", "")][..], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "code id_token")], "unauthorized_client"),
        (&[("response_type", "id_token token")], "unauthorized_client"),
        (&[("response_type", "none")], "unauthorized_client"),
        (&[("claims", "[]")], "invalid_request"),
        (&[("response_mode", "pigeon")], "invalid_request"),
        // RFC 6749 §3.3: without a default, an omitted scope is an invalid one.
        (&[("scope", "")], "invalid_scope"),
        // OIDC Core §3.1.2.1: the rest would be left out, and here there is none.
        (&[("scope", "profile unheard-of")], "invalid_scope"),
        (&[("scope", "openid \u{e9}")], "invalid_scope"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "sing")], "invalid_request"),
        // Initiating User Registration §4: until sign-up exists, it is not known here.
        (&[("prompt", "create")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "1.5")], "invalid_request"),
        (&[("request", "eyJhbGciOiJub25lIn0.e30.")], "invalid_request_object"),
        (&[("request", "nonsense")], "invalid_request_object"),
        (&[("request_uri", "https://rp.example/request")], "invalid_request_uri"),
        (&[("registration", "{}")], "registration_not_supported"),
        (&[("resource", "not a URI")], "invalid_target"),
        (&[("resource", "https://nobody.example/")], "invalid_target"),
        (&[("id_token_hint", "nonsense")], "invalid_request"),
    ] {
        let page = client.authorize(&mut browser, changes).await;
        // The mode that a front-channel response type would have used (Multiple Response Types §5).
        if changes[0].1.contains("token") && changes[0].0 == "response_type" {
            assert_eq!(page.fragment()["error"], code);
            continue;
        }
        assert_eq!(page.error(), code, "{changes:?}");
        assert_eq!(page.sent("state").as_deref(), Some("af0ifjsldkj"));
        assert_eq!(page.sent("iss").as_deref(), Some(t.issuer.as_str()));
    }
    let page = machine.authorize(&mut browser, &[]).await;
    assert_eq!(page.error(), "unauthorized_client");
}

// RFC 6749 §4.1.2.1: MUST NOT automatically redirect to an invalid redirection URI.
#[tokio::test]
async fn an_error_never_redirects_to_an_unproven_address() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({"client_uri": "https://rp.example/home"})).await;
    let mut browser = t.browser();
    for changes in [
        &[("client_id", "nobody")][..],
        &[("client_id", "")],
        &[("redirect_uri", "")],
        &[("redirect_uri", "https://evil.example/cb")],
        &[("redirect_uri", "https://rp.example/cb/")],
        &[("redirect_uri", "https://rp.example/cb?x=1")],
        &[("redirect_uri", "https://rp.example/cb#x")],
        &[("redirect_uri", "https://rp.example/CB")],
        &[("redirect_uri", "https://rp.example/cb/../cb")],
        &[("redirect_uri", "https://rp.example@evil.example/cb")],
        &[("redirect_uri", "http://rp.example/cb")],
        &[("redirect_uri", "javascript:alert(1)")],
        // A second error does not make it an answer.
        &[("redirect_uri", "https://evil.example/cb"), ("prompt", "none")],
        &[("redirect_uri", "https://evil.example/cb"), ("response_type", "token"), ("response_mode", "form_post")],
    ] {
        let page = client.authorize(&mut browser, changes).await;
        page.refused_here();
        // Its developer sees what was received: as text, isolated, and nowhere else.
        let (before, rest) =
            page.answer.body.split_once("<dt>received</dt><dd><bdi>").unwrap_or((&page.answer.body, ""));
        let after = rest.split_once("</bdi>").map_or("", |(_, after)| after);
        assert!(!before.contains("evil.example") && !after.contains("evil.example"), "input was echoed");
        assert!(page.forms().is_empty());
    }
    let page = browser.get(&t.url("/authorize?client_id=%ff")).await;
    page.refused_here();
    let page = browser.get(&t.url("/authorize?client_id=%00")).await;
    page.refused_here();
}

#[tokio::test]
async fn a_disabled_client_is_unknown() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    client.set_disabled(true).await;
    client.authorize(&mut t.browser(), &[]).await.refused_here();
    client.set_disabled(false).await;
    assert!(client.authorize(&mut t.browser(), &[]).await.has("login-submit"));
}

// RFC 6749 §3.1.2.3: with one registered address it may be left out, except in OpenID requests.
#[tokio::test]
async fn a_plain_oauth_request_may_leave_the_only_address_out() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    t.resource_server("https://api.example/", signet::protocol::resource::TokenFormat::Jwt, &["read"], None).await;
    let client = t.first_party("web", json!({})).await;
    let changes = &[("redirect_uri", ""), ("scope", "read"), ("resource", "https://api.example/")];
    let code = client.authorize(&mut t.browser_of("ada").await, changes).await.code();
    let form = [("grant_type", "authorization_code"), ("code", &code), ("code_verifier", crate::support::VERIFIER)];
    let tokens = client.token(&form).await.ok().json();
    assert_eq!((&tokens["scope"], tokens.get("id_token")), (&json!("read"), None));
}

// The developer compares what was received with what was registered; nobody else's secret stands there.
#[tokio::test]
async fn an_address_that_is_not_registered_is_shown_to_the_developer() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let shown = async |browser: &mut crate::support::Browser<'_>, address: &str| {
        let page = client.authorize(browser, &[("redirect_uri", address)]).await;
        page.refused_here();
        page.answer.body
    };
    let body = shown(&mut browser, "https://rp.example/cb/").await;
    assert!(body.contains("<dt>received</dt><dd><bdi>https://rp.example/cb/</bdi></dd>"), "{body}");
    let body = shown(&mut browser, "https://rp.example/cb?code=S3CRET&x=<script>").await;
    assert!(body.contains("https://rp.example/cb?code=…&#38;x=&#60;script&#62;</bdi>"), "{body}");
    let body = shown(&mut browser, &format!("https://rp.example/{}", "x".repeat(5000))).await;
    assert!(body.contains("x…</bdi>") && !body.contains(&"x".repeat(301)));
    // The same for a client_id that nobody has.
    for (id, expected) in [
        ("cli_typo", "cli_typo</bdi>".to_owned()),
        ("web%0A%1B%5B2J%3C", "web\\u{a}\\u{1b}[2J&#60;</bdi>".to_owned()),
        (&"y".repeat(5000), format!("{}…</bdi>", "y".repeat(300))),
    ] {
        let page = browser.get(&t.url(&format!("/authorize?response_type=code&client_id={id}"))).await;
        page.refused_here();
        let body = &page.answer.body;
        assert!(body.contains(&format!("<dt>received</dt><dd><bdi>{expected}")), "{id}: {body}");
    }
}
