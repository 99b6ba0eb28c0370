//! How strongly a person was authenticated: the ladder of `acr` values (OIDC Core §2, §3.1.2.1, §5.5.1.1).

use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{Config, acr::AcrLevels},
    domain::kernel::one_time::{self, LinkSubject, Purpose},
    protocol::acr::{Ladder, Level},
    store::users::User,
};

use crate::support::{Browser, PASSWORD, TestApp, TestClient, on_both_engines, verified};

/// Three levels: any sign-in, one with a password, factors of two kinds.
fn ladder(config: &mut Config) {
    let with_password = Level { methods: vec!["pwd".to_owned()], ..Level::of("urn:example:password", 1) };
    let levels = vec![Level::of("urn:example:any", 1), with_password, Level::of("urn:example:two", 2)];
    config.login.acr = AcrLevels(Ladder(levels));
}

/// A browser in which somebody signed in with the operator's link, and with nothing else.
async fn browser_by_link<'t>(t: &'t TestApp, user: &User) -> Browser<'t> {
    let cx = t.cx();
    let made = cx.write(async |work| {
        one_time::issue(&cx, work, Purpose::SignIn, LinkSubject::user(user.id.clone()), Seconds::hours(1)).await
    });
    let secret = made.await.unwrap();
    let mut browser = t.browser();
    let page = browser.get(&t.url(&format!("/sign-in-link?token={}", secret.expose()))).await;
    let form = page.forms().remove(0);
    let page = browser.submit(&page, form).await;
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
    browser
}

/// The claims of the ID token that a code brings.
async fn id_token(t: &TestApp, client: &TestClient<'_>, code: &str) -> Value {
    let tokens = client.redeem(code).await.ok().json();
    verified(tokens["id_token"].as_str().unwrap(), &t.get("/jwks").await.json())
}

on_both_engines!(
    the_highest_requested_value_is_told_and_without_a_request_the_highest,
    |config| { ladder(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser_of("ada").await;
        for (asked, told) in [
            ("", "urn:example:password"),
            ("urn:example:any", "urn:example:any"),
            ("urn:example:any urn:example:password", "urn:example:password"),
            // One that is reached is enough: nothing more is asked.
            ("urn:example:two urn:example:any", "urn:example:any"),
            // Voluntary ones that are unknown, or out of reach, fail nothing.
            ("urn:unknown", "urn:example:password"),
            ("urn:example:two", "urn:example:password"),
        ] {
            let code = client.authorize(&mut browser, &[("acr_values", asked)]).await.code();
            assert_eq!(id_token(&t, &client, &code).await["acr"], told, "{asked}");
        }
        let discovery = t.get("/.well-known/openid-configuration").await.json();
        // With an authenticator app, all of them.
        let all = json!(["urn:example:any", "urn:example:password", "urn:example:two"]);
        assert_eq!(discovery["acr_values_supported"], all);
    }
);

on_both_engines!(more_is_asked_only_where_none_of_the_values_is_reached, |config| { ladder(config) }, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = browser_by_link(&t, &ada).await;
    let weak = client.authorize(&mut browser, &[("acr_values", "urn:example:any")]).await.code();
    assert_eq!(id_token(&t, &client, &weak).await["amr"], json!(["otp"]));
    // Where nothing may be asked, a wish fails nothing.
    let quiet = [("acr_values", "urn:example:two"), ("prompt", "none")];
    let told = client.authorize(&mut browser, &quiet).await.code();
    assert_eq!(id_token(&t, &client, &told).await["acr"], "urn:example:any");
    // A password is asked for, and joins what was proven before.
    let page = client.authorize(&mut browser, &[("acr_values", "urn:example:two")]).await;
    assert!(page.url.path().ends_with("/login"), "{}", page.url);
    let code = browser.sign_in(&page, "ada", PASSWORD).await.code();
    let told = id_token(&t, &client, &code).await;
    assert_eq!((&told["acr"], &told["amr"]), (&json!("urn:example:two"), &json!(["otp", "pwd"])));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);
    // Reached once, it is not asked for again.
    client.authorize(&mut browser, &[("acr_values", "urn:example:two"), ("prompt", "none")]).await.code();
});

on_both_engines!(an_essential_value_is_asked_for_and_one_out_of_reach_fails, |config| { ladder(config) }, |t| {
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = browser_by_link(&t, &ada).await;
    let asking = |values: &[&str]| json!({"id_token": {"acr": {"essential": true, "values": values}}}).to_string();
    let password = asking(&["urn:example:password"]);
    let quiet = client.authorize(&mut browser, &[("claims", &password), ("prompt", "none")]).await;
    assert_eq!(quiet.error(), "login_required");
    let refused = client.authorize(&mut browser, &[("claims", &asking(&["urn:example:three", "urn:unknown"]))]).await;
    assert_eq!(refused.error(), "unmet_authentication_requirements");
    let why = refused.sent("error_description").unwrap();
    assert!(why.starts_with("none of the acr values that claims calls essential can be reached here"), "{why}");
    let page = client.authorize(&mut browser, &[("claims", &password)]).await;
    let code = browser.sign_in(&page, "ada", PASSWORD).await.code();
    assert_eq!(id_token(&t, &client, &code).await["acr"], "urn:example:password");
});
