//! Who must have a further factor, and how they set one up on the way.

use serde_json::json;
use signet::{
    config::{Config, factors::FactorRule},
    domain::{directory::accounts, login::enrolment},
};

use super::factors::{Phone, a_step_later, codes_of, enter, id_token, set_up};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

const MULTI: &str = "urn:signet:acr:multi-factor";

/// Everybody must have one, at once.
pub(super) fn required(config: &mut Config) {
    config.factors.further = FactorRule::Required;
    config.factors.grace = signet::base::time::Seconds(0);
}

async fn sessions(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM sessions").await
}

/// A new browser in which somebody has entered their password at the request of a client, and the page that follows.
async fn with_password<'t>(t: &'t TestApp, client: &TestClient<'_>, name: &str) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, name, PASSWORD).await;
    (browser, page)
}

/// Sets the app of an enrolment page up: answers it, and the page with the recovery codes.
pub(super) async fn enrol(t: &TestApp, browser: &mut Browser<'_>, page: &Page) -> (Phone, Page) {
    assert_eq!(
        (page.url.path(), page.heading().as_str()),
        ("/enrol", "Set up an authenticator app"),
        "{}",
        page.text()
    );
    let phone = Phone::of(page);
    let codes = browser.submit(page, page.form_with("confirm-app").with("code", &phone.code(t.now()))).await;
    assert_eq!(
        (codes.heading().as_str(), codes_of(&codes).len()),
        ("Keep these recovery codes", 10),
        "{}",
        codes.text()
    );
    (phone, codes)
}

/// Presses "I have kept them".
pub(super) async fn go_on(browser: &mut Browser<'_>, codes: &Page) -> Page {
    let link = codes.answer.body.split("id=\"codes-kept\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    browser.get(&link.expect("a way on").replace("&#38;", "&")).await
}

on_both_engines!(
    whoever_must_have_a_factor_sets_one_up_on_the_way_and_lands_in_the_request,
    |config| { required(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client, "ada").await;
        assert!(page.text().contains("Your account needs a second step"), "{}", page.text());
        assert!(!page.has("later"), "nothing is put off");
        assert_eq!(sessions(&t).await, 0, "a password alone begins nothing");
        let planted = browser.cookie();
        let (phone, codes) = enrol(&t, &mut browser, &page).await;
        assert_ne!(browser.cookie(), planted, "a cookie that was planted goes no further");
        assert_eq!((sessions(&t).await, codes.left_for.is_none()), (1, true), "no code runs out while one writes");
        let back = go_on(&mut browser, &codes).await;
        assert_eq!(back.sent("state").as_deref(), Some("af0ifjsldkj"));
        let told = id_token(&t, &client, &back.code()).await;
        assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "otp"]), &json!(MULTI)));
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'factor.added'").await, 1);
        assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%factor_added%'").await, 1);
        // From then on it is asked for as any other.
        a_step_later(&t);
        let (mut other, page) = with_password(&t, &client, "ada").await;
        assert_eq!(page.url.path(), "/factor");
        enter(&mut other, &page, &phone.code(t.now())).await.code();
    }
);

