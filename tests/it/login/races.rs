//! What two windows do at the same moment.

use serde_json::json;
use signet::{
    base::{id::Id, secret::Secret, time::Seconds},
    domain::{
        directory::accounts::password_link,
        installation::setup,
        kernel::Error,
        registry::upstreams::{self, UpstreamChanges},
    },
    store::{
        identities::{self, LinkedIdentity},
        sessions, users,
    },
};

use crate::support::{Browser, Engine, Form, PASSWORD, Page, TestApp, new_upstream, upstream_edits};

/// One test of threads on each engine.
macro_rules! raced {
    ($name:ident) => {
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                super::$name(super::TestApp::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                let Some(engine) = super::Engine::postgres() else { return };
                super::$name(super::TestApp::start(engine, |config| config.database.max_connections = 12).await).await;
            }
        }
    };
}

pub(super) use raced;

raced!(allow_pressed_twice_makes_one_code);
async fn allow_pressed_twice_makes_one_code(t: TestApp) {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[]).await;
    let press = async || {
        let mut window = browser.clone();
        window.press(&page, "consent-allow").await
    };
    let all = tokio::join!(press(), press(), press(), press());
    // Each press is answered, and all of them alike.
    let all = [all.0, all.1, all.2, all.3];
    for other in &all[1..] {
        assert_eq!(other.code(), all[0].code());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM codes").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM grants").await, 1);
}

raced!(sign_in_pressed_many_times_at_once_signs_in_once);
async fn sign_in_pressed_many_times_at_once_signs_in_once(t: TestApp) {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let press = async || {
        let mut window = browser.clone();
        let page = window.sign_in(&page, "ada", PASSWORD).await;
        (window.cookie(), page.code())
    };
    let all = tokio::join!(press(), press(), press(), press());
    assert!(all.0 == all.1 && all.1 == all.2 && all.2 == all.3);
    assert_ne!(all.0.0, browser.cookie());
    for table in ["browsers", "sessions", "codes", "audit_events WHERE kind = 'session.started'"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
    }
}

// Whichever is second goes on with what the first left behind, and no third browser comes of it.
raced!(two_tabs_that_sign_in_at_once_leave_one_browser_with_one_session);
async fn two_tabs_that_sign_in_at_once_leave_one_browser_with_one_session(t: TestApp) {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let pages = [client.authorize(&mut browser, &[]).await, client.authorize(&mut browser, &[]).await];
    let press = async |page: &Page| {
        let mut window = browser.clone();
        let page = window.sign_in(page, "ada", PASSWORD).await;
        (window.cookie(), page.has("consent-allow"))
    };
    let (one, two) = tokio::join!(press(&pages[0]), press(&pages[1]));
    // The other window has its own cookies here; where they are shared, its GET brings the new one.
    assert_eq!(usize::from(one.1) + usize::from(two.1), 1);
    let winner = if one.1 { one.0 } else { two.0 };
    browser.cookies.insert(winner.0, winner.1);
    for page in &pages {
        assert!(browser.get(page.url.as_str()).await.has("consent-allow"));
    }
    for table in ["browsers", "sessions"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
    }
}

// The cookie may be replaced between any two looks at it: whoever comes with the one of before is told how things
// stand, never that a browser which sent its cookie did not.
raced!(a_choice_or_consent_while_another_tab_signs_in_is_not_told_that_a_cookie_is_missing);
async fn a_choice_or_consent_while_another_tab_signs_in_is_not_told_that_a_cookie_is_missing(t: TestApp) {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({})).await;
    for round in 0..12 {
        let mut browser = t.browser_of("ada").await;
        let asked = if round % 2 == 0 { "select_account" } else { "consent" };
        let page = client.authorize(&mut browser, &[("prompt", asked)]).await;
        // A form that changes nothing, however often it comes.
        let form = page.forms().into_iter().next().unwrap().with("csrf", "AAAA");
        let sign_in = browser.get(&t.url("/login")).await;
        let done = std::sync::atomic::AtomicBool::new(false);
        let press = async || {
            let mut headings = std::collections::BTreeSet::new();
            while !done.load(std::sync::atomic::Ordering::SeqCst) {
                let mut window = browser.clone();
                headings.insert(window.submit(&page, form.clone()).await.heading());
            }
            headings
        };
        let mut other = browser.clone();
        let entering = async {
            other.sign_in(&sign_in, "bob", PASSWORD).await;
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        };
        let all = tokio::join!(press(), press(), press(), entering);
        for headings in [all.0, all.1, all.2] {
            assert!(!headings.contains("Your browser did not send our cookie"), "{asked}: {headings:?}");
        }
    }
}

