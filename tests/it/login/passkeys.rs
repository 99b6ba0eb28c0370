//! Passkeys (WebAuthn), from making one to losing it, with a software authenticator.

use serde_json::{Value, json};
use signet::{
    domain::{
        directory::accounts::{self, AccountChanges},
        kernel::{Feature, features},
    },
    store::{credentials, passkeys, users},
};

use super::factors::id_token;
use crate::support::{Authenticator, Browser, Flags, PASSWORD, Page, TestApp, on_both_engines};

const SYNCED: &str = "SELECT COUNT(*) FROM passkeys WHERE backup = 'backed_up'";
const FAILED: &str = "SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'";

/// An authenticator whose browser stands at our pages.
pub fn authenticator(t: &TestApp) -> Authenticator {
    Authenticator::new(&t.issuer)
}

/// Answers the page that makes a passkey.
async fn create(browser: &mut Browser<'_>, page: &Page, key: &mut Authenticator) -> Page {
    let options: Value = serde_json::from_str(&page.data("create")).unwrap();
    let form = page.form_to("/account/security/passkey").with("sealed", &page.data("sealed"));
    browser.submit(page, form.with("answer", &key.create(&options))).await
}

/// Adds a passkey in a browser that has just signed in.
pub async fn add(t: &TestApp, browser: &mut Browser<'_>, key: &mut Authenticator) -> Page {
    let page = browser.get(&t.url("/account/security/passkey")).await;
    assert_eq!(page.heading(), "Create a passkey", "{}", page.text());
    create(browser, &page, key).await
}

/// A passkey of this person.
pub async fn passkey_of(t: &TestApp, username: &str) -> Authenticator {
    let mut key = authenticator(t);
    let page = add(t, &mut t.browser_of(username).await, &mut key).await;
    assert!(page.text().contains("The passkey is added."), "{}", page.text());
    key
}

/// What the sign-in page's script is told.
async fn offered(t: &TestApp, browser: &mut Browser<'_>) -> Value {
    let page = browser.get(&t.url("/login/passkey")).await;
    assert_eq!(page.answer.status, 200, "{}", page.text());
    page.answer.json()
}

/// The form of the sign-in page with an answer to this offer.
fn answered(page: &Page, key: &mut Authenticator, offer: &Value) -> crate::support::Form {
    let options: Value = serde_json::from_str(offer["public_key"].as_str().unwrap()).unwrap();
    let form = page.form_to("/login/passkey").with("sealed", offer["sealed"].as_str().unwrap());
    form.with("answer", &key.get(&options))
}

/// Signs in at a page that asks for it.
pub async fn sign_in(t: &TestApp, browser: &mut Browser<'_>, page: &Page, key: &mut Authenticator) -> Page {
    let offer = offered(t, browser).await;
    browser.submit(page, answered(page, key, &offer)).await
}

/// Signs in at one's own account, in a new browser.
pub async fn visit(t: &TestApp, key: &mut Authenticator) -> Page {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    sign_in(t, &mut browser, &page, key).await
}

on_both_engines!(a_passkey_signs_in_alone_and_is_two_factors, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut own = t.browser_of("ada").await;
    let page = own.get(&t.url("/account/security")).await;
    assert!(page.text().contains("no false page can ask for it"), "{}", page.text());
    let mut key = authenticator(&t);
    // A model that says who keeps its keys.
    key.aaguid = [0xea, 0x9b, 0x8d, 0x66, 0x4d, 0x01, 0x1d, 0x21, 0x3c, 0xe4, 0xb6, 0xb4, 0x8c, 0xb5, 0x75, 0xd4];
    key.flags = Flags::SYNCED;
    let page = add(&t, &mut own, &mut key).await;
    assert!(page.text().contains("The passkey is added."), "{}", page.text());
    assert!(page.text().contains("Google Password Manager Backed up by its provider"), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'passkey.added'").await, 1);
    assert_eq!(t.mails_of("passkey_added").await, 1, "the owner is told");

    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("acr_values", "urn:signet:acr:multi-factor")]).await;
    assert!(page.answer.body.contains("autocomplete=\"username webauthn\""));
    let before = browser.cookie();
    let code = sign_in(&t, &mut browser, &page, &mut key).await.code();
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    let told = id_token(&t, &client, &code).await;
    assert_eq!(told["amr"], json!(["swk", "user", "mfa"]));
    assert_eq!(told["acr"], json!("urn:signet:acr:multi-factor"));
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys WHERE last_used_at IS NOT NULL AND sign_count = 2").await, 1);
    assert!(own.get(&t.url("/account/security")).await.text().contains("Last used"));
});

