//! `signet user factors`: what somebody has beside their password, as an operator sees it and takes it away.

use serde_json::json;

use super::{Place, text};

/// The only administrator, with an authenticator app, a wallet and two recovery codes.
fn place() -> (Place, String) {
    let place = Place::new();
    place.write("password", "correct horse battery\n");
    let create = ["user", "create", "root", "--email", "root@example.com", "--admin", "--password-file", "password"];
    let user = text(&place.json(&create), "id").to_owned();
    let credential = |id: &str, kind: &str| {
        format!(
            "INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at) \
             VALUES ('{id}', '{user}', '{kind}', 'v1.{id}', 1790000000, 1790000000);"
        )
    };
    let wallet = format!(
        "INSERT INTO wallets (id, user_id, address, created_at) \
         VALUES ('wal_1', '{user}', '0x52908400098527886e0f7030069857d2e4169ee7', 1790000000);"
    );
    let asked = format!("UPDATE users SET second_factor_at = 1790000000 WHERE id = '{user}'");
    let codes = credential("crd_2", "recovery_code") + &credential("crd_3", "recovery_code");
    let database = rusqlite::Connection::open(place.0.join("data/signet.db")).unwrap();
    database.execute_batch(&format!("{}{codes}{wallet}{asked}", credential("crd_1", "totp"))).unwrap();
    database.close().unwrap();
    (place, user)
}

#[test]
fn everything_beside_the_password_is_listed_and_no_secret() {
    let (place, user) = place();
    let listed = place.json(&["user", "factors", "list", "root"]);
    assert_eq!(
        (&listed["id"], &listed["recovery_codes"], &listed["passkeys"], &listed["texts_to"]),
        (&json!(user), &json!(2), &json!([]), &json!(null))
    );
    assert_eq!(listed["authenticator_apps"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(text(&listed["authenticator_apps"][0], "id"), "crd_1");
    assert_eq!(text(&listed["wallets"][0], "address"), "0x52908400098527886e0f7030069857d2e4169ee7");
    let said = place.says(&["user", "factors", "list", "root"]);
    for part in ["authenticator app", "crd_1", "wallet", "wal_1", "2 recovery codes are left"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("v1.") && !listed.to_string().contains("v1."), "{said} {listed}");
    let (code, message) = place.refuses(&["user", "factors", "list", "nobody"]);
    assert!(code == 1 && message.contains("there is no user"), "{message}");
}

// The last administrator, too: nothing else would let them in.
#[test]
fn all_of_it_is_taken_away_written_down_and_told_to_its_owner() {
    let (place, user) = place();
    let reset = ["user", "factors", "reset", "root"];
    let said = place.says(&reset);
    assert_eq!(said, "root has nothing but the password from now on, and is signed out everywhere\n");
    assert_eq!(place.says(&["user", "factors", "list", "root"]), "root has nothing but the password\n");
    let listed = place.json(&["user", "factors", "list", "root"]);
    assert_eq!(
        (&listed["authenticator_apps"], &listed["recovery_codes"], &listed["wallets"]),
        (&json!([]), &json!(0), &json!([]))
    );
    // The second time nothing is there, and nobody is told of nothing.
    assert_eq!(place.json(&reset), json!({"id": user, "reset": false, "signed_out": true}));
    let events = place.json(&["audit", "list", "--kind", "factor.reset"]);
    assert_eq!((events.as_array().unwrap().len(), &events[0]["actor"]), (1, &json!("cli")), "{events}");
    let mails = place.json(&["mail", "list"]);
    let notices: Vec<_> = mails.as_array().unwrap().iter().filter(|one| one["mail"] == "factors_reset").collect();
    assert_eq!((notices.len(), &notices[0]["user_id"]), (1, &json!(user)), "{mails}");
    // What is left is the password, and that is set here, too.
    place.write("password", "quite another long secret\n");
    let said = place.says(&["user", "set-password", "root", "--password-file", "password"]);
    assert_eq!(said, "root has a new password; sessions and grants are over\n");
    let (code, message) = place.refuses(&["user", "factors", "reset", "nobody"]);
    assert!(code == 1 && message.contains("there is no user"), "{message}");
}
