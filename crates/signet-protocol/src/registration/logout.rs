//! Where a client wants to learn of a logout (Front-Channel Logout §2, Back-Channel Logout §2.2).

use url::Url;

use super::{MetadataError, uris};
use crate::client::ClientMetadata;

pub(super) fn check(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    let mut add = |member, text: &str| problems.push(MetadataError::new(member, text));
    if let Some(uri) = &metadata.backchannel_logout_uri {
        // Back-Channel Logout §2.2: an absolute URI without fragment.
        if let Err(why) = uris::fetched(uri) {
            add("backchannel_logout_uri", why);
        }
    }
    if let Some(uri) = &metadata.frontchannel_logout_uri {
        match uris::fetched(uri) {
            Err(why) => add("frontchannel_logout_uri", why),
            // Front-Channel Logout §2: domain, port and scheme of a registered redirect URI.
            Ok(()) if !metadata.redirect_uris.iter().any(|redirect| same_origin(redirect, uri)) => add(
                "frontchannel_logout_uri",
                "its scheme, host and port must be those of a redirect URI (Front-Channel Logout section 2)",
            ),
            Ok(()) => {}
        }
    }
}

/// Takes out what means nothing: `*_logout_session_required` says how an address is called
/// (Back-Channel Logout §2.2, Front-Channel Logout §2), and stock clients send it without one.
pub(super) fn tidy(metadata: &mut ClientMetadata) {
    metadata.backchannel_logout_session_required &= metadata.backchannel_logout_uri.is_some();
    metadata.frontchannel_logout_session_required &= metadata.frontchannel_logout_uri.is_some();
}

fn same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(change: impl FnOnce(&mut ClientMetadata)) -> Vec<&'static str> {
        let mut metadata =
            ClientMetadata { redirect_uris: vec!["https://rp.example/cb".into()], ..ClientMetadata::default() };
        change(&mut metadata);
        let mut problems = Vec::new();
        check(&metadata, &mut problems);
        problems.into_iter().map(|one| one.member).collect()
    }

    #[test]
    fn a_frame_comes_from_where_the_client_lives() {
        let front = |uri: &str| wrong(|metadata| metadata.frontchannel_logout_uri = Some(uri.into()));
        assert_eq!(front("https://rp.example/logout?x=1"), Vec::<&str>::new());
        for uri in
            ["https://other.example/", "https://rp.example:444/", "http://rp.example/", "https://rp.example/#x", "/x"]
        {
            assert_eq!(front(uri), ["frontchannel_logout_uri"], "{uri}");
        }
    }

    #[test]
    fn a_logout_token_travels_by_https() {
        let back = |uri: &str| wrong(|metadata| metadata.backchannel_logout_uri = Some(uri.into()));
        assert_eq!(back("https://anywhere.example/logout"), Vec::<&str>::new());
        assert_eq!(back("http://127.0.0.1:9000/logout"), Vec::<&str>::new());
        for uri in ["http://rp.example/", "https://rp.example/#x", "https://user@rp.example/"] {
            assert_eq!(back(uri), ["backchannel_logout_uri"], "{uri}");
        }
    }
}
