//! What an operator lets clients be told of people: groups and roles, and attributes of its own.

use serde_json::{Value, json};
use signet::{
    base::id::OrganizationId,
    config::registration::Mode,
    domain::{
        directory::{accounts, organizations},
        kernel::Error,
        registry::{
            attributes::{self, NewAttribute},
            resource_servers::{self, NewResourceServer, ResourceServerChanges},
        },
    },
    protocol::{
        claims::attribute::{AskedAtSignUp, Attribute, AttributeType},
        resource::TokenFormat,
    },
    store::users::User,
};

use crate::support::{Browser, Engine, TestApp, TestClient, Tokens, on_both_engines, verified};

async fn member(t: &TestApp, organization: &OrganizationId, user: &User, roles: &[&str]) {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    let set = organizations::add_member(&t.cx(), organization, &user.id, roles).await;
    set.expect("a membership");
}

async fn declare(t: &TestApp, name: &str, scope: &str, kind: AttributeType) -> Result<Attribute, Error> {
    let new = NewAttribute {
        name: name.to_owned(),
        scope: scope.to_owned(),
        kind,
        description: format!("Your {name}"),
        descriptions: [("de".to_owned(), format!("Ihr {name}"))].into(),
        asked: AskedAtSignUp::Off,
    };
    attributes::create(&t.cx(), new).await
}

async fn set(t: &TestApp, user: &User, name: &str, words: &[&str]) -> Result<Value, Error> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    attributes::set(&t.cx(), &user.id, name, &words).await
}

async fn userinfo_of(client: &TestClient<'_>, tokens: &Tokens) -> Value {
    client.userinfo(tokens.access()).await.ok().json()
}

/// Agrees, speaking for an organization, and takes the tokens.
async fn speaking_for(
    client: &TestClient<'_>,
    browser: &mut Browser<'_>,
    (scope, organization): (&str, &OrganizationId),
) -> Tokens {
    let page = client.authorize(browser, &[("scope", scope)]).await;
    let form = page.form_with("consent-allow").with("organization", organization.as_str()).press("consent-allow");
    let code = browser.submit(&page, form).await.code();
    Tokens(client.redeem(&code).await.ok().json())
}

on_both_engines!(roles_are_told_with_their_organization_or_of_the_one_somebody_speaks_for, |t| {
    let ada = t.person("ada").await;
    let north = t.organization("north", "Northwind", &ada).await;
    let south = t.organization("south", "Southwind", &ada).await;
    member(&t, &south, &ada, &["admin", "billing"]).await;
    let client = t.first_party("web", json!({"claims_in_id_token": true})).await;
    let mut browser = t.browser_of("ada").await;
    // Nothing for a client that did not ask.
    let info = userinfo_of(&client, &client.tokens(&mut browser, "openid profile organizations").await).await;
    assert_eq!((info.get("groups"), info.get("roles")), (None, None));
    let tokens = client.tokens(&mut browser, "openid groups").await;
    let info = userinfo_of(&client, &tokens).await;
    let all = json!(["north:owner", "south:admin", "south:billing"]);
    assert_eq!((&info["groups"], info.get("roles")), (&all, None));
    let id_token = verified(tokens.id(), &t.get("/jwks").await.json());
    assert_eq!((&id_token["groups"], id_token.get("roles")), (&all, None));

    let asking = t.client("asking", json!({})).await;
    let tokens = speaking_for(&asking, &mut browser, ("openid roles groups", &south)).await;
    let info = userinfo_of(&asking, &tokens).await;
    assert_eq!((&info["roles"], &info["groups"]), (&json!(["admin", "billing"]), &json!(["admin", "billing"])));
    // A client that maps roles by their organization has them so whatever the person acts for.
    let naming = t.client("naming", json!({"organization_in_groups": true, "claims_in_id_token": true})).await;
    let tokens_naming = speaking_for(&naming, &mut browser, ("openid roles groups", &south)).await;
    let there = json!(["south:admin", "south:billing"]);
    let info = userinfo_of(&naming, &tokens_naming).await;
    assert_eq!((&info["roles"], &info["groups"]), (&there, &there));
    let id_token = verified(tokens_naming.id(), &t.get("/jwks").await.json());
    assert_eq!((&id_token["roles"], &id_token["groups"]), (&there, &there));
    // The roles of the moment, not of the sign-in.
    member(&t, &south, &ada, &["viewer"]).await;
    assert_eq!(userinfo_of(&asking, &tokens).await["roles"], json!(["viewer"]));
    member(&t, &south, &ada, &[]).await;
    assert_eq!(userinfo_of(&asking, &tokens).await["roles"], json!([]));
    // Whoever has left it keeps nothing, and gets no roles from elsewhere.
    organizations::remove_member(&t.cx(), &south, &ada.id).await.unwrap();
    assert_eq!(asking.userinfo(tokens.access()).await.status, 401);
    // What would look like a role in another organization cannot be given.
    let forged = vec!["south:owner".to_owned()];
    let refused = organizations::add_member(&t.cx(), &north, &ada.id, forged).await;
    assert!(refused.unwrap_err().to_string().contains("without a colon"));
});

