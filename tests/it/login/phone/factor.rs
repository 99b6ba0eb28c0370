//! A code that is texted, as a further factor.

use serde_json::json;
use signet::{
    config::{Config, acr::AcrLevels, limits::RuleName},
    domain::{directory::accounts, login::enrolment},
    protocol::acr::{Ladder, Level},
};

use super::{
    NUMBER, OTHER, another,
    change::{assert_spent, link_in},
    code_to, prove, replace, texts_to,
};
use crate::{
    login::{
        factors::{self, codes_of, enter, id_token},
        recovery::mails,
    },
    support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines},
};

/// Texts may be a further factor.
fn on(config: &mut Config) {
    config.factors.sms = true;
}

/// Ada, who gets codes by text; her recovery codes.
async fn ada(t: &TestApp) -> Vec<String> {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = prove(t, &mut browser, NUMBER).await;
    let kept = browser.press(&page, "phone-factor").await;
    assert_eq!(kept.heading(), "Keep these recovery codes", "{}", kept.text());
    // A text that comes later is another one.
    t.clock.advance(61);
    codes_of(&kept)
}

/// A new browser in which she has entered her password at the request of a client, and the page that follows.
async fn with_password<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    (browser, page)
}

/// [`with_password`], and a text was asked for.
async fn waiting<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let (mut browser, page) = with_password(t, client).await;
    let page = browser.press(&page, "send-text").await;
    assert_eq!(page.heading(), "Enter the code from the text message", "{}", page.text());
    (browser, page)
}

on_both_engines!(
    a_code_is_texted_after_the_password_and_both_are_two_factors,
    |config| {
        on(config);
    },
    |t| {
        assert_eq!(ada(&t).await.len(), 10);
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client).await;
        assert_eq!(page.heading(), "Confirm with your phone");
        assert!(page.text().contains("ends in 01") && !page.text().contains("79460001"), "{}", page.text());
        assert!(texts_to(&t, NUMBER).await.len() == 1, "nothing is texted before it is asked for");
        let page = browser.press(&page, "send-text").await;
        // A second press of the button.
        let page = browser.press(&page, "send-text").await;
        assert_eq!(texts_to(&t, NUMBER).await.len(), 2);
        let code = code_to(&t, NUMBER).await;
        let wrong = enter(&mut browser, &page, &another(&code)).await;
        assert!(wrong.text().contains("Take the code from the newest text."), "{}", wrong.text());
        let done = enter(&mut browser, &wrong, &code).await.code();
        let told = id_token(&t, &client, &done).await;
        assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "sms"]), &json!("urn:signet:acr:multi-factor")));
        assert_eq!(t.count("SELECT COUNT(*) FROM phones WHERE last_used_at IS NOT NULL").await, 1);
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 1);
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.factor_on'").await, 1);
        assert_eq!(t.mails_of("phone_factor").await, 1, "the owner is told");
    }
);

/// A level for the code of an app, and one for a code that is texted.
fn levels(config: &mut Config) {
    on(config);
    let of = |value: &str, method: &str| Level { methods: vec![method.to_owned()], ..Level::of(value, 1) };
    config.login.acr = AcrLevels(Ladder(vec![
        Level::of("urn:example:any", 1),
        of("urn:example:text", "sms"),
        of("urn:example:app", "otp"),
    ]));
}

