//! Errors say what was not found, and none of their pages is a dead end.

use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::json;
use signet::domain::{
    installation::demo,
    kernel::{Feature, features},
};

use crate::support::{Browser, Engine, PASSWORD, Page, TestApp, on_both_engines};

/// What the developer is told under this name.
#[track_caller]
fn detail_of(page: &Page, name: &str) -> String {
    let (_, rest) = page.answer.body.split_once(&format!("<dt>{name}</dt><dd>")).unwrap_or_else(|| panic!("no {name}"));
    let value = rest.split("</dd>").next().unwrap_or_default();
    value.trim_start_matches("<bdi>").trim_end_matches("</bdi>").to_owned()
}

/// Demands what every error page has: the brand, the other languages, the way to one's account.
#[track_caller]
fn assert_no_dead_end(page: &Page) {
    let body = &page.answer.body;
    assert!(page.answer.status.is_client_error(), "{} {}", page.url, page.answer.status);
    assert!(body.contains("class=\"home\"") && page.text().contains("Signet"), "no brand: {}", page.text());
    for language in ["hreflang=\"de\"", "hreflang=\"ar\""] {
        assert!(body.contains(language), "{}: {language}", page.heading());
    }
    assert!(body.contains("/account\""), "{}: no way to the account", page.heading());
}

on_both_engines!(a_session_that_is_gone_is_called_that, |t| {
    t.person("ada").await;
    t.browser_of("ada").await;
    t.clock.advance(60);
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account")).await;
    let form = page.form_with("end-session-2").press("end-session-2");
    browser.submit(&page, form.clone()).await;
    // What was ended long ago is forgotten.
    t.clock.advance(10);
    let forgotten = format!("{}0000", &form.field("session").unwrap()[..26]);
    let again = browser.submit(&page, form.with("session", &forgotten)).await;
    assert_eq!((again.answer.status.as_u16(), again.heading().as_str()), (404, "That browser is signed out already"));
    assert_no_dead_end(&again);
    assert!(browser.get(&again.in_language("de")).await.url.path().ends_with("/account"));
    // The browser shows the form's address: opened by GET, it leads to the page.
    assert!(browser.get(again.url.as_str()).await.url.path().ends_with("/account"));
});

/// A browser in which two people are signed in.
async fn browser_of_two(t: &TestApp) -> Browser<'_> {
    t.person("ada").await;
    t.person("bob").await;
    let mut browser = t.browser_of("ada").await;
    let login = browser.get(&t.url("/login")).await;
    browser.sign_in(&login, "bob", PASSWORD).await;
    browser
}

on_both_engines!(an_account_that_was_signed_out_elsewhere_is_called_that_and_the_sign_in_goes_on, |t| {
    let client = t.client("web", json!({})).await;
    let mut browser = browser_of_two(&t).await;
    let chooser = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    let form = chooser.form_with("account-other");
    let mine = chooser.answer.body.split("value=\"ses_").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let form = form.with("account", &format!("ses_{mine}"));
    // Both accounts are signed out on another device meanwhile.
    let mut elsewhere = t.browser_of("ada").await;
    let account = elsewhere.get(&t.url("/account")).await;
    elsewhere.press(&account, "sign-out-everywhere").await;
    let mut elsewhere = t.browser_of("bob").await;
    let account = elsewhere.get(&t.url("/account")).await;
    elsewhere.press(&account, "sign-out-everywhere").await;
    let gone = browser.submit(&chooser, form).await;
    assert_eq!(gone.heading(), "This account is no longer signed in here");
    assert_no_dead_end(&gone);
    // "Go on" asks for the sign-in that is left to do.
    let onward = gone.answer.body.split("<a class=\"button\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let page = browser.get(onward.unwrap()).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    browser.press(&page, "consent-allow").await.code();
});

on_both_engines!(every_stopped_sign_in_says_why_and_leads_on, |t| {
    t.person("ada").await;
    let links = json!({"client_uri": "https://rp.example/", "client_name": "Tea"});
    let client = t.client("web", links).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[]).await;
    let consent = browser.sign_in(&login, "ada", PASSWORD).await;
    let mut known = t.browser_of("ada").await;
    let elsewhere = known.get(consent.url.as_str()).await;
    assert_eq!(elsewhere.heading(), "This sign-in was begun in another browser");
    let new = t.browser().get(consent.url.as_str()).await;
    assert_eq!(new.heading(), "This browser does not know this sign-in");
    assert!(new.text().contains("another browser") && new.text().contains("cookies"), "{}", new.text());
    browser.press(&consent, "consent-allow").await.code();
    let finished = browser.get(consent.url.as_str()).await;
    assert_eq!(finished.heading(), "The sign-in for Tea has been answered");
    let open = client.authorize(&mut browser, &[("prompt", "login")]).await;
    t.clock.advance(3600);
    let expired = browser.get(open.url.as_str()).await;
    assert_eq!(expired.heading(), "The sign-in for Tea is no longer open");
    for page in [elsewhere, new, finished, expired] {
        assert_no_dead_end(&page);
        assert!(page.answer.body.contains("href=\"https://rp.example/\""), "{}", page.heading());
        let german = browser.get(&page.in_language("de")).await;
        assert!(german.answer.body.contains("<html lang=\"de\""), "{}", page.heading());
    }
});

