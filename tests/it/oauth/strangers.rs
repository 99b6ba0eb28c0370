//! Clients that registered themselves lend nobody our address (RFC 9700 §4.11.2), and get no more than was opened.

use serde_json::{Value, json};
use signet::config::registration::{GrantTypes, Mode, PrivateScheme, RedirectErrors, Registration};
use signet::domain::registry::clients::{self, ClientChanges};
use signet::protocol::client::{ClientId, GrantType};

use crate::support::{Engine, Page, TestApp};

const CALLBACK: &str = "https://evil.example/cb";
const BYE: &str = "https://evil.example/bye";

async fn open(change: impl FnOnce(&mut Registration)) -> TestApp {
    TestApp::start(Engine::sqlite(), |config| {
        config.registration.mode = Mode::Open;
        change(&mut config.registration);
    })
    .await
}

async fn try_register(t: &TestApp, members: Value) -> (u16, Value) {
    let answer = t.post_raw("/register", &members.to_string(), &[("content-type", "application/json")]).await;
    (answer.status.as_u16(), answer.json())
}

async fn register(t: &TestApp, members: Value) -> String {
    let (status, made) = try_register(t, members).await;
    assert_eq!(status, 201, "{made}");
    made["client_id"].as_str().expect("a client_id").to_owned()
}

fn stranger() -> Value {
    json!({"client_name": "Your bank", "redirect_uris": [CALLBACK], "post_logout_redirect_uris": [BYE]})
}

/// The address of a request, broken by a scope that cannot be.
fn broken(t: &TestApp, id: &str, more: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([("client_id", id), ("response_type", "code"), ("redirect_uri", CALLBACK), ("state", "s&t")]);
    query.append_pair("scope", "\u{7f}").extend_pairs(more);
    t.url(&format!("/authorize?{}", query.finish()))
}

/// The link of the button.
#[track_caller]
fn onward(page: &Page) -> url::Url {
    let (_, rest) = page.answer.body.split_once("id=\"answer-continue\" href=\"").expect("the button");
    let link = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    url::Url::parse(&link).expect("an address")
}

#[tokio::test]
async fn an_error_is_seen_before_it_goes_to_a_stranger_while_nobody_is_signed_in() {
    let t = open(|_| {}).await;
    t.person("ada").await;
    let id = register(&t, stranger()).await;
    let page = t.browser().get(&broken(&t, &id, &[])).await;
    assert_eq!((page.left_for.as_ref(), page.answer.status.as_u16()), (None, 400));
    assert!(page.text().contains(CALLBACK) && page.text().contains("registered itself here"), "{}", page.text());
    assert!(page.text().contains("invalid_scope"), "the developer is told: {}", page.text());
    assert!(
        !page.answer.body.contains("http-equiv") && !page.answer.body.contains("<script"),
        "nothing goes by itself"
    );
    let answer = onward(&page);
    let sent = |name: &str| answer.query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned());
    assert!(answer.as_str().starts_with("https://evil.example/cb?error=invalid_scope"), "{answer}");
    assert_eq!((sent("state").as_deref(), sent("iss")), (Some("s&t"), Some(t.issuer.clone())));
    assert_eq!(page.answer.header("location"), None);

    // prompt=none is for what nobody sees.
    let quiet = t.browser().get(&broken(&t, &id, &[("prompt", "none")])).await;
    assert_eq!(quiet.error(), "invalid_scope");
    // Whoever is signed in has met us before.
    let known = t.browser_of("ada").await.get(&broken(&t, &id, &[])).await;
    assert_eq!(known.error(), "invalid_scope");
}

// OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode
#[tokio::test]
async fn the_answer_reaches_the_client_by_every_response_mode() {
    let t = open(|_| {}).await;
    let id = register(&t, stranger()).await;
    let page = t.browser().get(&broken(&t, &id, &[("response_mode", "fragment")])).await;
    let answer = onward(&page);
    assert_eq!(answer.query(), None);
    assert!(answer.fragment().unwrap().starts_with("error=invalid_scope"), "{answer}");
    let page = t.browser().get(&broken(&t, &id, &[("response_mode", "form_post")])).await;
    let form = page.form_with("answer-continue");
    assert_eq!((form.action.as_str(), form.method.as_str()), (CALLBACK, "post"));
    assert_eq!((form.field("error"), form.field("state")), (Some("invalid_scope"), Some("s&t")));
    assert!(!page.answer.body.contains("<script"), "nothing goes by itself");
}

