//! OAuth 2 services, by their description.

use serde_json::json;
use signet::domain::login::upstream::{UpstreamAsk, UpstreamFaultKind};
use signet::protocol::upstream::settings::UpstreamKind;

use super::*;

/// Registers a service of this name; it calls its person 42.
pub(super) async fn service(t: &TestApp, name: &str, settings: &[(&str, &str)]) -> StubUpstream {
    let up = StubUpstream::start(t.now()).await;
    let endpoint = |path: &str| format!("{}{path}", up.issuer());
    let (auth, token, me) = (endpoint("/auth"), endpoint("/token"), endpoint("/me"));
    let own = [
        ("authorization_endpoint", auth.as_str()),
        ("token_endpoint", token.as_str()),
        ("userinfo_endpoint", me.as_str()),
        ("scopes", "read"),
        ("subject", "data.id"),
        ("proves_freshness", "false"),
    ];
    let new = new_upstream(name, &[own.as_slice(), settings].concat());
    let new = NewUpstream { kind: Some(UpstreamKind::OAuth2), ..new };
    upstreams::create(&t.cx(), new).await.expect("registering a service");
    up.acts().token = json!({"id_token": null});
    up.acts().userinfo = json!({"data": {"id": 42, "login": "ada"}});
    up
}

#[tokio::test]
async fn a_service_proves_the_subject_that_its_api_names() {
    let t = app().await;
    let up = service(&t, "up", &[]).await;
    let came = round_trip(&t, &up, UpstreamAsk::default()).await.unwrap();
    assert_eq!((came.person.iss, came.person.sub.as_str()), (up.issuer(), "42"));
    assert_eq!((came.person.auth_time, came.person.claims["data"]["login"].as_str()), (None, Some("ada")));
    assert!(came.id_token.is_none());
    // No metadata are asked, and no ID token is believed that comes along.
    assert_eq!((up.hits("/.well-known/openid-configuration"), up.hits("/jwks")), (0, 0));
}

#[tokio::test]
async fn a_service_that_names_nobody_signs_nobody_in() {
    let t = app().await;
    let up = service(&t, "up", &[]).await;
    let none = "what the service answers has no subject of at most 255 bytes where it should stand";
    for userinfo in [json!({}), json!({"data": {"id": null}}), json!({"data": {"id": ""}}), json!({"id": 42})] {
        up.acts().userinfo = userinfo;
        untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, none);
    }
}

#[tokio::test]
async fn a_service_is_not_asked_for_what_it_cannot_do() {
    let t = app().await;
    let _up = service(&t, "up", &[]).await;
    let silent = UpstreamAsk { is_silent: true, ..UpstreamAsk::default() };
    let browser = browser(&t).await;
    let fault = leave(&t, "up", &browser, silent).await.unwrap_err();
    let required = UpstreamFaultKind::InteractionRequired(signet::protocol::error::ErrorCode::LoginRequired);
    assert_eq!(
        (fault.kind, fault.sentence.as_str()),
        (required, "an OAuth 2 service knows no prompt=none (OIDC Core section 3.1.2.1)")
    );
    let fresh = UpstreamAsk { is_fresh: true, ..UpstreamAsk::default() };
    let address = leave(&t, "up", &browser, fresh).await.unwrap();
    assert_eq!((sent(&address, "prompt"), sent(&address, "max_age"), sent(&address, "nonce")), (None, None, None));
    assert_eq!(sent(&address, "scope").as_deref(), Some("read"));
}
