//! Mails and texts that go to no service: a file each for another program, and lines of the log.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use serde_json::json;
use signet::render::mail::MailKind;

use super::{Place, server::Server, text};
use crate::support::plain_text;

const NUMBER: &str = "+442079460123";
const FILES: &str = "[mail]\ndriver = \"file\"\ndirectory = \"mails\"\nfrom = \"signet@example.com\"\n\
                     [sms]\ndriver = \"file\"\ndirectory = \"texts\"\ncountries = [\"GB\"]\n";
const LOG: &str = "[mail]\ndriver = \"log\"\nfrom = \"signet@example.com\"\n[sms]\ndriver = \"log\"\n";

fn place_with(settings: &str) -> Place {
    let place = Place::new();
    let before = fs::read_to_string(place.0.join("signet.toml")).unwrap();
    place.write("signet.toml", &format!("{before}{settings}"));
    place
}

/// The only file of a folder: nothing that was half written stays beside it.
fn only_file(place: &Place, folder: &str) -> PathBuf {
    let mut all: Vec<PathBuf> = fs::read_dir(place.0.join(folder)).unwrap().map(|one| one.unwrap().path()).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn a_mail_and_a_text_become_a_file_each_that_nobody_else_reads() {
    let place = place_with(FILES);
    for (channel, to) in [("mail", "ada@example.com"), ("sms", NUMBER)] {
        let told = place.json(&[channel, "test", to]);
        assert_eq!(told, json!({"state": "sent", "driver": "file", "answer": "written to its file"}), "{channel}");
    }
    let (mail, text) = (only_file(&place, "mails"), only_file(&place, "texts"));
    for (file, ending) in [(&mail, "eml"), (&text, "txt")] {
        assert!(file.extension().is_some_and(|one| one == ending), "{}", file.display());
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    let mail = fs::read_to_string(mail).unwrap();
    assert!(mail.contains("To: ada@example.com") && mail.contains("Subject: Mail from Signet works"), "{mail}");
    assert_eq!(fs::read_to_string(text).unwrap(), format!("To: {NUMBER}\n\nText messages from Signet work.\n"));
    // What is no folder takes none, and that is told.
    for (channel, to) in [("mail", "ada@example.com"), ("sms", NUMBER)] {
        let setting = format!("{channel}.directory=signet.toml");
        let (code, message) = place.refuses(&["--set", &setting, channel, "test", to]);
        let told = format!("was not sent: {channel}.directory cannot be written to: ");
        assert!(code == 1 && message.contains(&told), "{message}");
    }
}

#[test]
fn a_sample_of_each_kind_of_mail_is_sent_and_its_link_is_one_of_the_issuer() {
    let place = place_with(FILES);
    let one = place.json(&["mail", "samples", "ada@example.com", "--kind", "invitation", "--language", "de"]);
    let answer = "written to its file";
    assert_eq!(one, json!([{"kind": "invitation", "state": "sent", "driver": "file", "answer": answer}]));
    let words = plain_text(&fs::read_to_string(only_file(&place, "mails")).unwrap());
    let is_link = |line: &str| line.starts_with("http://localhost:8080/sample?token=");
    assert!(words.lines().any(is_link) && words.contains("Sie sind eingeladen"), "{words}");

    let all = place.json(&["mail", "samples", "ada@example.com"]);
    let kinds: Vec<&str> = all.as_array().unwrap().iter().map(|one| text(one, "kind")).collect();
    assert_eq!(kinds, MailKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
    assert_eq!(fs::read_dir(place.0.join("mails")).unwrap().count(), 1 + kinds.len());
    let (code, message) = place.refuses(&["mail", "samples", "ada@example.com", "--kind", "welcom"]);
    assert!(code == 2 && message.contains("there is test, password_link, "), "{message}");
    let nowhere = ["--set", "mail.directory=signet.toml", "mail", "samples", "ada@example.com", "--kind", "welcome"];
    let (code, message) = place.refuses(&nowhere);
    let told = "welcome: the mail was not sent: mail.directory cannot be written to: ";
    assert!(code == 1 && message.contains(told) && message.contains("; made before it: none"), "{message}");
}

#[test]
fn a_mail_and_a_text_are_lines_in_the_log_of_a_server_on_this_machine() {
    let place = place_with(LOG);
    let server = Server::start(&place, &["--listen", "127.0.0.1:0", "--set", "issuer.url=http://localhost:8080"]);
    place.says(&["mail", "test", "ada@example.com", "--queue"]);
    // Its words come first.
    let said = server.until("to=\"ada@example.com\"");
    assert!(said.contains("This mail was sent by") && said.contains("Mail from Signet works"), "{said}");
    place.says(&["sms", "test", NUMBER, "--queue"]);
    let said = server.until(&format!("to=\"{NUMBER}\""));
    assert!(said.contains("Text messages from Signet work."), "{said}");
    assert!(server.stop().success());
}
