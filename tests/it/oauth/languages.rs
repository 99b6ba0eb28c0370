//! The language of pages: the app's wish (`ui_locales`, OIDC Core §3.1.2.1), the account's, the browser's.

use serde_json::json;
use signet::domain::directory::accounts::{self, NewUser};

use crate::support::{Answer, Browser, PASSWORD, TestApp, on_both_engines};

/// `lang` and `dir` of a page.
#[track_caller]
fn spoken(answer: &Answer) -> (String, String) {
    let tag = answer.body.split_once("<html lang=\"").and_then(|(_, rest)| rest.split_once('>')).expect("a page").0;
    let (language, rest) = tag.split_once('"').expect("a language");
    (language.to_owned(), rest.trim_start_matches(" dir=\"").trim_end_matches('"').to_owned())
}

/// Somebody whose account has a language.
async fn person(t: &TestApp, username: &str, locale: &str) {
    let new = NewUser {
        username: username.to_owned(),
        claims: json!({"locale": locale}).as_object().cloned().unwrap(),
        password: Some(signet::base::secret::Secret::new(PASSWORD.to_owned())),
        ..NewUser::default()
    };
    accounts::create(&t.cx(), new).await.unwrap();
}

/// The account page, as a browser that prefers `accepted` gets it.
async fn account_page(t: &TestApp, browser: &Browser<'_>, query: &str, accepted: &str) -> Answer {
    let (name, value) = browser.cookie();
    let cookie = format!("{name}={value}");
    let answer = t.get_with(&format!("/account{query}"), &[("cookie", &cookie), ("accept-language", accepted)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

on_both_engines!(the_app_counts_before_the_account_and_the_account_before_the_browser, |t| {
    person(&t, "chloe", "fr-CA").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    assert_eq!(spoken(&t.get_with("/login", &[("accept-language", "sv-FI, en;q=0.5")]).await).0, "sv");
    // Nobody is signed in yet: the browser says English.
    assert_eq!(spoken(&client.authorize(&mut browser, &[]).await.answer).0, "en");
    assert_eq!(spoken(&client.authorize(&mut browser, &[("ui_locales", "xx de-AT en")]).await.answer).0, "de");
    assert_eq!(spoken(&client.authorize(&mut browser, &[("ui_locales", "xx")]).await.answer).0, "en");
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "chloe", PASSWORD).await;
    assert_eq!(spoken(&page.answer).0, "fr");
    assert_eq!(spoken(&client.authorize(&mut browser, &[]).await.answer).0, "fr", "the consent page of an app");
    assert_eq!(spoken(&client.authorize(&mut browser, &[("ui_locales", "pt-BR fr")]).await.answer).0, "pt");
    let arabic = client.authorize(&mut browser, &[("ui_locales", "tlh ar-EG")]).await;
    assert_eq!(spoken(&arabic.answer), ("ar".to_owned(), "rtl".to_owned()));
    assert_eq!(spoken(&account_page(&t, &browser, "", "it").await).0, "fr");
    // What the person chooses at the foot of a page counts most.
    assert_eq!(spoken(&account_page(&t, &browser, "?ui_locales=nl", "it").await).0, "nl");
});

on_both_engines!(whoever_reads_traditional_characters_gets_the_next_language_that_they_name, |t| {
    person(&t, "mei", "zh-TW").await;
    person(&t, "li", "zh-CN").await;
    let login = async |accepted: &str| spoken(&t.get_with("/login", &[("accept-language", accepted)]).await).0;
    for simplified in ["zh", "zh-CN", "zh-SG,en;q=0.9", "zh-Hans-CN"] {
        assert_eq!(login(simplified).await, "zh-Hans", "{simplified}");
    }
    assert_eq!(login("zh-TW,zh-Hant;q=0.9,ja;q=0.8,en;q=0.7").await, "ja");
    assert_eq!(login("zh-HK").await, "en");
    let client = t.client("web", json!({})).await;
    let page = client.authorize(&mut t.browser(), &[("ui_locales", "zh-Hant pl zh-Hans")]).await;
    assert_eq!(spoken(&page.answer).0, "pl");
    assert_eq!(spoken(&account_page(&t, &t.browser_of("mei").await, "", "ja").await).0, "ja");
    assert_eq!(spoken(&account_page(&t, &t.browser_of("li").await, "", "ja").await).0, "zh-Hans");
});

#[tokio::test]
async fn each_language_is_offered_at_the_foot_and_named_by_discovery() {
    let t = TestApp::sqlite().await;
    let metadata = t.get("/.well-known/openid-configuration").await.ok().json();
    let tags: Vec<String> = serde_json::from_value(metadata["ui_locales_supported"].clone()).unwrap();
    assert_eq!(tags.len(), 12);
    let mut browser = t.browser();
    let english = browser.get(&t.url("/login")).await;
    for tag in tags.iter().filter(|tag| *tag != "en") {
        let page = browser.clone().get(&english.in_language(tag)).await;
        assert_eq!(spoken(&page.answer), (tag.clone(), if tag == "ar" { "rtl" } else { "ltr" }.to_owned()));
        assert!(
            page.answer.body.contains("hreflang=\"en\"") && !page.answer.body.contains(&format!("hreflang=\"{tag}\""))
        );
        assert_ne!(page.heading(), english.heading());
    }
}
