//! `signet upstream`: providers by which people sign in, as an operator sets them up.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread,
};

use serde_json::{Value, json};

use super::{Place, text, without_announcement};

const STAFF: [&str; 8] =
    ["upstream", "create", "staff", "--client-id", "signet", "--client-secret-file", "staff.secret", "--issuer"];

fn place() -> Place {
    let place = Place::new();
    place.write("staff.secret", "hush hush\n");
    place
}

/// A provider on this machine that serves these metadata, and an empty key set elsewhere. `ISSUER` in them is its
/// address.
fn provider(metadata: &Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let metadata = metadata.to_string().replace("ISSUER", &issuer);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let body = if first.contains("/.well-known/openid-configuration") {
                metadata.clone()
            } else {
                json!({"keys": [{
                    "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "alg": "ES256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                }]})
                .to_string()
            };
            let length = body.len();
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
            write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{body}").ok();
        }
    });
    issuer
}

fn good() -> Value {
    json!({
        "issuer": "ISSUER", "authorization_endpoint": "ISSUER/authorize", "token_endpoint": "ISSUER/token",
        "jwks_uri": "ISSUER/jwks", "userinfo_endpoint": "ISSUER/userinfo",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "scopes_supported": ["openid", "profile", "email"],
        "authorization_response_iss_parameter_supported": true,
    })
}

#[test]
fn an_upstream_is_made_shown_changed_and_deleted_and_its_secret_is_never_told() {
    let place = place();
    assert_eq!(place.says(&["upstream", "list"]), "no upstreams yet; run: signet upstream create --help\n");
    let told = place.says(&[&STAFF[..], &["https://sso.example", "--domain", "Example.com"]].concat());
    for row in [
        "name              staff\n",
        "callback          http://localhost:8080/sign-in/upstream/staff/callback\n",
        "issuer            https://sso.example\n",
        "mail believed     listed\n",
        "domains           example.com\n",
        "secret            kept\n",
        "Register http://localhost:8080/sign-in/upstream/staff/callback as the callback",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    place.write("google.secret", "G0CSPX");
    let google = place.json(&[
        "upstream",
        "create",
        "google",
        "--preset",
        "google",
        "--client-id",
        "1.apps.example",
        "--client-secret-file",
        "google.secret",
        "--tenant",
        "example.com",
        "--link-only",
        "--position",
        "0",
        "--secret-expires",
        "2027-11-01",
    ]);
    assert_eq!(google["settings"]["issuer"], "https://accounts.google.com");
    assert_eq!(google["settings"]["tenants"], json!(["example.com"]));
    assert_eq!((&google["settings"]["creates_accounts"], &google["has_secret"]), (&json!(false), &json!(true)));
    assert_eq!(google["secret_expires_at"], "2027-11-01T00:00:00Z");
    let list = place.json(&["upstream", "list"]);
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|one| text(one, "name")).collect();
    assert_eq!(names, ["google", "staff"]);
    assert!(place.says(&["upstream", "list"]).contains("only links, secret ends 2027-11-01T00:00:00Z"));

    let changed = place.json(&[
        "upstream",
        "update",
        "staff",
        "--label",
        "Example staff",
        "--add-domain",
        "example.org",
        "--setting",
        "claims.picture=avatar_url",
        "--setting",
        "scopes=openid email groups",
    ]);
    assert_eq!(changed["domains"], json!(["example.com", "example.org"]));
    assert_eq!(changed["settings"]["claims"], json!({"picture": "avatar_url"}));
    assert_eq!((text(&changed, "label"), &changed["settings"]["scopes"][2]), ("Example staff", &json!("groups")));
    place.write("domains.txt", "a.example\n\n  b.example \n");
    let changed = place.json(&["upstream", "update", "staff", "--domains-file", "domains.txt"]);
    assert_eq!(changed["domains"], json!(["a.example", "b.example"]));
    assert_eq!(place.says(&["upstream", "disable", "staff"]), "staff is disabled: nobody signs in by it\n");
    assert!(place.says(&["upstream", "show", "staff"]).contains("disabled since"));
    assert_eq!(place.says(&["upstream", "enable", "staff"]), "staff is enabled\n");
    for words in [&["upstream", "show", "google"][..], &["upstream", "list"], &["audit", "list"]] {
        for said in [place.says(words), place.json(words).to_string()] {
            assert!(!said.contains("G0CSPX") && !said.contains("hush"), "{words:?}: {said}");
        }
    }

    let (code, message) = place.refuses(&["upstream", "delete", "staff"]);
    let asks = "Delete the upstream staff (Example staff), by which nobody signs in any more?";
    assert!(code == 2 && message.contains(asks), "{message}");
    assert_eq!(place.says(&["upstream", "delete", "staff", "--yes"]), "staff is deleted\n");
    let (code, message) = place.refuses(&["upstream", "show", "staff"]);
    assert_eq!((code, message.as_str()), (1, "signet: there is no upstream \"staff\"; run: signet upstream list\n"));
    let events = place.json(&["audit", "list", "--kind", "upstream.deleted"]);
    assert_eq!((events.as_array().unwrap().len(), &events[0]["actor"]), (1, &json!("cli")));
}

#[test]
fn what_is_unsafe_is_switched_on_by_name_and_said() {
    let place = place();
    place.says(&[&STAFF[..], &["https://sso.example"]].concat());
    let output = place.signet(&["upstream", "update", "staff", "--trust-email", "verified", "--trust-factors"], "");
    let told = without_announcement(&String::from_utf8(output.stderr).unwrap());
    assert_eq!(
        told,
        "signet: staff is believed for mail addresses of every domain: whoever runs it could open any account here\n\
         signet: further factors of staff count as ours: whoever runs it can skip them\n"
    );
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("mail believed     verified\n") && shown.contains("count as ours"), "{shown}");
}

