//! Whatever is sent, the answer is a refusal in the endpoint's own form and never a failure of ours; and
//! when the failure is ours, nobody learns of what it is made.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use crate::support::{SECRET, TestApp, basic, on_both_engines, unsigned_jwt};

/// Values that have broken parsers before.
fn nasty() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        " ",
        "%",
        "%%%",
        "%zz",
        "%00",
        "%ff%fe",
        "%c0%80",
        "\u{202e}",
        "null",
        "[]",
        "{}",
        "{\"a\":",
        "true",
        "-1",
        "0",
        "9223372036854775807",
        "99999999999999999999",
        "1e309",
        "..",
        "../../etc/passwd",
        "' OR 1=1 --",
        "\";--",
        "<x>",
        "a.b.c",
        "..",
        "....",
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
        "e30.e30.e30",
        "\u{1f600}",
        "http://",
        "https://[::1",
        "https://\u{e9}.example/",
        "javascript:1",
        "file:///etc/passwd",
        "fam_0.0.0",
        "0.0.0",
        "int_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "S256",
        "none login",
        "openid\topenid",
        "code code",
        "\r\nSet-Cookie: x=y",
    ]
    .map(str::to_owned)
    .to_vec();
    values.push("a".repeat(10_000));
    values.push("%41".repeat(3_000));
    values.push(format!("{}.{}.{}", "A".repeat(3_000), "B".repeat(3_000), "C".repeat(300)));
    values.push("[".repeat(5_000));
    values
}

const PARAMETERS: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "ui_locales",
    "id_token_hint",
    "login_hint",
    "acr_values",
    "code_challenge",
    "code_challenge_method",
    "resource",
    "grant_type",
    "code",
    "code_verifier",
    "refresh_token",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "token",
    "token_type_hint",
    "access_token",
    "post_logout_redirect_uri",
    "logout_hint",
    "interaction",
    "csrf",
    "username",
    "password",
    "account",
    "decision",
    "organization",
    "session",
    "app",
    "done",
    "request",
    "request_uri",
    "claims",
];

fn encode(raw: &str) -> String {
    // As they are, so that broken encodings stay broken; only what would end the value is escaped.
    raw.chars()
        .map(|one| match one {
            '&' | '#' | '+' | '=' | ' ' | '\r' | '\n' | '\t' | '"' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^' => {
                format!("%{:02X}", u32::from(one))
            }
            one if one.is_ascii() => one.to_string(),
            one => url::form_urlencoded::byte_serialize(one.to_string().as_bytes()).collect(),
        })
        .collect()
}

#[tokio::test]
async fn no_value_of_any_parameter_makes_us_fail() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let browser = t.browser_of("ada").await;
    let (name, value) = browser.cookie();
    let cookie = format!("{name}={value}");
    let authorization = basic("web", SECRET);
    let valid = client.authorize_params(&[]);
    let mut sent = 0;
    for parameter in PARAMETERS {
        for (number, nasty) in nasty().iter().enumerate() {
            let pair = format!("{parameter}={}", encode(nasty));
            // Most values once, in turn at each place; each place sees each parameter.
            let around: String =
                valid.iter().filter(|(known, _)| known != parameter).fold(pair.clone(), |mut all, (n, v)| {
                    all.extend(["&", n, "=", &encode(v)]);
                    all
                });
            let pages =
                ["/authorize", "/logout", "/login", "/consent", "/accounts", "/setup", "/account", "/sign-in-link"];
            let page = pages[number % pages.len()];
            let request = if page == "/setup" || number % 3 == 0 {
                let path = if page == "/account" { "/account/sessions/end" } else { page };
                Request::post(t.url(path))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .header(header::COOKIE, &cookie)
                    .body(Body::from(around.clone()))
            } else {
                Request::get(t.url(&format!("{page}?{around}"))).header(header::COOKIE, &cookie).body(Body::empty())
            };
            // What cannot even be written as a URL cannot be sent.
            if let Ok(request) = request {
                let answer = t.send(request).await;
                assert!(answer.status.as_u16() < 500, "{page} {pair:.80}: {} {}", answer.status, answer.body);
                sent += 1;
            }
            let grants = ["authorization_code", "refresh_token", "client_credentials"];
            let form = format!("{pair}&grant_type={}&code=x&refresh_token=y&token=z", grants[number % 3]);
            let path = ["/token", "/introspect", "/revoke", "/userinfo"][number % 4];
            let request = Request::post(t.url(path))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::AUTHORIZATION, &authorization)
                .body(Body::from(form));
            let answer = t.send(request.unwrap()).await;
            assert!(answer.status.as_u16() < 500, "{path} {pair:.80}: {} {}", answer.status, answer.body);
            if answer.status.is_client_error() && answer.body.starts_with('{') && path != "/userinfo" {
                answer.refusal();
            }
            sent += 1;
        }
    }
    assert!(sent > 3_000, "{sent}");
}

#[tokio::test]
async fn no_header_makes_us_fail() {
    let t = TestApp::sqlite().await;
    let strange: &[&[u8]] =
        &[b"", b" ", b"\xff\xfe", b"=", b";;;", b"=;=", b"a=b=c", b"Basic \xff", b"Bearer \xff", b"null"];
    for name in [
        "authorization",
        "cookie",
        "origin",
        "referer",
        "accept-language",
        "content-type",
        "user-agent",
        "x-forwarded-for",
        "forwarded",
        "sec-fetch-site",
        "access-control-request-method",
        "host",
    ] {
        for value in strange {
            for path in ["/token", "/userinfo", "/login", "/authorize", "/account", "/jwks"] {
                for method in ["GET", "POST", "OPTIONS"] {
                    let Ok(value) = header::HeaderValue::from_bytes(value) else { continue };
                    let mut request =
                        Request::builder().method(method).uri(t.url(path)).body(Body::from("a=b")).unwrap();
                    request.headers_mut().insert(header::HeaderName::from_static(name), value);
                    let answer = t.send(request).await;
                    assert!(answer.status.as_u16() < 500, "{method} {path} {name}: {} {}", answer.status, answer.body);
                }
            }
        }
    }
    let long = format!("en;q=0.{}", "9".repeat(4000));
    assert_eq!(t.get_with("/login", &[("accept-language", &long)]).await.status, 200);
}

