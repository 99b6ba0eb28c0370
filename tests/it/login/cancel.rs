//! "Cancel" leads back to the app from each page of a journey. Those of mails and of signing up stand beside their pages.

use serde_json::json;
use signet::domain::directory::accounts::{self, Requirement};

use super::{
    factor_policy::required,
    factors::app_of_ada,
    required::{require, with_password},
    terms::documents,
};
use crate::support::{Browser, Page, TestApp, on_both_engines};

/// The button leads back, and the app is told why.
pub(super) async fn leads_back(browser: &mut Browser<'_>, page: &Page, button: &str) {
    let back = browser.press(page, button).await;
    assert_eq!(back.error(), "access_denied", "{}", page.url);
    let sentence = "the person did not agree (RFC 6749 section 4.1.2.1)";
    assert_eq!(back.sent("error_description").as_deref(), Some(sentence), "{}", page.url);
}

/// A page of ours says what is wrong, and nobody is led back.
#[track_caller]
fn is_told(page: &Page, status: u16, heading: &str) {
    let told = page.refused_here();
    assert_eq!((told.answer.status.as_u16(), told.heading().as_str()), (status, heading), "{}", told.text());
}

async fn no_more(t: &TestApp, what: Requirement) {
    let ada = accounts::find(&mut t.app.db.read().await.unwrap(), "ada").await.unwrap();
    accounts::require(&t.cx(), &ada.id, what, false).await.unwrap();
}

on_both_engines!(it_leads_back_from_the_pages_that_ask_who_it_is, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    leads_back(&mut browser, &page, "cancel").await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("prompt", "select_account")]).await;
    leads_back(&mut browser, &page, "cancel").await;
});

on_both_engines!(it_leads_back_from_the_pages_that_ask_for_a_further_factor, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    app_of_ada(&t).await;
    for kind in ["", "&recovery=1"] {
        let (mut browser, page) = with_password(&t, &client).await;
        assert_eq!(page.url.path(), "/factor", "{}", page.text());
        let page = browser.get(&format!("{}{kind}", page.url)).await;
        leads_back(&mut browser, &page, "cancel").await;
    }
});

on_both_engines!(it_leads_back_from_the_page_that_sets_one_up, |config| { required(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = with_password(&t, &client).await;
    assert_eq!(page.url.path(), "/enrol", "{}", page.text());
    leads_back(&mut browser, &page, "cancel").await;
});

on_both_engines!(it_leads_back_from_each_step_that_an_account_owes, |config| { documents(config, "1") }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    for what in [Requirement::Verify, Requirement::Password] {
        require(&t, "ada", what).await;
    }
    let (mut browser, page) = with_password(&t, &client).await;
    assert_eq!(page.url.path(), "/verify", "{}", page.text());
    leads_back(&mut browser, &page, "cancel").await;
    let page = client.authorize(&mut browser, &[]).await;
    let waits = browser.press(&page, "verify-send").await;
    assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    leads_back(&mut browser, &waits, "cancel").await;
    no_more(&t, Requirement::Verify).await;
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.url.path(), "/new-password", "{}", page.text());
    leads_back(&mut browser, &page, "cancel").await;
    no_more(&t, Requirement::Password).await;
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.url.path(), "/terms", "{}", page.text());
    leads_back(&mut browser, &page, "terms-decline").await;
});

// The form of one page is none of another, and another site has neither.
on_both_engines!(it_is_no_form_of_another_page_or_site, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let of_page = page.form_with("login-submit").field("csrf").unwrap().to_owned();
    let cancel = page.form_with("cancel");
    assert_ne!(cancel.field("csrf"), Some(of_page.as_str()));
    let refused = browser.submit(&page, cancel.clone().with("csrf", &of_page)).await;
    is_told(&refused, 403, "That form did not come from this site");
    let refused = browser.submit_from_elsewhere(&t.url("/cancel"), &cancel.fields).await;
    is_told(&refused, 400, "Your browser did not send our cookie");
    leads_back(&mut browser, &page, "cancel").await;
});
