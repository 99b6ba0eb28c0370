//! Pumping: somebody has texts sent because somebody is paid for them.

use signet::{
    domain::{
        consumers::sms::{self, queue_test_text},
        kernel::Error,
    },
    render::Locale,
};

use super::{Gateway, NUMBER, countries, round};
use crate::support::{Engine, TestApp, on_both_engines};

const GERMAN: &str = "+49301234567";

async fn refused(t: &TestApp, number: &str) -> Error {
    queue_test_text(&t.cx(), number, Locale::En).await.unwrap_err()
}

#[tokio::test]
async fn no_text_goes_to_a_country_that_nobody_named() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        gateway.twilio(config);
        config.sms.countries = countries(&["US", "+4930"]);
    })
    .await;
    for (number, code) in [("+18765550123", "1876"), (NUMBER, "44"), ("+49891234567", "49")] {
        let error = refused(&t, number).await;
        let told = format!("phone_number: no texts go to +{code}: name the country in sms.countries");
        assert_eq!(error.to_string(), told);
        let Error::Invalid(fields) = error else { panic!("{number}") };
        assert_eq!(fields[0].code, "phone_country_refused");
    }
    let Error::Invalid(fields) = refused(&t, "0301234567").await else { panic!("it was taken") };
    assert_eq!(fields[0].code, "phone_number_invalid");
    for number in ["+12125550123", GERMAN] {
        queue_test_text(&t.cx(), number, Locale::En).await.unwrap();
    }
    assert_eq!(round(&t).await.len(), 2);
    assert_eq!(gateway.all().len(), 2);
}

on_both_engines!(
    a_day_has_so_many_texts_in_all_and_to_a_country,
    |config| {
        config.sms.per_day = 3;
        config.sms.per_day_to_country = 2;
    },
    |t| {
        let ask = async |number: &str| queue_test_text(&t.cx(), number, Locale::En).await;
        // From the beginning of a day.
        t.clock.advance(86_400 - t.now() % 86_400);
        ask(NUMBER).await.unwrap();
        ask(NUMBER).await.unwrap();
        for _ in 0..2 {
            let Err(Error::TooMany { retry_after }) = ask(NUMBER).await else { panic!("a third text to one country") };
            assert_eq!(retry_after.0, 86_400);
        }
        ask(GERMAN).await.unwrap();
        assert!(matches!(ask(GERMAN).await, Err(Error::TooMany { .. })), "a fourth text");
        assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sms'").await, 3);
        // Each is written down once, however often it is reached.
        for rule in ["sms_per_day", "sms_per_day_to_country"] {
            let told = format!(
                "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' AND data LIKE '%\"{rule}\"%'"
            );
            assert_eq!(t.count(&told).await, 1, "{rule}");
        }
        t.clock.advance(86_400);
        ask(NUMBER).await.unwrap();
    }
);

// Attack: many at once, before the first of them is counted.
on_both_engines!(
    many_texts_at_once_are_no_more_than_one_after_the_other,
    |config| {
        config.sms.per_day = 3;
    },
    |t| {
        let ask = async || queue_test_text(&t.cx(), NUMBER, Locale::En).await.is_ok();
        let all = tokio::join!(ask(), ask(), ask(), ask(), ask(), ask());
        let taken = [all.0, all.1, all.2, all.3, all.4, all.5].into_iter().filter(|one| *one).count();
        assert_eq!(taken, 3);
        assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sms'").await, 3);
    }
);

#[tokio::test]
async fn where_no_text_can_be_sent_that_is_said() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    let told = "sms: no text can be sent: set sms.driver, see the section [sms] of the configuration";
    assert_eq!(sms::send_test(&t.cx(), NUMBER, Locale::En).await.unwrap_err().to_string(), told);
}