on_both_engines!(
    an_enrolment_that_is_sent_twice_adds_one_app_and_shows_its_codes_twice,
    |config| { required(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client, "ada").await;
        let form = page.form_with("confirm-app").with("code", &Phone::of(&page).code(t.now()));
        let mut second = browser.clone();
        let first = codes_of(&browser.submit(&page, form.clone()).await);
        // The second press of a double click, with the cookie of before: the browser shows what it brings.
        let again = second.submit(&page, form.clone()).await;
        assert_eq!(codes_of(&again), first);
        assert_eq!(second.cookie(), browser.cookie());
        // And with the new one.
        assert_eq!(codes_of(&browser.submit(&page, form.clone()).await), first);
        go_on(&mut second, &again).await.code();
        // Later it shows nothing, and adds nothing.
        t.clock.advance(11);
        let late = browser.submit(&page, form).await;
        assert!(codes_of_none(&late), "{}", late.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'totp'").await, 1);
        assert_eq!(sessions(&t).await, 1);
    }
);

fn codes_of_none(page: &Page) -> bool {
    !page.answer.body.contains("id=\"recovery-codes\"")
}

on_both_engines!(the_page_that_sets_one_up_tells_neither_name_nor_address, |config| { required(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (_, page) = with_password(&t, &client, "ada").await;
    assert_eq!(page.url.path(), "/enrol");
    let body = &page.answer.body;
    assert!(!body.contains("ada@example.com") && !body.contains("Lovelace"), "{}", page.text());
});

on_both_engines!(a_wrong_code_shows_the_same_app_again_and_cancel_leads_back, |config| { required(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = with_password(&t, &client, "ada").await;
    let right = Phone::of(&page).code(t.now());
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let again = browser.submit(&page, page.form_with("confirm-app").with("code", wrong)).await;
    assert!(again.text().contains("That code is not right."), "{}", again.text());
    assert_eq!(Phone::of(&again).code(t.now()), right, "the phone has it already");
    let back = browser.press(&again, "cancel").await;
    assert_eq!((back.error().as_str(), sessions(&t).await), ("access_denied", 0));
});

on_both_engines!(one_on_the_way_to_the_account_sets_it_up_and_arrives, |config| { required(config) }, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let (_, codes) = enrol(&t, &mut browser, &page).await;
    let account = go_on(&mut browser, &codes).await;
    assert_eq!((account.url.path(), account.answer.status.as_u16()), ("/account", 200), "{}", account.text());
});

// Attack: somebody who knows the password has the page open while the owner sets an app up.
on_both_engines!(a_thief_with_the_password_adds_no_app_beside_the_owners, |config| { required(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut thief, stolen) = with_password(&t, &client, "ada").await;
    let (mut owner, page) = with_password(&t, &client, "ada").await;
    enrol(&t, &mut owner, &page).await;
    let code = Phone::of(&stolen).code(t.now());
    let late = thief.submit(&stolen, stolen.form_with("confirm-app").with("code", &code)).await;
    assert_eq!(late.url.path(), "/login", "{}", late.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'totp'").await, 1);
    assert_eq!(sessions(&t).await, 1);
    // And the form of one interaction is worth nothing in another, nor in another browser.
    t.person("bob").await;
    let (mut one, ones) = with_password(&t, &client, "bob").await;
    let (mut two, twos) = with_password(&t, &client, "bob").await;
    let moved = twos.form_with("confirm-app").with("sealed", ones.form_with("confirm-app").field("sealed").unwrap());
    let refused = two.submit(&twos, moved.with("code", &Phone::of(&ones).code(t.now()))).await;
    assert_eq!((refused.url.path(), codes_of_none(&refused)), ("/enrol", true));
    let elsewhere = one.submit(&ones, twos.form_with("confirm-app").with("code", "123456")).await;
    assert_eq!(elsewhere.answer.status.as_u16(), 403, "{}", elsewhere.text());
});

on_both_engines!(
    one_may_put_it_off_until_the_grace_is_over,
    |config| { config.factors.further = FactorRule::Required },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client, "ada").await;
        assert!(page.text().contains("by 22 January 2027"), "{}", page.text());
        let mut second = browser.clone();
        let back = browser.press(&page, "later").await;
        let told = id_token(&t, &client, &back.code()).await;
        assert_eq!(told["amr"], json!(["pwd"]));
        // Twice: the same answer is not given again once it is redeemed, and nothing breaks.
        let again = second.press(&page, "later").await;
        assert_eq!(again.answer.status.as_u16(), 410, "{}", again.text());
        // No other page of the session asks.
        client.code(&mut browser, &[]).await;
        // The time began with the first sign-in.
        t.clock.advance(7 * 86_400 - 1);
        let (_, page) = with_password(&t, &client, "ada").await;
        assert!(page.has("later"));
        t.clock.advance(1);
        let (mut late, page) = with_password(&t, &client, "ada").await;
        assert!(!page.has("later"), "{}", page.text());
        let (_, codes) = enrol(&t, &mut late, &page).await;
        go_on(&mut late, &codes).await.code();
    }
);

on_both_engines!(
    whoever_is_offered_it_sets_it_up_in_the_session,
    |config| { config.factors.further = FactorRule::Required },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client, "ada").await;
        let (_, codes) = enrol(&t, &mut browser, &page).await;
        let told = id_token(&t, &client, &go_on(&mut browser, &codes).await.code()).await;
        assert_eq!((&told["amr"], sessions(&t).await), (&json!(["pwd", "otp"]), 1));
        // On the way to the account, too: later, and there.
        t.person("bob").await;
        let mut bobs = t.browser();
        let page = bobs.get(&t.url("/login")).await;
        let page = bobs.sign_in(&page, "bob", PASSWORD).await;
        assert_eq!(page.url.path(), "/enrol");
        assert_eq!(bobs.press(&page, "later").await.url.path(), "/account");
    }
);