on_both_engines!(a_key_that_never_leaves_its_device_says_so, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut key = passkey_of(&t, "ada").await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let code = sign_in(&t, &mut browser, &page, &mut key).await.code();
    assert_eq!(id_token(&t, &client, &code).await["amr"], json!(["hwk", "user", "mfa"]));
});

on_both_engines!(whoever_has_an_authenticator_app_is_not_asked_for_it_after_a_passkey, |t| {
    let ada = t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    let since = Some(t.clock.now());
    t.cx().write(async |work| Ok(users::set_second_factor(work, &ada.id, since).await?)).await.unwrap();
    let page = visit(&t, &mut key).await;
    assert_eq!(page.url.path(), "/account", "{}", page.text());
});

on_both_engines!(a_password_alone_still_signs_in_beside_a_passkey_and_an_app_that_wants_more_gets_the_passkey, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut key = passkey_of(&t, "ada").await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    let page = client.authorize(&mut browser, &[("acr_values", "urn:signet:acr:multi-factor")]).await;
    assert_eq!(page.url.path(), "/login", "what is missing can be proven: {}", page.text());
    let code = sign_in(&t, &mut browser, &page, &mut key).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!(told["amr"], json!(["pwd", "hwk", "user", "mfa"]));
    assert_eq!(told["acr"], json!("urn:signet:acr:multi-factor"));
    // Whoever has no passkey is not asked for what they cannot give.
    t.person("eve").await;
    let mut other = t.browser();
    let page = client.authorize(&mut other, &[]).await;
    other.sign_in(&page, "eve", PASSWORD).await.code();
    client.authorize(&mut other, &[("acr_values", "urn:signet:acr:multi-factor")]).await.code();
});

on_both_engines!(an_answer_that_was_seen_is_not_taken_again, |t| {
    t.person("ada").await;
    // One that does not count.
    let mut key = authenticator(&t);
    key.counter = None;
    add(&t, &mut t.browser_of("ada").await, &mut key).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let offer = offered(&t, &mut browser).await;
    let stolen = answered(&page, &mut key, &offer);
    // By another browser it is worth nothing.
    let mut thief = t.browser();
    let their = thief.get(&t.url("/login")).await;
    let form = their.form_to("/login/passkey");
    let form = form.with("sealed", stolen.field("sealed").unwrap()).with("answer", stolen.field("answer").unwrap());
    let refused = thief.submit(&their, form).await;
    assert!(refused.text().contains("That took too long."), "{}", refused.text());
    let account = browser.submit(&page, stolen.clone()).await;
    assert_eq!(account.url.path(), "/account", "{}", account.text());
    // The second of two presses gets what the first got; a later one nothing.
    assert_eq!(browser.submit(&page, stolen.clone()).await.url.path(), "/account");
    t.clock.advance(11);
    let again = browser.submit(&page, stolen).await;
    assert!(again.text().contains("That took too long."), "{}", again.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'session.started'").await, 2);
});

on_both_engines!(a_challenge_is_good_for_five_minutes, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    for (waited, heading) in [(299, "Ada Lovelace"), (300, "Sign in to Signet")] {
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        let offer = offered(&t, &mut browser).await;
        t.clock.advance(waited);
        let page = browser.submit(&page, answered(&page, &mut key, &offer)).await;
        assert_eq!(page.heading(), heading, "{waited} {}", page.text());
    }
});

