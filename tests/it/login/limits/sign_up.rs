//! How many accounts people make from one address, and how many mails one mailbox gets for them.

use serde_json::json;
use signet::{
    app::password_hash::QueueLane,
    base::time::Seconds,
    config::{Config, limits::RuleName, sign_up::SignUpMode},
    domain::{
        consumers::messages,
        directory::accounts::invitations::{self, InvitationDelivery, NewInvitation},
        kernel::{Feature, features, messages::Channel},
    },
    render::Locale,
};

use super::limit;
use crate::{
    login::queue::{fill, narrow},
    support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines},
};

fn open(config: &mut Config) {
    config.sign_up.mode = SignUpMode::Open;
}

async fn switch_on(t: &TestApp) {
    features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
}

/// The mails to an address.
async fn codes(t: &TestApp, address: &str) -> Vec<String> {
    for one in messages::claim(&t.cx(), Channel::Mail, 50).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap();
    }
    let inbox = t.app.mailer.as_ref().unwrap().inbox().unwrap().list();
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|digit| digit.is_ascii_digit());
    let to = inbox.iter().filter(|mail| mail.to == address);
    to.filter_map(|mail| mail.text.lines().map(str::trim).find(is_code).map(str::to_owned)).collect()
}

/// Gives an address on the way to an app; answers what follows.
async fn give<'t>(t: &'t TestApp, client: &TestClient<'_>, ip: [u8; 4], email: &str) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    browser.ip = ip;
    let page = client.authorize(&mut browser, &[("prompt", "create")]).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    let page = browser.submit(&page, page.form_with("sign-up-send").with("email", email)).await;
    (browser, page)
}

/// A browser that has proven an address, on the page that makes the account.
async fn proven<'t>(t: &'t TestApp, client: &TestClient<'_>, email: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = give(t, client, [192, 0, 2, 1], email).await;
    let code = codes(t, email).await.remove(0);
    let page = browser.submit(&page, page.form_with("code-submit").with("code", &code)).await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    (browser, page)
}

async fn make(browser: &mut Browser<'_>, page: &Page) -> Page {
    browser.submit(page, page.form_with("sign-up-submit")).await
}

on_both_engines!(three_accounts_an_hour_are_made_from_one_address, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    // Four have proven their address when the first of them makes an account.
    let mut waiting = Vec::new();
    for number in 0..4 {
        waiting.push(proven(&t, &client, &format!("person{number}@example.com")).await);
    }
    for (browser, page) in &mut waiting[..3] {
        make(browser, page).await.code();
    }
    let (browser, page) = &mut waiting[3];
    let refused = make(browser, page).await;
    assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("1200")));
    assert!(refused.text().contains("Please wait 20 minutes, then try again."), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 3);
    // Whoever comes now is told before they are mailed.
    let (_, told) = give(&t, &client, [192, 0, 2, 1], "late@example.com").await;
    assert_eq!((told.answer.status.as_u16(), told.answer.header("retry-after")), (429, Some("1200")));
    assert!(told.text().contains("A lot was asked for from here already."), "{}", told.text());
    assert!(told.text().contains("wait 20 minutes"), "{}", told.text());
    assert!(codes(&t, "late@example.com").await.is_empty());
    // Elsewhere it goes on, and here after a third of the hour.
    let (_, elsewhere) = give(&t, &client, [198, 51, 100, 7], "late@example.com").await;
    assert_eq!(elsewhere.heading(), "Look into your mailbox", "{}", elsewhere.text());
    t.clock.advance(1200);
    make(browser, page_of(&refused, page)).await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 4);
    let exceeded = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' \
                    AND data LIKE '%sign_up_address%'";
    assert_eq!(t.count(exceeded).await, 1);
});

/// A browser in which somebody goes on with an invitation, on the page that makes the account.
async fn invited<'t>(t: &'t TestApp, email: &str) -> (Browser<'t>, Page) {
    let new = NewInvitation {
        email: email.to_owned(),
        name: None,
        organization: None,
        roles: Vec::new(),
        locale: Locale::En,
        lifetime: Seconds::days(1),
        delivery: InvitationDelivery::Print,
    };
    let link = invitations::invite(&t.cx(), new).await.unwrap().link.expect("a link");
    let mut browser = t.browser();
    let page = browser.get(link.expose()).await;
    let page = browser.press(&page, "invitation-accept").await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    (browser, page)
}

