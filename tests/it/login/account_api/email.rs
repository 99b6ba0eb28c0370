//! Another e-mail address, asked for by an app.

use serde_json::json;

use super::{EVERYTHING, app, call, call_with, problem, refused, token};
use crate::{login::recovery::mails, support::on_both_engines};

const NEW: &str = "countess@example.net";

on_both_engines!(an_app_asks_for_another_address_and_its_person_alone_proves_it, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let answer = call_with(&t, "POST /email", &ours, &json!({"email": NEW})).await.ok().json();
    assert_eq!(answer["email"], NEW);
    assert_eq!(answer["expires_at"], "2027-01-15T08:10:00Z");
    let sent = mails(&t).await;
    let mut told: Vec<&str> = sent.iter().map(|mail| mail.to.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["ada@example.com", NEW]);
    for mail in &sent {
        let code = mail.text.lines().map(str::trim).find(|line| line.len() == 6 && line.parse::<u32>().is_ok());
        assert!(!answer.to_string().contains(code.expect("a code")), "no code is the app's");
    }
    assert_eq!(call(&t, "GET /", &ours).await.ok().json()["email"], "ada@example.com", "nothing has changed");
    // In the browser in which it was approved, and in no other one.
    let page = answer["proof_uri"].as_str().unwrap();
    assert_eq!(browser.get(page).await.heading(), "Confirm the change");
    assert_eq!(t.browser_of("ada").await.get(page).await.heading(), "E-mail address");
    let by_app =
        "SELECT COUNT(*) FROM audit_events WHERE kind = 'user.email_change_requested' AND actor LIKE 'token:app:%'";
    assert_eq!(t.count(by_app).await, 1);
});

on_both_engines!(an_address_that_is_none_or_asked_for_without_the_scope_is_refused, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let reads = token(&t, &client, &mut browser, "account:read account:write").await;
    let wanted = json!({"email": NEW});
    let (sentence, _) = refused(&call_with(&t, "POST /email", &reads, &wanted).await, 403, "insufficient_scope");
    assert_eq!(sentence, "this needs an access token with scope account:security (RFC 6750 section 3.1)");
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    for (email, why) in [
        ("ada", "email: an e-mail address such as ada@example.com"),
        ("ADA@example.com", "email: the account has this address"),
    ] {
        let answer = call_with(&t, "POST /email", &ours, &json!({"email": email})).await;
        assert_eq!(problem(&answer, 422, "invalid-values"), why);
    }
    assert!(mails(&t).await.is_empty());
});
