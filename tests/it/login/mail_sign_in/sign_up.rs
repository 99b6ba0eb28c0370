//! Making an account on the way to an app.

use serde_json::json;
use signet::{
    config::{Config, sign_up::SignUpMode},
    protocol::claims::attribute::AskedAtSignUp,
};

use super::{address_of, another, enter, mails_to, newest, number_of, switch_on};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

pub(super) const NEW: &str = "grace@example.com";

/// Anybody makes an account.
pub(in crate::login) fn open(config: &mut Config) {
    config.sign_up.mode = SignUpMode::Open;
}

/// The page that asks for the address, at the request of a client.
pub(super) async fn address_page<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let page = browser.get(&address_of(&page, "sign-up")).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    (browser, page)
}

pub(super) async fn give(browser: &mut Browser<'_>, page: &Page, email: &str) -> Page {
    browser.submit(page, page.form_with("sign-up-send").with("email", email)).await
}

/// A browser that waits for the mail to a new address.
pub(super) async fn waiting<'t>(t: &'t TestApp, client: &TestClient<'_>, email: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = address_page(t, client).await;
    let page = give(&mut browser, &page, email).await;
    assert_eq!(page.heading(), "Look into your mailbox", "{}", page.text());
    (browser, page)
}

/// The page that asks for what else there is.
pub(super) async fn details<'t>(t: &'t TestApp, client: &TestClient<'_>, email: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = waiting(t, client, email).await;
    let mailed = newest(t, email).await;
    let page = enter(&mut browser, &page, &mailed.code).await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    (browser, page)
}

on_both_engines!(an_account_is_made_within_the_request_and_the_app_gets_its_answer, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, " Grace@Example.com ").await;
    let mailed = newest(&t, "Grace@example.com").await;
    let wrong = enter(&mut browser, &page, &another(&mailed.code)).await;
    assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0, "nothing is there before the proof");
    let page = enter(&mut browser, &page, &mailed.code).await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    let form = page.form_with("sign-up-submit");
    assert_eq!(form.field("username"), Some("grace"), "a name is suggested");
    let short = browser.submit(&page, form.clone().with("password", "short")).await;
    assert_eq!(short.answer.status, 422);
    assert!(short.text().contains("12 characters"), "{}", short.text());
    let before = browser.cookie();
    let form = form.with("name", "Grace Hopper").with("password", PASSWORD);
    let mut second = browser.clone();
    let done = browser.submit(&page, form.clone()).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"));
    let code = done.code();
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    // A double click leads to the same place and makes nothing twice.
    let twice = second.submit(&page, form).await;
    assert_eq!(twice.left(), done.left());
    client.redeem(&code).await.ok();
    let made = "SELECT COUNT(*) FROM users WHERE username = 'grace' AND email_key = 'grace@example.com' \
                    AND email_verified_at IS NOT NULL";
    assert_eq!((t.count(made).await, t.count("SELECT COUNT(*) FROM users").await), (1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.created'").await, 1);
    // The password counts from now on.
    t.browser_of("grace").await;
});

on_both_engines!(
    an_address_that_has_an_account_gets_the_same_page_and_a_mail_that_signs_in,
    |config| { open(config) },
    |t| {
        t.person("ada").await;
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, known) = waiting(&t, &client, "ada@example.com").await;
        let (_, new) = waiting(&t, &client, NEW).await;
        let seen = |page: &Page, email: &str| page.text().replace(email, "X").replace(&number_of(page), "NN");
        assert_eq!(seen(&known, "ada@example.com"), seen(&new, NEW));
        let mailed = newest(&t, "ada@example.com").await;
        let inbox = t.app.mailer.as_ref().unwrap().inbox().unwrap().list();
        let subject = |to: &str| inbox.iter().find(|mail| mail.to == to).map(|mail| mail.subject.clone());
        assert_eq!(subject("ada@example.com").as_deref(), Some("You have a Signet account already"));
        assert_eq!(subject(NEW).as_deref(), Some("Your code for Signet"));
        enter(&mut browser, &known, &mailed.code).await.code();
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    }
);

