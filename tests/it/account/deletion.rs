//! Somebody gives their account up, and may think better of it.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::factors::FactorRule,
    domain::directory::accounts::{self, AccountChanges, leaving},
};

use super::said;
use crate::{
    login::{
        factors::{app_of_ada, enter},
        recovery::mails,
    },
    support::{Browser, PASSWORD, Page, TestApp, on_both_engines},
};

const DAY: i64 = 86_400;

async fn give_up(t: &TestApp, browser: &mut Browser<'_>, typed: &str) -> Page {
    let page = browser.get(&t.url("/account/data")).await;
    browser.submit(&page, page.form_with("delete-account").with("confirmation", typed)).await
}

/// The link in the newest mail.
async fn link(t: &TestApp) -> String {
    let mail = mails(t).await.into_iter().next().expect("a mail");
    assert_eq!(mail.subject, "Your Signet account is going to be erased");
    let link = mail.text.lines().find(|line| line.starts_with(&t.url("/account/keep?token=")));
    link.unwrap_or_else(|| panic!("no link in {}", mail.text)).to_owned()
}

async fn erase_due(t: &TestApp) -> usize {
    leaving::erase_due(&t.cx(), 20).await.unwrap()
}

on_both_engines!(an_account_that_is_given_up_is_over_at_once_and_erased_later, |t| {
    let ada = t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut elsewhere = t.browser_of("ada").await;
    let tokens = client.tokens(&mut elsewhere, "openid offline_access").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/data")).await;
    assert!(page.text().contains("For 14 days you can change your mind."), "{}", page.text());
    let form = page.form_with("delete-account").with("confirmation", " Ada ");
    let mut second = browser.clone();
    let left = browser.submit(&page, form.clone()).await;
    assert_eq!(left.heading(), "Your account is going to be erased");
    // The second press of a double click.
    assert_eq!(second.submit(&page, form).await.heading(), "Your account is going to be erased");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.deletion_requested'").await, 1);

    for one in [&mut browser, &mut elsewhere] {
        assert!(one.get(&t.url("/account")).await.url.path().ends_with("/login"));
    }
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    let due = t.now() + 14 * DAY;
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM users WHERE deletion_due_at = {due}")).await, 1);

    mails(&t).await;
    t.clock.advance(14 * DAY - 1);
    assert_eq!(erase_due(&t).await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    t.clock.advance(1);
    assert_eq!(erase_due(&t).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
    for (table, rest) in [("credentials", 0), ("consents", 0), ("sessions", 0), ("one_time_tokens", 0)] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, rest, "{table}");
    }
    let traces = format!("SELECT COUNT(*) FROM audit_events WHERE user_id = '{}' AND personal_ip IS NOT NULL", ada.id);
    assert_eq!(t.count(&traces).await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.deleted'").await, 1);
    let subjects: Vec<String> = mails(&t).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Your Signet account is erased"]);
    assert_eq!(erase_due(&t).await, 0);
});

#[tokio::test]
async fn an_account_that_cannot_be_erased_holds_up_no_others() {
    let t = TestApp::sqlite().await;
    for name in ["ada", "bob", "eve"] {
        t.person(name).await;
        give_up(&t, &mut t.browser_of(name).await, name).await;
        t.clock.advance(1);
    }
    t.engine()
        .execute(
            "CREATE TRIGGER stays BEFORE DELETE ON users WHEN OLD.username = 'ada' \
             BEGIN SELECT RAISE(ABORT, 'ada stays'); END",
        )
        .await;
    t.clock.advance(14 * DAY);
    assert_eq!(erase_due(&t).await, 2);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'ada'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    // The batch with nothing but it ends the round; once nothing is in the way, it goes too.
    assert_eq!(erase_due(&t).await, 0);
    t.engine().execute("DROP TRIGGER stays").await;
    assert_eq!(erase_due(&t).await, 1);
}

on_both_engines!(the_link_of_the_mail_keeps_the_account_once, |t| {
    t.person("ada").await;
    give_up(&t, &mut t.browser_of("ada").await, "ada").await;
    let link = link(&t).await;
    let mut other = t.browser();
    let page = other.get(&link).await;
    assert_eq!(page.heading(), "Keep your account?");
    assert!(page.text().contains("29 January 2027, 08:00 UTC"), "{}", page.text());
    assert_eq!(
        t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await,
        1,
        "looking keeps nothing"
    );
    let kept = other.press(&page, "keep-account").await;
    assert_eq!(kept.heading(), "Your account stays");
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE actor = 'keep_account_link'").await, 1);
    let spent = other.press(&page, "keep-account").await;
    assert_eq!(
        (spent.answer.status.as_u16(), spent.heading().as_str()),
        (404, "This link has been used or is too old")
    );
    let subjects: Vec<String> = mails(&t).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Your Signet account stays"]);
    t.browser_of("ada").await;
    t.clock.advance(15 * DAY);
    assert_eq!(erase_due(&t).await, 0);
});

on_both_engines!(a_sign_in_to_an_account_that_goes_leads_to_keeping_it_and_begins_nothing, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    enter(&mut browser, &page, &phone.code(t.now())).await;
    give_up(&t, &mut browser, "ada").await;
    let sessions = t.count("SELECT COUNT(*) FROM sessions").await;
    t.clock.advance(30);

    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    assert!(browser.sign_in(&page, "ada", "wrong").await.text().contains("do not match"), "nothing is told");
    let asked = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(asked.heading(), "Enter the code from your app", "the password alone keeps nothing");
    let keep = enter(&mut browser, &asked, &phone.code(t.now())).await;
    assert_eq!((keep.url.path(), keep.heading().as_str()), ("/account/keep", "Keep your account?"));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, sessions, "nobody is signed in");
    assert_eq!(client.authorize(&mut browser, &[("prompt", "none")]).await.error(), "login_required");
    let kept = browser.press(&keep, "keep-account").await;
    assert_eq!(kept.heading(), "Your account stays");
    t.clock.advance(30);
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    enter(&mut browser, &page, &phone.code(t.now())).await.code();
});

