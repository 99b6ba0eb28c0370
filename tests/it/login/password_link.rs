//! A link with which a person sets a password.

use serde_json::json;
use signet::{
    base::{id::UserId, time::Seconds},
    domain::{
        directory::accounts::{self, AccountChanges, password_link},
        kernel::Error,
    },
};

use super::recovery::mails;
use crate::support::{Form, PASSWORD, Page, TestApp, on_both_engines};

const NEW: &str = "quite another long secret";

async fn link(t: &TestApp, user: &UserId) -> String {
    let made = password_link::issue(&t.cx(), user, Seconds::hours(1)).await.unwrap();
    assert_eq!(made.expires_at.0, t.now() + 3600);
    made.link.expose().clone()
}

fn filled(page: &Page, password: &str, again: &str) -> Form {
    page.form_with("password-submit").with("password", password).with("password_again", again)
}

on_both_engines!(a_password_link_sets_one_password_once_and_ends_what_was_open, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut elsewhere = t.browser_of("ada").await;
    let tokens = client.tokens(&mut elsewhere, "openid offline_access").await;
    let link = link(&t, &ada.id).await;

    // Whoever looks at links before people do spends nothing.
    for _ in 0..3 {
        t.get_absolute(&link).await.ok();
    }
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    assert!(page.heading() == "Choose a new password" && page.text().contains("ada@example.com"), "{}", page.text());
    assert_eq!(page.form_with("password-submit").field("username"), Some("ada"), "for the password manager");
    let forged = browser.submit(&page, filled(&page, NEW, NEW).with("csrf", "AAAA")).await;
    assert_eq!(forged.answer.status, 403);
    for (password, again, said) in [
        ("short", "short", "at least 12 characters"),
        (NEW, "other", "The two passwords differ."),
        ("ada-ada-ada-ada", "ada-ada-ada-ada", "repeats a few characters"),
    ] {
        let wrong = browser.submit(&page, filled(&page, password, again)).await;
        assert!(wrong.answer.status == 422 && wrong.text().contains(said), "{said}: {}", wrong.text());
        assert!(!wrong.answer.body.contains(password), "a password is never sent back");
    }
    // Everything at once, each beside its field and once.
    let wrong = browser.submit(&page, filled(&page, "ada-ada-ada", "other")).await;
    let said = ["at least 12 characters", "repeats a few characters", "The two passwords differ."];
    let times = said.map(|said| wrong.text().matches(said).count());
    assert_eq!((wrong.answer.status.as_u16(), times), (422, [2, 2, 2]), "{}", wrong.text());
    // Nothing was changed so far.
    elsewhere.get(&t.url("/account")).await.answer.ok();
    let mut second = t.browser();
    let second_page = second.get(&link).await;

    let done = browser.submit(&page, filled(&page, NEW, NEW)).await;
    assert_eq!((done.answer.status.as_u16(), done.heading().as_str()), (200, "Your password is set"));
    assert!(done.text().contains("You sign in as ada"), "{}", done.text());
    // The page stands at an address of its own, which says it again in another language and for a while.
    let german = t.browser().get(&done.in_language("de")).await;
    assert_eq!(german.heading(), "Ihr Passwort ist festgelegt");
    assert!(german.text().contains("ada"), "{}", german.text());
    let nobody = t.browser().get(&t.url("/password/done")).await;
    assert!(nobody.url.path().ends_with("/login"), "{}", nobody.url);
    let again = second.submit(&second_page, filled(&second_page, PASSWORD, PASSWORD)).await;
    assert_eq!(again.answer.status, 404);
    assert_eq!(t.get_absolute(&link).await.status, 404);

    assert_eq!(client.refresh(tokens.refresh()).await.json()["error"], "invalid_grant");
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert!(elsewhere.get(&t.url("/account")).await.url.path().ends_with("/login"), "signed out elsewhere");
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    assert!(browser.sign_in(&page, "ada", NEW).await.url.path().ends_with("/account"));
    for (kind, actor) in [("password_link.created", "cli"), ("password.set", "password_link")] {
        let told = format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}' AND actor = '{actor}'");
        assert_eq!(t.count(&told).await, 1, "{kind}");
    }
});

