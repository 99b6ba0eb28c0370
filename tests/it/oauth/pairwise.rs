//! Pairwise subject identifiers (OIDC Core §8): what a client sees as `sub` is its sector's alone, and
//! the same wherever it is said.

use serde_json::{Value, json};
use signet::{
    domain::{
        directory::accounts::pairwise::{self, GivenSubject},
        kernel::Error,
        registry::clients::{self, ClientChanges},
    },
    protocol::{
        client::{ClientMetadata, SubjectType},
        resource::TokenFormat,
    },
};

use crate::support::{
    Answer, Browser, REDIRECT_URI, TestApp, TestClient, Tokens, VERIFIER, claims_of, on_both_engines,
};

const ELSEWHERE: &str = "https://other.example/cb";

/// A client that answers at this address and sees pairwise subjects.
async fn app<'t>(t: &'t TestApp, id: &str, redirect_uri: &str) -> TestClient<'t> {
    let metadata = json!({
        "subject_type": "pairwise",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "response_types": ["code", "code id_token"],
    });
    t.first_party(id, metadata).await
}

async fn redeem(client: &TestClient<'_>, code: &str) -> Tokens {
    let redirect_uri = client.client.metadata.redirect_uris[0].as_str();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    Tokens(client.token(&form).await.ok().json())
}

/// The whole flow for somebody who is signed in.
async fn tokens(client: &TestClient<'_>, browser: &mut Browser<'_>) -> Tokens {
    let redirect_uri = client.client.metadata.redirect_uris[0].as_str();
    let code = client.code(browser, &[("redirect_uri", redirect_uri)]).await;
    redeem(client, &code).await
}

fn sub(jwt: &str) -> String {
    claims_of(jwt).1["sub"].as_str().unwrap().to_owned()
}

async fn update(t: &TestApp, client: &TestClient<'_>, metadata: ClientMetadata) {
    let cx = &t.cx();
    clients::update(cx, &client.client.id, &ClientChanges::to(&metadata)).await.unwrap();
}

// OIDC Core §8.1
on_both_engines!(each_sector_has_a_subject_of_its_own_that_every_token_and_answer_says, |t| {
    let ada = t.person("ada").await;
    let one = app(&t, "one", REDIRECT_URI).await;
    let two = app(&t, "two", REDIRECT_URI).await;
    let other = app(&t, "other", ELSEWHERE).await;
    let public = t.first_party("public", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let first = tokens(&one, &mut browser).await;
    let own = sub(first.id());
    assert!((20..=255).contains(&own.len()));
    assert_eq!(sub(first.access()), own);
    assert_eq!(one.userinfo(first.access()).await.ok().json(), json!({"sub": own}));
    assert_eq!(one.introspect(first.access()).await["sub"], own.as_str());
    // OIDC Core §12.2
    let refreshed = one.refreshed(first.refresh()).await;
    assert_eq!((sub(refreshed.id()), sub(refreshed.access())), (own.clone(), own.clone()));
    assert_eq!(one.userinfo(refreshed.access()).await.ok().json()["sub"], own.as_str());

    assert_eq!(sub(tokens(&two, &mut browser).await.id()), own, "one sector, one subject");
    let elsewhere = sub(tokens(&other, &mut browser).await.id());
    let known_to_all = sub(tokens(&public, &mut browser).await.id());
    assert_eq!(known_to_all, ada.sub);
    assert!(own != elsewhere && own != ada.sub && elsewhere != ada.sub);
    assert_eq!(t.count("SELECT COUNT(*) FROM pairwise_subjects").await, 2);
});

// OIDC Core §3.3.3.6: the ID tokens of both endpoints are about one subject.
on_both_engines!(both_endpoints_of_the_hybrid_flow_say_the_same, |t| {
    t.person("ada").await;
    let client = app(&t, "one", REDIRECT_URI).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("response_type", "code id_token")]).await;
    let sent = page.fragment();
    assert_eq!(sub(&sent["id_token"]), sub(redeem(&client, &sent["code"]).await.id()));
});

// OIDC Core §3.1.2.1, §5.5.1: hints name people as the client knows them.
on_both_engines!(a_hint_finds_the_person_by_the_name_that_its_client_has_for_them, |t| {
    let (ada, _) = (t.person("ada").await, t.person("bob").await);
    let one = app(&t, "one", REDIRECT_URI).await;
    let other = app(&t, "other", ELSEWHERE).await;
    let (mut of_ada, mut of_bob) = (t.browser_of("ada").await, t.browser_of("bob").await);
    let ada_token = tokens(&one, &mut of_ada).await.id().to_owned();
    let ada_elsewhere = tokens(&other, &mut of_ada).await.id().to_owned();
    let bob_token = tokens(&one, &mut of_bob).await.id().to_owned();
    let asking = |sub: &str| json!({"id_token": {"sub": {"value": sub}}}).to_string();
    let (own, foreign) = (asking(&sub(&ada_token)), asking(&sub(&ada_elsewhere)));

    for right in [vec![("id_token_hint", ada_token.as_str())], vec![("claims", own.as_str())]] {
        one.authorize(&mut of_ada, &[&right[..], &[("prompt", "none")]].concat()).await.code();
    }
    let (everywhere, bob) = (asking(&ada.sub), asking(&sub(&bob_token)));
    for wrong in [
        vec![("id_token_hint", bob_token.as_str())],
        vec![("claims", bob.as_str())],
        // What she is called elsewhere is no name here: it would tell one client what another knows.
        vec![("claims", foreign.as_str())],
        vec![("claims", everywhere.as_str())],
        vec![("id_token_hint", ada_token.as_str()), ("claims", bob.as_str())],
    ] {
        let page = one.authorize(&mut of_ada, &[&wrong[..], &[("prompt", "none")]].concat()).await;
        assert_eq!(page.error(), "login_required", "{wrong:?}");
    }
});

