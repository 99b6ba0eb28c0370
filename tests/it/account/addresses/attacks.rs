//! What somebody gets who wants the address of an account to be theirs.

use serde_json::json;
use signet::domain::directory::accounts::{self, AccountChanges};

use super::{NEW, OLD, another, ask, code_to, enter, has, link_to, mail_to};
use crate::{
    login::{
        factors::{app_of_ada, enter as enter_factor},
        passkeys,
        recovery::mails,
    },
    support::{Browser, PASSWORD, Page, TestApp, on_both_engines},
};

const DAY: i64 = 86_400;

/// The mailbox is said to be lost, past a page that does not offer that; nothing comes of it.
async fn stands_for_nothing(t: &TestApp, thief: &mut Browser<'_>) {
    let waits = thief.get(&t.url("/account/address")).await;
    assert!(!waits.has("address-lost"), "{}", waits.text());
    let mut past = waits.form_with("address-stop");
    past.action = t.url("/account/address/lost");
    let refused = thief.submit(&waits, past).await;
    assert!(refused.answer.body.contains("name=\"old_code\""), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes WHERE old_proven_at IS NOT NULL").await, 0);
}

on_both_engines!(a_session_thief_without_the_mailbox_changes_nothing, |t| {
    t.person("ada").await;
    let browser = t.browser_of("ada").await;
    let mut thief = browser.clone();
    thief.ip = [198, 51, 100, 7];
    let waits = ask(&t, &mut thief, "eve@example.net").await;
    let sent = mails(&t).await;
    let theirs = code_to(&sent, "eve@example.net");
    let half = enter(&mut thief, &waits, &theirs, &another(&code_to(&sent, OLD))).await;
    assert!(half.text().contains("That code is not right."), "{}", half.text());
    // The code of their own mailbox is none of hers.
    let half = thief.submit(&half, half.form_with("code-submit").with("old_code", &theirs)).await;
    assert!(has(&t, OLD, true).await, "{}", half.text());
    // Nothing stands for her mailbox, and what is sent past the page neither.
    assert!(!half.has("address-lost"));
    let mut past = half.form_with("address-stop");
    past.action = t.url("/account/address/lost");
    thief.submit(&half, past).await;
    assert!(has(&t, OLD, true).await);

    // She sees it in any other browser, and stops it.
    let mut elsewhere = t.browser_of("ada").await;
    let page = elsewhere.get(&t.url("/account/address")).await;
    assert!(page.text().contains("Somebody asked in another browser to change this address."), "{}", page.text());
    assert!(!page.text().contains("eve@example.net"));
    elsewhere.press(&page, "address-stop").await;
    let late = thief.submit(&half, half.form_with("code-submit").with("old_code", &code_to(&sent, OLD))).await;
    assert!(late.text().contains("ten minutes have passed"), "{}", late.text());
    assert!(has(&t, OLD, true).await);
});

on_both_engines!(a_thief_with_the_password_gains_nothing_by_an_app_of_their_own, |t| {
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let mut thief = t.browser();
    let page = thief.get(&t.url("/login")).await;
    let page = thief.sign_in(&page, "ada", PASSWORD).await;
    enter_factor(&mut thief, &page, &phone.code(t.now())).await;
    let waits = ask(&t, &mut thief, "eve@example.net").await;
    assert!(!waits.has("address-lost"), "{}", waits.text());
    assert!(waits.text().contains("once you have had it for a while"), "{}", waits.text());
    stands_for_nothing(&t, &mut thief).await;
});

// Attack: whoever knows the password adds a passkey beside the owner's, shows it and takes it away: what is left is old.
on_both_engines!(a_passkey_that_was_added_shown_and_taken_away_stands_for_no_mailbox, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    passkeys::passkey_of(&t, "ada").await;
    t.clock.advance(8 * DAY);
    let mut thief = t.browser_of("ada").await;
    ask(&t, &mut thief, "eve@example.net").await;
    let mut key = passkeys::authenticator(&t);
    let added = passkeys::add(&t, &mut thief, &mut key).await;
    assert!(added.text().contains("The passkey is added."), "{}", added.text());
    t.clock.advance(30);
    let page = client.authorize(&mut thief, &[("prompt", "login")]).await;
    passkeys::sign_in(&t, &mut thief, &page, &mut key).await.code();
    let page = thief.get(&t.url("/account/security")).await;
    let left = thief.press(&page, "remove-passkey-2").await;
    assert!(left.text().contains("The passkey is removed."), "{}", left.text());
    stands_for_nothing(&t, &mut thief).await;
});

