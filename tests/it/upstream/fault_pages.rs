//! What the person is told whose sign-in a provider spoiled, hostile or broken: in our words, with a way back to what
//! they sign in for. What was wrong stands in the log alone.

use axum::http::StatusCode;
use serde_json::json;

use super::*;
use crate::support::{Instead, Signing, on_both_engines};

/// What stands on a page.
struct FaultPage {
    status: StatusCode,
    title: &'static str,
    /// What to do.
    then: &'static str,
    /// Whether the way back leads to the same request.
    keeps_request: bool,
}

const UNTRUSTED: FaultPage = FaultPage {
    status: StatusCode::BAD_REQUEST,
    title: "The answer of Up does not hold.",
    then: "You are not signed in. Start again. If that does not help, tell whoever runs this service.",
    keeps_request: true,
};
const MISCONFIGURED: FaultPage = FaultPage {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    title: "Up is not set up correctly here.",
    then: "Whoever runs this service can put it right. Until then, sign in another way.",
    keeps_request: true,
};
const UNREACHABLE: FaultPage = FaultPage {
    status: StatusCode::SERVICE_UNAVAILABLE,
    title: "Up cannot be reached right now.",
    then: "This is not your doing. Try again in a few minutes, or sign in another way.",
    keeps_request: true,
};
const REFUSED: FaultPage = FaultPage {
    status: StatusCode::FORBIDDEN,
    title: "Up did not let you in.",
    then: "Try once more, or sign in another way.",
    keeps_request: true,
};
const EXPIRED: FaultPage = FaultPage {
    status: StatusCode::GONE,
    title: "That took too long.",
    then: "The way back works once, for a few minutes. Start again.",
    keeps_request: false,
};
const OTHER_BROWSER: FaultPage = FaultPage {
    status: StatusCode::BAD_REQUEST,
    title: "You began in another browser.",
    then: "Nobody is signed in by that. Start again in this browser.",
    keeps_request: false,
};
/// What whoever is proven is told where nobody makes accounts.
const CLOSED: FaultPage = FaultPage {
    status: StatusCode::FORBIDDEN,
    title: "You have no account here yet.",
    then: "If you have one, sign in as before",
    keeps_request: true,
};

