//! Invitations, required steps and attributes that people are asked for.

use serde_json::json;

use super::{Place, text};

const SETTINGS: &str = "[login]\nargon2_memory_kib = 64\nargon2_iterations = 1\nallow_weak_hashing = true\n\
                        [sign_up]\nmode = \"invitation\"\n[mail]\ndriver = \"file\"\ndirectory = \"mail\"\nfrom = \"signet@example.com\"\n";

#[test]
fn somebody_is_invited_listed_and_taken_back() {
    let place = Place::new();
    let (code, message) = place.refuses(&["user", "invite", "grace@example.com", "--print"]);
    assert!(code == 2 && message.contains("set sign_up.mode to \"invitation\""), "{message}");
    place.write("signet.toml", SETTINGS);
    let made = place.json(&["user", "invite", "grace@example.com", "--print", "--expires", "1d"]);
    assert!(text(&made, "link").starts_with("http://localhost:8080/invitation?token="), "{made}");
    assert_eq!(made["mailed"], false);
    let said = place.says(&["user", "invite", "grace@example.com", "--name", "Grace", "--language", "de"]);
    assert!(said.contains("grace@example.com gets a mail with a link"), "{said}");
    let listed = place.json(&["user", "invitations", "list"]);
    let states: Vec<&str> = listed.as_array().unwrap().iter().map(|one| text(one, "state")).collect();
    assert_eq!(states, ["revoked", "open"], "a newer one ends those before");
    assert!(!listed.to_string().contains("token="), "the link is told once");
    assert_eq!(
        place.json(&["user", "invitations", "revoke", text(&listed[1], "id")])["revoked"],
        json!([listed[1]["id"]])
    );
    let (code, message) = place.refuses(&["user", "invitations", "revoke", "grace@example.com"]);
    assert!(code == 1 && message.contains("there is no open invitation"), "{message}");
    for (wrong, why) in [
        (&["user", "invite", "grace", "--print"][..], "an e-mail address such as"),
        (&["user", "invite", "a@b.example", "--print", "--expires", "31d"], "choose 5m to 30d"),
        (&["user", "invite", "a@b.example", "--print", "--language", "xx"], "expected one of"),
        (&["user", "invite", "a@b.example", "--role", "owner"], "--organization"),
    ] {
        let (code, message) = place.refuses(wrong);
        assert!(code == 2 && message.contains(why), "{wrong:?}: {message}");
    }
    assert_eq!(place.refuses(&["user", "invite", "a@b.example", "--organization", "nowhere"]).0, 1);
    let events = place.json(&["audit", "list", "--kind", "invitation.created"]);
    assert_eq!(events.as_array().unwrap().len(), 2);
    assert!(!events.to_string().contains("grace"), "nobody's address is in the log");
}

#[test]
fn a_step_is_required_shown_and_taken_back() {
    let place = Place::new();
    place.write("signet.toml", SETTINGS);
    place.says(&["user", "create", "ada", "--email", "ada@example.com", "--no-password"]);
    place.says(&["user", "create", "bob", "--no-password"]);
    assert_eq!(
        place.says(&["user", "require", "ada", "verify"]).trim(),
        "ada must prove the address at the next sign-in"
    );
    assert_eq!(place.says(&["user", "require", "ada", "verify"]).trim(), "ada had to prove the address already");
    let told = place.json(&["user", "require", "ada", "password"]);
    assert_eq!((&told["step"], &told["changed"]), (&json!("password"), &json!(true)));
    let shown = place.json(&["user", "show", "ada"]);
    assert_eq!((&shown["required"], &shown["agreed"]), (&json!(["verify", "password"]), &json!([])));
    assert!(place.says(&["user", "show", "ada"]).contains("verify, password"));
    place.says(&["user", "require", "ada", "verify", "--off"]);
    assert_eq!(place.json(&["user", "show", "ada"])["required"], json!(["password"]));
    let (code, message) = place.refuses(&["user", "require", "bob", "verify"]);
    assert!(code == 2 && message.contains("the account has no e-mail address"), "{message}");
}

#[test]
fn a_telephone_number_is_required_shown_and_taken_back() {
    let place = Place::new();
    place.write("signet.toml", SETTINGS);
    place.says(&["user", "create", "ada", "--email", "ada@example.com", "--no-password"]);
    let required = ["user", "require", "ada", "phone"];
    assert_eq!(place.says(&required).trim(), "ada must prove a telephone number at the next sign-in");
    assert_eq!(place.says(&required).trim(), "ada had to prove a telephone number already");
    place.says(&["user", "require", "ada", "password"]);
    assert_eq!(place.json(&["user", "show", "ada"])["required"], json!(["phone", "password"]));
    assert!(place.says(&["user", "show", "ada"]).contains("phone, password"));
    let told = place.json(&[&required[..], &["--off"]].concat());
    assert_eq!((&told["step"], &told["changed"]), (&json!("phone"), &json!(true)));
    assert_eq!(place.json(&["user", "show", "ada"])["required"], json!(["password"]));
    assert_eq!(place.says(&[&required[..], &["--off"]].concat()).trim(), "ada need not prove a telephone number");
    let events = place.json(&["audit", "list", "--kind", "user.phone_required"]);
    assert_eq!(events.as_array().unwrap().len(), 1);
}

#[test]
fn an_attribute_is_asked_at_sign_up_as_the_operator_says() {
    let place = Place::new();
    let create = ["attribute", "create", "department", "--scope", "hr", "--description", "Your department"];
    assert_eq!(place.json(&create)["asked"], "off");
    assert_eq!(place.json(&["attribute", "update", "department", "--ask", "required"])["asked"], "required");
    let updated = place.json(&["attribute", "update", "department", "--description", "Where you work"]);
    assert_eq!((&updated["asked"], &updated["description"]), (&json!("required"), &json!("Where you work")));
    assert!(place.says(&["attribute", "update", "department"]).contains("asked at sign-up"));
}
