use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::{
    base::{id::IssuerId, time::Timestamp},
    cli::client::metadata,
    protocol::{
        client::{AuthMethod, ClientId, ClientSource, GrantType},
        registration,
    },
};

const HTTPS: (&str, &str) = ("https://login.shop.test", "https://notes.shop.test/app");
const HTTP: (&str, &str) = ("http://localhost:8080", "http://localhost:3000");

fn made(recipe: &'static Recipe, issuer: &str, app: &str) -> (Client, String) {
    let issuer = Issuer::parse(issuer).unwrap();
    let plan = recipe.plan(Some(app), None).unwrap();
    let metadata = metadata::read(&plan.metadata().unwrap()).unwrap();
    let client = Client::new(
        ClientId::new("cli_1"),
        IssuerId::from_stored("iss_x"),
        metadata,
        ClientSource::Operator,
        Timestamp(0),
    );
    let secret = Secret::new("s3cret".to_owned());
    let secret = (client.metadata.token_endpoint_auth_method != AuthMethod::None).then_some(&secret);
    let text = plan.configuration(&issuer, &client, secret);
    (client, text)
}

#[test]
fn each_recipe_makes_a_client_without_a_fault() {
    for recipe in RECIPES {
        let (client, _) = made(recipe, HTTPS.0, HTTPS.1);
        assert_eq!(registration::check(&client.metadata), [], "{}", recipe.name);
        assert_eq!(client.metadata.client_name.as_deref(), Some(recipe.title()));
        let uris = &client.metadata.redirect_uris;
        assert_eq!(uris.iter().any(|uri| uri.starts_with(HTTPS.1)), recipe.wants_url(), "{}: {uris:?}", recipe.name);
    }
}

#[test]
fn nothing_is_left_of_the_examples_of_a_page() {
    for recipe in RECIPES {
        for (issuer, app) in [HTTPS, HTTP] {
            let (client, text) = made(recipe, issuer, app);
            assert!(text.len() > 100, "{}: {text:?}", recipe.name);
            for example in ["app.example.com", "id.example.com", "YOUR_"] {
                assert!(!text.contains(example), "{}: {example} in {text}", recipe.name);
            }
            // An address within another one has its own scheme, too.
            let foreign = if issuer.starts_with("http:") { "https%3A" } else { "http%3A" };
            assert!(!text.contains(foreign), "{}: {text}", recipe.name);
            assert!(text.contains(issuer) && text.contains("cli_1"), "{}: {text}", recipe.name);
            let confidential = client.metadata.token_endpoint_auth_method != AuthMethod::None;
            assert_eq!(text.contains("s3cret"), confidential, "{}: {text}", recipe.name);
            let by_http = text.contains("on plain http\n");
            assert!(issuer.starts_with("http:") || !by_http, "{}: {text}", recipe.name);
        }
    }
}

#[test]
fn each_page_says_what_was_run_and_how_its_client_is_made() {
    for recipe in RECIPES {
        let lines: Vec<&str> = recipe.page.lines().collect();
        assert!(lines[0].starts_with("# "), "{}", recipe.name);
        let head = lines[2];
        let from = head.starts_with("Not run here; written from ");
        assert!(from || head.starts_with("Run with "), "{}: {head:?}", recipe.name);
        let command = format!("signet client create --for {}", recipe.name);
        assert!(recipe.page.contains(&command), "{} does not say: {command}", recipe.name);
        assert!(recipe.page.matches("```").count() % 2 == 0, "{}: a fence is open", recipe.name);
    }
}

#[test]
fn pages_and_recipes_are_the_same_list() {
    let recipes: BTreeSet<String> = RECIPES.iter().map(|recipe| format!("{}.md", recipe.name)).collect();
    assert!(RECIPES.is_sorted_by_key(|recipe| recipe.name), "by name");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/clients");
    let mut pages: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for other in ["README.md", "machine.md", "registration.md"] {
        assert!(pages.remove(other), "{other}");
    }
    assert_eq!(pages, recipes);
    let index = std::fs::read_to_string(format!("{folder}/README.md")).unwrap();
    for page in &recipes {
        assert!(index.contains(&format!("({page})")), "docs/clients/README.md does not name {page}");
    }
}