#[tokio::test]
async fn cancelling_a_sign_in_shows_the_address_too() {
    let t = open(|_| {}).await;
    let id = register(&t, stranger()).await;
    let mut browser = t.browser();
    let page = browser.get(&broken(&t, &id, &[]).replace("scope=%7F", "scope=openid")).await;
    assert!(page.has("login-submit"), "{}", page.text());
    let cancel = page.forms().into_iter().find(|form| form.action.ends_with("/cancel")).unwrap();
    let page = browser.submit(&page, cancel).await;
    assert_eq!(page.left_for, None);
    assert!(onward(&page).query().unwrap().starts_with("error=access_denied"));
}

// A page that answers a form, or that says what happened, is opened again at an address of its own.
#[tokio::test]
async fn another_language_loses_nothing_of_the_page_before_the_way_on() {
    let t = open(|_| {}).await;
    let id = register(&t, stranger()).await;
    let mut browser = t.browser();
    let sign_in = browser.get(&broken(&t, &id, &[]).replace("scope=%7F", "scope=openid")).await;
    let cancel = sign_in.forms().into_iter().find(|form| form.action.ends_with("/cancel")).unwrap();
    let farewell = t.url(&format!("/logout?client_id={id}&post_logout_redirect_uri={BYE}&state=s"));
    let pages = [
        browser.get(&broken(&t, &id, &[])).await,
        browser.submit(&sign_in, cancel).await,
        browser.get(&farewell).await,
    ];
    for page in &pages {
        let german = browser.get(&page.in_language("de")).await;
        assert!(german.answer.body.contains("<html lang=\"de\""), "{}", german.text());
        assert_eq!((german.answer.status, onward(&german)), (page.answer.status, onward(page)));
        // The id under which the log has the refusal, not that of another look.
        assert_eq!(request_id(&german), request_id(page));
        // Chosen once, and from there once more.
        let arabic = browser.get(&german.in_language("ar")).await;
        assert!(arabic.answer.body.contains("<html lang=\"ar\""), "{}", arabic.text());
        assert_eq!(onward(&arabic), onward(page));
        browser.cookies.retain(|name, _| !name.contains("language"));
    }
    let form_post = browser.get(&broken(&t, &id, &[("response_mode", "form_post")])).await;
    let german = browser.get(&form_post.in_language("de")).await;
    assert_eq!(german.form_with("answer-continue").fields, form_post.form_with("answer-continue").fields);
    browser.cookies.retain(|name, _| !name.contains("language"));

    // Only what we sealed, and not for ever.
    let link = pages[0].in_language("de").replace("ui_locales=de", "ui_locales=en");
    for address in [link.replace("shown=v1.", "shown=v2."), t.url("/leaving"), t.url("/error?shown=x")] {
        let page = browser.get(&address).await;
        assert_eq!((page.answer.status.as_u16(), page.heading().as_str()), (410, "This sign-in is no longer open"));
    }
    // What one page shows is nothing to another. A farewell that is not there was no sign-in: the way leads home.
    for address in [link.replace("/leaving?", "/signed-out?"), t.url("/signed-out?shown=x")] {
        let page = browser.get(&address).await;
        assert_eq!((page.url.as_str(), page.answer.status.as_u16()), (t.url("/").as_str(), 200), "{address}");
    }
    t.clock.advance(3599);
    let kept = browser.get(&link).await;
    assert_eq!(onward(&kept), onward(&pages[0]));
    t.clock.advance(1);
    // Neither does a link that was followed begin another hour.
    for address in [link, kept.in_language("ar").replace("ui_locales=ar", "ui_locales=en")] {
        let late = browser.get(&address).await;
        assert_eq!((late.answer.status.as_u16(), late.heading().as_str()), (410, "This sign-in is no longer open"));
        assert!(!late.answer.body.contains("evil.example"), "{}", late.answer.body);
    }
}

