//! Signed and encrypted answers, by the client's registration (OIDC Core §2, §3.1.2.1, §5.3.2,
//! OIDC Registration §2, RFC 9701). What Signet writes is opened and verified by josekit.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signet::{
    config::{Config, outbound::PrivateTarget},
    domain::{consumers::backchannel_logout as backchannel, kernel::Error, registry::keys},
    protocol::{
        jose::{jwe::EncFamily, key_ring::KeyKind},
        resource::TokenFormat,
    },
};

use crate::support::{
    Answer, ClientKey, Engine, Loopback, Receiver, Recipient, TestApp, TestClient, Tokens, claims_of, encrypted,
    on_both_engines, signed_by, unsigned_jwt,
};

const KEY_ALGS: [&str; 5] = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"];
const ENCS: [&str; 4] = ["A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM"];
const SIGNING: [&str; 5] = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];
const API: &str = "https://api.example/";

fn with_key(recipient: &Recipient, more: &Value) -> Value {
    let mut metadata = json!({"jwks": {"keys": [recipient.jwk()]}});
    metadata.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    metadata
}

fn loopback_allowed(config: &mut Config) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
}

/// Which members a refused registration must correct.
async fn wrong(t: &TestApp, metadata: Value) -> Vec<&'static str> {
    match t.try_client("refused", metadata).await {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("{}", other.is_ok()),
    }
}

on_both_engines!(id_tokens_are_encrypted_with_what_was_registered, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let jwks = t.get("/jwks").await.json();
    for (at, alg) in KEY_ALGS.into_iter().enumerate() {
        let (signing, enc) = (SIGNING[at], ENCS.get(at));
        let recipient = Recipient::new(alg);
        let mut asked = json!({"id_token_signed_response_alg": signing, "id_token_encrypted_response_alg": alg});
        if let Some(enc) = enc {
            asked["id_token_encrypted_response_enc"] = json!(enc);
        }
        let client = t.first_party(&format!("rp{at}"), with_key(&recipient, &asked)).await;
        let tokens = client.tokens(&mut browser, "openid offline_access").await;
        // OIDC Registration §2: A128CBC-HS256 unless registered.
        let enc = enc.unwrap_or(&"A128CBC-HS256");
        let (header, claims) = recipient.claims(tokens.id(), enc, &jwks);
        assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some(signing), Some("JWT")));
        assert_eq!((&claims["sub"], &claims["aud"]), (&json!(ada.sub), &json!(client.id())));
        assert_eq!((&claims["iss"], &claims["nonce"]), (&json!(t.issuer), &json!("n-0S6_WzA2Mj")));
        assert!(claims["at_hash"].is_string());
        // Access tokens are for resource servers and stay as they are.
        claims_of(tokens.access());
        let again = client.refreshed(tokens.refresh()).await;
        recipient.claims(again.id(), enc, &jwks);
    }
});

// OIDC Core §3.2, §3.3
#[tokio::test]
async fn id_tokens_from_the_authorization_endpoint_are_encrypted_too() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let recipient = Recipient::new("ECDH-ES");
    let metadata = json!({
        "grant_types": ["authorization_code", "implicit"],
        "response_types": ["id_token", "code id_token"],
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
    });
    let client = t.first_party("web", with_key(&recipient, &metadata)).await;
    let mut browser = t.browser_of("ada").await;
    let jwks = t.get("/jwks").await.json();
    for (response_type, hashed) in [("id_token", false), ("code id_token", true)] {
        let sent = client.authorize(&mut browser, &[("response_type", response_type)]).await.fragment();
        let (_, claims) = recipient.claims(&sent["id_token"], "A256GCM", &jwks);
        assert_eq!(claims["c_hash"].is_string(), hashed);
    }
}

// RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6: the address is proven, so that is where the refusal goes; with
// prompt=none nobody would see it anywhere else.
on_both_engines!(
    without_a_key_to_encrypt_to_the_client_is_told_and_not_the_person,
    |config| {
        loopback_allowed(config);
    },
    |t| {
        t.person("ada").await;
        let server = Loopback::serving(json!({"keys": []})).await;
        let metadata = json!({
            "grant_types": ["authorization_code", "implicit"],
            "response_types": ["code id_token"],
            "jwks_uri": server.url("/jwks"),
            "id_token_encrypted_response_alg": "RSA-OAEP-256",
        });
        let client = t.client("web", metadata).await;
        let mut browser = t.browser_of("ada").await;
        let asked = [("response_type", "code id_token"), ("state", "s")];
        let page = client.authorize(&mut browser, &asked).await;
        let allowed = browser.press(&page, "consent-allow").await;
        let sent = allowed.fragment();
        assert_eq!((sent["error"].as_str(), sent["state"].as_str()), ("invalid_request", "s"));
        assert!(sent["error_description"].contains("RSA-OAEP-256") && !sent.contains_key("code"), "{sent:?}");
        assert_eq!(sent["iss"], t.issuer);
        // It is answered: the page that the person still has gets the same answer, and soon none.
        assert_eq!(browser.press(&page, "consent-allow").await.fragment(), sent);
        t.clock.advance(11);
        assert_eq!(browser.press(&page, "consent-allow").await.answer.status, 410);
        let quiet = client.authorize(&mut browser, &[&asked[..], &[("prompt", "none")]].concat()).await;
        assert_eq!(quiet.fragment()["error"], "invalid_request");
    }
);

// OIDC Core §10.2.1: the key is the one that stands at jwks_uri now. And nothing is spent without it.
on_both_engines!(
    a_code_and_a_refresh_token_survive_that_the_key_set_is_away,
    |config| {
        loopback_allowed(config);
    },
    |t| {
        t.person("ada").await;
        let recipient = Recipient::new("RSA-OAEP-256");
        let server = Loopback::serving(json!({"keys": []})).await;
        let metadata = json!({"jwks_uri": server.url("/jwks"), "id_token_encrypted_response_alg": "RSA-OAEP-256"});
        let client = t.first_party("web", metadata).await;
        let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid offline_access")]).await;
        let refused = client.redeem(&code).await;
        assert_eq!(refused.refusal(), "invalid_request");
        assert!(refused.description().contains("RSA-OAEP-256"), "{}", refused.description());
        server.replace(&json!({"keys": [recipient.jwk()]}));
        // A code does not live as long as a key set; what a change of the client does goes quicker.
        t.app.remote_keys.expire(&server.url("/jwks"));
        t.clock.advance(11);
        let tokens = Tokens(client.redeem(&code).await.ok().json());
        let jwks = t.get("/jwks").await.json();
        recipient.claims(tokens.id(), "A128CBC-HS256", &jwks);
        // The client replaces its key, and its server is away for a while.
        let next = Recipient::new("RSA-OAEP-256");
        server.replace(&json!({"keys": []}));
        t.clock.advance(300);
        assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_request");
        server.replace(&json!({"keys": [next.jwk()]}));
        t.clock.advance(300);
        next.claims(client.refreshed(tokens.refresh()).await.id(), "A128CBC-HS256", &jwks);
    }
);

fn content_type(answer: &Answer) -> Option<&str> {
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.header("content-type")
}