// OIDC Core §4: where the client says that its sign-ins begin, before its home page.
#[tokio::test]
async fn the_way_back_is_where_the_client_begins_a_sign_in_and_never_an_unproven_address() {
    let t = TestApp::sqlite().await;
    let links = json!({"client_uri": "https://rp.example/", "initiate_login_uri": "https://rp.example/start"});
    let client = t.client("web", links).await;
    let counted = PrometheusBuilder::new().build_recorder();
    let _counting = metrics::set_default_local_recorder(&counted);
    let refusals = || -> Vec<String> {
        let lines = counted.handle().render();
        lines.lines().filter(|line| line.starts_with("signet_refusals_total{")).map(str::to_owned).collect()
    };
    let mut browser = t.browser();
    let open = client.authorize(&mut browser, &[]).await;
    t.clock.advance(3600);
    let expired = browser.get(open.url.as_str()).await;
    assert!(expired.answer.body.contains("href=\"https://rp.example/start?iss="), "{}", expired.answer.body);
    assert!(expired.text().contains("Start again at Example app"), "{}", expired.text());
    let bad = client.authorize(&mut browser, &[("redirect_uri", "https://evil.example/cb")]).await;
    assert_eq!(bad.heading(), "Example app sent an address that we do not know");
    assert!(!bad.answer.body.contains("href=\"https://evil.example"), "{}", bad.answer.body);
    assert_no_dead_end(&bad);
    let once = refusals();
    assert!(once.len() == 1 && once[0].ends_with(" 1"), "{once:?}");
    let german = browser.get(&bad.in_language("de")).await;
    assert_eq!(german.heading(), "Example app hat eine Adresse geschickt, die wir nicht kennen");
    // The same page: of what was received, with the id under which the log has it, and counted once.
    assert_eq!(detail_of(&bad, "rule"), "redirect_uri is not registered for this client (OIDC Core section 3.1.2.1)");
    assert_eq!(detail_of(&bad, "received"), "https://evil.example/cb");
    assert!(detail_of(&bad, "request id").starts_with("req_"), "{}", bad.text());
    for name in ["error", "rule", "client_id", "received", "request id"] {
        assert_eq!(detail_of(&german, name), detail_of(&bad, name), "{name}");
    }
    assert_eq!((german.answer.status, refusals()), (bad.answer.status, once));
    assert!(german.answer.body.contains("href=\"https://rp.example/start?iss="), "{}", german.answer.body);
    for link in ["hreflang=\"en\"", "hreflang=\"ar\"", "/account\""] {
        assert!(german.answer.body.contains(link), "{link}");
    }
    // A browser that chose no language.
    let mut browser = t.browser();
    let unknown = browser.get(&t.url("/authorize?client_id=nobody")).await;
    assert_eq!(unknown.heading(), "We do not know the app that sent you here");
    assert_no_dead_end(&unknown);
    assert_no_dead_end(&browser.get(&t.url("/nothing/here")).await);
}

