//! The way back: the link in the mail to the address before.

use serde_json::json;
use signet::{
    base::time::Seconds,
    domain::directory::accounts::{self, AccountChanges, password_link},
};

use super::{NEW, OLD, ask, changed, code_to, has, link_to, mail_to};
use crate::{
    login::recovery::mails,
    support::{PASSWORD, Page, TestApp, on_both_engines},
};

const DAY: i64 = 86_400;
const ANOTHER: &str = "quite another long secret";

/// Opens the link in a browser that was never here, and presses the button.
async fn take_back(t: &TestApp, link: &str) -> Page {
    let mut browser = t.browser();
    let page = browser.get(link).await;
    assert_eq!(page.heading(), "Take this address back?", "{}", page.text());
    browser.press(&page, "take-back").await
}

on_both_engines!(a_session_thief_changes_the_address_and_its_owner_takes_it_back, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut thief = t.browser_of("ada").await;
    let tokens = client.tokens(&mut thief, "openid offline_access").await;
    let told = changed(&t, &mut thief, OLD, NEW).await;
    let link = link_to(&told, OLD);
    assert!(mail_to(&told, OLD).text.contains("22 January 2027, 08:00 UTC"), "{}", mail_to(&told, OLD).text);
    // Whoever looks at links before people do spends nothing.
    for _ in 0..3 {
        t.get_absolute(&link).await.ok();
    }
    assert!(has(&t, NEW, true).await);

    let mut owner = t.browser();
    let page = owner.get(&link).await;
    assert!(page.text().contains(OLD) && page.text().contains("Everybody is signed out"), "{}", page.text());
    let next = owner.press(&page, "take-back").await;
    assert_eq!((next.url.path(), next.heading().as_str()), ("/reset", "Choose a new password"), "{}", next.text());
    assert!(has(&t, OLD, true).await);
    assert!(thief.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    assert!(t.count("SELECT COUNT(*) FROM audit_events WHERE actor = 'take_address_back_link'").await > 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.email_taken_back'").await, 1);
    let after = mails(&t).await;
    assert_eq!(mail_to(&after, NEW).subject, "The former address of your Signet account is back");

    let form = next.form_with("password-submit").with("password", ANOTHER).with("password_again", ANOTHER);
    assert_eq!(owner.submit(&next, form).await.heading(), "Your password is set");
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, NEW, ANOTHER).await.text().contains("do not match"));
    assert!(browser.sign_in(&page, OLD, PASSWORD).await.text().contains("do not match"));
    assert!(browser.sign_in(&page, OLD, ANOTHER).await.url.path().ends_with("/account"));
});

on_both_engines!(a_take_back_link_used_twice_takes_nothing_back, |t| {
    t.person("ada").await;
    let told = changed(&t, &mut t.browser_of("ada").await, OLD, NEW).await;
    let link = link_to(&told, OLD);
    let mut owner = t.browser();
    let page = owner.get(&link).await;
    owner.press(&page, "take-back").await;
    // The second press of a double click is told that it is done; it makes no second link.
    let links = "SELECT COUNT(*) FROM one_time_tokens WHERE purpose = 'recovery'";
    assert_eq!(t.count(links).await, 1);
    assert_eq!(owner.press(&page, "take-back").await.heading(), "The address is yours again");
    assert_eq!(t.count(links).await, 1);
    t.clock.advance(61);
    changed(&t, &mut t.browser_of("ada").await, OLD, "other@example.net").await;
    let spent = owner.press(&page, "take-back").await;
    assert_eq!(
        (spent.answer.status.as_u16(), spent.heading().as_str()),
        (404, "This link has been used or is too old")
    );
    assert_eq!(t.get_absolute(&link).await.status, 404);
    assert!(has(&t, "other@example.net", true).await);
});

on_both_engines!(many_presses_at_once_take_back_once, |t| {
    t.person("ada").await;
    let told = changed(&t, &mut t.browser_of("ada").await, OLD, NEW).await;
    let mut owner = t.browser();
    let page = owner.get(&link_to(&told, OLD)).await;
    let press = || async { owner.clone().press(&page, "take-back").await.heading() };
    let all = tokio::join!(press(), press(), press(), press());
    let headings = [all.0, all.1, all.2, all.3];
    assert_eq!(headings.iter().filter(|one| *one == "Choose a new password").count(), 1, "{headings:?}");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.email_taken_back'").await, 1);
});

