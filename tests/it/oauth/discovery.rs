//! Metadata (OIDC Discovery §3 and §4, RFC 8414) and keys (RFC 7517).

use serde_json::{Value, json};

use crate::support::{Engine, TestApp};

#[tokio::test]
async fn the_metadata_says_what_is_true() {
    let t = TestApp::sqlite().await;
    let answer = t.get("/.well-known/openid-configuration").await.ok();
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let oauth = t.get("/.well-known/oauth-authorization-server").await.ok();
    assert_eq!(answer.body, oauth.body);
    let metadata = answer.json();
    let mut lines = Vec::new();
    for (name, value) in metadata.as_object().unwrap() {
        lines.push(format!("{name}: {value}"));
    }
    // By name, so that a new member is one line in one place.
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

// Every endpoint that is named is there.
#[tokio::test]
async fn every_named_endpoint_answers() {
    let t = TestApp::sqlite().await;
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    for (name, value) in metadata.as_object().unwrap() {
        let Some(path) = value.as_str().and_then(|url| url.strip_prefix(&t.issuer)) else { continue };
        if name == "issuer" {
            continue;
        }
        let (get, post) = (t.get(path).await.status, t.post(path, &[], &[]).await.status);
        assert!(get != 404 && post != 404, "{name}");
        assert!(get != 405 || post != 405, "{name}");
    }
}

// OIDC Discovery §4, RFC 8414 §3.1
#[tokio::test]
async fn an_issuer_with_a_path_is_found_at_both_places() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com/tenant/a").unwrap();
    })
    .await;
    let appended = t.get("/.well-known/openid-configuration").await.ok().json();
    assert_eq!(appended["issuer"], "https://id.example.com/tenant/a");
    assert_eq!(appended["token_endpoint"], "https://id.example.com/tenant/a/token");
    for path in [
        "https://id.example.com/.well-known/oauth-authorization-server/tenant/a",
        "https://id.example.com/.well-known/openid-configuration/tenant/a",
        "https://id.example.com/tenant/a/.well-known/oauth-authorization-server",
    ] {
        assert_eq!(t.get_absolute(path).await.ok().json(), appended, "{path}");
    }
    assert_eq!(t.get_absolute("https://id.example.com/.well-known/openid-configuration").await.status, 404);
}

// The whole flow below a path, over https: cookie, pages and links stay there.
#[tokio::test]
async fn a_person_signs_in_below_a_path() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com/tenant/a").unwrap();
    })
    .await;
    t.person("ada").await;
    t.client("web", json!({})).await;
    let rp = crate::support::RelyingParty::discover(&t, "web", true).await;
    let mut browser = t.browser();
    let begun = rp.begin(&["email"]);
    let page = browser.get(begun.url.as_str()).await;
    let page = browser.sign_in(&page, "ada", crate::support::PASSWORD).await;
    let page = browser.press(&page, "consent-allow").await;
    rp.finish(begun, &page).await;
    // RFC 6265bis §4.1.3: the prefix holds only with Secure, Path=/ and no Domain.
    assert!(browser.cookie().0.starts_with("__Host-"));
    let account = browser.get(&t.url("/account")).await;
    assert_eq!(account.answer.status, 200);
    assert!(account.forms().iter().all(|form| form.action.starts_with("https://id.example.com/tenant/a/")));
}

// RFC 7517 §4 and §5
#[tokio::test]
async fn the_key_set_holds_public_parts_only() {
    let t = TestApp::sqlite().await;
    let answer = t.get("/jwks").await.ok();
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.header("cache-control").unwrap().contains("max-age="));
    let set = answer.json();
    let keys = set["keys"].as_array().unwrap();
    let text = |key: &Value, name: &str| key[name].as_str().unwrap_or_default().to_owned();
    let mut algorithms: Vec<String> = keys.iter().map(|key| text(key, "alg")).collect();
    algorithms.sort();
    // Keys to encrypt to serve several algorithms and name none.
    assert_eq!(algorithms, ["", "", "ES256", "ES384", "EdDSA", "PS256", "RS256"]);
    for key in keys {
        assert_eq!(text(key, "use"), if text(key, "alg").is_empty() { "enc" } else { "sig" });
        assert!(!text(key, "kid").is_empty());
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert_eq!(key.get(private), None);
        }
    }
}

// A library with the wrong issuer shows its developer what it was told.
#[tokio::test]
async fn a_wrong_address_of_metadata_names_the_issuer() {
    let t = TestApp::sqlite().await;
    let wrong = [
        "/.well-known/openid-configuration/",
        "/auth/.well-known/openid-configuration",
        "/.well-known/webfinger",
        "/.well-known/oauth-authorization-server/auth",
    ];
    for path in wrong {
        for accept in [&[][..], &[("accept", "application/json")], &[("accept", "*/*")]] {
            let answer = t.get_with(path, accept).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-type")),
                (404, Some("application/json")),
                "{path}"
            );
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            let told = answer.json();
            assert_eq!((told["error"].as_str(), told["issuer"].as_str()), (Some("not_found"), Some(t.issuer.as_str())));
            let where_it_is = t.url("/.well-known/openid-configuration");
            assert!(told["error_description"].as_str().unwrap().contains(&where_it_is), "{told}");
        }
        let page = t.get_with(path, &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]).await;
        assert!(page.header("content-type").unwrap().starts_with("text/html"), "{path}");
    }
    let page = t.get_with("/elsewhere", &[("accept", "application/json")]).await;
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
}
