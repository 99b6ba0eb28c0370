//! People in a real database.

use serde_json::{Value, json};

use super::*;
use crate::{
    app::password_hash::{QueueLane, Share},
    base::{
        id::{BrowserId, UserId},
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    domain::{
        kernel::{Error, Origin},
        sessions::{Browser, Proof},
        testing::{self, TestApp, cx},
    },
    store::{audit as audit_events, browsers, credentials, sessions as session_rows},
};

fn ada() -> NewUser {
    NewUser {
        username: "ada".to_owned(),
        email: Some("Ada@Example.com".to_owned()),
        password: Some(Secret::new("correct horse battery".to_owned())),
        ..NewUser::default()
    }
}

/// The codes of what must be corrected.
fn codes<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<&'static str> {
    match outcome {
        Err(Error::Invalid(problems)) => problems.iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_person_is_found_by_every_name_they_have() {
    let app = testing::app().await;
    let user = create(&cx(&app), ada()).await.unwrap();
    assert_eq!(user.sub.len(), 36);
    assert!(!user.sub.contains(user.id.as_str()));
    let mut conn = app.app.db.read().await.unwrap();
    for name in ["ADA", " ada ", "ada@example.COM", user.id.as_str(), user.sub.as_str()] {
        assert_eq!(find(&mut conn, name).await.unwrap().id, user.id, "{name}");
    }
    assert!(matches!(find(&mut conn, "bob").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_by_stable_codes() {
    let app = testing::app().await;
    create(&cx(&app), ada()).await.unwrap();
    let wrong = NewUser {
        username: "a b".to_owned(),
        email: Some("ada@".to_owned()),
        phone_number: Some("0207".to_owned()),
        claims: json!({"name": "", "is_admin": true}).as_object().unwrap().clone(),
        password: Some(Secret::new("short".to_owned())),
        ..NewUser::default()
    };
    let expected = [
        "username_invalid",
        "email_invalid",
        "phone_number_invalid",
        "claim_invalid",
        "claim_invalid",
        "password_too_short",
    ];
    assert_eq!(codes(create(&cx(&app), wrong).await), expected);
    let taken = NewUser { username: "ＡＤＡ".to_owned(), ..ada() };
    assert_eq!(codes(create(&cx(&app), taken).await), ["username_taken", "email_taken"]);
    // Both are typed into one field at sign-in.
    let crossed = NewUser { username: "ada@example.com".to_owned(), email: None, ..ada() };
    assert_eq!(codes(create(&cx(&app), crossed).await), ["username_taken"]);
    let long = "long words ".repeat(20);
    for (password, code) in [
        ("ada-lovelace-1815", "password_contains_username"),
        ("123456789012", "password_sequence"),
        (&long, "password_too_long"),
    ] {
        let new = NewUser {
            username: "ada-lovelace".to_owned(),
            email: None,
            password: Some(Secret::new(password.to_owned())),
            ..NewUser::default()
        };
        assert!(codes(create(&cx(&app), new).await).contains(&code), "{password}");
    }
}

// RFC 5890 §2.3.2.4: both spellings of a domain are one address.
#[tokio::test]
async fn an_internationalized_mail_domain_is_one_in_both_spellings() {
    let app = testing::app().await;
    let new = NewUser { email: Some("ada@Bücher.example".to_owned()), ..ada() };
    let user = create(&cx(&app), new).await.unwrap();
    assert_eq!(user.email.as_deref(), Some("ada@Bücher.example"));
    let mut conn = app.app.db.read().await.unwrap();
    for name in ["ada@bücher.example", "ADA@xn--bcher-kva.example", "ada@bu\u{308}cher.example"] {
        assert_eq!(find(&mut conn, name).await.unwrap().id, user.id, "{name}");
    }
    drop(conn);
    let other = NewUser { username: "bob".to_owned(), email: Some("ada@xn--bcher-kva.example".to_owned()), ..ada() };
    assert_eq!(codes(create(&cx(&app), other).await), ["email_taken"]);
    let crossed = NewUser { username: "ada@bücher.example".to_owned(), email: None, ..ada() };
    assert_eq!(codes(create(&cx(&app), crossed).await), ["username_taken"]);
}

#[test]
fn user_names_and_addresses_are_judged() {
    let username = |text: &str| {
        let mut problems = Vec::new();
        check::username(text, &mut problems);
        problems.is_empty()
    };
    for fine in ["a", "ada", "Ada.Lovelace", "ada+test@example.com", "müller_2", "艾达", &"x".repeat(64)] {
        assert!(username(fine), "{fine}");
    }
    for bad in ["", "...", "a b", "a/b", "a\u{0}b", "a\u{202e}b", "<b>", &"x".repeat(65), "ad\u{200c}a", "ad\u{200d}a"]
    {
        assert!(!username(bad), "{bad}");
    }
    // What is ignored by default is not seen, though some of it counts as a letter.
    for unseen in ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{2800}', '\u{ad}', '\u{17b4}', '\u{feff}'] {
        assert!(!username(&format!("ad{unseen}a")), "U+{:04X}", u32::from(unseen));
    }
    let email = |text: &str| {
        let mut problems = Vec::new();
        check::email(text, &mut problems);
        problems.is_empty()
    };
    for fine in [
        "ada@example.com",
        "a.b+c@sub.example.co.uk",
        "o'neil@example.com",
        "ada@bücher.example",
        "ada@xn--bcher-kva.example",
        "ada@localhost",
    ] {
        assert!(email(fine), "{fine}");
    }
    let long = format!("{}@example.com", "x".repeat(65));
    for bad in [
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@-x.com",
        "ada@x..com",
        ".ada@x.com",
        "a da@x.com",
        "ada@x.com\r\nBcc: x",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "ad\u{202e}a@x.com",
        "ad\u{3164}a@x.com",
        "ada@x.\u{200f}com",
        "ada@x%2ecom",
        &format!("ada@{}.example", "ü".repeat(60)),
        "\"a\"@x.com",
        &long,
    ] {
        assert!(!email(bad), "{bad}");
    }
}

async fn session(app: &TestApp, user: &UserId) -> crate::base::id::SessionId {
    let now = app.clock.now();
    let browser = Browser { id: BrowserId::fresh(&app.clock, &app.entropy), secret: app.entropy.token() };
    let row = browsers::BrowserRow {
        id: browser.id.clone(),
        secret_hash: TokenHash::of(browser.secret.expose()),
        created_at: now,
        last_seen_at: now,
        expires_at: now + Seconds::days(1),
    };
    let proof = Proof {
        user: user.clone(),
        factors: vec![crate::protocol::acr::Factor::new(
            "pwd",
            crate::protocol::acr::FactorKind::Knowledge,
            crate::base::time::Timestamp(0),
        )],
        remember: false,
    };
    let origin = Origin { ip: Some("192.0.2.1".to_owned()), ..Origin::default() };
    let mut cx = cx(app);
    cx.origin = &origin;
    let signed_in = cx.write(async |work| {
        browsers::insert(work, &row).await?;
        crate::domain::sessions::sign_in(&cx, work, Some(&browser), &proof).await
    });
    signed_in.await.unwrap().0
}

async fn is_live(app: &TestApp, session: &crate::base::id::SessionId) -> bool {
    let mut conn = app.db.read().await.unwrap();
    let found = session_rows::find(&mut conn, session).await.unwrap();
    found.is_some_and(|session| session.ended_at.is_none() && session.expires_at > app.clock.now())
}

#[tokio::test]
async fn a_new_password_signs_out_unless_told_otherwise() {
    let app = testing::app().await;
    let user = create(&cx(&app), ada()).await.unwrap();
    let session = session(&app, &user.id).await;
    let new = |keep_sessions| NewPassword { password: Secret::new("another good secret".to_owned()), keep_sessions };
    set_password(&cx(&app), &user.id, new(true)).await.unwrap();
    assert!(is_live(&app, &session).await);
    set_password(&cx(&app), &user.id, new(false)).await.unwrap();
    assert!(!is_live(&app, &session).await);
    let mut conn = app.app.db.read().await.unwrap();
    let kept = credentials::find_password(&mut conn, &user.id).await.unwrap().unwrap();
    let share = Share::of(QueueLane::Known, "here", "ada");
    let verdict =
        app.passwords.verify(&share, Secret::new("another good secret".to_owned()), kept.secret.expose()).await;
    assert!(verdict.unwrap().ok);
    let weak = NewPassword { password: Secret::new("x".to_owned()), keep_sessions: false };
    assert!(codes(set_password(&cx(&app), &user.id, weak).await).contains(&"password_too_short"));
}

#[tokio::test]
async fn a_disabled_account_has_no_sessions_and_comes_back_without_them() {
    let app = testing::app().await;
    let user = create(&cx(&app), ada()).await.unwrap();
    let session = session(&app, &user.id).await;
    assert!(disable(&cx(&app), &user.id).await.unwrap());
    assert!(!disable(&cx(&app), &user.id).await.unwrap());
    assert!(!is_live(&app, &session).await);
    assert!(enable(&cx(&app), &user.id).await.unwrap());
    assert!(!is_live(&app, &session).await);
    let nobody = UserId::fresh(&app.clock, &app.entropy);
    assert!(matches!(disable(&cx(&app), &nobody).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_erased_person_leaves_events_without_personal_data() {
    let app = testing::app().await;
    let user = create(&cx(&app), ada()).await.unwrap();
    session(&app, &user.id).await;
    let events = async || {
        let filter = audit_events::Filter { user: Some(user.id.clone()), ..audit_events::Filter::default() };
        let mut conn = app.app.db.read().await.unwrap();
        audit_events::list(&mut conn, &filter, &crate::store::PageRequest::first(100)).await.unwrap()
    };
    assert!(events().await.iter().any(|event| event.personal_ip.is_some()));
    delete(&cx(&app), &user.id).await.unwrap();
    let left = events().await;
    assert!(left.iter().any(|event| event.kind == "user.deleted"));
    assert!(left.iter().any(|event| event.kind == "session.started"));
    assert!(left.iter().all(|event| event.personal_ip.is_none() && event.personal_user_agent.is_none()));
    assert!(matches!(delete(&cx(&app), &user.id).await, Err(Error::NotFound)));
    // The names are free again.
    create(&cx(&app), ada()).await.unwrap();
}

#[tokio::test]
async fn a_changed_address_is_unproven_and_a_subject_is_never_given_twice() {
    let app = testing::app().await;
    let new = NewUser { sub: Some("248289761001".to_owned()), email_verified: true, ..ada() };
    let user = create(&cx(&app), new).await.unwrap();
    assert_eq!(user.sub, "248289761001");
    let again = NewUser { sub: Some("248289761001".to_owned()), username: "bob".to_owned(), email: None, ..ada() };
    assert_eq!(codes(create(&cx(&app), again).await), ["sub_taken"]);
    let changes = AccountChanges { email: Some(Some("ada@example.com".to_owned())), ..AccountChanges::default() };
    let same = update(&cx(&app), &user.id, changes).await.unwrap();
    assert!(same.email_verified_at.is_some(), "only written differently");
    let claims = json!({"name": "Ada", "name#de": "Ada"}).as_object().cloned();
    let changes =
        AccountChanges { email: Some(Some("ada@new.example".to_owned())), claims, ..AccountChanges::default() };
    let moved = update(&cx(&app), &user.id, changes).await.unwrap();
    assert_eq!((moved.email_verified_at, &moved.claims["name"]), (None, &Value::from("Ada")));
}
