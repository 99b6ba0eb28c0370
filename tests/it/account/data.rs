//! All that is kept about somebody, to take along.

use serde_json::{Value, json};
use signet::{
    domain::{
        directory::accounts::{self, Requirement},
        installation::maintenance,
        login::passkeys,
    },
    store::{
        credentials,
        pictures::{self, Picture},
    },
};

use crate::{
    login::factors::{app_of_ada, enter},
    support::{Answer, Browser, PASSWORD, TestApp, on_both_engines},
};

async fn export(t: &TestApp, browser: &mut Browser<'_>) -> Answer {
    let page = browser.get(&t.url("/account/data")).await;
    browser.press(&page, "export").await.answer
}

on_both_engines!(everything_that_is_kept_about_a_person_is_in_one_document, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    t.organization("north", "Northwind", &ada).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid email offline_access").await;
    t.browser_of("bob").await;
    let answer = export(&t, &mut browser).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"account-data.json\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let data: Value = answer.json();
    assert_eq!(data["account"]["username"], "ada");
    assert_eq!(data["account"]["email"], "ada@example.com");
    assert_eq!(data["account"]["claims"]["given_name"], "Ada");
    assert!(data["password_set_at"].is_string());
    assert_eq!(data["organizations"][0]["slug"], "north");
    assert_eq!(data["organizations"][0]["roles"], json!(["owner"]));
    assert_eq!(data["consents"][0]["client_id"], "web");
    assert_eq!(data["approvals"][0]["client_id"], "web");
    assert_eq!((&data["wallets"], &data["agreements"]), (&json!([]), &json!([])));
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(data["sessions"][0]["amr"], json!(["pwd"]));
    let events: Vec<&str> =
        data["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    for kind in ["session.started", "consent.given", "grant.created", "user.data_exported", "user.created"] {
        assert!(events.contains(&kind), "{kind}: {events:?}");
    }
    assert!(!answer.body.contains("bob"), "nothing of anybody else");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported'").await, 1);
});

on_both_engines!(no_secret_and_no_digest_of_one_is_in_it, |t| {
    let ada = t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    enter(&mut browser, &page, &phone.code(t.now())).await;
    let answer = export(&t, &mut browser).await;
    let data = answer.json();
    assert_eq!(data["authenticator_apps"].as_array().unwrap().len(), 1);
    assert_eq!(data["recovery_codes_left"], 10);
    for secret in ["$argon2", "\"v1.", "secret", "hash", "sealed"] {
        assert!(!answer.body.contains(secret), "{secret} in {}", answer.body);
    }
    let mut conn = t.app.db.read().await.unwrap();
    let mut kept = Vec::new();
    for kind in ["password", "totp", "recovery_code"] {
        kept.extend(credentials::list(&mut conn, &ada.id, kind).await.unwrap());
    }
    assert_eq!(kept.len(), 12, "a password, an app, ten codes");
    for one in kept {
        assert!(!answer.body.contains(one.secret.expose().as_str()), "{}", one.kind);
    }
});

on_both_engines!(long_lists_come_whole, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    // More than two pages of events.
    for _ in 0..225 {
        accounts::require(&t.cx(), &ada.id, Requirement::Factor, true).await.unwrap();
        accounts::require(&t.cx(), &ada.id, Requirement::Factor, false).await.unwrap();
    }
    let kept = t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE user_id = '{}'", ada.id)).await;
    let data = export(&t, &mut browser).await.json();
    let events = data["events"].as_array().unwrap();
    let ids: std::collections::BTreeSet<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), events.len(), "none twice");
    assert_eq!(i64::try_from(events.len()).unwrap(), kept + 1, "and that of the export itself");
});

on_both_engines!(whoever_finds_an_old_session_open_takes_nothing_along, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/data")).await;
    t.clock.advance(601);
    let asked = browser.press(&page, "export").await;
    assert!(asked.url.path().ends_with("/login"), "{}", asked.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported'").await, 0);
    let back = browser.sign_in(&asked, "ada", PASSWORD).await;
    assert!(back.url.path().ends_with("/account/data"), "{}", back.url);
    assert_eq!(browser.press(&back, "export").await.answer.json()["account"]["username"], "ada");
});