// OIDC Core §5.5: the claims parameter is no way around the scopes that a client may ask for.
#[tokio::test]
async fn a_claim_is_asked_for_only_by_a_client_that_may_ask_for_its_scope() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    t.organization("north", "Northwind", &ada).await;
    declare(&t, "department", "hr", AttributeType::Text).await.unwrap();
    set(&t, &ada, "department", &["Research"]).await.unwrap();
    let names = ["name", "name#de", "email", "groups", "roles", "org_id", "department", "credit_score"];
    let asks: serde_json::Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let asked = json!({"userinfo": asks, "id_token": asks}).to_string();
    let mut browser = t.browser_of("ada").await;
    for (id, scope, expected) in [
        ("narrow", json!("openid email"), vec!["email"]),
        ("hr", json!("openid hr"), vec!["department"]),
        ("wide", Value::Null, vec!["department", "email", "groups", "name", "org_id", "roles"]),
    ] {
        let client = t.first_party(id, json!({"scope": scope})).await;
        let code = client.code(&mut browser, &[("claims", &asked)]).await;
        let tokens = Tokens(client.redeem(&code).await.ok().json());
        let id_token = verified(tokens.id(), &t.get("/jwks").await.json());
        for claims in [userinfo_of(&client, &tokens).await, id_token] {
            let mut found: Vec<&str> = names.into_iter().filter(|name| claims.get(*name).is_some()).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{id}");
        }
    }
}