on_both_engines!(
    the_link_and_the_number_prove_the_address_too,
    |config| {
        open(config);
        config.sign_up.password = AskedAtSignUp::Off;
        config.sign_up.name = AskedAtSignUp::Required;
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, waits) = waiting(&t, &client, NEW).await;
        let mailed = newest(&t, NEW).await;
        let mut other = t.browser();
        let page = other.get(&mailed.link).await;
        assert_eq!(page.heading(), "Did you just create an account?", "{}", page.text());
        let form = page.form_with("mail-refuse").with("number", &number_of(&waits));
        assert_eq!(other.submit(&page, form).await.heading(), "Go back to the other browser");
        let page = browser.press(&waits, "mail-continue").await;
        assert_eq!(page.heading(), "Almost done", "{}", page.text());
        let missing = browser.press(&page, "sign-up-submit").await;
        assert!(missing.text().contains("Say what you are called."), "{}", missing.text());
        let form = missing.form_with("sign-up-submit").with("name", "Grace").with("username", "");
        assert!(form.field("password").is_none());
        browser.submit(&missing, form).await.code();
        assert_eq!(t.count("SELECT COUNT(*) FROM credentials").await, 0);

        let (mut browser, _) = waiting(&t, &client, "second@example.com").await;
        let page = browser.get(&newest(&t, "second@example.com").await.link).await;
        assert_eq!(page.heading(), "Go on as second@example.com?", "{}", page.text());
        assert_eq!(browser.press(&page, "login-submit").await.heading(), "Almost done");
    }
);

// Pre-hijacking: somebody begins with an address that is not theirs, and its owner comes later.
on_both_engines!(nothing_that_was_set_before_the_proof_is_there_after_it, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut thief, theirs) = waiting(&t, &client, NEW).await;
    // Without the proof there is no page that takes a password.
    let details = theirs.url.as_str().replace("/login/email", "/sign-up/details");
    let page = thief.get(&details).await;
    assert!(!page.has("sign-up-submit"), "{}", page.text());
    let form = theirs.form_with("mail-continue").with("username", "thief").with("password", PASSWORD);
    let posted = signet_form(form, &t.url("/sign-up/details"));
    assert!(thief.submit(&theirs, posted).await.left_for.is_none());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);

    t.clock.advance(11);
    let (mut owner, page) = waiting(&t, &client, NEW).await;
    let mailed = newest(&t, NEW).await;
    let page = enter(&mut owner, &page, &mailed.code).await;
    owner.press(&page, "sign-up-submit").await.code();
    // Their mail is worth nothing to whoever began first.
    let late = enter(&mut thief, &theirs, &mailed.code).await;
    assert!(late.left_for.is_none());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials").await, 0);
});

/// The same form, sent elsewhere.
fn signet_form(form: crate::support::Form, action: &str) -> crate::support::Form {
    crate::support::Form { action: action.to_owned(), ..form }
}

on_both_engines!(
    domains_are_let_in_as_the_operator_says,
    |config| {
        open(config);
        config.sign_up.allowed_domains = vec!["Example.com".to_owned(), "bücher.example".to_owned()];
        config.sign_up.blocked_domains = vec!["example.net".to_owned()];
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = address_page(&t, &client).await;
        for (email, why) in [
            ("eve@example.net", "No account can be made with this address."),
            ("eve@sub.example.com", "No account can be made with this address."),
            ("eve", "This is no e-mail address."),
            ("", "This is no e-mail address."),
        ] {
            let refused = give(&mut browser, &page, email).await;
            assert_eq!(refused.answer.status, 422, "{email}");
            assert!(refused.text().contains(why), "{email}: {}", refused.text());
        }
        assert!(mails_to(&t, "eve@example.net").await.is_empty());
        give(&mut browser, &page, "eve@xn--bcher-kva.example").await;
        assert_eq!(mails_to(&t, "eve@xn--bcher-kva.example").await.len(), 1);
    }
);

