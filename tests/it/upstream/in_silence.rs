//! `prompt=none` where nobody is signed in here: the upstream is asked, and the app gets an answer whatever comes of it.

use serde_json::json;

use super::*;
use crate::support::{Instead, on_both_engines};

/// A person who is known at the upstream.
pub(super) async fn known(t: &TestApp, username: &str) {
    t.person(username).await;
    linked(t, username, "ada-there").await;
}

/// A browser that was here before, in which nobody is signed in.
async fn visited(t: &TestApp) -> Visitor<'_> {
    let mut browser = t.browser();
    browser.get(&t.url("/login")).await;
    browser
}

/// An app asks in silence, of the upstream that it names.
async fn asked(client: &TestClient<'_>, browser: &mut Visitor<'_>) -> Page {
    client.authorize(browser, &[("prompt", "none"), ("idp_hint", "up")]).await
}

/// The upstream answers so.
async fn back_with(t: &TestApp, browser: &mut Visitor<'_>, away: &Page, answer: &str) -> Page {
    let state = away.sent("state").expect("a state");
    browser.get(&t.url(&format!("/sign-in/upstream/up/callback?state={state}&{answer}"))).await
}

/// Whoever was sent there agrees and comes back.
pub(super) async fn comes_back(t: &TestApp, up: &StubUpstream, browser: &mut Visitor<'_>, away: &Page) -> Page {
    let code = up.code_for(away.left());
    back_with(t, browser, away, &format!("code={code}")).await
}

/// Whom an app asks for, who is signed in at the upstream.
async fn there_and_back(t: &TestApp, up: &StubUpstream, client: &TestClient<'_>, browser: &mut Visitor<'_>) -> Page {
    let away = asked(client, browser).await;
    comes_back(t, up, browser, &away).await
}

on_both_engines!(
    whoever_is_signed_in_at_the_upstream_is_signed_in_here_without_a_page,
    |config| { loopback(config) },
    |t| {
        let up = provider(&t, &[]).await;
        known(&t, "ada").await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = visited(&t).await;
        let away = asked(&client, &mut browser).await;
        assert!(away.left().as_str().starts_with(&format!("{}/auth?", up.issuer())), "{}", away.left());
        assert_eq!(away.sent("prompt").as_deref(), Some("none"));
        comes_back(&t, &up, &mut browser, &away).await.code();
        // The session that began is there for the next request, which asks nobody else.
        asked(&client, &mut browser).await.code();
        assert_eq!(up.hits("/token"), 1);
    }
);

// OIDC Core §3.1.2.6
on_both_engines!(what_the_upstream_answers_in_silence_the_app_is_told, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = visited(&t).await;
    let nobody = "nobody could be signed in in silence (OIDC Core section 3.1.2.6)";
    let down = "the upstream that knows the person cannot be asked now (RFC 6749 section 4.1.2.1)";
    for (answered, told, sentence) in [
        ("login_required", "login_required", "the upstream answers login_required (OIDC Core section 3.1.2.6)"),
        (
            "interaction_required",
            "interaction_required",
            "the upstream answers interaction_required (OIDC Core section 3.1.2.6)",
        ),
        ("consent_required", "consent_required", "the upstream answers consent_required (OIDC Core section 3.1.2.6)"),
        (
            "account_selection_required",
            "account_selection_required",
            "the upstream answers account_selection_required (OIDC Core section 3.1.2.6)",
        ),
        ("access_denied", "login_required", nobody),
        ("invalid_request", "login_required", nobody),
        ("server_error", "temporarily_unavailable", down),
    ] {
        let away = asked(&client, &mut browser).await;
        let page = back_with(&t, &mut browser, &away, &format!("error={answered}")).await;
        assert_eq!(page.error(), told, "{answered}");
        assert_eq!(page.sent("error_description").as_deref(), Some(sentence), "{answered}");
        assert_eq!(page.left().host_str(), Some("rp.example"), "{answered}");
    }
    assert_eq!(up.hits("/token"), 0);
    // One that is not reached at all.
    up.acts().instead.insert("/.well-known/openid-configuration", Instead::Answer(503, ""));
    t.clock.advance(2 * 86_400);
    let mut later = visited(&t).await;
    assert_eq!(asked(&client, &mut later).await.error(), "temporarily_unavailable");
});

