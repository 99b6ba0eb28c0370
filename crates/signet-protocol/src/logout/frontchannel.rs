//! Front-Channel Logout 1.0 §2 and §3: what the browser loads to sign out of each client.

use url::Url;

use crate::client::ClientMetadata;

/// The address to load in a frame; none when the client registered none that a browser loads.
pub fn logout_url(metadata: &ClientMetadata, issuer: &str, sid: &str) -> Option<String> {
    let uri = metadata.frontchannel_logout_uri.as_deref()?;
    let mut url = Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    // Front-Channel Logout §2: iss and sid stand there together or not at all. They are sent to
    // those who asked, since an address ends up in logs.
    if metadata.frontchannel_logout_session_required {
        // Front-Channel Logout §2: a query of the registered address MUST be retained.
        url.query_pairs_mut().append_pair("iss", issuer).append_pair("sid", sid);
    }
    Some(url.into())
}

/// The origins that such addresses may be loaded from, each once.
pub fn origins(urls: &[String]) -> Vec<String> {
    let parsed = urls.iter().filter_map(|url| Url::parse(url).ok());
    // What stands in a policy must be nothing but an origin, whatever was registered once.
    let plain = |origin: &String| origin.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:/[]".contains(&b));
    let mut origins: Vec<String> = parsed.map(|url| url.origin().ascii_serialization()).filter(plain).collect();
    origins.sort();
    origins.dedup();
    origins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(uri: &str, session_required: bool) -> ClientMetadata {
        ClientMetadata {
            frontchannel_logout_uri: Some(uri.to_owned()),
            frontchannel_logout_session_required: session_required,
            ..ClientMetadata::default()
        }
    }

    #[test]
    fn issuer_and_session_are_added_only_where_they_are_required() {
        let url = |uri: &str, required| logout_url(&client(uri, required), "https://id.example", "s/1");
        assert_eq!(url("https://a.example/out", false).as_deref(), Some("https://a.example/out"));
        assert_eq!(
            url("https://a.example/out", true).as_deref(),
            Some("https://a.example/out?iss=https%3A%2F%2Fid.example&sid=s%2F1")
        );
        assert_eq!(
            url("https://a.example/out?x=1", true).as_deref(),
            Some("https://a.example/out?x=1&iss=https%3A%2F%2Fid.example&sid=s%2F1")
        );
        assert_eq!(logout_url(&ClientMetadata::default(), "https://id.example", "s1"), None);
        assert_eq!(url("javascript:alert(1)", true), None);
    }

    #[test]
    fn each_origin_is_named_once_and_nothing_else_of_an_address() {
        let urls = ["https://a.example/x;y", "https://a.example/z", "http://localhost:3000/o?a=b"].map(str::to_owned);
        assert_eq!(origins(&urls), ["http://localhost:3000", "https://a.example"]);
    }
}
