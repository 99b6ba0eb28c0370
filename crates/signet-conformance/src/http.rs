//! The client: sends one request, follows nothing, reads a bounded answer and remembers both as evidence.
//!
//! It has no guard against private addresses: the operator names the target.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use data_encoding::BASE64;
use reqwest::{
    Client, Method,
    header::{HeaderName, HeaderValue},
    redirect, tls,
};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded::Serializer};

use super::{
    check::Problem,
    plan::{PlanError, Trust},
    redact::Redactor,
};

/// The largest answer that is read.
const MAX_BODY: usize = 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(20);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const FORM: &str = "application/x-www-form-urlencoded";

/// A request that is about to be sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Besides `Accept`.
    pub headers: Vec<(&'static str, String)>,
    /// As it goes over the wire.
    pub body: Option<String>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &'static str, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: Vec::new(), body: None }
    }

    /// Reads something.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    /// Posts a form.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(url: impl Into<String>, pairs: &[(K, V)]) -> Self {
        let body = encode(pairs);
        Self { body: Some(body), ..Self::new("POST", url) }.header("content-type", FORM)
    }

    /// Sends JSON.
    pub fn json(method: &'static str, url: impl Into<String>, value: &Value) -> Self {
        Self { body: Some(value.to_string()), ..Self::new(method, url) }.header("content-type", "application/json")
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// RFC 6750 §2.1
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// HTTP Basic.
    #[must_use]
    pub fn basic(self, id: &str, secret: &str) -> Self {
        // RFC 6749 §2.3.1: both are form-encoded before they are joined.
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(id), encoded(secret));
        self.header("authorization", format!("Basic {}", BASE64.encode(pair.as_bytes())))
    }
}

/// Pairs as `application/x-www-form-urlencoded`.
pub fn encode<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The address that gave it.
    pub url: Url,
    /// In the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// Its place among the exchanges.
    pub exchange: usize,
}

impl Answer {
    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every header of a name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.headers.iter().filter(move |(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The media type without parameters, in lower case.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Whether it is a page.
    pub fn is_html(&self) -> bool {
        matches!(self.media_type().as_str(), "text/html" | "application/xhtml+xml")
    }

    /// The body as a JSON object.
    pub fn object(&self) -> Option<Map<String, Value>> {
        serde_json::from_str(&self.body).ok()
    }

    /// Where a redirect leads.
    pub fn redirect(&self) -> Option<Url> {
        let leads = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.header("location").filter(|_| leads).and_then(|location| self.url.join(location).ok())
    }

    /// Status and media type, for a report.
    pub fn summary(&self) -> String {
        let kind = self.media_type();
        if kind.is_empty() { format!("status {}", self.status) } else { format!("status {} ({kind})", self.status) }
    }
}

/// A request and what came back, as evidence.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was sent.
    pub request: Request,
    /// What came; nothing when the connection failed.
    pub answer: Option<Answer>,
}

/// The client and everything it has sent.
#[derive(Debug)]
pub struct Http {
    client: Client,
    trace: RefCell<Vec<Exchange>>,
    /// What must not be shown.
    pub redactor: Redactor,
    lost: Cell<u32>,
}

impl Http {
    /// Builds the client.
    pub fn new(trust: &Trust) -> Result<Self, PlanError> {
        // The one TLS provider of this process; an error means that it is installed already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let extra = &trust.authorities;
        let builder = || {
            Client::builder()
                .user_agent(concat!("Signet-conformance/", env!("CARGO_PKG_VERSION")))
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .referer(false)
                .tls_version_min(tls::Version::TLS_1_2)
                .tls_danger_accept_invalid_certs(trust.accept_any)
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(TIMEOUT)
        };
        let client = match builder().tls_certs_merge(extra.clone()).build() {
            // Without a store of the system plain http on loopback can still be checked.
            Err(_) if extra.is_empty() => builder().tls_certs_only([]).build()?,
            built => built?,
        };
        Ok(Self { client, trace: RefCell::default(), redactor: Redactor::default(), lost: Cell::new(0) })
    }

    /// How many exchanges there were.
    pub fn exchanges(&self) -> usize {
        self.trace.borrow().len()
    }

    /// One of them.
    pub fn exchange(&self, at: usize) -> Option<Exchange> {
        self.trace.borrow().get(at).cloned()
    }

    /// Whether the provider is gone: several requests in a row had no answer.
    pub fn is_lost(&self) -> bool {
        self.lost.get() >= 3
    }

    /// Sends a request. An answer is an answer, whatever its status.
    pub async fn send(&self, request: Request) -> Result<Answer, Problem> {
        if self.is_lost() {
            return Err(Problem::skipped("the provider has stopped answering"));
        }
        let exchange = self.exchanges();
        self.trace.borrow_mut().push(Exchange { request: request.clone(), answer: None });
        match self.attempt(&request, exchange).await {
            Ok(answer) => {
                self.lost.set(0);
                if let Some(kept) = self.trace.borrow_mut().get_mut(exchange) {
                    kept.answer = Some(answer.clone());
                }
                Ok(answer)
            }
            Err(why) => {
                self.lost.set(self.lost.get() + 1);
                let mut problem = Problem::failed("an answer over HTTP", why);
                problem.exchange = Some(exchange);
                Err(problem)
            }
        }
    }

    async fn attempt(&self, request: &Request, exchange: usize) -> Result<Answer, String> {
        let url = Url::parse(&request.url).map_err(|why| format!("{} is not a URL: {why}", request.url))?;
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|why| why.to_string())?;
        let mut sending = self.client.request(method, url.clone());
        let accept = ("accept", "application/json, text/html;q=0.9, */*;q=0.8".to_owned());
        let own = request.headers.iter().any(|(name, _)| *name == "accept");
        for (name, value) in request.headers.iter().chain((!own).then_some(&accept)) {
            let value = HeaderValue::from_str(value).map_err(|_| format!("the header {name} cannot be sent"))?;
            sending = sending.header(HeaderName::from_static(name), value);
        }
        if let Some(body) = &request.body {
            sending = sending.body(body.clone());
        }
        let mut response = sending.send().await.map_err(|error| why(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(format!("a body larger than {MAX_BODY} bytes"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, url, headers, body: String::from_utf8_lossy(&body).into_owned(), exchange })
    }
}

/// What went wrong, down to the innermost cause: reqwest's own text leaves that out.
fn why(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", TIMEOUT.as_secs());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    format!("no answer: {cause}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6749 §2.3.1
    #[test]
    fn credentials_are_encoded_before_they_are_joined() {
        let request = Request::get("https://op.example/").basic("a:b", "s p+");
        assert_eq!(request.headers, [("authorization", format!("Basic {}", BASE64.encode(b"a%3Ab:s+p%2B")))]);
    }

    #[test]
    fn redirects_are_resolved_against_the_address_that_answered() {
        let answer = |status, location: &str| Answer {
            status,
            url: Url::parse("https://op.example/a/b?c").unwrap(),
            headers: vec![("Location".to_owned(), location.to_owned())],
            body: String::new(),
            exchange: 0,
        };
        assert_eq!(answer(302, "../x").redirect().unwrap().as_str(), "https://op.example/x");
        assert_eq!(answer(303, "//evil.example").redirect().unwrap().host_str(), Some("evil.example"));
        assert_eq!(answer(200, "/x").redirect(), None);
    }
}
