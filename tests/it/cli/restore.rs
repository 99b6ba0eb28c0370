//! `signet restore`: a backup comes back whole, or nothing is touched.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::json;

use super::{Place, server::Server, text};

fn place_with(name: &str) -> Place {
    let place = Place::new();
    place.says(&["user", "create", name, "--no-password"]);
    place.says(&["keys", "rotate", "--all", "--now"]);
    place
}

/// What stands in data/.
fn data(place: &Place) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(place.0.join("data"))
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

#[test]
fn a_backup_comes_back_and_the_former_database_is_kept() {
    let place = place_with("ada");
    place.says(&["backup", "copy.db"]);
    place.says(&["user", "create", "bob", "--no-password"]);
    let told = place.json(&["restore", "copy.db"]);
    assert_eq!((&told["issuers"], &told["migrations_missing"]), (&json!(["http://localhost:8080"]), &json!(0)));
    assert!(told["signing_keys"].as_u64().unwrap() >= 7, "{told}");
    assert_eq!(place.json(&["user", "list"]).as_array().unwrap().len(), 1, "as it was then");
    let former = text(&told, "former");
    let there = format!("database.url=sqlite:{former}");
    assert_eq!(place.json(&["--set", &there, "user", "list"]).as_array().unwrap().len(), 2, "and as it was now");
    let mode = fs::metadata(place.0.join("data/signet.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // Into an empty directory, with the master key put back first: what a new machine does.
    let other = Place::fresh();
    fs::create_dir(other.0.join("keys")).unwrap();
    fs::copy(place.0.join("keys/master.key"), other.0.join("keys/master.key")).unwrap();
    let copy = place.0.join("copy.db").display().to_string();
    assert_eq!(other.json(&["restore", &copy])["former"], json!(null));
    assert_eq!(text(&other.json(&["user", "show", "ada"]), "username"), "ada");
    assert_eq!(data(&other), ["signet.db"], "nothing else is left behind");
}

#[test]
fn a_database_in_use_is_not_restored_over() {
    let place = Place::fresh();
    let server = Server::start(&place, &["--listen", "127.0.0.1:0"]);
    place.says(&["backup", "copy.db"]);
    let (code, message) = place.refuses(&["restore", "copy.db"]);
    assert!(code == 1 && message.contains("data/signet.db is in use: stop the server first"), "{message}");
    assert!(server.is_ready(), "the server did not notice");
    place.says(&["user", "create", "ada", "--no-password"]);
    let left = data(&place);
    assert!(left.iter().all(|name| !name.contains("restore")), "{left:?}");
    assert!(server.stop().success());
    place.says(&["restore", "copy.db"]);
    assert_eq!(place.json(&["user", "list"]), json!([]));
}

#[test]
fn what_is_no_good_is_refused_with_its_reason_and_nothing_is_touched() {
    let place = place_with("ada");
    place.says(&["backup", "copy.db"]);
    place.write("text.db", "this is no database, whatever its name says");
    let whole = fs::read(place.0.join("copy.db")).unwrap();
    // Pages in the middle, overwritten.
    let mut damaged = whole.clone();
    damaged[8192..8192 + 16_384].fill(0xa5);
    fs::write(place.0.join("damaged.db"), &damaged).unwrap();
    fs::write(place.0.join("cut.db"), &whole[..whole.len() / 2]).unwrap();
    let newer = copy_after(&place, "newer.db", "INSERT INTO schema_migrations VALUES (9999, 'future', 'x', 1)");
    let empty = copy_after(&place, "empty.db", "DROP TABLE schema_migrations");
    let other = place_with("bob");
    other.says(&["backup", "theirs.db"]);
    let theirs = other.0.join("theirs.db").display().to_string();
    let before = data(&place);
    for (file, why) in [
        ("nowhere.db", "No such file"),
        ("text.db", "it is no SQLite database"),
        ("data/signet.db", "it is the database itself"),
        ("damaged.db", "the backup "),
        ("cut.db", "the backup "),
        (newer.as_str(), "which this version of signet does not know"),
        (empty.as_str(), "it has no schema"),
        (theirs.as_str(), "no configured key opens them"),
    ] {
        let (code, message) = place.refuses(&["restore", file]);
        assert!(code == 1 && message.contains(why), "{file}: {message}");
        assert_eq!(data(&place), before, "{file}");
    }
    let other_issuer = ["--set", "issuer.url=https://id.example.com", "restore", "copy.db"];
    let (code, message) = place.refuses(&other_issuer);
    assert!(code == 1 && message.contains("it holds no issuer https://id.example.com"), "{message}");
    let postgres = ["--set", "database.url=postgres://db.invalid/signet", "restore", "copy.db"];
    let (code, message) = place.refuses(&postgres);
    assert!(code == 1 && message.contains("pg_restore"), "{message}");
    assert_eq!(place.json(&["user", "list"]).as_array().unwrap().len(), 1);
}

/// A copy of copy.db after one statement.
fn copy_after(place: &Place, name: &str, sql: &'static str) -> String {
    let path = place.0.join(name);
    fs::copy(place.0.join("copy.db"), &path).unwrap();
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(sql).unwrap();
    conn.close().unwrap();
    name.to_owned()
}
