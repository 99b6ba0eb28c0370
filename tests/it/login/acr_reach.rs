//! What more is asked for an `acr`: what the person really has, and nothing twice (OIDC Core §3.1.2.1, §5.5.1.1).

use serde_json::json;
use signet::{
    config::{Config, acr::AcrLevels},
    protocol::acr::{Ladder, Level},
    store::credentials,
};

use super::{
    factor_policy::{enrol, go_on},
    factors::{a_step_later, app_of_ada, enter, id_token, set_up},
    further_passkeys::prove,
    mail_sign_in::{self, address_of, ask, newest, signed_in, switch_on, waiting},
    passkeys::{self, passkey_of},
    wallets::{self, Wallet},
};
use crate::support::{Form, PASSWORD, Page, on_both_engines};

const MULTI: &str = "urn:signet:acr:multi-factor";
const SINGLE: &str = "urn:signet:acr:single-factor";

#[track_caller]
fn is_unmet(page: &Page) {
    assert_eq!(page.error(), "unmet_authentication_requirements");
    assert_eq!(
        page.sent("error_description").as_deref(),
        Some("the sign-in did not reach an acr that claims calls essential (OIDC Core section 5.5.1.1)")
    );
}

on_both_engines!(a_mail_and_an_app_are_two_factors, |t| {
    t.person_without_password("ada").await;
    switch_on(&t).await;
    let plain = t.first_party("plain", json!({})).await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let (phone, _) = set_up(&t, &mut signed_in(&t, &plain, "ada").await).await;
    a_step_later(&t);
    let (mut browser, waits) = waiting(&t, &strict, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let page = mail_sign_in::enter(&mut browser, &waits, &mailed.code).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let code = enter(&mut browser, &page, &phone.code(t.now())).await.code();
    let told = id_token(&t, &strict, &code).await;
    // One name, told once, of two kinds.
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["otp"]), &json!(MULTI)));
    // Nothing is asked again, be it needed or wished.
    strict.authorize(&mut browser, &[]).await.code();
    plain.authorize(&mut browser, &[("acr_values", MULTI)]).await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE factors LIKE '%knowledge%possession%'").await, 2);
});

// As versions before wrote it: the app in the place of the mail.
on_both_engines!(a_session_of_before_is_asked_for_the_mail_once_more, |t| {
    t.person_without_password("ada").await;
    switch_on(&t).await;
    let plain = t.first_party("plain", json!({})).await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let mut browser = signed_in(&t, &plain, "ada").await;
    let (phone, _) = set_up(&t, &mut browser).await;
    let before = json!([{"amr": "otp", "kind": "possession", "at": t.now()}]);
    t.engine().execute(&format!("UPDATE sessions SET factors = '{before}'")).await;
    let code = plain.code(&mut browser, &[]).await;
    assert_eq!(id_token(&t, &plain, &code).await["acr"], json!(SINGLE));

    a_step_later(&t);
    let page = strict.authorize(&mut browser, &[]).await;
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    let page = browser.get(&address_of(&page, "mail-sign-in")).await;
    let waits = ask(&mut browser, &page, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let page = mail_sign_in::enter(&mut browser, &waits, &mailed.code).await;
    let code = enter(&mut browser, &page, &phone.code(t.now())).await.code();
    assert_eq!(id_token(&t, &strict, &code).await["acr"], json!(MULTI));
});

on_both_engines!(whoever_signs_in_by_mail_alone_sets_an_app_up_where_two_factors_are_essential, |t| {
    t.person_without_password("ada").await;
    switch_on(&t).await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let (mut browser, waits) = waiting(&t, &strict, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let page = mail_sign_in::enter(&mut browser, &waits, &mailed.code).await;
    let (_, codes) = enrol(&t, &mut browser, &page).await;
    let told = id_token(&t, &strict, &go_on(&mut browser, &codes).await.code()).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["otp"]), &json!(MULTI)));
});

