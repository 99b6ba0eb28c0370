//! `signet user require NAME phone`: a number is asked for and proven before an app gets its answer.

use serde_json::json;
use signet::{
    base::{id::UserId, url::Issuer},
    domain::{
        directory::accounts::{self, AccountChanges, Requirement},
        kernel::Error,
    },
};

use super::{NUMBER, OTHER, another, code_to, confirm, prove, texts_to};
use crate::{
    login::{cancel::leads_back, required::require},
    support::{Browser, Engine, Form, PASSWORD, Page, TestApp, on_both_engines},
};

/// Asks on the page of the step for a code to a number.
async fn send(browser: &mut Browser<'_>, page: &Page, number: &str) -> Page {
    assert_eq!((page.url.path(), page.heading().as_str()), ("/phone", "Your phone number"), "{}", page.text());
    browser.submit(page, page.form_with("send-phone-code").with("phone_number", number)).await
}

async fn is_wanted(t: &TestApp) -> bool {
    t.count("SELECT COUNT(*) FROM users WHERE phone_required_at IS NOT NULL").await > 0
}

async fn is_proven(t: &TestApp, number: &str) -> bool {
    let row = format!("phone_number = '{number}' AND phone_number_verified_at IS NOT NULL");
    t.count(&format!("SELECT COUNT(*) FROM users WHERE {row}")).await == 1
        && t.count(&format!("SELECT COUNT(*) FROM phones WHERE number = '{number}'")).await == 1
}

/// Why the operator cannot have a number asked for: code and sentence.
async fn refused(t: &TestApp, user: &UserId) -> (&'static str, String) {
    match accounts::require(&t.cx(), user, Requirement::Phone, true).await {
        Err(Error::Invalid(fields)) => (fields[0].code, fields[0].message.clone()),
        other => panic!("{other:?}"),
    }
}

on_both_engines!(a_number_is_asked_for_and_proven_before_the_app_gets_its_answer, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    require(&t, "ada", Requirement::Phone).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    // What the operator wrote down stands there, and was proven to nobody.
    assert_eq!(page.form_with("send-phone-code").field("phone_number"), Some("+442079460123"), "{}", page.text());
    assert!(!page.has("phone-later"), "{}", page.text());
    let silent = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(silent.error(), "interaction_required");
    let sentence = "the person has something to do first, such as proving their address (OIDC Core section 3.1.2.6)";
    assert_eq!(silent.sent("error_description").as_deref(), Some(sentence));

    let none = send(&mut browser, &page, "0207 946").await;
    assert_eq!(none.answer.status, 422);
    assert!(none.text().contains("This is not a phone number with a plus sign"), "{}", none.text());
    let waits = send(&mut browser, &none, NUMBER).await;
    let code = code_to(&t, NUMBER).await;
    let wrong = confirm(&mut browser, &waits, &another(&code)).await;
    assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    // Nobody goes on without: the address is there, and does nothing.
    let later = Form { action: t.url("/phone/later"), ..waits.form_with("confirm-phone") };
    assert_eq!(browser.submit(&waits, later).await.url.path(), "/phone");
    assert!(is_wanted(&t).await && !is_proven(&t, NUMBER).await);
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 0, "nothing is handed out");

    let done = confirm(&mut browser, &wrong, &code).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    done.code();
    assert!(!is_wanted(&t).await && is_proven(&t, NUMBER).await);
    client.authorize(&mut browser, &[]).await.code();
    for kind in ["user.phone_required", "phone.proven"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await, 1, "{kind}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0, "no factor by that");
});

on_both_engines!(somebody_who_is_signed_in_is_asked_without_a_fresh_sign_in, |t| {
    t.person("ada").await;
    t.engine().execute("UPDATE users SET phone_number_verified_at = NULL").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.code(&mut browser, &[]).await;
    require(&t, "ada", Requirement::Phone).await;
    t.clock.advance(11 * 60);
    let page = client.authorize(&mut browser, &[]).await;
    let waits = send(&mut browser, &page, NUMBER).await;
    leads_back(&mut browser, &waits, "cancel").await;
    assert!(is_wanted(&t).await, "it waits for the next request");
    let page = client.authorize(&mut browser, &[]).await;
    let code = code_to(&t, NUMBER).await;
    confirm(&mut browser, &page, &code).await.code();
    assert!(!is_wanted(&t).await && is_proven(&t, NUMBER).await);
});

