//! Making an account where no mail signs anybody in: the mail proves the address and nothing else.

use serde_json::json;
use signet::domain::{
    directory::accounts::{self, AccountChanges},
    kernel::{Feature, features},
};

use super::{
    address_of, enter, mails_to, newest, number_of,
    sign_up::{NEW, give, open, waiting},
    switch_on, texts_to,
};
use crate::support::{PASSWORD, Page, TestApp, TestClient, on_both_engines};

/// The pages of a sign-up without what is random on them: the one that waits, six wrong codes, and its other button.
async fn shown(t: &TestApp, client: &TestClient<'_>, email: &str) -> Vec<String> {
    let (mut browser, page) = waiting(t, client, email).await;
    let mut pages = vec![page.clone()];
    for _ in 0..6 {
        // One of a million, and six tries.
        pages.push(enter(&mut browser, &page, "000000").await);
    }
    pages.push(browser.press(&page, "mail-continue").await);
    let seen = |page: &Page| page.text().replace(email, "X").replace(&number_of(page), "NN");
    pages.iter().map(seen).collect()
}

on_both_engines!(without_sign_in_by_mail_a_new_account_chooses_a_password, |config| { open(config) }, |t| {
    assert!(!Feature::MailSignIn.is_on(&t.app) && Feature::SignUp.is_on(&t.app));
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("prompt", "create"), ("state", "s")]).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    let waits = give(&mut browser, &page, NEW).await;
    let page = enter(&mut browser, &waits, &newest(&t, NEW).await.code).await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    assert!(!page.text().contains("Without one you sign in by e-mail."), "{}", page.text());
    let form = page.form_with("sign-up-submit");
    let without = browser.submit(&page, form.clone().with("password", "")).await;
    assert_eq!(without.answer.status, 422);
    assert!(without.text().contains("12 characters"), "{}", without.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
    let done = browser.submit(&page, form.with("password", PASSWORD)).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"));
    client.redeem(&done.code()).await.ok();
    let made = "SELECT COUNT(*) FROM users WHERE email_key = 'grace@example.com' AND email_verified_at IS NOT NULL";
    assert_eq!(t.count(made).await, 1);
    t.browser_of("grace").await;
});

on_both_engines!(without_sign_in_by_mail_the_link_proves_a_new_address_too, |config| { open(config) }, |t| {
    let client = t.first_party("web", json!({})).await;
    let (mut browser, _) = waiting(&t, &client, NEW).await;
    let page = browser.get(&newest(&t, NEW).await.link).await;
    assert_eq!(page.heading(), "Go on as grace@example.com?", "{}", page.text());
    assert_eq!(browser.press(&page, "login-submit").await.heading(), "Almost done");
});

on_both_engines!(without_sign_in_by_mail_an_address_that_has_an_account_is_only_told, |config| { open(config) }, |t| {
    t.person("ada").await;
    // A mailbox alone signs no administrator in; this mail signs nobody in.
    let root = t.person("root").await;
    let admin = AccountChanges { admin: Some(true), ..AccountChanges::default() };
    accounts::update(&t.cx(), &root.id, admin).await.unwrap();
    let client = t.first_party("web", json!({})).await;
    assert_eq!(shown(&t, &client, "ada@example.com").await, shown(&t, &client, NEW).await);
    for known in ["ada@example.com", "root@example.com"] {
        if known != "ada@example.com" {
            waiting(&t, &client, known).await;
        }
        let texts = texts_to(&t, known).await;
        let [text] = texts.as_slice() else { panic!("{} mails to {known}", texts.len()) };
        assert!(text.contains("You have an account already"), "{text}");
        assert!(text.contains(&t.url("/account")) && !text.contains("token="), "{text}");
        assert!(!text.lines().any(|line| line.trim().len() == 6 && line.trim().parse::<u32>().is_ok()), "{text}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM mail_proofs WHERE user_id IS NOT NULL").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 2);
});

on_both_engines!(without_sign_in_by_mail_its_page_is_not_there, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let sign_in = client.authorize(&mut browser, &[]).await;
    let address = address_of(&sign_in, "mail-sign-in");
    let ask = browser.get(&address).await;
    features::switch(&t.cx(), Feature::MailSignIn, false).await.unwrap();
    assert_eq!(browser.get(&address).await.answer.status, 404);
    let form = ask.form_with("mail-send").with("username", "ada");
    assert_eq!(browser.submit(&ask, form).await.answer.status, 404);
    assert!(texts_to(&t, "ada@example.com").await.is_empty());
});

// Attack: a mail from before the operator switched it off is kept for afterwards.
on_both_engines!(a_mail_of_before_signs_nobody_in_once_that_is_switched_off, |config| { open(config) }, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada@example.com").await;
    let mailed = mails_to(&t, "ada@example.com").await.remove(0);
    features::switch(&t.cx(), Feature::MailSignIn, false).await.unwrap();
    let page = enter(&mut browser, &waits, &mailed.code).await;
    assert!(page.text().contains("That code is not right."), "{}", page.text());
    assert_eq!(browser.get(&mailed.link).await.answer.status, 404);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
});
