//! What is remembered of a person: little, theirs, and gone with them.

use signet::{
    config::{Config, risk::Reaction},
    domain::directory::accounts,
};

use super::{ada_at, enter_password, stranger};
use crate::support::{BERLIN, PARIS, PASSWORD, SYDNEY, country_file, on_both_engines};

fn on(config: &mut Config) {
    config.risk.new_country = Reaction::Notice;
    config.risk.new_device = Reaction::Block;
    config.risk.country_file = Some(country_file());
}

on_both_engines!(it_is_exported_with_the_account_and_erased_with_it, |config| { on(config) }, |t| {
    let ada = t.person("ada").await;
    let mut browser = ada_at(&t, BERLIN).await;
    let page = browser.get(&t.url("/account/data")).await;
    let data = browser.press(&page, "export").await.answer.json();
    let memory = &data["sign_in_memory"];
    assert_eq!((memory["countries"][0]["country"].as_str(), memory["hours"][8].as_u64()), (Some("DE"), Some(1)));
    assert_eq!(memory["place"]["latitude"].as_f64(), Some(52.5), "not to the street");
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(t.count("SELECT COUNT(*) FROM sign_in_memories").await, 0);
});

on_both_engines!(a_person_sees_in_which_countries_they_are_signed_in, |config| { on(config) }, |t| {
    t.person("ada").await;
    let mut browser = ada_at(&t, BERLIN).await;
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("Germany · 192.0.2.1"), "{}", page.text());
    let page = browser.get(&t.url("/account?ui_locales=de")).await;
    assert!(page.text().contains("Deutschland · 192.0.2.1"), "{}", page.text());
});

on_both_engines!(whoever_is_stopped_teaches_nothing, |config| { on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    t.clock.advance(2 * 3600);
    for ip in [SYDNEY, PARIS] {
        enter_password(&t, &mut stranger(&t, ip), PASSWORD).await;
    }
    for code in ["AU", "FR"] {
        let known = format!("SELECT COUNT(*) FROM sign_in_memories WHERE countries LIKE '%{code}%'");
        assert_eq!(t.count(&known).await, 0, "{code}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sign_in_memories").await, 1);
});
