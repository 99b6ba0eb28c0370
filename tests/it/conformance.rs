//! `signet conformance` against a provider that does almost everything wrong: each check that can fail must.
//!
//! That Signet itself passes is told by scripts/test/conformance.sh, over a real connection.

use std::{
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};
use signet::{
    base::time::Clock,
    protocol::jose::{alg::SigAlg, jwt, key::SigningKey},
};
use url::{Url, form_urlencoded};

const SECRET: &str = "a-secret-of-the-client";
const PASSWORD: &str = "the-password-of-ada";
const TOKEN: &str = "the-one-access-token";
const CALLBACK: &str = "https://rp.example/callback";

/// The provider: one code, one access token, and no rule that it keeps.
struct Toy {
    issuer: String,
    key: SigningKey,
}

impl Toy {
    async fn start() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let made = SigningKey::generate(SigAlg::ES256).unwrap();
        let key = SigningKey::from_pkcs8(SigAlg::ES256, made.pkcs8.expose()).unwrap();
        let toy = Arc::new(Self { issuer: issuer.clone(), key });
        let routes = Router::new().fallback(answer).with_state(toy);
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        issuer
    }

    fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": at("/other"),
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"),
            "jwks_uri": at("/jwks"),
            "end_session_endpoint": at("/logout"),
            "introspection_endpoint": at("/introspect"),
            "revocation_endpoint": at("/gone#here"),
            "registration_endpoint": at("/register"),
            "response_types_supported": ["code", "id_token", "code id_token", "code code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": ["authorization_code", "password", "refresh_token"],
            "subject_types_supported": ["secret"],
            "scopes_supported": ["profile"],
            "claims_supported": [],
            "id_token_signing_alg_values_supported": ["ES256", "PS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
            "revocation_endpoint_auth_signing_alg_values_supported": ["none"],
            "ui_locales_supported": ["de_AT"],
            "code_challenge_methods_supported": ["plain"],
            "claims_parameter_supported": "true",
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn jwks(&self) -> Value {
        let good = self.key.public_jwk();
        let again =
            json!({"kty": "EC", "crv": "P-256", "kid": good["kid"], "x": good["x"], "y": good["x"], "alg": "RS256"});
        let private = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB", "use": "signing"});
        json!({"keys": [good, again, private, {"kty": "XYZ", "kid": "x"}]})
    }

    fn id_token(&self) -> String {
        let now = Clock::System.now().0;
        let claims = json!({"iss": self.issuer, "aud": "checks", "sub": "ada", "iat": now - 9000, "exp": now + 900_000,
                            "nonce": "old", "at_hash": "wrong"});
        jwt::sign(&self.key, "JWT", &claims).unwrap()
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
}

async fn answer(State(toy): State<Arc<Toy>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = String::from_utf8(to_bytes(body, 65536).await.unwrap().to_vec()).unwrap();
    let query = pairs(parts.uri.query().unwrap_or_default());
    let json = |value: Value| ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response();
    match parts.uri.path() {
        "/.well-known/openid-configuration" => {
            ([(header::CONTENT_TYPE, "text/plain")], toy.metadata().to_string()).into_response()
        }
        "/.well-known/oauth-authorization-server" => json(json!({"issuer": toy.issuer})),
        "/jwks" => json(toy.jwks()),
        "/authorize" => authorize(&query, &parts.headers),
        "/login" => {
            let form = pairs(&body);
            let right = value(&form, "password") == PASSWORD && value(&form, "csrf") == "1";
            let target = format!("/authorize?{}", value(&form, "again"));
            let cookie = if right { "session=1; Path=/" } else { "session=; Max-Age=0" };
            (StatusCode::FOUND, [(header::LOCATION, target), (header::SET_COOKIE, cookie.to_owned())]).into_response()
        }
        "/token" if body.contains("urn%3Aexample") => {
            (StatusCode::BAD_REQUEST, json(json!({"error": "a \"bad\" grant"}))).into_response()
        }
        // Whatever is sent is good: no client is asked for its secret, no code for its client.
        "/token" if body.is_empty() => (StatusCode::BAD_REQUEST, "<h1>Bad request</h1>").into_response(),
        "/token" => json(json!({"access_token": TOKEN, "token_type": "mac", "id_token": toy.id_token(),
                                "refresh_token": "the-refresh-token", "scope": "openid everything"})),
        "/userinfo" => json(json!({"sub": "bob", "email": "bob@op.example", "email_verified": "yes"})),
        "/introspect" => json(json!({"active": false, "why": "it is unknown"})),
        "/register" => json(json!({"client_id": "checks", "client_secret": SECRET, "x_unknown_member": 1,
                                   "redirect_uris": ["https://evil.example/"],
                                   "registration_client_uri": format!("{}/register/checks", toy.issuer),
                                   "registration_access_token": "the-registration-token"})),
        "/register/checks" => json(json!({"client_id": "another"})),
        "/logout" => match value(&query, "post_logout_redirect_uri") {
            "" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            target => Redirect::to(&format!("{target}?state=changed&more=1")).into_response(),
        },
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Sends anybody anywhere.
fn authorize(query: &[(String, String)], headers: &HeaderMap) -> Response {
    let target = value(query, "redirect_uri");
    let signed_in = headers.get(header::COOKIE).is_some_and(|cookie| cookie.to_str().unwrap().contains("session=1"));
    let Ok(mut url) = Url::parse(target) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if signed_in || target != CALLBACK || value(query, "prompt") == "none" {
        url.query_pairs_mut().append_pair("code", "the-one-and-only-code");
        // 307 repeats the form, password and all.
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url.to_string())]).into_response();
    }
    let again = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    let page = format!(
        "<title>Sign in</title><form method=post action=/login><input type=hidden name=csrf value=1>
         <input type=hidden name=again value=\"{}\"><input name=username><input type=password name=password>
         <button id=login-submit>Sign in</button></form>",
        again.replace('&', "&amp;")
    );
    ([(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// The toy asks for the password where it is asked for a code.
const RULES: &str = r#"
[[rule]]
match = "http://127.0.0.1:*/authorize?*"
fill = { username = "{username}", password = "{password}" }
submit = "login-submit"
"#;

async fn checked(issuer: &str, more: &[&str]) -> Output {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("signet-conformance-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let directory = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("rules.toml"), RULES).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_signet"));
    command.args(["conformance", issuer]).args(more).current_dir(&directory).env_clear();
    command.env("CLIENT_SECRET", SECRET).env("PASSWORD", PASSWORD);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    std::fs::remove_dir_all(directory).ok();
    output
}

const AS_A_CLIENT: &[&str] = &[
    "--client-id",
    "checks",
    "--client-secret-env",
    "CLIENT_SECRET",
    "--redirect-uri",
    CALLBACK,
    "--post-logout-redirect-uri",
    "https://rp.example/bye",
    "--username",
    "ada",
    "--password-env",
    "PASSWORD",
    "--rules",
    "rules.toml",
];

fn outcomes(report: &Value) -> Vec<(String, String)> {
    let checks = report["groups"].as_array().unwrap().iter().flat_map(|group| group["checks"].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    checks.map(|check| (text(&check["name"]), text(&check["outcome"]))).collect()
}

#[tokio::test]
async fn a_provider_that_does_everything_wrong_fails_every_check_that_can_fail() {
    let issuer = Toy::start().await;
    let output = checked(&issuer, &[AS_A_CLIENT, &["--json"]].concat()).await;
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let lines: Vec<String> = outcomes(&report).iter().map(|(name, outcome)| format!("{outcome:<8}{name}")).collect();
    insta::assert_snapshot!("a_provider_that_does_everything_wrong", lines.join("\n"));

    // Failures come with evidence, and the evidence without secrets.
    let discovery = &report["groups"][0]["checks"][2];
    assert_eq!((&discovery["name"], &discovery["outcome"]), (&json!("discovery/issuer"), &json!("failed")));
    assert_eq!(discovery["expected"], format!("issuer \"{issuer}\", byte for byte"));
    assert_eq!(discovery["exchanges"][0]["came"]["status"], 200);
    for secret in [SECRET, PASSWORD, TOKEN, "the-one-and-only-code", "the-refresh-token", "eyJhbGciOiJFUzI1NiI"] {
        assert!(!text.contains(secret), "{secret} stands in the report");
    }
    let counts = &report["counts"];
    let total =
        ["passed", "warning", "failed", "skipped"].iter().map(|name| counts[*name].as_u64().unwrap()).sum::<u64>();
    assert_eq!(total, outcomes(&report).len() as u64);
}

// RFC 7591, RFC 7592
#[tokio::test]
async fn a_provider_that_registers_anything_fails_the_checks_of_registration() {
    let issuer = Toy::start().await;
    let output = checked(&issuer, &["--register", "--only", "registration", "--json"]).await;
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let lines: Vec<String> = outcomes(&report).iter().map(|(name, outcome)| format!("{outcome:<8}{name}")).collect();
    insta::assert_snapshot!("a_provider_that_registers_anything", lines.join("\n"));
    for secret in [SECRET, "the-registration-token"] {
        assert!(!text.contains(secret), "{secret} stands in the report");
    }
}

#[tokio::test]
async fn people_are_told_by_group_with_detail_only_where_something_is_wrong() {
    let issuer = Toy::start().await;
    let output = checked(&issuer, &["--only", "jwks"]).await;
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\njwks\n  ✓ reachable"), "{text}");
    let distinct = text.split_once("✗ kids-distinct").unwrap().1.split_once("kids-present").unwrap().0;
    for line in ["RFC 7517 §4.5", "expected  each kid once", "found     again: ", "came      200"] {
        assert!(distinct.contains(line), "{line} in {distinct}");
    }
    assert!(!text.contains("discovery\n"), "only what was asked for");
    assert!(!text.contains('\u{1b}'), "no color where there is no terminal");
    let counted = text.lines().last().unwrap();
    assert!(counted.ends_with(" failed, 0 skipped"), "{counted}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("of the checks failed"));
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_one_failure_and_no_panic() {
    let output = checked("http://127.0.0.1:9", &["--json", "--only", "token"]).await;
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcomes(&report)[0], ("discovery/reachable".to_owned(), "failed".to_owned()));
    assert_eq!(report["counts"]["failed"], 1);
}

#[tokio::test]
async fn what_does_not_fit_together_is_wrong_usage() {
    for wrong in [
        &["--register", "--client-id", "x"][..],
        &["--username", "ada"],
        &["--password-env", "PASSWORD"],
        &["--only", "nothing"],
        &["--client-id", "x", "--client-secret-env", "NOT_SET"],
        &["--rules", "/does/not/exist"],
        &["--redirect-uri", "no uri"],
    ] {
        let output = checked("https://op.example", wrong).await;
        let code = output.status.code();
        let expected = if wrong[0] == "--rules" { Some(1) } else { Some(2) };
        assert_eq!(code, expected, "{wrong:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(checked("op.example", &[]).await.status.code(), Some(2));
}
