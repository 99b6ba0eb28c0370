//! An exchange as a report shows it: what was sent and what came, without secrets.

use serde_json::{Map, Value, json};

use super::{
    http::{Answer, Exchange, Request},
    redact::Redactor,
};

impl Redactor {
    /// An exchange, fit to be shown.
    pub fn exchange(&self, exchange: &Exchange) -> Value {
        let came = exchange.answer.as_ref().map(|answer| self.answer(answer));
        json!({"sent": self.request(&exchange.request), "came": came})
    }

    fn request(&self, request: &Request) -> Value {
        let headers: Map<String, Value> =
            request.headers.iter().map(|(name, value)| ((*name).to_owned(), self.header(name, value).into())).collect();
        let media = request.headers.iter().find(|(name, _)| *name == "content-type").map_or("", |(_, value)| value);
        let body = request.body.as_ref().map(|body| self.body(media, body));
        json!({"method": request.method, "url": self.address(&request.url), "headers": headers, "body": body})
    }

    fn answer(&self, answer: &Answer) -> Value {
        const SHOWN: &[&str] =
            &["content-type", "cache-control", "location", "www-authenticate", "set-cookie", "allow"];
        let shown = answer.headers.iter().filter(|(name, _)| SHOWN.contains(&name.as_str()));
        let headers: Map<String, Value> =
            shown.map(|(name, value)| (name.clone(), self.header(name, value).into())).collect();
        json!({"status": answer.status, "headers": headers, "body": self.body(&answer.media_type(), &answer.body)})
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn secrets_are_hidden_by_their_names_and_by_their_values() {
        let redactor = Redactor::default();
        redactor.learn("hunter22");
        redactor.learn("horse \"staple\"");
        let form = [("client_secret", "s3cret"), ("y", "2"), ("pass", "horse \"staple\"")];
        let request = Request::form("https://op.example/token?code=abc&x=1", &form)
            .basic("id", "s3cret")
            .header("cookie", "sid=1");
        let answer = Answer {
            status: 400,
            url: Url::parse("https://op.example/").unwrap(),
            headers: vec![
                ("location".to_owned(), "https://rp.example/cb?state=1&code=abc#id_token=abc".to_owned()),
                ("set-cookie".to_owned(), "sid=abc; HttpOnly".to_owned()),
            ],
            body: json!({"a": {"id_token": "abc"}, "b": "hunter22 said horse \"staple\""}).to_string(),
            exchange: 0,
        };
        let shown = redactor.exchange(&Exchange { request, answer: Some(answer) });
        let text = shown.to_string();
        for secret in ["abc", "s3cret", "hunter22", "sid=1", "horse"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(shown["sent"]["url"], "https://op.example/token?code=[redacted]&x=1");
        assert_eq!(shown["sent"]["headers"]["authorization"], "Basic [redacted]");
        assert_eq!(shown["sent"]["body"], "client_secret=[redacted]&y=2&pass=[redacted]");
        assert_eq!(shown["came"]["headers"]["set-cookie"], "sid=[redacted]; HttpOnly");
        assert_eq!(shown["came"]["body"], r#"{"a":{"id_token":"[redacted]"},"b":"[redacted] said [redacted]"}"#);
    }
}
