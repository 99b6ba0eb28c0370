//! A form that comes twice: a double click, a reload, a page that was left open; and what a planted cookie gets.

use axum::http::StatusCode;
use serde_json::json;
use signet::{
    base::time::Seconds,
    domain::{
        directory::accounts::password_link,
        installation::{demo, setup},
        sessions::outcomes,
    },
};

use crate::support::{Browser, PASSWORD, Page, TestApp, Tokens, on_both_engines};

async fn count(t: &TestApp, what: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM {what}")).await
}

on_both_engines!(a_second_press_of_sign_in_gets_the_same_cookie_and_the_same_question, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    // What the second press of a double click is sent with: the browser as it is now.
    let mut second = browser.clone();
    let consent = browser.sign_in(&page, "ada", PASSWORD).await;
    let again = second.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!((again.url.as_str(), again.statuses.as_slice()), (consent.url.as_str(), consent.statuses.as_slice()));
    assert_eq!(second.cookie(), browser.cookie());
    assert_eq!(count(&t, "sessions").await, 1);
    assert_eq!(count(&t, "audit_events WHERE kind = 'session.started'").await, 1);
    second.press(&again, "consent-allow").await.code();
});

on_both_engines!(a_second_press_gets_the_same_code_until_it_is_redeemed, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"client_uri": "https://rp.example/"})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let form = form.with("remember", "yes").press("login-submit");
    let mut others: Vec<_> = (0..4).map(|_| browser.clone()).collect();
    let first = browser.submit(&page, form.clone()).await;
    // With the cookie of before, and with the new one.
    for other in [&mut others[0], &mut browser.clone()] {
        let again = other.submit(&page, form.clone()).await;
        assert_eq!(again.left(), first.left());
        assert_eq!(other.cookie(), browser.cookie());
    }
    let kept = others[0].set_cookies.iter().find(|line| line.contains(&browser.cookie().1)).unwrap();
    assert!(kept.ends_with("; Max-Age=2592000"), "{kept}");
    // Not without the password, and not for another one.
    for (name, password) in [("ada", "wrong"), ("ada", ""), ("eve", PASSWORD)] {
        let other = form.clone().with("username", name).with("password", password);
        let refused = others[1].submit(&page, other.clone()).await;
        assert_eq!((refused.left_for.clone(), refused.answer.status), (None, StatusCode::BAD_REQUEST));
        let refused = browser.clone().submit(&page, other).await;
        assert_eq!((refused.left_for.clone(), refused.answer.status), (None, StatusCode::GONE));
    }
    assert_eq!(count(&t, "codes").await, 1);
    client.redeem(&first.code()).await.ok();
    // RFC 6749 §4.1.2: sent once more, it would take the tokens with it.
    let late = others[2].submit(&page, form.clone()).await;
    assert_eq!((late.left_for.clone(), late.answer.status), (None, StatusCode::GONE));
    assert!(late.answer.body.contains("href=\"https://rp.example/\""), "{}", late.answer.body);
    // The sign-in itself is done.
    assert_eq!(others[2].cookie(), browser.cookie());
    assert_eq!(count(&t, "grants WHERE revoked_at IS NULL").await, 1);
});

on_both_engines!(after_ten_seconds_nothing_is_left_of_it, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let (mut soon, mut late) = (browser.clone(), browser.clone());
    let first = browser.sign_in(&page, "ada", PASSWORD).await;
    // Sealed: neither the cookie nor the code stands there.
    for secret in [browser.cookie().1, first.code()] {
        assert_eq!(count(&t, &format!("outcomes WHERE sealed LIKE '%{secret}%'")).await, 0);
    }
    assert_eq!(count(&t, "outcomes").await, 2);
    t.clock.advance(9);
    assert_eq!(outcomes::forget(&t.cx(), 100).await.unwrap(), 0);
    assert_eq!(soon.sign_in(&page, "ada", PASSWORD).await.left(), first.left());
    t.clock.advance(1);
    let refused = late.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(refused.answer.status, StatusCode::BAD_REQUEST, "{}", refused.text());
    assert_eq!(outcomes::forget(&t.cx(), 100).await.unwrap(), 2);
    assert_eq!(count(&t, "outcomes").await, 0);
});

// The hash that a repetition costs is bought like any other.
on_both_engines!(guessing_by_repetition_is_limited_like_guessing, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let mut guesser = browser.clone();
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    let mut statuses = Vec::new();
    for guess in 0..12 {
        statuses.push(guesser.sign_in(&page, "ada", &format!("guess {guess}")).await.answer.status.as_u16());
    }
    assert_eq!((statuses[0], *statuses.last().unwrap()), (400, 429), "{statuses:?}");
    assert_eq!(guesser.sign_in(&page, "ada", PASSWORD).await.answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(count(&t, "audit_events WHERE kind = 'sign_in.failed'").await >= 5);
});

