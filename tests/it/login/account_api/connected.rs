//! Accounts at other providers, and wallets: seen and taken away, but for the last way in.

use serde_json::{Value, json};
use signet::domain::kernel::{Feature, features};

use super::{EVERYTHING, NOT_THERE, app, call, document::Document, everything, problem, refused, token};
use crate::{
    login::{
        linking::{linked, staff, upstream},
        wallets::{self, Wallet},
    },
    support::{TestApp, on_both_engines},
};

/// The members of a list.
async fn list(t: &TestApp, token: &str, path: &str) -> Vec<Value> {
    let answer = call(t, &format!("GET {path}"), token).await.ok();
    Document::of(t).await.answered("get", path, &answer);
    answer.json()[&path[1..]].as_array().unwrap().clone()
}

fn removal(path: &str, one: &Value) -> String {
    format!("DELETE {path}/{}", one["id"].as_str().unwrap())
}

on_both_engines!(identities_are_seen_and_disconnected_by_the_rules_of_the_page, |t| {
    t.person("ada").await;
    let staff = staff(&t, &[]).await;
    let other = upstream(&t, "other", &[], &[]).await;
    linked(&t, &staff, "ada", "1").await;
    linked(&t, &other, "ada", "1").await;
    let keep = "INSERT INTO upstream_tokens (identity_id, scopes, access_token, refreshed_at, lost_at) \
                VALUES ('idn_adastaff1', '[\"calendar\"]', 'v1.sealed', 7, 9)";
    t.engine().execute(keep).await;
    let ours = everything(&t, "ada").await;
    let all = list(&t, &ours, "/identities").await;
    assert_eq!(all.len(), 2);
    let one = all.iter().find(|one| one["provider"] == "staff").unwrap();
    assert_eq!(one["kept"], json!({"scopes": ["calendar"], "ended": true, "apps": []}));
    assert_eq!((&one["usable"], &one["name"]), (&json!(true), &Value::Null));
    let told = json!(all).to_string();
    assert!(!told.contains("sealed") && !told.contains("idn_adastaff1"), "{told}");

    t.engine().execute("DELETE FROM upstream_tokens").await;
    t.engine().execute("DELETE FROM credentials").await;
    let answer = call(&t, &removal("/identities", one), &ours).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    Document::of(&t).await.answered("delete", "/identities/{id}", &answer);
    let again = call(&t, &removal("/identities", one), &ours).await;
    assert_eq!(problem(&again, 404, "not-found"), NOT_THERE);
    let left = list(&t, &ours, "/identities").await;
    assert_eq!((left.len(), &left[0]["provider"]), (1, &json!("other")));
    let answer = call(&t, &removal("/identities", &left[0]), &ours).await;
    assert_eq!(
        problem(&answer, 409, "last-way-to-sign-in"),
        "without this identity the person could not sign in any more: they have no other way"
    );
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 1);
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.unlinked' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(by_app).await, 1);
    assert_eq!(t.mails_of("identity_unlinked").await, 1, "the owner is told");
});

on_both_engines!(wallets_are_seen_and_removed_by_the_rules_of_the_page, |t| {
    t.person("ada").await;
    wallets::on(&t).await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    for seed in [7, 8] {
        let page = wallets::add(&t, &mut browser, &Wallet::of(seed)).await;
        assert!(page.text().contains("The wallet is added."), "{}", page.text());
        t.clock.advance(1);
    }
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let all = list(&t, &ours, "/wallets").await;
    let addresses: Vec<String> = all.iter().map(|one| one["address"].as_str().unwrap().to_lowercase()).collect();
    assert_eq!(addresses, [Wallet::of(7).address(), Wallet::of(8).address()]);
    assert_eq!(call(&t, "GET /factors", &ours).await.ok().json()["wallets"], 2);
    let answer = call(&t, &removal("/wallets", &all[0]), &ours).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    Document::of(&t).await.answered("delete", "/wallets/{id}", &answer);
    let again = call(&t, &removal("/wallets", &all[0]), &ours).await;
    assert_eq!(problem(&again, 404, "not-found"), NOT_THERE);
    // Whoever has nothing else keeps the last one.
    t.engine().execute("DELETE FROM credentials WHERE kind = 'password'").await;
    let answer = call(&t, &removal("/wallets", &all[1]), &ours).await;
    assert_eq!(
        problem(&answer, 409, "last-way-to-sign-in"),
        "without this wallet the person could not sign in any more: they have no other way"
    );
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 1);
    let by_app = "SELECT COUNT(*) FROM audit_events WHERE kind = 'wallet.removed' AND actor LIKE 'token:app:usr_%'";
    assert_eq!(t.count(by_app).await, 1);
    assert_eq!(t.mails_of("wallet_removed").await, 1, "the owner is told");
});

on_both_engines!(what_is_connected_is_its_persons_and_takes_the_scope, |t| {
    t.person("ada").await;
    t.person("eve").await;
    wallets::on(&t).await;
    let staff = staff(&t, &[]).await;
    linked(&t, &staff, "eve", "1").await;
    let client = app(&t).await;
    let mut eves = t.browser_of("eve").await;
    wallets::add(&t, &mut eves, &Wallet::of(7)).await;
    let theirs = token(&t, &client, &mut eves, EVERYTHING).await;
    let mut browser = t.browser_of("ada").await;
    let ours = token(&t, &client, &mut browser, EVERYTHING).await;
    let reads = token(&t, &client, &mut browser, "account:read account:write").await;
    for path in ["/identities", "/wallets"] {
        let eves = list(&t, &theirs, path).await;
        let answer = call(&t, &removal(path, &eves[0]), &ours).await;
        assert_eq!(problem(&answer, 404, "not-found"), NOT_THERE, "{path}");
        let (sentence, _) = refused(&call(&t, &removal(path, &eves[0]), &reads).await, 403, "insufficient_scope");
        assert_eq!(sentence, "this needs an access token with scope account:security (RFC 6750 section 3.1)");
        assert_eq!(list(&t, &theirs, path).await.len(), 1, "{path}");
        assert!(list(&t, &reads, path).await.is_empty(), "{path}");
    }
    // What is switched off is nowhere, as on the pages.
    for (feature, path) in [(Feature::Upstreams, "/identities"), (Feature::Ethereum, "/wallets")] {
        let eves = list(&t, &theirs, path).await;
        features::switch(&t.cx(), feature, false).await.unwrap();
        for what in [format!("GET {path}"), removal(path, &eves[0])] {
            assert_eq!(problem(&call(&t, &what, &theirs).await, 404, "not-found"), NOT_THERE, "{what}");
        }
    }
    let kept = t.count("SELECT COUNT(*) FROM identities").await + t.count("SELECT COUNT(*) FROM wallets").await;
    assert_eq!(kept, 2);
});
