//! What one is called, and by which name one signs in.

use serde_json::json;

use super::{claims, said};
use crate::support::{PASSWORD, on_both_engines};

on_both_engines!(what_a_person_is_called_reaches_their_apps, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let before = claims(&t).await;
    t.clock.advance(5);
    let page = browser.get(&t.url("/account/profile")).await;
    let form = page.form_with("save-names");
    assert_eq!(form.field("given_name"), Some("Ada"));
    assert_eq!(form.field("name"), Some("Ada Lovelace"));
    let form = form.with("given_name", " Augusta ").with("family_name", "King").with("name", "");
    let saved = browser.submit(&page, form).await;
    assert!(saved.url.path().ends_with("/account/profile") && saved.text().contains("Saved."), "{}", saved.text());
    assert_eq!(saved.form_with("save-names").field("name"), Some("Augusta King"), "made of the two others");
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut browser, "openid profile").await;
    let now = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!((&now["given_name"], &now["family_name"]), (&json!("Augusta"), &json!("King")));
    assert_eq!(now["name"], "Augusta King");
    assert_eq!(now["middle_name"], before["middle_name"], "what the page does not ask stays");
    assert_eq!(now["updated_at"].as_i64().unwrap() - before["updated_at"].as_i64().unwrap(), 5);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 1);
    // Nothing changed, nothing happened.
    browser.press(&saved, "save-names").await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 1);
});

on_both_engines!(a_name_that_cannot_be_read_is_refused_beside_its_field, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/profile")).await;
    for unfit in ["\u{202e}adA", &"a".repeat(101), "two\nlines"] {
        let wrong = browser.submit(&page, page.form_with("save-names").with("given_name", unfit)).await;
        assert_eq!(wrong.answer.status, 422, "{unfit}");
        assert!(said(&wrong).contains("Use letters that people can read, at most 100 of them."), "{}", wrong.text());
        assert_eq!(wrong.answer.body.matches("aria-invalid=\"true\"").count(), 1, "{unfit}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 0);
});

on_both_engines!(a_user_name_stays_where_the_operator_wants_it, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/profile")).await;
    assert!(!page.has("save-username"));
    assert!(page.text().contains("It cannot be changed here. Ask whoever runs this service."), "{}", page.text());
    let csrf = page.form_with("save-names").field("csrf").unwrap().to_owned();
    let form = page.form_with("save-names").with("username", "countess");
    let form = crate::support::Form { action: t.url("/account/profile/username"), ..form }.with("csrf", &csrf);
    browser.submit(&page, form).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'ada'").await, 1);
});

on_both_engines!(
    a_user_name_that_is_changed_signs_in_from_then_on,
    |config| {
        config.account.change_username = true;
    },
    |t| {
        t.person("ada").await;
        t.person("bob").await;
        let mut browser = t.browser_of("ada").await;
        let page = browser.get(&t.url("/account/profile")).await;
        let taken = browser.submit(&page, page.form_with("save-username").with("username", "Bob")).await;
        assert_eq!(taken.answer.status, 422);
        assert!(said(&taken).contains("Somebody has this user name already."), "{}", taken.text());
        let taken = browser.submit(&page, page.form_with("save-username").with("username", "bob@example.com")).await;
        assert!(
            said(&taken).contains("Somebody has this user name already."),
            "an address is a name: {}",
            taken.text()
        );
        let reserved = browser.submit(&page, page.form_with("save-username").with("username", "Postmaster")).await;
        assert!(said(&reserved).contains("Somebody has this user name already."), "{}", reserved.text());
        let address = browser.submit(&page, page.form_with("save-username").with("username", "eve@example.com")).await;
        assert_eq!(address.answer.status, 422, "an address that is nobody's yet: {}", address.text());
        let wrong = browser.submit(&page, page.form_with("save-username").with("username", "a b")).await;
        assert!(said(&wrong).contains("Enter a user name without spaces."), "{}", wrong.text());
        let saved = browser.submit(&page, page.form_with("save-username").with("username", "countess")).await;
        assert!(saved.text().contains("Your user name is changed."), "{}", saved.text());

        let login = t.browser().get(&t.url("/login")).await;
        let old = t.browser().sign_in(&login, "ada", PASSWORD).await;
        assert!(!old.url.path().ends_with("/account"));
        t.browser_of("countess").await;
        // Whoever finds an old session open changes it no more.
        t.clock.advance(601);
        let asked = browser.submit(&saved, saved.form_with("save-username").with("username", "thief")).await;
        assert!(asked.url.path().ends_with("/login"), "{} {}", asked.url, asked.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'countess'").await, 1);
        let back = browser.sign_in(&asked, "countess", PASSWORD).await;
        assert!(back.url.path().ends_with("/account/profile"), "{}", back.url);
    }
);

on_both_engines!(the_forms_of_the_profile_act_for_the_account_that_was_shown, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut ada = t.browser_of("ada").await;
    let page = ada.get(&t.url("/account/profile")).await;
    let mut eve = t.browser_of("eve").await;
    let own = eve.get(&t.url("/account/profile")).await;
    let forged = own.form_with("save-names").with("csrf", page.form_with("save-names").field("csrf").unwrap());
    assert_eq!(eve.submit(&own, forged).await.answer.status, 403);
    let fields = own.form_with("save-names").fields;
    assert_eq!(eve.submit_from_elsewhere(&t.url("/account/profile"), &fields).await.answer.status, 400);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 0);
    assert!(t.browser().get(&t.url("/account/profile")).await.url.path().ends_with("/login"));
});

on_both_engines!(one_next_step_is_named_until_there_is_none, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    for place in ["/account", "/account/security"] {
        let page = browser.get(&t.url(place)).await;
        assert_eq!(page.answer.body.matches("id=\"next-step-go\"").count(), 1, "{place}");
        assert!(page.text().contains("With a passkey you sign in by fingerprint"), "{place}: {}", page.text());
    }
    // Every page of the account leads to every other.
    for place in ["/account", "/account/profile", "/account/security", "/account/preferences", "/account/data"] {
        let page = browser.get(&t.url(place)).await;
        assert_eq!(page.answer.status, 200, "{place}");
        assert_eq!(page.answer.body.matches("aria-current=\"page\"").count(), 1, "{place}");
        for way in ["/account/profile?", "/account/security?", "/account/preferences?", "/account/data?"] {
            assert!(page.answer.body.contains(way), "{place} does not lead to {way}");
        }
    }
});
