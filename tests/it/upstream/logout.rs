//! A logout at an upstream ends the sessions that began with it (OIDC Back-Channel Logout §2.6).

use serde_json::{Value, json};
use signet::{
    base::id::{SessionId, UserId},
    domain::{
        flows::logout::upstream::{SignOutThere, sign_out_there},
        kernel::seals,
    },
    protocol::logout::backchannel::EVENT,
    store::{
        identities,
        session_upstreams::{self, SessionUpstream},
        sessions as rows,
    },
};

use super::*;
use crate::support::{Tokens, UPSTREAM_CLIENT, on_both_engines};

const PATH: &str = "/sign-in/upstream/up/backchannel-logout";
const AFTER: &str = "https://rp.example/bye";

/// A session of a person here, as if it had begun at the upstream in this session of its own.
async fn began_there(t: &TestApp, up: &StubUpstream, username: &str, sid: Option<&str>) -> SessionId {
    began_in(t, up, username, sid).await.1
}

/// The same, with its browser.
async fn began_in<'t>(
    t: &'t TestApp,
    up: &StubUpstream,
    username: &str,
    sid: Option<&str>,
) -> (Visitor<'t>, SessionId) {
    let browser = t.browser_of(username).await;
    let (upstream, sub) = (upstreams::named(&t.cx(), "up").await.unwrap(), format!("{username}-there"));
    let mut conn = t.app.db.read().await.unwrap();
    let user: UserId = signet::domain::directory::accounts::find(&mut conn, username).await.unwrap().id;
    let live = rows::list_live_for_user(&mut conn, &t.app.issuer.id, &user, t.clock.now()).await.unwrap();
    let session = live.into_iter().next().expect("a session").id;
    let known = identities::find(&mut conn, &upstream.id, &up.issuer(), &sub).await.unwrap();
    drop(conn);
    let identity = match known {
        Some(known) => known.id,
        None => linked(t, username, &sub).await,
    };
    let mut tx = t.app.db.begin().await.unwrap();
    let sealed = t.app.sealer.seal(&seals::session_upstream(&session), b"a.b.c", &t.app.entropy);
    let row = SessionUpstream {
        session_id: session.clone(),
        identity_id: identity,
        sid: sid.map(str::to_owned),
        id_token: Some(sealed),
    };
    session_upstreams::upsert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    (browser, session)
}

fn claims(t: &TestApp, up: &StubUpstream, jti: &str) -> Value {
    json!({
        "iss": up.issuer(), "aud": UPSTREAM_CLIENT, "iat": t.now(), "exp": t.now() + 120, "jti": jti,
        "sub": "ada-there", "events": {EVENT: {}},
    })
}

async fn is_live(t: &TestApp, session: &SessionId) -> bool {
    let mut conn = t.app.db.read().await.unwrap();
    rows::find(&mut conn, session).await.unwrap().is_some_and(|session| session.ended_at.is_none())
}

on_both_engines!(a_logout_there_ends_the_sessions_that_it_names, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[]).await;
    for name in ["ada", "eve"] {
        t.person(name).await;
    }
    let one = began_there(&t, &up, "ada", Some("S1")).await;
    t.clock.advance(1);
    let two = began_there(&t, &up, "ada", Some("S2")).await;
    let other = began_there(&t, &up, "eve", Some("S1")).await;
    let posted = async |claims: &Value| {
        let token = up.signed("logout+jwt", claims);
        t.post(PATH, &[("logout_token", &token)], &[]).await
    };
    up.set_now(t.now());
    // One session of hers, and not that of somebody else who has the same one.
    let mut named = claims(&t, &up, "j1");
    named["sid"] = json!("S1");
    let answer = posted(&named).await.ok();
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    assert_eq!((is_live(&t, &one).await, is_live(&t, &two).await, is_live(&t, &other).await), (false, true, true));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'session.ended'").await, 1);
    // The same token again is a replay, though it were harmless.
    let again = posted(&named).await;
    assert_eq!(again.refusal(), "invalid_request");
    assert_eq!(
        again.description(),
        "the logout token was used before: jti is known (OIDC Back-Channel Logout section 2.6)"
    );
    // A session alone, whoever it is of.
    let mut alone = claims(&t, &up, "j2");
    alone["sid"] = json!("S1");
    alone.as_object_mut().unwrap().remove("sub");
    posted(&alone).await.ok();
    assert!(!is_live(&t, &other).await);
    // Everything of hers; and once more, of which nothing is left.
    posted(&claims(&t, &up, "j3")).await.ok();
    assert!(!is_live(&t, &two).await);
    posted(&claims(&t, &up, "j4")).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'session.ended'").await, 3);
});

