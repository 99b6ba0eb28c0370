//! Authenticator apps and recovery codes (RFC 6238), from setting one up to losing it.

use serde_json::{Value, json};
use signet::domain::login::{enrolment, unlock};
use totp_rs::{Builder, Secret};

use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines, verified};

/// An app on a phone, made from the key that the page shows for typing.
pub struct Phone(String);

impl Phone {
    /// The app that this page sets up.
    pub(super) fn of(page: &Page) -> Self {
        Self(key_of(page))
    }

    pub fn code(&self, at: i64) -> String {
        let secret = Secret::try_from_base32(self.0.replace(' ', "")).unwrap();
        let app = Builder::new().with_secret(secret).with_account_name("ada").build().unwrap();
        app.generate(u64::try_from(at).unwrap()).to_string()
    }
}

fn key_of(page: &Page) -> String {
    page.codes_behind("class=\"key\"").remove(0)
}

pub(super) fn codes_of(page: &Page) -> Vec<String> {
    page.codes_behind("id=\"recovery-codes\"")
}

/// Sets an app up in a browser that has just signed in; answers it and the recovery codes.
pub async fn set_up(t: &TestApp, browser: &mut Browser<'_>) -> (Phone, Vec<String>) {
    let page = browser.get(&t.url("/account/security/app")).await;
    assert_eq!(page.heading(), "Set up an authenticator app", "{}", page.text());
    let phone = Phone(key_of(&page));
    let form = page.form_with("confirm-app").with("code", &phone.code(t.now()));
    let kept = browser.submit(&page, form).await;
    assert_eq!(kept.heading(), "Keep these recovery codes", "{}", kept.text());
    let codes = codes_of(&kept);
    assert_eq!(codes.len(), 10);
    (phone, codes)
}

pub async fn enter(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("factor-submit").with("code", code)).await
}

pub(super) async fn id_token(t: &TestApp, client: &TestClient<'_>, code: &str) -> Value {
    let tokens = client.redeem(code).await.ok().json();
    verified(tokens["id_token"].as_str().unwrap(), &t.get("/jwks").await.json())
}

/// The next code is another one.
pub(super) fn a_step_later(t: &TestApp) {
    t.clock.advance(30);
}

/// Ada's app, whose next code opens something.
pub async fn app_of_ada(t: &TestApp) -> Phone {
    let (phone, _) = set_up(t, &mut t.browser_of("ada").await).await;
    a_step_later(t);
    phone
}

/// A new browser in which Ada has entered her password at the request of a client, and the page that follows.
async fn with_password<'t>(t: &'t TestApp, client: &TestClient<'_>, password: &str) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", password).await;
    (browser, page)
}

on_both_engines!(an_app_counts_once_its_first_code_was_right_and_is_asked_for_from_then_on, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let account = browser.get(&t.url("/account/security")).await;
    assert!(account.text().contains("a stolen password is not enough"), "{}", account.text());
    let page = browser.get(&t.url("/account/security/app")).await;
    let phone = Phone(key_of(&page));
    let right = phone.code(t.now());
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let again = browser.submit(&page, page.form_with("confirm-app").with("code", wrong)).await;
    assert!(again.text().contains("That code is not right."), "{}", again.text());
    assert_eq!(key_of(&again), phone.0, "the same secret: the phone has it already");
    // Nothing counts yet: a password is enough elsewhere.
    let (_, page) = with_password(&t, &client, PASSWORD).await;
    assert_eq!(id_token(&t, &client, &page.code()).await["amr"], json!(["pwd"]));

    let kept = browser.submit(&again, again.form_with("confirm-app").with("code", &right)).await;
    assert_eq!((kept.heading().as_str(), codes_of(&kept).len()), ("Keep these recovery codes", 10));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'factor.added'").await, 1);
    assert_eq!(
        t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'totp' AND secret LIKE 'v1.%'").await,
        1,
        "the secret is sealed"
    );

    // From now on the password alone begins nothing.
    let sessions = t.count("SELECT COUNT(*) FROM sessions").await;
    let mut other = t.browser();
    let page = client.authorize(&mut other, &[]).await;
    let before = other.cookie();
    let page = other.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/factor", "Enter the code from your app"));
    assert_ne!(other.cookie(), before, "a cookie that was planted goes no further");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, sessions);
    // RFC 6238 §5.2: the code that confirmed the app opens nothing.
    let used = enter(&mut other, &page, &right).await;
    assert!(used.text().contains("That code was used already."), "{}", used.text());
    a_step_later(&t);
    let code = enter(&mut other, &used, &phone.code(t.now())).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "otp"]), &json!("urn:signet:acr:multi-factor")));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, sessions + 1);
});

