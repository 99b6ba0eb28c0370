//! An HTTP answer, read to its end.

use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A header that stands there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map(|value| value.to_str().expect("a header in ASCII"));
        assert!(values.next().is_none(), "{name} stands there twice");
        value
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {} {}", self.status, self.body))
    }

    /// `Location`, if it redirects.
    pub fn location(&self) -> Option<Url> {
        self.header("location").map(|text| Url::parse(text).expect("an absolute Location"))
    }

    /// The OAuth error of a refusal that must be one, after looking at what every one must have.
    #[track_caller]
    pub fn refusal(&self) -> String {
        assert!(self.status.is_client_error(), "{} {}", self.status, self.body);
        // RFC 6749 §5.2: application/json, and never kept.
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert_eq!(self.header("cache-control"), Some("no-store"));
        let json = self.json();
        let description = json["error_description"].as_str().expect("error_description");
        assert!(is_description(description), "{description}");
        json["error"].as_str().expect("error").to_owned()
    }

    /// What went wrong, in words.
    #[track_caller]
    pub fn description(&self) -> String {
        self.json()["error_description"].as_str().expect("error_description").to_owned()
    }

    /// Demands success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self
    }
}

/// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
pub fn is_description(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}