on_both_engines!(userinfo_is_signed_and_encrypted_with_what_was_registered, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let jwks = t.get("/jwks").await.json();
    let plain = json!({"sub": ada.sub, "email": "ada@example.com", "email_verified": true});
    let with_addresses = |client: &TestClient<'_>| {
        let mut claims = plain.clone();
        (claims["iss"], claims["aud"]) = (json!(t.issuer), json!(client.id()));
        claims
    };
    for signing in SIGNING {
        let client = t.first_party(&format!("s-{signing}"), json!({"userinfo_signed_response_alg": signing})).await;
        let tokens = client.tokens(&mut browser, "openid email").await;
        let answer = client.userinfo(tokens.access()).await.ok();
        assert_eq!(content_type(&answer), Some("application/jwt"));
        let (header, claims) = signed_by(&answer.body, &jwks);
        assert_eq!(header["alg"], signing);
        // OIDC Core §5.3.2: with iss and aud. What belongs to a sign-in (nonce, exp) is not in it.
        assert_eq!(claims, with_addresses(&client));
        // Registered is registered, whatever a library sends as Accept.
        let bearer = format!("Bearer {}", tokens.access());
        let headers = [("authorization", bearer.as_str()), ("accept", "application/json")];
        assert_eq!(content_type(&t.get_with("/userinfo", &headers).await.ok()), Some("application/jwt"));
        // OIDC Core §2: it is no ID token, and so no hint.
        let hinted = client.authorize(&mut browser, &[("id_token_hint", &answer.body)]).await;
        assert_eq!(hinted.error(), "invalid_request");
    }
    for (at, alg) in KEY_ALGS.into_iter().enumerate() {
        let (recipient, enc) = (Recipient::new(alg), ENCS[at % 4]);
        let mut asked = json!({"userinfo_encrypted_response_alg": alg, "userinfo_encrypted_response_enc": enc});
        let client = t.first_party(&format!("e{at}"), with_key(&recipient, &asked)).await;
        let answer = client.userinfo(client.tokens(&mut browser, "openid email").await.access()).await.ok();
        assert_eq!(content_type(&answer), Some("application/jwt"));
        let (header, content) = recipient.open(&answer.body, enc);
        assert_eq!(header.get("cty"), None);
        assert_eq!(serde_json::from_str::<Value>(&content).unwrap(), plain);
        asked["userinfo_signed_response_alg"] = json!("ES256");
        let client = t.first_party(&format!("n{at}"), with_key(&recipient, &asked)).await;
        let answer = client.userinfo(client.tokens(&mut browser, "openid email").await.access()).await.ok();
        assert_eq!(content_type(&answer), Some("application/jwt"));
        assert_eq!(recipient.claims(&answer.body, enc, &jwks).1, with_addresses(&client));
    }
});

/// Asks about a token with this Accept header.
async fn ask(t: &TestApp, client: &TestClient<'_>, token: &str, accept: &str) -> Answer {
    let basic = crate::support::basic(client.id(), crate::support::SECRET);
    t.post("/introspect", &[("token", token)], &[("authorization", &basic), ("accept", accept)]).await.ok()
}

const INTROSPECTION: &str = "application/token-introspection+jwt";

on_both_engines!(introspection_answers_come_as_jwt_to_who_asks_or_is_registered, |t| {
    t.person("ada").await;
    let jwks = t.get("/jwks").await.json();
    let client = t.first_party("web", json!({})).await;
    let api = t.client("api", json!({})).await;
    let signed = t.client("signed", json!({"introspection_signed_response_alg": "PS256"})).await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], Some("api")).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid read"), ("resource", API)]).await;
    let token = Tokens(client.redeem(&code).await.ok().json()).access().to_owned();
    let told = api.introspect(&token).await;
    assert_eq!(told["active"], json!(true));
    for accept in [
        INTROSPECTION,
        "application/json;q=0.5, Application/Token-Introspection+JWT;q=0.9",
        &format!("a/b,{INTROSPECTION}"),
    ] {
        let answer = ask(&t, &api, &token, accept).await;
        assert_eq!(content_type(&answer), Some(INTROSPECTION), "{accept}");
        let (header, claims) = signed_by(&answer.body, &jwks);
        // RFC 9701 §5: the type of the token, and nothing that would make it an access token.
        assert_eq!((header["typ"].as_str(), header["alg"].as_str()), (Some("token-introspection+jwt"), Some("RS256")));
        let expected = json!({"iss": t.issuer, "aud": "api", "iat": t.now(), "token_introspection": told});
        assert_eq!(claims, expected);
        // It is neither an access token nor a hint.
        assert_eq!(client.userinfo(&answer.body).await.status, 401);
        assert_eq!(api.introspect(&answer.body).await, json!({"active": false}));
    }
    for accept in ["application/json", "*/*", &format!("{INTROSPECTION};q=0")] {
        assert_eq!(content_type(&ask(&t, &api, &token, accept).await), Some("application/json"), "{accept}");
    }
    let answer = ask(&t, &signed, &token, "application/json").await;
    assert_eq!(content_type(&answer), Some(INTROSPECTION));
    let (header, claims) = signed_by(&answer.body, &jwks);
    assert_eq!(header["alg"], "PS256");
    // RFC 9701 §5: of what is not active, nothing but that.
    assert_eq!(claims["token_introspection"], json!({"active": false}));
    // Refusals are JSON as everywhere (RFC 6749 §5.2).
    let refused = t.post("/introspect", &[("token", &token)], &[("accept", INTROSPECTION)]).await;
    assert_eq!(refused.refusal(), "invalid_client");
});