// A department makes its accounts in one morning, behind one address.
on_both_engines!(
    whoever_is_invited_neither_waits_for_the_accounts_of_an_address_nor_takes_them,
    |config| {
        open(config);
        limit(config, RuleName::SignUpAddress, 1, Seconds::hours(1));
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        for number in 0..3 {
            let (mut browser, page) = invited(&t, &format!("invited{number}@example.com")).await;
            let account = make(&mut browser, &page).await;
            assert_eq!(account.url.path(), "/account", "{}", account.text());
        }
        let (mut stranger, page) = proven(&t, &client, "stranger@example.com").await;
        make(&mut stranger, &page).await.code();
        let (_, told) = give(&t, &client, [192, 0, 2, 1], "another@example.com").await;
        assert_eq!(told.answer.status, 429, "{}", told.text());
        let (mut late, page) = invited(&t, "late@example.com").await;
        assert_eq!(make(&mut late, &page).await.url.path(), "/account");
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 5);
    }
);

on_both_engines!(
    whoever_is_invited_is_not_kept_from_a_user_name_by_those_at_the_same_address,
    |config| {
        open(config);
        limit(config, RuleName::UsernameAddress, 1, Seconds::hours(1));
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut stranger, page) = proven(&t, &client, "stranger@example.com").await;
        make(&mut stranger, &page).await.code();
        let (mut another, page) = proven(&t, &client, "another@example.com").await;
        let refused = make(&mut another, &page).await;
        assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("3600")));
        assert!(refused.text().contains("Please wait 60 minutes, then try again."), "{}", refused.text());
        for number in 0..2 {
            let (mut browser, page) = invited(&t, &format!("invited{number}@example.com")).await;
            let account = make(&mut browser, &page).await;
            assert_eq!(account.url.path(), "/account", "{}", account.text());
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 3);
    }
);

// Attack: somebody is invited and asks who has an account.
on_both_engines!(
    whoever_is_invited_asks_after_so_many_user_names_and_no_more,
    |config| {
        open(config);
        limit(config, RuleName::UsernameMailbox, 4, Seconds::hours(1));
    },
    |t| {
        t.person("ada").await;
        switch_on(&t).await;
        let (mut browser, page) = invited(&t, "grace@example.com").await;
        let form = page.form_with("sign-up-submit").with("username", "ada");
        for _ in 0..4 {
            let told = browser.submit(&page, form.clone()).await;
            assert_eq!(told.answer.status, 422, "{}", told.text());
            assert!(told.text().contains("Somebody"), "{}", told.text());
        }
        let refused = browser.submit(&page, form.with("username", "graceful")).await;
        assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("900")));
        assert!(refused.text().contains("Please wait 15 minutes, then try again."), "{}", refused.text());
        let again = refused.form_with("sign-up-submit");
        assert_eq!(again.field("username"), Some("graceful"), "what was typed stays");
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
        t.clock.advance(900);
        assert_eq!(browser.submit(&refused, again).await.url.path(), "/account");
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'graceful'").await, 1);
    }
);

/// The page whose form is sent once more: an error page has none.
fn page_of<'p>(refused: &Page, before: &'p Page) -> &'p Page {
    assert!(!refused.has("sign-up-submit"));
    before
}

on_both_engines!(
    a_mailbox_gets_five_mails_an_hour_for_an_account_and_nobody_is_told_whether_it_has_one,
    |config| { open(config) },
    |t| {
        t.person("ada").await;
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        for email in ["ada@example.com", "grace@example.com"] {
            for network in 0..8 {
                let (_, page) = give(&t, &client, [10, network, 0, 1], email).await;
                assert_eq!(page.heading(), "Look into your mailbox", "{}", page.text());
            }
            assert_eq!(codes(&t, email).await.len(), 5, "{email}");
        }
        t.clock.advance(12 * 60);
        give(&t, &client, [10, 0, 0, 1], "grace@example.com").await;
        assert_eq!(codes(&t, "grace@example.com").await.len(), 6);
    }
);

// Anybody has mailboxes: making accounts takes nobody's place who has signed in before.
on_both_engines!(
    the_password_of_a_new_account_waits_with_strangers,
    |config| {
        open(config);
        narrow(config);
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = proven(&t, &client, "grace@example.com").await;
        let _held = fill(&t, &[QueueLane::New]).await;
        let form = page.form_with("sign-up-submit").with("password", PASSWORD);
        let refused = browser.submit(&page, form).await;
        assert_eq!(refused.answer.status, 503, "{}", refused.text());
        assert!(refused.text().contains("Nothing was lost. Wait a few seconds, then try again."), "{}", refused.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
    }
);
