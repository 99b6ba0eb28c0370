//! Passkeys on top of a password: asked for, proven by a touch, and given up again.

use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{Config, factors::FactorRule},
    domain::{
        directory::accounts,
        kernel::{Feature, features},
        login::enrolment,
    },
};

use super::{
    factors::id_token,
    passkeys::{add, authenticator, passkey_of, visit},
};
use crate::support::{Authenticator, Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

/// Lets a person be asked for a passkey after their password; answers the page with the recovery codes.
async fn asked_after_password(t: &TestApp, browser: &mut Browser<'_>) -> Page {
    let page = browser.get(&t.url("/account/security")).await;
    assert!(page.text().contains("Your password alone still signs you in."), "{}", page.text());
    browser.press(&page, "after-password").await
}

/// A passkey of Ada, which is asked for after her password, and her recovery codes.
async fn asked_of_ada(t: &TestApp) -> (Authenticator, Vec<String>) {
    let mut own = t.browser_of("ada").await;
    let mut key = authenticator(t);
    add(t, &mut own, &mut key).await;
    let page = asked_after_password(t, &mut own).await;
    assert_eq!(page.heading(), "Keep these recovery codes", "{}", page.text());
    (key, page.codes_behind("id=\"recovery-codes\""))
}

/// A new browser in which Ada has entered her password at the request of a client, and the page that follows.
async fn with_password<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    (browser, page)
}

/// Answers the page that asks for a passkey.
pub(super) async fn prove(t: &TestApp, browser: &mut Browser<'_>, page: &Page, key: &mut Authenticator) -> Page {
    let id = page.url.query_pairs().find(|(name, _)| name == "interaction").unwrap().1.into_owned();
    let offer = browser.get(&t.url(&format!("/factor/passkey?interaction={id}"))).await.answer.json();
    let options: Value = serde_json::from_str(offer["public_key"].as_str().unwrap()).unwrap();
    let named = &options["allowCredentials"][0]["id"];
    assert!(named.is_string(), "the person is known, and their passkeys are named: {options}");
    let forms = page.forms();
    let form = forms.into_iter().find(|form| form.field("answer").is_some()).expect("a form for a passkey");
    let form = form.with("sealed", offer["sealed"].as_str().unwrap());
    browser.submit(page, form.with("answer", &key.get(&options))).await
}

on_both_engines!(a_passkey_is_asked_for_after_the_password_once_its_person_wants_that, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut key, codes) = asked_of_ada(&t).await;
    assert_eq!(codes.len(), 10);
    // By a touch alone: the password was the first factor.
    key.flags.verified = false;
    let (mut browser, page) = with_password(&t, &client).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/factor", "Confirm with your passkey"));
    let code = prove(&t, &mut browser, &page, &mut key).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!(told["amr"], json!(["pwd", "hwk", "user"]));
    assert_eq!(told["acr"], json!("urn:signet:acr:multi-factor"));
    // With verification it says so, and alone it still needs no password.
    key.flags.verified = true;
    let (mut browser, page) = with_password(&t, &client).await;
    let code = prove(&t, &mut browser, &page, &mut key).await.code();
    assert_eq!(id_token(&t, &client, &code).await["amr"], json!(["pwd", "hwk", "user", "mfa"]));
    assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
});

on_both_engines!(a_recovery_code_stands_in_for_the_passkey, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (_, codes) = asked_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client).await;
    assert!(!page.has("factor-submit"), "no code of an app is asked for");
    let page = browser.get(&format!("{}&recovery=1", page.url)).await;
    assert!(page.text().contains("Use a passkey instead"), "{}", page.text());
    browser.submit(&page, page.form_with("factor-submit").with("code", &codes[0])).await.code();
});

on_both_engines!(somebody_elses_passkey_and_one_without_a_password_prove_nothing_further, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let client = t.first_party("web", json!({})).await;
    asked_of_ada(&t).await;
    let mut eve = passkey_of(&t, "eve").await;
    let (mut browser, page) = with_password(&t, &client).await;
    let refused = prove(&t, &mut browser, &page, &mut eve).await;
    assert!(refused.text().contains("This passkey does not belong to any account here."), "{}", refused.text());
    // Nobody who has not proven the password is told which passkeys the account has.
    let stranger = t.browser().get(&t.url("/factor/passkey")).await;
    assert_eq!(stranger.answer.status, 404);
    let id = page.url.query().unwrap();
    let other = t.browser().get(&t.url(&format!("/factor/passkey?{id}"))).await;
    assert_eq!(other.answer.status, 404, "{}", other.text());
});

