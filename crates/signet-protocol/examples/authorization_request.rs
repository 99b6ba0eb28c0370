//! An authorization request from its query to the answer: `cargo run -p signet-protocol --example authorization_request`.

use signet_protocol::{
    authorize::{
        response::Granted,
        return_address::{PageOnly, return_address},
        validate,
    },
    base::{
        id::{IssuerId, ResourceServerId},
        time::{Seconds, Timestamp},
        url::Issuer,
    },
    client::{Client, ClientId, ClientMetadata, ClientSource},
    error::Refusal,
    params::Params,
    resource::{ResourceServer, TokenFormat, TokenTyp},
};

const NOW: Timestamp = Timestamp(1_700_000_000);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let issuer = Issuer::parse("https://op.example")?;
    let metadata =
        ClientMetadata { redirect_uris: vec!["https://rp.example/cb".to_owned()], ..ClientMetadata::default() };
    let client =
        Client::new(ClientId::new("rp"), IssuerId::from_stored("iss_1"), metadata, ClientSource::Operator, NOW);

    let whole = "response_type=code&client_id=rp&redirect_uri=https://rp.example/cb&scope=openid+profile&state=af0ifjsldkj\
                 &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    for query in [
        whole,
        // Without the challenge: the client is told so, at its own address.
        "response_type=code&client_id=rp&redirect_uri=https://rp.example/cb&scope=openid&state=af0ifjsldkj",
        // To an address that is not the client's: nobody is redirected.
        "response_type=code&client_id=rp&redirect_uri=https://evil.example/cb&scope=openid",
    ] {
        println!("{}\n", answer(query, &client, &issuer)?);
    }
    Ok(())
}

/// What happens to a request whose person has agreed.
fn answer(query: &str, client: &Client, issuer: &Issuer) -> Result<String, Refusal> {
    let params = Params::parse(query.as_bytes())?;
    // Before this nothing can be sent anywhere.
    let address = match return_address(&params, client, issuer) {
        Ok(address) => address,
        Err(PageOnly(refusal)) => return Ok(format!("a page: {refusal}")),
    };
    Ok(match validate(&params, client, address.clone(), &[own_endpoints()]) {
        Ok(valid) => {
            let granted = Granted { code: Some("SplxlOBeZQQYbYS6WxSbIA".to_owned()), ..Granted::default() };
            format!("granted {}: {}", valid.request.scopes, address.deliver(granted).location())
        }
        Err(refusal) => format!("refused: {}", address.refuse(&refusal).location()),
    })
}

/// The resource server that knows `openid`, `profile` and the other scopes of OpenID Connect: our own endpoints.
fn own_endpoints() -> ResourceServer {
    ResourceServer {
        id: ResourceServerId::from_stored("res_1"),
        issuer_id: IssuerId::from_stored("iss_1"),
        audience: "https://op.example".to_owned(),
        name: "op.example".to_owned(),
        scopes: Vec::new(),
        open_scopes: None,
        default_scopes: Vec::new(),
        token_format: TokenFormat::Jwt,
        token_typ: TokenTyp::AtJwt,
        signing_alg: "ES256".to_owned(),
        token_lifetime: Seconds::minutes(15),
        client_id: None,
        builtin_at: Some(NOW),
        created_at: NOW,
        updated_at: NOW,
        is_account_api: false,
        attribute_scopes: [].into(),
    }
}
