//! A password that was forgotten: who gets a link, what it opens, and what it gives to nobody else.

use std::collections::BTreeSet;

use serde_json::json;
use signet::{
    config::limits::{Rule, RuleName, Rules},
    domain::{
        consumers::messages,
        directory::accounts::{self, AccountChanges, recovery},
        kernel::{Feature, features, messages::Channel},
    },
    outbound::mail::OutgoingMail,
    store::users::User,
};

use super::factors::{app_of_ada, enter};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

const NEW: &str = "quite another long secret";
const SPENT: &str = "This link has been used or is too old";

/// Does what the server does in the background, and answers the mails that came of it.
pub async fn mails(t: &TestApp) -> Vec<OutgoingMail> {
    let before = inbox(t).len();
    recovery::answer(&t.cx()).await.unwrap();
    for one in messages::claim(&t.cx(), Channel::Mail, 20).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap();
    }
    let mut all = inbox(t);
    all.truncate(all.len() - before);
    all
}

fn inbox(t: &TestApp) -> Vec<OutgoingMail> {
    t.app.mailer.as_ref().unwrap().inbox().unwrap().list()
}

fn link_in(mail: &OutgoingMail) -> String {
    let link = mail.text.lines().find(|line| line.starts_with("http://localhost:8080/reset?token="));
    link.unwrap_or_else(|| panic!("no link in {}", mail.text)).to_owned()
}

/// Asks for a link on the page that the sign-in page leads to.
async fn ask(browser: &mut Browser<'_>, sign_in: &Page, name: &str) -> Page {
    let link = sign_in.answer.body.split("id=\"forgot-password\" href=\"").nth(1).unwrap_or_else(|| panic!("no link"));
    let forgot = browser.get(&link.split('"').next().unwrap().replace("&#38;", "&")).await;
    assert_eq!(forgot.heading(), "Forgot your password?", "{}", forgot.text());
    let form = forgot.form_with("forgot-submit").with("username", name);
    browser.submit(&forgot, form).await
}

async fn ask_from_account(t: &TestApp, name: &str) -> Page {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    ask(&mut browser, &page, name).await
}

/// A link for Ada that nobody's request waits for.
async fn link_of_ada(t: &TestApp) -> String {
    ask_from_account(t, "ada").await;
    link_in(&mails(t).await[0])
}

async fn choose(browser: &mut Browser<'_>, link: &str, password: &str) -> Page {
    let page = browser.get(link).await;
    assert_eq!(page.heading(), "Choose a new password", "{}", page.text());
    let form = page.form_with("password-submit").with("password", password).with("password_again", password);
    browser.submit(&page, form).await
}

async fn changed(t: &TestApp, user: &User, changes: AccountChanges) {
    accounts::update(&t.cx(), &user.id, changes).await.unwrap();
}