on_both_engines!(a_counter_that_went_back_is_refused_and_written_down, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
    // A copy that has not counted along.
    key.counter = Some(1);
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'passkey.counter_went_back'").await, 1);
    assert_eq!(t.count(FAILED).await, 1);
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account", "the next one counts on");
});

on_both_engines!(whom_the_authenticator_did_not_verify_is_not_signed_in, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    key.flags.verified = false;
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    let mut other = authenticator(&t);
    other.flags.verified = false;
    let page = add(&t, &mut t.browser_of("ada").await, &mut other).await;
    assert!(page.text().contains("The passkey was not added."), "{}", page.text());
});

on_both_engines!(a_false_page_and_another_persons_handle_are_refused, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut key = passkey_of(&t, "ada").await;
    let eve = passkey_of(&t, "eve").await;
    key.origin = "https://localhost.evil.example".to_owned();
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    key.origin = t.issuer.clone();
    // Eve's key for Ada's account, and Ada's key that says it is Eve's.
    let ada = std::mem::replace(&mut key.user_handle, eve.user_handle.clone());
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    key.user_handle = Vec::new();
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    key.user_handle = ada;
    key.id = eve.id.clone();
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    assert_eq!(t.count(FAILED).await, 4);
});

on_both_engines!(a_passkey_of_one_account_is_not_added_to_another, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut key = passkey_of(&t, "ada").await;
    let page = add(&t, &mut t.browser_of("eve").await, &mut key).await;
    assert!(page.text().contains("The passkey was not added."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE passkey_at IS NOT NULL").await, 1);
});

on_both_engines!(a_removed_passkey_signs_nobody_in, |t| {
    t.person("ada").await;
    let mut own = t.browser_of("ada").await;
    let mut key = authenticator(&t);
    let page = add(&t, &mut own, &mut key).await;
    let form = page.form_with("save-passkey-1").with("name", "  The blue key  ");
    let page = own.submit(&page, form).await;
    assert!(page.text().contains("The passkey has its new name.") && page.text().contains("The blue key"));
    let page = own.press(&page, "remove-passkey-1").await;
    assert!(page.text().contains("The passkey is removed."), "{}", page.text());
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey does not belong to any account here."), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE passkey_at IS NOT NULL").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'passkey.removed'").await, 1);
    assert_eq!(t.mails_of("passkey_removed").await, 1, "the owner is told");
});

on_both_engines!(the_last_way_to_sign_in_stays, |t| {
    let ada = t.person("ada").await;
    let mut own = t.browser_of("ada").await;
    let (mut first, mut second) = (authenticator(&t), authenticator(&t));
    add(&t, &mut own, &mut first).await;
    t.clock.advance(1);
    let two = add(&t, &mut own, &mut second).await;
    t.cx().write(async |work| Ok(credentials::delete_kind(work, &ada.id, "password").await?)).await.unwrap();
    let one = own.press(&two, "remove-passkey-2").await;
    assert!(one.text().contains("This is your only way to sign in") && !one.has("remove-passkey-1"), "{}", one.text());
    // A page that was open since.
    let still = own.press(&two, "remove-passkey-1").await;
    assert!(still.text().contains("This is your only way to sign in"), "{}", still.text());
    assert_eq!(visit(&t, &mut first).await.url.path(), "/account");
});

