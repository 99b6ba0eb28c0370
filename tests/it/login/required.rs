//! `signet user require`: what somebody does before an app gets its answer.

use serde_json::json;
use signet::domain::directory::accounts::{self, Requirement};

use super::{
    mail_sign_in::{signed_in, switch_on},
    recovery::mails,
};
use crate::support::{Browser, Form, PASSWORD, Page, TestApp, TestClient, on_both_engines};

const NEW: &str = "quite another long secret";

pub(super) async fn require(t: &TestApp, name: &str, what: Requirement) {
    let user = accounts::find(&mut t.app.db.read().await.unwrap(), name).await.unwrap();
    assert!(accounts::require(&t.cx(), &user.id, what, true).await.unwrap(), "{what:?}");
}

/// A browser in which Ada has typed her password at the request of a client, and what follows.
pub(super) async fn with_password<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    (browser, page)
}

/// Has the mail sent; answers the page that waits, with the code and the link.
async fn mailed(t: &TestApp, browser: &mut Browser<'_>, page: &Page) -> (Page, String, String) {
    assert_eq!(
        (page.url.path(), page.heading().as_str()),
        ("/verify", "Confirm your e-mail address"),
        "{}",
        page.text()
    );
    let waits = browser.press(page, "verify-send").await;
    assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    let all = mails(t).await;
    let mail = all.first().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("ada@example.com", "Your code for Signet"));
    let mut lines = mail.text.lines().map(str::trim);
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|digit| digit.is_ascii_digit());
    let code = lines.clone().find(is_code).expect("a code").to_owned();
    let link = lines.find(|line| line.contains("/verify/link?token=")).expect("a link").to_owned();
    (waits, code, link)
}

async fn enter(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("code-submit").with("code", code)).await
}

async fn choose(browser: &mut Browser<'_>, page: &Page, form: Form, password: &str) -> Page {
    browser.submit(page, form.with("password", password).with("password_again", password)).await
}

/// The number that a waiting page shows.
fn number_of(page: &Page) -> String {
    let rest = page.answer.body.split_once("id=\"mail-number\"").expect("a number").1;
    rest.split_once('>').expect("its words").1.split('<').next().unwrap_or_default().to_owned()
}

async fn is_owed(t: &TestApp, column: &str) -> bool {
    t.count(&format!("SELECT COUNT(*) FROM users WHERE {column} IS NOT NULL")).await > 0
}

on_both_engines!(an_address_is_proven_by_the_code_before_the_app_gets_its_answer, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Verify).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let (waits, code, _) = mailed(&t, &mut browser, &page).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let again = enter(&mut browser, &waits, wrong).await;
    assert!(again.text().contains("That code is not right."), "{}", again.text());
    assert!(is_owed(&t, "verify_required_at").await);
    // The step waits in the session: another request does not go around it.
    assert_eq!(client.authorize(&mut browser, &[]).await.url.path(), "/verify");
    let mut second = browser.clone();
    let form = waits.form_with("code-submit").with("code", &code);
    let done = browser.submit(&waits, form.clone()).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    assert_eq!(second.submit(&waits, form).await.left(), done.left(), "a double click gets the same answer");
    assert!(!is_owed(&t, "verify_required_at").await, "done");
    client.code(&mut browser, &[]).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.verify_required'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 1);
});

// As required actions of Keycloak: they hang from the account, not from a session.
on_both_engines!(somebody_who_is_signed_in_is_asked_at_the_next_authorization_and_never_silently, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.code(&mut browser, &[]).await;
    for what in [Requirement::Verify, Requirement::Password] {
        require(&t, "ada", what).await;
    }
    let silent = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(silent.error(), "interaction_required");
    let described = silent.sent("error_description").unwrap_or_default();
    assert!(described.contains("something to do first"), "{described}");
    // One after the other, in this order.
    let page = client.authorize(&mut browser, &[]).await;
    let (waits, code, _) = mailed(&t, &mut browser, &page).await;
    let page = enter(&mut browser, &waits, &code).await;
    assert_eq!(page.url.path(), "/new-password", "{}", page.text());
    let cancelled = browser.press(&page, "cancel").await;
    assert_eq!(cancelled.error(), "access_denied");
    let silent = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(silent.error(), "interaction_required", "the other one is still wanted");
});

