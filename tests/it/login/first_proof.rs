//! Somebody set an account up with an address that is not theirs; its owner proves it by a mail. Each attack by its name.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::Config,
    domain::{
        directory::accounts::{self, password_link},
        flows::journey::upstream::Arrived,
    },
    protocol::claims::attribute::AskedAtSignUp,
    store::users::User,
};

use super::{
    factor_policy::required,
    factors::{Phone, app_of_ada},
    linking::{came, journey_of, linked, set, staff, try_arrive},
    mail_sign_in::{enter, newest, signed_in, switch_on, waiting},
    passkeys::{passkey_of, visit},
    phone::{NUMBER, code_to, confirm},
    recovery::mails,
};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

const FORGOTTEN: &str = "SELECT COUNT(*) FROM audit_events WHERE kind = 'user.credentials_forgotten'";
const CREDENTIALS: &str = "SELECT COUNT(*) FROM credentials";
const LIVE: &str = "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL";
const UNKNOWN_TOKEN: &str = "the refresh token is unknown, or was issued to another client (RFC 6749 section 5.2)";
const PROVEN: &str = "SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL";

/// Ada's account, which whoever has its password planted: nobody has proven the address.
async fn planted(t: &TestApp) -> User {
    switch_on(t).await;
    let ada = t.person("ada").await;
    set(t, "ada", "email_verified_at = NULL").await;
    ada
}

/// The owner of the address has signed in by a mail, and is asked for nothing else.
async fn owner<'t>(t: &'t TestApp, client: &TestClient<'_>) -> Browser<'t> {
    t.clock.advance(1);
    let mut owner = signed_in(t, client, "ada").await;
    client.code(&mut owner, &[]).await;
    assert_eq!(t.count(PROVEN).await, 1);
    owner
}

async fn enter_password(browser: &mut Browser<'_>, t: &TestApp) -> Page {
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", PASSWORD).await
}

on_both_engines!(a_planted_password_is_gone_and_its_owner_is_told_once, |t| {
    planted(&t).await;
    let client = t.first_party("web", json!({})).await;
    owner(&t, &client).await;
    let refused = enter_password(&mut t.browser(), &t).await;
    assert!(refused.text().contains("do not match"), "{}", refused.text());
    assert_eq!((t.count(CREDENTIALS).await, t.count(FORGOTTEN).await), (0, 1));
    let told = mails(&t).await;
    let subjects: Vec<&str> = told.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["Earlier ways to sign in to your Signet account are gone"]);

    // A second proof takes nothing.
    t.set_password("ada", PASSWORD).await;
    t.clock.advance(11);
    signed_in(&t, &client, "ada").await;
    t.browser_of("ada").await;
    assert_eq!(t.count(FORGOTTEN).await, 1);
});

on_both_engines!(a_planted_app_is_gone_and_holds_nobody_at_the_second_step, |t| {
    planted(&t).await;
    app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    owner(&t, &client).await;
    assert_eq!(t.count(CREDENTIALS).await, 0, "neither app nor recovery codes");
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
    assert_eq!(t.count(FORGOTTEN).await, 1);
});

