//! What an app asks of us is asked of the upstream, as far as that knows the word; and what comes of it is decided by all
//! that somebody has proven.

use serde_json::{Value, json};

use super::{
    in_silence::{comes_back, known},
    *,
};
use crate::{
    login::factors::{app_of_ada, enter},
    support::{PASSWORD, claims_of, on_both_engines},
};

const MULTI: &str = "urn:signet:acr:multi-factor";

/// What the metadata say of a provider at which people choose an account.
fn with_accounts() -> Value {
    json!({"prompt_values_supported": ["none", "login", "select_account"]})
}

/// Which `acr` the app is told.
async fn acr_told(client: &TestClient<'_>, page: &Page) -> Value {
    let tokens = client.redeem(&page.code()).await.ok().json();
    claims_of(tokens["id_token"].as_str().expect("an ID token")).1["acr"].clone()
}

fn essential() -> String {
    json!({"id_token": {"acr": {"essential": true, "value": MULTI}}}).to_string()
}

// OIDC Core §3.1.2.1
on_both_engines!(what_an_app_asks_is_asked_of_the_upstream_in_its_words, |config| { loopback(config) }, |t| {
    let names = ("acr_names.urn:signet:acr:multi-factor", "urn:there:two");
    let up = provider(&t, &[("trusts_factors", "true"), names]).await;
    up.acts().metadata = with_accounts();
    let client = t.first_party("app", json!({})).await;
    let essential = essential();
    let voluntary = format!("other {MULTI}");
    let nothing: &[(&str, &str)] = &[];
    for (params, prompt, max_age, acr_values) in [
        (nothing, None, None, None),
        (&[("prompt", "login")], Some("login"), Some("0"), None),
        (&[("max_age", "60")], None, Some("60"), None),
        (&[("prompt", "select_account")], Some("select_account"), None, None),
        // Agreeing is a matter between the person and us.
        (&[("prompt", "consent")], None, None, None),
        (&[("acr_values", voluntary.as_str())], None, None, Some("other urn:there:two")),
        (&[("claims", essential.as_str())], None, None, Some("urn:there:two")),
        (
            &[("claims", essential.as_str()), ("acr_values", voluntary.as_str())],
            None,
            None,
            Some("urn:there:two other"),
        ),
    ] {
        let left = leaves(&client, &mut t.browser(), params).await;
        for (name, expected) in [("prompt", prompt), ("max_age", max_age), ("acr_values", acr_values)] {
            assert_eq!(left.sent(name).as_deref(), expected, "{name} of {params:?}");
        }
    }
    // Of one whose factors are not believed no strength is asked, and nobody who chose another account here meets the
    // one that is signed in there.
    let off = UpstreamChanges { settings: edits(&[("trusts_factors", "false")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", off).await.unwrap();
    let left = leaves(&client, &mut t.browser(), &[("claims", &essential)]).await;
    assert_eq!(left.sent("acr_values"), None);
    t.person("ada").await;
    t.person("eve").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "eve", PASSWORD).await;
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.press(&page, "account-other").await;
    let left = browser.press(&page, "upstream-up").await;
    assert_eq!(left.sent("prompt").as_deref(), Some("select_account"));
});

// Entra and Okta answer amr, and no acr of our names.
on_both_engines!(an_acr_that_the_upstream_does_not_name_locks_nobody_out, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[("trusts_factors", "true")]).await;
    known(&t, "ada").await;
    let client = t.first_party("app", json!({})).await;
    let essential = essential();
    for claims in [json!({"amr": ["pwd", "mfa"]}), json!({"amr": ["mfa"], "acr": "1"}), json!({"acr": MULTI})] {
        up.acts().claims = claims.clone();
        let mut browser = t.browser();
        let left = leaves(&client, &mut browser, &[("claims", &essential)]).await;
        assert_eq!(left.sent("acr_values").as_deref(), Some(MULTI));
        let page = comes_back(&t, &up, &mut browser, &left).await;
        assert_eq!(acr_told(&client, &page).await, MULTI, "{claims}");
    }
    // Where it tells no second factor, hers is asked for on top.
    let phone = app_of_ada(&t).await;
    up.set_now(t.now());
    for claims in [json!({}), json!({"amr": ["pwd"], "acr": "0"})] {
        up.acts().claims = claims.clone();
        let mut browser = t.browser();
        let left = leaves(&client, &mut browser, &[("claims", &essential)]).await;
        let page = comes_back(&t, &up, &mut browser, &left).await;
        assert_eq!(page.url.path(), "/factor", "{claims}: {}", page.text());
        let page = enter(&mut browser, &page, &phone.code(t.now())).await;
        assert_eq!(acr_told(&client, &page).await, MULTI, "{claims}");
        t.clock.advance(30);
        up.set_now(t.now());
    }
});

on_both_engines!(whoever_connects_an_account_chooses_it_there, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    up.acts().metadata = with_accounts();
    known(&t, "bob").await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let connects = async |browser: &mut Visitor<'_>| {
        let page = browser.get(&t.url("/account/security/identity")).await;
        browser.press(&page, "connect-up").await
    };
    let left = connects(&mut browser).await;
    assert_eq!(
        left.sent("prompt").as_deref(),
        Some("select_account"),
        "it may be somebody else who is signed in there"
    );
    let page = comes_back(&t, &up, &mut browser, &left).await;
    assert_eq!(page.heading(), "This account of Up is connected to somebody else.");
    // "Choose another one there": she does.
    let left = connects(&mut browser).await;
    assert_eq!(left.sent("prompt").as_deref(), Some("select_account"));
    up.acts().claims = json!({"sub": "ada-herself"});
    up.acts().userinfo = json!({"sub": "ada-herself", "name": "Ada There"});
    let page = comes_back(&t, &up, &mut browser, &left).await;
    assert!(page.text().contains("The account is connected."), "{}", page.text());
});

on_both_engines!(
    whom_the_first_account_there_brought_nowhere_chooses_another_one,
    |config| { loopback(config) },
    |t| {
        let rules = r#"[{"when": "left", "is": "true", "then": "refuse"}]"#;
        let up = provider(&t, &[("rules", rules)]).await;
        up.acts().metadata = with_accounts();
        known(&t, "ada").await;
        let client = t.first_party("app", json!({})).await;
        let mut browser = t.browser();
        let left = leaves(&client, &mut browser, &[]).await;
        assert_eq!(left.sent("prompt"), None);
        up.acts().claims = json!({"left": true});
        let page = comes_back(&t, &up, &mut browser, &left).await;
        assert_eq!(page.heading(), "This account of Up cannot be used here.");
        // By the button, by the app's word straight from it, and in another browser as ever.
        let straight = client.authorize(&mut browser, &[("idp_hint", "up")]).await;
        assert_eq!(straight.sent("prompt").as_deref(), Some("select_account"));
        assert_eq!(leaves(&client, &mut t.browser(), &[]).await.sent("prompt"), None);
        let left = leaves(&client, &mut browser, &[]).await;
        assert_eq!(left.sent("prompt").as_deref(), Some("select_account"));
        up.acts().claims = json!({});
        comes_back(&t, &up, &mut browser, &left).await.code();
        // Whoever has got in is not asked again.
        let kept = browser.cookies.iter().find(|(name, _)| name.contains("signet_other_account_"));
        assert_eq!(kept.map(|(_, value)| value.as_str()), Some(""));
    }
);
