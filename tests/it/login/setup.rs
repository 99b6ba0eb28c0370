//! The first administrator's link, and links that sign in.

use serde_json::json;
use signet::{
    domain::{
        directory::accounts::{self, AccountChanges, NewUser},
        installation::{demo, setup},
        kernel::Error,
    },
    store::users,
};

use crate::support::{Engine, PASSWORD, TestApp, on_both_engines};

async fn link(t: &TestApp) -> String {
    setup::link(&t.cx()).await.unwrap().unwrap()
}

on_both_engines!(the_setup_link_makes_one_administrator_and_no_second, |t| {
    let link = link(&t).await;
    let mut browser = t.browser();
    // Looking costs nothing: a chat program's preview does not spend it.
    t.get_absolute(&link).await.ok();
    let page = browser.get(&link).await;
    let form = page.forms().remove(0).with("username", "root").with("email", "root@example.com");
    let form = form.with("password", PASSWORD).with("password_again", PASSWORD);
    // A second window was open all along.
    let mut other = t.browser();
    let other_page = other.get(&link).await;
    let other_form = other_page.forms().remove(0).with("username", "evil").with("password", PASSWORD);
    let done = browser.submit(&page, form.clone()).await;
    assert_eq!((done.answer.status.as_u16(), done.heading().as_str()), (200, "Your account is ready"));
    assert!(done.text().contains("signet client create"));
    let second = other.submit(&other_page, other_form.with("password_again", PASSWORD)).await;
    assert_eq!((second.answer.status.as_u16(), second.heading().as_str()), (410, "The first account has been made"));
    // Later than the second of two presses.
    t.clock.advance(10);
    assert_eq!(browser.submit(&page, form).await.answer.status, 410);
    assert_eq!(browser.get(&link).await.answer.status, 410);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE admin_at IS NOT NULL").await, 1);
    assert!(setup::link(&t.cx()).await.unwrap().is_none());
    // Whoever made it is signed in, and the page stands a reload.
    assert!(browser.get(&t.url("/account")).await.text().contains("root@example.com"));
    assert_eq!(browser.get(done.url.as_str()).await.heading(), "Your account is ready");
    assert!(t.browser().get(done.url.as_str()).await.url.path().ends_with("/login"));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 1);
    let mut later = t.browser();
    let page = later.get(&t.url("/login")).await;
    // An administrator sets a further factor up, and may do so another time.
    let page = later.sign_in(&page, "root", PASSWORD).await;
    assert_eq!(page.url.path(), "/enrol", "{}", page.text());
    assert!(later.press(&page, "later").await.url.path().ends_with("/account"));
});

// Whoever makes an administrator by another way closes this one.
on_both_engines!(the_setup_link_is_gone_wherever_an_administrator_is_made, |t| {
    let new = |username: &str, admin| NewUser { username: username.to_owned(), admin, ..NewUser::default() };
    let plain = accounts::create(&t.cx(), new("plain", false)).await.unwrap();
    for way in ["create", "update", "enable"] {
        let link = link(&t).await;
        let mut browser = t.browser();
        let page = browser.get(&link).await;
        let form = page.forms().remove(0).with("username", "evil").with("email", "evil@example.com");
        let form = form.with("password", PASSWORD).with("password_again", PASSWORD);
        let admin = match way {
            "create" => accounts::create(&t.cx(), new("root", true)).await.unwrap(),
            "update" => {
                let changes = AccountChanges { admin: Some(true), ..AccountChanges::default() };
                accounts::update(&t.cx(), &plain.id, changes).await.unwrap()
            }
            _ => {
                accounts::enable(&t.cx(), &plain.id).await.unwrap();
                plain.clone()
            }
        };
        assert_eq!(t.get_absolute(&link).await.status, 410, "{way}");
        let late = browser.submit(&page, form).await;
        assert_eq!((late.answer.status.as_u16(), late.heading().as_str()), (410, "The first account has been made"));
        assert_eq!(t.count("SELECT COUNT(*) FROM one_time_tokens").await, 0, "{way}");
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE username = 'evil'").await, 0, "{way}");
        // Past the use-case, which keeps the last administrator.
        let mut tx = t.app.db.begin().await.unwrap();
        let off = users::User { disabled_at: Some(t.app.clock.now()), ..admin };
        assert!(users::update(&mut tx, &off).await.unwrap());
        tx.commit().await.unwrap();
    }
    // A person of another kind changes nothing.
    let link = link(&t).await;
    accounts::create(&t.cx(), new("second", false)).await.unwrap();
    demo::prepare(&t.cx()).await.unwrap();
    assert_eq!(t.get_absolute(&link).await.status, 200);
});

