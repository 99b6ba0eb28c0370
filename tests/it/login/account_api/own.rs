//! What an app does for a person with what is theirs: preferences, picture, user name, everything to take along, and the
//! end of it. As the pages do it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signet::domain::{
    directory::accounts::pairwise::{self, GivenSubject},
    installation::maintenance,
};

use super::{API, EVERYTHING, app, call, call_with, everything, problem, refused, token};
use crate::{
    login::recovery::mails,
    support::{TestApp, claims_of, on_both_engines},
};

on_both_engines!(an_app_changes_how_a_person_is_spoken_to, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let before = call(&t, "GET /preferences", &ours).await.ok().json();
    assert_eq!(before, json!({"locale": "en-GB", "zoneinfo": "Europe/London", "theme": "system"}));
    let wanted = json!({"locale": "de-CH", "theme": "dark"});
    let after = call_with(&t, "PATCH /preferences", &ours, &wanted).await.ok().json();
    assert_eq!(after, json!({"locale": "de-CH", "zoneinfo": "Europe/London", "theme": "dark"}));
    let forgotten = json!({"locale": null, "zoneinfo": null, "theme": null});
    let after = call_with(&t, "PATCH /preferences", &ours, &forgotten).await.ok().json();
    assert_eq!(after, json!({"theme": "system"}));
    assert_eq!(call(&t, "GET /preferences", &ours).await.ok().json(), after);
    let profile = call(&t, "GET /", &ours).await.ok().json();
    assert!(profile.get("locale").is_none() && profile.get("zoneinfo").is_none(), "{profile}");
});

#[tokio::test]
async fn what_nobody_can_be_spoken_to_in_is_refused() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = app(&t).await;
    let reads = token(&t, &client, &mut t.browser_of("ada").await, "account:read").await;
    let ours = everything(&t, "ada").await;
    for (body, code, sentence) in [
        (json!({"locale": "??"}), "locale_invalid", "locale: a BCP 47 language tag, such as en-GB"),
        (json!({"locale": 7}), "locale_invalid", "locale: a text, or null"),
        (
            json!({"zoneinfo": "Mars/Olympus"}),
            "zoneinfo_invalid",
            "zoneinfo: a zone of the IANA database, such as Europe/London",
        ),
        (json!({"theme": "pink"}), "theme_invalid", "theme: one of system, light and dark"),
        (
            json!({"name": "Ada"}),
            "not_changeable",
            "preferences: name cannot be changed here; these can: locale, zoneinfo, theme",
        ),
    ] {
        let answer = call_with(&t, "PATCH /preferences", &ours, &body).await;
        assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
        assert_eq!(answer.json()["errors"][0]["code"], code, "{body}");
    }
    for what in ["PATCH /preferences", "DELETE /picture", "PUT /picture"] {
        let (sentence, _) = refused(&call(&t, what, &reads).await, 403, "insufficient_scope");
        assert_eq!(sentence, "this needs an access token with scope account:write (RFC 6750 section 3.1)");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.updated'").await, 0);
}

on_both_engines!(an_app_takes_the_picture_away, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    assert!(call(&t, "GET /", &ours).await.ok().json()["picture"].is_string());
    assert_eq!(call(&t, "DELETE /picture", &ours).await.status, 204);
    assert!(call(&t, "GET /", &ours).await.ok().json().get("picture").is_none());
    assert_eq!(call(&t, "DELETE /picture", &ours).await.status, 204, "there is none");
});

