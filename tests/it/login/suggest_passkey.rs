//! Whether somebody who signed in with a password wants a passkey.

use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    domain::{
        directory::accounts::{self, Requirement},
        kernel::{Feature, features},
    },
    store::users,
};

use super::{
    factors::{app_of_ada, enter},
    passkeys::{authenticator, passkey_of, visit},
};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

/// Signs in with a password, in a browser whose script said that it can make passkeys.
async fn able(browser: &mut Browser<'_>, page: &Page, username: &str) -> Page {
    let form = page.form_with("login-submit").with("username", username).with("password", PASSWORD);
    browser.submit(page, form.with("can_passkey", "yes").press("login-submit")).await
}

/// At the request of a client, in this browser.
async fn at(client: &TestClient<'_>, browser: &mut Browser<'_>, username: &str) -> Page {
    let page = client.authorize(browser, &[("prompt", "login")]).await;
    able(browser, &page, username).await
}

#[track_caller]
fn is_asked(page: &Page) {
    assert_eq!(
        (page.url.path(), page.heading().as_str()),
        ("/suggest-passkey", "Sign in faster next time"),
        "{}",
        page.text()
    );
}

/// Answers the page as its script would.
async fn create(t: &TestApp, browser: &mut Browser<'_>, page: &Page) -> (crate::support::Authenticator, Page) {
    let mut key = authenticator(t);
    let options: Value = serde_json::from_str(&page.data("create")).unwrap();
    let form = page.form_to("/suggest-passkey").with("sealed", &page.data("sealed"));
    let next = browser.submit(page, form.with("answer", &key.create(&options))).await;
    (key, next)
}

on_both_engines!(somebody_is_asked_once_in_a_while_and_lands_in_the_request, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    is_asked(&page);
    let suggested = browser.set_cookies.iter().find(|line| line.contains("signet_suggested_")).unwrap();
    assert!(suggested.contains("Max-Age=2419200") && suggested.contains("HttpOnly"), "{suggested}");
    browser.press(&page, "not-now").await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM passkey_suggestions").await, 0);

    // Not again in this browser, but in another one.
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    assert!(!page.answer.body.contains("can_passkey"), "nobody is asked whether the browser could");
    able(&mut browser, &page, "ada").await.code();
    is_asked(&at(&client, &mut t.browser(), "ada").await);
});

on_both_engines!(who_makes_a_passkey_there_has_it_and_goes_on, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    let (mut key, next) = create(&t, &mut browser, &page).await;
    next.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'passkey.added'").await, 1);
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
    // Whoever has one is not asked.
    at(&client, &mut t.browser(), "ada").await.code();
});

on_both_engines!(a_passkey_that_does_not_hold_is_refused_there_in_words, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    let form = page.form_to("/suggest-passkey").with("sealed", &page.data("sealed")).with("answer", "{}");
    let page = browser.submit(&page, form).await;
    is_asked(&page);
    assert!(page.text().contains("The passkey was not added."), "{}", page.text());
    let form = page.form_to("/suggest-passkey").with("sealed", "v1.nothing").with("answer", "{}");
    let page = browser.submit(&page, form).await;
    assert!(page.text().contains("That took too long."), "{}", page.text());
    let (_, next) = create(&t, &mut browser, &page).await;
    next.code();
});

on_both_engines!(who_does_not_want_to_be_asked_is_not_asked_in_any_browser, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    browser.press(&page, "never").await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM passkey_suggestions").await, 1);
    at(&client, &mut t.browser(), "ada").await.code();
    is_asked(&at(&client, &mut t.browser(), "eve").await);
    // On the page of how one signs in a passkey is made all the same.
    passkey_of(&t, "ada").await;
});

on_both_engines!(nobody_is_asked_whose_browser_cannot_or_who_signed_in_otherwise, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.form_with("login-submit").field("can_passkey"), Some(""), "the page's script fills it in");
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    // A wrong password first: the page asks the browser again.
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", "wrong password");
    let page = browser.submit(&page, form.with("can_passkey", "yes").press("login-submit")).await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
});

on_both_engines!(at_ones_own_account_it_is_asked_too_and_a_stale_page_goes_on, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = able(&mut browser, &page, "ada").await;
    is_asked(&page);
    let address = page.url.to_string();
    // The page stood open for longer than a sign-in is fresh: nobody adds a passkey any more.
    t.clock.advance(t.app.config.session.fresh.0);
    let (_, next) = create(&t, &mut browser, &page).await;
    assert_eq!(next.url.path(), "/account", "{}", next.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 0);
    let over = browser.get(&address).await;
    assert!(!over.has("passkey-button"), "{}", over.text());
});

on_both_engines!(who_has_a_further_factor_is_asked_after_it, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let page = enter(&mut browser, &page, &phone.code(t.now())).await;
    is_asked(&page);
    browser.press(&page, "not-now").await.code();
});

on_both_engines!(whoever_owes_a_step_takes_it_and_is_asked_another_time, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    assert!(accounts::require(&t.cx(), &ada.id, Requirement::Password, true).await.unwrap());
    let page = at(&client, &mut t.browser(), "ada").await;
    assert_eq!(page.url.path(), "/new-password", "{}", page.text());
    assert!(accounts::require(&t.cx(), &ada.id, Requirement::Password, false).await.unwrap());
    is_asked(&at(&client, &mut t.browser(), "ada").await);
});

on_both_engines!(
    an_operator_who_wants_nobody_asked_has_nobody_asked,
    |config| { config.passkeys.suggest_every = Seconds(0) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        assert!(!page.answer.body.contains("can_passkey"));
        able(&mut browser, &page, "ada").await.code();
    }
);

on_both_engines!(with_passkeys_switched_off_a_page_that_stands_open_goes_on, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = at(&client, &mut browser, "ada").await;
    is_asked(&page);
    features::switch(&t.cx(), Feature::Passkeys, false).await.unwrap();
    let (_, next) = create(&t, &mut browser, &page).await;
    next.code();
    let ada = users::find(&mut t.cx().read().await.unwrap(), &ada.id).await.unwrap().unwrap();
    assert_eq!(ada.passkey_at, None);
});

on_both_engines!(the_browser_is_told_which_passkeys_are_of_use, |t| {
    t.person("ada").await;
    let mut own = t.browser_of("ada").await;
    let page = own.get(&t.url("/account/security")).await;
    assert_eq!((page.data("accepted").as_str(), page.data("name").as_str()), ("", "ada"));
    let mut key = passkey_of(&t, "ada").await;
    let page = own.get(&t.url("/account/security")).await;
    let encoded = |data: &[u8]| data_encoding::BASE64URL_NOPAD.encode(data);
    assert_eq!(page.data("accepted"), encoded(&key.id));
    assert_eq!(page.data("user"), encoded(&key.user_handle));
    assert_eq!(page.data("rp-id"), "localhost");
    assert!(!page.answer.body.contains("data-unknown"));
    // Removed: it is of use no more, and whoever tries it hears so.
    let page = own.press(&page, "remove-passkey-1").await;
    assert_eq!(page.data("accepted"), "");
    let page = visit(&t, &mut key).await;
    assert_eq!((page.data("unknown"), page.data("rp-id").as_str()), (encoded(&key.id), "localhost"));
    assert!(!page.answer.body.contains("data-accepted"), "nobody is signed in");
});