// OIDC Core §8.1: nothing that changes by itself may change the subject.
on_both_engines!(new_keys_and_another_instance_leave_the_subject_as_it_is, |t| {
    t.person("ada").await;
    let client = app(&t, "one", REDIRECT_URI).await;
    let mut browser = t.browser_of("ada").await;
    let before = sub(tokens(&client, &mut browser).await.id());
    t.clock.advance(400 * 86400);
    signet::domain::registry::keys::tick(&t.cx()).await.unwrap();
    let again = t.another_instance().await;
    let mut browser = again.browser_of("ada").await;
    assert_eq!(sub(tokens(&client.at(&again), &mut browser).await.id()), before);
});

// OIDC Core §12.2: what was granted under one name is not refreshed under another.
on_both_engines!(a_client_that_comes_into_another_sector_begins_anew, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({"grant_types": ["authorization_code", "refresh_token"]})).await;
    let mut browser = t.browser_of("ada").await;
    let old = tokens(&client, &mut browser).await;
    let in_flight = client.code(&mut browser, &[]).await;
    assert_eq!(sub(old.id()), ada.sub);
    let now = ClientMetadata { subject_type: SubjectType::Pairwise, ..client.client.metadata.clone() };
    update(&t, &client, now.clone()).await;
    let refused = |answer: Answer| assert_eq!(answer.json()["error"], "invalid_grant");
    refused(client.refresh(old.refresh()).await);
    refused(client.redeem(&in_flight).await);
    assert_eq!(client.userinfo(old.access()).await.status, 401);
    let new = tokens(&client, &mut browser).await;
    assert_ne!(sub(new.id()), ada.sub);
    // A change of anything else takes nothing back.
    update(&t, &client, ClientMetadata { client_name: Some("Renamed".into()), ..now }).await;
    assert_eq!(sub(client.refreshed(new.refresh()).await.id()), sub(new.id()));
});

// OIDC Core §8: who comes from another system stays the same to their apps.
on_both_engines!(an_imported_subject_is_the_one_that_clients_see, |t| {
    t.person("ada").await;
    let client = app(&t, "one", REDIRECT_URI).await;
    let given = GivenSubject { line: 1, sector: "rp.example".into(), user: "ada".into(), sub: "24400320".into() };
    pairwise::import(&t.cx(), std::slice::from_ref(&given)).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let token = tokens(&client, &mut browser).await.id().to_owned();
    assert_eq!(sub(&token), "24400320");
    client.authorize(&mut browser, &[("id_token_hint", &token), ("prompt", "none")]).await.code();
    let later = [GivenSubject { sub: "other".into(), ..given }];
    let Error::Invalid(problems) = pairwise::import(&t.cx(), &later).await.unwrap_err() else {
        panic!("not a problem")
    };
    let told: Vec<_> = problems.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
    let never_replaced = "line 1: this person has another subject in this sector already";
    assert_eq!(told, [("user", "sub_given", never_replaced)]);
});

// RFC 9068 §6: a resource server learns no more of a person than the client knows.
on_both_engines!(a_token_for_another_resource_server_says_the_same_subject, |t| {
    t.person("ada").await;
    let client = app(&t, "one", REDIRECT_URI).await;
    t.client("api", json!({})).await;
    t.resource_server("https://jwt.example/", TokenFormat::Jwt, &["read"], None).await;
    t.resource_server("https://opaque.example/", TokenFormat::Opaque, &["read"], Some("api")).await;
    let mut browser = t.browser_of("ada").await;
    let own = sub(tokens(&client, &mut browser).await.id());
    for audience in ["https://jwt.example/", "https://opaque.example/"] {
        let code = client.code(&mut browser, &[("resource", audience), ("scope", "openid read")]).await;
        let issued = redeem(&client, &code).await;
        assert_eq!(client.introspect(issued.access()).await["sub"], own.as_str(), "{audience}");
    }
});

// OIDC Core §8: gone with the person, and with the client where nobody else is in its sector.
on_both_engines!(subjects_go_with_the_person_or_with_the_last_client_of_the_sector, |t| {
    let ada = t.person("ada").await;
    let lonely = app(&t, "lonely", "http://127.0.0.1:3000/cb").await;
    let shared = app(&t, "shared", REDIRECT_URI).await;
    let mut browser = t.browser_of("ada").await;
    assert_ne!(sub(tokens(&lonely, &mut browser).await.id()), sub(tokens(&shared, &mut browser).await.id()));
    let count = "SELECT COUNT(*) FROM pairwise_subjects";
    assert_eq!(t.count(count).await, 2);
    for client in [&lonely, &shared] {
        clients::delete(&t.cx(), &client.client.id).await.unwrap();
    }
    assert_eq!(t.count(count).await, 1, "a host may come back");
    signet::domain::directory::accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(t.count(count).await, 0);
});

// OIDC Core §8.1
#[tokio::test]
async fn several_hosts_without_a_sector_identifier_are_refused() {
    let t = TestApp::sqlite().await;
    let two_hosts =
        |subject_type: &str| json!({"redirect_uris": [REDIRECT_URI, ELSEWHERE], "subject_type": subject_type});
    let refused = t.try_client("pairwise", two_hosts("pairwise")).await.unwrap_err();
    assert!(refused.to_string().contains("sector_identifier_uri"), "{refused}");
    assert!(t.try_client("public", two_hosts("public")).await.is_ok());
    let supported = t.get("/.well-known/openid-configuration").await.json()["subject_types_supported"].clone();
    assert_eq!(supported, Value::from(vec!["public", "pairwise"]));
}
