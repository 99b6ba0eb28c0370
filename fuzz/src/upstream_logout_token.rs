//! A logout token of an upstream: it ends what it names, for us and now, and nothing that is another kind of token passes
//! for one.

use std::sync::LazyLock;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};
use signet_protocol::{
    base::time::{Seconds, Timestamp},
    jose::{alg::SigAlg, jwt::Unverified},
    logout::backchannel::EVENT,
    upstream::{
        UpstreamAsk, UpstreamAudience, UpstreamIssuer, UpstreamSettings,
        id_token::{self, AskedAt, ExpectedUpstreamToken, addressed},
        logout_token::{ExpectedUpstreamLogout, UpstreamLogout, check, check_type},
    },
};

use crate::model::two_texts;

const NOW: Timestamp = Timestamp(1_800_000_000);
const SKEW: Seconds = Seconds(60);
const LISTED: [&str; 2] = ["t1", "t3"];

/// One provider, one of many tenants of which two are listed, and one whose tenant a claim names.
static UPSTREAMS: LazyLock<[UpstreamSettings; 3]> = LazyLock::new(|| {
    let settings = |issuer: &str| UpstreamSettings { issuer: Some(issuer.to_owned()), ..UpstreamSettings::default() };
    let tenants: Vec<String> = LISTED.iter().map(|one| (*one).to_owned()).collect();
    [
        settings("https://up.example"),
        UpstreamSettings { tenants: tenants.clone(), ..settings("https://login.example/{tenant}/v2.0") },
        UpstreamSettings { tenants, tenant_claim: Some("hd".to_owned()), ..settings("https://accounts.example") },
    ]
});

/// A header, and behind its line the claims.
pub fn run(data: &[u8]) {
    is_believed(data);
}

/// Whether it ends anything at one of the upstreams.
pub fn is_believed(data: &[u8]) -> bool {
    let Some((header, claims)) = two_texts(data) else { return false };
    let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let Ok(jwt) = Unverified::parse(&format!("{}.{}.", part(header), part(claims))) else { return false };
    // RFC 7515 §4.1.9
    let typ = jwt.header().typ.as_deref().unwrap_or("jwt").to_ascii_lowercase();
    let is_logout = matches!(typ.strip_prefix("application/").unwrap_or(&typ), "jwt" | "logout+jwt");
    assert_eq!(check_type(jwt.header()).is_ok(), is_logout, "{typ:?}");
    let believed: Vec<bool> = UPSTREAMS.iter().map(|upstream| ends(upstream, jwt.claims_unverified())).collect();
    assert!(believed.iter().filter(|one| **one).count() <= 1, "of several upstreams: {claims}");
    is_logout && believed.contains(&true)
}

/// Whether the claims end anything that began at this upstream.
fn ends(upstream: &UpstreamSettings, claims: &Map<String, Value>) -> bool {
    let issuer = UpstreamIssuer::of(upstream).unwrap().awaiting_tenant(claims);
    let expected = ExpectedUpstreamLogout { issuer, client_id: "us", now: NOW, skew: SKEW };
    let Ok(out) = check(claims, &expected) else { return false };
    assert_eq!(addressed(claims, issuer, UpstreamAudience::Us("us")), Ok(out.iss.as_str()));
    let said = Value::Object(claims.clone());
    of_the_upstream(upstream, &said, &out.iss);
    what_it_names(&said, &out);
    let ask = UpstreamAsk::default();
    let of_a_sign_in = ExpectedUpstreamToken {
        issuer,
        audience: UpstreamAudience::Us("us"),
        subject: "sub",
        nonce: Some("n"),
        access_token: None,
        asked: AskedAt { ask: &ask, at: NOW },
        proves_freshness: true,
        now: NOW,
        skew: SKEW,
    };
    let other = id_token::check(claims, SigAlg::ES256, &of_a_sign_in).map_err(|why| why.sentence);
    assert_eq!(other, Err("the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)".to_owned()));
    true
}

fn of_the_upstream(upstream: &UpstreamSettings, said: &Value, iss: &str) {
    assert_eq!(said["iss"], iss);
    assert!(said["aud"] == "us" || said["aud"].as_array().is_some_and(|all| all.iter().any(|one| one == "us")));
    assert!(said.get("azp").is_none_or(|azp| azp == "us"));
    let pattern = upstream.issuer.as_deref().unwrap();
    if pattern.contains("{tenant}") {
        let tenant = LISTED.into_iter().find(|tenant| said["tid"] == *tenant);
        assert_eq!(iss, pattern.replace("{tenant}", tenant.unwrap()));
    } else {
        assert_eq!(iss, pattern);
    }
    if upstream.tenant_claim.is_some() {
        assert!(said.get("hd").is_none_or(|hd| LISTED.into_iter().any(|tenant| *hd == tenant)));
    }
}

/// OIDC Back-Channel Logout §2.4, §2.6
fn what_it_names(said: &Value, out: &UpstreamLogout) {
    assert!(said["events"][EVENT].is_object() && said.get("nonce").is_none());
    let named = |name: &str| said[name].as_str().filter(|text| (1..=1024).contains(&text.len()));
    assert_eq!((out.sub.as_deref(), out.sid.as_deref()), (named("sub"), named("sid")));
    assert!(out.sub.is_some() || out.sid.is_some());
    assert_eq!(Some(out.jti.as_str()), named("jti"));
    let time = |name: &str| said[name].as_f64().unwrap() - 1_800_000_000.0;
    assert!(time("exp") > -60.0 && (-660.0..61.0).contains(&time("iat")));
    assert!(said.get("nbf").is_none_or(|nbf| nbf.as_f64().is_some_and(|nbf| nbf < 1_800_000_061.0)));
    // Its jti is remembered for as long as the token is good, and no longer than its iat can be of now.
    assert!(out.exp > NOW - SKEW && out.exp <= NOW + Seconds::minutes(12));
}