raced!(a_sign_in_link_pressed_twice_at_once_signs_in_once);
async fn a_sign_in_link_pressed_twice_at_once_signs_in_once(t: TestApp) {
    let link = signet::domain::installation::demo::prepare(&t.cx()).await.unwrap().link;
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    let press = async || {
        let mut window = browser.clone();
        let page = window.submit(&page, page.forms().remove(0)).await;
        (window.cookie(), page.url.path().to_owned())
    };
    let all = tokio::join!(press(), press(), press(), press());
    assert!(all.0 == all.1 && all.1 == all.2 && all.2 == all.3, "{all:?}");
    assert_eq!((all.0.1.as_str(), t.count("SELECT COUNT(*) FROM sessions").await), ("/account", 1));
}

// Each press looks at the link, at the names and at the cookie: between any two looks another may be through.
raced!(setup_pressed_many_times_at_once_makes_and_signs_in_one_administrator);
async fn setup_pressed_many_times_at_once_makes_and_signs_in_one_administrator(t: TestApp) {
    let link = setup::link(&t.cx()).await.unwrap().unwrap();
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    let form = page.forms().remove(0).with("username", "root").with("email", "root@example.com");
    let form = form.with("password", PASSWORD).with("password_again", PASSWORD);
    let press = async || {
        let mut window = browser.clone();
        let page = window.submit(&page, form.clone()).await;
        (window.cookie(), page.answer.status.as_u16(), page.heading())
    };
    let all = tokio::join!(press(), press(), press(), press());
    assert_eq!((all.0.1, all.0.2.as_str()), (200, "Your account is ready"));
    assert!(all.0 == all.1 && all.1 == all.2 && all.2 == all.3, "{all:?}");
    assert_ne!(all.0.0, browser.cookie());
    for table in ["users", "browsers", "sessions", "audit_events WHERE kind = 'session.started'"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
    }
}

raced!(a_password_set_by_many_presses_at_once_is_set_once);
async fn a_password_set_by_many_presses_at_once_is_set_once(t: TestApp) {
    let ada = t.person("ada").await;
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    let mut browser = t.browser();
    let page = browser.get(made.link.expose()).await;
    let form = page.form_with("password-submit").with("password", "quite another long secret");
    let form = form.with("password_again", "quite another long secret");
    let press = async || {
        let mut window = browser.clone();
        let page = window.submit(&page, form.clone()).await;
        (page.answer.status.as_u16(), page.heading())
    };
    let all = tokio::join!(press(), press(), press(), press());
    assert_eq!((all.0.0, all.0.1.as_str()), (200, "Your password is set"));
    assert!(all.0 == all.1 && all.1 == all.2 && all.2 == all.3, "{all:?}");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 1);
}

