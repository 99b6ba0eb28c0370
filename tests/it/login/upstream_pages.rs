//! The pages of signing in by other providers, up to the provider's door.

use axum::http::StatusCode;
use serde_json::json;
use signet::{
    base::secret::Secret,
    domain::{
        kernel::{Feature, features},
        registry::upstreams::{self, NewUpstream, UpstreamChanges},
    },
    protocol::upstream::settings::UpstreamKind,
};

use super::{cancel::leads_back, mail_sign_in::sign_up::open};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines, upstream_edits};

/// A service that needs no metadata: what is said of it is all that is asked.
fn service(name: &str, label: &str, domains: &[&str]) -> NewUpstream {
    let at = |path: &str| format!("https://{name}.example/{path}");
    NewUpstream {
        name: name.to_owned(),
        preset: None,
        kind: Some(UpstreamKind::OAuth2),
        rest: UpstreamChanges {
            label: Some(label.to_owned()),
            client_id: Some("signet".to_owned()),
            secret: Some(Some(Secret::new("a secret between the two".to_owned()))),
            settings: upstream_edits(&[
                ("authorization_endpoint", &at("authorize")),
                ("token_endpoint", &at("token")),
                ("userinfo_endpoint", &at("me")),
            ]),
            domains: Some(domains.iter().map(ToString::to_string).collect()),
            ..UpstreamChanges::default()
        },
    }
}

/// An OpenID provider that needs none either.
fn provider(name: &str, label: &str, domains: &[&str]) -> NewUpstream {
    let service = service(name, label, domains);
    let at = format!("https://{name}.example");
    let own = upstream_edits(&[("issuer", &at), ("jwks_uri", &format!("{at}/keys"))]);
    let settings = service.rest.settings.iter().cloned().chain(own).collect();
    NewUpstream { kind: Some(UpstreamKind::Oidc), rest: UpstreamChanges { settings, ..service.rest }, ..service }
}

async fn on(t: &TestApp) {
    features::switch(&t.cx(), Feature::Upstreams, true).await.unwrap();
}

pub(super) async fn with(t: &TestApp, all: &[(&str, &str, &[&str])]) {
    on(t).await;
    for (name, label, domains) in all {
        upstreams::create(&t.cx(), service(name, label, domains)).await.unwrap();
    }
}

/// What stands on the buttons, in their order.
pub(super) fn buttons(page: &Page) -> Vec<String> {
    let forms = page.forms();
    let of_upstreams = forms.iter().find(|form| form.action.contains("/sign-in/upstream/"));
    of_upstreams.map(|form| form.buttons.iter().map(|one| one.text.clone()).collect()).unwrap_or_default()
}

pub(super) async fn opened(t: &TestApp, browser: &mut Browser<'_>) -> Page {
    browser.get(&t.url("/login")).await
}

on_both_engines!(the_sign_in_page_offers_providers_in_the_operators_order_and_a_press_leaves_for_one, |t| {
    let mut browser = t.browser();
    assert_eq!(buttons(&opened(&t, &mut browser).await), Vec::<String>::new());
    with(&t, &[("acme", "ACME", &[]), ("globex", "Globex <b>", &[])]).await;
    let page = opened(&t, &mut browser).await;
    assert_eq!(buttons(&page), ["Continue with ACME", "Continue with Globex <b>"]);
    assert!(!page.answer.body.contains("work-address"), "no domain is listed");
    let page = browser.press(&page, "upstream-globex").await;
    let left = page.left();
    assert_eq!((left.host_str(), left.path()), (Some("globex.example"), "/authorize"));
    assert_eq!(page.sent("redirect_uri").as_deref(), Some(t.url("/sign-in/upstream/globex/callback").as_str()));
    assert_eq!(*page.statuses.last().unwrap(), StatusCode::SEE_OTHER);
    upstreams::set_disabled(&t.cx(), "globex", true).await.unwrap();
    assert_eq!(buttons(&opened(&t, &mut browser).await), ["Continue with ACME"]);
    features::switch(&t.cx(), Feature::Upstreams, false).await.unwrap();
    assert_eq!(buttons(&opened(&t, &mut browser).await), Vec::<String>::new());
    assert_eq!(t.get("/sign-in/upstream").await.status, StatusCode::NOT_FOUND);
});

