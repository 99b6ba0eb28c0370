//! Names that people see: nothing in them turns text around, wherever they are set; joiners stay.

use serde_json::json;
use signet::{
    domain::{
        directory::{
            accounts::{self, NewUser},
            organizations,
        },
        kernel::Error,
        registry::{
            initial_access_tokens::{self, NewToken},
            resource_servers::{self, NewResourceServer, ResourceServerChanges},
        },
    },
    store::users::User,
};

use crate::support::{PASSWORD, TestApp, on_both_engines};

/// U+202E turns round what follows it; U+E0041 is a letter that nobody sees.
const DECEPTIVE: [&str; 3] = ["moc.\u{202e}live", "a\u{2069}b", "a\u{e0041}b"];
/// Persian and Hindi need their joiners (U+200C, U+200D).
const JOINED: [&str; 2] = ["می\u{200c}خواهم", "क्\u{200d}ष"];

/// The fields that a refusal names; none when it was taken.
fn fields<T>(outcome: Result<T, Error>) -> Vec<&'static str> {
    match outcome {
        Ok(_) => Vec::new(),
        Err(Error::Invalid(problems)) => problems.iter().map(|one| one.field).collect(),
        Err(other) => panic!("{other}"),
    }
}

async fn person(t: &TestApp, username: &str, name: &str) -> Result<User, Error> {
    let claims = json!({"name": name, "address": {"locality": name}}).as_object().cloned().unwrap();
    let new = NewUser { username: username.to_owned(), claims, ..NewUser::default() };
    accounts::create(&t.cx(), new).await
}

on_both_engines!(no_name_turns_the_text_around_it, |t| {
    let cx = &t.cx();
    for (name, taken) in DECEPTIVE.map(|name| (name, false)).into_iter().chain(JOINED.map(|name| (name, true))) {
        let ok = |refused: Vec<&str>, expected: &[&str]| {
            let expected: &[&str] = if taken { &[] } else { expected };
            assert_eq!(refused, expected, "{name:?}");
        };
        let at = format!("n{}", t.count("SELECT COUNT(*) FROM users").await);
        ok(fields(person(&t, &at, name).await), &["claims", "claims"]);
        let mail = NewUser { username: at.clone(), email: Some(format!("{name}@example.com")), ..NewUser::default() };
        if !taken {
            assert_eq!(fields(accounts::create(cx, mail).await), ["email"], "{name:?}");
            let user = NewUser { username: name.to_owned(), ..NewUser::default() };
            assert_eq!(fields(accounts::create(cx, user).await), ["username"], "{name:?}");
        }
        let slug = format!("o{}", t.count("SELECT COUNT(*) FROM organizations").await);
        ok(fields(organizations::create(cx, &slug, name, &[]).await), &["name"]);
        let rest = ResourceServerChanges { name: Some(name.to_owned()), ..ResourceServerChanges::default() };
        let new = NewResourceServer { audience: format!("https://{slug}.example"), rest };
        ok(fields(resource_servers::create(cx, new).await), &["name"]);
        let label = NewToken { label: Some(name.to_owned()), uses: None, lifetime: signet::base::time::Seconds(3600) };
        ok(fields(initial_access_tokens::create(cx, label).await), &["label"]);
        for member in ["client_name", "client_name#ar"] {
            let id = format!("c{}", t.count("SELECT COUNT(*) FROM clients").await);
            ok(fields(t.try_client(&id, json!({member: name})).await), &["client_name"]);
        }
    }
});

// A name is isolated from the sentence in which it stands.
#[tokio::test]
async fn names_are_isolated_where_they_are_shown() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({"client_name": "مكتبة"})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    assert!(page.answer.body.contains("Sign in to \u{2068}مكتبة\u{2069}"), "{}", page.answer.body);
    let consent = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(consent.answer.body.contains("<bdi>ada@example.com</bdi>"), "{}", consent.answer.body);
}
