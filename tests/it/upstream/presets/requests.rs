//! What the service was sent, held against its row.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use signet::protocol::upstream::preset;
use url::Url;

use super::{
    apple,
    row::{ApiCall, Proof, Row},
    stand_in::WireRequest,
    walk::{At, scene, target},
};
use crate::support::{UPSTREAM_CLIENT, UPSTREAM_SECRET};

/// Drawn anew for each request.
const DRAWN: [&str; 3] = ["state", "nonce", "code_challenge"];

/// Everything that it was sent in one sign-in.
pub(super) fn check(at: At<'_>, address: &Url, requests: &[WireRequest]) {
    let (row, preset) = (at.row, at.row.preset);
    authorization(at, address);
    let token_target = scene(row, at.service).token_target;
    let only = |target: &str| {
        let found: Vec<&WireRequest> = requests.iter().filter(|one| one.target == target).collect();
        assert_eq!(found.len(), 1, "{preset}: {target} of {requests:?}");
        found[0].clone()
    };
    token(at, &only(&token_target));
    for call in row.userinfo.iter().chain(&row.emails) {
        api(row, call, &only(call.target));
    }
    // Nothing else is asked but metadata and keys, of a provider that signs.
    let public = scene(row, at.service).public;
    let calls = 1 + usize::from(row.userinfo.is_some()) + usize::from(row.emails.is_some());
    let others = requests.iter().filter(|one| public.contains_key(&one.target)).count();
    assert_eq!(requests.len(), calls + others, "{preset}: {requests:?}");
    let needs_none = row.claims.is_null() || known_by_heart(row);
    let metadata = requests.iter().filter(|one| one.target.ends_with("/openid-configuration")).count();
    assert_eq!(metadata, usize::from(!needs_none), "{preset}: {requests:?}");
}

/// Whether the endpoints of a provider stand in its preset, so that nobody's sign-in hangs on its metadata.
fn known_by_heart(row: &Row) -> bool {
    let settings = preset::find(row.preset).expect("a preset").settings;
    settings.token_endpoint.is_some() && settings.jwks_uri.is_some()
}

fn authorization(at: At<'_>, address: &Url) {
    let (row, preset) = (at.row, at.row.preset);
    let known = preset::find(preset).expect("a preset").settings;
    let place = target(known.authorization_endpoint.as_ref(), "/authorize");
    assert!(address.as_str().starts_with(&format!("{}{place}?", at.service.origin())), "{preset}: {address}");
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let mut sent: BTreeMap<String, String> = pairs.iter().cloned().collect();
    assert_eq!(sent.len(), pairs.len(), "{preset}: a parameter stands twice: {address}");
    let drawn = DRAWN.map(|name| sent.remove(name).is_some());
    assert_eq!(drawn, [true, row.has_nonce, row.has_pkce], "{preset}: {address}");
    // The language is the browser's, and handed to OpenID providers alone.
    let locale = sent.remove("ui_locales");
    assert_eq!(locale.as_deref(), (!row.claims.is_null()).then_some("en"), "{preset}");
    let callback = at.t.url("/sign-in/upstream/up/callback");
    let mut expected: BTreeMap<&str, &str> = row.asks.iter().copied().collect();
    expected.insert("response_type", "code");
    expected.insert(row.client_id_parameter, UPSTREAM_CLIENT);
    expected.insert("redirect_uri", &callback);
    expected.extend(row.scope.map(|scope| ("scope", scope)));
    expected.extend(row.has_pkce.then_some(("code_challenge_method", "S256")));
    let sent: BTreeMap<&str, &str> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(sent, expected, "{preset}: the authorization request");
}

fn token(at: At<'_>, request: &WireRequest) {
    let (row, preset) = (at.row, at.row.preset);
    assert_eq!((request.method.as_str(), request.field("accept")), ("POST", Some("application/json")), "{preset}");
    let kind = if row.is_json { "application/json" } else { "application/x-www-form-urlencoded" };
    assert_eq!(request.field("content-type"), Some(kind), "{preset}");
    fields(row, request);
    let pair = BASE64.encode(format!("{UPSTREAM_CLIENT}:{UPSTREAM_SECRET}").as_bytes());
    let header = (row.proof == Proof::Header).then(|| format!("Basic {pair}"));
    assert_eq!(request.field("authorization"), header.as_deref(), "{preset}");
    let members = request.members();
    let mut expected = vec!["code", "grant_type", "redirect_uri"];
    expected.extend(row.has_pkce.then_some("code_verifier"));
    if row.proof != Proof::Header {
        expected.extend(["client_secret", row.client_id_parameter]);
        assert_eq!(members[row.client_id_parameter], UPSTREAM_CLIENT, "{preset}");
    }
    expected.sort_unstable();
    assert_eq!(members.keys().collect::<Vec<_>>(), expected, "{preset}: the token request");
    assert_eq!(members["grant_type"], "authorization_code", "{preset}");
    match row.proof {
        Proof::Header => {}
        Proof::Form => assert_eq!(members["client_secret"], UPSTREAM_SECRET, "{preset}"),
        Proof::SignedSecret => apple::check_secret(at, &members["client_secret"]),
    }
}

fn api(row: &Row, call: &ApiCall, request: &WireRequest) {
    let preset = row.preset;
    let method = if call.body.is_some() { "POST" } else { "GET" };
    assert_eq!((request.method.as_str(), request.body.as_str()), (method, call.body.unwrap_or_default()), "{preset}");
    let kind = call.body.filter(|body| !body.is_empty()).map(|_| "application/json");
    assert_eq!(request.field("content-type"), kind, "{preset}");
    assert_eq!(request.field("authorization"), Some("Bearer at-of-ada"), "{preset}");
    assert_eq!(request.field("accept"), Some(row.api_accept), "{preset}");
    fields(row, request);
}

/// The header fields of the row; and that of who asks, without which some refuse.
fn fields(row: &Row, request: &WireRequest) {
    for (name, value) in &row.fields {
        assert_eq!(request.field(name), Some(*value), "{}: {name}", row.preset);
    }
    assert!(request.field("user-agent").is_some_and(|agent| !agent.is_empty()), "{}", row.preset);
}
