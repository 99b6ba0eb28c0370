//! People and organizations, changed and deleted from the command line.

use serde_json::{Value, json};

use super::{Place, text};

fn names(listed: &Value) -> Vec<&str> {
    listed.as_array().unwrap().iter().map(|one| text(one, "username")).collect()
}

#[test]
fn a_person_is_changed_and_what_is_not_given_stays() {
    let place = Place::new();
    place.write("ada.json", &json!({"given_name": "Ada", "family_name": "Lovelace", "locale": "en"}).to_string());
    let create = ["user", "create", "ada", "--email", "ada@example.com", "--email-verified", "--claims", "ada.json"];
    let made = place.json(&[&create[..], &["--no-password"]].concat());
    place.says(&["user", "create", "bob", "--no-password"]);

    let changed = place.json(&["user", "update", "ada", "--username", "countess", "--phone-number", "+442071234567"]);
    assert_eq!((text(&changed, "username"), text(&changed, "phone_number")), ("countess", "+442071234567"));
    for kept in ["id", "sub", "email", "email_verified", "claims", "admin", "created_at"] {
        assert_eq!(changed[kept], made[kept], "{kept}");
    }
    place.write(
        "more.json",
        &json!({"family_name": null, "nickname": "Countess", "email": "c@example.com"}).to_string(),
    );
    let changed = place.json(&["user", "update", "countess", "--claims", "more.json", "--admin", "true"]);
    assert_eq!(changed["claims"], json!({"given_name": "Ada", "locale": "en", "nickname": "Countess"}));
    assert_eq!((text(&changed, "email"), &changed["email_verified"]), ("c@example.com", &json!(false)));
    assert_eq!(changed["admin"], true);
    let changed = place.json(&["user", "update", "countess", "--email", "none", "--phone-number", "none"]);
    assert_eq!((&changed["email"], &changed["phone_number"]), (&json!(null), &json!(null)));

    place.write("sub.json", "{\"sub\": \"another\"}");
    place.write("wrong.json", "{\"email\": 1, \"email_verified\": \"yes\", \"preferred_username\": null}");
    place.write("nul.json", r#"{"nickname": "a\u0000"}"#);
    place.write("twice.json", r#"{"nickname": "a", "nickname": "b"}"#);
    for (arguments, why) in [
        (&["--username", "bob"][..], "username: somebody signs in with it already"),
        (&["--email", "nowhere"], "email: an e-mail address such as"),
        (&["--email-verified", "true"], "email: there is no address that could be verified"),
        (&["--claims", "nul.json"], "nul.json holds a NUL character in a text, which is not kept"),
        (&["--claims", "twice.json"], "twice.json names a member twice"),
        (&["--claims", "sub.json"], "sub: the person has another subject"),
        (&["--claims", "wrong.json"], "preferred_username: the user name cannot be removed"),
        (&[], "nothing to change"),
        (&["--admin", "maybe"], "invalid value"),
    ] {
        let (code, message) = place.refuses(&[&["user", "update", "countess"][..], arguments].concat());
        assert!(code == 2 && message.contains(why), "{arguments:?}: {message}");
    }
    assert_eq!(place.json(&["user", "show", "countess"]), changed, "a refusal changes nothing");
    assert_eq!(place.refuses(&["user", "update", "nobody", "--admin", "true"]).0, 1);
    let events = place.json(&["audit", "list", "--kind", "user.updated"]);
    assert_eq!((events.as_array().unwrap().len(), &events[0]["actor"]), (3, &json!("cli")));
}

#[test]
fn two_accounts_of_one_person_are_merged_and_the_one_that_ends_stays_off() {
    let place = Place::new();
    let ada = place.json(&["user", "create", "ada", "--no-password"]);
    let old = place.json(&["user", "create", "ada.old", "--no-password"]);
    let (code, message) = place.refuses(&["user", "merge", "ada.old", "ada"]);
    assert!(code == 2 && message.contains("Merge ada.old"), "{message}");
    let (_, message) = place.refuses(&["user", "merge", "ada", "ada", "--yes"]);
    assert!(message.contains("into: an account is not merged into itself"), "{message}");
    let tried = place.json(&["user", "merge", "ada.old", "ada", "--dry-run"]);
    assert_eq!((&tried["from"], &tried["into"], &tried["dry_run"]), (&old["id"], &ada["id"], &json!(true)));
    assert_eq!(place.json(&["user", "show", "ada.old"])["merged_into"], json!(null));
    assert_eq!(place.says(&["user", "merge", "ada.old", "ada", "--yes"]), "ada.old is merged into ada\n");
    let shown = place.json(&["user", "show", "ada.old"]);
    assert_eq!((&shown["disabled"], &shown["merged_into"], &shown["sub"]), (&json!(true), &ada["id"], &old["sub"]));
    let (_, message) = place.refuses(&["user", "enable", "ada.old"]);
    let sentence = format!("it was merged into {}, and stays switched off", text(&ada, "id"));
    assert!(message.contains(&sentence), "{message}");
    assert_eq!(place.json(&["audit", "list", "--kind", "user.merged"])[0]["data"]["into"], ada["id"]);
}

#[test]
fn people_are_found_by_any_part_of_what_they_are_called() {
    let place = Place::new();
    place.write(
        "ada.json",
        &json!({"given_name": "Ada", "family_name": "Lovelace", "phone_number": "+442071234567"}).to_string(),
    );
    place.write("zoe.json", &json!({"name": "Zo\u{eb} \u{c5}ngstr\u{f6}m", "nickname": "100%_of"}).to_string());
    place.says(&["user", "create", "ada", "--email", "ADA@Example.com", "--claims", "ada.json", "--no-password"]);
    let zoe = place.json(&["user", "create", "zoe", "--claims", "zoe.json", "--no-password"]);
    place.says(&["user", "create", "adalbert", "--no-password"]);
    place.says(&["user", "create", "bob", "--email", "bob@B\u{fc}cher.example", "--no-password"]);
    place.says(&["user", "create", "eve", "--email", "eve@xn--bcher-kva.example", "--no-password"]);
    for (words, expected) in [
        (&["ada"][..], &["ada", "adalbert"][..]),
        (&["LOVE"], &["ada"]),
        (&["ada", "lovelace"], &["ada"]),
        (&["@example"], &["ada"]),
        (&["b\u{fc}cher"], &["bob", "eve"]),
        (&["xn--bcher"], &["bob", "eve"]),
        (&["bu\u{308}cher.example"], &["bob", "eve"]),
        (&["bob@b\u{fc}cher.example"], &["bob"]),
        (&["b\u{fc}ch"], &["bob"]),
        (&["7123"], &["ada"]),
        (&["\u{e5}ngstr\u{f6}m"], &["zoe"]),
        (&["%_"], &["zoe"]),
        (&[text(&zoe, "sub")], &["zoe"]),
        (&[text(&zoe, "id")], &["zoe"]),
        (&["given_name"], &[]),
        (&["ada", "zoe"], &[]),
    ] {
        let found = place.json(&[&["user", "search"][..], words].concat());
        assert_eq!(names(&found), expected, "{words:?}");
    }
    let first = place.json(&["user", "search", "ada", "--limit", "1"]);
    assert_eq!(names(&first), ["ada"]);
    assert_eq!(names(&place.json(&["user", "search", "ada", "--after", text(&first[0], "id")])), ["adalbert"]);
    assert!(place.says(&["user", "search", "nobody"]).contains("nobody is called \"nobody\""));
    assert_eq!(place.refuses(&["user", "search"]).0, 2);
    assert!(place.refuses(&["user", "search", " "]).1.contains("say what to look for"));
    assert!(place.says(&["user", "list", "--after", "usr_z"]).contains("nobody comes after that"));
}

// A hint names what this very command has.
#[test]
fn a_refusal_says_what_helps_here() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    for (arguments, hint) in [
        (&["user", "create", "bob"][..], "or use --no-password"),
        (&["user", "update", "ada"], "nothing to change: give at least one flag, see signet user update --help"),
        (&["client", "update", "any"], "nothing to change: give at least one flag, see signet client update --help"),
        (&["resource", "update", "https://any"], "see signet resource update --help"),
        (&["user", "set-password", "ada"], "or run this on a terminal"),
        (
            &["user", "claim-source", "remove", "ada", "bank"],
            "ada has no source bank; run: signet user claim-source list ada",
        ),
        (&["backup", "nowhere/copy.db"], "nowhere/copy.db: No such file or directory (os error 2)\n"),
    ] {
        let message = place.refuses(arguments).1;
        assert!(message.contains(hint), "{arguments:?}: {message}");
    }
}

#[test]
fn the_last_administrator_stays() {
    let place = Place::new();
    place.says(&["user", "create", "root", "--admin", "--no-password"]);
    let attempts: [&[&str]; 3] = [
        &["user", "delete", "root", "--yes"],
        &["user", "disable", "root"],
        &["user", "update", "root", "--admin", "false"],
    ];
    for attempt in attempts {
        let (code, message) = place.refuses(attempt);
        assert!(code == 2 && message.contains("the last administrator; make another one first"), "{message}");
    }
    assert_eq!(place.json(&["user", "show", "root"])["admin"], true);
    // One who is switched off administers nothing.
    place.says(&["user", "create", "second", "--admin", "--no-password"]);
    place.says(&["user", "disable", "second"]);
    assert_eq!(place.refuses(attempts[0]).0, 2);
    assert_eq!(place.json(&["user", "delete", "second", "--yes"])["deleted"], true);
    place.says(&["user", "create", "third", "--admin", "--no-password"]);
    assert_eq!(place.json(attempts[2])["admin"], false);
    assert_eq!(place.json(attempts[0])["deleted"], true);
}

#[test]
fn nothing_is_deleted_without_being_asked_or_told() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    place.says(&["client", "create", "--kind", "machine", "--name", "Nightly", "--client-id", "nightly"]);
    place.says(&["resource", "create", "https://api.example.com"]);
    place.says(&["organization", "create", "acme"]);
    place.says(&["attribute", "create", "department", "--scope", "hr", "--description", "Your department"]);
    for (what, name, question) in [
        ("attribute", "department", "Delete the attribute department"),
        ("user", "ada", "Erase ada (usr_"),
        ("client", "nightly", "Delete the client nightly (Nightly)"),
        ("resource", "https://api.example.com", "Delete the API https://api.example.com"),
        ("organization", "acme", "Delete the organization acme (acme)"),
    ] {
        let (code, message) = place.refuses(&[what, "delete", name]);
        assert!(code == 2 && message.contains(question) && message.contains("--yes"), "{message}");
        assert!(place.says(&[what, "list"]).contains(name), "{name} is still there");
        assert_eq!(place.json(&[what, "delete", name, "--yes"])["deleted"], true);
        let (code, message) = place.refuses(&[what, "delete", name, "--yes"]);
        assert!(code == 1 && message.contains(&format!("there is no {what}")), "{message}");
    }
}