// Both are something that one has.
on_both_engines!(a_wallet_and_an_app_without_a_password_are_refused_and_not_asked_for_ever, |t| {
    let ada = t.person("ada").await;
    wallets::on(&t).await;
    let wallet = Wallet::of(7);
    let mut own = t.browser_of("ada").await;
    wallets::add(&t, &mut own, &wallet).await;
    let (phone, _) = set_up(&t, &mut own).await;
    a_step_later(&t);
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    t.cx().write(async |work| Ok(credentials::delete_kind(work, &ada.id, "password").await?)).await.unwrap();
    let mut browser = t.browser();
    let page = strict.authorize(&mut browser, &[]).await;
    let page = wallets::sign_in(&t, &mut browser, &page, &wallet).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    is_unmet(&enter(&mut browser, &page, &phone.code(t.now())).await);
    // The session that began is no reason to ask anew: nothing that she has would help.
    is_unmet(&strict.authorize(&mut browser, &[]).await);
    let plain = t.first_party("plain", json!({})).await;
    let code = plain.authorize(&mut browser, &[("acr_values", MULTI)]).await.code();
    let told = id_token(&t, &plain, &code).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["wallet", "otp"]), &json!(SINGLE)));
});

// WebAuthn §5.8.6: a touch is one thing that somebody has, and so is the wallet.
on_both_engines!(a_passkey_beside_a_wallet_verifies_its_person_where_two_factors_are_essential, |t| {
    t.person("ada").await;
    wallets::on(&t).await;
    let wallet = Wallet::of(7);
    let mut key = passkey_of(&t, "ada").await;
    wallets::add(&t, &mut t.browser_of("ada").await, &wallet).await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let mut browser = t.browser();
    let page = strict.authorize(&mut browser, &[]).await;
    let page = wallets::sign_in(&t, &mut browser, &page, &wallet).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    key.flags.verified = false;
    let refused = prove(&t, &mut browser, &page, &mut key).await;
    assert!(refused.text().contains("This passkey could not be used."), "{}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 1);
    key.flags.verified = true;
    let code = prove(&t, &mut browser, &page, &mut key).await.code();
    let told = id_token(&t, &strict, &code).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["wallet", "hwk", "user", "mfa"]), &json!(MULTI)));
    // Beside a password a touch is enough.
    key.flags.verified = false;
    let mut other = t.browser();
    let page = strict.authorize(&mut other, &[]).await;
    let page = other.sign_in(&page, "ada", PASSWORD).await;
    let code = prove(&t, &mut other, &page, &mut key).await.code();
    let told = id_token(&t, &strict, &code).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "hwk", "user"]), &json!(MULTI)));
});

/// A level for whatever somebody proves, and one for a key that hardware secures.
fn resistant(config: &mut Config) {
    let key = Level { methods: vec!["hwk".to_owned()], ..Level::of("phr", 1) };
    config.login.acr = AcrLevels(Ladder(vec![Level::of("1", 1), key]));
}

on_both_engines!(a_wish_keeps_nobody_out_whose_passkey_is_lost, |config| { resistant(config) }, |t| {
    t.person("ada").await;
    passkey_of(&t, "ada").await;
    let phone = app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let wish = [("acr_values", "phr")];
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &wish).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let code = enter(&mut browser, &page, &phone.code(t.now())).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd", "otp"]), &json!("1")));
    // The session is asked once more by the next request, for whichever she has.
    a_step_later(&t);
    let page = client.authorize(&mut browser, &wish).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let code = enter(&mut browser, &page, &phone.code(t.now())).await.code();
    assert_eq!(id_token(&t, &client, &code).await["acr"], json!("1"));
    // What is essential takes the passkey: nothing else would help.
    let essential = json!({"id_token": {"acr": {"essential": true, "value": "phr"}}}).to_string();
    let page = client.authorize(&mut browser, &[("claims", &essential)]).await;
    assert_eq!((page.url.path(), page.has("factor-submit")), ("/factor", false), "{}", page.text());
});

