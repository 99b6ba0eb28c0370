//! A native app shows the ID token that a provider's SDK gave it, on the sign-in that it waits for.

use axum::http::StatusCode;
use serde_json::{Value, json};
use signet::{
    base::secret::sha256,
    domain::kernel::{Feature, features},
    protocol::claims::attribute::AskedAtSignUp,
};

use super::*;
use crate::support::{Answer, Instead, REDIRECT_URI, TestClient, UPSTREAM_CLIENT, on_both_engines};

/// What the provider calls the app.
const APP: &str = "app-of-ios";

/// A provider whose word for addresses is believed, with an app beside us.
async fn with_app(t: &TestApp, settings: &[(&str, &str)]) -> StubUpstream {
    let of_app = [("accepts_id_tokens_of", APP), ("email_trust", "verified")];
    provider(t, &[of_app.as_slice(), settings].concat()).await
}

/// An app that has asked for an authorization and waits at the sign-in page.
struct Waiting<'t> {
    t: &'t TestApp,
    cookie: String,
    interaction: String,
}

impl<'t> Waiting<'t> {
    async fn at(t: &'t TestApp, client: &TestClient<'_>, changes: &[(&str, &str)]) -> Self {
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, changes).await;
        let mut pairs = page.url.query_pairs();
        let interaction = pairs.find(|(name, _)| name == "interaction").expect("a sign-in that waits").1.into_owned();
        let (name, value) = browser.cookie();
        Self { t, cookie: format!("{name}={value}"), interaction }
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.t.post(path, form, &[("cookie", &self.cookie)]).await
    }

    async fn nonce(&self) -> String {
        let answer = self.post("/sign-in/upstream/up/nonce", &[("interaction", &self.interaction)]).await.ok();
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.json()["expires_in"], 600);
        answer.json()["nonce"].as_str().expect("a nonce").to_owned()
    }

    async fn show(&self, nonce: &str, token: &str) -> Answer {
        self.post("/sign-in/upstream/up/id-token", &[("nonce", nonce), ("id_token", token)]).await
    }

    /// Another sign-in of the same app, with its nonce.
    async fn nonce_again(&self, client: &TestClient<'_>) -> (Self, String) {
        let other = Self::at(self.t, client, &[]).await;
        let nonce = other.nonce().await;
        (other, nonce)
    }
}

/// The claims that the SDK gets.
fn claims(t: &TestApp, up: &StubUpstream, nonce: &str) -> Value {
    json!({
        "iss": up.issuer(), "aud": APP, "sub": "ada-there", "iat": t.now(), "exp": t.now() + 300, "nonce": nonce,
        "auth_time": t.now() - 5, "email": "ada@up.example", "email_verified": true, "at_hash": "of another token",
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

/// Where the app is sent on to.
#[track_caller]
fn next(answer: &Answer) -> Url {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().expect("a way on")
}

on_both_engines!(an_app_signs_in_by_the_id_token_of_a_provider, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    for _ in 0..2 {
        let waiting = Waiting::at(&t, &client, &[]).await;
        let nonce = waiting.nonce().await;
        let answer = waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &nonce))).await;
        let back = next(&answer);
        assert!(back.as_str().starts_with(REDIRECT_URI), "{back}");
        client.redeem(&sent(&back, "code").expect("a code")).await.ok();
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'ada@up.example'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities WHERE sub = 'ada-there'").await, 1);
    // Neither a code is redeemed nor a token of the app kept as the hint of a sign-out there.
    assert_eq!((up.hits("/token"), up.hits("/me")), (0, 0));
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams WHERE id_token IS NOT NULL").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 0, "each nonce was spent");
});

fn digest_of(nonce: &str) -> String {
    data_encoding::HEXLOWER.encode(&sha256(nonce.as_bytes()))
}

// Libraries of apps hash the nonce before they hand it to the provider (Sign in with Apple).
on_both_engines!(a_nonce_that_the_library_of_the_app_hashes_is_known_by_its_digest, |config| { open(config) }, |t| {
    let up = with_app(&t, &[("native_nonce", "sha256")]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let hashed = digest_of(&nonce);
    let answer = waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &hashed))).await;
    assert!(next(&answer).as_str().starts_with(REDIRECT_URI));
    // Nothing else is taken for it, the nonce itself neither; and the app shows the nonce, not its digest.
    let other = "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)";
    let (waiting, nonce) = waiting.nonce_again(&client).await;
    assert_error(&waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &nonce))).await, "invalid_grant", other);
    let (waiting, _) = waiting.nonce_again(&client).await;
    let unknown = "nonce is not known, or was used (OIDC Core section 15.5.2)";
    assert_error(&waiting.show(&hashed, &up.signed("JWT", &claims(&t, &up, &hashed))).await, "invalid_grant", unknown);
    // Where the nonce stands in the token as it is, its digest is another's.
    let changes = UpstreamChanges { settings: edits(&[("native_nonce", "plain")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.unwrap();
    let (waiting, nonce) = waiting.nonce_again(&client).await;
    let hashed = digest_of(&nonce);
    assert_error(&waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &hashed))).await, "invalid_grant", other);
});

