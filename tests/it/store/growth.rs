//! State is bounded: what has ended goes.

use serde_json::json;
use signet::{
    base::time::Timestamp,
    domain::{
        installation::{demo, maintenance, setup},
        kernel::audit as log,
        registry::keys,
    },
    protocol::{client::ClientId, resource::TokenFormat},
    store::{Conn, PageRequest, audit},
};

use crate::support::{ClientKey, PASSWORD, TestApp, on_both_engines};

/// Tables that hold what somebody keeps on purpose, each with what it grows by.
const KEPT: &[(&str, &str)] = &[
    ("agreements", "of a person, one for each version of a document"),
    ("attributes", "declared by an operator"),
    ("cache_versions", "a row for each kind of thing that is cached"),
    ("clients", "registered by an operator"),
    ("client_origins", "of a client"),
    ("consents", "one for each person and client, until either goes or takes it back"),
    ("credentials", "of a person"),
    ("issuers", "one"),
    ("memberships", "of a person"),
    ("schema_migrations", "a row for each migration"),
    ("organizations", "made by an operator"),
    ("resource_servers", "registered by an operator"),
    ("pictures", "of a person"),
    ("settings", "a handful"),
    ("sign_in_memories", "of a person"),
    ("signing_keys", "those of today"),
    ("user_attributes", "of a person"),
    ("users", "people"),
];

async fn purge_everything(t: &TestApp) {
    while maintenance::purge(&t.cx()).await.unwrap() {}
}

async fn left(t: &TestApp) -> Vec<(String, i64)> {
    let mut left = Vec::new();
    for table in t.engine().tables().await {
        let count = t.count(&format!("SELECT COUNT(*) FROM {table}")).await;
        if count > 0 && !KEPT.iter().any(|(kept, _)| *kept == table) {
            left.push((table, count));
        }
    }
    left
}

/// Everything that leaves a trace, once.
async fn live_a_little(t: &TestApp) {
    let ada = t.person("ada").await;
    t.organization("north", "Northwind", &ada).await;
    t.resource_server("https://files.example/", TokenFormat::Opaque, &["list"], None).await;
    let key = ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", "wrong").await;
    browser.sign_in(&page, "bob", "wrong").await;
    browser.sign_in(&page, "ada", PASSWORD).await;
    browser.sign_in(&page, "bob", "wrong").await;
    // Somebody to tell of the sign-out, who does not listen.
    let bell = json!({"backchannel_logout_uri": "http://127.0.0.1:9/logout"});
    t.first_party("bell", bell).await.tokens(&mut browser, "openid").await;
    // A code never redeemed, one redeemed, one reused.
    client.code(&mut browser, &[]).await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let code = client.code(&mut browser, &[("scope", "openid list"), ("resource", "https://files.example/")]).await;
    let opaque = crate::support::Tokens(client.redeem(&code).await.ok().json());
    let code = client.code(&mut browser, &[]).await;
    client.redeem(&code).await.ok();
    client.redeem(&code).await;
    let next = client.refreshed(tokens.refresh()).await;
    client.revoke(next.access()).await.ok();
    client.revoke(opaque.access()).await.ok();
    let now = t.now();
    let claims = json!({"iss": "pkj", "sub": "pkj", "aud": t.issuer, "exp": now + 60, "jti": "1"});
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &key.sign(&claims)),
    ];
    t.post("/token", &form, &[]).await.ok();
    // Interactions given up, and links never used.
    client.authorize(&mut t.browser(), &[]).await;
    setup::link(&t.cx()).await.unwrap();
    demo::prepare(&t.cx()).await.unwrap();
    let page = browser.get(&t.url("/logout")).await;
    browser.press(&page, "logout-confirm").await;
    t.disable("ada").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
}

on_both_engines!(nothing_is_left_behind_once_everything_has_expired, |t| {
    Box::pin(live_a_little(&t)).await;
    let full: Vec<String> = left(&t).await.into_iter().map(|(table, _)| table).collect();
    assert_eq!(
        full,
        [
            "audit_events",
            "browsers",
            "codes",
            "grants",
            "interactions",
            "limits",
            "one_time_tokens",
            "outbox",
            "outbox_deliveries",
            "outcomes",
            "refresh_families",
            "replay",
            "revoked_tokens",
            "session_clients",
            "sessions",
            "token_events",
            "tokens",
        ]
    );
    let tables = t.engine().tables().await;
    for (kept, law) in KEPT {
        assert!(tables.iter().any(|table| table == kept), "there is no table {kept} ({law})");
    }
    t.clock.advance(500 * 86_400);
    purge_everything(&t).await;
    assert_eq!(left(&t).await, []);
    // What is kept was kept.
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 1);
});