on_both_engines!(a_forgotten_password_is_set_by_a_link_and_the_request_goes_on_in_its_browser, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut elsewhere = t.browser_of("ada").await;
    let tokens = client.tokens(&mut elsewhere, "openid offline_access").await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let asked = ask(&mut browser, &page, " ADA@example.com ").await;
    assert_eq!((asked.answer.status.as_u16(), asked.heading().as_str()), (200, "Look in your mailbox"));
    assert!(asked.text().contains("ADA@example.com") && asked.text().contains("60 minutes"), "{}", asked.text());
    let german = browser.clone().get(&asked.in_language("de")).await;
    assert_eq!(german.heading(), "Sehen Sie in Ihr Postfach");

    let mails_of_ada = mails(&t).await;
    let [mail] = mails_of_ada.as_slice() else { panic!("{} mails", mails_of_ada.len()) };
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("ada@example.com", "Choose a new password for Signet"));
    let link = link_in(mail);
    // Whoever looks at links before people do spends nothing.
    for _ in 0..3 {
        t.get_absolute(&link).await.ok();
    }
    let mut second = browser.clone();
    let page = browser.get(&link).await;
    let form = page.form_with("password-submit").with("password", NEW).with("password_again", NEW);
    let done = browser.submit(&page, form.clone()).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    // The second press of a double click, with the cookie of before and with the new one.
    for other in [&mut second, &mut browser.clone()] {
        let again = other.submit(&page, form.clone()).await;
        assert_eq!(again.left_for, done.left_for, "{}", again.text());
    }
    client.redeem(&done.code()).await.ok();
    let spent = t.browser().get(&link).await;
    assert_eq!((spent.answer.status.as_u16(), spent.heading().as_str()), (404, SPENT), "it worked once");
    assert!(spent.answer.body.contains("href=\"http://localhost:8080/forgot\">Ask again</a>"), "{}", spent.text());
    assert_eq!(client.refresh(tokens.refresh()).await.json()["error"], "invalid_grant");
    assert!(elsewhere.get(&t.url("/account")).await.url.path().ends_with("/login"), "signed out elsewhere");
    let page = elsewhere.get(&t.url("/login")).await;
    assert!(elsewhere.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    let notices = mails(&t).await;
    assert_eq!(
        notices.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(),
        ["Your Signet password was changed"]
    );
    for (kind, actor) in [("password_recovery.requested", "anonymous"), ("password.set", "password_recovery")] {
        let told = format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}' AND actor = '{actor}'");
        assert_eq!(t.count(&told).await, 1, "{kind}");
    }
    let from =
        "SELECT COUNT(*) FROM audit_events WHERE kind = 'password_recovery.requested' AND personal_ip IS NOT NULL";
    assert_eq!(t.count(from).await, 1, "from where it was asked for");
});

on_both_engines!(a_stolen_link_signs_nobody_in, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"client_uri": "https://rp.example/"})).await;
    let mut browser = t.browser();
    let waiting = client.authorize(&mut browser, &[]).await;
    ask(&mut browser, &waiting, "ada").await;
    let link = link_in(&mails(&t).await[0]);
    // Whoever else holds it sets a password, and has no session by it.
    let mut thief = t.browser();
    let done = choose(&mut thief, &link, NEW).await;
    assert_eq!((done.url.path(), done.heading().as_str()), ("/reset/done", "Your password is set"));
    assert!(done.answer.body.contains("href=\"https://rp.example/\""), "{}", done.answer.body);
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
    assert!(thief.get(&t.url("/account")).await.url.path().ends_with("/login"));
    // Nor in the browser that asked.
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    // The request waits all the same, for whoever signs in.
    assert!(browser.sign_in(&waiting, "ada", NEW).await.left_for.is_some());
});

on_both_engines!(a_link_that_somebody_else_asked_for_takes_no_request_over, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut attacker = t.browser();
    let page = client.authorize(&mut attacker, &[("state", "attacker")]).await;
    ask(&mut attacker, &page, "ada").await;
    let link = link_in(&mails(&t).await[0]);
    // The owner opens it, in the middle of a request of their own.
    let mut owner = t.browser();
    let own = client.authorize(&mut owner, &[("state", "own")]).await;
    let done = choose(&mut owner, &link, NEW).await;
    assert!(done.left_for.is_none() && done.heading() == "Your password is set", "{}", done.text());
    assert!(attacker.get(&t.url("/account")).await.url.path().ends_with("/login"), "nothing for who asked");
    assert_eq!(owner.sign_in(&own, "ada", NEW).await.sent("state").as_deref(), Some("own"));
});

on_both_engines!(where_somebody_else_is_signed_in_a_reset_leads_to_the_sign_in, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let link = link_of_ada(&t).await;
    let mut eves = t.browser_of("eve").await;
    let done = choose(&mut eves, &link, NEW).await;
    assert_eq!(done.heading(), "Your password is set", "{}", done.text());
    let way = "id=\"password-set-next\" href=\"http://localhost:8080/login\"";
    assert!(done.answer.body.contains(way), "{}", done.answer.body);
    // Once Ada has signed in there as well, it is her account.
    let page = eves.get(&t.url("/login")).await;
    let account = eves.sign_in(&page, "ada", NEW).await;
    assert_eq!(account.url.path(), "/account", "{}", account.text());
    let done = eves.get(done.url.as_str()).await;
    let way = "id=\"password-set-next\" href=\"http://localhost:8080/account?account=ses_";
    assert!(done.answer.body.contains(way), "{}", done.answer.body);
});