on_both_engines!(nothing_that_a_thief_does_next_ends_the_way_back, |t| {
    let ada = t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let first = changed(&t, &mut thief, OLD, "b@example.net").await;
    t.clock.advance(61);
    // Another address on top, another password, and the end of the account.
    let second = changed(&t, &mut thief, "b@example.net", "c@example.net").await;
    t.set_password("ada", ANOTHER).await;
    let mut thief = t.browser();
    let page = thief.get(&t.url("/login")).await;
    thief.sign_in(&page, "ada", ANOTHER).await;
    let page = thief.get(&t.url("/account/data")).await;
    thief.submit(&page, page.form_with("delete-account").with("confirmation", "ada")).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await, 1);

    assert_eq!(take_back(&t, &link_to(&first, OLD)).await.heading(), "Choose a new password");
    assert!(has(&t, OLD, true).await);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await, 0);
    // What the thief was mailed on the way leads nowhere.
    assert_eq!(t.get_absolute(&link_to(&second, "b@example.net")).await.status, 404);
    assert_eq!(accounts::find_by_id(&t.cx(), &ada.id).await.unwrap().email.as_deref(), Some(OLD));
});

on_both_engines!(a_change_that_waits_ends_when_the_address_is_taken_back, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let told = changed(&t, &mut thief, OLD, NEW).await;
    t.clock.advance(61);
    ask(&t, &mut thief, "third@example.net").await;
    let sent = mails(&t).await;
    let mut phone = t.browser();
    let elsewhere = link_to(&sent, "third@example.net");
    assert_eq!(phone.get(&elsewhere).await.answer.status, 200);
    take_back(&t, &link_to(&told, OLD)).await;
    assert_eq!(phone.get(&elsewhere).await.answer.status, 404);
    assert!(!code_to(&sent, NEW).is_empty() && has(&t, OLD, true).await);
});

on_both_engines!(the_way_back_ends_after_some_days_and_by_the_operators_word, |t| {
    let ada = t.person("ada").await;
    let told = changed(&t, &mut t.browser_of("ada").await, OLD, NEW).await;
    t.clock.advance(7 * DAY);
    assert_eq!(t.get_absolute(&link_to(&told, OLD)).await.status, 404);

    let told = changed(&t, &mut t.browser_of("ada").await, NEW, "third@example.net").await;
    let changes = AccountChanges { email: Some(Some("fourth@example.net".to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    assert_eq!(t.get_absolute(&link_to(&told, NEW)).await.status, 404);
});

on_both_engines!(an_address_that_has_another_account_by_now_is_not_taken_from_it, |t| {
    let eve = t.person("eve").await;
    let told = changed(&t, &mut t.browser_of("eve").await, "eve@example.com", NEW).await;
    let renamed = AccountChanges { username: Some("other".to_owned()), ..AccountChanges::default() };
    accounts::update(&t.cx(), &eve.id, renamed).await.unwrap();
    t.person("eve").await;
    assert_eq!(t.get_absolute(&link_to(&told, "eve@example.com")).await.status, 404);
    assert!(has(&t, NEW, true).await && has(&t, "eve@example.com", true).await);
});

on_both_engines!(whoever_signs_in_without_a_password_is_not_given_one_by_a_mailbox, |t| {
    let ada = t.person("ada").await;
    let told = changed(&t, &mut t.browser_of("ada").await, OLD, NEW).await;
    let sql = format!("DELETE FROM credentials WHERE user_id = '{}'", ada.id);
    t.engine().execute(&sql).await;
    assert_eq!(take_back(&t, &link_to(&told, OLD)).await.heading(), "The address is yours again");
    assert!(has(&t, OLD, true).await);
    assert_eq!(t.count("SELECT COUNT(*) FROM one_time_tokens WHERE consumed_at IS NULL").await, 0);
});

// Attack: a link of the operator lies in the mailbox that its person has given up.
on_both_engines!(a_password_link_ends_with_the_address_and_the_way_back_does_not, |t| {
    let ada = t.person("ada").await;
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::days(7)).await.unwrap();
    assert_eq!(t.browser().get(made.link.expose()).await.heading(), "Choose a new password");
    let told = changed(&t, &mut t.browser_of("ada").await, OLD, NEW).await;
    let spent = t.browser().get(made.link.expose()).await;
    let answer = (spent.answer.status.as_u16(), spent.heading());
    assert_eq!(answer, (404, "This link has been used or is too old".to_owned()), "{}", spent.text());
    assert_eq!(t.browser().get(&link_to(&told, OLD)).await.heading(), "Take this address back?");
});