// Attack: somebody has a stolen password and its user name, and wants to know whose it is.
on_both_engines!(the_page_between_password_and_code_tells_neither_name_nor_address, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    app_of_ada(&t).await;
    let (mut thief, page) = with_password(&t, &client, PASSWORD).await;
    let recovery = thief.get(&format!("{}&recovery=1", page.url)).await;
    for page in [page, recovery] {
        assert_eq!(page.url.path(), "/factor");
        let body = &page.answer.body;
        assert!(!body.contains("ada@example.com") && !body.contains("Lovelace"), "{}", page.text());
        assert!(page.text().contains("ada"), "whom one signs in as: {}", page.text());
    }
});

on_both_engines!(one_visits_the_account_with_both_and_stays_signed_in_if_one_asked_to, |t| {
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let page = browser.submit(&page, form.with("remember", "yes")).await;
    assert_eq!(page.url.path(), "/factor");
    let account = enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(account.url.path(), "/account", "{}", account.text());
    t.clock.advance(2 * 86_400);
    assert_eq!(browser.get(&t.url("/account")).await.url.path(), "/account", "remembered");
});

on_both_engines!(codes_are_guessed_five_times_and_no_more, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let (mut thief, mut page) = with_password(&t, &client, PASSWORD).await;
    let right = phone.code(t.now());
    let wrong: Vec<String> = (0..8).map(|n| format!("{n:06}")).filter(|code| *code != right).take(5).collect();
    for guess in &wrong {
        page = enter(&mut thief, &page, guess).await;
        assert!(page.answer.status == 200 && page.text().contains("That code is not right."), "{}", page.text());
    }
    let limited = enter(&mut thief, &page, &right).await;
    assert_eq!(limited.answer.status, 429, "not even the right one: {}", limited.text());
    // The window of fifteen minutes began half a minute ago.
    assert_eq!(limited.answer.header("retry-after"), Some("870"));
    assert!(limited.text().contains("There were too many attempts."), "{}", limited.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 5);
    // What was proven is too old by then: the password is asked for once more.
    t.clock.advance(15 * 60);
    let again = enter(&mut thief, &page, &phone.code(t.now())).await;
    assert_eq!(again.url.path(), "/login", "{}", again.text());
    let page = thief.sign_in(&again, "ada", PASSWORD).await;
    enter(&mut thief, &page, &phone.code(t.now())).await.code();
});

on_both_engines!(an_operator_lets_somebody_try_codes_again, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let (mut browser, mut page) = with_password(&t, &client, PASSWORD).await;
    let right = phone.code(t.now());
    for guess in (0..8).map(|n| format!("{n:06}")).filter(|code| *code != right).take(5) {
        page = enter(&mut browser, &page, &guess).await;
    }
    assert_eq!(enter(&mut browser, &page, &right).await.answer.status, 429);
    assert!(unlock::unlock(&t.cx(), &ada.id).await.unwrap());
    enter(&mut browser, &page, &right).await.code();
});

on_both_engines!(a_recovery_code_stands_in_for_the_app_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut own = t.browser_of("ada").await;
    let (_, codes) = set_up(&t, &mut own).await;
    let sign_in = async |code: &str| {
        let (mut browser, page) = with_password(&t, &client, PASSWORD).await;
        let page = browser.get(&format!("{}&recovery=1", page.url)).await;
        assert_eq!(page.heading(), "Enter a recovery code");
        enter(&mut browser, &page, code).await
    };
    sign_in(&codes[0].to_uppercase().replace('-', " ")).await.code();
    let spent = sign_in(&codes[0]).await;
    assert!(spent.text().contains("A code that was used before does not work again."), "{}", spent.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'recovery_code.used'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%recovery_code_used%'").await, 1);
    assert!(own.get(&t.url("/account/security")).await.text().contains("9 codes are left."));
    // New ones replace the old ones.
    assert_eq!(t.mails_of("recovery_codes_made").await, 0);
    let page = own.get(&t.url("/account/security")).await;
    let fresh = codes_of(&own.press(&page, "new-codes").await);
    assert_eq!(fresh.len(), 10);
    assert_eq!(t.mails_of("recovery_codes_made").await, 1, "the owner is told");
    let old = sign_in(&codes[1]).await;
    assert!(old.text().contains("That code is not right."), "{}", old.text());
    sign_in(&fresh[0]).await.code();
});