on_both_engines!(allow_deny_and_cancel_are_answered_alike_twice, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    for button in ["consent-allow", "consent-deny"] {
        let page = client.authorize(&mut browser, &[("prompt", "consent"), ("state", button)]).await;
        let first = browser.press(&page, button).await;
        assert_eq!(browser.press(&page, button).await.left(), first.left(), "{button}");
        // Whoever changes their mind is told that it was answered.
        let other = if button == "consent-allow" { "consent-deny" } else { "consent-allow" };
        assert_eq!(browser.press(&page, other).await.answer.status, StatusCode::GONE);
        t.clock.advance(10);
        assert_eq!(browser.press(&page, button).await.answer.status, StatusCode::GONE);
    }
    for prompt in ["login", "select_account"] {
        let page = client.authorize(&mut browser, &[("prompt", prompt)]).await;
        let first = browser.press(&page, "cancel").await;
        assert_eq!(first.error(), "access_denied");
        assert_eq!(browser.press(&page, "cancel").await.left(), first.left(), "{prompt}");
    }
    assert_eq!(count(&t, "codes").await, 1);
});

on_both_engines!(the_chooser_and_the_front_channel_are_answered_alike_twice, |t| {
    t.person("ada").await;
    let types = json!(["code id_token token", "code"]);
    let grants = json!(["authorization_code", "implicit", "refresh_token"]);
    let client = t.first_party("web", json!({"response_types": types, "grant_types": grants})).await;
    let mut browser = t.browser_of("ada").await;
    let asked = [("prompt", "select_account"), ("response_type", "code id_token token"), ("nonce", "n")];
    let page = client.authorize(&mut browser, &asked).await;
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/accounts")).unwrap();
    let session = page.answer.body.split("value=\"ses_").nth(1).unwrap().split('"').next().unwrap();
    let form = form.with("account", &format!("ses_{session}"));
    let first = browser.submit(&page, form.clone()).await;
    assert!(first.fragment().contains_key("id_token"));
    assert_eq!(browser.submit(&page, form.clone()).await.fragment(), first.fragment());
    assert_eq!(count(&t, "grants").await, 1);
    // What was taken back is not told again.
    let account = browser.get(&t.url("/account")).await;
    browser.press(&account, "sign-out").await;
    assert_eq!(browser.submit(&page, form).await.answer.status, StatusCode::GONE);
});

// The page that posts an answer stands at our own address, so a reload sends our form again.
on_both_engines!(a_reload_of_a_form_post_answer_shows_it_again, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("response_mode", "form_post")]).await;
    let shown = browser.press(&page, "consent-allow").await;
    let code = |page: &Page| page.forms()[0].field("code").unwrap().to_owned();
    assert_eq!(code(&browser.press(&page, "consent-allow").await), code(&shown));
    client.redeem(&code(&shown)).await.ok();
    assert_eq!(browser.press(&page, "consent-allow").await.answer.status, StatusCode::GONE);
});

