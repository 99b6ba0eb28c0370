//! Gateways: what each is told, and what its answers mean.

use data_encoding::BASE64;
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{
        secret::SecretText,
        sms::{BodyFormat, Sms, SmsDriver},
    },
    domain::consumers::{messages::MessageOutcome, sms},
    render::Locale,
};

use super::{ACCOUNT, Gateway, NUMBER, countries, once, queue, round};
use crate::support::{Engine, TestApp};

fn later(why: String, down: bool) -> MessageOutcome {
    MessageOutcome::Retried { why, down }
}

#[tokio::test]
async fn twilio_is_told_the_number_the_words_and_how_long_they_are_good() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| gateway.twilio(config)).await;
    queue(&t).await;
    assert_eq!(round(&t).await, [MessageOutcome::Sent(format!("201 from {}", gateway.url))]);
    let told = gateway.last();
    assert_eq!(told.path, format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    let basic = format!("Basic {}", BASE64.encode(format!("{ACCOUNT}:token-hunter2").as_bytes()));
    assert_eq!(told.header("authorization"), basic);
    let form = [
        ("To", NUMBER),
        ("From", "+15005550006"),
        ("Body", "Text messages from Signet work."),
        ("ValidityPeriod", "3600"),
    ];
    assert_eq!(told.form(), form.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for (status, text, is_final, down) in [
        (400, "{\"code\": 21211, \"message\": \"Invalid 'To' Phone Number: <digits>\"}", true, false),
        (400, "{\"code\": 21610, \"message\": \"unsubscribed\"}", true, false),
        (400, "{\"code\": 21408, \"message\": \"not enabled for the region\"}", false, false),
        (400, "nonsense", false, false),
        (401, "{\"code\": 20003, \"message\": \"Authenticate\"}", false, false),
        (429, "{\"code\": 20429, \"message\": \"Too Many Requests\"}", false, true),
        (503, "", false, true),
    ] {
        gateway.answers(status, text);
        let why = format!("{status} from {}: {text}", gateway.url);
        assert_eq!(once(&t).await, if is_final { MessageOutcome::GivenUp(why) } else { later(why, down) });
    }
}

// Attack: the log or the audit log is read by somebody who is not meant to have numbers and codes.
#[tokio::test]
async fn what_a_gateway_repeats_of_a_text_is_not_kept() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| gateway.twilio(config)).await;
    gateway.answers(400, "{\"code\": 21211, \"message\": \"+44 20 7946-0123: 482913 is your code\"}");
    let MessageOutcome::GivenUp(why) = once(&t).await else { panic!("not final") };
    let kept =
        format!("400 from {}: {{\"code\": 21211, \"message\": \"<digits>: <digits> is your code\"}}", gateway.url);
    assert_eq!(why, kept);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE data LIKE '%7946%' OR data LIKE '%482913%'").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox_deliveries WHERE data LIKE '%7946%'").await, 0);
}

#[tokio::test]
async fn an_api_key_signs_in_for_the_account_and_a_service_chooses_the_sender() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        gateway.twilio(config);
        config.sms.twilio_api_key = Some("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb".to_owned());
        config.sms.twilio_messaging_service = Some("MGcccccccccccccccccccccccccccccccc".to_owned());
    })
    .await;
    let sent = sms::send_test(&t.cx(), "+49 30 1234567", Locale::De).await.unwrap();
    assert_eq!(sent, MessageOutcome::Sent(format!("201 from {}", gateway.url)));
    let told = gateway.last();
    assert!(told.path.contains(ACCOUNT), "{}", told.path);
    let basic = BASE64.decode(told.header("authorization").strip_prefix("Basic ").unwrap().as_bytes()).unwrap();
    assert_eq!(String::from_utf8(basic).unwrap(), "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb:token-hunter2");
    let form = told.form();
    assert_eq!(form[1], ("MessagingServiceSid".to_owned(), "MGcccccccccccccccccccccccccccccccc".to_owned()));
    assert_eq!((form[0].1.as_str(), form[2].1.as_str()), ("+49301234567", "SMS von Signet kommen an."));
}

#[tokio::test]
async fn any_gateway_is_told_by_the_operators_template() {
    let gateway = Gateway::start().await;
    let url = format!("{}/v1/send?key=secret", gateway.url);
    let settings = |format, body: &str| Sms {
        driver: Some(SmsDriver::Http),
        countries: countries(&["+44"]),
        from: Some("Northwind".to_owned()),
        http_url: Some(url.parse().unwrap()),
        http_format: format,
        http_body: Some(body.to_owned()),
        http_authorization: Some(SecretText::from("Bearer hunter2")),
        http_headers: vec![SecretText::from("X-Tenant: north: wind")],
        http_status: Some(202),
        ..Sms::default()
    };
    let json = settings(
        BodyFormat::Json,
        "{\"messages\": [{\"to\": [{digits}], \"from\": \"{from}\", \"text\": \"{text}\", \"ref\": \"{id}\"}]}",
    );
    let t = TestApp::start(Engine::sqlite(), |config| config.sms = json).await;
    gateway.answers(202, "");
    queue(&t).await;
    assert_eq!(round(&t).await, [MessageOutcome::Sent(format!("202 from {}", gateway.url))]);
    let told = gateway.last();
    assert_eq!((told.path.as_str(), told.header("content-type")), ("/v1/send?key=secret", "application/json"));
    assert_eq!((told.header("authorization"), told.header("x-tenant")), ("Bearer hunter2", "north: wind"));
    let body: Value = serde_json::from_str(&told.body).unwrap();
    let message = &body["messages"][0];
    assert_eq!((&message["to"], &message["from"]), (&json!([442_079_460_123_i64]), &json!("Northwind")));
    assert_eq!(message["text"], "Text messages from Signet work.");
    assert!(message["ref"].as_str().unwrap().starts_with("evt_"), "{message}");
    for (status, is_final, down) in [
        (200, false, false),
        (400, true, false),
        (422, true, false),
        (403, false, false),
        (429, false, true),
        (500, false, true),
    ] {
        gateway.answers(status, "no");
        // Neither path nor query: what is secret may stand there.
        let why = format!("{status} from {}: no", gateway.url);
        assert_eq!(once(&t).await, if is_final { MessageOutcome::GivenUp(why) } else { later(why, down) }, "{status}");
    }

    let form = settings(BodyFormat::Form, "phone={to}&message={text}&sender={from}");
    let t = TestApp::start(Engine::sqlite(), |config| config.sms = form).await;
    gateway.answers(202, "");
    queue(&t).await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    let told = gateway.last();
    assert_eq!(told.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(told.form()[0], ("phone".to_owned(), NUMBER.to_owned()));
    assert_eq!(told.form()[1], ("message".to_owned(), "Text messages from Signet work.".to_owned()));
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_in_time_or_at_all_is_tried_again() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        gateway.twilio(config);
        config.outbound.timeout = Seconds(1);
    })
    .await;
    gateway.says_nothing(true);
    let MessageOutcome::Retried { why, down: true } = once(&t).await else { panic!("final") };
    assert_eq!(why, format!("{}: it did not answer in time (outbound.timeout)", gateway.url));

    let t = TestApp::start(Engine::sqlite(), |config| {
        gateway.twilio(config);
        config.sms.twilio_url = Some("http://127.0.0.1:9".parse().unwrap());
    })
    .await;
    let MessageOutcome::Retried { why, down: true } = once(&t).await else { panic!("final") };
    assert!(why.starts_with("http://127.0.0.1:9: ") && !why.contains("hunter2"), "{why}");
}