on_both_engines!(introspection_answers_are_encrypted_with_what_was_registered, |t| {
    let jwks = t.get("/jwks").await.json();
    for (at, alg) in KEY_ALGS.into_iter().enumerate() {
        let recipient = Recipient::new(alg);
        let asked = json!({"introspection_encrypted_response_alg": alg});
        let api = t.client(&format!("api{at}"), with_key(&recipient, &asked)).await;
        let token = api.token(&[("grant_type", "client_credentials")]).await.ok().json();
        let answer = ask(&t, &api, token["access_token"].as_str().unwrap(), "application/json").await;
        assert_eq!(content_type(&answer), Some(INTROSPECTION));
        // RFC 9701 §6: RS256 and A128CBC-HS256 unless registered; signed, then encrypted.
        let (header, claims) = recipient.claims(&answer.body, "A128CBC-HS256", &jwks);
        assert_eq!((header["typ"].as_str(), header["alg"].as_str()), (Some("token-introspection+jwt"), Some("RS256")));
        assert_eq!((&claims["aud"], &claims["token_introspection"]["active"]), (&json!(api.id()), &json!(true)));
    }
});

/// The key that Signet shows for others to encrypt to.
async fn our_key(t: &TestApp, kty: &str) -> Value {
    let set = t.get("/jwks").await.json();
    let keys = set["keys"].as_array().unwrap();
    keys.iter().rev().find(|key| key["use"] == "enc" && key["kty"] == kty).unwrap().clone()
}

// OIDC Core §3.1.2.1
on_both_engines!(a_hint_may_come_encrypted_to_us, |t| {
    t.person("ada").await;
    let recipient = Recipient::new("ECDH-ES");
    let asked =
        json!({"id_token_encrypted_response_alg": "ECDH-ES", "post_logout_redirect_uris": ["https://rp.example/bye"]});
    let client = t.first_party("web", with_key(&recipient, &asked)).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    let (_, inner) = recipient.open(tokens.id(), "A128CBC-HS256");
    for (at, alg) in KEY_ALGS.into_iter().enumerate() {
        let key = our_key(&t, if alg.starts_with("RSA") { "RSA" } else { "EC" }).await;
        let hint = encrypted(&inner, (alg, ENCS[at % 4]), &key);
        client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", &hint)]).await.code();
        // Nobody signed what is inside.
        let forged = encrypted(&format!("{inner}x"), (alg, ENCS[at % 4]), &key);
        let page = client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", &forged)]).await;
        assert_eq!(page.error(), "invalid_request");
    }
    // Encrypted to the client: nobody but the client can read it.
    let page = client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", tokens.id())]).await;
    assert_eq!(page.error(), "invalid_request");
    // To a key that another instance has just made. The name of the client's key had this one look
    // for it already in this second.
    t.clock.advance(1);
    let other = t.another_instance().await;
    keys::rotate(&other.cx(), &[KeyKind::Decryption(EncFamily::Ecdh)], true).await.unwrap();
    let hint = encrypted(&inner, ("ECDH-ES", "A128GCM"), &our_key(&other, "EC").await);
    client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", &hint)]).await.code();
    let bye = t.url(&format!("/logout?id_token_hint={hint}&post_logout_redirect_uri=https%3A%2F%2Frp.example%2Fbye"));
    assert_eq!(browser.get(&bye).await.left().as_str(), "https://rp.example/bye");
});