// OIDC Back-Channel Logout §2.4 names no claim of a tenant: userinfo alone tells it at many providers.
on_both_engines!(a_logout_token_that_names_no_tenant_ends_what_began_there, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[("tenant_claim", "organization_id"), ("tenants", "acme")]).await;
    t.person("ada").await;
    let session = began_there(&t, &up, "ada", Some("S1")).await;
    up.set_now(t.now());
    let posted = async |claims: &Value| {
        let token = up.signed("logout+jwt", claims);
        t.post(PATH, &[("logout_token", &token)], &[]).await
    };
    let mut another = claims(&t, &up, "j1");
    another["organization_id"] = json!("evil");
    let refused = posted(&another).await;
    let sentence = "the person belongs to none of the tenants that are listed for the upstream";
    assert_error(&refused, "invalid_request", sentence);
    assert!(is_live(&t, &session).await);
    posted(&claims(&t, &up, "j2")).await.ok();
    assert!(!is_live(&t, &session).await);
});

#[tokio::test]
async fn what_is_no_logout_token_of_this_upstream_ends_nothing() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    t.person("ada").await;
    let session = began_there(&t, &up, "ada", Some("S1")).await;
    let told = async |token: &str| {
        let answer = t.post(PATH, &[("logout_token", token)], &[]).await;
        assert_eq!(answer.refusal(), "invalid_request");
        answer.description()
    };
    let changed = |name: &str, value: Value| {
        let mut claims = claims(&t, &up, name);
        claims[name] = value;
        up.signed("logout+jwt", &claims)
    };
    for (name, value, sentence) in [
        (
            "iss",
            json!("https://evil.example"),
            "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
        ),
        ("aud", json!("them"), "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)"),
        ("exp", json!(t.now() - 61), "the token has expired (OIDC Core section 3.1.3.7, rule 9)"),
        ("nonce", json!("n"), "a logout token has no nonce (OIDC Back-Channel Logout section 2.6)"),
        ("events", json!({}), "events of the logout token do not name a logout (OIDC Back-Channel Logout section 2.6)"),
        ("sub", json!(""), "the logout token names neither sub nor sid (OIDC Back-Channel Logout section 2.6)"),
    ] {
        assert_eq!(told(&changed(name, value)).await, sentence, "{name}");
    }
    let forged = crate::support::ClientKey::new("up-1").sign_as("logout+jwt", &claims(&t, &up, "j"));
    let why = told(&forged).await;
    assert!(why.starts_with("the signature of the token does not verify"), "{why}");
    let unsigned = crate::support::unsigned_jwt(&claims(&t, &up, "j"));
    assert_eq!(told(&unsigned).await, "the token is not signed: alg is none (RFC 8725 section 3.2)");
    let typed = up.signed("at+jwt", &claims(&t, &up, "j"));
    assert_eq!(told(&typed).await, "typ of the token is not logout+jwt (OIDC Back-Channel Logout section 2.4)");
    assert_eq!(
        t.post("/sign-in/upstream/nobody/backchannel-logout", &[("logout_token", "x")], &[]).await.refusal(),
        "invalid_request"
    );
    assert!(is_live(&t, &session).await);
}

