//! What upstreams hand out for people: sealed, refreshed ahead of its end by one of several instances, revoked when
//! somebody leaves. The upstream is a stand-in on a real socket.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use signet::{
    base::{
        id::{Id, IdentityId},
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    config::outbound::PrivateTarget,
    domain::registry::upstreams::{
        self, NewUpstream, SettingEdit, Upstream, UpstreamChanges,
        tokens::{self, NewUpstreamTokens, TakenTokens},
    },
    protocol::upstream::HandedOut,
    store::{
        PageRequest,
        upstream_tokens::{self as rows, UpstreamTokens},
    },
};

use crate::support::{NOW, TestApp, on_both_engines};

/// A request that the stand-in was sent.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    authorization: Option<String>,
    form: BTreeMap<String, String>,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<(u16, Value)>,
    asked: Vec<Asked>,
}

/// An OpenID provider that answers what it is told to.
struct StandIn {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl StandIn {
    async fn start() -> Self {
        let script: Arc<Mutex<Script>> = Arc::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shared, issuer) = (Arc::clone(&script), format!("http://{address}"));
        let routes =
            Router::new().fallback(move |request: Request| answer(Arc::clone(&shared), issuer.clone(), request));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, script, server }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn answers(&self, status: u16, body: Value) {
        self.script.lock().unwrap().answers.push_back((status, body));
    }

    /// What was asked since the last look, metadata left out.
    fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.script.lock().unwrap().asked)
    }
}

async fn answer(script: Arc<Mutex<Script>>, issuer: String, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.uri.path() == "/.well-known/openid-configuration" {
        let at = |path: &str| format!("{issuer}{path}");
        return Json(json!({
            "issuer": issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"), "revocation_endpoint": at("/revoke"),
        }))
        .into_response();
    }
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let authorization = parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let mut script = script.lock().unwrap();
    script.asked.push(Asked {
        path: parts.uri.path().to_owned(),
        authorization,
        form: url::form_urlencoded::parse(&body).into_owned().collect(),
    });
    let (status, body) = script.answers.pop_front().unwrap_or((500, json!({})));
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

fn reach_loopback(config: &mut signet::config::Config) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
}

async fn upstream(t: &TestApp, stand_in: &StandIn, keeps: bool) -> Upstream {
    let edit = |key: &str, value: String| SettingEdit { key: key.to_owned(), value };
    let new = NewUpstream {
        name: "staff".to_owned(),
        preset: None,
        kind: None,
        rest: UpstreamChanges {
            client_id: Some("us".to_owned()),
            secret: Some(Some(Secret::new("hush".to_owned()))),
            settings: vec![edit("issuer", stand_in.url()), edit("keeps_tokens", keeps.to_string())],
            ..UpstreamChanges::default()
        },
    };
    upstreams::create(&t.cx(), new).await.unwrap()
}

async fn identity(t: &TestApp, upstream: &Upstream, username: &str) -> IdentityId {
    let user = t.person(username).await;
    let id = format!("idn_{username}");
    t.engine()
        .execute(&format!(
            "INSERT INTO identities (id, user_id, upstream_id, iss, sub, created_at) \
             VALUES ('{id}', '{}', '{}', 'https://sso.example', '{username}', 0)",
            user.id, upstream.id
        ))
        .await;
    Id::from_stored(id)
}

fn handed_out(access: &str, refresh: Option<&str>) -> HandedOut {
    HandedOut {
        access_token: Secret::new(access.to_owned()),
        expires_in: Some(Seconds(3600)),
        refresh_token: refresh.map(|token| Secret::new(token.to_owned())),
        scope: None,
    }
}

async fn keep(t: &TestApp, upstream: &Upstream, identity: &IdentityId, tokens: &HandedOut) {
    let cx = t.cx();
    let new = NewUpstreamTokens { upstream, identity, tokens };
    cx.write(async |work| tokens::keep(&cx, work, new).await).await.unwrap();
}

async fn kept(t: &TestApp, identity: &IdentityId) -> Option<UpstreamTokens> {
    let all = rows::list_after(&mut t.cx().read().await.unwrap(), &PageRequest::first(10)).await.unwrap();
    all.into_iter().find(|row| row.identity_id == *identity)
}