raced!(two_windows_on_the_setup_link_make_one_administrator);
async fn two_windows_on_the_setup_link_make_one_administrator(t: TestApp) {
    let link = setup::link(&t.cx()).await.unwrap().unwrap();
    // Each window has the form before any of them sends it.
    let open = async |name: &'static str| {
        let mut window = t.browser();
        let page = window.get(&link).await;
        let form = page.forms().remove(0).with("username", name).with("email", &format!("{name}@example.com"));
        (window, page, form.with("password", PASSWORD).with("password_again", PASSWORD))
    };
    let [mut one, mut two, mut three, mut four] =
        [open("one").await, open("two").await, open("three").await, open("four").await];
    let submit = async |(window, page, form): &mut (Browser<'_>, Page, Form)| {
        window.submit(page, form.clone()).await.answer.status.as_u16()
    };
    let all = tokio::join!(submit(&mut one), submit(&mut two), submit(&mut three), submit(&mut four));
    let mut all = [all.0, all.1, all.2, all.3];
    all.sort_unstable();
    assert_eq!(all, [200, 410, 410, 410]);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
}

raced!(two_first_visits_of_one_person_to_one_client_both_succeed);
async fn two_first_visits_of_one_person_to_one_client_both_succeed(t: TestApp) {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let browser = t.browser_of("ada").await;
    let visit = async || {
        let mut window = browser.clone();
        let page = client.authorize(&mut window, &[]).await;
        let tokens = client.redeem(&page.code()).await.ok().json();
        crate::support::claims_of(tokens["id_token"].as_str().unwrap()).1["sid"].clone()
    };
    let all = tokio::join!(visit(), visit(), visit(), visit());
    // One session of one client has one sid.
    assert!(all.0 == all.1 && all.1 == all.2 && all.2 == all.3);
}

raced!(an_assertion_sent_twice_at_once_is_good_once);
async fn an_assertion_sent_twice_at_once_is_good_once(t: TestApp) {
    let key = crate::support::ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    let claims = json!({"iss": "pkj", "sub": "pkj", "aud": t.issuer, "exp": t.now() + 60, "jti": "1"});
    let jwt = key.sign(&claims);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", jwt.as_str()),
    ];
    let present = || t.post("/token", &form, &[]);
    let all = tokio::join!(present(), present(), present(), present());
    let all = [all.0, all.1, all.2, all.3];
    assert_eq!(all.iter().filter(|answer| answer.status == 200).count(), 1);
}

raced!(a_storm_of_everything_at_once_makes_nothing_fail);
async fn a_storm_of_everything_at_once_makes_nothing_fail(t: TestApp) {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut first = t.browser_of("ada").await;
    let tokens = client.tokens(&mut first, "openid offline_access").await;
    let cookies = first.cookies.clone();
    let windows = async |number: usize| {
        for round in 0..6 {
            // Each window shares the cookie that was there at the start, and then goes its own way.
            let mut window = t.browser();
            if round % 2 == 0 {
                window.cookies = cookies.clone();
            }
            let page =
                client.authorize(&mut window, &[("prompt", ["consent", "login", ""][(number + round) % 3])]).await;
            let page = if page.has("login-submit") { window.sign_in(&page, "ada", PASSWORD).await } else { page };
            let page = if page.has("consent-allow") { window.press(&page, "consent-allow").await } else { page };
            assert!(page.answer.status.as_u16() < 500, "{} {}", page.url, page.text());
            let Some(code) = page.left_for.as_ref().and_then(|_| page.sent("code")) else { continue };
            let answer = client.redeem(&code).await;
            assert!(answer.status.as_u16() < 500, "{}", answer.body);
            let refreshed = client.refresh(tokens.refresh()).await;
            assert!(refreshed.status.as_u16() < 500, "{}", refreshed.body);
            match (number + round) % 4 {
                0 => {
                    let again = client.redeem(&code).await;
                    assert!(again.status.as_u16() < 500, "{}", again.body);
                }
                1 => {
                    let page = window.get(&t.url("/logout")).await;
                    if page.has("logout-confirm") {
                        let page = window.press(&page, "logout-confirm").await;
                        assert!(page.answer.status.as_u16() < 500, "{} {}", page.url, page.text());
                    }
                }
                2 => {
                    let page = window.get(&t.url("/account")).await;
                    if let Some(form) = page.forms().into_iter().find(|form| form.action.ends_with("/apps/remove")) {
                        let page = window.submit(&page, form).await;
                        assert!(page.answer.status.as_u16() < 500, "{} {}", page.url, page.text());
                    }
                }
                _ => {
                    let purged = signet::domain::installation::maintenance::purge(&t.cx()).await;
                    assert!(purged.is_ok(), "{purged:?}");
                }
            }
        }
    };
    tokio::join!(windows(0), windows(1), windows(2), windows(3), windows(4), windows(5));
}