#[tokio::test]
async fn who_signs_out_here_is_offered_to_sign_out_there() {
    let t = app().await;
    let up = provider(&t, &[("offers_logout", "true")]).await;
    t.person("ada").await;
    let session = began_there(&t, &up, "ada", Some("S1")).await;
    let back = t.url("/signed-out");
    let there = SignOutThere { session: &session, post_logout_redirect_uri: &back, state: "s" };
    let offered = sign_out_there(&t.cx(), there).await.unwrap().expect("an offer");
    let address = Url::parse(&offered.address).unwrap();
    assert!(address.as_str().starts_with(&format!("{}/out?", up.issuer())), "{address}");
    assert_eq!(sent(&address, "id_token_hint").as_deref(), Some("a.b.c"));
    assert_eq!(
        (sent(&address, "post_logout_redirect_uri"), sent(&address, "state")),
        (Some(back.clone()), Some("s".to_owned()))
    );
    let changes = UpstreamChanges { settings: edits(&[("offers_logout", "false")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.unwrap();
    assert!(sign_out_there(&t.cx(), there).await.unwrap().is_none());
}

/// Where the link of a farewell leads, if it has one.
fn link(page: &Page) -> Option<Url> {
    let (_, rest) = page.answer.body.split_once("id=\"sign-out-upstream\" href=\"")?;
    Some(Url::parse(&rest.split('"').next()?.replace("&#38;", "&")).expect("an address"))
}

on_both_engines!(the_farewell_offers_to_sign_out_there, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[("offers_logout", "true")]).await;
    t.person("ada").await;
    let (mut browser, _) = began_in(&t, &up, "ada", Some("S1")).await;
    let asked = browser.get(&t.url("/logout")).await;
    assert!(!asked.text().contains("Sign out of Up"), "the farewell says it: {}", asked.text());
    let farewell = browser.press(&asked, "logout-confirm").await;
    for said in ["You may still be signed in at Up.", "Sign out of Up, too"] {
        assert!(farewell.text().contains(said), "{}", farewell.text());
    }
    let there = link(&farewell).expect("a link");
    assert!(there.as_str().starts_with(&format!("{}/out?", up.issuer())), "{there}");
    assert_eq!(sent(&there, "id_token_hint").as_deref(), Some("a.b.c"));
    assert_eq!(sent(&there, "post_logout_redirect_uri"), Some(t.url("/signed-out")));
    let state = sent(&there, "state").expect("a state");
    let back = browser.get(&t.url(&format!("/signed-out?state={state}"))).await;
    assert!(back.left_for.is_none() && back.answer.status.is_success(), "{} {}", back.url, back.text());
    // Whoever signed in here alone is signed in nowhere else.
    let mut plain = t.browser_of("ada").await;
    let asked = plain.get(&t.url("/logout")).await;
    assert!(link(&plain.press(&asked, "logout-confirm").await).is_none());
});

on_both_engines!(the_question_before_the_way_to_an_app_offers_to_sign_out_there, |config| { loopback(config) }, |t| {
    let up = provider(&t, &[("offers_logout", "true")]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({"post_logout_redirect_uris": [AFTER]})).await;
    let request = format!("/logout?client_id=web&post_logout_redirect_uri={AFTER}&state=x");
    // Not ticked, the way leads to the app.
    let (mut browser, _) = began_in(&t, &up, "ada", Some("S1")).await;
    let asked = browser.get(&t.url(&request)).await;
    assert!(asked.text().contains("Sign out of Up, too"), "{}", asked.text());
    let left = browser.press(&asked, "logout-confirm").await;
    assert_eq!(left.left().as_str(), format!("{AFTER}?state=x"));
    // Ticked, it leads there first, and from there to the app.
    let (mut browser, session) = began_in(&t, &up, "ada", Some("S2")).await;
    let asked = browser.get(&t.url(&request)).await;
    let ticked = asked.form_with("logout-confirm").with("there", "yes").press("logout-confirm");
    let left = browser.submit(&asked, ticked).await;
    assert!(!is_live(&t, &session).await);
    assert!(left.left().as_str().starts_with(&format!("{}/out?", up.issuer())), "{}", left.left());
    assert_eq!(left.sent("post_logout_redirect_uri"), Some(t.url("/signed-out")));
    let back = t.url(&format!("/signed-out?state={}", left.sent("state").expect("a state")));
    assert_eq!(browser.get(&back).await.left().as_str(), format!("{AFTER}?state=x"));
    // In another browser, or with another state, it leads to no app.
    assert_eq!(t.browser().get(&back).await.left_for, None);
    assert_eq!(browser.get(&format!("{back}x")).await.left_for, None);
    // A client does not say that somebody signs out elsewhere.
    let (mut browser, _) = began_in(&t, &up, "ada", Some("S3")).await;
    let hint = Tokens(client.redeem(&client.code(&mut browser, &[]).await).await.ok().json()).id().to_owned();
    let left = browser.get(&t.url(&format!("{request}&there=yes&id_token_hint={hint}"))).await;
    assert_eq!(left.left().as_str(), format!("{AFTER}?state=x"));
});