on_both_engines!(a_password_link_ends_with_its_time_with_the_next_one_and_with_the_account, |t| {
    let ada = t.person("ada").await;
    let (first, second) = (link(&t, &ada.id).await, link(&t, &ada.id).await);
    assert_eq!(t.get_absolute(&first).await.status, 404, "a new link ends the one before");
    t.get_absolute(&second).await.ok();
    t.clock.advance(3600);
    assert_eq!(t.get_absolute(&second).await.status, 404);

    let third = link(&t, &ada.id).await;
    t.set_password("ada", NEW).await;
    assert_eq!(t.get_absolute(&third).await.status, 404, "a password that was set otherwise is not set over");
    let fourth = link(&t, &ada.id).await;
    let mut browser = t.browser();
    let page = browser.get(&fourth).await;
    t.disable("ada").await;
    assert_eq!(browser.submit(&page, filled(&page, PASSWORD, PASSWORD)).await.answer.status, 404);
    t.enable("ada").await;
    assert_eq!(t.get_absolute(&fourth).await.status, 404, "what was ended stays ended");

    // Links of one purpose open nothing of another.
    let fifth = link(&t, &ada.id).await;
    let token = fifth.split_once("token=").unwrap().1;
    for path in ["/sign-in-link", "/setup"] {
        let status = t.get(&format!("{path}?token={token}")).await.status.as_u16();
        assert!(status == 404 || status == 410, "{path}: {status}");
    }
    assert_eq!(t.get("/password?token=guess").await.status, 404);
    assert_eq!(t.get("/password").await.status, 404);

    let issued = async |lifetime| password_link::issue(&t.cx(), &ada.id, lifetime).await;
    for wrong in [Seconds(299), Seconds::days(8)] {
        let Err(Error::Invalid(fields)) = issued(wrong).await else { panic!("{wrong:?} was taken") };
        assert_eq!((fields[0].code, fields[0].message.as_str()), ("lifetime_out_of_range", "choose 5m to 7d"));
    }
    t.disable("ada").await;
    let Err(Error::Invalid(fields)) = issued(Seconds::hours(1)).await else { panic!("made for a disabled account") };
    assert_eq!(fields[0].code, "user_disabled");
});

// Attack: the operator mistyped the address, and whoever reads that mailbox keeps the link.
on_both_engines!(a_link_that_was_mailed_to_a_mistyped_address_ends_when_the_operator_corrects_it, |t| {
    let ada = t.person("ada").await;
    let to = |email: &str| AccountChanges { email: Some(Some(email.to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, to("adda@example.net")).await.unwrap();
    password_link::issue_by_mail(&t.cx(), &ada.id, Seconds::days(7)).await.unwrap();
    let sent = mails(&t).await;
    let mailed = sent.iter().find(|mail| mail.to == "adda@example.net" && mail.text.contains("/password?token="));
    let mut lines = mailed.expect("a mail").text.lines().map(str::trim);
    let link = lines.find(|line| line.contains("/password?token=")).expect("a link").to_owned();
    let mut reader = t.browser();
    let page = reader.get(&link).await;
    assert_eq!(page.heading(), "Choose a new password", "{}", page.text());
    // What is no other address ends nothing.
    accounts::update(&t.cx(), &ada.id, to("adda@example.net")).await.unwrap();
    assert_eq!(t.browser().get(&link).await.heading(), "Choose a new password");
    accounts::update(&t.cx(), &ada.id, to("ada@example.net")).await.unwrap();
    for spent in [reader.submit(&page, filled(&page, NEW, NEW)).await, t.browser().get(&link).await] {
        let told = (spent.answer.status.as_u16(), spent.heading());
        assert_eq!(told, (404, "This link has been used or is too old".to_owned()), "{}", spent.text());
    }
    let set = "SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set' AND actor = 'password_link'";
    assert_eq!(t.count(set).await, 0);
});
