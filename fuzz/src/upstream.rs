//! What an upstream answers: a token answer, and the claims of an ID token. Who is proven is who the claims name, for us
//! and now.

use serde_json::{Value, json};
use signet_protocol::{
    base::time::{Seconds, Timestamp},
    jose::{alg::SigAlg, json::object},
    upstream::{
        UpstreamAsk, UpstreamAudience, UpstreamIssuer, UpstreamSettings,
        id_token::{AskedAt, ExpectedUpstreamToken, check},
        settings::UpstreamKind,
        token_response,
    },
};

use crate::model::{holds_nul, two_texts};

const NOW: Timestamp = Timestamp(1_800_000_000);
const OF_THE_TOKEN: &[&str] =
    &["iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "sid", "acr", "amr"];

/// A token answer, and behind its line the claims of an ID token.
pub fn run(data: &[u8]) {
    let Some((answer, claims)) = two_texts(data) else { return };
    token_answer(answer);
    if let Ok(claims) = object(claims.as_bytes()) {
        person(&Value::Object(claims));
    }
}

fn token_answer(text: &str) {
    for kind in [UpstreamKind::Oidc, UpstreamKind::OAuth2] {
        let Ok(read) = token_response::read(kind, &UpstreamSettings::default(), 200, text.as_bytes()) else { continue };
        let said: Value = serde_json::from_str(text).unwrap();
        assert!(said.get("error").is_none() && !holds_nul(&said));
        assert_eq!(said["access_token"], *read.tokens.access_token.expose());
        assert!(read.tokens.access_token.expose().bytes().all(|byte| (0x20..0x7F).contains(&byte)));
        assert!(read.tokens.expires_in.is_none_or(|life| life >= Seconds(0)));
        assert_eq!(read.id_token.is_some(), kind == UpstreamKind::Oidc);
    }
}

fn person(claims: &Value) {
    let settings = UpstreamSettings { issuer: Some("https://up.example".to_owned()), ..UpstreamSettings::default() };
    let ask = UpstreamAsk { max_age: Some(60), ..UpstreamAsk::default() };
    let (Some(issuer), Some(members)) = (UpstreamIssuer::of(&settings), claims.as_object()) else { return };
    let expected = ExpectedUpstreamToken {
        issuer,
        audience: UpstreamAudience::Us("us"),
        subject: "sub",
        nonce: Some("n"),
        access_token: Some("at"),
        asked: AskedAt { ask: &ask, at: NOW },
        proves_freshness: true,
        now: NOW,
        skew: Seconds(60),
    };
    let Ok(person) = check(members, SigAlg::ES256, &expected) else { return };
    assert_eq!((&claims["iss"], &claims["nonce"]), (&json!("https://up.example"), &json!("n")));
    assert!(claims["aud"] == "us" || claims["aud"].as_array().is_some_and(|all| all.contains(&json!("us"))));
    assert!(claims.get("azp").is_none_or(|azp| azp == "us"));
    assert!(claims["exp"].as_f64().is_some_and(|exp| exp > 1_799_999_940.0 - 1.0));
    assert_eq!(claims["sub"], person.sub.as_str());
    assert!(person.auth_time.is_some_and(|at| at <= NOW && at >= NOW - Seconds(121)));
    assert!(person.claims.keys().all(|name| !OF_THE_TOKEN.contains(&name.as_str())));
}