// Attack: the same with recovery codes, which go with the question that they answer.
on_both_engines!(a_fresh_recovery_code_that_was_spent_stands_for_no_mailbox, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    passkeys::passkey_of(&t, "ada").await;
    t.clock.advance(8 * DAY);
    let mut thief = t.browser_of("ada").await;
    ask(&t, &mut thief, "eve@example.net").await;
    let page = thief.get(&t.url("/account/security")).await;
    let kept = thief.press(&page, "after-password").await;
    let codes = kept.codes_behind("id=\"recovery-codes\"");
    t.clock.advance(30);
    let page = client.authorize(&mut thief, &[("prompt", "login")]).await;
    let page = thief.sign_in(&page, "ada", PASSWORD).await;
    let page = thief.get(&format!("{}&recovery=1", page.url)).await;
    enter_factor(&mut thief, &page, &codes[0]).await.code();
    stands_for_nothing(&t, &mut thief).await;
    // Given up, they leave no row that tells their age.
    let page = thief.get(&t.url("/account/security")).await;
    thief.press(&page, "after-password").await;
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 0);
    stands_for_nothing(&t, &mut thief).await;
    // Once the mails had time to be read, what the account has stands for it again.
    t.clock.advance(8 * DAY);
    let ada = accounts::find(&mut t.app.db.read().await.unwrap(), "ada").await.unwrap();
    assert!(accounts::address::has_factor_of_old(&t.cx(), &ada.id).await.unwrap());
});

on_both_engines!(a_code_of_the_old_mailbox_opens_nothing_in_another_session, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let mut other = t.browser_of("ada").await;
    let page = other.get(&t.url("/account/address")).await;
    let csrf = page.form_with("address-stop").field("csrf").unwrap().to_owned();
    let form = waits.form_with("code-submit").with("csrf", &csrf);
    let form = form.with("code", &code_to(&sent, NEW)).with("old_code", &code_to(&sent, OLD));
    let refused = other.submit(&page, form).await;
    assert_eq!(refused.heading(), "E-mail address");
    assert!(has(&t, OLD, true).await);
    enter(&mut browser, &waits, &code_to(&sent, NEW), &code_to(&sent, OLD)).await;
    assert!(has(&t, NEW, true).await);
});

on_both_engines!(a_guessed_code_is_one_of_five_however_many_are_tried_at_once, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let press = || async {
        let mut guesser = browser.clone();
        enter(&mut guesser, &waits, &code_to(&sent, NEW), &another(&code_to(&sent, OLD))).await.text()
    };
    let all = tokio::join!(press(), press(), press(), press(), press(), press(), press(), press());
    let answers = [all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7];
    assert!(answers.iter().all(|text| !text.contains("Your address is changed.")));
    assert_eq!(t.count("SELECT MAX(tries) FROM address_changes").await, 5);
    let used_up = enter(&mut browser, &waits, &code_to(&sent, NEW), &code_to(&sent, OLD)).await;
    assert!(used_up.text().contains("That code was tried too often."), "{}", used_up.text());
    assert!(has(&t, OLD, true).await);
});

// Ten codes an hour: 240 of a million a day, however many mails are asked for.
on_both_engines!(an_account_tries_ten_codes_an_hour_and_asks_for_five_changes, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let mut looked_at = 0;
    for _ in 0..5 {
        t.clock.advance(11);
        let waits = ask(&t, &mut browser, NEW).await;
        let sent = mails(&t).await;
        for _ in 0..4 {
            let page = enter(&mut browser, &waits, &another(&code_to(&sent, NEW)), "").await;
            looked_at += u32::from(page.text().contains("That code is not right."));
        }
        let page = browser.get(&t.url("/account/address")).await;
        browser.press(&page, "address-stop").await;
    }
    assert!(looked_at <= 10, "{looked_at}");
    t.clock.advance(11);
    let refused = ask(&t, &mut browser, NEW).await;
    assert_eq!(refused.answer.status, 429);
    assert!(refused.answer.header("retry-after").is_some());
    for rule in ["address_change_account", "address_code_account"] {
        let told =
            format!("SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' AND data LIKE '%{rule}%'");
        assert_eq!(t.count(&told).await, 1, "{rule}");
    }
});

/// What a page says, without the address that was typed and what differs each time.
fn said(page: &Page, email: &str) -> String {
    let text = page.text().replace(email, "ADDRESS");
    text.split_whitespace().filter(|word| word.parse::<u8>().is_err()).collect::<Vec<_>>().join(" ")
}

