//! The mail that welcomes whoever has proven their address.

use serde_json::json;
use signet::domain::directory::accounts::{self, AccountChanges};

use super::{
    sign_up::{NEW, details, open},
    switch_on,
};
use crate::{
    login::recovery::mails,
    support::{PASSWORD, TestApp, on_both_engines},
};

const SUBJECT: &str = "Welcome to Signet";

/// How many of the mails since then welcome somebody at this address.
async fn welcomed(t: &TestApp, address: &str) -> usize {
    mails(t).await.iter().filter(|mail| mail.to == address && mail.subject == SUBJECT).count()
}

on_both_engines!(
    whoever_makes_an_account_is_welcomed_once,
    |config| {
        open(config);
        config.mail.welcome = true;
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = details(&t, &client, NEW).await;
        assert_eq!(welcomed(&t, NEW).await, 0, "nothing is there yet");
        let form = page.form_with("sign-up-submit").with("password", PASSWORD);
        browser.submit(&page, form).await.code();
        let sent = mails(&t).await;
        let mail = sent.iter().find(|mail| mail.subject == SUBJECT).expect("a mail");
        assert_eq!(mail.to, NEW);
        assert!(mail.text.lines().any(|line| line == t.url("/account")), "{}", mail.text);
        let mut other = t.browser();
        let page = other.get(&t.url("/login")).await;
        other.sign_in(&page, "grace", PASSWORD).await;
        assert_eq!(welcomed(&t, NEW).await, 0, "once");
    }
);

on_both_engines!(
    whom_the_operator_vouches_for_is_not_welcomed,
    |config| {
        config.mail.welcome = true;
    },
    |t| {
        let ada = t.person("ada").await;
        for verified in [false, true] {
            let changes = AccountChanges { email_verified: Some(verified), ..AccountChanges::default() };
            accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
        }
        assert_eq!(welcomed(&t, "ada@example.com").await, 0);
    }
);