async fn refresh(t: &TestApp) -> usize {
    tokens::refresh_due(&t.cx(), 20).await.unwrap()
}

async fn take(t: &TestApp, upstream: &Upstream, identity: &IdentityId) -> Option<TakenTokens> {
    let cx = t.cx();
    cx.write(async |work| tokens::take(&cx, work, &upstream.id, identity).await).await.unwrap()
}

on_both_engines!(
    tokens_are_sealed_and_kept_only_where_the_operator_says_so,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let staff = upstream(&t, &stand_in, false).await;
        let ada = identity(&t, &staff, "ada").await;
        keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
        assert_eq!(kept(&t, &ada).await, None);
        let on = UpstreamChanges {
            settings: vec![SettingEdit { key: "keeps_tokens".to_owned(), value: "true".to_owned() }],
            ..UpstreamChanges::default()
        };
        let staff = upstreams::update(&t.cx(), "staff", on).await.unwrap();
        keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
        let row = kept(&t, &ada).await.unwrap();
        assert_eq!(row.scopes, ["openid", "profile", "email"]);
        assert_eq!((row.access_expires_at, row.due_at), (Some(NOW + Seconds(3600)), Some(NOW + Seconds(3300))));
        let clear =
            "SELECT COUNT(*) FROM upstream_tokens WHERE access_token LIKE '%at-1%' OR refresh_token LIKE '%rt-1%'";
        assert_eq!(t.count(clear).await, 0);
        // Google hands a refresh token out once: a later sign-in does not lose it.
        t.clock.advance(60);
        let later = HandedOut { scope: Some("openid".to_owned()), ..handed_out("at-2", None) };
        keep(&t, &staff, &ada, &later).await;
        let row = kept(&t, &ada).await.unwrap();
        assert!(row.refresh_token.is_some());
        assert_eq!(row.scopes, ["openid"]);
    }
);

on_both_engines!(tokens_are_refreshed_ahead_of_their_end_by_one_instance, |config| { reach_loopback(config) }, |t| {
    let stand_in = StandIn::start().await;
    let staff = upstream(&t, &stand_in, true).await;
    let ada = identity(&t, &staff, "ada").await;
    let other = t.another_instance().await;
    keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (0, 0));
    t.clock.advance(3300);
    stand_in.answers(
        200,
        json!({"access_token": "at-2", "token_type": "Bearer", "expires_in": 600, "refresh_token": "rt-2"}),
    );
    let (here, there) = tokio::join!(refresh(&t), refresh(&other));
    assert_eq!(here + there, 1);
    let asked = stand_in.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].path.as_str(), asked[0].form["grant_type"].as_str()), ("/token", "refresh_token"));
    assert_eq!(asked[0].form["refresh_token"], "rt-1");
    assert_eq!(asked[0].authorization.as_deref(), Some("Basic dXM6aHVzaA=="));
    let row = kept(&t, &ada).await.unwrap();
    assert_eq!((row.due_at, row.lost_at), (Some(NOW + Seconds(3600)), None));
    // The next one goes by the token that came.
    t.clock.advance(300);
    stand_in.answers(200, json!({"access_token": "at-3", "token_type": "Bearer", "expires_in": 600}));
    assert_eq!(refresh(&other).await, 1);
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    t.clock.advance(300);
    stand_in.answers(200, json!({"access_token": "at-4", "token_type": "Bearer"}));
    assert_eq!(refresh(&t).await, 1);
    assert_eq!(stand_in.asked()[0].form["refresh_token"], "rt-2");
    // Nothing says when it ends: it is not refreshed.
    assert_eq!(kept(&t, &ada).await.unwrap().due_at, None);
});

// RFC 6749 §5.2
on_both_engines!(a_refresh_token_that_is_good_no_more_is_not_tried_again, |config| { reach_loopback(config) }, |t| {
    let stand_in = StandIn::start().await;
    let staff = upstream(&t, &stand_in, true).await;
    let ada = identity(&t, &staff, "ada").await;
    keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
    t.clock.advance(3300);
    stand_in.answers(400, json!({"error": "invalid_grant"}));
    assert_eq!(refresh(&t).await, 1);
    let row = kept(&t, &ada).await.unwrap();
    assert_eq!((row.due_at, row.lost_at), (None, Some(Timestamp(t.now()))));
    t.clock.advance(86_400);
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (0, 1));
    // Whoever signs in there once more brings others.
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    assert_eq!(kept(&t, &ada).await.unwrap().lost_at, None);
});

