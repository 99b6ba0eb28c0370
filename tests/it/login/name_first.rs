//! The name first, then the ways to sign in: `login.page = "name_first"`. Who has an account, and what protects it, is
//! shown in their own browser alone.

use axum::http::StatusCode;
use serde_json::json;
use signet::{
    config::{
        Config,
        limits::{ProofOfWork, RuleName},
        login::SignInPage,
    },
    domain::directory::accounts,
    store::credentials,
};

use super::{
    attack::at_most,
    mail_sign_in::{address_of, switch_on},
    passkeys::{self, add, authenticator},
    password::without_noise,
    upstream_pages,
};
use crate::{
    statements::counted,
    support::{Browser, PASSWORD, Page, TestApp, on_both_engines},
};

const WRONG: &str = "That name and password do not match.";

pub(super) fn name_first(config: &mut Config) {
    config.login.page = SignInPage::NameFirst;
}

/// Types a name on the first page; answers the second.
pub(super) async fn named(browser: &mut Browser<'_>, page: &Page, name: &str) -> Page {
    browser.submit(page, page.form_with("name-submit").with("username", name).press("name-submit")).await
}

/// The second page on the way to one's own account.
async fn ways_of(t: &TestApp, browser: &mut Browser<'_>, name: &str) -> Page {
    let page = browser.get(&t.url("/login")).await;
    named(browser, &page, name).await
}

/// A browser in which somebody has signed in to their own account by both pages.
async fn browser_of<'t>(t: &'t TestApp, name: &str) -> Browser<'t> {
    let mut browser = t.browser();
    let page = ways_of(t, &mut browser, name).await;
    let page = browser.sign_in(&page, name, PASSWORD).await;
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
    browser
}

/// A browser with nothing but this cookie.
fn with_only(t: &TestApp, cookie: (String, String)) -> Browser<'_> {
    let mut browser = t.browser();
    browser.cookies.insert(cookie.0, cookie.1);
    browser
}

/// Which ways a page offers.
fn offered(page: &Page) -> Vec<&'static str> {
    let all = ["passkey-form", "login-submit", "mail-sign-in", "upstreams", "all-ways"];
    all.into_iter().filter(|id| page.answer.body.contains(&format!("id=\"{id}\""))).collect()
}

/// A page without the name and without what is random on it.
fn seen(page: &Page, name: &str) -> String {
    let mut text = without_noise(&page.answer.body, name);
    for mark in ["shown=", "name=\"shown\" value=\""] {
        while let Some(at) = text.find(mark) {
            let end = text[at + mark.len()..].find(['"', '&']).map_or(text.len(), |end| at + mark.len() + end);
            text.replace_range(at..end, "");
        }
    }
    text
}