on_both_engines!(
    whoever_gets_codes_by_text_is_not_asked_again_and_again_for_the_code_of_an_app,
    |config| { levels(config) },
    |t| {
        ada(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = waiting(&t, &client).await;
        enter(&mut browser, &page, &code_to(&t, NUMBER).await).await.code();
        // A wish is met by nothing that she has.
        let code = client.authorize(&mut browser, &[("acr_values", "urn:example:app")]).await.code();
        assert_eq!(id_token(&t, &client, &code).await["acr"], json!("urn:example:text"));
        let essential = |value: &str| json!({"id_token": {"acr": {"essential": true, "value": value}}}).to_string();
        let refused = client.authorize(&mut browser, &[("claims", &essential("urn:example:app"))]).await;
        assert_eq!(refused.error(), "unmet_authentication_requirements");
        assert_eq!(
            refused.sent("error_description").as_deref(),
            Some("the sign-in did not reach an acr that claims calls essential (OIDC Core section 5.5.1.1)")
        );
        // And the level that her session has is never refused.
        client.authorize(&mut browser, &[("claims", &essential("urn:example:text"))]).await.code();
        let discovery = t.get("/.well-known/openid-configuration").await.json();
        let all = json!(["urn:example:any", "urn:example:text", "urn:example:app"]);
        assert_eq!(discovery["acr_values_supported"], all);
    }
);

// Attack: the code of one sign-in opens another one, or opens twice.
on_both_engines!(
    a_code_works_once_and_on_its_own_journey_alone,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = waiting(&t, &client).await;
        let code = code_to(&t, NUMBER).await;
        let (mut other, elsewhere) = with_password(&t, &client).await;
        let form = elsewhere.form_with("send-text");
        let forged = form.with("text", "1").with("code", &code);
        let forged = crate::support::Form { action: "/factor".to_owned(), ..forged };
        let refused = other.submit(&elsewhere, forged).await;
        assert!(refused.text().contains("That code does not work any more."), "{}", refused.text());
        let mut second = browser.clone();
        let first = enter(&mut browser, &page, &code).await.code();
        // The second press of a double click gets the same answer, and no second session.
        assert_eq!(enter(&mut second, &page, &code).await.code(), first);
        assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 2);
    }
);

// Attack: somebody knows the password and guesses the code.
on_both_engines!(
    codes_are_guessed_five_times_and_no_more,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut thief, mut page) = waiting(&t, &client).await;
        let code = code_to(&t, NUMBER).await;
        for _ in 0..5 {
            page = enter(&mut thief, &page, &another(&code)).await;
            assert!(page.text().contains("That code is not right."), "{}", page.text());
        }
        let limited = enter(&mut thief, &page, &code).await;
        assert_eq!(limited.answer.status, 429, "not even the right one: {}", limited.text());
        assert_eq!(t.count("SELECT MAX(tries) FROM phone_proofs").await, 5);
        // Nor with another text.
        t.clock.advance(61);
        let (mut thief, page) = waiting(&t, &client).await;
        let code = code_to(&t, NUMBER).await;
        assert_eq!(enter(&mut thief, &page, &code).await.answer.status, 429);
    }
);

// What docs/decisions/sms.md says of the chance of a guess.
#[test]
fn guesses_at_texted_codes_are_so_many_a_day_and_no_more() {
    let rules = Config::default().limits.rules;
    let a_day = |name: RuleName| {
        let rule = rules.find(name).unwrap();
        i64::from(rule.max) * 86_400 / rule.window.0
    };
    // Of a million codes: at sign-in, whoever knows the password; and of a number that is not one's own.
    assert_eq!(a_day(RuleName::FactorAccount), 480);
    assert_eq!(5 * a_day(RuleName::SmsNumber), 600);
    assert_eq!(5 * a_day(RuleName::SmsAccount), 100);
}

on_both_engines!(it_is_off_until_the_operator_lets_it_be, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = prove(&t, &mut browser, NUMBER).await;
    assert!(!page.has("phone-factor"), "{}", page.text());
    let forged = page.form_with("remove-phone").with("on", "yes");
    let forged = crate::support::Form { action: "/account/phone/factor".to_owned(), ..forged };
    browser.submit(&page, forged).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
});

// Attack: a number that its owner gave up is somebody else's, who knows the password from a leak.
on_both_engines!(
    whoever_takes_a_number_over_weakens_no_account,
    |config| {
        on(config);
    },
    |t| {
        let codes = ada(&t).await;
        t.person("eve").await;
        let client = t.first_party("web", json!({})).await;
        let (mut early, waits) = waiting(&t, &client).await;
        let code = code_to(&t, NUMBER).await;
        t.clock.advance(61);
        prove(&t, &mut t.browser_of("eve").await, NUMBER).await;
        // What was texted before is worth nothing, and nothing is texted any more.
        let late = enter(&mut early, &waits, &code).await;
        assert!(late.left_for.is_none(), "{}", late.text());
        let (mut browser, page) = with_password(&t, &client).await;
        assert_eq!(page.heading(), "Enter a recovery code", "{}", page.text());
        assert!(!page.has("send-text"));
        enter(&mut browser, &page, &codes[0]).await.code();
    }
);