// OIDC Core §6.1: signed, then encrypted to a key that Signet publishes.
on_both_engines!(a_request_object_may_come_encrypted_to_us, |t| {
    t.person("ada").await;
    let key = ClientKey::new("one");
    let metadata = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [key.jwk()]},
        // OIDC Registration §2: it declares what may be used and forbids nothing else.
        "request_object_encryption_alg": "ECDH-ES",
    });
    let client = t.first_party("rp", metadata).await;
    let mut browser = t.browser_of("ada").await;
    let signed = key.sign(&json!({"iss": "rp", "aud": t.issuer, "exp": t.now() + 60, "state": "inner"}));
    for (at, alg) in KEY_ALGS.into_iter().enumerate() {
        let ours = our_key(&t, if alg.starts_with("RSA") { "RSA" } else { "EC" }).await;
        let object = encrypted(&signed, (alg, ENCS[at % 4]), &ours);
        let page = client.authorize(&mut browser, &[("request", &object)]).await;
        assert_eq!(page.sent("state").as_deref(), Some("inner"));
        page.code();
        // Encryption proves nothing about the sender: what is inside is held to the same rules.
        let unsigned = unsigned_jwt(&json!({"state": "inner"}));
        for inside in [unsigned.as_str(), &format!("{signed}x"), &object, "{}", "", "\u{e9}"] {
            let wrong = encrypted(inside, (alg, ENCS[at % 4]), &ours);
            let page = client.authorize(&mut browser, &[("request", &wrong)]).await;
            assert_eq!(page.error(), "invalid_request_object", "{alg} {inside}");
        }
    }
    let (stranger, ours) = (Recipient::new("ECDH-ES"), our_key(&t, "EC").await);
    let message = encrypted(&signed, ("ECDH-ES", "A128GCM"), &ours);
    let changed = format!("{}AAAA", &message[..message.len() - 4]);
    for wrong in [encrypted(&signed, ("ECDH-ES", "A128GCM"), &stranger.jwk()), changed, "a.b.c.d.e".to_owned()] {
        let page = client.authorize(&mut browser, &[("request", &wrong)]).await;
        assert_eq!(page.error(), "invalid_request_object");
    }
});

on_both_engines!(
    unsigned_id_tokens_exist_only_where_the_operator_lets_them,
    |config| {
        config.jose.allow_unsigned = true;
    },
    |t| {
        t.person("ada").await;
        let asked = json!({"id_token_signed_response_alg": "none", "userinfo_signed_response_alg": "none"});
        let client = t.first_party("web", asked.clone()).await;
        let mut browser = t.browser_of("ada").await;
        let code = client.code(&mut browser, &[("scope", "openid offline_access")]).await;
        // The operator changes their mind: nothing is spent, and nothing unsigned is written.
        let strict = t.another_instance_with(|config| config.jose.allow_unsigned = false).await;
        assert_eq!(client.at(&strict).redeem(&code).await.refusal(), "invalid_request");
        assert_eq!(wrong(&strict, asked).await, ["id_token_signed_response_alg"]);
        let tokens = Tokens(client.redeem(&code).await.ok().json());
        let (header, claims) = claims_of(tokens.id());
        assert_eq!(header, json!({"alg": "none", "typ": "JWT"}));
        // RFC 7518 §3.6: the signature is empty.
        assert!(tokens.id().ends_with('.'));
        assert_eq!((&claims["aud"], claims.get("at_hash")), (&json!("web"), None));
        let told = client.userinfo(tokens.access()).await.ok();
        assert_eq!((content_type(&told), told.body.ends_with('.')), (Some("application/jwt"), true));
        // Everybody could have written it: it is no hint.
        let page = client.authorize(&mut browser, &[("id_token_hint", tokens.id())]).await;
        assert_eq!(page.error(), "invalid_request");
        for (at, id) in [(&t, true), (&strict, false)] {
            let metadata = at.get("/.well-known/openid-configuration").await.json();
            for member in ["id_token", "userinfo", "request_object"] {
                let listed = metadata[format!("{member}_signing_alg_values_supported")].as_array().unwrap();
                assert_eq!(listed.contains(&json!("none")), id, "{member}");
            }
            let listed = metadata["introspection_signing_alg_values_supported"].as_array().unwrap();
            assert!(!listed.contains(&json!("none")));
        }
        // OIDC Core §2: never from the authorization endpoint.
        let front = json!({
            "id_token_signed_response_alg": "none",
            "grant_types": ["authorization_code", "implicit"],
            "response_types": ["code", "code id_token"],
        });
        assert_eq!(wrong(&t, front).await, ["id_token_signed_response_alg"]);
        // RFC 9701 §6
        assert_eq!(
            wrong(&t, json!({"introspection_signed_response_alg": "none"})).await,
            ["introspection_signed_response_alg"]
        );
    }
);

