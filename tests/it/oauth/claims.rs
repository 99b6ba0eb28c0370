//! The claims parameter, languages, and claims of others (OIDC Core §5.2, §5.5, §5.6).

use serde_json::{Value, json};
use signet::{
    base::secret::Secret,
    domain::directory::accounts::claim_sources::{self, Held, NewSource},
};

use crate::support::{TestApp, TestClient, Tokens, claims_of, on_both_engines, unsigned_jwt, verified};

/// The code flow with a `claims` parameter, agreeing to what is asked: ID token's and userinfo's claims.
async fn answered_claims(t: &TestApp, client: &TestClient<'_>, changes: &[(&str, &str)]) -> (Value, Value) {
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, changes).await;
    let tokens = client.redeem(&code).await.ok().json();
    let claims = verified(tokens["id_token"].as_str().unwrap(), &t.get("/jwks").await.json());
    (claims, client.userinfo(tokens["access_token"].as_str().unwrap()).await.ok().json())
}

on_both_engines!(each_claim_is_told_where_it_was_asked_for, |t| {
    let ada = t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let asked = json!({
        "userinfo": {"name": {"essential": true}, "phone_number": null, "credit_score": null},
        "id_token": {"email": null, "auth_time": {"essential": true}, "locale": {"value": "xx"}},
    });
    let (id_token, userinfo) = answered_claims(&t, &client, &[("claims", &asked.to_string())]).await;
    assert_eq!(id_token["email"], "ada@example.com");
    assert!(id_token["auth_time"].is_i64());
    assert_eq!((id_token.get("name"), id_token.get("locale")), (None, None));
    assert_eq!(userinfo, json!({"sub": ada.sub, "name": "Ada Lovelace", "phone_number": "+442079460123"}));
});

// OIDC Core §3.1.2.4: nobody is told about a person what they did not agree to.
on_both_engines!(a_claim_is_asked_about_once_and_more_is_asked_again, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let name = json!({"userinfo": {"name": null}}).to_string();
    let page = client.authorize(&mut browser, &[("claims", &name)]).await;
    assert!(page.text().contains("Ada Lovelace"), "{}", page.text());
    browser.press(&page, "consent-allow").await.code();
    client.authorize(&mut browser, &[("claims", &name), ("prompt", "none")]).await.code();
    let more = json!({"userinfo": {"name": null, "birthdate": null}}).to_string();
    let page = client.authorize(&mut browser, &[("claims", &more), ("prompt", "none")]).await;
    assert_eq!(page.error(), "consent_required");
    let page = client.authorize(&mut browser, &[("claims", &more)]).await;
    browser.press(&page, "consent-allow").await.code();
    client.authorize(&mut browser, &[("claims", &more), ("prompt", "none")]).await.code();
    // A scope that was agreed to covers its claims.
    let page = client.authorize(&mut browser, &[("scope", "openid phone")]).await;
    browser.press(&page, "consent-allow").await.code();
    let phone = json!({"userinfo": {"phone_number": null}}).to_string();
    client.authorize(&mut browser, &[("claims", &phone), ("prompt", "none")]).await.code();
});

// OIDC Core §5.5.1.1
#[tokio::test]
async fn an_essential_acr_out_of_reach_is_a_failed_authentication() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let asking = |essential: bool, value: &str| {
        json!({"id_token": {"acr": {"essential": essential, "values": [value]}}}).to_string()
    };
    let page = client.authorize(&mut browser, &[("claims", &asking(true, "urn:example:gold"))]).await;
    assert_eq!(page.error(), "unmet_authentication_requirements");
    let (id_token, _) = answered_claims(&t, &client, &[("claims", &asking(false, "urn:example:gold"))]).await;
    assert_eq!(id_token["acr"], "urn:signet:acr:single-factor");
    let reachable = asking(true, "urn:signet:acr:single-factor");
    client.authorize(&mut browser, &[("claims", &reachable)]).await.code();
}

// OIDC Core §5.5.1: a sub that is asked for is the one who must sign in.
#[tokio::test]
async fn a_subject_that_is_asked_for_is_the_only_one_answered() {
    let t = TestApp::sqlite().await;
    let (ada, bob) = (t.person("ada").await, t.person("bob").await);
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let asking = |sub: &str| json!({"id_token": {"sub": {"value": sub}}}).to_string();
    client.authorize(&mut browser, &[("claims", &asking(&ada.sub)), ("prompt", "none")]).await.code();
    for sub in [bob.sub.as_str(), "nobody"] {
        let page = client.authorize(&mut browser, &[("claims", &asking(sub)), ("prompt", "none")]).await;
        assert_eq!(page.error(), "login_required");
    }
    let both = json!({"id_token": {"sub": {"value": 7}}}).to_string();
    let page = client.authorize(&mut browser, &[("claims", &both), ("prompt", "none")]).await;
    assert_eq!(page.error(), "login_required");
}

