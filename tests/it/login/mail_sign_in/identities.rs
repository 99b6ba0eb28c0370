//! Accounts that are made by an identity whose provider does not vouch for the address: a mail proves it, and the identity
//! is theirs only where they say so.

use std::sync::Arc;

use serde_json::json;
use signet::{
    config::Config,
    domain::{flows::journey::upstream::Arrived, login::upstream::CameBack, registry::upstreams::Upstream},
    protocol::claims::attribute::AskedAtSignUp,
};

use super::{
    super::{
        factors::id_token,
        linking::{answered, came, journey_of, links, mail, people, signed_in, staff, try_arrive, upstream, visit},
    },
    newest,
    sign_up::{NEW, give, open},
    switch_on,
};
use crate::support::{Browser, Page, TestApp, TestClient, on_both_engines};

const UNSAID: &str = "Say whether this is yours.";

/// The attacker, whose provider vouches for no address.
fn eve(public: &Arc<Upstream>) -> CameBack {
    let claims = json!({"email": "eve@evil.example", "name": "Eve Adams", "preferred_username": "eve"});
    came(public, "eve", claims)
}

/// A browser in which an identity waits, on the page that makes the account: the owner of the address pressed the link of
/// the mail in it.
async fn proven<'t>(t: &'t TestApp, client: &TestClient<'_>, came: CameBack) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let journey = journey_of(&page);
    let arrived = try_arrive(t, &mut browser, &journey, came).await.unwrap();
    assert!(matches!(arrived, Arrived::SignUp(_)), "an account is to be made");
    let page = browser.get(&t.url(&format!("/sign-up?interaction={journey}"))).await;
    let waits = give(&mut browser, &page, NEW).await;
    assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    let link = browser.get(&newest(t, NEW).await.link).await;
    let page = browser.press(&link, "login-submit").await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    assert!(page.text().contains(NEW), "{}", page.text());
    (browser, page)
}

/// Makes the account, with this word about the identity or the wallet that waits.
pub(super) async fn make(browser: &mut Browser<'_>, page: &Page, word: &str) -> Page {
    browser.submit(page, page.form_with("sign-up-submit").with("way_in", word)).await
}

/// Whoever planted it comes back, and is nobody here.
async fn opens_nothing(t: &TestApp, client: &TestClient<'_>, came: CameBack) {
    let (browser, arrived) = visit(t, client, came).await;
    assert!(matches!(arrived, Arrived::SignUp(_)), "no account has the identity");
    assert!(signed_in(t, &browser).await.is_empty());
}

const GRACE: &str = "SELECT COUNT(*) FROM users WHERE username = 'grace' AND email_key = 'grace@example.com' \
                     AND email_verified_at IS NOT NULL AND claims NOT LIKE '%Eve%'";

on_both_engines!(
    an_identity_that_somebody_planted_opens_no_account_whose_person_does_not_know_it,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let public = upstream(&t, "public", &[], &[]).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = proven(&t, &client, eve(&public)).await;
        for told in ["Is this account of public yours?", "Eve Adams", "eve@evil.example"] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        assert_eq!(page.form_with("sign-up-submit").field("way_in"), None, "nothing is chosen for them");
        for word in ["", "yes"] {
            let silent = make(&mut browser, &page, word).await;
            assert_eq!(silent.answer.status, 422);
            assert!(silent.text().contains(UNSAID), "{}", silent.text());
            assert!(silent.text().contains("eve@evil.example"), "{}", silent.text());
        }
        assert_eq!((people(&t).await, links(&t).await), (0, 0), "nobody is taken at their silence");
        let done = make(&mut browser, &page, "other").await;
        assert_eq!(done.sent("state").as_deref(), Some("s"));
        assert_eq!((t.count(GRACE).await, people(&t).await, links(&t).await), (1, 1, 0));
        assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 0);
        assert!(browser.cookies.keys().all(|name| !name.contains("upstream")), "no provider was the last one used");
        opens_nothing(&t, &client, eve(&public)).await;
    }
);

