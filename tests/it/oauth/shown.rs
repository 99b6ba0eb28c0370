//! What the consent page shows is what is granted (OIDC Core §3.1.2.4, RFC 6749 §10.2).

use serde_json::{Map, Value, json};
use signet::{
    domain::directory::accounts::{
        self, AccountChanges,
        claim_sources::{self, Held, NewSource},
    },
    protocol::{claims::request::is_protocol, scope::STANDARD},
    render::{Locale, claims::text},
};

use crate::support::{Page, TestApp, TestClient, Tokens, claims_of, on_both_engines, unsigned_jwt};

const NOTHING: &str = "Nothing is stored here yet";

/// Ada with every claim there is: an address without `formatted`, one organization, a vouched claim.
async fn ada(t: &TestApp) {
    let ada = t.person("ada").await;
    let mut claims = ada.claims.clone();
    claims.insert("address".into(), json!({"street_address": "12 Square", "locality": "London", "country": "GB"}));
    claims.insert("name#de".into(), json!("Ada Gräfin Lovelace"));
    let changes = AccountChanges { claims: Some(claims), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    t.organization("north", "Northwind", &ada).await;
    let held = Held::Jwt(unsigned_jwt(&json!({"degree": "MSc"})));
    let school = NewSource { name: "school".into(), claims: vec!["degree".into()], held };
    claim_sources::set(&t.cx(), &ada.id, school).await.unwrap();
}

/// The page, and everything about the person that the client is told once it is agreed to.
async fn shown_and_told(client: &TestClient<'_>, t: &TestApp, changes: &[(&str, &str)]) -> (Page, Map<String, Value>) {
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[changes, &[("prompt", "consent")]].concat()).await;
    let code = browser.press(&page, "consent-allow").await.code();
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    let mut told = claims_of(tokens.id()).1.as_object().cloned().unwrap();
    told.extend(client.userinfo(tokens.access()).await.ok().json().as_object().cloned().unwrap());
    told.retain(|name, _| !is_protocol(name));
    (page, told)
}

/// Told of somebody who is in more organizations than the others name.
const CUT: &str = "organizations_truncated";

/// Demands that every claim that was told stands on the page, and that nothing told is said to be missing.
#[track_caller]
fn assert_shown(page: &Page, told: &Map<String, Value>, asked: &str) {
    let words = page.text();
    for (name, value) in told {
        let value = match name.as_str() {
            // By its name, not by its id.
            "org_id" => "Northwind".to_owned(),
            "_claim_names" => "From school".to_owned(),
            "_claim_sources" => continue,
            _ => text(Locale::En, name, value),
        };
        for line in value.lines() {
            assert!(words.contains(line), "{asked}: {name} is told as {line:?} and not shown in {words}");
        }
    }
    assert_eq!(words.contains(NOTHING), told.is_empty(), "{asked}: told {told:?}, shown {words}");
}

on_both_engines!(every_claim_that_is_told_was_shown, |t| {
    ada(&t).await;
    let client = t.client("web", json!({})).await;
    for scope in STANDARD.iter().filter(|scope| scope.name != "openid" && !scope.claims.is_empty()) {
        let asked = format!("openid {}", scope.name);
        let (page, told) = shown_and_told(&client, &t, &[("scope", &asked)]).await;
        for claim in scope.claims.iter().filter(|claim| !["sub", CUT].contains(*claim)) {
            assert!(told.contains_key(*claim), "{asked} does not tell {claim}");
        }
        assert_shown(&page, &told, &asked);
    }
    let standard = STANDARD.iter().flat_map(|scope| scope.claims.iter().copied());
    let standard = standard.filter(|claim| !is_protocol(claim) && *claim != CUT);
    for claim in standard.chain(["degree", "name#de"]) {
        for target in ["userinfo", "id_token"] {
            let asked = json!({target: {claim: null}}).to_string();
            let (page, told) = shown_and_told(&client, &t, &[("claims", &asked)]).await;
            assert!(!told.is_empty(), "{asked} tells nothing");
            assert_shown(&page, &told, &asked);
            assert!(!page.text().contains("Nothing else about you"), "{asked}: {}", page.text());
        }
    }
});

// OIDC Core §5.5.1: what is agreed to is the claim, so that the next request may leave the value out.
on_both_engines!(a_claim_of_a_certain_value_is_shown_as_it_would_be_told_without, |t| {
    ada(&t).await;
    let client = t.client("web", json!({})).await;
    let certain = json!({"userinfo": {"locale": {"value": "xx"}}}).to_string();
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("claims", &certain)]).await;
    assert!(page.text().contains("en-GB") && !page.text().contains(NOTHING), "{}", page.text());
    browser.press(&page, "consent-allow").await.code();
    let any = json!({"userinfo": {"locale": null}}).to_string();
    let code = client.authorize(&mut browser, &[("claims", &any), ("prompt", "none")]).await.code();
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(client.userinfo(tokens.access()).await.ok().json()["locale"], "en-GB");
});

// Without a value the page says so, and nothing is told.
#[tokio::test]
async fn what_is_not_known_is_said_to_be_missing() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    let changes = AccountChanges { phone_number: Some(None), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    let client = t.client("web", json!({})).await;
    let (page, told) = shown_and_told(&client, &t, &[("scope", "openid phone")]).await;
    assert_eq!(told, Map::new());
    assert_shown(&page, &told, "phone");
}

// The organization is chosen on the page itself.
#[tokio::test]
async fn whoever_has_several_organizations_reads_that_the_chosen_one_is_told() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    for (slug, name) in [("north", "Northwind"), ("south", "Southwind")] {
        t.organization(slug, name, &ada).await;
    }
    let client = t.client("web", json!({})).await;
    let page = client.authorize(&mut t.browser_of("ada").await, &[("scope", "openid organizations")]).await;
    for words in ["Northwind (owner)", "Southwind (owner)", "You act for The one that you choose below"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
}

// The account page lists what was agreed to one by one as well.
#[tokio::test]
async fn the_account_page_names_single_claims_too() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({"client_name": "Tea"})).await;
    let mut browser = t.browser_of("ada").await;
    let asked = json!({"userinfo": {"birthdate": null}}).to_string();
    client.code(&mut browser, &[("claims", &asked)]).await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("See your date of birth"), "{}", page.text());
}
