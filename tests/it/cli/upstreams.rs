//! `signet upstream`: providers by which people sign in, as an operator sets them up.

use serde_json::json;

use super::{Place, text, without_announcement};

pub(super) const STAFF: [&str; 8] =
    ["upstream", "create", "staff", "--client-id", "signet", "--client-secret-file", "staff.secret", "--issuer"];

pub(super) fn place() -> Place {
    let place = Place::new();
    place.write("staff.secret", "hush hush\n");
    place
}

#[test]
fn an_upstream_is_made_shown_changed_and_deleted_and_its_secret_is_never_told() {
    let place = place();
    assert_eq!(place.says(&["upstream", "list"]), "no upstreams yet; run: signet upstream create --help\n");
    let told = place.says(&[&STAFF[..], &["https://sso.example", "--domain", "Example.com"]].concat());
    for row in [
        "name              staff\n",
        "callback          http://localhost:8080/sign-in/upstream/staff/callback\n",
        "after sign-out    http://localhost:8080/signed-out\n",
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
fn the_domains_that_an_upstream_lets_in_are_named_and_taken_back() {
    let place = place();
    place.says(&[&STAFF[..], &["https://sso.example"]].concat());
    let told =
        place.says(&["upstream", "update", "staff", "--allow-domain", "a.example", "--allow-domain", "b.example"]);
    assert!(told.contains("allowed domains   a.example b.example\n"), "{told}");
    let changed = place.json(&["upstream", "update", "staff", "--setting", "allowed_domains="]);
    assert_eq!(changed["settings"]["allowed_domains"], json!([]));
}

#[test]
fn an_upstream_that_means_another_provider_is_made_anew_under_its_name() {
    let place = place();
    place.says(&[&STAFF[..], &["https://sso.example", "--domain", "example.com", "--trust-factors"]].concat());
    let before = place.json(&["upstream", "show", "staff"]);
    let other = ["upstream", "update", "staff", "--issuer", "https://other.example", "--forget-links"];
    let (code, message) = place.refuses(&other);
    let sentence = "say the secret of the new provider (--client-secret-file): it gets none of another's";
    assert!(code == 2 && message.contains(sentence), "{code}: {message}");
    assert_eq!(place.json(&["upstream", "show", "staff"]), before);
    place.write("other.secret", "another\n");
    let output = place.signet(&[&other[..], &["--client-secret-file", "other.secret"]].concat(), "");
    assert_eq!(
        without_announcement(&String::from_utf8(output.stderr).unwrap()),
        "signet: staff is made anew, and domains that were listed for it are so no more (1): say --domain for those that \
         the new provider vouches for\n\
         signet: further factors of staff count as ours no more: say --trust-factors if they shall\n"
    );
    let moved = place.json(&["upstream", "show", "staff"]);
    assert_eq!((text(&moved, "name"), &moved["domains"]), ("staff", &json!([])));
    assert_eq!(moved["settings"]["issuer"], "https://other.example");
    assert_eq!(moved["settings"]["trusts_factors"], false);
    assert_ne!(moved["id"], before["id"]);
    assert_eq!(place.json(&["audit", "list", "--kind", "upstream.deleted"]).as_array().unwrap().len(), 1);
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
fn tokens_that_are_kept_without_offline_access_are_told() {
    let place = place();
    place.says(&[&STAFF[..], &["https://sso.example"]].concat());
    let told = |settings: &[&str]| {
        let settings: Vec<&str> = settings.iter().flat_map(|one| ["--setting", *one]).collect();
        let output = place.signet(&[&["upstream", "update", "staff"][..], &settings[..]].concat(), "");
        assert!(output.status.success(), "{output:?}");
        without_announcement(&String::from_utf8(output.stderr).unwrap())
    };
    let warning = "signet: staff keeps tokens and asks for no offline access: where no refresh token comes, apps get an \
                   access token until it ends and none after that; say --setting \"scopes=… offline_access\", or what \
                   the service wants for it (Google: --setting authorization_params.access_type=offline --setting \
                   authorization_params.prompt=consent)\n";
    assert_eq!(told(&["keeps_tokens=true"]), warning);
    assert_eq!(told(&["scopes=openid offline_access"]), "");
    assert_eq!(told(&["scopes=openid"]), warning);
    assert_eq!(told(&["authorization_params.access_type=offline", "authorization_params.prompt=consent"]), "");
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
        (
            &[
                "upstream",
                "create",
                "x",
                "--issuer",
                "https://sso.example",
                "--client-id",
                "a",
                "--client-secret-file",
                "staff.secret",
                "--allow-domain",
                "@acme.example",
            ],
            "allowed_domains: \"@acme.example\" is no domain of mail addresses, such as example.com",
        ),
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
        "A sign-in by it is walked with a stand-in made of what is documented of the service; not tried with the real one, \
         compare it with its page before use: https://developer.apple.com/documentation/signinwithapple\n",
        "- The name comes once,",
        "Compared:\n- Endpoints, issuer, form_post, client_secret_post ",
        "Left open:\n- PKCE: no source names it for Apple.\n",
        "response_mode = \"form_post\"\n",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    let apple = place.json(&["upstream", "presets", "apple"]);
    assert_eq!(apple["wants"], json!(["team_id", "key_id"]));
    assert_eq!(apple["unverified"][0], "PKCE: no source names it for Apple.");
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

#[test]
fn what_a_mapping_makes_of_claims_is_shown_and_one_that_is_wrong_is_not_taken() {
    let place = place();
    let rules = json!([
        {"when": "groups", "is": "Domain Admins", "then": {"organization": {"slug": "north", "roles": ["owner"]}}},
        {"when": "left", "is": "true", "then": "refuse"},
    ]);
    let rules = format!("rules={rules}");
    place.says(&[&STAFF[..], &["https://sso.example", "--setting", rules.as_str()]].concat());
    place.write(
        "claims.json",
        &json!({"sub": "1", "name": "Ada", "email": "ada@example.com", "groups": ["Domain Admins"], "birthdate": "soon"})
            .to_string(),
    );
    let shown = place.json(&["upstream", "test", "staff", "--preview", "claims.json"]);
    assert_eq!(shown["person"]["organizations"], json!({"north": ["owner"]}));
    assert_eq!((&shown["person"]["claims"], &shown["refused_by"]), (&json!({"name": "Ada"}), &json!(null)));
    let left_out = shown["left_out"].as_array().unwrap();
    assert!(left_out.len() == 1 && left_out[0].as_str().unwrap().starts_with("birthdate: "), "{left_out:?}");
    let told = place.says(&["upstream", "test", "staff", "--preview", "claims.json"]);
    assert!(told.contains("north (owner)") && told.contains("ada@example.com"), "{told}");
    place.write("left.json", r#"{"sub": "1", "left": true}"#);
    assert!(place.says(&["upstream", "test", "staff", "--preview", "left.json"]).contains("by rules[1]"));
    place.write("list.json", "[]");
    let (code, message) = place.refuses(&["upstream", "test", "staff", "--preview", "list.json"]);
    assert!(
        code == 2 && message.contains("--preview wants a JSON object, such as the claims of an ID token"),
        "{message}"
    );
    let (_, message) = place.refuses(&["upstream", "update", "staff", "--setting", "claims.sub=id"]);
    assert!(
        message.contains("setting: claims.sub: a claim of the protocol is never taken from an upstream"),
        "{message}"
    );
}
