//! New passwords that stand in a list of stolen ones: in a file of ours, and at a service that is told no password.

use signet::{
    base::secret::Secret,
    config::{Config, outbound::PrivateTarget},
    domain::{
        directory::accounts::{self, NewPassword},
        kernel::Error,
    },
    outbound::breached::write_file,
};

use crate::support::{Engine, Loopback, TestApp};

/// Strong by every other rule.
const STOLEN: &str = "seven purple kettles sing";
/// Its SHA-1, by `sha1sum`.
const DIGEST: &str = "CF71A906C577A9208D390AE54BDF1058F5C229A4";

async fn set(t: &TestApp, password: &str) -> Result<(), String> {
    let mut conn = t.app.db.read().await.unwrap();
    let ada = accounts::find(&mut conn, "ada").await.unwrap();
    drop(conn);
    let new = NewPassword { password: Secret::new(password.to_owned()), keep_sessions: false };
    match accounts::set_password(&t.cx(), &ada.id, new).await {
        Ok(()) => Ok(()),
        Err(Error::Invalid(problems)) => {
            let said: Vec<String> = problems.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
            Err(said.join("; "))
        }
        Err(other) => panic!("{other}"),
    }
}

const REFUSED: &str = "password_breached: it stands in a list of stolen passwords";

#[tokio::test]
async fn a_stolen_password_is_refused_by_the_file_that_was_imported() {
    let engine = Engine::sqlite();
    let path = engine.directory().join("breached.bin");
    let list = format!("{}:1\n{DIGEST}:3\n{}:9\n", "0".repeat(40), "F".repeat(40));
    write_file(list.as_bytes(), std::fs::File::create(&path).unwrap(), 1).unwrap();
    let t = TestApp::start(engine, |config| config.passwords.breached_file = Some(path)).await;
    t.person("ada").await;
    assert_eq!(set(&t, STOLEN).await.unwrap_err(), REFUSED);
    set(&t, "seven purple kettles hum").await.unwrap();
}

#[tokio::test]
async fn a_service_is_told_five_characters_and_its_silence_refuses_nobody() {
    let (told, rest) = DIGEST.split_at(5);
    let padding = format!("{}:0", "A".repeat(35));
    let service = Loopback::serving_bytes("text/plain", &format!("{padding}\r\n{rest}:3\r\n")).await;
    let url = service.url("/range/");
    let change = |config: &mut Config| {
        config.passwords.breached_url = Some(url.parse().unwrap());
        config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
    };
    let t = TestApp::start(Engine::sqlite(), change).await;
    t.person("ada").await;
    let asked = service.hits();
    assert_eq!(set(&t, STOLEN).await.unwrap_err(), REFUSED);
    assert_eq!((service.hits() - asked, told.len()), (1, 5));
    // What breaks another rule is not asked about.
    let short = "password_too_short: at least 12 characters (login.password_min_length)";
    assert_eq!(set(&t, "short").await.unwrap_err(), short);
    assert_eq!(service.hits() - asked, 1);
    drop(service);
    set(&t, STOLEN).await.unwrap();
}