on_both_engines!(the_page_for_new_accounts_offers_the_same_providers, |config| { open(config) }, |t| {
    features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
    let app = t.first_party("app", json!({})).await;
    let mut browser = t.browser();
    let page = app.authorize(&mut browser, &[("prompt", "create")]).await;
    assert!(page.url.path() == "/sign-up" && page.has("sign-up-send"), "{}", page.text());
    assert_eq!(buttons(&page), Vec::<String>::new());
    with(&t, &[("acme", "ACME", &[]), ("globex", "Globex <b>", &[])]).await;
    let page = app.authorize(&mut browser, &[("prompt", "create")]).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    assert_eq!(buttons(&page), ["Continue with ACME", "Continue with Globex <b>"]);
    let journey = page.form_with("sign-up-send").field("interaction").expect("a journey").to_owned();
    assert_eq!(page.form_with("upstream-globex").field("interaction"), Some(journey.as_str()));
    let left = browser.press(&page, "upstream-globex").await;
    assert_eq!(left.left().host_str(), Some("globex.example"));
});

on_both_engines!(a_foreign_page_sends_nobody_to_a_provider, |t| {
    with(&t, &[("acme", "ACME", &[])]).await;
    let mut browser = t.browser();
    let page = opened(&t, &mut browser).await;
    let form = page.form_with("upstream-acme");
    let url = t.url("/sign-in/upstream/acme");
    let forged = browser.submit_from_elsewhere(&url, &form.fields).await;
    assert_eq!(forged.answer.status, StatusCode::BAD_REQUEST, "{}", forged.text());
    let guessed = browser.submit(&page, form.with("csrf", "guessed").press("upstream-acme")).await;
    assert_eq!(guessed.answer.status, StatusCode::FORBIDDEN, "{}", guessed.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 0);
});

on_both_engines!(a_button_of_a_provider_that_is_gone_says_so_with_a_way_back, |t| {
    with(&t, &[("acme", "ACME", &[])]).await;
    let mut browser = t.browser();
    let page = opened(&t, &mut browser).await;
    upstreams::set_disabled(&t.cx(), "acme", true).await.unwrap();
    let page = browser.press(&page, "upstream-acme").await;
    assert_eq!(page.answer.status, StatusCode::GONE);
    assert_eq!(page.heading(), "This way to sign in is not offered any more.");
    assert!(page.answer.body.contains(&format!("href=\"{}\"", t.url("/login"))));
});

on_both_engines!(a_work_address_leads_to_the_provider_of_its_domain, |t| {
    with(&t, &[("globex", "Globex", &["globex.example"])]).await;
    let acme = provider("acme", "ACME", &["acme.example", "bücher.example"]);
    upstreams::create(&t.cx(), acme).await.unwrap();
    let mut browser = t.browser();
    let page = opened(&t, &mut browser).await;
    assert!(page.answer.body.contains("id=\"work-address\""));
    let asks = browser.get(&t.url("/sign-in/upstream")).await;
    let typed = |page: &Page, email: &str| page.form_with("upstream-address-submit").with("email", email);
    let wrong = browser.submit(&asks, typed(&asks, "ada")).await;
    assert_eq!(wrong.answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("This is no e-mail address."), "{}", wrong.text());
    let unknown = browser.submit(&asks, typed(&asks, "ada@example.org")).await;
    assert!(unknown.text().contains("No sign-in is set up for example.org."), "{}", unknown.text());
    for email in ["Ada@ACME.example", " ada@Bücher.example "] {
        let left = browser.submit(&asks, typed(&asks, email)).await;
        assert_eq!(left.left().host_str(), Some("acme.example"), "{email}");
        assert_eq!(left.sent("login_hint").as_deref(), Some(email.trim()));
    }
    // OIDC Core §3.1.2.1: login_hint is OpenID's; RFC 6749 has none.
    let left = browser.submit(&asks, typed(&asks, "ada@globex.example")).await;
    assert_eq!((left.left().host_str(), left.sent("login_hint")), (Some("globex.example"), None));
});

on_both_engines!(cancel_leads_back_from_the_page_that_asks_for_a_work_address, |t| {
    with(&t, &[("globex", "Globex", &["globex.example"])]).await;
    let app = t.first_party("app", json!({})).await;
    let mut browser = t.browser();
    let page = app.authorize(&mut browser, &[]).await;
    let id = page.form_with("login-submit").field("interaction").expect("a journey").to_owned();
    let asks = browser.get(&t.url(&format!("/sign-in/upstream?interaction={id}"))).await;
    assert!(asks.has("upstream-address-submit"), "{}", asks.text());
    leads_back(&mut browser, &asks, "cancel").await;
});

on_both_engines!(the_provider_of_an_address_that_was_typed_or_hinted_at_comes_first, |t| {
    t.person("ada").await;
    with(&t, &[("globex", "Globex", &[]), ("acme", "ACME", &["acme.example"])]).await;
    let app = t.first_party("app", json!({})).await;
    let hinted = app.authorize(&mut t.browser(), &[("login_hint", "x@acme.example")]).await;
    assert_eq!(buttons(&hinted), ["Continue with ACME acme.example", "Continue with Globex"]);
    let mut browser = t.browser();
    let page = app.authorize(&mut browser, &[]).await;
    let wrong = browser.sign_in(&page, "somebody@acme.example", PASSWORD).await;
    assert_eq!(buttons(&wrong)[0], "Continue with ACME acme.example", "whether or not there is such an account");
});