#[test]
fn an_organization_is_renamed_and_deleted() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    let acme = place.json(&["organization", "create", "acme", "--name", "Acme Ltd"]);
    place.says(&["organization", "create", "other"]);
    place.says(&["organization", "add-member", "acme", "ada", "--role", "owner"]);
    let renamed = place.json(&["organization", "rename", "acme", "Acme Limited"]);
    assert_eq!((text(&renamed, "slug"), text(&renamed, "name")), ("acme", "Acme Limited"));
    let renamed = place.json(&["organization", "rename", "acme", "--slug", "acme-limited"]);
    assert_eq!((text(&renamed, "name"), &renamed["id"]), ("Acme Limited", &acme["id"]));
    assert_eq!(place.refuses(&["organization", "show", "acme"]).0, 1);
    let members = &place.json(&["organization", "show", "acme-limited"])["members"];
    assert_eq!(members[0]["roles"], json!(["owner"]));
    for (arguments, why) in [
        (&["acme-limited", "--slug", "other"][..], "slug: another organization has it already"),
        (&["acme-limited", "--slug", "No Slug"], "slug: 1 to 63 small letters"),
        (&["acme-limited", ""], "name: 1 to 200 characters"),
        (&["acme-limited"], "required"),
    ] {
        let (code, message) = place.refuses(&[&["organization", "rename"][..], arguments].concat());
        assert!(code == 2 && message.contains(why), "{arguments:?}: {message}");
    }
    assert_eq!(place.refuses(&["organization", "rename", "nobody", "Name"]).0, 1);
    assert_eq!(place.json(&["organization", "delete", "acme-limited", "--yes"])["deleted"], true);
    assert_eq!(names(&place.json(&["user", "list"])), ["ada"], "its people stay");
    let kinds: Vec<Value> = place.json(&["audit", "list", "--limit", "2"]).as_array().unwrap().clone();
    assert_eq!(text(&kinds[0], "kind"), "organization.deleted");
}