#[test]
fn wrong_input_is_told_with_what_to_write() {
    let place = place();
    let (code, message) = place.refuses(&[&STAFF[..], &["http://sso.example", "--setting", "subject="]].concat());
    assert_eq!(code, 2);
    let told = "issuer: it must use https; http is for this machine alone";
    assert!(message.contains(told), "{message}");
    for (wrong, told) in [
        (&["upstream", "create", "x", "--preset", "google"][..], "say --client-id: what the service calls this app"),
        (
            &["upstream", "create", "x", "--preset", "gogle", "--client-id", "a"],
            "there is no preset gogle; run: signet upstream presets",
        ),
        (
            &["upstream", "create", "x", "--issuer", "https://sso.example", "--client-id", "a"],
            "client_auth wants one: say --client-secret-file FILE, or --setting client_auth=none",
        ),
        (
            &[
                "upstream",
                "create",
                "x",
                "--preset",
                "apple",
                "--client-id",
                "a",
                "--client-secret-file",
                "staff.secret",
            ],
            "it is no private key in PEM",
        ),
        (&["upstream", "update", "x"], "nothing to change: give at least one flag, see signet upstream update --help"),
        (&["upstream", "update", "x", "--secret-expires", "soon"], "write 2027-11-01, 2027-11-01T10:00:00Z or none"),
        (&["upstream", "presets", "goggle"], "there is no preset \"goggle\"; did you mean google?"),
    ] {
        let (code, message) = place.refuses(wrong);
        assert!(code == 2 && message.contains(told), "{wrong:?}: {code} {message}");
    }
    assert_eq!(place.json(&["upstream", "list"]), json!([]));
}

#[test]
fn presets_say_what_is_odd_and_that_they_were_not_tried_with_the_service() {
    let place = Place::fresh();
    let list = place.json(&["upstream", "presets"]);
    assert_eq!(list.as_array().unwrap().len(), 27);
    let told = place.says(&["upstream", "presets", "apple"]);
    for row in [
        "apple  Apple (oidc)\n",
        "What its settings do is held by stand-ins; not tried with the real service, compare it with its page before use: \
         https://developer.apple.com/documentation/signinwithapple\n",
        "- The name comes once,",
        "response_mode = \"form_post\"\n",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    assert_eq!(place.json(&["upstream", "presets", "apple"])["wants"], json!(["team_id", "key_id"]));
}

#[test]
fn an_upstream_is_walked_and_found_good() {
    let place = place();
    let issuer = provider(&good());
    place.says(&[&STAFF[..], &[issuer.as_str()]].concat());
    let told = place.says(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"]);
    for row in [
        format!("  good     its metadata are read from {issuer}/.well-known/openid-configuration\n"),
        format!("  good     it says that it is {issuer}\n"),
        format!("  good     token_endpoint is {issuer}/token\n"),
        "  good     it knows us by client_secret_basic\n".to_owned(),
        "  good     it supports PKCE with S256\n".to_owned(),
        format!("  good     1 key is read from {issuer}/jwks\n"),
        "  good     its answers say who answers: iss (RFC 9207)\n".to_owned(),
    ] {
        assert!(told.contains(&row), "{row}: {told}");
    }
    assert!(!told.contains("problem"), "{told}");
}

#[test]
fn what_is_wrong_with_an_upstream_is_told_with_what_to_write() {
    let place = place();
    let mut wrong = good();
    wrong["issuer"] = json!("https://other.example");
    wrong["token_endpoint"] = json!("http://sso.example/token");
    wrong["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    wrong["code_challenge_methods_supported"] = json!(["plain"]);
    wrong["id_token_signing_alg_values_supported"] = json!(["HS256"]);
    let issuer = provider(&wrong);
    place.says(&[&STAFF[..], &[issuer.as_str()]].concat());
    let output = place.signet(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"], "");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    for row in [
        &format!(
            "  problem  it says that it is \"https://other.example\", and \"{issuer}\" is set (OIDC Discovery section 4.3)\n"
        )[..],
        "signet upstream update staff --issuer https://other.example   if you trust that this is it\n",
        "  problem  token_endpoint does not use https: http://sso.example/token\n",
        "  problem  it does not know client_secret_basic, but client_secret_post\n",
        "signet upstream update staff --setting client_auth=client_secret_post\n",
        "  problem  it supports PKCE by plain, and not by S256\n",
        "  problem  it signs ID tokens by HS256, and RS256, ",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    // A private address is reached by the operator's word alone.
    let output = place.signet(&["upstream", "test", "staff", "--json"], "");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["problems"], 1);
    let finding = &told["findings"][0];
    assert_eq!(finding["verdict"], "problem");
    assert!(text(finding, "text").starts_with(&format!("{issuer}/.well-known/openid-configuration ")), "{finding}");
}

#[test]
fn a_secret_that_ends_is_told_by_the_check_of_the_configuration() {
    let place = place();
    place.says(&[&STAFF[..], &["https://sso.example", "--secret-expires", "2026-01-01"]].concat());
    let told = "the secret of staff ended at 2026-01-01T00:00:00Z: make another one there, then run: \
                signet upstream update staff --client-secret-file FILE --secret-expires WHEN";
    assert_eq!(place.says(&["config", "check"]), format!("ok\n{told}\n"));
    assert_eq!(place.json(&["config", "check"]), json!({"ok": true, "ending_secrets": [told]}));
    place.says(&["upstream", "update", "staff", "--client-secret-file", "staff.secret"]);
    assert_eq!(place.says(&["config", "check"]), "ok\n");
}