on_both_engines!(an_attribute_is_told_by_its_scope_to_whom_the_person_agreed, |t| {
    let ada = t.person("ada").await;
    declare(&t, "department", "hr", AttributeType::Text).await.unwrap();
    declare(&t, "projects", "hr", AttributeType::List).await.unwrap();
    assert_eq!(set(&t, &ada, "department", &["Research"]).await.unwrap(), json!("Research"));
    set(&t, &ada, "projects", &["apollo", "gemini"]).await.unwrap();
    let client = t.client("web", json!({"claims_in_id_token": true})).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("scope", "openid hr offline_access")]).await;
    assert!(page.text().contains("department") && page.text().contains("projects"), "{}", page.text());
    let code = browser.press(&page, "consent-allow").await.code();
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(tokens.scope(), "openid hr offline_access");
    let expected = json!({"sub": ada.sub, "department": "Research", "projects": ["apollo", "gemini"]});
    assert_eq!(userinfo_of(&client, &tokens).await, expected);
    let id_token = verified(tokens.id(), &t.get("/jwks").await.json());
    assert_eq!((&id_token["department"], &id_token["projects"]), (&expected["department"], &expected["projects"]));
    // Asked once; and not told to whoever did not ask.
    client.authorize(&mut browser, &[("scope", "openid hr"), ("prompt", "none")]).await.code();
    let other = t.first_party("other", json!({})).await;
    let info = userinfo_of(&other, &other.tokens(&mut browser, "openid profile").await).await;
    assert_eq!((info.get("department"), info.get("projects")), (None, None));

    // What joins the scope later was not agreed to: not by this approval, and the next one asks.
    declare(&t, "salary_band", "hr", AttributeType::Number).await.unwrap();
    set(&t, &ada, "salary_band", &["7"]).await.unwrap();
    let tokens = client.refreshed(tokens.refresh()).await;
    assert_eq!(userinfo_of(&client, &tokens).await, expected);
    let again = client.authorize(&mut browser, &[("scope", "openid hr"), ("prompt", "none")]).await;
    assert_eq!(again.error(), "consent_required");
    let all = client.tokens(&mut browser, "openid hr").await;
    assert_eq!(userinfo_of(&client, &all).await["salary_band"], 7);

    // RFC 6749 §6: a refresh that leaves the scope out leaves its claims out.
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh()), ("scope", "openid")];
    let narrowed = Tokens(client.token(&form).await.ok().json());
    assert_eq!(userinfo_of(&client, &narrowed).await, json!({"sub": ada.sub}));
    let id_token = verified(narrowed.id(), &t.get("/jwks").await.json());
    assert_eq!(id_token.get("department"), None);

    // What is unset or deleted is told to nobody any more.
    let cx = &t.cx();
    assert!(attributes::unset(cx, &ada.id, "projects").await.unwrap());
    assert!(!attributes::unset(cx, &ada.id, "projects").await.unwrap());
    assert_eq!(userinfo_of(&client, &all).await, json!({"sub": ada.sub, "department": "Research", "salary_band": 7}));
    assert_eq!(attributes::delete(cx, "department").await.unwrap(), 1);
    assert_eq!(userinfo_of(&client, &all).await, json!({"sub": ada.sub, "salary_band": 7}));
    accounts::delete(cx, &ada.id).await.unwrap();
    assert_eq!(t.count("SELECT COUNT(*) FROM user_attributes").await, 0);
    // The log says what happened, not what was said.
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.attribute_set'").await, 3);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE data LIKE '%Research%'").await, 0);
});

// OIDC Core §5.4: where no access token is issued, the claims of the scopes come in the ID token.
#[tokio::test]
async fn an_attribute_stands_in_an_id_token_that_comes_alone() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    declare(&t, "department", "hr", AttributeType::Text).await.unwrap();
    set(&t, &ada, "department", &["Research"]).await.unwrap();
    let types = json!(["id_token", "code id_token"]);
    let metadata = json!({"grant_types": ["authorization_code", "implicit"], "response_types": types});
    let client = t.first_party("spa", metadata).await;
    let mut browser = t.browser_of("ada").await;
    for (response_type, expected) in [("id_token", Some(&json!("Research"))), ("code id_token", None)] {
        let asked = [("response_type", response_type), ("scope", "openid hr")];
        let page = client.authorize(&mut browser, &asked).await;
        let claims = verified(&page.fragment()["id_token"], &t.get("/jwks").await.json());
        assert_eq!(claims.get("department"), expected, "{response_type}");
    }
}