on_both_engines!(the_link_proves_it_in_this_browser_and_the_number_from_another, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Verify).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let (waits, _, link) = mailed(&t, &mut browser, &page).await;
    // Whoever looks at links before people do spends nothing, and nobody is signed in elsewhere.
    let mut other = t.browser();
    let page = other.get(&link).await;
    assert_eq!(page.heading(), "Did you just confirm your address?", "{}", page.text());
    assert!(is_owed(&t, "verify_required_at").await);
    let form = page.form_with("mail-refuse").with("number", &number_of(&waits));
    assert_eq!(other.submit(&page, form).await.heading(), "Go back to the other browser");
    assert_eq!(other.get(&t.url("/account")).await.url.path(), "/login");
    browser.press(&waits, "mail-continue").await.code();
    assert!(!is_owed(&t, "verify_required_at").await);

    require(&t, "ada", Requirement::Verify).await;
    let page = client.authorize(&mut browser, &[]).await;
    let (_, _, link) = mailed(&t, &mut browser, &page).await;
    let page = browser.get(&link).await;
    assert_eq!(page.heading(), "Is ada@example.com your address?", "{}", page.text());
    let mut second = browser.clone();
    let done = browser.press(&page, "login-submit").await;
    done.code();
    assert_eq!(second.press(&page, "login-submit").await.left(), done.left(), "a double click");
});

// Attack: somebody who has the mailbox and no session uses the mail to get in.
on_both_engines!(a_mail_that_proves_an_address_signs_nobody_in, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Verify).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let (waits, code, link) = mailed(&t, &mut browser, &page).await;
    let mut thief = t.browser();
    let gone = thief.get(&link.replace("/verify/link", "/login/email/link")).await;
    assert_eq!(gone.answer.status.as_u16(), 404, "{}", gone.text());
    // In the very browser, the form goes to the page that signs in: no account of another is entered by it.
    let form = waits.form_with("code-submit").with("code", &code);
    let moved = browser.submit(&waits, Form { action: t.url("/login/email/code"), ..form }).await;
    assert!(moved.left_for.is_none(), "{}", moved.text());
    assert!(is_owed(&t, "verify_required_at").await);
});

on_both_engines!(an_address_that_changed_meanwhile_is_not_proven_by_the_old_mail, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Verify).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let (waits, code, _) = mailed(&t, &mut browser, &page).await;
    let email = Some(Some("ada@new.example".to_owned()));
    let changes = accounts::AccountChanges { email, email_verified: Some(false), ..Default::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    let page = enter(&mut browser, &waits, &code).await;
    assert!(page.text().contains("That code does not work any more."), "{}", page.text());
    assert!(page.text().contains("ada@new.example"), "the mail would go there: {}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL").await, 0);
});

// Whoever is signed in is shown whose address it is, and has proven something of the account.
on_both_engines!(the_step_that_proves_an_address_keeps_everything, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let unproven = accounts::AccountChanges { email_verified: Some(false), ..Default::default() };
    accounts::update(&t.cx(), &ada.id, unproven).await.unwrap();
    let mut elsewhere = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Verify).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let (waits, code, _) = mailed(&t, &mut browser, &page).await;
    enter(&mut browser, &waits, &code).await.code();
    assert!(is_owed(&t, "email_verified_at").await, "it is proven");
    assert_eq!(elsewhere.get(&t.url("/account")).await.url.path(), "/account");
    t.browser_of("ada").await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.credentials_forgotten'").await, 0);
});

