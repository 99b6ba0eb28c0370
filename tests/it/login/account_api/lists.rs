//! Sessions, apps, passkeys, factors and events: seen and ended.

use serde_json::{Value, json};
use signet::{
    base::text::name_rule,
    domain::kernel::{Feature, features},
};

use super::{DEAD, EVERYTHING, NOT_THERE, app, call, call_with, everything, problem, refused, token};
use crate::{
    login::{factors, passkeys},
    support::{Authenticator, TestApp, TestClient, on_both_engines},
};

fn list<'v>(value: &'v Value, member: &str) -> &'v Vec<Value> {
    value[member].as_array().unwrap_or_else(|| panic!("no {member} in {value}"))
}

on_both_engines!(sessions_are_seen_and_ended_one_by_one_or_all_others, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut phone = t.browser_of("ada").await;
    t.browser_of("ada").await;
    t.browser_of("ada").await;
    let mut laptop = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut laptop, EVERYTHING).await;
    let on_phone = token(&t, &client, &mut phone, EVERYTHING).await;
    let all = call(&t, "GET /sessions", &ours).await.ok().json();
    let current: Vec<&Value> = list(&all, "sessions").iter().filter(|one| one["current"] == true).collect();
    assert_eq!((list(&all, "sessions").len(), current.len()), (4, 1));
    assert_eq!(current[0]["browser"], "Firefox · Linux");
    let theirs = call(&t, "GET /sessions", &on_phone).await.ok().json();
    let phones = list(&theirs, "sessions").iter().find(|one| one["current"] == true).unwrap()["id"].clone();
    let end = format!("DELETE /sessions/{}", phones.as_str().unwrap());
    assert_eq!(call(&t, &end, &ours).await.status, 204);
    assert_eq!(call(&t, &end, &ours).await.status, 204, "a second time there is nothing left to do");
    let ended = call(&t, "GET /", &on_phone).await;
    assert_eq!(refused(&ended, 401, "invalid_token").0, DEAD, "its tokens ended with it");
    let answer = call(&t, "DELETE /sessions", &ours).await;
    assert_eq!(problem(&answer, 400, "invalid-request"), "which must be one of others, all");
    assert_eq!(call(&t, "DELETE /sessions?which=others", &ours).await.status, 204);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 1);
    assert_eq!(call(&t, "DELETE /sessions?which=all", &ours).await.status, 204);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
    assert_eq!(refused(&call(&t, "GET /", &ours).await, 401, "invalid_token").0, DEAD);
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'session.ended' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(by_app).await, 4);
});

on_both_engines!(a_session_is_named_and_none_of_somebody_else, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let ours = everything(&t, "ada").await;
    let theirs = everything(&t, "eve").await;
    let all = call(&t, "GET /sessions", &ours).await.ok().json();
    let one = &list(&all, "sessions")[0];
    assert_eq!((&one["name"], &one["country"]), (&Value::Null, &Value::Null));
    let rename = format!("PATCH /sessions/{}", one["id"].as_str().unwrap());
    let named = call_with(&t, &rename, &ours, &json!({"name": " Desk "})).await.ok().json();
    assert_eq!((&named["name"], &named["current"]), (&json!("Desk"), &json!(true)));
    let same = call_with(&t, &rename, &ours, &json!({})).await.ok().json();
    assert_eq!(same["name"], "Desk");
    for name in ["x".repeat(61), "Desk\u{202e}".to_owned(), "\u{200b}".to_owned()] {
        let answer = call_with(&t, &rename, &ours, &json!({"name": name})).await;
        assert_eq!(problem(&answer, 422, "invalid-values"), format!("name: {}", name_rule(60)));
        assert_eq!(answer.json()["errors"][0]["code"], "name_invalid", "{}", answer.body);
    }
    let foreign = call_with(&t, &rename, &theirs, &json!({"name": "Eve"})).await;
    assert_eq!(problem(&foreign, 404, "not-found"), NOT_THERE);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE label = 'Desk'").await, 1);
    let none = call_with(&t, &rename, &ours, &json!({"name": null})).await.ok().json();
    assert_eq!(none["name"], Value::Null);
    let told = "SELECT COUNT(*) FROM audit_events WHERE kind = 'session.named' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(told).await, 2);
});

on_both_engines!(an_app_takes_back_what_another_may_do, |t| {
    t.person("ada").await;
    let odd = t.client("cake/shop", json!({"client_name": "Cake"})).await;
    let mut browser = t.browser_of("ada").await;
    let theirs = odd.tokens(&mut browser, "openid email").await;
    t.clock.advance(1);
    let ours = everything(&t, "ada").await;
    let all = call(&t, "GET /apps", &ours).await.ok().json();
    let names: Vec<&Value> = list(&all, "apps").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, [&json!("Cake"), &json!("Tea")]);
    assert_eq!(list(&all, "apps")[0]["scopes"], json!(["openid", "email"]));
    assert_eq!(call(&t, "DELETE /apps/cake%2Fshop", &ours).await.status, 204);
    let ended = odd.userinfo(theirs.access()).await;
    assert_eq!(
        (ended.status.as_u16(), ended.refusal().as_str(), ended.description().as_str()),
        (401, "invalid_token", DEAD)
    );
    assert_eq!(list(&call(&t, "GET /apps", &ours).await.ok().json(), "apps").len(), 1);
});