on_both_engines!(an_app_whose_sdk_names_its_server_is_listed_with_it, |config| { open(config) }, |t| {
    let up = with_app(&t, &[("accepts_id_tokens_of", "us app-of-android")]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let of_sdk = with(with(claims(&t, &up, &nonce), "aud", json!("us")), "azp", json!("app-of-android"));
    assert!(next(&waiting.show(&nonce, &up.signed("JWT", &of_sdk)).await).as_str().starts_with(REDIRECT_URI));
    let (waiting, nonce) = waiting.nonce_again(&client).await;
    let of_another = with(with(claims(&t, &up, &nonce), "aud", json!("us")), "azp", json!(APP));
    assert_error(
        &waiting.show(&nonce, &up.signed("JWT", &of_another)).await,
        "invalid_grant",
        "azp of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 5)",
    );
});

on_both_engines!(
    what_is_still_asked_of_somebody_is_a_page,
    |config| {
        open(config);
        config.sign_up.name = AskedAtSignUp::Required;
    },
    |t| {
        let up = with_app(&t, &[]).await;
        let client = t.first_party("app", json!({})).await;
        let waiting = Waiting::at(&t, &client, &[]).await;
        let nonce = waiting.nonce().await;
        let answer = waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &nonce))).await;
        let asks = next(&answer);
        assert!(asks.as_str().starts_with(&t.url("/sign-up")), "{asks}");
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0, "whoever stops here leaves nothing");
        // The page opens with the cookies that the app has by now, and not with those of before.
        let path = asks.as_str().strip_prefix(&t.url("")).expect("a page of ours");
        assert_eq!(t.get_with(path, &[("cookie", &waiting.cookie)]).await.status, StatusCode::BAD_REQUEST);
        let (name, _) = waiting.cookie.split_once('=').expect("a cookie");
        let mut set =
            answer.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()?.split(';').next());
        let fresh = set.find(|pair| pair.split_once('=').is_some_and(|(set, _)| set == name)).expect("a new cookie");
        t.get_with(path, &[("cookie", fresh)]).await.ok();
    }
);

// Sign in with Apple tells the name to the app, once.
on_both_engines!(a_name_that_the_app_alone_was_told_fills_what_is_empty, |config| { open(config) }, |t| {
    let up = with_app(&t, &[("name_in_answer", "true")]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let token = up.signed("JWT", &claims(&t, &up, &nonce));
    let user = r#"{"name": {"firstName": "Ada", "lastName": "Lovelace"}, "email": "victim@example.com"}"#;
    let form = [("nonce", nonce.as_str()), ("id_token", token.as_str()), ("user", user)];
    let back = next(&waiting.post("/sign-in/upstream/up/id-token", &form).await);
    assert!(back.as_str().starts_with(REDIRECT_URI), "{back}");
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE claims LIKE '%Lovelace%'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'ada@up.example'").await, 1);
});

on_both_engines!(an_account_that_has_the_address_is_proven_first, |config| { open(config) }, |t| {
    let up = with_app(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let hers = with(claims(&t, &up, &nonce), "email", json!("ada@example.com"));
    let asks = next(&waiting.show(&nonce, &up.signed("JWT", &hers)).await);
    assert!(asks.as_str().starts_with(&t.url("/sign-in/upstream-account?interaction=")), "{asks}");
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
    // Whom nobody knows is told so on a page.
    let (waiting, nonce) = waiting.nonce_again(&client).await;
    let asks = next(&waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &nonce))).await);
    assert!(asks.as_str().starts_with(&t.url("/sign-in/upstream-problem")), "{asks}");
});

