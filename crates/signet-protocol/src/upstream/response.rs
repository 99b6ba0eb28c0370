//! The authorization response: whose it is, and what an error in it means (RFC 6749 §4.1.2, RFC 9207).

use super::{
    issuer::UpstreamIssuer,
    refusal::{UpstreamFaultKind, UpstreamRefusal},
};
use crate::{error::ErrorCode, received::shown};

/// Longest code that is redeemed.
const LONGEST_CODE: usize = 8 * 1024;

/// Holds the `iss` of a response against the upstream that was asked.
///
/// # Errors
/// When it is missing although the upstream says that it sends it, or names another: that is the mix-up attack.
pub fn check_iss(
    iss: Option<&str>,
    issuer: Option<UpstreamIssuer<'_>>,
    names_itself: bool,
) -> Result<(), UpstreamRefusal> {
    match (iss, issuer) {
        // RFC 9207 §2.4: MUST reject a response without iss of a server that announces it.
        (None, _) if names_itself => Err(UpstreamRefusal::untrusted(
            "the answer lacks iss, which the upstream says it sends (RFC 9207 section 2.4)",
        )),
        // RFC 9207 §2.4, RFC 9700 §4.4: the answer of another server.
        (Some(iss), Some(issuer)) if !issuer.may_answer_as(iss) => Err(UpstreamRefusal::untrusted(
            "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)",
        )),
        _ => Ok(()),
    }
}

/// The code of a response.
///
/// # Errors
/// When there is none, or none that is redeemed.
pub fn code(code: Option<&str>) -> Result<&str, UpstreamRefusal> {
    match code {
        Some(code) if code.len() <= LONGEST_CODE => Ok(code),
        Some(_) => Err(UpstreamRefusal::untrusted("the code of the answer is longer than 8192 bytes")),
        None => Err(UpstreamRefusal::untrusted("the answer has neither code nor error (RFC 6749 section 4.1.2)")),
    }
}

/// What an error in the response means; `is_silent` where nothing was to be shown to the person.
pub fn refusal(code: &str, description: Option<&str>, is_silent: bool) -> UpstreamRefusal {
    let code = plain(code);
    let kind = match code.as_str() {
        "access_denied" | "user_cancelled_login" | "user_cancelled_authorize" | "user_cancelled_authorization" => {
            UpstreamFaultKind::Cancelled
        }
        "server_error" | "temporarily_unavailable" => UpstreamFaultKind::Unreachable,
        "unauthorized_client"
        | "unsupported_response_type"
        | "invalid_scope"
        | "invalid_request"
        | "invalid_client"
        | "redirect_uri_mismatch" => UpstreamFaultKind::Misconfigured,
        "unmet_authentication_requirements" => UpstreamFaultKind::NotStrong,
        other => match silent(other).filter(|_| is_silent) {
            Some(code) => UpstreamFaultKind::InteractionRequired(code),
            None => UpstreamFaultKind::Refused(code.clone()),
        },
    };
    let said = description.map(|text| format!(": {}", shown(text))).unwrap_or_default();
    UpstreamRefusal::new(kind, format!("the upstream answered {code}{said}"))
}

/// OIDC Core §3.1.2.6: what is answered where the person would have to be asked.
fn silent(code: &str) -> Option<ErrorCode> {
    [
        ErrorCode::InteractionRequired,
        ErrorCode::LoginRequired,
        ErrorCode::AccountSelectionRequired,
        ErrorCode::ConsentRequired,
    ]
    .into_iter()
    .find(|one| one.as_str() == code)
}

/// A code of somebody else's error: short, and nothing but what codes are made of.
pub fn plain(code: &str) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let plain: String = code.chars().filter(allowed).take(64).collect();
    if plain.is_empty() { "an error".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::UpstreamSettings;

    fn checked(iss: Option<&str>, names_itself: bool) -> Result<(), String> {
        let settings =
            UpstreamSettings { issuer: Some("https://up.example".to_owned()), ..UpstreamSettings::default() };
        check_iss(iss, UpstreamIssuer::of(&settings), names_itself).map_err(|why| why.to_string())
    }

    // RFC 9207 §2.4, RFC 9700 §4.4
    #[test]
    fn an_answer_of_another_server_is_the_mix_up_attack() {
        let other = "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)";
        for names_itself in [true, false] {
            assert_eq!(checked(Some("https://up.example"), names_itself), Ok(()));
            for iss in ["https://evil.example", "https://up.example/", "https://UP.example", ""] {
                assert_eq!(checked(Some(iss), names_itself), Err(other.to_owned()), "{iss}");
            }
        }
        assert_eq!(checked(None, false), Ok(()));
        let missing = "the answer lacks iss, which the upstream says it sends (RFC 9207 section 2.4)";
        assert_eq!(checked(None, true), Err(missing.to_owned()));
        // A service of which no issuer is known has nothing to be compared with.
        assert_eq!(check_iss(Some("https://any.example"), None, false), Ok(()));
    }

    #[test]
    fn an_answer_without_code_is_none() {
        assert_eq!(code(Some("abc")), Ok("abc"));
        let none = code(None).unwrap_err().to_string();
        assert_eq!(none, "the answer has neither code nor error (RFC 6749 section 4.1.2)");
        let long = "x".repeat(9000);
        assert_eq!(code(Some(&long)).unwrap_err().to_string(), "the code of the answer is longer than 8192 bytes");
    }

    #[test]
    fn errors_are_told_in_our_words() {
        let kind = |code: &str, is_silent| refusal(code, None, is_silent).kind;
        assert_eq!(kind("access_denied", false), UpstreamFaultKind::Cancelled);
        assert_eq!(kind("temporarily_unavailable", false), UpstreamFaultKind::Unreachable);
        assert_eq!(kind("invalid_scope", false), UpstreamFaultKind::Misconfigured);
        for (code, known) in [
            ("login_required", ErrorCode::LoginRequired),
            ("interaction_required", ErrorCode::InteractionRequired),
            ("consent_required", ErrorCode::ConsentRequired),
            ("account_selection_required", ErrorCode::AccountSelectionRequired),
        ] {
            assert_eq!(kind(code, true), UpstreamFaultKind::InteractionRequired(known));
            assert_eq!(kind(code, false), UpstreamFaultKind::Refused(code.to_owned()));
        }
        let odd = refusal("<b>\u{202e}evil</b>", Some("say\u{1b}[31m code=S3CRET"), false);
        assert_eq!(odd.kind, UpstreamFaultKind::Refused("bevilb".to_owned()));
        assert_eq!(odd.sentence, "the upstream answered bevilb: say\\u{1b}[31m code=S3CRET");
        assert_eq!(kind("\u{1b}", false), UpstreamFaultKind::Refused("an error".to_owned()));
    }
}