// On PostgreSQL a sign-in that saw the account enabled could commit its session after the account was
// switched off.
raced!(an_account_that_is_being_switched_off_is_signed_in_to_by_nobody);
async fn an_account_that_is_being_switched_off_is_signed_in_to_by_nobody(t: TestApp) {
    let ada = t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let mut off = t.app.db.begin().await.unwrap();
    let person = users::find_held(&mut off, &ada.id).await.unwrap().unwrap();
    users::update(&mut off, &users::User { disabled_at: Some(t.clock.now()), ..person }).await.unwrap();
    sessions::end_all_for_user(&mut off, &ada.id, t.clock.now()).await.unwrap();
    let waiting = t.app.db.engine_name() == "postgres";
    let done = std::sync::atomic::AtomicBool::new(false);
    let entering = async {
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        page
    };
    let switching_off = async {
        // Until the sign-in waits for the row, or is through without.
        let blocked = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        while waiting && !done.load(std::sync::atomic::Ordering::SeqCst) && t.count(blocked).await == 0 {
            tokio::task::yield_now().await;
        }
        off.commit().await.unwrap();
    };
    let (page, ()) = tokio::join!(entering, switching_off);
    assert!(page.text().contains("That name and password do not match."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
}

// On PostgreSQL a link that was under way came between the look for people and the end of the row, and went with it.
raced!(an_upstream_with_a_link_under_way_does_not_come_to_mean_another_provider);
async fn an_upstream_with_a_link_under_way_does_not_come_to_mean_another_provider(t: TestApp) {
    let new = new_upstream("staff", &[("issuer", "https://staff.example")]);
    let staff = upstreams::create(&t.cx(), new).await.unwrap();
    let ada = t.person("ada").await;
    let mut linking = t.app.db.begin().await.unwrap();
    let row = LinkedIdentity {
        id: Id::from_stored("idn_ada".to_owned()),
        user_id: ada.id.clone(),
        upstream_id: staff.id.clone(),
        iss: "https://staff.example".to_owned(),
        sub: "ada".to_owned(),
        label: None,
        created_at: t.clock.now(),
        last_used_at: None,
    };
    identities::insert(&mut linking, &row).await.unwrap();
    let waiting = t.app.db.engine_name() == "postgres";
    let done = std::sync::atomic::AtomicBool::new(false);
    let moving = async {
        let changes = UpstreamChanges {
            settings: upstream_edits(&[("issuer", "https://other.example")]),
            secret: Some(Some(Secret::new("another".to_owned()))),
            ..UpstreamChanges::default()
        };
        let moved = upstreams::update(&t.cx(), "staff", changes).await;
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        moved
    };
    let linked = async {
        // Until the change waits for the link, or is through without.
        let blocked = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        while waiting && !done.load(std::sync::atomic::Ordering::SeqCst) && t.count(blocked).await == 0 {
            tokio::task::yield_now().await;
        }
        linking.commit().await.unwrap();
    };
    let (moved, ()) = tokio::join!(moving, linked);
    let Err(Error::Invalid(fields)) = moved else { panic!("the provider was replaced") };
    let told: Vec<_> = fields.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
    let sentence = "staff would mean another provider, or other people there, and people are connected to it: make a \
                    second upstream (signet upstream create), or say --forget-links, which disconnects everybody there \
                    and revokes what is kept";
    assert_eq!(told, [("provider", "provider_changed", sentence)]);
    let there = upstreams::named(&t.cx(), "staff").await.unwrap();
    assert_eq!((there.id.clone(), there.name.as_str()), (staff.id, "staff"));
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 1);
}
