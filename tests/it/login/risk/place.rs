//! Where somebody signs in from is said by its city where the file has cities, else by its country.

use signet::config::{Config, risk::Reaction};

use super::{DAY, ada_at, another_time, count_events, enter_password, is_in, mails};
use crate::support::{
    BERLIN, City, Engine, FileKind, Located, PARIS, PASSWORD, SYDNEY, TestApp, city_file, country_file,
    on_both_engines, write_location_file,
};

fn cities_on(config: &mut Config) {
    config.risk.new_country = Reaction::Notice;
    config.risk.country_file = Some(city_file());
}

fn countries_on(config: &mut Config) {
    config.risk.new_country = Reaction::Notice;
    config.risk.country_file = Some(country_file());
}

fn no_file(config: &mut Config) {
    config.risk.new_device = Reaction::Notice;
}

on_both_engines!(a_page_says_the_city_in_its_language_else_in_english, |config| { cities_on(config) }, |t| {
    t.person("ada").await;
    let mut browser = ada_at(&t, BERLIN).await;
    for (language, said) in [
        ("en", "Berlin, Germany · 192.0.2.1"),
        ("de", "Berlin, Deutschland · 192.0.2.1"),
        ("pt", "Berlim, Alemanha · 192.0.2.1"),
        ("ja", "ドイツ、ベルリン · 192.0.2.1"),
        // The file has no Italian and no Arabic.
        ("it", "Berlin, Germania · 192.0.2.1"),
        ("ar", "ألمانيا، Berlin · 192.0.2.1"),
    ] {
        let page = browser.get(&t.url(&format!("/account?ui_locales={language}"))).await;
        assert!(page.text().contains(said), "{language} {}", page.text());
    }
    let mut browser = ada_at(&t, SYDNEY).await;
    let page = browser.get(&t.url("/account?ui_locales=zh-Hans")).await;
    assert!(page.text().contains("澳大利亚 悉尼 · 198.51.100.7"), "{}", page.text());
    let mut browser = ada_at(&t, PARIS).await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("from France · 203.0.113.9"), "a record without a city: {}", page.text());
});

on_both_engines!(a_file_of_countries_says_no_city, |config| { countries_on(config) }, |t| {
    t.person("ada").await;
    let mut browser = ada_at(&t, BERLIN).await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("from Germany · 192.0.2.1"), "{}", page.text());
    t.clock.advance(2 * DAY);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), PASSWORD).await);
    let told = mails(&t, "Unusual sign-in").await;
    assert!(told[0].text.contains("\nWhere: Australia\n"), "{}", told[0].text);
});

on_both_engines!(an_unusual_sign_in_is_told_with_its_place, |config| { cities_on(config) }, |t| {
    t.person("ada").await;
    let browser = ada_at(&t, BERLIN).await;
    t.clock.advance(2 * DAY);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), PASSWORD).await);
    let told = mails(&t, "Unusual sign-in").await.remove(0);
    assert!(told.text.contains("\nWhere: Sydney, Australia\n"), "{}", told.text);
    assert!(told.html.contains("<bdi>Sydney, Australia</bdi>"), "{}", told.html);
    // What was decided is told by the country, as before.
    assert_eq!((count_events(&t, "AU; before from DE (notice)").await, count_events(&t, "Sydney").await), (1, 0));
    // The mail is in Ada's language, and so is the place.
    t.engine().execute("UPDATE users SET claims = '{\"locale\":\"de\"}'").await;
    t.clock.advance(2 * DAY);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, PARIS), PASSWORD).await);
    let told = mails(&t, "Ungewöhnliche Anmeldung").await.remove(0);
    assert!(told.text.contains("\nWo: Frankreich\n"), "{}", told.text);
});

on_both_engines!(without_a_file_no_place_is_told, |config| { no_file(config) }, |t| {
    t.person("ada").await;
    let mut browser = ada_at(&t, BERLIN).await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("from 192.0.2.1"), "{}", page.text());
    ada_at(&t, SYDNEY).await;
    let told = mails(&t, "Unusual sign-in").await.remove(0);
    assert!(told.text.contains("\nWhen: ") && !told.text.contains("Where: "), "{}", told.text);
});

/// A name of 101 characters.
const TOO_LONG: &str = concat!(
    "Berlin, Berlin, Berlin, Berlin, Berlin, Berlin, Bi",
    "Berlin, Berlin, Berlin, Berlin, Berlin, Berlin, Bis"
);

// What stands in a file is not ours: a record that is odd says its country, and what looks like a tag is words.
#[tokio::test]
async fn an_odd_record_is_said_by_its_country_and_nothing_in_it_is_a_tag() {
    let records = [
        (City::None, "from Germany · 198.18.0.1"),
        (City::Names(&[]), "from Germany · 198.18.1.1"),
        (City::Text("Berlin"), "from Germany · 198.18.2.1"),
        (City::Names(&[("fr", "Berlin")]), "from Germany · 198.18.3.1"),
        (City::Names(&[("en", "")]), "from Germany · 198.18.4.1"),
        (City::Names(&[("en", TOO_LONG)]), "from Germany · 198.18.5.1"),
        (City::Names(&[("en", "Ber\u{202e}lin")]), "from Germany · 198.18.6.1"),
        (City::Names(&[("en", "Germany")]), "from Germany · 198.18.7.1"),
        (City::Names(&[("en", " <b>Berlin</b> ")]), "from <b>Berlin</b>, Germany · 198.18.8.1"),
    ];
    let network = |number: usize| [198, 18, u8::try_from(number).unwrap(), 0];
    let all: Vec<Located> = records
        .iter()
        .enumerate()
        .map(|(number, (city, _))| Located {
            network: network(number),
            bits: 24,
            country: "DE",
            point: [52.5, 13.4],
            city: *city,
        })
        .collect();
    let engine = Engine::sqlite();
    let path = engine.directory().join("cities.mmdb");
    write_location_file(&path, FileKind::City, &all);
    let t = TestApp::start(engine, move |config| config.risk.country_file = Some(path)).await;
    t.person("ada").await;
    for (number, (_, said)) in records.iter().enumerate() {
        let [a, b, c, _] = network(number);
        let page = ada_at(&t, [a, b, c, 1]).await.get(&t.url("/account")).await;
        assert!(page.text().contains(said), "{said}: {}", page.text());
        assert!(!page.answer.body.contains("<b>Berlin"), "{}", page.answer.body);
    }
}