on_both_engines!(an_answer_for_the_first_factor_is_none_for_the_further_one, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut key, _) = asked_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let offer = browser.get(&t.url("/login/passkey")).await.answer.json();
    let options: Value = serde_json::from_str(offer["public_key"].as_str().unwrap()).unwrap();
    let form = page.forms().into_iter().find(|form| form.field("answer").is_some()).expect("a form for a passkey");
    let form = form.with("sealed", offer["sealed"].as_str().unwrap()).with("answer", &key.get(&options));
    let refused = browser.submit(&page, form).await;
    assert!(refused.text().contains("That took too long."), "{}", refused.text());
});

on_both_engines!(the_password_alone_suffices_again_when_its_person_says_so_or_the_last_passkey_goes, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut own = t.browser_of("ada").await;
    let mut key = authenticator(&t);
    add(&t, &mut own, &mut key).await;
    asked_after_password(&t, &mut own).await;
    let page = own.get(&t.url("/account/security")).await;
    assert!(page.text().contains("After your password you are asked for a passkey."), "{}", page.text());
    assert!(page.text().contains("10 codes are left."), "{}", page.text());
    // By the session of a password alone nothing is taken away any more.
    let page = own.press(&page, "after-password").await;
    assert_eq!(page.heading(), "Confirm with your passkey", "{}", page.text());
    let page = prove(&t, &mut own, &page, &mut key).await;
    let page = own.press(&page, "after-password").await;
    assert!(page.text().contains("Your password alone still signs you in."), "{}", page.text());
    let (_, page) = with_password(&t, &client).await;
    page.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 0);

    asked_after_password(&t, &mut own).await;
    let page = own.get(&t.url("/account/security")).await;
    own.press(&page, "remove-passkey-1").await;
    let (_, page) = with_password(&t, &client).await;
    page.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
});

on_both_engines!(an_operator_takes_passkeys_away_with_the_other_factors, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut key, _) = asked_of_ada(&t).await;
    assert_eq!(enrolment::of_person(&t.cx(), &ada.id).await.unwrap().passkeys.len(), 1);
    assert!(enrolment::reset(&t.cx(), &ada.id).await.unwrap());
    assert!(visit(&t, &mut key).await.text().contains("This passkey does not belong to any account here."));
    let (_, page) = with_password(&t, &client).await;
    page.code();
});

on_both_engines!(a_thief_with_the_password_sets_no_app_up_beside_the_owners_passkey, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut own = t.browser_of("ada").await;
    let mut key = authenticator(&t);
    add(&t, &mut own, &mut key).await;
    assert!(accounts::require(&t.cx(), &ada.id, accounts::Requirement::Factor, true).await.unwrap());
    let (mut thief, page) = with_password(&t, &client).await;
    assert_eq!(page.heading(), "Confirm with your passkey", "{}", page.text());
    let interaction = page.url.query().unwrap();
    let enrolment = thief.get(&t.url(&format!("/enrol?{interaction}"))).await;
    assert!(enrolment.forms().iter().all(|form| form.field("code").is_none()), "{}", enrolment.text());
    let (mut browser, page) = with_password(&t, &client).await;
    prove(&t, &mut browser, &page, &mut key).await.code();
});

/// Everybody must have a further factor.
fn required(config: &mut Config) {
    config.factors.further = FactorRule::Required;
}