on_both_engines!(nothing_that_is_still_good_is_purged, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let code = client.code(&mut browser, &[]).await;
    t.clock.advance(59);
    purge_everything(&t).await;
    client.redeem(&code).await.ok();
    client.userinfo(tokens.access()).await.ok();
    // A spent code is remembered for a day, so that its second use is recognized.
    t.clock.advance(3600);
    purge_everything(&t).await;
    assert!(client.redeem(&code).await.description().contains("already used"));
    t.clock.advance(6 * 86_400);
    purge_everything(&t).await;
    let tokens = client.refreshed(tokens.refresh()).await;
    t.clock.advance(100);
    purge_everything(&t).await;
    client.userinfo(tokens.access()).await.ok();
});

// A revoked access token stays revoked for as long as it would have lived.
on_both_engines!(a_revocation_is_not_forgotten_before_the_token_has_expired, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    client.revoke(tokens.access()).await.ok();
    t.clock.advance(899);
    purge_everything(&t).await;
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
});

// ARCHITECTURE §7: a JWT access token costs no row.
on_both_engines!(machine_tokens_cost_no_row, |t| {
    let machine = t.client("machine", json!({})).await;
    for _ in 0..20 {
        machine.token(&[("grant_type", "client_credentials")]).await.ok();
    }
    assert_eq!(
        left(&t).await.iter().filter(|(table, _)| !["audit_events", "token_events"].contains(&table.as_str())).count(),
        0
    );
});

on_both_engines!(old_signing_keys_go_when_nothing_they_signed_is_good, |t| {
    let first = t.count("SELECT COUNT(*) FROM signing_keys").await;
    for _ in 0..24 {
        t.clock.advance(30 * 86_400);
        while keys::tick(&t.cx()).await.unwrap() {}
        purge_everything(&t).await;
    }
    let now = t.count("SELECT COUNT(*) FROM signing_keys").await;
    assert!(now <= first * 3, "{now} keys");
});

/// How many rows a query counts.
async fn rows(t: &TestApp, rest: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM {rest}")).await
}

on_both_engines!(token_events_are_kept_for_a_week_and_counted_by_the_hour_after_that, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let machine = t.client("machine", json!({})).await;
    let mut tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for _ in 0..3 {
        t.clock.advance(900);
        tokens = client.refreshed(tokens.refresh()).await;
    }
    machine.token(&[("grant_type", "client_credentials")]).await.ok();
    t.clock.advance(900);
    client.refreshed(tokens.refresh()).await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    assert_eq!(rows(&t, "token_events").await, 6);
    assert_eq!(rows(&t, "audit_events WHERE kind = 'token.issued'").await, 0);
    t.clock.advance(7 * 86_400 - 3601);
    purge_everything(&t).await;
    assert_eq!((rows(&t, "token_events").await, rows(&t, "token_counts").await), (6, 0));
    // The first hour is over a week ago, then the second.
    t.clock.advance(3600);
    purge_everything(&t).await;
    assert_eq!(rows(&t, "token_events").await, 1);
    let web = format!("client_id = 'web' AND user_key = '{}' AND hour = 1800000000", ada.id);
    assert_eq!(t.count(&format!("SELECT count FROM token_counts WHERE {web}")).await, 4);
    t.clock.advance(3600);
    purge_everything(&t).await;
    assert_eq!((rows(&t, "token_events").await, rows(&t, "token_counts").await), (0, 3));
    assert_eq!(t.count("SELECT count FROM token_counts WHERE client_id = 'machine' AND user_key = ''").await, 1);
    assert_eq!(t.count("SELECT CAST(SUM(count) AS BIGINT) FROM token_counts").await, 6);
    t.clock.advance(400 * 86_400);
    purge_everything(&t).await;
    assert_eq!(rows(&t, "token_counts").await, 0);
});

on_both_engines!(two_instances_that_count_at_once_count_each_event_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for _ in 0..9 {
        t.clock.advance(31);
        tokens = client.refreshed(tokens.refresh()).await;
    }
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let other = t.another_instance().await;
    t.clock.advance(8 * 86_400);
    let (here, there) = (t.cx(), other.cx());
    let (one, two) = tokio::join!(maintenance::purge(&here), maintenance::purge(&there));
    assert!(one.unwrap() | two.unwrap());
    assert_eq!(t.count("SELECT CAST(SUM(count) AS BIGINT) FROM token_counts").await, 10);
    assert_eq!(rows(&t, "token_events").await, 0);
});

