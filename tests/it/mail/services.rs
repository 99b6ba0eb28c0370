//! Services that send mail: what each is told, and what its answers mean. Small stand-ins, written from their
//! documentation.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use data_encoding::BASE64;
use serde_json::{Value, json};
use signet::{
    config::{Config, mail::MailDriver, secret::SecretText},
    domain::consumers::messages::MessageOutcome,
};

use super::{listed, queue_test, round};
use crate::support::{Engine, TestApp};

#[derive(Clone)]
struct ReceivedRequest {
    path: String,
    headers: HeaderMap,
    body: Value,
}

/// A service that keeps what it is told and answers what it is ordered to.
#[derive(Clone)]
struct Service {
    received: Arc<Mutex<Vec<ReceivedRequest>>>,
    answer: Arc<Mutex<(u16, &'static str, Option<&'static str>)>>,
    url: String,
}

impl Service {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = Self { received: Arc::default(), answer: Arc::new(Mutex::new((202, "", None))), url };
        let routes = Router::new()
            .fallback(async |State(service): State<Self>, uri: Uri, headers: HeaderMap, body: Bytes| {
                service.hear(&uri, headers, &body)
            })
            .with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        service
    }

    fn hear(&self, uri: &Uri, headers: HeaderMap, body: &Bytes) -> (StatusCode, HeaderMap, String) {
        let body = serde_json::from_slice(body).unwrap_or_default();
        self.received.lock().unwrap().push(ReceivedRequest { path: uri.path().to_owned(), headers, body });
        let (status, text, error_type) = *self.answer.lock().unwrap();
        let mut headers = HeaderMap::new();
        if let Some(kind) = error_type {
            headers.insert("x-amzn-errortype", kind.parse().unwrap());
        }
        (StatusCode::from_u16(status).unwrap(), headers, text.to_owned())
    }

    fn answers(&self, status: u16, text: &'static str, error_type: Option<&'static str>) {
        *self.answer.lock().unwrap() = (status, text, error_type);
    }

    fn last(&self) -> ReceivedRequest {
        self.received.lock().unwrap().last().cloned().unwrap()
    }

    async fn app(&self, driver: MailDriver, more: impl FnOnce(&mut Config)) -> TestApp {
        TestApp::start(Engine::sqlite(), |config| {
            config.mail.driver = Some(driver);
            config.mail.from = Some("Northwind <no-reply@northwind.example>".parse().unwrap());
            config.mail.reply_to = Some("help@northwind.example".parse().unwrap());
            config.mail.api_url = Some(self.url.parse().unwrap());
            config.mail.api_key = Some(SecretText::from("key-hunter2"));
            more(config);
        })
        .await
    }
}

fn header<'a>(told: &'a ReceivedRequest, name: &str) -> &'a str {
    told.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

async fn once(t: &TestApp) -> MessageOutcome {
    queue_test(t, "ada@example.com").await;
    let outcome = round(t).await.remove(0);
    // The next one is not disturbed by this one.
    t.clock.advance(86_400);
    round(t).await;
    outcome
}

fn later(why: String, down: bool) -> MessageOutcome {
    MessageOutcome::Retried { why, down }
}

#[tokio::test]
async fn sendgrid_is_told_the_parts_and_to_leave_links_alone() {
    let service = Service::start().await;
    let t = service.app(MailDriver::Sendgrid, |_| {}).await;
    queue_test(&t, "ada@example.com").await;
    assert_eq!(round(&t).await, [MessageOutcome::Sent(format!("202 from {}", service.url))]);
    let told = service.last();
    assert_eq!((told.path.as_str(), header(&told, "authorization")), ("/v3/mail/send", "Bearer key-hunter2"));
    assert_eq!(told.body["personalizations"], json!([{"to": [{"email": "ada@example.com"}]}]));
    assert_eq!(told.body["from"], json!({"email": "no-reply@northwind.example", "name": "Northwind"}));
    assert_eq!(told.body["reply_to"], json!({"email": "help@northwind.example"}));
    assert_eq!(told.body["subject"], "Mail from Signet works");
    assert_eq!(
        (&told.body["content"][0]["type"], &told.body["content"][1]["type"]),
        (&json!("text/plain"), &json!("text/html"))
    );
    assert_eq!(told.body["tracking_settings"]["click_tracking"], json!({"enable": false, "enable_text": false}));
    for (status, is_final, down) in [
        (400, true, false),
        (413, true, false),
        (401, false, false),
        (403, false, false),
        (429, false, true),
        (503, false, true),
    ] {
        service.answers(status, "{\"errors\":\n []}", None);
        let why = format!("{status} from {}: {{\"errors\": []}}", service.url);
        let expected = if is_final { MessageOutcome::GivenUp(why) } else { later(why, down) };
        assert_eq!(once(&t).await, expected);
    }
}