on_both_engines!(the_name_is_asked_for_alone_and_its_ways_come_next, |config| { name_first(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let body = &page.answer.body;
    assert!(page.has("name-submit") && !page.has("login-submit"), "{}", page.text());
    assert!(body.contains("autocomplete=\"username webauthn\"") && body.contains("id=\"passkey-form\""), "{body}");
    assert!(!body.contains("type=\"password\"") && !body.contains("id=\"mail-sign-in\""), "{body}");
    let ways = named(&mut browser, &page, " ada ").await;
    assert_eq!(
        (ways.url.path(), ways.statuses.as_slice()),
        ("/login/ways", &[StatusCode::SEE_OTHER, StatusCode::OK][..])
    );
    assert!(!ways.url.as_str().contains("ada"), "no log has the name: {}", ways.url);
    assert_eq!(offered(&ways), ["passkey-form", "login-submit", "mail-sign-in"]);
    assert_eq!(ways.form_with("login-submit").field("username"), Some("ada"));
    assert!(ways.answer.body.contains("autocomplete=\"username\" readonly value=\"ada\""), "{}", ways.answer.body);
    // Another name.
    let changed = browser.get(&address_of(&ways, "change-name")).await;
    assert_eq!(changed.form_with("name-submit").field("username"), Some("ada"));
    // "Back" and "Forward", or a reload.
    let again = browser.get(ways.url.as_str()).await;
    assert_eq!(again.form_with("login-submit").field("username"), Some("ada"));
    browser.sign_in(&again, "ada", PASSWORD).await.code();
});

on_both_engines!(ones_own_account_is_reached_by_the_same_two_pages, |config| { name_first(config) }, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let nobody = named(&mut browser, &page, " ").await;
    assert!(nobody.url.path() == "/login" && nobody.has("name-submit"), "{}", nobody.text());
    let form = page.form_with("name-submit").with("username", "ada").with("remember", "yes");
    let ways = browser.submit(&page, form.press("name-submit")).await;
    assert_eq!(ways.form_with("login-submit").field("remember"), Some("yes"), "it is ticked");
    let page = browser.sign_in(&ways, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/account"), "{}", page.text());
    // What stands in an address for an hour leads to the first page later.
    let mut late = t.browser();
    let ways = ways_of(&t, &mut late, "ada").await;
    t.clock.advance(3601);
    let first = late.get(ways.url.as_str()).await;
    assert!(first.url.path() == "/login" && first.has("name-submit"), "{}", first.text());
});

on_both_engines!(every_name_is_offered_the_same_by_as_many_statements, |config| { name_first(config) }, |t| {
    t.person("zoe77").await;
    t.person("off77").await;
    t.disable("off77").await;
    t.person_without_password("key77").await;
    t.person("bob").await;
    let gone = t.person("eve77").await;
    switch_on(&t).await;
    let of_bob = browser_of(&t, "bob").await.device_cookie();
    let of_gone = browser_of(&t, "eve77").await.device_cookie();
    accounts::delete(&t.cx(), &gone.id).await.unwrap();
    let made_up = (of_bob.0.clone(), "1.AAAA".to_owned());
    let mut counts = Vec::new();
    for cookie in [None, Some(made_up), Some(of_bob), Some(of_gone)] {
        let mut browser = cookie.map_or_else(|| t.browser(), |cookie| with_only(&t, cookie));
        let first = browser.get(&t.url("/login")).await;
        // So that caches are warm.
        named(&mut browser, &first, "warm77").await;
        let mut all = Vec::new();
        for name in ["zoe77", "zoe77@example.com", "off77", "key77", "nobody77", "nobody77@example.com", "eve77"] {
            let (page, statements) = counted(named(&mut browser, &first, name)).await;
            assert_eq!(page.answer.status, StatusCode::OK, "{name}");
            assert_eq!(offered(&page), ["passkey-form", "login-submit", "mail-sign-in"], "{name}");
            all.push((name, seen(&page, name), statements.count()));
        }
        for (name, page, count) in &all {
            assert_eq!((page, count), (&all[0].1, &all[0].2), "{name}");
        }
        counts.push(all[0].2);
    }
    let none = counts[0];
    assert_eq!(
        counts,
        [none, none, none + 1, none + 1],
        "a name is looked up where there is a cookie, whatever it says"
    );
});

on_both_engines!(a_browser_that_has_been_signed_in_shows_what_the_account_has, |config| { name_first(config) }, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let mut own = browser_of(&t, "ada").await;
    let cookie = own.device_cookie();
    for name in ["ada", "ADA@example.com"] {
        let page = ways_of(&t, &mut with_only(&t, cookie.clone()), name).await;
        assert_eq!(offered(&page), ["login-submit", "all-ways"], "no passkey, and no mail signs in: {name}");
    }
    let page = ways_of(&t, &mut with_only(&t, cookie.clone()), "bob").await;
    assert_eq!(offered(&page), ["passkey-form", "login-submit"], "of others it shows nothing");
    switch_on(&t).await;
    let mut key = authenticator(&t);
    add(&t, &mut own, &mut key).await;
    let mut browser = with_only(&t, cookie.clone());
    let page = ways_of(&t, &mut browser, "ada").await;
    assert_eq!(offered(&page), ["passkey-form", "login-submit", "mail-sign-in", "all-ways"]);
    let at = |id: &str| page.answer.body.find(&format!("id=\"{id}\""));
    assert!(at("passkey-form") < at("login-submit"), "the passkey first");
    let page = passkeys::sign_in(&t, &mut browser, &page, &mut key).await;
    assert!(page.url.path().ends_with("/account"), "{}", page.text());
    // A new password: the cookie is about the old one.
    t.clock.advance(10);
    t.set_password("ada", "another password of hers").await;
    let page = ways_of(&t, &mut with_only(&t, cookie), "ada").await;
    assert_eq!(offered(&page), ["passkey-form", "login-submit", "mail-sign-in"]);
});

