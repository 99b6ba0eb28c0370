//! Who we are at a token endpoint that looks: by a key, and without any secret.

use data_encoding::BASE64URL_NOPAD;
use signet::base::secret::Secret;

use super::*;
use crate::support::{ClientKey, ClientProof};

const NOT_KNOWN: &str = "the token endpoint answered invalid_client (RFC 6749 section 5.2)";
const BY_KEY: [(&str, &str); 1] = [("client_auth", "private_key_jwt")];

/// A provider that is registered as `up`, with this private key or none.
async fn provider_with(t: &TestApp, secret: Option<String>, settings: &[(&str, &str)]) -> StubUpstream {
    let up = StubUpstream::start(t.now()).await;
    let issuer = up.issuer();
    let new = new_upstream("up", &[[("issuer", issuer.as_str())].as_slice(), settings].concat());
    let secret = secret.map(|pem| Some(Secret::new(pem)));
    let new = NewUpstream { rest: UpstreamChanges { label: Some("Up".to_owned()), secret, ..new.rest }, ..new };
    upstreams::create(&t.cx(), new).await.expect("registering an upstream");
    up
}

async fn set(t: &TestApp, key: &str, value: &str) {
    let changes = UpstreamChanges { settings: edits(&[(key, value)]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.expect("changing an upstream");
}

/// Says by which key, and for whom, the provider wants an assertion.
fn wants(up: &StubUpstream, key: &ClientKey, audience: &str) {
    up.acts().client_proof = ClientProof::Assertion { key: key.jwk(), audience: audience.to_owned() };
}

async fn signs_in(t: &TestApp, up: &StubUpstream) {
    let came = round_trip(t, up, UpstreamAsk::default()).await.expect("a sign-in");
    assert_eq!(came.person.sub, "ada-there");
}

async fn is_not_known(t: &TestApp, up: &StubUpstream) {
    refused(round_trip(t, up, UpstreamAsk::default()).await, &UpstreamFaultKind::Misconfigured, NOT_KNOWN);
}

// RFC 7523 §3, OIDC Core §9
#[tokio::test]
async fn a_key_proves_us_under_the_name_and_for_the_audience_that_are_set() {
    let t = app().await;
    let key = ClientKey::new("of-signet");
    let up = provider_with(&t, Some(key.pem()), &BY_KEY).await;
    let (issuer, endpoint) = (up.issuer(), format!("{}/token", up.issuer()));
    wants(&up, &key, &endpoint);
    is_not_known(&t, &up).await;
    set(&t, "client_auth_values.key_id", "of-signet").await;
    signs_in(&t, &up).await;
    wants(&up, &ClientKey::new("of-signet"), &endpoint);
    is_not_known(&t, &up).await;
    wants(&up, &key, &issuer);
    is_not_known(&t, &up).await;
    set(&t, "client_auth_values.audience", "issuer").await;
    signs_in(&t, &up).await;
}

// RFC 7638 §3
#[tokio::test]
async fn a_key_is_called_by_its_thumbprint_where_no_name_is_set() {
    let t = app().await;
    let key = ClientKey::new("unused");
    let up = provider_with(&t, Some(key.pem()), &BY_KEY).await;
    let mut jwk = key.jwk();
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, members.as_bytes());
    jwk["kid"] = BASE64URL_NOPAD.encode(digest.as_ref()).into();
    let audience = format!("{}/token", up.issuer());
    up.acts().client_proof = ClientProof::Assertion { key: jwk, audience };
    signs_in(&t, &up).await;
}

// RFC 6749 §3.2.1: a public client says its name.
#[tokio::test]
async fn a_client_without_a_secret_says_its_name_and_nothing_more() {
    let t = app().await;
    let public = provider_with(&t, None, &[("client_auth", "none")]).await;
    public.acts().client_proof = ClientProof::Public;
    signs_in(&t, &public).await;
    let t = app().await;
    let with_secret = provider(&t, &[]).await;
    with_secret.acts().client_proof = ClientProof::Public;
    is_not_known(&t, &with_secret).await;
}