#[test]
fn a_redirect_address_of_ones_own_stands_in_the_configuration() {
    let recipe = Recipe::find("spring").unwrap();
    let below = recipe.plan(None, Some("https://a.test/x/login/oauth2/code/signet")).unwrap();
    assert_eq!(below.base(), "https://a.test/x");
    let other = recipe.plan(None, Some("https://a.test:8443/callback")).unwrap();
    assert_eq!(other.base(), "https://a.test:8443");
    let mut members = other.metadata().unwrap();
    members.insert("redirect_uris".to_owned(), json!(["https://a.test:8443/callback"]));
    let metadata = metadata::read(&members).unwrap();
    let client = Client::new(
        ClientId::new("cli_1"),
        IssuerId::from_stored("iss_x"),
        metadata,
        ClientSource::Operator,
        Timestamp(0),
    );
    let text = other.configuration(&Issuer::parse(HTTPS.0).unwrap(), &client, None);
    assert!(!text.contains("/login/oauth2/code/signet"), "{text}");
    assert!(text.contains("https://a.test:8443/callback"), "{text}");
}

#[test]
fn an_address_within_the_query_of_another_is_encoded() {
    let recipe = Recipe::find("oauth2-proxy").unwrap();
    let (_, text) = made(recipe, HTTP.0, HTTP.1);
    let logout = "http%3A%2F%2Flocalhost%3A8080%2Flogout%3Fclient_id%3Dcli_1\
                  %26post_logout_redirect_uri%3Dhttp%253A%252F%252Flocalhost%253A3000%252F";
    assert!(text.contains(&format!("http://localhost:3000/oauth2/sign_out?rd={logout}\n")), "{text}");
}

#[test]
fn an_app_on_loopback_or_plain_http_listens_at_its_own_port_and_any_other_behind_a_proxy() {
    let recipe = Recipe::find("fastapi").unwrap();
    for (app, port) in [
        ("http://localhost:7813", "7813"),
        ("http://127.0.0.1", "80"),
        ("http://192.168.1.20:5000", "5000"),
        ("https://notes.shop.test", "3000"),
        ("https://notes.shop.test:8443", "3000"),
    ] {
        let (_, text) = made(recipe, HTTP.0, app);
        assert!(text.contains(&format!("uvicorn app:app --port {port}`")), "{app}: {text}");
    }
}

#[test]
fn a_secret_that_would_need_quoting_is_left_for_a_hand_to_fill_in() {
    let recipe = Recipe::find("oauth2-proxy").unwrap();
    let plan = recipe.plan(Some(HTTPS.1), None).unwrap();
    let (client, _) = made(recipe, HTTPS.0, HTTPS.1);
    let text = plan.configuration(&Issuer::parse(HTTPS.0).unwrap(), &client, Some(&Secret::new("a\"b".to_owned())));
    assert!(text.contains("YOUR_CLIENT_SECRET") && !text.contains("a\"b"), "{text}");
}

#[test]
fn what_is_wrong_with_a_name_or_an_address_is_said() {
    let says = |failure: CommandFailure| failure.to_string();
    assert_eq!(says(Recipe::find("sprig").unwrap_err()), "there is no recipe \"sprig\"; did you mean spring?");
    assert_eq!(says(Recipe::find("apache").unwrap_err()).split("; ").count(), 3, "the list, and --kind");
    assert_eq!(Recipe::find("Mod_Auth_OpenIDC").unwrap().name, "mod-auth-openidc");
    let spring = Recipe::find("spring").unwrap();
    assert_eq!(
        says(spring.plan(None, None).unwrap_err()),
        "--for spring needs --url, the address at which people open it: --url https://app.example.com"
    );
    for (url, why) in [
        ("app.example.com", "it must be an absolute URL"),
        ("ftp://a.test", "it must begin with https:// or http://"),
        ("https://a.test/?x", "it must have no query, no fragment and no user"),
        ("https://u@a.test/", "it must have no query, no fragment and no user"),
    ] {
        let said = says(spring.plan(Some(url), None).unwrap_err());
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn no_recipe_opens_more_than_its_software_uses() {
    for recipe in RECIPES {
        let (client, _) = made(recipe, HTTPS.0, HTTPS.1);
        let grants = &client.metadata.grant_types;
        assert!(!grants.contains(&GrantType::Implicit), "{}: {grants:?}", recipe.name);
    }
}