/// The id under which the log has what the page is about, if it tells one.
fn request_id(page: &Page) -> Option<&str> {
    let (_, rest) = page.answer.body.split_once("<dt>request id</dt><dd>")?;
    rest.split('<').next()
}

// OIDC Core §3.1.2.1, RP-Initiated Logout §3.1
#[tokio::test]
async fn an_address_that_was_taken_off_the_registration_is_shown_to_nobody_again() {
    let t = open(|_| {}).await;
    let id = register(&t, stranger()).await;
    let mut browser = t.browser();
    let farewell = t.url(&format!("/logout?client_id={id}&post_logout_redirect_uri={BYE}&state=s"));
    let pages = [browser.get(&broken(&t, &id, &[])).await, browser.get(&farewell).await];
    let links: Vec<String> = pages.iter().map(|page| page.in_language("ar")).collect();
    for link in &links {
        assert!(browser.get(link).await.answer.body.contains("evil.example"), "{link}");
    }
    let other = json!({"redirect_uris": ["https://rp.example/cb"], "post_logout_redirect_uris": []});
    let Value::Object(members) = other else { panic!("not an object") };
    clients::update(&t.cx(), &ClientId::new(&id), &ClientChanges { members, ..ClientChanges::default() })
        .await
        .unwrap();
    for link in &links {
        let page = browser.get(&link.replace("ui_locales=ar", "ui_locales=en")).await;
        assert_eq!((page.answer.status.as_u16(), page.heading().as_str()), (410, "This sign-in is no longer open"));
        assert!(!page.answer.body.contains("evil.example"), "{}", page.answer.body);
    }
}

#[tokio::test]
async fn the_operator_can_send_browsers_on_at_once_and_vouch_for_a_client() {
    let t = open(|registration| registration.redirect_errors = RedirectErrors::Direct).await;
    let id = register(&t, stranger()).await;
    assert_eq!(t.browser().get(&broken(&t, &id, &[])).await.error(), "invalid_scope");
    // One that the operator made is no stranger.
    let t = open(|_| {}).await;
    let own = t.client("own", json!({"redirect_uris": [CALLBACK]})).await;
    assert_eq!(t.browser().get(&broken(&t, own.id(), &[])).await.error(), "invalid_scope");
}

// RP-Initiated Logout §3
#[tokio::test]
async fn a_farewell_is_seen_before_it_goes_to_a_stranger_while_nobody_is_signed_in() {
    let t = open(|_| {}).await;
    t.person("ada").await;
    let id = register(&t, stranger()).await;
    let link = t.url(&format!("/logout?client_id={id}&post_logout_redirect_uri={BYE}&state=s"));
    let page = t.browser().get(&link).await;
    assert_eq!((page.left_for.as_ref(), page.answer.status.as_u16()), (None, 200));
    assert!(page.text().contains(BYE) && page.text().contains("Nobody is signed in here now"), "{}", page.text());
    assert_eq!(onward(&page).as_str(), "https://evil.example/bye?state=s");
    // Whoever pressed "Sign out" goes on.
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&link).await;
    assert_eq!(browser.press(&page, "logout-confirm").await.left().as_str(), "https://evil.example/bye?state=s");
    // An operator's own client is where it was.
    let own = t.client("own", json!({"post_logout_redirect_uris": [BYE]})).await;
    let link = t.url(&format!("/logout?client_id={}&post_logout_redirect_uri={BYE}", own.id()));
    assert_eq!(t.browser().get(&link).await.left().as_str(), BYE);
}