on_both_engines!(
    an_app_chooses_another_user_name_for_its_person,
    |config| { config.account.change_username = true },
    |t| {
        t.person("ada").await;
        t.person("eve").await;
        let client = app(&t).await;
        let writes = token(&t, &client, &mut t.browser_of("eve").await, "account:write").await;
        let ours = everything(&t, "ada").await;
        for (username, code, sentence) in [
            ("eve", "username_taken", "username: somebody signs in with it already"),
            ("a@b.example", "username_invalid", "username: an address is no user name that people choose"),
            ("admin", "username_taken", "username: somebody signs in with it already"),
        ] {
            let answer = call_with(&t, "PUT /username", &ours, &json!({"username": username})).await;
            assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
            assert_eq!(answer.json()["errors"][0]["code"], code, "{username}");
        }
        let answer = call_with(&t, "PUT /username", &ours, &json!({"username": "countess"})).await.ok();
        assert_eq!(answer.json()["username"], "countess");
        assert!(answer.header("etag").is_some());
        t.browser_of("countess").await;
        let (sentence, _) = refused(&call(&t, "PUT /username", &writes).await, 403, "insufficient_scope");
        assert_eq!(sentence, "this needs an access token with scope account:security (RFC 6750 section 3.1)");
    }
);

// Attack: an app asks who has an account by choosing one name after the other.
on_both_engines!(
    an_app_tries_ten_user_names_an_hour_for_its_person_and_no_more,
    |config| { config.account.change_username = true },
    |t| {
        t.person("ada").await;
        t.person("eve").await;
        let ours = everything(&t, "ada").await;
        for _ in 0..10 {
            let answer = call_with(&t, "PUT /username", &ours, &json!({"username": "eve"})).await;
            let sentence = problem(&answer, 422, "invalid-values");
            assert_eq!(sentence, "username: somebody signs in with it already");
        }
        for name in ["eve", "nobody"] {
            let answer = call_with(&t, "PUT /username", &ours, &json!({"username": name})).await;
            let sentence = problem(&answer, 429, "too-many-requests");
            assert_eq!(sentence, "it was tried too often; try again later (RFC 6585 section 4)", "{name}");
            assert_eq!(answer.header("retry-after"), Some("360"), "{name}");
        }
        // Nor on the page.
        let mut browser = t.browser_of("ada").await;
        let page = browser.get(&t.url("/account/profile")).await;
        let refused = browser.submit(&page, page.form_with("save-username").with("username", "eve")).await;
        assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("360")));
        assert!(refused.text().contains("Please wait 6 minutes, then try again."), "{}", refused.text());
        t.clock.advance(360);
        call_with(&t, "PUT /username", &ours, &json!({"username": "countess"})).await.ok();
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'countess'").await, 1);
    }
);

#[tokio::test]
async fn a_user_name_stays_where_the_operator_says_so() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let answer = call_with(&t, "PUT /username", &ours, &json!({"username": "countess"})).await;
    let sentence = "username: user names stay as they are (account.change_username)";
    assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
    assert_eq!(answer.json()["errors"][0]["code"], "username_fixed");
}

on_both_engines!(an_app_takes_everything_along_with_a_fresh_sign_in, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let reads = token(&t, &client, &mut t.browser_of("ada").await, "account:read").await;
    let answer = call(&t, "GET /data", &reads).await.ok();
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let data = answer.json();
    assert!(data["sessions"].as_array().is_some_and(|all| !all.is_empty()), "{data}");
    assert!(data.to_string().contains("ada@example.com") && !data.to_string().contains("argon2"), "{data}");
    let exported = "SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported' AND actor LIKE 'token:app:%'";
    assert_eq!(t.count(exported).await, 1);
});

