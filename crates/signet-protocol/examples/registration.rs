//! A client's own registration, held against every rule at once: `cargo run -p signet-protocol --example registration`.

use serde_json::{Map, Value, json};
use signet_protocol::{
    client::GrantType,
    registration::{
        MetadataError,
        dynamic::{Permitted, metadata},
    },
    require_pkce::RequirePkce,
};

fn main() {
    let permitted = Permitted {
        grant_types: &[GrantType::AuthorizationCode, GrantType::RefreshToken],
        schemes: &[],
        require_pkce: RequirePkce::Always,
        own_origin: "https://op.example",
        open_scopes: &[],
        before: None,
    };
    let sound = json!({
        "client_name": "Photos",
        "redirect_uris": ["https://photos.example/cb"],
        "grant_types": ["authorization_code", "refresh_token"],
    });
    // RFC 7591 §3.2.2: every problem has a member, a code and a sentence.
    let unsound = json!({
        "redirect_uris": ["http://photos.example/cb#top"],
        "logo_uri": "ftp://photos.example/logo",
        "id_token_signed_response_alg": "HS999",
    });
    for request in [sound, unsound] {
        println!("{}\n", outcome(request.as_object().unwrap_or(&Map::new()), &permitted));
    }
}

fn outcome(members: &Map<String, Value>, permitted: &Permitted<'_>) -> String {
    match metadata(members, permitted) {
        Ok(accepted) => format!("registered: {}", json!(accepted.metadata)),
        Err(problems) => {
            let line =
                |problem: &MetadataError| format!("{}: {}: {}", problem.code.as_str(), problem.member, problem.text);
            problems.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    }
}
