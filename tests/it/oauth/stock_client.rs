//! A stock client that knows nothing of Signet: the `openidconnect` crate, which verifies ID tokens
//! with its own code (OIDC Core §3.1, §5.3, §12).

use openidconnect::OAuth2TokenResponse;
use serde_json::json;

use crate::support::{PASSWORD, RelyingParty, on_both_engines};

on_both_engines!(a_person_signs_in_agrees_and_the_client_refreshes, |t| {
    let ada = t.person("ada").await;
    t.client("web", json!({})).await;
    let rp = RelyingParty::discover(&t, "web", true).await;
    let mut browser = t.browser();

    let begun = rp.begin(&["profile", "email", "offline_access"]);
    let page = browser.get(begun.url.as_str()).await;
    assert!(page.url.path().ends_with("/login"));
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/consent"));
    let page = browser.press(&page, "consent-allow").await;
    let first = rp.finish(begun, &page).await;
    assert_eq!(first.claims.subject().as_str(), ada.sub);

    let info = rp.userinfo(first.tokens.access_token(), &first.claims).await;
    assert_eq!(info.email().map(|email| email.as_str()), Some("ada@example.com"));
    assert_eq!(info.email_verified(), Some(true));
    assert_eq!(info.given_name().and_then(|name| name.get(None)).map(|name| name.as_str()), Some("Ada"));
    // Not asked for, so not told.
    assert_eq!(info.phone_number(), None);

    t.clock.advance(600);
    let second = rp.refresh(first.tokens.refresh_token().expect("a refresh token")).await;
    assert_eq!(second.claims.subject(), first.claims.subject());
    assert_eq!(second.claims.auth_time(), first.claims.auth_time());
    rp.userinfo(second.tokens.access_token(), &second.claims).await;
});

on_both_engines!(a_public_client_signs_in_with_pkce_alone, |t| {
    t.person("ada").await;
    t.client("spa", json!({"token_endpoint_auth_method": "none"})).await;
    let rp = RelyingParty::discover(&t, "spa", false).await;
    let mut browser = t.browser_of("ada").await;
    let begun = rp.begin(&[]);
    let page = browser.get(begun.url.as_str()).await;
    let page = browser.press(&page, "consent-allow").await;
    rp.finish(begun, &page).await;
});