on_both_engines!(
    administrators_alone_can_be_required_to_have_one,
    |config| {
        config.factors.administrators = Some(FactorRule::Required);
        config.factors.grace = signet::base::time::Seconds(0);
    },
    |t| {
        let ada = t.person("ada").await;
        t.person("bob").await;
        let changes = accounts::AccountChanges { admin: Some(true), ..Default::default() };
        accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
        let client = t.first_party("web", json!({})).await;
        assert_eq!(with_password(&t, &client, "ada").await.1.url.path(), "/enrol");
        with_password(&t, &client, "bob").await.1.code();
    }
);

// REQUIREMENTS C-48
on_both_engines!(administrators_must_have_one_unless_somebody_says_otherwise_and_may_put_it_off, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    let changes = accounts::AccountChanges { admin: Some(true), ..Default::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    let client = t.first_party("web", json!({})).await;
    with_password(&t, &client, "bob").await.1.code();
    // The grace begins with the first sign-in at which it is required, also after an upgrade.
    let (mut browser, page) = with_password(&t, &client, "ada").await;
    assert_eq!(page.url.path(), "/enrol", "{}", page.text());
    browser.press(&page, "later").await.code();
    t.clock.advance(7 * 86_400);
    let (mut late, page) = with_password(&t, &client, "ada").await;
    assert!(page.url.path() == "/enrol" && !page.has("later"), "{}", page.text());
    let (_, codes) = enrol(&t, &mut late, &page).await;
    go_on(&mut late, &codes).await.code();
});

// By `signet user factors reset` and `signet user set-password`, which do nothing else than this.
on_both_engines!(
    the_last_administrator_who_lost_phone_codes_and_password_gets_in_by_the_command_line,
    |config| {
        config.factors.administrators = Some(FactorRule::Required);
        config.factors.grace = signet::base::time::Seconds(0);
    },
    |t| {
        let ada = t.person("ada").await;
        let changes = accounts::AccountChanges { admin: Some(true), ..Default::default() };
        accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client, "ada").await;
        let (_, codes) = enrol(&t, &mut browser, &page).await;
        go_on(&mut browser, &codes).await.code();
        assert_eq!(with_password(&t, &client, "ada").await.1.url.path(), "/factor");
        assert!(enrolment::reset(&t.cx(), &ada.id).await.unwrap());
        t.set_password("ada", "quite another long secret").await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let page = browser.sign_in(&page, "ada", "quite another long secret").await;
        // What the policy wants is set up on the way.
        let (_, codes) = enrol(&t, &mut browser, &page).await;
        let told = id_token(&t, &client, &go_on(&mut browser, &codes).await.code()).await;
        assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "otp"]), &json!(MULTI)));
    }
);

