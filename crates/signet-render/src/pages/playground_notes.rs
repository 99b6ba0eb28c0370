//! What each parameter, header, member and claim of the playground means, and where that is
//! written. The sentences stand in `templates/locales/*/playground.ftl`.

use crate::{Locale, locale::Arg, protocol::scope::STANDARD};

/// Where a name stands: the same name means different things in different messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// The authorization request.
    Authorize,
    /// The authorization response.
    Callback,
    /// The token request with a code.
    Code,
    /// The token request with a refresh token.
    Refresh,
    /// The userinfo request.
    Userinfo,
    /// The introspection request.
    Introspect,
    /// The revocation request.
    Revoke,
    /// The logout request.
    Logout,
    /// The answer of an endpoint that is no claim.
    Answer,
    /// The header of a JWT.
    Jwt,
    /// The claims of an ID token.
    IdToken,
    /// The claims of an access token.
    AccessToken,
    /// The claims in userinfo.
    Person,
}

impl MessageKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Callback => "callback",
            Self::Code => "code",
            Self::Refresh => "refresh",
            Self::Userinfo => "userinfo",
            Self::Introspect => "introspect",
            Self::Revoke => "revoke",
            Self::Logout => "logout",
            Self::Answer => "answer",
            Self::Jwt => "jwt",
            Self::IdToken => "id",
            Self::AccessToken => "access",
            Self::Person => "person",
        }
    }
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// In one plain sentence.
    pub text: String,
    /// Where it is written; empty for what is ours alone.
    pub rule: &'static str,
}

/// What holds wherever a name stands.
const ANYWHERE: &str = "any";

/// Place, name, and the rule: the text of each is `play-<place>-<name>`.
const NOTES: &[(&str, &str, &str)] = &[
    ("authorize", "response_type", "RFC 6749 §4.1.1"),
    ("authorize", "client_id", "RFC 6749 §2.2"),
    ("authorize", "redirect_uri", "RFC 9700 §2.1"),
    ("authorize", "scope", "OIDC Core §3.1.2.1"),
    ("authorize", "state", "RFC 6749 §10.12"),
    ("authorize", "nonce", "OIDC Core §3.1.2.1"),
    ("authorize", "code_challenge", "RFC 7636 §4.2"),
    ("authorize", "code_challenge_method", "RFC 7636 §4.3"),
    ("authorize", "prompt", "OIDC Core §3.1.2.1"),
    ("authorize", "ui_locales", "OIDC Core §3.1.2.1"),
    ("callback", "code", "RFC 6749 §4.1.2"),
    ("callback", "state", "RFC 6749 §4.1.2"),
    ("callback", "iss", "RFC 9207 §2"),
    ("code", "grant_type", "RFC 6749 §4.1.3"),
    ("code", "code", "RFC 6749 §4.1.3"),
    ("code", "redirect_uri", "RFC 6749 §4.1.3"),
    ("code", "code_verifier", "RFC 7636 §4.5"),
    ("refresh", "grant_type", "RFC 6749 §6"),
    ("refresh", "refresh_token", "RFC 9700 §4.14.2"),
    ("introspect", "token", "RFC 7662 §2.1"),
    ("revoke", "token", "RFC 7009 §2.1"),
    ("revoke", "token_type_hint", "RFC 7009 §2.1"),
    ("logout", "id_token_hint", "RP-Initiated Logout §2"),
    ("logout", "post_logout_redirect_uri", "RP-Initiated Logout §3"),
    ("logout", "state", "RP-Initiated Logout §2"),
    ("answer", "access_token", "RFC 6749 §1.4"),
    ("answer", "token_type", "RFC 6750 §4"),
    ("answer", "expires_in", "RFC 6749 §5.1"),
    ("answer", "refresh_token", "RFC 6749 §1.5"),
    ("answer", "id_token", "OIDC Core §2"),
    ("answer", "scope", "RFC 6749 §5.1"),
    ("jwt", "alg", "RFC 7515 §4.1.1"),
    ("jwt", "kid", "RFC 7515 §4.1.4"),
    ("jwt", "typ", "RFC 7515 §4.1.9"),
    ("id", "aud", "OIDC Core §2"),
    ("id", "nonce", "OIDC Core §2"),
    ("id", "sid", "OIDC Front-Channel Logout §3"),
    ("id", "at_hash", "OIDC Core §3.1.3.6"),
    ("access", "aud", "RFC 9068 §2.2"),
    ("access", "client_id", "RFC 9068 §2.2"),
    ("access", "jti", "RFC 9068 §2.2"),
    ("access", "scope", "RFC 9068 §2.2.3"),
    ("access", "grant_id", ""),
    (ANYWHERE, "client_id", "RFC 6749 §3.2.1"),
    (ANYWHERE, "Authorization", "RFC 6750 §2.1"),
    (ANYWHERE, "Content-Type", "RFC 9110 §8.3"),
    (ANYWHERE, "Cache-Control", "RFC 6749 §5.1"),
    (ANYWHERE, "WWW-Authenticate", "RFC 6750 §3"),
    (ANYWHERE, "error", "RFC 6749 §5.2"),
    (ANYWHERE, "error_description", "RFC 6749 §5.2"),
    (ANYWHERE, "iss", "RFC 7519 §4.1.1"),
    (ANYWHERE, "sub", "OIDC Core §2"),
    (ANYWHERE, "exp", "RFC 7519 §4.1.4"),
    (ANYWHERE, "iat", "RFC 7519 §4.1.6"),
    (ANYWHERE, "auth_time", "OIDC Core §2"),
    (ANYWHERE, "acr", "OIDC Core §2"),
    (ANYWHERE, "amr", "RFC 8176 §1"),
    (ANYWHERE, "org_id", ""),
];