/// Where each table with a person's identifier stands in the export.
const SHOWN: &[(&str, &str)] = &[
    ("address_changes", "address_change"),
    ("agreements", "agreements"),
    ("audit_events", "events"),
    ("claim_sources", "claim_sources"),
    ("consents", "consents"),
    ("credentials", "authenticator_apps"),
    ("grants", "approvals"),
    ("identities", "identities"),
    ("invitations", "invitations"),
    ("memberships", "organizations"),
    ("pairwise_subjects", "pairwise_subjects"),
    ("passkey_suggestions", "passkey_declined_at"),
    ("passkeys", "passkeys"),
    ("phones", "phone"),
    ("pictures", "picture"),
    ("sessions", "sessions"),
    ("sign_in_memories", "sign_in_memory"),
    ("token_counts", "token_counts"),
    ("token_events", "tokens_issued"),
    ("user_attributes", "attributes"),
    ("wallets", "wallets"),
];

/// The tables with a person's identifier that are left out, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("interactions", "a request that waits in a browser, for an hour at most"),
    ("mail_proofs", "a code and a link that wait, sealed, for minutes"),
    ("merged_accounts", "the account went on as another, and nobody signs in to it"),
    ("one_time_tokens", "digests of links; what they lead to stands in former_addresses and former_numbers"),
    ("phone_proofs", "a code that waits, for minutes; its number is in phone_pending"),
];

/// The tables that have one, by the migrations.
fn tables_of_people() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut tables = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        for statement in lines.join("\n").split(';') {
            let words = statement.trim();
            let is_of_people = words.contains("user_id TEXT") || words.contains("user_key TEXT");
            let named = ["CREATE TABLE ", "ALTER TABLE "].iter().find_map(|verb| words.strip_prefix(verb));
            // Renamed to `interactions`.
            let name = named.and_then(|rest| rest.split_whitespace().next()).filter(|name| *name != "journeys");
            tables.extend(name.filter(|_| is_of_people).map(str::to_owned));
        }
    }
    tables.sort();
    tables.dedup();
    tables
}

#[test]
fn each_table_with_a_persons_identifier_is_in_the_export_or_left_out_with_a_reason() {
    let mut told: Vec<String> = SHOWN.iter().chain(LEFT_OUT).map(|(table, _)| (*table).to_owned()).collect();
    told.sort();
    assert_eq!(told, tables_of_people());
}

on_both_engines!(what_each_table_holds_of_a_person_is_in_the_export, |t| {
    let ada = t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let picture = Picture {
        user_id: ada.id.clone(),
        name: "nobody-guesses".to_owned(),
        data: "/9j/2wBD".to_owned(),
        created_at: t.clock.now(),
    };
    t.cx().write(async |work| Ok(pictures::upsert(work, &picture).await?)).await.unwrap();
    t.cx().write(async |work| passkeys::decline(&t.cx(), work, &ada.id).await).await.unwrap();
    let count = format!(
        "INSERT INTO token_counts (hour, client_id, user_key, issuer_id, count) \
         VALUES (3600, 'web', '{}', '{}', 7)",
        ada.id, t.app.issuer.id
    );
    t.engine().execute(&count).await;
    let invitation = format!(
        "INSERT INTO invitations (id, secret_hash, email, email_key, roles, mailed, created_at, expires_at, \
         accepted_at, user_id, purge_at) VALUES ('inv_ada', 'digest-of-a-link', 'ada@example.com', 'ada@example.com', \
         '[]', 1, 60, 120, 90, '{}', 9999999999)",
        ada.id
    );
    t.engine().execute(&invitation).await;
    let answer = export(&t, &mut browser).await;
    let data = answer.json();
    for (table, member) in SHOWN {
        assert!(data.get(member).is_some(), "{table}: no {member}");
    }
    assert_eq!(data["picture"]["data"], "/9j/2wBD");
    assert!(data["passkey_declined_at"].is_string());
    assert_eq!(data["invitations"][0]["accepted_at"], "1970-01-01T00:01:30Z");
    assert!(!answer.body.contains("digest-of-a-link"));
    assert_eq!(data["sessions"][0]["apps"][0]["client_id"], "web");
    let issued = data["tokens_issued"].as_array().unwrap();
    assert_eq!((issued.len(), &issued[0]["client_id"]), (1, &json!("web")));
    assert_eq!(issued[0]["grant_type"], "authorization_code");
    assert_eq!(data["token_counts"], json!([{ "hour": "1970-01-01T01:00:00Z", "client_id": "web", "count": 7 }]));
});

on_both_engines!(tokens_of_others_are_in_nobody_elses_export, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({})).await;
    client.tokens(&mut t.browser_of("bob").await, "openid").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let data = export(&t, &mut browser).await.json();
    assert_eq!((&data["tokens_issued"], &data["token_counts"]), (&json!([]), &json!([])));
});
