//! What a client says of itself (RFC 7591): what is taken is sound by `url`, and taken again as it is shown.

use serde_json::{Value, json};
use signet_protocol::{
    client::{ClientMetadata, GrantType},
    jose::{
        json::object,
        jwe::{EncryptionKey, KeyMgmtAlg},
        jwk::JwkSet,
        key::VerifyingKey,
    },
    registration::{
        self, MetadataError,
        dynamic::{Permitted, metadata},
    },
    require_pkce::RequirePkce,
};
use url::Url;

use crate::model::{assert_description, is_loopback_host};

/// JSON, as it comes to `/register`.
pub fn run(data: &[u8]) {
    let Ok(members) = object(data) else { return };
    let permitted = Permitted {
        grant_types: &[GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::Implicit],
        schemes: &["cursor"],
        require_pkce: RequirePkce::Always,
        own_origin: "https://op.example",
        open_scopes: &[],
        before: None,
    };
    match metadata(&members, &permitted) {
        Ok(accepted) => assert_sound(&accepted.metadata),
        Err(problems) => problems.iter().for_each(assert_told),
    }
}

fn assert_told(problem: &MetadataError) {
    assert_description(&problem.member.replace('"', ""));
    assert!(!problem.text.is_empty() && !problem.text.contains(['\0', '\n']), "{problem:?}");
}

fn assert_sound(metadata: &ClientMetadata) {
    metadata.redirect_uris.iter().chain(&metadata.post_logout_redirect_uris).for_each(|uri| assert_address(uri));
    if let Some(jwks) = &metadata.jwks {
        let set = JwkSet::from_value(jwks).unwrap();
        let encrypts = KeyMgmtAlg::ALL.iter().any(|alg| EncryptionKey::choose(&set, *alg).is_some());
        assert!(encrypts || !VerifyingKey::all_of(&set).is_empty());
    }
    let Value::Object(shown) = json!(metadata) else { panic!("an object") };
    let read = registration::read(&shown).unwrap();
    assert_eq!(registration::check(&read.metadata), []);
    assert_eq!(read.metadata, *metadata);
}

/// RFC 9700 §2.1, RFC 8252 §7.
fn assert_address(uri: &str) {
    let url = Url::parse(uri).unwrap();
    assert!(!uri.contains(['#', '*', '\\', ' ']) && url.username().is_empty() && url.password().is_none(), "{uri}");
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => assert!(!host.is_empty(), "{uri}"),
        "http" => assert!(is_loopback_host(host), "{uri}"),
        scheme => {
            assert!(scheme.contains('.') || scheme == "cursor", "{uri}");
            return;
        }
    }
    let text = uri.to_ascii_lowercase();
    assert!(host.starts_with('[') || text.contains(&format!("//{host}")), "{uri} is at {host}");
}