on_both_engines!(a_link_that_a_sign_in_brought_is_good_for_half_an_hour, |t| {
    t.person("ada").await;
    give_up(&t, &mut t.browser_of("ada").await, "ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let keep = browser.sign_in(&page, "ada", PASSWORD).await;
    t.clock.advance(1_800);
    assert_eq!(browser.press(&keep, "keep-account").await.answer.status, 404);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await, 1);
});

on_both_engines!(nothing_is_erased_by_another_name_or_an_old_session_or_a_forged_form, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut browser = t.browser_of("ada").await;
    for typed in ["", "eve", "ada@example.com"] {
        let wrong = give_up(&t, &mut browser, typed).await;
        assert_eq!(wrong.answer.status, 422);
        assert_eq!(said(&wrong), "That is not your user name. Nothing was erased.");
    }
    let page = browser.get(&t.url("/account/data")).await;
    let form = page.form_with("delete-account").with("confirmation", "ada");
    assert_eq!(browser.submit(&page, form.clone().with("csrf", "AAAA")).await.answer.status, 403);
    t.clock.advance(601);
    assert!(browser.submit(&page, form).await.url.path().ends_with("/login"));
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NULL").await, 2);
});

on_both_engines!(
    the_last_administrator_stays_and_one_who_is_leaving_does_not_count,
    |config| {
        config.factors.administrators = Some(FactorRule::Optional);
    },
    |t| {
        let ada = t.person("ada").await;
        let bob = t.person("bob").await;
        for one in [&ada, &bob] {
            accounts::update(&t.cx(), &one.id, AccountChanges { admin: Some(true), ..AccountChanges::default() })
                .await
                .unwrap();
        }
        let left = give_up(&t, &mut t.browser_of("ada").await, "ada").await;
        assert_eq!(left.heading(), "Your account is going to be erased");
        let refused = give_up(&t, &mut t.browser_of("bob").await, "bob").await;
        assert_eq!(refused.answer.status, 422);
        assert_eq!(said(&refused), "You are the last administrator. Make somebody else one first; then you can go.");
        let why = accounts::disable(&t.cx(), &bob.id).await.unwrap_err().to_string();
        assert!(why.contains("the last administrator"), "{why}");
        // Kept, she counts again.
        assert!(leaving::cancel(&t.cx(), &ada.id).await.unwrap());
        assert!(!leaving::cancel(&t.cx(), &ada.id).await.unwrap());
        assert_eq!(give_up(&t, &mut t.browser_of("bob").await, "bob").await.answer.status, 200);
    }
);

on_both_engines!(
    without_a_wait_an_account_is_erased_at_once,
    |config| {
        config.account.deletion_wait = Seconds(0);
    },
    |t| {
        t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        let page = browser.get(&t.url("/account/data")).await;
        assert!(page.text().contains("is erased at once. Nobody can bring it back."), "{}", page.text());
        assert_eq!(give_up(&t, &mut browser, "ada").await.heading(), "Your account is erased");
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
        let subjects: Vec<String> = mails(&t).await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["Your Signet account is erased"]);
        assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    }
);

on_both_engines!(
    where_the_operator_erases_accounts_nobody_else_does,
    |config| {
        config.account.self_deletion = false;
    },
    |t| {
        let ada = t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        assert!(!browser.get(&t.url("/account/data")).await.has("delete-account"));
        let refused = leaving::request(&t.cx(), &ada.id, "ada", None).await.unwrap_err().to_string();
        assert_eq!(refused, "account: accounts are erased by the operator (account.self_deletion)");
    }
);
