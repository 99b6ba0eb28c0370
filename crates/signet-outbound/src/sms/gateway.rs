//! Any gateway that takes a request: its body is the operator's template, filled in.

use url::form_urlencoded::byte_serialize;

use super::{OutgoingText, texter::not_taken};
use crate::{
    config::sms::{BodyFormat, Sms},
    http::Outbound,
    messages::{MessageVerdict, SenderError},
};

/// A gateway, and how it wants to be told.
pub struct Gateway {
    url: String,
    base: String,
    template: Template,
    headers: Vec<(String, String)>,
    status: Option<u32>,
    http: Outbound,
}

/// A body with places to be filled in.
struct Template {
    format: BodyFormat,
    body: String,
    from: String,
}

impl Gateway {
    /// By the settings.
    pub fn new(sms: &Sms, http: &Outbound) -> Result<Self, SenderError> {
        let url = sms.http_url.as_ref().ok_or_else(|| SenderError::missing("sms.http_url"))?.as_str().to_owned();
        let body = sms.http_body.clone().ok_or_else(|| SenderError::missing("sms.http_body"))?;
        let template = Template { format: sms.http_format, body, from: sms.from.clone().unwrap_or_default() };
        template.check()?;
        let content_type = match sms.http_format {
            BodyFormat::Json => "application/json",
            BodyFormat::Form => "application/x-www-form-urlencoded",
        };
        let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
        headers.extend(sms.http_authorization.iter().map(|one| ("authorization".to_owned(), one.expose().to_owned())));
        for field in &sms.http_headers {
            let (name, value) =
                field.expose().split_once(':').ok_or_else(|| SenderError::missing("sms.http_headers"))?;
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
        // Its path or query may hold what is secret.
        let base =
            url.split(['?', '#']).next().unwrap_or_default().splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        Ok(Self { url, base, template, headers, status: sms.http_status, http: http.clone() })
    }

    /// Makes one try.
    pub async fn send(&self, text: &OutgoingText) -> MessageVerdict {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = match self.http.post(&self.url, &headers, self.template.filled(text).into_bytes()).await {
            Ok(answer) => answer,
            Err(why) => return MessageVerdict::unanswered(&self.base, &why),
        };
        let is_taken = match self.status {
            Some(status) => u32::from(answer.status) == status,
            None => (200..300).contains(&answer.status),
        };
        if is_taken {
            return MessageVerdict::taken(&self.base, &answer);
        }
        // 400 and 422 are said of the text; 401 and 403 of us, and another success than the one that is expected of
        // something nobody knows.
        not_taken(&self.base, &answer, matches!(answer.status, 400 | 422))
    }
}

impl Template {
    /// A body that cannot be read would be refused for each text.
    fn check(&self) -> Result<(), SenderError> {
        let sample = OutgoingText {
            id: "evt_1".to_owned(),
            at: crate::base::time::Timestamp(0),
            to: "+442071234567".to_owned(),
            text: "123456 \"is\" your code\nfor {to}".to_owned(),
            good_for: crate::base::time::Seconds(1),
        };
        let is_json = || serde_json::from_str::<serde_json::Value>(&self.filled(&sample)).is_ok();
        if self.format == BodyFormat::Json && !is_json() {
            let why = "filled in, it is no JSON: places stand within quotes".to_owned();
            return Err(SenderError { key: "sms.http_body", why });
        }
        Ok(())
    }

    /// In one walk: what was filled in is not looked at again.
    fn filled(&self, text: &OutgoingText) -> String {
        let places = [
            ("{to}", text.to.as_str()),
            ("{digits}", text.to.trim_start_matches('+')),
            ("{text}", text.text.as_str()),
            ("{from}", self.from.as_str()),
            ("{id}", text.id.as_str()),
        ];
        let mut out = String::with_capacity(self.body.len() + text.text.len());
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            match places.iter().find(|(place, _)| rest.starts_with(place)) {
                Some((place, value)) => {
                    out.push_str(&self.escaped(value));
                    rest = &rest[place.len()..];
                }
                None => {
                    out.push('{');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn escaped(&self, value: &str) -> String {
        match self.format {
            BodyFormat::Json => {
                let quoted = serde_json::Value::String(value.to_owned()).to_string();
                quoted.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned()
            }
            BodyFormat::Form => byte_serialize(value.as_bytes()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::{Seconds, Timestamp};

    fn text(words: &str) -> OutgoingText {
        OutgoingText {
            id: "evt_1".to_owned(),
            at: Timestamp(0),
            to: "+442071234567".to_owned(),
            text: words.to_owned(),
            good_for: Seconds(600),
        }
    }

    fn template(format: BodyFormat, body: &str) -> Template {
        Template { format, body: body.to_owned(), from: "Tea & Cake".to_owned() }
    }

    // Attack: a name that gets into a text writes fields of its own into the body.
    #[test]
    fn what_is_filled_in_stays_where_it_stands() {
        let evil = "\"}, {\"to\": \"{to}\" {id}\n&To=%2B1";
        let json = template(BodyFormat::Json, "{\"to\": [\"{to}\"], \"n\": {digits}, \"body\": \"{text}\", \"x\": {}}");
        json.check().unwrap();
        let read: serde_json::Value = serde_json::from_str(&json.filled(&text(evil))).unwrap();
        assert_eq!(read["body"], evil);
        assert_eq!((&read["to"][0], &read["n"]), (&"+442071234567".into(), &442_071_234_567_i64.into()));
        let form = template(BodyFormat::Form, "To={to}&From={from}&Body={text}&ref={id}");
        let filled = form.filled(&text(evil));
        let read: Vec<(String, String)> = url::form_urlencoded::parse(filled.as_bytes()).into_owned().collect();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["To", "From", "Body", "ref"]);
        assert_eq!((read[1].1.as_str(), read[2].1.as_str()), ("Tea & Cake", evil));
        let refused = template(BodyFormat::Json, "{\"to\": {to}, \"text\": {text}}").check().unwrap_err();
        assert_eq!(refused.to_string(), "sms.http_body: filled in, it is no JSON: places stand within quotes");
    }
}
