//! Signing out at an upstream, too (OIDC RP-Initiated Logout §2).

use url::Url;

/// What the upstream is told.
#[derive(Debug, Clone, Copy)]
pub struct NewUpstreamSignOut<'a> {
    /// Its endpoint.
    pub endpoint: &'a str,
    /// Who we are there.
    pub client_id: &'a str,
    /// The ID token by which the person came.
    pub id_token_hint: Option<&'a str>,
    /// Where the browser comes back to.
    pub post_logout_redirect_uri: &'a str,
    /// What comes back with it.
    pub state: &'a str,
}

/// Where upstreams send people back to who signed out there, below our issuer: one address for all of them.
/// OIDC RP-Initiated Logout §3.1: it is registered there.
pub const AFTER_PATH: &str = "/signed-out";

/// Where the browser is sent; none where the endpoint is no address.
pub fn address(new: &NewUpstreamSignOut<'_>) -> Option<String> {
    let mut url = Url::parse(new.endpoint).ok()?;
    let mut query = url.query_pairs_mut();
    if let Some(hint) = new.id_token_hint {
        query.append_pair("id_token_hint", hint);
    }
    // OIDC RP-Initiated Logout §2: with both, the upstream holds one against the other.
    query.append_pair("client_id", new.client_id);
    query.append_pair("post_logout_redirect_uri", new.post_logout_redirect_uri);
    query.append_pair("state", new.state);
    drop(query);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upstream_is_told_whose_session_and_where_to_come_back() {
        let new = NewUpstreamSignOut {
            endpoint: "https://up.example/out?x=1",
            client_id: "us",
            id_token_hint: Some("a.b.c"),
            post_logout_redirect_uri: "https://id.example/signed-out",
            state: "s",
        };
        assert_eq!(
            address(&new).as_deref(),
            Some(
                "https://up.example/out?x=1&id_token_hint=a.b.c&client_id=us\
                 &post_logout_redirect_uri=https%3A%2F%2Fid.example%2Fsigned-out&state=s"
            )
        );
        let without = address(&NewUpstreamSignOut { id_token_hint: None, ..new }).unwrap();
        assert!(!without.contains("id_token_hint"), "{without}");
        assert_eq!(address(&NewUpstreamSignOut { endpoint: "x", ..new }), None);
    }
}
