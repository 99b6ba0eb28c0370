//! One's own account page, and accounts that are switched off.

use serde_json::json;
use signet::base::url::Issuer;

use crate::support::{Form, PASSWORD, Page, on_both_engines};

fn form_to(page: &Page, path: &str) -> Vec<Form> {
    page.forms().into_iter().filter(|form| form.action.ends_with(path)).collect()
}

on_both_engines!(a_person_sees_where_they_are_signed_in_and_ends_one_session, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut phone = t.browser_of("ada").await;
    let on_phone = client.tokens(&mut phone, "openid").await;
    let mut laptop = t.browser_of("ada").await;
    let page = laptop.get(&t.url("/account")).await;
    assert!(page.text().contains("Ada Lovelace") && page.text().contains("Firefox · Linux"));
    let forms = form_to(&page, "/account/sessions/end");
    assert_eq!((forms.len(), page.answer.body.matches("class=\"tag\"").count()), (2, 1));
    // The one that is not marked as this browser's.
    let other = page.answer.body.split("<li>").find(|row| row.contains("name=\"session\"") && !row.contains("\"tag\""));
    let form = forms.into_iter().find(|form| other.unwrap().contains(form.field("session").unwrap())).unwrap();
    let page = laptop.submit(&page, form).await;
    assert!(page.url.path().ends_with("/account"));
    assert_eq!(form_to(&page, "/account/sessions/end").len(), 1);
    assert!(phone.get(&t.url("/account")).await.url.path().ends_with("/login"));
    // Its online tokens ended with it.
    assert_eq!(client.userinfo(on_phone.access()).await.status, 401);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'session.revoked'").await, 1);
});

on_both_engines!(nobody_ends_a_session_of_somebody_else, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut ada = t.browser_of("ada").await;
    t.browser_of("ada").await;
    let page = ada.get(&t.url("/account")).await;
    let session = form_to(&page, "/account/sessions/end")[0].field("session").unwrap().to_owned();
    let mut eve = t.browser_of("eve").await;
    t.browser_of("eve").await;
    let page = eve.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sessions/end").remove(0).with("session", &session);
    assert_eq!(eve.submit(&page, form).await.answer.status, 404);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 4);
});

on_both_engines!(a_person_names_a_browser_and_takes_the_name_away, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sessions/name").remove(0);
    let page = browser.submit(&page, form.with("name", "Ada’s desk")).await;
    assert!(page.text().contains("That browser has its new name."), "{}", page.text());
    assert!(page.text().contains("Ada’s desk") && page.text().contains("Firefox · Linux"), "{}", page.text());
    for bad in ["x".repeat(61), "desk\u{202e}".to_owned()] {
        let form = form_to(&page, "/account/sessions/name").remove(0).with("name", &bad);
        let refused = browser.submit(&page, form).await;
        let told = "This name cannot be used: at most 60 characters, none of them hidden.";
        assert!(refused.text().contains(told), "{}", refused.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE label = 'Ada’s desk'").await, 1);
    let export = browser.get(&t.url("/account/data")).await;
    let data = browser.press(&export, "export").await.answer.json();
    assert_eq!(data["sessions"][0]["label"], "Ada’s desk");
    let page = browser.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sessions/name").remove(0).with("name", " ");
    browser.submit(&page, form).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE label IS NULL").await, 1);
});

on_both_engines!(nobody_names_a_session_of_somebody_else, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut ada = t.browser_of("ada").await;
    let page = ada.get(&t.url("/account")).await;
    let session = form_to(&page, "/account/sessions/name")[0].field("session").unwrap().to_owned();
    let mut eve = t.browser_of("eve").await;
    let page = eve.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sessions/name").remove(0).with("session", &session).with("name", "Eve");
    let refused = eve.submit(&page, form).await;
    assert_eq!(
        (refused.answer.status.as_u16(), refused.heading()),
        (404, "That browser is signed out already".to_owned())
    );
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE label IS NOT NULL").await, 0);
});

// People belong to every issuer of a database; sessions to one.
on_both_engines!(the_page_lists_and_ends_sessions_of_its_own_issuer_alone, |t| {
    t.person("ada").await;
    let other = t.another_instance_with(|config| config.issuer.url = Issuer::parse("https://other.example").unwrap());
    let other = other.await;
    let mut there = other.browser_of("ada").await;
    let page = there.get(&other.url("/account")).await;
    let session = form_to(&page, "/account/sessions/end")[0].field("session").unwrap().to_owned();
    let mut here = t.browser_of("ada").await;
    let page = here.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sessions/end");
    assert_eq!(form.len(), 1, "{}", page.text());
    assert_ne!(form[0].field("session"), Some(session.as_str()));
    let refused = here.submit(&page, form[0].clone().with("session", &session)).await;
    assert_eq!(refused.answer.status, 404);
    assert_eq!(refused.heading(), "That browser is signed out already");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 2);
});