on_both_engines!(an_operator_requires_it_of_one_person, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    assert!(accounts::require(&t.cx(), &ada.id, accounts::Requirement::Factor, true).await.unwrap());
    assert!(
        !accounts::require(&t.cx(), &ada.id, accounts::Requirement::Factor, true).await.unwrap(),
        "it was required before"
    );
    with_password(&t, &client, "bob").await.1.code();
    let (mut browser, page) = with_password(&t, &client, "ada").await;
    enrol(&t, &mut browser, &page).await;
    // Whoever takes it away again sets another one up.
    assert!(enrolment::reset(&t.cx(), &ada.id).await.unwrap());
    let (mut browser, page) = with_password(&t, &client, "ada").await;
    enrol(&t, &mut browser, &page).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE factor_required_at IS NOT NULL").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.factor_required'").await, 1);
});

// OIDC Core §5.5.1.1
on_both_engines!(an_essential_acr_that_takes_a_factor_leads_to_setting_one_up, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let essential = json!({"id_token": {"acr": {"essential": true, "value": MULTI}}}).to_string();
    let mut browser = t.browser_of("ada").await;
    assert_eq!(
        client.authorize(&mut browser, &[("claims", &essential), ("prompt", "none")]).await.error(),
        "login_required"
    );
    // A wish leads nobody there.
    client.code(&mut browser, &[("acr_values", MULTI)]).await;
    // Attack: a session that was left open long ago does not set one up.
    t.clock.advance(11 * 60);
    let page = client.authorize(&mut browser, &[("claims", &essential)]).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/login", "Is it still you?"));
    let page = browser.sign_in(&page, "ada@example.com", PASSWORD).await;
    assert!(!page.has("later"));
    let (phone, codes) = enrol(&t, &mut browser, &page).await;
    let told = id_token(&t, &client, &go_on(&mut browser, &codes).await.code()).await;
    assert_eq!(told["acr"], json!(MULTI));
    // Where it is there already, it is asked for, and nothing else.
    let mut early = t.browser();
    let page = client.authorize(&mut early, &[("claims", &essential)]).await;
    let page = early.sign_in(&page, "ada", PASSWORD).await;
    a_step_later(&t);
    enter(&mut early, &page, &phone.code(t.now())).await.code();
});

on_both_engines!(a_client_can_need_it_of_whoever_signs_in_to_it, |t| {
    t.person("ada").await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let plain = t.first_party("plain", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    plain.code(&mut browser, &[]).await;
    // The client cannot ask for less.
    let less = json!({"id_token": {"acr": {"essential": true, "value": "urn:signet:acr:single-factor"}}}).to_string();
    let page = strict.authorize(&mut browser, &[("claims", &less)]).await;
    let (_, codes) = enrol(&t, &mut browser, &page).await;
    let told = id_token(&t, &strict, &go_on(&mut browser, &codes).await.code()).await;
    assert_eq!(told["acr"], json!(MULTI));
});

on_both_engines!(where_it_is_off_nobody_sets_one_up_and_whoever_has_one_is_asked, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let (phone, _) = set_up(&t, &mut t.browser_of("ada").await).await;
    let off = t.another_instance_with(|config| config.factors.further = FactorRule::Off).await;
    let client = t.first_party("web", json!({})).await.at(&off);
    let essential = json!({"id_token": {"acr": {"essential": true, "value": MULTI}}}).to_string();
    let mut bobs = off.browser_of("bob").await;
    assert_eq!(
        client.authorize(&mut bobs, &[("claims", &essential)]).await.error(),
        "unmet_authentication_requirements"
    );
    assert_eq!(bobs.get(&off.url("/account/security/app")).await.answer.status.as_u16(), 404);
    let (mut browser, page) = with_password(&off, &client, "ada").await;
    assert_eq!(page.url.path(), "/factor");
    a_step_later(&t);
    enter(&mut browser, &page, &phone.code(t.now())).await.code();
});
