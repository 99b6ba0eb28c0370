//! The operator's documents: a new version is a step before an app gets its answer.

use serde_json::json;
use signet::config::{
    Config,
    terms::{TermsDocument, TermsDocuments},
};

use super::required::with_password;
use crate::support::{PASSWORD, on_both_engines};

fn document(id: &str, version: &str, required: bool) -> TermsDocument {
    let text = |text: &str| signet::config::terms::Localized::of(text);
    TermsDocument {
        id: id.to_owned(),
        version: version.to_owned(),
        title: text(&format!("The {id}")),
        url: text(&format!("https://example.com/{id}")),
        text: signet::config::terms::Localized::default(),
        required,
    }
}

pub(super) fn documents(config: &mut Config, version: &str) {
    config.terms.documents = TermsDocuments(vec![
        document("terms", version, true),
        document("privacy", "1", true),
        document("news", "1", false),
    ]);
}

on_both_engines!(
    a_new_version_is_agreed_to_at_the_next_sign_in_and_kept_with_its_time,
    |config| { documents(config, "1") },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = with_password(&t, &client).await;
        assert_eq!((page.url.path(), page.heading().as_str()), ("/terms", "Before you go on"), "{}", page.text());
        let text = page.text();
        assert!(text.contains("I agree to: The terms") && text.contains("The privacy"), "{text}");
        assert!(!text.contains("The news"), "what is not required stops nobody: {text}");
        assert!(page.answer.body.contains("https://example.com/terms"), "it can be read");
        // Not by itself, and not one of two.
        let form = page.form_with("terms-agree");
        for form in [
            form.clone(),
            form.clone().with("agree-terms", "1"),
            form.clone().with("agree-terms", "0").with("agree-privacy", "1"),
        ] {
            let refused = browser.submit(&page, form).await;
            assert_eq!(refused.answer.status.as_u16(), 422, "{}", refused.text());
            assert!(refused.text().contains("Tick this box to go on."), "{}", refused.text());
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM agreements").await, 0);
        let form = form.with("agree-terms", "1").with("agree-privacy", "1");
        let mut second = browser.clone();
        let done = browser.submit(&page, form.clone()).await;
        assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
        assert_eq!(second.submit(&page, form).await.left(), done.left(), "a double click gets the same answer");
        let kept = "SELECT COUNT(*) FROM agreements WHERE version = '1' AND agreed_at > 0";
        assert_eq!(t.count(kept).await, 2);
        assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'terms.agreed'").await, 1);
        client.code(&mut browser, &[]).await;

        // Another version: whoever is signed in agrees before the next app, and never silently.
        let newer = t.another_instance_with(|config| documents(config, "2")).await;
        let there = client.at(&newer);
        let known = browser.cookies.clone();
        let mut browser = newer.browser();
        browser.cookies = known;
        let silent = there.authorize(&mut browser, &[("prompt", "none")]).await;
        assert_eq!(silent.error(), "interaction_required");
        let page = there.authorize(&mut browser, &[]).await;
        assert!(!page.text().contains("The privacy"), "that has no new version: {}", page.text());
        let form = page.form_with("terms-agree").with("agree-terms", "2");
        browser.submit(&page, form).await.code();
        assert_eq!(t.count("SELECT COUNT(*) FROM agreements").await, 3, "both versions are kept");
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE agreed = 'privacy@1 terms@2'").await, 1);
    }
);

on_both_engines!(whoever_declines_goes_back_to_the_app_and_is_asked_again, |config| { documents(config, "1") }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let back = browser.press(&page, "terms-decline").await;
    assert_eq!(back.error(), "access_denied");
    assert_eq!(t.count("SELECT COUNT(*) FROM agreements").await, 0);
    assert_eq!(client.authorize(&mut browser, &[]).await.url.path(), "/terms");
    // On the way to the account it is asked too, and leads there all the same: it is their own.
    let mut other = t.browser();
    let page = other.get(&t.url("/login")).await;
    let page = other.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/terms", "{}", page.text());
    assert_eq!(other.press(&page, "terms-decline").await.url.path(), "/account");
});

// Attack: the form of one person is sent in the place of another's.
on_both_engines!(nobody_agrees_in_the_place_of_another, |config| { documents(config, "1") }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = with_password(&t, &client).await;
    let form = page.form_with("terms-agree").with("agree-terms", "1").with("agree-privacy", "1");
    let other = form.clone().with("account", "ses_01J00000000000000000000000");
    let shown = browser.submit(&page, other).await;
    assert_eq!((shown.url.path(), shown.left_for.is_none()), ("/terms", true), "{}", shown.text());
    let forged = browser.submit(&page, form.with("csrf", "forged")).await;
    assert_eq!(forged.answer.status.as_u16(), 403, "{}", forged.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM agreements").await, 0);
});
