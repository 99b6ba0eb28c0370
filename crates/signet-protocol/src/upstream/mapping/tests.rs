//! Mappings, each with what it makes of what an upstream said.

use serde_json::json;

use super::*;

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("not an object") };
    members
}

fn with_claims(claims: &[(&str, &str)]) -> UpstreamSettings {
    let claims = claims.iter().map(|(name, path)| ((*name).to_owned(), (*path).to_owned())).collect();
    UpstreamSettings { claims, ..UpstreamSettings::default() }
}

fn with_rules(rules: Value) -> UpstreamSettings {
    UpstreamSettings { rules: serde_json::from_value(rules).unwrap(), ..UpstreamSettings::default() }
}

fn mapped(settings: &UpstreamSettings, said: &Value) -> MappedPerson {
    preview(settings, &said.to_string()).unwrap().person
}

#[test]
fn standard_claims_are_taken_over_by_their_names() {
    let said = json!({
        "name": "Ada Lovelace", "given_name": "Ada", "email": "ada@example.com", "email_verified": true,
        "preferred_username": "ada", "locale": "en_GB", "groups": ["staff"], "hd": "example.com",
    });
    let person = mapped(&UpstreamSettings::default(), &said);
    assert_eq!(Value::Object(person.claims), json!({"name": "Ada Lovelace", "given_name": "Ada", "locale": "en-GB"}));
    assert_eq!((person.email.as_deref(), person.email_verified), (Some("ada@example.com"), Some(true)));
    assert_eq!((person.username.as_deref(), person.label.as_deref()), (Some("ada"), Some("ada@example.com")));
    assert_eq!((person.attributes.len(), person.organizations.len()), (0, 0));
}

#[test]
fn a_path_says_where_a_claim_stands_and_an_empty_one_takes_it_from_nowhere() {
    let nameless = with_claims(&[("email", "")]);
    let person = mapped(&nameless, &json!({"": "victim@corp.example", "email": "eve@evil.example"}));
    assert_eq!(person, MappedPerson::default());
    let settings = with_claims(&[
        ("picture", "data.images.0.url"),
        ("email_verified", "verified"),
        ("department", "https://example.com/department"),
        ("team", "a.b"),
        ("name", ""),
    ]);
    let said = json!({
        "name": "Ada", "data": {"images": [{"url": "https://a.example/ada.png"}]}, "verified": "true",
        "https://example.com/department": "engines", "a": {"b": "dotted"},
    });
    let person = mapped(&settings, &said);
    assert_eq!(Value::Object(person.claims), json!({"picture": "https://a.example/ada.png"}));
    assert_eq!(Value::Object(person.attributes), json!({"department": "engines", "team": "dotted"}));
    assert_eq!(person.email_verified, Some(true));
}

#[test]
fn an_address_is_verified_where_the_mapped_member_says_yes() {
    let settings = with_claims(&[("email_verified", "confirmed")]);
    let says = |settings: &UpstreamSettings, said: Value| mapped(settings, &said).email_verified;
    assert_eq!(says(&settings, json!({"confirmed": "true"})), Some(true));
    assert_eq!(says(&settings, json!({"confirmed": 1})), Some(true));
    assert_eq!(says(&settings, json!({"confirmed": "no", "email_verified": true})), Some(false));
    // Its own word counts for nothing where another member was named.
    assert_eq!(says(&settings, json!({"email_verified": true})), None);
    // What it says of one address counts for no other.
    let other = with_claims(&[("email", "mail")]);
    let both = json!({"email": "shown@x.example", "email_verified": true, "mail": "victim@corp.example"});
    assert_eq!(says(&other, both), None);
    let all = UpstreamSettings { emails_are_verified: true, ..UpstreamSettings::default() };
    assert_eq!(says(&all, json!({"email": "a@b.example"})), Some(true));
    assert_eq!(says(&all, json!({})), None);
}

#[test]
fn a_text_is_put_together_of_members() {
    let person = mapped(&with_claims(&[("picture", "https://cdn.example/{id}.png")]), &json!({"id": 42}));
    assert_eq!(person.claims["picture"], json!("https://cdn.example/42.png"));
    let person = mapped(&with_claims(&[("picture", "https://cdn.example/{id}.png")]), &json!({"id": "../x?"}));
    assert_eq!(person.claims.get("picture"), None);
}

#[test]
fn what_has_not_the_form_of_its_claim_is_left_out_and_stops_nothing() {
    let said = json!({
        "name": 7, "picture": "javascript:alert(1)", "birthdate": "yesterday", "email": "nobody", "locale": ["en"],
        "email_verified": 2, "nickname": "moc.\u{202e}live", "family_name": "x".repeat(3000), "zoneinfo": null,
    });
    let preview = map(&UpstreamSettings::default(), &object(said));
    assert_eq!(preview.person, MappedPerson::default());
    for name in ["name", "picture", "birthdate", "email", "locale", "email_verified", "nickname", "family_name"] {
        let told = |one: &String| one.starts_with(&format!("{name}: "));
        assert!(preview.left_out.iter().any(told), "{name}: {:?}", preview.left_out);
    }
}

