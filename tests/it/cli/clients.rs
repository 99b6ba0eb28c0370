//! `signet client`.

use serde_json::{Value, json};

use super::{Place, text};

#[test]
fn a_client_of_each_kind_comes_with_what_it_needs() {
    let place = Place::new();
    let redirect = "http://127.0.0.1:3000/callback";
    for (kind, method, grants, pkce) in [
        ("web", "client_secret_basic", json!(["authorization_code", "refresh_token"]), "pkce_or_nonce"),
        ("spa", "none", json!(["authorization_code", "refresh_token"]), "always"),
        ("native", "none", json!(["authorization_code", "refresh_token"]), "always"),
        ("machine", "client_secret_basic", json!(["client_credentials"]), "pkce_or_nonce"),
    ] {
        let mut arguments = vec!["client", "create", "--kind", kind, "--name", "My app"];
        if kind != "machine" {
            arguments.extend(["--redirect-uri", redirect]);
        }
        let made = place.json(&arguments);
        assert_eq!(made["token_endpoint_auth_method"], method, "{kind}");
        assert_eq!(made["grant_types"], grants, "{kind}");
        assert_eq!(made["require_pkce"], pkce, "{kind}");
        assert_eq!(made["client_secret"].is_string(), method != "none", "{kind}");
        assert_eq!(made["client_name"], "My app");
        let people = place.says(&arguments);
        assert!(people.contains("http://localhost:8080"), "the snippet names the issuer: {people}");
        let shown = place.json(&["client", "show", text(&made, "client_id")]);
        assert_eq!(shown.get("client_secret"), None, "a secret is shown once");
    }
    assert_eq!(place.json(&["client", "list"]).as_array().unwrap().len(), 8);
    let (code, message) =
        place.refuses(&["client", "create", "--kind", "spa", "--redirect-uri", "https://*.example.com/"]);
    assert_eq!((code, message.contains("wildcard")), (2, true), "{message}");
    assert_eq!(place.refuses(&["client", "create", "--name", "x"]).0, 2);
}

#[test]
fn the_rule_for_pkce_is_chosen_told_and_read_as_of_old() {
    let place = Place::new();
    let redirect = ["--redirect-uri", "https://app.example.com/callback"];
    let web = [&["client", "create", "--kind", "web"], &redirect[..]].concat();
    let made = place.json(&[&web[..], &["--require-pkce", "never"]].concat());
    assert_eq!(made["require_pkce"], "never");
    let id = text(&made, "client_id");
    assert!(place.says(&["client", "show", id]).contains("never: not asked for, held to where it is sent"));
    for (given, rule) in [("pkce_or_nonce", "pkce_or_nonce"), ("true", "always"), ("false", "never")] {
        assert_eq!(place.json(&["client", "update", id, "--require-pkce", given])["require_pkce"], rule);
    }
    for (given, rule) in [(json!(true), "always"), (json!(false), "never"), (json!("pkce_or_nonce"), "pkce_or_nonce")] {
        place.write("pkce.json", &json!({"require_pkce": given}).to_string());
        assert_eq!(place.json(&["client", "update", id, "--file", "pkce.json"])["require_pkce"], rule);
    }
    // A client without a secret cannot do without it.
    assert_eq!(place.json(&["client", "update", id, "--auth-method", "none"])["require_pkce"], "always");
    let (code, message) = place.refuses(&["client", "update", id, "--require-pkce", "never"]);
    assert_eq!((code, message.contains("RFC 9700 section 2.1.1")), (2, true), "{message}");
    let (code, message) = place.refuses(&[&web[..], &["--require-pkce", "sometimes"]].concat());
    assert_eq!((code, message.contains("expected one of always, pkce_or_nonce, never")), (2, true), "{message}");
}

#[test]
fn a_client_comes_from_a_file_is_changed_and_goes() {
    let place = Place::new();
    let file = json!({
        "client_id": "my-app", "client_secret": "0123456789abcdef", "client_name": "My app", "client_name#de": "Meine App",
        "redirect_uris": ["https://app.example.com/callback"], "redirect_uri": ["https://app.example.com/"],
        "token_endpoint_auth_method": "client_secret_post", "scope": "openid email",
    });
    place.write("client.json", &file.to_string());
    let output = place.signet(&["client", "create", "--file", "client.json", "--first-party", "--json"], "");
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean redirect_uris?"));
    for member in ["client_id", "client_secret", "client_name#de", "redirect_uris", "scope"] {
        assert_eq!(made[member], file[member], "{member}");
    }
    assert_eq!(made["first_party"], true);
    assert_eq!(made["client_secret_expires_at"], 0);

    let changed = place.json(&["client", "update", "my-app", "--redirect-uri", "https://new.example.com/"]);
    assert_eq!(changed["redirect_uris"], json!(["https://new.example.com/"]));
    assert_eq!(changed["scope"], "openid email", "what is not given stays");
    let changed = place.json(&["client", "update", "my-app", "--first-party", "false", "--disabled", "true"]);
    assert_eq!((&changed["first_party"], &changed["disabled"]), (&json!(false), &json!(true)));

    assert_eq!(changed.get("claims_in_id_token"), None);
    let changed = place.json(&["client", "update", "my-app", "--claims-in-id-token"]);
    assert_eq!(changed["claims_in_id_token"], true);
    assert!(place.says(&["client", "show", "my-app"]).contains("with the claims of granted scopes"));
    let changed = place.json(&["client", "update", "my-app", "--claims-in-id-token", "false"]);
    assert_eq!(changed.get("claims_in_id_token"), None);

    let rotated = place.json(&["client", "rotate-secret", "my-app"]);
    assert_ne!(rotated["client_secret"], file["client_secret"]);
    let (code, message) = place.refuses(&["client", "create", "--file", "client.json"]);
    assert_eq!((code, message.contains("client_id")), (2, true), "{message}");
    assert_eq!(place.json(&["client", "delete", "my-app", "--yes"])["deleted"], true);
    assert_eq!(place.refuses(&["client", "show", "my-app"]).0, 1);

    place.write("broken.json", "{\"client_name\": }");
    let (code, message) = place.refuses(&["client", "create", "--file", "broken.json"]);
    assert_eq!((code, message.contains("line 1, column")), (2, true), "{message}");
}

// RFC 7591 §1.2
#[test]
fn initial_access_tokens_are_shown_once_listed_and_taken_back() {
    let place = Place::new();
    let made = place.json(&["client", "token", "create", "--label", "portal", "--uses", "2", "--lifetime", "1h"]);
    assert_eq!((&made["label"], &made["uses_left"]), (&json!("portal"), &json!(2)));
    let secret = text(&made, "initial_access_token");
    assert!(secret.len() >= 43);
    let said = place.says(&["client", "token", "create"]);
    assert!(said.contains("any number") && said.contains("registration.mode is"), "{said}");
    let listed = place.json(&["client", "token", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains(secret));
    let id = text(&made, "id");
    place.says(&["client", "token", "revoke", id]);
    assert!(place.refuses(&["client", "token", "revoke", id]).1.contains("no living token"));
    for wrong in [["--uses", "0"], ["--lifetime", "1s"], ["--lifetime", "2y"], ["--label", ""]] {
        assert_eq!(place.refuses(&[&["client", "token", "create"][..], &wrong].concat()).0, 2, "{wrong:?}");
    }
}
