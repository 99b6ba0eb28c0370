//! What an upstream's token endpoint answers (RFC 6749 §5, OIDC Core §3.1.3.3).

use serde_json::{Map, Value};

use super::{
    refusal::{UpstreamFaultKind, UpstreamRefusal},
    response::plain,
    settings::{UpstreamKind, UpstreamSettings},
};
use crate::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    jose::{json, jwt::MAX_TOKEN_BYTES},
    received::shown,
};

/// The largest answer that is read, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The longest access or refresh token.
const LONGEST_TOKEN: usize = 16 * 1024;
/// Nothing lives longer.
const LONGEST_LIFE: i64 = 10 * 365 * 86_400;

/// Tokens that an upstream handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// Opens its API.
    pub access_token: Secret<String>,
    /// For how long; none where it does not say.
    pub expires_in: Option<Seconds>,
    /// Fetches the next one.
    pub refresh_token: Option<Secret<String>>,
    /// For what, where that is not what was asked.
    pub scope: Option<String>,
}

impl HandedOut {
    /// Until when the access token is good.
    pub fn ends_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.expires_in.map(|life| now + life)
    }
}

/// The answer to a code or a refresh token.
#[derive(Debug, Clone, PartialEq)]
pub struct UpstreamTokenAnswer {
    /// The tokens.
    pub tokens: HandedOut,
    /// The ID token, unverified.
    pub id_token: Option<Secret<String>>,
    /// What else stands there.
    pub rest: Map<String, Value>,
}

/// Reads an answer with this status.
///
/// # Errors
/// What the upstream refuses, or why its answer is none.
pub fn read(
    kind: UpstreamKind,
    settings: &UpstreamSettings,
    status: u16,
    body: &[u8],
) -> Result<UpstreamTokenAnswer, UpstreamRefusal> {
    if body.len() > MOST_BYTES {
        return Err(UpstreamRefusal::untrusted("the token endpoint answers more than 262144 bytes"));
    }
    let members = json::object(body);
    // Some services report errors with status 200.
    let error = members.as_ref().ok().and_then(|members| members.get("error"));
    if let Some(code) = error.filter(|code| !code.is_null()) {
        let description = members.as_ref().ok().and_then(|members| members.get("error_description"));
        return Err(refused(code, description));
    }
    if status != 200 && status != 201 {
        return Err(UpstreamRefusal::new(
            if status >= 500 || status == 429 {
                UpstreamFaultKind::Unreachable
            } else {
                UpstreamFaultKind::Misconfigured
            },
            format!("the token endpoint answers with status {status} (RFC 6749 section 5)"),
        ));
    }
    let mut members = members.map_err(|_| {
        UpstreamRefusal::untrusted(
            "the token endpoint does not answer a JSON object with each member once (RFC 6749 section 5.1)",
        )
    })?;
    check_type(kind, &members)?;
    let access_token = token(&members, "access_token")?.ok_or_else(|| {
        UpstreamRefusal::untrusted("the token endpoint answers no access_token (RFC 6749 section 5.1)")
    })?;
    let refresh_token = token(&members, "refresh_token")?;
    let id_token = id_token(kind, &members)?;
    let tokens = HandedOut { access_token, expires_in: lifetime(&members)?, refresh_token, scope: scope(&members) };
    if settings.claims_from_token_answer {
        for name in ["access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope"] {
            members.remove(name);
        }
    } else {
        members.clear();
    }
    Ok(UpstreamTokenAnswer { tokens, id_token, rest: members })
}

/// The refresh token of an answer with this status, also of one that [`read`] refuses: the one that fetched it may be spent.
pub fn refresh_token(status: u16, body: &[u8]) -> Option<Secret<String>> {
    if !matches!(status, 200 | 201) || error(body).is_some() {
        return None;
    }
    token(&json::object(body).ok()?, "refresh_token").ok()?
}

/// The `error` of an answer (RFC 6749 §5.2).
pub fn error(body: &[u8]) -> Option<String> {
    let error = json::object(body).ok()?.remove("error").filter(|code| !code.is_null())?;
    Some(plain(error.as_str().unwrap_or_default()))
}

/// RFC 6749 §5.2
fn refused(code: &Value, description: Option<&Value>) -> UpstreamRefusal {
    let code = plain(code.as_str().unwrap_or_default());
    let kind = match code.as_str() {
        "temporarily_unavailable" | "server_error" | "slow_down" => UpstreamFaultKind::Unreachable,
        "invalid_grant" | "bad_verification_code" => UpstreamFaultKind::Refused(code.clone()),
        _ => UpstreamFaultKind::Misconfigured,
    };
    let said = description.and_then(Value::as_str).map(|text| format!(": {}", shown(text))).unwrap_or_default();
    UpstreamRefusal::new(kind, format!("the token endpoint answered {code}{said} (RFC 6749 section 5.2)"))
}

