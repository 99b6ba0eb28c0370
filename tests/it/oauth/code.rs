//! Authorization codes (RFC 6749 §4.1, RFC 7636).

use serde_json::json;

use crate::support::{REDIRECT_URI, TestApp, Tokens, VERIFIER, on_both_engines};

// RFC 7636 §4.6
on_both_engines!(a_code_needs_the_verifier_that_fits_its_challenge, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[]).await;
    let base = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI)];
    for verifier in
        ["", "short", &VERIFIER[1..], &format!("{VERIFIER}x"), &"a".repeat(129), &VERIFIER.replace('-', "+")]
    {
        let form: Vec<_> = base.into_iter().chain([("code_verifier", verifier)]).collect();
        assert_eq!(client.token(&form).await.refusal(), "invalid_grant");
    }
    // A wrong guess does not spend it.
    client.redeem(&code).await.ok();
});

#[tokio::test]
async fn a_challenge_must_be_s256() {
    let t = TestApp::sqlite().await;
    let client = t.client("spa", json!({"token_endpoint_auth_method": "none"})).await;
    let mut browser = t.browser();
    for changes in [
        &[("code_challenge", "")][..],
        &[("code_challenge", ""), ("code_challenge_method", "")],
        &[("code_challenge_method", "")],
        &[("code_challenge_method", "plain")],
        &[("code_challenge_method", "s256")],
        &[("code_challenge", "tooshort")],
        &[("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM")],
    ] {
        let page = client.authorize(&mut browser, changes).await;
        assert_eq!(page.error(), "invalid_request", "{changes:?}");
        assert!(page.sent("error_description").unwrap().contains("RFC 7636"));
    }
}

// RFC 6749 §4.1.3
on_both_engines!(a_code_is_bound_to_client_and_address, |t| {
    t.person("ada").await;
    let uris = json!({"redirect_uris": [REDIRECT_URI, "https://rp.example/other"]});
    let client = t.first_party("web", uris.clone()).await;
    let other = t.first_party("other", uris).await;
    let code = client.code(&mut t.browser_of("ada").await, &[]).await;
    assert_eq!(other.redeem(&code).await.refusal(), "invalid_grant");
    for uri in ["", "https://rp.example/other", "https://rp.example/cb/"] {
        let form =
            [("grant_type", "authorization_code"), ("code", &code), ("code_verifier", VERIFIER), ("redirect_uri", uri)];
        assert_eq!(client.token(&form).await.refusal(), "invalid_grant", "{uri}");
    }
    client.redeem(&code).await.ok();
});

// RFC 6749 §4.1.2: a short maximum lifetime.
on_both_engines!(a_code_lives_for_a_minute, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let (early, late) = (client.code(&mut browser, &[]).await, client.code(&mut browser, &[]).await);
    t.clock.advance(59);
    client.redeem(&early).await.ok();
    t.clock.advance(1);
    assert_eq!(client.redeem(&late).await.refusal(), "invalid_grant");
});

// RFC 6749 §4.1.2: the second use is denied and SHOULD revoke what the first brought.
on_both_engines!(a_reused_code_revokes_every_token_it_brought, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let other = client.tokens(&mut browser, "openid offline_access").await;
    let code = client.code(&mut browser, &[("scope", "openid offline_access")]).await;
    let first = Tokens(client.redeem(&code).await.ok().json());
    client.userinfo(first.access()).await.ok();
    // Long after it expired, it is still recognized.
    t.clock.advance(600);
    let again = client.redeem(&code).await;
    assert_eq!(again.refusal(), "invalid_grant");
    assert_eq!(
        again.description(),
        "the code was already used; what it brought has been revoked (RFC 6749 section 4.1.2)"
    );
    assert_eq!(client.userinfo(first.access()).await.status, 401);
    assert_eq!(client.refresh(first.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.introspect(first.access()).await, json!({"active": false}));
    // Another approval of the same person for the same client goes on.
    client.userinfo(other.access()).await.ok();
    client.refresh(other.refresh()).await.ok();
});

// Another client that holds a spent code must not be able to take tokens away.
on_both_engines!(a_strangers_replay_revokes_nothing, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let stranger = t.first_party("stranger", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[]).await;
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(stranger.redeem(&code).await.refusal(), "invalid_grant");
    client.userinfo(tokens.access()).await.ok();
});