// Back-Channel Logout §2.4: as the client's ID tokens, and never with alg none.
on_both_engines!(
    logout_tokens_are_protected_as_id_tokens_are,
    |config| {
        loopback_allowed(config);
        config.jose.allow_unsigned = true;
    },
    |t| {
        t.person("ada").await;
        let (receiver, recipient) = (Receiver::start().await, Recipient::new("ECDH-ES+A256KW"));
        let jwks = t.get("/jwks").await.json();
        for (at, signing) in ["ES384", "none"].into_iter().enumerate() {
            let metadata = json!({
                "backchannel_logout_uri": receiver.url("/logout"),
                "id_token_signed_response_alg": signing,
                "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
                "id_token_encrypted_response_enc": "A256CBC-HS512",
            });
            let client = t.first_party(&format!("rp{at}"), with_key(&recipient, &metadata)).await;
            let mut browser = t.browser_of("ada").await;
            client.tokens(&mut browser, "openid").await;
            let page = browser.get(&t.url("/logout")).await;
            browser.press(&page, "logout-confirm").await;
            for one in backchannel::claim(&t.cx(), 1, &BTreeMap::new()).await.unwrap() {
                backchannel::deliver(&t.cx(), &one).await.unwrap();
            }
            let received = receiver.next().await;
            let (outside, _) = recipient.open(&received.form[0].1, "A256CBC-HS512");
            // RFC 7519 §5.3
            assert_eq!(outside["iss"], json!(t.issuer));
            let (header, claims) = recipient.claims(&received.form[0].1, "A256CBC-HS512", &jwks);
            let expected = if signing == "none" { "RS256" } else { signing };
            assert_eq!((header["typ"].as_str(), header["alg"].as_str()), (Some("logout+jwt"), Some(expected)));
            assert_eq!(claims["aud"], json!(client.id()));
        }
    }
);

// RFC 8414 §2, RFC 9701 §7: what is listed is what the tests above used.
#[tokio::test]
async fn discovery_lists_what_works() {
    let t = TestApp::start(Engine::sqlite(), loopback_allowed).await;
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    let listed = |name: String| -> Vec<String> {
        let mut all: Vec<String> = serde_json::from_value(metadata[&name].clone()).unwrap_or_else(|_| panic!("{name}"));
        all.sort();
        all
    };
    let sorted = |all: &[&str]| {
        let mut all: Vec<String> = all.iter().map(|one| (*one).to_owned()).collect();
        all.sort();
        all
    };
    for kind in ["id_token", "userinfo", "introspection", "request_object"] {
        if kind != "request_object" {
            assert_eq!(listed(format!("{kind}_signing_alg_values_supported")), sorted(&SIGNING));
        }
        assert_eq!(listed(format!("{kind}_encryption_alg_values_supported")), sorted(&KEY_ALGS));
        assert_eq!(listed(format!("{kind}_encryption_enc_values_supported")), sorted(&ENCS));
    }
}

// RFC 7591 §3.2.2
#[tokio::test]
async fn clients_that_register_themselves_are_held_to_the_same() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = signet::config::registration::Mode::Open;
    })
    .await;
    let register = async |more: Value| {
        let mut members = json!({"redirect_uris": ["https://rp.example/cb"]});
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        t.post_raw("/register", &members.to_string(), &[("content-type", "application/json")]).await
    };
    for wrong in [
        json!({"id_token_signed_response_alg": "none"}),
        json!({"request_object_signing_alg": "none"}),
        json!({"id_token_encrypted_response_enc": "A128GCM"}),
        json!({"id_token_encrypted_response_alg": "RSA-OAEP"}),
        json!({"userinfo_encrypted_response_alg": "RSA1_5"}),
    ] {
        assert_eq!(register(wrong.clone()).await.refusal(), "invalid_client_metadata", "{wrong}");
    }
    let asked = json!({"id_token_encrypted_response_alg": "ECDH-ES", "userinfo_signed_response_alg": "ES256"});
    let made = register(with_key(&Recipient::new("ECDH-ES"), &asked)).await.ok().json();
    for (member, value) in asked.as_object().unwrap() {
        assert_eq!(&made[member], value);
    }
}
