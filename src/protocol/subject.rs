//! What a client sees as `sub` (OIDC Core §8).
//!
//! A pairwise subject is a row for each sector and person, made at random when it is first needed:
//! nothing derives it from a key that may change, so it outlives rotations and migrations.

use url::Url;

use super::client::{ClientMetadata, SubjectType};

/// The sector of a client: the host of its `sector_identifier_uri`, or the one host of its redirect
/// URIs (OIDC Core §8.1). `None` when they have several.
pub fn sector(metadata: &ClientMetadata) -> Option<String> {
    let host = |uri: &str| Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
    if let Some(uri) = &metadata.sector_identifier_uri {
        return host(uri);
    }
    let mut hosts: Vec<Option<String>> = metadata.redirect_uris.iter().map(|uri| host(uri)).collect();
    hosts.dedup();
    match hosts.as_slice() {
        [Some(only)] => Some(only.clone()),
        _ => None,
    }
}

/// The sector in which a client sees pairwise subjects; `None` when it sees public ones.
pub fn pairwise_sector(metadata: &ClientMetadata) -> Option<String> {
    match metadata.subject_type {
        SubjectType::Public => None,
        SubjectType::Pairwise => sector(metadata),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(redirects: &[&str], uri: Option<&str>) -> Option<String> {
        sector(&ClientMetadata {
            redirect_uris: redirects.iter().map(|one| (*one).to_owned()).collect(),
            sector_identifier_uri: uri.map(str::to_owned),
            ..ClientMetadata::default()
        })
    }

    // OIDC Core §8.1
    #[test]
    fn the_sector_is_the_host_of_the_document_or_the_only_one_there_is() {
        assert_eq!(with(&["https://A.example/cb", "https://a.example:444/x"], None).as_deref(), Some("a.example"));
        assert_eq!(with(&["https://a.example/", "https://b.example/"], None), None);
        let document = Some("https://s.example/list.json");
        assert_eq!(with(&["https://a.example/", "https://b.example/"], document).as_deref(), Some("s.example"));
        assert_eq!(with(&["com.example.app:/cb"], None), None);
        assert_eq!(with(&[], None), None);
    }
}