#[test]
fn claims_of_the_protocol_are_never_taken_over() {
    let settings = with_claims(&[("sub", "id"), ("acr", "id"), ("iss", "id"), ("phone_number_verified", "id")]);
    let preview = preview(&settings, r#"{"id": "7", "sub": "7", "roles": ["admin"], "aud": "x"}"#).unwrap();
    assert_eq!(preview.person, MappedPerson::default());
    assert_eq!(preview.left_out.len(), 4, "{:?}", preview.left_out);
    let problems = check(&settings);
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems[0].contains("a claim of the protocol is never taken from an upstream"), "{problems:?}");
}

#[test]
fn rules_join_organizations_set_claims_and_refuse() {
    let settings = with_rules(json!([
        {"when": "groups", "is": "staff", "then": {"organization": {"slug": "north", "roles": ["member"]}}},
        {"when": "groups", "is": "boss", "then": {"organization": {"slug": "north", "roles": ["owner", "member"]}}},
        {"when": "level", "is": "3", "then": {"claim": {"name": "clearance", "value": "high"}}},
        {"when": "realm_access.roles", "is": "*", "then": {"organization": {"slug": "realm"}}},
        {"when": "left", "is": "true", "then": "refuse"},
    ]));
    assert_eq!(check(&settings), [""; 0]);
    let said = object(json!({"groups": ["staff", "boss"], "level": 3, "realm_access": {"roles": ["x"]}}));
    let preview = map(&settings, &said);
    assert_eq!(
        json!(preview.person.organizations),
        json!({"north": ["member", "owner"], "realm": []}),
        "each role once"
    );
    assert_eq!(preview.person.attributes["clearance"], json!("high"));
    assert_eq!(preview.refused_by, None);
    assert_eq!(map(&settings, &object(json!({"left": true}))).refused_by, Some(4));
    // Nothing that resembles it applies.
    let none = map(&settings, &object(json!({"groups": "Staff", "level": 30, "left": "false", "realm_access": []})));
    assert_eq!((none.person, none.refused_by), (MappedPerson::default(), None));
}

#[test]
fn no_rule_says_who_somebody_is() {
    for name in ["email", "email_verified", "sub", "preferred_username", "acr", "organizations"] {
        let settings =
            with_rules(json!([{"when": "a", "is": "*", "then": {"claim": {"name": name, "value": "true"}}}]));
        let preview = map(&settings, &object(json!({"a": "b"})));
        assert_eq!(preview.person, MappedPerson::default(), "{name}");
        assert_eq!(check(&settings), [format!("rules[0]: no rule sets {name}")], "{name}");
    }
}

#[test]
fn a_stranger_cannot_make_an_account_grow_without_end() {
    let settings = with_claims(&[("notes", "notes"), ("more", "more")]);
    let said = json!({"notes": "n".repeat(20_000), "more": "m".repeat(100), "name": "Ada"});
    let preview = preview(&settings, &said.to_string()).unwrap();
    assert_eq!(Value::Object(preview.person.attributes), json!({"more": "m".repeat(100)}));
    assert_eq!(preview.person.claims["name"], json!("Ada"));
    assert_eq!(preview.left_out, ["notes: there is more than we keep"]);
}

#[test]
fn of_a_hundred_attributes_at_one_long_member_those_are_kept_that_have_room() {
    let names: Vec<String> = (0..100).map(|at| format!("a{at:02}")).collect();
    let claims: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "notes")).collect();
    // 1000 bytes of JSON each, its name, quotes, colon and comma included.
    let preview = map(&with_claims(&claims), &object(json!({"notes": "n".repeat(991)})));
    assert_eq!((preview.person.attributes.len(), preview.left_out.len()), (16, 84));
    assert_eq!(preview.left_out[0], "a99: there is more than we keep");
}

#[test]
fn a_preview_wants_an_object() {
    let settings = UpstreamSettings::default();
    assert_eq!(preview(&settings, r#"{"name": "Ada"}"#).unwrap().person.claims["name"], json!("Ada"));
    assert_eq!(preview(&settings, "[]").unwrap_err(), "a JSON object, such as the claims of an ID token");
    assert_eq!(preview(&settings, "{").unwrap_err(), "a JSON object, such as the claims of an ID token");
    let twice = r#"{"name": "Ada", "name": "Eve"}"#;
    assert_eq!(preview(&settings, twice).unwrap_err(), "a JSON object in which no member stands twice");
}

#[test]
fn words_with_spaces_are_compared_and_put_together_and_what_is_not_seen_is_no_word() {
    let rule = |is: &str| {
        with_rules(json!([{"when": "groups", "is": is, "then": {"organization": {"slug": "north", "roles": ["a"]}}}]))
    };
    assert_eq!(check(&rule("Domain Admins")), [""; 0]);
    assert_eq!(check(&with_claims(&[("name", "{first} {last}")])), [""; 0]);
    for is in ["", " staff", "staff\u{200b}", "a\nb"] {
        let told = ["rules[0]: `when` is a path of members and `is` a value, or * for any"];
        assert_eq!(check(&rule(is)), told, "{is:?}");
    }
}
