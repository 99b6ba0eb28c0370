//! The userinfo endpoint (OIDC Core §5.3 and §5.4, RFC 6750).

use serde_json::{Value, json};
use signet::protocol::resource::TokenFormat;

use crate::support::{TestApp, TestClient, on_both_engines};

async fn token(client: &TestClient<'_>, t: &TestApp, scope: &str) -> String {
    client.tokens(&mut t.browser_of("ada").await, scope).await.access().to_owned()
}

on_both_engines!(the_token_may_come_by_get_by_header_and_by_body, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let token = token(&client, &t, "openid email").await;
    let bearer = format!("Bearer {token}");
    let expected = json!({"sub": ada.sub, "email": "ada@example.com", "email_verified": true});
    let answers = [
        t.get_with("/userinfo", &[("authorization", &bearer)]).await,
        t.get_with("/userinfo", &[("authorization", &bearer.replace("Bearer", "bEaReR"))]).await,
        t.post("/userinfo", &[], &[("authorization", &bearer)]).await,
        t.post("/userinfo", &[("access_token", &token)], &[]).await,
    ];
    for answer in answers {
        let answer = answer.ok();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.json(), expected);
    }
    // RFC 6750 §2.2: no form, no content type.
    t.post_raw("/userinfo", "", &[("authorization", &bearer)]).await.ok();
    // RFC 6750 §2.1: the header says it all.
    let json = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    t.post_raw("/userinfo", "{}", &json).await.ok();
});

// RFC 6750 §2 and §3.1
#[tokio::test]
async fn what_is_wrong_is_told_in_www_authenticate() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let token = token(&client, &t, "openid").await;
    let bearer = format!("Bearer {token}");
    // Nothing was sent: no error code.
    for answer in [t.get("/userinfo").await, t.post("/userinfo", &[], &[]).await] {
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"signet\""));
    }
    // RFC 6750 §2.3: never in the query.
    assert_eq!(t.get(&format!("/userinfo?access_token={token}")).await.status, 401);
    let both = t.post("/userinfo", &[("access_token", &token)], &[("authorization", &bearer)]).await;
    assert_eq!(both.status, 400);
    assert!(both.header("www-authenticate").unwrap().contains("error=\"invalid_request\""));
    let twice = t.post("/userinfo", &[("access_token", &token), ("access_token", &token)], &[]).await;
    assert_eq!(twice.status, 400);
    for wrong in ["Bearer nonsense", "Bearer a.b.c"] {
        let answer = t.get_with("/userinfo", &[("authorization", wrong)]).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
    }
    assert_eq!(t.get_with("/userinfo", &[("authorization", "Bearer ")]).await.status, 400);
    t.clock.advance(900);
    assert_eq!(client.userinfo(&token).await.status, 401);
}

#[tokio::test]
async fn a_tampered_token_is_not_believed() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    let parts: Vec<&str> = tokens.access().split('.').collect();
    let mut claims: Value = crate::support::claims_of(tokens.access()).1;
    claims["scope"] = json!("openid email");
    let encode = |value: &Value| data_encoding::BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let none = encode(&json!({"alg": "none", "typ": "at+jwt"}));
    let bent = encode(&claims);
    for forged in [
        format!("{}.{bent}.{}", parts[0], parts[2]),
        format!("{none}.{bent}."),
        format!("{none}.{}.{}", parts[1], parts[2]),
        // RFC 9068 §4: no ID token passes for an access token.
        tokens.id().to_owned(),
        tokens.refresh().to_owned(),
    ] {
        assert_eq!(client.userinfo(&forged).await.status, 401, "{forged}");
    }
}

// OIDC Core §5.4: what was asked for and nothing else.
on_both_engines!(each_scope_brings_its_claims_and_no_others, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    for (scope, claims) in [
        ("openid", &[][..]),
        ("openid email", &["email", "email_verified"]),
        ("openid phone", &["phone_number", "phone_number_verified"]),
        ("openid address", &["address"]),
        (
            "openid profile",
            &[
                "birthdate",
                "family_name",
                "gender",
                "given_name",
                "locale",
                "middle_name",
                "name",
                "nickname",
                "picture",
                "preferred_username",
                "profile",
                "updated_at",
                "website",
                "zoneinfo",
            ],
        ),
        ("openid organizations", &["organizations"]),
    ] {
        let token = token(&client, &t, scope).await;
        let info = client.userinfo(&token).await.ok().json();
        let mut names: Vec<&str> = info.as_object().unwrap().keys().map(String::as_str).collect();
        names.retain(|name| *name != "sub");
        names.sort_unstable();
        assert_eq!(names, claims, "{scope}");
    }
    let token = token(&client, &t, "openid profile address").await;
    let info = client.userinfo(&token).await.ok().json();
    assert_eq!(info["address"], json!({"formatted": "12 St James's Square, London", "country": "GB"}));
    assert!(info["updated_at"].is_i64());
});

// RFC 9068 §4, RFC 6750 §3.1
on_both_engines!(a_token_for_another_audience_or_without_openid_is_refused, |t| {
    t.person("ada").await;
    t.resource_server("https://api.example/", TokenFormat::Jwt, &["read"], None).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", "openid read"), ("resource", "https://api.example/")]).await;
    let foreign = crate::support::Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(client.userinfo(foreign.access()).await.status, 401);
    let plain = client.tokens(&mut browser, "email").await;
    let answer = client.userinfo(plain.access()).await;
    assert_eq!(answer.status, 403);
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("error=\"insufficient_scope\"") && challenge.contains("scope=\"openid\""),
        "{challenge}"
    );
    // A machine's token is about nobody.
    let machine = client.token(&[("grant_type", "client_credentials")]).await.ok().json();
    assert!(client.userinfo(machine["access_token"].as_str().unwrap()).await.status.is_client_error());
});

// With a second connection for the cache they would wait for each other.
on_both_engines!(
    requests_that_fill_a_cold_cache_do_not_wait_for_each_other,
    |config| {
        config.database.max_connections = 1;
    },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let bearer = format!("Bearer {}", token(&client, &t, "openid email").await);
        t.app.caches.attributes.clear();
        let headers = [("authorization", bearer.as_str())];
        let one = || t.get_with("/userinfo", &headers);
        let answers = tokio::join!(one(), one(), one(), one());
        for answer in [answers.0, answers.1, answers.2, answers.3] {
            assert_eq!(answer.ok().json()["email"], "ada@example.com");
        }
    }
);