on_both_engines!(a_token_of_an_app_is_held_against_every_rule, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    for (name, value, sentence) in [
        (
            "iss",
            json!("https://other.example"),
            "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
        ),
        (
            "aud",
            json!("app-of-evil"),
            "aud of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 3)",
        ),
        // What our own client got in a browser is not what an app shows, unless it is listed.
        (
            "aud",
            json!(UPSTREAM_CLIENT),
            "aud of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 3)",
        ),
        (
            "aud",
            json!([APP, "app-of-evil"]),
            "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)",
        ),
        ("exp", json!(t.now() - 61), "the token has expired (OIDC Core section 3.1.3.7, rule 9)"),
        (
            "iat",
            json!(t.now() - 700),
            "iat of the token is not of now: compare the clocks (OIDC Core section 3.1.3.7, rule 10)",
        ),
        (
            "nonce",
            json!("of another sign-in"),
            "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)",
        ),
        ("nonce", Value::Null, "the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)"),
        ("sub", json!(""), "sub is missing, or no text of at most 255 bytes (OIDC Core section 2)"),
    ] {
        let waiting = Waiting::at(&t, &client, &[]).await;
        let nonce = waiting.nonce().await;
        let token = up.signed("JWT", &with(claims(&t, &up, &nonce), name, value));
        assert_error(&waiting.show(&nonce, &token).await, "invalid_grant", sentence);
    }
    let waiting = Waiting::at(&t, &client, &[]).await;
    let unreadable =
        "the ID token cannot be read: the token is not a JWS in compact serialization (RFC 7515 section 7.1)";
    assert_error(&waiting.show(&waiting.nonce().await, "a.b.c.d.e").await, "invalid_grant", unreadable);
    let nonce = waiting.nonce().await;
    let unsigned = crate::support::unsigned_jwt(&claims(&t, &up, &nonce));
    let none = "the token is not signed: alg is none (RFC 8725 section 3.2)";
    assert_error(&waiting.show(&nonce, &unsigned).await, "invalid_grant", none);
    // Each is written down for the operator, and nobody came of it.
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'upstream.refused'").await, 11);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
});

on_both_engines!(a_token_is_good_once_and_for_the_browser_that_got_its_nonce, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let token = up.signed("JWT", &claims(&t, &up, &nonce));
    // Whoever gets hold of both has no use for them, and spends nothing.
    let other = Waiting::at(&t, &client, &[]).await;
    let elsewhere = "nonce is that of another browser (OIDC Core section 15.5.2)";
    assert_error(&other.show(&nonce, &token).await, "invalid_grant", elsewhere);
    let form = [("nonce", nonce.as_str()), ("id_token", token.as_str())];
    let missing = "the cookie of the sign-in is missing: keep those that the answer to the authorization request set";
    assert_error(&t.post("/sign-in/upstream/up/id-token", &form, &[]).await, "invalid_request", missing);
    // With a nonce of one's own, the token is another's.
    let sentence = "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)";
    assert_error(&other.show(&other.nonce().await, &token).await, "invalid_grant", sentence);
    assert!(next(&waiting.show(&nonce, &token).await).as_str().starts_with(REDIRECT_URI));
    // The cookie changed as somebody signed in, so that the one before is nobody's.
    assert_error(&waiting.show(&nonce, &token).await, "invalid_request", missing);
    // Shown twice in one browser, the second is refused.
    let (waiting, nonce) = other.nonce_again(&client).await;
    let evil = up.signed("JWT", &with(claims(&t, &up, &nonce), "aud", json!("app-of-evil")));
    let aud = "aud of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 3)";
    assert_error(&waiting.show(&nonce, &evil).await, "invalid_grant", aud);
    let used = "nonce is not known, or was used (OIDC Core section 15.5.2)";
    let token = up.signed("JWT", &claims(&t, &up, &nonce));
    assert_error(&waiting.show(&nonce, &token).await, "invalid_grant", used);
});

on_both_engines!(a_nonce_is_good_for_ten_minutes_and_one_upstream, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let other = StubUpstream::start(t.now()).await;
    registered(&t, "other", &other, &[("accepts_id_tokens_of", APP)]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let token = other.signed("JWT", &claims(&t, &other, &nonce));
    let form = [("nonce", nonce.as_str()), ("id_token", token.as_str())];
    assert_error(
        &waiting.post("/sign-in/upstream/other/id-token", &form).await,
        "invalid_grant",
        "nonce was handed out for another upstream (RFC 9700 section 4.4)",
    );
    let nonce = waiting.nonce().await;
    let token = up.signed("JWT", &claims(&t, &up, &nonce));
    t.clock.advance(601);
    assert_error(&waiting.show(&nonce, &token).await, "invalid_grant", "nonce has expired or was used");
    assert_error(
        &waiting.show("guessed", &token).await,
        "invalid_grant",
        "nonce is not known, or was used (OIDC Core section 15.5.2)",
    );
    let long = "x".repeat(200);
    assert_error(
        &waiting.show(&long, &token).await,
        "invalid_grant",
        "nonce is none of ours (OIDC Core section 15.5.2)",
    );
    // A nonce is no state: whoever sends it to the callback gets nowhere.
    let nonce = waiting.nonce().await;
    let as_state = format!("/sign-in/upstream/up/callback?code=x&state={nonce}");
    let answer = waiting.t.get_with(&as_state, &[("cookie", &waiting.cookie)]).await;
    assert!(next(&answer).as_str().starts_with(&t.url("/sign-in/upstream-problem")), "{:?}", answer.location());
    assert_eq!(up.hits("/token"), 0);
});