// A link that was not taken away, as in a database that was put together from two.
on_both_engines!(a_good_setup_link_beside_an_administrator_makes_nobody, |t| {
    use signet::{
        base::{secret::Secret, time::Seconds},
        domain::{
            installation::setup::Chosen,
            kernel::one_time::{self, LinkSubject, Purpose},
            sessions::visitor::Visitor,
        },
    };
    let root = NewUser { username: "root".to_owned(), admin: true, ..NewUser::default() };
    accounts::create(&t.cx(), root).await.unwrap();
    let cx = t.cx();
    let made =
        cx.write(async |work| one_time::issue(&cx, work, Purpose::Setup, LinkSubject::default(), Seconds(600)).await);
    let token = made.await.unwrap();
    assert_eq!(t.get(&format!("/setup?token={}", token.expose())).await.status, 410);
    let password = Secret::new(PASSWORD.to_owned());
    let chosen = Chosen { token: token.expose(), username: "evil", email: None, password, password_again: PASSWORD };
    let visitor = Visitor::STRANGER;
    let made = setup::create_administrator(&t.cx(), &visitor, chosen).await;
    assert!(matches!(made, Err(signet::domain::kernel::Error::NotFound)), "{made:?}");
});

on_both_engines!(each_start_ends_the_link_before_it, |t| {
    let first = link(&t).await;
    let second = link(&t).await;
    assert_eq!(t.get_absolute(&first).await.status, 410);
    assert_eq!(t.get_absolute(&second).await.status, 200);
    t.clock.advance(86_400);
    assert_eq!(t.get_absolute(&second).await.status, 410);
    assert_eq!(t.get("/setup?token=guess").await.status, 410);
    assert_eq!(t.get("/setup").await.status, 410);
});

#[tokio::test]
async fn what_must_be_corrected_is_told_all_at_once_and_the_link_stays() {
    let t = TestApp::sqlite().await;
    let link = link(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    let form = page.forms().remove(0).with("username", "a b").with("email", "nonsense");
    assert!(page.answer.body.contains(" novalidate>"), "a browser would tell one thing at a time");
    let again = browser.submit(&page, form.clone().with("password", "aaaaa").with("password_again", "other")).await;
    assert_eq!(again.answer.status, 422);
    let problems = [
        "user name without spaces",
        "such as ada@example.com",
        "at least 12 characters",
        "repeats a few characters",
        "The two passwords differ.",
    ];
    for problem in problems {
        // In the summary, and at its field.
        assert_eq!(again.text().matches(problem).count(), 2, "{problem}: {}", again.text());
    }
    let empty =
        ["username", "email", "password", "password_again"].into_iter().fold(form, |form, name| form.with(name, ""));
    let nothing = browser.submit(&page, empty).await;
    assert_eq!(nothing.answer.status, 422);
    assert_eq!(nothing.answer.body.matches("class=\"error\"").count(), 3, "{}", nothing.text());
    assert!(!again.answer.body.contains("value=\"aaaaa\""));
    let form = again.forms().remove(0).with("username", "root").with("email", "root@example.com");
    let differ = browser.submit(&again, form.clone().with("password", PASSWORD).with("password_again", "other")).await;
    assert!(differ.text().contains("The two passwords differ."));
    let done = browser.submit(&again, form.with("password", PASSWORD).with("password_again", PASSWORD)).await;
    assert_eq!(done.heading(), "Your account is ready");
}

on_both_engines!(a_sign_in_link_works_once_and_only_by_its_button, |t| {
    let made = demo::prepare(&t.cx()).await.unwrap();
    t.get_absolute(&made.link).await.ok();
    let mut browser = t.browser();
    let page = browser.get(&made.link).await;
    let form = page.forms().remove(0);
    let forged = browser.submit(&page, form.clone().with("csrf", "AAAA")).await;
    assert_eq!(forged.answer.status, 403);
    let page = browser.submit(&page, form).await;
    assert!(page.url.path().ends_with("/account") && page.text().contains("Lovelace"));
    assert_eq!(t.browser().get(&made.link).await.answer.status, 404);
    // How it was done stands in the ID token.
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut browser, "openid organizations").await;
    assert_eq!(crate::support::claims_of(tokens.id()).1["amr"], json!(["otp"]));
    let again = demo::prepare(&t.cx()).await.unwrap();
    t.clock.advance(86_400);
    assert_eq!(t.browser().get(&again.link).await.answer.status, 404);
});

