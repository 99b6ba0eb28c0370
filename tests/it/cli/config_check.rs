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
fn a_template_of_a_mail_that_cannot_be_used_is_told_with_its_place() {
    let place = Place::fresh();
    std::fs::create_dir(place.0.join("letters")).unwrap();
    let check = ["config", "check", "--set", "mail.templates=letters"];
    for (template, problem) in [
        ("one\n{{ titel }}", "undefined value (mail test, language en)"),
        ("a\n{% if %}", "syntax error: unexpected end of block"),
    ] {
        place.write("letters/test.txt", template);
        let (code, message) = place.refuses(&check);
        let remedy = "correct the template; docs/mail.md says what one knows and may hold";
        let told = format!("letters/test.txt:2)\n    problem: {problem}\n    remedy:  {remedy}\n");
        assert!(code == 78 && message.contains("mail.templates  (from ") && message.contains(&told), "{message}");
    }
    place.write("letters/test.txt", "{{ title }}");
    assert_eq!(place.says(&check), "ok\n");
}

// Whoever reads the log could sign in.
#[test]
fn codes_go_to_the_log_on_a_developers_machine_alone() {
    let log = ["--set", "mail.driver=log", "--set", "mail.from=id@example.com", "--set", "sms.driver=log"];
    let check = [&["config", "check"][..], &log].concat();
    assert_eq!(Place::fresh().says(&check), "ok\n");
    let elsewhere = [&check[..], &["--set", "issuer.url=https://id.example.com"]].concat();
    let (code, message) = Place::fresh().refuses(&elsewhere);
    assert_eq!(code, 78, "{message}");
    for (key, what) in [("mail.driver", "links and codes"), ("sms.driver", "codes")] {
        let why = format!("problem: it writes {what} to the log, and the issuer is not on this machine\n");
        assert!(message.contains(&format!("\n  {key}  (from command line)\n")) && message.contains(&why), "{message}");
    }
}

#[test]
fn open_sign_ups_without_a_way_to_send_mail_are_told() {
    let place = Place::fresh();
    let open = ["config", "check", "--set", "issuer.url=https://id.example.com", "--set", "sign_up.mode=open"];
    let told = "sign_up.mode is \"open\", but no mail can be sent that proves an address: only people for whom another \
                provider vouches make an account; set mail.driver, see the section [mail]";
    assert_eq!(place.says(&open), format!("ok\n{told}\n"));
    let mail = ["--set", "mail.driver=file", "--set", "mail.directory=mail", "--set", "mail.from=id@example.com"];
    assert_eq!(place.says(&[open.as_slice(), mail.as_slice()].concat()), "ok\n");
    assert_eq!(place.says(&["config", "check", "--set", "sign_up.mode=open"]), "ok\n", "the development inbox");
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
