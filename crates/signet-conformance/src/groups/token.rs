//! Errors of the token endpoint: RFC 6749 §3.2 and §5.2.

use crate::{
    check::{Outcome, Problem, Sheet, Verdict, must, needs},
    error::{described, error_of, must_be_error},
    http::{Answer, Request},
    probe::Probe,
    tokens::with_verifier,
};

/// A bad request: its name, its clause, what is sent, and with which errors it may be answered.
type Case<'a> = (&'static str, &'static str, &'a [(&'a str, &'a str)], &'a [&'a str]);

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    let mut answers = Vec::new();
    let begun = sheet.checks.len();
    let code = [("grant_type", "authorization_code"), ("code", "unknown"), ("redirect_uri", "https://rp.example/cb")];
    let both = [("grant_type", "authorization_code"), ("grant_type", "authorization_code"), ("code", "x")];
    let password = [("grant_type", "password"), ("username", "nobody"), ("password", "nothing")];
    let grant = &["invalid_grant"][..];
    let unsupported = &["unsupported_grant_type"][..];
    let request = &["invalid_request"][..];
    // Whether a client's registration or the provider's ability is looked at first is open.
    let not_served = &["unsupported_grant_type", "unauthorized_client"][..];
    let refresh = if probe.metadata.has_grant("refresh_token") {
        &["invalid_grant", "unauthorized_client"][..]
    } else {
        not_served
    };
    let cases: [Case<'_>; 7] = [
        ("unknown-code", "RFC 6749 §5.2", &with_verifier(&code), grant),
        ("missing-code", "RFC 6749 §4.1.3, §5.2", &code[..1], request),
        ("missing-grant-type", "RFC 6749 §4.1.3, §5.2", &code[1..2], request),
        ("unknown-grant-type", "RFC 6749 §5.2", &[("grant_type", "urn:example:none")], unsupported),
        ("parameter-twice", "RFC 6749 §3.2", &both, request),
        (
            "unknown-refresh-token",
            "RFC 6749 §5.2, §6",
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
            refresh,
        ),
        ("password-grant", "RFC 9700 §2.4", &password, not_served),
    ];
    for (name, clause, pairs, codes) in cases {
        let verdict = if name == "password-grant" && probe.metadata.has_grant("password") {
            Err(Problem::skipped("it is listed, of which the group discovery tells"))
        } else {
            refused(probe, pairs, codes, &mut answers).await
        };
        sheet.check(name, clause, verdict);
    }
    sheet.check("get", "RFC 6749 §3.2", by_get(probe).await);
    sheet.check("not-a-form", "RFC 6749 §3.2, §5.2", not_a_form(probe).await);
    let tried = sheet.checks[begun..].iter().any(|one| one.outcome() != Outcome::Skipped);
    let about_all = |check: fn(&Answer) -> Verdict| {
        needs(tried && !answers.is_empty(), "no error was answered")?;
        answers.iter().try_for_each(|answer| check(answer).map_err(|one| one.about(answer)))
    };
    sheet.check("errors-are-json", "RFC 6749 §5.2", about_all(is_json));
    sheet.check("errors-are-not-stored", "RFC 6749 §5.1, §5.2", about_all(is_not_stored));
    sheet.check("error-characters", "RFC 6749 §5.2", about_all(has_legal_characters));
    sheet.check("error-status", "RFC 6749 §5.2", about_all(has_status_400));
}

async fn refused(probe: &Probe, pairs: &[(&str, &str)], codes: &[&str], answers: &mut Vec<Answer>) -> Verdict {
    let client = probe.client()?;
    let answer = probe.http.send(client.form(probe.metadata.endpoint("token_endpoint")?, pairs)).await?;
    answers.push(answer.clone());
    must_be_error(&answer, codes)
}

async fn by_get(probe: &Probe) -> Verdict {
    let endpoint = probe.metadata.endpoint("token_endpoint")?;
    let answer = probe.http.send(Request::get(format!("{endpoint}?grant_type=authorization_code&code=x"))).await?;
    must((400..500).contains(&answer.status), "a refusal: only POST is used", || described(&answer))
}

async fn not_a_form(probe: &Probe) -> Verdict {
    let endpoint = probe.metadata.endpoint("token_endpoint")?;
    let body = serde_json::json!({"grant_type": "authorization_code", "code": "x"});
    let answer = probe.http.send(Request::json("POST", endpoint, &body)).await?;
    must((400..500).contains(&answer.status), "a refusal of a body that is no form", || described(&answer))
}

fn is_json(answer: &Answer) -> Verdict {
    let good = answer.media_type() == "application/json" && !error_of(answer).is_empty();
    must(good, "application/json with a member error", || answer.summary())
}

fn is_not_stored(answer: &Answer) -> Verdict {
    let control = answer.header("cache-control").unwrap_or("none").to_ascii_lowercase();
    must(control.contains("no-store"), "Cache-Control: no-store", || format!("Cache-Control: {control}"))
}

fn has_legal_characters(answer: &Answer) -> Verdict {
    let members = answer.object().unwrap_or_default();
    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E
    let legal = |text: &str| text.bytes().all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    let bad = ["error", "error_description"]
        .into_iter()
        .find(|name| members.get(*name).is_some_and(|value| !value.as_str().is_some_and(legal)));
    must(bad.is_none(), "printable ASCII without quotation mark and backslash", || {
        format!("others in {}", bad.unwrap_or_default())
    })
}

fn has_status_400(answer: &Answer) -> Verdict {
    let fitting = answer.status == 400 || answer.status == 401 && error_of(answer) == "invalid_client";
    must(fitting, "status 400, or 401 with invalid_client", || described(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            url: url::Url::parse("https://op.example/token").unwrap(),
            headers: vec![("content-type".to_owned(), "application/json;charset=UTF-8".to_owned())],
            body: body.to_owned(),
            exchange: 0,
        }
    }

    // RFC 6749 §5.2
    #[test]
    fn errors_are_held_to_their_form() {
        let good = answer(400, r#"{"error": "invalid_grant", "error_description": "it has expired"}"#);
        for check in [is_json, has_legal_characters, has_status_400] {
            assert!(check(&good).is_ok());
        }
        let told = |verdict: Verdict| {
            let problem = verdict.unwrap_err();
            (problem.outcome.as_str(), problem.expected, problem.found)
        };
        let failed = |expected: &str, found: &str| ("failed", expected.to_owned(), found.to_owned());
        assert_eq!(told(is_not_stored(&good)), failed("Cache-Control: no-store", "Cache-Control: none"));
        assert!(must_be_error(&good, &["invalid_grant"]).is_ok());
        assert_eq!(told(must_be_error(&good, &["invalid_request"])).1, "error invalid_request");
        assert_eq!(told(is_json(&answer(400, "{}"))).1, "application/json with a member error");
        let printable = "printable ASCII without quotation mark and backslash";
        assert_eq!(
            told(has_legal_characters(&answer(400, r#"{"error": "x", "error_description": "a \"b\""}"#))),
            failed(printable, "others in error_description")
        );
        assert_eq!(told(has_legal_characters(&answer(400, r#"{"error": "ü"}"#))), failed(printable, "others in error"));
        let (outcome, expected, _) = told(has_status_400(&answer(401, r#"{"error": "invalid_grant"}"#)));
        assert_eq!((outcome, expected.as_str()), ("failed", "status 400, or 401 with invalid_client"));
        assert!(has_status_400(&answer(401, r#"{"error": "invalid_client"}"#)).is_ok());
    }
}
