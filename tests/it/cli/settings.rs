//! Which database, master key and issuer a command works with: always told, never made by the way.

use std::net::{SocketAddr, TcpListener};

use serde_json::{Value, json};

use super::{Place, server::Server, text, without_announcement};

const CLIENT: &[&str] = &["client", "create", "--kind", "machine", "--name", "Nightly"];

#[test]
fn no_command_makes_a_database_a_master_key_or_an_issuer() {
    let fresh = Place::fresh();
    for arguments in [
        &["user", "create", "ada", "--no-password"][..],
        &["user", "list"],
        CLIENT,
        &["client", "token", "create"],
        &["resource", "create", "https://api.example.com"],
        &["organization", "create", "acme"],
        &["session", "list", "ada"],
        &["keys", "rotate", "--all"],
        &["audit", "list"],
        &["backup", "copy.db"],
        &["migrate", "status"],
        &["demo", "link"],
    ] {
        let (code, message) = fresh.refuses(arguments);
        assert_eq!((code, message.contains("run: signet serve")), (1, true), "{arguments:?}: {message}");
        for made in ["data", "keys", "copy.db"] {
            assert!(!fresh.0.join(made).exists(), "{arguments:?} made {made}");
        }
    }

    let place = Place::new();
    let other_issuer = ["--set", "issuer.url=http://localhost:9999"];
    for arguments in [CLIENT, &["client", "list"]] {
        let (code, message) = place.refuses(&[&other_issuer[..], arguments].concat());
        let expected = "it holds no issuer http://localhost:9999, it holds http://localhost:8080";
        assert_eq!((code, message.contains(expected)), (1, true), "{message}");
    }
    let (code, message) = place.refuses(&[&["--set", "database.url=sqlite:other.db"][..], CLIENT].concat());
    assert!(code == 1 && message.contains("/other.db: it holds no issuer yet"), "{message}");
    let (code, message) = place.refuses(&[&["--set", "keys.master_key_file=other.key"][..], CLIENT].concat());
    assert!(code == 1 && message.contains("No new key was made"), "{message}");
    assert!(!place.0.join("other.db").exists() && !place.0.join("other.key").exists());
    assert_eq!(place.json(&["client", "list"]), json!([]));
    // What a command sets for itself does not change what the server has.
    place.says(&["--set", "tokens.access_token_lifetime=7m", "client", "list"]);
    assert_eq!(place.json(&["resource", "list"])[0]["token_lifetime"], 900);
}