on_both_engines!(whoever_has_a_passkey_and_no_password_is_asked_for_none, |config| { name_first(config) }, |t| {
    let ada = t.person("ada").await;
    let mut key = authenticator(&t);
    add(&t, &mut browser_of(&t, "ada").await, &mut key).await;
    t.cx().write(async |work| Ok(credentials::delete_kind(work, &ada.id, "password").await?)).await.unwrap();
    let mut browser = t.browser();
    let page = ways_of(&t, &mut browser, "ada").await;
    assert_eq!(offered(&page), ["passkey-form", "login-submit"], "nobody learns it");
    let page = passkeys::sign_in(&t, &mut browser, &page, &mut key).await;
    assert!(page.url.path().ends_with("/account"), "{}", page.text());
    let mut browser = with_only(&t, browser.device_cookie());
    let page = ways_of(&t, &mut browser, "ada").await;
    assert_eq!(offered(&page), ["passkey-form", "all-ways"]);
    assert!(page.text().contains("ada") && !page.answer.body.contains("type=\"password\""), "{}", page.text());
    // What the script says names no password, and a passkey that fails leaves one on the page.
    assert!(!page.data("cancelled").contains("password"), "{}", page.data("cancelled"));
    let failed = browser.submit(&page, page.form_to("/login/passkey").with("answer", "{}")).await;
    assert!(failed.answer.body.contains("id=\"problem\""), "{}", failed.text());
    assert_eq!(offered(&failed), ["passkey-form", "all-ways"]);
    // The device is lost.
    let all = browser.get(&address_of(&page, "all-ways")).await;
    assert_eq!(offered(&all), ["passkey-form", "login-submit"]);
    let wrong = browser.sign_in(&all, "ada", "wrong").await;
    assert!(wrong.text().contains(WRONG), "{}", wrong.text());
    assert_eq!(offered(&wrong), ["passkey-form", "login-submit"], "the password that was tried is still asked for");
});

fn two_tries(config: &mut Config) {
    name_first(config);
    at_most(config, RuleName::LoginAccountAddress, 2);
}

on_both_engines!(a_wrong_password_is_asked_for_once_more_and_is_counted, |config| { two_tries(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let mut page = named(&mut browser, &page, "ada").await;
    for _ in 0..2 {
        page = browser.sign_in(&page, "ada", "wrong").await;
        assert!(page.answer.status == StatusCode::OK && page.text().contains(WRONG), "{}", page.text());
        assert_eq!(page.form_with("login-submit").field("username"), Some("ada"));
    }
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.has("login-submit"), "{}", page.text());
    t.clock.advance(901);
    browser.sign_in(&page, "ada", PASSWORD).await.code();
});

fn calculates(config: &mut Config) {
    name_first(config);
    config.limits.proof_of_work = ProofOfWork::AfterFailures;
}

on_both_engines!(the_calculation_stands_on_the_second_page, |config| { calculates(config) }, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let mut page = ways_of(&t, &mut browser, "ada").await;
    for _ in 0..3 {
        page = browser.sign_in(&page, "ada", "wrong").await;
    }
    assert!(page.answer.body.contains("id=\"work-hint\"") && page.has("login-submit"), "{}", page.text());
    t.clock.advance(60);
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/account"), "{}", page.text());
});

