//! Passwords: what a failure tells, what it costs, how often it may happen.

use serde_json::json;
use signet::config::limits::RuleName;

use crate::support::{Engine, PASSWORD, TestApp, on_both_engines};

/// What differs from one showing of a page to the next without meaning anything.
pub fn without_noise(body: &str, username: &str) -> String {
    let mut text = body.replace(username, "NAME");
    for mark in ["name=\"csrf\" value=\"", "interaction=", "name=\"interaction\" value=\""] {
        while let Some(at) = text.find(mark).map(|at| at + mark.len()) {
            let end = text[at..].find(['"', '&']).map_or(text.len(), |end| at + end);
            text.replace_range(at - mark.len()..end, "");
        }
    }
    text
}

// OWASP ASVS 5.0 §6.3.8: no account can be found out by what the answer looks like.
on_both_engines!(wrong_password_unknown_name_and_disabled_account_look_the_same, |t| {
    t.person("ada").await;
    t.person("gone").await;
    t.disable("gone").await;
    t.person_without_password("passless").await;
    let client = t.client("web", json!({})).await;
    let mut pages = Vec::new();
    for name in ["ada", "nobody", "gone", "passless", "ada@example.com"] {
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let password = if name == "gone" { PASSWORD } else { "wrong" };
        let page = browser.sign_in(&page, name, password).await;
        assert_eq!(page.answer.status, 200);
        assert!(page.text().contains("That name and password do not match."));
        // The name stays, the password does not.
        let form = page.form_with("login-submit");
        assert_eq!((form.field("username"), form.field("password")), (Some(name), Some("")));
        let mut headers: Vec<String> = page.answer.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        pages.push((without_noise(&page.answer.body, name), headers));
    }
    for pair in pages.windows(2) {
        assert_eq!(pair[0], pair[1]);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 5);
});

on_both_engines!(after_five_failures_an_account_waits_at_this_address, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    for _ in 0..5 {
        assert_eq!(browser.sign_in(&page, "ada", "wrong").await.answer.status, 200);
    }
    // Not even the right password is looked at now, however the name is written.
    for name in ["ada", "ADA"] {
        let page = browser.sign_in(&page, name, PASSWORD).await;
        assert_eq!(page.answer.status, 429);
        assert_eq!(page.answer.header("retry-after"), Some("900"));
        assert!(page.text().contains("please wait 15 minutes"));
    }
    // Another account, and this account from elsewhere.
    assert!(browser.sign_in(&page, "bob", PASSWORD).await.url.path().ends_with("/account"));
    let mut elsewhere = t.browser();
    elsewhere.ip = [198, 51, 100, 7];
    let page = elsewhere.get(&t.url("/login")).await;
    assert!(elsewhere.sign_in(&page, "ada", PASSWORD).await.url.path().ends_with("/account"));
    // And here, once the window has passed.
    t.clock.advance(900);
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    assert!(browser.sign_in(&page, "ada", PASSWORD).await.url.path().ends_with("/account"));
});

on_both_engines!(successes_are_never_counted, |t| {
    t.person("ada").await;
    for _ in 0..30 {
        t.browser_of("ada").await;
    }
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    // Whoever knows the password begins anew.
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(browser.sign_in(&page, "ada", "wrong").await.answer.status, 200);
        }
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        assert!(page.url.path().ends_with("/account"));
    }
});

on_both_engines!(one_address_cannot_try_one_password_on_everybody, |t| {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let most = t.app.config.limits.rules.find(RuleName::LoginAddress).unwrap().max;
    for number in 0..most {
        assert_eq!(browser.sign_in(&page, &format!("person-{number}"), "Summer2027").await.answer.status, 200);
    }
    assert_eq!(browser.sign_in(&page, "another", "Summer2027").await.answer.status, 429);
});

// Many people behind one address, or one person's many tabs, lock nobody out by knowing the password.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_of_right_passwords_is_let_in_and_leaves_no_count() {
    // In more browsers than a person has.
    let t = TestApp::start(Engine::sqlite(), |config| config.session.max = 0).await;
    t.person("ada").await;
    let enter = async || {
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        browser.sign_in(&page, "ada", PASSWORD).await.url.path().ends_with("/account")
    };
    let eight = async || {
        let (a, b, c, d) = tokio::join!(enter(), enter(), enter(), enter());
        let (e, f, g, h) = tokio::join!(enter(), enter(), enter(), enter());
        [a, b, c, d, e, f, g, h]
    };
    let (first, second, third) = tokio::join!(eight(), eight(), eight());
    assert!([first, second, third].concat().into_iter().all(|entered| entered));
    assert_eq!(t.count("SELECT COUNT(*) FROM limits WHERE rule LIKE 'login_%'").await, 0);
}

