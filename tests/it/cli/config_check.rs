//! `signet config check` beside a database that can and one that cannot be asked.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use super::Place;
use crate::support::{country_file, free_port};

/// What it waits, with time for a busy machine.
const SOON: Duration = Duration::from_secs(4);

fn check(url: &str) -> (String, Duration) {
    let place = Place::fresh();
    let began = Instant::now();
    let said = place.says(&["config", "check", "--set", &format!("database.url={url}")]);
    (said, began.elapsed())
}

#[test]
fn without_a_database_the_configuration_is_right_and_none_is_made() {
    let place = Place::fresh();
    assert_eq!(place.says(&["config", "check"]), "ok\n");
    assert!(!place.0.join("data").exists());
    assert_eq!(Place::new().says(&["config", "check"]), "ok\n");
}

#[test]
fn a_file_that_says_where_addresses_are_is_opened() {
    let place = Place::fresh();
    let file = place.0.join("countries.mmdb");
    let setting = format!("risk.country_file={}", file.display());
    let check = ["config", "check", "--set", &setting];
    let (code, refused) = place.refuses(&check);
    assert!(code == 78 && refused.contains("risk.country_file") && refused.contains("it cannot be read"), "{refused}");
    std::fs::write(&file, "no database").unwrap();
    assert!(place.refuses(&check).1.contains("it is no MaxMind DB"));
    std::fs::copy(country_file(), &file).unwrap();
    assert_eq!(place.says(&check), "ok\n");
}

#[test]
fn a_database_that_refuses_is_told() {
    let port = free_port();
    let (said, took) = check(&format!("postgres://signet@127.0.0.1:{port}/signet"));
    let told = format!("ok\nthe database postgres://signet@127.0.0.1:{port}/signet cannot be used: ");
    assert!(said.starts_with(&told), "{said}");
    assert!(took < SOON, "{took:?}");
}

#[test]
fn a_database_that_says_nothing_is_told_after_two_seconds() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let (said, took) = check(&format!("postgres://signet@127.0.0.1:{port}/signet"));
    let database = format!("postgres://signet@127.0.0.1:{port}/signet");
    assert_eq!(said, format!("ok\nthe database {database} did not answer within 2 seconds\n"));
    assert!(took < SOON, "{took:?}");
}