on_both_engines!(token_events_of_before_they_had_a_table_are_counted_and_leave_the_log, |t| {
    t.person("ada").await;
    let mut tx = t.app.db.begin().await.unwrap();
    for number in 0..7 {
        let event = audit::AuditEvent {
            id: signet::base::id::Id::from_stored(format!("aud_{number}")),
            issuer_id: Some(t.app.issuer.id.clone()),
            at: Timestamp(t.now() + number * 600),
            kind: "token.issued".to_owned(),
            actor: "client:web".to_owned(),
            user_id: None,
            client_id: Some(ClientId::new("web")),
            session_id: None,
            grant_id: None,
            organization_id: None,
            request_id: None,
            data: serde_json::Map::new(),
            personal_ip: Some("192.0.2.1".to_owned()),
            personal_user_agent: None,
            chain: None,
        };
        audit::insert(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    let others = rows(&t, "audit_events WHERE kind <> 'token.issued'").await;
    t.clock.advance(7 * 86_400 + 3600);
    purge_everything(&t).await;
    assert_eq!(rows(&t, "audit_events WHERE kind = 'token.issued'").await, 1, "the last is a week old");
    assert_eq!(t.count("SELECT count FROM token_counts WHERE client_id = 'web'").await, 6);
    assert_eq!(rows(&t, "audit_events").await, others + 1);
});

on_both_engines!(the_audit_log_tells_token_events_with_the_others_and_those_of_one_person_by_their_kind, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    client.tokens(&mut t.browser_of("ada").await, "openid").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let mut conn = t.app.db.read().await.unwrap();
    let kinds = async |conn: &mut Conn, filter: audit::Filter| {
        let events = log::list(conn, &filter, &PageRequest::first(100)).await.unwrap();
        assert!(events.windows(2).all(|two| two[0].id > two[1].id));
        events.into_iter().filter(|event| event.kind == "token.issued").collect::<Vec<_>>()
    };
    let all = kinds(&mut conn, audit::Filter::default()).await;
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].actor.as_str(), &all[0].data["grant_type"]), ("client:web", &json!("authorization_code")));
    let of_ada = audit::Filter { user: Some(ada.id.clone()), ..audit::Filter::default() };
    assert_eq!(kinds(&mut conn, of_ada.clone()).await, []);
    let by_kind = audit::Filter { kind: Some("token.issued".to_owned()), ..of_ada };
    assert_eq!(kinds(&mut conn, by_kind.clone()).await, all);
    let later = audit::Filter { since: Some(Timestamp(t.now() + 1)), ..by_kind };
    assert_eq!(kinds(&mut conn, later).await, []);
});

#[tokio::test]
async fn an_operator_may_do_without_token_events() {
    let t = TestApp::start(crate::support::Engine::sqlite(), |config| config.audit.token_events = false).await;
    let machine = t.client("machine", json!({})).await;
    machine.token(&[("grant_type", "client_credentials")]).await.ok();
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    assert_eq!(rows(&t, "token_events").await, 0);
}

/// Most bytes that something takes.
struct Most {
    sqlite: i64,
    postgres: i64,
}

/// That each of `count` took no more than that of so many bytes. scripts/growth.sh reads the line, and writes the table
/// in docs/operations.md.
fn assert_each_took(t: &TestApp, what: &str, bytes: i64, count: i64, most: &Most) {
    let (engine, each) = (t.app.db.engine_name(), bytes / count);
    println!("growth: {engine} {what} {each}");
    let most = if engine == "sqlite" { most.sqlite } else { most.postgres };
    assert!(each < most, "{engine}: {what} takes {each} bytes");
}

on_both_engines!(a_sign_in_and_a_refresh_cost_no_more_than_is_told, |t| {
    const SIGN_INS: i64 = 200;
    const REFRESHES: i64 = 10;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let bytes = async || {
        maintenance::write_audit_rest(&t.cx()).await.unwrap();
        t.engine().bytes().await
    };
    let sign_in = async || client.tokens(&mut t.browser_of("ada").await, "openid email offline_access").await;
    for _ in 0..20 {
        sign_in().await;
    }
    let before = bytes().await;
    let mut all = Vec::new();
    for _ in 0..SIGN_INS {
        all.push(sign_in().await);
        t.clock.advance(1);
    }
    let signed_in = bytes().await;
    for _ in 0..REFRESHES {
        for tokens in &mut all {
            *tokens = client.refreshed(tokens.refresh()).await;
        }
        t.clock.advance(900);
    }
    let refreshed = bytes().await;
    assert_each_took(&t, "sign_in", signed_in - before, SIGN_INS, &Most { sqlite: 8_000, postgres: 12_000 });
    let most = Most { sqlite: 400, postgres: 800 };
    assert_each_took(&t, "refresh", refreshed - signed_in, SIGN_INS * REFRESHES, &most);
});

on_both_engines!(an_hour_of_token_counts_costs_no_more_than_is_told, |t| {
    let before = t.engine().bytes().await;
    // A hundred people for thirty days, in the order of time.
    t.engine()
        .execute(
            "WITH RECURSIVE hours(h) AS (SELECT 0 UNION ALL SELECT h + 1 FROM hours WHERE h < 719), \
             people(p) AS (SELECT 100 UNION ALL SELECT p + 1 FROM people WHERE p < 199) \
             INSERT INTO token_counts (hour, client_id, user_key, issuer_id, count) \
             SELECT 1800000000 + h * 3600, 'cli_01M7Z3E0V7B4ZK6Q1N3V6J0D2T', 'usr_01M7Z3E0V7B4ZK6Q1N3V6J0' || p, \
             'iss_01M7Z3E0V7B4ZK6Q1N3V6J0D2T', 4 FROM hours, people ORDER BY h, p",
        )
        .await;
    let grown = t.engine().bytes().await - before;
    assert_each_took(&t, "hour", grown, 72_000, &Most { sqlite: 320, postgres: 500 });
});