/// What the provider sends back: names and values.
type AnswerFields = Vec<(&'static str, String)>;

/// The answer of somebody who agrees.
fn agreed(up: &StubUpstream, address: &Url) -> AnswerFields {
    vec![("state", sent(address, "state").expect("a state")), ("code", up.code_for(address))]
}

async fn comes_back(t: &TestApp, browser: &mut Visitor<'_>, answer: &[(&str, String)]) -> Page {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(answer).finish();
    browser.get(&format!("{}?{query}", t.url("/sign-in/upstream/up/callback"))).await
}

/// Somebody leaves, agrees and comes back.
async fn walks(t: &TestApp, client: &TestClient<'_>, up: &StubUpstream, told: &FaultPage) {
    let mut browser = t.browser();
    let left = leaves(client, &mut browser, &[]).await;
    let page = comes_back(t, &mut browser, &agreed(up, left.left())).await;
    must_say(t, &mut browser, &page, told).await;
}

/// The page says it, tells nothing of what came, leads back, and nobody is signed in.
async fn must_say(t: &TestApp, browser: &mut Visitor<'_>, page: &Page, told: &FaultPage) {
    let text = page.text();
    assert_eq!((page.answer.status, page.heading().as_str()), (told.status, told.title), "{text}");
    assert!(text.contains(told.then), "{text}");
    assert!(!text.contains("RFC ") && !text.contains("OIDC "), "{text}");
    assert!(page.url.path().ends_with("/sign-in/upstream-problem"), "what came stays in no address: {}", page.url);
    let (_, rest) = page.answer.body.split_once("id=\"go-back\" href=\"").expect("a way back");
    let back = rest.split('"').next().expect("an address").to_owned();
    assert!(back.starts_with(&t.url("/login")), "{back}");
    assert_eq!(back.contains("interaction="), told.keeps_request, "{back}");
    let again = browser.get(&back).await;
    assert!(again.has("login-submit") && again.has("upstream-up"), "{}", again.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
}

on_both_engines!(whoever_comes_back_with_what_does_not_hold_is_told_so, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    let client = t.first_party("app", json!({})).await;
    walks(&t, &client, &up, &CLOSED).await;
    let honest = up.acts().clone();
    for claims in [
        json!({"iss": "https://evil.example"}),
        json!({"aud": "them"}),
        json!({"nonce": "replayed"}),
        json!({"exp": t.now() - 3600}),
    ] {
        up.acts().claims = claims;
        walks(&t, &client, &up, &UNTRUSTED).await;
    }
    *up.acts() = honest.clone();
    for signing in [Signing::None, Signing::Hmac("a guess".to_owned()), Signing::OtherKey] {
        up.acts().signing = signing;
        walks(&t, &client, &up, &UNTRUSTED).await;
    }
    *up.acts() = honest;
    // The mix-up, and a state that is nobody's.
    for (more, told) in [(("iss", "https://evil.example"), &UNTRUSTED), (("state", "guessed"), &EXPIRED)] {
        let mut browser = t.browser();
        let left = leaves(&client, &mut browser, &[]).await;
        let mut answer = agreed(&up, left.left());
        answer.retain(|(name, _)| *name != more.0);
        answer.push((more.0, more.1.to_owned()));
        let page = comes_back(&t, &mut browser, &answer).await;
        must_say(&t, &mut browser, &page, told).await;
    }
});

on_both_engines!(
    whoever_comes_back_twice_or_elsewhere_or_with_anothers_code_is_told_so,
    |config| { loopback(config) },
    |t| {
        let up = provider(&t, &[]).await;
        let client = t.first_party("app", json!({})).await;
        let (mut victim, mut attacker) = (t.browser(), t.browser());
        let theirs = leaves(&client, &mut attacker, &[]).await;
        let mine = leaves(&client, &mut victim, &[]).await;
        // RFC 9700 §4.5: the code of one in the sign-in of the other.
        let state = sent(mine.left(), "state").expect("a state");
        let swapped = vec![("state", state), ("code", up.code_for(theirs.left()))];
        let page = comes_back(&t, &mut victim, &swapped).await;
        must_say(&t, &mut victim, &page, &REFUSED).await;
        let page = comes_back(&t, &mut victim, &swapped).await;
        must_say(&t, &mut victim, &page, &EXPIRED).await;
        // RFC 6749 §10.12: the whole answer of one in the browser of the other, which signs nobody in.
        let page = comes_back(&t, &mut victim, &agreed(&up, theirs.left())).await;
        must_say(&t, &mut victim, &page, &OTHER_BROWSER).await;
    }
);

#[tokio::test]
async fn whoever_meets_a_provider_that_is_slow_or_huge_or_leads_astray_is_told_so() {
    for (path, act, told) in [
        ("/token", Instead::Nothing, &UNREACHABLE),
        ("/token", Instead::Answer(502, "<html>"), &UNREACHABLE),
        ("/token", Instead::Bytes(2 << 20), &UNTRUSTED),
        ("/token", Instead::Redirect, &MISCONFIGURED),
        ("/token", Instead::Answer(401, r#"{"error":"invalid_client"}"#), &MISCONFIGURED),
        ("/jwks", Instead::Drip, &UNREACHABLE),
    ] {
        let t = app().await;
        let up = provider(&t, &[]).await;
        let client = t.first_party("app", json!({})).await;
        up.acts().instead.insert(path, act);
        walks(&t, &client, &up, told).await;
    }
    for (metadata, leaves_first) in [
        (json!({"issuer": "https://evil.example"}), false),
        (json!({"authorization_endpoint": "javascript:alert(1)"}), false),
        (json!({"token_endpoint": "https://169.254.169.254/token"}), true),
    ] {
        let t = app().await;
        let up = provider(&t, &[]).await;
        let client = t.first_party("app", json!({})).await;
        up.acts().metadata = metadata;
        let mut browser = t.browser();
        let left = leaves(&client, &mut browser, &[]).await;
        let page = if leaves_first { comes_back(&t, &mut browser, &agreed(&up, left.left())).await } else { left };
        must_say(&t, &mut browser, &page, &MISCONFIGURED).await;
    }
}