// A setting in front of the command was lost when another stood behind it.
#[test]
fn settings_count_on_both_sides_of_a_command() {
    let place = Place::fresh();
    let before = ["--set", "database.url=sqlite:real.db", "--set", "issuer.url=http://localhost:7777"];
    let output = place.signet(&[&before[..], &["migrate", "up", "--set", "log.level=warn"]].concat(), "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(place.0.join("real.db").exists() && !place.0.join("data/signet.db").exists());
    let shown = place.json(&[&before[..], &["config", "show", "--set", "issuer.url=http://localhost:8888"]].concat());
    assert_eq!(shown["issuer"]["url"]["value"], "http://localhost:8888");
    assert_eq!(shown["database"]["url"]["value"], "sqlite:real.db");
    let (code, message) = place.refuses(&["--config", "a.toml", "config", "show", "--config", "b.toml"]);
    assert_eq!(code, 2);
    assert!(message.contains("the argument '--config <FILE>' cannot be used multiple times"), "{message}");
}

#[test]
fn a_command_says_on_standard_error_which_database_and_issuer_it_works_for() {
    let place = Place::new();
    let database = format!("sqlite:{}/data/signet.db", place.0.display());
    let said = place.signet(&["user", "list"], "");
    let expected = format!("signet: database {database}, issuer http://localhost:8080\n");
    assert_eq!(String::from_utf8_lossy(&said.stderr), expected);
    let said = place.signet(&["user", "list", "--json"], "");
    let told: Value = serde_json::from_slice(&said.stderr).unwrap();
    assert_eq!(told, json!({"database": database, "issuer": "http://localhost:8080"}));
    assert_eq!(serde_json::from_slice::<Value>(&said.stdout).unwrap(), json!([]));
    let said = place.signet(&["backup", "copy.db"], "");
    assert_eq!(String::from_utf8_lossy(&said.stderr), format!("signet: database {database}\n"));
    // A refusal comes after it, each on a line of its own.
    let said = place.signet(&["user", "show", "nobody", "--json"], "");
    let lines = String::from_utf8(said.stderr).unwrap();
    assert_eq!(lines.lines().count(), 2, "{lines}");
    let refusal: Value = serde_json::from_str(&without_announcement(&lines)).unwrap();
    assert_eq!(refusal["error"], "failed");
}

#[test]
fn the_issuer_follows_the_listener_until_the_database_has_one() {
    let place = Place::fresh();
    let first = Server::start(&place, &["--listen", "127.0.0.1:0"]);
    let (issuer, port) = (first.issuer.clone(), first.issuer.rsplit(':').next().unwrap().to_owned());
    assert!(issuer.starts_with("http://localhost:") && port != "8080" && port != "0", "{issuer}");
    for part in [
        format!("made the database sqlite:{}/data/signet.db", place.0.display()),
        "made the master key keys/master.key".to_owned(),
        format!("made the issuer {issuer}"),
        format!("{issuer}/setup?token="),
    ] {
        assert!(first.welcome.contains(&part), "{part}: {}", first.welcome);
    }
    // A command beside it needs no issuer: there is one.
    let made = place.json(CLIENT);
    assert!(first.stop().success());

    // Another port: both ways out are named, and neither is taken.
    let other = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, message) = place.refuses(&["serve", "--listen", &other.to_string()]);
    assert_eq!(code, 1);
    for part in [&issuer, &format!("--listen 127.0.0.1:{port}"), &format!("--issuer http://localhost:{}", other.port())]
    {
        assert!(message.contains(part.as_str()), "{part}: {message}");
    }
    let back = Server::start(&place, &["--listen", &format!("0.0.0.0:{port}")]);
    assert_eq!(back.issuer, issuer, "the database's issuer counts");
    assert!(!back.welcome.contains("made "), "{}", back.welcome);
    assert!(back.stop().success());

    // Named, a second issuer is made, and said to be one.
    let second = format!("http://localhost:{}", other.port());
    let both = Server::start(&place, &["--listen", &other.to_string(), "--issuer", &second]);
    let told = format!("made the issuer {second}\n  its clients, sessions and grants are not those of {issuer}");
    assert!(both.welcome.contains(&told), "{}", both.welcome);
    assert!(both.stop().success());
    let (code, message) = place.refuses(&["client", "list"]);
    assert!(code == 1 && message.contains(&format!("it holds several issuers: {issuer}, {second}")), "{message}");
    let at = |issuer: &str, arguments: &[&str]| {
        place.json(&[&["--set", &format!("issuer.url={issuer}")][..], arguments].concat())
    };
    assert_eq!(text(&at(&issuer, &["client", "list"])[0], "client_id"), text(&made, "client_id"));
    assert_eq!(at(&second, &["client", "list"]), json!([]));
    for issuer in [&issuer, &second] {
        let builtin = at(issuer, &["resource", "list"]);
        assert_eq!((builtin.as_array().unwrap().len(), text(&builtin[0], "audience")), (1, issuer.as_str()));
    }
    let events = at(&second, &["audit", "list", "--kind", "client.created"]);
    assert_eq!(events, json!([]), "what happened at the other issuer is not told here");
    assert_eq!(at(&issuer, &["audit", "list", "--kind", "client.created"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_busy_port_is_told_with_the_setting_that_names_it() {
    let place = Place::fresh();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = taken.local_addr().unwrap().to_string();
    let (code, message) = place.refuses(&["serve", "--listen", &busy]);
    assert!(code == 1 && message.contains(&format!("server.listen {busy} cannot be used")), "{message}");
    assert!(message.contains("choose another with --listen"), "{message}");
    assert!(!place.0.join("data").exists(), "nothing is made for a server that cannot listen");
    let metrics = format!("server.metrics_listen={busy}");
    let (code, message) = place.refuses(&["--set", &metrics, "serve", "--listen", "127.0.0.1:0"]);
    assert!(code == 1 && message.contains(&format!("server.metrics_listen {busy} cannot be used")), "{message}");
    assert!(message.contains("--set server.metrics_listen=") && !message.contains("--listen"), "{message}");

    // A port that nobody chose is no reason not to serve.
    let default = SocketAddr::from(([127, 0, 0, 1], 19090));
    let _held = TcpListener::bind(default);
    let server = Server::start_as_is(&place, &["--listen", "127.0.0.1:0"]);
    assert!(server.welcome.contains("default of server.metrics_listen is in use"), "{}", server.welcome);
    assert!(server.stop().success());
}
