//! The command line as its users have it: the real binary, a directory of its own.

mod clients;
mod config_check;
mod descriptors;
mod factors;
mod features;
mod identities;
mod messages;
mod outages;
mod passwords;
mod people;
mod recipes;
mod restore;
mod server;
mod settings;
mod shown;
mod sign_up;
mod stop;
mod systemd;
mod upstream_test;
mod upstreams;

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use serde_json::{Value, json};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A working directory, gone when dropped.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

impl Place {
    /// With database, master key and issuer, as after a first start.
    fn new() -> Self {
        let place = Self::fresh();
        place.says(&["migrate", "up"]);
        place
    }

    /// An empty directory.
    fn fresh() -> Self {
        let name = format!("signet-cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        let cheap = "[login]\nargon2_memory_kib = 64\nargon2_iterations = 1\nallow_weak_hashing = true\n";
        std::fs::write(path.join("signet.toml"), cheap).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// Runs `signet` with these arguments and this standard input.
    fn signet(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_signet"))
            .args(arguments)
            .current_dir(&self.0)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may be gone before this is written.
        child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        child.wait_with_output().unwrap()
    }

    /// What it printed, when it succeeded.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.signet(arguments, "");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it printed with `--json`.
    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.says(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// Exit code and message of a refusal.
    fn refuses(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.signet(arguments, "");
        assert!(!output.status.success(), "{arguments:?} was taken");
        assert!(output.stdout.is_empty(), "results and errors are kept apart");
        (output.status.code().unwrap(), without_announcement(&String::from_utf8(output.stderr).unwrap()))
    }
}

/// Standard error without the line that names database and issuer.
fn without_announcement(stderr: &str) -> String {
    let told = |line: &&str| !line.starts_with("signet: database ") && !line.starts_with("{\"database\":");
    stderr.split_inclusive('\n').filter(told).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

// OIDC Core §5.6.2
#[test]
fn somebody_else_vouches_for_a_claim_as_long_as_the_operator_says() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    place.write("token", "ksj3n283dke\n");
    let set = ["user", "claim-source", "set", "ada"];
    let at = ["--endpoint", "https://bank.example/claims", "--access-token-file", "token"];
    place.says(&[&set[..], &["bank", "--claim", "credit_score"], &at].concat());
    let listed = place.json(&["user", "claim-source", "list", "ada"]);
    assert_eq!(
        listed,
        json!([{"source": "bank", "kind": "distributed", "claims": ["credit_score"],
                "endpoint": "https://bank.example/claims", "has_access_token": true}])
    );
    place.write("jwt", "not a JWT");
    for wrong in [
        &["other", "--claim", "credit_score", "--endpoint", "https://other.example/"][..],
        &["other", "--claim", "sub", "--endpoint", "https://other.example/"],
        &["other", "--claim", "x", "--endpoint", "http://other.example/"],
        &["other", "--claim", "x", "--jwt-file", "jwt"],
        &["other", "--claim", "x"],
    ] {
        place.refuses(&[&set[..], wrong].concat());
    }
    place.says(&["user", "claim-source", "remove", "ada", "bank"]);
    assert_eq!(place.json(&["user", "claim-source", "list", "ada"]), json!([]));
}

#[test]
fn one_command_is_enough_before_the_first_user() {
    let place = Place::fresh();
    let made = place.json(&["migrate", "up"])["made"].to_string();
    for part in ["the database sqlite:/", "the master key keys/master.key", "the issuer http://localhost:8080"] {
        assert!(made.contains(part), "{part}: {made}");
    }
    place.write("password.txt", "correct horse battery\n");
    place.write("claims.json", &json!({"given_name": "Ada", "address": {"locality": "London"}}).to_string());
    let ada = place.json(&[
        "user",
        "create",
        "ada",
        "--email",
        "ada@example.com",
        "--email-verified",
        "--claims",
        "claims.json",
        "--admin",
        "--password-file",
        "password.txt",
    ]);
    assert_eq!(ada["email_verified"], true);
    assert_eq!(ada["admin"], true);
    assert_eq!(ada["has_password"], true);
    assert_eq!(ada["claims"], json!({"given_name": "Ada", "address": {"locality": "London"}}));
    assert_ne!(ada["sub"], ada["id"]);
    assert_eq!(place.json(&["user", "show", "ADA@example.com"]), ada);
    assert_eq!(place.json(&["user", "list"])[0]["username"], "ada");
    assert!(place.says(&["user", "list"]).contains("ada@example.com"));

    let piped = place.signet(&["user", "create", "bob", "--password-file", "-"], "another good secret\n");
    assert!(piped.status.success());
    assert_eq!(place.json(&["user", "create", "carol", "--no-password"])["has_password"], false);
}

#[test]
fn wrong_input_is_told_all_at_once_and_changes_nothing() {
    let place = Place::new();
    place.write("short.txt", "short");
    let bad = ["user", "create", "a b", "--email", "nowhere", "--password-file", "short.txt"];
    let (code, message) = place.refuses(&bad);
    assert_eq!(code, 2);
    for field in ["username: ", "email: ", "password: "] {
        assert!(message.contains(field), "{message}");
    }
    let (_, message) = place.refuses(&[&bad[..], &["--json"]].concat());
    let refused: Value = serde_json::from_str(&message).unwrap();
    assert_eq!(refused["error"], "invalid");
    let codes: Vec<&str> = refused["problems"].as_array().unwrap().iter().map(|one| text(one, "code")).collect();
    assert_eq!(codes, ["username_invalid", "email_invalid", "password_too_short"]);
    assert_eq!(place.json(&["user", "list"]), json!([]));

    let (code, message) = place.refuses(&["user", "create", "ada"]);
    assert_eq!((code, message.contains("--password-file")), (2, true), "{message}");
    let (code, message) = place.refuses(&["user", "show", "nobody"]);
    assert_eq!((code, message.contains("signet user list")), (1, true), "{message}");
    let (code, message) = place.refuses(&["user", "create", "ada", "--password", "secret in the history"]);
    assert_eq!(code, 2);
    assert!(!message.contains("secret in the history"), "{message}");
}

#[test]
fn keys_are_listed_rotated_and_revoked() {
    let place = Place::fresh();
    assert_eq!(place.json(&["migrate", "up"])["applied"][0]["name"], "foundation");
    assert_eq!(place.json(&["migrate", "up"])["applied"], json!([]));
    assert_eq!(place.json(&["keys", "list"]), json!([]));
    let after = place.json(&["keys", "rotate", "--all", "--now"]);
    let signing = |keys: &Value| {
        let all = keys.as_array().unwrap().iter();
        all.filter(|key| key["state"] == "active")
            .map(|key| (text(key, "alg").to_owned(), text(key, "kid").to_owned()))
            .collect::<Vec<_>>()
    };
    let first = signing(&after["keys"]);
    assert_eq!(first.len(), 7, "{after}");
    let waiting = place.json(&["keys", "rotate", "--alg", "ES256"]);
    assert_eq!(waiting["changes"], json!([{"action": "generate", "alg": "ES256", "use": "sig", "state": "next"}]));
    assert_eq!(signing(&waiting["keys"]), first);
    let es256 = &first.iter().find(|(alg, _)| alg == "ES256").unwrap().1;
    let revoked = place.json(&["keys", "revoke", es256]);
    assert!(!signing(&revoked["keys"]).iter().any(|(_, kid)| kid == es256));
    assert_eq!(signing(&revoked["keys"]).len(), 7);
    // The active ones, and the two retired ones that still open messages.
    assert_eq!(place.json(&["keys", "rewrap"])["unchanged"], 9);
    let opening = place.json(&["keys", "rotate", "--alg", "RSA-OAEP"]);
    assert_eq!(opening["changes"][0]["use"], "enc");
    assert_eq!(place.refuses(&["keys", "rotate"]).0, 2);
    assert_eq!(place.refuses(&["keys", "rotate", "--alg", "HS256"]).0, 2);
    let events = place.json(&["audit", "list", "--kind", "signing_key.revoked", "--since", "1h"]);
    assert_eq!(events[0]["data"]["kid"], es256.as_str());
    assert_eq!(events[0]["actor"], "cli");
}

#[test]
fn apis_organizations_and_backups() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    let api = "https://api.example.com";
    let made = place.json(&["resource", "create", api, "--scope", "a:read", "--format", "opaque", "--lifetime", "5m"]);
    assert_eq!((&made["token_format"], &made["token_lifetime"]), (&json!("opaque"), &json!(300)));
    let changed = place.json(&["resource", "update", api, "--format", "jwt", "--alg", "EdDSA"]);
    assert_eq!((&changed["signing_alg"], &changed["scopes"]), (&json!("EdDSA"), &json!(["a:read"])));
    assert_eq!(made["token_typ"], "at+jwt");
    let changed = place.json(&["resource", "update", api, "--token-typ", "JWT"]);
    assert_eq!((&changed["token_typ"], &changed["signing_alg"]), (&json!("JWT"), &json!("EdDSA")));
    let (code, message) = place.refuses(&["resource", "update", "http://localhost:8080", "--token-typ", "JWT"]);
    assert!(code == 2 && message.contains("token_typ: access tokens for Signet itself are always at+jwt"), "{message}");
    assert_eq!(place.json(&["resource", "list"]).as_array().unwrap().len(), 2);
    assert_eq!(place.refuses(&["resource", "create", api]).0, 1);
    let (code, message) = place.refuses(&["resource", "create", "orders", "--scope", "openid", "--client", "nobody"]);
    assert_eq!(code, 2);
    for field in ["audience: ", "scopes: ", "client_id: "] {
        assert!(message.contains(field), "{message}");
    }
    assert!(place.refuses(&["resource", "delete", "http://localhost:8080"]).1.contains("cannot be deleted"));
    assert_eq!(place.json(&["resource", "delete", api, "--yes"])["deleted"], true);

    let acme = place.json(&["organization", "create", "acme", "--name", "Acme Ltd"]);
    assert_eq!(acme["slug"], "acme");
    place.says(&["organization", "add-member", "acme", "ada", "--role", "owner"]);
    let shown = place.json(&["organization", "show", "acme"]);
    assert_eq!(shown["members"][0]["roles"], json!(["owner"]));
    assert_eq!(place.json(&["organization", "remove-member", "acme", "ada"])["removed"], true);
    assert_eq!(place.refuses(&["organization", "create", "No Slug"]).0, 2);

    assert!(place.json(&["backup", "copy.db"])["bytes"].as_u64().unwrap() > 0);
    assert!(place.refuses(&["backup", "copy.db"]).1.contains("must not exist yet"));
    let copy = ["--set", "database.url=sqlite:copy.db"];
    assert_eq!(place.json(&[&copy[..], &["user", "show", "ada"]].concat())["username"], "ada");
    assert_eq!(place.json(&["user", "delete", "ada", "--yes"])["deleted"], true);
    assert_eq!(place.json(&[&copy[..], &["user", "show", "ada"]].concat())["username"], "ada");
}

#[test]
fn attributes_are_declared_set_and_taken_back() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    assert!(place.says(&["attribute", "list"]).contains("no attributes yet"));
    let create =
        ["attribute", "create", "projects", "--scope", "hr", "--type", "list", "--description", "Your projects"];
    let made = place.json(&[&create[..], &["--description-in", "de=Ihre Projekte"]].concat());
    assert_eq!(
        (&made["name"], &made["scope"], &made["type"], &made["descriptions"]),
        (&json!("projects"), &json!("hr"), &json!("list"), &json!({"de": "Ihre Projekte"}))
    );
    let (code, message) = place.refuses(&create);
    assert_eq!((code, message.contains("name: there is an attribute projects already")), (2, true), "{message}");
    let (code, message) =
        place.refuses(&["attribute", "create", "email", "--scope", "profile", "--description", "x\u{7}y"]);
    assert_eq!(code, 2);
    for field in ["name: a claim of the standards", "scope: this scope brings claims of its own", "description: "] {
        assert!(message.contains(field), "{message}");
    }
    let described = place.json(&["attribute", "update", "projects", "--description", "What you work on"]);
    assert_eq!(
        (&described["description"], &described["descriptions"]["de"]),
        (&json!("What you work on"), &json!("Ihre Projekte"))
    );
    assert_eq!(place.json(&["attribute", "list"]), json!([described]));

    let set = place.json(&["attribute", "set", "ada", "projects", "apollo", "gemini"]);
    assert_eq!(set["value"], json!(["apollo", "gemini"]));
    place.says(&["attribute", "create", "level", "--scope", "hr", "--type", "number", "--description", "Your level"]);
    let (code, message) = place.refuses(&["attribute", "set", "ada", "level", "high"]);
    assert_eq!((code, message.contains("value: level is number: write a number")), (2, true), "{message}");
    place.says(&["attribute", "set", "ada", "level", "-3.5"]);
    let (code, message) = place.refuses(&["attribute", "set", "ada", "nothing", "x"]);
    assert_eq!((code, message.contains("there is no attribute")), (1, true), "{message}");
    assert_eq!(place.refuses(&["attribute", "set", "bob", "level", "1"]).0, 1);
    assert_eq!(
        place.json(&["user", "show", "ada"])["attributes"],
        json!({"level": -3.5, "projects": ["apollo", "gemini"]})
    );
    assert!(place.says(&["user", "show", "ada"]).contains("apollo"));
    assert_eq!(place.json(&["attribute", "unset", "ada", "level"])["removed"], true);
    assert_eq!(place.json(&["attribute", "unset", "ada", "level"])["removed"], false);
    assert_eq!(place.json(&["attribute", "delete", "projects", "--yes"])["people"], 1);
    assert_eq!(place.json(&["user", "show", "ada"])["attributes"], json!({}));
    assert_eq!(place.refuses(&["attribute", "delete", "projects", "--yes"]).0, 1);
}

#[test]
fn a_lost_master_key_is_never_replaced() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    std::fs::remove_file(place.0.join("keys/master.key")).unwrap();
    let (code, message) = place.refuses(&["user", "list"]);
    assert_eq!((code, message.contains("No new key was made")), (1, true), "{message}");
    assert!(!place.0.join("keys/master.key").exists());
}

