//! Text messages: written down with what they tell of, sent once the commit is through, and no more of them than the
//! operator pays for.

mod caps;
mod gateways;
mod outbox;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use signet::{
    config::{
        Config,
        secret::SecretText,
        sms::{Sms, SmsDriver},
    },
    domain::{
        consumers::{
            messages::{self, MessageOutcome},
            sms,
        },
        kernel::messages::Channel,
    },
    protocol::phone::NumberRange,
    render::Locale,
    store::outbox_deliveries::{self, Logged, Narrowed},
};
use tokio::sync::Notify;

use crate::support::TestApp;

/// A number that nobody has.
const NUMBER: &str = "+442079460123";
const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// What a gateway was told.
#[derive(Clone)]
struct ReceivedRequest {
    path: String,
    headers: HeaderMap,
    body: String,
}

impl ReceivedRequest {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// A gateway that keeps what it is told and answers what it is ordered to: a stand-in, written from the documentation.
#[derive(Clone)]
struct Gateway {
    received: Arc<Mutex<Vec<ReceivedRequest>>>,
    answer: Arc<Mutex<(u16, &'static str)>>,
    /// Whether it takes what it is told and says nothing.
    is_silent: Arc<AtomicBool>,
    arrived: Arc<Notify>,
    url: String,
}

impl Gateway {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let gateway = Self {
            received: Arc::default(),
            answer: Arc::new(Mutex::new((201, "{\"sid\": \"SM1\", \"status\": \"queued\"}"))),
            is_silent: Arc::default(),
            arrived: Arc::default(),
            url,
        };
        let routes = Router::new()
            .fallback(|State(gateway): State<Self>, uri: Uri, headers: HeaderMap, body: Bytes| async move {
                gateway.hear(&uri, headers, &body).await
            })
            .with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        gateway
    }

    async fn hear(&self, uri: &Uri, headers: HeaderMap, body: &Bytes) -> (StatusCode, String) {
        let body = String::from_utf8_lossy(body).into_owned();
        self.received.lock().unwrap().push(ReceivedRequest { path: uri.to_string(), headers, body });
        self.arrived.notify_one();
        if self.is_silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        let (status, text) = *self.answer.lock().unwrap();
        (StatusCode::from_u16(status).unwrap(), text.to_owned())
    }

    fn answers(&self, status: u16, text: &'static str) {
        *self.answer.lock().unwrap() = (status, text);
    }

    fn says_nothing(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::SeqCst);
    }

    fn all(&self) -> Vec<ReceivedRequest> {
        self.received.lock().unwrap().clone()
    }

    fn last(&self) -> ReceivedRequest {
        self.all().pop().unwrap()
    }

    /// The settings that send by Twilio, where this gateway stands in for it.
    fn twilio(&self, config: &mut Config) {
        config.sms = Sms {
            driver: Some(SmsDriver::Twilio),
            countries: countries(&["GB", "DE"]),
            from: Some("+15005550006".to_owned()),
            twilio_account_sid: Some(ACCOUNT.to_owned()),
            twilio_secret: Some(SecretText::from("token-hunter2")),
            twilio_url: Some(self.url.parse().unwrap()),
            ..Sms::default()
        };
    }
}

fn countries(names: &[&str]) -> Vec<NumberRange> {
    names.iter().map(|name| NumberRange::parse(name).unwrap()).collect()
}

/// Does one round of the job, one text after the other, and answers what came of each.
async fn round(t: &TestApp) -> Vec<MessageOutcome> {
    let mut outcomes = Vec::new();
    for one in messages::claim(&t.cx(), Channel::Sms, 8).await.unwrap() {
        outcomes.push(messages::deliver(&t.cx(), Channel::Sms, &one).await.unwrap());
    }
    outcomes
}

async fn queue(t: &TestApp) {
    sms::queue_test_text(&t.cx(), NUMBER, Locale::En).await.unwrap();
}

/// What comes of a text that is tried once.
async fn once(t: &TestApp) -> MessageOutcome {
    queue(t).await;
    let outcome = round(t).await.remove(0);
    // The next one is not disturbed by this one.
    t.clock.advance(86_400);
    round(t).await;
    outcome
}

/// The texts, newest first.
async fn listed(t: &TestApp) -> Vec<Logged> {
    let mut conn = t.cx().read().await.unwrap();
    outbox_deliveries::list(&mut conn, Channel::Sms.as_str(), &t.app.issuer.id, Narrowed::default(), 100).await.unwrap()
}