// A scope means one thing.
on_both_engines!(the_scope_of_an_attribute_is_no_scope_of_an_api, |t| {
    const API: &str = "https://api.example/";
    let ada = t.person("ada").await;
    t.resource_server(API, TokenFormat::Jwt, &[], None).await;
    t.resource_server("https://hr.example/", TokenFormat::Jwt, &["payroll"], None).await;
    let refused = declare(&t, "salary", "payroll", AttributeType::Number).await.unwrap_err().to_string();
    assert!(refused.contains("scope: the API https://hr.example/ understands this scope"), "{refused}");
    declare(&t, "department", "hr", AttributeType::Text).await.unwrap();
    assert!(matches!(declare(&t, "department", "x", AttributeType::Text).await, Err(Error::Conflict("name"))));
    let rest = ResourceServerChanges { scopes: Some(vec!["hr".to_owned()]), ..ResourceServerChanges::default() };
    let new = NewResourceServer { audience: "https://other.example/".to_owned(), rest };
    let refused = resource_servers::create(&t.cx(), new).await.unwrap_err().to_string();
    assert!(refused.contains("hr is the scope of the attribute department"), "{refused}");
    set(&t, &ada, "department", &["Research"]).await.unwrap();
    // An API that knows every scope does not know this one.
    let client = t.first_party("web", json!({"scope": "openid hr read", "claims_in_id_token": true})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", "openid hr read"), ("resource", API)]).await;
    let tokens = Tokens(client.redeem(&code).await.ok().json());
    assert_eq!(crate::support::claims_of(tokens.access()).1["scope"], "read");
    assert_eq!(verified(tokens.id(), &t.get("/jwks").await.json())["department"], "Research");
    // There is no person to speak of.
    let alone = client.token(&[("grant_type", "client_credentials"), ("scope", "hr")]).await;
    assert_eq!(alone.refusal(), "invalid_scope");
});

#[tokio::test]
async fn values_have_the_declared_type_and_belong_to_somebody() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    declare(&t, "level", "hr", AttributeType::Number).await.unwrap();
    let refused = set(&t, &ada, "level", &["high"]).await.unwrap_err().to_string();
    assert_eq!(refused, "value: level is number: write a number");
    assert!(matches!(set(&t, &ada, "nothing", &["x"]).await, Err(Error::NotFound)));
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert!(matches!(set(&t, &ada, "level", &["1"]).await, Err(Error::NotFound)));
    for (name, scope) in [("email", "hr"), ("groups", "hr"), ("token_use", "hr"), ("x", "profile"), ("x", "a b")] {
        assert!(
            matches!(declare(&t, name, scope, AttributeType::Text).await, Err(Error::Invalid(_))),
            "{name} {scope}"
        );
    }
}

/// The scope that a client gets that registers itself and asks for this one, and what discovery lists.
async fn registered(open: &[&str], asked: &str) -> (String, Value) {
    let open: Vec<String> = open.iter().map(|one| (*one).to_owned()).collect();
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = Mode::Open;
        config.registration.open_scopes = open;
    })
    .await;
    // A document that was kept is made anew.
    t.get("/.well-known/openid-configuration").await.ok();
    declare(&t, "department", "hr", AttributeType::Text).await.unwrap();
    let members = json!({"redirect_uris": ["https://rp.example/cb"], "scope": asked, "claims_in_id_token": true});
    let made = t.post_raw("/register", &members.to_string(), &[("content-type", "application/json")]).await.json();
    assert_eq!(made.get("claims_in_id_token"), None);
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    (made["scope"].as_str().unwrap().to_owned(), metadata)
}

#[tokio::test]
async fn a_client_that_registers_itself_gets_these_scopes_where_the_operator_opened_them() {
    let asked = "openid email groups roles hr";
    let (scope, metadata) = Box::pin(registered(&[], asked)).await;
    assert_eq!(scope, "openid email");
    let listed =
        |metadata: &Value, member: &str, name: &str| metadata[member].as_array().unwrap().contains(&json!(name));
    for (member, name) in [("scopes_supported", "hr"), ("claims_supported", "department")] {
        assert!(!listed(&metadata, member, name), "{member}");
    }
    // What does not exist is not opened.
    let (scope, metadata) = Box::pin(registered(&["groups", "hr", "nothing"], &format!("{asked} nothing"))).await;
    assert_eq!(scope, "openid email groups hr");
    for (member, name) in [("scopes_supported", "hr"), ("claims_supported", "department")] {
        assert!(listed(&metadata, member, name), "{member}");
    }
    assert!(!listed(&metadata, "scopes_supported", "nothing"));
}

// The person who signs in to the official suite has whatever discovery promises.
#[tokio::test]
async fn the_suites_person_holds_every_claim_that_discovery_lists() {
    const PROTOCOL: [&str; 13] =
        ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash", "c_hash", "s_hash"];
    let person: Value = serde_json::from_str(include_str!("../../../conformance/person.json")).unwrap();
    let t = TestApp::sqlite().await;
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    for name in metadata["claims_supported"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
        // By her membership, which the driver makes; and by herself.
        let by_membership = ["organizations", "org_id", "groups", "roles"].contains(&name);
        let held = person.get(name).is_some() || PROTOCOL.contains(&name) || name == "updated_at";
        let held = held || (by_membership && !person["organizations"][0]["roles"].as_array().unwrap().is_empty());
        assert!(held, "{name}");
    }
}