on_both_engines!(an_address_that_somebody_has_answers_as_a_free_one_and_its_owner_is_told, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let carol = t.person("carol").await;
    let by_address = AccountChanges { username: Some("carol@example.net".to_owned()), ..AccountChanges::default() };
    accounts::update(&t.cx(), &carol.id, by_address).await.unwrap();
    t.person("dora").await;
    t.disable("dora").await;
    let free = "free@example.com";
    let mut pages = Vec::new();
    for email in [free, "bob@example.com", "carol@example.net", "dora@example.com"] {
        let mut browser = t.browser_of("ada").await;
        let waits = ask(&t, &mut browser, email).await;
        let sent = mails(&t).await;
        match email {
            "bob@example.com" => {
                let told = mail_to(&sent, email);
                assert_eq!(told.subject, "Somebody wanted your address at Signet");
                assert!(!told.text.contains("ada") && !told.text.contains("token="), "{}", told.text);
            }
            "free@example.com" => assert_eq!(mail_to(&sent, email).subject, "Your code for Signet"),
            // Somebody's user name, or of an account that is switched off.
            _ => assert!(sent.iter().all(|mail| mail.to != email), "{email}"),
        }
        let wrong = enter(&mut browser, &waits, &another("123455"), &code_to(&sent, OLD)).await;
        pages.push((said(&waits, email), said(&wrong, email), wrong.answer.status));
        let page = browser.get(&t.url("/account/address")).await;
        browser.press(&page, "address-stop").await;
        t.clock.advance(3_600);
    }
    for page in &pages[1..] {
        assert_eq!(page, &pages[0]);
    }
    assert!(has(&t, OLD, true).await);
});

on_both_engines!(an_address_that_got_an_account_meanwhile_is_not_taken_from_it, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, "bob@example.com").await;
    let sent = mails(&t).await;
    t.person("bob").await;
    let late = enter(&mut browser, &waits, &code_to(&sent, "bob@example.com"), &code_to(&sent, OLD)).await;
    assert_eq!(late.heading(), "E-mail address", "{}", late.text());
    assert!(!late.text().contains("Your address is changed."));
    assert!(has(&t, OLD, true).await && has(&t, "bob@example.com", true).await);
});

on_both_engines!(of_two_changes_at_once_one_is_made, |t| {
    t.person("ada").await;
    t.person("bob").await;
    // The same form twice.
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let (mut one, mut two) = (browser.clone(), browser.clone());
    let (new, old) = (code_to(&sent, NEW), code_to(&sent, OLD));
    let both = tokio::join!(enter(&mut one, &waits, &new, &old), enter(&mut two, &waits, &new, &old));
    assert!(both.0.text().contains("Your address is changed."), "{}", both.0.text());
    assert!(both.1.text().contains("Your address is changed."), "{}", both.1.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.email_changed'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM one_time_tokens WHERE purpose = 'take_address_back'").await, 1);

    // Two people who read one mailbox, and want its address.
    t.clock.advance(61);
    let shared = "shared@example.net";
    let (mut ada, mut bob) = (browser, t.browser_of("bob").await);
    let of_ada = ask(&t, &mut ada, shared).await;
    let for_ada = mails(&t).await;
    let of_bob = ask(&t, &mut bob, shared).await;
    let for_bob = mails(&t).await;
    let (ada_new, ada_old) = (code_to(&for_ada, shared), code_to(&for_ada, NEW));
    let (bob_new, bob_old) = (code_to(&for_bob, shared), code_to(&for_bob, "bob@example.com"));
    let both = tokio::join!(enter(&mut ada, &of_ada, &ada_new, &ada_old), enter(&mut bob, &of_bob, &bob_new, &bob_old));
    let made = [both.0, both.1].iter().filter(|page| page.text().contains("Your address is changed.")).count();
    assert_eq!(made, 1);
    assert!(has(&t, shared, true).await);
});

on_both_engines!(strangers_do_not_fill_a_mailbox_by_many_accounts, |t| {
    let victim = "victim@example.net";
    let mut mailed = 0;
    for name in ["a1", "a2", "a3", "a4", "a5", "a6", "a7"] {
        t.person(name).await;
        let mut browser = t.browser_of(name).await;
        let waits = ask(&t, &mut browser, victim).await;
        assert_eq!(waits.heading(), "Confirm the change", "nobody is told");
        mailed += mails(&t).await.iter().filter(|mail| mail.to == victim).count();
    }
    assert_eq!(mailed, 5);
});

/// Nothing of this is a form that another site can send.
#[tokio::test]
async fn another_site_asks_for_no_change_and_proves_none() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/address")).await;
    let form = page.form_with("address-send").with("email", "eve@example.net");
    browser.submit_from_elsewhere(&t.url("/account/address"), &form.fields).await;
    assert!(mails(&t).await.is_empty());
    ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let link = browser.get(&link_to(&sent, NEW)).await;
    let form = link.form_with("Yes, it is mine");
    browser.submit_from_elsewhere(&t.url("/account/address/link"), &form.fields).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes WHERE new_proven_at IS NOT NULL").await, 0);
}
