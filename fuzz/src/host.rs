//! `Host`, held against `url`: where both find a host, they find it to be all of the authority.

use signet_protocol::field::host::is_host;
use url::Url;

use crate::model::text;

/// A value of the field.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let url = Url::parse(&format!("scheme://{text}/end"));
    if is_host(text) {
        // A scheme that is not special: its host is taken as it stands.
        let url = url.expect("an authority");
        assert!(url.username().is_empty() && url.password().is_none() && url.path() == "/end", "{text:?}");
        let host = url.host_str().unwrap();
        assert!(host.starts_with('[') || text.starts_with(host), "{text:?} is {host:?}");
        let port =
            text.rsplit_once(':').filter(|_| !text.ends_with(']')).and_then(|(_, port)| port.parse::<u16>().ok());
        assert_eq!(url.port(), port, "{text:?}");
    } else if let Ok(url) = url {
        // RFC 3986 §3.2: what else `url` lets be a host holds what no host may.
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        let whole = !text.is_empty() && text.chars().all(plain) && url.host_str() == Some(text);
        assert!(!whole, "{text:?}");
    }
}