/// The code of the one field that an error names.
fn refused(outcome: Result<demo::Demo, Error>) -> &'static str {
    match outcome {
        Err(Error::Invalid(fields)) if fields.len() == 1 => fields[0].code,
        Err(other) => panic!("{other}"),
        Ok(made) => panic!("{}", made.person),
    }
}

// Whoever was there before, under the demo's own names, is not handed out, joined or changed.
on_both_engines!(the_demo_touches_nothing_that_it_did_not_make, |t| {
    let real = NewUser { username: "Ada".into(), admin: true, ..NewUser::default() };
    let real = accounts::create(&t.cx(), real).await.unwrap();
    let addressed =
        NewUser { username: "other".into(), email: Some("ADA-demo@northwind.example".into()), ..NewUser::default() };
    let addressed = accounts::create(&t.cx(), addressed).await.unwrap();
    let org = t.organization("northwind", "The real Northwind", &addressed).await;
    assert!(matches!(demo::link(&t.cx()).await, Err(Error::NotFound)), "there is no demo yet");

    let made = demo::prepare(&t.cx()).await.unwrap();
    assert_eq!(made.person, "ada-demo-2", "neither the administrator nor whoever has the address of ada-demo");
    let again = demo::prepare(&t.cx()).await.unwrap();
    assert_eq!((again.person.as_str(), again.link == made.link), ("ada-demo-2", false), "made once, a link each time");
    assert_eq!(demo::link(&t.cx()).await.unwrap().person, "ada-demo-2");
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 3);
    assert_eq!(t.count("SELECT COUNT(*) FROM organizations").await, 2);
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM memberships WHERE user_id = '{}'", real.id)).await, 0);
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM memberships WHERE organization_id = '{org}'")).await, 1);

    // Made an administrator since: neither an old link nor a new one signs them in.
    let mut conn = t.app.db.read().await.unwrap();
    let person = accounts::find(&mut conn, "ada-demo-2").await.unwrap();
    drop(conn);
    let promoted = AccountChanges { admin: Some(true), ..AccountChanges::default() };
    accounts::update(&t.cx(), &person.id, promoted).await.unwrap();
    assert_eq!(t.get_absolute(&made.link).await.status, 404);
    assert!(matches!(demo::link(&t.cx()).await, Err(Error::NotFound)));
    assert_eq!(demo::prepare(&t.cx()).await.unwrap().person, "ada-demo-3");

    t.disable("ada-demo-3").await;
    assert_eq!(refused(demo::prepare(&t.cx()).await), "demo_person_disabled");
    assert_eq!(refused(demo::link(&t.cx()).await), "demo_person_disabled");
});

#[tokio::test]
async fn the_demo_leaves_a_client_that_is_called_like_its_own() {
    let t = TestApp::sqlite().await;
    t.client("playground", json!({"redirect_uris": ["https://theirs.example/cb"]})).await;
    assert_eq!(refused(demo::prepare(&t.cx()).await), "demo_client_taken");
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0, "nothing was made before the refusal");
    let kept = "SELECT COUNT(*) FROM clients WHERE id = 'playground' AND metadata LIKE '%theirs.example%'";
    assert_eq!(t.count(kept).await, 1);
}

#[tokio::test]
async fn there_is_no_demo_under_a_public_issuer() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    assert!(matches!(demo::prepare(&t.cx()).await, Err(Error::Forbidden)));
    assert!(matches!(demo::link(&t.cx()).await, Err(Error::Forbidden)));
}