on_both_engines!(in_silence_nobody_is_linked_and_no_account_is_made, |config| { open(config) }, |t| {
    let up = provider(&t, &[("email_trust", "verified")]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = "the upstream knows the person, who has to do something here first (OIDC Core section 3.1.2.6)";
    for email in ["ada@example.com", "new@example.com"] {
        up.acts().claims = json!({"email": email, "email_verified": true});
        let back = there_and_back(&t, &up, &client, &mut visited(&t).await).await;
        assert_eq!(back.error(), "interaction_required", "{email}");
        assert_eq!(back.sent("error_description").as_deref(), Some(first), "{email}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
});

on_both_engines!(whoever_is_not_let_in_in_silence_is_nobody, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    known(&t, "ada").await;
    t.disable("ada").await;
    let client = t.first_party("web", json!({})).await;
    let back = there_and_back(&t, &up, &client, &mut visited(&t).await).await;
    assert_eq!(back.error(), "login_required");
    // Nobody has the identity, and the operator makes the accounts.
    t.engine().execute("DELETE FROM identities").await;
    let back = there_and_back(&t, &up, &client, &mut visited(&t).await).await;
    assert_eq!(back.error(), "login_required");
});

on_both_engines!(silence_goes_where_the_browser_would_go_straight, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    let domains = UpstreamChanges { domains: Some(vec!["up.example".to_owned()]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", domains).await.unwrap();
    let client = t.first_party("web", json!({})).await;
    let mut browser = visited(&t).await;
    let plain = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(plain.error(), "login_required", "nothing says where");
    let hinted = client.authorize(&mut browser, &[("prompt", "none"), ("login_hint", "ada@up.example")]).await;
    assert_eq!(hinted.sent("login_hint").as_deref(), Some("ada@up.example"));
    assert!(hinted.left().as_str().starts_with(&up.issuer()));
    // In a frame neither our cookie nor the upstream's is there: it is answered at once.
    let url = Url::parse(&client.authorize_url(&[("prompt", "none"), ("idp_hint", "up")])).unwrap();
    let path = format!("{}?{}", url.path(), url.query().unwrap());
    for (dest, leaves) in [("iframe", false), ("document", true)] {
        let answer = t.get_with(&path, &[("sec-fetch-dest", dest)]).await;
        let location = answer.location().expect("a redirect");
        assert_eq!(location.as_str().starts_with(&up.issuer()), leaves, "{dest}: {location}");
        assert_eq!(location.query().unwrap().contains("error=login_required"), !leaves, "{dest}: {location}");
    }
    let stranger = asked(&client, &mut t.browser()).await;
    assert_eq!(stranger.error(), "login_required", "it does not say that it is in no frame");
    let off = UpstreamChanges { settings: edits(&[("passes_prompt_none", "false")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", off).await.unwrap();
    assert_eq!(asked(&client, &mut browser).await.error(), "login_required");
});

#[tokio::test]
async fn the_single_upstream_is_asked_in_silence_too() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        loopback(config);
        config.login.single_upstream = Some("up".to_owned());
    })
    .await;
    let up = provider(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = visited(&t).await;
    let away = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(away.sent("prompt").as_deref(), Some("none"));
    assert!(away.left().as_str().starts_with(&up.issuer()));
}

// RFC 8252 §8.6: an upstream that knows the person answers for any program on their device.
on_both_engines!(
    another_program_on_the_device_gets_no_code_by_a_sign_in_that_nobody_saw,
    |config| { loopback(config) },
    |t| {
        let up = provider(&t, &[]).await;
        known(&t, "ada").await;
        let metadata = json!({"token_endpoint_auth_method": "none", "redirect_uris": ["http://127.0.0.1/cb"]});
        let client = t.first_party("mail", metadata).await;
        let listens = ("redirect_uri", "http://127.0.0.1:50000/cb");
        let mut browser = visited(&t).await;
        let away = client.authorize(&mut browser, &[listens, ("prompt", "none"), ("idp_hint", "up")]).await;
        let told = comes_back(&t, &up, &mut browser, &away).await;
        assert_eq!(told.error(), "interaction_required");
        assert_eq!(
            told.sent("error_description").as_deref(),
            Some(
                "a public client at a loopback or private-use address is not answered without the person's doing \
             (RFC 8252 section 8.6, OIDC Core section 3.1.2.6)"
            )
        );
        // With a page allowed, one is seen.
        let mut browser = visited(&t).await;
        let away = client.authorize(&mut browser, &[listens, ("idp_hint", "up")]).await;
        let page = comes_back(&t, &up, &mut browser, &away).await;
        assert!(page.left_for.is_none() && page.text().contains("Continue to Example app?"), "{}", page.text());
        browser.press(&page, "consent-allow").await.code();
    }
);

on_both_engines!(
    a_client_that_registered_itself_does_not_learn_who_is_signed_in_elsewhere,
    |config| { loopback(config) },
    |t| {
        let up = provider(&t, &[]).await;
        let client = t.client("stranger", json!({})).await;
        let mut browser = visited(&t).await;
        assert!(asked(&client, &mut browser).await.left().as_str().starts_with(&up.issuer()));
        t.engine().execute("UPDATE clients SET source = 'dynamic' WHERE id = 'stranger'").await;
        t.app.caches.forget_clients();
        let told = asked(&client, &mut browser).await;
        assert_eq!(told.error(), "login_required");
        assert_eq!(
            told.sent("error_description").as_deref(),
            Some("nobody is signed in as the request demands (OIDC Core section 3.1.2.6)")
        );
    }
);
