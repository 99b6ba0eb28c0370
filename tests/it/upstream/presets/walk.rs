//! A sign-in by a preset, over HTTP: there, back, and whose account it opens.

use std::collections::HashMap;

use serde_json::{Value, json};
use signet::{
    base::secret::Secret,
    domain::registry::upstreams::{self, NewUpstream, SettingEdit, UpstreamChanges},
    protocol::upstream::{UpstreamSettings, preset},
    store::{identities, users},
};
use url::Url;

use super::{
    super::{edits, leaves, linked, loopback, sent},
    apple, requests,
    row::{ApiCall, Opens, Proof, Row},
    stand_in::{Scene, Service},
};
use crate::support::{Engine, Page, TestApp, TestClient, UPSTREAM_CLIENT, UPSTREAM_SECRET};

/// Somebody who went there and came back.
pub(super) struct Went {
    /// The authorization request.
    pub address: Url,
    /// Where they came back to.
    pub page: Page,
}

impl Went {
    /// Whether they are signed in: the app has its answer.
    pub(super) fn is_in(&self) -> bool {
        self.page.left_for.as_ref().is_some_and(|address| sent(address, "code").is_some())
    }
}

/// An address of the service, at the stand-in.
fn at(origin: &str, address: &str) -> String {
    let behind = address.strip_prefix("https://").expect("an address by https");
    format!("{origin}{}", behind.find('/').map_or("", |path| &behind[path..]))
}

/// The preset's own settings, but for the hosts of its addresses.
fn settings(row: &Row, origin: &str) -> Vec<SettingEdit> {
    let known = known(row);
    let addresses = [
        ("issuer", known.issuer),
        ("metadata_url", known.metadata_url),
        ("authorization_endpoint", known.authorization_endpoint),
        ("token_endpoint", known.token_endpoint),
        ("userinfo_endpoint", known.userinfo_endpoint),
        ("jwks_uri", known.jwks_uri),
        ("revocation_endpoint", known.revocation_endpoint),
        ("emails.endpoint", known.emails.map(|list| list.endpoint)),
    ];
    let moved = addresses.into_iter().filter_map(|(key, address)| Some((key, at(origin, &address?))));
    let said = row.says.iter().map(|(key, value)| {
        (*key, if value.starts_with("https://") { at(origin, value) } else { (*value).to_owned() })
    });
    // Of whoever stands elsewhere it is not taken over unsaid.
    let trust = [("email_trust", known.email_trust.as_str().to_owned())];
    let all = moved.chain(said).chain(trust);
    all.map(|(key, value)| SettingEdit { key: key.to_owned(), value }).collect()
}

fn known(row: &Row) -> UpstreamSettings {
    preset::find(row.preset).expect("a preset").settings
}

/// Path and query of an endpoint: that of the preset, or the usual one of a provider that publishes metadata.
pub(super) fn target(endpoint: Option<&String>, usual: &str) -> String {
    endpoint.map_or_else(|| usual.to_owned(), |address| at("", address))
}

/// What the service answers.
pub(super) fn scene(row: &Row, service: &Service) -> Scene {
    let (known, origin) = (known(row), service.origin());
    let mut claims = row.claims.clone();
    let mut public = HashMap::new();
    if claims.is_object() {
        claims["iss"] = json!(format!("{origin}{}", row.iss));
        public.insert(target(known.jwks_uri.as_ref(), "/keys"), service.keys());
        let usual = format!("{}/.well-known/openid-configuration", row.iss.trim_end_matches('/'));
        let issuer = row.metadata.map_or(row.iss, |other| other.issuer);
        let place = row.metadata.map_or(usual, |other| other.target.to_owned());
        public.insert(place, metadata(origin, issuer, row.userinfo.as_ref()));
    }
    let api = row.userinfo.iter().chain(&row.emails);
    Scene {
        token_target: target(known.token_endpoint.as_ref(), "/token"),
        token: row.token.clone(),
        claims,
        signs_by_secret: row.signs_by_secret,
        public,
        api: api.map(|call| (call.target.to_owned(), call.answer.clone())).collect(),
    }
}

