use serde_json::{Value, json};

use super::*;
use crate::protocol::scope::Scopes;

fn asked(scope: &str) -> AskedScope<'_> {
    AskedScope { scope, described: None, claims: Scopes::of([scope]).claims() }
}

fn disclosed(claims: Value) -> Disclosed {
    let Value::Object(claims) = claims else { panic!("not an object") };
    Disclosed { claims, acting_for: ActingFor::Nobody }
}

/// Claims asked for by their names alone.
fn single<'a>(names: &[&'a str]) -> Vec<AskedClaim<'a>> {
    names.iter().map(|name| AskedClaim { name, described: None }).collect()
}

/// Everything that stands on the page.
fn words(lines: &[ScopeLine]) -> String {
    let mut all = Vec::new();
    for line in lines {
        all.push(line.sentence.clone());
        all.extend(line.value.clone());
        all.extend(line.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value)));
    }
    all.join("\n")
}

#[test]
fn unusual_scopes_come_first_and_openid_only_alone() {
    let email = disclosed(json!({"email": "ada@example.com", "email_verified": true}));
    let found = lines(Locale::En, &["openid", "email", "offline_access", "x:y"].map(asked), &[], &email);
    assert_eq!(found.iter().map(|line| line.unusual).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(found[2].value.as_deref(), Some("ada@example.com · Confirmed"));
    assert!(found[1].quoted && found[1].sentence == "x:y");
    let only = lines(Locale::En, &[asked("openid")], &[], &Disclosed::default());
    assert_eq!((only.len(), only[0].value.as_deref()), (1, Some("Nothing else about you")));
}

#[test]
fn all_of_an_upstream_and_one_scope_of_it_are_told_apart_in_every_language() {
    let button = |scope| AskedScope { described: Some("Google"), ..asked(scope) };
    for locale in Locale::ALL {
        let both = ["upstream:google", "upstream:google:https://api.example/calendar"].map(button);
        let found = lines(locale, &both, &[], &Disclosed::default());
        let [all, part] = &found[..] else { panic!("{found:?}") };
        assert!(!all.sentence.contains("calendar") && part.sentence.contains("https://api.example/calendar"));
        assert!(all.value != part.value && part.unusual && !part.quoted, "{part:?}");
        for line in [all, part] {
            assert!(words(std::slice::from_ref(line)).matches("Google").count() == 2, "{line:?}");
        }
    }
}

// OIDC Core §5.5: with a single claim, openid does not stand alone.
#[test]
fn nothing_else_is_said_only_where_nothing_else_is_told() {
    for names in [&["birthdate"][..], &[]] {
        let found =
            lines(Locale::En, &[asked("openid")], &single(names), &disclosed(json!({"birthdate": "1815-12-10"})));
        assert!(words(&found).contains("1815-12-10") && !words(&found).contains("Nothing else"), "{}", words(&found));
    }
}

// OIDC Core §5.5
#[test]
fn every_standard_claim_has_a_sentence_in_every_language() {
    for locale in Locale::ALL {
        for (name, _) in CLAIMS {
            let found = lines(locale, &[], &single(&[name]), &Disclosed::default());
            assert!(!found[0].quoted && !found[0].sentence.contains("consent-claim"), "{}", found[0].sentence);
        }
    }
    let other = lines(Locale::En, &[], &single(&["credit_score"]), &Disclosed::default());
    assert!(other[0].unusual && other[0].sentence.contains("credit_score"), "{}", other[0].sentence);
}

#[test]
fn a_value_that_is_not_known_is_said_to_be_missing() {
    let found = lines(Locale::De, &[asked("phone")], &single(&["gender"]), &Disclosed::default());
    let missing = Some("Hier ist noch nichts gespeichert");
    assert_eq!((found[0].value.as_deref(), found[1].value.as_deref()), (missing, missing));
}

#[test]
fn whatever_is_told_stands_in_a_line() {
    let all = disclosed(json!({
        "name": "Ada", "name#de": "Ada (de)", "updated_at": 1_795_259_340, "address": {"country": "GB"},
        "badge": {"number": 7}, "retired": false, "_claim_names": {"degree": "school"},
        "_claim_sources": {"school": {"JWT": "x"}},
    }));
    let expected = ["Ada", "Name (de): Ada (de)", "21 November 2026", "GB", "{\"number\":7}", "No", "From school"];
    for scopes in [&["openid", "profile", "address"][..], &["openid"], &[]] {
        let asked: Vec<_> = scopes.iter().map(|scope| asked(scope)).collect();
        for names in [&["degree", "name"][..], &[]] {
            let shown = words(&lines(Locale::En, &asked, &single(names), &all));
            for one in expected {
                assert!(shown.contains(one), "{one} is not in {shown}");
            }
            assert!(!shown.contains("Nothing is stored"), "{shown}");
        }
    }
}

#[test]
fn organizations_come_with_their_roles_and_for_whom_one_acts() {
    let mut all = disclosed(json!({
        "organizations": [{"id": "org_1", "slug": "n", "name": "Northwind", "roles": ["owner"]}], "org_id": "org_1"
    }));
    for (acting_for, expected) in [
        (ActingFor::Nobody, "org_1"),
        (ActingFor::Organization("Northwind".to_owned()), "You act for: Northwind"),
        (ActingFor::ChosenHere, "You act for: The one that you choose below"),
    ] {
        all.acting_for = acting_for;
        let shown = words(&lines(Locale::En, &[asked("organizations")], &[], &all));
        assert!(shown.contains("Northwind (owner)") && shown.contains(expected), "{shown}");
    }
}

// In the words of the operator, who declared it: neither the client's nor ours.
#[test]
fn an_attribute_is_shown_as_its_operator_describes_it() {
    let department = AskedClaim { name: "department", described: Some("Your department") };
    let found = lines(Locale::En, &[asked("openid")], &[department], &disclosed(json!({"department": "Sales"})));
    assert_eq!((found[0].sentence.as_str(), found[0].value.as_deref()), ("Your department", Some("Sales")));
    assert!(!found[0].quoted);
    let found = lines(Locale::En, &[], &[department], &Disclosed::default());
    assert_eq!(found[0].value.as_deref(), Some("Nothing is stored here yet"));
}
