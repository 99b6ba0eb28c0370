//! A telephone number that is given with a new account: proven by a text before an app gets its answer, and told to nobody
//! before.

use serde_json::json;
use signet::{
    config::{Config, limits::RuleName},
    domain::directory::accounts::{self, AccountChanges},
    protocol::{claims::attribute::AskedAtSignUp, phone::NumberRange},
    store::users,
};

use super::{
    super::{
        attack::at_most,
        cancel::leads_back,
        phone::{NUMBER, OTHER, code_to, confirm, prove, texts_to},
    },
    another,
    sign_up::{NEW, details, open},
    switch_on,
};
use crate::support::{Browser, Form, Page, TestApp, TestClient, on_both_engines};

fn asks(config: &mut Config, phone: AskedAtSignUp) {
    open(config);
    config.sign_up.phone = phone;
    config.sms.countries = vec![NumberRange::parse("GB").unwrap()];
}

fn required(config: &mut Config) {
    asks(config, AskedAtSignUp::Required);
}

fn optional(config: &mut Config) {
    asks(config, AskedAtSignUp::Optional);
}

/// A browser with a new account that gave a number, on the page that asks for its proof.
async fn given<'t>(t: &'t TestApp, client: &TestClient<'_>, number: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = details(t, client, NEW).await;
    let page = browser.submit(&page, page.form_with("sign-up-submit").with("phone", number)).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/phone", "Your phone number"), "{}", page.text());
    (browser, page)
}

async fn send(browser: &mut Browser<'_>, page: &Page) -> Page {
    browser.press(page, "send-phone-code").await
}

/// How many accounts have this to say of their number.
async fn people(t: &TestApp, which: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM users WHERE username = 'grace' AND {which}")).await
}

const PENDING: &str = "phone_pending = '+442079460001' AND phone_number IS NULL";
const PROVEN: &str =
    "phone_pending IS NULL AND phone_number = '+442079460001' AND phone_number_verified_at IS NOT NULL";
const NONE: &str = "phone_pending IS NULL AND phone_number IS NULL AND phone_number_verified_at IS NULL";