on_both_engines!(a_reset_skips_no_further_factor_and_takes_none_away, |t| {
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    ask(&mut browser, &page, "ada").await;
    let link = link_in(&mails(&t).await[0]);
    let page = choose(&mut browser, &link, NEW).await;
    assert_eq!(page.heading(), "Enter the code from your app", "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert!(enter(&mut browser, &page, &phone.code(t.now())).await.left_for.is_some());
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'totp'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials WHERE kind = 'recovery_code'").await, 10);
});

on_both_engines!(a_planted_cookie_knows_nothing_of_the_session_that_a_reset_begins, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut attacker = t.browser();
    let page = client.authorize(&mut attacker, &[]).await;
    // The cookie is planted in the owner's browser, who forgot the password.
    let mut owner = attacker.clone();
    ask(&mut owner, &page, "ada").await;
    let link = link_in(&mails(&t).await[0]);
    assert!(choose(&mut owner, &link, NEW).await.left_for.is_some());
    assert_ne!(owner.cookie(), attacker.cookie());
    assert!(attacker.get(&t.url("/account")).await.url.path().ends_with("/login"));
    let again =
        attacker.submit(&page, page.form_with("login-submit").with("username", "ada").with("password", "")).await;
    assert!(again.left_for.is_none(), "{}", again.text());
});

on_both_engines!(everybody_gets_the_same_page_and_only_the_owner_of_a_proven_address_a_mail, |t| {
    let ada = t.person("ada").await;
    t.person("off").await;
    t.disable("off").await;
    t.person_without_password("keyless").await;
    let unproven = t.person("unproven").await;
    changed(&t, &unproven, AccountChanges { email_verified: Some(false), ..AccountChanges::default() }).await;
    let none = t.person("none").await;
    changed(&t, &none, AccountChanges { email: Some(None), ..AccountChanges::default() }).await;
    let (mut seen, mut statements) = (BTreeSet::new(), BTreeSet::new());
    for name in ["ada", "off", "keyless", "unproven", "none", "nobody", "stranger@elsewhere.example"] {
        let before = rows(&t).await;
        let page = ask_from_account(&t, name).await;
        statements.insert(rows(&t).await - before);
        seen.insert((page.answer.status, page.text().replace(name, "NAME"), page.statuses.clone().len()));
    }
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(statements, BTreeSet::from([2]), "whoever is named, the same is written");
    let sent = mails(&t).await;
    assert_eq!(sent.iter().map(|one| one.to.as_str()).collect::<Vec<_>>(), ["ada@example.com"]);
    let links = "SELECT COUNT(*) FROM one_time_tokens WHERE purpose = 'recovery'";
    assert_eq!(t.count(links).await, 1);
    // What was typed waits nowhere.
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox_deliveries WHERE data <> '{}'").await, 0);
    drop(ada);
});

async fn rows(t: &TestApp) -> i64 {
    t.count("SELECT (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM outbox_deliveries)").await
}

on_both_engines!(nobody_is_buried_in_mail_and_a_link_works_however_many_ask, |t| {
    t.person("ada").await;
    let mut links = Vec::new();
    for minute in 0..20 {
        // Each from another network; twice, as a double click sends it.
        let mut browser = t.browser();
        browser.ip = [198, 51, 100 + minute, 7];
        let page = browser.get(&t.url("/login")).await;
        for _ in 0..2 {
            let said = ask(&mut browser, &page, "ada").await;
            assert_eq!(said.heading(), "Look in your mailbox", "nothing is told of the account's limit");
        }
        links.extend(mails(&t).await.iter().map(link_in));
        t.clock.advance(61);
    }
    assert_eq!(links.len(), 3, "three in an hour");
    for old in &links[..2] {
        assert_eq!(t.get_absolute(old).await.status, 404, "the newest ends the ones before");
    }
    t.get_absolute(&links[2]).await.ok();
});