on_both_engines!(a_request_for_more_asks_a_session_for_what_is_missing_and_no_more, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut early = t.browser_of("ada").await;
    let begun = t.now();
    t.clock.advance(5 * 60);
    let phone = app_of_ada(&t).await;
    let wanted = [("acr_values", "urn:signet:acr:multi-factor")];
    let page = client.authorize(&mut early, &wanted).await;
    assert_eq!(page.url.path(), "/factor", "the password was proven: {}", page.text());
    let code = enter(&mut early, &page, &phone.code(t.now())).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!((&told["acr"], &told["amr"]), (&wanted[0].1.into(), &json!(["pwd", "otp"])));
    assert_eq!(told["auth_time"], json!(begun), "the sign-in itself is as old as it is");
    client.authorize(&mut early, &[wanted[0], ("prompt", "none")]).await.code();
    // Whoever asks for a new sign-in gets all of it.
    let page = client.authorize(&mut early, &[("prompt", "login")]).await;
    assert_eq!(page.url.path(), "/login");
    let page = early.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor");
    a_step_later(&t);
    let code = enter(&mut early, &page, &phone.code(t.now())).await.code();
    assert_eq!(id_token(&t, &client, &code).await["auth_time"], json!(t.now()));
});

on_both_engines!(what_was_proven_waits_in_one_browser_and_not_for_long, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client, PASSWORD).await;
    // Attack: a stolen address of the question, opened elsewhere.
    let mut thief = t.browser();
    let stolen = thief.get(page.url.as_str()).await;
    assert_eq!((stolen.answer.status.as_u16(), stolen.has("factor-submit")), (400, false), "{}", stolen.text());
    assert_eq!(stolen.heading(), "This browser does not know this sign-in");
    // Attack: a code without a password, at a request of one's own.
    let own = client.authorize(&mut thief, &[]).await;
    let id = own.form_with("login-submit").field("interaction").unwrap().to_owned();
    let asked = thief.get(&t.url(&format!("/factor?interaction={id}"))).await;
    assert_eq!(asked.url.path(), "/login", "nothing was proven there");
    // Attack: an old password, proven a moment before it was changed.
    t.clock.advance(1);
    t.set_password("ada", "quite another long secret").await;
    let changed = enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(changed.url.path(), "/login", "{}", changed.text());
    let page = browser.sign_in(&changed, "ada", "quite another long secret").await;
    assert_eq!(page.url.path(), "/factor");
    t.clock.advance(10 * 60);
    let late = enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(late.url.path(), "/login", "{}", late.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
});

on_both_engines!(whoever_takes_ten_minutes_is_told_why_they_sign_in_once_more, |t| {
    const TOLD: &str = "It took a while.";
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client, PASSWORD).await;
    t.clock.advance(10 * 60 - 1);
    assert_eq!(browser.get(page.url.as_str()).await.url.path(), "/factor");
    t.clock.advance(1);
    let late = browser.get(page.url.as_str()).await;
    assert_eq!(late.url.path(), "/login", "{}", late.text());
    for told in [TOLD, "Please sign in once more."] {
        assert!(late.text().contains(told), "{}", late.text());
    }
    let german = browser.get(&late.in_language("de")).await;
    for told in ["Das hat eine Weile gedauert.", "Melden Sie sich bitte noch einmal an."] {
        assert!(german.text().contains(told), "{}", german.text());
    }
    let late = browser.get(&german.in_language("en")).await;
    // What is wrong with the next try counts more.
    let wrong = browser.sign_in(&late, "ada", "a wrong guess").await;
    assert!(wrong.has("login-submit") && !wrong.text().contains(TOLD), "{}", wrong.text());
    let page = browser.sign_in(&wrong, "ada", PASSWORD).await;
    enter(&mut browser, &page, &phone.code(t.now())).await.code();
    // On the way to the account, too; and nobody else is told so.
    let mut other = t.browser();
    let page = other.get(&t.url("/login")).await;
    assert!(!page.text().contains(TOLD), "{}", page.text());
    let page = other.sign_in(&page, "ada", PASSWORD).await;
    t.clock.advance(10 * 60);
    let late = enter(&mut other, &page, &phone.code(t.now())).await;
    assert_eq!((late.url.path(), late.text().contains(TOLD)), ("/login", true), "{}", late.text());
    let fresh = client.authorize(&mut other, &[]).await;
    assert!(!fresh.text().contains(TOLD), "{}", fresh.text());
});