// Whoever loses the passkey that they are asked for is not shut out.
on_both_engines!(
    the_first_passkey_brings_recovery_codes_where_a_factor_is_required,
    |config| { required(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let mut own = t.browser();
        let page = own.get(&t.url("/login")).await;
        let page = own.sign_in(&page, "ada", PASSWORD).await;
        let page = own.press(&page, "later").await;
        assert_eq!(page.url.path(), "/account", "{}", page.text());
        let mut key = authenticator(&t);
        let kept = add(&t, &mut own, &mut key).await;
        assert_eq!(kept.heading(), "Keep these recovery codes", "{}", kept.text());
        let codes = kept.codes_behind("id=\"recovery-codes\"");
        assert_eq!((codes.len(), t.count("SELECT COUNT(*) FROM passkeys").await), (10, 1));
        // A second passkey brings none, and nothing takes them away while one is required.
        let page = add(&t, &mut own, &mut authenticator(&t)).await;
        assert!(
            page.text().contains("The passkey is added.") && page.text().contains("10 codes are left."),
            "{}",
            page.text()
        );
        assert!(!page.has("after-password"), "{}", page.text());

        t.clock.advance(7 * 86_400);
        let (mut browser, page) = with_password(&t, &client).await;
        assert_eq!(page.heading(), "Confirm with your passkey", "{}", page.text());
        let page = browser.get(&format!("{}&recovery=1", page.url)).await;
        browser.submit(&page, page.form_with("factor-submit").with("code", &codes[0])).await.code();
        // They end with the last passkey.
        for _ in 0..2 {
            let page = browser.get(&t.url("/account/security")).await;
            browser.press(&page, "remove-passkey-1").await;
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 0);
        assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 0);
    }
);

on_both_engines!(whoever_has_a_passkey_since_before_one_was_required_makes_codes_and_is_offered_none_until_then, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    let strict = t.another_instance_with(|config| {
        required(config);
        config.factors.grace = Seconds(0);
    });
    let strict = strict.await;
    let client = t.first_party("web", json!({})).await.at(&strict);
    let (mut browser, page) = with_password(&strict, &client).await;
    assert_eq!(page.heading(), "Confirm with your passkey", "{}", page.text());
    assert!(!page.answer.body.contains("other-factor"), "nobody has codes yet: {}", page.text());
    let same = browser.get(&format!("{}&recovery=1", page.url)).await;
    assert_eq!((same.heading().as_str(), same.has("factor-submit")), ("Confirm with your passkey", false));
    prove(&strict, &mut browser, &page, &mut key).await.code();

    let page = browser.get(&strict.url("/account/security")).await;
    assert!(!page.has("after-password"), "it is required: {}", page.text());
    let kept = browser.press(&page, "new-codes").await;
    assert_eq!(kept.heading(), "Keep these recovery codes", "{}", kept.text());
    let codes = kept.codes_behind("id=\"recovery-codes\"");
    let (mut other, page) = with_password(&strict, &client).await;
    assert!(page.answer.body.contains("other-factor"), "{}", page.text());
    let page = other.get(&format!("{}&recovery=1", page.url)).await;
    other.submit(&page, page.form_with("factor-submit").with("code", &codes[0])).await.code();
});

on_both_engines!(an_essential_acr_asks_for_the_passkey_after_the_password_and_sets_no_app_up, |t| {
    t.person("ada").await;
    let mut key = passkey_of(&t, "ada").await;
    let strict = t.first_party("strict", json!({"required_acr_values": ["urn:signet:acr:multi-factor"]})).await;
    let (mut browser, page) = with_password(&t, &strict).await;
    assert_eq!(page.heading(), "Confirm with your passkey", "{}", page.text());
    let told = id_token(&t, &strict, &prove(&t, &mut browser, &page, &mut key).await.code()).await;
    assert_eq!(told["acr"], json!("urn:signet:acr:multi-factor"));
});

on_both_engines!(the_answer_of_a_passkey_after_they_were_switched_off_is_no_wrong_code, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (_, codes) = asked_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let form = page.forms().into_iter().find(|form| form.field("answer").is_some()).expect("a form for a passkey");
    features::switch(&t.cx(), Feature::Passkeys, false).await.unwrap();
    for _ in 0..6 {
        let shown = browser.submit(&page, form.clone().with("answer", "{}").with("sealed", "v1.a.b")).await;
        assert_eq!((shown.answer.status.as_u16(), shown.url.path()), (200, "/factor"), "{}", shown.text());
        assert!(!shown.text().contains("not right") && !shown.text().contains("too many"), "{}", shown.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 0);
    // Nothing was counted: a recovery code still helps.
    let page = browser.get(&format!("{}&recovery=1", page.url)).await;
    browser.submit(&page, page.form_with("factor-submit").with("code", &codes[0])).await.code();
});