on_both_engines!(
    the_provider_of_a_work_address_stands_first_for_whoever_has_it,
    |config| { name_first(config) },
    |t| {
        upstream_pages::with(&t, &[("globex", "Globex", &[]), ("acme", "ACME", &["acme.example"])]).await;
        let mut browser = t.browser();
        let first = browser.get(&t.url("/login")).await;
        assert_eq!(upstream_pages::buttons(&first), ["Continue with Globex", "Continue with ACME"]);
        let page = named(&mut browser, &first, "nobody@acme.example").await;
        let at = |id: &str| page.answer.body.find(&format!("id=\"{id}\""));
        assert!(at("upstream-acme").is_some() && at("upstream-acme") < at("login-submit"), "{}", page.text());
        assert!(at("login-submit") < at("upstream-globex") && at("work-address").is_none(), "{}", page.text());
        let left = browser.press(&page, "upstream-acme").await;
        assert_eq!(left.left().host_str(), Some("acme.example"));
        let other = named(&mut browser, &first, "nobody@globex.example").await;
        assert_eq!(upstream_pages::buttons(&other), ["Continue with Globex", "Continue with ACME"]);
        assert!(!other.answer.body.contains("id=\"home-upstream\""), "{}", other.text());
    }
);

on_both_engines!(a_hint_fills_the_name_in_and_a_name_goes_along_to_the_mail, |config| { name_first(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("login_hint", "ada")]).await;
    assert_eq!(page.form_with("name-submit").field("username"), Some("ada"), "{}", page.text());
    let ways = named(&mut browser, &page, "bob@example.com").await;
    let mail = browser.get(&address_of(&ways, "mail-sign-in")).await;
    assert_eq!(mail.form_with("mail-send").field("username"), Some("bob@example.com"), "{}", mail.text());
    let back = browser.get(&address_of(&mail, "use-password")).await;
    assert_eq!(back.form_with("login-submit").field("username"), Some("bob@example.com"), "{}", back.text());
    // On the way to one's own account, too.
    let ways = ways_of(&t, &mut browser, "eve").await;
    let mail = browser.get(&address_of(&ways, "mail-sign-in")).await;
    assert_eq!(mail.form_with("mail-send").field("username"), Some("eve"), "{}", mail.text());
});

on_both_engines!(whoever_has_to_sign_in_again_is_asked_for_no_name, |config| { name_first(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = browser_of(&t, "ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    assert_eq!(offered(&page), ["login-submit", "all-ways"], "{}", page.text());
    assert!(!page.answer.body.contains("id=\"change-name\""), "only this account will do");
    let all = browser.get(&address_of(&page, "all-ways")).await;
    assert_eq!(offered(&all), ["passkey-form", "login-submit"], "{}", all.text());
    let name = page.form_with("login-submit").field("username").unwrap().to_owned();
    let page = browser.sign_in(&page, &name, "wrong").await;
    assert!(page.text().contains(WRONG) && page.has("login-submit"), "{}", page.text());
    // Another account begins with its name.
    let other = browser.get(&format!("{}&another=1", page.url.join(&first_page(&page)).unwrap())).await;
    assert!(other.has("name-submit"), "{}", other.text());
    let other = named(&mut browser, &other, "ada").await;
    assert!(other.form_with("login-submit").field("another") == Some("1"), "{}", other.text());
    browser.sign_in(&page, &name, PASSWORD).await.code();
});

/// The sign-in page of the journey that a page belongs to.
fn first_page(page: &Page) -> String {
    let form = page.form_with("login-submit");
    format!("/login?interaction={}", form.field("interaction").unwrap())
}

on_both_engines!(where_everything_stands_on_one_page_there_is_no_other, |t| {
    for path in ["/login/name", "/login/ways"] {
        assert_eq!(t.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    assert!(page.has("login-submit") && !page.has("name-submit"), "{}", page.text());
});