fn check_type(kind: UpstreamKind, members: &Map<String, Value>) -> Result<(), UpstreamRefusal> {
    match members.get("token_type").and_then(Value::as_str) {
        Some(kind) if kind.eq_ignore_ascii_case("bearer") => Ok(()),
        // Deviates: RFC 6749 §5.1 requires token_type; services that are described by hand leave it out.
        None if kind == UpstreamKind::OAuth2 && !members.contains_key("token_type") => Ok(()),
        // RFC 6749 §7.1: a token of a type that is not understood MUST NOT be used.
        _ => {
            Err(UpstreamRefusal::untrusted("token_type of the token answer is not Bearer (OIDC Core section 3.1.3.3)"))
        }
    }
}

fn token(members: &Map<String, Value>, name: &str) -> Result<Option<Secret<String>>, UpstreamRefusal> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        // RFC 6749 appendix A.12: printable ASCII.
        Some(Value::String(text))
            if (1..=LONGEST_TOKEN).contains(&text.len()) && text.bytes().all(|byte| (0x20..=0x7E).contains(&byte)) =>
        {
            Ok(Some(Secret::new(text.clone())))
        }
        Some(_) => Err(UpstreamRefusal::untrusted(format!(
            "{name} is no text of at most {LONGEST_TOKEN} printable characters (RFC 6749 section 5.1)"
        ))),
    }
}

fn id_token(kind: UpstreamKind, members: &Map<String, Value>) -> Result<Option<Secret<String>>, UpstreamRefusal> {
    match (kind, members.get("id_token")) {
        // What a service is not described to prove is not looked at.
        (UpstreamKind::OAuth2, _) => Ok(None),
        (UpstreamKind::Oidc, Some(Value::String(text))) if (1..=MAX_TOKEN_BYTES).contains(&text.len()) => {
            Ok(Some(Secret::new(text.clone())))
        }
        // OIDC Core §3.1.3.3: id_token is REQUIRED.
        (UpstreamKind::Oidc, _) => {
            Err(UpstreamRefusal::untrusted("the token endpoint answers no id_token (OIDC Core section 3.1.3.3)"))
        }
    }
}

fn scope(members: &Map<String, Value>) -> Option<String> {
    let said = match members.get("scope")? {
        // Deviates: RFC 6749 §5.1 has a text; some services list them, and what is not read would pass for what was asked.
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        other => other.as_str()?.to_owned(),
    };
    Some(said).filter(|scope| !scope.is_empty())
}

