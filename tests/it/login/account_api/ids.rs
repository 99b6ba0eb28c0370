//! Identifiers are one app's own: two apps of one person are shown others, and neither takes those of the other.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use signet::{
    base::id::UserId,
    domain::{
        login::{enrolment, identities},
        sessions,
    },
};

use super::{API, EVERYTHING, NOT_THERE, app, call, call_with, problem, token};
use crate::{
    login::{
        factors,
        linking::{linked, staff},
        passkeys,
        wallets::{self, Wallet},
    },
    support::{Browser, TestApp, on_both_engines},
};

/// Lists whose members are taken away by their ids.
const REMOVABLE: &[&str] = &["/sessions", "/passkeys", "/factors", "/wallets", "/identities"];

/// Ada with one of everything that has an identifier, and the tokens by which two apps see it.
struct Compared<'t> {
    ada: UserId,
    browser: Browser<'t>,
    teas: String,
    cakes: String,
}

impl<'t> Compared<'t> {
    async fn by_two_apps(t: &'t TestApp) -> Self {
        let ada = t.person("ada").await.id;
        let staff = staff(t, &[]).await;
        linked(t, &staff, "ada", "1").await;
        wallets::on(t).await;
        let tea = app(t).await;
        let cake = t.client("cake", json!({"client_name": "Cake", "allowed_resources": [t.url(API)]})).await;
        let mut browser = t.browser_of("ada").await;
        wallets::add(t, &mut browser, &Wallet::of(7)).await;
        passkeys::add(t, &mut browser, &mut passkeys::authenticator(t)).await;
        factors::set_up(t, &mut browser).await;
        let teas = token(t, &tea, &mut browser, EVERYTHING).await;
        let cakes = token(t, &cake, &mut browser, EVERYTHING).await;
        Self { ada, browser, teas, cakes }
    }
}

/// What a list is answered to whoever has this token, and the ids in it.
async fn ids(t: &TestApp, token: &str, path: &str) -> (Value, BTreeSet<String>) {
    let member = if path == "/factors" { "authenticator_apps" } else { &path[1..] };
    let shown = call(t, &format!("GET {path}"), token).await.ok().json();
    let all = shown[member].as_array().unwrap_or_else(|| panic!("no {member} in {shown}"));
    let all = all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>();
    assert!(!all.is_empty(), "{path}");
    (shown, all)
}

/// How our rows of a person are called.
async fn rows(t: &TestApp, user: &UserId) -> Vec<String> {
    let factors = enrolment::of_person(&t.cx(), user).await.unwrap();
    let sessions = sessions::of_person(&t.cx(), user).await.unwrap();
    let identities = identities::of_person(&t.cx(), user).await.unwrap();
    let mut all: Vec<String> = factors.passkeys.iter().map(|one| one.id.to_string()).collect();
    all.extend(factors.apps.iter().map(|one| one.id.to_string()));
    all.extend(factors.wallets.iter().map(|one| one.id.to_string()));
    all.extend(identities.iter().map(|one| one.identity.id.to_string()));
    all.extend(sessions.iter().map(|one| one.id.to_string()));
    assert_eq!(all.len(), 5);
    all
}

// Attack: two apps compare what they are shown of one person (OIDC Core §8.1).
on_both_engines!(two_apps_are_shown_other_ids_of_one_person, |t| {
    let Compared { ada, mut browser, teas, cakes } = Compared::by_two_apps(&t).await;
    let ours = rows(&t, &ada).await;
    for path in REMOVABLE.iter().chain(&["/events"]) {
        let (shown, to_tea) = ids(&t, &teas, path).await;
        let (_, to_cake) = ids(&t, &cakes, path).await;
        assert!(to_tea.is_disjoint(&to_cake), "{path}");
        assert_eq!(ids(&t, &teas, path).await.1, to_tea, "the same each time");
        assert!(ours.iter().all(|row| !shown.to_string().contains(row)), "{shown}");
    }
    // What happened in a session is told by its name in the list.
    let (events, _) = ids(&t, &teas, "/events").await;
    let (_, sessions) = ids(&t, &teas, "/sessions").await;
    let began = events["events"].as_array().unwrap().iter().find(|one| one["kind"] == "session.started").unwrap();
    assert!(sessions.contains(began["session_id"].as_str().unwrap()), "{began}");
    let data = call(&t, "GET /data", &teas).await.ok().body;
    assert!(ours.iter().all(|row| !data.contains(row.as_str())), "{data}");
    let (_, passkeys) = ids(&t, &teas, "/passkeys").await;
    assert!(passkeys.iter().all(|one| data.contains(one.as_str())), "{data}");
    let wanted = json!({"email": "countess@example.net"});
    let change = call_with(&t, "POST /email", &teas, &wanted).await.ok().json();
    assert!(ours.iter().all(|row| !change.to_string().contains(row)), "{change}");
    let page = browser.get(change["proof_uri"].as_str().unwrap()).await;
    assert_eq!(page.heading(), "Confirm the change");
});

on_both_engines!(an_id_of_another_app_or_of_ours_is_none, |t| {
    let Compared { ada, teas, cakes, .. } = Compared::by_two_apps(&t).await;
    let ours = rows(&t, &ada).await;
    for path in REMOVABLE {
        let to_cake = ids(&t, &cakes, path).await.1;
        for foreign in to_cake.iter().chain(&ours) {
            let answer = call(&t, &format!("DELETE {path}/{foreign}"), &teas).await;
            assert_eq!(problem(&answer, 404, "not-found"), NOT_THERE, "{path}");
        }
    }
    // One of another list of the same app.
    let sessions = ids(&t, &teas, "/sessions").await.1;
    let answer = call(&t, &format!("DELETE /passkeys/{}", sessions.first().unwrap()), &teas).await;
    assert_eq!(problem(&answer, 404, "not-found"), NOT_THERE);
    let event = ids(&t, &cakes, "/events").await.1.pop_first().unwrap();
    let answer = call(&t, &format!("GET /events?after={event}"), &teas).await;
    assert_eq!(problem(&answer, 422, "invalid-values"), "after: after must be the id of an event");
    assert_eq!(rows(&t, &ada).await, ours, "nothing has gone");
    let own = ids(&t, &cakes, "/passkeys").await.1.pop_first().unwrap();
    assert_eq!(call(&t, &format!("DELETE /passkeys/{own}"), &cakes).await.status, 204);
});