// Attack: two apps compare by which names they know a person (OIDC Core §8.1), or one names a session of another.
on_both_engines!(an_app_takes_no_name_along_by_which_another_app_knows_its_person, |t| {
    let ada = t.person("ada").await;
    let given = GivenSubject { line: 1, sector: "other.example".into(), user: "ada".into(), sub: "24400320".into() };
    pairwise::import(&t.cx(), std::slice::from_ref(&given)).await.unwrap();
    let members = json!({"subject_type": "pairwise", "allowed_resources": [t.url(API)]});
    let client = t.client("apart", members).await;
    let other = t.first_party("other", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    other.tokens(&mut browser, "openid").await;
    let id_token = client.tokens(&mut browser, "openid").await.id().to_owned();
    let known = claims_of(&id_token).1["sub"].clone();
    let reads = token(&t, &client, &mut browser, "account:read").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let data = call(&t, "GET /data", &reads).await.ok().json();
    assert_eq!((&data["account"]["sub"], &data["account"]["id"]), (&known, &known));
    let subjects = |data: &Value| data["pairwise_subjects"].as_array().unwrap().len();
    assert_eq!((subjects(&data), &data["pairwise_subjects"][0]["sub"]), (1, &known));
    assert!(!data.to_string().contains("24400320"), "{data}");
    let sids = |data: &Value| -> BTreeMap<String, bool> {
        let apps = data["sessions"][0]["apps"].as_array().unwrap().iter();
        apps.map(|app| (app["client_id"].as_str().unwrap().to_owned(), app.get("sid").is_some())).collect()
    };
    assert_eq!(sids(&data), BTreeMap::from([("apart".to_owned(), true), ("other".to_owned(), false)]));
    // Their person gets all of it.
    let page = browser.get(&t.url("/account/data")).await;
    let own = browser.press(&page, "export").await.answer.json();
    assert_eq!((&own["account"]["sub"], subjects(&own)), (&json!(ada.sub), 2));
    assert_eq!(sids(&own), BTreeMap::from([("apart".to_owned(), true), ("other".to_owned(), true)]));
    // So it is with what the account and its session are called here.
    let session = own["sessions"][0]["id"].as_str().unwrap();
    for list in ["events", "tokens_issued"] {
        assert!(own[list].to_string().contains(session) && !data[list].as_array().unwrap().is_empty(), "{list}");
    }
    for name in [ada.id.as_str(), session] {
        assert!(own.to_string().contains(name) && !data.to_string().contains(name), "{name} in {data}");
    }
    let events = data["events"].as_array().unwrap();
    assert!(events.iter().any(|event| event["actor"] == "token:apart"), "{data}");
});

on_both_engines!(an_app_gives_the_account_up_by_the_word_of_its_person, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let wrong = call_with(&t, "POST /deletion", &ours, &json!({"confirmation": "eve"})).await;
    assert_eq!(problem(&wrong, 422, "invalid-values"), "confirmation: type the user name of the account");
    assert_eq!(wrong.json()["errors"][0]["code"], "confirmation_wrong");
    call(&t, "GET /", &ours).await.ok();
    let answer = call_with(&t, "POST /deletion", &ours, &json!({"confirmation": "ada"})).await.ok().json();
    assert_eq!(answer["erased"], Value::Bool(false));
    assert!(answer["due_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{answer}");
    // Everything is over, the token of the call included; the person has the link that keeps it.
    let dead = "the access token is unknown, expired or revoked (RFC 6750 section 3.1)";
    assert_eq!(refused(&call(&t, "GET /", &ours).await, 401, "invalid_token").0, dead);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE deletion_due_at IS NOT NULL").await, 1);
    assert!(mails(&t).await.iter().any(|mail| mail.text.contains("/account/keep?token=")));
});

#[tokio::test]
async fn nobody_is_given_up_where_the_operator_erases_accounts() {
    let t = TestApp::start(crate::support::Engine::sqlite(), |config| config.account.self_deletion = false).await;
    t.person("ada").await;
    let ours = token(&t, &app(&t).await, &mut t.browser_of("ada").await, EVERYTHING).await;
    let answer = call_with(&t, "POST /deletion", &ours, &json!({"confirmation": "ada"})).await;
    let sentence = "account: accounts are erased by the operator (account.self_deletion)";
    assert_eq!(problem(&answer, 422, "invalid-values"), sentence);
    assert_eq!(answer.json()["errors"][0]["code"], "deletion_off");
}
