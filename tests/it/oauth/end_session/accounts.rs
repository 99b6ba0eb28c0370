//! RP-Initiated Logout 1.0 in a browser where several people are signed in.

use serde_json::json;

use super::{AFTER, client, logout};
use crate::support::{Browser, PASSWORD, Page, TestApp, Tokens, claims_of, on_both_engines};

/// A browser in which Ada and Bob are signed in, Bob last.
async fn two_people(t: &TestApp) -> Browser<'_> {
    t.person("ada").await;
    t.person("bob").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", PASSWORD).await;
    browser
}

async fn stays(t: &TestApp, username: &str) -> bool {
    let sql = "SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.ended_at IS NULL AND username";
    t.count(&format!("{sql} = '{username}'")).await == 1
}

on_both_engines!(with_several_accounts_the_person_chooses, |t| {
    let mut browser = two_people(&t).await;
    let page = logout(&t, &mut browser, &[]).await;
    // Nobody is suggested: all of them are.
    assert_eq!(page.form_with("logout-confirm").field("account"), Some("all"));
    assert!(page.text().contains("ada@example.com") && page.text().contains("bob@example.com"));
    let (ada, bob) = (value_beside(&page, "ada@example.com"), value_beside(&page, "bob@example.com"));
    let form = page.form_with("logout-confirm").with("account", &ada).press("logout-confirm");
    let done = browser.submit(&page, form).await;
    assert!(done.text().contains("Another account is still signed in"), "{}", done.text());
    assert_eq!((stays(&t, "ada").await, stays(&t, "bob").await), (false, true));
    // With one account left there is nothing to choose: the form names the one that it shows.
    let page = logout(&t, &mut browser, &[]).await;
    assert_eq!(page.form_with("logout-confirm").field("account"), Some(bob.as_str()));
    let done = browser.press(&page, "logout-confirm").await;
    assert!(done.text().contains("Nobody can use"), "{}", done.text());
    assert!(!stays(&t, "bob").await);
});

// The farewell answers a form, and the question may answer a client's POST.
on_both_engines!(another_language_loses_nothing_of_a_logout, |t| {
    t.client("web", json!({"post_logout_redirect_uris": [AFTER], "client_uri": "https://rp.example/"})).await;
    let mut browser = two_people(&t).await;
    let page =
        logout(&t, &mut browser, &[("client_id", "web"), ("post_logout_redirect_uri", AFTER), ("state", "s")]).await;
    // As a client of our own site posts it: nothing is decided yet.
    let asked = browser.submit(&page, page.form_with("logout-confirm")).await;
    assert!(asked.has("logout-confirm") && !asked.in_language("de").contains("csrf"), "{}", asked.text());
    let german = browser.get(&asked.in_language("de")).await;
    assert!(german.answer.body.contains("<html lang=\"de\""), "{}", german.text());
    for name in ["client_id", "post_logout_redirect_uri", "state"] {
        let field = |page: &Page| page.form_with("logout-confirm").field(name).map(str::to_owned);
        assert_eq!((field(&german).is_some(), field(&german)), (true, field(&asked)), "{name}");
    }
    browser.cookies.retain(|name, _| !name.contains("language"));

    let page = logout(&t, &mut browser, &[("client_id", "web")]).await;
    let ada = value_beside(&page, "ada@example.com");
    let done =
        browser.submit(&page, page.form_with("logout-confirm").with("account", &ada).press("logout-confirm")).await;
    assert!(done.text().contains("Another account is still signed in"), "{}", done.text());
    let german = browser.get(&done.in_language("de")).await;
    assert!(german.answer.body.contains("<html lang=\"de\""), "{}", german.text());
    assert_eq!((german.answer.status, german.heading()), (done.answer.status, "Sie sind abgemeldet".to_owned()));
    assert!(german.text().contains("anderes Konto"), "{}", german.text());
    assert!(german.answer.body.contains("href=\"https://rp.example/\""), "the way back stays");
    assert!(stays(&t, "bob").await, "nobody else was signed out");
});