// What is refused is not counted: one account's failures do not use up the address.
#[tokio::test]
async fn refusals_of_one_account_do_not_shut_out_another() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    t.person("bob").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    for _ in 0..30 {
        browser.sign_in(&page, "ada", "wrong").await;
    }
    assert!(browser.sign_in(&page, "bob", PASSWORD).await.url.path().ends_with("/account"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_of_parallel_guesses_gets_no_more_looks_than_a_slow_one() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut first = t.browser();
    let page = first.get(&t.url("/login")).await;
    let guess = async || {
        let mut browser = first.clone();
        browser.sign_in(&page, "ada", "wrong").await.answer.status.as_u16()
    };
    let (one, two) = (async { tokio::join!(guess(), guess(), guess(), guess()) }, async {
        tokio::join!(guess(), guess(), guess(), guess())
    });
    let (one, two) = tokio::join!(one, two);
    let answers = [one.0, one.1, one.2, one.3, two.0, two.1, two.2, two.3];
    let looked_at = answers.iter().filter(|status| **status == 200).count();
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn a_person_signs_in_by_name_or_address_in_any_case() {
    let t = TestApp::sqlite().await;
    t.person("Ada").await;
    for name in ["Ada", "ada", " ADA ", "Ada@Example.com"] {
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        assert!(browser.sign_in(&page, name, PASSWORD).await.url.path().ends_with("/account"), "{name}");
    }
}

on_both_engines!(a_password_hashed_with_older_parameters_is_hashed_anew_at_sign_in, |t| {
    t.person("ada").await;
    let with =
        |passes: u32| format!("SELECT COUNT(*) FROM credentials WHERE secret LIKE '$argon2id$v=19$m=64,t={passes},%'");
    assert_eq!((t.count(&with(1)).await, t.count(&with(2)).await), (1, 0));
    let later = t.another_instance_with(|config| config.login.argon2_iterations = 2).await;
    later.browser_of("ada").await;
    assert_eq!((t.count(&with(1)).await, t.count(&with(2)).await), (0, 1));
    later.browser_of("ada").await;
});

// Behind a proxy that was named, its clients are told apart; what a client claims itself is not believed.
#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let trusting = TestApp::start(Engine::sqlite(), |config| {
        config.server.trusted_proxies = vec!["192.0.2.1/32".parse().unwrap()];
    })
    .await;
    for (t, told_apart) in [(trusting, true), (TestApp::sqlite().await, false)] {
        t.person("ada").await;
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        let form = page.form_with("login-submit").with("username", "ada");
        let (name, value) = browser.cookie();
        let cookie = format!("{name}={value}");
        let attempt = async |address: &str, password: &str| {
            let form = form.clone().with("password", password);
            let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let headers =
                [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("x-forwarded-for", address)];
            t.post("/login", &fields, &headers).await.status.as_u16()
        };
        for _ in 0..5 {
            assert_eq!(attempt("198.51.100.1", "wrong").await, 200);
        }
        assert_eq!(attempt("198.51.100.1", PASSWORD).await, 429);
        // The rightmost address is the proxy's word; what stands left of it is the client's own.
        assert_eq!(attempt("203.0.113.9, 198.51.100.1", PASSWORD).await, 429);
        assert_eq!(attempt("198.51.100.2", PASSWORD).await, if told_apart { 303 } else { 429 });
    }
}

// Whoever has a /24, or an IPv6 /48, has many addresses.
#[tokio::test]
async fn a_network_may_fail_ten_times_as_often_as_an_address() {
    let t = TestApp::sqlite().await;
    let guess = async |ip: [u8; 4], number: u32| {
        let mut browser = t.browser();
        browser.ip = ip;
        let page = browser.get(&t.url("/login")).await;
        browser.sign_in(&page, &format!("person-{number}"), "Summer2027").await.answer.status.as_u16()
    };
    for number in 0..200 {
        let host = u8::try_from(number / 20).unwrap();
        assert_eq!(guess([203, 0, 113, host], number).await, 200, "{number}");
    }
    assert_eq!(guess([203, 0, 113, 200], 200).await, 429);
    assert_eq!(guess([203, 0, 114, 200], 200).await, 200);
}

// An account cost three statements more than a name that nobody has, and a disabled one one.
on_both_engines!(a_wrong_password_leaves_as_much_behind_for_every_name, |t| {
    t.person("ada").await;
    t.person("off").await;
    t.disable("off").await;
    t.person_without_password("nopw").await;
    let mut left = Vec::new();
    for name in ["ada", "ada@example.com", "nobody", "off", "nopw"] {
        // In the next window, of all that is counted.
        t.clock.advance(40 * 86_400);
        while signet::domain::installation::maintenance::purge(&t.cx()).await.unwrap() {}
        let before = t.count("SELECT COUNT(*) FROM limits").await;
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        let page = browser.sign_in(&page, name, "wrong").await;
        assert!(page.text().contains("That name and password do not match."), "{}", page.text());
        left.push(t.count("SELECT COUNT(*) FROM limits").await - before);
    }
    assert_eq!(left, [left[0]; 5], "{left:?}");
});