on_both_engines!(whoever_changes_how_they_sign_in_has_signed_in_lately, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    t.clock.advance(11 * 60);
    let page = browser.get(&t.url("/account/security/app")).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/login", "Is it still you?"));
    let page = browser.sign_in(&page, "ada@example.com", PASSWORD).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/account/security", "How you sign in"));
    let (phone, _) = set_up(&t, &mut browser).await;
    // With an app, the password alone is not lately enough.
    t.clock.advance(11 * 60);
    let page = browser.get(&t.url("/account/security")).await;
    let page = browser.press(&page, "remove-app-1").await;
    assert_eq!(page.url.path(), "/login");
    let page = browser.sign_in(&page, "ada@example.com", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor");
    let page = enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(page.url.path(), "/account/security", "{}", page.text());
    let gone = browser.press(&page, "remove-app-1").await;
    assert!(gone.text().contains("The app is removed."), "{}", gone.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind <> 'password'").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'factor.removed'").await, 1);
    assert_eq!(t.mails_of("factor_removed").await, 1, "the owner is told");
});

on_both_engines!(a_new_password_takes_no_factor_away_and_the_operator_can, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (phone, _) = set_up(&t, &mut t.browser_of("ada").await).await;
    t.set_password("ada", "quite another long secret").await;
    a_step_later(&t);
    let (mut browser, page) = with_password(&t, &client, "quite another long secret").await;
    assert_eq!(page.url.path(), "/factor");
    enter(&mut browser, &page, &phone.code(t.now())).await.code();
    assert_eq!(browser.get(&t.url("/account")).await.url.path(), "/account");
    assert!(enrolment::reset(&t.cx(), &ada.id).await.unwrap());
    // The phone that was stolen is signed in, too.
    assert_eq!(browser.get(&t.url("/account")).await.url.path(), "/login");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
    assert!(!enrolment::reset(&t.cx(), &ada.id).await.unwrap(), "nothing is left");
    let (_, page) = with_password(&t, &client, "quite another long secret").await;
    page.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'factor.reset'").await, 1);
    assert_eq!(t.mails_of("factors_reset").await, 1, "the owner is told");
});

on_both_engines!(a_code_that_is_sent_twice_at_once_signs_in_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = app_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client, PASSWORD).await;
    let mut second = browser.clone();
    let code = phone.code(t.now());
    let first = enter(&mut browser, &page, &code).await.code();
    // The second press of a double click, with the cookie of before: the same answer.
    assert_eq!(enter(&mut second, &page, &code).await.code(), first);
    // And with the new one.
    assert_eq!(enter(&mut browser, &page, &code).await.code(), first);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 2);
});

on_both_engines!(forms_on_the_way_to_the_account_that_are_sent_twice_lead_there_twice, |t| {
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let mut second = browser.clone();
    let asked = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(asked.url.path(), "/factor");
    assert_eq!(second.sign_in(&page, "ada", PASSWORD).await.url, asked.url, "the same interaction");
    let mut second = browser.clone();
    let code = phone.code(t.now());
    for browser in [&mut browser, &mut second] {
        let account = enter(browser, &asked, &code).await;
        assert_eq!((account.url.path(), account.answer.status.as_u16()), ("/account", 200), "{}", account.text());
    }
    assert_eq!(enter(&mut browser, &asked, &code).await.url.path(), "/account");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 2);
});

on_both_engines!(an_app_that_is_confirmed_twice_counts_once_and_its_codes_are_shown_twice, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/security/app")).await;
    let form = page.form_with("confirm-app").with("code", &Phone(key_of(&page)).code(t.now()));
    let codes = codes_of(&browser.submit(&page, form.clone()).await);
    // The browser shows what the second press of a double click brings.
    assert_eq!(codes_of(&browser.submit(&page, form.clone()).await), codes);
    // Sent again later, it adds nothing and shows no code.
    t.clock.advance(11);
    let later = browser.submit(&page, form).await;
    assert_eq!((later.url.path(), later.heading().as_str()), ("/account/security", "How you sign in"));
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'totp'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 10);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'factor.added'").await, 1);
});

on_both_engines!(whoever_does_not_want_to_enter_a_code_goes_back_to_the_app, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    app_of_ada(&t).await;
    let (mut browser, page) = with_password(&t, &client, PASSWORD).await;
    let back = browser.press(&page, "cancel").await;
    assert_eq!((back.error().as_str(), back.sent("state").as_deref()), ("access_denied", Some("af0ifjsldkj")));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);
});

#[test]
fn the_codes_are_those_of_rfc_6238() {
    // RFC 6238 Appendix B, the last six digits: the test's own phone is right, too.
    let secret = data_encoding::BASE32.encode(b"12345678901234567890");
    for (at, code) in
        [(59_i64, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
    {
        assert_eq!(Phone(secret.clone()).code(at), code);
    }
}