// A failure of ours says so in the endpoint's own form, with nothing of the database in it.
#[tokio::test]
async fn without_its_database_it_says_so_and_tells_nothing() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    let page = browser.get(&t.url("/account")).await;
    assert_eq!(t.get("/health/ready").await.status, 200);
    t.app.db.close().await;
    assert_eq!(t.get("/health/live").await.status, 200);
    let ready = t.get("/health/ready").await;
    assert_eq!((ready.status.as_u16(), &ready.json()["checks"]["database"]), (503, &json!("fail")));
    for answer in [client.redeem("x").await, client.refresh("x").await, client.userinfo(tokens.access()).await] {
        if answer.status.is_server_error() {
            assert_eq!(answer.json()["error"], "temporarily_unavailable");
        }
        assert!(
            !answer.body.to_lowercase().contains("pool") && !answer.body.to_lowercase().contains("sql"),
            "{}",
            answer.body
        );
    }
    assert_eq!(client.userinfo(tokens.access()).await.status, 503);
    let failed = browser.get(&t.url("/account")).await;
    assert!(
        failed.answer.status.is_server_error() || failed.url.path().ends_with("/login"),
        "{}",
        failed.answer.status
    );
    let failed = browser.sign_in(&page_with_login(&page), "ada", "x").await;
    assert!(!failed.text().to_lowercase().contains("pool"));
    // What needs no database goes on.
    t.get("/jwks").await.ok();
    t.get("/.well-known/openid-configuration").await.ok();
}

/// The sign-in form as it was when the database was still there.
fn page_with_login(page: &crate::support::Page) -> crate::support::Page {
    let mut page = page.clone();
    page.answer.body = r#"<form method="post" action="/login"><input name="csrf" value="x">
        <button id="login-submit">Sign in</button></form>"#
        .to_owned();
    page
}

// PostgreSQL keeps no NUL. Wherever one can be written it is refused, or names nothing: on both engines alike.
on_both_engines!(
    a_nul_is_refused_wherever_it_can_be_written,
    |config| {
        config.registration.mode = signet::config::registration::Mode::Open;
        config.jose.allow_unsigned = true;
    },
    |t| {
        t.person("ada").await;
        let client = t.client("web", json!({})).await;
        let mut browser = t.browser_of("ada").await;
        let nul = "s\u{0}";
        // JSON escapes: in claims, in a request object, in metadata, in the claims of an assertion.
        let claims = json!({"id_token": {"sub": {"value": nul}}}).to_string();
        let page = client.authorize(&mut browser, &[("claims", &claims), ("prompt", "none")]).await;
        assert_eq!(
            (page.error().as_str(), page.sent("error_description").unwrap().as_str()),
            (
                "invalid_request",
                "claims must be a JSON object in which no member stands twice and no text holds a NUL (OIDC Core section 5.5)"
            )
        );
        for members in [json!({"nonce": nul}), json!({"resource": ["https://api.example/", nul]}), json!({nul: "x"})] {
            let page = client.authorize(&mut browser, &[("request", &unsigned_jwt(&members))]).await;
            assert_eq!(page.error(), "invalid_request_object", "{members}");
        }
        for members in [json!({"redirect_uris": ["https://rp.example/cb"], "software_id": nul}), json!({"x": {nul: 1}})]
        {
            let request = Request::post(t.url("/register")).header(header::CONTENT_TYPE, "application/json");
            let answer = t.send(request.body(Body::from(members.to_string())).unwrap()).await;
            assert_eq!(
                (answer.status.as_u16(), answer.refusal().as_str()),
                (400, "invalid_client_metadata"),
                "{members}"
            );
        }
        let assertion = unsigned_jwt(&json!({"sub": nul, "iss": nul}));
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let form =
            [("grant_type", "client_credentials"), ("client_assertion", &assertion), ("client_assertion_type", kind)];
        assert_eq!(t.post("/token", &form, &[]).await.refusal(), "invalid_client");
        // Percent-encoding: in a path, a query, a form, and in HTTP Basic.
        for path in ["/register/a%00b", "/client-logo/%00", "/assets/%00", "/%00"] {
            let answer = t.get_with(path, &[("authorization", "Bearer x")]).await;
            assert_eq!(
                (answer.status.as_u16(), answer.body.as_str()),
                (400, "The address holds a NUL character.\n"),
                "{path}"
            );
        }
        assert_eq!(t.get("/authorize?client_id=%00").await.status.as_u16(), 400);
        let body = "grant_type=client_credentials&client_id=a%00b";
        assert_eq!(t.post_raw("/token", body, &[]).await.refusal(), "invalid_request");
        let form = [("grant_type", "client_credentials")];
        let answer = t.post("/token", &form, &[("authorization", &basic("a%00b", SECRET))]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"));
        // And where none of these doors stands in front, the database's word is no failure of ours.
        let mut conn = t.app.db.read().await.unwrap();
        let refused = signet::store::users::find_by_sub(&mut conn, nul).await.map(|_| ()).unwrap_err();
        let refused = signet::domain::kernel::Error::from(refused).to_string();
        assert_eq!(refused, "invalid_request: a value holds a NUL character, which is not kept (RFC 6749 appendix A)");
    }
);