// OIDC Core §5.5: userinfo needs an access token.
#[tokio::test]
async fn claims_for_userinfo_need_a_response_type_that_reaches_it() {
    let t = TestApp::sqlite().await;
    let client = t.client("spa", json!({"grant_types": ["implicit"], "response_types": ["id_token"]})).await;
    let claims = json!({"userinfo": {"name": null}}).to_string();
    let page = client.authorize(&mut t.browser(), &[("response_type", "id_token"), ("claims", &claims)]).await;
    assert_eq!(page.fragment()["error"], "invalid_request");
}

// OIDC Core §5.6.2
on_both_engines!(claims_of_others_are_handed_on_to_who_asks_for_them, |t| {
    let ada = t.person("ada").await;
    let cx = &t.cx();
    let distributed = Held::Endpoint {
        url: "https://bank.example/claims".into(),
        access_token: Some(Secret::new("ksj3n283dke".to_owned())),
    };
    let jwt = unsigned_jwt(&json!({"degree": "MSc"}));
    for (name, claim, held) in [("bank", "credit_score", distributed), ("school", "degree", Held::Jwt(jwt.clone()))] {
        let new = NewSource { name: name.into(), claims: vec![claim.into()], held };
        claim_sources::set(cx, &ada.id, new).await.unwrap();
    }
    let client = t.client("web", json!({})).await;
    let asked = json!({"userinfo": {"credit_score": null, "degree": null}}).to_string();
    let (_, userinfo) = answered_claims(&t, &client, &[("claims", &asked)]).await;
    assert_eq!(userinfo["_claim_names"], json!({"credit_score": "bank", "degree": "school"}));
    assert_eq!(
        userinfo["_claim_sources"],
        json!({
            "bank": {"endpoint": "https://bank.example/claims", "access_token": "ksj3n283dke"},
            "school": {"JWT": jwt}
        })
    );
    let (_, userinfo) = answered_claims(&t, &client, &[]).await;
    assert_eq!(userinfo, json!({"sub": ada.sub}));
    assert_eq!(t.count("SELECT COUNT(*) FROM claim_sources WHERE access_token_sealed LIKE '%ksj3%'").await, 0);
});

// OIDC Core §5.4: the claims of scopes come from userinfo, unless the operator says that a client never asks.
on_both_engines!(claims_of_scopes_stand_in_the_id_token_of_a_client_that_reads_nothing_else, |t| {
    t.person("ada").await;
    let plain = t.first_party("plain", json!({})).await;
    let switched = t.first_party("switched", json!({"claims_in_id_token": true})).await;
    let scopes = [("scope", "openid email phone offline_access")];
    let (id_token, _) = answered_claims(&t, &plain, &scopes).await;
    assert_eq!((id_token.get("email"), id_token.get("phone_number")), (None, None));
    let (id_token, userinfo) = answered_claims(&t, &switched, &scopes).await;
    let of_person = |claims: &Value| {
        let names = ["email", "email_verified", "phone_number", "phone_number_verified", "name", "address"];
        names.map(|name| claims.get(name).cloned())
    };
    assert_eq!(of_person(&id_token), of_person(&userinfo), "as much as userinfo, and no more");
    assert_eq!(
        (&id_token["email"], &id_token["phone_number"], id_token.get("name")),
        (&json!("ada@example.com"), &json!("+442079460123"), None)
    );
    // RFC 6749 §6: a refresh that asks for less is told less.
    let mut browser = t.browser_of("ada").await;
    let tokens = switched.tokens(&mut browser, "openid email phone").await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh()), ("scope", "openid email")];
    let refreshed = Tokens(switched.token(&form).await.ok().json());
    let id_token = verified(refreshed.id(), &t.get("/jwks").await.json());
    assert_eq!((&id_token["email"], id_token.get("phone_number")), (&json!("ada@example.com"), None));
});

// OIDC Core §5.4: what comes by way of the browser stays small, whatever the switch says.
#[tokio::test]
async fn the_switch_counts_at_the_token_endpoint_only() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let types = json!(["code id_token", "id_token"]);
    let metadata = json!({"grant_types": ["authorization_code", "implicit"], "response_types": types});
    for (id, switch) in [("off", false), ("on", true)] {
        let mut metadata = metadata.clone();
        metadata["claims_in_id_token"] = json!(switch);
        let client = t.first_party(id, metadata).await;
        let mut browser = t.browser_of("ada").await;
        for (response_type, expected) in [("code id_token", None), ("id_token", Some(json!("ada@example.com")))] {
            let asked = [("response_type", response_type), ("scope", "openid email")];
            let page = client.authorize(&mut browser, &asked).await;
            let (_, claims) = claims_of(&page.fragment()["id_token"]);
            assert_eq!(claims.get("email"), expected.as_ref(), "{id} {response_type}");
        }
    }
}
