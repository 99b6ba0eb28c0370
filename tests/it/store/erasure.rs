//! People and clients that go take everything along, and the log keeps what happened without saying to whom.

use serde_json::json;
use signet::{
    domain::{directory::accounts, installation::maintenance, kernel::audit as log, registry::clients},
    store::{PageRequest, audit},
};

use crate::support::{PASSWORD, TestApp, on_both_engines};

async fn kinds(t: &TestApp, story: &[&str]) -> Vec<String> {
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let mut conn = t.app.db.read().await.unwrap();
    let page = PageRequest { after: None, limit: 500 };
    let mut events = log::list(&mut conn, &audit::Filter::default(), &page).await.unwrap();
    // Two events of one moment have no order: the identifiers differ in their random part only.
    events.sort_by_key(|event| (event.at, story.iter().position(|kind| *kind == event.kind)));
    events.into_iter().map(|event| event.kind).collect()
}

on_both_engines!(a_person_who_is_erased_leaves_nothing_personal_behind, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    t.organization("north", "Northwind", &ada).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid email offline_access").await;
    let code = client.code(&mut browser, &[]).await;
    let bobs = client.tokens(&mut t.browser_of("bob").await, "openid offline_access").await;
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    assert_eq!(client.introspect(tokens.access()).await, json!({"active": false}));
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_grant");
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    for (table, rest) in [("users", 1), ("credentials", 1), ("consents", 1), ("memberships", 0)] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, rest, "{table}");
    }
    let traces = format!("SELECT COUNT(*) FROM audit_events WHERE user_id = '{}' AND personal_ip IS NOT NULL", ada.id);
    assert_eq!(t.count(&traces).await, 0);
    // A new account of that name is somebody else (OIDC Core §2: sub is never reassigned).
    let again = t.person("ada").await;
    assert_ne!(again.sub, ada.sub);
    client.refresh(bobs.refresh()).await.ok();
});

on_both_engines!(a_client_that_is_deleted_takes_its_tokens_along, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let kept = t.client("kept", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let waiting = client.authorize(&mut browser, &[("prompt", "consent")]).await;
    let others = kept.tokens(&mut browser, "openid offline_access").await;
    clients::delete(&t.cx(), &client.client.id).await.unwrap();
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_client");
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    client.authorize(&mut browser, &[]).await.refused_here();
    // A page that was open is over, in words.
    let late = browser.press(&waiting, "consent-allow").await;
    assert_eq!((late.left_for.clone(), late.answer.status.as_u16()), (None, 410));
    kept.refresh(others.refresh()).await.ok();
    let page = browser.get(&t.url("/account")).await;
    assert_eq!(page.forms().iter().filter(|form| form.action.ends_with("/apps/remove")).count(), 1);
});

on_both_engines!(the_audit_log_tells_the_story_in_order, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("scope", "openid offline_access")]).await;
    t.clock.advance(1);
    browser.sign_in(&page, "ada", "wrong").await;
    t.clock.advance(1);
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    t.clock.advance(1);
    let page = browser.press(&page, "consent-allow").await;
    t.clock.advance(1);
    let tokens = crate::support::Tokens(client.redeem(&page.code()).await.ok().json());
    t.clock.advance(1);
    let tokens = client.refreshed(tokens.refresh()).await;
    t.clock.advance(1);
    client.revoke(tokens.refresh()).await.ok();
    t.clock.advance(1);
    let page = browser.get(&t.url("/logout")).await;
    browser.press(&page, "logout-confirm").await;
    let story = [
        "user.created",
        "client.created",
        "sign_in.failed",
        "session.started",
        "consent.given",
        "grant.created",
        "token.issued",
        "token.issued",
        "token.revoked",
        "session.ended",
    ];
    let kinds = kinds(&t, &story).await;
    let mut told: Vec<&str> = kinds.iter().map(String::as_str).filter(|kind| story.contains(kind)).collect();
    // Both of one moment, which their random ids put in either order.
    told[4..6].sort_unstable();
    assert_eq!(told, story);
    // Neither names nor secrets stand in it.
    for needle in ["ada@example.com", "wrong", tokens.refresh(), PASSWORD] {
        let sql = format!("SELECT COUNT(*) FROM audit_events WHERE data LIKE '%{needle}%' OR actor LIKE '%{needle}%'");
        assert_eq!(t.count(&sql).await, 0, "{needle}");
    }
});

// What was deleted from a SQLite file stays readable in it unless it is overwritten.
#[tokio::test]
async fn an_erased_person_cannot_be_read_in_the_file() {
    let t = TestApp::sqlite().await;
    let ada = t.person("zuleika-unmistakable").await;
    let file = t.engine().directory().join("signet.db");
    let holds = |needle: &str| {
        let mut files: Vec<_> =
            std::fs::read_dir(t.engine().directory()).unwrap().map(|one| one.unwrap().path()).collect();
        files.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("signet.db")));
        assert!(files.contains(&file), "{files:?}");
        files.iter().any(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
        })
    };
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "zuleika-unmistakable", PASSWORD).await;
    client.authorize(&mut browser, &[("prompt", "login"), ("login_hint", "zuleika-unmistakable")]).await;
    assert!(holds("zuleika-unmistakable"));
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    // Not only when the last connection closes.
    assert!(!holds("zuleika-unmistakable") && !holds(&ada.sub));
    t.app.db.close().await;
    assert!(!holds("zuleika-unmistakable") && !holds(&ada.sub));
}

// Whoever reads from the write-ahead log keeps it from being emptied for as long as that lasts, but keeps nobody waiting.
#[tokio::test]
async fn an_erased_person_goes_from_a_log_that_is_read_with_the_next_expired_rows() {
    let t = TestApp::sqlite().await;
    let ada = t.person("zuleika-unmistakable").await;
    let log = || std::fs::metadata(t.engine().directory().join("signet.db-wal")).map_or(0, |log| log.len());
    let reader = rusqlite::Connection::open(t.engine().directory().join("signet.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT name FROM settings").unwrap();
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert!(log() > 0);
    reader.execute_batch("COMMIT").unwrap();
    while maintenance::purge(&t.cx()).await.unwrap() {}
    assert_eq!(log(), 0);
}
