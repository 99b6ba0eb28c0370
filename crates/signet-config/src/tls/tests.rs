//! What an operator can get wrong about a certificate and its key.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use rcgen::{CertificateParams, KeyPair, PKCS_ED25519};

use super::*;
use crate::{Config, LoadOptions, Loaded, Problem, Problems};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A directory with files of this test, gone when dropped.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let name = format!("signet-tls-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn pair() -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    (certificate.pem(), key.serialize_pem())
}

fn options(flags: &[(&str, &str)]) -> LoadOptions {
    let https = [("issuer.url", "https://localhost:8443")];
    let flags = https.iter().chain(flags).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    LoadOptions { config_path: Some("/dev/null".into()), env: Vec::new(), flags, serving: true }
}

fn load(flags: &[(&str, &str)]) -> Result<Loaded, Problems> {
    Config::load(&options(flags))
}

/// The one problem of a pair of files, which stands at this key.
fn problem(certificate: &str, key: &str) -> Problem {
    let problems = load(&[("tls.certificate_file", certificate), ("tls.key_file", key)]).map(|_| ()).unwrap_err().0;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().unwrap()
}

#[track_caller]
fn assert_problem(found: &Problem, key: &str, problem: &str, remedy: &str) {
    assert_eq!((found.key.as_str(), found.source.as_str()), (key, "command line"), "{found:?}");
    assert!(found.problem.contains(problem), "{found:?}");
    assert!(found.remedy.contains(remedy), "{found:?}");
}

#[test]
fn a_pair_that_belongs_together_is_taken_whatever_the_key_is_written_in() {
    let place = Place::new();
    let (certificate, key) = pair();
    let (certificate, key) = (place.write("chain.pem", &certificate), place.write("key.pem", &key));
    let config = load(&[("tls.certificate_file", &certificate), ("tls.key_file", &key)]).unwrap().config;
    assert_eq!(config.tls.profile, Profile::Compatible);
    let files = config.tls.files().unwrap();
    assert_eq!(files.read().open().unwrap().cert.len(), 1);
    // Both in one file, as some tools write them, and in either order.
    let both = fs::read_to_string(&key).unwrap() + &fs::read_to_string(&certificate).unwrap();
    let both = place.write("both.pem", &both);
    assert!(load(&[("tls.certificate_file", &both), ("tls.key_file", &both)]).is_ok());
    // Ed25519 is a key that rustls knows.
    let ed25519 = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&ed25519).unwrap();
    let (own, key) = (place.write("ed.pem", &own.pem()), place.write("ed.key", &ed25519.serialize_pem()));
    assert!(load(&[("tls.certificate_file", &own), ("tls.key_file", &key)]).is_ok());
}

#[test]
fn without_a_certificate_nothing_is_asked_of_an_https_issuer() {
    let config = load(&[]).unwrap().config;
    assert_eq!(config.tls.files(), None);
    assert_eq!(load(&[("tls.profile", "modern")]).unwrap().config.tls.profile, Profile::Modern);
}

#[test]
fn one_file_without_the_other_is_refused() {
    for (given, missing) in [("certificate_file", "key_file"), ("key_file", "certificate_file")] {
        let key = format!("tls.{given}");
        let problems = load(&[(&key, "x.pem")]).map(|_| ()).unwrap_err().0;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_problem(&problems[0], &key, &format!("tls.{missing} is not set"), "set");
    }
}

#[test]
fn a_certificate_under_an_http_issuer_is_a_contradiction() {
    let place = Place::new();
    let (certificate, key) = pair();
    let (certificate, key) = (place.write("chain.pem", &certificate), place.write("key.pem", &key));
    let flags = [
        ("tls.certificate_file", certificate.as_str()),
        ("tls.key_file", &key),
        ("issuer.url", "http://localhost:8080"),
    ];
    let problems = load(&flags).map(|_| ()).unwrap_err().0;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_problem(&problems[0], "tls.certificate_file", "issuer.url says http", "https");
}

#[test]
fn an_unknown_profile_is_refused_by_name() {
    let problems = load(&[("tls.profile", "intermediate")]).map(|_| ()).unwrap_err().0;
    assert_problem(&problems[0], "tls.profile", "intermediate", "\"compatible\"");
}