async fn storm(t: TestApp) {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid offline_access")]).await;
    let redeem = || client.redeem(&code);
    let all = tokio::join!(redeem(), redeem(), redeem(), redeem());
    let answers = [all.0, all.1, all.2, all.3];
    let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(winners.len(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(loser.refusal(), "invalid_grant");
    }
    // One family was made, and the replay took it away.
    assert_eq!(t.count("SELECT COUNT(*) FROM refresh_families").await, 1);
    assert_eq!(client.userinfo(Tokens(winners[0].json()).access()).await.status, 401);
}

// RFC 6749 §10.5: codes MUST be single use, however many come at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_concurrent_redemptions_exactly_one_wins_on_sqlite() {
    storm(TestApp::sqlite().await).await;
}

// As above.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_concurrent_redemptions_exactly_one_wins_on_postgres() {
    let Some(engine) = crate::support::Engine::postgres() else { return };
    storm(TestApp::start(engine, |_| {}).await).await;
}

#[tokio::test]
async fn the_answer_has_what_rfc_6749_section_5_1_demands() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid email")]).await;
    let answer = client.redeem(&code).await.ok();
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), (Some("no-store"), Some("no-cache")));
    let json = answer.json();
    assert_eq!(
        (&json["token_type"], &json["expires_in"], &json["scope"]),
        (&json!("Bearer"), &json!(900), &json!("openid email"))
    );
}

// RFC 9068 §2
#[tokio::test]
async fn the_access_token_is_a_jwt_for_our_own_userinfo() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid email").await;
    assert_eq!(crate::support::claims_of(tokens.access()).0["typ"], "at+jwt");
    let (_, claims) = crate::support::signed_by(tokens.access(), &t.get("/jwks").await.json());
    assert_eq!(
        (&claims["iss"], &claims["aud"], &claims["sub"], &claims["client_id"], &claims["scope"], &claims["exp"]),
        (
            &json!(t.issuer),
            &json!(t.issuer),
            &json!(ada.sub),
            &json!("web"),
            &json!("openid email"),
            &json!(t.now() + 900)
        )
    );
    assert!(claims["jti"].is_string() && claims.get("email").is_none());
}

#[tokio::test]
async fn the_token_endpoint_refuses_what_is_no_token_request() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({"grant_types": ["authorization_code"]})).await;
    for (form, code) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "")], "invalid_request"),
        (&[("grant_type", "password"), ("username", "a"), ("password", "b")], "unsupported_grant_type"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "x")], "unauthorized_client"),
        (&[("grant_type", "client_credentials")], "unauthorized_client"),
        (&[("grant_type", "authorization_code")], "invalid_request"),
        (&[("grant_type", "authorization_code"), ("code", "unknown")], "invalid_grant"),
        (&[("grant_type", "authorization_code"), ("grant_type", "authorization_code")], "invalid_request"),
    ] {
        let answer = client.token(form).await;
        assert_eq!(answer.refusal(), code, "{form:?}");
        assert_eq!(answer.status, 400);
    }
    // RFC 6749 §3.2: POST only; §appendix B: one encoding only.
    assert_eq!(t.get("/token").await.status, 405);
    let basic = crate::support::basic("web", crate::support::SECRET);
    let json = [("authorization", basic.as_str()), ("content-type", "application/json")];
    let answer = t.post_raw("/token", r#"{"grant_type":"authorization_code"}"#, &json).await;
    assert_eq!(answer.refusal(), "invalid_request");
}

// RFC 9700 §2.1.1
on_both_engines!(a_code_without_challenge_is_worthless_once_its_client_is_public, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({"require_pkce": "never"})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    let public = json!({"token_endpoint_auth_method": "none", "grant_types": ["authorization_code"]});
    let change = signet::domain::registry::clients::ClientChanges {
        members: public.as_object().unwrap().clone(),
        ..Default::default()
    };
    let client = signet::domain::registry::clients::update(&t.cx(), &client.client.id, &change).await.unwrap();
    let client = crate::support::TestClient::new(&t, client.client);
    let answer = client
        .token(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", crate::support::REDIRECT_URI)])
        .await;
    assert_eq!(answer.refusal(), "invalid_grant");
    assert_eq!(
        answer.description(),
        "the code was issued without code_challenge, and the client has become public (RFC 9700 section 2.1.1)"
    );
});