#[tokio::test]
async fn resend_knows_a_copy_by_its_key() {
    let service = Service::start().await;
    let t = service.app(MailDriver::Resend, |_| {}).await;
    service.answers(500, "", None);
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Retried { down: true, .. }]));
    let first = service.last();
    t.clock.advance(5);
    service.answers(200, "{\"id\":\"1\"}", None);
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    let told = service.last();
    let id = listed(&t).await[0].event_id.to_string();
    for told in [&first, &told] {
        assert_eq!((told.path.as_str(), header(told, "idempotency-key")), ("/emails", id.as_str()));
        assert_eq!(header(told, "authorization"), "Bearer key-hunter2");
    }
    assert_eq!(first.body, told.body);
    assert_eq!(
        (&told.body["from"], &told.body["to"]),
        (&json!("Northwind <no-reply@northwind.example>"), &json!(["ada@example.com"]))
    );
    for (status, is_final) in [(422, true), (400, true), (401, false), (403, false), (409, false)] {
        service.answers(status, "no", None);
        let why = format!("{status} from {}: no", service.url);
        assert_eq!(once(&t).await, if is_final { MessageOutcome::GivenUp(why) } else { later(why, false) });
    }
}

#[tokio::test]
async fn ses_gets_the_mail_as_it_goes_over_the_wire_and_signed() {
    let service = Service::start().await;
    let t = service
        .app(MailDriver::Ses, |config| {
            config.mail.ses_region = Some("eu-central-1".to_owned());
            config.mail.ses_access_key_id = Some("AKIDEXAMPLE".to_owned());
            config.mail.ses_secret_access_key = Some(SecretText::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
        })
        .await;
    service.answers(200, "{\"MessageId\":\"1\"}", None);
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    let told = service.last();
    assert_eq!(told.path, "/v2/email/outbound-emails");
    assert_eq!(told.body["FromEmailAddress"], "no-reply@northwind.example");
    assert_eq!(told.body["Destination"], json!({"ToAddresses": ["ada@example.com"]}));
    let raw = BASE64.decode(told.body["Content"]["Raw"]["Data"].as_str().unwrap().as_bytes()).unwrap();
    assert!(String::from_utf8(raw).unwrap().contains("\r\nAuto-Submitted: auto-generated\r\n"));
    assert_eq!(header(&told, "x-amz-date"), "20270115T080000Z");
    let start = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-central-1/ses/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, Signature=";
    assert!(header(&told, "authorization").starts_with(start), "{}", header(&told, "authorization"));
    for (status, kind, is_final, down) in [
        (400, Some("BadRequestException"), true, false),
        (400, Some("BadRequestException:http://internal.amazon.com/"), true, false),
        (400, Some("MessageRejected"), false, false),
        (400, None, false, false),
        (429, Some("TooManyRequestsException"), false, true),
        (403, Some("SignatureDoesNotMatch"), false, false),
    ] {
        service.answers(status, "no", kind);
        let why = format!("{status} from {}: no", service.url);
        assert_eq!(once(&t).await, if is_final { MessageOutcome::GivenUp(why) } else { later(why, down) }, "{kind:?}");
    }
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_tried_again() {
    let service = Service::start().await;
    let t = service
        .app(MailDriver::Resend, |config| config.mail.api_url = Some("http://127.0.0.1:9".parse().unwrap()))
        .await;
    let MessageOutcome::Retried { why, down } = once(&t).await else { panic!("final") };
    assert!(down && why.starts_with("http://127.0.0.1:9: "), "{why}");
    assert!(!why.contains("hunter2"));
}
