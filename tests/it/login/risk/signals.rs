//! What is seen of a sign-in, and what is not.

use signet::{
    config::{Config, risk::Reaction},
    domain::installation::countries,
};

use super::{DAY, ada_at, another_time, count_events, decided, enter_password, is_in, mails, stranger};
use crate::support::{
    BERLIN, City, FileKind, Located, PARIS, PASSWORD, SYDNEY, TestApp, country_file, on_both_engines,
    write_location_file,
};

fn countries_on(config: &mut Config) {
    config.risk.new_country = Reaction::Notice;
    config.risk.impossible_travel = Reaction::Notice;
    config.risk.country_file = Some(country_file());
}

on_both_engines!(a_new_country_is_told_once_and_known_from_then_on, |config| { countries_on(config) }, |t| {
    t.person("ada").await;
    let browser = ada_at(&t, BERLIN).await;
    assert_eq!(decided(&t).await, 0, "the first sign-in is like itself");
    t.clock.advance(2 * DAY);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), PASSWORD).await);
    assert_eq!((decided(&t).await, count_events(&t, "AU; before from DE (notice)").await), (1, 1));
    assert_eq!(count_events(&t, "told by mail").await, 1);
    assert_eq!(mails(&t, "Unusual sign-in").await.len(), 1);
    t.clock.advance(2 * DAY);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), PASSWORD).await);
    assert_eq!((decided(&t).await, mails(&t, "Unusual sign-in").await.len()), (1, 1), "not twice");
});

on_both_engines!(from_berlin_to_sydney_takes_longer_than_an_hour, |config| { countries_on(config) }, |t| {
    t.person("ada").await;
    let browser = ada_at(&t, BERLIN).await;
    t.clock.advance(3600);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), PASSWORD).await);
    assert_eq!(count_events(&t, " km in 60 minutes (notice)").await, 1);
    // Back as fast, to a country that is known: that alone is seen.
    t.clock.advance(3600);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, BERLIN), PASSWORD).await);
    assert_eq!(
        (decided(&t).await, count_events(&t, "impossible_travel").await, count_events(&t, "new_country").await),
        (2, 2, 1)
    );
});

on_both_engines!(the_same_country_and_an_address_of_no_country_say_nothing, |config| { countries_on(config) }, |t| {
    t.person("ada").await;
    let browser = ada_at(&t, BERLIN).await;
    for ip in [[192, 0, 2, 200], [10, 1, 2, 3], BERLIN] {
        t.clock.advance(600);
        is_in(&enter_password(&t, &mut another_time(&t, &browser, ip), PASSWORD).await);
    }
    assert_eq!(decided(&t).await, 0);
});

fn hours_on(config: &mut Config) {
    config.risk.unusual_hour = Reaction::Notice;
}

on_both_engines!(an_hour_is_unusual_once_many_sign_ins_say_so, |config| { hours_on(config) }, |t| {
    t.person("ada").await;
    // At eight in the morning, day by day.
    for _ in 0..20 {
        ada_at(&t, BERLIN).await;
        t.clock.advance(DAY);
    }
    ada_at(&t, BERLIN).await;
    t.clock.advance(3600);
    ada_at(&t, BERLIN).await;
    assert_eq!(decided(&t).await, 0, "an hour later is as usual");
    t.clock.advance(12 * 3600);
    ada_at(&t, BERLIN).await;
    assert_eq!(count_events(&t, "21:00 to 21:59 UTC; 0 of 22 sign-ins were about then").await, 1);
});

fn devices_on(config: &mut Config) {
    config.risk.new_device = Reaction::Notice;
}

on_both_engines!(a_browser_is_new_once, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    let browser = ada_at(&t, BERLIN).await;
    is_in(&enter_password(&t, &mut another_time(&t, &browser, PARIS), PASSWORD).await);
    assert_eq!(decided(&t).await, 0, "the device cookie knows it, wherever it is");
    let other = ada_at(&t, BERLIN).await;
    assert_eq!(count_events(&t, "no sign-in with this password from this browser before").await, 1);
    is_in(&enter_password(&t, &mut another_time(&t, &other, BERLIN), PASSWORD).await);
    assert_eq!(decided(&t).await, 1);
});

on_both_engines!(a_device_cookie_that_somebody_wrote_makes_no_browser_known, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let ada = ada_at(&t, BERLIN).await;
    // Eve's own cookie says nothing of Ada.
    let eves = t.browser_of("eve").await;
    is_in(&enter_password(&t, &mut another_time(&t, &eves, BERLIN), PASSWORD).await);
    assert_eq!(decided(&t).await, 1);
    let mut forged = stranger(&t, BERLIN);
    let (cookie, value) = ada.device_cookie();
    forged.cookies.insert(cookie, format!("{}AAAA", &value[..value.len() - 4]));
    is_in(&enter_password(&t, &mut forged, PASSWORD).await);
    assert_eq!(decided(&t).await, 2);
});

fn all_off(_: &mut Config) {}

on_both_engines!(while_all_is_off_nothing_is_remembered_and_nothing_said, |config| { all_off(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    ada_at(&t, SYDNEY).await;
    assert_eq!((decided(&t).await, t.count("SELECT COUNT(*) FROM sign_in_memories").await), (0, 0));
});

// The file is replaced while the server runs, as by an update each week.
#[tokio::test]
async fn a_country_file_that_was_replaced_is_read_again_and_a_broken_one_is_not() {
    let engine = crate::support::Engine::sqlite();
    let path = engine.directory().join("countries.mmdb");
    let at = |network, country, point| Located { network, bits: 24, country, point, city: City::None };
    write_location_file(&path, FileKind::Country, &[at([192, 0, 2, 0], "DE", [52.5, 13.4])]);
    let named = path.clone();
    let t = TestApp::start(engine, move |config| {
        countries_on(config);
        config.risk.country_file = Some(named);
    })
    .await;
    let country = || t.app.countries.as_ref().unwrap().find(BERLIN.into()).and_then(|place| place.country);
    assert_eq!(country().as_deref(), Some("DE"));
    std::fs::write(&path, b"no database at all").unwrap();
    assert!(countries::follow(&t.cx()).await.unwrap_err().to_string().contains("risk.country_file"));
    assert_eq!(country().as_deref(), Some("DE"), "the one before stays");
    let two = [at([192, 0, 2, 0], "FR", [48.9, 2.4]), at([198, 51, 100, 0], "AU", [-33.9, 151.2])];
    write_location_file(&path, FileKind::Country, &two);
    countries::follow(&t.cx()).await.unwrap();
    assert_eq!(country().as_deref(), Some("FR"));
    assert_eq!(t.app.countries.as_ref().unwrap().find([8, 8, 8, 8].into()), None);
}
