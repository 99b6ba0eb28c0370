//! Upstreams that do not answer, answer too much, or would lead us astray.

use serde_json::json;
use signet::domain::login::upstream::{UpstreamAsk, UpstreamFaultKind};

use super::*;
use crate::support::Instead;

const METADATA: &str = "/.well-known/openid-configuration";

/// What becomes of a sign-in where one path answers so.
async fn instead(path: &'static str, act: Instead) -> (UpstreamFaultKind, String) {
    let t = app().await;
    let up = provider(&t, &[("userinfo", "true")]).await;
    up.acts().instead.insert(path, act);
    let fault = round_trip(&t, &up, UpstreamAsk::default()).await.map(|came| came.person.sub).unwrap_err();
    (fault.kind, fault.sentence)
}

#[tokio::test]
async fn an_upstream_that_never_answers_holds_nobody_for_long() {
    let slow = "it did not answer in time (outbound.timeout)";
    for (path, what) in [
        (METADATA, "the metadata of the upstream cannot be fetched"),
        ("/token", "the upstream does not answer"),
        ("/me", "the API of the upstream does not answer"),
    ] {
        let told = instead(path, Instead::Nothing).await;
        assert_eq!(told, (UpstreamFaultKind::Unreachable, format!("{what}: {slow}")), "{path}");
    }
    let keys = "the key set at jwks_uri cannot be used: the request timed out".to_owned();
    assert_eq!(instead("/jwks", Instead::Nothing).await, (UpstreamFaultKind::Unreachable, keys));
}

/// A byte now and then is no answer either: the whole of it has to be there in time.
#[tokio::test]
async fn an_upstream_that_answers_without_end_holds_nobody_for_long() {
    let slow = "it did not answer in time (outbound.timeout)";
    for (path, what) in [
        (METADATA, "the metadata of the upstream cannot be fetched"),
        ("/token", "the upstream does not answer"),
        ("/me", "the API of the upstream does not answer"),
    ] {
        let told = instead(path, Instead::Drip).await;
        assert_eq!(told, (UpstreamFaultKind::Unreachable, format!("{what}: {slow}")), "{path}");
    }
    let keys = "the key set at jwks_uri cannot be used: the request timed out".to_owned();
    assert_eq!(instead("/jwks", Instead::Drip).await, (UpstreamFaultKind::Unreachable, keys));
}

#[tokio::test]
async fn endless_redirects_are_not_followed() {
    let redirect = "it answers with a redirect, which is not followed: register the address it leads to";
    for (path, what) in [
        (METADATA, "the metadata of the upstream cannot be fetched"),
        ("/token", "the upstream does not answer"),
        ("/me", "the API of the upstream does not answer"),
    ] {
        let told = instead(path, Instead::Redirect).await;
        assert_eq!(told, (UpstreamFaultKind::Misconfigured, format!("{what}: {redirect}")), "{path}");
    }
    let keys = "the key set at jwks_uri cannot be used: the answer is a redirect that is not followed".to_owned();
    assert_eq!(instead("/jwks", Instead::Redirect).await, (UpstreamFaultKind::Unreachable, keys));
}

#[tokio::test]
async fn huge_answers_are_not_read() {
    let (huge, large) = (Instead::Bytes(2 << 20), Instead::Bytes(300 << 10));
    let limit = "the answer is larger than 1048576 bytes: see that the address is the one meant for this";
    for (path, what) in [
        (METADATA, "the metadata of the upstream cannot be fetched"),
        ("/token", "the upstream does not answer"),
        ("/me", "the API of the upstream does not answer"),
    ] {
        let told = instead(path, huge.clone()).await;
        assert_eq!(told, (UpstreamFaultKind::Untrusted, format!("{what}: {limit}")), "{path}");
    }
    let keys = "the key set at jwks_uri cannot be used: the answer is larger than 1048576 bytes".to_owned();
    assert_eq!(instead("/jwks", huge).await, (UpstreamFaultKind::Unreachable, keys));
    let token = "the token endpoint answers more than 262144 bytes".to_owned();
    assert_eq!(instead("/token", large.clone()).await, (UpstreamFaultKind::Untrusted, token));
    let userinfo = "userinfo answers more than 262144 bytes".to_owned();
    assert_eq!(instead("/me", large).await, (UpstreamFaultKind::Untrusted, userinfo));
}

#[tokio::test]
async fn an_upstream_that_is_down_is_told_from_one_that_does_not_know_us() {
    let down = "the token endpoint answers with status 502 (RFC 6749 section 5)".to_owned();
    assert_eq!(instead("/token", Instead::Answer(502, "<html>")).await, (UpstreamFaultKind::Unreachable, down));
    let unknown = "the token endpoint answered invalid_client (RFC 6749 section 5.2)".to_owned();
    let told = instead("/token", Instead::Answer(401, r#"{"error":"invalid_client"}"#)).await;
    assert_eq!(told, (UpstreamFaultKind::Misconfigured, unknown));
}

/// OWASP SSRF: the upstream's metadata are written by whoever runs it, and we stand in the operator's network.
#[tokio::test]
async fn private_addresses_in_metadata_are_not_asked() {
    let private = "the address is not a public one: list it in outbound.allow_private";
    for (metadata, sentence) in [
        (json!({"token_endpoint": "https://10.0.0.1/token"}), format!("the upstream does not answer: {private}")),
        (json!({"token_endpoint": "https://169.254.169.254/"}), format!("the upstream does not answer: {private}")),
        (
            json!({"userinfo_endpoint": "https://[fd00::1]/me"}),
            format!("the API of the upstream does not answer: {private}"),
        ),
    ] {
        let t = app().await;
        let up = provider(&t, &[("userinfo", "true")]).await;
        up.acts().metadata = metadata;
        refused(round_trip(&t, &up, UpstreamAsk::default()).await, &UpstreamFaultKind::Misconfigured, &sentence);
    }
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().metadata = json!({"jwks_uri": "https://192.168.0.1/jwks"});
    let keys = "the key set at jwks_uri cannot be used: the address is not allowed or cannot be found";
    refused(round_trip(&t, &up, UpstreamAsk::default()).await, &UpstreamFaultKind::Unreachable, keys);
}

/// The browser is sent to what the metadata name.
#[tokio::test]
async fn a_program_of_the_device_is_no_authorization_endpoint() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().metadata = json!({"authorization_endpoint": "javascript:alert(1)"});
    let wrong = "authorization_endpoint is not an https address without fragment (RFC 6749 section 3.1)";
    refused(round_trip(&t, &up, UpstreamAsk::default()).await, &UpstreamFaultKind::Misconfigured, wrong);
}

// OIDC Discovery §4.3
#[tokio::test]
async fn metadata_of_another_issuer_are_not_used() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().metadata = json!({"issuer": "https://evil.example"});
    let other = "issuer of the metadata is not the one that they were asked of (OIDC Discovery section 4.3)";
    refused(round_trip(&t, &up, UpstreamAsk::default()).await, &UpstreamFaultKind::Misconfigured, other);
    assert_eq!(up.hits("/token"), 0);
}