on_both_engines!(another_password_is_chosen_after_the_present_one_and_ends_other_sessions, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut elsewhere = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Password).await;
    let (mut browser, page) = with_password(&t, &client).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/new-password", "Choose a new password"));
    let form = page.form_with("password-submit");
    assert!(form.field("current_password").is_none(), "it was typed a moment ago");
    for (password, why) in [("short", "12 characters"), (PASSWORD, "This is the password that you have.")] {
        let refused = choose(&mut browser, &page, form.clone(), password).await;
        assert_eq!(refused.answer.status.as_u16(), 422, "{password}");
        assert!(refused.text().contains(why), "{password}: {}", refused.text());
    }
    let differ = browser.submit(&page, form.clone().with("password", NEW).with("password_again", "other")).await;
    assert_eq!(differ.answer.status.as_u16(), 422, "{}", differ.text());
    let mut second = browser.clone();
    let done = choose(&mut browser, &page, form.clone(), NEW).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    done.code();
    let late = choose(&mut second, &page, form, NEW).await;
    assert_eq!((late.left_for.is_none(), late.answer.status.as_u16()), (true, 410), "answered, and changed once");
    assert!(elsewhere.get(&t.url("/account")).await.url.path().ends_with("/login"), "signed out elsewhere");
    assert!(!is_owed(&t, "password_required_at").await);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.password_required'").await, 1);
});

// Attack: a session that was left open sets no password.
on_both_engines!(an_old_session_is_asked_to_sign_in_and_one_without_the_password_for_that, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Password).await;
    t.clock.advance(11 * 60);
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/login", "Is it still you?"), "{}", page.text());
    let page = browser.sign_in(&page, "ada@example.com", PASSWORD).await;
    assert_eq!(page.url.path(), "/new-password", "{}", page.text());

    // Signed in by a mailbox: whoever has that alone does not take the account over.
    let mut by_mail = signed_in(&t, &client, "ada").await;
    let page = client.authorize(&mut by_mail, &[]).await;
    let form = page.form_with("password-submit");
    assert!(form.field("current_password").is_some(), "{}", page.text());
    let wrong = choose(&mut by_mail, &page, form.clone().with("current_password", "a wrong guess"), NEW).await;
    assert_eq!(wrong.answer.status.as_u16(), 422);
    assert!(wrong.text().contains("This is not your present password."), "{}", wrong.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 1);
    choose(&mut by_mail, &page, form.with("current_password", PASSWORD), NEW).await.code();
});

on_both_engines!(a_password_set_by_a_link_is_another_one_and_one_of_the_operator_is_not, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Password).await;
    t.set_password("ada", NEW).await;
    assert!(is_owed(&t, "password_required_at").await, "the operator knows it");
    let lifetime = signet::base::time::Seconds::hours(1);
    let link = accounts::password_link::issue(&t.cx(), &ada.id, lifetime).await.unwrap().link;
    let mut browser = t.browser();
    let page = browser.get(link.expose()).await;
    let form = page.form_with("password-submit");
    choose(&mut browser, &page, form, PASSWORD).await;
    assert!(!is_owed(&t, "password_required_at").await);
    with_password(&t, &client).await.1.code();
});

on_both_engines!(on_the_way_to_the_account_it_is_asked_as_well, |t| {
    t.person("ada").await;
    require(&t, "ada", Requirement::Password).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/new-password", "{}", page.text());
    let form = page.form_with("password-submit");
    let account = choose(&mut browser, &page, form, NEW).await;
    assert_eq!((account.url.path(), account.answer.status.as_u16()), ("/account", 200), "{}", account.text());
});

on_both_engines!(what_cannot_be_asked_is_refused_to_the_operator, |t| {
    let nobody = accounts::NewUser { username: "bob".to_owned(), ..accounts::NewUser::default() };
    let bob = accounts::create(&t.cx(), nobody).await.unwrap();
    let refused = accounts::require(&t.cx(), &bob.id, Requirement::Verify, true).await.unwrap_err();
    assert_eq!(refused.to_string(), "user: the account has no e-mail address");
    assert!(!accounts::require(&t.cx(), &bob.id, Requirement::Verify, false).await.unwrap(), "nothing to take back");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.verify_required'").await, 0);
});
