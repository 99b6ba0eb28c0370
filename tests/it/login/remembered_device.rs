//! Browsers in which somebody does not want to be asked for their further factor, and what a stolen mark is worth.

use serde_json::json;
use signet::{base::time::Seconds, domain::login::enrolment};

use super::factors::{Phone, a_step_later, enter, id_token, set_up};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, on_both_engines};

const DAY: i64 = 86_400;

/// A further factor, set up in a browser that is forgotten.
async fn phone_of(t: &TestApp, name: &str) -> Phone {
    let (phone, _) = set_up(t, &mut t.browser_of(name).await).await;
    a_step_later(t);
    phone
}

/// A browser that the person wanted to be remembered, at the request of a client.
pub(super) async fn remembered<'t>(t: &'t TestApp, client: &TestClient<'_>, name: &str, phone: &Phone) -> Browser<'t> {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, name, PASSWORD).await;
    assert!(page.text().contains("Do not ask again on this device for 30 days"), "{}", page.text());
    let form = page.form_with("factor-submit").with("code", &phone.code(t.now())).with("trust", "yes");
    browser.submit(&page, form).await.code();
    a_step_later(t);
    browser
}

/// A new browser with nothing but the device cookie of another one, and where a password leads there.
async fn with_only<'t>(
    t: &'t TestApp,
    client: &TestClient<'_>,
    browser: &Browser<'_>,
    name: &str,
) -> (Browser<'t>, Page) {
    let mut other = t.browser();
    let (cookie, value) = browser.device_cookie();
    other.cookies.insert(cookie, value);
    let page = client.authorize(&mut other, &[]).await;
    let page = other.sign_in(&page, name, PASSWORD).await;
    (other, page)
}

on_both_engines!(a_remembered_browser_is_spared_the_question_and_proves_no_more_than_a_password, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = phone_of(&t, "ada").await;
    let browser = remembered(&t, &client, "ada", &phone).await;
    let (mut later, page) = with_only(&t, &client, &browser, "ada").await;
    let told = id_token(&t, &client, &page.code()).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd"]), &json!("urn:signet:acr:single-factor")));
    // It meets no acr that is asked for,
    let wanted = ("acr_values", "urn:signet:acr:multi-factor");
    let page = client.authorize(&mut later, &[wanted]).await;
    assert_eq!(page.url.path(), "/factor");
    assert!(!page.text().contains("Do not ask again"), "this browser has its session");
    // nor does it change how one signs in.
    assert_eq!(later.get(&t.url("/account/security/app")).await.url.path(), "/factor");
    let code = enter(&mut later, &page, &phone.code(t.now())).await.code();
    assert_eq!(id_token(&t, &client, &code).await["amr"], json!(["pwd", "otp"]));
    // Another browser is asked as ever.
    let mut stranger = t.browser();
    let page = client.authorize(&mut stranger, &[]).await;
    assert_eq!(stranger.sign_in(&page, "ada", PASSWORD).await.url.path(), "/factor");
    // Signing in there again keeps the mark, which ends when it ends.
    t.clock.advance(29 * DAY);
    let (again, page) = with_only(&t, &client, &later, "ada").await;
    page.code();
    t.clock.advance(DAY);
    assert_eq!(with_only(&t, &client, &again, "ada").await.1.url.path(), "/factor");
});

on_both_engines!(nobody_is_remembered_who_did_not_want_it, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = phone_of(&t, "ada").await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(!page.answer.body.contains("name=\"trust\" type=\"checkbox\" value=\"yes\" checked"));
    // A wrong code remembers nothing, whatever is ticked.
    let right = phone.code(t.now());
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let page = browser.submit(&page, page.form_with("factor-submit").with("code", wrong).with("trust", "yes")).await;
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
    enter(&mut browser, &page, &right).await.code();
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
});

// Attack: a cookie of one's own account, planted in the sign-in of another; and one that was made up.
on_both_engines!(a_stolen_mark_of_another_account_spares_nothing, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let client = t.first_party("web", json!({})).await;
    let (adas, eves) = (phone_of(&t, "ada").await, phone_of(&t, "eve").await);
    let eve = remembered(&t, &client, "eve", &eves).await;
    let (_, page) = with_only(&t, &client, &eve, "ada").await;
    assert_eq!(page.url.path(), "/factor");
    let (_, page) = with_only(&t, &client, &eve, "eve").await;
    page.code();
    let mut forged = remembered(&t, &client, "ada", &adas).await;
    let (name, value) = forged.device_cookie();
    let (rest, mark) = value.rsplit_once('.').unwrap();
    let changed: String = mark.chars().map(|one| if one == 'A' { 'B' } else { one }).collect();
    for worthless in ["1.", "1.AAAA", "2.AAAA", &"1.A".repeat(500), &format!("{rest}.{changed}x")] {
        forged.cookies.insert(name.clone(), worthless.to_owned());
        assert_eq!(with_only(&t, &client, &forged, "ada").await.1.url.path(), "/factor", "{worthless}");
    }
});

on_both_engines!(a_new_password_and_any_change_of_the_factors_end_it, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let phone = phone_of(&t, "ada").await;
    let browser = remembered(&t, &client, "ada", &phone).await;
    with_only(&t, &client, &browser, "ada").await.1.code();
    // The same words, set anew.
    t.clock.advance(1);
    t.set_password("ada", PASSWORD).await;
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
    a_step_later(&t);
    let mut browser = remembered(&t, &client, "ada", &phone).await;
    // A second app.
    let page = browser.get(&t.url("/account/security/app")).await;
    let second = Phone::of(&page);
    let form = page.form_with("confirm-app").with("code", &second.code(t.now()));
    assert_eq!(browser.submit(&page, form).await.url.path(), "/account/security");
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
    a_step_later(&t);
    let mut browser = remembered(&t, &client, "ada", &phone).await;
    // One app less.
    let page = browser.get(&t.url("/account/security")).await;
    browser.press(&page, "remove-app-2").await;
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
    a_step_later(&t);
    let browser = remembered(&t, &client, "ada", &phone).await;
    // All gone, and one again.
    enrolment::reset(&t.cx(), &ada.id).await.unwrap();
    phone_of(&t, "ada").await;
    assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
});

on_both_engines!(
    where_the_operator_wants_none_nobody_is_remembered,
    |config| { config.factors.remember_device = Seconds(0) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let phone = phone_of(&t, "ada").await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        assert!(!page.text().contains("Do not ask again"), "{}", page.text());
        let form = page.form_with("factor-submit").with("code", &phone.code(t.now())).with("trust", "yes");
        browser.submit(&page, form).await.code();
        assert_eq!(with_only(&t, &client, &browser, "ada").await.1.url.path(), "/factor");
    }
);
