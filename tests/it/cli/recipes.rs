//! `signet client create --for`: a client that fits its software, and the configuration to paste.

use serde_json::json;

use super::{Place, text};

#[test]
fn a_recipe_makes_the_client_and_prints_its_configuration() {
    let place = Place::new();
    let made = place.json(&["client", "create", "--for", "spring", "--url", "https://shop.example.org/"]);
    assert_eq!(made["redirect_uris"], json!(["https://shop.example.org/login/oauth2/code/signet"]));
    assert_eq!(text(&made, "backchannel_logout_uri"), "https://shop.example.org/logout/connect/back-channel/signet");
    assert_eq!(text(&made, "client_name"), "Spring Boot");
    let configuration = text(&made, "configuration");
    for expected in [
        &format!("client-id: {}\n", text(&made, "client_id")),
        &format!("client-secret: {}\n", text(&made, "client_secret")),
        "issuer-uri: http://localhost:8080\n",
        "redirect-uri: https://shop.example.org/login/oauth2/code/signet\n",
    ] {
        assert!(configuration.contains(expected), "{expected:?} in {configuration}");
    }
    let shown = place.json(&["client", "show", text(&made, "client_id")]);
    assert_eq!(shown["redirect_uris"], made["redirect_uris"]);
    assert_eq!(shown.get("configuration"), None);

    let printed =
        place.says(&["client", "create", "--for", "passport", "--url", "http://localhost:3000", "--name", "Shop"]);
    assert!(printed.contains("name              Shop\n"), "{printed}");
    assert!(printed.contains("callbackURL: \"http://localhost:3000/oauth2/redirect\""), "{printed}");
    assert!(printed.trim_end().ends_with("More on it: docs/clients/passport.md"), "{printed}");
    assert!(!printed.contains("```"), "{printed}");
}

#[test]
fn flags_and_a_file_stand_above_a_recipe() {
    let place = Place::new();
    place.write(
        "more.json",
        &json!({"client_name": "From the file", "logo_uri": "https://a.example/l.png"}).to_string(),
    );
    let spring = ["client", "create", "--for", "spring", "--file", "more.json"];
    let made = place.json(&[&spring[..], &["--redirect-uri", "https://a.example/back", "--name", "By flag"]].concat());
    assert_eq!(made["redirect_uris"], json!(["https://a.example/back"]));
    assert_eq!((text(&made, "client_name"), text(&made, "logo_uri")), ("By flag", "https://a.example/l.png"));
    assert!(text(&made, "configuration").contains("redirect-uri: https://a.example/back\n"), "{made}");
    assert_eq!(place.json(&["client", "create", "--for", "native"])["token_endpoint_auth_method"], "none");
}

#[test]
fn what_cannot_be_made_is_said_and_nothing_is_asked_without_a_terminal() {
    let place = Place::new();
    for (arguments, expected) in [
        (
            &[][..],
            "say what it is for: --for NAME (a recipe), --kind KIND or --file FILE; signet client create --help lists them",
        ),
        (&["--for", "sprig"], "there is no recipe \"sprig\"; did you mean spring?"),
        (
            &["--for", "spring"],
            "--for spring needs --url, the address at which people open it: --url https://app.example.com",
        ),
        (
            &["--for", "spring", "--url", "shop"],
            "--url \"shop\": it must be an absolute URL, such as https://app.example.com",
        ),
    ] {
        let (code, message) = place.refuses(&[&["client", "create"], arguments].concat());
        assert_eq!(code, 2, "{message}");
        assert!(message.contains(expected), "{message}");
    }
    let both = ["client", "create", "--for", "spring", "--kind", "web", "--url", "https://a.example"];
    assert_eq!(place.refuses(&both).0, 2);
}

#[test]
fn help_lists_kinds_and_recipes() {
    let place = Place::new();
    let help = place.says(&["client", "create", "--help"]);
    for expected in ["  web      runs on a server", "  spring", "Spring Boot", "  mod-auth-openidc", "  mcp"] {
        assert!(help.contains(expected), "{expected} in {help}");
    }
}