on_both_engines!(an_app_asks_for_it_by_prompt_create, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let supported = t.get("/.well-known/openid-configuration").await.json()["prompt_values_supported"].clone();
    assert_eq!(supported, json!(["none", "login", "consent", "select_account", "create"]));
    let client = t.first_party("web", json!({})).await;
    // Also where somebody is signed in.
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "create")]).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    // Whoever has an account signs in instead.
    let page = browser.get(&address_of(&page, "sign-in")).await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    let refused = client.authorize(&mut t.browser(), &[("prompt", "none create")]).await;
    assert_eq!(refused.error(), "invalid_request");
});

on_both_engines!(
    while_it_is_closed_there_is_no_page_and_the_operators_words_are_shown,
    |config| { config.sign_up.help = Some("Ask the <desk>.".to_owned()) },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        assert!(page.text().contains("Ask the <desk>."), "{}", page.text());
        for path in ["/sign-up", "/sign-up/details"] {
            assert_eq!(t.get(path).await.status, 404, "{path}");
        }
        let supported = t.get("/.well-known/openid-configuration").await.json()["prompt_values_supported"].clone();
        assert_eq!(supported, json!(["none", "login", "consent", "select_account"]));
        let refused = client.authorize(&mut t.browser(), &[("prompt", "create")]).await;
        assert_eq!(refused.error(), "invalid_request");
        let described = refused.sent("error_description").unwrap_or_default();
        assert!(described.contains("prompt holds a value that is not supported"), "{described}");
    }
);

on_both_engines!(an_address_is_no_user_name_and_names_are_not_asked_after, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = details(&t, &client, NEW).await;
    let form = page.form_with("sign-up-submit").with("password", PASSWORD);
    let refused = browser.submit(&page, form.clone().with("username", "ceo@corp.example")).await;
    assert_eq!(refused.answer.status, 422, "{}", refused.text());
    // Whoever makes no account learns of no name whether somebody has it.
    let form = form.with("password", "short");
    let taken = browser.submit(&page, form.clone().with("username", "ada")).await;
    let free = browser.submit(&page, form.with("username", "nobody")).await;
    assert_eq!((taken.answer.status, taken.text()), (free.answer.status, free.text()));
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
});

// `ada@own-catch-all.example`: whoever owns a domain proves as many addresses as they like.
on_both_engines!(a_catch_all_mailbox_learns_of_no_name_whether_somebody_has_it, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    for name in ["ada", "nobody"] {
        let (_, page) = details(&t, &client, &format!("{name}@own-catch-all.example")).await;
        assert_eq!(
            page.form_with("sign-up-submit").field("username"),
            Some(name),
            "what is suggested depends on nobody"
        );
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
});

on_both_engines!(ten_names_an_hour_are_asked_after_with_one_mailbox, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = details(&t, &client, NEW).await;
    let form = page.form_with("sign-up-submit").with("password", PASSWORD).with("username", "ada");
    for _ in 0..10 {
        let told = browser.submit(&page, form.clone()).await;
        assert_eq!(told.answer.status, 422, "{}", told.text());
        assert!(told.text().contains("Somebody"), "{}", told.text());
    }
    // From here on a name that somebody has and one that nobody has get the same answer, and neither an account.
    for name in ["ada", "nobody"] {
        let refused = browser.submit(&page, form.clone().with("username", name)).await;
        assert_eq!(
            (refused.answer.status.as_u16(), refused.answer.header("retry-after")),
            (429, Some("360")),
            "{name}"
        );
        assert!(refused.text().contains("Please wait 6 minutes, then try again."), "{name}: {}", refused.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    let exceeded = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' \
                    AND data LIKE '%username_mailbox%'";
    assert_eq!(t.count(exceeded).await, 1);
    // After a while the person goes on.
    t.clock.advance(360);
    browser.submit(&page, form.with("username", "grace")).await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 2);
});

on_both_engines!(a_new_account_may_stay_signed_in, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = address_page(&t, &client).await;
    let form = page.form_with("sign-up-send").with("email", NEW).with("remember", "yes");
    let page = browser.submit(&page, form).await;
    let mailed = newest(&t, NEW).await;
    let page = enter(&mut browser, &page, &mailed.code).await;
    browser.submit(&page, page.form_with("sign-up-submit").with("password", PASSWORD)).await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE expires_at - created_at = 2592000").await, 1);
});
