//! Tokens: exchange, refresh, userinfo, introspection.

use serde_json::json;
use signet::{
    base::secret::Secret,
    domain::{
        directory::accounts::{self, NewUser, claim_sources},
        installation::maintenance,
    },
    protocol::resource::TokenFormat,
    store::users::User,
};

use super::counted;
use crate::support::{PASSWORD, TestApp, TestClient, Tokens, on_both_engines};

const SCOPE: &str = "openid profile email offline_access";
const API: &str = "https://api.example/";

/// Somebody of whom little is known, so that it is looked for elsewhere.
async fn person(t: &TestApp) -> User {
    let new = NewUser {
        username: "ada".to_owned(),
        email: Some("ada@example.com".to_owned()),
        password: Some(Secret::new(PASSWORD.to_owned())),
        ..NewUser::default()
    };
    accounts::create(&t.cx(), new).await.expect("making a person")
}

/// The commits of a single statement: PostgreSQL needs no BEGIN and COMMIT around it; SQLite commits it with others.
fn of_one(t: &TestApp) -> usize {
    usize::from(t.app.db.engine_name() == "sqlite")
}

/// A client whose every path was walked once: so that caches are warm.
async fn warm(t: &TestApp) -> TestClient<'_> {
    person(t).await;
    t.resource_server(API, TokenFormat::Opaque, &[], None).await;
    let client = t.first_party("web", json!({"allowed_resources": [API]})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    let tokens = client.refreshed(tokens.refresh()).await;
    client.userinfo(tokens.access()).await.ok();
    client.introspect(tokens.access()).await;
    client
}

on_both_engines!(a_code_is_redeemed, |t| {
    let client = warm(&t).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", SCOPE)]).await;
    let (answer, statements) = counted(client.redeem(&code)).await;
    answer.ok();
    // The look-up, the approval extended, the code spent, the family.
    statements.must_be(4, 1);
});

// OIDC Core §5.4: the person is looked at once, also where the ID token tells of them.
on_both_engines!(a_code_is_redeemed_for_claims_in_the_id_token, |t| {
    warm(&t).await;
    let client = t.first_party("full", json!({"claims_in_id_token": true})).await;
    client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", SCOPE)]).await;
    let (answer, statements) = counted(client.redeem(&code)).await;
    answer.ok();
    statements.must_be(4, 1);
});

on_both_engines!(a_refresh_token_is_rotated, |t| {
    let client = warm(&t).await;
    for scope in [SCOPE, "openid"] {
        let tokens = client.tokens(&mut t.browser_of("ada").await, scope).await;
        let (answer, statements) = counted(client.refresh(tokens.refresh())).await;
        // The look-up, the family moved on.
        statements.must_be(2, of_one(&t));
        // An app in use keeps its person signed in: noted now and then.
        let tokens = Tokens(answer.ok().json());
        t.clock.advance(3600);
        let (answer, statements) = counted(client.refresh(tokens.refresh())).await;
        answer.ok();
        let (count, commits) = if scope == SCOPE { (2, of_one(&t)) } else { (3, 1) };
        statements.must_be(count, commits);
    }
});

on_both_engines!(a_refresh_token_that_does_not_rotate_is_used, |t| {
    warm(&t).await;
    let client = t.first_party("kept", json!({"rotate_refresh_tokens": false})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    let (answer, statements) = counted(client.refresh(tokens.refresh())).await;
    assert_eq!(answer.ok().json()["refresh_token"], tokens.refresh());
    statements.must_be(1, 0);
    // Its use is noted once an hour.
    t.clock.advance(3600);
    let (answer, statements) = counted(client.refresh(tokens.refresh())).await;
    answer.ok();
    statements.must_be(2, of_one(&t));
});

on_both_engines!(userinfo_is_asked, |t| {
    let client = warm(&t).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    let (answer, statements) = counted(client.userinfo(tokens.access())).await;
    // The standing of the token, the person.
    statements.must_be(2, 0);
    let first = answer.ok().json();
    let (answer, statements) = counted(client.userinfo(tokens.access())).await;
    assert_eq!(answer.ok().json(), first);
    // The token was verified a moment ago.
    statements.must_be(1, 0);
});

on_both_engines!(sources_of_claims_are_looked_for_where_there_are_some, |t| {
    let client = warm(&t).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    client.userinfo(tokens.access()).await.ok();
    let mut conn = t.app.db.read().await.unwrap();
    let ada = accounts::find(&mut conn, "ada").await.unwrap().id;
    drop(conn);
    let source = claim_sources::NewSource {
        name: "bank".to_owned(),
        claims: vec!["nickname".to_owned()],
        held: claim_sources::Held::Endpoint { url: "https://bank.example/claims".to_owned(), access_token: None },
    };
    let other = t.another_instance().await;
    claim_sources::set(&other.cx(), &ada, source).await.unwrap();
    maintenance::follow_changes(&t.cx()).await.unwrap();
    // Whether there are any is learned anew.
    let answer = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!(answer["_claim_names"], json!({"nickname": "bank"}));
    let (answer, statements) = counted(client.userinfo(tokens.access())).await;
    answer.ok();
    statements.must_be(2, 0);
});

on_both_engines!(tokens_are_introspected, |t| {
    let client = warm(&t).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, SCOPE).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", SCOPE), ("resource", API)]).await;
    let opaque = Tokens(client.redeem(&code).await.ok().json());
    let machine = client.token(&[("grant_type", "client_credentials"), ("resource", API)]).await.ok().json();
    let machine = machine["access_token"].as_str().unwrap();
    for token in [tokens.access(), opaque.access(), machine] {
        let (answer, statements) = counted(client.introspect(token)).await;
        assert_eq!(answer["active"], json!(true));
        statements.must_be(1, 0);
        let (answer, statements) = counted(client.introspect(token)).await;
        assert_eq!(answer["active"], json!(true));
        statements.must_be(0, 0);
    }
    let (answer, statements) = counted(client.introspect(opaque.refresh())).await;
    assert_eq!(answer["active"], json!(true));
    statements.must_be(1, 0);
});

on_both_engines!(an_opaque_token_is_one_statement, |t| {
    let client = warm(&t).await;
    let asked = [("grant_type", "client_credentials"), ("resource", API)];
    client.token(&asked).await.ok();
    let (answer, statements) = counted(client.token(&asked)).await;
    answer.ok();
    statements.must_be(1, of_one(&t));
});