on_both_engines!(
    the_factor_goes_with_the_number_and_the_password_alone_signs_in_again,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = waiting(&t, &client).await;
        enter(&mut browser, &page, &code_to(&t, NUMBER).await).await.code();
        // Another number takes its place, and codes go there from then on.
        let done = replace(&t, &mut browser, NUMBER, OTHER).await;
        assert!(done.has("phone-factor"));
        t.clock.advance(61);
        let (_, page) = with_password(&t, &client).await;
        assert!(page.text().contains("ends in 02"), "{}", page.text());
        let page = browser.get(&t.url("/account/phone")).await;
        browser.press(&page, "remove-phone").await;
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
        assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 0);
        let mut other = t.browser();
        let page = client.authorize(&mut other, &[]).await;
        other.sign_in(&page, "ada", PASSWORD).await.code();
    }
);

on_both_engines!(
    it_is_switched_off_and_another_factor_stays,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        let page = browser.press(&page, "send-text").await;
        enter(&mut browser, &page, &code_to(&t, NUMBER).await).await;
        // An app beside it brings no further recovery codes.
        let page = browser.get(&t.url("/account/security/app")).await;
        let phone = factors::Phone::of(&page);
        let form = page.form_with("confirm-app").with("code", &phone.code(t.now()));
        let done = browser.submit(&page, form).await;
        assert_eq!(done.url.path(), "/account/security", "{}", done.text());
        let page = browser.get(&t.url("/account/phone")).await;
        let off = browser.press(&page, "phone-factor").await;
        assert!(off.text().contains("No code is texted to you any more"), "{}", off.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.factor_off'").await, 1);
        assert_eq!(t.mails_of("phone_factor").await, 2, "the owner is told of both");
        let client = t.first_party("web", json!({})).await;
        let (_, page) = with_password(&t, &client).await;
        assert_eq!(page.heading(), "Enter the code from your app");
        assert!(!page.has("send-text"));
    }
);

on_both_engines!(
    the_operator_takes_it_away_and_another_number_of_the_operators_gets_no_codes,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let mut conn = t.cx().read().await.unwrap();
        let user = accounts::find(&mut conn, "ada").await.unwrap();
        drop(conn);
        let factors = enrolment::of_person(&t.cx(), &user.id).await.unwrap();
        assert_eq!(factors.texts_to.map(|phone| phone.number).as_deref(), Some(NUMBER));
        let moved = accounts::AccountChanges {
            phone_number: Some(Some(OTHER.to_owned())),
            phone_number_verified: Some(true),
            ..accounts::AccountChanges::default()
        };
        accounts::update(&t.cx(), &user.id, moved).await.unwrap();
        let client = t.first_party("web", json!({})).await;
        let (_, page) = with_password(&t, &client).await;
        assert_eq!(page.heading(), "Enter a recovery code");
        assert!(enrolment::reset(&t.cx(), &user.id).await.unwrap());
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        browser.sign_in(&page, "ada", PASSWORD).await.code();
    }
);

// Attack: the telephone was stolen, and the link in its mailbox gives the number back with the codes that go there.
on_both_engines!(
    a_number_that_the_operator_took_away_does_not_come_back_as_a_factor,
    |config| {
        on(config);
    },
    |t| {
        ada(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut thief, page) = waiting(&t, &client).await;
        enter(&mut thief, &page, &code_to(&t, NUMBER).await).await.code();
        let page = thief.get(&t.url("/account/phone")).await;
        mails(&t).await;
        thief.press(&page, "remove-phone").await;
        let link = link_in(&mails(&t).await);
        assert_eq!(t.browser().get(&link).await.heading(), "Take this number back?");
        let user = accounts::find(&mut t.app.db.read().await.unwrap(), "ada").await.unwrap();
        enrolment::reset(&t.cx(), &user.id).await.unwrap();
        assert_spent(&t, &link).await;
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
    }
);