on_both_engines!(a_wish_is_no_dead_end_for_whoever_has_lost_every_further_factor, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    app_of_ada(&t).await;
    t.engine().execute("DELETE FROM credentials WHERE kind = 'recovery_code'").await;
    let wish = [("acr_values", MULTI), ("state", "s")];
    let page = client.authorize(&mut browser, &wish).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let form = page.form_with("without-factor");
    let mut second = browser.clone();
    let done = browser.submit(&page, form.clone()).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    assert_eq!(second.submit(&page, form).await.left(), done.left(), "a double click gets the same answer");
    let told = id_token(&t, &client, &done.code()).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd"]), &json!(SINGLE)));
    // It was said of this request alone.
    assert_eq!(client.authorize(&mut browser, &wish).await.url.path(), "/factor");
});

// Attack: somebody with a stolen password, or a session that was left open, goes on without what is asked of them.
on_both_engines!(nobody_goes_on_without_what_is_essential_or_asked_at_a_sign_in, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let strict = t.first_party("strict", json!({"required_acr_values": [MULTI]})).await;
    let mut browser = t.browser_of("ada").await;
    app_of_ada(&t).await;
    let wished = client.authorize(&mut browser, &[("acr_values", MULTI)]).await;
    let way = wished.form_with("without-factor");
    let session = way.field("account").unwrap().to_owned();
    let page = strict.authorize(&mut browser, &[]).await;
    assert_eq!((page.url.path(), page.has("without-factor")), ("/factor", false), "{}", page.text());
    let id = page.form_with("factor-submit").field("interaction").unwrap().to_owned();
    let asked = browser.submit(&page, way.with("interaction", &id)).await;
    assert_eq!((asked.url.path(), asked.has("without-factor")), ("/factor", false), "{}", asked.text());

    let sessions = t.count("SELECT COUNT(*) FROM sessions").await;
    let mut thief = t.browser();
    let page = client.authorize(&mut thief, &[("acr_values", MULTI)]).await;
    let page = thief.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!((page.url.path(), page.has("without-factor")), ("/factor", false), "{}", page.text());
    let form = Form { action: t.url("/factor/without"), ..page.form_with("factor-submit") };
    let asked = thief.submit(&page, form.with("account", &session)).await;
    assert_eq!((asked.url.path(), asked.has("without-factor")), ("/factor", false), "{}", asked.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, sessions);
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 0);

    // Nor does whoever changes how they sign in, in their own session.
    let own = browser.get(&t.url("/account/security/app")).await;
    assert_eq!((own.url.path(), own.has("without-factor")), ("/factor", false), "{}", own.text());
});

/// A level for a key that hardware secures, one for a key that may be copied, and one for a wallet.
fn levels(config: &mut Config) {
    let of = |value: &str, method: &str| Level { methods: vec![method.to_owned()], ..Level::of(value, 1) };
    let levels = [("wallet", "wallet"), ("copied", "swk"), ("hardware", "hwk")];
    config.login.acr = AcrLevels(Ladder(levels.map(|(value, method)| of(value, method)).to_vec()));
}

on_both_engines!(a_level_of_a_key_or_a_wallet_is_reached_and_told, |config| { levels(config) }, |t| {
    t.person("ada").await;
    wallets::on(&t).await;
    let wallet = Wallet::of(7);
    let mut key = passkey_of(&t, "ada").await;
    wallets::add(&t, &mut t.browser_of("ada").await, &wallet).await;
    let client = t.first_party("web", json!({})).await;
    let essential = |value: &str| json!({"id_token": {"acr": {"essential": true, "value": value}}}).to_string();
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("claims", &essential("hardware"))]).await;
    let code = passkeys::sign_in(&t, &mut browser, &page, &mut key).await.code();
    assert_eq!(id_token(&t, &client, &code).await["acr"], json!("hardware"));
    // The wallet is a sign-in away, and a key that is copied is nothing that she has.
    let page = client.authorize(&mut browser, &[("claims", &essential("wallet"))]).await;
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    let code = wallets::sign_in(&t, &mut browser, &page, &wallet).await.code();
    assert_eq!(id_token(&t, &client, &code).await["acr"], json!("wallet"));
    is_unmet(&client.authorize(&mut browser, &[("claims", &essential("copied"))]).await);
    let discovery = t.get("/.well-known/openid-configuration").await.json();
    assert_eq!(discovery["acr_values_supported"], json!(["wallet", "copied", "hardware"]));
});