on_both_engines!(an_upstream_that_is_down_is_asked_again_and_loses_nothing, |config| { reach_loopback(config) }, |t| {
    let stand_in = StandIn::start().await;
    let staff = upstream(&t, &stand_in, true).await;
    let ada = identity(&t, &staff, "ada").await;
    keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
    t.clock.advance(3300);
    for (status, body) in [
        (503, json!({})),
        (200, json!({"error": "temporarily_unavailable"})),
        (401, json!({"error": "invalid_client"})),
    ] {
        stand_in.answers(status, body);
        assert_eq!(refresh(&t).await, 1);
        let row = kept(&t, &ada).await.unwrap();
        assert_eq!((row.due_at, row.lost_at), (Some(Timestamp(t.now()) + Seconds::minutes(10)), None));
        t.clock.advance(600);
    }
    stand_in.answers(200, json!({"access_token": "at-2", "token_type": "Bearer", "expires_in": 3600}));
    assert_eq!(refresh(&t).await, 1);
    assert_eq!(kept(&t, &ada).await.unwrap().refreshed_at, Timestamp(t.now()));
    upstreams::set_disabled(&t.cx(), "staff", true).await.unwrap();
    t.clock.advance(3600);
    stand_in.asked();
    assert_eq!((refresh(&t).await, stand_in.asked().len()), (1, 0));
    assert_eq!(kept(&t, &ada).await.unwrap().due_at, None);
});

// Whoever signs in while a refresh is under way keeps what that sign-in brought.
on_both_engines!(a_sign_in_during_a_refresh_wins, |config| { reach_loopback(config) }, |t| {
    let stand_in = StandIn::start().await;
    let staff = upstream(&t, &stand_in, true).await;
    let ada = identity(&t, &staff, "ada").await;
    keep(&t, &staff, &ada, &handed_out("at-1", Some("rt-1"))).await;
    t.clock.advance(3300);
    let (cx, now) = (t.cx(), Timestamp(t.now()));
    let lease_end = now + Seconds::minutes(2);
    let claim = async || cx.write(async |work| Ok(rows::claim(work, &ada, now, lease_end).await?)).await.unwrap();
    let claimed = claim().await.unwrap();
    assert_eq!(claim().await, None);
    keep(&t, &staff, &ada, &handed_out("at-2", Some("rt-2"))).await;
    let settled = cx.write(async |work| Ok(rows::release(work, &claimed, lease_end).await?)).await.unwrap();
    assert!(!settled);
    assert_eq!(kept(&t, &ada).await.unwrap().refreshed_at, now);
});

// RFC 7009 §2.1
on_both_engines!(whoever_leaves_an_upstream_has_their_tokens_revoked_there, |config| { reach_loopback(config) }, |t| {
    let stand_in = StandIn::start().await;
    let staff = upstream(&t, &stand_in, true).await;
    let ada = identity(&t, &staff, "ada").await;
    assert!(take(&t, &staff, &ada).await.is_none());
    for (tokens, token, hint) in [
        (handed_out("at-1", Some("rt-1")), "rt-1", "refresh_token"),
        (handed_out("at-2", None), "at-2", "access_token"),
    ] {
        keep(&t, &staff, &ada, &tokens).await;
        let taken = take(&t, &staff, &ada).await.unwrap();
        assert_eq!(kept(&t, &ada).await, None);
        assert_eq!(stand_in.asked().len(), 0);
        stand_in.answers(200, json!({}));
        tokens::revoke(&t.cx(), &taken).await;
        let asked = stand_in.asked();
        assert_eq!(asked.len(), 1);
        assert_eq!((asked[0].path.as_str(), asked[0].form["token"].as_str()), ("/revoke", token));
        assert_eq!(asked[0].form["token_type_hint"], hint);
        assert_eq!(asked[0].authorization.as_deref(), Some("Basic dXM6aHVzaA=="));
        assert!(!format!("{taken:?}").contains(token));
    }
});