on_both_engines!(a_sign_in_link_pressed_twice_signs_in_once, |t| {
    let client = t.client("web", json!({})).await;
    for waiting in [false, true] {
        let link = demo::prepare(&t.cx()).await.unwrap().link;
        let mut browser = t.browser();
        if waiting {
            client.authorize(&mut browser, &[]).await;
        }
        let page = browser.get(&link).await;
        let form = page.forms().remove(0);
        let (mut second, mut other) = (browser.clone(), browser.clone());
        let first = browser.submit(&page, form.clone()).await;
        assert!(first.url.path().ends_with(if waiting { "/consent" } else { "/account" }), "{}", first.url);
        let first_url = first.url;
        let again = second.submit(&page, form.clone()).await;
        assert_eq!((&again.url, second.cookie()), (&first_url, browser.cookie()));
        // The answer may be there before the second press, which then brings the new cookie.
        let cookie = browser.cookie();
        let again = browser.submit(&page, form.clone()).await;
        assert_eq!((again.url, browser.cookie()), (first_url, cookie));
        // The link is what proves it.
        let refused = other.submit(&page, form.with("token", "guess")).await;
        assert_eq!(refused.answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(count(&t, "sessions").await, if waiting { 2 } else { 1 });
    }
});

on_both_engines!(setup_pressed_twice_gets_the_same_cookie, |t| {
    let link = setup::link(&t.cx()).await.unwrap().unwrap();
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    let form = page.forms().remove(0).with("username", "root").with("email", "root@example.com");
    let form = form.with("password", PASSWORD).with("password_again", PASSWORD);
    let [mut second, mut other, mut late] = [(); 3].map(|()| browser.clone());
    let first = browser.submit(&page, form.clone()).await;
    assert_eq!((first.answer.status, first.heading().as_str()), (StatusCode::OK, "Your account is ready"));
    let again = second.submit(&page, form.clone()).await;
    assert_eq!((&again.url, &again.answer.body, second.cookie()), (&first.url, &first.answer.body, browser.cookie()));
    // The answer may be there before the second press, which then brings the new cookie.
    let cookie = browser.cookie();
    let again = browser.submit(&page, form.clone()).await;
    assert_eq!((again.url, again.answer.body, browser.cookie()), (first.url, first.answer.body, cookie));
    // The password is what proves it.
    let wrong = form.clone().with("password", "another long secret").with("password_again", "another long secret");
    let refused = other.submit(&page, wrong).await;
    assert_eq!(refused.answer.status, StatusCode::BAD_REQUEST);
    assert!(refused.heading().contains("did not send our cookie"), "{}", refused.text());
    t.clock.advance(10);
    let refused = late.submit(&page, form).await;
    assert_eq!(refused.answer.status, StatusCode::BAD_REQUEST);
    assert!(refused.heading().contains("did not send our cookie"), "{}", refused.text());
    assert_eq!((count(&t, "users").await, count(&t, "sessions").await), (1, 1));
});

on_both_engines!(a_password_set_twice_by_one_form_is_set_once, |t| {
    let ada = t.person("ada").await;
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    let mut browser = t.browser();
    let page = browser.get(made.link.expose()).await;
    let (new, other) = ("quite another long secret", "and yet another secret");
    let filled = |page: &Page, password: &str| {
        page.form_with("password-submit").with("password", password).with("password_again", password)
    };
    let first = browser.submit(&page, filled(&page, new)).await;
    assert_eq!((first.answer.status, first.heading().as_str()), (StatusCode::OK, "Your password is set"));
    let again = browser.submit(&page, filled(&page, new)).await;
    assert_eq!((again.answer.status, again.text()), (StatusCode::OK, first.text()));
    // Not for another password, of another form, in another browser.
    let used = "This link has been used";
    let refused = browser.submit(&page, filled(&page, other)).await;
    assert!(refused.answer.status == StatusCode::NOT_FOUND && refused.text().contains(used), "{}", refused.text());
    let refused = browser.submit(&page, filled(&page, new).with("token", "guess")).await;
    assert!(refused.answer.status == StatusCode::NOT_FOUND && refused.text().contains(used), "{}", refused.text());
    let refused = t.browser().submit(&page, filled(&page, new)).await;
    assert!(refused.answer.status == StatusCode::BAD_REQUEST, "{}", refused.text());
    assert_eq!(count(&t, "audit_events WHERE kind = 'password.set'").await, 1);
    // Nor when another was set since, or it is too late.
    t.clock.advance(9);
    assert_eq!(browser.submit(&page, filled(&page, new)).await.answer.status, StatusCode::OK);
    t.clock.advance(1);
    assert_eq!(browser.submit(&page, filled(&page, new)).await.answer.status, StatusCode::NOT_FOUND);
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    let page = browser.get(made.link.expose()).await;
    assert_eq!(browser.submit(&page, filled(&page, new)).await.answer.status, StatusCode::OK);
    t.set_password("ada", PASSWORD).await;
    let refused = browser.submit(&page, filled(&page, new)).await;
    assert!(refused.answer.status == StatusCode::NOT_FOUND && refused.text().contains(used), "{}", refused.text());
});

// Whoever is signed out is signed out of the apps too, however often the button was pressed.
on_both_engines!(sign_out_pressed_twice_loads_the_same_frames, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let uri = json!({"frontchannel_logout_uri": "https://rp.example/out", "post_logout_redirect_uris": ["https://rp.example/bye"]});
    let client = t.first_party("web", uri).await;
    let frames = |page: &Page| page.answer.body.matches("<iframe").count();
    for button in ["sign-out", "sign-out-everywhere", "end-session-1"] {
        let mut browser = t.browser_of("ada").await;
        client.tokens(&mut browser, "openid").await;
        let page = browser.get(&t.url("/account")).await;
        let first = browser.press(&page, button).await;
        let again = browser.press(&page, button).await;
        assert_eq!((frames(&first), again.answer.body), (1, first.answer.body), "{button}");
        t.clock.advance(10);
        let late = browser.press(&page, button).await;
        assert!(late.url.path().ends_with("/login"), "{button} {}", late.url);
    }
    // The question, and a client that need not ask, with another account beside it.
    let mut browser = t.browser_of("bob").await;
    for hinted in [false, true] {
        let page = browser.get(&t.url("/login")).await;
        browser.sign_in(&page, "ada", PASSWORD).await;
        let code = client.code(&mut browser, &[("login_hint", "ada")]).await;
        let tokens = Tokens(client.redeem(&code).await.ok().json());
        let after = "post_logout_redirect_uri=https%3A%2F%2Frp.example%2Fbye";
        let url = t.url(&format!("/logout?id_token_hint={}&{after}", tokens.id()));
        let url = if hinted { url } else { t.url(&format!("/logout?client_id=web&logout_hint=ada&{after}")) };
        let page = browser.get(&url).await;
        let first = if hinted { page.clone() } else { browser.press(&page, "logout-confirm").await };
        let again = if hinted { browser.get(&url).await } else { browser.press(&page, "logout-confirm").await };
        assert_eq!((frames(&first), frames(&again)), (1, 1), "{}", again.text());
        assert!(again.answer.body.contains("https://rp.example/bye"), "{}", again.answer.body);
        assert_eq!(count(&t, "sessions WHERE ended_at IS NULL").await, 1);
        t.clock.advance(10);
    }
});

