//! The telephone number, changed by an app with the codes that its person got.

use serde_json::{Value, json};

use super::{EVERYTHING, NOT_THERE, app, call, call_with, document::Document, everything, problem, refused, token};
use crate::{
    login::phone::{NUMBER, OTHER, another, code_to, texts_to},
    support::{Answer, TestApp, on_both_engines},
};

/// The number that people who are made for tests have.
const BEFORE: &str = "+442079460123";
const WRONG: &str = "it is not the code that was texted";

async fn shown(t: &TestApp, token: &str) -> Value {
    let answer = call(t, "GET /phone", token).await.ok();
    Document::of(t).await.answered("get", "/phone", &answer);
    answer.json()
}

async fn ask(t: &TestApp, token: &str, number: &str) -> Answer {
    let answer = call_with(t, "POST /phone", token, &json!({"phone_number": number})).await;
    Document::of(t).await.answered("post", "/phone", &answer);
    answer
}

async fn confirm(t: &TestApp, token: &str, codes: &Value) -> Answer {
    let answer = call_with(t, "POST /phone/code", token, codes).await;
    Document::of(t).await.answered("post", "/phone/code", &answer);
    answer
}

/// Proves a number that stands in the place of none that was proven by a code.
async fn prove(t: &TestApp, token: &str, number: &str) {
    ask(t, token, number).await.ok();
    let code = code_to(t, number).await;
    assert_eq!(confirm(t, token, &json!({"code": code})).await.status, 204);
}

on_both_engines!(a_number_is_proven_by_the_code_that_its_person_got, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let before = json!({"phone_number": BEFORE, "phone_number_verified": true, "may_change": true});
    assert_eq!(shown(&t, &ours).await, before);
    let answer = ask(&t, &ours, "+44 (0)20 7946-0001").await.ok();
    let code = code_to(&t, NUMBER).await;
    // The code is its person's to type, and not the app's to know.
    let mut waiting = before.clone();
    waiting["waits_for"] = json!({"phone_number": NUMBER});
    assert_eq!(answer.json(), waiting);
    assert_eq!(shown(&t, &ours).await["phone_number"], BEFORE, "nothing counts yet");
    let wrong = confirm(&t, &ours, &json!({"code": another(&code)})).await;
    assert_eq!(problem(&wrong, 422, "invalid-values"), format!("code: {WRONG}"));
    assert_eq!(wrong.json()["errors"][0]["code"], "code_wrong");
    assert_eq!(confirm(&t, &ours, &json!({"code": code})).await.status, 204);
    let after = json!({"phone_number": NUMBER, "phone_number_verified": true, "may_change": true});
    assert_eq!(shown(&t, &ours).await, after);
    let again = confirm(&t, &ours, &json!({"code": code})).await;
    let sentence = "code: it was used, has ended or never was; have one texted";
    assert_eq!(problem(&again, 422, "invalid-values"), sentence);
    assert_eq!(again.json()["errors"][0]["code"], "code_over");
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.proven' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(by_app).await, 1);
    assert_eq!(t.mails_of("phone_changed").await, 1);
    assert_eq!(texts_to(&t, BEFORE).await.len(), 1, "whoever has the number of before is told");
});

// Attack: an app with a token of this moment has a telephone of its own.
on_both_engines!(another_number_takes_the_code_of_the_one_before, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    prove(&t, &ours, NUMBER).await;
    let waits = ask(&t, &ours, OTHER).await.ok().json()["waits_for"].clone();
    let before = json!({"phone_number": NUMBER, "stand_in": "nothing"});
    assert_eq!(waits, json!({"phone_number": OTHER, "number_before": before}));
    let (new, old) = (code_to(&t, OTHER).await, code_to(&t, NUMBER).await);
    for codes in [json!({"code": new}), json!({"code": new, "old_code": another(&old)})] {
        let answer = confirm(&t, &ours, &codes).await;
        assert_eq!(problem(&answer, 422, "invalid-values"), format!("old_code: {WRONG}"));
        assert_eq!(answer.json()["errors"][0]["field"], "old_code");
    }
    assert_eq!(shown(&t, &ours).await["phone_number"], NUMBER);
    assert_eq!(confirm(&t, &ours, &json!({"code": new, "old_code": old})).await.status, 204);
    assert_eq!(shown(&t, &ours).await["phone_number"], OTHER);
});

// Attack: somebody guesses the code of a number that is not theirs.
on_both_engines!(a_code_is_tried_five_times, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    ask(&t, &ours, NUMBER).await.ok();
    let code = code_to(&t, NUMBER).await;
    for _ in 0..5 {
        let wrong = confirm(&t, &ours, &json!({"code": another(&code)})).await;
        assert_eq!(problem(&wrong, 422, "invalid-values"), format!("code: {WRONG}"));
    }
    let answer = confirm(&t, &ours, &json!({"code": code})).await;
    let sentence = "code: it was tried too often; have another one texted";
    assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
    assert_eq!(answer.json()["errors"][0]["code"], "code_used_up");
    assert_eq!(shown(&t, &ours).await["phone_number"], BEFORE);
});

on_both_engines!(a_number_is_taken_away_once, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let reads = token(&t, &client, &mut browser, "account:read account:write").await;
    for what in ["POST /phone", "POST /phone/code", "DELETE /phone"] {
        let (sentence, _) = refused(&call(&t, what, &reads).await, 403, "insufficient_scope");
        assert_eq!(sentence, "this needs an access token with scope account:security (RFC 6750 section 3.1)");
    }
    prove(&t, &ours, NUMBER).await;
    let answer = call(&t, "DELETE /phone", &ours).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    Document::of(&t).await.answered("delete", "/phone", &answer);
    assert_eq!(shown(&t, &reads).await, json!({"phone_number_verified": false, "may_change": true}));
    assert_eq!(problem(&call(&t, "DELETE /phone", &ours).await, 404, "not-found"), NOT_THERE);
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.removed' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(by_app).await, 1);
    // It was given up, and is asked for as long as it can be taken back.
    let waits = ask(&t, &ours, OTHER).await.ok().json()["waits_for"].clone();
    assert_eq!(waits["number_before"]["phone_number"], NUMBER);
});

on_both_engines!(what_is_no_number_gets_no_text_and_a_session_that_ended_waits_for_none, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let kept = token(&t, &client, &mut browser, &format!("{EVERYTHING} offline_access")).await;
    let answer = ask(&t, &kept, "020 7946 0001").await;
    let sentence = "phone_number: a telephone number with the code of its country, such as +44 20 7123 4567";
    assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
    assert_eq!(answer.json()["errors"][0]["code"], "phone_number_invalid");
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sms'").await, 0);
    ask(&t, &kept, NUMBER).await.ok();
    let page = browser.get(&t.url("/account")).await;
    browser.press(&page, "sign-out").await;
    let after = json!({"phone_number": BEFORE, "phone_number_verified": true, "may_change": true});
    assert_eq!(shown(&t, &kept).await, after);
});

on_both_engines!(
    a_number_stays_where_the_operator_says_so,
    |config| { config.account.change_phone_number = false },
    |t| {
        t.person("ada").await;
        let ours = everything(&t, "ada").await;
        let told = json!({"phone_number": BEFORE, "phone_number_verified": true, "may_change": false});
        assert_eq!(shown(&t, &ours).await, told);
        let answer = ask(&t, &ours, NUMBER).await;
        assert_eq!(problem(&answer, 404, "not-found"), NOT_THERE);
        assert_eq!(problem(&call(&t, "DELETE /phone", &ours).await, 404, "not-found"), NOT_THERE);
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE phone_number IS NOT NULL").await, 1);
    }
);