// Attack: a session that was found open puts another number in the place of one that an operator marked verified.
on_both_engines!(a_number_that_is_marked_verified_is_replaced_after_a_fresh_sign_in_alone, |t| {
    const MARKED: &str = "+442079460123";
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Phone).await;
    t.clock.advance(11 * 60);
    let page = client.authorize(&mut browser, &[]).await;
    let waits = send(&mut browser, &page, NUMBER).await;
    let code = code_to(&t, NUMBER).await;
    let first = confirm(&mut browser, &waits, &code).await;
    assert_eq!(first.url.path(), "/login", "{}", first.text());
    let stays = format!("phone_number = '{MARKED}' AND phone_number_verified_at IS NOT NULL");
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM users WHERE {stays}")).await, 1);
    assert!(is_wanted(&t).await && t.count("SELECT COUNT(*) FROM phones").await == 0);
    let page = browser.sign_in(&first, "ada@example.com", PASSWORD).await;
    t.clock.advance(61);
    let waits = send(&mut browser, &page, NUMBER).await;
    let code = code_to(&t, NUMBER).await;
    let account = confirm(&mut browser, &waits, &code).await;
    assert_eq!((account.url.path(), account.answer.status.as_u16()), ("/account", 200), "{}", account.text());
    assert!(is_proven(&t, NUMBER).await);

    // That number itself is proven as a first one is.
    t.person("bob").await;
    let mut browser = t.browser_of("bob").await;
    require(&t, "bob", Requirement::Phone).await;
    t.clock.advance(11 * 60);
    let page = client.authorize(&mut browser, &[]).await;
    let waits = send(&mut browser, &page, MARKED).await;
    let code = code_to(&t, MARKED).await;
    confirm(&mut browser, &waits, &code).await.code();
    assert!(!is_wanted(&t).await);
});

on_both_engines!(on_the_way_to_the_account_a_number_is_asked_for_as_well, |t| {
    t.person("ada").await;
    require(&t, "ada", Requirement::Phone).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let waits = send(&mut browser, &page, NUMBER).await;
    let code = code_to(&t, NUMBER).await;
    let account = confirm(&mut browser, &waits, &code).await;
    assert_eq!((account.url.path(), account.answer.status.as_u16()), ("/account", 200), "{}", account.text());
    assert!(is_proven(&t, NUMBER).await);
});

on_both_engines!(a_number_that_is_proven_on_the_account_page_is_the_one_that_was_wanted, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Phone).await;
    prove(&t, &mut browser, NUMBER).await;
    assert!(!is_wanted(&t).await);
    client.code(&mut browser, &[]).await;
});

on_both_engines!(the_operator_writes_a_number_down_and_wants_it_proven_until_they_say_otherwise, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    require(&t, "ada", Requirement::Phone).await;
    let changes = AccountChanges { phone_number: Some(Some(OTHER.to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.form_with("send-phone-code").field("phone_number"), Some(OTHER), "{}", page.text());
    assert!(accounts::require(&t.cx(), &ada.id, Requirement::Phone, false).await.unwrap());
    assert!(!accounts::require(&t.cx(), &ada.id, Requirement::Phone, false).await.unwrap(), "nothing to take back");
    client.code(&mut browser, &[]).await;
    assert!(texts_to(&t, OTHER).await.is_empty());
});

// Attack: the step goes around the agreement of the number before.
on_both_engines!(no_other_number_is_wanted_of_whoever_has_one_or_can_take_one_back, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = prove(&t, &mut browser, NUMBER).await;
    let sentence = "the person has proven a telephone number already";
    assert_eq!(refused(&t, &ada.id).await, ("phone_proven", sentence.to_owned()));
    browser.press(&page, "remove-phone").await;
    let sentence = "the person has given up a telephone number that can still be taken back (account.take_back): \
                    require one when it cannot";
    assert_eq!(refused(&t, &ada.id).await, ("phone_given_up", sentence.to_owned()));
    assert!(!is_wanted(&t).await);
    t.clock.advance(8 * 86_400);
    require(&t, "ada", Requirement::Phone).await;
});

#[tokio::test]
async fn where_no_text_can_be_sent_no_number_is_asked_for() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    let ada = t.person("ada").await;
    let sentence = "no text can be sent: set sms.driver, see the section [sms] of the configuration";
    assert_eq!(refused(&t, &ada.id).await, ("sms_off", sentence.to_owned()));
    assert!(!accounts::require(&t.cx(), &ada.id, Requirement::Phone, false).await.unwrap());
    // Nor is it where texts could be sent when it was required.
    t.engine().execute("UPDATE users SET phone_required_at = created_at").await;
    let client = t.first_party("web", json!({})).await;
    client.code(&mut t.browser_of("ada").await, &[]).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.phone_required'").await, 0);
}