on_both_engines!(idp_hint_goes_straight_to_a_provider_that_is_there, |t| {
    t.person("ada").await;
    with(&t, &[("acme", "ACME", &[])]).await;
    let app = t.first_party("app", json!({})).await;
    let straight = app.authorize(&mut t.browser(), &[("idp_hint", "acme")]).await;
    assert_eq!(straight.left().host_str(), Some("acme.example"));
    let unknown = app.authorize(&mut t.browser(), &[("idp_hint", "nobody")]).await;
    assert!(unknown.has("login-submit"), "{}", unknown.text());
    let silent = app.authorize(&mut t.browser(), &[("idp_hint", "acme"), ("prompt", "none")]).await;
    assert_eq!(silent.error(), "login_required");
    let signed_in = app.authorize(&mut t.browser_of("ada").await, &[("idp_hint", "acme")]).await;
    signed_in.code();
});

#[tokio::test]
async fn a_single_provider_is_gone_to_at_once_and_our_page_stands_all_the_same() {
    let t = TestApp::start(crate::support::Engine::sqlite(), |config| {
        config.login.single_upstream = Some("acme".to_owned());
    })
    .await;
    with(&t, &[("acme", "ACME", &[])]).await;
    let app = t.first_party("app", json!({})).await;
    let mut browser = t.browser();
    let straight = app.authorize(&mut browser, &[]).await;
    assert_eq!(straight.left().host_str(), Some("acme.example"));
    assert!(opened(&t, &mut browser).await.has("login-submit"));
    upstreams::set_disabled(&t.cx(), "acme", true).await.unwrap();
    assert!(app.authorize(&mut t.browser(), &[]).await.has("login-submit"));
}

// Two providers that sign people in at each other would pass somebody on for ever.
on_both_engines!(
    nobody_is_sent_straight_back_to_the_provider_that_sends_them,
    |config| { config.login.single_upstream = Some("acme".to_owned()) },
    |t| {
        on(&t).await;
        upstreams::create(&t.cx(), provider("acme", "ACME", &[])).await.unwrap();
        let back = "https://acme.example/sign-in/upstream/here/callback";
        let acme = t.first_party("acme", json!({"redirect_uris": [back]})).await;
        let app = t.first_party("app", json!({})).await;
        let mut browser = t.browser();
        opened(&t, &mut browser).await;
        for hint in ["", "acme"] {
            let silent = app.authorize(&mut browser, &[("prompt", "none"), ("idp_hint", hint)]).await;
            assert_eq!(
                (silent.left().path(), silent.sent("prompt").as_deref()),
                ("/authorize", Some("none")),
                "{hint}"
            );
            let told = [("redirect_uri", back), ("prompt", "none"), ("idp_hint", hint)];
            let told = acme.authorize(&mut browser, &told).await;
            assert_eq!(told.error(), "login_required", "{hint}");
            assert_eq!(
                told.sent("error_description").as_deref(),
                Some("nobody is signed in as the request demands (OIDC Core section 3.1.2.6)")
            );
            let straight = app.authorize(&mut browser, &[("idp_hint", hint)]).await;
            assert_eq!(straight.left().path(), "/authorize", "{hint}");
            let page = acme.authorize(&mut browser, &[("redirect_uri", back), ("idp_hint", hint)]).await;
            assert!(page.left_for.is_none() && page.has("login-submit"), "{hint}: {}", page.text());
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 4);
    }
);

// OAuth 2.0 Form Post Response Mode §2: without a cookie of ours, what comes is looked at one redirect later.
on_both_engines!(the_form_of_a_provider_comes_again_by_get_with_nothing_but_an_answer, |t| {
    with(&t, &[("acme", "ACME", &[])]).await;
    let callback = "/sign-in/upstream/acme/callback";
    let form =
        [("state", "s&x"), ("code", "c"), ("iss", "https://acme.example"), ("id_token", "a.b.c"), ("next", "//evil")];
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://acme.example")];
    let answer = t.post(callback, &form, &elsewhere).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let expected = t.url(&format!("{callback}?state=s%26x&code=c&iss=https%3A%2F%2Facme.example"));
    assert_eq!(answer.header("location"), Some(expected.as_str()));
    let long = "x".repeat(7000);
    let too_long = t.post(callback, &[("state", "s"), ("code", &long)], &elsewhere).await;
    let location = too_long.location().unwrap();
    assert!(location.path().ends_with("/sign-in/upstream-problem"), "{location}");
    let forged = t.get("/sign-in/upstream-problem?shown=anything").await;
    assert_eq!(forged.status, StatusCode::GONE);
});