fn metadata(origin: &str, issuer: &str, userinfo: Option<&ApiCall>) -> Value {
    let mut said = json!({
        "issuer": format!("{origin}{issuer}"),
        "authorization_endpoint": format!("{origin}/authorize"),
        "token_endpoint": format!("{origin}/token"),
        "jwks_uri": format!("{origin}/keys"),
        "end_session_endpoint": format!("{origin}/out"),
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    if let Some(call) = userinfo {
        said["userinfo_endpoint"] = json!(format!("{origin}{}", call.target));
    }
    said
}

/// The service, and an upstream that is made of the preset, as `up`.
pub(super) async fn begin(t: &TestApp, row: &Row) -> Service {
    let service = Service::start(t.now()).await;
    service.plays(scene(row, &service));
    let secret = match row.proof {
        Proof::SignedSecret => apple::key().pem.clone(),
        Proof::Header | Proof::Form => UPSTREAM_SECRET.to_owned(),
    };
    let rest = UpstreamChanges {
        client_id: Some(UPSTREAM_CLIENT.to_owned()),
        secret: Some(Some(Secret::new(secret))),
        settings: settings(row, service.origin()),
        ..UpstreamChanges::default()
    };
    let new = NewUpstream { name: "up".to_owned(), preset: Some(row.preset.to_owned()), kind: None, rest };
    upstreams::create(&t.cx(), new).await.unwrap_or_else(|why| panic!("{}: {why:?}", row.preset));
    service
}

/// Somebody signs in for an app: they press the button, agree there and come back, with more in the answer.
pub(super) async fn comes(client: &TestClient<'_>, at: At<'_>, more: &[(&str, &str)]) -> Went {
    let At { t, service, row } = at;
    let mut browser = t.browser();
    let address = leaves(client, &mut browser, &[]).await.left().clone();
    let own = |name: &str, value: String| (name.to_owned(), value);
    let mut answer =
        vec![own("state", sent(&address, "state").expect("a state")), own("code", service.code_for(&address))];
    if row.names_itself {
        answer.push(own("iss", format!("{}{}", service.origin(), row.iss)));
    }
    answer.extend(more.iter().map(|(name, value)| own(name, (*value).to_owned())));
    let callback = t.url("/sign-in/upstream/up/callback");
    let page = if row.is_form {
        browser.submit_from_elsewhere(&callback, &answer).await
    } else {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&answer).finish();
        browser.get(&format!("{callback}?{query}")).await
    };
    Went { address, page }
}

/// Where somebody signs in.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub t: &'a TestApp,
    pub service: &'a Service,
    pub row: &'a Row,
}

/// Everything that a row says holds.
pub(super) async fn holds(row: &Row) {
    let t = TestApp::start(Engine::sqlite(), loopback).await;
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let service = begin(&t, row).await;
    let at = At { t: &t, service: &service, row };
    let went = comes(&client, at, &[]).await;
    requests::check(at, &went.address, &service.took());
    let preset = row.preset;
    assert_eq!(went.is_in(), row.opens == Opens::Alone, "{preset}, of itself: {}", went.page.text());
    if went.is_in() {
        return is_ada(at).await;
    }
    assert_eq!(went.page.heading(), "You have no account here yet.", "{preset}");
    // Whoever believes all that it marks verified believes this address, or does not.
    trusts(&t, "verified", &[]).await;
    let went = comes(&client, at, &[]).await;
    assert_eq!(went.is_in(), row.is_marked, "{preset}, whether it is marked verified: {}", went.page.text());
    if went.is_in() {
        is_ada(at).await;
        t.engine().execute("DELETE FROM session_upstreams; DELETE FROM identities").await;
    }
    trusts(&t, known(row).email_trust.as_str(), &["example.com"]).await;
    let went = comes(&client, at, &[]).await;
    assert_eq!(went.is_in(), row.opens == Opens::Listed, "{preset}, listed: {}", went.page.text());
    if !went.is_in() {
        link(at).await;
        let went = comes(&client, at, &[]).await;
        assert!(went.is_in(), "{preset}, linked: {}", went.page.text());
    }
    is_ada(at).await;
}

async fn trusts(t: &TestApp, trust: &str, domains: &[&str]) {
    let changes = UpstreamChanges {
        settings: edits(&[("email_trust", trust)]),
        domains: Some(domains.iter().map(|one| (*one).to_owned()).collect()),
        ..UpstreamChanges::default()
    };
    upstreams::update(&t.cx(), "up", changes).await.expect("a change");
}

/// Ada is who the service says, byte for byte, and is called what it says.
pub(super) async fn is_ada(at: At<'_>) {
    let upstream = upstreams::named(&at.t.cx(), "up").await.expect("the upstream");
    let mut conn = at.t.app.db.read().await.expect("a connection");
    let ada = users::find_by_username_key(&mut conn, "ada").await.expect("a look").expect("Ada");
    let found = identities::find_at(&mut conn, &ada.id, &upstream.id).await.expect("a look").expect("an identity");
    assert_eq!(
        (found.iss, found.sub.as_str(), found.label.as_deref()),
        (format!("{}{}", at.service.origin(), at.row.iss), at.row.sub, Some(at.row.label)),
        "{}",
        at.row.preset
    );
}

/// Says past every rule that Ada is who the row says.
async fn link(at: At<'_>) {
    linked(at.t, "ada", at.row.sub).await;
    // A service has no issuer among its settings, and that of Microsoft stands for every tenant.
    let iss = format!("{}{}", at.service.origin(), at.row.iss);
    at.t.engine().execute(&format!("UPDATE identities SET iss = '{iss}'")).await;
}
