//! How what a client is told gets protected: signed, encrypted, signed and then encrypted
//! (OIDC Core §2, §5.3.2, §16.14; OIDC Registration §2; RFC 9701 §6). The client's registration
//! decides, never the request.

use super::{
    client::ClientMetadata,
    jose::{
        alg::SigAlg,
        jwe::{ContentEnc, KeyMgmtAlg},
    },
};

/// RFC 9701 §5: the media type of an introspection answer that is a JWT, and what stands in its
/// header as `typ`.
pub const INTROSPECTION_TYP: &str = "token-introspection+jwt";

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// OIDC Core §2
    IdToken,
    /// OIDC Core §5.3.2
    UserInfo,
    /// RFC 9701
    Introspection,
    /// Back-Channel Logout §2.4: signed and encrypted as the client's ID tokens are.
    LogoutToken,
}

/// How it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// A JWT of `alg: none` (RFC 7518 §3.6).
    Unsigned,
    /// With our key of this algorithm.
    With(SigAlg),
}

/// The members of the registration that speak of one kind of answer.
#[derive(Debug, Clone, Copy)]
pub struct Members<'a> {
    /// Name and value of the signature algorithm.
    pub signed: (&'static str, Option<&'a str>),
    /// Name and value of the key management algorithm.
    pub alg: (&'static str, Option<&'a str>),
    /// Name and value of the content encryption.
    pub enc: (&'static str, Option<&'a str>),
}

impl AnswerKind {
    /// Every kind that has members of its own.
    pub const REGISTERED: [Self; 3] = [Self::IdToken, Self::UserInfo, Self::Introspection];

    /// What a client registered about it.
    pub fn members(self, metadata: &ClientMetadata) -> Members<'_> {
        match self {
            Self::IdToken | Self::LogoutToken => Members {
                signed: ("id_token_signed_response_alg", Some(&metadata.id_token_signed_response_alg)),
                alg: ("id_token_encrypted_response_alg", metadata.id_token_encrypted_response_alg.as_deref()),
                enc: ("id_token_encrypted_response_enc", metadata.id_token_encrypted_response_enc.as_deref()),
            },
            Self::UserInfo => Members {
                signed: ("userinfo_signed_response_alg", metadata.userinfo_signed_response_alg.as_deref()),
                alg: ("userinfo_encrypted_response_alg", metadata.userinfo_encrypted_response_alg.as_deref()),
                enc: ("userinfo_encrypted_response_enc", metadata.userinfo_encrypted_response_enc.as_deref()),
            },
            Self::Introspection => Members {
                signed: ("introspection_signed_response_alg", metadata.introspection_signed_response_alg.as_deref()),
                alg: ("introspection_encrypted_response_alg", metadata.introspection_encrypted_response_alg.as_deref()),
                enc: ("introspection_encrypted_response_enc", metadata.introspection_encrypted_response_enc.as_deref()),
            },
        }
    }
}

/// How one kind of answer to one client is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// The signature; plain JSON without.
    pub signing: Option<Signing>,
    /// The encryption around it.
    pub encryption: Option<(KeyMgmtAlg, ContentEnc)>,
}

impl Protection {
    /// Reads a registration; `None` for an algorithm that is not known here (any more).
    pub fn of(metadata: &ClientMetadata, kind: AnswerKind) -> Option<Self> {
        let members = kind.members(metadata);
        let mut signing = match members.signed.1 {
            None => None,
            Some("none") => Some(Signing::Unsigned),
            Some(alg) => Some(Signing::With(SigAlg::parse(alg)?)),
        };
        let encryption = match members.alg.1 {
            None => None,
            Some(alg) => {
                // OIDC Registration §2, RFC 9701 §6: the default is A128CBC-HS256.
                let enc = members.enc.1.map_or(Some(ContentEnc::DEFAULT), ContentEnc::parse)?;
                Some((KeyMgmtAlg::parse(alg)?, enc))
            }
        };
        if kind == AnswerKind::Introspection && encryption.is_some() {
            // RFC 9701 §6: what is encrypted was signed before, with RS256 unless registered.
            signing = signing.or(Some(Self::PLAIN_JWT));
        }
        if kind == AnswerKind::LogoutToken && signing == Some(Signing::Unsigned) {
            // Back-Channel Logout §2.4: alg none MUST NOT be used, since no channel of the client's
            // own vouches for what is posted to it.
            signing = Some(Self::PLAIN_JWT);
        }
        Some(Self { signing, encryption })
    }

    // OIDC Registration §2, RFC 9701 §6: the default is RS256.
    /// How a JWT is signed for a client that registered nothing.
    pub const PLAIN_JWT: Signing = Signing::With(SigAlg::RS256);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(value: serde_json::Value) -> ClientMetadata {
        serde_json::from_value(value).unwrap()
    }

    // OIDC Registration §2
    #[test]
    fn what_was_not_registered_has_the_defaults_of_the_standard() {
        let plain = ClientMetadata::default();
        let of = |metadata: &ClientMetadata, kind| Protection::of(metadata, kind).unwrap();
        let rs256 = Some(Signing::With(SigAlg::RS256));
        assert_eq!(of(&plain, AnswerKind::IdToken), Protection { signing: rs256, encryption: None });
        for kind in [AnswerKind::UserInfo, AnswerKind::Introspection] {
            assert_eq!(of(&plain, kind), Protection { signing: None, encryption: None });
        }
        let encrypted = metadata(serde_json::json!({
            "id_token_encrypted_response_alg": "ECDH-ES",
            "userinfo_encrypted_response_alg": "RSA-OAEP",
            "userinfo_encrypted_response_enc": "A256GCM",
            "introspection_encrypted_response_alg": "RSA-OAEP-256",
        }));
        let default = |alg| Some((alg, ContentEnc::A128CbcHs256));
        assert_eq!(
            of(&encrypted, AnswerKind::IdToken),
            Protection { signing: rs256, encryption: default(KeyMgmtAlg::EcdhEs) }
        );
        assert_eq!(
            of(&encrypted, AnswerKind::UserInfo),
            Protection { signing: None, encryption: Some((KeyMgmtAlg::RsaOaep, ContentEnc::A256Gcm)) }
        );
        assert_eq!(
            of(&encrypted, AnswerKind::Introspection),
            Protection { signing: rs256, encryption: default(KeyMgmtAlg::RsaOaep256) }
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for (member, value) in [
            ("userinfo_signed_response_alg", "RS1"),
            ("userinfo_encrypted_response_alg", "RSA1_5"),
            ("userinfo_encrypted_response_alg", "dir"),
        ] {
            assert_eq!(Protection::of(&metadata(serde_json::json!({ member: value })), AnswerKind::UserInfo), None);
        }
        let none = metadata(serde_json::json!({"id_token_signed_response_alg": "none"}));
        assert_eq!(Protection::of(&none, AnswerKind::IdToken).unwrap().signing, Some(Signing::Unsigned));
        assert_eq!(Protection::of(&none, AnswerKind::LogoutToken).unwrap().signing, Some(Signing::With(SigAlg::RS256)));
    }
}