// OIDC Core §8
#[test]
fn subjects_of_another_system_are_brought_over_as_a_whole_or_not_at_all() {
    let place = Place::new();
    for name in ["ada", "bob"] {
        place.says(&["user", "create", name, "--no-password"]);
    }
    let line = |sector: &str, user: &str, sub: &str| json!({"sector": sector, "user": user, "sub": sub}).to_string();
    let import = ["user", "pairwise", "import", "subjects.jsonl"];
    let good = [
        line("App.example", "ada", "24400320"),
        String::new(),
        line("app.example", "bob", "24400321"),
        line("other.example", "ada", "24400320"),
        line("client:cli_1", "ada", "x"),
    ];
    for (wrong, field, why) in [
        (line("https://app.example/", "ada", "1"), "sector", "line 6: a host"),
        (line("app.example", "nobody", "1"), "user", "line 6: nobody is called this"),
        (line("app.example", "ada", "1"), "user", "line 6: this person has another subject"),
        (line("other.example", "bob", "24400320"), "sub", "line 6: somebody else has it"),
        (line("third.example", "bob", ""), "sub", "line 6: 1 to 255"),
    ] {
        place.write("subjects.jsonl", &format!("{}\n{wrong}\n", good.join("\n")));
        let (code, message) = place.refuses(&import);
        assert!(code == 2 && message.contains(why) && message.contains(field), "{message}");
    }
    place.write("subjects.jsonl", "{\"sector\": \"app.example\"}\n");
    assert!(place.refuses(&import).1.contains("line 1 is no object with sector, user and sub"));
    assert_eq!(place.json(&["user", "pairwise", "list", "ada"]), json!([]), "nothing of a bad file was written");

    place.write("subjects.jsonl", &good.join("\n"));
    assert_eq!(place.json(&import), json!({"added": 4, "unchanged": 0}));
    assert_eq!(place.json(&import), json!({"added": 0, "unchanged": 4}));
    let listed = place.json(&["user", "pairwise", "list", "ada"]);
    let listed: Vec<_> = listed.as_array().unwrap().iter().map(|row| (text(row, "sector"), text(row, "sub"))).collect();
    assert_eq!(listed, [("app.example", "24400320"), ("client:cli_1", "x"), ("other.example", "24400320")]);
    let found = place.json(&["user", "pairwise", "find", "APP.example", "24400321"]);
    assert_eq!(found["username"], "bob");
    assert_eq!(place.refuses(&["user", "pairwise", "find", "app.example", "1"]).0, 1);
}