on_both_engines!(the_last_passkey_goes_where_a_mail_signs_in_too_but_no_administrators, |t| {
    for (name, is_admin) in [("ada", false), ("eve", true)] {
        let person = t.person(name).await;
        let mut own = t.browser_of(name).await;
        let page = add(&t, &mut own, &mut authenticator(&t)).await;
        t.cx().write(async |work| Ok(credentials::delete_kind(work, &person.id, "password").await?)).await.unwrap();
        let admin = AccountChanges { admin: Some(is_admin), ..AccountChanges::default() };
        accounts::update(&t.cx(), &person.id, admin).await.unwrap();
        features::switch(&t.cx(), Feature::MailSignIn, false).await.unwrap();
        let stays = own.press(&page, "remove-passkey-1").await;
        assert!(stays.text().contains("This is your only way to sign in"), "{name}: {}", stays.text());
        features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
        let after = own.press(&page, "remove-passkey-1").await;
        assert_eq!(after.text().contains("The passkey is removed."), !is_admin, "{name}: {}", after.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 1);
});

on_both_engines!(somebody_elses_passkey_is_neither_renamed_nor_removed, |t| {
    let ada = t.person("ada").await;
    t.person("eve").await;
    let mut key = passkey_of(&t, "ada").await;
    let mut eve = t.browser_of("eve").await;
    let page = add(&t, &mut eve, &mut authenticator(&t)).await;
    let theirs = passkeys::list(&mut t.cx().read().await.unwrap(), &ada.id).await.unwrap().remove(0).id.to_string();
    for (button, path) in [("save-passkey-1", "renamed"), ("remove-passkey-1", "removed")] {
        let form = page.form_with(button).with("passkey", &theirs).with("name", "mine");
        let after = eve.submit(&page, form).await;
        assert!(!after.text().contains(path), "{}", after.text());
    }
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
});

on_both_engines!(nothing_is_changed_by_a_sign_in_of_long_ago_or_by_the_form_of_another_session, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut own = t.browser_of("ada").await;
    let page = own.get(&t.url("/account/security/passkey")).await;
    // Eve lets Ada's form make a passkey of her own key: its seal is Ada's session's.
    let mut eve = t.browser_of("eve").await;
    let their = eve.get(&t.url("/account/security/passkey")).await;
    let mut key = authenticator(&t);
    let options: Value = serde_json::from_str(&their.data("create")).unwrap();
    let answer = key.create(&options);
    let form = page.form_to("/account/security/passkey").with("sealed", &their.data("sealed"));
    let refused = own.submit(&page, form.with("answer", &answer)).await;
    assert!(refused.text().contains("No passkey was added."), "{}", refused.text());
    t.clock.advance(11 * 60);
    let page = create(&mut own, &page, &mut authenticator(&t)).await;
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 0);
});

on_both_engines!(tries_with_passkeys_that_nobody_has_are_limited_for_their_address, |t| {
    let mut key = authenticator(&t);
    key.create(&json!({"rp": {"id": "localhost"}, "user": {"id": "AAAA"}, "challenge": "AAAA"}));
    for _ in 0..20 {
        assert_eq!(visit(&t, &mut key).await.answer.status, 200);
    }
    let limited = visit(&t, &mut key).await;
    assert_eq!(limited.answer.status, 429, "{}", limited.text());
    assert!(limited.text().contains("There were too many attempts."), "{}", limited.text());
    assert_eq!(t.count(FAILED).await, 20, "no more rows than tries that were looked at");
});

on_both_engines!(switched_off_there_are_no_passkeys_anywhere, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    let mut own = t.browser_of("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let offer = offered(&t, &mut browser).await;
    features::switch(&t.cx(), Feature::Passkeys, false).await.unwrap();
    let refused = browser.submit(&page, answered(&page, &mut key, &offer)).await;
    assert_eq!(refused.answer.status, 404, "{}", refused.text());
    let page = browser.get(&t.url("/login")).await;
    assert!(!page.answer.body.contains("passkey") && !page.answer.body.contains("webauthn"), "{}", page.answer.body);
    assert!(!own.get(&t.url("/account/security")).await.text().contains("asskey"));
    for path in ["/login/passkey", "/account/security/passkey"] {
        assert_eq!(own.get(&t.url(path)).await.answer.status, 404, "{path}");
    }
});

on_both_engines!(a_passkey_that_is_backed_up_later_says_so_from_then_on, |t| {
    t.person("ada").await;
    let mut key = authenticator(&t);
    key.flags = Flags { backed_up: false, ..Flags::SYNCED };
    add(&t, &mut t.browser_of("ada").await, &mut key).await;
    assert_eq!(t.count(SYNCED).await, 0);
    key.flags = Flags::SYNCED;
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
    assert_eq!(t.count(SYNCED).await, 1);
});

on_both_engines!(a_person_who_is_switched_off_does_not_get_in, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    t.disable("ada").await;
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
});