/// The value of the choice whose label speaks of `text`.
fn value_beside(page: &Page, text: &str) -> String {
    let labels = page.answer.body.split("<label").find(|label| label.contains(text)).unwrap();
    labels.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

on_both_engines!(all_accounts_are_signed_out_when_none_is_chosen, |t| {
    let mut browser = two_people(&t).await;
    let page = logout(&t, &mut browser, &[]).await;
    browser.press(&page, "logout-confirm").await;
    assert_eq!((stays(&t, "ada").await, stays(&t, "bob").await), (false, false));
});

// §2: logout_hint says who is logging out; it suggests and never decides.
on_both_engines!(a_logout_hint_chooses_among_the_accounts, |t| {
    let mut browser = two_people(&t).await;
    let client = client(&t).await;
    let page = client.authorize(&mut browser, &[("login_hint", "ada")]).await;
    let tokens = Tokens(client.redeem(&page.code()).await.ok().json());
    let sid = claims_of(tokens.id()).1["sid"].as_str().unwrap().to_owned();
    let ada = {
        let page = logout(&t, &mut browser, &[]).await;
        value_beside(&page, "ada@example.com")
    };
    for hint in ["ada", "ADA@example.com", sid.as_str()] {
        let page = logout(&t, &mut browser, &[("logout_hint", hint)]).await;
        assert_eq!(page.form_with("logout-confirm").field("account"), Some(ada.as_str()), "{hint}");
    }
    let page = logout(&t, &mut browser, &[("logout_hint", "nobody")]).await;
    assert_eq!(page.form_with("logout-confirm").field("account"), Some("all"));
    // Without a hint, the account that the asking client used last.
    let page = logout(&t, &mut browser, &[("client_id", "web")]).await;
    assert_eq!(page.form_with("logout-confirm").field("account"), Some(ada.as_str()));
    let done = browser.press(&page, "logout-confirm").await;
    assert_eq!(done.heading(), "You are signed out");
    assert_eq!((stays(&t, "ada").await, stays(&t, "bob").await), (false, true));
});

// OIDC Core §8: a subject in a hint is somebody in the eyes of the client that sends it.
on_both_engines!(a_subject_as_logout_hint_is_the_one_that_the_client_knows, |t| {
    let mut browser = two_people(&t).await;
    let client = t.first_party("web", json!({"subject_type": "pairwise"})).await;
    let page = client.authorize(&mut browser, &[("login_hint", "ada")]).await;
    let tokens = Tokens(client.redeem(&page.code()).await.ok().json());
    let known = claims_of(tokens.id()).1["sub"].as_str().unwrap().to_owned();
    // So that bob, whom it used last, is what it gets without a hint.
    t.clock.advance(1);
    let page = client.authorize(&mut browser, &[("login_hint", "bob")]).await;
    page.code();
    let (ada, bob) = {
        let page = logout(&t, &mut browser, &[]).await;
        (value_beside(&page, "ada@example.com"), value_beside(&page, "bob@example.com"))
    };
    let sub = {
        let mut conn = t.app.db.read().await.unwrap();
        signet::domain::directory::accounts::find(&mut conn, "ada").await.unwrap().sub
    };
    for (hint, expected) in [(known.as_str(), &ada), ("", &bob)] {
        let page = logout(&t, &mut browser, &[("client_id", "web"), ("logout_hint", hint)]).await;
        assert_eq!(page.form_with("logout-confirm").field("account"), Some(expected.as_str()), "{hint}");
    }
    let page = logout(&t, &mut browser, &[("client_id", "web"), ("logout_hint", &sub)]).await;
    assert_ne!(
        page.form_with("logout-confirm").field("account"),
        Some(ada.as_str()),
        "what others call her is no name here"
    );
});
