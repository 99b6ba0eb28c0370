//! A person or a client that is ended in the very moment in which it is used.

use serde_json::json;
use signet::{
    domain::{
        directory::accounts::{self, NewPassword},
        registry::clients,
    },
    store::users::User,
};

use super::races::raced;
use crate::support::{Engine, PASSWORD, TestApp, TestClient, on_both_engines};

/// How often each pair is let loose on each other.
const ROUNDS: usize = 8;

async fn delete_person(t: &TestApp, user: &User) {
    accounts::delete(&t.cx(), &user.id).await.unwrap();
}

async fn delete_client(t: &TestApp, client: &TestClient<'_>) {
    clients::delete(&t.cx(), &client.client.id).await.unwrap();
}

// A sign-in held the password and asked for the person; a deletion held the person and asked for the password.
raced!(a_person_who_signs_in_while_being_deleted_is_gone);
async fn a_person_who_signs_in_while_being_deleted_is_gone(t: TestApp) {
    for round in 0..ROUNDS {
        let name = format!("ada{round}");
        let ada = t.person(&name).await;
        let mut windows = [t.browser(), t.browser(), t.browser()];
        let [one, two, three] = &mut windows;
        let enter = async |browser: &mut crate::support::Browser<'_>| {
            let page = browser.get(&t.url("/login")).await;
            let page = browser.sign_in(&page, &name, PASSWORD).await;
            assert!(page.answer.status.as_u16() < 500, "{}", page.text());
        };
        tokio::join!(enter(one), enter(two), enter(three), async {
            // Hashing takes a while: somewhere in the middle of it all.
            while t.count("SELECT COUNT(*) FROM sessions").await == 0 {
                tokio::task::yield_now().await;
            }
            delete_person(&t, &ada).await;
        });
        for table in ["users", "sessions", "credentials", "grants"] {
            assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }
}

raced!(a_refresh_while_the_password_is_replaced_is_answered_and_leaves_nothing);
async fn a_refresh_while_the_password_is_replaced_is_answered_and_leaves_nothing(t: TestApp) {
    let ada = t.person("ada").await;
    let client = t.client("web", json!({})).await;
    for round in 0..ROUNDS {
        let offline = if round % 2 == 0 { "openid offline_access" } else { "openid" };
        let mut browser = t.browser_of("ada").await;
        let [one, two, three] = [
            client.tokens(&mut browser, offline).await,
            client.tokens(&mut browser, offline).await,
            client.tokens(&mut browser, offline).await,
        ];
        // So that a refresh writes down that the session is used.
        t.clock.advance(t.app.config.session.update_age.0);
        let refresh = async |token: &str| {
            let mut token = token.to_owned();
            for _ in 0..4 {
                let answer = client.refresh(&token).await;
                if answer.status != 200 {
                    assert_eq!(answer.refusal(), "invalid_grant");
                    return;
                }
                token = answer.json()["refresh_token"].as_str().unwrap().to_owned();
            }
        };
        let set = async {
            let new =
                NewPassword { password: signet::base::secret::Secret::new(PASSWORD.to_owned()), keep_sessions: false };
            accounts::set_password(&t.cx(), &ada.id, new).await.unwrap();
        };
        tokio::join!(refresh(one.refresh()), refresh(two.refresh()), refresh(three.refresh()), set);
        for table in ["sessions WHERE ended_at IS NULL", "grants WHERE revoked_at IS NULL"] {
            assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }
}

raced!(a_client_that_is_used_while_being_deleted_is_gone);
async fn a_client_that_is_used_while_being_deleted_is_gone(t: TestApp) {
    t.person("ada").await;
    for round in 0..ROUNDS {
        let client = t.client(&format!("web{round}"), json!({})).await;
        let mut browser = t.browser_of("ada").await;
        let tokens = client.tokens(&mut browser, "openid offline_access").await;
        let code = client.code(&mut browser, &[]).await;
        let mut window = browser.clone();
        let use_token = async {
            let answer = client.refresh(tokens.refresh()).await;
            assert!(answer.status.as_u16() < 500, "{}", answer.body);
        };
        let redeem = async {
            let answer = client.redeem(&code).await;
            assert!(answer.status.as_u16() < 500, "{}", answer.body);
        };
        let ask = async {
            for _ in 0..4 {
                let page = client.authorize(&mut window, &[]).await;
                assert!(page.answer.status.as_u16() < 500, "{}", page.text());
            }
        };
        let remove = async {
            if round % 2 == 1 {
                tokio::task::yield_now().await;
            }
            delete_client(&t, &client).await;
        };
        tokio::join!(use_token, redeem, ask, remove);
        for table in ["clients", "grants", "codes", "refresh_families", "interactions", "consents", "session_clients"] {
            assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }
}

// Another process deletes a client, and this one still has its copy.
on_both_engines!(a_client_that_was_deleted_elsewhere_is_unknown, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut stranger = t.browser();
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid").await;
    let elsewhere = t.another_instance().await;
    clients::delete(&elsewhere.cx(), &client.client.id).await.unwrap();
    for browser in [&mut stranger, &mut browser] {
        let page = client.authorize(browser, &[]).await;
        assert_eq!((page.answer.status.as_u16(), page.left_for.is_none()), (400, true));
        assert!(page.text().contains("client_id is unknown (RFC 6749 section 4.1.2.1)"), "{}", page.text());
    }
});