#[test]
fn a_password_link_is_printed_with_its_end() {
    let place = Place::new();
    place.says(&["user", "create", "ada", "--no-password"]);
    let made = place.json(&["user", "password-link", "ada", "--lifetime", "15m"]);
    assert!(text(&made, "link").starts_with("http://localhost:8080/password?token="), "{made}");
    assert!(text(&made, "expires_at").ends_with('Z'), "{made}");
    let said = place.says(&["user", "password-link", "ada"]);
    assert!(said.contains("ada sets a password, once, until"), "{said}");
    let (code, message) = place.refuses(&["user", "password-link", "ada", "--lifetime", "30d"]);
    assert!(code == 2 && message.contains("choose 5m to 7d"), "{message}");
    assert_eq!(place.refuses(&["user", "password-link", "nobody"]).0, 1);
    let events = place.json(&["audit", "list", "--kind", "password_link.created"]);
    assert_eq!(events.as_array().unwrap().len(), 2);
    assert!(!events.to_string().contains("token="), "a link is in no log");
}

#[test]
fn people_are_imported_from_lines_and_tables_with_what_other_systems_keep() {
    let place = Place::new();
    let hash = "$2b$05$yi9GC7gl0tfdTb7j5dysrOJbyWy1LUu.LsUlMKE4HsVWUE5VL0KuK";
    let keycloak = json!({"secretData": "{\"value\": \"c3/mCaUrPOEFDPgMqdp4WF2W6Dp/Bwm77aTm9xYHRJt9FCEDzLdKfAVubdg4XC8It+qkS8BZOcoCSip+gBzWiA==\", \"salt\": \"E1WhFSooN9bXV7sD41N/hg==\", \"additionalParameters\": {}}", "credentialData": {"hashIterations": 27500, "algorithm": "pbkdf2-sha256", "additionalParameters": {}}});
    let lines = [
        json!({"username": "ada", "email": "ada@example.com", "email_verified": true, "name": "Ada", "password_hash": hash}),
        json!({"preferred_username": "bob", "sub": "24400320", "password_hash": keycloak}),
        json!({"username": "eve"}),
    ];
    place.write("people.jsonl", &lines.map(|line| line.to_string()).join("\n\n"));
    let told = place.json(&["user", "import", "people.jsonl", "--dry-run"]);
    assert_eq!(told, json!({"people": 3, "with_password": 2, "dry_run": true}));
    assert_eq!(place.json(&["user", "list"]), json!([]));
    let told = place.json(&["user", "import", "people.jsonl"]);
    assert_eq!(told, json!({"people": 3, "with_password": 2, "dry_run": false}));
    let bob = place.json(&["user", "show", "bob"]);
    assert_eq!((text(&bob, "sub"), &bob["has_password"]), ("24400320", &json!(true)));
    place.write(
        "people.csv",
        &format!("username,email,email_verified,name,password_hash\nzoe,zoe@example.com,true,\"Zoe, the first\",{hash}\nkim,,,,\n"),
    );
    assert_eq!(place.json(&["user", "import", "people.csv"])["people"], 2);
    let zoe = place.json(&["user", "show", "zoe"]);
    assert_eq!((&zoe["email_verified"], &zoe["claims"]["name"]), (&json!(true), &json!("Zoe, the first")));
    place.write(
        "wrong.jsonl",
        "{\"username\": \"new\"}\nno json\n{\"username\": \"x y\", \"email_verified\": 1, \"is_admin\": true}\n",
    );
    let (code, message) = place.refuses(&["user", "import", "wrong.jsonl"]);
    assert!(code == 2 && message.contains("line 2: it is no JSON object"), "{message}");
    assert!(message.contains("line 3: it must be true or false"), "{message}");
    assert_eq!(place.refuses(&["user", "show", "new"]).0, 1, "nobody was made");
}