on_both_engines!(an_app_removed_twice_is_removed_once, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid").await;
    let page = browser.get(&t.url("/account")).await;
    for _ in 0..2 {
        let shown = browser.press(&page, "remove-app-1").await;
        assert!(shown.url.query().unwrap().contains("done=app"), "{}", shown.url);
    }
    assert_eq!(count(&t, "audit_events WHERE kind = 'consent.withdrawn'").await, 1);
});

// Session fixation: the attacker knows the cookie that the victim began with, the token of every form that was
// shown to it, the request, and every field of it but the victim's password. All of it is worth nothing.
on_both_engines!(a_planted_cookie_gets_nothing_of_what_its_victim_does, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let client = t.client("web", json!({})).await;
    let mut eve = t.browser_of("eve").await;
    let own = client.authorize(&mut eve, &[("state", "own")]).await;
    let account = eve.get(&t.url("/account")).await;
    let begun = client.authorize(&mut eve, &[("prompt", "login"), ("state", "planted")]).await;
    let planted = eve.cookie();
    // The victim's browser has her cookie, and opens what she began.
    let mut victim = t.browser();
    victim.cookies.insert(planted.0.clone(), planted.1.clone());
    let shown = victim.get(begun.url.as_str()).await;
    let consent = victim.sign_in(&shown, "ada", PASSWORD).await;
    assert!(consent.has("consent-allow"), "{}", consent.text());
    let secret = victim.cookie().1;
    let attack = async |when: &str| {
        let opened = ["/account", "/accounts", "/logout", "/"].map(|path| t.url(path));
        let opened = opened.into_iter().chain([&begun, &consent, &own].map(|page| page.url.to_string()));
        for url in opened {
            let mut thief = t.browser();
            thief.cookies.insert(planted.0.clone(), planted.1.clone());
            let page = thief.get(&url).await;
            nothing(&mut thief, &page, &secret, when).await;
        }
        let login = begun.form_with("login-submit");
        let typed = |name: &str, password: &str| login.clone().with("username", name).with("password", password);
        let forms = [
            typed("ada", "guess"),
            typed("eve", PASSWORD),
            typed("ada", ""),
            typed("ada@example.com", "guess"),
            // The right form of another interaction, and the other forms of this one.
            own.form_with("consent-allow").press("consent-allow"),
            consent.form_with("consent-allow").press("consent-allow"),
            consent.form_with("consent-deny").press("consent-deny"),
            begun.form_with("cancel").press("cancel"),
            account.form_with("sign-out").press("sign-out"),
            account.form_with("sign-out-everywhere").press("sign-out-everywhere"),
            account.form_with("end-session-1").press("end-session-1"),
        ];
        for form in forms {
            let mut thief = t.browser();
            thief.cookies.insert(planted.0.clone(), planted.1.clone());
            let page = thief.submit(&begun, form.clone()).await;
            nothing(&mut thief, &page, &secret, &format!("{when} {form:?}")).await;
        }
    };
    attack("after the sign-in").await;
    // And the victim goes on.
    let done = victim.press(&consent, "consent-allow").await;
    attack("after the consent").await;
    client.redeem(&done.code()).await.ok();
    attack("after the code").await;
    assert_eq!(victim.cookie().1, secret);
    assert!(victim.get(&t.url("/account")).await.text().contains("Ada"));
});

/// The page leads nowhere, and the browser is nobody's.
async fn nothing(thief: &mut Browser<'_>, page: &Page, secret: &str, what: &str) {
    assert_eq!(page.left_for, None, "{what}");
    assert!(!page.text().contains("Ada"), "{what}: {}", page.text());
    assert!(thief.set_cookies.iter().all(|line| !line.contains(secret)), "{what}: {:?}", thief.set_cookies);
    assert!(thief.cookies.values().all(|value| value != secret), "{what}");
    let account = thief.get(page.url.join("/account").unwrap().as_str()).await;
    assert!(account.url.path().ends_with("/login"), "{what}: {}", account.url);
}
