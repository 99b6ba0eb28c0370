//! A browser in which somebody has been before is held by its own tries alone: for mails, links and codes, too.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::limits::RuleName,
    domain::{
        consumers::messages,
        directory::accounts::{self, Requirement, recovery},
        kernel::{Feature, features, messages::Channel},
    },
};

use super::limit;
use crate::{
    login::factors::{Phone, a_step_later, enter, set_up},
    support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines},
};

/// How many mails have come by now.
async fn mails(t: &TestApp) -> usize {
    recovery::answer(&t.cx()).await.unwrap();
    for one in messages::claim(&t.cx(), Channel::Mail, 50).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap();
    }
    t.app.mailer.as_ref().unwrap().inbox().unwrap().list().len()
}

/// A browser in which Ada was signed in, and is no more.
async fn known(t: &TestApp) -> Browser<'_> {
    let mut browser = t.browser_of("ada").await;
    let account = browser.get(&t.url("/account")).await;
    browser.press(&account, "sign-out").await;
    browser
}

async fn ask_for_link(t: &TestApp, browser: &mut Browser<'_>) -> Page {
    let page = browser.get(&t.url("/forgot")).await;
    browser.submit(&page, page.form_with("forgot-submit").with("username", "ada")).await
}

on_both_engines!(strangers_do_not_use_up_the_links_of_whoever_asks_in_their_own_browser, |t| {
    t.person("ada").await;
    let mut own = known(&t).await;
    let before = mails(&t).await;
    for number in 0..6 {
        let mut stranger = t.browser();
        stranger.ip = [10, number, 0, 1];
        assert_eq!(ask_for_link(&t, &mut stranger).await.answer.status, 200);
        mails(&t).await;
        t.clock.advance(61);
    }
    assert_eq!(mails(&t).await - before, 3, "three in an hour, and nobody is told");
    let exceeded = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' AND user_id IS NOT NULL \
                    AND data LIKE '%recovery_account%'";
    assert_eq!(t.count(exceeded).await, 1);
    ask_for_link(&t, &mut own).await;
    assert_eq!(mails(&t).await - before, 4);
    // Its own are no more than three either.
    for _ in 0..4 {
        t.clock.advance(61);
        ask_for_link(&t, &mut own).await;
        mails(&t).await;
    }
    assert_eq!(mails(&t).await - before, 6);
});

async fn ask_for_code(t: &TestApp, browser: &mut Browser<'_>, name: &str) -> Page {
    let page = browser.get(&t.url("/login/email")).await;
    browser.submit(&page, page.form_with("mail-send").with("username", name)).await
}

on_both_engines!(
    neighbors_do_not_use_up_the_mails_of_whoever_asks_in_their_own_browser,
    |config| { limit(config, RuleName::MailAddress, 2, Seconds::minutes(15)) },
    |t| {
        t.person("ada").await;
        t.person("eve").await;
        features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
        let (mut own, mut eves) = (known(&t).await, t.browser());
        let mut eve = t.browser_of("eve").await;
        let account = eve.get(&t.url("/account")).await;
        eve.press(&account, "sign-out").await;
        for name in ["nobody", "somebody"] {
            assert_eq!(ask_for_code(&t, &mut eves, name).await.answer.status, 200);
        }
        let refused = ask_for_code(&t, &mut eves, "ada").await;
        assert_eq!(refused.answer.status, 429);
        assert!(refused.text().contains("Many mails were sent already."), "{}", refused.text());
        // Somebody else's own browser is a stranger's to Ada.
        assert_eq!(ask_for_code(&t, &mut eve, "ada").await.answer.status, 429);
        let before = mails(&t).await;
        for at in 0..5 {
            assert_eq!(ask_for_code(&t, &mut own, "ada").await.answer.status, 200, "{at}");
            mails(&t).await;
            t.clock.advance(11);
        }
        assert_eq!(mails(&t).await - before, 5);
        assert_eq!(ask_for_code(&t, &mut own, "ada").await.answer.status, 429, "its own");
    }
);