on_both_engines!(a_link_that_was_used_is_called_that, |t| {
    let made = demo::prepare(&t.cx()).await.unwrap();
    let mut browser = t.browser();
    let page = browser.get(&made.link).await;
    let form = page.forms().remove(0);
    browser.submit(&page, form.clone()).await;
    // Later than the second of two presses.
    t.clock.advance(10);
    for used in [browser.get(&made.link).await, browser.submit(&page, form).await] {
        assert_eq!(
            (used.answer.status.as_u16(), used.heading().as_str()),
            (404, "This link has been used or is too old")
        );
        assert_no_dead_end(&used);
    }
});

#[tokio::test]
async fn a_form_that_fails_offers_the_languages_of_its_own_page() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let form = page.form_with("login-submit").with("username", "ada").with("csrf", "AAAA");
    let refused = browser.submit(&page, form).await;
    assert_eq!(refused.heading(), "That form did not come from this site");
    let again = browser.get(&refused.in_language("de")).await;
    assert!(again.has("login-submit") && again.answer.body.contains("<html lang=\"de\""), "{}", again.text());
    // Chosen once, the language stays: also where the next page comes from a form.
    let consent = browser.sign_in(&again, "ada", PASSWORD).await;
    assert!(consent.has("consent-allow") && consent.text().contains("Darf Example app"), "{}", consent.text());
    // A client's wish is good for its own request only.
    let page = client.authorize(&mut t.browser(), &[("ui_locales", "ar")]).await;
    assert!(page.answer.body.contains("<html lang=\"ar\""));
    let mut asked = t.browser();
    client.authorize(&mut asked, &[("ui_locales", "ar")]).await;
    assert!(asked.cookies.keys().all(|name| !name.contains("language")), "{:?}", asked.cookies);
}

// `/` knows who is there.
on_both_engines!(the_front_door_says_who_is_signed_in, |t| {
    t.person("ada").await;
    let nobody = t.browser().get(&t.url("/")).await;
    assert!(nobody.text().contains("Sign in to your account") && !nobody.text().contains("You are signed in"));
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/")).await;
    assert!(page.text().contains("You are signed in as") && page.text().contains("ada@example.com"), "{}", page.text());
    assert!(!page.text().contains("Sign in to your account"), "{}", page.text());
});

#[tokio::test]
async fn a_forgotten_password_is_offered_a_way_only_where_there_is_one() {
    let t = TestApp::sqlite().await;
    // Where no mail can be sent, it is off as well.
    features::switch(&t.cx(), Feature::PasswordRecovery, false).await.unwrap();
    let page = t.browser().get(&t.url("/login")).await;
    assert!(page.has("login-submit") && !page.text().contains("Forgot your password?"), "{}", page.text());
    for (key, address) in [
        ("branding.support_url", "mailto:help@example.com"),
        ("login.forgot_password_url", "https://help.example/password"),
    ] {
        let t = TestApp::start(Engine::sqlite(), |config| match key {
            "branding.support_url" => config.branding.support_url = address.parse().ok(),
            _ => config.login.forgot_password_url = address.parse().ok(),
        });
        let t = t.await;
        if key == "branding.support_url" {
            features::switch(&t.cx(), Feature::PasswordRecovery, false).await.unwrap();
        }
        let page = t.browser().get(&t.url("/login")).await;
        assert!(
            page.answer.body.contains(&format!("href=\"{address}\">Forgot your password?")),
            "{}",
            page.answer.body
        );
    }
}