#[test]
fn sessions_are_looked_at_and_ended_from_outside() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    assert!(place.says(&["session", "list", "ada"]).contains("not signed in anywhere"));
    assert_eq!(place.json(&["session", "list", "ada"]), json!([]));
    assert!(place.says(&["user", "sign-out", "ada"]).contains("signed in nowhere"));
    assert_eq!(place.json(&["user", "sign-out", "ada"])["ended"], json!([]));
    assert_eq!(place.json(&["session", "deliveries", "--state", "failed", "--client", "web"]), json!([]));
    let (code, message) = place.refuses(&["session", "end", "ses_01J9X4M2T70000000000000000"]);
    assert!(code == 1 && message.contains("there is no session"), "{message}");
    assert_eq!(place.refuses(&["session", "end", "usr_01J9X4M2T70000000000000000"]).0, 2);
    assert_eq!(place.refuses(&["user", "sign-out", "nobody"]).0, 1);
    assert!(place.says(&["user", "unlock", "ada"]).contains("was not locked"));
    assert_eq!(place.json(&["user", "unlock", "ada"])["changed"], json!(false));
    assert_eq!(place.refuses(&["user", "unlock", "nobody"]).0, 1);
    // Who was signed out, and by whom, is told.
    let events = place.json(&["audit", "list", "--kind", "user.signed_out"]);
    assert_eq!((events.as_array().unwrap().len(), &events[0]["actor"]), (2, &json!("cli")));
}
