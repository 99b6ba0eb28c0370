//! Initiating login from a third party (OIDC Core §4), where we are the third party: the list of
//! one's apps leads to the client, which then begins an ordinary request.

use url::Url;

use super::{client::ClientMetadata, scope::Scopes};

/// Where a sign-in to the client begins; none when it registered no such address.
pub fn url(metadata: &ClientMetadata, issuer: &str, login_hint: Option<&str>) -> Option<String> {
    let uri = metadata.initiate_login_uri.as_deref()?;
    let mut url = Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    // OIDC Core §4: iss is REQUIRED.
    url.query_pairs_mut().append_pair("iss", issuer);
    // OIDC Core §4: login_hint tells the client which account it is to ask us for.
    if let Some(hint) = login_hint {
        url.query_pairs_mut().append_pair("login_hint", hint);
    }
    Some(url.into())
}

/// Which name of a person may go there: one that the client may see anyhow.
pub fn login_hint<'a>(scopes: &Scopes, email: Option<&'a str>, username: &'a str) -> Option<&'a str> {
    if scopes.has("email") && email.is_some() {
        return email;
    }
    scopes.has("profile").then_some(username)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_names_the_issuer_and_only_who_the_client_knows() {
        let with = |uri: &str| ClientMetadata { initiate_login_uri: Some(uri.to_owned()), ..Default::default() };
        let link = url(&with("https://a.example/in?x=1"), "https://id.example", Some("ada@example.com"));
        assert_eq!(
            link.as_deref(),
            Some("https://a.example/in?x=1&iss=https%3A%2F%2Fid.example&login_hint=ada%40example.com")
        );
        assert_eq!(
            url(&with("https://a.example/in"), "https://id.example", None).as_deref(),
            Some("https://a.example/in?iss=https%3A%2F%2Fid.example")
        );
        assert_eq!(url(&with("javascript:alert(1)"), "https://id.example", None), None);
        assert_eq!(url(&ClientMetadata::default(), "https://id.example", None), None);
        let hint = |scopes: &[&str], email| login_hint(&Scopes::of(scopes.iter().copied()), email, "ada");
        assert_eq!(hint(&["openid", "email"], Some("a@b.example")), Some("a@b.example"));
        assert_eq!(hint(&["openid", "email", "profile"], None), Some("ada"));
        assert_eq!(hint(&["openid"], Some("a@b.example")), None);
    }
}