on_both_engines!(a_planted_passkey_is_gone_once_the_owner_proves_the_address, |t| {
    planted(&t).await;
    let mut key = passkey_of(&t, "ada").await;
    let client = t.first_party("web", json!({})).await;
    owner(&t, &client).await;
    let refused = visit(&t, &mut key).await;
    assert!(refused.text().contains("This passkey does not belong to any account here."), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE passkey_at IS NOT NULL").await, 0);
});

on_both_engines!(a_planted_wallet_and_a_planted_number_are_gone, |t| {
    let ada = planted(&t).await;
    let id = &ada.id;
    for sql in [
        format!("INSERT INTO wallets (id, user_id, address, created_at) VALUES ('wal_1', '{id}', '0x{:040}', 1)", 7),
        format!("INSERT INTO phones (user_id, number, proven_at, factor_at) VALUES ('{id}', '+442079460001', 1, 1)"),
    ] {
        t.engine().execute(&sql).await;
    }
    set(&t, "ada", "phone_number = '+442079460001', phone_number_verified_at = 1, second_factor_at = 1").await;
    let client = t.first_party("web", json!({})).await;
    owner(&t, &client).await;
    for table in ["wallets", "phones"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE phone_number IS NOT NULL").await, 0, "nor are apps told it");
});

fn asks_for_a_number(config: &mut Config) {
    config.sign_up.phone = AskedAtSignUp::Required;
}

// Attack: the number that waits with a planted account is the planter's. Its owner would be held at the page that asks for
// a code, which the planter gets; and what the planter proved would be the number of the owner.
on_both_engines!(
    a_planted_number_that_waits_to_be_proven_is_asked_of_nobody,
    |config| { asks_for_a_number(config) },
    |t| {
        planted(&t).await;
        set(&t, "ada", &format!("phone_pending = '{NUMBER}'")).await;
        let client = t.first_party("web", json!({})).await;
        let mut planter = t.browser();
        let page = client.authorize(&mut planter, &[]).await;
        let page = planter.sign_in(&page, "ada", PASSWORD).await;
        assert_eq!(page.url.path(), "/phone", "{}", page.text());
        let waits = planter.press(&page, "send-phone-code").await;
        let code = code_to(&t, NUMBER).await;
        owner(&t, &client).await;
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE phone_pending IS NOT NULL").await, 0);
        let open = "SELECT COUNT(*) FROM phone_proofs WHERE ended_at IS NULL";
        assert_eq!(t.count(open).await, 0, "nor does the code that was texted before prove anything");
        let refused = confirm(&mut planter, &waits, &code).await;
        assert_eq!(refused.url.path(), "/login", "{}", refused.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM phones").await, 0);
    }
);

on_both_engines!(a_planted_session_is_over_with_its_tokens_and_consents, |t| {
    planted(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut planter = t.browser_of("ada").await;
    let tokens = client.tokens(&mut planter, "openid offline_access").await;
    t.engine()
        .execute(
            "INSERT INTO consents (id, issuer_id, user_id, client_id, scopes, created_at, updated_at) \
             SELECT 'cns_1', i.id, u.id, 'web', '[\"openid\"]', 1, 1 FROM users u, issuers i",
        )
        .await;
    owner(&t, &client).await;
    assert_eq!(planter.get(&t.url("/account")).await.url.path(), "/login");
    let refused = client.refresh(tokens.refresh()).await;
    assert_eq!((refused.refusal().as_str(), refused.description().as_str()), ("invalid_grant", UNKNOWN_TOKEN));
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0, "the app is not let in unasked");
    assert_eq!(t.count(LIVE).await, 1, "the owner's");
});

on_both_engines!(a_planted_link_is_worth_nothing_and_a_change_that_waits_is_over, |t| {
    let ada = planted(&t).await;
    let client = t.first_party("web", json!({})).await;
    let link = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap().link;
    let mut planter = t.browser_of("ada").await;
    let page = planter.get(&t.url("/account/address")).await;
    planter.submit(&page, page.form_with("address-send").with("email", "eve@example.net")).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes WHERE ended_at IS NULL").await, 1);
    owner(&t, &client).await;
    let spent = t.browser().get(link.expose()).await;
    let told = (spent.answer.status.as_u16(), spent.heading());
    assert_eq!(told, (404, "This link has been used or is too old".to_owned()), "{}", spent.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes WHERE ended_at IS NULL").await, 0);
});

/// What was proven before the address waits in the planter's browser, and would set an app up for the account, so many
/// seconds after the owner has proven it.
async fn sets_up_no_app(t: &TestApp, later: i64) {
    planted(t).await;
    let staff = staff(t, &[]).await;
    linked(t, &staff, "ada", "attacker").await;
    let client = t.first_party("web", json!({})).await;
    t.clock.advance(1);
    let mut planter = t.browser();
    let page = client.authorize(&mut planter, &[]).await;
    let journey = journey_of(&page);
    let arrived = try_arrive(t, &mut planter, &journey, came(&staff, "attacker", json!({}))).await;
    assert!(matches!(arrived, Ok(Arrived::Step(_))));
    let asked = planter.get(&t.url(&format!("/enrol?interaction={journey}"))).await;
    assert_eq!(asked.heading(), "Set up an authenticator app", "{}", asked.text());

    t.clock.advance(later);
    let (mut owner, waits) = waiting(t, &client, "ada").await;
    let mailed = newest(t, "ada@example.com").await;
    let theirs = enter(&mut owner, &waits, &mailed.code).await;
    assert_eq!(theirs.url.path(), "/enrol", "they set up their own: {}", theirs.text());
    assert_eq!(t.count(PROVEN).await, 1);

    let code = Phone::of(&asked).code(t.now());
    let refused = planter.submit(&asked, asked.form_with("confirm-app").with("code", &code)).await;
    let led_to = (refused.url.path(), refused.heading());
    assert_eq!(led_to, ("/login", "Sign in to Example app".to_owned()), "{}", refused.text());
    assert_eq!((t.count(CREDENTIALS).await, t.count(LIVE).await), (0, 0));
    // The owner goes on with what the mail proved in that second.
    let code = Phone::of(&theirs).code(t.now());
    let codes = owner.submit(&theirs, theirs.form_with("confirm-app").with("code", &code)).await;
    assert_eq!((t.count(CREDENTIALS).await, t.count(LIVE).await), (11, 1), "{}", codes.text());
}

on_both_engines!(a_planted_identity_that_waits_sets_up_no_app, |config| { required(config) }, |t| {
    sets_up_no_app(&t, 1).await;
});

on_both_engines!(
    a_planted_identity_that_waits_since_the_very_second_sets_up_no_app,
    |config| { required(config) },
    |t| {
        sets_up_no_app(&t, 0).await;
    }
);

on_both_engines!(whoever_proved_the_password_on_the_journey_keeps_everything, |t| {
    planted(&t).await;
    app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let sign_in = browser.get(&t.url(&format!("/login?interaction={}", journey_of(&waits)))).await;
    let page = browser.sign_in(&sign_in, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let page = enter(&mut browser, &waits, &mailed.code).await;
    assert_eq!(page.url.path(), "/factor", "it is still asked for: {}", page.text());
    assert_eq!((t.count(PROVEN).await, t.count(FORGOTTEN).await), (1, 0));
    assert_eq!(t.count(CREDENTIALS).await, 12, "password, app and ten codes");
});

on_both_engines!(whoever_is_signed_in_here_keeps_everything, |t| {
    planted(&t).await;
    passkey_of(&t, "ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    let page = browser.get(&t.url(&format!("/login/email?interaction={}", journey_of(&page)))).await;
    let waits = browser.submit(&page, page.form_with("mail-send").with("username", "ada")).await;
    let mailed = newest(&t, "ada@example.com").await;
    enter(&mut browser, &waits, &mailed.code).await.code();
    assert_eq!((t.count(PROVEN).await, t.count(FORGOTTEN).await), (1, 0));
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 1);
    t.browser_of("ada").await;
});

on_both_engines!(a_mailbox_alone_takes_no_administrators_factor_away, |t| {
    planted(&t).await;
    app_of_ada(&t).await;
    let staff = staff(&t, &[]).await;
    linked(&t, &staff, "ada", "attacker").await;
    set(&t, "ada", "admin_at = 1").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let page = enter(&mut browser, &waits, &mailed.code).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    assert_eq!((t.count(CREDENTIALS).await, t.count(LIVE).await), (12, 0));
    assert_eq!((t.count("SELECT COUNT(*) FROM identities").await, t.count(FORGOTTEN).await), (0, 1));
});

// Nothing was set up, so nothing is told.
on_both_engines!(an_account_without_anything_is_told_nothing, |t| {
    switch_on(&t).await;
    t.person_without_password("ada").await;
    set(&t, "ada", "email_verified_at = NULL").await;
    let client = t.first_party("web", json!({})).await;
    owner(&t, &client).await;
    assert_eq!(t.count(FORGOTTEN).await, 0);
    let ada = accounts::find(&mut t.app.db.read().await.unwrap(), "ada").await.unwrap();
    assert!(ada.email_verified_at.is_some());
});

/// Sets a password with the link that the operator has mailed.
async fn by_mailed_link(t: &TestApp, ada: &User) {
    password_link::issue_by_mail(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    use_mailed_link(t).await;
}

async fn use_mailed_link(t: &TestApp) {
    let mailed = mails(t).await.into_iter().find(|mail| mail.text.contains("/password?token=")).expect("a link");
    let link = mailed.text.lines().map(str::trim).find(|line| line.contains("/password?token=")).unwrap().to_owned();
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    let form = page.form_with("password-submit").with("password", PASSWORD).with("password_again", PASSWORD);
    let done = browser.submit(&page, form).await;
    assert_eq!(done.heading(), "Your password is set", "{}", done.text());
}

on_both_engines!(a_mailed_link_proves_its_address_and_what_is_set_up_after_it_stays, |t| {
    let ada = planted(&t).await;
    by_mailed_link(&t, &ada).await;
    assert_eq!(t.count(PROVEN).await, 1);
    app_of_ada(&t).await;
    let kept = t.count(CREDENTIALS).await;
    assert_eq!(t.count(FORGOTTEN).await, 0, "the planted password was replaced, which is told by itself");
    let client = t.first_party("web", json!({})).await;
    t.clock.advance(1);
    // Their first code by mail takes nothing of it: the app is asked for.
    signed_in(&t, &client, "ada").await;
    assert_eq!((t.count(CREDENTIALS).await, t.count(FORGOTTEN).await), (kept, 0));
});

on_both_engines!(a_planted_app_is_gone_once_the_operators_mailed_link_is_used, |t| {
    let ada = planted(&t).await;
    app_of_ada(&t).await;
    by_mailed_link(&t, &ada).await;
    assert_eq!((t.count(CREDENTIALS).await, t.count(FORGOTTEN).await), (1, 1), "the new password alone");
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE second_factor_at IS NOT NULL").await, 0);
});

on_both_engines!(a_mailed_link_proves_no_address_that_the_account_got_since, |t| {
    let ada = planted(&t).await;
    password_link::issue_by_mail(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    set(&t, "ada", "email = 'eve@example.com', email_key = 'eve@example.com'").await;
    use_mailed_link(&t).await;
    assert_eq!((t.count(PROVEN).await, t.count(FORGOTTEN).await), (0, 0));
});

on_both_engines!(a_printed_link_proves_no_address, |t| {
    let ada = planted(&t).await;
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    let mut browser = t.browser();
    let page = browser.get(made.link.expose()).await;
    let form = page.form_with("password-submit").with("password", PASSWORD).with("password_again", PASSWORD);
    browser.submit(&page, form).await;
    assert_eq!((t.count(PROVEN).await, t.count(FORGOTTEN).await), (0, 0));
});