/// What a name means in a place; `None` for names nobody described.
pub fn note(locale: Locale, place: MessageKind, name: &str) -> Option<Note> {
    let find = |place: &str| NOTES.iter().find(|(at, one, _)| *at == place && *one == name);
    if let Some((at, name, rule)) = find(place.as_str()).or_else(|| find(ANYWHERE)) {
        return Some(Note { text: locale.text(&key(at, name)), rule });
    }
    if place != MessageKind::Person {
        return None;
    }
    let scope = STANDARD.iter().find(|scope| scope.claims.contains(&name))?;
    let label = locale.text(&format!("claim-{}", name.replace('_', "-")));
    let args = [("label", Arg::Text(&label)), ("scope", Arg::Text(scope.name))];
    Some(Note { text: locale.text_with("play-from-scope", &args), rule: "OIDC Core §5.4" })
}

fn key(place: &str, name: &str) -> String {
    format!("play-{place}-{}", name.replace('_', "-").to_ascii_lowercase())
}

#[cfg(test)]
impl MessageKind {
    /// The keys of all sentences.
    pub fn keys() -> impl Iterator<Item = String> {
        NOTES.iter().map(|(place, name, _)| key(place, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_has_its_sentence_in_every_language() {
        for locale in Locale::ALL {
            for (place, name, _) in NOTES {
                assert!(locale.find(&key(place, name), &[]).is_some(), "{}: {}", locale.tag(), key(place, name));
            }
        }
    }

    #[test]
    fn the_same_name_is_explained_by_its_place() {
        let text = |place| note(Locale::En, place, "aud").map(|note| note.rule);
        assert_eq!(
            (text(MessageKind::IdToken), text(MessageKind::AccessToken)),
            (Some("OIDC Core §2"), Some("RFC 9068 §2.2"))
        );
        assert_eq!(text(MessageKind::Jwt), None);
        let email = note(Locale::En, MessageKind::Person, "email").unwrap();
        assert!(email.text.contains("email") && email.rule == "OIDC Core §5.4");
        assert_eq!(note(Locale::En, MessageKind::IdToken, "email"), None);
    }
}