on_both_engines!(an_app_that_is_removed_loses_everything_at_once, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({"client_name": "Tea"})).await;
    let kept = t.client("kept", json!({"client_name": "Cake"})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let others = kept.tokens(&mut browser, "openid offline_access").await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("Tea") && page.text().contains("Cake"));
    let form =
        form_to(&page, "/account/apps/remove").into_iter().find(|form| form.field("app") == Some("web")).unwrap();
    let page = browser.submit(&page, form).await;
    assert_eq!(form_to(&page, "/account/apps/remove").len(), 1);
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    kept.refresh(others.refresh()).await.ok();
    assert!(client.authorize(&mut browser, &[]).await.has("consent-allow"));
});

on_both_engines!(signing_out_on_the_account_page_ends_the_session, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account")).await;
    let form = form_to(&page, "/account/sign-out").remove(0);
    let page = browser.submit(&page, form).await;
    assert_eq!(page.url.path(), "/");
    assert_eq!(client.authorize(&mut browser, &[("prompt", "none")]).await.error(), "login_required");
});

on_both_engines!(the_account_forms_cannot_be_forged, |t| {
    t.person("ada").await;
    t.browser_of("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account")).await;
    for path in ["/account/sessions/end", "/account/sign-out"] {
        let form = form_to(&page, path).remove(0);
        assert_eq!(browser.submit(&page, form.clone().with("csrf", "AAAA")).await.answer.status, 403);
        assert_eq!(browser.submit(&page, form.without("csrf")).await.answer.status, 403);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 2);
});

on_both_engines!(an_account_that_is_switched_off_while_signed_in_is_out_everywhere, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[]).await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    t.disable("ada").await;
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert_eq!(client.authorize(&mut browser, &[("prompt", "none")]).await.error(), "login_required");
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    // Switched on again, what was ended stays ended.
    t.enable("ada").await;
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    t.browser_of("ada").await;
});

on_both_engines!(a_new_password_signs_everybody_else_out, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    t.set_password("ada", "another long passphrase").await;
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    assert!(browser.sign_in(&page, "ada", "another long passphrase").await.url.path().ends_with("/account"));
});

on_both_engines!(a_session_ends_by_disuse_and_by_age, |t| {
    t.person("ada").await;
    let mut short = t.browser_of("ada").await;
    let mut long = t.browser();
    let page = long.get(&t.url("/login")).await;
    let form =
        page.form_with("login-submit").with("username", "ada").with("password", PASSWORD).with("remember", "yes");
    long.submit(&page, form).await;
    let client = t.first_party("web", json!({})).await;
    let alive = async |browser: &mut crate::support::Browser<'_>| {
        client.authorize(browser, &[("prompt", "none")]).await.sent("code").is_some()
    };
    t.clock.advance(86_399);
    assert!(alive(&mut short).await && alive(&mut long).await);
    t.clock.advance(1);
    // Who did not ask to be remembered is out after a day; who did, after a week without use,
    assert!(!alive(&mut short).await && alive(&mut long).await);
    for _ in 0..4 {
        t.clock.advance(6 * 86_400);
        assert!(alive(&mut long).await);
    }
    // and after thirty days in any case.
    t.clock.advance(5 * 86_400);
    assert!(!alive(&mut long).await);
});

// In all browsers, of this person only; what apps may do while the person is away stays, if the person was asked.
on_both_engines!(sign_out_everywhere_ends_every_session_of_the_person, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({})).await;
    let mut phone = t.browser_of("ada").await;
    let offline = client.tokens(&mut phone, "openid offline_access").await;
    let online = client.tokens(&mut phone, "openid").await;
    let mut bobs = t.browser_of("bob").await;
    let mut laptop = t.browser_of("ada").await;
    let page = laptop.get(&t.url("/account")).await;
    let forged = page.form_with("sign-out-everywhere").press("sign-out-everywhere").with("csrf", "AAAA");
    assert_eq!(laptop.submit(&page, forged).await.answer.status, 403);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NOT NULL").await, 0);
    let page = laptop.press(&page, "sign-out-everywhere").await;
    assert_eq!(page.url.path(), "/");
    for browser in [&mut phone, &mut laptop] {
        assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    }
    assert!(bobs.get(&t.url("/account")).await.url.path().ends_with("/account"));
    assert_eq!(client.refresh(online.refresh()).await.refusal(), "invalid_grant");
    client.refresh(offline.refresh()).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.signed_out'").await, 1);
});

