//! `signet feature`: what can be switched, and why it is on or off.

use serde_json::json;

use super::{Place, text};

#[test]
fn features_are_listed_with_their_reason_and_switched_within_the_limit() {
    let place = Place::new();
    let all = place.json(&["feature", "list"]);
    let of = |all: &serde_json::Value, id: &str| {
        all.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    let registration = of(&all, "dynamic_registration");
    assert_eq!((&registration["on"], &registration["why"]), (&json!(false), &json!("configuration")));
    assert_eq!(registration["configuration"], "registration.mode");
    let objects = of(&all, "request_objects");
    assert_eq!((&objects["on"], &objects["why"], &objects["switched"]), (&json!(true), &json!("preset"), &json!(null)));

    let said = place.says(&["feature", "disable", "request_objects"]);
    assert_eq!(said, "request_objects is off: switched\n");
    let uris = of(&place.json(&["feature", "list"]), "request_uris");
    assert_eq!((&uris["on"], text(&uris, "because")), (&json!(false), "it needs request_objects"));
    let (code, message) = place.refuses(&["feature", "enable", "request_uris"]);
    assert!(code == 2 && message.contains("request_uris needs request_objects, which is off"), "{message}");
    let (code, message) = place.refuses(&["feature", "enable", "dynamic_registration"]);
    assert!(code == 2 && message.contains("registration.mode keeps dynamic_registration off"), "{message}");
    let (code, message) = place.refuses(&["feature", "disable", "introspektion"]);
    assert!(code == 2 && message.contains("did you mean introspection?"), "{message}");
    let opened = place.json(&["--set", "registration.mode=open", "feature", "list"]);
    assert_eq!(of(&opened, "dynamic_registration")["on"], true);
    let minimal = place.says(&["--set", "features.preset=minimal", "feature", "list"]);
    assert!(minimal.contains("features.preset is minimal"), "{minimal}");

    let events = place.json(&["audit", "list", "--kind", "feature.change"]);
    assert_eq!(events[0]["data"], json!({"feature": "request_objects", "on": false}));
    assert_eq!((&events[0]["kind"], &events[0]["actor"]), (&json!("feature.changed"), &json!("cli")));
}