#[test]
fn each_file_that_cannot_be_read_is_told() {
    let place = Place::new();
    let flags = [("tls.certificate_file", "/nonexistent/chain.pem"), ("tls.key_file", "/nonexistent/key.pem")];
    let problems = load(&flags).map(|_| ()).unwrap_err().0;
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_problem(&problems[0], "tls.certificate_file", "/nonexistent/chain.pem cannot be read", "may read");
    assert_problem(&problems[1], "tls.key_file", "/nonexistent/key.pem cannot be read", "may read");
    let options = LoadOptions { serving: false, ..options(&flags) };
    assert!(Config::load(&options).is_ok(), "the server alone needs them");
    let (certificate, key) = pair();
    let (certificate, key) = (place.write("chain.pem", &certificate), place.write("key.pem", &key));
    let directory = place.0.to_str().unwrap();
    assert_problem(&problem(directory, &key), "tls.certificate_file", "cannot be read", "may read");
    assert_problem(&problem(&certificate, "/dev/zero"), "tls.key_file", "larger than 1 MiB", "PEM");
}

#[test]
fn files_that_hold_something_else_are_told_apart_and_never_repeated() {
    let place = Place::new();
    let (certificate, key) = pair();
    let (chain, secret) = (place.write("chain.pem", &certificate), place.write("key.pem", &key));
    let empty = place.write("empty.pem", "");
    assert_problem(&problem(&empty, &secret), "tls.certificate_file", "no certificate", "certificate first");
    assert_problem(&problem(&secret, &secret), "tls.certificate_file", "no certificate", "certificate first");
    assert_problem(&problem(&chain, &chain), "tls.key_file", "no private key", "PKCS#8");

    let mut broken: Vec<String> = vec![
        key.replace('A', "!"),
        key.lines().take(2).collect::<Vec<_>>().join("\n"),
        "-----BEGIN PRIVATE KEY hunter2\nhunter2\n".to_owned(),
        "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----\n".to_owned(),
    ];
    broken.push(key.replace("-----END", "hunter2 -----END"));
    for text in broken {
        let found = problem(&chain, &place.write("broken.pem", &text));
        assert_eq!(found.key, "tls.key_file", "{found:?}");
        assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
    }
    let torn = place.write("torn.pem", &certificate[..certificate.len() / 2]);
    assert_problem(&problem(&torn, &secret), "tls.certificate_file", "not valid PEM", "certificate first");
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let nonsense = place.write("nonsense.pem", nonsense);
    assert_problem(&problem(&nonsense, &secret), "tls.certificate_file", "cannot be read", "version 3");
}

#[test]
fn an_encrypted_key_is_sent_through_openssl() {
    let place = Place::new();
    let chain = place.write("chain.pem", &pair().0);
    for text in [
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    ] {
        let found = problem(&chain, &place.write("encrypted.pem", text));
        assert_problem(&found, "tls.key_file", "encrypted", "openssl pkey");
    }
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let place = Place::new();
    let ((certificate, _), (_, other)) = (pair(), pair());
    let (chain, other) = (place.write("chain.pem", &certificate), place.write("other.pem", &other));
    assert_problem(&problem(&chain, &other), "tls.key_file", "does not belong", "stand first");
}

#[test]
fn a_fingerprint_changes_with_either_file_and_with_the_reason_of_a_failure() {
    let place = Place::new();
    let (certificate, key) = pair();
    let files = PairFiles {
        certificate: place.write("chain.pem", &certificate).into(),
        key: place.write("key.pem", &key).into(),
    };
    let mut seen = vec![files.read().fingerprint()];
    assert_eq!(files.read().fingerprint(), seen[0]);
    let mut changed = |what: &str| {
        let next = files.read().fingerprint();
        assert!(!seen.contains(&next), "{what}");
        seen.push(next);
    };
    // What moves from the end of one file to the head of the other is a change, too.
    place.write("chain.pem", &format!("{certificate}x"));
    changed("a longer chain");
    place.write("chain.pem", &certificate);
    place.write("key.pem", &format!("x{key}"));
    changed("a longer key");
    fs::remove_file(place.0.join("key.pem")).unwrap();
    changed("no key");
    fs::remove_file(place.0.join("chain.pem")).unwrap();
    changed("nothing");
}