on_both_engines!(passkeys_and_factors_follow_the_rules_of_the_pages, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let answer = call(&t, "POST /recovery-codes", &ours).await;
    assert_eq!(
        problem(&answer, 409, "no-further-factor"),
        "recovery codes stand in for a further factor, and this person is asked for none"
    );
    let mut key = passkeys::authenticator(&t);
    passkeys::add(&t, &mut browser, &mut key).await;
    factors::set_up(&t, &mut browser).await;
    let shown = call(&t, "GET /factors", &ours).await.ok().json();
    assert_eq!(
        (&shown["has_password"], &shown["passkeys"], &shown["asks_for_further"], &shown["recovery_codes_left"]),
        (&json!(true), &json!(1), &json!(true), &json!(10))
    );
    assert_eq!(shown["wallets"], 0);
    let all = call(&t, "GET /passkeys", &ours).await.ok().json();
    let passkey = format!("/passkeys/{}", list(&all, "passkeys")[0]["id"].as_str().unwrap());
    let renamed = call_with(&t, &format!("PATCH {passkey}"), &ours, &json!({"name": " Desk "})).await.ok().json();
    assert_eq!(renamed["name"], "Desk");
    for body in [json!({"name": "  "}), json!({"name": 1}), json!({}), json!({"name": "x", "id": "y"})] {
        problem(&call_with(&t, &format!("PATCH {passkey}"), &ours, &body).await, 422, "invalid-values");
    }
    let factor = format!("DELETE /factors/{}", list(&shown, "authenticator_apps")[0]["id"].as_str().unwrap());
    assert_eq!(call(&t, &factor, &ours).await.status, 204);
    assert_eq!(problem(&call(&t, &factor, &ours).await, 404, "not-found"), NOT_THERE);
    // Whoever has no password keeps the last passkey.
    t.engine().execute("DELETE FROM credentials WHERE kind = 'password'").await;
    let answer = call(&t, &format!("DELETE {passkey}"), &ours).await;
    assert_eq!(
        problem(&answer, 409, "last-way-to-sign-in"),
        "without this passkey the person could not sign in any more: they have no password"
    );
    t.set_password("ada", crate::support::PASSWORD).await;
    let again = everything_again(&t, &client, &mut key).await;
    assert_eq!(call(&t, &format!("DELETE {passkey}"), &again).await.status, 204);
    features::switch(&t.cx(), Feature::Passkeys, false).await.unwrap();
    assert_eq!(problem(&call(&t, "GET /passkeys", &again).await, 404, "not-found"), NOT_THERE);
});

/// A token of somebody who signs in anew, with their passkey: a password alone is not enough any more.
async fn everything_again(t: &TestApp, client: &TestClient<'_>, key: &mut Authenticator) -> String {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = passkeys::sign_in(t, &mut browser, &page, key).await;
    assert!(page.url.path().ends_with("/account"), "{}", page.text());
    token(t, client, &mut browser, EVERYTHING).await
}

on_both_engines!(a_password_is_changed_by_the_rules_of_the_page, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut elsewhere = t.browser_of("ada").await;
    let theirs = token(&t, &client, &mut elsewhere, "account:read offline_access").await;
    let ours = everything(&t, "ada").await;
    let answer = call_with(&t, "PUT /password", &ours, &json!({"password": "brief"})).await;
    problem(&answer, 422, "invalid-values");
    assert_eq!(answer.json()["errors"][0]["code"], "password_too_short", "{}", answer.body);
    assert!(!answer.body.contains("brief"), "{}", answer.body);
    let new = "quite another long secret";
    assert_eq!(call_with(&t, "PUT /password", &ours, &json!({"password": new})).await.status, 204);
    call(&t, "GET /", &ours).await.ok();
    let ended = call(&t, "GET /", &theirs).await;
    assert_eq!(refused(&ended, 401, "invalid_token").0, DEAD, "what was granted elsewhere is over");
    assert!(elsewhere.get(&t.url("/account")).await.url.path().ends_with("/login"), "signed out elsewhere");
    let page = elsewhere.get(&t.url("/login")).await;
    assert!(elsewhere.sign_in(&page, "ada", new).await.url.path().ends_with("/account"));
});

on_both_engines!(what_happened_comes_in_pages_and_says_who_did_it, |t| {
    let ada = t.person("ada").await;
    let ours = everything(&t, "ada").await;
    call(&t, "DELETE /apps/nobody", &ours).await.ok();
    t.clock.advance(1);
    call_with(&t, "PUT /password", &ours, &json!({"password": "quite another long secret"})).await.ok();
    let mut kinds = Vec::new();
    let mut next = Some(t.url("/api/v1/account/events?limit=2"));
    let mut pages = 0;
    while let Some(address) = next {
        let path = address.strip_prefix(&t.url("/api/v1/account")).unwrap().to_owned();
        let answer = call(&t, &format!("GET {path}"), &ours).await.ok();
        let told = answer.json();
        assert!(list(&told, "events").len() <= 2);
        for event in list(&told, "events") {
            let kind = event["kind"].as_str().unwrap().to_owned();
            let by = if kind == "password.set" { "app" } else { "person" };
            assert_eq!(event["by"], by, "{event}");
            kinds.push(kind);
        }
        next = answer.header("link").map(|link| {
            assert!(link.ends_with(">; rel=\"next\""), "{link}");
            link.trim_start_matches('<').split('>').next().unwrap().to_owned()
        });
        pages += 1;
    }
    assert_eq!(kinds.remove(0), "password.set", "the newest first");
    kinds.sort();
    assert_eq!(kinds, ["consent.given", "grant.created", "session.started"], "in one second");
    // Five events concern her; that her account was made is the operator's to know.
    let all = t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE user_id = '{}'", ada.id)).await;
    assert_eq!((all, pages), (5, 3));
    for (query, field) in [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("after=x", "after")] {
        let answer = call(&t, &format!("GET /events?{query}"), &ours).await;
        problem(&answer, 422, "invalid-values");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{query}");
    }
    let twice = call(&t, "GET /events?limit=1&limit=2", &ours).await;
    assert_eq!(problem(&twice, 400, "invalid-request"), "limit was sent more than once");
});