// Nobody was asked about them, so they stand with the others and end with "sign out everywhere".
on_both_engines!(a_first_party_app_stands_on_the_page_and_ends_with_sign_out_everywhere, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let own = t.first_party("own", json!({"client_name": "Tea"})).await;
    let removed = t.first_party("removed", json!({"client_name": "Cake"})).await;
    let mut browser = t.browser_of("ada").await;
    let offline = own.tokens(&mut browser, "openid offline_access").await;
    let gone = removed.tokens(&mut browser, "openid email").await;
    let bobs = own.tokens(&mut t.browser_of("bob").await, "openid offline_access").await;
    let page = browser.get(&t.url("/account")).await;
    let apps = page.answer.body.split("id=\"apps\"").nth(1).unwrap();
    assert!(apps.contains("Tea") && apps.contains("Cake") && apps.contains("Keep access when you are away"), "{apps}");
    let form =
        form_to(&page, "/account/apps/remove").into_iter().find(|form| form.field("app") == Some("removed")).unwrap();
    let page = browser.submit(&page, form).await;
    assert_eq!(form_to(&page, "/account/apps/remove").len(), 1);
    assert_eq!(removed.refresh(gone.refresh()).await.refusal(), "invalid_grant");
    browser.press(&page, "sign-out-everywhere").await;
    assert_eq!(own.refresh(offline.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(own.userinfo(offline.access()).await.status, 401);
    own.refresh(bobs.refresh()).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'grant.revoked'").await, 2);
});

// Whether the app is first-party today says nothing of what the person was asked when it was granted.
on_both_engines!(what_nobody_was_asked_about_ends_though_the_app_is_first_party_no_more, |t| {
    t.person("ada").await;
    let own = t.first_party("own", json!({})).await;
    let asked = t.client("asked", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let unasked = own.tokens(&mut browser, "openid offline_access").await;
    let agreed = asked.tokens(&mut browser, "openid offline_access").await;
    let change = signet::domain::registry::clients::ClientChanges { first_party: Some(false), ..Default::default() };
    signet::domain::registry::clients::update(&t.cx(), &own.client.id, &change).await.unwrap();
    let page = browser.get(&t.url("/account")).await;
    browser.press(&page, "sign-out-everywhere").await;
    assert_eq!(own.refresh(unasked.refresh()).await.refusal(), "invalid_grant");
    asked.refresh(agreed.refresh()).await.ok();
});

// The page shows one of the accounts in this browser, and its forms act for that one.
on_both_engines!(the_account_page_acts_for_whom_it_shows, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({"client_name": "Tea"})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid offline_access").await;
    let adas = browser.get(&t.url("/account")).await;
    t.clock.advance(10);
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "bob", PASSWORD).await;
    // Named: the client knows Ada in this browser, and would get her again.
    client.code(&mut browser, &[("scope", "openid offline_access"), ("login_hint", "bob")]).await;
    let bobs = browser.get(&t.url("/account")).await;
    assert!(bobs.answer.body.contains("bob@example.com"));
    // Ada's page is still open in the other tab.
    let removed = browser.submit(&adas, form_to(&adas, "/account/apps/remove").remove(0)).await;
    assert!(removed.heading().contains("Ada"), "{}", removed.heading());
    assert!(form_to(&removed, "/account/apps/remove").is_empty());
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 1);
    // Each page links to the other, and keeps to its own.
    let link = bobs.answer.body.split("class=\"person\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let again = browser.get(link).await;
    assert_eq!((again.heading(), form_to(&again, "/account/apps/remove").len()), (removed.heading(), 0));
    // A form cannot be made to speak for the other.
    let token = |page: &Page| form_to(page, "/account/sign-out")[0].field("csrf").unwrap().to_owned();
    let swapped = format!("{}.{}", token(&adas).split_once('.').unwrap().0, token(&bobs).split_once('.').unwrap().1);
    let forged = form_to(&bobs, "/account/sign-out").remove(0).with("csrf", &swapped);
    assert_eq!(browser.submit(&bobs, forged).await.answer.status, 403);
    // Whoever was shown has signed out since: nobody else is signed out for it.
    browser.submit(&adas, form_to(&adas, "/account/sign-out").remove(0)).await;
    let late = browser.press(&adas, "sign-out-everywhere").await;
    assert!(late.url.path().ends_with("/login"), "{}", late.url);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 1);
    assert!(browser.get(&t.url("/account")).await.heading().contains(&bobs.heading()));
});

// OIDC Core §4: from the list of apps to the app, which then asks us for this account.
on_both_engines!(an_app_that_wants_to_be_opened_from_here_can_be, |t| {
    t.person("ada").await;
    let link = json!({"client_name": "Tea", "initiate_login_uri": "https://tea.example/login"});
    let tea = t.client("tea", link).await;
    let cake = t.client("cake", json!({"client_name": "Cake"})).await;
    let mut browser = t.browser_of("ada").await;
    cake.tokens(&mut browser, "openid").await;
    tea.tokens(&mut browser, "openid").await;
    let links = async |browser: &mut crate::support::Browser<'_>| {
        let page = browser.get(&t.url("/account")).await;
        let found: Vec<String> = page.answer.body.split("href=\"https://").skip(1).map(str::to_owned).collect();
        found.iter().map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&")).collect::<Vec<_>>()
    };
    let issuer: String = url::form_urlencoded::byte_serialize(t.issuer.as_bytes()).collect();
    let plain = format!("tea.example/login?iss={issuer}");
    assert_eq!(links(&mut browser).await, std::slice::from_ref(&plain));
    // Who it is, is told only to an app that may know.
    tea.tokens(&mut browser, "openid email").await;
    assert_eq!(links(&mut browser).await, [format!("{plain}&login_hint=ada%40example.com")]);
});