on_both_engines!(what_is_no_number_or_in_another_country_makes_no_account, |config| { required(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = details(&t, &client, NEW).await;
    let body = &page.answer.body;
    let field = body.split("id=\"phone\"").nth(1).and_then(|rest| rest.split('>').next()).expect("a field");
    for part in ["type=\"tel\"", "inputmode=\"tel\"", "autocomplete=\"tel\"", " required"] {
        assert!(field.contains(part), "{part} in {field}");
    }
    for (typed, said) in [
        ("", "Fill this in."),
        ("020 7946 0001", "This is not a phone number with a plus sign and the code of its country."),
        ("+18765550123", "No texts are sent to this country."),
    ] {
        let refused = browser.submit(&page, page.form_with("sign-up-submit").with("phone", typed)).await;
        assert_eq!(refused.answer.status, 422, "{typed}");
        assert!(refused.text().contains(said), "{}", refused.text());
        assert_eq!(refused.form_with("sign-up-submit").field("phone"), Some(typed));
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sms'").await, 0);
});

on_both_engines!(a_required_number_is_proven_before_the_app_gets_its_answer, |config| { required(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = given(&t, &client, "+44 (0)20 7946-0001").await;
    assert_eq!(people(&t, PENDING).await, 1, "nobody is told it yet");
    assert_eq!(page.form_with("send-phone-code").field("phone_number"), Some(NUMBER));
    assert!(!page.has("phone-later"), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 0, "nothing is handed out");
    // In another request of the same browser it is asked for, too, and in none without a page.
    assert_eq!(client.authorize(&mut browser, &[]).await.url.path(), "/phone");
    let silent = client.authorize(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(silent.error(), "interaction_required");
    let sentence = "the person has something to do first, such as proving their address (OIDC Core section 3.1.2.6)";
    assert_eq!(silent.sent("error_description").as_deref(), Some(sentence));

    let waits = send(&mut browser, &page).await;
    assert!(waits.text().contains("We have texted a code to"), "{}", waits.text());
    let code = code_to(&t, NUMBER).await;
    let wrong = confirm(&mut browser, &waits, &another(&code)).await;
    assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    assert_eq!(people(&t, PENDING).await, 1);
    // Nobody goes on without: the address is there, and does nothing.
    let form = waits.form_with("confirm-phone");
    let form = Form { action: t.url("/phone/later"), ..form };
    assert_eq!(browser.submit(&waits, form).await.url.path(), "/phone");
    assert_eq!(people(&t, PENDING).await, 1);

    confirm(&mut browser, &wrong, &code).await.code();
    assert_eq!(people(&t, PROVEN).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.proven'").await, 1);
    client.authorize(&mut browser, &[]).await.code();
});

on_both_engines!(cancel_leads_back_from_both_pages_and_the_number_waits_on, |config| { required(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = given(&t, &client, NUMBER).await;
    leads_back(&mut browser, &page, "cancel").await;
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.url.path(), "/phone", "{}", page.text());
    let waits = send(&mut browser, &page).await;
    assert!(waits.has("confirm-phone"), "{}", waits.text());
    leads_back(&mut browser, &waits, "cancel").await;
    assert_eq!((people(&t, PENDING).await, t.count("SELECT COUNT(*) FROM codes").await), (1, 0));
});

on_both_engines!(whoever_need_not_give_a_number_may_go_on_without, |config| { optional(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = given(&t, &client, NUMBER).await;
    send(&mut browser, &page).await;
    browser.press(&page, "phone-later").await.code();
    assert_eq!(people(&t, NONE).await, 1, "what was not proven is forgotten");
    // Whoever gives none is asked nothing.
    let (mut other, page) = details(&t, &client, "second@example.com").await;
    other.press(&page, "sign-up-submit").await.code();
});

on_both_engines!(an_offer_ends_with_the_sign_up, |config| { optional(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, _) = given(&t, &client, NUMBER).await;
    assert_eq!(client.authorize(&mut browser, &[]).await.url.path(), "/phone");
    t.clock.advance(30 * 60);
    client.authorize(&mut browser, &[]).await.code();
    assert_eq!(people(&t, "phone_number IS NULL").await, 1);
});

on_both_engines!(a_mistyped_number_is_corrected_where_it_is_proven, |config| { required(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = given(&t, &client, OTHER).await;
    let refused = browser.submit(&page, page.form_with("send-phone-code").with("phone_number", "+18765550123")).await;
    assert_eq!(refused.answer.status, 422);
    assert!(refused.text().contains("No texts are sent to this country."), "{}", refused.text());
    let page = browser.submit(&page, page.form_with("send-phone-code").with("phone_number", NUMBER)).await;
    let code = code_to(&t, NUMBER).await;
    confirm(&mut browser, &page, &code).await.code();
    assert_eq!(people(&t, PROVEN).await, 1);
    assert!(texts_to(&t, OTHER).await.is_empty());
});

// Attack: the number is somebody's who is to be found here.
on_both_engines!(
    a_number_that_somebody_has_gets_the_same_pages_and_goes_to_who_proves_it,
    |config| { required(config) },
    |t| {
        t.person("ada").await;
        switch_on(&t).await;
        prove(&t, &mut t.browser_of("ada").await, NUMBER).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = given(&t, &client, NUMBER).await;
        let known = send(&mut browser, &page).await;
        let to = |page: &Page, number: &str| page.form_with("send-phone-code").with("phone_number", number);
        let fresh = browser.submit(&known, to(&known, OTHER)).await;
        let seen = |page: &Page, number: &str| page.text().replace(number, "N");
        assert_eq!(seen(&known, NUMBER), seen(&fresh, OTHER));
        let waits = browser.submit(&fresh, to(&fresh, NUMBER)).await;
        let code = code_to(&t, NUMBER).await;
        confirm(&mut browser, &waits, &code).await.code();
        assert_eq!(people(&t, PROVEN).await, 1);
        let before = "SELECT COUNT(*) FROM users WHERE username = 'ada' AND phone_number_verified_at IS NOT NULL";
        assert_eq!(t.count(before).await, 0, "a number has one owner");
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.taken'").await, 1);
    }
);

on_both_engines!(
    texts_to_new_accounts_are_limited_as_all_are,
    |config| {
        required(config);
        at_most(config, RuleName::SmsAccount, 1);
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = given(&t, &client, NUMBER).await;
        send(&mut browser, &page).await;
        let form = page.form_with("send-phone-code").with("phone_number", OTHER);
        let refused = browser.submit(&page, form).await;
        assert_eq!(refused.answer.status, 429);
        assert!(refused.answer.header("retry-after").is_some());
        assert!(refused.text().contains("Many texts were sent already."), "{}", refused.text());
        assert!(texts_to(&t, OTHER).await.is_empty());
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded'").await, 1);
    }
);

on_both_engines!(
    no_more_texts_of_a_day_go_to_new_accounts_than_to_all,
    |config| {
        required(config);
        config.sms.per_day = 1;
    },
    |t| {
        t.person("ada").await;
        switch_on(&t).await;
        prove(&t, &mut t.browser_of("ada").await, OTHER).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = given(&t, &client, NUMBER).await;
        let refused = send(&mut browser, &page).await;
        assert_eq!(refused.answer.status, 429);
        assert!(refused.text().contains("Many texts were sent already."), "{}", refused.text());
        assert!(texts_to(&t, NUMBER).await.is_empty());
    }
);

on_both_engines!(the_operators_word_on_the_number_ends_the_question, |config| { required(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, _) = given(&t, &client, NUMBER).await;
    let mut conn = t.app.db.read().await.unwrap();
    let grace = users::find_by_username_key(&mut conn, "grace").await.unwrap().expect("a person").id;
    drop(conn);
    let changes = AccountChanges { phone_number: Some(Some(OTHER.to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &grace, changes).await.unwrap();
    client.authorize(&mut browser, &[]).await.code();
    assert_eq!(people(&t, "phone_pending IS NULL AND phone_number_verified_at IS NULL").await, 1);
});
