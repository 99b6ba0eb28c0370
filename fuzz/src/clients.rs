//! Clients and an issuer that requests are held against.

use std::sync::LazyLock;

use signet_protocol::{
    base::{id::IssuerId, time::Timestamp, url::Issuer},
    client::{AuthMethod, Client, ClientId, ClientMetadata, ClientSource, GrantType},
    require_pkce::RequirePkce,
};

/// The issuer.
pub static ISSUER: LazyLock<Issuer> = LazyLock::new(|| Issuer::parse("https://op.example").unwrap());

/// A client on the web, and one on a device, whose port is free.
pub static CLIENTS: LazyLock<[Client; 2]> = LazyLock::new(|| {
    let metadata = |method, uris: &[&str]| ClientMetadata {
        redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(),
        token_endpoint_auth_method: method,
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        require_pkce: RequirePkce::Never,
        ..ClientMetadata::default()
    };
    let web = metadata(AuthMethod::Basic, &["https://rp.example/cb", "https://rp.example/other?x=1"]);
    let device = metadata(AuthMethod::None, &["http://127.0.0.1/cb", "com.example.app:/cb"]);
    [web, device].map(|metadata| {
        let issuer = IssuerId::from_stored("iss_1");
        Client::new(ClientId::new("rp"), issuer, metadata, ClientSource::Operator, Timestamp(0))
    })
});