// RFC 7591 §3.2.1, RFC 9700 §2.1.2
#[tokio::test]
async fn grants_that_are_not_open_are_left_out_and_the_answer_says_so() {
    let t = open(|_| {}).await;
    let asked = json!({
        "redirect_uris": ["https://rp.example/cb"], "response_types": ["code"],
        "grant_types": ["authorization_code", "implicit", "refresh_token", "urn:example:unheard-of"],
    });
    let (status, made) = try_register(&t, asked).await;
    assert_eq!((status, &made["grant_types"]), (201, &json!(["authorization_code", "refresh_token"])));
    let warning = made["warnings"][0].as_str().expect("a warning");
    assert!(
        warning.starts_with("grant_types: ") && warning.ends_with(": implicit, urn:example:unheard-of"),
        "{warning}"
    );

    // A response type without its grant, and nothing at all.
    for members in [
        json!({"redirect_uris": ["https://rp.example/cb"], "response_types": ["id_token"]}),
        json!({
            "redirect_uris": ["https://rp.example/cb"], "response_types": ["code", "code id_token"],
            "grant_types": ["authorization_code", "implicit"],
        }),
        json!({"redirect_uris": ["https://rp.example/cb"], "grant_types": ["client_credentials"]}),
    ] {
        let (status, refused) = try_register(&t, members.clone()).await;
        assert_eq!((status, &refused["error"]), (400, &json!("invalid_client_metadata")), "{members}");
        assert!(refused["error_description"].as_str().unwrap().contains("grant_types: "), "{refused}");
    }
    // What is open is registered without a word.
    let grants = vec![GrantType::AuthorizationCode, GrantType::Implicit];
    let t = open(|registration| registration.grant_types = GrantTypes(grants)).await;
    let hybrid = json!({"redirect_uris": ["https://rp.example/cb"], "response_types": ["code id_token"]});
    let (status, made) = try_register(&t, hybrid).await;
    assert_eq!((status, made.get("warnings")), (201, None));
    assert_eq!(made["grant_types"], json!(["authorization_code", "implicit"]));
}

// RFC 8252 §7.1, §8.6
#[tokio::test]
async fn a_scheme_of_the_operators_list_is_answered_with_pkce_and_after_a_page() {
    let t = open(|registration| registration.allowed_schemes = vec![PrivateScheme("cursor".to_owned())]).await;
    t.person("ada").await;
    let uri = "cursor://anysphere.cursor-mcp/oauth/callback";
    let editor = |uri: &str| json!({"redirect_uris": [uri], "token_endpoint_auth_method": "none"});
    for other in ["windsurf://cb", "javascript:alert(1)", "ms-settings:x", "intent://x"] {
        let (status, refused) = try_register(&t, editor(other)).await;
        assert_eq!((status, &refused["error"]), (400, &json!("invalid_redirect_uri")), "{other}");
    }
    let (status, made) = try_register(&t, editor(uri)).await;
    assert_eq!((status, made.get("allowed_schemes")), (201, None), "{made}");
    let id = made["client_id"].as_str().unwrap();
    let pkce = ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let at = |more: &[(&str, &str)]| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([("client_id", id), ("response_type", "code"), ("redirect_uri", uri), ("scope", "openid")]);
        query.extend_pairs(more);
        t.url(&format!("/authorize?{}", query.finish()))
    };
    let good = at(&[pkce, ("code_challenge_method", "S256")]);
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&good).await;
    let first = browser.press(&page, "consent-allow").await;
    assert!(
        first.left().as_str().starts_with("cursor://anysphere.cursor-mcp/oauth/callback?code="),
        "{}",
        first.left()
    );
    let page = browser.get(&good).await;
    assert!(page.text().contains("Continue to"), "{}", page.text());
    // Errors start the app no sooner, whoever is signed in.
    for (more, why) in [
        (vec![], "code_challenge is required for this client (RFC 7636 section 4.4.1)"),
        (
            vec![pkce, ("code_challenge_method", "S256"), ("response_mode", "form_post")],
            "form_post cannot reach an app",
        ),
    ] {
        let page = browser.get(&at(&more)).await;
        assert!(page.left_for.is_none() && page.text().contains(why), "{}", page.text());
        let answer = onward(&page);
        assert!(answer.as_str().starts_with(&format!("{uri}?error=invalid_request")), "{answer}");
    }
    let quiet = browser.get(&at(&[pkce, ("code_challenge_method", "S256"), ("prompt", "none")])).await;
    assert_eq!(quiet.error(), "interaction_required");
}