on_both_engines!(
    an_identity_that_its_person_says_is_theirs_opens_the_account_that_a_mail_proved,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let public = upstream(&t, "public", &[], &[]).await;
        let client = t.first_party("web", json!({})).await;
        let grace = || came(&public, "1", json!({"email": NEW, "name": "Grace Hopper"}));
        let (mut browser, page) = proven(&t, &client, grace()).await;
        let form = page.form_with("sign-up-submit").with("way_in", "mine");
        let mut second = browser.clone();
        let done = browser.submit(&page, form.clone()).await;
        // A double click leads to the same place and makes nothing twice.
        assert_eq!(second.submit(&page, form).await.left(), done.left());
        let told = id_token(&t, &client, &done.code()).await;
        assert_eq!(told["amr"], json!(["otp"]), "the mail is what is proven now");
        let made = "SELECT COUNT(*) FROM identities i JOIN users u ON u.id = i.user_id \
                    WHERE u.email_key = 'grace@example.com' AND u.claims LIKE '%Grace Hopper%'";
        assert_eq!((t.count(made).await, people(&t).await, links(&t).await), (1, 1, 1));
        let (later, arrived) = visit(&t, &client, grace()).await;
        answered(arrived);
        assert_eq!(signed_in(&t, &later).await.len(), 1);
    }
);

// Whoever planted the cookie puts their identity there after the page has shown its person's own.
on_both_engines!(
    an_identity_that_is_exchanged_while_the_page_is_read_is_asked_about_anew,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let public = upstream(&t, "public", &[], &[]).await;
        let client = t.first_party("web", json!({})).await;
        let own = came(&public, "1", json!({"email": NEW, "name": "Grace Hopper"}));
        let (mut browser, page) = proven(&t, &client, own).await;
        let mut planter = browser.clone();
        let arrived = try_arrive(&t, &mut planter, &journey_of(&page), eve(&public)).await.unwrap();
        assert!(matches!(arrived, Arrived::SignUp(_)), "an account is to be made");
        // In another tab of the same browser: a cookie that was only copied is worth nothing by now.
        browser.cookies = planter.cookies;
        let asked = make(&mut browser, &page, "mine").await;
        assert_eq!(asked.answer.status, 422);
        assert!(asked.text().contains(UNSAID) && asked.text().contains("eve@evil.example"), "{}", asked.text());
        assert_eq!(asked.form_with("sign-up-submit").field("way_in"), None, "nothing was said of this one");
        assert_eq!((people(&t).await, links(&t).await), (0, 0));
        make(&mut browser, &asked, "other").await.code();
        assert_eq!((t.count(GRACE).await, people(&t).await, links(&t).await), (1, 1, 0));
        opens_nothing(&t, &client, eve(&public)).await;
    }
);

fn asks_for_a_name(config: &mut Config) {
    open(config);
    config.sign_up.name = AskedAtSignUp::Required;
}

on_both_engines!(whoever_leaves_an_identity_out_is_asked_for_what_it_said, |config| { asks_for_a_name(config) }, |t| {
    switch_on(&t).await;
    let public = upstream(&t, "public", &[], &[]).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = proven(&t, &client, eve(&public)).await;
    assert_eq!(page.form_with("sign-up-submit").field("name"), None, "the provider has said it");
    let asked = make(&mut browser, &page, "other").await;
    assert_eq!(asked.answer.status, 422);
    assert!(asked.text().contains("Say what you are called."), "{}", asked.text());
    let form = asked.form_with("sign-up-submit");
    assert_eq!((form.field("way_in"), form.field("name")), (Some("other"), Some("")), "what was said stays");
    browser.submit(&asked, form.with("name", "Grace Hopper")).await.code();
    assert_eq!((t.count(GRACE).await, people(&t).await, links(&t).await), (1, 1, 0));
    opens_nothing(&t, &client, eve(&public)).await;
});

// The attacker's provider vouches for the attacker's address, and the account waits for what it has not said.
on_both_engines!(
    a_planted_identity_with_an_address_of_its_own_takes_no_part_in_the_account_of_whoever_proves_another,
    |config| { asks_for_a_name(config) },
    |t| {
        switch_on(&t).await;
        let staff = staff(&t, &[]).await;
        let client = t.first_party("web", json!({})).await;
        let planted = || came(&staff, "eve", mail("eve@example.com"));
        let (mut browser, page) = proven(&t, &client, planted()).await;
        assert!(!page.text().contains("eve@example.com"), "{}", page.text());
        let form = page.form_with("sign-up-submit").with("name", "Grace Hopper").with("way_in", "mine");
        browser.submit(&page, form).await.code();
        assert_eq!((t.count(GRACE).await, people(&t).await, links(&t).await), (1, 1, 0));
        opens_nothing(&t, &client, planted()).await;
    }
);