// Attack: strangers ask for mails by a name, so that its owner never gets the one that lets them go on.
on_both_engines!(
    strangers_do_not_use_up_the_mail_that_proves_the_address_of_whoever_is_signed_in,
    |config| {
        limit(config, RuleName::MailNameAddress, 2, Seconds::minutes(15));
        limit(config, RuleName::MailAccount, 2, Seconds::hours(1));
    },
    |t| {
        let ada = t.person("ada").await;
        features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
        accounts::require(&t.cx(), &ada.id, Requirement::Verify, true).await.unwrap();
        let client = t.first_party("web", json!({})).await;
        let mut own = t.browser();
        let page = client.authorize(&mut own, &[]).await;
        let page = own.sign_in(&page, "ada", PASSWORD).await;
        assert_eq!(page.url.path(), "/verify", "{}", page.text());
        let before = mails(&t).await;
        // Behind the same address, and elsewhere.
        for ip in [own.ip, own.ip, [10, 1, 0, 1], [10, 2, 0, 1]] {
            let mut stranger = t.browser();
            stranger.ip = ip;
            assert_eq!(ask_for_code(&t, &mut stranger, "ada@example.com").await.answer.status, 200);
            mails(&t).await;
        }
        assert_eq!(mails(&t).await - before, 2, "two in an hour, and nobody is told");
        let waits = own.press(&page, "verify-send").await;
        assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
        assert_eq!(mails(&t).await - before, 3);
    }
);

/// A browser that asks for Ada's code, her password entered.
async fn at_the_code<'t>(
    t: &'t TestApp,
    client: &TestClient<'_>,
    device: Option<(String, String)>,
) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    browser.cookies.extend(device);
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    (browser, page)
}

fn wrong(phone: &Phone, t: &TestApp) -> Vec<String> {
    let right = phone.code(t.now());
    (0..8).map(|number| format!("{number:06}")).filter(|code| *code != right).take(6).collect()
}

/// Uses up what may be tried; answers how many were looked at.
async fn use_up(t: &TestApp, browser: &mut Browser<'_>, page: &Page, phone: &Phone) -> usize {
    let mut looked_at = 0;
    for code in wrong(phone, t) {
        let answer = enter(browser, page, &code).await;
        looked_at += usize::from(answer.text().contains("That code is not right."));
    }
    assert_eq!(enter(browser, page, &phone.code(t.now())).await.answer.status, 429, "not even the right one");
    looked_at
}

// Attack: somebody knows the password, and tries codes so that its owner cannot.
on_both_engines!(whoever_knows_the_password_does_not_use_up_the_codes_of_a_browser_that_proved_them, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (phone, _) = set_up(&t, &mut t.browser_of("ada").await).await;
    a_step_later(&t);
    let (mut own, page) = at_the_code(&t, &client, None).await;
    enter(&mut own, &page, &phone.code(t.now())).await.code();
    let device = own.device_cookie();
    a_step_later(&t);

    let (mut thief, page) = at_the_code(&t, &client, None).await;
    assert_eq!(use_up(&t, &mut thief, &page, &phone).await, 5);
    // The password alone, which the thief knows, makes no browser one that proved a code: not by signing in anew.
    let (mut again, page) = at_the_code(&t, &client, Some(thief.device_cookie())).await;
    assert_eq!(enter(&mut again, &page, &phone.code(t.now())).await.answer.status, 429);

    let (mut back, page) = at_the_code(&t, &client, Some(device.clone())).await;
    enter(&mut back, &page, &phone.code(t.now())).await.code();
    // A copy of its cookie has what is left of its five tries, wherever it is used.
    a_step_later(&t);
    for left in [4, 0] {
        let (mut copy, page) = at_the_code(&t, &client, Some(device.clone())).await;
        assert_eq!(use_up(&t, &mut copy, &page, &phone).await, left);
    }
    let exceeded = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' AND user_id IS NOT NULL \
                    AND data LIKE '%factor_account%'";
    assert_eq!(t.count(exceeded).await, 2);
});
