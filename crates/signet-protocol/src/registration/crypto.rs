//! Algorithms of signed and encrypted answers and requests (OIDC Registration §2, RFC 9701 §6).

use super::{MetadataError, names};
use crate::{
    answers::AnswerKind,
    client::ClientMetadata,
    jose::{
        alg::SigAlg,
        jwe::{ContentEnc, EncryptionKey, KeyMgmtAlg},
        jwk::JwkSet,
    },
};

pub(super) fn check(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    for kind in AnswerKind::REGISTERED {
        let members = kind.members(metadata);
        let (member, alg) = members.signed;
        // RFC 9701 §6: of introspection answers, none MUST NOT be.
        let unsigned = alg == Some("none") && kind != AnswerKind::Introspection;
        if alg.is_some_and(|alg| !unsigned && !SigAlg::SIGNING.iter().any(|one| one.as_str() == alg)) {
            problems.push(MetadataError::new(member, format!("it must be one of {}", names(SigAlg::SIGNING))));
        }
        let known = encryption(members.alg, members.enc, problems);
        if let Some(alg) = known
            && let Err(why) = has_key(metadata, alg)
        {
            problems.push(MetadataError::new(members.alg.0, why));
        }
    }
    // OIDC Core §2: unsigned ID tokens come from the token endpoint only.
    if metadata.id_token_signed_response_alg == "none" && metadata.response_types.iter().any(|one| one.has_id_token()) {
        let text = "none is for clients whose response types bring no ID token from the authorization endpoint (OIDC Core section 2)";
        problems.push(MetadataError::new("id_token_signed_response_alg", text));
    }
    requests(metadata, problems);
}

/// A client may be registered for unsigned answers only where the operator lets them exist.
pub fn check_unsigned(metadata: &ClientMetadata, allow_unsigned: bool) -> Option<MetadataError> {
    let asked = [
        ("id_token_signed_response_alg", Some(metadata.id_token_signed_response_alg.as_str())),
        ("userinfo_signed_response_alg", metadata.userinfo_signed_response_alg.as_deref()),
        ("request_object_signing_alg", metadata.request_object_signing_alg.as_deref()),
    ];
    let (member, _) = asked.into_iter().find(|(_, alg)| *alg == Some("none") && !allow_unsigned)?;
    Some(MetadataError::new(member, "none is not accepted here (RFC 8725 section 3.2)"))
}

fn requests(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    let alg = metadata.request_object_signing_alg.as_deref();
    if alg.is_some_and(|alg| alg != "none" && !SigAlg::ASYMMETRIC.iter().any(|one| one.as_str() == alg)) {
        let text = format!("it must be one of {}", names(SigAlg::ASYMMETRIC));
        problems.push(MetadataError::new("request_object_signing_alg", text));
    }
    encryption(
        ("request_object_encryption_alg", metadata.request_object_encryption_alg.as_deref()),
        ("request_object_encryption_enc", metadata.request_object_encryption_enc.as_deref()),
        problems,
    );
}

/// The key management algorithm, when it is one that works.
fn encryption(
    (alg_member, alg): (&'static str, Option<&str>),
    (enc_member, enc): (&'static str, Option<&str>),
    problems: &mut Vec<MetadataError>,
) -> Option<KeyMgmtAlg> {
    let mut add = |member, text: String| problems.push(MetadataError::new(member, text));
    let known = alg.and_then(KeyMgmtAlg::parse);
    if alg.is_some() && known.is_none() {
        let all: Vec<&str> = KeyMgmtAlg::ALL.iter().map(|one| one.as_str()).collect();
        add(alg_member, format!("it must be one of {}", all.join(", ")));
    }
    if enc.is_some_and(|enc| ContentEnc::parse(enc).is_none()) {
        let all: Vec<&str> = ContentEnc::ALL.iter().map(|one| one.as_str()).collect();
        add(enc_member, format!("it must be one of {}", all.join(", ")));
    }
    if enc.is_some() && alg.is_none() {
        // OIDC Registration §2: when the enc is included, the alg MUST also be provided.
        add(enc_member, format!("it needs {alg_member} beside it (OIDC Registration section 2)"));
    }
    known
}

/// Whether there is a key to encrypt to. What `jwks_uri` holds is seen when it is needed.
fn has_key(metadata: &ClientMetadata, alg: KeyMgmtAlg) -> Result<(), String> {
    let needs =
        || format!("{alg} needs a public key of the client for it in jwks or jwks_uri (OIDC Core section 10.2)");
    match (&metadata.jwks, &metadata.jwks_uri) {
        (Some(jwks), _) => {
            let set = JwkSet::from_value(jwks).map_err(|why| why.to_string())?;
            let chosen = EncryptionKey::choose(&set, alg).map(|_| ());
            chosen.ok_or_else(|| format!("{}: {}", needs(), EncryptionKey::why_none(&set, alg)))
        }
        (None, Some(_)) => Ok(()),
        (None, None) => Err(needs()),
    }
}
