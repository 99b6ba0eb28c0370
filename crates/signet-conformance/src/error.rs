//! Errors as JSON (RFC 6749 §5.2), which most endpoints answer alike.

use super::{
    check::{Verdict, must},
    http::Answer,
};

/// The answer must be an error with one of these codes.
pub fn must_be_error(answer: &Answer, codes: &[&str]) -> Verdict {
    let error = error_of(answer);
    let expected = format!("error {}", codes.join(" or "));
    must(answer.status >= 400 && answer.status < 500 && codes.contains(&error.as_str()), &expected, || {
        described(answer)
    })
    .map_err(|problem| problem.about(answer))
}

/// The `error` of an answer, or nothing.
pub fn error_of(answer: &Answer) -> String {
    let members = answer.object().unwrap_or_default();
    members.get("error").and_then(|error| error.as_str()).unwrap_or_default().to_owned()
}

/// What came, with its error if it has one.
pub fn described(answer: &Answer) -> String {
    let error = error_of(answer);
    if error.is_empty() { answer.summary() } else { format!("{} with error {error}", answer.summary()) }
}