// Password managers fill in and save by the user name, which stands in a field of its own.
#[tokio::test]
async fn whoever_signs_in_again_finds_the_user_name_in_a_field() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("prompt", "login")]).await;
    let fields = page.answer.body.split("<input ").filter(|one| one.contains("name=\"username\"")).collect::<Vec<_>>();
    assert_eq!(fields.len(), 1);
    for part in ["type=\"text\"", "autocomplete=\"username\"", "readonly", "value=\"ada@example.com\""] {
        assert!(fields[0].contains(part), "{part}: {}", fields[0]);
    }
}

// Unknown is not the same as not found out.
#[tokio::test]
async fn a_browser_that_cannot_be_looked_up_is_not_called_another() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    let mut browser = browser_of_two(&t).await;
    let login = client.authorize(&mut browser, &[("prompt", "login"), ("login_hint", "ada")]).await;
    let chooser = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    let consent = client.authorize(&mut browser, &[("login_hint", "ada")]).await;
    let shell = rusqlite::Connection::open(t.engine().directory().join("signet.db")).unwrap();
    shell.execute_batch("ALTER TABLE browsers RENAME TO elsewhere").unwrap();
    let failed = [
        browser.sign_in(&login, "ada", PASSWORD).await,
        browser.press(&chooser, "account-other").await,
        browser.press(&consent, "consent-allow").await,
        client.authorize(&mut browser, &[]).await,
    ];
    for page in &failed {
        let (status, heading) = (page.answer.status.as_u16(), page.heading());
        assert_eq!((status, heading.as_str()), (500, "Something broke on our side"), "{}", page.url);
    }
    // A request that failed is not sent again to be read in another language.
    let german = browser.get(&failed[3].in_language("de")).await;
    assert_eq!((german.answer.status.as_u16(), german.heading().as_str()), (500, "Bei uns ist etwas kaputtgegangen"));
    assert_eq!(detail_of(&german, "request id"), detail_of(&failed[3], "request id"));
}

/// Signs somebody out of every browser, from another one.
async fn sign_out_elsewhere(t: &TestApp, name: &str) {
    let mut elsewhere = t.browser_of(name).await;
    let account = elsewhere.get(&t.url("/account")).await;
    elsewhere.press(&account, "sign-out-everywhere").await;
}

on_both_engines!(whoever_agrees_after_the_session_ended_elsewhere_reads_so_and_goes_on, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let consent = client.authorize(&mut browser, &[("state", "s")]).await;
    sign_out_elsewhere(&t, "ada").await;
    let page = browser.press(&consent, "consent-allow").await;
    assert!(page.has("login-submit") && page.text().contains("Your session has ended."), "{}", page.text());
    assert!(page.text().contains("Nothing was changed. Sign in to go on."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
    let german = browser.get(&page.in_language("de")).await;
    assert!(german.text().contains("Ihre Sitzung ist beendet."), "{}", german.text());
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(page.has("consent-allow") && !page.text().contains("beendet"), "{}", page.text());
    assert_eq!(browser.press(&page, "consent-allow").await.sent("state").as_deref(), Some("s"));
    // Whoever is signed in is not asked to sign in by the address alone.
    let page = client.authorize(&mut browser, &[("prompt", "consent")]).await;
    let (_, id) = page.url.as_str().split_once("interaction=").unwrap();
    let page = browser.get(&t.url(&format!("/login?interaction={id}&ended=1"))).await;
    assert!(page.has("consent-allow"), "{}", page.text());
});

on_both_engines!(whoever_removes_an_app_after_the_session_ended_elsewhere_reads_so_and_goes_on, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid").await;
    let account = browser.get(&t.url("/account")).await;
    sign_out_elsewhere(&t, "ada").await;
    let page = browser.press(&account, "remove-app-1").await;
    assert!(page.has("login-submit") && page.text().contains("Your session has ended."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 1);
    let arabic = browser.get(&page.in_language("ar")).await;
    assert!(arabic.text().contains("انتهت جلستك."), "{}", arabic.text());
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.has("remove-app-1"));
});