on_both_engines!(an_upstream_that_lists_no_app_takes_no_token, |config| { open(config) }, |t| {
    let up = provider(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let off = "this upstream takes no ID tokens of apps: its accepts_id_tokens_of names none";
    let asks = [("interaction", waiting.interaction.as_str())];
    assert_error(&waiting.post("/sign-in/upstream/up/nonce", &asks).await, "unauthorized_client", off);
    let token = up.signed("JWT", &with(claims(&t, &up, "n"), "aud", json!(UPSTREAM_CLIENT)));
    assert_error(&waiting.show("n", &token).await, "unauthorized_client", off);
    let gone = "there is no such upstream, or it is off";
    assert_error(&waiting.post("/sign-in/upstream/nobody/nonce", &asks).await, "invalid_request", gone);
    // Only on a sign-in that waits in this browser.
    let other = Waiting::at(&t, &client, &[]).await;
    let theirs = [("interaction", other.interaction.as_str())];
    let waits = "interaction is no sign-in that waits in this browser";
    assert_error(&waiting.post("/sign-in/upstream/up/nonce", &theirs).await, "invalid_request", waits);
    let missing = "interaction is required: the sign-in that the app waits for";
    assert_error(&waiting.post("/sign-in/upstream/up/nonce", &[]).await, "invalid_request", missing);
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 0);
    features::switch(&t.cx(), Feature::Upstreams, false).await.unwrap();
    assert_eq!(waiting.post("/sign-in/upstream/up/nonce", &asks).await.status, StatusCode::NOT_FOUND);
});

// OIDC Core §3.1.2.1: nobody asked the provider for a fresh sign-in, so that none was proven.
on_both_engines!(a_token_of_an_app_does_not_meet_prompt_login, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[("prompt", "login")]).await;
    let nonce = waiting.nonce().await;
    let asks = next(&waiting.show(&nonce, &up.signed("JWT", &claims(&t, &up, &nonce))).await);
    assert!(asks.as_str().starts_with(&t.url("/sign-in/upstream-problem")), "{asks}");
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
});

// SameSite=Lax keeps nothing from a page on a neighboring host.
on_both_engines!(a_page_of_another_site_gets_no_nonce_and_shows_no_token, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    let waiting = Waiting::at(&t, &client, &[]).await;
    let nonce = waiting.nonce().await;
    let token = up.signed("JWT", &claims(&t, &up, &nonce));
    let asks = [("interaction", waiting.interaction.as_str())];
    let shows = [("nonce", nonce.as_str()), ("id_token", token.as_str())];
    for from in [("sec-fetch-site", "same-site"), ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]
    {
        let headers = [("cookie", waiting.cookie.as_str()), from];
        for (path, form) in [("/sign-in/upstream/up/nonce", &asks[..]), ("/sign-in/upstream/up/id-token", &shows[..])] {
            let answer = t.post(path, form, &headers).await;
            assert_error(&answer, "invalid_request", "the form was sent from another site");
        }
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 1, "nothing was drawn and nothing spent");
    assert!(next(&waiting.show(&nonce, &token).await).as_str().starts_with(REDIRECT_URI));
});

// Addresses and settings are the operator's to know.
on_both_engines!(an_app_is_not_told_how_a_provider_is_reached, |config| { open(config) }, |t| {
    let up = with_app(&t, &[]).await;
    let other = StubUpstream::start(t.now()).await;
    registered(&t, "other", &other, &[("accepts_id_tokens_of", APP)]).await;
    up.acts().instead.insert("/jwks", Instead::Answer(503, ""));
    other.acts().instead.insert("/.well-known/openid-configuration", Instead::Answer(404, ""));
    let client = t.first_party("app", json!({})).await;
    for (name, by, status, code, sentence) in [
        ("up", &up, 503, "temporarily_unavailable", "the upstream does not answer now; try again later"),
        ("other", &other, 500, "server_error", "the upstream cannot be used as it is set; the log has the reason"),
    ] {
        let waiting = Waiting::at(&t, &client, &[]).await;
        let (ask, show) = (format!("/sign-in/upstream/{name}/nonce"), format!("/sign-in/upstream/{name}/id-token"));
        let drawn = waiting.post(&ask, &[("interaction", waiting.interaction.as_str())]).await.ok().json();
        let nonce = drawn["nonce"].as_str().expect("a nonce");
        let token = by.signed("JWT", &claims(&t, by, nonce));
        let answer = waiting.post(&show, &[("nonce", nonce), ("id_token", token.as_str())]).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
        assert_eq!(answer.json(), json!({"error": code, "error_description": sentence}));
    }
});
