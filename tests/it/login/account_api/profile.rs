//! Who a person is: shown with its ETag, changed by merge patches (RFC 7396, RFC 9110 §13.1.1).

use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use super::{API, app, call, call_with, everything, problem, send, token};
use crate::support::{Answer, TestApp, on_both_engines};

async fn patch(t: &TestApp, token: &str, tag: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers =
        [("authorization", bearer.as_str()), ("content-type", "application/merge-patch+json"), ("if-match", tag)];
    send(t, "PATCH /", &headers, Some(body)).await
}

on_both_engines!(a_person_is_shown_and_changes_what_they_say_of_themselves, |t| {
    let ada = t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let shown = call(&t, "GET /", &ours).await.ok();
    let tag = shown.header("etag").unwrap().to_owned();
    let profile = shown.json();
    assert_eq!((&profile["sub"], &profile["username"]), (&json!(ada.sub), &json!("ada")));
    assert_eq!((&profile["email"], &profile["email_verified"]), (&json!("ada@example.com"), &json!(true)));
    assert_eq!(profile["address"]["country"], "GB");
    assert!(profile.get("id").is_none() && profile.get("admin").is_none(), "{profile}");

    t.clock.advance(1);
    let changed = patch(&t, &ours, &tag, &json!({"name": "Ada King", "nickname": null})).await.ok();
    let now = changed.json();
    assert_eq!((&now["name"], now.get("nickname"), &now["given_name"]), (&json!("Ada King"), None, &json!("Ada")));
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated' AND client_id = 'app' AND actor = ";
    assert_eq!(t.count(&format!("{by_app}'token:app:{}'", ada.id)).await, 1);

    // Whoever knew the profile of before changes nothing by it.
    let late = patch(&t, &ours, &tag, &json!({"name": "Ada Byron"})).await;
    assert_eq!(
        problem(&late, 412, "precondition-failed"),
        "the profile is not the one that If-Match names; read it again (RFC 9110 section 13.1.1)"
    );
    let weak = format!("W/{}", changed.header("etag").unwrap());
    let compared = patch(&t, &ours, &weak, &json!({"name": "Ada Byron"})).await;
    assert_eq!(problem(&compared, 412, "precondition-failed"), problem(&late, 412, "precondition-failed"));
    let listed = format!("\"x\", {}", changed.header("etag").unwrap());
    let same = patch(&t, &ours, &listed, &json!({"name": "Ada King"})).await.ok();
    assert_eq!(same.header("etag"), changed.header("etag"), "nothing was changed");
    patch(&t, &ours, "*", &json!({"name": "Ada Byron"})).await.ok();
    assert_eq!(t.count(&format!("{by_app}'token:app:{}'", ada.id)).await, 2);
});

#[tokio::test]
async fn a_change_that_cannot_be_made_says_why() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let answer = call_with(&t, "PATCH /", &ours, &json!({"name": "x"})).await;
    assert_eq!(
        problem(&answer, 428, "precondition-required"),
        "If-Match is missing: say by its ETag which profile is to be changed (RFC 6585 section 3)"
    );
    for (body, code) in [
        (json!({"email": "eve@example.com"}), "not_changeable"),
        (json!({"sub": "x"}), "not_changeable"),
        (json!({"name": 7}), "claim_invalid"),
        (json!({"birthdate": "yesterday"}), "claim_invalid"),
        (json!({"website": "javascript:alert(1)"}), "claim_invalid"),
        (json!({"gender": "x".repeat(3000)}), "claim_invalid"),
        // As on the page.
        (json!({"name": "x".repeat(101)}), "name_invalid"),
        (json!({"nickname": "two\nlines"}), "name_invalid"),
    ] {
        let answer = patch(&t, &ours, "*", &body).await;
        problem(&answer, 422, "invalid-values");
        assert_eq!(answer.json()["errors"][0]["code"], code, "{body}");
    }
    let bearer = format!("Bearer {ours}");
    let form = [("authorization", bearer.as_str()), ("content-type", "text/plain"), ("if-match", "*")];
    let answer = send(&t, "PATCH /", &form, Some(&json!({"name": "x"}))).await;
    assert_eq!(
        problem(&answer, 415, "unsupported-media-type"),
        "Content-Type must be application/merge-patch+json or application/json (RFC 9110 section 15.5.16)"
    );
    for (text, sentence) in [
        ("[]", "the body must be a JSON object, without a NUL in any text (RFC 8259 section 4)"),
        ("{\"name\":\"a\",\"name\":\"b\"}", "a member of the body stands twice (RFC 8259 section 4)"),
    ] {
        let request = Request::builder().method(Method::PATCH).uri(t.url(API)).header(header::AUTHORIZATION, &bearer);
        let request = request.header(header::CONTENT_TYPE, "application/json").header(header::IF_MATCH, "*");
        let answer = t.send(request.body(axum::body::Body::from(text)).unwrap()).await;
        assert_eq!(problem(&answer, 400, "invalid-request"), sentence);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 0);
}

// OIDC Core §8.1: clients of two sectors do not find out that they speak of one person.
#[tokio::test]
async fn an_app_is_told_the_subject_that_it_knows() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let members = json!({"subject_type": "pairwise", "allowed_resources": [t.url(API)]});
    let client = t.client("apart", members).await;
    let mut browser = t.browser_of("ada").await;
    let id_token = client.tokens(&mut browser, "openid").await.id().to_owned();
    let known = crate::support::claims_of(&id_token).1["sub"].clone();
    let ours = token(&t, &client, &mut browser, "account:read").await;
    let told = call(&t, "GET /", &ours).await.ok().json()["sub"].clone();
    assert_eq!(told, known);
    assert_ne!(told, json!(ada.sub));
}

#[tokio::test]
async fn the_person_is_asked_in_words_for_what_is_handed_over() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let api = t.url(API);
    let page = client.authorize(&mut browser, &[("scope", super::EVERYTHING), ("resource", &api)]).await;
    for sentence in ["See everything about your account", "Change your profile", "Change how you sign in"] {
        assert!(page.text().contains(sentence), "{}", page.text());
    }
    assert!(!page.text().contains("account:security") && !page.text().contains("In the words of"), "{}", page.text());
    let german = browser.get(&page.in_language("de")).await;
    assert!(german.text().contains("Ändern, wie Sie sich anmelden"), "{}", german.text());
    browser.press(&page, "consent-allow").await;
    let account = browser.get(&t.url("/account")).await;
    assert!(account.text().contains("Ändern, wie Sie sich anmelden"), "{}", account.text());
    // Fetch §4.8: an app in a browser may ask before it changes something.
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri(t.url(API))
        .header("origin", "https://rp.example")
        .header("access-control-request-method", "PATCH");
    let answer = t.send(preflight.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://rp.example"));
    assert!(answer.header("access-control-allow-methods").unwrap().contains("PATCH"));
    let ours = token(&t, &client, &mut browser, "account:read").await;
    let bearer = format!("Bearer {ours}");
    for (origin, allowed) in [("https://rp.example", Some("https://rp.example")), ("https://other.example", None)] {
        let answer = t.get_with(API, &[("authorization", &bearer), ("origin", origin)]).await.ok();
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
    }
}