fn lifetime(members: &Map<String, Value>) -> Result<Option<Seconds>, UpstreamRefusal> {
    let seconds = match members.get("expires_in") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_i64(),
        // Some services write the number as text.
        Some(Value::String(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        Some(_) => None,
    };
    match seconds.filter(|seconds| *seconds >= 0) {
        Some(seconds) => Ok(Some(Seconds(seconds.min(LONGEST_LIFE)))),
        None => Err(UpstreamRefusal::untrusted("expires_in is no number of seconds (RFC 6749 section 5.1)")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer() -> Value {
        json!({
            "access_token": "at", "token_type": "bearer", "expires_in": 3600, "refresh_token": "rt",
            "scope": "openid email", "id_token": "a.b.c", "more": {"owner": 1},
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut answer = answer();
        answer[name] = value;
        answer
    }

    fn of(kind: UpstreamKind, status: u16, body: &str) -> Result<UpstreamTokenAnswer, UpstreamRefusal> {
        read(kind, &UpstreamSettings::default(), status, body.as_bytes())
    }

    fn refused(body: &str) -> String {
        let why = of(UpstreamKind::Oidc, 200, body).unwrap_err();
        assert_eq!(why.kind, UpstreamFaultKind::Untrusted, "{body}");
        why.sentence
    }

    #[test]
    fn an_answer_hands_out_its_tokens() {
        let read_ = of(UpstreamKind::Oidc, 200, &answer().to_string()).unwrap();
        assert_eq!(read_.tokens.access_token.expose(), "at");
        assert_eq!(read_.tokens.ends_at(Timestamp(1000)), Some(Timestamp(4600)));
        assert_eq!(
            (read_.id_token.unwrap().expose().as_str(), read_.tokens.scope.as_deref()),
            ("a.b.c", Some("openid email"))
        );
        assert!(read_.rest.is_empty());
        let settings = UpstreamSettings { claims_from_token_answer: true, ..UpstreamSettings::default() };
        let kept = read(UpstreamKind::OAuth2, &settings, 200, answer().to_string().as_bytes()).unwrap();
        assert_eq!(Value::Object(kept.rest), json!({"more": {"owner": 1}}));
        assert_eq!(kept.id_token, None);
    }

    #[test]
    fn an_answer_says_what_its_tokens_are_good_for() {
        for (said, scope) in [
            (json!("openid email"), Some("openid email")),
            (json!(["openid", "email"]), Some("openid email")),
            (json!(""), None),
            (json!([]), None),
            (json!(null), None),
        ] {
            let read_ = of(UpstreamKind::Oidc, 200, &with("scope", said.clone()).to_string()).unwrap();
            assert_eq!(read_.tokens.scope.as_deref(), scope, "{said}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let none = "the token endpoint does not answer a JSON object with each member once (RFC 6749 section 5.1)";
        for body in ["", "[]", "access_token=a&token_type=bearer", r#"{"access_token":"a","access_token":"b"}"#] {
            assert_eq!(refused(body), none, "{body}");
        }
        let huge = format!("{{\"x\":\"{}\"}}", "x".repeat(MOST_BYTES));
        assert_eq!(refused(&huge), "the token endpoint answers more than 262144 bytes");
        assert_eq!(
            refused(&json!({"token_type": "Bearer", "id_token": "x"}).to_string()),
            "the token endpoint answers no access_token (RFC 6749 section 5.1)"
        );
        for token in [json!(""), json!(1), json!("a\nb"), json!("é"), json!("x".repeat(20_000))] {
            assert_eq!(
                refused(&with("access_token", token).to_string()),
                "access_token is no text of at most 16384 printable characters (RFC 6749 section 5.1)"
            );
        }
    }

    // OIDC Core §3.1.3.3
    #[test]
    fn a_provider_answers_a_bearer_token_and_an_id_token() {
        for kind in [json!("mac"), json!("DPoP"), json!(1), json!(null)] {
            assert_eq!(
                refused(&with("token_type", kind).to_string()),
                "token_type of the token answer is not Bearer (OIDC Core section 3.1.3.3)"
            );
        }
        for token in [json!(null), json!(""), json!({}), json!("x".repeat(70_000))] {
            assert_eq!(
                refused(&with("id_token", token).to_string()),
                "the token endpoint answers no id_token (OIDC Core section 3.1.3.3)"
            );
        }
        assert!(of(UpstreamKind::OAuth2, 200, r#"{"access_token":"a"}"#).is_ok());
    }

    // A provider that rotates has spent the one before.
    #[test]
    fn the_refresh_token_of_an_answer_that_is_refused_is_found() {
        let came = |status: u16, answer: &Value| refresh_token(status, answer.to_string().as_bytes());
        let rt = Some(Secret::new("rt".to_owned()));
        for (name, wrong) in [("token_type", json!("DPoP")), ("access_token", json!(1)), ("expires_in", json!("soon"))]
        {
            let answer = with(name, wrong);
            assert_eq!(came(200, &answer), rt, "{answer}");
            assert_eq!(came(500, &answer), None, "{answer}");
        }
        for none in [with("error", json!("invalid_grant")), with("refresh_token", json!("")), json!([])] {
            assert_eq!(came(200, &none), None, "{none}");
        }
    }

    #[test]
    fn the_error_of_an_answer_is_its_code() {
        for (body, code) in [
            (r#"{"error":"invalid_scope"}"#, Some("invalid_scope")),
            (r#"{"error":{"code":1}}"#, Some("an error")),
            (r#"{"error":null}"#, None),
            ("<html>", None),
        ] {
            assert_eq!(error(body.as_bytes()).as_deref(), code, "{body}");
        }
    }

    #[test]
    fn lifetimes_are_numbers() {
        let life = |value: Value| of(UpstreamKind::Oidc, 200, &with("expires_in", value).to_string());
        assert_eq!(life(json!("60")).unwrap().tokens.expires_in, Some(Seconds(60)));
        assert_eq!(life(json!(i64::MAX)).unwrap().tokens.expires_in, Some(Seconds(LONGEST_LIFE)));
        assert_eq!(life(json!(null)).unwrap().tokens.expires_in, None);
        for wrong in [json!(-1), json!("soon"), json!(1.5), json!([]), json!("")] {
            assert_eq!(life(wrong).unwrap_err().sentence, "expires_in is no number of seconds (RFC 6749 section 5.1)");
        }
    }

    #[test]
    fn errors_are_told_whatever_their_status() {
        let why = |status: u16, body: &str| of(UpstreamKind::Oidc, status, body).unwrap_err();
        let spent = why(400, r#"{"error":"invalid_grant","error_description":"code was used"}"#);
        assert_eq!(spent.kind, UpstreamFaultKind::Refused("invalid_grant".to_owned()));
        assert_eq!(spent.sentence, "the token endpoint answered invalid_grant: code was used (RFC 6749 section 5.2)");
        assert_eq!(why(200, r#"{"error":"bad_verification_code"}"#).kind.as_str(), "refused");
        assert_eq!(why(401, r#"{"error":"invalid_client"}"#).kind, UpstreamFaultKind::Misconfigured);
        assert_eq!(why(400, r#"{"error":{"code":1}}"#).kind, UpstreamFaultKind::Misconfigured);
        for (status, kind) in [
            (500, UpstreamFaultKind::Unreachable),
            (429, UpstreamFaultKind::Unreachable),
            (404, UpstreamFaultKind::Misconfigured),
            (204, UpstreamFaultKind::Misconfigured),
        ] {
            let told = why(status, "<html>");
            let sentence = format!("the token endpoint answers with status {status} (RFC 6749 section 5)");
            assert_eq!((told.kind, told.sentence), (kind, sentence));
        }
    }
}