on_both_engines!(
    an_address_that_asks_for_too_many_links_waits,
    |config| {
        let rule = |rule, max| Rule { rule, max, window: signet::base::time::Seconds::hours(1) };
        config.limits.rules = Rules::from_iter([rule(RuleName::RecoveryAddress, 2)]);
    },
    |t| {
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        for name in ["a", "b"] {
            assert_eq!(ask(&mut browser, &page, name).await.answer.status, 200);
        }
        let refused = ask(&mut browser, &page, "c").await;
        assert_eq!(refused.answer.status, 429);
        assert!(refused.text().contains("Too many links were asked for from here. Please wait 30 minutes."));
        assert_eq!(refused.answer.header("retry-after"), Some("1800"));
        assert_eq!(refused.form_with("forgot-submit").field("username"), Some("c"));
        browser.ip = [198, 51, 100, 7];
        assert_eq!(ask(&mut browser, &page, "c").await.answer.status, 200);
    }
);

on_both_engines!(a_link_ends_with_its_hour_its_address_its_account_and_every_new_password, |t| {
    let ada = t.person("ada").await;
    let link = link_of_ada(&t).await;
    t.clock.advance(3599);
    t.get_absolute(&link).await.ok();
    t.clock.advance(1);
    assert_eq!(t.get_absolute(&link).await.status, 404);

    let link = link_of_ada(&t).await;
    let email = Some(Some("new@example.com".to_owned()));
    changed(&t, &ada, AccountChanges { email, email_verified: Some(true), ..AccountChanges::default() }).await;
    assert_eq!(t.get_absolute(&link).await.status, 404, "it went to an address that is hers no more");

    t.clock.advance(3600);
    let link = link_of_ada(&t).await;
    t.set_password("ada", NEW).await;
    assert_eq!(t.get_absolute(&link).await.status, 404, "a password that was set otherwise is not set over");

    t.clock.advance(3600);
    let link = link_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    t.disable("ada").await;
    let form = page.form_with("password-submit").with("password", NEW).with("password_again", NEW);
    assert_eq!(browser.submit(&page, form).await.answer.status, 404);
    // Links of one purpose open nothing of another.
    let token = link.split_once("token=").unwrap().1;
    for path in ["/sign-in-link", "/setup", "/password"] {
        let status = t.get(&format!("{path}?token={token}")).await.status.as_u16();
        assert!(status == 404 || status == 410, "{path}: {status}");
    }
});

on_both_engines!(a_form_of_another_site_and_an_empty_one_ask_for_nothing, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/forgot")).await;
    let form = page.form_with("forgot-submit");
    let empty = browser.submit(&page, form.clone().with("username", "  ")).await;
    assert_eq!(empty.answer.status, 422);
    assert!(empty.text().contains("Enter your e-mail address or your user name."), "{}", empty.text());
    let forged = browser.submit(&page, form.clone().with("username", "ada").with("csrf", "AAAA")).await;
    assert_eq!(forged.answer.status, 403);
    let fields = form.with("username", "ada").fields;
    let elsewhere = browser.submit_from_elsewhere(&t.url("/forgot"), &fields).await;
    assert_eq!(
        (elsewhere.answer.status.as_u16(), elsewhere.heading().as_str()),
        (400, "Your browser did not send our cookie")
    );
    assert_eq!(rows(&t).await, 0);
});

#[tokio::test]
async fn it_is_offered_where_mail_can_be_sent_and_the_operator_names_no_other_page() {
    let forgot = |page: &Page| page.answer.body.contains("/forgot");
    let login = async |t: &TestApp| t.browser().get(&t.url("/login")).await;
    let t = TestApp::sqlite().await;
    assert!(forgot(&login(&t).await));
    features::switch(&t.cx(), Feature::PasswordRecovery, false).await.unwrap();
    assert!(!forgot(&login(&t).await));
    for path in ["/forgot", "/forgot/sent", "/reset", "/reset/done"] {
        assert_eq!(t.get(path).await.status, 404, "{path}");
    }
    let own = "https://example.com/help/password";
    let change = |config: &mut signet::config::Config| config.login.forgot_password_url = Some(own.parse().unwrap());
    let t = t.another_instance_with(change).await;
    assert!(login(&t).await.answer.body.contains(&format!("href=\"{own}\"")));
}
