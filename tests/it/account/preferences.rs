//! Language, clock and colors.

use serde_json::json;

use super::claims;
use crate::support::{Form, on_both_engines};

/// The form with a select set, which the reader of forms does not know.
fn chosen(form: Form, locale: &str, zone: &str, theme: &str) -> Form {
    form.with("locale", locale).with("zoneinfo", zone).with("theme", theme)
}

on_both_engines!(pages_speak_the_language_and_tell_the_time_that_somebody_chose, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/preferences")).await;
    assert!(page.answer.body.contains("<option value=\"en\" lang=\"en\" selected>"), "en-GB is English");
    assert!(page.answer.body.contains("<option selected>Europe/London</option>"));
    let form = chosen(page.form_with("save-preferences"), "de", "Asia/Tokyo", "dark");
    let saved = browser.submit(&page, form).await;
    assert_eq!(saved.heading(), "Einstellungen");
    assert!(saved.text().contains("Gespeichert."), "{}", saved.text());
    assert!(saved.answer.body.contains("<meta name=\"color-scheme\" content=\"dark\">"));
    // 2027-01-15T08:00:00Z, nine hours later in Tokyo, and no word of UTC.
    let account = browser.get(&t.url("/account")).await;
    assert!(account.text().contains("15. Januar 2027, 17:00 Uhr"), "{}", account.text());
    assert!(!account.text().contains("UTC"), "{}", account.text());
    let told = claims(&t).await;
    assert_eq!((&told["locale"], &told["zoneinfo"]), (&json!("de"), &json!("Asia/Tokyo")));
    // In another browser as well, whatever that one would rather speak.
    let elsewhere = t.browser_of("ada").await.get(&t.url("/account")).await;
    assert!(elsewhere.text().contains("17:00 Uhr"), "{}", elsewhere.text());
    assert!(elsewhere.answer.body.contains("<html lang=\"de\""));

    let form = chosen(saved.form_with("save-preferences"), "", "", "light");
    let saved = browser.submit(&saved, form).await;
    assert_eq!(saved.heading(), "Preferences", "as the browser wants it");
    assert!(saved.answer.body.contains("<meta name=\"color-scheme\" content=\"light\">"));
    assert!(!saved.answer.body.contains("dark."), "no dark colors for whoever wants light ones");
    assert!(browser.get(&t.url("/account")).await.text().contains("15 January 2027, 08:00 UTC"));
    let told = claims(&t).await;
    assert_eq!((told.get("locale"), told.get("zoneinfo")), (None, None));
});

on_both_engines!(pages_before_a_sign_in_have_the_colors_that_were_chosen_in_this_browser, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/preferences")).await;
    let saved = browser.submit(&page, chosen(page.form_with("save-preferences"), "", "", "dark")).await;
    let cookie = browser.set_cookies.iter().find(|line| line.starts_with("signet_theme_")).unwrap();
    assert!(cookie.contains("=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age="), "it names nobody: {cookie}");
    let dark = "<meta name=\"color-scheme\" content=\"dark\">";
    let device = "<meta name=\"color-scheme\" content=\"light dark\">";
    // What is left in the browser when nobody is signed in to it.
    let mut later = t.browser();
    later.cookies = browser.cookies.clone().into_iter().filter(|(name, _)| name.contains("theme")).collect();
    let client = t.client("web", json!({})).await;
    assert!(later.get(&t.url("/login")).await.answer.body.contains(dark));
    assert!(client.authorize(&mut later, &[]).await.answer.body.contains(dark));
    assert!(t.browser().get(&t.url("/login")).await.answer.body.contains(device));
    // A cookie that somebody wrote is no theme.
    let name = later.cookies.keys().find(|name| name.contains("theme")).unwrap().clone();
    later.cookies.insert(name, "\"><script>".to_owned());
    assert!(later.get(&t.url("/login")).await.answer.body.contains(device));
    // Whoever leaves it to the device again leaves no cookie behind.
    let form = chosen(saved.form_with("save-preferences"), "", "", "system");
    browser.submit(&saved, form).await;
    let last = browser.set_cookies.iter().rfind(|line| line.starts_with("signet_theme_")).unwrap();
    assert!(last.contains("=; ") && last.contains("Max-Age=0"), "{last}");
});

on_both_engines!(the_region_of_a_language_stays_while_the_language_does, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/preferences")).await;
    browser.submit(&page, chosen(page.form_with("save-preferences"), "en", "Europe/London", "system")).await;
    assert_eq!(claims(&t).await["locale"], "en-GB");
});

on_both_engines!(what_is_no_zone_is_refused, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/preferences")).await;
    for zone in ["Mars/Olympus", "europe/london", "UTC+1"] {
        let form = chosen(page.form_with("save-preferences"), "de", zone, "system");
        assert_eq!(browser.submit(&page, form).await.answer.status, 400, "{zone}");
    }
    let told = claims(&t).await;
    assert_eq!((&told["locale"], &told["zoneinfo"]), (&json!("en-GB"), &json!("Europe/London")), "all or nothing");
});

on_both_engines!(what_an_app_asks_for_counts_above_the_account_and_the_foot_of_a_page_above_both, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/preferences")).await;
    browser.submit(&page, chosen(page.form_with("save-preferences"), "de", "", "system")).await;
    // The browser that saved it keeps it as its own choice; another one follows the account.
    let mut browser = t.browser_of("ada").await;
    let html = async |browser: &mut crate::support::Browser<'_>, asked: &[(&str, &str)]| {
        client.authorize(browser, asked).await.answer.body
    };
    assert!(html(&mut browser, &[]).await.contains("<html lang=\"de\""));
    assert!(html(&mut browser, &[("ui_locales", "ar")]).await.contains("<html lang=\"ar\""));
    assert!(
        html(&mut browser, &[("ui_locales", "tlh")]).await.contains("<html lang=\"de\""),
        "unknown ones are no wish"
    );
    browser.get(&format!("{}?ui_locales=en", t.url("/account"))).await;
    assert!(html(&mut browser, &[("ui_locales", "ar")]).await.contains("<html lang=\"en\""));
});
