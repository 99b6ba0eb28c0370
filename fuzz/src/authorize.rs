//! An authorization request: whatever it says, the answer goes to an address of the client, with a description that
//! may be told.

use signet_protocol::{
    authorize::{return_address::return_address, validate},
    params::Params,
};
use url::Url;

use crate::{
    clients::{CLIENTS, ISSUER},
    model::{assert_description, is_loopback_host},
};

/// A query, held against two clients.
pub fn run(data: &[u8]) {
    let params = match Params::parse(data) {
        Ok(params) => params,
        Err(refusal) => return assert_description(&refusal.description),
    };
    for client in CLIENTS.iter() {
        let address = match return_address(&params, client, &ISSUER) {
            Ok(address) => address,
            Err(page) => {
                assert_description(&page.0.description);
                continue;
            }
        };
        let uris = &client.metadata.redirect_uris;
        let own = uris.iter().any(|uri| uri == address.redirect_uri());
        assert!(own || is_free_port(uris, address.redirect_uri()), "{}", address.redirect_uri());
        match validate(&params, client, address.clone(), &[]) {
            Ok(validated) => {
                assert_eq!(validated.request.address.redirect_uri(), address.redirect_uri());
            }
            Err(refusal) => {
                assert_description(&refusal.description);
                let answer = address.refuse(&refusal);
                assert_eq!(answer.action(), address.redirect_uri());
                let (to, own) = (Url::parse(&answer.location()).unwrap(), Url::parse(address.redirect_uri()).unwrap());
                assert_eq!((to.origin(), to.path()), (own.origin(), own.path()));
            }
        }
    }
}

/// RFC 8252 §7.3, by a parser of the web.
fn is_free_port(registered: &[String], sent: &str) -> bool {
    let bare = |uri: &str| {
        let mut url = Url::parse(uri).ok()?;
        let loopback = url.scheme() == "http" && is_loopback_host(url.host_str()?);
        url.set_port(None).ok()?;
        loopback.then_some(url)
    };
    bare(sent).is_some_and(|sent| registered.iter().any(|uri| bare(uri).as_ref() == Some(&sent)))
}
